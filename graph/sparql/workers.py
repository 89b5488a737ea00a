"""A few processes that answer SPARQL queries, kept warm, and ended when a query takes too long."""

import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock, Semaphore, Timer
from typing import Final, Literal, NamedTuple

from skillweave.graph.cypher import Limits
from skillweave.graph.sparql.formats import FormatName, Kind
from skillweave.graph.sparql.functions import NAMESPACES
from skillweave.graph.sparql.helper import Message, read_frame, write_frame
from skillweave.graph.sparql.projection import Copy
from skillweave.ontology.errors import (
    GraphBusy,
    GraphError,
    QueryFailed,
    QueryRefused,
    QueryTimeout,
    QueryTooLarge,
)
from skillweave.ontology.schema import BASE_IRI, PREFIXES

MEMORY: Final = 1 << 30
"""Bytes that a query may take beyond what a process needs to open the graph."""

ANSWER_SIZE: Final = 256 << 20
"""Bytes that an answer may have."""


class Gone(GraphError):
    """The copy of the graph was cleared away before a process opened it; there is a newer one."""


class Reply(NamedTuple):
    """What a query returned.

    Attributes:
        kind: rows, a truth value or a graph.
        body: in the syntax that was asked for; Results JSON or N-Triples by default.
        complete: whether it is all; False if the limit of rows or triples cut it off.
    """

    kind: Kind
    body: bytes
    complete: bool


@dataclass(frozen=True, slots=True)
class Request:
    """A query and what it is to be asked of.

    Attributes:
        query: one SPARQL query.
        default_graphs: IRIs of the graphs that make up the default graph; all graphs by default.
        named_graphs: IRIs of the graphs that ``GRAPH`` may name; all graphs by default. If one of
            the two is given, the other is empty by default, and ``FROM`` in the query is void.
        formats: in which syntax the body of each kind of answer is wanted.
    """

    query: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    formats: Mapping[Kind, FormatName] = field(default_factory=dict)


class Workers:
    """Processes that answer queries; started when they are needed. Safe to use from threads.

    Args:
        size: how many queries may run at the same time.
    """

    def __init__(self, size: int) -> None:
        self._free = Semaphore(size)
        self._lock = Lock()
        self._idle: list[_Worker] = []
        self._closed = False

    def ask(self, copy: Copy, request: Request, limits: Limits) -> Reply:
        """Run a query over a copy of the graph.

        Args:
            copy: the copy.
            request: the query.
            limits: rows or triples that it may return, and seconds that it may take, waiting for
                its turn included.

        Raises:
            QueryRefused: it does more than read this graph.
            QueryFailed: it cannot be read or run.
            QueryTimeout: it took too long.
            QueryTooLarge: it needs more memory, or its answer is larger, than it may.
            GraphBusy: others took all processes for as long as it might have taken.
            Gone: the copy is no longer there.
        """
        until = time.monotonic() + limits.seconds
        if not self._free.acquire(timeout=limits.seconds):
            raise GraphBusy(
                f"all processes were busy with other queries for {limits.seconds:g} s; try again"
            )
        try:
            worker = self._take(copy)
            try:
                reply = worker.ask(request, limits, until)
            except BaseException as error:
                if isinstance(error, QueryRefused | QueryFailed):
                    self._give_back(worker)
                else:
                    worker.end()
                raise
            self._give_back(worker)
            return reply
        finally:
            self._free.release()

    def close(self) -> None:
        """End all processes that are idle, and the others when they have answered."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    def _take(self, copy: Copy) -> "_Worker":
        with self._lock:
            usable = [worker for worker in self._idle if worker.copy.home == copy.home]
            stale = [worker for worker in self._idle if worker.copy.home != copy.home]
            worker = usable.pop() if usable else None
            self._idle = usable
        for other in stale:
            other.end()
        return worker or _Worker(copy)

    def _give_back(self, worker: "_Worker") -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(worker)
                return
        worker.end()


class _Worker:
    def __init__(self, copy: Copy) -> None:
        self.copy = copy
        self._process = subprocess.Popen(
            # -P: nothing is imported from the directory that the user happens to be in.
            [sys.executable, "-P", "-m", "skillweave.graph.sparql.helper"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the owner alone
        )
        try:
            answer, _ = self._exchange(
                {
                    "directory": str(copy.store),
                    "lock": str(copy.lock),
                    "memory": MEMORY,
                    "base_iri": BASE_IRI,
                    "prefixes": PREFIXES | NAMESPACES,
                }
            ) or ({"error": "gone", "message": "the process for queries does not start"}, b"")
            if "error" in answer:
                raise Gone(answer["message"])
        except BaseException:
            self.end()
            raise

    def ask(self, request: Request, limits: Limits, until: float) -> Reply:
        left = max(until - time.monotonic(), 0.001)
        timer = Timer(left, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            frame = self._exchange(
                {
                    "query": request.query,
                    "default_graphs": request.default_graphs,
                    "named_graphs": request.named_graphs,
                    "format": dict(request.formats),
                    "rows": limits.rows,
                    "bytes": ANSWER_SIZE,
                    "seconds": left,
                }
            )
        finally:
            timer.cancel()
        if frame is None:
            if time.monotonic() >= until:
                raise QueryTimeout(
                    f"the query took more than {limits.seconds:g} s; ask for less, or allow more"
                )
            raise _too_large()
        answer, body = frame
        if "error" in answer:
            raise _error(answer["error"], answer["message"])
        return Reply(answer["kind"], body, answer["complete"])

    def end(self) -> None:
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self._process.wait()

    def _exchange(self, message: Message) -> tuple[Message, bytes] | None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            write_frame(self._process.stdin, message)
            return read_frame(self._process.stdout)
        except OSError:  # it ended
            return None


def _too_large() -> QueryTooLarge:
    return QueryTooLarge(
        f"the query needs more than {MEMORY >> 20} MiB of memory, or its answer is larger than "
        f"{ANSWER_SIZE >> 20} MiB; ask for less"
    )


def _error(kind: Literal["refused", "syntax", "large", "failed"], message: str) -> Exception:
    match kind:
        case "refused":
            return QueryRefused(message)
        case "large":
            return _too_large()
        case "syntax":
            # What might have stood there instead is told up to the first class of characters.
            shortened = message.partition(", ['")[0]
            return QueryFailed(f"the query cannot be read: {shortened}")
        case _:
            return QueryFailed(f"the query cannot be run: {message}")
