"""What `skillweave sparql` does: read the query and its parameters, ask, print."""

import sys
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any, Final, cast

from skillweave._graph import Graph
from skillweave._last_version import LastVersion
from skillweave.cli.answers import Format, print_rows
from skillweave.cli.console import messages
from skillweave.cli.given import parse_parameter, read_query
from skillweave.cli.sparql import AnswerFormat
from skillweave.graph.cypher import Limits
from skillweave.graph.sparql.formats import FormatName
from skillweave.graph.sparql.result import SparqlResult
from skillweave.ontology.errors import GraphInUse, UsageError
from skillweave.ontology.schema import BASE_IRI, PREFIXES

_NAMESPACES: Final = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))


def print_sparql(
    graph: str,
    query: str | None,
    *,
    file: Path | None,
    named: str | None,
    parameters: list[str],
    limit: int,
    seconds: float,
    format: AnswerFormat | None,
) -> None:
    """Ask and print the answer; says on standard error if there is more.

    Raises:
        UsageError: there is no query or more than one, or the answer cannot be printed so.
    """
    given = dict(map(parse_parameter, parameters))
    text = read_query(query, file, named, "sparql", given)
    with _opened(graph) as opened:
        if named is not None:
            result = opened.named_sparql(named, row_limit=limit, seconds=seconds, **given)
        else:
            terms = {name: _term(value) for name, value in given.items()}
            result = opened.sparql(text, row_limit=limit, seconds=seconds, **terms)
    _print(result, format)
    if not result.complete:
        what = "triples" if result.kind == "graph" else "rows"
        messages().print(f"Only the first {limit:,} {what}; more with --limit.", markup=False)


def _opened(graph: str) -> AbstractContextManager[Graph | LastVersion]:
    try:
        return Graph.open(graph)
    except GraphInUse:
        if "://" in graph:
            raise
        last = LastVersion(Path(graph))
        messages().print(
            f"The graph is being built; its version {last.version} is asked.", markup=False
        )
        return closing(last)


def _term(value: Any) -> Any:
    import pyoxigraph as ox

    if isinstance(value, str) and value.startswith("<") and value.endswith(">"):
        iri = value[1:-1]
        try:
            return ox.NamedNode(iri if ":" in iri.partition("/")[0] else BASE_IRI + iri)
        except ValueError as error:
            raise UsageError(f"{value} is no IRI: {error}") from None
    return value


def _print(result: SparqlResult, format: AnswerFormat | None) -> None:
    if format is AnswerFormat.jsonl:
        print_rows(result.columns, result, Format.jsonl)
    elif result.kind != "graph" and format in (None, AnswerFormat.table):
        rows = ({name: _short(value) for name, value in row.items()} for row in result)
        print_rows(result.columns, rows, Format.table, empty="No rows.")
    else:
        name = None if format in (None, AnswerFormat.table) else cast(FormatName, str(format))
        sys.stdout.write(result.serialize(name).decode("utf-8"))
        if name in ("json", "xml", "jsonld"):
            sys.stdout.write("\n")


def _short(value: Any) -> Any:
    # IRIs as one would write them in a query.
    if not isinstance(value, str):
        return value
    for prefix, namespace in _NAMESPACES:
        rest = value.removeprefix(namespace)
        if rest != value and rest.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{rest}"
    rest = value.removeprefix(BASE_IRI)
    return value if rest == value else f"<{rest}>"


def serve_graph(
    graph: str,
    *,
    host: str,
    port: int,
    limit: int,
    seconds: float,
    workers: int,
    origins: list[str],
) -> None:
    """Serve a graph until Ctrl-C; says on standard error where."""
    from skillweave.queries.server.serving import LOCAL, serve

    def ready(address: str) -> None:
        messages().print(f"{graph} is served at {address}/sparql; Ctrl-C ends it.", markup=False)
        if host not in LOCAL:
            messages().print("Whoever reaches this machine can read all of it.", markup=False)

    serve(
        lambda: Graph.open(graph).store,
        None if "://" in graph else Path(graph),
        host=host,
        port=port,
        limits=Limits(limit, seconds),
        workers=workers,
        origins=origins,
        ready=ready,
    )
