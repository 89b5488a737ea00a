"""Bring postings into Neo4j in three ways and compare every table, row by row.

    python tests/benchmarks/neo4j_corpus.py INPUT... [--graph GRAPH] [--ways build,push,import]
                                            [--line 5.26|2026]

The local graph is the measure: GRAPH, which must have been built from the same inputs by this
version, or one that is built first. Each way gets a server of its own, one after the other:

build   the postings are built directly into the server
push    the local graph is pushed
import  the local graph is exported for the offline import, imported and indexed

Exit code 1 if a row differs anywhere.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from graph_samples import differences
from neo4j_server import RELEASES, Neo4jServer
from skillweave import Graph
from skillweave.graph.local import LocalStore
from skillweave.graph.neo4j import Access, Neo4jStore, Secret
from skillweave.graph.neo4j.offline import write_import_files
from skillweave.graph.transfer import copy, reconcile


class Clock:
    """Says how long each step took."""

    def __init__(self) -> None:
        self._last = perf_counter()

    def tell(self, what: str) -> None:
        """Print what was done since the last time, and for how many seconds."""
        now = perf_counter()
        print(f"{now - self._last:8.1f} s  {what}", flush=True)
        self._last = now


def build(server: Neo4jServer, local: LocalStore, inputs: list[str], clock: Clock) -> None:
    """Build the postings directly into the server."""
    server.start()
    with Neo4jStore.open(access(server), create=True) as store:
        total = Graph(store).build(inputs).total
    clock.tell(f"built {total.written:,} postings of {total.read:,} items")


def push(server: Neo4jServer, local: LocalStore, inputs: list[str], clock: Clock) -> None:
    """Copy the local graph, twice: the second time there is nothing to do."""
    server.start()
    for _ in range(2):
        with Neo4jStore.open(access(server), create=True, load_taxonomy=False) as store:
            copied = copy(local, store)
        rows = sum(table.target for table in copied.tables)
        clock.tell(f"pushed {copied.written:,} postings, {rows:,} nodes and edges are there")


def offline(server: Neo4jServer, local: LocalStore, inputs: list[str], clock: Clock) -> None:
    """Write files, import them while the server is down, make the indexes."""
    directory = server.home / "files"
    write_import_files(local, directory)
    size = sum(file.stat().st_size for file in directory.iterdir())
    clock.tell(f"{size / 1e6:,.0f} MB of files written")
    server.admin("database", "import", "full", "neo4j", "@import.args", directory=directory)
    clock.tell("imported")
    server.start()
    with server.driver() as driver, driver.session() as session:
        for statement in (directory / "indexes.cypher").read_text("utf-8").splitlines():
            session.run(statement.removesuffix(";")).consume()
        session.run("CALL db.awaitIndexes(300)").consume()
    clock.tell("indexes made")


WAYS: dict[str, Callable[[Neo4jServer, LocalStore, list[str], Clock], None]] = {
    "build": build,
    "push": push,
    "import": offline,
}


def access(server: Neo4jServer) -> Access:
    """How to enter the server."""
    return Access(server.uri, password=Secret(server.password))


def main() -> int:
    """Run it; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--line", default="5.26", choices=RELEASES)
    options = parser.parse_args()
    print(f"Neo4j {RELEASES[options.line].version}")
    clock = Clock()
    with TemporaryDirectory() as folder:
        graph = options.graph or Path(folder) / "local.graph"
        if not options.graph:
            with Graph.open(graph, create=True) as opened:
                total = opened.build(options.inputs).total
            clock.tell(f"built {total.written:,} postings of {total.read:,} items locally")
        different = False
        with LocalStore.open(graph, read_only=True) as local:
            for way in options.ways.split(","):
                print(way)
                home = Path(folder) / way
                server = Neo4jServer.prepare(home, line=options.line, heap="2g")
                try:
                    WAYS[way](server, local, options.inputs, clock)
                    with Neo4jStore.open(access(server), read_only=True) as store:
                        found = differences(local, store, own_runs=way == "build")
                        reconcile(local, store)
                    clock.tell(found or "compared: all tables agree row by row")
                    different |= bool(found)
                finally:
                    server.kill()
    return int(different)


if __name__ == "__main__":
    sys.exit(main())
