"""Changes of the graph in Neo4j, each to be called within a transaction.

A batch is prepared before its transaction begins, so that a transaction that is tried again (the
driver does so when the server asks for it, or the connection broke) costs no more than its
statements. Every one of them may be run twice: what a batch says replaces what is there.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import neo4j

from skillweave.graph._layout import NAMED_BY, OF_TAXONOMY, PER_POSTING, SHARED
from skillweave.graph.neo4j._layout import POSTING_EDGES, POSTING_NODES
from skillweave.graph.neo4j._rows import (
    DOCUMENTS_AT_A_TIME,
    Row,
    create_edges,
    create_nodes,
    put_nodes,
    rows_of,
    run_in_batches,
)
from skillweave.graph.neo4j._statements import Origin, Statement, settle, show, statement
from skillweave.ontology.answers import Answer
from skillweave.ontology.errors import UsageError
from skillweave.ontology.schema import EDGES, NODES
from skillweave.ontology.schema import columns as columns_of
from skillweave.ontology.tables import OWNER, Tables

LOGS: Final = {"reject": "_Reject", "file_count": "_FileCount"}
"""Labels of the logs' rows, by side table."""

_DOCUMENT: Final = """
UNWIND $rows AS row
CREATE (d:_Document:_Bookkeeping:_Unlinked {
    posting: row[0], digest: row[1], file: row[2], position: row[3], format: row[4],
    text: row[5], record: row[6], buckets: row[7], states: row[8], run: row[9]
})
"""
_SET_VERSION: Final = """
UNWIND $rows AS row MATCH (d:_Document {posting: row[0]}) SET d.version = $version
"""
_RUN_NODES: Final = """
UNWIND $rows AS row
MATCH (r:_Run {id: row[0]})
MERGE (n:Run {id: r.id})
SET n.started = r.started, n.extractor = r.extractor, n.taxonomy = r.taxonomy, n.inputs = r.inputs
"""
_DROP_RUNS: Final = "MATCH (n:Run) WHERE NOT EXISTS { (:Posting)-[:EXTRACTED_BY]->(n) } DELETE n"


@dataclass(slots=True)
class Batch:
    """Rows of some postings, ready to be written.

    Attributes:
        postings: ids of the postings.
        documents: rows of ``_Document`` nodes.
        nodes: rows of the postings' own nodes by label.
        edges: rows of the postings' own edges by type.
        stated: what they state, with the number of postings that do.
        logs: rows of the logs by side table.
    """

    postings: list[str] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    nodes: dict[str, list[Row]] = field(default_factory=dict)
    edges: dict[str, list[Row]] = field(default_factory=dict)
    stated: dict[Statement, Origin] = field(default_factory=dict)
    logs: dict[str, list[Row]] = field(default_factory=dict)


def prepare(tables: Tables) -> Batch:
    """Turn the tables of some postings into rows to write.

    Raises:
        UsageError: a table is not one that a batch may hold, or a posting is there twice.
    """
    unknown = tables.keys() - PER_POSTING - SHARED - LOGS.keys()
    if unknown:
        raise UsageError(f"a batch of postings has no table {', '.join(sorted(unknown))}")
    batch = Batch(logs={name: rows_of(tables[name]) for name in LOGS if name in tables})
    if "document" not in tables:
        return batch
    documents = rows_of(tables["document"])
    batch.postings = [row[0] for row in documents]
    if len(set(batch.postings)) != len(batch.postings):
        raise UsageError("a batch holds the same posting twice")
    states: defaultdict[int, list[str]] = defaultdict(list)
    counts: Counter[Statement] = Counter()
    for name in sorted(tables.keys() & SHARED):
        owners = tables[name].column(OWNER).to_pylist()
        for owner, row in zip(owners, rows_of(tables[name]), strict=True):
            said = statement(name, row)
            counts[said] += 1
            states[owner].append(said.key)
    batch.stated = {said: Origin(count) for said, count in counts.items()}
    buckets = _by_owner(tables, "bucket")
    runs = {row[0]: row[1] for row in rows_of(tables["EXTRACTED_BY"])}
    for owner, row in zip(tables["document"].column(OWNER).to_pylist(), documents, strict=True):
        batch.documents.append([*row, buckets[owner], states[owner], runs[row[0]]])
    for name in tables.keys() & PER_POSTING:
        if name in NODES:
            batch.nodes[name] = list(rows_of(tables[name]))
        elif name in EDGES:
            batch.edges[name] = list(rows_of(tables[name]))
    return batch


def _by_owner(tables: Tables, name: str) -> defaultdict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    if name in tables:
        owners = tables[name].column(OWNER).to_pylist()
        for owner, (value,) in zip(owners, rows_of(tables[name]), strict=True):
            found[owner].append(value)
    return found


def next_version(transaction: neo4j.ManagedTransaction) -> int:
    """Count the version up. Until the transaction ends no other can do so: writers take turns."""
    record = transaction.run(
        "MATCH (s:_State {id: 0}) SET s.version = s.version + 1 RETURN s.version"
    ).single(strict=True)
    return int(record[0])


def write_batch(
    transaction: neo4j.ManagedTransaction, batch: Batch, replaced: Sequence[str] | None
) -> None:
    """Write postings, replacing those that are there, and log rows.

    If none of them replaces another, what is of these postings alone is created before the version
    is counted up: so far, other batches can be written at the same time.
    """
    add_logs(transaction, batch.logs)
    if not batch.postings:
        return
    doomed = batch.postings if replaced is None else replaced
    taken_back: Counter[str] = Counter()
    if doomed:
        version = next_version(transaction)
        _, taken_back = remove_postings(transaction, doomed, version)
    for label, rows in batch.nodes.items():
        create_nodes(transaction, label, rows)
    run_in_batches(transaction, _DOCUMENT, batch.documents, size=DOCUMENTS_AT_A_TIME)
    for edge in batch.edges.keys() & POSTING_EDGES:
        create_edges(transaction, edge, batch.edges[edge])
    if not doomed:
        version = next_version(transaction)
    ids = [[posting] for posting in batch.postings]
    run_in_batches(transaction, _SET_VERSION, ids, version=version)
    settle(transaction, batch.stated, taken_back)
    runs = {row[-1] for row in batch.documents}
    run_in_batches(transaction, _RUN_NODES, [[run] for run in sorted(runs)])
    for edge in batch.edges.keys() - POSTING_EDGES:
        create_edges(transaction, edge, batch.edges[edge])
    if doomed:
        transaction.run(_DROP_RUNS)


def add_logs(transaction: neo4j.ManagedTransaction, logs: Mapping[str, Sequence[Row]]) -> None:
    """Append rows to the logs."""
    for name, rows in logs.items():
        keys = ", ".join(f"`{c.name}`: row[{i}]" for i, c in enumerate(columns_of(name)))
        query = f"UNWIND $rows AS row CREATE (n:`{LOGS[name]}`:_Bookkeeping {{{keys}}})"
        run_in_batches(transaction, query, rows)


def keep_answers(transaction: neo4j.ManagedTransaction, answers: Sequence[Answer]) -> None:
    """Keep answers, each in the place of one with an equal key."""
    last = {answer.key: answer for answer in answers}
    rows = [[k, a.posting, a.model_dump_json(exclude_none=True)] for k, a in last.items()]
    query = (
        "UNWIND $rows AS row MERGE (n:_Answer {key: row[0]}) "
        "SET n:_Bookkeeping, n.posting = row[1], n.answer = row[2]"
    )
    run_in_batches(transaction, query, rows)


def remove_postings(
    transaction: neo4j.ManagedTransaction, postings: Sequence[str], version: int
) -> tuple[list[str], Counter[str]]:
    """Delete all that is of these postings alone, and count what they state no more.

    Postings that were linked to one of them as their first lose the link and have to be judged
    anew. The caller settles the statements.

    Returns:
        The ids of those that were there, and how often they state what.
    """
    found: list[str] = []
    taken_back: Counter[str] = Counter()
    if not postings:
        return found, taken_back
    query = "UNWIND $ids AS id MATCH (d:_Document {posting: id}) RETURN d.posting, d.states"
    for posting, states in transaction.run(query, ids=list(dict.fromkeys(postings))):
        found.append(posting)
        taken_back.update(states)
    if not found:
        return found, taken_back
    transaction.run(
        "UNWIND $ids AS id "
        "MATCH (:Posting {id: id})<-[:DUPLICATE_OF]-(other:Posting) "
        "MATCH (d:_Document {posting: other.id}) SET d:_Unlinked, d.version = $version",
        ids=found,
        version=version,
    )
    for label in POSTING_NODES:
        where = "n.id = id" if label == "Posting" else "n.id STARTS WITH id + '#'"
        transaction.run(
            f"UNWIND $ids AS id MATCH (n:`{label}`) WHERE {where} DETACH DELETE n", ids=found
        )
    transaction.run("UNWIND $ids AS id MATCH (d:_Document {posting: id}) DELETE d", ids=found)
    return found, taken_back


def delete_postings(transaction: neo4j.ManagedTransaction, postings: Sequence[str]) -> int:
    """Delete postings with all that only they state; returns how many were there."""
    version = next_version(transaction)
    found, taken_back = remove_postings(transaction, postings, version)
    if not found:
        transaction.run("MATCH (s:_State {id: 0}) SET s.version = s.version - 1")
        return 0
    settle(transaction, {}, taken_back)
    drop_unnamed_concepts(transaction)
    transaction.run(_DROP_RUNS)
    run_in_batches(
        transaction,
        "UNWIND $rows AS row CREATE (:_Deletion:_Bookkeeping {posting: row[0], version: $version})",
        [[posting] for posting in found],
        version=version,
    )
    return len(found)


def replace_concepts(
    transaction: neo4j.ManagedTransaction,
    taxonomy: str | None,
    listed: Tables,
    retired: Tables | None = None,
) -> None:
    """Put a taxonomy in the place of the one before.

    Args:
        transaction: the transaction to do it in.
        taxonomy: its version.
        listed: all its nodes and edges.
        retired: nodes of earlier taxonomies that postings still name, if they are known; otherwise
            the concepts that the taxonomy no longer has.
    """
    version = next_version(transaction)
    origins: dict[Statement, Origin] = {}
    for said, was_retired in _listed_statements(transaction):
        keep = retired is None and said.table in NAMED_BY
        origins[said] = Origin(listed=False, retired=keep or was_retired)
    for name, table in (retired or {}).items():
        for row in rows_of(table):
            origins[statement(name, row)] = Origin(listed=False, retired=True)
    for name in sorted(listed.keys() & SHARED):
        for row in rows_of(listed[name]):
            said = statement(name, row)
            origins[said] = origins.get(said, Origin())._replace(listed=True)
    taxonomy_edges = sorted(edge for edge in EDGES if edge in OF_TAXONOMY)
    for edge in taxonomy_edges:
        transaction.run(f"MATCH ()-[e:`{edge}`]->() DELETE e")
    settle(transaction, origins)
    for label in sorted(label for label in NODES if label in OF_TAXONOMY and label not in SHARED):
        rows = rows_of(listed[label]) if label in listed else []
        transaction.run(
            f"MATCH (n:`{label}`) WHERE NOT n.id IN $ids DETACH DELETE n",
            ids=[row[0] for row in rows],
        )
        put_nodes(transaction, label, rows)
    for edge in taxonomy_edges:
        if edge in listed:
            create_edges(transaction, edge, rows_of(listed[edge]))
    if retired is None:
        drop_unnamed_concepts(transaction)
    transaction.run(
        "MATCH (s:_State {id: 0}) SET s.taxonomy = $taxonomy, s.concepts = s.version",
        taxonomy=taxonomy,
        version=version,
    )


def _listed_statements(
    transaction: neo4j.ManagedTransaction,
) -> list[tuple[Statement, bool]]:
    found = transaction.run(
        "MATCH (t:_Statement) WHERE t.listed OR t.retired "
        "RETURN t.key, t.table, t.subject, t.row, t.retired"
    )
    return [(Statement(*values[:4]), values[4]) for values in (r.values() for r in found)]


def drop_unnamed_concepts(transaction: neo4j.ManagedTransaction) -> None:
    """Drop retired concepts that no posting names any more, or that the taxonomy has again."""
    gone: list[Any] = []
    for label, edge in NAMED_BY.items():
        gone += transaction.run(
            "MATCH (t:_Statement {table: $label}) WHERE t.retired "
            f"MATCH (n:`{label}` {{id: substring(t.subject, size($label) + 1)}}) "
            f"WHERE NOT EXISTS {{ ()-[:`{edge}`]->(n) }} "
            "OR EXISTS { MATCH (o:_Statement {subject: t.subject}) WHERE o.listed } "
            "RETURN t.key, t.subject",
            label=label,
        ).values()
    query = "UNWIND $rows AS row MATCH (t:_Statement {key: row[0]}) SET t.retired = false"
    run_in_batches(transaction, query, gone)
    show(transaction, {subject for _, subject in gone})
