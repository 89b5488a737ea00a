"""How the graph lies in Neo4j.

Nodes and edges of the model are nodes and relationships with the labels, types and properties of
:mod:`skillweave.ontology.schema`, and nothing else. What a store has to remember besides is kept in
nodes that are no part of the graph: they carry the label ``_Bookkeeping`` and one of their own, and
no relationship leads to them. Leave them out of a query over all nodes with
``WHERE NOT n:_Bookkeeping``.

=============== ===================================================================================
``_State``      one node: format, number of the last change, version of the taxonomy
``_Document``   a posting's text and Record, where it was read, its buckets and what it states
``_Statement``  a node or edge that several may state alike, in one wording, and how many do
``_Run``        a run of a build; ``Run`` nodes are those that a posting leads to
``_FileCount``  what a run met in a file
``_Reject``     what could not be read
``_Deletion``   the change in which a posting went
``_Answer``     what a person answered about a doubtful fact
=============== ===================================================================================

A posting is replaced by deleting its nodes, which its id finds, and taking back its statements. Of
the wordings of a shared node the one is shown that the taxonomy, then most postings state.
"""

import hashlib
from collections.abc import Iterator
from typing import Final

from skillweave.graph._layout import PER_POSTING
from skillweave.ontology.schema import EDGES, NODES, SIDES, columns

FORMAT: Final = 1
"""Raised when what an older version wrote can no longer be read although the schema is the same."""

EARLIER: Final = frozenset(("48ee80a53bb40d93",))
"""Digests of earlier schemas that only lack bookkeeping; a graph of such a schema is read as it is,
and brought up to date when it is opened for writing."""

POSTING_NODES: Final = tuple(label for label in NODES if label in PER_POSTING)
"""Labels of nodes that go with their posting."""

POSTING_EDGES: Final = tuple(
    edge
    for edge, kind in EDGES.items()
    if edge in PER_POSTING and {label for ends in kind.ends for label in ends} <= {*POSTING_NODES}
)
"""Types of edges between nodes that go with their posting; those of duplicates among them."""

_UNIQUE: Final = {
    "_State": "id",
    "_Document": "posting",
    "_Statement": "key",
    "_Run": "id",
    "_Answer": "key",
}
_INDEXED: Final = {
    "_Document": "version",
    "_Statement": "subject",
    "_FileCount": "run",
    "_Reject": "run",
    "_Deletion": "version",
}
NAMES_INDEX: Final = "names"
"""Full-text index over the labels, names and aliases of whatever has them."""

_NAMED: Final = {
    label: tuple(
        p.name
        for p in node.properties
        if p.iri in ("skos:prefLabel", "skos:altLabel", "schema:name")
    )
    for label, node in NODES.items()
}


def schema_statements() -> Iterator[str]:
    """Cypher that makes the constraints and indexes, each unless it is there."""
    for label, key in (*((label, "id") for label in NODES), *_UNIQUE.items()):
        yield (
            f"CREATE CONSTRAINT {_name(label)}_{key} IF NOT EXISTS "
            f"FOR (n:`{label}`) REQUIRE n.{key} IS UNIQUE"
        )
    for label, key in _INDEXED.items():
        yield f"CREATE INDEX {_name(label)}_{key} IF NOT EXISTS FOR (n:`{label}`) ON (n.{key})"
    named = {label: keys for label, keys in _NAMED.items() if keys}
    labels = "|".join(named)
    properties = ", ".join(f"n.{key}" for key in dict.fromkeys(sum(named.values(), ())))
    yield (
        f"CREATE FULLTEXT INDEX {NAMES_INDEX} IF NOT EXISTS FOR (n:{labels}) ON EACH [{properties}]"
    )


def _name(label: str) -> str:
    return label.strip("_").lower()


def schema_digest() -> str:
    """Digest of the tables' names and columns, by which versions of the model are told apart."""
    tables = [
        (table, [(c.name, c.type, c.required) for c in columns(table)])
        for table in (*NODES, *EDGES, *SIDES)
    ]
    return hashlib.sha256(repr(tables).encode()).hexdigest()[:16]
