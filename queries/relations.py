"""How skills and roles hang together: one map of what is associated, needed, alike and broader.

Four relations join its nodes, each with a strength from 0 to 1:

* *together*: postings ask for both skills; strength is their npmi, the less sure the fewer postings
  (:func:`trusted`).
* *needs*: postings for the role ask for the skill, at least :data:`LEAST_NEED` of them and more
  than of others; strength is the npmi of being for the role and asking for the skill, likewise.
* *similar*: the roles ask for much the same skills; strength is how alike they are.
* *broader*: the taxonomy puts one skill above the other; strength is :data:`OF_TAXONOMY`.

Everything is a few steps from everything by way of hubs, which says nothing. So steps to nodes that
are joined to many cost more: a step costs -ln(strength) + w ln(degree) for each of its ends, with
w = :data:`DAMPING`. The cheapest path is then the one with the highest degree-weighted path product
(Himmelstein and Baranzini 2015, doi:10.1371/journal.pcbi.1004259, who found that w).
"""

from functools import cached_property
from typing import Any, Final, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from skillweave.graph.arrays import Arrays
from skillweave.graph.arrays.numbering import Order
from skillweave.queries.cooccurrence import LEAST_NPMI, npmi
from skillweave.queries.support import least_support
from skillweave.queries.view import View
from skillweave.queries.weights import Floats

Relation = Literal["together", "needs", "similar", "broader"]
"""What joins two nodes of the map."""

DAMPING: Final = 0.4
"""The weight of a degree's logarithm."""

OF_TAXONOMY: Final = 0.5
"""Strength of the step from a skill to the one right above or below it."""

LEAST_NEED: Final = 0.05
"""Share of a role's postings that must name a skill before the role is said to need it."""

IMAGINED: Final = 10
"""How many postings that say otherwise are imagined beside those that join two nodes, for each that
a role or skill needs to be named (:func:`~skillweave.queries.support.least_support`)."""

RELATIONS: Final[tuple[Relation, ...]] = get_args(Relation)

_STRONGEST: Final = 20
"""To how many skills each is joined where paths are looked for; others may join it to them."""


class Edges(NamedTuple):
    """Steps between nodes, each in one direction.

    Attributes:
        source: numbers of nodes.
        target: numbers of nodes.
        strength: 0 to 1.
        relation: positions in :data:`RELATIONS`.
    """

    source: Order
    target: Order
    strength: Floats
    relation: npt.NDArray[np.uint8]


def trusted(arrays: Arrays, postings: npt.ArrayLike) -> Floats:
    """How far some postings can be trusted that say the same, 0 to 1.

    Without it the cheapest way from "nursing" to "Python" is a rare word that five adverts of one
    employer happen to hold.
    """
    count = np.asarray(postings, dtype=np.float64)
    found: Floats = count / (count + IMAGINED * least_support(arrays))
    return found


class Relations:
    """The map. Its nodes are numbered: skills first, as in the arrays, then roles.

    Args:
        view: the graph.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self.skills = view.arrays.count("skills")
        self.size = self.skills + view.arrays.count("roles")

    def label(self, node: int) -> str:
        """The name of a node."""
        arrays = self._view.arrays
        if node < self.skills:
            return arrays.label("skills", node)
        return arrays.label("roles", node - self.skills)

    def id(self, node: int) -> str:
        """The id of a node."""
        arrays = self._view.arrays
        if node < self.skills:
            return arrays.id("skills", node)
        return arrays.id("roles", node - self.skills)

    @cached_property
    def stations(self) -> npt.NDArray[np.bool_]:
        """Which nodes a path may lead through: those with enough postings, and the taxonomy's.

        Where enough is more than one, these are no candidates: that "work across teams" is named
        beside both of two skills joins them no more than any phrase.
        """
        arrays = self._view.arrays
        least = least_support(arrays)
        skills = arrays.postings_of_skill >= least
        if least > 1:
            skills &= np.array(arrays.tables["skills"]["status"].to_pylist()) != "candidate"
        skills[self._view.arrays.column("skill_broader", "broad")] = True
        found: npt.NDArray[np.bool_] = np.concatenate(
            [skills, self._view.weights.established_roles]
        )
        return found

    @cached_property
    def edges(self) -> Edges:
        """All steps, both ways, sorted; where several relations join two nodes, the strongest."""
        parts = []
        for relation, (source, target, strength) in enumerate(
            (self._together(), self._needs(), self._similar(), self._broader())
        ):
            kind = np.full(len(source), relation, dtype=np.uint8)
            parts.append((source, target, strength, kind))
            parts.append((target, source, strength, kind))
        source, target, strength, kind = (
            np.concatenate(column) for column in zip(*parts, strict=True)
        )
        order = np.lexsort((kind, -strength, target, source))
        pair = source[order].astype(np.int64) * self.size + target[order]
        first = order[np.flatnonzero(np.diff(pair, prepend=-1))]
        return Edges(
            source[first].astype(np.int64),
            target[first].astype(np.int64),
            strength[first],
            kind[first],
        )

    def _together(self) -> tuple[Any, Any, Any]:
        found: Any = self._view.associations.npmi.tocoo()
        strength = found.data * trusted(self._view.arrays, self._view.associations.postings.data)
        once = found.row < found.col
        return found.row[once], found.col[once], strength[once]

    def _needs(self) -> tuple[Any, Any, Any]:
        arrays, counts = self._view.arrays, self._view.arrays.skills_of_roles.tocoo()
        of_role, of_skill = (
            arrays.postings_of_role[counts.row],
            arrays.postings_of_skill[counts.col],
        )
        strength = npmi(counts.data, of_role, of_skill, int(arrays.counted.sum()))
        kept = (counts.data >= LEAST_NEED * of_role) & (strength >= LEAST_NPMI)
        strength *= trusted(arrays, counts.data)
        return counts.row[kept] + self.skills, counts.col[kept], strength[kept]

    def _similar(self) -> tuple[Any, Any, Any]:
        nearest: Any = self._view.weights.nearest_roles.tocoo()
        return nearest.row + self.skills, nearest.col + self.skills, nearest.data

    def _broader(self) -> tuple[Any, Any, Any]:
        narrow = self._view.arrays.column("skill_broader", "narrow")
        broad = self._view.arrays.column("skill_broader", "broad")
        apart = narrow != broad
        return narrow[apart], broad[apart], np.full(int(apart.sum()), OF_TAXONOMY)

    @cached_property
    def costs(self) -> csr_array:
        """Nodes by nodes: what each step costs."""
        edges = self.edges
        degrees = np.bincount(edges.source[self.stations[edges.target]], minlength=self.size)
        hubs = DAMPING * np.log(np.maximum(degrees, 1))
        costs = -np.log(edges.strength) + hubs[edges.source] + hubs[edges.target]
        # What costs nothing would not be an edge to scipy.
        place = (edges.source, edges.target)
        return csr_array((np.maximum(costs, 1e-9), place), shape=(self.size, self.size))

    @cached_property
    def between_skills(self) -> csr_array:
        """Skills by skills: what the strongest steps from and to each cost."""
        edges, shape = self.edges, (self.skills, self.skills)
        among = np.flatnonzero((edges.source < self.skills) & (edges.target < self.skills))
        order = among[
            np.lexsort((edges.target[among], -edges.strength[among], edges.source[among]))
        ]
        rows = edges.source[order]
        first = np.searchsorted(rows, np.arange(self.skills))
        kept = order[np.arange(len(order)) - first[rows] < _STRONGEST]
        place = (edges.source[kept], edges.target[kept])
        joined = csr_array((np.ones(len(kept)), place), shape=shape)
        costs = self.costs[: self.skills, : self.skills]
        return csr_array(costs.multiply(joined.maximum(joined.T)))

    def step(self, source: int, target: int) -> tuple[Relation, float]:
        """What joins two nodes, and how strongly."""
        edges = self.edges
        begin, end = np.searchsorted(edges.source, [source, source + 1])
        place = begin + np.searchsorted(edges.target[begin:end], target)
        return RELATIONS[edges.relation[place]], float(edges.strength[place])
