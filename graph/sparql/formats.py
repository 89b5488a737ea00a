"""The syntaxes in which SPARQL gives answers: their short names and media types.

Rows and truth values travel as SPARQL 1.1 Query Results JSON, graphs as N-Triples; any other syntax
is made from these by :func:`convert`.

References: https://www.w3.org/TR/sparql11-results-json/, https://www.w3.org/TR/rdf-sparql-XMLres/,
https://www.w3.org/TR/sparql11-results-csv-tsv/.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias, assert_never

import pyoxigraph as ox

Kind = Literal["rows", "boolean", "graph"]
"""What a query gives: SELECT rows, ASK a truth value, CONSTRUCT and DESCRIBE a graph."""


FormatName: TypeAlias = Literal["json", "xml", "csv", "tsv", "ttl", "nt", "jsonld", "rdfxml"]
"""Short names of all syntaxes."""


class Syntax(NamedTuple):
    """A syntax for answers.

    Attributes:
        name: short name, which is the usual file extension as well.
        media_types: under which it is asked for; the first is the registered one.
        format: what pyoxigraph calls it.
    """

    name: FormatName
    media_types: tuple[str, ...]
    format: ox.QueryResultsFormat | ox.RdfFormat


RESULT_SYNTAXES: Final = (
    Syntax(
        "json",
        ("application/sparql-results+json", "application/json", "text/json"),
        ox.QueryResultsFormat.JSON,
    ),
    Syntax(
        "xml",
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        ox.QueryResultsFormat.XML,
    ),
    Syntax("csv", ("text/csv",), ox.QueryResultsFormat.CSV),
    Syntax("tsv", ("text/tab-separated-values",), ox.QueryResultsFormat.TSV),
)
"""Syntaxes of rows and truth values, the preferred one first."""

GRAPH_SYNTAXES: Final = (
    Syntax("ttl", ("text/turtle", "application/x-turtle"), ox.RdfFormat.TURTLE),
    Syntax("nt", ("application/n-triples", "text/plain"), ox.RdfFormat.N_TRIPLES),
    Syntax("jsonld", ("application/ld+json", "application/json"), ox.RdfFormat.JSON_LD),
    Syntax("rdfxml", ("application/rdf+xml", "application/xml", "text/xml"), ox.RdfFormat.RDF_XML),
)
"""Syntaxes of graphs, the preferred one first."""


def syntaxes(kind: Kind) -> tuple[Syntax, ...]:
    """The syntaxes that an answer of that kind can be written in."""
    match kind:
        case "graph":
            return GRAPH_SYNTAXES
        case "rows":
            return RESULT_SYNTAXES
        case "boolean":
            return RESULT_SYNTAXES[:2]
        case _:
            assert_never(kind)


def convert(answer: bytes, kind: Kind, name: FormatName, prefixes: Mapping[str, str]) -> bytes:
    """Write an answer in another syntax.

    Args:
        answer: Results JSON, or N-Triples for a graph.
        kind: what it is.
        name: short name of the syntax wanted.
        prefixes: namespaces for syntaxes that shorten IRIs.

    Raises:
        KeyError: there is no such syntax for that kind.
    """
    format = {syntax.name: syntax.format for syntax in syntaxes(kind)}[name]
    if isinstance(format, ox.QueryResultsFormat):
        if format == ox.QueryResultsFormat.JSON:
            return answer
        found = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
        return found.serialize(format=format) or b""
    if format == ox.RdfFormat.N_TRIPLES:
        return answer
    triples = (quad.triple for quad in ox.parse(answer, format=ox.RdfFormat.N_TRIPLES))
    return ox.serialize(triples, format=format, prefixes=dict(prefixes)) or b""
