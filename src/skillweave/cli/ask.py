"""The command `ask`: one subcommand a question.

A question is registered with :func:`question`. Its function takes what the question is about and
gives back what asks it; where to ask, how many rows and how to show them are options that every
question gets.
"""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from skillweave.cli.answers import Format
from skillweave.cli.app import DEFAULT_GRAPH, FormatOption, GraphOption, LimitOption, app
from skillweave.cli.profiles import PROFILE_OPTIONS, Given
from skillweave.cli.servers import App

if TYPE_CHECKING:
    from skillweave._graph import Graph
    from skillweave.queries.answer import Answer

Asking: TypeAlias = "Callable[[Graph], Answer[Any]]"
"""Asks a graph."""

questions = App(help="Ask a question; each answer says why with --why.", no_args_is_help=True)
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


SkillOption = Annotated[
    str | None,
    typer.Option("--skill", help="Only postings that ask for or name this skill.", metavar="SKILL"),
]


def question(
    name: str, *, drawn: bool = False
) -> Callable[[Callable[..., Asking]], Callable[..., Asking]]:
    """Register a question.

    A parameter ``limit`` of its function becomes the option of that name, with its default; a
    parameter ``who`` becomes the options that describe a person.

    Args:
        name: what it is called on the command line.
        drawn: whether its answer can be drawn.
    """

    def decorate(function: Callable[..., Asking]) -> Callable[..., Asking]:
        parameters = dict(inspect.signature(function).parameters)
        person = parameters.pop("who", None) is not None
        limit = parameters.pop("limit", None)

        def command(**arguments: Any) -> None:
            shown = {option: arguments.pop(option) for option in ("graph", "format", "why")}
            plot = arguments.pop("plot", None)
            if person:
                given = (arguments.pop(option) for option in PROFILE_OPTIONS)
                arguments["who"] = Given(*given)
            _answer(function(**arguments), plot=plot, **shown)

        options: dict[str, tuple[Any, Any]] = {}
        if person:
            options |= {option: (kind, None) for option, kind in PROFILE_OPTIONS.items()}
        options["graph"] = (GraphOption, DEFAULT_GRAPH)
        if limit is not None:
            options["limit"] = (LimitOption, limit.default)
        options["why"] = (WhyOption, False)
        if drawn:
            options["plot"] = (PlotOption, None)
        options["format"] = (FormatOption, Format.table)
        signature = [p.replace(kind=p.KEYWORD_ONLY) for p in parameters.values()] + [
            inspect.Parameter(
                option, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default
            )
            for option, (kind, default) in options.items()
        ]
        command.__signature__ = inspect.Signature(signature)  # type: ignore[attr-defined]
        command.__annotations__ = {p.name: p.annotation for p in signature}
        command.__doc__ = function.__doc__
        questions.command(name)(command)
        return function

    return decorate


def _answer(ask: Asking, *, graph: str, format: Format, why: bool, plot: Path | None) -> None:
    # Open a graph, ask it, and print and draw the answer.
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


from skillweave.cli import ask_person, ask_postings, ask_relations  # noqa: F401  (register questions)
