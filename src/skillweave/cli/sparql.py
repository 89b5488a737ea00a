"""The commands that ask in SPARQL and serve it: `sparql`, `serve`."""

from enum import StrEnum
from typing import Annotated

import typer

from skillweave.cli.app import DEFAULT_GRAPH, GraphOption, app
from skillweave.cli.given import FileOption, ListOption, NamedOption, print_named_queries


class AnswerFormat(StrEnum):
    """How an answer is printed."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    tsv = "tsv"
    xml = "xml"
    ttl = "ttl"
    nt = "nt"
    jsonld = "jsonld"
    rdfxml = "rdfxml"


SecondsOption = Annotated[
    float, typer.Option("--seconds", min=0.001, help="How long a query may take.")
]
ParameterOption = Annotated[
    list[str] | None,
    typer.Option(
        "--param",
        "-p",
        help="A parameter: NAME=VALUE, where VALUE is JSON, an IRI in angle brackets or else a "
        "text; may be repeated.",
        metavar="NAME=VALUE",
    ),
]


@app.command()
def sparql(
    query: Annotated[
        str | None,
        typer.Argument(help="A query: SELECT, ASK, CONSTRUCT or DESCRIBE.", show_default=False),
    ] = None,
    graph: GraphOption = DEFAULT_GRAPH,
    file: FileOption = None,
    named: NamedOption = None,
    list_named: ListOption = False,
    parameter: ParameterOption = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, help="How many rows or triples at most.")
    ] = 10_000,
    seconds: SecondsOption = 30.0,
    format: Annotated[
        AnswerFormat | None,
        typer.Option(
            "--format",
            "-f",
            help="How to print. Rows: table (the default), json, xml, csv and tsv as SPARQL "
            "defines them, jsonl. Graphs: ttl (the default), nt, jsonld, rdfxml.",
        ),
    ] = None,
) -> None:
    """Ask the graph in SPARQL 1.1; queries only read, and only this graph.

    The prefixes of the model need not be declared, and <skill/python> is the node with that id.
    """
    from skillweave.cli.asking_sparql import print_sparql

    if list_named:
        print_named_queries("sparql")
        return
    print_sparql(
        graph,
        query,
        file=file,
        named=named,
        parameters=parameter or [],
        limit=limit,
        seconds=seconds,
        format=format,
    )


@app.command()
def serve(
    graph: GraphOption = DEFAULT_GRAPH,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; by default for this machine alone.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65_535, help="Port to listen on; 0 takes any.")
    ] = 8000,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, help="How many rows a query may return.")
    ] = 10_000,
    seconds: SecondsOption = 30.0,
    workers: Annotated[
        int, typer.Option("--workers", min=1, help="How many queries may run at the same time.")
    ] = 4,
    cors: Annotated[
        list[str] | None,
        typer.Option(
            "--cors",
            help="A web site whose scripts may ask, such as https://example.org, or * for all; "
            "may be repeated. None by default.",
            metavar="ORIGIN",
        ),
    ] = None,
) -> None:
    """Serve the graph: a SPARQL endpoint at /sparql, and every node at its id.

    It only reads, and follows the graph as it is built.
    """
    from skillweave.cli.asking_sparql import serve_graph

    serve_graph(
        graph,
        host=host,
        port=port,
        limit=limit,
        seconds=seconds,
        workers=workers,
        origins=cors or [],
    )
