"""A graph directory: what is in it, who may open it, and what to say when it cannot be opened.

``graph.duckdb`` holds everything. ``manifest.json`` says that this is a graph and of which format,
so that it can be told from anything else without opening the database; it is written last, when
the first transaction is safe.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import duckdb

from skillweave.ontology.errors import GraphError, GraphInUse, GraphNotFound, GraphVersion

DATABASE: Final = "graph.duckdb"
MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
"""Raised when an older directory can no longer be read although its tables look the same."""

_EARLIER: Final = {
    "00bc335a5b09ce9a": "CREATE TABLE IF NOT EXISTS stored.answer "
    "(key VARCHAR NOT NULL, posting VARCHAR, answer VARCHAR NOT NULL)",
}
"""Digests of earlier schemas that only lack something, and the SQL that adds it. A graph of such a
schema is read as it is, and brought up to date when it is opened for writing."""

_KIND: Final = "skillweave graph"
_SETTINGS: Final[dict[str, Any]] = {
    "autoinstall_known_extensions": "false",  # nothing is fetched
    "autoload_known_extensions": "false",
    "memory_limit": "256MB",  # larger sorts go to a file in the graph directory
}
_LOCK: Final = re.compile(r"\block\b")
_PROCESS: Final = re.compile(r"\(PID (\d+)\)")

_opened_for_writing: set[Path] = set()


def table_definitions() -> str:
    """The SQL that lays an empty database."""
    return (files("skillweave.ontology") / "generated" / "tables.sql").read_text("utf-8")


def _schema_digest() -> str:
    return hashlib.sha256(table_definitions().encode()).hexdigest()[:16]


def is_graph(directory: Path) -> bool:
    """Whether there is a graph in the directory, of whatever version."""
    return (directory / MANIFEST).is_file()


def check_manifest(directory: Path) -> str | None:
    """See whether this version of Skillweave can read the graph.

    Returns:
        SQL that brings it up to date when it is opened for writing; None if it is.

    Raises:
        GraphNotFound: there is no graph.
        GraphError: there is something else.
        GraphVersion: it has another format.
    """
    try:
        manifest = json.loads((directory / MANIFEST).read_bytes())
    except FileNotFoundError:
        if (directory / DATABASE).exists():
            raise GraphError(
                f"{directory} was never completed, or its {MANIFEST} was removed; "
                "delete the directory and build the graph again"
            ) from None
        raise GraphNotFound(
            f"there is no graph at {directory}; build one with: "
            f"skillweave build INPUT --graph {directory}"
        ) from None
    except (ValueError, OSError) as error:
        raise GraphError(f"{directory / MANIFEST} cannot be read: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("kind") != _KIND:
        raise GraphError(f"{directory} holds something else than a graph; choose another directory")
    schema = manifest.get("schema")
    if manifest.get("format") == FORMAT and schema in _EARLIER:
        return _EARLIER[schema]
    if manifest.get("format") != FORMAT or schema != _schema_digest():
        raise GraphVersion(
            f"the graph at {directory} was written by another version of Skillweave; "
            "build it again into a new directory, or use that version"
        )
    return None


def write_manifest(directory: Path) -> None:
    """Declare the directory a graph, at once or not at all."""
    manifest = {"kind": _KIND, "format": FORMAT, "schema": _schema_digest()}
    draft = directory / (MANIFEST + ".new")
    draft.write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    os.replace(draft, directory / MANIFEST)


def prepare(directory: Path) -> None:
    """Make room for a new graph; the rest of a creation that was cut short is cleared away.

    Raises:
        GraphError: the directory holds other files, or cannot be made.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        present = {path.name for path in directory.iterdir()}
        rest = {DATABASE, DATABASE + ".wal", DATABASE + ".tmp", MANIFEST + ".new"}
        if present - rest:
            raise GraphError(
                f"{directory} holds other files and no graph; choose a new or empty directory"
            )
        for name in present & {DATABASE, DATABASE + ".wal", MANIFEST + ".new"}:
            (directory / name).unlink()
    except OSError as error:
        raise GraphError(f"{directory} cannot be made a graph directory: {error}") from error


def connect(directory: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Open the database.

    Raises:
        GraphInUse: somebody else writes to it, or reads while this one wants to write.
        GraphError: it cannot be opened.
    """
    database = directory / DATABASE
    key = database.resolve()
    if key in _opened_for_writing:
        raise GraphInUse(f"the graph at {directory} is already open for writing in this program")
    with translated_errors(directory):
        connection = duckdb.connect(database, read_only=read_only, config=_SETTINGS)
    if not read_only:
        _opened_for_writing.add(key)
    return connection


def disconnect(connection: duckdb.DuckDBPyConnection, directory: Path, *, read_only: bool) -> None:
    """Close the database and let others open it."""
    connection.close()
    if not read_only:
        _opened_for_writing.discard((directory / DATABASE).resolve())


@contextmanager
def translated_errors(directory: Path) -> Iterator[None]:
    """Say in our words what the database could not do."""
    try:
        yield
    except duckdb.Error as error:
        message = str(error)
        if _LOCK.search(message) or "different configuration" in message:
            process = _PROCESS.search(message)
            who = f"another process (PID {process[1]})" if process else "another process"
            raise GraphInUse(
                f"the graph at {directory} is in use by {who}; wait until it has ended, "
                "or name another directory with --graph"
            ) from error
        if isinstance(error, duckdb.OutOfMemoryException) or "No space left" in message:
            raise GraphError(
                f"no room left for the graph at {directory}; free some memory or disk space and "
                "run the same command again: what was committed is kept"
            ) from error
        if "Corrupt database" in message or isinstance(
            error,
            duckdb.IOException
            | duckdb.SerializationException
            | duckdb.InternalException
            | duckdb.FatalException
            | duckdb.CatalogException,
        ):
            raise GraphError(
                f"the graph at {directory} is damaged or cannot be read "
                f"({message.splitlines()[0]}); restore it from a copy, or build it again into a "
                "new directory"
            ) from error
        raise
