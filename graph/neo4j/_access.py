"""Where a Neo4j server is, and as whom to enter it.

Passwords come from the environment, a file or a prompt, never from a command line, where every
user of the machine could read them. They are in no message and no ``repr``.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from skillweave.ontology.errors import GraphAccess, UsageError

SCHEMES: Final = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
USER_VARIABLES: Final = ("SKILLWEAVE_NEO4J_USER", "NEO4J_USERNAME")
PASSWORD_VARIABLES: Final = ("SKILLWEAVE_NEO4J_PASSWORD", "NEO4J_PASSWORD")
PASSWORD_FILE_VARIABLES: Final = ("SKILLWEAVE_NEO4J_PASSWORD_FILE",)
DATABASE_VARIABLES: Final = ("SKILLWEAVE_NEO4J_DATABASE", "NEO4J_DATABASE")


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
