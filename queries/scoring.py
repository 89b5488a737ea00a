"""How well postings suit a person: demands weighed by how much they say about the person wanted.

A skill weighs log(postings / postings that name it), so that what every posting asks for weighs
next to nothing (inverse document frequency: Spärck Jones 1972, doi:10.1108/eb026526); a posting that
names it several times says it but once. Education and experience in total weigh
:data:`ATOM_WEIGHT` each, however often a posting speaks of them: some list what does for each of
five grades. What asks for all of its children weighs as much as they do together, a choice
as much as what is needed of them on average. A requirement that is met gives its weight; one that is
not gives the weight of those of its children that are, up to its own.

Most requirements ask for all of their children, and so do the wholes that they are parts of. What
such a one gives is the sum over its options, which goes to its posting without a detour. Only below
a choice do children have to be counted. That is what makes a match a matter of milliseconds.
"""

from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from skillweave.graph.arrays.numbering import NONE, Flags, Numbers, Order, sums
from skillweave.ontology.vocabulary import SkillKind
from skillweave.queries.judging import Forest
from skillweave.queries.profile import Person

PREFERRED_SHARE: Final = 0.25
"""How much a preferred demand counts beside a required one of the same weight."""

ATOM_WEIGHT: Final = 1.0
"""Weight of all that a posting demands of education, and of experience in total."""

Weights = npt.NDArray[np.float64]


class Scores:
    """The weights of all demands, for judging any number of people.

    Args:
        forest: the trees.
        assumed: kinds of skills that are taken for granted; they weigh nothing.
    """

    def __init__(self, forest: Forest, assumed: tuple[SkillKind, ...]) -> None:
        self._forest = forest
        self._assumed = assumed

    def reached(self, person: Person) -> Weights:
        """The weight of what a person meets of each posting; see :attr:`wanted` for its most."""
        forest = self._forest
        met = forest.options_met(person, self._assumed)
        atoms = forest.atoms_met(person)
        count = forest.arrays.count("postings")
        found = sums(self._posting_of_option[met], self._direct[met], count)
        found += sums(forest.posting[atoms], self._direct_atom[atoms], count)
        counts, given = self._met_below_choices(met, atoms)
        for begin, end in self._levels:
            touched = (counts[begin:end] > 0) | (given[begin:end] > 0)
            rows = begin + np.flatnonzero(touched)
            enough = counts[rows] >= self._need[rows]
            weight = self._weight[rows]
            credit = np.where(enough, weight, np.minimum(given[rows], weight))
            if begin < self._first_outer:
                inner = self._parent[rows] >= 0
                np.add.at(counts, self._parent[rows[inner]], enough[inner])
                np.add.at(given, self._parent[rows[inner]], credit[inner])
                rows, credit = rows[~inner], credit[~inner]
            found += sums(self._posting[rows], credit * self._share[rows], count)
        return found

    def _met_below_choices(self, options: Order, atoms: Order) -> tuple[Order, Weights]:
        # How many children of each requirement at or below a choice are met, and their weight.
        forest = self._forest
        below = self._choice_of_option[options]
        options, below = options[below >= 0], below[below >= 0]
        count = len(self._choices)
        counts = np.bincount(below, minlength=count)
        weights = self._option_weight[options]
        given = sums(below, weights, count)
        at = self._choice[atoms]
        atoms, at = atoms[at >= 0], at[at >= 0]
        counts[at] += 1
        given[at] += self._weight_of_atom[atoms]
        if self._assumed:
            counts += forest.assumed(self._assumed)[self._choices]
        return counts, given

    @cached_property
    def wanted(self) -> Weights:
        """The weight of all that each posting requires, and of what it prefers at its share."""
        forest = self._forest
        roots = forest.roots
        values = self._weights[roots] * self._share_of(roots)
        return sums(forest.posting[roots], values, forest.arrays.count("postings"))

    # Weights

    @cached_property
    def _weights(self) -> Weights:
        forest, arrays = self._forest, self._forest.arrays
        owner = arrays.column("options", "requirement")
        found = sums(owner, self._weight_of_row, len(forest.need))
        found += self._weight_of_atom
        children = arrays.column("requirements", "children")
        for rows in [*forest.levels, forest.roots]:
            found[rows] *= forest.need[rows] / children[rows]
            inner = rows[forest.parent[rows] >= 0]
            np.add.at(found, forest.parent[inner], found[inner])
        return found

    @cached_property
    def _weight_of_row(self) -> Weights:
        # What each row of options weighs.
        arrays = self._forest.arrays
        counted = max(int(arrays.counted.sum()), 1)
        of_skill = np.log((counted + 1.0) / (arrays.postings_of_skill + 1.0))
        of_skill[np.isin(self._forest.kind_of_skill, self._assumed)] = 0.0
        skill = arrays.column("options", "skill")
        posting = self._forest.posting[arrays.column("options", "requirement")].astype(np.int64)
        pairs = posting * (arrays.count("skills") + 1) + skill
        _, place, repeats = np.unique(pairs, return_inverse=True, return_counts=True)
        weights: Weights = of_skill[skill] / repeats[place]
        return weights

    @cached_property
    def _weight_of_atom(self) -> Weights:
        # What education or experience in total weighs in each requirement; 0 where it is none.
        atom = self._forest.arrays.column("requirements", "atom").astype(np.int64)
        pairs = self._forest.posting.astype(np.int64) * (int(atom.max(initial=0)) + 1) + atom
        _, place, repeats = np.unique(pairs, return_inverse=True, return_counts=True)
        return np.where(atom > 0, ATOM_WEIGHT / repeats[place], 0.0)

    def _share_of(self, roots: Order) -> Weights:
        forest = self._forest
        found = np.zeros(len(forest.need))
        found[forest.required_roots] = 1.0
        found[forest.preferred_roots] = PREFERRED_SHARE
        return found[roots]

    # Options by skill

    @cached_property
    def _owner(self) -> Numbers:
        arrays = self._forest.arrays
        found: Numbers = arrays.column("options", "requirement")[self._forest.rows_by_skill]
        return found

    @cached_property
    def _posting_of_option(self) -> Numbers:
        found: Numbers = self._forest.posting[self._owner]
        return found

    @cached_property
    def _option_weight(self) -> Weights:
        found: Weights = self._weight_of_row[self._forest.rows_by_skill]
        return found

    @cached_property
    def _direct(self) -> Weights:
        share = self._share_of(self._forest.root_of[self._owner])
        return np.where(self._below_choice[self._owner], 0.0, self._option_weight * share)

    @cached_property
    def _direct_atom(self) -> Weights:
        share = self._share_of(self._forest.root_of)
        return np.where(self._below_choice, 0.0, self._weight_of_atom * share)

    @cached_property
    def _choice_of_option(self) -> Numbers:
        found: Numbers = self._choice[self._owner]
        return found

    # Requirements that are choices or lie below one, numbered among themselves

    @cached_property
    def _below_choice(self) -> Flags:
        forest = self._forest
        found: Flags = forest.need < forest.arrays.column("requirements", "children")
        for rows in reversed(forest.levels):
            found[rows] |= found[forest.parent[rows]]
        return found

    @cached_property
    def _choices(self) -> Order:
        # The deepest first, so that each level is one stretch.
        rows = np.flatnonzero(self._below_choice)
        depth = self._forest.arrays.column("requirements", "depth")[rows]
        return rows[np.argsort(-depth.astype(np.int64), kind="stable")]

    @cached_property
    def _choice(self) -> Numbers:
        found = np.full(len(self._forest.need), NONE, dtype=np.int32)
        found[self._choices] = np.arange(len(self._choices), dtype=np.int32)
        return found

    @cached_property
    def _parent(self) -> Numbers:
        parent = self._forest.parent[self._choices]
        return np.where(parent >= 0, self._choice[parent], NONE).astype(np.int32)

    @cached_property
    def _need(self) -> Numbers:
        found: Numbers = self._forest.need[self._choices]
        return found

    @cached_property
    def _weight(self) -> Weights:
        found: Weights = self._weights[self._choices]
        return found

    @cached_property
    def _posting(self) -> Numbers:
        found: Numbers = self._forest.posting[self._choices]
        return found

    @cached_property
    def _share(self) -> Weights:
        return self._share_of(self._forest.root_of[self._choices])

    @cached_property
    def _levels(self) -> list[tuple[int, int]]:
        # Where each level begins and ends, the deepest first.
        depth = self._forest.arrays.column("requirements", "depth")[self._choices]
        bounds = [0, *(np.flatnonzero(np.diff(depth.astype(np.int64))) + 1).tolist(), len(depth)]
        return list(pairwise(bounds))

    @cached_property
    def _first_outer(self) -> int:
        # From here on none lies below a choice.
        inner = np.flatnonzero(self._parent >= 0)
        return int(inner[-1]) + 1 if len(inner) else 0
