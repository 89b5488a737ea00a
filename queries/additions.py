"""The smallest set of additions with which a person satisfies a posting, or enough of a role's.

An addition is one thing to acquire: a skill, for as long as it is asked for; experience in total;
a degree at a level and in a field. Of one posting the smallest set is found exactly:

1. Each demand that is not met becomes its list of ways to meet it, from the leaves up: an option is
   one addition, a whole combines ways of as many children as it needs, and a way that holds another
   one is dropped.
2. Branch and bound over the demands combines one way of each; a skill that two demands name is
   acquired once, for the longer time.

Choosing the smallest set is as hard as set cover, so both steps stop at a fixed number of ways and
of visited combinations. What was found until then still satisfies the posting, and the answer
states how small a set could be at best.

For a role the postings are taken one after the other, always the one that costs least beside what
is acquired already, until enough are satisfied. That is a greedy choice; the bound is what the
costliest of the cheapest postings needs by itself. Degrees that the others make needless are dropped
in the end.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import ceil
from typing import Final, NamedTuple

import numpy as np

from skillweave.graph.arrays.trees import Atom
from skillweave.ontology.errors import UsageError
from skillweave.ontology.vocabulary import EDUCATION_LEVELS, EDUCATION_RANK, SkillKind
from skillweave.queries.answer import Answer, Reasons, Row
from skillweave.queries.explaining import WORDS_OF_LEVELS, Tree, trees_of
from skillweave.queries.judging import Judgement
from skillweave.queries.matching import ProfileLike, judgement
from skillweave.queries.profile import Person, upwards
from skillweave.queries.view import View

MOST_WAYS: Final = 200
"""Ways to meet one demand that are looked at."""

MOST_VISITED: Final = 20_000
"""Combinations that are looked at for one posting."""


class Need(NamedTuple):
    """Something to acquire, beside for how long.

    Attributes:
        what: "skill", "experience" or "education".
        number: of the skill, or of the level of education.
        field: number of the field of study, -1 where any will do.
    """

    what: str
    number: int = 0
    field: int = -1


Way = frozenset[tuple[Need, int]]
"""Things to acquire, each with the months that are needed of it."""


class Cheapest(NamedTuple):
    """A set of additions.

    Attributes:
        way: the additions.
        bound: no set is smaller; the size of ``way`` where it is known to be smallest.
        demands: the required demands of the posting that are not met without it.
    """

    way: Way
    bound: int
    demands: tuple[Tree, ...]


@dataclass(frozen=True)
class Addition(Row):
    """Something to acquire.

    Attributes:
        what: "skill", "experience" or "education".
        id: id of the skill or field of study, where there is one.
        label: its name, in words.
        months: months that are needed of it, None where no duration is.
        has_months: months that the person has of it, None where there are none or they are unknown.
        postings: how many postings of those asked about need it.
        because: sentences that ask for it.
    """

    what: str
    id: str | None
    label: str
    months: int | None
    has_months: int | None
    postings: int


def additions(
    view: View,
    profile: ProfileLike,
    *,
    posting: str | None = None,
    role: str | None = None,
    share: float = 0.5,
    assume: Sequence[SkillKind] = (),
) -> Answer[Addition]:
    """Find the smallest set of additions that satisfies a posting, or a share of a role's postings.

    Args:
        view: the graph.
        profile: what the person brings.
        posting: id of a posting; this or ``role`` is given.
        role: a role.
        share: share of the role's postings that are to be satisfied, above 0 and up to 1.
        assume: kinds of skills that are taken for granted, such as ("soft",).

    Returns:
        The additions; ``note`` says whether no smaller set exists, or how small one could be.

    Raises:
        UsageError: neither or both of posting and role are given, or the share is none.
    """
    if (posting is None) == (role is None):
        raise UsageError("name a posting or a role, and not both")
    if not 0 < share <= 1:
        raise UsageError(f"a share of postings is above 0 and up to 1, not {share:g}")
    judged = judgement(view, profile, assume)
    if posting is not None:
        number = view.posting(posting)
        found = cheapest(judged, number)
        title = view.heading(number).title or view.arrays.id("postings", number)
        question = f"What is the least to acquire for “{title}”?"
        sets, note = [found], _bounded(found)
        way = found.way
    else:
        label = view.arrays.label("roles", view.role(role or ""))
        question = f"What is the least to acquire for {share:.0%} of the postings for {label}?"
        way, sets, note = _for_role(view, judged, view.role(role or ""), share)
    return Answer(question, _rows(view, judged, way, sets), Addition, note=note)


def _bounded(found: Cheapest) -> str:
    if not found.way:
        return "Nothing: all that it requires is met."
    if found.bound == len(found.way):
        return f"No set of fewer than {found.bound} additions does."
    return f"A set of {found.bound} might do; the search was cut off."


def cheapest(judged: Judgement, posting: int) -> Cheapest:
    """The smallest set of additions that satisfies a posting.

    Args:
        judged: what the person meets.
        posting: number of the posting.
    """
    trees = [tree for tree in trees_of(judged, posting) if tree.modality == "required"]
    unmet = tuple(tree for tree in trees if not tree.met)
    degrees = _degrees(judged, unmet)
    demands, whole = [], True
    for tree in unmet:
        ways, all_of_them = ways_to_meet(judged, tree, degrees)
        demands.append(ways)
        whole &= all_of_them
    search = Search(demands)
    best = search.run()
    bound = len(best) if whole and search.complete else search.least()
    return Cheapest(best, bound, unmet)


class Search:
    """Branch and bound over the demands, those with the fewest ways first.

    Args:
        demands: the ways to meet each.

    Attributes:
        complete: whether every combination that could be smaller was looked at.
    """

    def __init__(self, demands: list[list[Way]]) -> None:
        self._demands = sorted(demands, key=len)
        self._visited = 0
        self._best: Way | None = None
        self.complete = True

    def run(self) -> Way:
        """The smallest set that meets all demands; a small one if it had to stop."""
        self._descend(0, frozenset())
        assert self._best is not None
        return self._best

    def least(self) -> int:
        """No fewer additions meet all demands: the costliest of them, taken by itself."""
        return max((min(map(len, ways)) for ways in self._demands), default=0)

    def _descend(self, depth: int, way: Way) -> None:
        if self._best is not None and len(way) >= len(self._best):
            return
        if depth == len(self._demands):
            self._best = way
            return
        self._visited += 1
        if self._visited > MOST_VISITED and self._best is not None:
            self.complete = False
            return
        rest = self._demands[depth:]
        if self._best is not None and self._bound(rest, way) >= len(self._best):
            return
        for one in sorted(rest[0], key=lambda one: (added_to(way, one), sorted(one))):
            self._descend(depth + 1, merged(way, one))

    def _bound(self, rest: list[list[Way]], way: Way) -> int:
        # Demands that share no need with an earlier one add up.
        total = len(way)
        seen: set[Need] = set()
        for ways in rest:
            needs = {need for one in ways for need, _ in one}
            if seen.isdisjoint(needs):
                total += min(added_to(way, one) for one in ways)
                seen |= needs
        return total


def merged(first: Way, second: Way) -> Way:
    """Both sets: what is in both is needed for the longer time."""
    found = dict(first)
    for need, months in second:
        found[need] = max(found.get(need, 0), months)
    return frozenset(found.items())


def added_to(way: Way, more: Way) -> int:
    """How many additions a set grows by; to need one for longer is not to need another."""
    had = {need for need, _ in way}
    return sum(need not in had for need, _ in more)


def new_in(way: Way, before: Way) -> Way:
    """What a set has that another one has not, or not for as long."""
    had = dict(before)
    return frozenset((need, months) for need, months in way if had.get(need, -1) < months)


def ways_to_meet(judged: Judgement, tree: Tree, degrees: list[Need]) -> tuple[list[Way], bool]:
    """The ways to meet a requirement, smallest first.

    Args:
        judged: what the person meets.
        tree: the requirement.
        degrees: degrees that may be acquired.

    Returns:
        The ways, none of which holds another, and whether these are all.
    """
    if tree.met:
        return [frozenset()], True
    children: list[list[Way]] = []
    whole = True
    for skill, met in zip(tree.options, tree.options_met, strict=True):
        if not met:
            children.append([frozenset({(Need("skill", skill), max(tree.threshold, 0))})])
    for part in tree.parts:
        if not part.met:
            ways, all_of_them = ways_to_meet(judged, part, degrees)
            whole &= all_of_them
            children.append(ways)
    if tree.atom is not Atom.NOTHING and not tree.atom_met:
        children.append(_ways_of_atom(judged, tree, degrees))
    short = tree.need - (tree.children - len(children))
    found: list[Way] = []
    for chosen in combinations(children, short):
        combined: list[Way] = [frozenset()]
        for ways in chosen:
            combined = _smallest(merged(one, other) for one in combined for other in ways)
            whole &= len(combined) <= MOST_WAYS
            combined = combined[:MOST_WAYS]
        found = _smallest([*found, *combined])
        if len(found) > MOST_WAYS:
            return found[:MOST_WAYS], False
    return found, whole


def _smallest(ways: Iterable[Way]) -> list[Way]:
    # Smallest first, without those that hold another one.
    kept: list[Way] = []
    for way in sorted(set(ways), key=lambda one: (len(one), sorted(one))):
        if not any(not new_in(other, way) for other in kept):
            kept.append(way)
        if len(kept) > MOST_WAYS:
            break
    return kept


def _ways_of_atom(judged: Judgement, tree: Tree, degrees: list[Need]) -> list[Way]:
    if tree.atom is Atom.EXPERIENCE:
        return [frozenset({(Need("experience"), tree.threshold)})]
    does = (degree for degree in degrees if _does(judged, degree, tree.row))
    return [frozenset({(degree, 0)}) for degree in does]


def _degrees(judged: Judgement, trees: Iterable[Tree]) -> list[Need]:
    # The lowest level that each demand for education allows, in each of its fields.
    found = set()
    for tree in trees:
        if tree.atom is Atom.EDUCATION:
            lowest = _lowest(tree.levels)
            found |= {Need("education", lowest, field) for field in tree.fields or (-1,)}
        found |= set(_degrees(judged, tree.parts))
    return sorted(found)


def _lowest(levels: int) -> int:
    # The number of the lowest of some levels, given as bits.
    allowed = [n for n in range(len(EDUCATION_LEVELS)) if levels >> n & 1]
    return min(allowed or [EDUCATION_LEVELS.index("unspecified")], key=_rank)


def _rank(level: int) -> int:
    return EDUCATION_RANK[EDUCATION_LEVELS[level]]


def _for_role(
    view: View, judged: Judgement, role: int, share: float
) -> tuple[Way, list[Cheapest], str]:
    postings = [int(n) for n in view.postings_for(role) if view.forest.required[n]]
    if not postings:
        return frozenset(), [], "No posting for the role requires what can be judged."
    wanted = ceil(share * len(postings))
    alone = {number: cheapest(judged, number) for number in postings}
    bound = sorted(found.bound for found in alone.values())[wanted - 1]
    way: Way = frozenset()
    left = dict(alone)
    asked = Counter(need for found in alone.values() for need, _ in found.way)
    for _ in range(wanted):
        # Of equals the posting whose additions most others need too.
        number = min(
            left,
            key=lambda n: (
                added_to(way, left[n].way),
                -sum(asked[need] for need, _ in new_in(left[n].way, way)),
                n,
            ),
        )
        way = merged(way, left.pop(number).way)
    satisfied = sum(not new_in(found.way, way) for found in alone.values())
    way = _without_lesser_degrees(judged, way, postings)
    note = f"{satisfied} of {len(postings)} postings are satisfied with these {len(way)} additions"
    note += "." if bound == len(way) else f"; no set of fewer than {bound} does."
    return way, list(alone.values()), note


def _without_lesser_degrees(judged: Judgement, way: Way, postings: list[int]) -> Way:
    # Postings asked one by one name several degrees; one may do for all that want another.
    def satisfied(kept: Iterable[tuple[Need, int]]) -> int:
        after = judged.forest.judge(_with(judged, kept), assume=judged.assumed)
        return int((after.required_met == judged.forest.required)[postings].sum())

    kept = dict(way)
    degrees = [need for need in kept if need.what == "education"]
    whole = satisfied(kept.items()) if degrees else 0
    for degree in sorted(degrees, key=lambda need: (_rank(need.number), need)):
        others = [(need, months) for need, months in kept.items() if need != degree]
        if satisfied(others) == whole:
            del kept[degree]
    return frozenset(kept.items())


def _with(judged: Judgement, way: Iterable[tuple[Need, int]]) -> Person:
    # The person with some things acquired.
    who = judged.person
    months = dict(zip(who.skills.tolist(), who.months.tolist(), strict=True))
    levels, fields, total = who.levels, set(who.fields.tolist()), who.months_total
    for need, needed in way:
        if need.what == "skill":
            months[need.number] = max(months.get(need.number, 0), needed)
        elif need.what == "experience":
            total = max(total, needed)
        else:
            levels |= 1 << need.number
            fields |= _fields(judged, need)
    skills = np.array(sorted(months), dtype=np.int32)
    return replace(
        who,
        skills=skills,
        months=np.array([months[skill] for skill in skills.tolist()], dtype=np.int32),
        through=skills,
        levels=levels,
        fields=np.array(sorted(fields), dtype=np.int32),
        months_total=total,
    )


def _fields(judged: Judgement, degree: Need) -> set[int]:
    # The field of a degree, with all that it is a kind of.
    if degree.field < 0:
        return set()
    return set(upwards(judged.forest.view, "field_broader", [degree.field]))


def _does(judged: Judgement, need: Need, row: int) -> bool:
    # Whether a degree, beside what the person has, meets one demand for education.
    if need.what != "education":
        return False
    person = judged.person
    fields = [*person.fields.tolist(), *_fields(judged, need)]
    return judged.forest.education_does(person.levels | 1 << need.number, fields, row)


def _rows(view: View, judged: Judgement, way: Way, sets: Sequence[Cheapest]) -> list[Addition]:
    asked: dict[Need, list[int]] = {need: [] for need, _ in way}
    postings: dict[Need, set[int]] = {need: set() for need in asked}
    for found in sets:
        for tree in found.demands:
            for need in _needs(judged, tree, asked):
                asked[need].append(tree.row)
                postings[need].add(int(view.forest.posting[tree.row]))
    order = sorted(way, key=lambda item: (-len(postings[item[0]]), item))
    levels = view.arrays.column("requirements", "levels")
    for need, rows in asked.items():
        if need.what == "education":  # a doctorate does where a bachelor's degree would
            rows.sort(key=lambda row: -_rank(_lowest(int(levels[row]))))
    reasons = view.reasons([view.facts_of_requirements(asked[need][:3]) for need, _ in order])
    return [
        _row(view, judged, need, months, len(postings[need]), reason)
        for (need, months), reason in zip(order, reasons, strict=True)
    ]


def _needs(judged: Judgement, tree: Tree, wanted: Iterable[Need]) -> list[Need]:
    found = []
    for need in wanted:
        same = (
            (need.what == "skill" and need.number in tree.options)
            or (need.what == "experience" and tree.atom is Atom.EXPERIENCE)
            or (tree.atom is Atom.EDUCATION and not tree.atom_met and _does(judged, need, tree.row))
        )
        if same or any(_needs(judged, part, [need]) for part in tree.parts):
            found.append(need)
    return found


def _row(
    view: View, judged: Judgement, need: Need, months: int, postings: int, reason: Reasons
) -> Addition:
    arrays = view.arrays
    if need.what == "skill":
        has = judged.person.has(need.number)
        id, label = arrays.id("skills", need.number), arrays.label("skills", need.number)
    elif need.what == "experience":
        has = judged.person.months_total
        id, label = None, "experience in total"
    else:
        has = None
        label = WORDS_OF_LEVELS[EDUCATION_LEVELS[need.number]]
        id = arrays.id("fields", need.field) if need.field >= 0 else None
        label += f" in {arrays.label('fields', need.field)}" if need.field >= 0 else ""
    known = has if has is not None and has >= 0 else None
    return Addition(need.what, id, label, months or None, known, postings, because=reason)
