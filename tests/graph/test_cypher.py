"""Cypher on both engines: the same rows for recipes, the forms of results, and the limits."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from neo4j_server import empty
from skillweave import Graph
from skillweave.graph.cypher import CypherResult, Limits
from skillweave.graph.local import LocalStore
from skillweave.graph.neo4j import Access, Neo4jStore
from skillweave.graph.transfer import copy
from skillweave.ontology.errors import (
    QueryFailed,
    QueryRefused,
    QueryTimeout,
    UsageError,
)

pytest.importorskip("arcadedb_embedded")

RECIPES = Path(__file__).parents[2] / "queries/cypher/README.md"
_RECIPE = re.compile(r"```cypher\n(?://(?P<parameters>[^\n]*)\n)?(?P<query>.*?)```", re.DOTALL)

Both = tuple[LocalStore, Neo4jStore]


@pytest.fixture(scope="module")
def both(demo_graph: Path, neo4j_access: Access) -> Iterator[Both]:
    """The demo's graph in both stores."""
    empty(neo4j_access.address, neo4j_access.user, neo4j_access.password.reveal())
    with (
        LocalStore.open(demo_graph, read_only=True) as local,
        Neo4jStore.open(neo4j_access, create=True) as remote,
    ):
        copy(local, remote)
        yield local, remote


def asked(both: Both, query: str, **parameters: Any) -> tuple[list[Any], list[Any]]:
    """The rows of both, sorted, and their columns."""
    limits = Limits(rows=200_000, seconds=60)
    results = [store.cypher(query, parameters, limits=limits) for store in both]
    one, other = ([r.columns if len(r) else (), *sorted(map(repr, r.rows))] for r in results)
    return one, other


@pytest.mark.parametrize(
    ("parameters", "query"),
    [
        pytest.param(found["parameters"], found["query"], id=str(number))
        for number, found in enumerate(_RECIPE.finditer(RECIPES.read_text("utf-8")))
    ],
)
def test_recipes_give_the_same_rows(both: Both, parameters: str | None, query: str) -> None:
    given = json.loads(parameters or "{}")
    results = [store.cypher(query, given) for store in both]
    assert results[0].columns == results[1].columns
    assert results[0].rows == results[1].rows
    assert results[0].rows


def test_values_come_back_as_python_has_them(both: Both) -> None:
    query = (
        "RETURN 1 AS i, 1.5 AS f, true AS b, null AS n, date('2024-02-29') AS d, ['a', null] AS l, "
        "{k: [1]} AS m, 'é' AS s"
    )
    for store in both:
        (row,) = store.cypher(query).rows
        assert row["d"].isoformat() == "2024-02-29"
        assert [row[k] for k in "ifbnlms"] == [1, 1.5, True, None, ["a", None], {"k": [1]}, "é"]
    assert asked(both, "RETURN $a AS a, $b AS b", a=[1, "x"], b={"k": None})[0][1]


def test_results_become_tables_and_graphs(both: Both) -> None:
    query = (
        "MATCH path = (p:Posting)-[:HAS_REQUIREMENT]->(q:Requirement)-[:OPTION]->(s:Skill) "
        "RETURN path, p.title AS title, q.min_months AS months ORDER BY p.id, q.id, s.id LIMIT 5"
    )
    graphs = []
    for store in both:
        result = store.cypher(query)
        assert result.arrow.num_rows == len(result.to_pandas()) == len(result.to_polars()) == 5
        assert result.arrow.column("title").to_pylist() == [row["title"] for row in result]
        graphs.append(result.to_networkx())
    one, other = (sorted(map(repr, graph.nodes(data=True))) for graph in graphs)
    assert one == other
    assert sorted(graphs[0].edges(keys=True)) == sorted(graphs[1].edges(keys=True))
    assert {data["_label"] for _, data in graphs[0].nodes(data=True)} == {
        "Posting", "Requirement", "Skill",
    }  # fmt: skip


def test_limits_hold(both: Both) -> None:
    for store in both:
        result = store.cypher("UNWIND range(1, 100000) AS x RETURN x", limits=Limits(rows=10))
        assert (len(result), result.complete) == (10, False)
        result = store.cypher("UNWIND range(1, 10) AS x RETURN x", limits=Limits(rows=10))
        assert (len(result), result.complete) == (10, True)
        endless = "MATCH (a:Skill), (b:Skill), (c:Skill) WHERE a.label < c.id RETURN count(b.id)"
        with pytest.raises(QueryTimeout, match="more than 2 s"):
            store.cypher(endless, limits=Limits(seconds=2))
        assert store.cypher("RETURN 1 AS one").rows == [{"one": 1}]


def test_queries_that_write_change_nothing(both: Both) -> None:
    local, remote = both
    before = remote.counts()
    for store in both:
        with pytest.raises(QueryRefused):
            store.cypher("MATCH (n:Skill) DETACH DELETE n")
    with pytest.raises(UsageError, match="only reads"):
        local.cypher("CREATE (n:Skill {id: 'x'})", writing=True)
    assert remote.counts() == before


def test_engines_refuse_writes_that_pass_the_guard(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skillweave.graph.neo4j._store.refuse_writes", lambda query: None)
    monkeypatch.setattr("skillweave.graph.cypher.projection.refuse_writes", lambda query: None)
    for store in both:
        before = store.cypher("MATCH (n) RETURN count(n) AS n").rows
        for query in ("CREATE (n:Skill {id: 'x'}) RETURN n", "MATCH (n:Role) DETACH DELETE n"):
            with pytest.raises((QueryRefused, QueryFailed)):
                store.cypher(query)
        assert store.cypher("MATCH (n) RETURN count(n) AS n").rows == before


def test_mistakes_are_told(both: Both) -> None:
    for store in both:
        with pytest.raises(QueryFailed):
            store.cypher("MATCH (n:Skill RETURN n")
        with pytest.raises(UsageError, match=r"\$x is a set"):
            store.cypher("RETURN $x", {"x": {1}})


def test_the_engine_writes_into_the_graph_directory_alone_and_opens_no_other_port(
    both: Both, demo_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Graph.open(demo_graph) as graph:
        rows: CypherResult = graph.cypher("MATCH (s:Skill) RETURN count(s) AS n")
        assert rows.rows[0]["n"] == graph.tables["Skill"]
    assert list(tmp_path.iterdir()) == []
