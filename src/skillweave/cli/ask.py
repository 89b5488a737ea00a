"""The command `ask`: one subcommand a question."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skillweave.cli.answers import Format
from skillweave.cli.app import DEFAULT_GRAPH, FormatOption, GraphOption, LimitOption, app

if TYPE_CHECKING:
    from skillweave._graph import Graph
    from skillweave.queries.answer import Answer

questions = typer.Typer(
    help="Ask a question; each answer says why with --why.", no_args_is_help=True
)
app.add_typer(questions, name="ask")

WhyOption = Annotated[
    bool, typer.Option("--why", help="Show the sentences of postings that each row rests on.")
]
PlotOption = Annotated[
    Path | None,
    typer.Option("--plot", help="Draw the answer into a .svg, .png or .html file.", metavar="FILE"),
]
RoleArgument = Annotated[str, typer.Argument(help="A role, by label, alias or id.")]
SkillArgument = Annotated[str, typer.Argument(help="A skill, by label, alias or id.")]
RoleOption = Annotated[
    str | None, typer.Option("--role", help="Only postings for this role.", metavar="ROLE")
]
PlaceOption = Annotated[
    str | None,
    typer.Option(
        "--place", help="Only postings in this place or in one that it contains.", metavar="PLACE"
    ),
]


def answer(
    graph: str,
    format: Format,
    why: bool,
    ask: "Callable[[Graph], Answer[Any]]",
    *,
    plot: Path | None = None,
) -> None:
    """Open a graph, ask it, and print the answer.

    Args:
        graph: directory or address.
        format: how to print.
        why: whether to print the evidence.
        ask: asks the question.
        plot: file to draw the answer into.
    """
    from skillweave._graph import Graph
    from skillweave.cli.answers import print_rows
    from skillweave.cli.console import messages

    with Graph.open(graph) as opened:
        found = ask(opened)
        rows = found.to_pylist(why=why)
        if plot is not None:
            found.plot(plot)
    columns = found.columns if why else found.columns[:-1]
    empty = found.note or "Nothing found."
    print_rows(columns, rows, format, title=found.question, empty=empty)
    if found.note and rows:
        messages().print(found.note, markup=False)


@questions.command("find")
def ask_find(
    text: Annotated[list[str], typer.Argument(help="A name, or a part of one, in any spelling.")],
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 20,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """Find skills, roles, employers and places by label, alias, part or near spelling."""
    answer(graph, format, why, lambda g: g.find(" ".join(text), limit=limit))


from skillweave.cli import ask_person, ask_relations, ask_statistics  # noqa: F401  (registers more questions)
