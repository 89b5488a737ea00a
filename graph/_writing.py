"""Changes of the local store's tables, each to be called within a transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from skillweave.graph._layout import (
    NAMED_BY,
    OF_TAXONOMY,
    PER_POSTING,
    RETIRED_OWNER,
    SHARED,
    TAXONOMY_OWNER,
)
from skillweave.graph.transfer import LOGS
from skillweave.ontology.errors import UsageError
from skillweave.ontology.schema import EDGES, NODES
from skillweave.ontology.tables import OWNER, Tables

# Every name that is put into a statement below comes from the schema.
# ruff: noqa: S608


class State(NamedTuple):
    """The row of ``stored.state``."""

    version: int
    next_owner: int
    taxonomy: str | None


def first_row(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: object = None
) -> tuple[Any, ...] | None:
    """The first row of a query that has few; its result is read to the end and let go."""
    rows = connection.execute(query, parameters).fetchall()
    return rows[0] if rows else None


def read_state(connection: duckdb.DuckDBPyConnection) -> State:
    """The state as of the connection's transaction."""
    row = first_row(connection, "SELECT * FROM stored.state")
    assert row is not None
    return State(*row)


@contextmanager
def arrow_view(
    connection: duckdb.DuckDBPyConnection, table: pa.Table, name: str = "incoming"
) -> Iterator[None]:
    """Show an Arrow table to the database under a name."""
    connection.register(name, table)
    yield
    connection.unregister(name)  # after an error, the transaction's end does it


def write_batch(
    connection: duckdb.DuckDBPyConnection, tables: Tables, replaced: Sequence[str] | None
) -> None:
    """Write postings, replacing those that are there, and log rows.

    Raises:
        UsageError: a table is not one that a batch may hold, or a posting is there twice.
    """
    unknown = tables.keys() - PER_POSTING - SHARED - set(LOGS)
    if unknown:
        raise UsageError(f"a batch of postings has no table {', '.join(sorted(unknown))}")
    for name in sorted(tables.keys() & set(LOGS)):
        _insert(connection, name, tables[name])
    if "document" not in tables:
        return
    documents = tables["document"]
    postings = documents.column("posting")
    if pc.count_distinct(postings).as_py() != len(postings):
        raise UsageError("a batch holds the same posting twice")
    state = read_state(connection)
    version = state.version + 1
    incoming = postings.to_pylist() if replaced is None else replaced
    if incoming:
        delete_postings(connection, incoming, version)
    for name in sorted(tables.keys() & (PER_POSTING | SHARED)):
        _insert(connection, name, _renumbered(tables[name], state.next_owner))
    owners = pc.add(documents.column(OWNER), state.next_owner)
    with arrow_view(connection, pa.table({OWNER: owners})):
        connection.execute("INSERT INTO stored.written SELECT owner, ? FROM incoming", [version])
        connection.execute("INSERT INTO stored.unlinked SELECT owner FROM incoming")
    next_owner = pc.max(owners).as_py() + 1
    connection.execute("UPDATE stored.state SET version = ?, next_owner = ?", [version, next_owner])


def _renumbered(table: pa.Table, offset: int) -> pa.Table:
    index = table.schema.get_field_index(OWNER)
    return table.set_column(index, OWNER, pc.add(table.column(index), offset))


def _insert(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    with arrow_view(connection, table):
        connection.execute(f'INSERT INTO stored."{name}" BY NAME SELECT * FROM incoming')


def delete_postings(
    connection: duckdb.DuckDBPyConnection, postings: Sequence[str], version: int
) -> list[str]:
    """Delete all rows of these postings; returns the ids of those that were there.

    Postings that were linked to one of them as their first lose the link and have to be judged
    anew. The caller counts the version up, and notes the deletion where it is one.
    """
    with arrow_view(connection, pa.table({"posting": pa.array(postings, pa.string())})):
        found = connection.sql(
            "SELECT posting, owner FROM stored.document "
            "WHERE posting IN (SELECT posting FROM incoming) ORDER BY owner"
        ).to_arrow_table()
    if not len(found):
        return []
    owners = found.column("owner")
    low, high = owners[0].as_py(), owners[-1].as_py()
    with arrow_view(connection, found, "doomed"):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE bereft AS "
            'SELECT owner FROM stored."DUPLICATE_OF" '
            "WHERE target IN (SELECT posting FROM doomed) "
            "AND owner NOT IN (SELECT owner FROM doomed)"
        )
        connection.execute("INSERT INTO stored.unlinked SELECT owner FROM bereft")
        connection.execute(
            "UPDATE stored.written SET version = ? WHERE owner IN (SELECT owner FROM bereft)",
            [version],
        )
        connection.execute(
            'DELETE FROM stored."DUPLICATE_OF" WHERE owner IN (SELECT owner FROM bereft)'
        )
        connection.execute("DROP TABLE bereft")
        for name in (*sorted(PER_POSTING | SHARED), "written", "unlinked"):
            # The range lets the database skip all row groups that hold none of them.
            connection.execute(
                f'DELETE FROM stored."{name}" WHERE owner BETWEEN ? AND ? '
                "AND owner IN (SELECT owner FROM doomed)",
                [low, high],
            )
    return list(found.column("posting").to_pylist())


def note_deletion(
    connection: duckdb.DuckDBPyConnection, postings: Sequence[str], version: int
) -> None:
    """Remember that postings went, for those who keep projections."""
    with arrow_view(connection, pa.table({"posting": pa.array(postings, pa.string())})):
        connection.execute("INSERT INTO stored.deletion SELECT posting, ? FROM incoming", [version])
    connection.execute("UPDATE stored.state SET version = ?", [version])


def replace_concepts(
    connection: duckdb.DuckDBPyConnection,
    taxonomy: str | None,
    listed: Tables,
    retired: Tables | None = None,
) -> None:
    """Put a taxonomy in the place of the one before.

    Args:
        connection: the database.
        taxonomy: its version.
        listed: all its nodes and edges.
        retired: nodes of earlier taxonomies that postings still name, if they are known; otherwise
            the concepts that the taxonomy no longer has.
    """
    version = read_state(connection).version + 1
    for name in sorted(OF_TAXONOMY):
        if name in NAMED_BY and retired is None:
            connection.execute(
                f'UPDATE stored."{name}" SET owner = {RETIRED_OWNER} WHERE owner = {TAXONOMY_OWNER}'
            )
        else:
            connection.execute(f'DELETE FROM stored."{name}" WHERE owner <= {TAXONOMY_OWNER}')
    for owner, tables in ((TAXONOMY_OWNER, listed), (RETIRED_OWNER, retired or {})):
        for name, table in tables.items():
            owners = pa.repeat(pa.scalar(owner, pa.int64()), len(table))
            _insert(connection, name, table.add_column(0, OWNER, owners))
    if retired is None:
        drop_unnamed_concepts(connection)
    connection.execute("INSERT INTO stored.concepts_loaded VALUES (?)", [version])
    connection.execute("UPDATE stored.state SET version = ?, taxonomy = ?", [version, taxonomy])


def drop_unnamed_concepts(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop retired concepts that no posting names any more, or that the taxonomy has again."""
    for label, edge in NAMED_BY.items():
        retired = f'SELECT 1 FROM stored."{label}" WHERE owner = {RETIRED_OWNER} LIMIT 1'
        if first_row(connection, retired):
            connection.execute(
                f'DELETE FROM stored."{label}" WHERE owner = {RETIRED_OWNER} AND ('
                f'id NOT IN (SELECT target FROM stored."{edge}") OR '
                f'id IN (SELECT id FROM stored."{label}" WHERE owner = {TAXONOMY_OWNER}))'
            )


def count_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows that each label and each edge type shows."""
    names = (*NODES, *EDGES)
    selects = (f'(SELECT count(*) FROM "{name}")' for name in names)
    row = first_row(connection, "SELECT " + ", ".join(selects))
    assert row is not None
    return dict(zip(names, row, strict=True))
