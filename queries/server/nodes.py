"""What the server says of one node: the triples about it, and what a page shows besides."""

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

import pyoxigraph as ox

from skillweave.graph.cypher import Limits
from skillweave.graph.rdf.terms import node_id, posting_graph
from skillweave.graph.sparql.binding import bind
from skillweave.graph.sparql.workers import Reply, Request
from skillweave.ontology.schema import label_of

Ask: TypeAlias = Callable[[Request, Limits], Reply]
"""Runs a query; see ``Service.ask``."""

LIMITS: Final = Limits(rows=5_000, seconds=10.0)
"""How much is said of one node."""

MENTIONS: Final = 50
"""How many of the nodes that point to it are listed."""

_NODE: Final = "VALUES ?s { $node } ?s ?p ?o"
_POSTING: Final = "GRAPH $graph { ?s ?p ?o }"
_TRIPLES: Final = "CONSTRUCT { ?s ?p ?o } WHERE { %s }"
_STATEMENTS: Final = """
SELECT ?s ?p ?o (SAMPLE(?name) AS ?label) WHERE {
  %s
  OPTIONAL { ?o skos:prefLabel | schema:name | dcterms:title ?name }
} GROUP BY ?s ?p ?o
"""
_MENTIONS: Final = f"""
SELECT ?s ?p (SAMPLE(?name) AS ?label) WHERE {{
  {{ SELECT ?s ?p WHERE {{ ?s ?p $node }} LIMIT {MENTIONS} }}
  OPTIONAL {{ ?s skos:prefLabel | schema:name | schema:title | nif:anchorOf ?name }}
}} GROUP BY ?s ?p
"""


class Statement(NamedTuple):
    """A triple, and what its value is called if that is a node with a name."""

    subject: str
    predicate: str
    value: ox.NamedNode | ox.Literal
    name: str | None


class Mention(NamedTuple):
    """A node that points to another, how it does, and what it is called if it has a name."""

    subject: str
    predicate: str
    name: str | None


def triples_about(ask: Ask, iri: str) -> bytes:
    """The triples about a node, of a posting with those about its parts, as N-Triples.

    Args:
        ask: runs a query.
        iri: the node's IRI.

    Returns:
        Nothing if there is no such node.
    """
    return ask(_about(_TRIPLES, iri), LIMITS).body


def statements_about(ask: Ask, iri: str) -> list[Statement]:
    """As :func:`triples_about`, with the names of what they lead to; sorted."""
    found = []
    for row in _rows(ask(_about(_STATEMENTS, iri), LIMITS)):
        value = row["o"]
        assert isinstance(value, ox.NamedNode | ox.Literal)
        found.append(Statement(row["s"].value, row["p"].value, value, _text(row["label"])))
    return sorted(found, key=lambda s: (s.subject != iri, s.subject, s.predicate, s.value.value))


def mentions_of(ask: Ask, iri: str) -> list[Mention]:
    """Some of the nodes that point to a node, sorted by how they do."""
    request = Request(bind(_MENTIONS, {"node": ox.NamedNode(iri)}))
    rows = _rows(ask(request, LIMITS))
    found = [Mention(row["s"].value, row["p"].value, _text(row["label"])) for row in rows]
    return sorted(found, key=lambda m: (m.predicate, m.name or m.subject, m.subject))


def _about(query: str, iri: str) -> Request:
    posting = node_id(iri)
    if label_of(posting) == "Posting":
        pattern = bind(_POSTING, {"graph": ox.NamedNode(posting_graph(posting))})
    else:
        pattern = bind(_NODE, {"node": ox.NamedNode(iri)})
    return Request(query % pattern)


def _rows(reply: Reply) -> list[ox.QuerySolution]:
    found = ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return [row for row in found if row["s"] is not None]


def _text(term: object) -> str | None:
    return term.value if isinstance(term, ox.Literal) else None
