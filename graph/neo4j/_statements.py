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

from skillweave.graph.neo4j._rows import (
    Row,
    by_ends,
    create_edges,
    create_nodes,
    put_nodes,
    run_in_batches,
)
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


_SUBJECTS = "UNWIND $keys AS key MATCH (t:_Statement {key: key}) RETURN DISTINCT t.subject"
_WORDINGS = """
UNWIND $subjects AS subject
MATCH (t:_Statement {subject: subject})
RETURN t.key, t.table, t.subject, t.row, t.said, t.listed, t.retired, t.shown
"""
_CREATE = """
UNWIND $rows AS row
CREATE (:_Statement:_Bookkeeping {
    key: row[0], table: row[1], subject: row[2], row: row[3],
    said: row[4], listed: row[5], retired: row[6], shown: row[7]
})
"""
_CHANGE = """
UNWIND $rows AS row
MATCH (t:_Statement {key: row[0]})
SET t.said = row[4], t.listed = row[5], t.retired = row[6], t.shown = row[7]
"""
_DELETE = "UNWIND $rows AS row MATCH (t:_Statement {key: row[0]}) DELETE t"


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

    def changed(self, change: Origin) -> "_Wording":
        """The same with another origin."""
        return self._replace(
            said=self.said + change.said,
            listed=self.listed if change.listed is None else change.listed,
            retired=self.retired if change.retired is None else change.retired,
        )

    @property
    def values(self) -> list[Any]:
        return list(orjson.loads(self.row))

    def precedence(self) -> tuple[Any, ...]:
        columns = tuple((value is None, value) for value in self.values[1:])
        # A taxonomy before this one counts as much as a posting.
        return (not self.listed, -(self.said + self.retired), columns)


_Wordings = dict[str, _Wording]


def settle(
    transaction: neo4j.ManagedTransaction,
    stated: Mapping[Statement, Origin],
    taken_back: Mapping[str, int] | None = None,
) -> None:
    """Note who states what, and bring the nodes and edges in question up to date.

    What a statement was before is read once and reckoned with here; each is then written once.

    Args:
        transaction: the transaction to do it in.
        stated: for each statement how many more state it, and what else is known of it.
        taken_back: for the keys of other statements how many fewer state them.
    """
    gone = Counter(taken_back or {})
    changes: dict[Statement, Origin] = {}
    for said, origin in stated.items():
        change = origin._replace(said=origin.said - gone.pop(said.key, 0))
        if change != Origin():
            changes[said] = change
    back = {key: count for key, count in gone.items() if count}
    subjects = {said.subject for said in changes}
    if back:
        subjects.update(r[0] for r in transaction.run(_SUBJECTS, keys=list(back)))
    before = _wordings(transaction, subjects)
    after = dict(before)
    for said, change in changes.items():
        known = after.get(said.key) or _Wording(*said, 0, listed=False, retired=False, shown=False)
        after[said.key] = known.changed(change)
    for key in back.keys() & after.keys():
        after[key] = after[key].changed(Origin(-back[key]))
    _replace(transaction, before, after)


def show(transaction: neo4j.ManagedTransaction, subjects: Iterable[str]) -> None:
    """Make the nodes and edges of some subjects what their statements say."""
    known = _wordings(transaction, subjects)
    _replace(transaction, known, known)


def _wordings(transaction: neo4j.ManagedTransaction, subjects: Iterable[str]) -> _Wordings:
    found = transaction.run(_WORDINGS, subjects=sorted(subjects))
    return {wording.key: wording for wording in (_Wording(*record.values()) for record in found)}


def _replace(
    transaction: neo4j.ManagedTransaction, before: _Wordings, after: Mapping[str, _Wording]
) -> None:
    # Put statements in the place of those that were there, and show what they say.
    of_subject: defaultdict[str, list[_Wording]] = defaultdict(list)
    for wording in after.values():
        of_subject[wording.subject].append(wording)
    new: defaultdict[str, list[Row]] = defaultdict(list)
    put: defaultdict[str, list[Row]] = defaultdict(list)
    drop: defaultdict[str, list[Row]] = defaultdict(list)
    left: list[_Wording] = []
    for wordings in of_subject.values():
        table = wordings[0].table
        alive = [wording for wording in wordings if wording.alive]
        shown = sorted(alive, key=_Wording.precedence)[:1] if table in NODES else alive
        keys = {wording.key for wording in shown}
        left += [wording._replace(shown=wording.key in keys) for wording in alive]
        shown_before = {wording.key for wording in wordings if wording.shown}
        if shown_before == keys:
            continue
        if shown_before and (table not in NODES or not shown):
            drop[table].append(wordings[0].values)
        # A node that nothing was shown of is not there.
        (put if shown_before and table in NODES else new)[table] += [w.values for w in shown]
    for table, rows in drop.items():
        if table in NODES:
            query = f"UNWIND $rows AS row MATCH (n:`{table}` {{id: row[0]}}) DETACH DELETE n"
            run_in_batches(transaction, query, rows)
        else:
            _delete_edges(transaction, table, rows)
    for table, rows in put.items():
        put_nodes(transaction, table, rows)
    for table in sorted(new, key=lambda table: table not in NODES):  # edges lead between nodes
        create = create_nodes if table in NODES else create_edges
        create(transaction, table, new[table])
    run_in_batches(transaction, _CREATE, [list(w) for w in left if w.key not in before])
    changed = [list(w) for w in left if w.key in before and w != before[w.key]]
    run_in_batches(transaction, _CHANGE, changed)
    dead = before.keys() - {wording.key for wording in left}
    run_in_batches(transaction, _DELETE, [[key] for key in sorted(dead)])


def _delete_edges(transaction: neo4j.ManagedTransaction, edge: str, rows: Iterable[Row]) -> None:
    for (_, source, target), some in by_ends(edge, rows).items():
        query = (
            f"UNWIND $rows AS row MATCH (:`{source}` {{id: row[0]}})-[e:`{edge}`]->"
            f"(:`{target}` {{id: row[1]}}) DELETE e"
        )
        run_in_batches(transaction, query, some)
