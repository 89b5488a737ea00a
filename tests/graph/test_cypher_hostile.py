"""Hostile queries on both engines: nothing changes, nothing leaks, all end, and answers go on."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from cypher_tables import assert_cypher_tells
from graph_samples import RUN, Sample, sample_tables, small_taxonomy
from hostile_queries import BACKTRACKING, EXHAUSTING, LET_THROUGH, MISLEADING, WRITING
from skillweave.graph.cypher import Limits
from skillweave.graph.local import LocalStore
from skillweave.graph.neo4j import Access, Neo4jStore
from skillweave.graph.store import Store
from skillweave.graph.transfer import copy
from skillweave.ontology.errors import GraphError, QueryRefused

pytest.importorskip("arcadedb_embedded")

ALL: Final = "SKILLWEAVE_TEST_QUERIES" in os.environ
"""Whether to ask all exhausting queries; each takes its time limit on both engines."""

Both = dict[str, Store]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, careful_access: Access) -> Iterator[Both]:
    """A small graph in both stores."""
    directory = tmp_path_factory.mktemp("hostile") / "graph"
    taxonomy = small_taxonomy("t1", *(f"skill{number}" for number in range(20)), roles=("nurse",))
    random = Random(3)
    names = [f"skill/skill{number}" for number in range(20)]
    samples = [Sample(f"p{i}", skills=tuple(random.sample(names, 5))) for i in range(20)]
    with LocalStore.open(directory, create=True, taxonomy=taxonomy) as local:
        run = local.begin_run(RUN)
        local.write(sample_tables(samples, run=run))
        local.end_run(run)
    with (
        LocalStore.open(directory, read_only=True) as local,
        Neo4jStore.open(careful_access, create=True, taxonomy=taxonomy) as remote,
    ):
        copy(local, remote)
        yield {"local": local, "neo4j": remote}


def whole(store: Store) -> dict[str, Any]:
    """What there is of each kind, labels and types that the model does not have included."""
    limits = Limits(seconds=60)
    nodes = store.cypher("MATCH (n) RETURN labels(n) AS kind, count(*) AS n", limits=limits)
    edges = store.cypher("MATCH ()-[e]->() RETURN type(e) AS kind, count(*) AS n", limits=limits)
    return {str(row["kind"]): row["n"] for row in (*nodes.rows, *edges.rows)}


def assert_unharmed(both: Both, store: Store, before: dict[str, Any]) -> None:
    assert store.cypher("RETURN 1 AS one", limits=Limits(seconds=60)).rows == [{"one": 1}]
    assert whole(store) == before
    assert_cypher_tells(both["local"], told_by=store)


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard lets everything pass, so that the engines have to defend themselves."""
    monkeypatch.setattr("skillweave.graph.neo4j._store.refuse_writes", lambda query: None)
    monkeypatch.setattr("skillweave.graph.cypher.projection.refuse_writes", lambda query: None)


@pytest.mark.parametrize("kind", ["local", "neo4j"])
def test_queries_that_write_are_refused(both: Both, kind: str) -> None:
    before = whole(both[kind])
    for query in WRITING:
        with pytest.raises(QueryRefused):
            both[kind].cypher(query)
    assert_unharmed(both, both[kind], before)


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("kind", ["local", "neo4j"])
def test_queries_that_write_change_nothing_without_the_guard(both: Both, kind: str) -> None:
    before = whole(both[kind])
    for query in WRITING:
        try:
            both[kind].cypher(query, limits=Limits(seconds=10))
        except (GraphError, QueryRefused):
            continue
    assert_unharmed(both, both[kind], before)


@pytest.mark.parametrize("kind", ["local", "neo4j"])
def test_names_and_values_are_never_taken_for_cypher(both: Both, kind: str) -> None:
    before = whole(both[kind])
    found = []
    for query, parameters in MISLEADING:
        found.append(sorted(map(repr, both[kind].cypher(query, parameters).rows)))
    assert found[5] == sorted(repr({"row": row}) for row in MISLEADING[5][1]["rows"])
    assert found[6] == [repr(MISLEADING[6][1])]
    assert [len(rows) for rows in found[:3]] == [0, 0, 0]
    assert_unharmed(both, both[kind], before)


@pytest.mark.parametrize("kind", ["local", "neo4j"])
@pytest.mark.parametrize("query", EXHAUSTING if ALL else EXHAUSTING[::6])
def test_queries_without_end_end(both: Both, kind: str, query: str) -> None:
    before = whole(both[kind])
    parameters = {"text": "x" * 1000, "backtracking": BACKTRACKING}
    try:
        result = both[kind].cypher(query, parameters, limits=Limits(rows=1000, seconds=2))
    except GraphError:
        pass  # the time is up, or the memory
    else:
        assert len(result) <= 1000
    assert_unharmed(both, both[kind], before)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address on this machine, and what was sent to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return  # closed
                with connection:
                    heard.append(connection.recv(1000))
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nleaked\n")

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/secret.csv", heard
        server.shutdown(socket.SHUT_RDWR)


def leaking(address: str, file: Path) -> list[str]:
    """Queries that read a file or call an address."""
    urls = [address, file.as_uri(), f"file://{file}", str(file)]
    return [
        query.replace("URL", url)
        for url in urls
        for query in (
            "LOAD CSV FROM 'URL' AS line RETURN line",
            "MATCH (n:Skill) WITH n LIMIT 1 LOAD CSV FROM 'URL' AS line RETURN line",
            "CALL { LOAD CSV FROM 'URL' AS line RETURN line } RETURN line",
            "CALL apoc.load.json('URL') YIELD value RETURN value",
            "CALL apoc.load.csv('URL') YIELD list RETURN list",
            "CALL load.csv('URL') YIELD list RETURN list",
            "RETURN apoc.util.validatePredicate(true, 'URL', []) AS x",
        )
    ]


@pytest.mark.parametrize("kind", ["local", "neo4j"])
def test_nothing_is_read_or_called(
    both: Both, kind: str, listener: tuple[str, list[bytes]], tmp_path: Path
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("leaked\n")
    for query in leaking(listener[0], secret):
        with pytest.raises(QueryRefused):
            both[kind].cypher(query)
    assert listener[1] == []


@pytest.mark.usefixtures("unguarded")
def test_the_local_engine_reads_and_calls_nothing_without_the_guard(
    both: Both, listener: tuple[str, list[bytes]], tmp_path: Path
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("leaked\n")
    for query in leaking(listener[0], secret):
        try:
            rows = both["local"].cypher(query, limits=Limits(seconds=10)).rows
        except (GraphError, QueryRefused):
            continue
        assert "leaked" not in repr(rows), query
    assert listener[1] == []


@pytest.mark.usefixtures("unguarded")
def test_what_a_server_does_in_a_read_transaction(
    both: Both, listener: tuple[str, list[bytes]]
) -> None:
    # Why the guard is needed before a server as well; the documentation says so.
    assert set(LET_THROUGH) < set(WRITING)
    for query in LET_THROUGH:
        both["neo4j"].cypher(query)
    rows = both["neo4j"].cypher(f"LOAD CSV FROM '{listener[0]}' AS line RETURN line").rows
    assert rows == [{"line": ["leaked"]}]
    assert listener[1]
