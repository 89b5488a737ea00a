"""Rows of Arrow tables as parameters of Cypher statements, and back.

Rows travel as lists in batches (``UNWIND $rows AS row``), as a list of values is smaller and faster
to pack than a map.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, TypeAlias, TypeVar

import neo4j
import pyarrow as pa
from neo4j.time import Date, DateTime

from skillweave.ontology.errors import GraphError
from skillweave.ontology.schema import EDGES, label_of
from skillweave.ontology.schema import columns as columns_of
from skillweave.ontology.tables import OWNER, arrow_schema

ROWS_AT_A_TIME: Final = 10_000
DOCUMENTS_AT_A_TIME: Final = 500
"""Documents hold whole texts."""

Row: TypeAlias = Sequence[Any]
Ends: TypeAlias = tuple[str, str, str]
"""An edge's type, the label it starts from and the label it points to."""


Item = TypeVar("Item")


def in_batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of at most ``size``."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def rows_of(table: pa.Table) -> list[Row]:
    """The rows of a table without the owner's column, if it has one."""
    columns = [table.column(name).to_pylist() for name in table.schema.names if name != OWNER]
    return list(map(list, zip(*columns, strict=True)))


def run_in_batches(
    transaction: neo4j.ManagedTransaction,
    query: str,
    rows: Iterable[Row],
    *,
    size: int = ROWS_AT_A_TIME,
    **parameters: Any,
) -> int:
    """Run a statement that begins with ``UNWIND $rows AS row`` over all rows.

    Returns:
        How many relationships it created.
    """
    created = 0
    for some in in_batches(rows, size):
        result = transaction.run(query, rows=some, **parameters)
        created += result.consume().counters.relationships_created
    return created


def properties_map(table: str, *, first: int = 0) -> str:
    """Cypher for a map of a table's columns from the values of ``row``."""
    names = [column.name for column in columns_of(table)]
    return (
        "{" + ", ".join(f"`{name}`: row[{i}]" for i, name in enumerate(names) if i >= first) + "}"
    )


def create_nodes(transaction: neo4j.ManagedTransaction, label: str, rows: Iterable[Row]) -> None:
    """Create nodes that are not there."""
    query = f"UNWIND $rows AS row CREATE (n:`{label}` {properties_map(label)})"
    run_in_batches(transaction, query, rows)


def put_nodes(transaction: neo4j.ManagedTransaction, label: str, rows: Iterable[Row]) -> None:
    """Create nodes, or give those that are there exactly these properties."""
    query = (
        f"UNWIND $rows AS row MERGE (n:`{label}` {{id: row[0]}}) SET n = {properties_map(label)}"
    )
    run_in_batches(transaction, query, rows)


def create_edges(transaction: neo4j.ManagedTransaction, edge: str, rows: Iterable[Row]) -> None:
    """Create edges between nodes that are there.

    Raises:
        GraphError: an end is not there.
    """
    for (_, source, target), some in by_ends(edge, rows).items():
        query = (
            "UNWIND $rows AS row "
            f"MATCH (a:`{source}` {{id: row[0]}}) MATCH (b:`{target}` {{id: row[1]}}) "
            f"CREATE (a)-[:`{edge}` {properties_map(edge, first=2)}]->(b)"
        )
        if run_in_batches(transaction, query, some) != len(some):
            raise GraphError(f"{edge} {_dangling(transaction, source, target, some)}")


def _dangling(
    transaction: neo4j.ManagedTransaction, source: str, target: str, rows: list[Row]
) -> str:
    query = (
        f"UNWIND $rows AS row OPTIONAL MATCH (a:`{source}` {{id: row[0]}}) "
        f"OPTIONAL MATCH (b:`{target}` {{id: row[1]}}) "
        "WITH row, a, b WHERE a IS NULL OR b IS NULL RETURN row[0], row[1], a IS NULL LIMIT 1"
    )
    found = transaction.run(query, rows=[row[:2] for row in rows]).single(strict=True)
    missing = found[0] if found[2] else found[1]
    return f"leads from {found[0]} to {found[1]}, but there is no node {missing}"


def by_ends(edge: str, rows: Iterable[Row]) -> dict[Ends, list[Row]]:
    """Rows of an edge table by the labels of their ends."""
    ends = EDGES[edge].ends
    if len(ends) == 1:
        return {(edge, *ends[0]): list(rows)}
    found: defaultdict[Ends, list[Row]] = defaultdict(list)
    for row in rows:
        found[edge, label_of(row[0]), label_of(row[1])].append(row)
    return found


def table_shape(table: str, names: Sequence[str]) -> pa.Schema:
    """The Arrow schema of some columns of a table."""
    whole = arrow_schema(table)
    return pa.schema([whole.field(name) for name in names])


def as_batches(
    records: Iterable[neo4j.Record], schema: pa.Schema, size: int
) -> Iterator[pa.RecordBatch]:
    """Records, whose values are those of the schema's columns, as Arrow batches."""
    times = [i for i, field in enumerate(schema) if pa.types.is_temporal(field.type)]
    for some in in_batches(records, size):
        columns = [list(column) for column in zip(*(r.values() for r in some), strict=True)]
        for i in times:
            columns[i] = list(map(native, columns[i]))
        arrays = [pa.array(c, field.type) for c, field in zip(columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def native(value: Any) -> Any:
    """A temporal value of the driver as one of the standard library."""
    return value.to_native() if isinstance(value, Date | DateTime) else value
