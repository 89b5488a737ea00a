"""SPARQL over a graph: its copy brought up to date, a query run, the answer."""

from pathlib import Path
from typing import Final

from skillweave.graph.cypher import Limits
from skillweave.graph.sparql.projection import Copy, Projection
from skillweave.graph.sparql.result import SparqlResult
from skillweave.graph.sparql.workers import Gone, Reply, Request, Workers
from skillweave.graph.transfer import CopyableStore
from skillweave.ontology.errors import GraphError, GraphInUse

_ATTEMPTS: Final = 3


class SparqlEngine:
    """Answers SPARQL queries about one graph. Safe to use from threads, once it has a copy.

    Args:
        store: the graph.
        workers: how many queries may run at the same time.
    """

    def __init__(self, store: CopyableStore, *, workers: int = 1) -> None:
        self._store = store
        self._projection = Projection(store.workspace / "rdf")
        self._workers = Workers(workers)
        self._copy: Copy | None = None

    def query(self, query: str, limits: Limits) -> SparqlResult:
        """Ask a query of the graph's present version; see :meth:`Workers.ask`."""
        reply = self.ask(Request(query), limits)
        return SparqlResult(reply.kind, reply.body, complete=reply.complete)

    def ask(self, request: Request, limits: Limits) -> Reply:
        """As :meth:`query`, with the answer in the syntax that the request names."""
        for _ in range(_ATTEMPTS):
            copy = self._copy
            if copy is None or copy.version != self._store.version:
                copy = self._copy = self._projection.current(self._store)
            try:
                return self._workers.ask(copy, request, limits)
            except Gone:
                self._copy = None
                self._projection.discard(copy)
        raise GraphError(
            f"the copy of the graph for SPARQL in {self._store.workspace} cannot be opened; "
            "see whether the disk is full"
        )

    def close(self) -> None:
        """End the processes. Calling it twice does no harm."""
        self._workers.close()


class LastCopy:
    """Answers about a graph that somebody is building, as its last finished copy has it.

    Args:
        directory: the graph's directory.

    Raises:
        GraphInUse: it was never copied.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._workers = Workers(1)
        self._copy = self._newest()

    @property
    def version(self) -> int:
        """The version of the graph that is asked."""
        return self._copy.version

    def query(self, query: str, limits: Limits) -> SparqlResult:
        """Ask a query; see :meth:`Workers.ask`."""
        for _ in range(_ATTEMPTS):
            try:
                reply = self._workers.ask(self._copy, Request(query), limits)
            except Gone:  # the build is over, and somebody has made a newer one
                self._copy = self._newest()
            else:
                return SparqlResult(reply.kind, reply.body, complete=reply.complete)
        raise GraphError(f"the copy of the graph for SPARQL in {self._directory} cannot be opened")

    def _newest(self) -> Copy:
        found = Projection(self._directory / "rdf").newest()
        if found is None:
            raise GraphInUse(
                f"{self._directory} is being built, and was never asked in SPARQL before; "
                "ask when it is built"
            )
        return found

    def close(self) -> None:
        """End the processes. Calling it twice does no harm."""
        self._workers.close()
