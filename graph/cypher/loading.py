"""Fill an empty ArcadeDB from Arrow tables; runs in the helper process.

ArcadeDB's own importer of graphs (``GraphBatch``) takes nodes first and answers with the places
where they lie; edges are then given by the places of their ends. It writes no log ahead: a load
that is cut short is thrown away as a whole. What it holds back in memory grows with the number of
edges, so each type of edges gets an importer of its own. Indexes are made in the end, which is
faster than keeping them up to date.

Rows cross into Java as JSON, some thousands at a time; one by one they would take ten times as long.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from skillweave.ontology.errors import GraphError
from skillweave.ontology.schema import EDGES, NODES

ROWS_AT_A_TIME: Final = 5_000
"""Nodes, or edges with properties, that cross at once."""

EDGES_AT_A_TIME: Final = 500_000
"""Edges whose ends are looked up together: the ids of all nodes are hashed for each lookup."""

_HELD_BACK: Final = 100_000
"""Edges that the importer keeps in memory."""

_COMMITTED_TOGETHER: Final = 10_000
"""Edges of a transaction; its pages are in memory."""

_TYPES: Final = {
    "string": "STRING",
    "integer": "LONG",
    "float": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "DATETIME_MICROS",
    "string_list": "LIST",
}


def load(directory: str, source: BinaryIO) -> Any:
    """Make a database of the tables that follow in a stream.

    A line of JSON names each table (``{"table": "Skill"}``) and is followed by an Arrow stream of
    its rows; nodes come before edges. The line ``{}`` ends them.

    Args:
        directory: where to make the database.
        source: what to read the tables from.

    Returns:
        The database, which is open; nothing in it is indexed yet.
    """
    import jpype

    database = jpype.JClass("com.arcadedb.database.DatabaseFactory")(directory).create()
    _define(database)
    loader = _Loader(database, jpype.JClass)
    while table := json.loads(source.readline()).get("table"):
        with pa.ipc.open_stream(pa.PythonFile(source, mode="r")) as reader:
            (loader.add_nodes if table in NODES else loader.add_edges)(table, reader)
    loader.close()
    return database


def index(database: Any, label: str) -> None:
    """Let nodes of a label be found by their ids."""
    import jpype

    tree = jpype.JClass("com.arcadedb.schema.Schema$INDEX_TYPE").LSM_TREE
    builder = database.getSchema().buildTypeIndex(label, jpype.JString[:](["id"]))
    builder.withType(tree).withUnique(True).create()


def count_rows(database: Any) -> dict[str, int]:
    """The number of nodes of each label and edges of each type."""
    return {name: int(database.countType(name, False)) for name in (*NODES, *EDGES)}


def _define(database: Any) -> None:
    statements = []
    for kind, tables in (("VERTEX", NODES), ("EDGE", EDGES)):
        for name, table in tables.items():
            statements.append(f"CREATE {kind} TYPE `{name}` BUCKETS 1")
            types = {p.name: _TYPES[p.type] for p in table.properties}
            if kind == "VERTEX":
                types["id"] = _TYPES["string"]
            statements += (f"CREATE PROPERTY `{name}`.`{key}` {types[key]}" for key in types)
    database.command("sqlscript", ";\n".join(statements))  # as one: each would be written alone


class _Loader:
    def __init__(self, database: Any, java: Any) -> None:
        self._database = database
        self._vertices = java("com.arcadedb.python.VertexBatcher")
        self._edges = java("com.arcadedb.python.EdgeBatcher")
        self._batch = self._new_batch()
        self._ids: dict[str, pa.ChunkedArray] = {}
        self._places: dict[str, pa.ChunkedArray] = {}

    def _new_batch(self) -> Any:
        return (
            self._database.batch()
            .withWAL(False)
            .withBatchSize(_HELD_BACK)
            .withCommitEvery(_COMMITTED_TOGETHER)
            .withChunkCacheCapacity(_HELD_BACK)
            .withMaxDeferredIncomingEdges(_HELD_BACK)
            .build()
        )

    def close(self) -> None:
        self._batch.close()

    def add_nodes(self, label: str, reader: pa.RecordBatchReader) -> None:
        ids: list[pa.Array] = []
        places: list[pa.Array] = []
        for batch in reader:
            for part in _pieces(batch, ROWS_AT_A_TIME):
                rows = [_present(row) for row in part.to_pylist()]
                made = self._vertices.createVerticesJson(
                    self._batch, label, orjson.dumps(rows).decode()
                )
                ids.append(part.column("id"))
                places.append(pa.array(str(made).split(";")))
        self._ids[label] = pa.chunked_array(ids, pa.string())
        self._places[label] = pa.chunked_array(places, pa.string())

    def add_edges(self, edge: str, reader: pa.RecordBatchReader) -> None:
        ends = EDGES[edge].ends
        for table in _gathered(reader, EDGES_AT_A_TIME):
            sources = self._look_up(edge, table.column("source"), {end[0] for end in ends})
            targets = self._look_up(edge, table.column("target"), {end[1] for end in ends})
            if EDGES[edge].properties:
                self._add_with_properties(edge, table, sources, targets)
            else:
                for start in range(0, len(sources), _HELD_BACK):
                    ends_of = (
                        ";".join(of[start : start + _HELD_BACK]) for of in (sources, targets)
                    )
                    self._edges.newEdgesJoined(self._batch, next(ends_of), edge, next(ends_of))
        self._batch.close()
        self._batch = self._new_batch()

    def _look_up(self, edge: str, ids: pa.ChunkedArray, labels: set[str]) -> list[str]:
        known, places = (
            pa.chunked_array([c for label in labels for c in of[label].chunks], pa.string())
            for of in (self._ids, self._places)
        )
        found = pc.index_in(ids, known)
        if found.null_count:
            missing = ids.filter(pc.is_null(found))[0]
            raise GraphError(f"{edge} has the end {missing}, but there is no such node")
        looked_up: list[str] = places.take(found).to_pylist()
        return looked_up

    def _add_with_properties(
        self, edge: str, table: pa.Table, sources: list[str], targets: list[str]
    ) -> None:
        names = [p.name for p in EDGES[edge].properties]
        rows = table.select(names).to_pylist()
        for row, source, target in zip(rows, sources, targets, strict=True):
            row |= {"_src": source, "_dst": target}
        for start in range(0, len(rows), ROWS_AT_A_TIME):
            some = [_present(row) for row in rows[start : start + ROWS_AT_A_TIME]]
            self._edges.newEdgesJson(self._batch, edge, orjson.dumps(some).decode())


def _present(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _pieces(batch: pa.RecordBatch, size: int) -> Iterator[pa.RecordBatch]:
    for start in range(0, batch.num_rows, size):
        yield batch.slice(start, size)


def _gathered(reader: pa.RecordBatchReader, size: int) -> Iterator[pa.Table]:
    held: list[pa.RecordBatch] = []
    for batch in reader:
        held.append(batch)
        if sum(one.num_rows for one in held) >= size:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)
