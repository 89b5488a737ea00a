"""What is said when a server cannot be used, and that no password shows anywhere."""

import logging
import pickle
from dataclasses import replace
from pathlib import Path

import neo4j.exceptions
import pytest

from fake_servers import Proxy, old_neo4j, web_server
from graph_samples import RUN, small_taxonomy
from skillweave.graph.neo4j import Access, Neo4jStore, Secret, is_address
from skillweave.graph.neo4j._failures import check_version, translated
from skillweave.ontology.errors import (
    GraphAccess,
    GraphError,
    GraphFull,
    GraphNotFound,
    GraphUnreachable,
    GraphVersion,
    UsageError,
)

ACCESS = Access("bolt://127.0.0.1:7687", password=Secret("s3cret"))


def from_server(code: str) -> neo4j.exceptions.Neo4jError:
    """An error as a server sends it."""
    return neo4j.exceptions.Neo4jError._hydrate_neo4j(code=f"Neo.{code}", message="Something odd")


def test_addresses_are_told_from_directories() -> None:
    assert is_address("neo4j+s://graph.example.org")
    assert not is_address("jobs.graph")
    assert not is_address("http://example.org")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://example.org", "no address of a server"),
        ("bolt://neo4j:s3cret@127.0.0.1", "holds credentials"),
        ("bolt://127.0.0.1:7687/other", "database as an"),
    ],
)
def test_addresses_that_make_no_sense_are_refused(address: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        Access.from_environment(address)
    assert "s3cret" not in str(caught.value)


def test_credentials_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", "plain")
    monkeypatch.setenv("NEO4J_PASSWORD", "one")
    for name in ("SKILLWEAVE_NEO4J_USER", "SKILLWEAVE_NEO4J_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    access = Access.from_environment("bolt://127.0.0.1")
    assert (access.user, access.password.reveal(), access.database) == ("plain", "one", None)
    monkeypatch.setenv("SKILLWEAVE_NEO4J_USER", "own")
    monkeypatch.setenv("SKILLWEAVE_NEO4J_DATABASE", "jobs")
    file = tmp_path / "password"
    file.write_text("two\n")
    monkeypatch.setenv("SKILLWEAVE_NEO4J_PASSWORD_FILE", str(file))
    access = Access.from_environment("bolt://127.0.0.1")
    assert (access.user, access.password.reveal(), access.database) == ("own", "two", "jobs")
    with pytest.raises(GraphAccess, match="password file"):
        Access.from_environment("bolt://127.0.0.1", password_file=tmp_path / "none")


def test_no_text_form_shows_the_password() -> None:
    assert "s3cret" not in f"{ACCESS!r} {ACCESS} {ACCESS.password!r} {ACCESS.location}"


def test_a_server_that_is_not_there_is_told_at_once() -> None:
    with pytest.raises(GraphUnreachable, match="see that the server runs"):
        Neo4jStore.open(Access("bolt://127.0.0.1:1", password=Secret("s3cret")))


def test_a_wrong_password_a_wrong_database_and_no_graph_are_told(empty_database: Access) -> None:
    access = empty_database
    wrong = Access(access.address, access.user, Secret("wr0ng"))
    with pytest.raises(GraphAccess, match="SKILLWEAVE_NEO4J_PASSWORD") as caught:
        Neo4jStore.open(wrong)
    assert "wr0ng" not in str(caught.value)
    with pytest.raises(GraphNotFound, match="no database 'other'"):
        Neo4jStore.open(Access(access.address, access.user, access.password, "other"))
    with pytest.raises(GraphNotFound, match="skillweave build"):
        Neo4jStore.open(access, read_only=True)


@pytest.mark.parametrize("agent", ["Neo4j/4.4.38", "Neo4j/5.25.1"])
def test_a_server_that_is_too_old_is_refused(agent: str) -> None:
    with pytest.raises(GraphVersion, match=r"5\.26 or newer"):
        check_version(agent, ACCESS)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
@pytest.mark.parametrize(
    ("agent", "bolt"), [("Neo4j/3.4.18", None), ("Neo4j/3.5.35", (3, 0)), ("Neo4j/4.4.38", (4, 4))]
)
def test_a_server_that_speaks_an_old_protocol_is_refused(
    scheme: str, agent: str, bolt: tuple[int, int] | None
) -> None:
    with old_neo4j(agent, bolt) as where, pytest.raises(GraphVersion, match=r"5\.26 or newer"):
        Neo4jStore.open(Access(f"{scheme}://{where}"))


def test_a_server_of_the_last_years_is_asked_how_old_it_is() -> None:
    told = r"is Neo4j 5\.25\.1; Skillweave needs Neo4j 5\.26"
    with old_neo4j("Neo4j/5.25.1", (5, 6)) as where, pytest.raises(GraphVersion, match=told):
        Neo4jStore.open(Access(f"bolt://{where}"))


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_the_port_for_browsers_is_told_from_that_of_bolt(scheme: str) -> None:
    with web_server() as where, pytest.raises(GraphUnreachable, match="mostly 7687"):
        Neo4jStore.open(Access(f"{scheme}://{where}"))


def test_encryption_that_the_server_does_not_speak_is_told(neo4j_access: Access) -> None:
    host = neo4j_access.address.partition("://")[2]
    with pytest.raises(GraphUnreachable, match="the server does not encrypt; use bolt://"):
        Neo4jStore.open(replace(neo4j_access, address=f"bolt+s://{host}"))


def test_a_connection_that_breaks_is_told_and_the_next_one_works(empty_database: Access) -> None:
    host, _, port = empty_database.address.rpartition("/")[2].partition(":")
    proxy = Proxy(host, int(port))
    access = replace(empty_database, address=f"bolt://{proxy.where}", retry_seconds=0)
    with Neo4jStore.open(access, create=True, taxonomy=small_taxonomy("t1", "sql")) as store:
        version = store.version
        proxy.cut()
        for use in (store.counts, lambda: store.begin_run(RUN), lambda: store.scan("Skill")):
            with pytest.raises(GraphUnreachable, match="run the same command again"):
                use()
    with Neo4jStore.open(empty_database, read_only=True) as store:
        assert store.version == version


def test_the_log_of_the_driver_does_not_hold_the_password(
    empty_database: Access, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="neo4j"), pytest.raises(GraphNotFound):
        Neo4jStore.open(empty_database)
    assert "LOGON" in caplog.text
    assert empty_database.password.reveal() not in caplog.text


@pytest.mark.parametrize("agent", ["Neo4j/5.26.0", "Neo4j/2026.09.0"])
def test_newer_servers_pass(agent: str) -> None:
    check_version(agent, ACCESS)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (neo4j.exceptions.ServiceUnavailable("gone"), GraphUnreachable),
        (neo4j.exceptions.SessionExpired("gone"), GraphUnreachable),
        (neo4j.exceptions.DatabaseError("No space left on device"), GraphFull),
        (from_server("DatabaseError.Transaction.TransactionCommitFailed"), GraphFull),
        (from_server("DatabaseError.Transaction.TransactionStartFailed"), GraphFull),
        (from_server("TransientError.General.MemoryPoolOutOfMemoryError"), GraphFull),
        (from_server("TransientError.General.DatabaseUnavailable"), GraphUnreachable),
        (from_server("ClientError.Security.CredentialsExpired"), GraphAccess),
        (from_server("ClientError.Security.Forbidden"), GraphAccess),
        (OSError("connection reset"), GraphUnreachable),
        (neo4j.exceptions.ClientError("odd"), GraphError),
    ],
)
def test_what_goes_wrong_later_is_told_with_the_next_step(
    error: Exception, kind: type[GraphError]
) -> None:
    found = translated(error, ACCESS)
    assert type(found) is kind
    assert "bolt://127.0.0.1:7687" in str(found)
    assert str(pickle.loads(pickle.dumps(found))) == str(found)
