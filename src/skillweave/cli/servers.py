"""As whom a command enters a server: options that every command gets that names a graph.

A command is registered with :class:`App` as with ``typer.Typer``, marks the parameter that names a
graph with :data:`NAMES_A_GRAPH`, and knows nothing of servers.
What the options say is put into this process's environment for as long as the command runs, where
the library looks for it; the environment of the user's shell remains as it is.
"""

import inspect
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from getpass import getpass
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar, get_args, get_type_hints

import typer

from skillweave.ontology.errors import UsageError

NAMES_A_GRAPH: Final = object()
"""Marks, within ``Annotated``, a parameter that may be the address of a server."""

_PANEL: Final = "Neo4j server"

UserOption = Annotated[
    str | None,
    typer.Option(
        "--user",
        help="Name of the user on the server; SKILLWEAVE_NEO4J_USER, NEO4J_USERNAME or neo4j "
        "by default.",
        metavar="NAME",
        rich_help_panel=_PANEL,
    ),
]
DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        help="Name of the database; SKILLWEAVE_NEO4J_DATABASE, NEO4J_DATABASE or the user's own "
        "by default.",
        metavar="NAME",
        rich_help_panel=_PANEL,
    ),
]
PasswordFileOption = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        help="File that holds the password and nothing else. Without one it is taken from "
        "SKILLWEAVE_NEO4J_PASSWORD or NEO4J_PASSWORD, or asked for on the terminal.",
        metavar="FILE",
        rich_help_panel=_PANEL,
    ),
]
_VARIABLES: Final = {
    "user": "SKILLWEAVE_NEO4J_USER",
    "database": "SKILLWEAVE_NEO4J_DATABASE",
    "password_file": "SKILLWEAVE_NEO4J_PASSWORD_FILE",
}
_OPTIONS: Final = tuple(
    inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
    for name, annotation in (
        ("user", UserOption),
        ("database", DatabaseOption),
        ("password_file", PasswordFileOption),
    )
)

Function = TypeVar("Function", bound=Callable[..., Any])


class App(typer.Typer):
    """Commands, of which those that name a graph also take the options of a server."""

    def command(self, *args: Any, **kwargs: Any) -> Callable[[Function], Function]:
        """Register a command; the function is given back as it is."""
        register = super().command(*args, **kwargs)

        def decorate(function: Function) -> Function:
            graphs = _parameters_that_name_graphs(function)
            register(_with_server_options(function, graphs) if graphs else function)
            return function

        return decorate


def _parameters_that_name_graphs(function: Callable[..., Any]) -> list[str]:
    hints = get_type_hints(function, include_extras=True)
    return [name for name, hint in hints.items() if NAMES_A_GRAPH in get_args(hint)]


def _with_server_options(function: Callable[..., Any], graphs: list[str]) -> Callable[..., Any]:
    @wraps(function)
    def command(**arguments: Any) -> Any:
        options = {option.name: arguments.pop(option.name) for option in _OPTIONS}
        with _entering([str(arguments[name]) for name in graphs], **options):
            return function(**arguments)

    signature = inspect.signature(function, eval_str=True)
    parameters = [*signature.parameters.values(), *_OPTIONS]
    command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    return command


@contextmanager
def _entering(graphs: list[str], **options: str | Path | None) -> Iterator[None]:
    # Keep what the options say, or the user types, in the environment while a command runs.
    given = {_VARIABLES[name]: str(value) for name, value in options.items() if value}
    servers = [graph for graph in graphs if "://" in graph]
    if given and not servers:
        raise UsageError(
            "--user, --database and --password-file are for a graph in a server; name one, such "
            "as bolt://127.0.0.1:7687"
        )
    before = dict(os.environ)
    os.environ.update(given)
    try:
        if servers:
            _ask_for_password(servers[0])
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _ask_for_password(server: str) -> None:
    from skillweave.graph.neo4j import has_password

    if not has_password() and sys.stdin.isatty():
        os.environ["SKILLWEAVE_NEO4J_PASSWORD"] = getpass(f"Password for {server}: ")
