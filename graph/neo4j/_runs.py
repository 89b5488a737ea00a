"""The log of runs in Neo4j: which are there, which can be resumed, what each met."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Final

import neo4j
import pyarrow as pa

from skillweave.graph.neo4j._rows import native
from skillweave.graph.neo4j._writing import drop_unnamed_concepts
from skillweave.ontology.errors import UsageError
from skillweave.ontology.sink import RunKey

COUNTS: Final = ("read", "written", "unchanged", "duplicate", "rejected")
_SUMS: Final = ", ".join(f"sum(f.{count}) AS {count}" for count in COUNTS)


def _shape(*before: pa.Field) -> pa.Schema:
    return pa.schema([*before, *(pa.field(count, pa.int64()) for count in COUNTS)])


_RUNS: Final = _shape(
    pa.field("id", pa.string()),
    pa.field("started", pa.timestamp("us")),
    pa.field("ended", pa.timestamp("us")),
    pa.field("extractor", pa.string()),
    pa.field("taxonomy", pa.string()),
    pa.field("inputs", pa.list_(pa.string())),
    pa.field("files", pa.int64()),
)
_FILES: Final = _shape(pa.field("file", pa.string()))


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def begin_run(transaction: neo4j.ManagedTransaction, key: RunKey) -> str:
    """Log a run, or take up the last one with an equal key if it did not end; returns its id."""
    transaction.run("MATCH (s:_State {id: 0}) SET s.version = s.version")  # writers take turns
    digest = hashlib.blake2b(json.dumps(key).encode("utf-8", "backslashreplace"), digest_size=8)
    text = digest.hexdigest()
    same = transaction.run(
        "MATCH (r:_Run {key: $key}) RETURN r.id, r.ended ORDER BY r.number DESC", key=text
    ).values()
    if same and same[0][1] is None:
        run = str(same[0][0])
        for label in ("_Reject", "_FileCount"):
            transaction.run(f"MATCH (n:{label} {{run: $run}}) DELETE n", run=run)
        return run
    digest.update(str((len(same),)).encode())
    now = _now()
    run = f"run/{now:%Y%m%dT%H%M%SZ}-{digest.hexdigest()[:8]}"
    transaction.run(
        "MATCH (s:_State {id: 0}) SET s.runs = s.runs + 1 "
        "CREATE (:_Run:_Bookkeeping {id: $id, started: $now, extractor: $extractor, "
        "taxonomy: $taxonomy, inputs: $inputs, key: $key, number: s.runs})",
        id=run,
        now=now,
        extractor=key.extractor,
        taxonomy=key.taxonomy,
        inputs=[item.encode("utf-8", "backslashreplace").decode() for item in key.inputs],
        key=text,
    )
    return run


def end_run(transaction: neo4j.ManagedTransaction, run: str) -> None:
    """Note that a run is complete, and drop what it made obsolete.

    Raises:
        UsageError: there is no such run.
    """
    if transaction.run("MATCH (r:_Run {id: $run}) RETURN r.id", run=run).single() is None:
        raise UsageError(f"there is no run {run!r}")
    transaction.run(
        "MATCH (f:_FileCount {run: $run}) WITH collect(DISTINCT f.file) AS files "
        "MATCH (r:_Reject) WHERE r.run <> $run AND r.file IN files DELETE r",
        run=run,
    )
    drop_unnamed_concepts(transaction)
    transaction.run("MATCH (r:_Run {id: $run}) SET r.ended = $now", run=run, now=_now())


def list_runs(transaction: neo4j.ManagedTransaction) -> pa.Table:
    """All runs, the last first, with their totals; ``ended`` is null for an interrupted one."""
    found = transaction.run(
        "MATCH (r:_Run) OPTIONAL MATCH (f:_FileCount {run: r.id}) "
        f"WITH r, count(DISTINCT f.file) AS files, {_SUMS} "
        "RETURN r.id, r.started, r.ended, r.extractor, r.taxonomy, r.inputs, files, "
        f"{', '.join(COUNTS)} ORDER BY r.started DESC, r.id"
    )
    return _table(found.values(), _RUNS)


def list_files(transaction: neo4j.ManagedTransaction, run: str) -> pa.Table:
    """What a run met in each file, in the order of names."""
    found = transaction.run(
        f"MATCH (f:_FileCount {{run: $run}}) RETURN f.file AS file, {_SUMS} ORDER BY file", run=run
    )
    return _table(found.values(), _FILES)


def _table(rows: list[list[Any]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [
        pa.array([native(value) for value in column], field.type)
        for column, field in zip(columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)
