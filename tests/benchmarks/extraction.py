"""Postings a second and memory of extraction, beside a named peer in the same run.

    python tests/benchmarks/extraction.py INPUT... [--postings 3000]

The peer is the gazetteer mode of the package ``skill-extractor``, which finds names of skills and
nothing else; Skillweave makes the whole Record. Each is run in a process of its own on the same
postings, whose reading and text clean-up are not part of the time. Memory is the peak of the
process as the operating system counts it, before and after the work.
"""

import argparse
import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_limits

from skillweave.loaders.extraction.reader import ReaderName
from skillweave.loaders.posting import Posting
from skillweave.loaders.sources import read_postings


class Measurement(NamedTuple):
    """One run: postings a second, and peak memory in bytes before and after it."""

    rate: float
    memory_before: int
    memory_after: int


def _peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _run_skillweave(
    postings: Sequence[Posting], reader: ReaderName = "trained"
) -> Callable[[], None]:
    from skillweave.loaders.extraction.reader import extract

    extract(postings[0], reader=reader)  # the first call loads the taxonomy

    def work() -> None:
        for posting in postings:
            extract(posting, reader=reader)

    return work


def _run_peer(postings: Sequence[Posting]) -> Callable[[], None]:
    from skill_extractor import KeywordMatcher

    matcher = KeywordMatcher()

    def work() -> None:
        for posting in postings:
            matcher.extract(posting.text)

    return work


RUNNERS: dict[str, Callable[[Sequence[Posting]], Callable[[], None]]] = {
    "skillweave, full Record": _run_skillweave,
    "skillweave, rules alone": partial(_run_skillweave, reader="rules"),
    "skill-extractor, gazetteer": _run_peer,
}


def _measure(name: str, postings: Sequence[Posting]) -> Measurement:
    threadpool_limits(1)  # a process has one core
    work = RUNNERS[name](postings)
    before = _peak_memory()
    begin = time.perf_counter()
    work()
    return Measurement(len(postings) / (time.perf_counter() - begin), before, _peak_memory())


def _measure_in_processes(
    name: str, postings: Sequence[Posting], processes: int
) -> list[Measurement]:
    """Share the postings out and run the parts at once, each in a fresh process."""
    context = multiprocessing.get_context("spawn")
    parts = [postings[index::processes] for index in range(processes)]
    with context.Pool(processes) as pool:
        return pool.starmap(_measure, [(name, part) for part in parts])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("inputs", nargs="+", help="postings, in any form that Skillweave reads")
    parser.add_argument("--postings", type=int, default=3000, help="how many, spread evenly")
    options = parser.parse_args()
    found = [item for item in read_postings(options.inputs) if isinstance(item, Posting)]
    postings = found[:: max(1, len(found) // options.postings)][: options.postings]
    characters = sum(len(posting.text) for posting in postings) / len(postings)
    cores = os.cpu_count() or 1
    table = Table(title=f"{len(postings)} postings of {characters:,.0f} characters on average")
    for heading in ("", "processes", "postings/s", "ratio", "MiB before", "MiB after"):
        table.add_column(heading, justify="left" if not heading else "right")
    for processes in (1, cores):
        rates = {}
        for name in RUNNERS:
            parts = _measure_in_processes(name, postings, processes)
            rates[name] = sum(part.rate for part in parts)
            peer = rates.get("skill-extractor, gazetteer")
            table.add_row(
                name,
                str(processes),
                f"{rates[name]:,.0f}",
                "" if peer is None else f"{rates['skillweave, full Record'] / peer:.2f}",
                f"{max(part.memory_before for part in parts) / 2**20:,.0f}",
                f"{max(part.memory_after for part in parts) / 2**20:,.0f}",
            )
    Console().print(table)


if __name__ == "__main__":
    main()
