"""Reaching a Neo4j server: addresses, credentials, and what to say when it does not work.

Passwords come from the environment, a file or a prompt, never from a command line, where every
user of the machine could read them. They are in no message and no ``repr``.
"""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import neo4j
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DatabaseUnavailable,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from skillweave.ontology.errors import (
    GraphAccess,
    GraphError,
    GraphFull,
    GraphNotFound,
    GraphUnreachable,
    GraphVersion,
    UsageError,
)

SCHEMES: Final = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
OLDEST_SERVER: Final = (5, 26)
"""The long-term release that every statement is written for."""

_NEEDED: Final = (
    f"Skillweave needs Neo4j {'.'.join(map(str, OLDEST_SERVER))} or newer: upgrade the server, or "
    "keep the graph in a directory"
)

USER_VARIABLES: Final = ("SKILLWEAVE_NEO4J_USER", "NEO4J_USERNAME")
PASSWORD_VARIABLES: Final = ("SKILLWEAVE_NEO4J_PASSWORD", "NEO4J_PASSWORD")
PASSWORD_FILE_VARIABLES: Final = ("SKILLWEAVE_NEO4J_PASSWORD_FILE",)
DATABASE_VARIABLES: Final = ("SKILLWEAVE_NEO4J_DATABASE", "NEO4J_DATABASE")

_FULL: Final = re.compile(
    r"no space left|disk.{0,20}full|not enough space|out of disk", re.IGNORECASE
)

_WRONG_ADDRESSES: Final = {
    "looks like HTTP": "this is the port for browsers; give that of Bolt, which is mostly 7687",
    "CERTIFICATE_VERIFY_FAILED": "nobody known vouches for the server's certificate; if you trust "
    "it, use bolt+ssc:// or neo4j+ssc://",
    "UNEXPECTED_EOF": "the server does not encrypt; use bolt:// or neo4j://",
    "WRONG_VERSION_NUMBER": "the server does not encrypt; use bolt:// or neo4j://",
    "incomplete handshake": "the server may want encryption; use bolt+s:// or neo4j+s://, or +ssc "
    "if nobody known vouches for its certificate",
}
"""What to do about an address that is nearly right, by what the driver says."""

_STOPPED: Final = frozenset(
    f"Neo.DatabaseError.Transaction.{what}"
    for what in ("TransactionCommitFailed", "TransactionStartFailed", "TransactionLogError")
)
"""What a server says whose disk is full; the reason stands in its log alone."""

# The driver tells of every retry; that is for those who set up logging.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


def is_address(graph: object) -> bool:
    """Whether a graph is named by the address of a server rather than by a directory.

    >>> is_address("bolt://127.0.0.1:7687"), is_address("jobs.graph")
    (True, False)
    """
    scheme, separator, _ = str(graph).partition("://")
    return bool(separator) and scheme in SCHEMES


class Secret:
    """A text that no message, log or ``repr`` shows, not even within an object that holds it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(...)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


@dataclass(frozen=True, slots=True)
class Access:
    """Where a server is, and as whom to enter it.

    Attributes:
        address: its URI, such as ``bolt://127.0.0.1:7687`` or ``neo4j+s://graph.example.org``.
        user: name of the user.
        password: the user's password.
        database: name of the database; the user's home database if None.
        retry_seconds: how long a transaction is tried again when the server is not there, or asks
            for it.
    """

    address: str
    user: str = "neo4j"
    password: Secret = Secret("")  # noqa: RUF009  (immutable)
    database: str | None = None
    retry_seconds: float = 30.0

    @classmethod
    def from_environment(
        cls,
        address: str,
        *,
        user: str | None = None,
        database: str | None = None,
        password_file: str | Path | None = None,
    ) -> Self:
        """Take the credentials from where users keep them.

        The user's name is the argument, SKILLWEAVE_NEO4J_USER, NEO4J_USERNAME or ``neo4j``; the
        database likewise (SKILLWEAVE_NEO4J_DATABASE, NEO4J_DATABASE). The password stands in the
        file (SKILLWEAVE_NEO4J_PASSWORD_FILE), SKILLWEAVE_NEO4J_PASSWORD or NEO4J_PASSWORD.

        Raises:
            UsageError: the address is none, or it holds a password.
            GraphAccess: the password file cannot be read.
        """
        password = _first_set(PASSWORD_VARIABLES)
        file = password_file or _first_set(PASSWORD_FILE_VARIABLES)
        if file:
            try:
                password = Path(file).read_text("utf-8").rstrip("\r\n")
            except (OSError, UnicodeDecodeError) as error:
                raise GraphAccess(f"the password file cannot be read: {error}") from error
        database = database or _first_set(DATABASE_VARIABLES) or None
        named = user or _first_set(USER_VARIABLES) or "neo4j"
        return cls(_checked(address), named, Secret(password), database)

    @property
    def location(self) -> str:
        """The address and, where it is named, the database: fit for messages."""
        return f"{self.address}/{self.database}" if self.database else self.address


def has_password() -> bool:
    """Whether the environment says what the password is."""
    return bool(_first_set((*PASSWORD_VARIABLES, *PASSWORD_FILE_VARIABLES)))


def _first_set(variables: tuple[str, ...]) -> str:
    return next((os.environ[name] for name in variables if os.environ.get(name)), "")


def _checked(address: str) -> str:
    if not is_address(address):
        raise UsageError(
            f"{address!r} is no address of a server; give one such as bolt://127.0.0.1:7687 "
            f"({', '.join(SCHEMES)})"
        )
    scheme, _, rest = address.partition("://")
    if "@" in rest:
        raise UsageError(
            f"the address {scheme}://...@{rest.rpartition('@')[2]} holds credentials, which others "
            f"can see; leave them out and set {USER_VARIABLES[0]} and {PASSWORD_VARIABLES[0]}"
        )
    host, _, path = rest.partition("/")
    if path:
        raise UsageError(
            f"{address!r} names more than a server; give {scheme}://{host} and the database as an "
            "option of its own"
        )
    return address


def connect(access: Access) -> neo4j.Driver:
    """Connect, and see that the server is one that can hold a graph.

    Raises:
        GraphUnreachable: no server answers.
        GraphAccess: it refuses the credentials.
        GraphNotFound: it has no database of that name.
        GraphVersion: it is older than 5.26.
    """
    with translated_errors(access):
        driver = neo4j.GraphDatabase.driver(
            access.address,
            auth=(access.user, access.password.reveal()),
            max_transaction_retry_time=access.retry_seconds,
            connection_timeout=15.0,
            keep_alive=True,
            notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
            user_agent="skillweave",
        )
        try:
            check_version(driver.get_server_info().agent, access)
            driver.execute_query(  # says at once whether there is such a database
                "RETURN 1", database_=access.database, routing_=neo4j.RoutingControl.READ
            )
        except BaseException:
            driver.close()
            raise
    return driver


def check_version(agent: str, access: Access) -> None:
    """Refuse a server that is too old to run the statements.

    Args:
        agent: what the server says it is, such as ``Neo4j/5.26.1``.
        access: where it is.

    Raises:
        GraphVersion: it is older than 5.26.
    """
    found = re.search(r"/(\d+)\.(\d+)", agent)
    if found and (int(found[1]), int(found[2])) < OLDEST_SERVER:
        raise GraphVersion(f"{access.address} is {agent.replace('/', ' ')}; {_NEEDED}")


@contextmanager
def translated_errors(access: Access) -> Iterator[None]:
    """Say in our words what the server or the way to it did."""
    try:
        yield
    except (Neo4jError, DriverError, OSError) as error:
        raise translated(error, access) from error


def translated(error: Exception, access: Access) -> GraphError:
    """The error of ours that tells what happened and what to do."""
    where, message = access.location, _reason(error)
    code = getattr(error, "code", None) or ""
    if isinstance(error, ConfigurationError) and "Bolt" in str(error):
        # The protocol is agreed on before the server says how old it is.
        return GraphVersion(f"{access.address} speaks an old form of the Bolt protocol; {_NEEDED}")
    if _FULL.search(str(error)):
        return GraphFull(
            f"the disk of the server at {where} is full ({message}); free some room there, restart "
            "the server and run the same command again: what was committed is kept"
        )
    if code in _STOPPED:
        return GraphFull(
            f"the database at {where} has stopped ({message}), which it does when its disk is "
            "full: see the server's log, free some room there, restart the server and run the same "
            "command again: what was committed is kept"
        )
    if isinstance(error, AuthError) or code.startswith("Neo.ClientError.Security"):
        if "CredentialsExpired" in code:
            return GraphAccess(
                f"the password of {access.user!r} at {where} has to be changed first: "
                "ALTER CURRENT USER SET PASSWORD in Neo4j Browser or cypher-shell"
            )
        if "Forbidden" in code:
            return GraphAccess(f"{access.user!r} may not do that at {where}: {message}")
        return GraphAccess(
            f"the server at {where} refuses the user {access.user!r} with this password; set "
            f"{USER_VARIABLES[0]} and {PASSWORD_VARIABLES[0]}, or name a password file"
        )
    if "DatabaseNotFound" in code:
        return GraphNotFound(
            f"the server at {access.address} has no database {access.database!r}; leave the name "
            "out for the default one (a Community server has only `neo4j`), or create it"
        )
    if isinstance(error, DatabaseUnavailable) or "DatabaseUnavailable" in code:
        return GraphUnreachable(
            f"the database at {where} is not available ({message}); see the server's log, start "
            "the database, and run the same command again: what was committed is kept"
        )
    for sign, hint in _WRONG_ADDRESSES.items():
        if sign in message:
            return GraphUnreachable(f"no answer from {where} ({message}): {hint}")
    if isinstance(error, ServiceUnavailable | SessionExpired | OSError):
        return GraphUnreachable(
            f"no answer from {where} ({message}); see that the server runs and that the address "
            "is right, then run the same command again: what was committed is kept"
        )
    if isinstance(error, ConfigurationError | ClientError):
        return GraphError(f"{where} refused: {message}")
    if "OutOfMemory" in code or "MemoryPool" in code:
        return GraphFull(
            f"the server at {where} has too little memory for one batch ({message}); raise "
            "dbms.memory.transaction.total.max or server.memory.heap.max_size"
        )
    return GraphError(f"{where} failed: {message}; the server's log may say more")


def _reason(error: BaseException) -> str:
    # What the server says; or, of an error of the driver or the network, what is at the bottom.
    said = getattr(error, "message", None) if isinstance(error, Neo4jError) else None
    while not said and (below := _cause(error)) is not None:
        error = below
    text = str(said or error).strip()
    return text.splitlines()[0][:300].rstrip(":;,. ") if text else type(error).__name__


def _cause(error: BaseException) -> BaseException | None:
    if isinstance(error, BaseExceptionGroup):
        return error.exceptions[0]
    return error.__cause__
