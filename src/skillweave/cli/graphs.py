"""The commands that change and copy graphs: `derive`, `push`, `pull`, `export neo4j`."""

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
