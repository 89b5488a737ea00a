"""Reading chunks of postings in other processes, in order, whatever becomes of the processes.

A posting that extraction fails on becomes a failure with its reason and nothing more. A process
that dies (out of memory, a fault in a library) takes no run with it: the chunks it may have held
are read again posting by posting, and the one that kills its process again is the failure.
"""

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import connection
from types import MappingProxyType
from typing import Final, NamedTuple

import pyarrow as pa

from skillweave.loaders.posting import Posting
from skillweave.loaders.review.corrections import correct
from skillweave.loaders.tables import PostingTables
from skillweave.ontology.answers import Answer
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.record import Record
from skillweave.ontology.tables import Tables

_log = logging.getLogger(__name__)

Extract = Callable[[Posting], Record]
"""Makes the Record of a posting."""

IN_FLIGHT: Final = 2
"""Chunks a process may have waiting; what bounds the memory of a run."""


class Job(NamedTuple):
    """A posting to be read, with the digest of its content and what people answered on it."""

    posting: Posting
    digest: str
    answers: tuple[Answer, ...] = ()


class Failure(NamedTuple):
    """A posting of a chunk that could not be read, by its place in the chunk."""

    place: int
    reason: str


@dataclass(frozen=True)
class Reading:
    """What came of a chunk: the rows of the postings that could be read, and the failures."""

    tables: Tables
    failures: tuple[Failure, ...] = ()
    more: tuple["Reading", ...] = field(default=())

    def parts(self) -> Iterator[Tables]:
        """The tables to be written, one after the other."""
        if self.tables:
            yield self.tables
        for reading in self.more:
            yield from reading.parts()


def read_chunk(
    jobs: Sequence[Job],
    extract: Extract,
    run: str,
    concepts: Mapping[str, Answer] = MappingProxyType({}),
) -> Reading:
    """Read a chunk in this process.

    Args:
        jobs: the postings.
        extract: makes their Records.
        run: id of the run.
        concepts: what people answered on candidate concepts, by the candidate's id.
    """
    taxonomy = Taxonomy.builtin()
    rows = PostingTables(taxonomy, run=run)
    failures = []
    for index, job in enumerate(jobs):
        try:
            record = extract(job.posting)
            record = correct(record, job.posting.text, job.answers, concepts, taxonomy)
            rows.add(job.posting, record, digest=job.digest)
        except Exception as error:  # noqa: BLE001 - one posting must not end a run of thousands
            _log.exception("reading %s failed", job.posting.origin)
            failures.append(Failure(index, f"{type(error).__name__}: {error}"[:300]))
    tables: dict[str, pa.Table] = rows.tables() if len(rows) else {}
    return Reading(tables, tuple(failures))


def read_chunks(
    chunks: Iterable[Sequence[Job]],
    extract: Extract,
    run: str,
    processes: int,
    concepts: Mapping[str, Answer] = MappingProxyType({}),
) -> Iterator[tuple[Sequence[Job], Reading]]:
    """Read chunks in as many processes as given, and give them back in order.

    Args:
        chunks: postings; asked for only as fast as they are read.
        extract: makes their Records; must be importable by name where processes > 1.
        run: id of the run.
        processes: 1 reads in this process.
        concepts: what people answered on candidate concepts, by the candidate's id.

    Yields:
        Each chunk with what came of it.
    """
    if processes <= 1:
        for chunk in chunks:
            yield chunk, read_chunk(chunk, extract, run, concepts)
        return
    pool = _Pool(extract, run, processes, dict(concepts))
    waiting: deque[tuple[Sequence[Job], Future[Reading]]] = deque()
    try:
        for chunk in chunks:
            waiting.append((chunk, pool.submit(chunk)))
            if len(waiting) > processes * IN_FLIGHT:
                yield _first(pool, waiting)
        while waiting:
            yield _first(pool, waiting)
    finally:
        pool.close()


def _first(
    pool: "_Pool", waiting: deque[tuple[Sequence[Job], Future[Reading]]]
) -> tuple[Sequence[Job], Reading]:
    """The result of the chunk that was handed out first, at whatever cost."""
    chunk, future = waiting.popleft()
    try:
        return chunk, future.result()
    except BrokenProcessPool:
        pool.restart()
        reading = _one_by_one(pool, chunk)
        for position, (other, _) in enumerate(waiting):
            waiting[position] = (other, pool.submit(other))
        return chunk, reading


def _one_by_one(pool: "_Pool", chunk: Sequence[Job]) -> Reading:
    """Read a chunk posting by posting, to find the one that kills its process."""
    parts: list[Reading] = []
    failures: list[Failure] = []
    for index, job in enumerate(chunk):
        try:
            reading = pool.submit([job]).result()
        except BrokenProcessPool:
            pool.restart()
            failures.append(Failure(index, "the process that read it died"))
            continue
        parts.append(reading)
        failures.extend(Failure(index, failure.reason) for failure in reading.failures)
    return Reading({}, tuple(failures), tuple(parts))


class _Pool:
    """Processes that read chunks; can be replaced by fresh ones."""

    def __init__(
        self, extract: Extract, run: str, processes: int, concepts: dict[str, Answer]
    ) -> None:
        self._extract = extract
        self._concepts = concepts
        self._run = run
        self._processes = processes
        self._executor = self._start()

    def _start(self) -> ProcessPoolExecutor:
        # forked processes would hold the store's locks and threads
        return ProcessPoolExecutor(
            self._processes,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=begin_process,
        )

    def submit(self, chunk: Sequence[Job]) -> Future[Reading]:
        try:
            return self._executor.submit(
                read_chunk, chunk, self._extract, self._run, self._concepts
            )
        except BrokenProcessPool:  # it broke since; whoever waits for a result finds out
            failed: Future[Reading] = Future()
            failed.set_exception(BrokenProcessPool())
            return failed

    def restart(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._start()

    def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)


def begin_process() -> None:
    """Leave interrupts to the process that started this one, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
