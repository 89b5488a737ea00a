"""Print the rows of an answer as a table, JSON, JSON lines or CSV."""

import csv
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Literal

import orjson
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from skillweave.cli.console import output

EVIDENCE: Final = "because"
"""The field of a row that holds the sentences it rests on."""


IDENTIFIERS: Final = frozenset({"id", "place", "posting", "role", "skill"})
"""Columns whose values are to be copied, and so never broken over lines."""


HEADINGS: Final = ("title", "label", "name", "requirement")
"""Columns that say what a row is about, where there is no room for a table."""


_GAP: Final = 3
"""Characters between two columns."""


SHORT: Final = 19
"""Characters up to which the values of a column are not broken over lines either."""


class Format(StrEnum):
    """How an answer is printed. A table is the default, also into a pipe."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


def print_rows(
    columns: Sequence[str],
    rows: Iterable[dict[str, Any]],
    format: Format,
    *,
    title: str = "",
    empty: str = "",
) -> None:
    """Print rows on standard output.

    Args:
        columns: names of the columns, in order; CSV and tables show them without rows too.
        rows: the rows as dictionaries of plain values.
        format: how to print.
        title: a line above a table.
        empty: what a table says when there are no rows.
    """
    match format:
        case Format.table:
            _print_table(columns, list(rows), output(), title=title, empty=empty)
        case Format.json:
            _write(orjson.dumps(list(rows), option=orjson.OPT_INDENT_2) + b"\n")
        case Format.jsonl:
            for row in rows:
                _write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
        case Format.csv:
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(columns)
            for row in rows:
                writer.writerow([_csv_cell(row[column]) for column in columns])


def print_object(value: dict[str, Any], format: Format) -> None:
    """Print one object as JSON, indented or on one line."""
    option = orjson.OPT_APPEND_NEWLINE
    if format is Format.json:
        option |= orjson.OPT_INDENT_2
    _write(orjson.dumps(value, option=option))


def _write(data: bytes) -> None:
    sys.stdout.write(data.decode("utf-8"))


def _print_table(
    columns: Sequence[str],
    rows: list[dict[str, Any]],
    console: Console,
    *,
    title: str,
    empty: str,
) -> None:
    if title:
        console.print(Text(title, style="bold"))
    if not rows:
        console.print(empty or "Nothing found.")
        return
    # A terminal is too narrow for sentences in a column: they follow, by the number of their row,
    # and what they or a label say already is left out. A pipe gets all in the line of its row.
    narrow = console.is_terminal or "COLUMNS" in os.environ
    below = EVIDENCE in columns and narrow
    said = {EVIDENCE, "posting"} if below else set()
    if narrow and "label" in columns:
        said |= {"skill", "role"}
    shown = [column for column in columns if column not in said]
    cells = {column: [_shown(row[column], column) for row in rows] for column in shown}
    widths = (max(len(column), *map(len, values)) for column, values in cells.items())
    if narrow and sum(widths) + _GAP * len(shown) > console.width:
        _print_blocks([column for column in columns if column != EVIDENCE], rows, console)
    else:
        _print_grid(cells, rows, console, numbered=below)
    if below:
        reasons = Table.grid(padding=(0, 1))
        reasons.add_column(justify="right")
        for number, row in enumerate(rows, 1):
            for item in row[EVIDENCE]:
                reasons.add_row(str(number), Text(quotation(item)), style="dim")
        console.print(Text(f"{EVIDENCE}:", style="dim"))
        console.print(reasons)


def _print_grid(
    cells: dict[str, list[str]],
    rows: list[dict[str, Any]],
    console: Console,
    *,
    numbered: bool,
) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    if numbered:
        table.add_column("", justify="right", style="dim")
    for column, values in cells.items():
        numeric = all(isinstance(row[column], int | float | None) for row in rows)
        justify: Literal["left", "right"] = "right" if numeric else "left"
        short = max(map(len, values)) <= SHORT
        table.add_column(
            column.replace("_", " "),
            justify=justify,
            overflow="fold",
            no_wrap=short or column in IDENTIFIERS,
        )
    for number, line in enumerate(zip(*cells.values(), strict=True), 1):
        table.add_row(*([str(number)] if numbered else []), *map(Text, line))
    console.print(table)


def _print_blocks(columns: list[str], rows: list[dict[str, Any]], console: Console) -> None:
    # What does not fit side by side is told one below the other, like `\x auto` of psql.
    heading = next((name for name in HEADINGS if name in columns), columns[0])
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for number, row in enumerate(rows, 1):
        grid.add_row(str(number), Text(_shown(row[heading], heading) or "-", style="bold"))
        told = []
        for column in columns:
            value = _shown(row[column], column)
            if column != heading and value and not _is_id(row, column):
                told.append(f"{column.replace('_', ' ')}: {value}")
        grid.add_row("", Text("; ".join(told)))
        for column in columns:
            if column != heading and _is_id(row, column):
                grid.add_row("", Text(str(row[column]), style="dim"))
    console.print(grid)


def _is_id(row: dict[str, Any], column: str) -> bool:
    return column in IDENTIFIERS and "/" in str(row[column])


def _shown(value: Any, column: str) -> str:
    if column == EVIDENCE:
        return "; ".join(quotation(item) for item in value)
    return table_cell(value, column)


def quotation(evidence: dict[str, Any]) -> str:
    """Write a piece of evidence in a line: the words, the posting and the offsets."""
    quote = " ".join(str(evidence["quote"]).split())
    return f"“{quote}” {evidence['posting']} {evidence['start']}-{evidence['end']}"


def table_cell(value: Any, column: str = "") -> str:
    """Write a value as a table shows it; a share is a percentage."""
    match value:
        case None:
            return ""
        case float() if column.startswith("share"):
            return f"{value:.0%}"
        case float():
            return f"{value:,.2f}".rstrip("0").rstrip(".")
        case int() if not isinstance(value, bool):
            return f"{value:,}"
        case datetime():
            return value.isoformat(" ", "seconds")
        case list():
            apart = "; " if value and isinstance(value[0], dict) else ", "
            return apart.join(table_cell(item) for item in value)
        case dict():
            return _part_of_path(value)
        case _:
            return str(value)


def _part_of_path(value: dict[str, Any]) -> str:
    # What it is, and in brackets what else is told of it: "Python (together, strength 0.3)".
    (_, name), *others = value.items()
    told = []
    for key, item in others:
        words = key.replace("_", " ")
        match item:
            case str():
                told.append(item)
            case list():
                names = (next(iter(i.values())) if isinstance(i, dict) else i for i in item)
                told.append(f"{words}: {', '.join(map(table_cell, names))}")
            case None:
                continue
            case _:
                told.append(f"{words} {table_cell(item, key)}")
    return f"{table_cell(name)} ({', '.join(told)})" if told else table_cell(name)


def _csv_cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return orjson.dumps(value).decode()
    return value
