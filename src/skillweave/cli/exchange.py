"""The commands that give graphs to others and take them: `export ...`, `import rdf`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from skillweave.cli.app import DEFAULT_GRAPH, GraphOption, app
from skillweave.cli.graphs import exports
from skillweave.cli.servers import App
from skillweave.ontology.schema import BASE_IRI

imports = App(help="Read a graph from files.", no_args_is_help=True)
app.add_typer(imports, name="import")


class RdfSyntax(StrEnum):
    """A syntax of RDF, by the usual suffix of its files."""

    nt = "nt"
    nq = "nq"
    ttl = "ttl"
    trig = "trig"
    jsonld = "jsonld"
    rdf = "rdf"


class RdfPart(StrEnum):
    """A part of the graph."""

    taxonomy = "taxonomy"
    postings = "postings"
    derived = "derived"


SyntaxOption = Annotated[
    RdfSyntax | None,
    typer.Option("--format", "-f", help="The syntax, where the file's name does not tell it."),
]
BaseOption = Annotated[
    str,
    typer.Option("--base", help="What ids are put behind to be IRIs; ends in a slash."),
]
AroundOption = Annotated[
    list[str] | None,
    typer.Option(
        "--around",
        help="Id of a node whose neighbourhood is written instead of all; may be repeated.",
        metavar="ID",
    ),
]
StepsOption = Annotated[
    int, typer.Option("--steps", min=0, help="How many edges away from --around to go.")
]
OutArgument = Annotated[Path, typer.Argument(help="The file to write.", metavar="FILE")]


@exports.command("rdf")
def export_rdf(
    file: Annotated[
        Path,
        typer.Argument(
            help="The file to write: .nt, .nq, .ttl, .trig, .jsonld or .rdf, then .gz or .zst to "
            "compress it.",
            metavar="FILE",
        ),
    ],
    graph: GraphOption = DEFAULT_GRAPH,
    syntax: SyntaxOption = None,
    only: Annotated[
        RdfPart | None, typer.Option("--only", help="Write one part of the graph alone.")
    ] = None,
    without_texts: Annotated[
        bool,
        typer.Option(
            "--without-texts",
            help="Leave out the texts of the postings and all else that only an import needs.",
        ),
    ] = False,
    base: BaseOption = BASE_IRI,
) -> None:
    """Write the graph as RDF, and a description of the file beside it.

    The same graph gives the same bytes. N-Quads, TriG and JSON-LD have a named graph for each
    posting and one for the taxonomy.
    """
    from skillweave.cli.exchanging import write_rdf

    write_rdf(
        graph,
        file,
        syntax=syntax.value if syntax else None,
        only=only.value if only else None,
        complete=not without_texts,
        base=base,
    )


@imports.command("rdf")
def import_rdf(
    file: Annotated[
        Path, typer.Argument(help="A dump that `skillweave export rdf` wrote.", metavar="FILE")
    ],
    graph: GraphOption = DEFAULT_GRAPH,
    syntax: SyntaxOption = None,
    base: BaseOption = BASE_IRI,
) -> None:
    """Read a dump into a new graph, whose tables are equal to those of the old one."""
    from skillweave.cli.exchanging import read_rdf

    read_rdf(graph, file, syntax=syntax.value if syntax else None, base=base)


@exports.command("jsonld")
def export_jsonld(
    out: Annotated[
        Path,
        typer.Argument(
            help="A file (.jsonl: one a line, .jsonld: one document), or a directory that gets a "
            "file a posting.",
            metavar="FILE|DIRECTORY",
        ),
    ],
    graph: GraphOption = DEFAULT_GRAPH,
    only_complete: Annotated[
        bool,
        typer.Option(
            "--only-complete", help="Leave out postings that lack what search engines require."
        ),
    ] = False,
) -> None:
    """Write each posting as a schema.org JobPosting, as search engines want it."""
    from skillweave.cli.exchanging import write_jsonld

    write_jsonld(graph, out, only_complete=only_complete)


@exports.command("graphml")
def export_graphml(
    file: OutArgument,
    graph: GraphOption = DEFAULT_GRAPH,
    around: AroundOption = None,
    steps: StepsOption = 1,
) -> None:
    """Write the graph as GraphML, for programs such as Gephi, yEd and Cytoscape."""
    from skillweave.cli.exchanging import write_network

    write_network(graph, file, "graphml", around=around, steps=steps)


@exports.command("gexf")
def export_gexf(
    file: OutArgument,
    graph: GraphOption = DEFAULT_GRAPH,
    around: AroundOption = None,
    steps: StepsOption = 1,
) -> None:
    """Write the graph as GEXF, for Gephi."""
    from skillweave.cli.exchanging import write_network

    write_network(graph, file, "gexf", around=around, steps=steps)


@exports.command("node-link")
def export_node_link(
    file: OutArgument,
    graph: GraphOption = DEFAULT_GRAPH,
    around: AroundOption = None,
    steps: StepsOption = 1,
) -> None:
    """Write the graph as JSON of nodes and links, as networkx and D3 read it."""
    from skillweave.cli.exchanging import write_network

    write_network(graph, file, "node-link", around=around, steps=steps)
