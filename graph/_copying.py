"""The local store's rows as they are kept, for copies into another store."""

from collections.abc import Container, Sequence

import duckdb
import pyarrow as pa

from skillweave.graph._layout import (
    OF_TAXONOMY,
    PER_POSTING,
    RETIRED_OWNER,
    SHARED,
    TAXONOMY_OWNER,
)
from skillweave.graph._suspects import replace_links
from skillweave.graph._writing import arrow_view, drop_unnamed_concepts, read_state
from skillweave.graph.transfer import LOGS, Concepts, Links, Log
from skillweave.ontology.sink import Link
from skillweave.ontology.tables import Tables, arrow_schema

# Every name that is put into a statement below comes from the schema.
# ruff: noqa: S608


def export_concepts(connection: duckdb.DuckDBPyConnection) -> Concepts:
    """The taxonomy's rows, and those of concepts that it dropped."""
    listed, retired = (
        {
            name: table
            for name in sorted(OF_TAXONOMY)
            if len(table := _rows(connection, name, f"WHERE owner = {owner}"))
        }
        for owner in (TAXONOMY_OWNER, RETIRED_OWNER)
    )
    return Concepts(read_state(connection).taxonomy, listed, retired)


def _rows(connection: duckdb.DuckDBPyConnection, name: str, rest: str) -> pa.Table:
    schema = arrow_schema(name)
    selected = ", ".join(f'"{column}"' for column in schema.names)
    return (
        connection.sql(f'SELECT {selected} FROM stored."{name}" {rest}')
        .to_arrow_table()
        .cast(schema)
    )


def export_log(connection: duckdb.DuckDBPyConnection) -> Log:
    """All runs and what they logged."""
    runs = connection.sql(
        "SELECT id, started, extractor, taxonomy, inputs, key, ended "
        'FROM stored.run_log JOIN stored."Run" ON id = run ORDER BY run_log.rowid'
    ).to_arrow_table()
    return Log(runs, {name: _rows(connection, name, "") for name in LOGS})


def import_log(connection: duckdb.DuckDBPyConnection, log: Log, *, drop: bool) -> None:
    """Put these runs in the place of those with the same ids, or of all; then as in ``end_run``."""
    with arrow_view(connection, log.runs):
        for table, key in (("Run", "id"), ("run_log", "run"), *((name, "run") for name in LOGS)):
            where = "" if drop else f" WHERE {key} IN (SELECT id FROM incoming)"
            connection.execute(f'DELETE FROM stored."{table}"{where}')
        connection.execute(
            'INSERT INTO stored."Run" BY NAME '
            "SELECT id, started, extractor, taxonomy, inputs FROM incoming"
        )
        connection.execute(
            "INSERT INTO stored.run_log BY NAME SELECT id AS run, key, ended FROM incoming"
        )
    for name, table in log.logs.items():
        with arrow_view(connection, table):
            connection.execute(f"INSERT INTO stored.{name} BY NAME SELECT * FROM incoming")
    if drop:
        drop_unnamed_concepts(connection)


def lengths(connection: duckdb.DuckDBPyConnection, postings: Sequence[str]) -> dict[str, int]:
    """The length of the text and the Record of each of some postings."""
    with arrow_view(connection, pa.table({"posting": pa.array(postings, pa.string())})):
        found = connection.sql(
            "SELECT posting, strlen(text) + strlen(record) "
            "FROM incoming JOIN stored.document USING (posting)"
        ).fetchall()
    return dict(found)


def export_postings(
    connection: duckdb.DuckDBPyConnection,
    postings: Sequence[str],
    wanted_tables: Container[str] | None = None,
) -> Tables:
    """The rows of some postings; those of postings that lie together are found fast."""
    places = pa.table({"posting": pa.array(postings, pa.string()), "place": range(len(postings))})
    with arrow_view(connection, places):
        wanted = connection.sql(
            "SELECT owner, place FROM incoming JOIN stored.document USING (posting)"
        ).to_arrow_table()
    if not len(wanted):
        return {}
    numbers = wanted.column("owner").to_pylist()
    found: dict[str, pa.Table] = {}
    with arrow_view(connection, wanted, "wanted"):
        for name in sorted((PER_POSTING | SHARED) - {"DUPLICATE_OF"}):
            if wanted_tables is not None and name not in wanted_tables:
                continue
            schema = arrow_schema(name, owned=True)
            selected = ", ".join(f'"{column}"' for column in schema.names if column != "owner")
            table = connection.sql(
                f'SELECT place AS owner, {selected} FROM stored."{name}" JOIN wanted USING (owner) '
                "WHERE owner BETWEEN ? AND ?",
                params=[min(numbers), max(numbers)],
            ).to_arrow_table()
            if len(table):
                found[name] = table.cast(schema)
    return found


def export_links(connection: duckdb.DuckDBPyConnection) -> Links:
    """All links, and the postings in whose groups links have to be looked for."""
    links = connection.sql('SELECT source, target FROM stored."DUPLICATE_OF"').fetchall()
    unlinked = connection.sql(
        "SELECT DISTINCT posting FROM stored.unlinked JOIN stored.document USING (owner)"
    ).fetchall()
    return Links([Link(*pair) for pair in links], [posting for (posting,) in unlinked])


def import_links(connection: duckdb.DuckDBPyConnection, links: Links) -> None:
    """Put these links in the place of those that are there."""
    connection.execute("CREATE OR REPLACE TEMP TABLE member AS SELECT owner FROM stored.document")
    replace_links(connection, links.pairs)
    connection.execute("DROP TABLE member")
    connection.execute("DELETE FROM stored.unlinked")
    with arrow_view(connection, pa.table({"posting": pa.array(links.unlinked, pa.string())})):
        connection.execute(
            "INSERT INTO stored.unlinked "
            "SELECT owner FROM stored.document JOIN incoming USING (posting)"
        )
