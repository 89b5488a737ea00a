"""What every store of the graph can do, wherever it keeps it.

A store is filled by loaders through the :class:`~skillweave.ontology.sink.Sink` half and read
through the methods below. Tables go in and come out as Arrow; their names and columns are those of
:mod:`skillweave.ontology.schema`, the same in every store.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Protocol, Self

import pyarrow as pa

from skillweave.graph.cypher import CypherResult, Limits
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.record import Record
from skillweave.ontology.sink import Sink
from skillweave.ontology.tables import Tables


@dataclass(frozen=True, slots=True)
class Document:
    """A posting as it was read: its text and its Record.

    Attributes:
        posting: id of its node.
        file: file, with archive member, that it was read from.
        position: where in the file.
        format: name of the format's reader.
        text: what all offsets refer to.
        record: what the text says.
    """

    posting: str
    file: str
    position: str
    format: str
    text: str
    record: Record


class Changes(NamedTuple):
    """What happened to a graph since one of its earlier versions.

    A posting that came and went since then may be listed as deleted though it was never seen.

    Attributes:
        version: the version to ask from the next time.
        written: postings that are new or changed, or whose link to a duplicate changed.
        deleted: postings that are gone.
        concepts: whether the taxonomy's concepts changed.
    """

    version: int
    written: tuple[str, ...]
    deleted: tuple[str, ...]
    concepts: bool


class Store(Sink, Protocol):
    """A graph that is kept somewhere.

    Stores derive from this class. They are context managers; leaving the context closes them.
    """

    @property
    def location(self) -> str:
        """Where the graph is: a directory or an address, fit for messages."""
        ...

    @property
    def workspace(self) -> Path:
        """Directory on this machine for what is computed from the graph and can be made anew.

        It lies in the graph's directory, or in the user's cache for a graph on a server; it may
        not be there yet, and what it holds may be of an earlier version of the graph.
        """
        ...

    @property
    def read_only(self) -> bool:
        """Whether writing is refused."""
        ...

    @property
    def version(self) -> int:
        """Number of the last committed change; what is computed from the graph is keyed by it."""
        ...

    def scan(self, table: str, *, columns: Sequence[str] | None = None, since: int = 0) -> pa.Table:
        """Read a node or edge table, or a side table, whole.

        Args:
            table: a label, an edge type or a side table's name.
            columns: only these columns; all by default.
            since: of tables whose rows belong to postings, only the rows of postings that were
                written after this version; tables of shared nodes are always given whole.

        Returns:
            The rows in no particular order.

        Raises:
            UsageError: there is no such table or column.
        """
        ...

    def batches(
        self, table: str, *, columns: Sequence[str] | None = None, since: int = 0
    ) -> pa.RecordBatchReader:
        """As :meth:`scan`, streamed: bounded memory, one consistent state of the graph."""
        ...

    def counts(self) -> dict[str, int]:
        """The number of nodes of each label and edges of each type, in the schema's order."""
        ...

    def changes(self, since: int) -> Changes:
        """What changed since that version; a version of 0 is the empty graph."""
        ...

    def document(self, posting: str) -> Document | None:
        """The text and Record of a posting, by its id or the id that its input gave it."""
        ...

    def documents(self, postings: Iterable[str] | None = None) -> Iterator[Document]:
        """The texts and Records of these postings (of all by default), streamed, by id."""
        ...

    def rejects(self) -> pa.Table:
        """What could not be read, as met by the last run that read each file."""
        ...

    def runs(self) -> pa.Table:
        """All runs, the last first, with their totals and whether they were completed."""
        ...

    def files(self, run: str) -> pa.Table:
        """What a run met in each file: read, written, unchanged, duplicate, rejected."""
        ...

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limits: Limits | None = None,
        writing: bool = False,
    ) -> CypherResult:
        """Ask in Cypher.

        Args:
            query: one statement.
            parameters: values of its ``$names``.
            limits: rows and seconds; 10,000 and 30 by default.
            writing: whether it may write, where the store lets users write.

        Raises:
            QueryRefused: it does more than read.
            QueryFailed: the engine cannot run it.
            QueryTimeout: it took too long.
        """
        ...

    @property
    def derivation(self) -> str | None:
        """The settings that the derived edges were made with, as JSON; None if there are none."""
        ...

    def replace_derived(self, tables: Tables, settings: str | None) -> None:
        """Put derived edges in the place of all that are there.

        Every posting counts as changed by it.

        Args:
            tables: the derived edge types' tables; those of postings that are not there are left
                out.
            settings: what they were made with, as JSON; None if there are to be none.
        """
        ...

    def delete(self, postings: Iterable[str]) -> int:
        """Delete postings with all that only they state, in one transaction.

        Postings that were linked to one of them lose the link until duplicates are linked again.

        Returns:
            How many were there.
        """
        ...

    def load_concepts(self, taxonomy: Taxonomy) -> bool:
        """Bring the concepts up to date with a taxonomy; whether there was anything to do.

        Concepts that it no longer has stay as long as a posting names them.
        """
        ...

    def close(self) -> None:
        """Let go of the graph. Calling it twice does no harm."""
        ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def first_run(store: Store) -> str:
    """Tells a graph from others that were at the same place before; empty if nothing was built.

    A graph that was emptied and built anew counts its versions from 1 again, so that a version
    alone does not say what a projection of the graph was made from.
    """
    runs: list[str] = store.runs()["id"].to_pylist()
    return runs[-1] if runs else ""
