"""Families of skills: planted ones are found, figures are those of loops, answers are the same."""

from collections.abc import Iterator
from itertools import chain, combinations
from pathlib import Path
from typing import cast

import networkx as nx
import pytest

from benchmarks.generated import TableStore, edges, table
from plain_graphs import generated
from skillweave.graph.store import Store
from skillweave.ontology.errors import UsageError
from skillweave.queries.families import Families, families, family
from skillweave.queries.view import View

PLANTED = {
    trade: [f"skill/{trade}-{n}" for n in range(5)] for trade in ("bakery", "clockwork", "sail")
}
BRIDGE = "skill/ledger"
"""Asked for in every trade."""


def planted_postings() -> Iterator[set[str]]:
    """Postings of one trade each, with any four of its skills; half of them keep a ledger."""
    for number, skills in enumerate(PLANTED.values()):
        for place, four in enumerate([*combinations(skills, 4)] * (6 - number)):
            yield {*four, BRIDGE} if place % 2 else set(four)


@pytest.fixture
def planted(tmp_path: Path) -> View:
    named = [sorted(skills) for skills in planted_postings()]
    postings = [f"posting/{n:03}" for n in range(len(named))]
    demands = [f"{posting}#req-0-0" for posting in postings]
    skills = [*chain(*PLANTED.values()), BRIDGE, "skill/unasked"]
    count = len(named)
    tables = {
        "Skill": table("Skill", id=skills, label=[id.removeprefix("skill/") for id in skills]),
        "Posting": table("Posting", id=postings),
        "Requirement": table(
            "Requirement",
            id=demands,
            kind=["skill"] * count,
            modality=["required"] * count,
            logic=["all"] * count,
            start=[0] * count,
            end=[9] * count,
        ),
        "HAS_REQUIREMENT": edges("HAS_REQUIREMENT", postings, demands),
        "OPTION": edges(
            "OPTION",
            [demand for demand, row in zip(demands, named, strict=True) for _ in row],
            [*chain(*named)],
        ),
    }
    return View(cast(Store, TableStore(tables, tmp_path)))


def test_planted_families_are_found(planted: View) -> None:
    rows = families(planted, limit=10)
    found = [set(row.hubs) - {"ledger"} for row in rows]
    assert found == [{id.removeprefix("skill/") for id in skills} for skills in PLANTED.values()]
    assert [row.family for row in rows] == [1, 2, 3]
    assert all(row.name == ", ".join(row.hubs[:3]) for row in rows)


def test_postings_of_a_family_name_one_of_its_skills(planted: View) -> None:
    postings = list(planted_postings())
    for row in families(planted):
        members = {f"skill/{r.label}" for r in family(planted, row.hubs[0])}
        assert row.skills == len(members)
        assert row.postings == sum(bool(members & named) for named in postings)


def test_a_skill_that_nobody_asks_for_is_in_no_family(planted: View) -> None:
    answer = family(planted, "unasked")
    assert not answer
    assert "in no family" in answer.note


def test_weights_inside_and_outside_and_how_they_are_spread() -> None:
    for seed in (1, 2, 3):
        with generated(seed) as (view, _):
            graph = as_networkx(view)
            found = Families(view, 1.0)
            assert len(found.postings) > 1
            for skill in graph:
                shares = dict.fromkeys(range(-1, len(found.postings)), 0.0)
                for other in graph[skill]:
                    shares[int(found.of_skill[other])] += graph[skill][other]["weight"]
                total = sum(shares.values())
                its = int(found.of_skill[skill])
                inside = shares[its] if its >= 0 else 0.0
                assert found.inside[skill] == pytest.approx(inside)
                assert found.outside[skill] == pytest.approx(total - inside)
                spread = 1 - sum((share / total) ** 2 for share in shares.values())
                assert found.bridging[skill] == pytest.approx(spread)


def test_families_are_connected_and_better_than_chance() -> None:
    for seed in (1, 2, 3):
        with generated(seed) as (view, _):
            graph = as_networkx(view)
            found = Families(view, 1.0)
            groups = [
                {skill for skill in graph if found.of_skill[skill] == number}
                for number in range(-1, len(found.postings))
            ]
            assert all(nx.is_connected(graph.subgraph(group)) for group in groups[1:])
            ours = nx.community.modularity(graph, [group for group in groups if group])
            theirs = nx.community.louvain_communities(graph, seed=1)
            assert ours >= nx.community.modularity(graph, theirs) - 0.02


def as_networkx(view: View) -> "nx.Graph[int]":
    """Skills that are asked for together."""
    graph: nx.Graph[int] = nx.Graph()
    entries = view.associations.npmi.tocoo()
    graph.add_weighted_edges_from(
        zip(entries.row.tolist(), entries.col.tolist(), entries.data.tolist(), strict=True)
    )
    return graph


def test_the_order_is_that_of_demand_and_the_answer_is_the_same_every_time() -> None:
    with generated(6) as (one, _), generated(6) as (other, _):
        rows = families(one, resolution=1.5)
        assert [row.postings for row in rows] == sorted((r.postings for r in rows), reverse=True)
        assert rows.to_pylist(why=False) == families(other, resolution=1.5).to_pylist(why=False)


def test_members_come_with_the_strongest_hub_first() -> None:
    with generated(6) as (view, plain):
        rows = family(view, max(plain.skills, key=plain.count))
        hubs = [round(row.weight**2 / (row.weight + row.outside), 7) for row in rows]
        assert hubs == sorted(hubs, reverse=True)
        assert {row.postings for row in rows} == {plain.count(row.skill) for row in rows}
        assert all({e.posting for e in row.because} <= set(plain.named) for row in rows)


@pytest.mark.parametrize("resolution", [0.0, -1.0, float("nan"), float("inf")])
def test_a_resolution_is_above_0(planted: View, resolution: float) -> None:
    with pytest.raises(UsageError, match="above 0"):
        families(planted, resolution=resolution)


def test_too_few_postings_make_no_family(view: View) -> None:
    assert "Too few postings" in families(view).note
