"""The log of runs in the local store: which are there, which can be resumed, what each met."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Final

import duckdb
import pyarrow as pa

from skillweave.graph._writing import drop_unnamed_concepts, first_row
from skillweave.ontology.errors import UsageError
from skillweave.ontology.sink import RunKey

_COUNTS: Final = ("read", "written", "unchanged", "duplicate", "rejected")


def begin_run(connection: duckdb.DuckDBPyConnection, key: RunKey) -> str:
    """Log a run, or take up the last one with an equal key if it did not end; returns its id."""
    digest = hashlib.blake2b(json.dumps(key).encode("utf-8", "backslashreplace"), digest_size=8)
    text = digest.hexdigest()
    last = first_row(
        connection,
        "SELECT run, ended FROM stored.run_log WHERE key = ? ORDER BY rowid DESC LIMIT 1",
        [text],
    )
    if last is not None and last[1] is None:
        run = str(last[0])
        for table in ("reject", "file_count"):
            connection.execute(f"DELETE FROM stored.{table} WHERE run = ?", [run])  # noqa: S608
        return run
    before = first_row(connection, "SELECT count(*) FROM stored.run_log WHERE key = ?", [text])
    digest.update(str(before).encode())
    now = datetime.now(UTC).replace(tzinfo=None)
    run = f"run/{now:%Y%m%dT%H%M%SZ}-{digest.hexdigest()[:8]}"
    inputs = [item.encode("utf-8", "backslashreplace").decode() for item in key.inputs]
    connection.execute(
        'INSERT INTO stored."Run" BY NAME '
        "SELECT ? AS id, ? AS started, ? AS extractor, ? AS taxonomy, ? AS inputs",
        [run, now, key.extractor, key.taxonomy, inputs],
    )
    connection.execute("INSERT INTO stored.run_log VALUES (?, ?, NULL)", [run, text])
    return run


def end_run(connection: duckdb.DuckDBPyConnection, run: str) -> None:
    """Note that a run is complete, and drop what it made obsolete.

    Raises:
        UsageError: there is no such run.
    """
    if first_row(connection, "SELECT 1 FROM stored.run_log WHERE run = ?", [run]) is None:
        raise UsageError(f"there is no run {run!r}")
    connection.execute(
        "DELETE FROM stored.reject WHERE run <> ? "
        "AND file IN (SELECT file FROM stored.file_count WHERE run = ?)",
        [run, run],
    )
    drop_unnamed_concepts(connection)
    connection.execute(
        "UPDATE stored.run_log SET ended = ? WHERE run = ?",
        [datetime.now(UTC).replace(tzinfo=None), run],
    )


def list_runs(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """All runs, the last first, with their totals; ``ended`` is null for an interrupted one."""
    totals = ", ".join(f"coalesce(sum({count}), 0)::BIGINT AS {count}" for count in _COUNTS)
    return connection.sql(
        "SELECT id, started, ended, extractor, taxonomy, inputs, "  # noqa: S608
        f"count(DISTINCT file) AS files, {totals} "
        'FROM stored."Run" JOIN stored.run_log ON id = run_log.run '
        "LEFT JOIN stored.file_count ON id = file_count.run "
        "GROUP BY ALL ORDER BY started DESC, id"
    ).to_arrow_table()


def list_files(connection: duckdb.DuckDBPyConnection, run: str) -> pa.Table:
    """What a run met in each file, in the order of names."""
    sums = ", ".join(f"sum({count})::BIGINT AS {count}" for count in _COUNTS)
    return connection.sql(
        f"SELECT file, {sums} FROM stored.file_count WHERE run = ? GROUP BY file ORDER BY file",  # noqa: S608
        params=[run],
    ).to_arrow_table()
