"""SPARQL: loading the copy that is asked, and named queries beside rdflib-endpoint.

    python tests/benchmarks/sparql.py GRAPH [--peer PYTHON] [--seconds 120] [--role ID]

Loading is compared with pyoxigraph loading the same quads from a file that was written before. The
queries are sent to two servers, one query at a time, each three times after a first that does not
count; what takes a server longer than ``--seconds`` is given up. rdflib-endpoint holds the same
triples in memory; ``--peer`` names the interpreter of an environment that has it:
``pip install 'rdflib-endpoint[cli,web]'``.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rich.console import Console
from rich.table import Table

from skillweave.graph.local import LocalStore
from skillweave.graph.rdf.mapping import Dump, lines, quads
from skillweave.graph.rdf.terms import iri
from skillweave.graph.sparql.binding import bind, parameters
from skillweave.graph.sparql.projection import Projection
from skillweave.ontology.schema import BASE_IRI, PREFIXES
from skillweave.queries.named import named

QUERIES: Final = ("find", "gap", "trend", "places", "skill-hops")
"""Named queries that use nothing beyond SPARQL 1.1 and no named graph."""

_REPEATS: Final = 3
_PEER_PORT: Final = 18_765
_STARTS_WITHIN: Final = 3_600.0


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("graph", type=Path)
    parser.add_argument("--peer", default=sys.executable)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--role", default="role/data-scientist")
    options = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph.nt"
        with LocalStore.open(options.graph, read_only=True) as store:
            console.print(_loading(store, Path(folder)))
            with file.open("wb") as stream:
                stream.writelines(lines(store, Dump(named_graphs=False)))
        console.print(_asking(options, file))


def _loading(store: LocalStore, folder: Path) -> Table:
    file = folder / "graph.nq"
    with file.open("wb") as stream:
        stream.writelines(quads(store))
    begin = time.perf_counter()
    made = Projection(folder / "rdf").current(store)
    ours = time.perf_counter() - begin
    begin = time.perf_counter()
    engine = ox.Store(folder / "peer")
    engine.bulk_load(path=file, format=ox.RdfFormat.N_QUADS, lenient=True)
    engine.flush()
    theirs = time.perf_counter() - begin
    table = Table("loading", "quads", "seconds", "quads a second", "ratio")
    table.add_row("copy of the graph, mapping included", *_figures(made.quads, ours, ours / theirs))
    table.add_row("pyoxigraph, quads from a file", *_figures(made.quads, theirs, 1.0))
    return table


def _figures(count: int, seconds: float, ratio: float) -> tuple[str, ...]:
    return f"{count:,}", f"{seconds:.1f}", f"{count / seconds:,.0f}", f"{ratio:.2f}"


def _asking(options: argparse.Namespace, file: Path) -> Table:
    seconds = options.seconds
    ours = [sys.executable, "-m", "skillweave", "serve", "-g", str(options.graph), "--port"]
    ours += [str(_PEER_PORT + 1), "--seconds", str(seconds), "--limit", "1000000"]
    theirs = [options.peer, "-m", "rdflib_endpoint", "serve", "--host", "127.0.0.1"]
    theirs += ["--port", str(_PEER_PORT), str(file)]
    texts = {name: _bound(name, options) for name in QUERIES}
    here = _measured(ours, f"http://127.0.0.1:{_PEER_PORT + 1}/sparql", texts, seconds)
    there = _measured(theirs, f"http://127.0.0.1:{_PEER_PORT}/", texts, seconds)
    table = Table("query", "rows", "skillweave s", "rdflib-endpoint s", "ratio")
    for name in QUERIES:
        (rows, mine), (their_rows, other) = here[name], there[name]
        same = "" if rows == their_rows or other is None else f" (there {their_rows})"
        table.add_row(
            name,
            f"{rows}{same}",
            "given up" if mine is None else f"{mine:.3f}",
            f"> {seconds:g}" if other is None else f"{other:.3f}",
            ""
            if mine is None
            else f"{'> ' if other is None else ''}{(other or seconds) / mine:.0f}",
        )
    return table


def _bound(name: str, options: argparse.Namespace) -> str:
    query = named(name, "sparql")
    known = {
        "role": options.role,
        "from_role": "role/data-analyst",
        "text": "python",
        "one": "skill/pandas",
        "other": "skill/numpy",
    }
    given = {p.name: known[p.name] for p in query.parameters if p.name in known}
    values = query.values(given)
    text = query.text_for(values)
    nodes = {p.name for p in query.parameters if p.of_node}
    terms = {n: ox.NamedNode(iri(values[n])) if n in nodes else values[n] for n in parameters(text)}
    head = f"BASE <{BASE_IRI}>\n" + "".join(f"PREFIX {p}: <{n}>\n" for p, n in PREFIXES.items())
    return head + bind(text, terms)


def _measured(
    command: list[str], address: str, texts: dict[str, str], seconds: float
) -> dict[str, tuple[int, float | None]]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(address, process.poll)
        return {name: _timed(address, text, seconds) for name, text in texts.items()}
    finally:
        process.kill()
        process.wait()


def _wait_for(address: str, ended: Callable[[], int | None]) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until:
        if ended() is not None:
            raise SystemExit(f"the server for {address} does not start")
        try:
            _ask(address, "SELECT (1 AS ?x) {}", 60.0)
        except (urllib.error.URLError, OSError):
            time.sleep(1)
        else:
            return
    raise SystemExit(f"{address} does not answer")


def _timed(address: str, query: str, seconds: float) -> tuple[int, float | None]:
    # Rows, and the median of the times; no time if it takes too long or fails.
    times = []
    rows = 0
    for _ in range(1 + _REPEATS):
        begin = time.perf_counter()
        try:
            rows = _ask(address, query, seconds)
        except (urllib.error.URLError, OSError):
            return rows, None
        times.append(time.perf_counter() - begin)
    return rows, statistics.median(times[1:])


def _ask(address: str, query: str, seconds: float) -> int:
    request = urllib.request.Request(
        address + "?" + urllib.parse.urlencode({"query": query}), headers={"accept": "text/csv"}
    )
    with urllib.request.urlopen(request, timeout=seconds) as response:
        body: bytes = response.read()
    return max(body.count(b"\n") - 1, 0)


if __name__ == "__main__":
    os.environ.pop("SKILLWEAVE_GRAPH", None)
    main()
