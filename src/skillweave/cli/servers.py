"""Ask for the password of a server where the environment does not give it."""

import os
import sys
from getpass import getpass


def ask_password(graph: str | None) -> str | None:
    """Ask for the password on the terminal if a graph is in a server and none is set.

    It is kept in this process's environment alone.
    """
    if graph and "://" in graph:
        from skillweave.graph.neo4j import has_password

        if not has_password() and sys.stdin.isatty():
            os.environ["SKILLWEAVE_NEO4J_PASSWORD"] = getpass(f"Password for {graph}: ")
    return graph
