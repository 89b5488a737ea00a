"""The owner's side of the helper process: start it, command it, talk to it over Bolt, end it."""

import json
import secrets
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from threading import Timer
from typing import Any, Final

import neo4j
import pyarrow as pa
from filelock import FileLock, Timeout

from skillweave.graph.cypher.helper import DATABASE, USER
from skillweave.graph.cypher.run import GRACE
from skillweave.ontology.errors import GraphError

HEAP: Final = "1g"
"""Most memory that the engine takes for its objects."""

_PREFIX: Final = "engine-"
_ANSWERS_WITHIN: Final = 120.0


class Engine:
    """A helper process; each has a directory of its own for whatever it writes.

    Args:
        home: where to make that directory.

    Raises:
        GraphError: it does not start.
    """

    def __init__(self, home: Path) -> None:
        self._root = home / f"{_PREFIX}{secrets.token_hex(4)}"
        self._lock = FileLock(self._root.with_suffix(".lock"))
        self._lock.acquire()  # before the directory is there, see ``sweep``
        self._root.mkdir()
        self._password = secrets.token_urlsafe(16)
        self._driver: neo4j.Driver | None = None
        self._port = 0
        self._seconds = 0.0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "skillweave.graph.cypher.helper"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the owner alone
        )
        try:
            with self._listening():
                self._say(root=str(self._root), heap=HEAP, password=self._password)
        except BaseException:
            self.end()
            raise

    @property
    def lives(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def load(self, directory: Path, tables: Iterable[tuple[str, pa.RecordBatchReader]]) -> None:
        """Make a database of tables, nodes before edges, and leave it open; streams them.

        Raises:
            GraphError: it cannot; the process has ended.
        """
        assert self._process.stdin is not None
        with self._listening():
            self._say(do="load", directory=str(directory / DATABASE))
            for name, reader in tables:
                self._say(table=name)
                sink = pa.PythonFile(self._process.stdin, mode="w")
                with pa.ipc.new_stream(sink, reader.schema) as writer:
                    for batch in reader:
                        writer.write_batch(batch)
            self._say()

    def index(self, label: str) -> None:
        """Let nodes of a label be found by their ids, after loading."""
        with self._listening():
            self._say(do="index", label=label)

    def open(self, directory: Path, *, writing: bool = False) -> None:
        """Open a database that was loaded, so that it can be asked."""
        with self._listening() as answer:
            self._say(do="open", directory=str(directory / DATABASE), writing=writing)
        if self._driver is None:
            self._port = answer["port"]
            self._driver = neo4j.GraphDatabase.driver(
                f"bolt://127.0.0.1:{self._port}",
                auth=(USER, self._password),
                max_transaction_retry_time=0,
                connection_timeout=_ANSWERS_WITHIN,
            )

    def count(self) -> dict[str, int]:
        """The numbers of rows by label and type."""
        with self._listening() as answer:
            self._say(do="count")
        counts: dict[str, int] = answer["counts"]
        return counts

    def close(self) -> None:
        """Close the database, so that all of it is on the disk; another can be opened then."""
        with self._listening():
            self._say(do="close")

    @contextmanager
    def session(self, seconds: float) -> Iterator[neo4j.Session]:
        """A session in which a statement takes so many seconds at most.

        The engine looks at its clock by itself where it can; where it does not, it is killed.
        """
        assert self._driver is not None
        if seconds != self._seconds:
            with self._listening():
                self._say(do="limit", seconds=seconds)
            self._seconds = seconds
        timer = Timer(seconds + GRACE, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            with self._driver.session(database=DATABASE) as session:
                yield session
        finally:
            timer.cancel()

    def end(self) -> None:
        """End the process; what it had open for writing is lost."""
        if self._driver is not None:
            self._driver.close()
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            try:
                stream.close()
            except OSError:
                continue  # what was still to be sent has nobody to go to
        rmtree(self._root, ignore_errors=True)
        self._lock.release()
        Path(self._lock.lock_file).unlink(missing_ok=True)

    def _say(self, **values: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(values).encode() + b"\n")
        self._process.stdin.flush()

    @contextmanager
    def _listening(self) -> Iterator[dict[str, Any]]:
        # What is said within is answered at its end; a process that is gone may have said why.
        answer: dict[str, Any] = {}
        try:
            yield answer
        except BrokenPipeError:
            answer.clear()
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        answer |= json.loads(said) if said else {"error": self._how_it_ended()}
        if "error" in answer:
            raise GraphError(f"the engine for Cypher failed: {answer['error']}")

    def _how_it_ended(self) -> str:
        code = self._process.wait(_ANSWERS_WITHIN)
        return f"it ended (code {code}), maybe for want of memory; it takes {HEAP} and some more"


def sweep(home: Path) -> None:
    """Delete what engines left behind that were killed together with their owners."""
    for path in home.glob(f"{_PREFIX}*.lock"):
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue  # it lives
        rmtree(path.with_suffix(""), ignore_errors=True)
        lock.release()
        path.unlink(missing_ok=True)
