"""What the commands `info`, `show`, `find` and `rejects` print."""

from typing import Any, Final

from rich.text import Text

from skillweave._graph import Graph
from skillweave.cli.answers import Format, print_object, print_rows
from skillweave.cli.console import messages, output
from skillweave.cli.marking import (
    fact_rows,
    facts,
    legend,
    marked_for_terminal,
    marked_in_plain_text,
)

FACT_COLUMNS: Final = ("kind", "value", "modality", "start", "end", "quote")
REJECT_COLUMNS: Final = ("file", "position", "reason", "next_step", "sample")
RUN_COLUMNS: Final = (
    "started",
    "completed",
    "inputs",
    "read",
    "written",
    "unchanged",
    "duplicate",
    "rejected",
)
LAST_RUNS: Final = 5
"""How many runs `info` lists."""


def print_info(path: str, format: Format) -> None:
    """Print counts, versions, sources and runs."""
    with Graph.open(path) as graph:
        info = graph.info()
    if format is not Format.table:
        if format is Format.csv:
            print_rows(("what", "count"), _counts(info), format)
        else:
            print_object(info, format)
        return
    console = output()
    console.print(Text(f"Graph {info['location']}", style="bold"))
    for name in ("skillweave", "extractor", "taxonomy"):
        console.print(f"  {name:<11} {info['versions'][name]}")
    console.print()
    print_rows(("what", "count"), [row for row in _counts(info) if row["count"]], format)
    console.print()
    print_rows(("source", "postings"), info["sources"], format, title="Sources")
    console.print()
    runs = [
        {**run, "completed": "yes" if run["ended"] else "no"} for run in info["runs"][:LAST_RUNS]
    ]
    print_rows(RUN_COLUMNS, runs, format, title="Last runs", empty="None yet.")


def _counts(info: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"what": what, "count": count} for what, count in info["counts"].items()]


def print_posting(path: str, id: str, format: Format) -> None:
    """Print a posting with its facts marked, and the facts as a list."""
    with Graph.open(path) as graph:
        document = graph.posting(id)
    marks = facts(document.record)
    rows = fact_rows(marks, document.text)
    if format is Format.csv:
        print_rows(FACT_COLUMNS, rows, format)
        return
    if format is not Format.table:
        where = {"file": document.file, "position": document.position, "format": document.format}
        record = document.record.model_dump(mode="json")
        print_object({**where, "text": document.text, "facts": rows, "record": record}, format)
        return
    console = output()
    console.print(Text(document.posting, style="bold"))
    place = ", ".join(part for part in (document.file, document.position) if part)
    console.print(Text(f"read from {place} ({document.format})", style="dim"))
    console.print()
    if console.is_terminal:
        console.print(legend(marks))
        console.print()
        console.print(marked_for_terminal(document.text, marks))
    else:
        console.print(marked_in_plain_text(document.text, marks), markup=False)
    console.print()
    print_rows(FACT_COLUMNS, rows, format, title="Facts", empty="No fact was read from it.")


def print_found(path: str, text: str, limit: int, format: Format) -> None:
    """Print what a text may name."""
    with Graph.open(path) as graph:
        found = graph.find(text, limit=limit)
    empty = f"Nothing is named like “{text}”."
    rows = found.to_pylist()
    if format is Format.table:
        rows = [{**row, "name": "" if row["name"] == row["label"] else row["name"]} for row in rows]
    print_rows(found.columns, rows, format, empty=empty)
    if len(found) == limit:
        messages().print(f"the first {limit} only; --limit shows more", style="dim")


def print_rejects(path: str, format: Format) -> None:
    """Print what could not be read."""
    with Graph.open(path) as graph:
        rows = graph.rejects().to_pylist()
    columns = REJECT_COLUMNS[:-1] if format is Format.table else REJECT_COLUMNS
    print_rows(columns, rows, format, empty="Nothing was rejected.")
