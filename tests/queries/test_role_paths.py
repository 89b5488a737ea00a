"""Paths between roles against networkx, costs against loops over sets."""

from collections.abc import Iterator
from itertools import islice, pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array, random_array

from benchmarks.generated import Size
from plain_graphs import PlainGraph, generated
from skillweave.ontology.errors import UsageError
from skillweave.queries.paths import cheapest_paths, reachable_roles, role_path
from skillweave.queries.role_graph import Cost
from skillweave.queries.view import View

seeds = st.integers(0, 10_000)
SCATTERED = Size(postings=400, skills=120, roles=40, options=6.0)


def as_networkx(costs: csr_array) -> "nx.DiGraph[int]":
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(costs.shape[0]))
    entries = costs.tocoo()
    graph.add_weighted_edges_from(
        zip(entries.row.tolist(), entries.col.tolist(), entries.data.tolist(), strict=True)
    )
    return graph


@settings(max_examples=40)
@given(seeds, st.integers(1, 6))
def test_cheapest_paths_are_those_of_networkx(seed: int, count: int) -> None:
    costs = csr_array(random_array((14, 14), density=0.25, rng=seed))
    graph = as_networkx(costs)
    found = cheapest_paths(costs, 0, 13, count)

    def simple() -> Iterator[list[int]]:
        try:
            yield from nx.shortest_simple_paths(graph, 0, 13, weight="weight")
        except nx.NetworkXNoPath:
            return

    assert found == list(islice(simple(), count))


def scaled_shares(plain: PlainGraph) -> dict[str, dict[str, float]]:
    """Shares of skills by role, scaled up where postings name fewer skills than most."""
    shares = {
        role: {s: plain.share(role, s) for s in plain.skills if plain.share(role, s) >= 0.02}
        for role in plain.of_role
    }
    lengths = sorted(sum(of.values()) for of in shares.values())
    middle = len(lengths) // 2
    typical = (lengths[middle] + lengths[-middle - 1]) / 2
    return {
        role: {s: min(1.0, x * max(1.0, typical / sum(of.values()))) for s, x in of.items()}
        for role, of in shares.items()
    }


@settings(max_examples=6)
@given(seeds)
def test_a_step_costs_what_the_one_role_asks_for_beyond_the_other(seed: int) -> None:
    with generated(seed, SCATTERED) as (view, plain):
        shares = scaled_shares(plain)
        steps = view.role_graph.with_costs("skills").tocoo()
        assert steps.nnz
        for source, target, cost in zip(steps.row, steps.col, steps.data, strict=True):
            one, other = (shares[view.arrays.id("roles", int(role))] for role in (source, target))
            new = sum(max(0.0, share - one.get(skill, 0.0)) for skill, share in other.items())
            assert cost == pytest.approx(max(new, 1e-6), abs=1e-8)


@settings(max_examples=6)
@given(seeds, st.sampled_from(["skills", "months"]))
def test_paths_between_roles_are_the_cheapest(seed: int, cost: Cost) -> None:
    with generated(seed, SCATTERED) as (view, plain):
        one, other = sorted(plain.of_role)[:2]
        rows = role_path(view, one, other, cost=cost, limit=4)
        ends = (view.role(one), view.role(other))
        close, loose = (as_networkx(view.role_graph.with_costs(cost, least=x)) for x in (0.2, 0.1))
        graph = close if nx.has_path(close, *ends) else loose
        assert ("hardly alike" in rows.note) == (graph is loose and nx.has_path(loose, *ends))
        if not nx.has_path(graph, *ends):
            assert not rows
            assert "No steps" in rows.note
            return
        expected = islice(nx.shortest_simple_paths(graph, *ends, weight="weight"), 4)
        totals = [nx.path_weight(graph, path, "weight") for path in expected]
        assert [row.cost for row in rows] == pytest.approx(totals)
        for row in rows:
            numbers = [view.role(label) for label in row.path]
            assert (numbers[0], numbers[-1]) == ends
            assert len(set(numbers)) == len(numbers)
            assert all(graph.has_edge(*step) for step in pairwise(numbers))
            assert sum(step.cost for step in row.steps) == pytest.approx(row.cost)
            assert [step.role for step in row.steps] == list(row.path[1:])


@settings(max_examples=6)
@given(seeds)
def test_no_detour_takes_less_than_the_step_straight_there(seed: int) -> None:
    with generated(seed, SCATTERED) as (view, _):
        measures: tuple[Cost, ...] = ("skills", "months")
        for cost in measures:
            costs = view.role_graph.with_costs(cost)
            graph = as_networkx(costs)
            for source, target in graph.edges:
                price = graph[source][target]["weight"]
                shortest = nx.shortest_path_length(graph, source, target, weight="weight")
                assert shortest == pytest.approx(price, abs=1e-5)


@settings(max_examples=6)
@given(seeds, st.floats(0, 8))
def test_reachable_roles_are_all_within_the_budget(seed: int, budget: float) -> None:
    with generated(seed, SCATTERED) as (view, plain):
        role = min(plain.of_role)
        close, loose = (
            as_networkx(view.role_graph.with_costs("skills", least=x)) for x in (0.2, 0.1)
        )
        graph = close if close.out_degree(view.role(role)) else loose
        rows = reachable_roles(view, role, budget=budget, limit=1000)
        lengths = nx.single_source_dijkstra_path_length(graph, view.role(role), cutoff=budget)
        expected = {view.arrays.id("roles", n): cost for n, cost in lengths.items()}
        del expected[role]
        assert {row.role: row.cost for row in rows} == pytest.approx(expected)
        order = [(row.cost, -row.postings, row.role) for row in rows]
        assert order == sorted(order)
        for row in rows:
            numbers = [view.role(label) for label in row.path]
            assert nx.path_weight(graph, numbers, "weight") == pytest.approx(row.cost)


def test_new_skills_come_with_both_shares() -> None:
    with generated(5, SCATTERED) as (view, plain):
        one, other = sorted(plain.of_role)[:2]
        steps = [step for row in role_path(view, one, other) for step in row.steps]
        assert any(step.new_skills for step in steps)
        for row in role_path(view, one, other):
            for before, step in zip(row.path, row.steps, strict=False):
                for new in step.new_skills:
                    skill = view.arrays.id("skills", view.skill(new.skill))
                    ids = [view.arrays.id("roles", view.role(r)) for r in (step.role, before)]
                    assert (new.share, new.share_before) == pytest.approx(
                        tuple(plain.share(role, skill) for role in ids)
                    )
                    assert new.share > 0


def test_a_role_with_few_postings_may_begin_or_end_a_path_and_is_no_station() -> None:
    with generated(3, Size(postings=3_200, skills=60, roles=300, options=4.0)) as (view, plain):
        few = sorted(r for r, postings in plain.of_role.items() if len(postings) < 3)
        many = sorted(r for r, postings in plain.of_role.items() if len(postings) > 40)
        for ends in ((few[0], many[0]), (many[0], few[0]), (few[0], few[1])):
            rows = role_path(view, *ends, limit=5)
            assert rows
            labels = {view.arrays.label("roles", view.role(role)) for role in few}
            assert not labels & {label for row in rows for label in row.path[1:-1]}


@pytest.mark.parametrize("budget", [-1.0, float("nan"), float("inf")])
def test_an_impossible_budget_is_an_error(view: View, budget: float) -> None:
    with pytest.raises(UsageError, match="budget"):
        reachable_roles(view, "data engineer", budget=budget)


def test_a_path_has_two_ends(view: View) -> None:
    with pytest.raises(UsageError, match="same role"):
        role_path(view, "data engineer", "ETL developer")
    with pytest.raises(UsageError, match="at least 1"):
        role_path(view, "data engineer", "registered nurse", limit=0)


def test_where_nothing_leads_the_note_says_so(view: View) -> None:
    answer = role_path(view, "data engineer", "nurse manager")
    assert not answer
    assert "No steps" in answer.note
