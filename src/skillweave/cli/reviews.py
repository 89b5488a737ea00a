"""The command `review`: doubtful facts out, answers in."""

from pathlib import Path
from typing import Annotated

import typer

from skillweave.cli.app import DEFAULT_GRAPH, GraphOption, app


@app.command()
def review(
    output: Annotated[
        Path | None,
        typer.Argument(
            help="File to write doubtful facts into; CSV if its name ends so, else JSON lines.",
            metavar="OUT",
        ),
    ] = None,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, help="How many facts to write at most.")
    ] = 200,
    apply: Annotated[
        Path | None,
        typer.Option(
            "--apply", help="Take over the answers that you wrote into this file.", metavar="FILE"
        ),
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option(
            "--labels",
            help="Write the postings that you answered on as labels for training and score.",
            metavar="OUT",
        ),
    ] = None,
) -> None:
    """Ask you about facts that were read with doubt, and let your answers win.

    `skillweave review OUT.csv` writes what is worth asking most. Fill in the column *answer*:
    **accept**, **reject**, or **correct** with the right label, concept, kind, modality, pay or
    months beside it; leave it empty to decide later. Of a name that is in no list, accept says that
    it is a skill of its own, reject that it is none, and correct with a concept that it is another
    name of that one. `skillweave review --apply OUT.csv` takes the answers over. They are kept in
    the graph and hold whenever a posting is read again, as long as its text is the same.
    """
    from skillweave.cli.reviewing import apply_answers, write_doubts, write_labels

    if [output, apply, labels].count(None) != 2:
        raise typer.BadParameter("name one of OUT, --apply FILE and --labels OUT")
    if apply is not None:
        apply_answers(graph, apply)
    elif labels is not None:
        write_labels(graph, labels)
    elif output is not None:
        write_doubts(graph, output, limit)
