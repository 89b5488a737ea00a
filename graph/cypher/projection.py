"""The local store's graph where Cypher can ask it, without a server of one's own.

ArcadeDB (package ``arcadedb-embedded``) holds a copy of the tables in the graph directory and is
asked over Bolt on 127.0.0.1, with a port and a password of its own, by the code that talks to
Neo4j. The copy is made when a query finds none of the store's version:

1. the tables are loaded into an empty directory ``cypher/draft-...``;
2. the engine is ended in order, so that all is on the disk;
3. the directory gets the name of the version, and the engine opens it for reading only.

A directory without its final name was cut short and is deleted; so no kill leaves half a copy.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import Any, Final

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from skillweave.graph.cypher.guard import refuse_writes
from skillweave.graph.cypher.helper import DATABASE, USER
from skillweave.graph.cypher.result import CypherResult
from skillweave.graph.cypher.run import Limits, run_query
from skillweave.graph.neo4j._rows import create_edges, create_nodes, in_batches, rows_of
from skillweave.graph.store import Store
from skillweave.ontology.errors import GraphError, MissingExtra, QueryTimeout
from skillweave.ontology.schema import EDGES, NODES

HEAP: Final = "1g"
"""Most memory that the engine takes for its objects."""

_LOADING_SECONDS: Final = 3600.0
_STARTS_WITHIN: Final = 120.0
_GRACE: Final = 5.0
"""Seconds that the engine has to notice by itself that time is up."""
_ROWS_AT_A_TIME: Final = 5_000


class LocalCypher:
    """Cypher over a local graph; made with the store, started by the first query.

    Args:
        store: the graph.
        directory: the graph directory.
    """

    def __init__(self, store: Store, directory: Path) -> None:
        self._store = store
        self._home = (directory / "cypher").absolute()
        self._engine: _Engine | None = None
        self._version = 0

    def run(self, query: str, parameters: Mapping[str, Any], limits: Limits) -> CypherResult:
        """Ask a query; brings the copy up to date first, which takes a while.

        Raises:
            MissingExtra: ArcadeDB is not installed.
            QueryRefused, QueryFailed, QueryTimeout: as in ``run_query``.
            GraphError: the engine does not start, or the query broke it.
        """
        refuse_writes(query)
        if find_spec("arcadedb_embedded") is None:
            raise MissingExtra("arcadedb-embedded", extra="cypher", purpose="Cypher without Neo4j")
        engine = self._current(limits.seconds)
        try:
            with engine.session() as session, _deadline(engine, limits.seconds):
                return run_query(session, query, parameters, limits)
        except (DriverError, Neo4jError, OSError) as error:
            seconds = time.monotonic() - engine.asked
            self.close()
            if seconds >= limits.seconds:
                raise QueryTimeout(
                    f"the query took more than {limits.seconds:g} s; ask for less, or allow more"
                ) from error
            raise GraphError(
                f"the query was too much for the engine ({HEAP} of memory): {error}"
            ) from error

    def close(self) -> None:
        """End the engine. Calling it twice does no harm."""
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.end()

    def _current(self, seconds: float) -> "_Engine":
        version = self._store.version
        engine = self._engine
        if engine is not None and self._version == version and seconds <= engine.seconds:
            return engine
        self.close()
        databases = self._home / f"version-{version}"
        if not databases.is_dir():
            self._load(databases)
        self._engine = _Engine(self._home, databases, seconds=max(seconds, Limits().seconds))
        self._version = version
        return self._engine

    def _load(self, databases: Path) -> None:
        self._home.mkdir(exist_ok=True)
        for old in self._home.iterdir():
            if old.name.startswith(("version-", "draft-")):
                shutil.rmtree(old, ignore_errors=True)
        draft = self._home / f"draft-{secrets.token_hex(4)}"
        draft.mkdir()
        engine = _Engine(self._home, draft, seconds=_LOADING_SECONDS, create=True)
        try:
            with engine.session() as session:
                for name in (*NODES, *EDGES):
                    create = create_nodes if name in NODES else create_edges
                    for batch in self._store.batches(name):
                        for rows in in_batches(rows_of(batch), _ROWS_AT_A_TIME):
                            session.execute_write(create, name, rows)
        finally:
            engine.end(orderly=True)
        os.replace(draft, databases)


class _Engine:
    # The helper process and a driver that is connected to it.

    def __init__(
        self, home: Path, databases: Path, *, seconds: float, create: bool = False
    ) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        password = secrets.token_urlsafe(16)
        self._root = home / f"engine-{secrets.token_hex(4)}"
        settings = {
            "root": str(self._root),
            "databases": str(databases),
            "port": port,
            "password": password,
            "heap": HEAP,
            "seconds": seconds,
            "read_only": not create,
            "statements": list(_definitions()) if create else [],
        }
        home.mkdir(exist_ok=True)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "skillweave.graph.cypher.helper"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,  # Ctrl-C is for the owner alone
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(settings) + "\n")
        self._process.stdin.flush()
        said = self._process.stdout.readline()
        answer = json.loads(said) if said.startswith("{") else {"error": said or "it ended"}
        if "error" in answer:
            self.end()
            raise GraphError(f"the engine for Cypher does not start: {answer['error']}")
        self._driver = neo4j.GraphDatabase.driver(
            f"bolt://127.0.0.1:{port}",
            auth=(USER, password),
            max_transaction_retry_time=0,
            connection_timeout=_STARTS_WITHIN,
        )
        self.seconds = seconds
        self.asked = time.monotonic()

    @contextmanager
    def session(self) -> Iterator[neo4j.Session]:
        self.asked = time.monotonic()
        with self._driver.session(database=DATABASE) as session:
            yield session

    def kill(self) -> None:
        self._process.kill()

    def end(self, *, orderly: bool = False) -> None:
        driver = getattr(self, "_driver", None)
        if driver is not None:
            driver.close()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.close()
            self._process.wait(60 if orderly else 5)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
        self._process.wait()
        self._process.stdout.close()
        shutil.rmtree(self._root, ignore_errors=True)


@contextmanager
def _deadline(engine: _Engine, seconds: float) -> Iterator[None]:
    # The engine keeps the longest time that it was started with, if it comes to look at its clock.
    timer = Timer(seconds + (_GRACE if seconds == engine.seconds else 0), engine.kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _definitions() -> Iterator[str]:
    for label in NODES:
        yield f"CREATE VERTEX TYPE `{label}`"
        yield f"CREATE PROPERTY `{label}`.id STRING"
        yield f"CREATE INDEX ON `{label}` (id) UNIQUE"
    for edge in EDGES:
        yield f"CREATE EDGE TYPE `{edge}`"
