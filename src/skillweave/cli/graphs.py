"""The commands that ask in Cypher and copy graphs: `cypher`, `push`, `pull`, `export neo4j`."""

from pathlib import Path
from typing import Annotated

import typer

from skillweave.cli.answers import Format
from skillweave.cli.app import DEFAULT_GRAPH, FormatOption, GraphOption, app
from skillweave.cli.servers import NAMES_A_GRAPH, App

_SERVER_HELP = "Address of the Neo4j server, such as bolt://127.0.0.1:7687."
ToOption = Annotated[
    str,
    typer.Option("--to", help=_SERVER_HELP, metavar="ADDRESS"),
    NAMES_A_GRAPH,
]
FromOption = Annotated[
    str,
    typer.Option("--from", help=_SERVER_HELP, metavar="ADDRESS"),
    NAMES_A_GRAPH,
]


@app.command()
def cypher(
    query: Annotated[str | None, typer.Argument(help="One Cypher statement.")] = None,
    graph: GraphOption = DEFAULT_GRAPH,
    file: Annotated[
        Path | None, typer.Option("--file", help="File that holds the query.", metavar="FILE")
    ] = None,
    named: Annotated[
        str | None,
        typer.Option("--named", help="Name of a query that ships with Skillweave.", metavar="NAME"),
    ] = None,
    list_named: Annotated[
        bool, typer.Option("--list", help="List the queries that ship, and what they need.")
    ] = False,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            help="A parameter: NAME=VALUE, where VALUE is JSON or else a text; may be repeated.",
            metavar="NAME=VALUE",
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, help="How many rows to print at most.")
    ] = 10_000,
    seconds: Annotated[float, typer.Option("--seconds", help="How long it may take.")] = 30.0,
    write: Annotated[
        bool, typer.Option("--write", help="Let the query write (Neo4j only).")
    ] = False,
    format: FormatOption = Format.table,
) -> None:
    """Ask the graph in Cypher; the same query runs on a local graph and on Neo4j."""
    from skillweave.cli.asking import print_cypher
    from skillweave.cli.naming import print_named_queries

    if list_named:
        print_named_queries("cypher")
        return
    print_cypher(
        graph,
        query,
        file=file,
        named=named,
        parameters=parameter or [],
        limit=limit,
        seconds=seconds,
        write=write,
        format=format,
    )


@app.command()
def push(
    to: ToOption,
    graph: GraphOption = DEFAULT_GRAPH,
    format: FormatOption = Format.table,
) -> None:
    """Copy a local graph into Neo4j, or bring the copy there up to date."""
    from skillweave.cli.copying import copy_graph

    copy_graph(graph, to, format)


@app.command()
def pull(
    source: FromOption,
    graph: GraphOption = DEFAULT_GRAPH,
    format: FormatOption = Format.table,
) -> None:
    """Copy a graph from Neo4j into a directory, or bring the copy there up to date."""
    from skillweave.cli.copying import copy_graph

    copy_graph(source, graph, format)


@app.command()
def derive(
    graph: GraphOption = DEFAULT_GRAPH,
    format: FormatOption = Format.table,
) -> None:
    """Compute the derived edges, such as which skills a role needs, for Cypher and SPARQL.

    Those that were there are replaced; after a build, derive again.
    """
    from skillweave.cli.copying import derive_edges

    derive_edges(graph, format)


exports = App(help="Write the graph as files.", no_args_is_help=True)
app.add_typer(exports, name="export")


@exports.command("neo4j")
def export_neo4j(
    directory: Annotated[Path, typer.Argument(help="An empty or new directory.")],
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Write files for Neo4j's offline import, and the command that imports them."""
    from skillweave.cli.copying import export_for_import

    export_for_import(graph, directory)
