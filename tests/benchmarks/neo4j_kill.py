"""Kill a Neo4j server in the middle of a load, again and again, and compare what is there at last.

    python tests/benchmarks/neo4j_kill.py INPUT... [--ways push,build] [--seed 1] [--line 5.26|2026]

The inputs are built into a local graph, the measure. Then they are brought into a server, which
gets SIGKILL at five moments: while it is laid out, a moment after a quarter, a half and three
quarters of the postings, and at the end, where duplicates are linked. Each time the server is
started again and the same load is run again. In the end all tables are compared row by row.

push    the local graph is pushed
build   the postings are built directly into the server

Exit code 1 if a row differs, or the server did not die as often as it should.
"""

import argparse
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from graph_samples import MODEL_TABLES, differences
from neo4j_server import RELEASES, Neo4jServer
from skillweave import Graph, GraphError
from skillweave.graph.local import LocalStore
from skillweave.graph.neo4j import Access, Neo4jStore, Secret
from skillweave.graph.transfer import copy, reconcile
from skillweave.loaders.batch import FileCount, Progress
from skillweave.ontology.schema import SIDES

MOMENTS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Parts of the postings after which the server is killed."""

SOON: Final = 0.4
"""Seconds from such a moment within which it is killed."""


class Killer(Progress):
    """Kills the server a moment after a load has come to one of the moments.

    Args:
        server: the server.
        total: how many postings there are.
        chance: says how soon.
    """

    def __init__(self, server: Neo4jServer, total: int, chance: random.Random) -> None:
        self._server = server
        self._total = total
        self._chance = chance
        self._moments = list(MOMENTS)
        self._timer: Timer | None = None
        self.kills = 0

    def reached(self, done: int) -> None:
        """That many postings are in the server."""
        part = done / self._total
        if self._timer is None and self._moments and part >= self._moments[0]:
            self._timer = Timer(self._chance.uniform(0, SOON), self._server.kill)
            self._timer.start()

    def batch(self, total: FileCount) -> None:
        """A batch of a build was written."""
        self.reached(min(total.written, self._total - 1))

    def linking(self) -> None:
        """All postings of a build are written."""
        self.reached(self._total)

    def copied(self, done: int, total: int) -> None:
        """Of the postings that were not there, some are."""
        self.reached(self._total - total + done)

    def dead(self) -> bool:
        """Whether the server is; if so it is time to wait for the next moment."""
        if self._timer is None:
            return False
        self._timer.join()
        self._timer = None
        self._moments.pop(0)
        self.kills += 1
        return True


def push(source: LocalStore, access: Access, inputs: list[str], killer: Killer) -> str:
    """Push; returns what was done."""
    with Neo4jStore.open(access, create=True, load_taxonomy=False) as target:
        copied = copy(source, target, progress=killer.copied)
    return f"{copied.written:,} postings written, {copied.unchanged:,} were there"


def build(source: LocalStore, access: Access, inputs: list[str], killer: Killer) -> str:
    """Build; returns what was done."""
    with Neo4jStore.open(access, create=True) as target:
        total = Graph(target).build(inputs, progress=killer).total
    return f"{total.written:,} postings written in all"


WAYS: Final[dict[str, Callable[[LocalStore, Access, list[str], Killer], str]]] = {
    "push": push,
    "build": build,
}


def main() -> int:
    """Run it; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--line", default="5.26", choices=RELEASES)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    wrong = False
    with TemporaryDirectory() as folder:
        with Graph.open(Path(folder) / "local.graph", create=True) as graph:
            total = graph.build(options.inputs).total.written
        with LocalStore.open(Path(folder) / "local.graph", read_only=True) as source:
            for way in options.ways.split(","):
                server = Neo4jServer.prepare(Path(folder) / way, line=options.line)
                killer = Killer(server, total, chance)
                try:
                    found = load(way, source, server, options.inputs, killer)
                finally:
                    server.kill()
                print(f"{way}: {killer.kills} kills; {found or 'all tables agree row by row'}")
                wrong |= bool(found) or killer.kills != len(MOMENTS)
    return int(wrong)


def load(
    way: str, source: LocalStore, server: Neo4jServer, inputs: list[str], killer: Killer
) -> str:
    """Run a load until it is done, whatever happens to the server; returns what differs."""
    server.start()
    access = Access(server.uri, password=Secret(server.password), retry_seconds=0)
    killer.reached(0)
    while True:
        try:
            done = WAYS[way](source, access, inputs, killer)
        except GraphError as error:
            if not killer.dead():
                raise
            print(f"{way}: killed: {type(error).__name__}: {str(error)[:100]}", flush=True)
        else:
            if not killer.dead():  # else it was killed after the last transaction
                break
        server.start()
    print(f"{way}: {done}", flush=True)
    with Neo4jStore.open(replace(access, retry_seconds=30), read_only=True) as target:
        reconcile(source, target)
        # A resumed run counts what it meets in other portions; the sums have to agree.
        tables = [table for table in (*MODEL_TABLES, *SIDES) if table != "file_count"]
        found = differences(source, target, tables, own_runs=way == "build")
        counted = [store.files(store.runs()["id"][0].as_py()) for store in (source, target)]
        return found or ("" if counted[0] == counted[1] else "the counts of files differ")


if __name__ == "__main__":
    sys.exit(main())
