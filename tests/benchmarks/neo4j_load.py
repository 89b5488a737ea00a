"""Loading Neo4j: a push and an offline import against a bare loop that writes the same rows.

    python tests/benchmarks/neo4j_load.py GRAPH [--rounds 3] [--line 5.26|2026]

Every load goes into a fresh server of the same release, after one constraint was made as a warm-up.

bare    what a script would do: constraints and indexes, then for each label and each edge type
        UNWIND over batches of 10,000 maps (500 where they hold texts). All rows lie in memory and
        nothing is looked up, replaced, counted or compared
push    `Graph.push`: reads the local graph, writes batches of postings that replace what is there,
        and compares all counts in the end
import  files, `neo4j-admin database import full`, indexes

"The same rows" are all nodes and edges that a push leaves in the server, bookkeeping included. The
rates are nodes and edges a second; the ratio is that of the best rounds.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

import neo4j

sys.path.insert(0, str(Path(__file__).parents[1]))

from neo4j_server import RELEASES, Neo4jServer
from skillweave.graph.local import LocalStore
from skillweave.graph.neo4j import Access, Neo4jStore, Secret
from skillweave.graph.neo4j._layout import schema_statements
from skillweave.graph.neo4j._rows import DOCUMENTS_AT_A_TIME, ROWS_AT_A_TIME, in_batches
from skillweave.graph.neo4j.offline import write_import_files
from skillweave.graph.transfer import copy

Rows = dict[str, list[dict[str, Any]]]
"""Maps by the statement that writes them."""

_NODES: Final = "MATCH (n) WHERE labels(n) = $labels RETURN properties(n)"
_EDGES: Final = (
    "MATCH (a)-[e]->(b) WHERE type(e) = $type AND labels(a) = $source AND labels(b) = $target "
    "RETURN {source: a.id, target: b.id, properties: properties(e)}"
)


def what_is_there(session: neo4j.Session) -> Rows:
    """All nodes and edges of a database, each with the statement that writes it."""
    rows: Rows = {}
    for (labels,) in session.run("MATCH (n) RETURN DISTINCT labels(n)").values():
        written = "".join(f":`{label}`" for label in labels)
        query = f"UNWIND $rows AS row CREATE (n{written}) SET n = row"
        rows[query] = session.run(_NODES, labels=labels).value()
    kinds = "MATCH (a)-[e]->(b) RETURN DISTINCT type(e), labels(a), labels(b)"
    for kind, source, target in session.run(kinds).values():
        query = (
            f"UNWIND $rows AS row MATCH (a:`{source[0]}` {{id: row.source}}) "
            f"MATCH (b:`{target[0]}` {{id: row.target}}) "
            f"CREATE (a)-[e:`{kind}`]->(b) SET e = row.properties"
        )
        rows[query] = session.run(_EDGES, type=kind, source=source, target=target).value()
    return rows


def write(transaction: neo4j.ManagedTransaction, query: str, rows: list[dict[str, Any]]) -> None:
    """Write some rows."""
    transaction.run(query, rows=rows).consume()


def bare(session: neo4j.Session, rows: Rows) -> None:
    """Write rows as a script would."""
    for statement in schema_statements():
        session.run(statement).consume()
    session.run("CALL db.awaitIndexes(300)").consume()
    for query, maps in rows.items():
        size = DOCUMENTS_AT_A_TIME if "_Document" in query else ROWS_AT_A_TIME
        for some in in_batches(maps, size):
            session.execute_write(write, query, some)


@contextmanager
def fresh_server(line: str) -> Iterator[Neo4jServer]:
    """A server with an empty database."""
    with TemporaryDirectory() as folder:
        server = Neo4jServer.prepare(Path(folder) / "home", line=line, heap="2g")
        try:
            yield server
        finally:
            server.kill()


@contextmanager
def warm_session(server: Neo4jServer) -> Iterator[neo4j.Session]:
    """A session with a server that has answered before."""
    server.start()
    with server.driver() as driver, driver.session() as session:
        session.run("CREATE CONSTRAINT warm IF NOT EXISTS FOR (n:Warm) REQUIRE n.id IS UNIQUE")
        session.run("UNWIND range(1, 1000) AS id CREATE (n:Warm {id: id}) DELETE n").consume()
        yield session


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def push(local: LocalStore, server: Neo4jServer) -> None:
    """Push a graph as a user would."""
    access = Access(server.uri, password=Secret(server.password))
    with Neo4jStore.open(access, create=True, load_taxonomy=False) as store:
        copy(local, store)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("graph", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--line", default="5.26", choices=RELEASES)
    options = parser.parse_args()
    rows: Rows = {}
    pushes, loops = [], []
    with LocalStore.open(options.graph, read_only=True) as local:
        for _ in range(options.rounds):
            with fresh_server(options.line) as server, warm_session(server) as session:
                pushes.append(seconds(lambda: push(local, server)))
                rows = rows or what_is_there(session)
            with fresh_server(options.line) as server, warm_session(server) as session:
                loops.append(seconds(lambda: bare(session, rows)))  # noqa: B023
        count = sum(map(len, rows.values()))
        for name, times in (("bare", loops), ("push", pushes)):
            told = ", ".join(f"{time:.1f}" for time in times)
            print(f"{name}   {count / min(times):8,.0f} rows a second ({count:,} rows; {told} s)")
        print(f"push at {min(loops) / min(pushes):.2f} of the bare loop's rate")
        with fresh_server(options.line) as server:
            files = server.home / "files"
            written = seconds(lambda: write_import_files(local, files))
            command = ("database", "import", "full", "neo4j", "@import.args")
            imported = seconds(lambda: server.admin(*command, directory=files))
            server.start()
            with server.driver() as driver, driver.session() as session:
                statements = (files / "indexes.cypher").read_text("utf-8").splitlines()
                indexed = seconds(
                    lambda: (
                        [session.run(s.removesuffix(";")).consume() for s in statements]
                        and session.run("CALL db.awaitIndexes(300)").consume()
                    )
                )
        whole = written + imported + indexed
        print(
            f"import {count / whole:8,.0f} rows a second: files {written:.1f} s, import "
            f"{imported:.1f} s, indexes {indexed:.1f} s"
        )


if __name__ == "__main__":
    main()
