"""Generated queries over a made-up graph: both engines have to give the same rows.

How many queries are asked, and which, is up to SKILLWEAVE_TEST_QUERIES and SKILLWEAVE_TEST_SEED.
Where the engines are known to differ is told in ``graph/cypher/README.md``; the maker of queries
leaves that out.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any, Final

import neo4j
import pytest

from cypher_graphs import made_up_tables
from cypher_queries import QueryMaker
from neo4j_server import empty
from skillweave.graph.cypher import CypherResult, Limits, run_query
from skillweave.graph.cypher.engine import Engine
from skillweave.graph.neo4j import Access
from skillweave.graph.neo4j._rows import create_edges, create_nodes, rows_of
from skillweave.ontology.errors import QueryFailed
from skillweave.ontology.schema import NODES

pytest.importorskip("arcadedb_embedded")

GENERATED: Final = int(os.environ.get("SKILLWEAVE_TEST_QUERIES", "150"))
SEED: Final = int(os.environ.get("SKILLWEAVE_TEST_SEED", "7"))


@pytest.fixture(scope="module")
def made_up(
    tmp_path_factory: pytest.TempPathFactory, neo4j_access: Access
) -> Iterator[list[Callable[[str], CypherResult]]]:
    """Functions that ask a made-up graph, on either engine."""
    tables = made_up_tables(seed=11)
    home = tmp_path_factory.mktemp("made-up")
    engine = Engine(home)
    engine.load(home, ((name, table.to_reader()) for name, table in tables.items()))
    for label in NODES:
        engine.index(label)
    engine.close()
    engine.open(home)
    empty(neo4j_access.address, neo4j_access.user, neo4j_access.password.reveal())
    credentials = (neo4j_access.user, neo4j_access.password.reveal())
    limits = Limits(rows=100_000, seconds=60)
    with neo4j.GraphDatabase.driver(neo4j_access.address, auth=credentials) as driver:
        with driver.session() as session:
            for name, table in tables.items():
                create = create_nodes if name in NODES else create_edges
                session.execute_write(create, name, rows_of(table))

        def ask_local(query: str) -> CypherResult:
            with engine.session(limits.seconds) as session:
                return run_query(session, query, {}, limits)

        def ask_remote(query: str) -> CypherResult:
            with driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
                return run_query(session, query, {}, limits)

        yield [ask_local, ask_remote]
    engine.end()


def test_generated_queries_give_the_same_rows(
    made_up: list[Callable[[str], CypherResult]],
) -> None:
    maker = QueryMaker(seed=SEED)
    differing = []
    empty_ones = 0
    for _ in range(GENERATED):
        query = maker.query()
        one, other = (outcome(ask, query) for ask in made_up)
        empty_ones += one in ("[]", "failed")
        if one != other:
            differing.append(f"{query}\n    local: {one[:300]}\n    neo4j: {other[:300]}")
    assert not differing, f"{len(differing)} differ\n" + "\n".join(differing)
    assert empty_ones < GENERATED / 3


def outcome(ask: Callable[[str], CypherResult], query: str) -> str:
    """The rows of a query in an order of their own, or that it failed."""
    try:
        result = ask(query)
    except QueryFailed:
        return "failed"
    if not len(result):
        return "[]"
    return repr([result.columns, *sorted(repr(comparable(row)) for row in result.rows)])


def comparable(value: Any) -> Any:
    """A value without the order of a map's keys, and of a number what a sum in any order keeps."""
    if isinstance(value, dict):
        return sorted((key, comparable(item)) for key, item in value.items())
    if isinstance(value, list):
        return [comparable(item) for item in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value
