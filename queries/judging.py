"""Which requirements a person meets: all trees of all postings judged at once.

The judgement follows the trees as they are written (:mod:`skillweave.graph.arrays.trees`):

1. An option is met by a person who has the skill, or one that is a kind of it, for as long as the
   requirement says. A person who does not say for how long meets no threshold.
2. A demand for education is met by one of its levels or a higher one, in one of its fields or in a
   kind of one. A list of fields that is open ("or a related field") is met by any field of the same
   two-digit series of the Classification of Instructional Programs.
3. A demand for experience in total is met by the months that the person has in all.
4. What is excluded is taken off: from the months of a skill and from those in total alike, since a
   profile does not say in what the time was spent.
5. A requirement is met when as many of its children are met as it needs, from the leaves up.

Cost: the options that name the person's skills are visited and nothing else, so it is a matter of
milliseconds for 100,000 postings.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from skillweave.graph.arrays import Arrays
from skillweave.graph.arrays.numbering import Flags, Numbers, Order, ranges, sums
from skillweave.graph.arrays.trees import MODALITIES, Atom
from skillweave.ontology.concepts import fold
from skillweave.ontology.vocabulary import EDUCATION_LEVELS, EDUCATION_RANK, SkillKind
from skillweave.queries.profile import Person
from skillweave.queries.view import View

REQUIRED: Final = MODALITIES.index("required")
PREFERRED: Final = MODALITIES.index("preferred")

_EXCLUSIONS_APART: Final = "\x1f"
_NEVER: Final = -(2**20)
"""Months of a skill that a person has not: fewer than any that does, whatever is taken off."""

_SERIES: Final = 100
"""More than any two-digit series."""


class Forest:
    """The requirement trees of all postings, with what every judgement needs.

    Args:
        view: the graph.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        arrays = view.arrays
        self.arrays: Arrays = arrays
        self.need = arrays.column("requirements", "need")
        self.parent = arrays.column("requirements", "parent")
        self.months = arrays.column("requirements", "months")
        self.posting = arrays.column("requirements", "posting")
        self.modality = arrays.column("requirements", "modality")
        exclusive = arrays.column("requirements", "exclusive").astype(np.int32)
        self.threshold: Numbers = np.where(self.months >= 0, self.months + exclusive, 0)
        self.excludes = arrays.column("requirements", "excludes")
        self._assumed: dict[tuple[SkillKind, ...], Numbers] = {}

    @cached_property
    def roots(self) -> Order:
        """Requirements that are not a part of others."""
        return np.flatnonzero(self.parent < 0)

    @cached_property
    def levels(self) -> list[Order]:
        """Requirements that are parts, the deepest first."""
        depth = self.arrays.column("requirements", "depth")
        deepest = int(depth.max(initial=0))
        inner = np.flatnonzero(depth)
        return [inner[depth[inner] == level] for level in range(deepest, 0, -1)]

    @cached_property
    def has_parts(self) -> Flags:
        """Which requirements have parts."""
        found = np.zeros(len(self.parent), dtype=np.bool_)
        found[self.parent[self.parent >= 0]] = True
        return found

    @cached_property
    def root_of(self) -> Order:
        """The root that each requirement belongs to."""
        found = np.arange(len(self.parent))
        for rows in reversed(self.levels):
            found[rows] = found[self.parent[rows]]
        return found

    @cached_property
    def required_roots(self) -> Order:
        """Roots that are required."""
        return np.flatnonzero((self.parent < 0) & (self.modality == REQUIRED))

    @cached_property
    def preferred_roots(self) -> Order:
        """Roots that are preferred."""
        return np.flatnonzero((self.parent < 0) & (self.modality == PREFERRED))

    @cached_property
    def required(self) -> Numbers:
        """How many required roots each posting has."""
        return self.per_posting(self.required_roots)

    def sums(self, roots: Order, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The sum of the values of these requirements in each posting."""
        return sums(self.posting[roots], values[roots], self.arrays.count("postings"))

    def per_posting(self, roots: Order) -> Numbers:
        """How many of these requirements each posting has."""
        count = self.arrays.count("postings")
        return np.bincount(self.posting[roots], minlength=count).astype(np.int32)

    @cached_property
    def education(self) -> Order:
        """Requirements that demand education."""
        return np.flatnonzero(self.arrays.column("requirements", "atom") == Atom.EDUCATION)

    @cached_property
    def _fields_demanded(self) -> tuple[Flags, Order, Numbers, Flags]:
        # Which requirements for education name no field; and for each field that is named the place
        # of its requirement among them, the field, and whether one like it would do.
        rows = self.education
        owner = self.arrays.column("required_fields", "requirement")
        place = np.searchsorted(rows, owner)
        free = np.ones(len(rows), dtype=np.bool_)
        free[place] = False
        open_list = self.arrays.column("requirements", "open_list")[owner] > 0
        return free, place, self.arrays.column("required_fields", "field"), open_list

    @cached_property
    def series_of_fields(self) -> Numbers:
        """The two-digit CIP series of each field of study, -1 where it has none."""
        codes = self.arrays.tables["fields"]["cip"].to_pylist()
        return np.array([int(code[:2]) if code else -1 for code in codes], dtype=np.int32)

    @cached_property
    def experience(self) -> Order:
        """Requirements for experience in total."""
        return np.flatnonzero(self.arrays.column("requirements", "atom") == Atom.EXPERIENCE)

    @cached_property
    def _exclusions(self) -> list[frozenset[str]]:
        names = self.arrays.tables["exclusions"]["names"].to_pylist()
        return [frozenset(map(fold, name.split(_EXCLUSIONS_APART))) for name in names]

    def deductions(self, person: Person) -> Numbers:
        """Months to take off for each exclusion, and none (the last) where nothing is excluded."""
        months = [
            sum(person.not_counting.get(name, 0) for name in excluded)
            for excluded in self._exclusions
        ]
        return np.array([*months, 0], dtype=np.int32)

    def education_met(self, person: Person) -> Order:
        """The requirements for education that a person's education does for."""
        level = _levels_that_do(person.levels)[self._levels_demanded]
        met: Order = self.education[level & self._field_does(person)]
        return met

    def _field_does(self, person: Person) -> Flags:
        # Of each requirement for education, whether it names no field or one that the person has.
        free, place, field, open_list = self._fields_demanded
        if not len(person.fields):
            return free
        fits = free.copy()
        same = np.zeros(self.arrays.count("fields"), dtype=np.bool_)
        same[person.fields] = True
        fits[place[same[field]]] = True
        series = self.series_of_fields
        like = np.zeros(_SERIES + 1, dtype=np.bool_)  # the last place is for fields without one
        like[series[person.fields]] = True
        like[-1] = False
        fits[place[like[series[field]] & open_list]] = True
        return fits

    @cached_property
    def _levels_demanded(self) -> Numbers:
        found: Numbers = self.arrays.column("requirements", "levels")[self.education]
        return found

    def education_does(self, levels: int, fields: Iterable[int], row: int) -> bool:
        """Whether some education meets one requirement; see :meth:`education_met`.

        Args:
            levels: levels, as bits.
            fields: fields of study, with all that they are a kind of.
            row: number of the requirement.
        """
        if not _level_does(levels, int(self.arrays.column("requirements", "levels")[row])):
            return False
        owner = self.arrays.column("required_fields", "requirement")
        first, last = np.searchsorted(owner, np.array([row, row + 1], dtype=owner.dtype))
        demanded = self.arrays.column("required_fields", "field")[first:last]
        has = np.fromiter(fields, dtype=np.int64)
        if not len(demanded) or np.isin(demanded, has).any():
            return True
        series = self.series_of_fields[demanded]
        like = np.isin(series[series >= 0], self.series_of_fields[has]).any()
        return bool(like and self.arrays.column("requirements", "open_list")[row])

    @cached_property
    def kind_of_skill(self) -> npt.NDArray[np.str_]:
        """The kind of each skill, empty where it is not known."""
        kinds = self.arrays.tables["skills"]["kind"].to_pylist()
        return np.array([kind or "" for kind in kinds], dtype=np.str_)

    def assumed(self, kinds: tuple[SkillKind, ...]) -> Numbers:
        """How many options of each requirement are of kinds that are taken for granted."""
        if kinds not in self._assumed:
            granted = np.isin(self.kind_of_skill, kinds)
            options = granted[self.arrays.column("options", "skill")]
            rows = self.arrays.column("options", "requirement")[options]
            counts = np.bincount(rows, minlength=len(self.need))
            self._assumed[kinds] = counts.astype(np.int32)
        return self._assumed[kinds]

    @cached_property
    def rows_by_skill(self) -> Order:
        """Rows of ``options`` sorted by skill, so that those of a skill are one stretch."""
        return self.arrays.options_of_skill[1]

    @cached_property
    def _threshold_by_skill(self) -> Numbers:
        owner = self.arrays.column("options", "requirement")[self.rows_by_skill]
        found: Numbers = self.threshold[owner]
        return found

    def options_met(self, person: Person, kinds: tuple[SkillKind, ...] = ()) -> Order:
        """Options that a person meets, beside those that are taken for granted.

        Returns:
            Places in :attr:`rows_by_skill`.
        """
        bounds = self.arrays.options_of_skill[0]
        skills, months = person.skills, person.months
        if kinds:
            other = ~np.isin(self.kind_of_skill[skills], kinds)
            skills, months = skills[other], months[other]
        first, last = bounds[skills], bounds[skills + 1]
        places = ranges(first, last)
        has = np.repeat(np.maximum(months, 0), last - first)
        if person.not_counting:
            owner = self.arrays.column("options", "requirement")[self.rows_by_skill[places]]
            has = has - self.deductions(person)[self.excludes[owner]]
        met: Order = places[has >= self._threshold_by_skill[places]]
        return met

    def atoms_met(self, person: Person) -> Order:
        """The requirements whose demand for education or experience in total a person meets."""
        met = [self.education_met(person)]
        if person.months_total >= 0:
            has: int | npt.NDArray[np.int32] = person.months_total
            if person.not_counting:
                has = has - self.deductions(person)[self.excludes[self.experience]]
            met.append(self.experience[self.threshold[self.experience] <= has])
        return np.concatenate(met)

    def judge(self, person: Person, *, assume: Sequence[SkillKind] = ()) -> "Judgement":
        """Hold a person against the requirements of all postings.

        Args:
            person: what the person brings.
            assume: kinds of skills that are taken for granted, such as ("soft",).
        """
        return Judgement(self, person, tuple(sorted(assume)))


class Judgement:
    """What one person meets; each part is found out when it is asked for.

    Args:
        forest: the trees.
        person: who is judged.
        assumed: kinds of skills that are taken for granted, sorted.
    """

    def __init__(self, forest: Forest, person: Person, assumed: tuple[SkillKind, ...]) -> None:
        self.forest = forest
        self.person = person
        self.assumed = assumed

    @cached_property
    def counts(self) -> Numbers:
        """How many children of each requirement are met."""
        forest = self.forest
        counts = np.zeros(len(forest.need), dtype=np.int32)
        if self.assumed:
            counts += forest.assumed(self.assumed)
        options = forest.rows_by_skill[forest.options_met(self.person, self.assumed)]
        np.add.at(counts, forest.arrays.column("options", "requirement")[options], 1)
        counts[forest.atoms_met(self.person)] += 1
        for rows in forest.levels:
            met = rows[counts[rows] >= forest.need[rows]]
            np.add.at(counts, forest.parent[met], 1)
        return counts

    @cached_property
    def met(self) -> Flags:
        """Which requirements are met."""
        return self.counts >= self.forest.need

    @cached_property
    def unmet_options(self) -> Order:
        """Rows of ``options`` that are not met."""
        forest = self.forest
        months = np.full(forest.arrays.count("skills"), _NEVER, dtype=np.int32)
        months[self.person.skills] = np.maximum(self.person.months, 0)
        if self.assumed:
            months[np.isin(forest.kind_of_skill, self.assumed)] = np.iinfo(np.int32).max // 2
        owner = forest.arrays.column("options", "requirement")
        has = months[forest.arrays.column("options", "skill")]
        if self.person.not_counting:
            has = has - self.deductions[forest.excludes[owner]]
        return np.flatnonzero(has < forest.threshold[owner])

    @cached_property
    def deductions(self) -> Numbers:
        """Months to take off, see :meth:`Forest.deductions`."""
        return self.forest.deductions(self.person)

    @cached_property
    def required_met(self) -> Numbers:
        """How many required roots of each posting are met."""
        roots = self.forest.required_roots
        return self.forest.per_posting(roots[self.met[roots]])


@lru_cache(maxsize=256)
def _levels_that_do(has: int) -> Flags:
    # For every set of levels that may be demanded, as bits.
    return np.array([_level_does(has, mask) for mask in range(1 << len(EDUCATION_LEVELS))])


def _level_does(has: int, demanded: int) -> bool:
    # A first professional degree (MD, JD) is replaced by no other degree, and replaces none of its
    # own rank; otherwise a higher level does for a lower one.
    if not demanded:
        return True
    professional = EDUCATION_LEVELS.index("professional")
    ranks = [EDUCATION_RANK[level] for level in EDUCATION_LEVELS]
    for wanted in _bits(demanded):
        for level in _bits(has):
            higher = wanted != professional and ranks[level] > ranks[wanted]
            if level == wanted or higher:
                return True
    return False


def _bits(mask: int) -> list[int]:
    return [place for place in range(mask.bit_length()) if mask >> place & 1]
