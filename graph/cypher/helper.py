"""The process in which ArcadeDB runs: ``python -m skillweave.graph.cypher.helper``.

An engine in the caller's own process would share its fate: an exhausted heap, a crash in its native
parts, threads that outlive the interpreter, a query that cannot be stopped. This one can be ended
at any time, and ends by itself when its owner does, as standard input ends then.

Only two parts of ArcadeDB's server run: its list of users, and the Bolt connector, on a port of
127.0.0.1 that the system chooses. The rest of it (HTTP, plugins, metrics, registration, event log)
is never started.

The first line of standard input holds the settings, every other one a command, all as JSON. Each is
answered by a line of JSON on standard output; ``error`` says that it failed.

=========== =======================================================================================
``load``    make a database in ``directory`` of the tables that follow, and leave it open; see
            ``loading``; the process ends if that fails
``index``   make the index of a ``label``, after loading
``open``    open the database in ``directory``, for ``writing`` or not; answers the ``port``
``limit``   let statements take ``seconds`` at most
``count``   answers the numbers of rows by label and type
``close``   close the database, so that all of it is on the disk
=========== =======================================================================================
"""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any, BinaryIO, Final

from skillweave.graph.cypher.loading import count_rows, index, load

DATABASE: Final = "graph"
USER: Final = "root"
_LOGGING: Final = "handlers=\n.level=OFF\n"


def main() -> None:
    """Obey commands until standard input ends."""
    source = sys.stdin.buffer
    settings: dict[str, Any] = json.loads(source.readline())
    root = Path(settings["root"])
    try:
        start_java(root, settings["heap"])
        server = _Server(root, settings["password"])
        _answer(ready=True)
        while line := source.readline():
            command = json.loads(line)
            try:
                _answer(**server.obey(command, source))
            except Exception as error:
                if command["do"] == "load":
                    raise  # the rest of the tables would be taken for commands
                _answer(error=f"{type(error).__name__}: {error}")
    except Exception as error:  # noqa: BLE001  (whatever it is, the owner has to hear of it)
        _answer(error=f"{type(error).__name__}: {error}")
    shutil.rmtree(root, ignore_errors=True)
    os._exit(0)  # an orderly end would wait for threads


def _answer(**values: Any) -> None:
    print(json.dumps(values), flush=True)


def start_java(root: Path, heap: str) -> None:
    """Start Java so that it writes into one directory alone, and no more than its heap grows.

    Args:
        root: directory for whatever it writes; the working directory from now on.
        heap: most memory for Java's objects, such as "1g".
    """
    os.chdir(root)
    logging = root / "logging.properties"
    logging.write_text(_LOGGING, "utf-8")
    from arcadedb_embedded.jvm import start_jvm

    start_jvm(
        heap_size=heap,
        jvm_args=[
            f"-Djava.util.logging.config.file={logging}",
            f"-Djava.io.tmpdir={root}",
            f"-Duser.home={root}",
            f"-XX:ErrorFile={root}/crash.log",
            "-XX:-UsePerfData",  # or it keeps a file in the system's directory for such
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Darcadedb.dateImplementation=java.time.LocalDate",
            "-Darcadedb.dateTimeImplementation=java.time.LocalDateTime",
            "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
            "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
        ],
    )


class _Server:
    # What of ArcadeDB's server is needed for Bolt.

    def __init__(self, root: Path, password: str) -> None:
        import jpype

        self._java = jpype.JClass
        self._database: Any = None
        self._bolt: Any = None
        self._settings = self._java("com.arcadedb.ContextConfiguration")()
        for key, value in {
            "arcadedb.server.rootPath": str(root),
            "arcadedb.server.rootPassword": password,
            "arcadedb.bolt.host": "127.0.0.1",
            "arcadedb.bolt.port": 0,
        }.items():
            self._settings.setValue(key, value)
        self._server = self._java("com.arcadedb.server.ArcadeDBServer")(self._settings)

    def obey(self, command: dict[str, Any], source: BinaryIO) -> dict[str, Any]:
        match command["do"]:
            case "load":
                self._database = load(command["directory"], source)
                return {"loaded": True}
            case "index":
                index(self._database, command["label"])
                return {"indexed": True}
            case "open":
                return {"port": self._open(command["directory"], writing=command["writing"])}
            case "limit":
                timeout = self._java("com.arcadedb.GlobalConfiguration").COMMAND_TIMEOUT
                timeout.setValue(int(command["seconds"] * 1000))
                return {"limited": True}
            case "close":
                if self._server.existsDatabase(DATABASE):
                    self._server.removeDatabase(DATABASE)
                self._database.close()
                return {"closed": True}
            case "count":
                return {"counts": count_rows(self._database)}
            case other:
                raise ValueError(f"no command {other!r}")

    def _open(self, directory: str, *, writing: bool) -> int:
        modes = self._java("com.arcadedb.engine.ComponentFile$MODE")
        factory = self._java("com.arcadedb.database.DatabaseFactory")(directory)
        self._database = factory.open(modes.READ_WRITE if writing else modes.READ_ONLY)
        self._server.registerDatabase(DATABASE, self._database)
        if self._bolt is None:
            self._bolt = self._start_bolt()
        return int(self._bolt.getPort())

    def _start_bolt(self) -> Any:
        security = self._java("com.arcadedb.server.security.ServerSecurity")(
            self._server, self._settings, self._server.getConfigPath()
        )
        security.loadUsers()
        # The server makes this itself only where it starts everything else as well.
        field = self._server.getClass().getDeclaredField("security")
        field.setAccessible(True)
        field.set(self._server, security)
        bolt = self._java("com.arcadedb.bolt.BoltProtocolPlugin")()
        bolt.configure(self._server, self._settings)
        bolt.startService()
        return bolt


if __name__ == "__main__":
    main()
