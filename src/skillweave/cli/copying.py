"""What `skillweave push`, `pull` and `export neo4j` show."""

import sys
from pathlib import Path

import typer
from rich.progress import Progress

from skillweave._graph import Graph
from skillweave.cli.answers import Format, print_rows
from skillweave.cli.console import INTERRUPTED, messages, output
from skillweave.graph.transfer import Reconciled


def copy_graph(source: str, target: str, format: Format) -> None:
    """Copy a graph and print the numbers of rows in both places."""
    try:
        with (
            Graph.open(source) as graph,
            Progress(console=messages(), transient=True, disable=not sys.stderr.isatty()) as bar,
        ):
            task = bar.add_task("copying", total=None)
            copied = graph.push(
                target, progress=lambda done, total: bar.update(task, completed=done, total=total)
            )
    except KeyboardInterrupt:
        messages().print(
            "Interrupted. What was copied is kept; the same command goes on from there.",
            markup=False,
        )
        raise typer.Exit(INTERRUPTED) from None
    rows = [row._asdict() for row in copied.tables if row.source or format is not Format.table]
    print_rows(Reconciled._fields, rows, format)
    messages().print(
        f"{copied.written:,} postings written, {copied.deleted:,} deleted, "
        f"{copied.unchanged:,} unchanged; all numbers agree.",
        markup=False,
    )


def export_for_import(graph: str, directory: Path) -> None:
    """Write the files and print the command."""
    from skillweave.graph.neo4j.offline import write_import_files

    with Graph.open(graph) as opened:
        command = write_import_files(opened.store, directory)
    output().print(command, markup=False)


def derive_edges(graph: str, format: Format) -> None:
    """Compute the derived edges of a graph that is there, and print how many there are."""
    with Graph.open(graph):
        pass  # a name that is mistyped must not make an empty graph
    with Graph.open(graph, create=True) as opened:
        counts = opened.derive()
    rows = [{"edge": edge, "count": count} for edge, count in counts.items()]
    print_rows(("edge", "count"), rows, format)
