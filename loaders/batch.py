"""A run: postings in any form, through extraction, into a store.

The postings are met in the order of the input. Those that the store holds as they are are left;
the others are read, chunk by chunk in several processes, and written, a transaction a chunk, in
the same order. So the state after any number of interruptions is a prefix of the run, and running
it again takes up where it stopped.

Memory: a bounded number of chunks, and about 150 bytes for each posting that was met (to tell a
posting that is met again) or is in the store.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa

from skillweave.loaders.duplicates import judge
from skillweave.loaders.extraction.reader import (
    DEFAULT_READER,
    ReaderName,
    extract,
    extractor_version,
)
from skillweave.loaders.formats.columns import ColumnMapping
from skillweave.loaders.posting import Posting, Reject
from skillweave.loaders.review.corrections import AnswerBook
from skillweave.loaders.sources import Progress as FileProgress
from skillweave.loaders.sources import read_postings
from skillweave.loaders.tables import content_digest, well_formed
from skillweave.loaders.workers import Extract, Job, read_chunks
from skillweave.ontology.answers import Answer
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.schema import posting_id
from skillweave.ontology.sink import RunKey, Sink
from skillweave.ontology.tables import TableBuilder

CHUNK: Final = 128
"""Postings that are read in one go and written in one transaction."""

_LOGGED: Final = 4096
"""Rejects or unchanged postings after which the log is written though there is nothing else."""


class FileCount(NamedTuple):
    """What a run met in a file: ``read`` is the sum of the others.

    ``duplicate`` counts postings whose id the run had met before; the first one wins. Re-posts
    under ids of their own are written and linked.
    """

    file: str
    read: int = 0
    written: int = 0
    unchanged: int = 0
    duplicate: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class Summary:
    """What came of a run.

    Attributes:
        run: id of the run.
        files: counts by file, in the order of the input.
        outdated: answers of people on postings that were written and have another text now; they
            are kept, and hold again should the text come back.
    """

    run: str
    files: tuple[FileCount, ...]
    outdated: tuple[Answer, ...] = ()

    @property
    def total(self) -> FileCount:
        """The sum over all files."""
        counts = (sum(count[at] for count in self.files) for at in range(1, 6))  # type: ignore[misc]
        return FileCount("", *counts)


class Progress:
    """Is told how far a run is; this one does nothing. Derive from it to show something."""

    def file(self, progress: FileProgress) -> None:
        """A file has been read up to a number of bytes, or is finished."""

    def batch(self, total: FileCount) -> None:
        """A batch was written; ``total`` counts what the run has met so far."""

    def linking(self) -> None:
        """All is read; duplicates are being linked."""


def build(
    inputs: Sequence[str | Path],
    sink: Sink,
    *,
    columns: ColumnMapping | None = None,
    source: str | None = None,
    processes: int | None = None,
    progress: Progress | None = None,
    reader: ReaderName = DEFAULT_READER,
    make_record: Extract | None = None,
    chunk: int = CHUNK,
) -> Summary:
    """Read postings into a store.

    Args:
        inputs: files, folders and archives; "-" is standard input.
        sink: the store.
        columns: which columns of dumps hold what, where that is not to be guessed.
        source: short name of where the postings come from.
        processes: how many processes read; all cores by default, 1 reads in this one.
        progress: is told how far the run is.
        reader: who reads the skills; see :func:`skillweave.loaders.extraction.reader.extract`.
        make_record: makes the Record of a posting in place of that function.
        chunk: postings a transaction.

    Returns:
        What was met, by file. A run that was stopped at any moment, even by SIGKILL, is resumed by
        calling this again with the same inputs.

    Raises:
        GraphError: the store cannot be written.
    """
    progress = progress or Progress()
    taxonomy = Taxonomy.builtin()
    version = extractor_version(reader)
    key = RunKey(tuple(str(item) for item in inputs), version, taxonomy.version)
    run = sink.begin_run(key)
    log = _Log(run)
    state = _Met(sink, run)
    found = read_postings(inputs, columns=columns, source=source, progress=progress.file)
    book = AnswerBook.of(sink.answers())
    outdated: list[Answer] = []
    chunks = _chunks(found, state, log, key, chunk, book, outdated)
    make_record = make_record or partial(extract, reader=reader)
    processes = processes or os.cpu_count() or 1
    for jobs, reading in read_chunks(chunks, make_record, run, processes, book.concepts):
        failed = {failure.place: failure.reason for failure in reading.failures}
        for index, job in enumerate(jobs):
            if index in failed:
                log.reject(_failure(job.posting, failed[index]))
            else:
                log.count(job.posting.file, "written")
        parts = list(reading.parts()) or [{}]
        held = [posting_id(job.posting.id) for job in jobs if state.held(job.posting.id)]
        for part in parts[:-1]:
            sink.write(part)
        sink.write({**parts[-1], **log.tables()}, replaced=held if len(parts) == 1 else None)
        progress.batch(log.total())
    rest = log.tables()
    if rest:
        sink.write(rest, replaced=())
    progress.batch(log.total())
    progress.linking()
    sink.link_duplicates(judge)
    sink.end_run(run)
    return Summary(run, log.files(), tuple(outdated))


def _chunks(
    found: Iterable[Posting | Reject],
    state: "_Met",
    log: "_Log",
    key: RunKey,
    size: int,
    book: AnswerBook,
    outdated: list[Answer],
) -> Iterator[list[Job]]:
    """The postings that are to be read, in chunks; all else is counted on the way.

    Answers that do not fit the text of their posting any more are added to ``outdated``.
    """
    jobs: list[Job] = []
    for item in found:
        if isinstance(item, Reject):
            log.reject(item)
        elif not state.meet(item.id):
            log.count(item.file, "duplicate")
        else:
            posting = replace(item, text=well_formed(item.text))
            digest = content_digest(posting, extractor=key.extractor, taxonomy=key.taxonomy)
            left = state.left(posting.id, digest)
            if left is None:
                answers, others = book.on(posting_id(posting.id), posting.text)
                outdated.extend(others)
                jobs.append(Job(posting, digest, answers))
            else:
                log.count(posting.file, left)
        if len(jobs) >= size or log.pending >= _LOGGED:
            yield jobs
            jobs = []
    if jobs:
        yield jobs


def _failure(posting: Posting, reason: str) -> Reject:
    return Reject(
        posting.file,
        posting.position,
        f"it could not be read: {reason}",
        "please report it with the text",
        posting.text[:200],
    )


class _Met:
    """Which postings the store holds, and which the run has met."""

    def __init__(self, sink: Sink, run: str) -> None:
        self._known: dict[int, tuple[int, bool]] = {}
        self._met: set[int] = set()
        for known in sink.known():
            entry = (_number(known.digest), known.run == run)
            self._known[_number(known.posting)] = entry

    def meet(self, given: str) -> bool:
        """Meet a posting; whether it is for the first time."""
        number = _number(posting_id(given))
        if number in self._met:
            return False
        self._met.add(number)
        return True

    def held(self, given: str) -> bool:
        """Whether the store held the posting when the run began."""
        return _number(posting_id(given)) in self._known

    def left(self, given: str, digest: str) -> str | None:
        """How a posting counts that need not be read, None if it must be.

        What this very run wrote before it was interrupted counts as written.
        """
        known = self._known.get(_number(posting_id(given)))
        if known is None or known[0] != _number(digest):
            return None
        return "written" if known[1] else "unchanged"


def _number(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


class _Log:
    """Counts by file, and what of them and of the rejects is still to be written."""

    def __init__(self, run: str) -> None:
        self._run = run
        self._files: dict[str, FileCount] = {}
        self._changes: dict[str, FileCount] = {}
        self._total = FileCount("")
        self._rejects: list[Reject] = []
        self.pending = 0

    def count(self, file: str, what: str) -> None:
        """Count one posting of a file."""
        self._files[file] = _one_more(self._files.get(file) or FileCount(file), what)
        self._changes[file] = _one_more(self._changes.get(file) or FileCount(file), what)
        self._total = _one_more(self._total, what)
        self.pending += 1

    def reject(self, reject: Reject) -> None:
        """Count and keep a reject."""
        self.count(reject.file, "rejected")
        self._rejects.append(reject)

    def tables(self) -> dict[str, pa.Table]:
        """The rows of the log that were not given before."""
        builder = TableBuilder(owned=False)
        for reject in self._rejects:
            values = (well_formed(value) for value in reject)
            builder.rows("reject").append((self._run, *values))
        for file, counts in self._changes.items():
            builder.rows("file_count").append((self._run, well_formed(file), *counts[1:]))
        self._changes = {}
        self._rejects = []
        self.pending = 0
        return builder.tables()

    def files(self) -> tuple[FileCount, ...]:
        """Counts by file."""
        return tuple(self._files.values())

    def total(self) -> FileCount:
        """Counts of all files."""
        return self._total


def _one_more(counts: FileCount, what: str) -> FileCount:
    return counts._replace(**{"read": counts.read + 1, what: getattr(counts, what) + 1})
