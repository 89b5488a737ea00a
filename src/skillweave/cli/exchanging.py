"""What the commands `export ...` and `import rdf` show: progress, and what was written."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import Progress

from skillweave._graph import Graph
from skillweave.cli.console import messages

if TYPE_CHECKING:
    from skillweave.graph.networks import NetworkFormat
    from skillweave.graph.rdf.export import Part
    from skillweave.graph.rdf.syntaxes import Syntax


def write_rdf(
    graph: str,
    file: Path,
    *,
    syntax: "Syntax | None",
    only: "Part | None",
    complete: bool,
    base: str,
) -> None:
    """Write a dump and say how large it is."""
    with Graph.open(graph) as opened, _bar("writing") as told:
        written = opened.export_rdf(
            file, syntax=syntax, base=base, only=only, complete=complete, progress=told
        )
    _say(
        f"{written.statements:,} statements in {written.file} ({written.size:,} bytes), described "
        f"in {written.description}."
    )


def read_rdf(graph: str, file: Path, *, syntax: "Syntax | None", base: str) -> None:
    """Read a dump and say what was in it."""
    with _bar("reading") as told:
        read = Graph.import_rdf(file, graph, syntax=syntax, base=base, progress=told)
    rest = f", {read.ignored:,} of which say nothing a graph keeps" if read.ignored else ""
    _say(f"{read.postings:,} postings from {read.statements:,} statements{rest}.")


def write_jsonld(graph: str, out: Path, *, only_complete: bool) -> None:
    """Write JobPostings and say what they lack."""
    with Graph.open(graph) as opened:
        written = opened.export_job_postings(out, only_complete=only_complete)
    _say(f"{written.postings:,} postings in {out}.")
    for name, count in written.incomplete.items():
        _say(f"{count:,} lack {name}, which search engines require.")
    if written.left_out:
        _say(f"{written.left_out:,} were left out.")


def write_network(
    graph: str, file: Path, format: "NetworkFormat", *, around: Sequence[str] | None, steps: int
) -> None:
    """Write a network and say how large it is."""
    with Graph.open(graph) as opened:
        network = opened.export_network(file, format, around, steps=steps)
    _say(f"{len(network):,} nodes and {network.number_of_edges():,} edges in {file}.")


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    with Progress(console=messages(), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _say(message: str) -> None:
    messages().print(message, markup=False)
