"""CSV and TSV dumps, row by row, with damage kept to the rows that have it.

The dialect is told from the header line. A row with too few cells is read with the rest empty; one
with too many keeps the first; a stray quote that would swallow the rows after it costs one line
once the cell that it opens has grown beyond the limit of the ``csv`` module (128 KiB; grammar: https://www.rfc-editor.org/rfc/rfc4180, in which a quoted cell may hold line breaks).
"""

import csv
from collections.abc import Iterator
from typing import Final

from skillweave.loaders.formats.columns import Columns, Reading
from skillweave.loaders.formats.rows import Row, read_rows
from skillweave.loaders.formats.stream import MAX_LINE_BYTES, Item, NumberedLine
from skillweave.loaders.posting import Posting, Reject
from skillweave.ontology.errors import InputError

DELIMITERS: Final = (",", "\t", ";", "|")


def read_table(item: Item, reading: Reading) -> Iterator[Posting | Reject]:
    """Postings of a CSV or TSV file, in memory of one row and a sample."""
    yield from read_rows(_rows(item), item.origin, format="csv", reading=reading)


def delimiter_of(line: str) -> str | None:
    """What separates the cells of a header line; None if it seems to have but one cell."""
    best = max(DELIMITERS, key=lambda delimiter: len(_cells(line, delimiter)))
    return best if len(_cells(line, best)) > 1 else None


def recognised_columns(line: str) -> int:
    """How many cells of a would-be header line are names of columns that are known."""
    delimiter = delimiter_of(line)
    if delimiter is None or len(line) > 20_000:
        return 0
    columns = Columns(_cells(line, delimiter), [])
    return columns.recognised if columns.describe_postings else 0


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _rows(item: Item) -> Iterator[Row | Reject]:
    header: list[str] | None = None
    for position, record in _records(item):
        if isinstance(record, Reject):
            yield record
        elif header is None:
            header = _unique([cell.strip() for cell in record])
        elif not any(record):
            yield item.origin.reject("an empty row", position)
        elif len(record) * 2 < len(header):
            reason = f"only {len(record)} of {len(header)} cells"
            next_step = "put quotes around cells that hold line breaks"
            sample = ", ".join(record)
            yield item.origin.reject(reason, position, next_step=next_step, sample=sample)
        else:
            yield Row(position, dict(zip(header, record, strict=False)))


def _unique(names: list[str]) -> list[str]:
    """Column names, the second of the same name with a number."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return unique


def _records(item: Item) -> Iterator[tuple[str, list[str] | Reject]]:
    """Records with their positions; rows are numbered from the header, which is row 1."""
    feed = _Lines(item)
    delimiter = delimiter_of(feed.peek()) or ","
    reader = csv.reader(feed, delimiter=delimiter)
    row = 0
    while True:
        feed.taken.clear()
        damage = ""
        record: list[str] = []
        try:
            record = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            damage = str(error)
        if feed.ran_out and len(feed.taken) > 1:
            damage = "a quote that is never closed"
        if damage and not feed.taken:
            break
        row += 1
        position = f"row {row}"
        while feed.too_long:
            line = feed.too_long.pop()
            reason = f"a line of more than {MAX_LINE_BYTES >> 20} MiB"
            sample = line.start.decode("latin-1")
            yield position, item.origin.reject(reason, f"line {line.number}", sample=sample)
        if damage:
            first, rest = feed.taken[0], feed.taken[1:]
            feed.push_back(rest)
            reader = csv.reader(feed, delimiter=delimiter)
            yield position, item.origin.reject(f"no CSV: {damage}", position, sample=first)
        elif record:  # an empty line is no row
            yield position, record
    if feed.cut:
        raise feed.cut


class _Lines:
    """Lines for the CSV parser, which remembers those it gave for the record at hand."""

    def __init__(self, item: Item) -> None:
        self.taken: list[str] = []
        self.too_long: list[NumberedLine] = []
        self.ran_out = False
        self.cut: InputError | None = None
        self._lines = item.lines()
        self._decode = item.decoder.decode
        self._waiting: list[str] = []  # the next line is the last

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.pop() if self._waiting else self._read()
        self.taken.append(line)
        return line

    def peek(self) -> str:
        """The first line that is not blank, which is given once more afterwards."""
        line = next((line for line in self if line.strip()), "")
        if line:
            self.push_back([line])
        return line

    def push_back(self, lines: list[str]) -> None:
        """Give these lines again."""
        self._waiting += reversed(lines)
        self.ran_out = False

    def _read(self) -> str:
        while True:
            try:
                line = next(self._lines)
            except InputError as error:
                self.cut = error
                self.ran_out = True
                raise StopIteration from None
            except StopIteration:
                self.ran_out = True
                raise
            if line.data is not None:
                return self._decode(line.data).replace("\x00", "") + "\n"
            self.too_long.append(line)
