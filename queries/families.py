"""Families of skills: groups that postings ask for together, with what holds them together.

1. Skills that are asked for together are joined, see :mod:`skillweave.queries.cooccurrence`; the
   weight of an edge is the npmi.
2. The Leiden algorithm (Traag, Waltman and van Eck 2019, doi:10.1038/s41598-019-41695-z) divides
   them so that modularity is high, and unlike Louvain's never puts together what is not connected.
   Its random choices come from a seed, so that the same graph gives the same families.
3. A family's *hubs* are the skills with the most weight inside of it, and with little elsewhere:
   weight inside times the share of all weight that it is. Its *bridges* are those with
   the most weight that is spread over families: weight times the participation coefficient (Guimerà
   and Amaral 2005, doi:10.1038/nature03288), 1 - sum over families of (share of weight)**2.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from skillweave.graph.arrays.numbering import Order
from skillweave.ontology.errors import UsageError
from skillweave.queries import citing
from skillweave.queries.answer import Answer, Row
from skillweave.queries.view import Fact, View
from skillweave.queries.weights import Floats

RESOLUTION: Final = 2.0
"""At 1, tens of thousands of postings fall apart into a dozen trades; at 2, into what people do."""

SEED: Final = 1
"""Of the random choices."""

LEAST_MEMBERS: Final = 3
"""A family of fewer skills is a pair, or a skill by itself."""

SHOWN: Final = 8
"""How many hubs and bridges a row names."""

_ITERATIONS: Final = 10
_NAMING: Final = 3  # hubs that name a family
_DECIMALS: Final = 9


@dataclass(frozen=True)
class Family(Row):
    """Skills that postings ask for together.

    Attributes:
        family: its number, from 1: the first has the most postings.
        name: names of its three strongest hubs.
        skills: how many belong to it.
        postings: how many postings name at least one of them.
        hubs: the skills that hold it together, the strongest first.
        bridges: those of its skills that lead into other families, the widest first.
        density: weight of its edges by the number of its pairs, 0 to 1.
        because: the sentences of a posting that asks for its two strongest hubs.
    """

    family: int
    name: str
    skills: int
    postings: int
    hubs: tuple[str, ...]
    bridges: tuple[str, ...]
    density: float


@dataclass(frozen=True)
class FamilyMember(Row):
    """A skill of a family.

    Attributes:
        skill: its id.
        label: its name.
        family: number of its family.
        weight: sum of its npmi with the others of its family.
        outside: sum of its npmi with skills of other families.
        bridging: participation coefficient: how evenly its weight is spread over families, 0 to 1.
        postings: how many postings name it.
        because: the sentences of a posting that asks for it and the skill of the family that it is
            most strongly associated with.
    """

    skill: str
    label: str
    family: int
    weight: float
    outside: float
    bridging: float
    postings: int


class Families:
    """The skills of a graph, divided.

    Args:
        view: the graph.
        resolution: a higher one gives more and smaller families, a lower one fewer and larger ones.

    Attributes:
        of_skill: number of each skill's family from 0, the largest demand first; -1 for none.
        inside: weight of each skill within its family.
        outside: weight of each skill towards other families.
        bridging: participation coefficient of each skill.
        postings: how many postings name a skill of each family.
    """

    def __init__(self, view: View, resolution: float = RESOLUTION) -> None:
        self._view = view
        weights = view.associations.npmi
        found = _leiden(weights, resolution)
        named, sizes = np.unique(found[found >= 0], return_counts=True)
        named = named[sizes >= LEAST_MEMBERS]
        place = np.full(len(found) + 1, -1)
        place[named] = np.arange(len(named))
        self.of_skill = place[found]
        postings = self._postings(len(named))
        # Families by postings, then by their first skill; Leiden numbers them by its own lights.
        first = np.array(
            [np.flatnonzero(self.of_skill == family)[0] for family in range(len(named))]
        )
        order = np.lexsort((first, -postings)) if len(named) else np.empty(0, np.int64)
        place = np.full(len(order) + 1, -1)
        place[order] = np.arange(len(order))
        self.of_skill, self.postings = place[self.of_skill], postings[order]
        self._weigh(weights)

    def _postings(self, count: int) -> Order:
        member = np.flatnonzero(self.of_skill >= 0)
        shape = (len(self.of_skill), count)
        belongs = csr_array((np.ones(len(member)), (member, self.of_skill[member])), shape=shape)
        named = (self._view.weights.counted_postings @ belongs).tocsr()
        total: Order = np.bincount(named.indices, minlength=count)
        return total

    def _weigh(self, weights: csr_array) -> None:
        rows = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
        of_row, of_column = self.of_skill[rows], self.of_skill[weights.indices]
        within = (of_row == of_column) & (of_row >= 0)
        total = np.bincount(rows, weights.data, minlength=weights.shape[0])
        inside = np.bincount(rows[within], weights.data[within], minlength=weights.shape[0])
        self.inside: Floats = inside.astype(np.float64)
        self.outside: Floats = total - self.inside
        width = len(self.postings) + 1
        shares = np.bincount(
            rows * width + of_column + 1, weights.data, minlength=len(total) * width
        )
        squares = (shares.reshape(-1, width) ** 2).sum(axis=1)
        some = np.where(total > 0, total, 1.0)
        self.bridging: Floats = np.where(total > 0, 1 - squares / some**2, 0.0)

    @cached_property
    def _members(self) -> list[Order]:
        return [np.flatnonzero(self.of_skill == family) for family in range(len(self.postings))]

    def members(self, family: int) -> Order:
        """The skills of a family, the strongest hub first, then by number."""
        skills = self._members[family]
        inside = self.inside[skills]
        hub = inside**2 / np.maximum(inside + self.outside[skills], 10.0**-_DECIMALS)
        return skills[np.lexsort((skills, -np.round(hub, _DECIMALS)))]

    def bridges(self, family: int) -> Order:
        """The skills of a family that lead into others, the widest first, then by number."""
        skills = self._members[family]
        spread = self.bridging[skills] * (self.inside[skills] + self.outside[skills])
        widest = skills[np.lexsort((skills, -np.round(spread, _DECIMALS)))]
        return widest[: min(SHOWN, int((spread > 10.0**-_DECIMALS).sum()))]


def _leiden(weights: csr_array, resolution: float) -> npt.NDArray[np.int64]:
    # The community of each skill; -1 for skills that are joined to none.
    from graspologic_native import leiden_csr

    found = np.full(weights.shape[0], -1, dtype=np.int64)
    joined = np.flatnonzero(np.diff(weights.indptr))
    if not len(joined):
        return found
    part = csr_array(weights[joined][:, joined])
    part.sort_indices()
    _, communities = leiden_csr(
        part.indptr.astype(np.int64),
        part.indices.astype(np.int32),
        part.data.astype(np.float64),
        len(joined),
        resolution=resolution,
        iterations=_ITERATIONS,
        seed=SEED,
    )
    found[joined] = [communities[node] for node in range(len(joined))]
    return found


def families(view: View, *, resolution: float = RESOLUTION, limit: int = 20) -> Answer[Family]:
    """Divide the skills into families that postings ask for together.

    The families with the most postings come first, equals by their first skill's id.

    Args:
        view: the graph.
        resolution: a higher one gives more and smaller families, a lower one fewer and larger ones.
        limit: how many families at most.

    Raises:
        UsageError: the resolution is not above 0.

    Note:
        Method: Leiden on npmi, see :mod:`skillweave.queries.families`. Cost: seconds among 20,000
        skills, once a graph.
    """
    found = _divided(view, resolution)
    label = view.arrays.label
    chosen = [found.members(family) for family in range(min(limit, len(found.postings)))]
    reasons = view.reasons([citing.together(view, *skills[:2].tolist()) for skills in chosen])
    rows = []
    for family, (skills, reason) in enumerate(zip(chosen, reasons, strict=True)):
        hubs = tuple(label("skills", skill) for skill in skills[:SHOWN])
        row = Family(
            family + 1,
            ", ".join(hubs[:_NAMING]),
            len(skills),
            int(found.postings[family]),
            hubs,
            tuple(label("skills", skill) for skill in found.bridges(family)),
            float(found.inside[skills].sum() / (len(skills) * (len(skills) - 1))),
            because=reason,
        )
        rows.append(row)
    note = "" if rows else "Too few postings ask for the same skills together."
    return Answer("Which skills belong together?", rows, Family, note=note)


def family(
    view: View, skill: str, *, resolution: float = RESOLUTION, limit: int = 50
) -> Answer[FamilyMember]:
    """List the skills of the family that a skill belongs to, the strongest hub first, then by id.

    Args:
        view: the graph.
        skill: id, label or alias of the skill.
        resolution: as for :func:`families`.
        limit: how many skills at most.

    Raises:
        UnknownName: no skill has that name.
        AmbiguousName: several have.
        UsageError: the resolution is not above 0.
    """
    arrays, number = view.arrays, view.skill(skill)
    found = _divided(view, resolution)
    its = int(found.of_skill[number])
    members = found.members(its)[:limit] if its >= 0 else np.empty(0, np.int64)
    reasons = view.reasons([_with_strongest(view, found, int(member)) for member in members])
    rows = [
        FamilyMember(
            arrays.id("skills", int(member)),
            arrays.label("skills", int(member)),
            its + 1,
            float(found.inside[member]),
            float(found.outside[member]),
            float(found.bridging[member]),
            int(arrays.postings_of_skill[member]),
            because=reason,
        )
        for member, reason in zip(members, reasons, strict=True)
    ]
    label = arrays.label("skills", number)
    note = "" if rows else f"{label} is in no family: too few postings ask for it with others."
    return Answer(f"Which skills are of one family with {label}?", rows, FamilyMember, note=note)


def _divided(view: View, resolution: float) -> Families:
    if not resolution > 0 or not np.isfinite(resolution):
        raise UsageError(f"the resolution is a number above 0; {resolution:g} is not")
    return view.families if resolution == RESOLUTION else Families(view, resolution)


def _with_strongest(view: View, found: Families, skill: int) -> Iterator[Fact]:
    npmi = view.associations.npmi
    begin, end = npmi.indptr[skill : skill + 2]
    others, values = npmi.indices[begin:end], npmi.data[begin:end]
    same = found.of_skill[others] == found.of_skill[skill]
    for other in others[same][np.lexsort((others[same], -values[same]))][:1].tolist():
        yield from citing.together(view, skill, other)
