"""What `skillweave cypher` does: read the query and its parameters, ask, print."""

import sys
from pathlib import Path

from rich.progress import Progress

from skillweave._graph import Graph
from skillweave.cli.answers import Format, print_rows
from skillweave.cli.console import messages
from skillweave.cli.given import parse_parameter, read_query
from skillweave.graph.cypher import Limits, refuse_writes
from skillweave.graph.local import LocalStore
from skillweave.ontology.errors import UsageError


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
    if named is not None and write:
        raise UsageError("--named queries only read; --write is for a query of your own")
    # What is wrong with a query is said at once, not after minutes in which a copy was made.
    text = read_query(query, file, named, "cypher", given)
    if named is None and not write:
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
