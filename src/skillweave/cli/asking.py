"""What `skillweave cypher` does: read the query and its parameters, ask, print."""

import sys
from pathlib import Path
from typing import Any

import orjson
from rich.progress import Progress

from skillweave._graph import Graph
from skillweave.cli.answers import Format, print_rows
from skillweave.cli.console import messages
from skillweave.cli.naming import check_named
from skillweave.graph.cypher import Limits, refuse_writes
from skillweave.graph.local import LocalStore
from skillweave.ontology.errors import InputError, UsageError


def print_cypher(
    graph: str,
    query: str | None,
    *,
    file: Path | None,
    named: str | None,
    parameters: list[str],
    limit: int,
    seconds: float,
    write: bool,
    format: Format,
) -> None:
    """Ask and print the rows; says on standard error if there are more.

    Raises:
        UsageError: there is no query or more than one.
    """
    given = dict(map(parse_parameter, parameters))
    text = ""
    if named is None:
        text = read_query(query, file)
    elif query is not None or file is not None:
        raise UsageError("give a query, --file or --named, and only one of them")
    elif write:
        raise UsageError("--named queries only read; --write is for a query of your own")
    # What is wrong with a query is said at once, not after minutes in which a copy was made.
    if named is not None:
        check_named(named, "cypher", given)
    elif not write:
        refuse_writes(text)
    with Graph.open(graph, create=write and "://" in graph) as opened:
        if isinstance(opened.store, LocalStore) and not write:
            _prepare(opened.store)
        if named is not None:
            result = opened.named_cypher(named, row_limit=limit, seconds=seconds, **given)
        else:
            limits = Limits(limit, seconds)
            result = opened.store.cypher(text, given, limits=limits, writing=write)
    print_rows(result.columns, result.rows, format, empty="No rows.")
    if not result.complete:
        messages().print(f"Only the first {limit:,} rows; more with --limit.", markup=False)


def _prepare(store: LocalStore) -> None:
    # The first query after a build waits for this, a large graph's for some time.
    with Progress(console=messages(), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("copying for Cypher", total=None)
        store.prepare_cypher(lambda done, total: bar.update(task, completed=done, total=total))


def read_query(query: str | None, file: Path | None) -> str:
    """The query that was given, or what the file holds.

    Raises:
        UsageError: none was given, or both.
        InputError: the file cannot be read.
    """
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
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise UsageError(f"a parameter is NAME=VALUE, not {text!r}")
    try:
        return name, orjson.loads(value)
    except orjson.JSONDecodeError:
        return name, value
