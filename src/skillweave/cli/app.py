"""The commands of ``skillweave``. Each parses its arguments, calls the library and prints."""

from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from skillweave.cli.answers import Format
from skillweave.cli.servers import NAMES_A_GRAPH, App

app = App(
    name="skillweave",
    help="Job postings in; a graph of roles, skills, requirements, pay and places out.",
    epilog="Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)

DEFAULT_GRAPH: Final = "skillweave.graph"

GraphOption = Annotated[
    str,
    typer.Option(
        "--graph",
        "-g",
        envvar="SKILLWEAVE_GRAPH",
        help="Directory that holds the graph, or the address of a Neo4j server, such as "
        "bolt://127.0.0.1:7687.",
        metavar="PATH|ADDRESS",
    ),
    NAMES_A_GRAPH,
]
FormatOption = Annotated[
    Format,
    typer.Option("--format", "-f", help="How to print; a table also when piped."),
]
LimitOption = Annotated[
    int, typer.Option("--limit", "-n", min=1, help="How many rows to print at most.")
]
Inputs = Annotated[
    list[str],
    typer.Argument(
        help="Files, directories or archives in any format; '-' reads standard input.",
        metavar="INPUT",
    ),
]
ColumnsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        help="Which column or key holds what, where the guess is wrong; may be repeated. A TOML, "
        "JSON or YAML file that maps fields to columns will do as well.",
        metavar="FIELD=COLUMN|FILE",
    ),
]
SourceOption = Annotated[
    str | None,
    typer.Option("--source", help="Short name of where the postings come from.", metavar="NAME"),
]
ProcessesOption = Annotated[
    int | None,
    typer.Option(
        "--processes",
        "-p",
        min=1,
        help="How many processes read; all cores by default, one for small inputs.",
    ),
]


Reader = Literal["trained", "rules"]
"""Who reads the skills; the values of ``skillweave.loaders.extraction.reader.ReaderName``, which
costs too much to import before a command runs."""

ReaderOption = Annotated[
    Reader | None,
    typer.Option(
        "--reader",
        help="What reads the skills: the names of the taxonomy and rules alone, or the trained "
        "reader beside them.",
    ),
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Fail (exit code 1) if anything was rejected.")
]


def _print_version(wanted: bool) -> None:
    if wanted:
        from skillweave import __version__

        typer.echo(f"skillweave {__version__}")
        raise typer.Exit


@app.callback()
def skillweave(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Turn job postings into a graph and ask it."""


@app.command()
def demo(
    directory: Annotated[
        Path | None,
        typer.Argument(help="Where to keep the graph; a temporary directory by default."),
    ] = None,
) -> None:
    """Build a graph from the postings that ship with Skillweave and ask it three questions."""
    from skillweave.cli.tour import show_tour

    show_tour(directory)


@app.command()
def build(
    inputs: Inputs,
    graph: GraphOption = DEFAULT_GRAPH,
    columns: ColumnsOption = None,
    explain_columns: Annotated[
        bool,
        typer.Option("--explain-columns", help="Show which column is taken for what, and stop."),
    ] = False,
    source: SourceOption = None,
    processes: ProcessesOption = None,
    reader: ReaderOption = None,
    strict: StrictOption = False,
    format: FormatOption = Format.table,
) -> None:
    """Read postings into a graph, which is created where there is none.

    What is in the graph already and has not changed is left as it is, so an interrupted run is
    resumed by the same command.
    """
    if explain_columns:
        from skillweave.cli.columns import print_guesses

        print_guesses(inputs, columns or [], format)
        return
    from skillweave.cli.building import build_graph

    rejected = build_graph(
        inputs,
        graph,
        columns=columns or [],
        source=source,
        processes=processes,
        reader=reader,
        format=format,
    )
    if strict and rejected:
        raise typer.Exit(1)


@app.command()
def extract(
    inputs: Inputs,
    columns: ColumnsOption = None,
    source: SourceOption = None,
    processes: ProcessesOption = None,
    reader: ReaderOption = None,
    strict: StrictOption = False,
) -> None:
    """Print what each posting says: one Record as JSON a line, in the order of the input.

    JSON lines with "id" and "text" keep their id, and offsets refer to their text.
    """
    from skillweave.cli.extracting import print_records

    rejected = print_records(
        inputs,
        columns=columns or [],
        source=source,
        processes=processes,
        reader=reader,
    )
    if strict and rejected:
        raise typer.Exit(1)


@app.command()
def info(graph: GraphOption = DEFAULT_GRAPH, format: FormatOption = Format.table) -> None:
    """Say what is in the graph: counts, versions, sources and the last runs."""
    from skillweave.cli.inspecting import print_info

    print_info(graph, format)


@app.command()
def show(
    id: Annotated[str, typer.Argument(help="Id of a posting, as `find` and answers give it.")],
    graph: GraphOption = DEFAULT_GRAPH,
    format: FormatOption = Format.table,
) -> None:
    """Show a posting with its facts marked in the text, and the list of facts with offsets."""
    from skillweave.cli.inspecting import print_posting

    print_posting(graph, id, format)


@app.command()
def find(
    text: Annotated[list[str], typer.Argument(help="A name, or a part of one, in any spelling.")],
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 20,
    format: FormatOption = Format.table,
) -> None:
    """Find skills, roles, employers and places by label, alias, part or near spelling."""
    from skillweave.cli.inspecting import print_found

    print_found(graph, " ".join(text), limit, format)


@app.command()
def rejects(graph: GraphOption = DEFAULT_GRAPH, format: FormatOption = Format.table) -> None:
    """List what could not be read, with file, position, reason and what to do."""
    from skillweave.cli.inspecting import print_rejects

    print_rejects(graph, format)


from skillweave.cli import ask, cypher, exchange, graphs, reviews, sparql  # noqa: F401  (registers more commands)
