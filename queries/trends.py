"""Demand over time and over places."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from skillweave.graph.arrays.tables import NO_DAY
from skillweave.ontology.errors import UsageError
from skillweave.queries.answer import Answer, Row
from skillweave.queries.view import View

Period = Literal["month", "quarter", "year"]
"""Stretches of time that postings are counted by."""

PlaceLevel = Literal["city", "region", "country", "any"]
"""What places are counted: cities, what contains them, or all."""

_QUOTED: Final = 2


@dataclass(frozen=True)
class Trend(Row):
    """Demand in a stretch of time.

    Attributes:
        period: the year, quarter or month, such as 2024, 2024-Q3 or 2024-08.
        postings: how many postings that were published in it ask for what was asked about.
        of: how many postings were published in it at all.
        share: the first as a share of the second, 0 to 1.
        because: sentences of such postings.
    """

    period: str
    postings: int
    of: int
    share: float


def trend(
    view: View,
    *,
    skill: str | None = None,
    role: str | None = None,
    place: str | None = None,
    by: Period = "month",
) -> Answer[Trend]:
    """Count the postings for a skill or role by the time they were published, oldest first.

    Postings that do not say when they were published are left out; ``note`` says how many. A share
    says more than a count: it does not depend on how many postings were collected.

    Args:
        view: the graph.
        skill: only postings that ask for or name this skill.
        role: only postings for this role. At least one of the two is given.
        place: only postings, in both counts, in this place or in one that it contains.
        by: "month", "quarter" or "year".

    Raises:
        UsageError: neither skill nor role is given, or there is no such period.
        UnknownName: nothing has one of the names.
        AmbiguousName: several have.
    """
    if by not in get_args(Period):
        raise UsageError(f"a trend is by {', '.join(get_args(Period))}, not by {by!r}")
    wanted = _wanted(view, skill, role)
    everywhere = view.eligible(place=place)
    day = view.arrays.column("postings", "day").astype(np.int64)
    dated = everywhere & (day != NO_DAY)
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    number = months // {"month": 1, "quarter": 3, "year": 12}[by]
    periods, place_of = np.unique(number[dated], return_inverse=True)
    of = np.bincount(place_of, minlength=len(periods))
    here = np.flatnonzero(dated)
    asked = wanted[here]
    counts = np.bincount(place_of[asked], minlength=len(periods))
    examples = [here[asked & (place_of == p)][:_QUOTED] for p in range(len(periods))]
    reasons = view.reasons([view.facts_naming(numbers, skill) for numbers in examples])
    found = [
        Trend(_name(int(p), by), int(count), int(all_), float(count / all_), because=reason)
        for p, count, all_, reason in zip(periods, counts, of, reasons, strict=True)
    ]
    undated = int((everywhere & wanted & (day == NO_DAY)).sum())
    note = f"{undated:,} more postings do not say when they were published." if undated else ""
    what = view.words(role=role, skill=skill, place=place)
    question = f"How does the number of postings {what} change by {by}?"
    return Answer(question, found, Trend, note=note)


def _name(number: int, by: Period) -> str:
    match by:
        case "year":
            return str(1970 + number)
        case "quarter":
            return f"{1970 + number // 4}-Q{number % 4 + 1}"
        case "month":
            return f"{1970 + number // 12}-{number % 12 + 1:02}"


@dataclass(frozen=True)
class PlaceDemand(Row):
    """Demand in a place.

    Attributes:
        place: its id.
        name: its name, with what contains it.
        kind: what it is: city, region, country, ...
        postings: how many postings in it, or in a place within it, ask for what was asked about.
        of: how many postings are in it at all.
        share: the first as a share of the second, 0 to 1.
        because: sentences of such postings.
    """

    place: str
    name: str
    kind: str
    postings: int
    of: int
    share: float


def places(
    view: View,
    *,
    skill: str | None = None,
    role: str | None = None,
    within: str | None = None,
    level: PlaceLevel = "city",
    limit: int = 20,
) -> Answer[PlaceDemand]:
    """List the places where a skill or role is in demand, those with most postings first.

    Args:
        view: the graph.
        skill: only postings that ask for or name this skill.
        role: only postings for this role. At least one of the two is given.
        within: only places in this one.
        level: "city", "region", "country" or "any".
        limit: how many places at most.

    Raises:
        UsageError: neither skill nor role is given, or there is no such level.
        UnknownName: nothing has one of the names.
        AmbiguousName: several have.
    """
    if level not in get_args(PlaceLevel):
        raise UsageError(f"places are {', '.join(get_args(PlaceLevel))}, not {level!r}")
    arrays = view.arrays
    wanted = _wanted(view, skill, role)
    posting, place = view.places_of_postings
    kept = np.ones(len(place), dtype=np.bool_)
    if within is not None:
        outer = view.place(within)
        kept &= view.inside(outer)[place] & (place != outer)
    kinds = np.array(arrays.tables["places"]["kind"].to_pylist(), dtype=np.str_)
    if level != "any":
        kept &= kinds[place] == level
    posting, place = posting[kept], place[kept]
    of = np.bincount(place, minlength=arrays.count("places"))
    asked = wanted[posting]
    counts = np.bincount(place[asked], minlength=arrays.count("places"))
    order = np.lexsort((np.arange(len(counts)), of, -counts))
    best = [number for number in order[:limit].tolist() if counts[number]]
    examples = [posting[asked & (place == number)][:_QUOTED] for number in best]
    reasons = view.reasons([view.facts_naming(numbers, skill) for numbers in examples])
    found = [
        PlaceDemand(
            arrays.id("places", number),
            view.place_name(number),
            str(kinds[number]),
            int(counts[number]),
            int(of[number]),
            float(counts[number] / of[number]),
            because=reason,
        )
        for number, reason in zip(best, reasons, strict=True)
    ]
    what = view.words(role=role, skill=skill)
    note = "" if found else f"No posting {what} says where the work is."
    return Answer(f"Where are postings {what}?", found, PlaceDemand, note=note)


def _wanted(view: View, skill: str | None, role: str | None) -> npt.NDArray[np.bool_]:
    if skill is None and role is None:
        raise UsageError("name a skill, a role, or both")
    found = view.eligible(role=role)
    return found if skill is None else found & view.naming(view.skill(skill))
