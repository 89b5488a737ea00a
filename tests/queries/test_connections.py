"""Connections against networkx: no short path is missed, the cheapest are first, hubs damped."""

from itertools import islice, pairwise, permutations
from math import log, prod

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.generated import Size
from plain_graphs import PlainGraph, generated
from skillweave.ontology.errors import AmbiguousName, UnknownName, UsageError
from skillweave.queries.connections import connect, skill_path
from skillweave.queries.cooccurrence import npmi
from skillweave.queries.view import View

seeds = st.integers(0, 10_000)
SCATTERED = Size(postings=200, skills=120, roles=12, options=5.0)


def plain_map(plain: PlainGraph, similar: dict[tuple[str, str], float]) -> "nx.Graph[str]":
    """All that joins skills and roles, by loops; likeness of roles is tested elsewhere."""
    graph: nx.Graph[str] = nx.Graph()

    def join(one: str, other: str, strength: float, relation: str) -> None:
        if not graph.has_edge(one, other) or graph[one][other]["strength"] < strength:
            graph.add_edge(one, other, strength=strength, relation=relation)

    total = len(plain.named)
    skills = sorted(plain.skills)
    for one in skills:
        for other in skills:
            both = plain.count(one, other)
            if one < other and both >= 2:
                score = float(npmi(both, plain.count(one), plain.count(other), total))
                if score >= 0.1:
                    join(one, other, score * both / (both + 10), "together")
    for role, postings in plain.of_role.items():
        for skill in skills:
            both = sum(skill in plain.named[posting] for posting in postings)
            if both and both >= 0.05 * len(postings):
                score = float(npmi(both, len(postings), plain.count(skill), total))
                if score >= 0.1:
                    join(role, skill, score * both / (both + 10), "needs")
    for (one, other), score in similar.items():
        join(one, other, score, "similar")
    for narrow, above in plain.above.items():
        for broad in above - {narrow}:
            join(narrow, broad, 0.5, "broader")
    stations = plain.skills | set().union(*plain.above.values()) | set(plain.of_role)
    degree = {node: max(1, len(set(graph[node]) & stations)) for node in graph}
    for one, other, data in graph.edges(data=True):
        hubs = 0.4 * (log(degree[one]) + log(degree[other]))
        data["cost"] = max(1e-9, -log(data["strength"]) + hubs)
    return graph


def everything(view: View, plain: PlainGraph) -> "nx.Graph[str]":
    nearest = view.weights.nearest_roles.tocoo()
    roles = [view.arrays.id("roles", n) for n in range(view.arrays.count("roles"))]
    similar = {
        (roles[int(one)], roles[int(other)]): float(score)
        for one, other, score in zip(nearest.row, nearest.col, nearest.data, strict=True)
    }
    return plain_map(plain, similar)


def ids(view: View) -> dict[str, str]:
    """Ids by label."""
    return {
        view.arrays.label(table, n): view.arrays.id(table, n)
        for table in ("skills", "roles")
        for n in range(view.arrays.count(table))
    }


@settings(max_examples=5)
@given(seeds, st.integers(1, 3), st.booleans())
def test_all_short_paths_and_no_others(seed: int, steps: int, with_role: bool) -> None:
    with generated(seed, SCATTERED) as (view, plain):
        graph, name = everything(view, plain), ids(view)
        one = min(plain.of_role) if with_role else min(plain.skills)
        other = max(plain.skills)
        rows = connect(view, one, other, steps=steps, limit=100_000)
        stations = plain.skills | set().union(*plain.above.values()) | set(plain.of_role)
        expected = {
            tuple(path)
            for path in nx.all_simple_paths(graph, one, other, cutoff=steps)
            if stations.issuperset(path[1:-1])
        }
        found = [tuple(name[label] for label in row.path) for row in rows]
        assert len(found) == len(set(found))
        assert set(found) == expected
        for path, row in zip(found, rows, strict=True):
            assert row.cost == pytest.approx(nx.path_weight(graph, path, "cost"))
            for step, link in zip(pairwise(path), row.links, strict=True):
                assert link.relation == graph.edges[step]["relation"]
                assert link.strength == pytest.approx(graph.edges[step]["strength"])
        costs = [round(row.cost, 7) for row in rows]
        assert costs == sorted(costs)


def test_no_path_leads_through_what_few_postings_name() -> None:
    size = Size(postings=3_200, skills=60, roles=300, options=4.0)
    with generated(3, size) as (view, plain):
        few = {r for r, postings in plain.of_role.items() if len(postings) < 3}
        name = ids(view)
        skills = sorted(plain.skills, key=plain.count)[-2:]
        rows = connect(view, *skills, limit=100_000)
        through = {name[label] for row in rows for label in row.path[1:-1]}
        assert through & set(plain.of_role)
        assert not few & through


def test_the_note_counts_what_is_left_off() -> None:
    with generated(2, SCATTERED) as (view, plain):
        one, other = min(plain.skills), max(plain.skills)
        every = connect(view, one, other, limit=100_000)
        assert every.note == ""
        few = connect(view, one, other, limit=2)
        assert list(few) == list(every[:2])
        assert f"{len(every):,} paths" in few.note


@settings(max_examples=5)
@given(seeds)
def test_skill_paths_are_the_cheapest_along_the_strongest_steps(seed: int) -> None:
    with generated(seed, SCATTERED) as (view, plain):
        graph, name = everything(view, plain), ids(view)
        skills = graph.subgraph([node for node in graph if node.startswith("skill/")])
        kept: nx.Graph[str] = nx.Graph()
        for node in skills:
            steps = sorted((-skills[node][other]["strength"], other) for other in skills[node])
            kept.add_weighted_edges_from(
                (node, other, skills[node][other]["cost"]) for _, other in steps[:20]
            )
        one, other = min(kept), max(kept)
        rows = skill_path(view, one, other, limit=4)
        if not nx.has_path(kept, one, other):
            assert not rows
            assert "No path" in rows.note
            return
        best = islice(nx.shortest_simple_paths(kept, one, other, weight="weight"), 4)
        expected = [nx.path_weight(kept, path, "weight") for path in best]
        assert [row.cost for row in rows] == pytest.approx(expected)
        for row in rows:
            path = [name[label] for label in row.path]
            assert (path[0], path[-1]) == (one, other)
            assert nx.path_weight(kept, path, "weight") == pytest.approx(row.cost)


def test_a_path_through_a_hub_comes_after_as_strong_a_one_around_it() -> None:
    compared = 0
    for seed in range(3):
        with generated(seed, SCATTERED) as (view, plain):
            graph, name = everything(view, plain), ids(view)
            ends = sorted(plain.skills, key=lambda skill: (plain.count(skill), skill))[-2:]
            rows = connect(view, *ends, steps=2, limit=1000)
            stops = [
                (prod(link.strength for link in row.links), graph.degree[name[row.path[1]]], place)
                for place, row in enumerate(rows)
                if len(row.links) == 2
            ]
            for (strength, degree, place), (weaker, hub, later) in permutations(stops, 2):
                if hub > degree and weaker <= strength:
                    compared += 1
                    assert place < later
    assert compared


def test_reasons_name_both_ends_of_each_step() -> None:
    with generated(2, SCATTERED) as (view, plain):
        role = min(plain.of_role)
        skill = max(plain.skills, key=lambda s: (plain.share(role, s), s))
        for row in connect(view, role, skill, steps=2):
            if any(link.relation != "broader" for link in row.links):
                assert row.because
                assert all(e.posting in plain.named for e in row.because)


def test_bad_questions(view: View) -> None:
    with pytest.raises(UnknownName, match="no skill or role"):
        connect(view, "zymurgy", "SQL")
    with pytest.raises(UsageError, match="same"):
        connect(view, "SQL", "Structured Query Language")
    with pytest.raises(UsageError, match="1 to 3 steps"):
        connect(view, "SQL", "Python", steps=4)
    with pytest.raises(UsageError, match="same"):
        skill_path(view, "SQL", "sql")
    with pytest.raises(UsageError, match="at least 1"):
        skill_path(view, "SQL", "Python", limit=0)
    with pytest.raises(AmbiguousName):
        connect(view, "PBI", "SQL")


def test_what_is_not_connected_has_an_empty_answer(view: View) -> None:
    answer = connect(view, "registered nurse", "SQL")
    assert not answer
    assert "No path" in answer.note
