"""How two things hang together: the most telling paths between skills, and all short ones.

What joins skills and roles, and what a step costs, is told in
:mod:`skillweave.queries.relations`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np

from skillweave.ontology.errors import AmbiguousName, UnknownName, UsageError
from skillweave.queries import citing
from skillweave.queries.answer import Answer, Reasons, Row
from skillweave.queries.names import FAR_MORE, Kind
from skillweave.queries.paths import cheapest_paths
from skillweave.queries.relations import Relation, Relations
from skillweave.queries.view import Fact, View

MOST_STEPS: Final = 3
"""How many steps a short path has at most."""

_DECIMALS: Final = 9


class Link(NamedTuple):
    """A step of a path.

    Attributes:
        to: name of the skill or role that it leads to.
        relation: what joins it to the one before: postings ask for both *together*, the role
            *needs* the skill, the roles are *similar*, or the taxonomy puts one skill above the
            other.
        strength: how strongly, 0 to 1: npmi as far as it can be trusted, or likeness of roles, or
            0.5 in the taxonomy.
    """

    to: str
    relation: Relation
    strength: float


@dataclass(frozen=True)
class Connection(Row):
    """A path between two skills or roles.

    Attributes:
        path: names of what it leads through, both ends among them.
        cost: what all steps cost: less for strong ones, more for those through hubs.
        links: each step.
        because: for each step, sentences of postings that say so; the taxonomy's have none.
    """

    path: tuple[str, ...]
    cost: float
    links: tuple[Link, ...]


def skill_path(view: View, source: str, target: str, *, limit: int = 3) -> Answer[Connection]:
    """Find the most telling paths from one skill to another.

    Steps lead between skills that postings ask for together, and along the taxonomy; those through
    skills that go with everything cost more. Paths that cost the same come in the order of how many
    steps they have, then of their skills' ids.

    Args:
        view: the graph.
        source: id, label or alias of the skill to begin with.
        target: id, label or alias of the skill to end with.
        limit: how many paths at most.

    Raises:
        UnknownName: no skill has that name.
        AmbiguousName: several have.
        UsageError: both are the same skill, or no path at all is asked for.

    Note:
        Method: the k shortest loopless paths (Yen 1971, doi:10.1287/mnsc.17.11.712) over damped
        costs, by scipy. Cost: tenths of a second among 20,000 skills.
    """
    one, other = view.skill(source), view.skill(target)
    if one == other:
        raise UsageError("a path leads from one skill to another; both names are of the same one")
    if limit < 1:
        raise UsageError("limit is the number of paths; it must be at least 1")
    paths = cheapest_paths(view.relations.between_skills, one, other, limit)
    begin, end = (view.relations.label(node) for node in (one, other))
    note = "" if paths else f"No path leads from {begin} to {end}."
    question = f"What leads from {begin} to {end}?"
    return Answer(question, _rows(view, paths), Connection, note=note)


def connect(
    view: View, one: str, other: str, *, steps: int = MOST_STEPS, limit: int = 10
) -> Answer[Connection]:
    """Find all short paths between two things, each a skill or a role, with evidence.

    The cheapest come first; equals by number of steps, then by ids.

    Args:
        view: the graph.
        one: id, label or alias of a skill or role.
        other: id, label or alias of another.
        steps: how many steps a path has at most, 1 to 3.
        limit: how many paths at most; the note says how many there are.

    Raises:
        UnknownName: neither a skill nor a role has that name.
        AmbiguousName: several have.
        UsageError: both are the same, or steps are not 1 to 3.

    Note:
        Method: neighbours of both ends are met with each other, so that none is missed. Cost: the
        steps between these neighbours; milliseconds.
    """
    relations = view.relations
    first, last = _node(view, one), _node(view, other)
    if first == last:
        raise UsageError("two things are connected; both names are of the same one")
    if not 1 <= steps <= MOST_STEPS:
        raise UsageError(f"a short path has 1 to {MOST_STEPS} steps; {steps} are not")
    paths, count = _short_paths(relations, first, last, steps=steps, limit=limit)
    names = [relations.label(node) for node in (first, last)]
    plural = "steps" if steps > 1 else "step"
    note = f"There are {count:,} paths of at most {steps} {plural}." if count > limit else ""
    if not count:
        note = f"No path of at most {steps} {plural} joins {names[0]} and {names[1]}."
    question = f"How are {names[0]} and {names[1]} connected?"
    return Answer(question, _rows(view, paths), Connection, note=note)


def _node(view: View, text: str) -> int:
    # A skill or a role; its number among the nodes of the map.
    kinds: tuple[tuple[Kind, int], ...] = (("Skill", 0), ("Role", view.relations.skills))
    found = [
        (names.weight(number), offset + number, names.told(number), names.listed(number))
        for kind, offset in kinds
        for names in [view.names(kind)]
        if names.knows(text)
        for number in [names.resolve(text)]
    ]
    if not found:
        near = tuple(name for kind, _ in kinds for name in view.names(kind).near(text))
        raise UnknownName(text, kind="skill or role", near=near)
    listed = [entry for entry in found if entry[3]]
    found = sorted(listed or found, reverse=True)
    # Words from titles pass for roles; what far more postings name is meant, as among skills alone.
    if len(found) > 1 and found[0][0] <= FAR_MORE * max(found[1][0], 1):
        _, nodes, told, _ = zip(*found, strict=True)
        between = tuple(view.relations.id(node) for node in nodes)
        raise AmbiguousName(text, between=between, told=told)
    return found[0][1]


def _short_paths(
    relations: Relations, first: int, last: int, *, steps: int, limit: int
) -> tuple[list[list[int]], int]:
    # The cheapest paths without loops, and how many there are in all.
    costs, stations = relations.costs, relations.stations
    ends = []
    for node in (first, last):
        row: Any = costs[[node]].tocoo()
        kept = stations[row.col] & (row.col != first) & (row.col != last)
        ends.append((row.col[kept].astype(np.int64), row.data[kept]))
    (near_first, to_near), (near_last, from_near) = ends
    direct = costs[[first]][:, [last]].tocoo().data
    # Totals, and what lies between; -1 where a path has fewer steps.
    nobody = np.full(len(direct), -1)
    found = [(direct, nobody, nobody)]
    if steps > 1:
        common, one, other = np.intersect1d(
            near_first, near_last, assume_unique=True, return_indices=True
        )
        found.append((to_near[one] + from_near[other], np.full(len(common), -1), common))
    if steps > 2:
        middle: Any = costs[near_first][:, near_last].tocoo()
        totals = to_near[middle.row] + middle.data + from_near[middle.col]
        found.append((totals, near_first[middle.row], near_last[middle.col]))
    totals, before, after = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((after, before, np.round(totals, _DECIMALS)))[:limit]
    between = zip(before[order].tolist(), after[order].tolist(), strict=True)
    paths = [[first, *(node for node in pair if node >= 0), last] for pair in between]
    return paths, len(totals)


def _rows(view: View, paths: list[list[int]]) -> list[Connection]:
    reasons = view.reasons([_reasons(view, path) for path in paths])
    return [_row(view, path, reason) for path, reason in zip(paths, reasons, strict=True)]


def _row(view: View, path: list[int], reason: Reasons) -> Connection:
    relations = view.relations
    links = tuple(
        Link(relations.label(after), *relations.step(before, after))
        for before, after in pairwise(path)
    )
    cost = sum(float(relations.costs[before, after]) for before, after in pairwise(path))
    labels = tuple(relations.label(node) for node in path)
    return Connection(labels, cost, links, because=reason)


def _reasons(view: View, path: list[int]) -> Iterator[Fact]:
    relations = view.relations
    skills = relations.skills
    for before, after in pairwise(path):
        match relations.step(before, after)[0]:
            case "together":
                yield from citing.together(view, before, after)
            case "needs":
                role, skill = max(before, after) - skills, min(before, after)
                yield from citing.for_role(view, role, skill)
            case "similar":
                yield from _in_both(view, before - skills, after - skills)
            case "broader":
                pass


def _in_both(view: View, one: int, other: int) -> Iterator[Fact]:
    for skill in view.weights.shared_skills(one, other)[:1].tolist():
        yield from citing.for_role(view, one, skill)
        yield from citing.for_role(view, other, skill)
