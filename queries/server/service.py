"""The graph that a server serves: its latest copy, and the processes that answer.

The graph itself is opened only to bring the copy up to date, so that it can be built while it is
served; meanwhile the copy of its last version is asked.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Final

from skillweave.graph.cypher import Limits
from skillweave.graph.sparql.engine import Finished, SparqlEngine
from skillweave.graph.sparql.projection import FOLDER, Copy, Projection
from skillweave.graph.sparql.workers import Reply, Request
from skillweave.graph.transfer import CopyableStore
from skillweave.ontology.errors import GraphInUse, SkillweaveError

LOOK_EVERY: Final = 5.0
"""Seconds between looks at whether the graph has changed."""

_log = logging.getLogger(__name__)


class Service:
    """A graph that is served. Safe to use from threads.

    Args:
        open_store: opens the graph for reading.
        directory: the graph's directory; None for one on another server.
        workers: how many queries may run at the same time.
    """

    def __init__(
        self, open_store: Callable[[], CopyableStore], directory: Path | None, *, workers: int
    ) -> None:
        self._open_store = open_store
        self._directory = directory
        self._engine = SparqlEngine(self._copy_to_ask, workers=workers)
        self._seen: object = None
        self._stopped = Event()
        self._copy = self._first_copy()
        self._thread = Thread(target=self._keep_up, daemon=True)

    @property
    def copy(self) -> Copy:
        """The copy that is asked now."""
        return self._copy

    def start(self) -> None:
        """Begin to follow the graph as it changes."""
        self._thread.start()

    def ask(self, request: Request, limits: Limits) -> Reply:
        """Ask a query of the latest copy; see :meth:`Workers.ask`."""
        return self._engine.ask(request, limits)

    def close(self) -> None:
        """Stop following, and end the processes."""
        self._stopped.set()
        self._engine.close()

    def refresh(self) -> bool:
        """Bring the copy up to date if the graph has changed; whether it was.

        Raises:
            GraphInUse: it is being built.
        """
        seen = self._signature()
        if seen is not None and seen == self._seen:
            return False
        with self._open_store() as store:
            before, self._copy = self._copy, self._projection(store).current(store)
        self._seen = seen
        return self._copy != before

    def _copy_to_ask(self, lost: Copy | None) -> Copy:
        if lost is not None and lost == self._copy:
            self._copy = self._first_copy()
        return self._copy

    def _first_copy(self) -> Copy:
        seen = self._signature()
        try:
            with self._open_store() as store:
                copy = self._projection(store).current(store)
        except GraphInUse:
            if self._directory is None:
                raise
            newest = Finished(self._directory)(None)
            _log.warning("The graph is being built; its version %d is served", newest.version)
            return newest
        self._seen = seen
        return copy

    def _projection(self, store: CopyableStore) -> Projection:
        return Projection(store.workspace / FOLDER)

    def _signature(self) -> object:
        # What changes with the graph, and can be looked at while somebody else has it open. None
        # if there is no such thing.
        if self._directory is None:
            return None
        found = []
        for path in sorted(self._directory.glob("graph.duckdb*")):
            try:
                state = os.stat(path)
            except FileNotFoundError:
                continue
            found.append((path.name, state.st_mtime_ns, state.st_size))
        return found

    def _keep_up(self) -> None:
        while not self._stopped.wait(LOOK_EVERY):
            try:
                if self.refresh():
                    _log.info("Version %d of the graph is served now", self._copy.version)
            except GraphInUse:
                continue
            except SkillweaveError as error:
                _log.warning("The graph cannot be brought up to date: %s", error)
            except Exception:  # noqa: BLE001  (the last version is served on)
                _log.exception("The graph cannot be brought up to date")
