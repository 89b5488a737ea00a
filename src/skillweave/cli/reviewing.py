"""What `skillweave review` does and prints."""

import shlex
from pathlib import Path

import typer

from skillweave._graph import Graph
from skillweave.cli.console import messages


def write_doubts(graph: str, path: Path, limit: int) -> None:
    """Write what is worth asking, and say how to go on."""
    with Graph.open(graph) as opened:
        count = opened.review(path, limit=limit)
    typer.echo(f"{count:,} facts written to {path}")
    if count:
        command = shlex.join(["skillweave", "review", "--apply", str(path), "--graph", graph])
        messages().print(
            f"Fill in the column answer (accept, reject, correct), then run: {command}",
            markup=False,
            soft_wrap=True,
        )


def apply_answers(graph: str, path: Path) -> None:
    """Take answers over, and name those that do not fit."""
    Graph.open(graph).close()  # answers make no graph where there is none
    with Graph.open(graph, create=True) as opened:
        applied = opened.apply_answers(path)
    for unfit in applied.unfit:
        messages().print(
            f"{path}, line {unfit.line}: left out, as {unfit.reason} "
            "(write the review anew and answer there)",
            markup=False,
            soft_wrap=True,
        )
    typer.echo(
        f"{applied.answers:,} answers taken over, {applied.postings:,} postings corrected, "
        f"{len(applied.unfit):,} answers left out"
    )


def write_labels(graph: str, path: Path) -> None:
    """Write labels, and say how many."""
    with Graph.open(graph) as opened:
        count = opened.write_labels(path)
    typer.echo(f"{count:,} labelled postings written to {path}")
