"""What to say when a Neo4j server cannot be reached or used: what happened, and what to do.

The driver and the server report in classes and words of their own; :func:`translated` finds out
which of our errors it is. No message holds a password.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

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

from skillweave.graph.neo4j._access import PASSWORD_VARIABLES, USER_VARIABLES, Access
from skillweave.ontology.errors import (
    GraphAccess,
    GraphError,
    GraphFull,
    GraphNotFound,
    GraphUnreachable,
    GraphVersion,
)

OLDEST_SERVER: Final = (5, 26)
"""The long-term release that every statement is written for."""

_NEEDED: Final = (
    f"Skillweave needs Neo4j {'.'.join(map(str, OLDEST_SERVER))} or newer: upgrade the server, or "
    "keep the graph in a directory"
)

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
