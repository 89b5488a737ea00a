"""SPARQL over a graph: its copy brought up to date, a query run, the answer."""

from typing import Final

from skillweave.graph.cypher import Limits
from skillweave.graph.sparql.projection import Copy, Projection
from skillweave.graph.sparql.result import SparqlResult
from skillweave.graph.sparql.workers import Gone, Reply, Request, Workers
from skillweave.graph.transfer import CopyableStore
from skillweave.ontology.errors import GraphError

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
