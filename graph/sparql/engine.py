"""SPARQL over a graph: its copy brought up to date, a query run, the answer."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from skillweave.graph.cypher import Limits
from skillweave.graph.sparql.projection import FOLDER, Copy, Projection
from skillweave.graph.sparql.result import SparqlResult
from skillweave.graph.sparql.workers import Gone, Reply, Request, Workers
from skillweave.graph.transfer import CopyableStore
from skillweave.ontology.errors import GraphError, GraphInUse

CopyToAsk: TypeAlias = Callable[[Copy | None], Copy]
"""Gives the copy that is to be asked; is told the one that turned out to be gone, if one did."""

_ATTEMPTS: Final = 3


class SparqlEngine:
    """Answers SPARQL queries about one graph. Safe to use from threads, once it has a copy.

    Args:
        copy_to_ask: :class:`UpToDate`, :class:`Finished`, or another source of copies.
        workers: how many queries may run at the same time.
    """

    def __init__(self, copy_to_ask: CopyToAsk, *, workers: int = 1) -> None:
        self._copy_to_ask = copy_to_ask
        self._workers = Workers(workers)

    def query(self, query: str, limits: Limits) -> SparqlResult:
        """Ask a query; see :meth:`Workers.ask`."""
        reply = self.ask(Request(query), limits)
        return SparqlResult(reply.kind, reply.body, complete=reply.complete)

    def ask(self, request: Request, limits: Limits) -> Reply:
        """As :meth:`query`, with the answer in the syntax that the request names."""
        lost: Copy | None = None
        for _ in range(_ATTEMPTS):
            copy = self._copy_to_ask(lost)
            try:
                return self._workers.ask(copy, request, limits)
            except Gone:  # another process has made a newer one
                lost = copy
        raise GraphError(
            f"the copy of the graph for SPARQL in {copy.home} cannot be opened; "
            "see whether the disk is full"
        )

    def close(self) -> None:
        """End the processes. Calling it twice does no harm."""
        self._workers.close()


class UpToDate:
    """The copy of a graph's present version, made when it is needed.

    Args:
        store: the graph.
    """

    def __init__(self, store: CopyableStore) -> None:
        self._store = store
        self._projection = Projection(store.workspace / FOLDER)
        self._copy: Copy | None = None

    def __call__(self, lost: Copy | None) -> Copy:
        """The copy; one that is gone is made anew."""
        if lost is not None:
            self._copy = None
            self._projection.discard(lost)
        copy = self._copy
        if copy is None or copy.version != self._store.version:
            copy = self._copy = self._projection.current(self._store)
        return copy


class Finished:
    """The last finished copy of a graph that somebody is building.

    Args:
        directory: the graph's directory.

    Raises:
        GraphInUse: it was never copied.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._copy = self._newest()

    @property
    def version(self) -> int:
        """The version of the graph that is asked."""
        return self._copy.version

    def __call__(self, lost: Copy | None) -> Copy:
        """The copy; after one that is gone a newer one, as the build is over."""
        if lost is not None:
            self._copy = self._newest()
        return self._copy

    def _newest(self) -> Copy:
        found = Projection(self._directory / FOLDER).newest()
        if found is None:
            raise GraphInUse(
                f"{self._directory} is being built, and was never asked in SPARQL before; "
                "ask when it is built"
            )
        return found
