"""What postings pay: by skill, role and place, in one currency and for one period.

Each posting counts once: with the middle of the band it states, or of the widest stretch where it
states several for the place asked about. Pay for an hour, day, week or month is turned into pay for
a year of full-time work, so that it can be compared; a posting that pays by the hour need not offer
full-time work.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from skillweave.graph.arrays.numbering import Order
from skillweave.ontology.errors import UsageError
from skillweave.queries.answer import Answer, Evidence, Row
from skillweave.queries.support import least_support
from skillweave.queries.view import Fact, View

A_YEAR: Final[Mapping[str, float]] = {
    "hour": 2080.0,
    "day": 260.0,
    "week": 52.0,
    "month": 12.0,
    "year": 1.0,
}
"""How many of each period a year of full-time work has (40 hours a week)."""

_FACTOR: Final = 15.0
"""Pay that is so many times the median of its currency, or so small a part, is a mistake of the
posting or of its reading (a year's pay for an hour's) and is left out."""


@dataclass(frozen=True)
class Pay(Row):
    """What postings pay in one currency.

    Attributes:
        currency: ISO 4217 code.
        postings: how many postings state pay in it.
        low: least pay of all.
        first_quartile: a quarter pays less.
        median: half pays less.
        third_quartile: a quarter pays more.
        high: most pay of all.
        without: how many other postings for the role, that do not name the skill, state pay; None
            unless both are asked about.
        median_without: their median.
        premium: by which share the median with the skill is above theirs, such as 0.12; None where
            either rests on fewer postings than a role needs to be named (see
            :func:`skillweave.queries.weights.least_support`).
        because: the words of the postings nearest to the median.
    """

    currency: str
    postings: int
    low: float
    first_quartile: float
    median: float
    third_quartile: float
    high: float
    without: int | None
    median_without: float | None
    premium: float | None


def pay(
    view: View,
    *,
    skill: str | None = None,
    role: str | None = None,
    place: str | None = None,
    currency: str | None = None,
    period: str = "year",
) -> Answer[Pay]:
    """Tell what postings pay: median and quartiles, by currency, most postings first.

    Args:
        view: the graph.
        skill: only postings that ask for or name this skill.
        role: only postings for this role; with a skill, its premium within the role is told too.
        place: only pay that is stated for this place or one within it, or by a posting there that
            states it for no place.
        currency: ISO 4217 code; all by default.
        period: what the figures are for: "hour", "day", "week", "month" or "year".

    Raises:
        UsageError: there is no such period.
        UnknownName: nothing has one of the names.
        AmbiguousName: several have.
    """
    if period not in A_YEAR:
        raise UsageError(f"pay is for {', '.join(A_YEAR)}, not for {period!r}")
    eligible = view.eligible(role=role)
    asks = view.naming(view.skill(skill)) if skill is not None else np.ones_like(eligible)
    posting, amount, row, codes = _amounts(view, place)
    amount = amount / A_YEAR[period]
    kept = eligible[posting]
    posting, amount, row, codes = posting[kept], amount[kept], row[kept], codes[kept]
    found = []
    for code in np.unique(codes):
        if currency is not None and code != currency.upper():
            continue
        here = (codes == code) & asks[posting]
        if not here.any():
            continue
        values = amount[here]
        others = amount[(codes == code) & ~asks[posting]] if skill and role else None
        found.append((code, values, row[here], others))
    found.sort(key=lambda item: (-len(item[1]), item[0]))
    reasons = view.reasons([_nearest(view, values, rows) for _, values, rows, _ in found])
    answer = [
        _row(str(code), values, others, least_support(view.arrays), reason)
        for (code, values, _, others), reason in zip(found, reasons, strict=True)
    ]
    what = view.words(role=role, skill=skill, place=place)
    note = "" if answer else f"No posting {what} states what it pays."
    article = "an" if period == "hour" else "a"
    question = " ".join(f"What do postings {what} pay {article} {period}?".split())
    return Answer(question, answer, Pay, note=note)


def _row(
    currency: str,
    values: npt.NDArray[np.float64],
    others: npt.NDArray[np.float64] | None,
    least: int,
    reason: Sequence[Evidence],
) -> Pay:
    low, first, median, third, high = np.quantile(values, [0, 0.25, 0.5, 0.75, 1]).tolist()
    without = None if others is None else len(others)
    median_without = float(np.median(others)) if others is not None and len(others) else None
    enough = others is not None and min(len(values), len(others)) >= least
    premium = median / median_without - 1 if median_without and enough else None
    return Pay(
        currency,
        len(values),
        round(low, 2),
        round(first, 2),
        round(median, 2),
        round(third, 2),
        round(high, 2),
        without,
        None if median_without is None else round(median_without, 2),
        None if premium is None else round(premium, 4),
        because=reason,
    )


def _nearest(view: View, values: npt.NDArray[np.float64], rows: Order) -> list[Fact]:
    order = np.argsort(np.abs(values - np.median(values)), kind="stable")[:3]
    columns = [view.arrays.column("pay", name)[rows[order]] for name in ("posting", "start", "end")]
    return [Fact(*fact) for fact in zip(*(column.tolist() for column in columns), strict=True)]


def paying(view: View, least: float, currency: str) -> npt.NDArray[np.bool_]:
    """Which postings pay up to an amount a year, or more."""
    arrays = view.arrays
    low, high, codes = _a_year(view)
    most = np.where(np.isnan(high), low, high)
    enough = (most >= least) & (codes == currency.upper())
    found = np.zeros(arrays.count("postings"), dtype=np.bool_)
    found[arrays.column("pay", "posting")[enough]] = True
    return found


def _a_year(
    view: View,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.str_]]:
    table = view.arrays.tables["pay"]
    factor = np.array([A_YEAR[name] for name in table["period"].to_pylist()], dtype=np.float64)
    codes = np.array(table["currency"].to_pylist(), dtype=np.str_)
    return (
        view.arrays.column("pay", "low") * factor,
        view.arrays.column("pay", "high") * factor,
        codes,
    )


def _amounts(
    view: View, place: str | None
) -> tuple[Order, npt.NDArray[np.float64], Order, npt.NDArray[np.str_]]:
    # One amount a posting and currency, with a row of pay that states it.
    arrays = view.arrays
    low, high, codes = _a_year(view)
    low = np.where(np.isnan(low), high, low)
    high = np.where(np.isnan(high), low, high)
    posting = arrays.column("pay", "posting").astype(np.int64)
    kept = _plausible(low, high, codes) & arrays.counted[posting]
    if place is not None:
        kept &= _applies(view, view.place(place))
    rows = np.flatnonzero(kept)
    names, number = np.unique(codes[rows], return_inverse=True)
    key = posting[rows] * max(len(names), 1) + number
    keys, first, group = np.unique(key, return_index=True, return_inverse=True)
    least = np.full(len(keys), np.inf)
    most = np.full(len(keys), -np.inf)
    np.minimum.at(least, group, low[rows])
    np.maximum.at(most, group, high[rows])
    return posting[rows[first]], (least + most) / 2, rows[first], codes[rows[first]]


def _plausible(
    low: npt.NDArray[np.float64], high: npt.NDArray[np.float64], codes: npt.NDArray[np.str_]
) -> npt.NDArray[np.bool_]:
    middle = (low + high) / 2
    found = np.zeros(len(middle), dtype=np.bool_)
    for code in np.unique(codes):
        here = codes == code
        usual = float(np.median(middle[here]))
        found[here] = (middle[here] * _FACTOR >= usual) & (middle[here] <= usual * _FACTOR)
    return found


def _applies(view: View, place: int) -> npt.NDArray[np.bool_]:
    # Which rows of pay are for a place: those stated for it or within it, and those stated for no
    # place by postings there.
    arrays = view.arrays
    stated = np.zeros(arrays.count("pay"), dtype=np.bool_)
    stated[arrays.column("pay_places", "pay")] = True
    inside = view.inside(place)
    here = np.zeros_like(stated)
    here[arrays.column("pay_places", "pay")[inside[arrays.column("pay_places", "place")]]] = True
    there: npt.NDArray[np.bool_] = view.postings_in(place)[arrays.column("pay", "posting")]
    return here | (~stated & there)
