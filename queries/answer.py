"""What a question returns: typed rows, and for each row the sentences it rests on."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar, overload

from skillweave.queries.frame import Frame


class Evidence(NamedTuple):
    """A stretch of a posting that says so: ``text[start:end] == quote``, in code points."""

    posting: str
    start: int
    end: int
    quote: str


class Row(Protocol):
    """A row of an answer: a named tuple of plain values, lists and :class:`Evidence`."""

    def _asdict(self) -> dict[str, Any]: ...


RowType = TypeVar("RowType", bound=Row)


class Answer(Sequence[RowType]):
    """The rows that answer a question, in order of relevance.

    Args:
        question: the question in words, with the names that it was asked about.
        rows: the answer.
        row_type: the type of a row, which an answer without rows has as well.
    """

    def __init__(self, question: str, rows: Sequence[RowType], row_type: type[RowType]) -> None:
        self.question = question
        self.rows = tuple(rows)
        self.row_type = row_type

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the fields of a row, in order."""
        fields: tuple[str, ...] = getattr(self.row_type, "_fields", ())
        return fields

    def to_pylist(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries of plain values."""
        return [plain(row) for row in self.rows]

    def frame(self) -> Frame:
        """Return the rows as a table, for Arrow, pandas and polars."""
        import pyarrow

        rows = self.to_pylist()
        data = {column: [row[column] for row in rows] for column in self.columns}
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

    def _repr_html_(self) -> str:
        return self.frame()._repr_html_()


def plain(value: Any) -> Any:
    """Turn named tuples, wherever they are nested, into dictionaries and tuples into lists."""
    if hasattr(value, "_asdict"):
        return {name: plain(item) for name, item in value._asdict().items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
