"""What `skillweave demo` shows."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import which
from tempfile import mkdtemp
from time import perf_counter

from rich.table import Table
from rich.text import Text

from skillweave import demo
from skillweave._graph import Graph
from skillweave.cli.answers import Format, print_rows
from skillweave.cli.console import output


def show_tour(directory: Path | None) -> None:
    """Build the demo's graph, ask it three questions and say what to try next.

    Args:
        directory: where to keep the graph; a new temporary directory if it is None.
    """
    console = output()
    path = directory or Path(mkdtemp(prefix="skillweave-demo-")) / "demo.graph"
    started = perf_counter()
    with Graph.open(path, create=True) as graph:
        tour = demo.tour(graph)
        posting = tour.answers[1][0].posting
        answers = [(a.columns, a.to_pylist(), a.question) for a in tour.answers]
    seconds = perf_counter() - started
    postings = sum(count for _, count in tour.trades)
    console.print(
        Text(f"Read {postings} postings from {demo.POSTINGS} in {seconds:.1f} s.", style="bold")
    )
    if tour.rejected:
        console.print(f"{tour.rejected} could not be read; see: skillweave rejects --graph {path}")
    counts = Table.grid(padding=(0, 2))
    counts.add_row("  by format", _in_words(tour.formats))
    counts.add_row("  by trade", _in_words(tour.trades))
    console.print(counts)
    for columns, rows, question in answers:
        console.print()
        print_rows(columns, rows, Format.table, title=question)
    console.print()
    console.print(Text("What to try next", style="bold"))
    at = shlex.quote(str(path))
    program = "skillweave" if which("skillweave") else shlex.quote(sys.argv[0])
    for command, purpose in (
        (f"find nurse --graph {at}", "skills, roles, employers and places by name"),
        (f"show {posting} --graph {at}", "a posting with its facts marked"),
        (f"info --graph {at}", "what is in the graph"),
        ("build YOUR_POSTINGS", "a graph of your own, in ./skillweave.graph"),
    ):
        console.print(f"  {program} {command}")
        console.print(Text(f"      {purpose}", style="dim"))


def _in_words(counts: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts)
