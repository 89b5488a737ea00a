"""What a question returns: typed rows, and for each row the sentences it rests on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, overload

from skillweave.ontology.errors import MissingExtra, UsageError
from skillweave.queries.frame import Frame

if TYPE_CHECKING:
    from pathlib import Path


class Evidence(NamedTuple):
    """A stretch of a posting that says so: ``text[start:end] == quote``, in code points."""

    posting: str
    start: int
    end: int
    quote: str


class Reasons(Sequence[Evidence]):
    """The evidence of a row, read from the postings when it is first looked at.

    Answers take milliseconds and texts lie on the disk, so nobody waits for sentences that nobody
    reads.

    Args:
        read: gives the evidence; called at most once.
    """

    def __init__(self, read: Callable[[], Sequence[Evidence]] = tuple) -> None:
        self._read: Callable[[], Sequence[Evidence]] | None = read
        self._evidence: tuple[Evidence, ...] = ()

    def _all(self) -> tuple[Evidence, ...]:
        if self._read is not None:
            self._evidence, self._read = tuple(self._read()), None
        return self._evidence

    @overload
    def __getitem__(self, index: int) -> Evidence: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Evidence]: ...

    def __getitem__(self, index: int | slice) -> Evidence | Sequence[Evidence]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return "<not read>" if self._read is not None else repr(self._evidence)


@dataclass(frozen=True)
class Row:
    """A row of an answer: plain values, and the evidence that they rest on.

    Attributes:
        because: the sentences of postings that say so.
    """

    because: Sequence[Evidence] = field(default=(), kw_only=True, compare=False)

    def why(self) -> Sequence[Evidence]:
        """The sentences of postings that the row rests on, with their offsets."""
        return self.because

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """Names of the values, in order; ``because`` is the last."""
        names = [column.name for column in fields(cls) if column.name != "because"]
        return (*names, "because")

    def to_dict(self, *, why: bool = True) -> dict[str, Any]:
        """The row as plain values.

        Args:
            why: whether ``because`` is among them; it costs reading the postings.
        """
        names = self.columns() if why else self.columns()[:-1]
        return {name: plain(getattr(self, name)) for name in names}


RowType = TypeVar("RowType", bound=Row)


class Answer(Sequence[RowType]):
    """The rows that answer a question, in order of relevance.

    Args:
        question: the question in words, with the names that it was asked about.
        rows: the answer.
        row_type: the type of a row, which an answer without rows has as well.
        note: what a reader has to know to read it rightly, where there is something.
    """

    def __init__(
        self, question: str, rows: Iterable[RowType], row_type: type[RowType], *, note: str = ""
    ) -> None:
        self.question = question
        self.rows = tuple(rows)
        self.row_type = row_type
        self.note = note

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the values of a row, in order."""
        return self.row_type.columns()

    def to_pylist(self, *, why: bool = True) -> list[dict[str, Any]]:
        """Return the rows as dictionaries of plain values.

        Args:
            why: whether the evidence is among them; it costs reading the postings.
        """
        return [row.to_dict(why=why) for row in self.rows]

    def frame(self, *, why: bool = True) -> Frame:
        """Return the rows as a table, for Arrow, pandas and polars.

        Args:
            why: whether the evidence is a column; it costs reading the postings.
        """
        import pyarrow

        rows = self.to_pylist(why=why)
        columns = self.columns if why else self.columns[:-1]
        data = {column: [row[column] for row in rows] for column in columns}
        return Frame(pyarrow.table(data), self.question)

    @overload
    def __getitem__(self, index: int) -> RowType: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[RowType]: ...

    def __getitem__(self, index: int | slice) -> RowType | Sequence[RowType]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[RowType]:
        return iter(self.rows)

    def __repr__(self) -> str:
        lines = [f"<Answer: {self.question} ({len(self)} rows)>"]
        lines += [f"  {row!r}" for row in self.rows[:5]]
        return "\n".join([*lines, "  ..."] if len(self) > 5 else lines)

    def plot(self, path: "str | Path") -> None:
        """Draw the answer into a file; see ``skillweave.queries.pictures``.

        Args:
            path: a file that ends in .svg, .png or .html.

        Raises:
            UsageError: there is no picture of such an answer, or it ends otherwise.
            MissingExtra: a picture needs ``skillweave[plots]``.
        """
        from skillweave.queries.pictures import save

        save(self, path)

    def _repr_html_(self) -> str:
        return self.frame()._repr_html_()

    def _repr_svg_(self) -> str | None:
        # A notebook shows the table if there is no picture.
        from skillweave.queries.pictures import svg

        try:
            return svg(self)
        except (UsageError, MissingExtra):
            return None


def plain(value: Any) -> Any:
    """Turn rows and named tuples, wherever they are nested, into dictionaries and lists."""
    if isinstance(value, Row):
        return value.to_dict()
    if hasattr(value, "_asdict"):
        return {name: plain(item) for name, item in value._asdict().items()}
    if isinstance(value, list | tuple | Reasons):
        return [plain(item) for item in value]
    return value
