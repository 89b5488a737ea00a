"""The local store's graph where Cypher can ask it, without a server of one's own.

ArcadeDB (package ``arcadedb-embedded``) holds a copy of the tables in the graph directory, under
``cypher/``, and is asked over Bolt by the code that talks to Neo4j. A query that finds no copy of
the store's state makes one:

1. Who holds the lock makes it; the others wait, and find it made.
2. If few postings changed since a copy that is there, that one is copied and brought up to date
   (see ``updating``); else the tables are loaded into an empty database (see ``loading``).
3. Its numbers of rows are compared with the store's, and all of it is written to the disk.
4. The directory gets its final name, ``version-...``, and is only read from then on, by any number
   of processes. Copies of other states are deleted: as the local store cannot be written while
   anybody reads it, nobody can be asking those.

A directory without its final name was cut short and is deleted by who holds the lock next; a copy
that does not open, or does not come out as it should, is made anew. So no kill leaves half a copy.
"""

import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import pyarrow as pa
from filelock import FileLock
from neo4j.exceptions import DriverError, Neo4jError

from skillweave.graph.cypher.engine import HEAP, Engine, sweep
from skillweave.graph.cypher.guard import refuse_writes
from skillweave.graph.cypher.helper import DATABASE
from skillweave.graph.cypher.result import CypherResult
from skillweave.graph.cypher.run import Limits, run_query
from skillweave.graph.cypher.updating import update
from skillweave.graph.store import Changes, Store
from skillweave.ontology.errors import GraphError, MissingExtra, QueryTimeout
from skillweave.ontology.schema import EDGES, NODES

Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many rows of the copy are done, of how many."""

UPDATED_UP_TO: Final = 0.05
"""Share of postings up to which bringing a copy up to date is faster than a new one."""

_UPDATING_SECONDS: Final = 3600.0
_LOCK: Final = "lock"
_FINAL: Final = "version-"
_DRAFT: Final = "draft-"
_NOTE: Final = "projection.json"
"""Which state of the store a copy is of; written before the directory gets its final name."""


class LocalCypher:
    """Cypher over a local graph; made with the store, started by the first query.

    Args:
        store: the graph.
        directory: the graph directory.
    """

    def __init__(self, store: Store, directory: Path) -> None:
        self._store = store
        self._home = (directory / "cypher").absolute()
        self._engine: Engine | None = None
        self._version = 0

    def run(self, query: str, parameters: Mapping[str, Any], limits: Limits) -> CypherResult:
        """Ask a query; brings the copy up to date first, which takes a while.

        Raises:
            MissingExtra: ArcadeDB is not installed.
            QueryRefused, QueryFailed, QueryTimeout: as in ``run_query``.
            GraphError: the engine does not start, or the query broke it.
        """
        refuse_writes(query)
        engine = self.prepare()
        began = time.monotonic()
        try:
            with engine.session(limits.seconds) as session:
                return run_query(session, query, parameters, limits)
        except (DriverError, Neo4jError, OSError) as error:
            seconds = time.monotonic() - began
            self.close()
            if seconds >= limits.seconds:
                raise QueryTimeout(
                    f"the query took more than {limits.seconds:g} s; ask for less, or allow more"
                ) from error
            raise GraphError(
                f"the query was too much for the engine ({HEAP} of memory): {error}"
            ) from error

    def prepare(self, progress: Progress | None = None) -> Engine:
        """Bring the copy up to date and open it; no more than a glance if it is.

        Args:
            progress: is told how far a copy is.

        Raises:
            MissingExtra: ArcadeDB is not installed.
            GraphError: the copy cannot be made.
        """
        if find_spec("arcadedb_embedded") is None:
            raise MissingExtra("arcadedb-embedded", extra="cypher", purpose="Cypher without Neo4j")
        version = self._store.version
        if self._engine is None or self._version != version or not self._engine.lives:
            self._engine, self._version = self._opened(progress), version
        return self._engine

    def close(self) -> None:
        """End the engine. Calling it twice does no harm."""
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.end()

    def _opened(self, progress: Progress | None) -> Engine:
        try:
            self._home.mkdir(exist_ok=True)
        except OSError as error:
            raise GraphError(f"the copy for Cypher cannot be made: {error}") from error
        engine = self._idle_engine()
        try:
            state = _State.of(self._store)
            final = self._home / state.name
            if not _opens(engine, final):
                with FileLock(self._home / _LOCK):
                    if not _opens(engine, final):
                        self._make(engine, state, progress)
                        engine.open(final)
        except BaseException as error:
            engine.end()
            if isinstance(error, OSError):
                raise GraphError(f"the copy for Cypher cannot be made: {error}") from error
            raise
        return engine

    def _idle_engine(self) -> Engine:
        engine, self._engine = self._engine, None
        if engine is not None:
            try:
                engine.close()
            except GraphError:
                engine.end()
            else:
                return engine
        return Engine(self._home)

    def _make(self, engine: Engine, state: "_State", progress: Progress | None) -> None:
        sweep(self._home)
        draft = self._home / f"{_DRAFT}{secrets.token_hex(4)}"
        try:
            if self._update(engine, state, draft) != state.counts:
                shutil.rmtree(draft, ignore_errors=True)
                counts = self._load(engine, state, draft, progress)
                if counts != state.counts:
                    raise GraphError("the copy for Cypher does not come out as the graph is")
            note = {"runs": state.runs, "files": _sizes(draft)}
            (draft / _NOTE).write_text(json.dumps(note), "utf-8")
            _write_to_disk(draft)
            for old in (*self._home.glob(f"{_FINAL}*"), *self._home.glob(f"{_DRAFT}*")):
                if old != draft:
                    shutil.rmtree(old, ignore_errors=True)
            os.replace(draft, self._home / state.name)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _load(
        self, engine: Engine, state: "_State", draft: Path, progress: Progress | None
    ) -> Mapping[str, int]:
        total = sum(count * (2 if name in NODES else 1) for name, count in state.counts.items())
        done = 0

        def advance(rows: int) -> None:
            nonlocal done
            done += rows
            if progress is not None:
                progress(done, total)

        draft.mkdir()
        engine.load(draft, self._tables(advance))
        for label in NODES:
            engine.index(label)
            advance(state.counts[label])
        counts = engine.count()
        engine.close()
        return counts

    def _tables(self, advance: Callable[[int], None]) -> Iterator[tuple[str, pa.RecordBatchReader]]:
        for name in (*NODES, *EDGES):
            reader = self._store.batches(name)
            yield name, pa.RecordBatchReader.from_batches(reader.schema, _told(reader, advance))

    def _update(self, engine: Engine, state: "_State", draft: Path) -> Mapping[str, int] | None:
        base = self._base(state)
        if base is None:
            return None
        directory, since, changes = base
        shutil.copytree(directory, draft)
        engine.open(draft, writing=True)
        try:
            with engine.session(_UPDATING_SECONDS) as session:
                update(session, self._store, since, changes)
            return engine.count()
        except (GraphError, DriverError, Neo4jError):
            return None
        finally:
            engine.close()

    def _base(self, state: "_State") -> tuple[Path, int, Changes] | None:
        # The latest copy of an earlier state, if little changed since.
        found = sorted((_version_of(path), path) for path in self._home.glob(f"{_FINAL}*"))
        for since, path in reversed(found):
            note = _note_of(path)
            if since >= state.version or note is None or not set(note["runs"]) <= set(state.runs):
                continue
            changes = self._store.changes(since)
            changed = len(changes.written) + len(changes.deleted)
            if changes.concepts or changed > UPDATED_UP_TO * state.counts["Posting"]:
                return None
            return path, since, changes
        return None


class _State(NamedTuple):
    # What tells a state of the store from all others, even if the store was put back to an earlier
    # state and went on from there.
    version: int
    runs: list[str]
    counts: dict[str, int]

    @classmethod
    def of(cls, store: Store) -> "_State":
        return cls(store.version, store.runs().column("id").to_pylist(), store.counts())

    @property
    def name(self) -> str:
        """Name of the directory that holds a copy of this state."""
        digest = hashlib.sha256(repr((self.runs, self.counts)).encode()).hexdigest()
        return f"{_FINAL}{self.version}-{digest[:8]}"


def _version_of(path: Path) -> int:
    return int(path.name.removeprefix(_FINAL).partition("-")[0])


def _note_of(path: Path) -> dict[str, Any] | None:
    # None if the copy is not whole: the engine takes a file that is missing for an empty one.
    try:
        note: dict[str, Any] = json.loads((path / _NOTE).read_bytes())
    except (OSError, ValueError):
        return None
    return note if _sizes(path) == note.get("files") else None


def _sizes(path: Path) -> dict[str, int]:
    files = (path / DATABASE).iterdir()
    return {file.name: file.stat().st_size for file in sorted(files) if file.suffix != ".lck"}


def _opens(engine: Engine, final: Path) -> bool:
    if not final.is_dir() or _note_of(final) is None:
        return False
    try:
        engine.open(final)
    except GraphError:
        return False
    return True


def _told(reader: pa.RecordBatchReader, advance: Callable[[int], None]) -> Iterator[pa.RecordBatch]:
    for batch in reader:
        yield batch
        advance(batch.num_rows)


def _write_to_disk(directory: Path) -> None:
    # A name that outlives a loss of power must not stand for files that did not.
    for path in directory.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
