"""The rows of a graph in Neo4j as they were written, for copies into another store."""

from collections import defaultdict
from collections.abc import Container, Sequence
from typing import Any, Final

import neo4j
import orjson
import pyarrow as pa

from skillweave.graph._layout import OF_TAXONOMY, PER_POSTING, SHARED
from skillweave.graph.neo4j._reading import scan_query
from skillweave.graph.neo4j._rows import native, rows_of, run_in_batches
from skillweave.graph.neo4j._suspects import replace_links
from skillweave.graph.neo4j._writing import LOGS, add_logs, drop_unnamed_concepts
from skillweave.graph.transfer import Concepts, Links, Log
from skillweave.ontology.schema import EDGES, NODES
from skillweave.ontology.sink import Link
from skillweave.ontology.tables import Tables, arrow_schema

RUN_COLUMNS: Final = ("id", "started", "extractor", "taxonomy", "inputs", "key", "ended")
_RUN_SCHEMA: Final = pa.schema(
    [
        pa.field(
            name,
            pa.timestamp("us")
            if name in ("started", "ended")
            else pa.list_(pa.string())
            if name == "inputs"
            else pa.string(),
        )
        for name in RUN_COLUMNS
    ]
)


def _table(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [
        pa.array([native(value) for value in column], field.type)
        for column, field in zip(columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def export_concepts(transaction: neo4j.ManagedTransaction) -> Concepts:
    """The taxonomy's rows, and those of concepts that it dropped."""
    rows: dict[str, defaultdict[str, list[Any]]] = {
        "listed": defaultdict(list),
        "retired": defaultdict(list),
    }
    for standing, found in rows.items():
        query = f"MATCH (t:_Statement) WHERE t.{standing} RETURN t.table, t.row"
        for table, row in transaction.run(query):
            found[table].append(orjson.loads(row))
    for name in sorted(OF_TAXONOMY - SHARED):
        names = arrow_schema(name).names
        rows["listed"][name] = transaction.run(scan_query(name, names, 0)).values()
    listed, retired = (
        {name: _table(some, arrow_schema(name)) for name, some in found.items() if some}
        for found in rows.values()
    )
    (version,) = transaction.run("MATCH (s:_State {id: 0}) RETURN s.taxonomy").single(strict=True)
    return Concepts(version, listed, retired)


def export_log(transaction: neo4j.ManagedTransaction) -> Log:
    """All runs and what they logged."""
    returned = ", ".join(f"r.{name}" for name in RUN_COLUMNS)
    runs = transaction.run(f"MATCH (r:_Run) RETURN {returned} ORDER BY r.number").values()
    logs = {
        name: _table(
            transaction.run(scan_query(name, arrow_schema(name).names, 0)).values(),
            arrow_schema(name),
        )
        for name in LOGS
    }
    return Log(_table(runs, _RUN_SCHEMA), logs)


def import_log(transaction: neo4j.ManagedTransaction, log: Log, *, drop: bool) -> None:
    """Put these runs in the place of those with the same ids, or of all; then as in ``end_run``."""
    runs = rows_of(log.runs)
    ids = [row[0] for row in runs]
    for label, key in (("_Run", "id"), *((label, "run") for label in LOGS.values())):
        where = "" if drop else f" WHERE n.{key} IN $ids"
        transaction.run(f"MATCH (n:{label}){where} DELETE n", ids=ids)
    keys = ", ".join(f"{name}: row[{i}]" for i, name in enumerate(RUN_COLUMNS))
    (before,) = transaction.run(
        "MATCH (s:_State {id: 0}) SET s.runs = s.runs + $count RETURN s.runs - $count",
        count=len(runs),
    ).single(strict=True)
    run_in_batches(
        transaction,
        f"UNWIND $rows AS row CREATE (:_Run:_Bookkeeping {{{keys}, number: row[7]}})",
        [[*row, before + number] for number, row in enumerate(runs, 1)],
    )
    transaction.run(
        "MATCH (r:_Run) MATCH (n:Run {id: r.id}) SET n.started = r.started, "
        "n.extractor = r.extractor, n.taxonomy = r.taxonomy, n.inputs = r.inputs"
    )
    add_logs(transaction, {name: rows_of(table) for name, table in log.logs.items()})
    if drop:
        drop_unnamed_concepts(transaction)


def lengths(transaction: neo4j.ManagedTransaction, postings: Sequence[str]) -> dict[str, int]:
    """The length of the text and the Record of each of some postings, in characters."""
    found = transaction.run(
        "UNWIND $ids AS id MATCH (d:_Document {posting: id}) "
        "RETURN d.posting, size(d.text) + size(d.record)",
        ids=list(postings),
    )
    return dict(found.values())


def export_postings(
    transaction: neo4j.ManagedTransaction,
    postings: Sequence[str],
    wanted: Container[str] | None = None,
) -> Tables:
    """The rows of some postings, put together from nodes, edges and statements."""
    place = {posting: number for number, posting in enumerate(postings)}
    rows: defaultdict[str, list[Any]] = defaultdict(list)
    states: list[tuple[int, str]] = []
    documents = transaction.run(
        "UNWIND $ids AS id MATCH (d:_Document {posting: id}) RETURN d.posting, d.digest, d.file, "
        "d.position, d.format, d.text, d.record, d.buckets, d.states",
        ids=list(postings),
    )
    for *document, buckets, said in documents:
        owner = place[document[0]]
        rows["document"].append((owner, *document))
        rows["bucket"] += [(owner, bucket) for bucket in buckets]
        states += [(owner, key) for key in said]
    wordings = {
        key: (table, orjson.loads(row))
        for key, table, row in transaction.run(
            "UNWIND $keys AS key MATCH (t:_Statement {key: key}) RETURN t.key, t.table, t.row",
            keys=sorted({key for _, key in states}),
        )
    }
    for owner, key in states:
        table, row = wordings[key]
        rows[table].append((owner, *row))
    for name in sorted(PER_POSTING - {"DUPLICATE_OF"}):
        if (name in NODES or name in EDGES) and (wanted is None or name in wanted):
            found = transaction.run(_of_postings(name), ids=list(postings))
            rows[name] += [(place[row[0].partition("#")[0]], *row) for row in found.values()]
    return {
        name: _table(some, arrow_schema(name, owned=True))
        for name, some in rows.items()
        if some and (wanted is None or name in wanted)
    }


def _of_postings(name: str) -> str:
    # Nodes by their ids, edges by the ids of the nodes that they start from.
    label = name if name in NODES else EDGES[name].ends[0][0]
    where = "n.id = id" if label == "Posting" else "n.id STARTS WITH id + '#'"
    ends = {"source": "n.id", "target": "m.id"}
    owned = arrow_schema(name).names
    if name in NODES:
        edge, returned = "", ", ".join(f"n.`{key}`" for key in owned)
    else:
        edge = f" MATCH (n)-[e:`{name}`]->(m)"
        returned = ", ".join(ends.get(key, f"e.`{key}`") for key in owned)
    return f"UNWIND $ids AS id MATCH (n:`{label}`) WHERE {where}{edge} RETURN {returned}"


def export_links(transaction: neo4j.ManagedTransaction) -> Links:
    """All links, and the postings in whose groups links have to be looked for."""
    pairs = transaction.run("MATCH (p)-[:DUPLICATE_OF]->(first) RETURN p.id, first.id").values()
    unlinked = transaction.run("MATCH (d:_Unlinked) RETURN d.posting").values()
    return Links([Link(*pair) for pair in pairs], [posting for (posting,) in unlinked])


def import_links(transaction: neo4j.ManagedTransaction, links: Links) -> None:
    """Put these links in the place of those that are there."""
    linked = {r[0] for r in transaction.run("MATCH (p)-[:DUPLICATE_OF]->() RETURN p.id")}
    members = sorted(linked.union(link.source for link in links.pairs))
    replace_links(transaction, [[*link] for link in links.pairs], members)
    transaction.run("MATCH (d:_Unlinked) REMOVE d:_Unlinked")
    run_in_batches(
        transaction,
        "UNWIND $rows AS row MATCH (d:_Document {posting: row[0]}) SET d:_Unlinked",
        [[posting] for posting in links.unlinked],
    )
