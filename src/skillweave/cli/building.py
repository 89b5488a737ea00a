"""What `skillweave build` shows: progress while it runs, a table of counts when it is done."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import typer
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from skillweave._graph import Graph
from skillweave._inputs import present_inputs
from skillweave.cli.answers import Format, print_rows
from skillweave.cli.columns import column_mapping
from skillweave.cli.console import INTERRUPTED, messages
from skillweave.loaders import batch
from skillweave.loaders.extraction.reader import ReaderName
from skillweave.loaders.sources import Progress as FileProgress
from skillweave.loaders.sources import walk_inputs

MANY_FILES: Final = 30
"""Beyond this many files a table shows folders; other formats always show files."""


def build_graph(
    inputs: list[str],
    path: str,
    *,
    columns: Sequence[str],
    source: str | None,
    processes: int | None,
    reader: ReaderName | None,
    format: Format,
) -> int:
    """Build and print what came of it.

    Returns:
        How many items could not be read.
    """
    mapping = column_mapping(columns)
    names = present_inputs(inputs)
    try:
        with Graph.open(path, create=True) as graph, Bar(names) as bar:
            summary = graph.build(
                names,
                columns=mapping,
                source=source,
                processes=processes,
                reader=reader,
                progress=bar,
            )
    except KeyboardInterrupt:
        messages().print(
            "Interrupted. What was written is kept; the same command goes on from there.",
            markup=False,
        )
        raise typer.Exit(INTERRUPTED) from None
    counts = list(summary.files)
    if format is Format.table and len(counts) > 1:
        counts = by_folder(counts) if len(counts) > MANY_FILES else counts
        counts.append(summary.total._replace(file="all"))
    print_rows(batch.FileCount._fields, [count._asdict() for count in counts], format)
    for answer in summary.outdated:
        messages().print(
            f"An answer no longer fits, as the text of {answer.posting} is another now: "
            f"{answer.verdict} {answer.about} {answer.quote!r}; to answer anew: skillweave review",
            markup=False,
            soft_wrap=True,
        )
    rejected = summary.total.rejected
    if rejected:
        messages().print(
            f"{rejected:,} rejected; to see why: skillweave rejects --graph {shlex.quote(path)}",
            markup=False,
        )
    return rejected


def by_folder(counts: Sequence[batch.FileCount]) -> list[batch.FileCount]:
    """Add up the counts of the files of each folder, in the order of the input."""
    folders: dict[str, list[batch.FileCount]] = {}
    for count in counts:
        folders.setdefault(str(Path(count.file).parent), []).append(count)
    return [
        batch.Summary("", tuple(files)).total._replace(file=f"{folder}/ ({len(files):,} files)")
        if len(files) > 1
        else files[0]
        for folder, files in folders.items()
    ]


class Bar(batch.Progress):
    """Shows how much of the inputs is read; silent where standard error is no terminal.

    Args:
        inputs: what is to be read; their sizes are added up first.
    """

    def __init__(self, inputs: list[str]) -> None:
        self._sizes = {file.name: file.size for file in walk_inputs(inputs)}
        self._read: dict[str, int] = {}
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[counts]}"),
            TimeRemainingColumn(),
            console=messages(),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task: TaskID = self._bar.add_task(
            "reading", total=sum(self._sizes.values()) or None, counts=""
        )

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def file(self, progress: FileProgress) -> None:
        """Move the bar."""
        self._read[progress.file.name] = progress.bytes_read
        self._bar.update(self._task, completed=sum(self._read.values()))

    def batch(self, total: batch.FileCount) -> None:
        """Show the counts so far."""
        self._bar.update(self._task, counts=f"{total.read:,} read, {total.written:,} written")

    def linking(self) -> None:
        """Say that the postings are read."""
        self._bar.update(self._task, description="linking re-posts")
