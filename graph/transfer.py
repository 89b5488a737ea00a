"""Copy a graph from one store into another, or bring the copy up to date.

A copy is lossless: it can be built on, pushed back and compared row by row. Only postings whose
digest or run differs travel. Steps, each in transactions of the target, so that a copy that was cut
short is completed by starting it again:

1. the taxonomy, if it is another one, the runs that are new, and what people answered;
2. postings that the source no longer has are deleted;
3. postings that are new or changed are written, as many at a time as have a certain length
   together, while the next are read; a server gets two such transactions at the same time;
4. the links of duplicates, the derived edges if they were made anew, and the logs;
5. the numbers of nodes and edges are compared, label by label and type by type.
"""

from collections import deque
from collections.abc import Callable, Container, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, Protocol, TypeAlias

import pyarrow as pa

from skillweave.graph.store import Store
from skillweave.ontology.errors import GraphError
from skillweave.ontology.schema import DERIVED
from skillweave.ontology.sink import Link
from skillweave.ontology.tables import Tables

LOGS: Final = ("reject", "file_count")
"""Side tables that runs write."""

DELETED_AT_A_TIME: Final = 1_000
"""Postings that a transaction deletes."""

BYTES_AT_A_TIME: Final = 16_000_000
"""Length of the texts and Records of the postings that a transaction writes: it grows with what is
written, and a server with a heap of 1 GB bears two of this length. Fewer transactions are faster,
since each counts anew who states what postings share."""

Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many postings are done, of how many."""


class Concepts(NamedTuple):
    """What a taxonomy states.

    Attributes:
        taxonomy: its version.
        listed: all its nodes and edges.
        retired: nodes of earlier taxonomies that postings still name.
    """

    taxonomy: str | None
    listed: Tables
    retired: Tables


class Log(NamedTuple):
    """What runs left behind.

    Attributes:
        runs: a row a run, in the order of their beginning: id, started, extractor, taxonomy,
            inputs, key, ended.
        logs: the rows of :data:`LOGS`.
    """

    runs: pa.Table
    logs: Tables


class Links(NamedTuple):
    """The links of duplicates.

    Attributes:
        pairs: all links.
        unlinked: postings in whose groups links have to be looked for.
    """

    pairs: Sequence[Link]
    unlinked: Sequence[str]


class CopyableStore(Store, Protocol):
    """A store that can be copied from and to."""

    @property
    def taxonomy_version(self) -> str | None:
        """Version of the taxonomy whose concepts are loaded."""
        ...

    @property
    def writers(self) -> int:
        """How many threads may write at the same time."""
        ...

    def export_concepts(self) -> Concepts:
        """The taxonomy's rows as they were loaded."""
        ...

    def import_concepts(self, concepts: Concepts) -> None:
        """Put these concepts in the place of those that are there."""
        ...

    def export_log(self) -> Log:
        """All runs, in the order of their beginning, and what they logged."""
        ...

    def import_log(self, log: Log, *, others: Literal["keep", "drop"]) -> None:
        """Put these runs and their logs in the place of those with the same ids."""
        ...

    def export_postings(
        self, postings: Sequence[str], *, tables: Container[str] | None = None
    ) -> Tables:
        """The rows of these postings, owned by their places in the list; no links.

        Args:
            postings: their ids.
            tables: names of the tables that are wanted; all by default.
        """
        ...

    def lengths(self, postings: Sequence[str]) -> dict[str, int]:
        """How long the text and the Record of each of these postings are together, in bytes.

        Any other measure of about that size will do; it tells how many are copied at a time.
        """
        ...

    def prepare_write(self, tables: Tables, *, replaced: Sequence[str]) -> Callable[[], None]:
        """Make ready what :meth:`write` writes, which may be done while something else is written.

        Returns:
            What writes it, when it is called.

        Raises:
            UsageError: as for :meth:`write`.
        """
        ...

    def export_links(self) -> Links:
        """The links of duplicates, and the postings that are to be judged anew."""
        ...

    def import_links(self, links: Links) -> None:
        """Put these links in the place of those that are there."""
        ...


class Reconciled(NamedTuple):
    """The number of rows of a table in both stores.

    Attributes:
        table: node label or edge type.
        source: rows where the copy was taken from.
        target: rows where it was put.
    """

    table: str
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy did.

    Attributes:
        written: postings that were new or changed.
        deleted: postings that were gone.
        unchanged: postings that were as they are.
        tables: the numbers of rows, which agree.
    """

    written: int
    deleted: int
    unchanged: int
    tables: tuple[Reconciled, ...]


def copy(
    source: CopyableStore, target: CopyableStore, *, progress: Progress | None = None
) -> Copied:
    """Make a store hold the graph of another.

    Args:
        source: the store to read.
        target: the store to write; what it held beside the source's graph is deleted.
        progress: is told how far the copy is.

    Returns:
        How many postings were written, deleted and left, and the numbers of rows.

    Raises:
        GraphError: the numbers of rows do not agree at the end, because somebody else wrote to one
            of the stores meanwhile.

    Note:
        Memory: the ids and digests of both stores, and the rows of postings of
        :data:`BYTES_AT_A_TIME`, once for each writer of the target and twice more.
    """
    concepts = source.export_concepts()
    if target.taxonomy_version != concepts.taxonomy or concepts.retired:
        target.import_concepts(concepts)
    log = source.export_log()
    target.import_log(log, others="keep")
    target.keep_answers(source.answers())
    there = {known.posting: known[1:] for known in target.known()}
    changed: list[str] = []
    held: set[str] = set()
    unchanged = 0
    for known in source.known():
        before = there.pop(known.posting, None)
        if before == known[1:]:
            unchanged += 1
            continue
        changed.append(known.posting)
        if before is not None:
            held.add(known.posting)
    gone = sorted(there)
    for start in range(0, len(gone), DELETED_AT_A_TIME):
        target.delete(gone[start : start + DELETED_AT_A_TIME])
    portions = _portions(changed, source.lengths(changed))

    def prepared(some: Sequence[str]) -> Callable[[], None]:
        rows = source.export_postings(some)
        return target.prepare_write(rows, replaced=[one for one in some if one in held])

    done = 0
    with (
        closing(_one_ahead(prepared, portions)) as writes,
        closing(_written(writes, portions, target.writers)) as written,
    ):
        for count in written:
            done += count
            if progress is not None:
                progress(done, len(changed))
    target.import_links(source.export_links())
    _copy_derived(source, target, stale=bool(changed or gone))
    target.import_log(log, others="drop")
    tables = reconcile(source, target)
    return Copied(len(changed), len(gone), unchanged, tables)


def _copy_derived(source: Store, target: Store, *, stale: bool) -> None:
    settings = source.derivation
    if settings is None and target.derivation is None:
        return
    if stale or settings != target.derivation:
        tables = {edge: source.scan(edge) for edge in DERIVED} if settings is not None else {}
        target.replace_derived(tables, settings)


def _portions(postings: Sequence[str], lengths: Mapping[str, int]) -> list[list[str]]:
    # The postings in their order, so many together as are no longer than a transaction may be.
    portions: list[list[str]] = []
    left = 0
    for posting in postings:
        length = lengths.get(posting, 0)
        if not portions or length > left:
            portions.append([])
            left = BYTES_AT_A_TIME
        portions[-1].append(posting)
        left -= length
    return portions


def _one_ahead(
    prepare: Callable[[Sequence[str]], Callable[[], None]], portions: Sequence[Sequence[str]]
) -> Generator[Callable[[], None]]:
    # What writes each portion; the next is read and made ready while the caller writes.
    with ThreadPoolExecutor(max_workers=1) as reader:
        coming: Future[Callable[[], None]] | None = None
        for portion in portions:
            following = reader.submit(prepare, portion)
            if coming is not None:
                yield coming.result()
            coming = following
        if coming is not None:
            yield coming.result()


def _written(
    writes: Iterator[Callable[[], None]], portions: Sequence[Sequence[str]], writers: int
) -> Generator[int]:
    # Write the portions, several at a time; the number of postings of each that is written.
    with ThreadPoolExecutor(max_workers=writers) as pool:
        begun: deque[tuple[int, Future[None]]] = deque()

        def first_of_them() -> int:
            count, writing = begun.popleft()
            writing.result()
            return count

        for portion, write in zip(portions, writes, strict=True):
            if len(begun) == writers:
                yield first_of_them()
            begun.append((len(portion), pool.submit(write)))
        while begun:
            yield first_of_them()


def reconcile(source: Store, target: Store) -> tuple[Reconciled, ...]:
    """Compare the numbers of nodes and edges of two stores.

    Raises:
        GraphError: they do not agree.
    """
    there = target.counts()
    tables = tuple(Reconciled(name, n, there[name]) for name, n in source.counts().items())
    wrong = [row for row in tables if row.source != row.target]
    if wrong:
        told = ", ".join(f"{row.table} {row.source:,} and {row.target:,}" for row in wrong)
        raise GraphError(
            f"{source.location} and {target.location} do not hold the same: {told}; somebody else "
            "may have written meanwhile: run the same command again"
        )
    return tables
