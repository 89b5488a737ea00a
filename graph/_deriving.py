"""Derived edges in the local store: replaced all at once, with the settings they were made with."""

from typing import Final

import duckdb
import pyarrow as pa

from skillweave.graph._layout import PER_POSTING
from skillweave.graph._writing import arrow_view, first_row, read_state
from skillweave.ontology.schema import DERIVED
from skillweave.ontology.tables import OWNER, Tables

DERIVED_OWNER: Final = -2
"""Owner of derived edges that belong to no posting."""

# Not among the tables of a new graph: a graph that was made before it gets it when it is first
# needed, and one that was opened for reading may be without.
_TABLE: Final = "CREATE TABLE IF NOT EXISTS stored.derivation (settings VARCHAR)"
_IS_THERE: Final = (
    "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'stored' AND table_name = 'derivation'"
)


def derivation(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The settings of the derived edges, as they were given; None if there are none."""
    if first_row(connection, _IS_THERE) is None:
        return None
    row = first_row(connection, "SELECT settings FROM stored.derivation")
    return str(row[0]) if row else None


def replace_derived(
    connection: duckdb.DuckDBPyConnection, tables: Tables, settings: str | None
) -> None:
    """Put these derived edges in the place of all that are there.

    Every posting counts as changed, so that projections of the graph take the new edges in.
    """
    version = read_state(connection).version + 1
    for edge in DERIVED:
        connection.execute(f'DELETE FROM stored."{edge}"')  # noqa: S608  (named by the schema)
        if edge not in tables:
            continue
        table = tables[edge]
        if edge in PER_POSTING:
            with arrow_view(connection, table):
                connection.execute(
                    f'INSERT INTO stored."{edge}" BY NAME SELECT d.owner, i.* FROM incoming AS i '  # noqa: S608
                    "JOIN stored.document AS d ON d.posting = i.source ORDER BY d.owner"
                )
        else:
            owners = pa.repeat(pa.scalar(DERIVED_OWNER, pa.int64()), len(table))
            with arrow_view(connection, table.add_column(0, OWNER, owners)):
                connection.execute(f'INSERT INTO stored."{edge}" BY NAME SELECT * FROM incoming')  # noqa: S608
    connection.execute(_TABLE)
    connection.execute("DELETE FROM stored.derivation")
    if settings is not None:
        connection.execute("INSERT INTO stored.derivation VALUES (?)", [settings])
    connection.execute("UPDATE stored.written SET version = ?", [version])
    connection.execute("UPDATE stored.state SET version = ?", [version])
