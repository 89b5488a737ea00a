"""The process in which ArcadeDB runs: ``python -m skillweave.graph.cypher.helper``.

An engine in the caller's own process would share its fate: an exhausted heap, a crash in its native
parts, threads that outlive the interpreter, a query that cannot be stopped. This one can be ended
at any time. It reads its settings as JSON from the first line of standard input, says ``ready`` on
standard output, and ends when standard input does, so that it never outlives its owner.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any, Final

DATABASE: Final = "graph"
USER: Final = "root"
_BOLT: Final = "Bolt:com.arcadedb.bolt.BoltProtocolPlugin"


def main() -> None:
    """Serve a database until standard input ends."""
    settings: dict[str, Any] = json.loads(sys.stdin.readline())
    try:
        server = _serve(settings)
    except Exception as error:  # noqa: BLE001  (whatever it is, the owner has to hear of it)
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}), flush=True)
        os._exit(1)
    print(json.dumps({"ready": True}), flush=True)
    sys.stdin.read()
    if not settings["read_only"]:
        server.stop()  # writes what is still in memory
    os._exit(0)  # an orderly end would wait for threads


def _serve(settings: dict[str, Any]) -> Any:
    root = Path(settings["root"])
    root.mkdir(parents=True, exist_ok=True)
    os.chdir(root)  # whatever the engine writes beside its files stays here
    logging = root / "logging.properties"
    logging.write_text("handlers=\n.level=OFF\n", "utf-8")
    import arcadedb_embedded as arcadedb
    from arcadedb_embedded.jvm import start_jvm

    start_jvm(
        heap_size=settings["heap"],
        jvm_args=[
            f"-Djava.util.logging.config.file={logging}",
            f"-XX:ErrorFile={root}/crash.log",
            "-XX:+ExitOnOutOfMemoryError",
            f"-Darcadedb.command.timeout={int(settings['seconds'] * 1000)}",
            "-Darcadedb.txWalFlush=1",
            "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
            "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
        ],
    )
    server = arcadedb.ArcadeDBServer(
        str(root),
        root_password=settings["password"],
        config={
            "host": "127.0.0.1",
            "mode": "development",
            "http_port": 0,
            "server_plugins": _BOLT,
            "bolt_port": settings["port"],
            "server_databaseDirectory": settings["databases"],
            "server_logsDirectory": str(root / "log"),
            "server_defaultDatabaseMode": "READ_ONLY" if settings["read_only"] else "READ_WRITE",
        },
    )
    server.start()
    server._java_server.getHttpServer().stopService()
    if settings["statements"]:
        database = server.create_database(DATABASE)
        for statement in settings["statements"]:
            database.command("sql", statement)
    return server


if __name__ == "__main__":
    main()
