"""Kill a build at random moments, run it again each time, and compare the graph with a whole one.

    python tests/benchmarks/interruptions.py INPUT... [--kills 20] [--seed 1]

Builds are killed with SIGKILL after a random part of the time that a whole build takes, and run
again, until one ends. Its graph is compared with that of the whole build, all tables row by row,
except for the times and ids of runs; then the next begins afresh, until the number of kills is
reached. Exits with 1 if any table differs.
"""

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from skillweave.graph.local import LocalStore
from skillweave.ontology.schema import EDGES, NODES

COMMAND = [sys.executable, "-m", "skillweave", "build"]


def tables(graph: Path) -> dict[str, list[str]]:
    """The rows of all tables, sorted, without what tells when something happened."""
    found = {}
    with LocalStore.open(graph) as store:
        for name in (*NODES, *EDGES, "document", "bucket"):
            if name != "Run":
                columns = store.scan(name).columns[: 1 if name == "EXTRACTED_BY" else None]
                rows = zip(*(column.to_pylist() for column in columns), strict=True)
                found[name] = sorted(map(repr, rows))
    return found


def main() -> None:
    """Print what happened, and whether the graphs are equal."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        whole, killed = Path(folder) / "whole", Path(folder) / "killed"
        begin = time.monotonic()
        subprocess.run([*COMMAND, *options.inputs, "--graph", whole], check=True)
        duration = time.monotonic() - begin
        one = tables(whole)
        deaths, graphs = 0, 0
        different: set[str] = set()
        while deaths < options.kills:
            while True:
                process = subprocess.Popen([*COMMAND, *options.inputs, "--graph", killed])
                try:
                    process.wait(chance.uniform(0, duration) if deaths < options.kills else None)
                    break
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                    deaths += 1
            graphs += 1
            other = tables(killed)
            different |= {name for name in one if one[name] != other[name]}
            shutil.rmtree(killed)
        rows = sum(map(len, one.values()))
        print(f"{deaths} builds killed on the way to {graphs} graphs of {rows:,} rows")
        print(f"tables that differ: {', '.join(sorted(different)) or 'none'}")
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
