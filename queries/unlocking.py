"""The one skill that opens most postings, and the order in which to learn what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from skillweave.graph.arrays.numbering import Flags, Numbers, Order, sums
from skillweave.ontology.errors import UsageError
from skillweave.ontology.vocabulary import SkillKind
from skillweave.queries.answer import Answer, Row
from skillweave.queries.judging import REQUIRED, Forest, Judgement
from skillweave.queries.matching import ProfileLike, judgement
from skillweave.queries.profile import Person, Profile, person
from skillweave.queries.view import View

LEARNED_IN_ORDER: Final = ("technology", "method", "credential")
"""Kinds of skills of which one may build upon another."""

PREREQUISITE: Final = 0.5
"""Least share of the postings of a skill that name its prerequisite too."""

FUNDAMENTAL: Final = 2.0
"""How many times as many postings as for a skill there are at least for its prerequisite."""


FOUNDATION: Final = 0.05
"""A prerequisite is learned first if it is required at least that often beside what needs it."""


class Openings(NamedTuple):
    """Which skill opens which posting.

    Attributes:
        skill: number of the skill.
        posting: number of a posting that it opens; no pair occurs twice.
        months: months that are needed of the skill there.
        requirement: a demand that it meets there.
    """

    skill: Order
    posting: Order
    months: Order
    requirement: Order


def openings(
    judged: Judgement, eligible: Flags, *, share: float = 1.0, months: int | None = None
) -> Openings:
    """Try every skill: which postings would be open to the person with it, and are not without it.

    A posting is open when at least a share of its required demands are met. Adding a skill raises
    the number of met children of the requirements that name it; where that is enough, the
    requirement counts for its whole, and so on up to the root. All skills are tried in one pass.

    Args:
        judged: what the person meets.
        eligible: which postings are asked about.
        share: share of a posting's required demands that have to be met, above 0 and up to 1.
        months: for how long the skill is acquired; for as long as is asked by default.

    Cost: a pass over the options that are not met, and a sort of those that lack one child only.
    """
    forest = judged.forest
    wanted = np.ceil(share * forest.required - 1e-9).astype(np.int64)
    short = wanted - judged.required_met
    closed = eligible & (short > 0)
    options = judged.unmet_options
    owner = forest.arrays.column("options", "requirement")[options]
    kept = closed[forest.posting[owner]] & (forest.modality[forest.root_of[owner]] == REQUIRED)
    kept &= ~judged.met[owner]
    if months is not None:
        kept &= forest.threshold[owner] <= months
    owner = owner[kept].astype(np.int64)
    skill = forest.arrays.column("options", "skill")[options[kept]].astype(np.int64)
    root, of_skill, needed, row = _roots_met(judged, owner, skill)
    width = forest.arrays.count("skills") + 1
    posting = forest.posting[root].astype(np.int64)
    pairs, first, place, counts = np.unique(
        posting * width + of_skill, return_index=True, return_inverse=True, return_counts=True
    )
    longest = np.zeros(len(pairs), dtype=np.int64)
    np.maximum.at(longest, place, needed)
    opened = counts >= short[pairs // width]
    return Openings(
        pairs[opened] % width, pairs[opened] // width, longest[opened], row[first[opened]]
    )


def _roots_met(judged: Judgement, owner: Order, skill: Order) -> tuple[Order, Order, Order, Order]:
    # Pairs of a required root and a skill that meets it, with the months that are needed and a
    # requirement that names the skill.
    forest, counts = judged.forest, judged.counts
    width = forest.arrays.count("skills") + 1
    # Without parts, a requirement gains one child by a skill: it has to lack no more than that.
    near = forest.has_parts[owner] | (counts[owner] + 1 >= forest.need[owner])
    owner, skill = owner[near], skill[near]
    depth = forest.arrays.column("requirements", "depth")[owner]
    months = forest.threshold[owner].astype(np.int64)
    raised = (np.empty(0, dtype=np.int64),) * 4
    for level in range(int(depth.max(initial=0)), -1, -1):
        here = np.flatnonzero(depth == level)
        named = (owner[here], skill[here], months[here], owner[here])
        rows, of_skill, needed, source = map(np.concatenate, zip(named, raised, strict=True))
        # Several children of one requirement may be met by the same skill.
        pairs, first, place, gained = np.unique(
            rows * width + of_skill, return_index=True, return_inverse=True, return_counts=True
        )
        rows = pairs // width
        longest = np.zeros(len(pairs), dtype=np.int64)
        np.maximum.at(longest, place, needed)
        met = ~judged.met[rows] & (counts[rows] + gained >= forest.need[rows])
        raised = (rows[met], pairs[met] % width, longest[met], source[first[met]])
        if level:
            # Detached parts and roots lie at level 0, so each of these has a whole.
            raised = (forest.parent[raised[0]].astype(np.int64), *raised[1:])
    return raised


@dataclass(frozen=True)
class Unlock(Row):
    """A skill that opens postings.

    Attributes:
        skill: its id.
        label: its name.
        kind: what sort of skill it is.
        opens: how many postings it opens.
        months: months of it that the most demanding of these postings asks for, None where none
            asks for any.
        because: sentences of postings that it opens.
    """

    skill: str
    label: str
    kind: SkillKind | None
    opens: int
    months: int | None


def unlocks(
    view: View,
    profile: ProfileLike,
    *,
    role: str | None = None,
    place: str | None = None,
    share: float = 1.0,
    months: int | None = None,
    anywhere: bool = False,
    assume: Sequence[SkillKind] = (),
    limit: int = 20,
) -> Answer[Unlock]:
    """List the skills that by themselves open most postings to a person.

    Postings that name none of the person's skills are left out: "Java" alone opens hundreds that
    say no more than that, to nurses too.

    Args:
        view: the graph.
        profile: what the person brings.
        role: only postings for this role.
        place: only postings in this place or in one that it contains.
        share: a posting is open when at least this share of its required demands is met.
        months: for how long a skill is acquired; for as long as a posting asks by default.
        anywhere: whether postings that name none of the person's skills count too; they do for one
            who has none.
        assume: kinds of skills that are taken for granted, such as ("soft",).
        limit: how many skills at most.
    """
    check_share(share)
    judged = judgement(view, profile, assume)
    eligible = view.eligible(role=role, place=place) & (view.forest.required > 0)
    if not anywhere and len(judged.person.skills):
        eligible &= _naming_any(view, judged.person.skills)
    found = openings(judged, eligible, share=share, months=months)
    arrays = view.arrays
    counts = np.bincount(found.skill, minlength=arrays.count("skills"))
    order = np.lexsort((np.arange(len(counts)), -arrays.postings_of_skill, -counts))
    best = [int(number) for number in order[:limit] if counts[number]]
    mine = [np.flatnonzero(found.skill == number) for number in best]
    reasons = view.reasons(
        [view.facts_of_requirements(found.requirement[rows[:3]]) for rows in mine]
    )
    rows = [
        Unlock(
            arrays.id("skills", number),
            arrays.label("skills", number),
            view.skill_kind(number),
            int(counts[number]),
            int(found.months[of_one].max()) or None,
            because=reason,
        )
        for number, of_one, reason in zip(best, mine, reasons, strict=True)
    ]
    note = "" if rows else _closed(share)
    return Answer("Which skill opens most postings to the person?", rows, Unlock, note=note)


def _naming_any(view: View, skills: Numbers) -> Flags:
    found = np.zeros(view.arrays.count("postings"), dtype=np.bool_)
    asks = np.isin(view.arrays.column("asks", "skill"), skills)
    found[view.arrays.column("asks", "posting")[asks]] = True
    return found


def check_share(share: float) -> None:
    """Refuse what is no share.

    Raises:
        UsageError: it is not above 0 and up to 1.
    """
    if not 0 < share <= 1:
        raise UsageError(f"a share is above 0 and up to 1, not {share:g}")


def _closed(share: float) -> str:
    asked = "all that they require" if share == 1 else f"{share:.0%} of what they require"
    return f"No single skill opens a posting where {asked} has to be met; try a lower share."


@dataclass(frozen=True)
class LearningStep(Row):
    """A skill to learn next.

    Attributes:
        step: its place in the order, from 1.
        skill: its id.
        label: its name.
        months: median of the durations that the role's postings ask for, None where none does.
        demand: how many of the role's postings require it.
        opens: how many of the role's postings this step opens.
        open_share: share of the role's postings that are open after it, 0 to 1.
        after: skills of this path that it builds upon.
        because: sentences of the role's postings that require it.
    """

    step: int
    skill: str
    label: str
    months: float | None
    demand: int
    opens: int
    open_share: float
    after: tuple[str, ...]


def learning_path(
    view: View,
    profile: ProfileLike,
    role: str,
    *,
    share: float = 0.8,
    assume: Sequence[SkillKind] = (),
    limit: int = 10,
) -> Answer[LearningStep]:
    """Order what a person has to learn for a role, each step opening most postings.

    Of the skills that the role's postings require and the person lacks, the next is the one that
    brings most of them nearest: a posting that lacks m things speaks for each skill among them with
    1/m, so one that a skill would open counts whole. A skill that builds upon another missing one
    waits for it: it is a kind of it, or at least half of all postings that name it name the other
    too, and the other is named twice as often. The latter holds of what is
    learned in an order, technologies, methods and credentials: an examination does not build upon
    teamwork, though the same postings ask for both.

    Args:
        view: the graph.
        profile: what the person brings.
        role: the role that is aimed at.
        share: a posting is open when at least this share of its required demands is met.
        assume: kinds of skills that are taken for granted, such as ("soft",).
        limit: how many steps at most.
    """
    check_share(share)
    arrays, forest = view.arrays, view.forest
    number = view.role(role)
    eligible = view.eligible(role=role) & (forest.required > 0)
    label = arrays.label("roles", number)
    total = int(eligible.sum())
    learner = person(view, Profile.of(profile))
    steps: list[LearningStep] = []
    path: list[int] = []
    while len(steps) < limit:
        judged = forest.judge(learner, assume=assume)
        demand, months, gain = _demand(judged, eligible)
        missing = np.flatnonzero(demand)
        if not len(missing):
            break
        found = openings(judged, eligible, share=share)
        opens = np.bincount(found.skill, minlength=len(demand))
        lacked = np.array([s for s in missing.tolist() if learner.has(s) is None], dtype=np.int64)
        best = _first_of_chain(_builds_upon(view, lacked), demand, gain)
        learner = _with_skill(view, learner, best)
        after = _builds_upon(view, np.array([*path, best]))[best]
        path.append(best)
        wanted = np.ceil(share * forest.required - 1e-9)
        is_open = eligible & (judged.required_met >= wanted)
        now = int(is_open.sum()) + int(opens[best])
        rows = _asking(judged, eligible, best)
        steps.append(
            LearningStep(
                len(steps) + 1,
                arrays.id("skills", best),
                arrays.label("skills", best),
                float(np.median(months[best])) if best in months else None,
                int(demand[best]),
                int(opens[best]),
                now / total,
                tuple(arrays.label("skills", s) for s in sorted(after)),
                because=view.reasons([view.facts_of_requirements(rows[:3])])[0],
            )
        )
    note = "" if total else f"No posting for {label} requires what can be judged."
    question = f"In which order should the person learn what {label} takes?"
    return Answer(question, steps, LearningStep, note=note)


def _demand(
    judged: Judgement, eligible: Flags
) -> tuple[npt.NDArray[np.int64], dict[int, list[int]], npt.NDArray[np.float64]]:
    # In how many of the postings a skill would help to meet what is required, for how long, and how
    # near it brings them in all.
    forest = judged.forest
    owner, skill = _helpful(judged, eligible)
    width = forest.arrays.count("skills")
    pairs = np.unique(forest.posting[owner].astype(np.int64) * (width + 1) + skill)
    posting, named = pairs // (width + 1), pairs % (width + 1)
    lacking = np.maximum(forest.need - judged.counts, 0).astype(np.float64)
    lacks = np.maximum(forest.sums(forest.required_roots, lacking), 1.0)
    months: dict[int, list[int]] = {}
    stated = forest.threshold[owner] > 0
    durations = forest.threshold[owner[stated]].tolist()
    for number, duration in zip(skill[stated].tolist(), durations, strict=True):
        months.setdefault(number, []).append(duration)
    demand = np.bincount(named, minlength=width).astype(np.int64)
    return demand, months, sums(named, 1.0 / lacks[posting], width)


def _first_of_chain(
    needs: dict[int, list[int]], demand: npt.NDArray[np.int64], gain: npt.NDArray[np.float64]
) -> int:
    # The skill that gains most, or the one that it builds upon in the end and that is asked for
    # itself. What the person has already, but not for long enough, builds upon nothing.
    best = int(np.lexsort((np.arange(len(gain)), -gain))[0])
    seen = {best}
    while before := [
        s for s in needs.get(best, ()) if s not in seen and demand[s] >= FOUNDATION * demand[best]
    ]:
        best = min(before, key=lambda s: (-gain[s], s))
        seen.add(best)
    return best


def _helpful(judged: Judgement, eligible: Flags) -> tuple[Order, Order]:
    forest: Forest = judged.forest
    owner = forest.arrays.column("options", "requirement")[judged.unmet_options]
    kept = eligible[forest.posting[owner]] & (forest.modality[forest.root_of[owner]] == REQUIRED)
    kept &= ~judged.met[forest.root_of[owner]] & ~judged.met[owner]
    skill = forest.arrays.column("options", "skill")[judged.unmet_options[kept]]
    return owner[kept].astype(np.int64), skill.astype(np.int64)


def _asking(judged: Judgement, eligible: Flags, skill: int) -> Order:
    owner, skills = _helpful(judged, eligible)
    asking: Order = owner[skills == skill]
    return asking


def _builds_upon(view: View, skills: npt.NDArray[np.int64]) -> dict[int, list[int]]:
    # For each of these skills the ones among them that it builds upon; no two upon each other.
    arrays = view.arrays
    chosen = arrays.skills_of_postings[arrays.counted][:, skills]
    together = (chosen.T @ chosen).toarray()
    alone = np.maximum(together.diagonal(), 1)
    upon = (together >= PREREQUISITE * alone[:, None]) & (alone >= FUNDAMENTAL * alone[:, None])
    ordered = np.isin(view.forest.kind_of_skill[skills], LEARNED_IN_ORDER)
    upon &= ordered[:, None] & ordered
    bounds, broad = arrays.broader("skill_broader")
    found = {}
    for place, skill in enumerate(skills.tolist()):
        above = set(broad[bounds[skill] : bounds[skill + 1]].tolist())
        found[skill] = [
            other
            for there, other in enumerate(skills.tolist())
            if other != skill and (upon[place, there] or other in above)
        ]
    return found


def _with_skill(view: View, learner: Person, skill: int) -> Person:
    # The skill is learned for as long as anybody asks.
    place = int(np.searchsorted(learner.skills, skill))
    forever = np.int32(2**20)
    if learner.has(skill) is not None:
        months = learner.months.copy()
        months[place] = forever
        return replace(learner, months=months)
    return replace(
        learner,
        skills=np.insert(learner.skills, place, skill),
        months=np.insert(learner.months, place, forever),
        through=np.insert(learner.through, place, skill),
    )
