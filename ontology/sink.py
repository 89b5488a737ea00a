"""What a store promises to those who fill it.

Loaders make tables and stores keep them, and neither knows the other. This protocol is the seam:
a run begins, writes batches of postings, links duplicates, and ends. Every method that writes is
one transaction: all or nothing, also if the process is killed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol, TypeAlias

from skillweave.ontology.answers import Answer
from skillweave.ontology.tables import Tables


class RunKey(NamedTuple):
    """What makes two runs the same run: an interrupted one with an equal key is resumed.

    Attributes:
        inputs: files and directories as the user named them.
        extractor: version of the extraction.
        taxonomy: version of the taxonomy.
    """

    inputs: tuple[str, ...]
    extractor: str
    taxonomy: str


class Known(NamedTuple):
    """A posting that the store holds.

    Attributes:
        posting: its id.
        digest: digest of all that its tables were made from.
        run: id of the run that wrote it.
    """

    posting: str
    digest: str
    run: str


class Suspect(NamedTuple):
    """A posting that shares buckets with others and so may be a near-duplicate of one of them.

    Attributes:
        posting: its id.
        buckets: those of its buckets that others share.
        text: its text.
    """

    posting: str
    buckets: tuple[int, ...]
    text: str


class Link(NamedTuple):
    """``source`` says the same as ``target``, which comes first."""

    source: str
    target: str


Judge: TypeAlias = Callable[[Iterable[Suspect]], Iterable[Link]]
"""Finds the links among the suspects of one group, which come in the order of their precedence."""


class Sink(Protocol):
    """The writing half of a store."""

    def begin_run(self, key: RunKey) -> str:
        """Begin a run, or resume the interrupted one with an equal key, and return its id.

        A resumed run forgets the rejects and counts that it had logged: it meets its inputs from
        the beginning, and what it wrote before is known to it.
        """
        ...

    def known(self) -> Iterator[Known]:
        """All postings in the store, streamed."""
        ...

    def write(self, tables: Tables, *, replaced: Sequence[str] | None = None) -> None:
        """Write a batch of postings; those that the store holds already are replaced whole.

        Args:
            tables: rows of any number of postings, with their owners (see
                :mod:`skillweave.ontology.tables`), and rows of the logs ``reject`` and
                ``file_count``, which have no owner.
            replaced: ids of those postings in the batch that the store holds, if the caller knows
                (from :meth:`known`); otherwise the store looks them up, which costs a scan.

        Raises:
            UsageError: a table cannot be in a batch, or a posting is there twice.
        """
        ...

    def answers(self) -> tuple[Answer, ...]:
        """All that people answered, in the order of their keys."""
        ...

    def keep_answers(self, answers: Sequence[Answer]) -> None:
        """Keep answers; each takes the place of one with an equal key. Records stay as they are."""
        ...

    def link_duplicates(self, judge: Judge) -> None:
        """Bring the links of duplicates up to date with the postings.

        Postings that share a bucket, directly or through others, are a group. Each group in which
        a posting came, changed or went since the last call is judged anew, its members in the
        order of their dates (those without one last) and ids, and the links found replace the
        group's links.
        """
        ...

    def end_run(self, run: str) -> None:
        """Mark a run as complete and drop what it made obsolete."""
        ...
