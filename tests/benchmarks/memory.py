"""Peak memory of a build, for few postings and for many: it must not grow with their number.

    python tests/benchmarks/memory.py INPUT... [--postings 3000 30000]

Each size is built in a fresh process into a fresh graph; the peak is that of the process that
reads, writes and links, as the operating system counts it, and that of its largest child.
"""

import argparse
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from skillweave.loaders.posting import Posting
from skillweave.loaders.sources import read_postings


def build_here(path: str, graph: str) -> None:
    """Build in this process and print its peaks in bytes, as JSON."""
    from skillweave.graph.local import LocalStore
    from skillweave.loaders.batch import build

    begin = time.perf_counter()
    with LocalStore.open(graph, create=True) as store:
        build([path], store)
    seconds = time.perf_counter() - begin
    peaks = [
        resource.getrusage(who).ru_maxrss * 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    print(json.dumps([*peaks, seconds]))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--postings", type=int, nargs="+", default=[3000, 30000])
    options = parser.parse_args()
    table = Table("postings", "seconds", "main process MiB", "largest child MiB", "graph MiB")
    with tempfile.TemporaryDirectory() as folder:
        for size in options.postings:
            path, graph = Path(folder) / f"{size}.jsonl", Path(folder) / f"{size}.graph"
            found = (item for item in read_postings(options.inputs) if isinstance(item, Posting))
            with path.open("w", encoding="utf-8") as stream:
                for posting in itertools.islice(found, size):
                    stream.write(json.dumps({"id": posting.id, "text": posting.text}) + "\n")
            command = [sys.executable, __file__, "--build", str(path), str(graph)]
            printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            own, child, seconds = json.loads(printed.splitlines()[-1])
            kept = sum(file.stat().st_size for file in graph.rglob("*") if file.is_file())
            figures = (own / 2**20, child / 2**20, kept / 2**20)
            table.add_row(f"{size:,}", f"{seconds:,.0f}", *(f"{each:,.0f}" for each in figures))
    Console().print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        build_here(sys.argv[2], sys.argv[3])
    else:
        main()
