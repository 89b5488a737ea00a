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
from skillweave.graph.arrays.numbering import Flags, Numbers, Order, ranges
from skillweave.graph.arrays.trees import MODALITIES, Atom
from skillweave.ontology.concepts import fold
from skillweave.ontology.vocabulary import EDUCATION_LEVELS, EDUCATION_RANK, SkillKind
from skillweave.queries.profile import Person
from skillweave.queries.view import View

REQUIRED: Final = MODALITIES.index("required")
PREFERRED: Final = MODALITIES.index("preferred")

PREFERRED_SHARE: Final = 0.25
"""How much a preferred demand counts beside a required one of the same weight."""

ATOM_WEIGHT: Final = 1.0
"""Weight of a demand for education or for experience in total, see :attr:`Forest.weights`."""

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
        self._weights: dict[tuple[SkillKind, ...], npt.NDArray[np.float64]] = {}
        self._option_weights: dict[tuple[SkillKind, ...], npt.NDArray[np.float64]] = {}
        self._wanted: dict[tuple[SkillKind, ...], npt.NDArray[np.float64]] = {}

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

    @cached_property
    def preferred(self) -> Numbers:
        """How many preferred roots each posting has."""
        return self.per_posting(self.preferred_roots)

    def sums(self, roots: Order, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The sum of the values of these requirements in each posting."""
        count = self.arrays.count("postings")
        weighted = np.bincount(self.posting[roots], weights=values[roots], minlength=count)
        return weighted.astype(np.float64, copy=False)

    def wanted(self, assumed: tuple[SkillKind, ...] = ()) -> npt.NDArray[np.float64]:
        """Weight of what each posting requires, with what it prefers at :data:`PREFERRED_SHARE`."""
        if assumed not in self._wanted:
            weights = self.weights(assumed)
            required = self.sums(self.required_roots, weights)
            preferred = self.sums(self.preferred_roots, weights)
            self._wanted[assumed] = required + PREFERRED_SHARE * preferred
        return self._wanted[assumed]

    def per_posting(self, roots: Order) -> Numbers:
        """How many of these requirements each posting has."""
        count = self.arrays.count("postings")
        return np.bincount(self.posting[roots], minlength=count).astype(np.int32)

    @cached_property
    def education(self) -> Order:
        """Requirements that demand education."""
        return np.flatnonzero(self.arrays.column("requirements", "atom") == Atom.EDUCATION)

    @cached_property
    def names_fields(self) -> Flags:
        """Which requirements name a field of study."""
        named = np.zeros(len(self.need), dtype=np.bool_)
        named[self.arrays.column("required_fields", "requirement")] = True
        return named

    @cached_property
    def series_of_fields(self) -> Numbers:
        """The two-digit CIP series of each field of study, -1 where it has none."""
        codes = self.arrays.tables["fields"]["cip"].to_pylist()
        return np.array([int(code[:2]) if code else -1 for code in codes], dtype=np.int32)

    @cached_property
    def experience(self) -> Order:
        """Requirements for experience in total."""
        return np.flatnonzero(self.arrays.column("requirements", "atom") == Atom.EXPERIENCE)

    def weights(self, assumed: tuple[SkillKind, ...] = ()) -> npt.NDArray[np.float64]:
        """How much each requirement says about the person wanted.

        A skill weighs log(postings / postings that name it), so that what every posting asks for
        weighs next to nothing (inverse document frequency: Spärck Jones 1972,
        doi:10.1108/eb026526); a posting that names it several times says it but once. Education and
        experience in total weigh :data:`ATOM_WEIGHT`. What asks for all of its children weighs as
        much as they do together, a choice as much as what is needed of them on average.

        Args:
            assumed: kinds of skills that are taken for granted and weigh nothing.
        """
        if assumed not in self._weights:
            self._weights[assumed] = self._weigh(assumed)
        return self._weights[assumed]

    def _weigh(self, assumed: tuple[SkillKind, ...]) -> npt.NDArray[np.float64]:
        arrays = self.arrays
        named = self.weights_of_options(assumed)
        owner = arrays.column("options", "requirement")
        sums = np.bincount(owner, weights=named, minlength=len(self.need)).astype(np.float64)
        sums += ATOM_WEIGHT * (arrays.column("requirements", "atom") > 0)
        children = arrays.column("requirements", "children")
        for rows in [*self.levels, self.roots]:
            sums[rows] *= self.need[rows] / children[rows]
            inner = rows[self.parent[rows] >= 0]
            np.add.at(sums, self.parent[inner], sums[inner])
        return sums

    def weights_of_options(self, assumed: tuple[SkillKind, ...] = ()) -> npt.NDArray[np.float64]:
        """What each row of ``options`` weighs, see :meth:`weights`."""
        if assumed not in self._option_weights:
            arrays = self.arrays
            counted = max(int(arrays.counted.sum()), 1)
            of_skill = np.log((counted + 1.0) / (arrays.postings_of_skill + 1.0))
            of_skill[np.isin(self.kind_of_skill, assumed)] = 0.0
            skill = arrays.column("options", "skill")
            self._option_weights[assumed] = of_skill[skill] / self._repeats
        return self._option_weights[assumed]

    @cached_property
    def _repeats(self) -> npt.NDArray[np.int64]:
        # How often the posting names the skill of each row of options.
        posting = self.posting[self.arrays.column("options", "requirement")].astype(np.int64)
        pairs = posting * (self.arrays.count("skills") + 1) + self.arrays.column("options", "skill")
        _, place, repeats = np.unique(pairs, return_inverse=True, return_counts=True)
        found: npt.NDArray[np.int64] = repeats[place]
        return found

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
        rows = self.education
        masks = self.arrays.column("requirements", "levels")[rows]
        fits = ~self.names_fields
        owner = self.arrays.column("required_fields", "requirement")
        field = self.arrays.column("required_fields", "field")
        same = np.zeros(self.arrays.count("fields"), dtype=np.bool_)
        same[person.fields] = True
        fits[owner[same[field]]] = True
        series = self.series_of_fields
        like = np.zeros(_SERIES + 1, dtype=np.bool_)  # the last place is for fields without one
        like[series[person.fields]] = True
        like[-1] = False
        open_list = self.arrays.column("requirements", "open_list")[owner] > 0
        fits[owner[like[series[field]] & open_list]] = True
        met: Order = rows[_levels_that_do(person.levels)[masks] & fits[rows]]
        return met

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
        first, last = np.searchsorted(owner, [row, row + 1])
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
    def _by_skill(self) -> tuple[Order, Order, Numbers, Numbers]:
        # Options sorted by skill, so that those of a skill are one stretch: where each begins, the
        # rows, and the thresholds and exclusions of their requirements.
        bounds, rows = self.arrays.options_of_skill
        owner = self.arrays.column("options", "requirement")[rows]
        return bounds, rows, self.threshold[owner], self.excludes[owner]

    def options_met(self, person: Person, kinds: tuple[SkillKind, ...] = ()) -> Order:
        """Rows of ``options`` that a person meets, beside those that are taken for granted."""
        bounds, rows, threshold, excludes = self._by_skill
        skills, months = person.skills, person.months
        if kinds:
            other = ~np.isin(self.kind_of_skill[skills], kinds)
            skills, months = skills[other], months[other]
        first, last = bounds[skills], bounds[skills + 1]
        places = ranges(first, last)
        has = np.repeat(np.maximum(months, 0), last - first)
        if person.not_counting:
            has = has - self.deductions(person)[excludes[places]]
        met: Order = rows[places[has >= threshold[places]]]
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
        """Judge all requirements of all postings.

        Args:
            person: what the person brings.
            assume: kinds of skills that are taken for granted, such as ("soft",).
        """
        kinds = tuple(sorted(assume))
        counts = self.assumed(kinds).copy() if kinds else np.zeros(len(self.need), dtype=np.int32)
        options = self.options_met(person, kinds)
        atoms = self.atoms_met(person)
        np.add.at(counts, self.arrays.column("options", "requirement")[options], 1)
        counts[atoms] += 1
        for rows in self.levels:
            met = rows[counts[rows] >= self.need[rows]]
            np.add.at(counts, self.parent[met], 1)
        return Judgement(self, person, counts, options=options, atoms=atoms, assumed=kinds)


class Judgement:
    """What one person meets.

    Args:
        forest: the trees.
        person: who was judged.
        counts: how many children of each requirement are met.
        options: rows of ``options`` that the person meets.
        atoms: requirements whose demand for education or experience in total is met.
        assumed: kinds of skills that were taken for granted.
    """

    def __init__(
        self,
        forest: Forest,
        person: Person,
        counts: Numbers,
        *,
        options: Order,
        atoms: Order,
        assumed: tuple[SkillKind, ...],
    ) -> None:
        self.forest = forest
        self.person = person
        self.counts = counts
        self.options = options
        self.atoms = atoms
        self.assumed = assumed

    @cached_property
    def met(self) -> Flags:
        """Which requirements are met."""
        return self.counts >= self.forest.need

    @cached_property
    def credit(self) -> npt.NDArray[np.float64]:
        """What each requirement that is met weighs; of one that is not, what of it is met weighs."""
        forest = self.forest
        weights = forest.weights(self.assumed)
        owner = forest.arrays.column("options", "requirement")[self.options]
        of_options = forest.weights_of_options(self.assumed)[self.options]
        found = np.bincount(owner, weights=of_options, minlength=len(weights)).astype(np.float64)
        found[self.atoms] += ATOM_WEIGHT
        for rows in [*forest.levels, forest.roots]:
            part = np.minimum(found[rows], weights[rows])
            found[rows] = np.where(self.met[rows], weights[rows], part)
            inner = rows[forest.parent[rows] >= 0]
            np.add.at(found, forest.parent[inner], found[inner])
        return found

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
    def education_met(self) -> frozenset[int]:
        """Requirements whose demand for education is met."""
        return frozenset(self.forest.education_met(self.person).tolist())

    @cached_property
    def deductions(self) -> Numbers:
        """Months to take off, see :meth:`Forest.deductions`."""
        return self.forest.deductions(self.person)

    @cached_property
    def required_met(self) -> Numbers:
        """How many required roots of each posting are met."""
        roots = self.forest.required_roots
        return self.forest.per_posting(roots[self.met[roots]])

    @cached_property
    def preferred_met(self) -> Numbers:
        """How many preferred roots of each posting are met."""
        roots = self.forest.preferred_roots
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
