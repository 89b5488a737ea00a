"""What people answered, in the local store."""

from collections.abc import Sequence

import duckdb

from skillweave.graph._writing import first_row
from skillweave.ontology.answers import Answer


def read_answers(connection: duckdb.DuckDBPyConnection) -> tuple[Answer, ...]:
    """All answers in the order of their keys; none in a graph from before there were any."""
    there = first_row(
        connection,
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'stored' AND table_name = 'answer'",
    )
    if there is None:
        return ()
    rows = connection.execute("SELECT answer FROM stored.answer ORDER BY key").fetchall()
    return tuple(Answer.model_validate_json(row[0]) for row in rows)


def keep_answers(connection: duckdb.DuckDBPyConnection, answers: Sequence[Answer]) -> None:
    """Keep answers, each in the place of one with an equal key."""
    last = {answer.key: answer for answer in answers}
    for key, answer in last.items():
        connection.execute("DELETE FROM stored.answer WHERE key = ?", [key])
        connection.execute(
            "INSERT INTO stored.answer VALUES (?, ?, ?)",
            [key, answer.posting, answer.model_dump_json(exclude_none=True)],
        )
