"""Opens a store by where it is: a directory, or the address of a server."""

from pathlib import Path
from typing import TYPE_CHECKING

from skillweave.ontology.errors import UsageError

if TYPE_CHECKING:
    from skillweave.graph.transfer import CopyableStore


def open_store(
    path: str | Path,
    *,
    create: bool,
    user: str | None = None,
    database: str | None = None,
    password_file: str | Path | None = None,
    load_taxonomy: bool = True,
) -> "CopyableStore":
    """Open a store; arguments and errors are those of ``Graph.open``.

    Args:
        path: the directory, or the server's address.
        create: open it for writing, and make it where it is not there.
        user: the user on the server.
        database: the database in the server.
        password_file: file that holds the password.
        load_taxonomy: False leaves the concepts to be copied from another graph.
    """
    if "://" in str(path):
        from skillweave.graph.neo4j import Access, Neo4jStore

        access = Access.from_environment(
            str(path), user=user, database=database, password_file=password_file
        )
        return Neo4jStore.open(
            access, create=create, read_only=not create, load_taxonomy=load_taxonomy
        )
    if user or database or password_file:
        raise UsageError(f"{path} is a directory; only a server has users and databases")
    from skillweave.graph.local import LocalStore

    return LocalStore.open(path, create=create, read_only=not create, load_taxonomy=load_taxonomy)
