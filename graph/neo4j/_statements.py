"""Nodes and edges that several postings, or a posting and the taxonomy, may state.

An employer is named by hundreds of postings, and not always in one wording. Every wording is a
``_Statement`` with the number of postings behind it. From these follows what is shown:

1. A node has the wording that the taxonomy states, else the one that most postings state, else the
   first in the order of the columns; this is the order of the local store's views.
2. An edge is shown as long as one posting, or the taxonomy, states it.
3. What nobody states any more goes.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import neo4j
import orjson

from skillweave.graph.neo4j._rows import Row, by_ends, create_edges, put_nodes, run_in_batches
from skillweave.ontology.schema import NODES


class Statement(NamedTuple):
    """A node or edge in one wording.

    Attributes:
        key: digest of the rest.
        table: label or edge type.
        subject: what it states something about: a node, or an edge's two ends.
        row: the values of the table's columns as JSON.
    """

    key: str
    table: str
    subject: str
    row: str


class Origin(NamedTuple):
    """Who states something: how many postings, the taxonomy, a taxonomy before it."""

    said: int = 0
    listed: bool | None = None
    retired: bool | None = None


def statement(table: str, row: Row) -> Statement:
    """The statement that a row of a shared table makes."""
    text = orjson.dumps(row).decode()
    ends = 1 if table in NODES else 2
    subject = " ".join((table, *row[:ends]))
    digest = hashlib.blake2b(f"{table} {text}".encode(), digest_size=12)
    return Statement(digest.hexdigest(), table, subject, text)


_CHANGE = """
UNWIND $rows AS row
MERGE (t:_Statement {key: row[0]})
ON CREATE SET t:_Bookkeeping, t.table = row[1], t.subject = row[2], t.row = row[3],
              t.said = 0, t.listed = false, t.retired = false, t.shown = false
SET t.said = t.said + row[4],
    t.listed = coalesce(row[5], t.listed),
    t.retired = coalesce(row[6], t.retired)
"""
_TAKE_BACK = "UNWIND $rows AS row MATCH (t:_Statement {key: row[0]}) SET t.said = t.said - row[1]"
_SUBJECTS = "UNWIND $rows AS row MATCH (t:_Statement {key: row[0]}) RETURN DISTINCT t.subject"
_ALL = """
UNWIND $subjects AS subject
MATCH (t:_Statement {subject: subject})
RETURN t.key, t.table, t.subject, t.row, t.said, t.listed, t.retired, t.shown
"""


class _Wording(NamedTuple):
    key: str
    table: str
    subject: str
    row: str
    said: int
    listed: bool
    retired: bool
    shown: bool

    @property
    def alive(self) -> bool:
        return self.said > 0 or self.listed or self.retired

    @property
    def values(self) -> list[Any]:
        return list(orjson.loads(self.row))

    def precedence(self) -> tuple[Any, ...]:
        columns = tuple((value is None, value) for value in self.values[1:])
        # A taxonomy before this one counts as much as a posting.
        return (not self.listed, -(self.said + self.retired), columns)


def settle(
    transaction: neo4j.ManagedTransaction,
    stated: Mapping[Statement, Origin],
    taken_back: Mapping[str, int] | None = None,
) -> None:
    """Note who states what, and bring the nodes and edges in question up to date.

    Args:
        transaction: the transaction to do it in.
        stated: for each statement how many more state it, and what else is known of it.
        taken_back: for the keys of other statements how many fewer state them.
    """
    gone = Counter(taken_back or {})
    rows: list[Row] = []
    for said, origin in stated.items():
        net = origin.said - gone.pop(said.key, 0)
        if net or origin.listed is not None or origin.retired is not None:
            rows.append([*said, net, origin.listed, origin.retired])
    run_in_batches(transaction, _CHANGE, rows)
    back = [[key, count] for key, count in gone.items() if count]
    run_in_batches(transaction, _TAKE_BACK, back)
    subjects = {str(row[2]) for row in rows}
    if back:
        subjects.update(r[0] for r in transaction.run(_SUBJECTS, rows=back))
    show(transaction, subjects)


def show(transaction: neo4j.ManagedTransaction, subjects: Iterable[str]) -> None:
    """Make the nodes and edges of some subjects what their statements say."""
    found: defaultdict[str, list[_Wording]] = defaultdict(list)
    for record in transaction.run(_ALL, subjects=sorted(subjects)):
        wording = _Wording(*record.values())
        found[wording.subject].append(wording)
    put: defaultdict[str, list[Row]] = defaultdict(list)
    drop: defaultdict[str, list[Row]] = defaultdict(list)
    marks: list[Row] = []
    for wordings in found.values():
        table = wordings[0].table
        alive = [wording for wording in wordings if wording.alive]
        if table in NODES:
            alive = sorted(alive, key=_Wording.precedence)[:1]
        before = {wording.key for wording in wordings if wording.shown}
        after = {wording.key for wording in alive}
        marks += [[w.key, w.key in after] for w in wordings if w.shown != (w.key in after)]
        if before == after:
            continue
        if before and (table not in NODES or not alive):
            drop[table].append(wordings[0].values)
        put[table] += [wording.values for wording in alive]
    edges = [table for table in (*drop, *put) if table not in NODES]
    for table in dict.fromkeys(edges):
        _delete_edges(transaction, table, drop[table])
    for table in drop.keys() - set(edges):
        query = f"UNWIND $rows AS row MATCH (n:`{table}` {{id: row[0]}}) DETACH DELETE n"
        run_in_batches(transaction, query, drop[table])
    for table in put.keys() - set(edges):
        put_nodes(transaction, table, put[table])
    for table in dict.fromkeys(edges):
        create_edges(transaction, table, put[table])
    run_in_batches(
        transaction,
        "UNWIND $rows AS row MATCH (t:_Statement {key: row[0]}) SET t.shown = row[1]",
        marks,
    )
    dead = [[w.key] for wordings in found.values() for w in wordings if not w.alive]
    query = "UNWIND $rows AS row MATCH (t:_Statement {key: row[0]}) DELETE t"
    run_in_batches(transaction, query, dead)


def _delete_edges(transaction: neo4j.ManagedTransaction, edge: str, rows: Iterable[Row]) -> None:
    for (_, source, target), some in by_ends(edge, rows).items():
        query = (
            f"UNWIND $rows AS row MATCH (:`{source}` {{id: row[0]}})-[e:`{edge}`]->"
            f"(:`{target}` {{id: row[1]}}) DELETE e"
        )
        run_in_batches(transaction, query, some)
