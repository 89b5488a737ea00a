"""Reading without a graph: one text, or a stream of postings over all cores."""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Final

from skillweave._processes import main_module_set_aside
from skillweave.loaders.extraction.reader import DEFAULT_READER, ReaderName
from skillweave.loaders.extraction.reader import extract as read
from skillweave.loaders.posting import Posting, Reject, text_digest
from skillweave.loaders.workers import IN_FLIGHT, begin_process
from skillweave.ontology.errors import SkillweaveError
from skillweave.ontology.record import Record

CHUNK: Final = 32
"""Postings that a process reads at a time."""

Item = Posting | Reject
Line = bytes | Reject


def extract(posting: str | Posting, *, reader: ReaderName | None = None) -> Record:
    """Read what one posting says.

    Args:
        posting: its text, or a :class:`Posting`, which may also carry what its format states.
            A text gets an id that is made from it. Offsets refer to the text as it is given.
        reader: what reads the skills: "rules" (the taxonomy's names and rules), or "trained" (the
            trained reader beside them); the recommended one by default.

    Returns:
        Everything that it says, each fact with its evidence. The first call loads the names of
        the taxonomy; later ones take about 3 ms for 3,000 characters.
    """
    if isinstance(posting, str):
        posting = Posting(id=f"posting/text-{text_digest(posting)[:16]}", text=posting)
    return read(posting, reader=reader or DEFAULT_READER)


def record_lines(
    items: Iterable[Item], *, processes: int | None = None, reader: ReaderName | None = None
) -> Iterator[Line]:
    """Read a stream of postings on several cores and give their Records in the same order.

    The first chunk is read in this process, so that short inputs never wait for others to start.

    Args:
        items: postings and rejects; rejects are passed on where they stand.
        processes: how many processes read; all cores by default.
        reader: what reads the skills, as in :func:`extract`.

    Yields:
        A Record as a line of JSON, or a reject.
    """
    processes = processes or os.cpu_count() or 1
    read_chunk = partial(_read_chunk, reader=reader or DEFAULT_READER)
    chunks = _chunks(items)
    for chunk in islice(chunks, 1 if processes > 1 else None):
        yield from read_chunk(chunk)
    first = next(chunks, None)
    if first is None:
        return
    with main_module_set_aside(), _pool(processes) as pool:
        pending: deque[Future[list[Line]]] = deque([pool.submit(read_chunk, first)])
        try:
            for chunk in chunks:
                pending.append(pool.submit(read_chunk, chunk))
                if len(pending) > IN_FLIGHT * processes:
                    yield from pending.popleft().result()
            while pending:
                yield from pending.popleft().result()
        except BrokenProcessPool:
            raise SkillweaveError(
                "a process that reads postings was ended from outside, most likely for want of "
                "memory; try again with fewer of them (--processes 1)"
            ) from None


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that are let go of at once when their results are no longer wanted."""
    pool = ProcessPoolExecutor(
        processes, multiprocessing.get_context("spawn"), initializer=begin_process
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _read_chunk(chunk: list[Item], reader: ReaderName) -> list[Line]:
    return [item if isinstance(item, Reject) else _read_item(item, reader) for item in chunk]


def _read_item(posting: Posting, reader: ReaderName) -> Line:
    try:
        return read(posting, reader=reader).model_dump_json().encode() + b"\n"
    except Exception as error:  # noqa: BLE001 - one posting must not end a run of thousands
        return Reject(
            posting.file,
            posting.position,
            f"it could not be read: {type(error).__name__}: {error}"[:300],
            "please report it with the text",
            posting.text[:200],
        )
