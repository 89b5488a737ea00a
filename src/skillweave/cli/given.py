"""Queries as the commands `cypher` and `sparql` are given them: as a text, in a file, or by name."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from skillweave.queries.named import Language

FileOption = Annotated[
    Path | None, typer.Option("--file", help="File that holds the query.", metavar="FILE")
]
NamedOption = Annotated[
    str | None,
    typer.Option("--named", help="Name of a query that ships with Skillweave.", metavar="NAME"),
]
ListOption = Annotated[
    bool, typer.Option("--list", help="List the queries that ship, and what they need.")
]


def print_named_queries(language: "Language") -> None:
    """Print the names of all queries that ship, with their questions and parameters."""
    from skillweave.queries.named import named, query_names

    for name in query_names(language):
        query = named(name, language)
        print(f"{name}\n    {query.question}")
        for parameter in query.parameters:
            default = "none" if parameter.default is None else parameter.default
            needed = "" if parameter.required else f" (default: {default})"
            print(f"    -p {parameter.name}=<{parameter.type}>  {parameter.description}{needed}")


def read_query(
    query: str | None,
    file: Path | None,
    name: str | None,
    language: "Language",
    given: Mapping[str, Any],
) -> str:
    """The query that was given, or what the file holds; empty for one that ships.

    Args:
        query: its text.
        file: the file that holds it.
        name: its name, if it ships.
        language: what it is written in.
        given: parameters, which one that ships must have.

    Raises:
        UsageError: not exactly one was given, or one that ships has other parameters.
        UnknownName: no query that ships has the name.
        InputError: the file cannot be read.
    """
    from skillweave.ontology.errors import InputError, UsageError
    from skillweave.queries.named import named

    if name is not None:
        if query is not None or file is not None:
            raise UsageError("give a query, --file or --named, and only one of them")
        named(name, language).check_names(given)
        return ""
    if (query is None) == (file is None):
        raise UsageError("give a query or --file, and not both")
    if file is None:
        return query or ""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "the query cannot be read", file=str(file), next_step=str(error)
        ) from error


def parse_parameter(text: str) -> tuple[str, Any]:
    """Name and value of a parameter.

    >>> parse_parameter("months=36"), parse_parameter("role=role/nurse")
    (('months', 36), ('role', 'role/nurse'))
    >>> parse_parameter('code="36"')
    ('code', '36')

    Raises:
        UsageError: it has no name.
    """
    import orjson

    from skillweave.ontology.errors import UsageError

    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise UsageError(f"a parameter is NAME=VALUE, not {text!r}")
    try:
        return name, orjson.loads(value)
    except orjson.JSONDecodeError:
        return name, value
