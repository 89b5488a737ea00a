"""Stores for the tests: an empty one of every kind, and a Neo4j server that all tests share."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from neo4j_server import Neo4jServer, Unavailable, empty, what_is_missing
from skillweave.graph.local import LocalStore
from skillweave.graph.neo4j import Access, Neo4jStore, Secret
from skillweave.graph.store import Store
from skillweave.ontology.concepts import Taxonomy

LINE: Final = os.environ.get("SKILLWEAVE_TEST_NEO4J_VERSION", "5.26")
KINDS: Final = ("local", "neo4j")
_LEFT_OUT: Final = pytest.StashKey[str]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a server where none can be started; in CI that is an error."""
    if "SKILLWEAVE_TEST_NEO4J_URI" in os.environ or "CI" in os.environ:
        return
    needing = [item for item in items if _needs_neo4j(item)]
    reason = what_is_missing(LINE) if needing else ""
    if reason:
        config.stash[_LEFT_OUT] = f"{len(needing)} tests with Neo4j left out: {reason}"
        config.hook.pytest_deselected(items=needing)
        left_out = set(needing)
        items[:] = [item for item in items if item not in left_out]


def _needs_neo4j(item: pytest.Item) -> bool:
    if not isinstance(item, pytest.Function):
        return False
    kinds = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return bool({"neo4j_access", "stopped_server"}.intersection(item.fixturenames)) or (
        "new_store" in item.fixturenames and "neo4j" in kinds
    )


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say once what was left out, and why."""
    told = config.stash.get(_LEFT_OUT, "")
    if told:
        terminalreporter.write_line(told, yellow=True)


@contextmanager
def _own_server(home: Path) -> Iterator[Neo4jServer]:
    # A server that is laid out and not started.
    try:
        server = Neo4jServer.prepare(home, line=LINE)
    except Unavailable as reason:  # Maven could not bring it
        if "CI" in os.environ:
            raise
        pytest.skip(f"no Neo4j to test with: {reason}")
    try:
        yield server
    finally:
        server.kill()  # an orderly end takes ten seconds, and nobody will miss the data


@pytest.fixture(scope="session")
def neo4j_access(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Access]:
    """Access to a server whose database the tests may empty."""
    given = os.environ.get("SKILLWEAVE_TEST_NEO4J_URI")
    if given:
        yield Access.from_environment(given)
        return
    with _own_server(tmp_path_factory.mktemp("neo4j") / "home") as server:
        server.start()
        yield Access(server.uri, password=Secret(server.password))


@pytest.fixture(scope="module")
def careful_access(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Access]:
    """Access to a server of the module's own, in which a transaction has little memory.

    By default one may have so much that a greedy query stalls the server for all others.
    """
    with _own_server(tmp_path_factory.mktemp("careful") / "home") as server:
        with (server.home / "conf/neo4j.conf").open("a") as configuration:
            configuration.write("db.memory.transaction.max=128m\n")
        server.start()
        yield Access(server.uri, password=Secret(server.password))


@pytest.fixture
def stopped_server(tmp_path: Path) -> Iterator[Neo4jServer]:
    """A server of the test's own that has not been started yet."""
    with _own_server(tmp_path / "home") as server:
        yield server


@pytest.fixture
def empty_database(neo4j_access: Access) -> Access:
    """Access to a database without nodes."""
    empty(neo4j_access.address, neo4j_access.user, neo4j_access.password.reveal())
    return neo4j_access


@pytest.fixture(params=KINDS)
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Taxonomy], Store]:
    """A function that makes an empty store of one kind; every test runs with every kind."""
    if request.param == "local":
        return lambda taxonomy: LocalStore.open(tmp_path / "graph", create=True, taxonomy=taxonomy)
    access = request.getfixturevalue("empty_database")
    return lambda taxonomy: Neo4jStore.open(access, create=True, taxonomy=taxonomy)
