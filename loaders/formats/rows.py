"""Rows of any dump, one after the other: the columns are told from a sample, then all is read.

CSV, JSON lines, JSON arrays, Parquet and XML feeds all end here. Memory holds the sample and one
row, however long the dump is.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from skillweave.loaders.formats.columns import SAMPLE_ROWS, Columns, Reading
from skillweave.loaders.formats.draft import Origin, build_posting
from skillweave.loaders.formats.json_ld import label
from skillweave.loaders.formats.signs import NOTHING_FOUND, why_no_posting
from skillweave.loaders.posting import Posting, Reject
from skillweave.ontology.errors import UsageError

MAX_SAMPLE_CHARACTERS: Final = 20_000_000
"""A sample of rows ends here at the latest."""

MAX_FLATTENED_FIELDS: Final = 400
"""Fields of one JSON object that are looked at."""

MAX_FLATTENED_DEPTH: Final = 4


class Row(NamedTuple):
    """A row: where it is, and its cells by column name."""

    position: str
    cells: Mapping[str, str]


def read_rows(
    rows: Iterable[Row | Posting | Reject],
    origin: Origin,
    *,
    format: str,
    reading: Reading,
) -> Iterator[Posting | Reject]:
    """Postings of the rows; postings and rejects among them are passed on in order.

    The columns are those of the sample (from the first row on); a column that first comes later
    is not seen. A row that has neither title nor text is rejected.
    """
    rows = iter(rows)
    sample: list[Row | Posting | Reject] = []
    size = 0
    for row in rows:
        if not sample and not isinstance(row, Row):
            yield row
            continue
        sample.append(row)
        if isinstance(row, Row):
            size += sum(map(len, row.cells.values()))
        if len(sample) >= SAMPLE_ROWS or size > MAX_SAMPLE_CHARACTERS:
            break
    if not sample:
        return
    seen = [row.cells for row in sample if isinstance(row, Row)]
    names = list(dict.fromkeys(name for cells in seen for name in cells))
    values = [[cells.get(name, "") for name in names] for cells in seen]
    try:
        columns = Columns(names, values, reading.mapping)
    except UsageError as error:
        yield origin.reject(str(error), "columns", next_step="correct the column mapping")
        return
    if reading.explain:
        reading.explain(columns.guesses)
    for row in itertools.chain(sample, rows):
        yield _read_row(row, names, columns, origin, format) if isinstance(row, Row) else row


def _read_row(
    row: Row, names: list[str], columns: Columns, origin: Origin, format: str
) -> Posting | Reject:
    if not columns.describe_postings:
        listed = ", ".join(name for name in names if name)[:200]
        return origin.reject(
            f"{NOTHING_FOUND}: no column holds titles or descriptions",
            row.position,
            next_step="say which does, for example description=COLUMN",
            sample=f"columns {listed}",
        )
    draft = columns.draft([row.cells.get(name, "") for name in names])
    if not draft.title and draft.parts:  # free text: anything may be in it
        texts = [part.text for part in draft.parts if isinstance(part.text, str)]
        if reason := why_no_posting("\n".join(texts), in_dump=True):
            return origin.reject(reason, row.position, sample=texts[0] if texts else "")
    return build_posting(draft, origin, format=format, position=row.position)


def flatten(value: Mapping[str, Any]) -> dict[str, str]:
    """A JSON object as cells: nested names joined by dots, lists by semicolons.

    >>> flatten({"job": {"title": "Cook", "tags": ["grill", "menu"]}, "pay": None})
    {'job.title': 'Cook', 'job.tags': 'grill; menu', 'pay': ''}
    """
    cells: dict[str, str] = {}
    _flatten(value, "", cells, 0)
    return cells


def _flatten(value: Mapping[str, Any], prefix: str, cells: dict[str, str], depth: int) -> None:
    for key, each in value.items():
        if len(cells) >= MAX_FLATTENED_FIELDS:
            return
        name = f"{prefix}{key}"
        if isinstance(each, str):
            cells[name] = each
        elif isinstance(each, dict):
            if depth < MAX_FLATTENED_DEPTH:
                _flatten(each, f"{name}.", cells, depth + 1)
        elif isinstance(each, list):
            cells[name] = "; ".join(text for item in each[:1000] if (text := label(item)))
        else:
            cells[name] = "" if each is None else str(each)
