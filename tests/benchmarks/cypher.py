"""Ask the same queries of a local graph and of a Neo4j server, and compare the times.

    python tests/benchmarks/cypher.py GRAPH [--repeat 30] [--only copy|queries]

GRAPH is a graph directory; it is copied, not changed. In one run:

* the copy for Cypher is made and opened, against the bare loop that one would write instead
  (UNWIND over Bolt into the same engine, on the tables of some thousand postings);
* the copy is brought up to date after a hundredth of the postings was deleted, against making it
  anew;
* a point lookup, an aggregate over two hops and a path query run on both engines, a warm-up first.

Figures are medians in milliseconds and ratios; what else the machine does changes both sides alike.
The server is a throw-away one, or that of SKILLWEAVE_TEST_NEO4J_URI, whose database is emptied.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, Final

import pyarrow as pa

sys.path.append(str(Path(__file__).parents[1]))

from neo4j_server import Neo4jServer, empty
from skillweave.graph.cypher import Limits
from skillweave.graph.cypher.engine import Engine
from skillweave.graph.local import LocalStore
from skillweave.graph.neo4j import Access, Neo4jStore, Secret
from skillweave.graph.neo4j._rows import create_edges, create_nodes, in_batches, rows_of
from skillweave.graph.store import Store
from skillweave.graph.transfer import copy
from skillweave.ontology.schema import EDGES, NODES

LIMITS: Final = Limits(rows=100_000, seconds=600)
QUERIES: Final = {
    "point lookup": "MATCH (p:Posting {id: $posting}) RETURN p.title AS title",
    "two-hop aggregate": """
        MATCH (:Role {id: $role})<-[:FOR_ROLE]-(p:Posting)-[:HAS_REQUIREMENT]->(q)-[:OPTION]->(s)
        RETURN s.id AS skill, count(DISTINCT p) AS n ORDER BY n DESC, skill LIMIT 20
    """,
    "path": """
        MATCH path = (:Role {id: $role})<-[:FOR_ROLE]-(:Posting)-[:HAS_REQUIREMENT|HAS_PART*1..3]->
                     (:Requirement)-[:OPTION]->(:Skill)-[:BROADER*0..2]->(s:Skill)
        RETURN s.id AS skill, count(path) AS n ORDER BY n DESC, skill LIMIT 20
    """,
}


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def rows_a_second_unwinding(tables: list[tuple[str, pa.Table]], home: Path) -> float:
    """Rows a second of the bare loop."""
    engine = Engine(home)
    empty_tables = [(name, table.slice(0, 0)) for name, table in tables]
    engine.load(home / "unwound", ((name, table.to_reader()) for name, table in empty_tables))
    for label in NODES:
        engine.index(label)
    engine.close()
    engine.open(home / "unwound", writing=True)

    def unwind() -> None:
        with engine.session(LIMITS.seconds) as session:
            for name, table in tables:
                create = create_nodes if name in NODES else create_edges
                for some in in_batches(rows_of(table), 5_000):
                    session.execute_write(create, name, some)

    taken = seconds(unwind)
    engine.end()
    return sum(len(table) for _, table in tables) / taken


def rows_of_some_postings(store: Store, count: int) -> list[tuple[str, pa.Table]]:
    """All nodes and edges that neither lie in nor begin at other postings than the first few."""
    kept = set(sorted(store.scan("Posting", columns=["id"])["id"].to_pylist())[:count])
    tables = []
    for name in (*NODES, *EDGES):
        table = store.scan(name)
        for column in ("id",) if name in NODES else ("source", "target"):
            ids = table[column].to_pylist()
            mask = [not id.startswith("posting/") or id.partition("#")[0] in kept for id in ids]
            table = table.filter(pa.array(mask, pa.bool_()))
        tables.append((name, table))
    return tables


def ask(store: Store, query: str, parameters: dict[str, Any], repeat: int) -> tuple[float, Any]:
    """Median seconds of a query, and its rows."""
    rows = store.cypher(query, parameters, limits=LIMITS).rows
    times = [seconds(lambda: store.cypher(query, parameters, limits=LIMITS)) for _ in range(repeat)]
    return median(times), rows


@contextmanager
def server(home: Path) -> Iterator[Access]:
    """Access to an empty server."""
    given = os.environ.get("SKILLWEAVE_TEST_NEO4J_URI")
    if given:
        access = Access.from_environment(given)
        empty(access.address, access.user, access.password.reveal())
        yield access
        return
    process = Neo4jServer.prepare(home)
    process.start()
    try:
        yield Access(process.uri, password=Secret(process.password))
    finally:
        process.kill()


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("graph", type=Path)
    parser.add_argument("--repeat", type=int, default=30)
    parser.add_argument("--postings", type=int, default=2000, help="postings of the bare loop")
    parser.add_argument("--only", choices=("copy", "queries"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder, "graph")
        shutil.copytree(options.graph, graph, ignore=shutil.ignore_patterns("cypher", "arrays"))
        if options.only != "queries":
            measure_copying(graph, Path(folder, "loop"), options.postings)
        if options.only != "copy":
            with server(Path(folder, "server")) as access:
                measure_queries(graph, access, options.repeat)


def measure_copying(graph: Path, home: Path, some: int) -> None:
    """How long a copy takes, new and brought up to date."""
    with LocalStore.open(graph, read_only=True) as store:
        rows = sum(store.counts().values())
        new = seconds(store.prepare_cypher)
        few = rows_of_some_postings(store, some)
    home.mkdir()
    loop = rows_a_second_unwinding(few, home)
    print(f"new copy: {new:.1f} s for {rows:,} rows, {rows / new:,.0f} rows a second")
    print(
        f"bare loop: {loop:,.0f} rows a second; the copy is {rows / new / loop:.1f} times as fast"
    )
    with LocalStore.open(graph, read_only=True) as store:
        print(f"opening a copy that is up to date: {seconds(store.prepare_cypher):.1f} s")
    with LocalStore.open(graph) as store:
        postings = store.scan("Posting", columns=["id"])["id"].to_pylist()
        deleted = store.delete(postings[: len(postings) // 100 + 1])
        updated = seconds(store.prepare_cypher)
    print(f"without {deleted} postings: {updated:.1f} s, {updated / new:.2f} of a new copy")


def measure_queries(graph: Path, access: Access, repeat: int) -> None:
    """How long queries take on both engines."""
    with (
        LocalStore.open(graph, read_only=True) as local,
        Neo4jStore.open(access, create=True) as remote,
    ):
        copy(local, remote)
        found = local.cypher(
            "MATCH (p:Posting)-[:FOR_ROLE]->(r:Role) WITH r, min(p.id) AS posting, count(p) AS n "
            "RETURN r.id AS role, posting ORDER BY n DESC, role LIMIT 1",
            limits=LIMITS,
        ).rows[0]
        for name, query in QUERIES.items():
            here, rows = ask(local, query, found, repeat)
            there, other_rows = ask(remote, query, found, repeat)
            assert rows == other_rows
            print(
                f"{name}: local {here * 1000:.1f} ms, Neo4j {there * 1000:.1f} ms, "
                f"local takes {here / there:.2f} of Neo4j's time"
            )


if __name__ == "__main__":
    main()
