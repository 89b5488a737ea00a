"""The command that asks in Cypher."""

from typing import Annotated

import typer

from skillweave.cli.answers import Format
from skillweave.cli.app import DEFAULT_GRAPH, FormatOption, GraphOption, LimitOption, app
from skillweave.cli.given import FileOption, ListOption, NamedOption, print_named_queries


@app.command()
def cypher(
    query: Annotated[str | None, typer.Argument(help="One Cypher statement.")] = None,
    graph: GraphOption = DEFAULT_GRAPH,
    file: FileOption = None,
    named: NamedOption = None,
    list_named: ListOption = False,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            help="A parameter: NAME=VALUE, where VALUE is JSON or else a text; may be repeated.",
            metavar="NAME=VALUE",
        ),
    ] = None,
    limit: LimitOption = 10_000,
    seconds: Annotated[float, typer.Option("--seconds", help="How long it may take.")] = 30.0,
    write: Annotated[
        bool, typer.Option("--write", help="Let the query write (Neo4j only).")
    ] = False,
    format: FormatOption = Format.table,
) -> None:
    """Ask the graph in Cypher; the same query runs on a local graph and on Neo4j."""
    from skillweave.cli.asking_cypher import print_cypher

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
