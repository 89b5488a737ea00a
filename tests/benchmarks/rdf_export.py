"""Export to N-Triples beside pyoxigraph and rdflib: ``rdf_export.py GRAPH [DIRECTORY]``.

All three write the same triples in one run. Skillweave reads its tables, maps and writes them;
pyoxigraph dumps them from a store on the disk that holds them already; rdflib serialises the first
of them from memory, and is compared by the triple. What is printed are seconds of the clock, ratios
to pyoxigraph, and the most memory that the export took.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pyoxigraph
import rdflib

from skillweave.graph.local import LocalStore
from skillweave.graph.rdf.export import write_dump

FOR_RDFLIB: Final = 200_000
"""Triples that rdflib serialises: it would need some ten gigabytes for all of a large graph."""

RUNS: Final = 3
"""The best of so many runs counts, for each side."""


def export(graph: Path, file: Path, *, complete: bool = False) -> dict[str, Any]:
    """Write a graph; returns seconds, triples and the most memory, in megabytes."""
    with LocalStore.open(graph, read_only=True) as store:
        began = time.perf_counter()
        written = write_dump(store, file, complete=complete)
        seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "triples": written.statements, "memory": memory}


def export_apart(graph: Path, file: Path) -> dict[str, Any]:
    """As :func:`export`, in a process of its own, so that the memory is the export's alone."""
    command = [sys.executable, __file__, "--export", str(graph), str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def fastest(work: Callable[[], object]) -> float:
    """Seconds of the fastest of some runs."""
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def compare(graph: Path, directory: Path) -> None:
    """Run and print."""
    file = directory / "skillweave.nt"
    runs = [export_apart(graph, file) for _ in range(RUNS)]
    best = min(runs, key=lambda run: float(run["seconds"]))
    triples, seconds = int(best["triples"]), float(best["seconds"])

    store = pyoxigraph.Store(str(directory / "store"))
    store.bulk_load(path=str(file), format=pyoxigraph.RdfFormat.N_TRIPLES)
    store.optimize()
    held = len(store)
    other = directory / "pyoxigraph.nt"
    dumping = fastest(
        lambda: store.dump(
            str(other),
            format=pyoxigraph.RdfFormat.N_TRIPLES,
            from_graph=pyoxigraph.DefaultGraph(),
        )
    )

    with file.open("rb") as lines:
        first = b"".join(islice(lines, FOR_RDFLIB))
    few = rdflib.Graph().parse(data=first, format="nt")
    serialising = fastest(
        lambda: few.serialize(str(directory / "rdflib.nt"), format="nt", encoding="utf-8")
    )

    assert held == triples, (held, triples)
    print(f"{triples:,} triples, {file.stat().st_size / 1e6:,.0f} MB")
    for name, count, took in (
        ("skillweave, mapping included", triples, seconds),
        ("pyoxigraph, from its store", held, dumping),
        ("rdflib, from memory", len(few), serialising),
    ):
        rate = count / took
        ratio = (held / dumping) / rate
        print(f"{name:30} {took:8.2f} s {rate:12,.0f} triples/s {ratio:8.2f} x pyoxigraph's time")
    print(f"most memory of the export: {max(float(run['memory']) for run in runs):,.0f} MB")


def main() -> None:
    """Run as a script."""
    if sys.argv[1:2] == ["--export"]:
        print(json.dumps(export(Path(sys.argv[2]), Path(sys.argv[3]))))
        return
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    with TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as directory:
        compare(Path(sys.argv[1]), Path(directory))


if __name__ == "__main__":
    main()
