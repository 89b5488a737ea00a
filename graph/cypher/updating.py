"""Bring a copy of the graph up to date by what changed, with statements over Bolt.

1. Postings that went or were written again go with all nodes of theirs.
2. Nodes and edges that several postings may state are compared one by one with those of the store:
   the store gives their tables whole. So are links from posting to posting, as those of unchanged
   postings went with the postings that they lead to.
3. The nodes and edges of postings that were written come in.

What the taxonomy alone states stays, so this serves only while the taxonomy does.
"""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import neo4j

from skillweave.graph._layout import PER_POSTING
from skillweave.graph.neo4j._rows import (
    Row,
    by_ends,
    create_edges,
    create_nodes,
    in_batches,
    native,
    put_nodes,
    rows_of,
)
from skillweave.graph.store import Changes, Store
from skillweave.ontology.schema import EDGES, NODES
from skillweave.ontology.schema import columns as columns_of

ROWS_AT_A_TIME: Final = 5_000
POSTINGS_AT_A_TIME: Final = 200

_BETWEEN_POSTINGS: Final = frozenset(
    name for name, edge in EDGES.items() if ("Posting", "Posting") in edge.ends
)
_COMPARED_NODES: Final = tuple(
    name for name, node in NODES.items() if node.ownership in ("shared", "run")
)
_COMPARED_EDGES: Final = tuple(
    name for name, edge in EDGES.items() if edge.ownership == "shared" or name in _BETWEEN_POSTINGS
)
_INTO_PARTS: Final = tuple(
    name
    for name, edge in EDGES.items()
    if name not in _BETWEEN_POSTINGS and any(target in PER_POSTING for _, target in edge.ends)
)
"""Types of edges from a posting, or a part of it, to a part."""

_REMOVE: Final = (
    f"UNWIND $rows AS row MATCH (p:Posting {{id: row}})-[:{'|'.join(_INTO_PARTS)}*0..]->(n) "
    "WITH DISTINCT n DETACH DELETE n"
)

_Rows: TypeAlias = dict[tuple[str, ...], list[Any]]


def update(session: neo4j.Session, store: Store, since: int, changes: Changes) -> None:
    """Bring a copy up to date.

    Args:
        session: a session of the engine that has the copy open for writing.
        store: the graph.
        since: the version of which the copy is.
        changes: what changed since, not the concepts.
    """
    for gone in in_batches((*changes.written, *changes.deleted), POSTINGS_AT_A_TIME):
        session.run(_REMOVE, rows=gone).consume()
    for label in _COMPARED_NODES:
        _compare_nodes(session, store, label)
    written = [name for name in (*NODES, *EDGES) if name in PER_POSTING]
    for name in written:
        if name in _COMPARED_EDGES:
            continue
        create = create_nodes if name in NODES else create_edges
        for batch in store.batches(name, since=since):
            _write(session, create, name, rows_of(batch))
    for edge in _COMPARED_EDGES:
        _compare_edges(session, store, edge)


def _write(session: neo4j.Session, create: Any, name: str, rows: Sequence[Row]) -> None:
    for some in in_batches(rows, ROWS_AT_A_TIME):
        session.execute_write(create, name, some)


def _compare_nodes(session: neo4j.Session, store: Store, label: str) -> None:
    names = [column.name for column in columns_of(label)]
    values = ", ".join(f"n.`{name}`" for name in names)
    there = _keyed(session.run(f"MATCH (n:`{label}`) RETURN {values}"), ends=1)
    wanted: _Rows = {(row[0],): list(row) for row in rows_of(store.scan(label))}
    gone = [key[0] for key in there.keys() - wanted.keys()]
    for some in in_batches(gone, ROWS_AT_A_TIME):
        query = f"UNWIND $rows AS row MATCH (n:`{label}` {{id: row}}) DETACH DELETE n"
        session.run(query, rows=some).consume()
    new = [row for key, row in wanted.items() if key not in there]
    changed = [row for key, row in wanted.items() if key in there and there[key] != row]
    _write(session, create_nodes, label, new)
    _write(session, put_nodes, label, changed)


def _compare_edges(session: neo4j.Session, store: Store, edge: str) -> None:
    names = [column.name for column in columns_of(edge)]
    values = "".join(f", e.`{name}`" for name in names[2:])
    found = session.run(f"MATCH (a)-[e:`{edge}`]->(b) RETURN a.id, b.id{values}")
    there = _keyed(found, ends=2)
    wanted: _Rows = {(row[0], row[1]): list(row) for row in rows_of(store.scan(edge))}
    gone = [list(key) for key, row in there.items() if wanted.get(key) != row]
    for (_, source, target), rows in by_ends(edge, gone).items():
        query = (
            f"UNWIND $rows AS row MATCH (:`{source}` {{id: row[0]}})-[e:`{edge}`]->"
            f"(:`{target}` {{id: row[1]}}) DELETE e"
        )
        for some in in_batches(rows, ROWS_AT_A_TIME):
            session.run(query, rows=some).consume()
    _write(session, create_edges, edge, [r for k, r in wanted.items() if there.get(k) != r])


def _keyed(result: neo4j.Result, *, ends: int) -> _Rows:
    rows = ([native(value) for value in record.values()] for record in result)
    return {tuple(row[:ends]): row for row in rows}
