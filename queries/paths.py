"""Ways from one role to others: the cheapest paths, and all that a budget reaches.

Which roles are a step apart and what a step costs is told in :mod:`skillweave.queries.role_graph`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, yen

from skillweave.graph.arrays.numbering import Order
from skillweave.ontology.errors import UsageError
from skillweave.queries import citing
from skillweave.queries.answer import Answer, Row
from skillweave.queries.role_graph import CLOSE, LEAST_SCORE, Cost, NewSkill, RoleGraph
from skillweave.queries.support import few_postings
from skillweave.queries.view import Fact, View
from skillweave.queries.weights import Floats

SHOWN: Final = 5
"""How many new skills a step names."""

_DECIMALS: Final = 9
_HARDLY_ALIKE: Final = "These roles are hardly alike: no close ones lead there."


class Step(NamedTuple):
    """A step from one role to the next.

    Attributes:
        role: name of the role that it leads to.
        cost: what it costs, in the answer's measure.
        new_skills: the skills that it takes, the costliest first.
    """

    role: str
    cost: float
    new_skills: tuple[NewSkill, ...]


@dataclass(frozen=True)
class RolePath(Row):
    """A path from one role to another.

    Attributes:
        path: names of the roles, both ends among them.
        cost: what all steps cost together: expected number of new skills, or of months.
        steps: each step with the skills that it takes.
        because: for each step, a sentence of a posting that asks for its first new skill.
    """

    path: tuple[str, ...]
    cost: float
    steps: tuple[Step, ...]


def role_path(
    view: View, source: str, target: str, *, cost: Cost = "skills", limit: int = 3
) -> Answer[RolePath]:
    """Find the cheapest paths from one role to another through similar roles.

    Steps lead between roles that are close; where these lead nowhere, between such as are hardly
    alike, and the note says so. Paths that cost the same come in the order of how many steps they
    have, then of the roles' ids.

    Args:
        view: the graph.
        source: id, label or alias of the role to begin with.
        target: id, label or alias of the role to end with.
        cost: what steps are measured in: ``skills`` that are new, or ``months`` of experience.
        limit: how many paths at most.

    Raises:
        UnknownName: no role has that name.
        AmbiguousName: several have.
        UsageError: both are the same role, or no path at all is asked for.

    Note:
        Method: the k shortest loopless paths (Yen 1971, doi:10.1287/mnsc.17.11.712), by scipy.
        Cost: milliseconds among 2,000 roles; the first question compares all pairs of roles.
    """
    one, other = view.role(source), view.role(target)
    if one == other:
        raise UsageError("a path leads from one role to another; both names are of the same role")
    if limit < 1:
        raise UsageError("limit is the number of paths; it must be at least 1")
    graph = view.role_graph
    begin, end = (view.arrays.label("roles", role) for role in (one, other))
    note = f"No steps between similar roles lead from {begin} to {end}."
    paths: list[list[int]] = []
    for least, said in ((CLOSE, ""), (LEAST_SCORE, _HARDLY_ALIKE)):
        costs = graph.with_costs(cost, one, other, least=least)
        if paths := cheapest_paths(costs, one, other, limit):
            note = said
            break
    found = _rows(view, graph, cost, paths)
    return Answer(f"How does one get from {begin} to {end}?", found, RolePath, note=note)


def cheapest_paths(costs: csr_array, source: int, target: int, count: int) -> list[list[int]]:
    """The cheapest paths without loops, as numbers of nodes.

    Args:
        costs: nodes by nodes, the cost of each step.
        source: where they begin.
        target: where they end.
        count: how many at most.

    Returns:
        The cheapest first; equals by number of steps, then by nodes.
    """
    # yen() takes no indices of 64 bits.
    indices, bounds = costs.indices.astype(np.int32), costs.indptr.astype(np.int32)
    narrow = csr_array((costs.data, indices, bounds), shape=costs.shape)
    totals, before = yen(narrow, source, target, count, return_predecessors=True)
    found = []
    for total, predecessors in zip(totals, before, strict=True):
        path = _walk(predecessors, source, target)
        found.append((round(float(total), _DECIMALS), len(path), path))
    return [path for _, _, path in sorted(found)]


def _rows(view: View, graph: RoleGraph, cost: Cost, paths: list[list[int]]) -> list[RolePath]:
    edges = sorted({edge for path in paths for edge in pairwise(path)})
    # Paths share many of their steps.
    steps = {
        (before, role): Step(view.arrays.label("roles", role), price, skills)
        for (before, role), price in zip(edges, _prices(graph, cost, edges), strict=True)
        for new in [graph.new_skills(cost, before, role)[:SHOWN]]
        for skills in [graph.described(new, before, role)]
    }
    reasons = view.reasons([_reasons(view, graph, cost, path) for path in paths])
    rows = []
    for path, reason in zip(paths, reasons, strict=True):
        taken = tuple(steps[edge] for edge in pairwise(path))
        labels = tuple(view.arrays.label("roles", role) for role in path)
        rows.append(RolePath(labels, sum(step.cost for step in taken), taken, because=reason))
    return rows


def _prices(graph: RoleGraph, cost: Cost, edges: list[tuple[int, int]]) -> list[float]:
    if not edges:
        return []
    source, target = zip(*edges, strict=True)
    prices: list[float] = graph.costs(cost, list(source), list(target)).tolist()
    return prices


def _reasons(view: View, graph: RoleGraph, cost: Cost, path: list[int]) -> Iterator[Fact]:
    for before, role in pairwise(path):
        for skill in graph.new_skills(cost, before, role)[:1].tolist():
            yield from citing.for_role(view, role, skill)


@dataclass(frozen=True)
class ReachableRole(Row):
    """A role that a budget reaches.

    Attributes:
        role: its id.
        label: its name.
        cost: what the cheapest path to it costs, in the answer's measure.
        postings: how many postings are for it.
        path: names of the roles of that path, both ends among them.
        new_skills: skills that it takes beyond the role that the path begins with, the costliest
            first.
        because: a sentence of one of its postings that asks for the first of these.
    """

    role: str
    label: str
    cost: float
    postings: int
    path: tuple[str, ...]
    new_skills: tuple[str, ...]


def reachable_roles(
    view: View, role: str, *, budget: float, cost: Cost = "skills", limit: int = 20
) -> Answer[ReachableRole]:
    """List the roles that can be reached within a budget, the cheapest first.

    Steps lead between roles that are close; where no role is close enough to the first, between
    such as are hardly alike, and the note says so. Roles that cost the same come in the order of how many postings are for them, then of their ids.

    Args:
        view: the graph.
        role: id, label or alias of the role to begin with.
        budget: how many new skills, or months of experience, all steps may take together.
        cost: what steps are measured in: ``skills`` that are new, or ``months`` of experience.
        limit: how many roles at most.

    Raises:
        UnknownName: no role has that name.
        AmbiguousName: several have.
        UsageError: the budget is negative or no number.

    Note:
        Method: shortest paths from one node (Dijkstra 1959, doi:10.1007/BF01386390), by scipy.
        Cost: milliseconds among 2,000 roles.
    """
    if not budget >= 0 or not np.isfinite(budget):
        raise UsageError(f"a budget is a number of {cost}, 0 or more; {budget:g} is none")
    arrays, number, graph = view.arrays, view.role(role), view.role_graph
    label = arrays.label("roles", number)
    measure = "new skills" if cost == "skills" else "months of experience"
    costs, before, note = _within(graph, cost, number)
    nearest = float(np.delete(costs, number).min(initial=np.inf))
    if np.isinf(nearest):
        note = f"No role is like {label}."
    elif nearest > budget:
        closest = arrays.label("roles", int(np.argsort(costs, kind="stable")[1]))
        note = f"The nearest role is {closest}, {nearest:.3g} {measure} away."
    others = np.flatnonzero(costs <= budget)
    others = others[others != number]
    postings = arrays.postings_of_role
    others = others[np.lexsort((others, -postings[others], costs[others]))[:limit]]
    new = [graph.new_skills(cost, number, int(other))[:SHOWN] for other in others]
    reasons = view.reasons(
        [_first(view, int(other), skills) for other, skills in zip(others, new, strict=True)]
    )
    rows = [
        ReachableRole(
            arrays.id("roles", int(other)),
            arrays.label("roles", int(other)),
            float(costs[other]),
            int(postings[other]),
            tuple(arrays.label("roles", stop) for stop in _walk(before, number, int(other))),
            tuple(arrays.label("skills", int(skill)) for skill in skills),
            because=reason,
        )
        for other, skills, reason in zip(others, new, reasons, strict=True)
    ]
    question = f"Which roles can be reached from {label} with {budget:g} {measure}?"
    note = few_postings(arrays, number) or note
    return Answer(question, rows, ReachableRole, note=note)


def _within(graph: RoleGraph, cost: Cost, role: int) -> tuple[Floats, Any, str]:
    # What it costs to get to each role, the one before each on the way, and what is to be noted.
    for least, note in ((CLOSE, ""), (LEAST_SCORE, _HARDLY_ALIKE)):
        map_of_roles = graph.with_costs(cost, role, least=least)
        costs, before = dijkstra(map_of_roles, indices=[role], return_predecessors=True)
        found = np.round(costs[0], _DECIMALS), before[0], note
        if np.isfinite(costs).sum() > 1:
            break
    return found


def _walk(before: Any, source: int, target: int) -> list[int]:
    path = [target]
    while path[-1] != source:
        path.append(int(before[path[-1]]))
    return path[::-1]


def _first(view: View, role: int, skills: Order) -> Iterator[Fact]:
    for skill in skills[:1].tolist():
        yield from citing.for_role(view, role, skill)
