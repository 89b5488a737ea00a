"""Queries that ship, as the commands `cypher` and `sparql` list and call them."""

from collections.abc import Mapping
from typing import Any

from skillweave.queries.named import Language, named, query_names


def print_named_queries(language: Language) -> None:
    """Print the names of all queries that ship, with their questions and parameters."""
    for name in query_names(language):
        query = named(name, language)
        print(f"{name}\n    {query.question}")
        for parameter in query.parameters:
            default = "none" if parameter.default is None else parameter.default
            needed = "" if parameter.required else f" (default: {default})"
            print(f"    -p {parameter.name}=<{parameter.type}>  {parameter.description}{needed}")


def check_named(name: str, language: Language, given: Mapping[str, Any]) -> None:
    """See to it that there is a query of a name, and that it has these parameters.

    Raises:
        UnknownName: there is no such query.
        UsageError: it does not have a parameter, or lacks one.
    """
    named(name, language).check_names(given)
