"""How fast a person is matched against all postings, beside a loop over a networkx graph.

    python tests/benchmarks/matching.py [--postings 100000] [--repeats 15]

Makes a graph of the size (see ``generated.py``), builds its arrays, and asks the questions about a
person with twenty skills, warm; each figure is a median. The peer holds the same postings and skills
as a bipartite networkx graph and counts, for each posting, the required skills that the person has:
it knows neither choices nor months. Ratios are of the same run; the absolute figures are of this
machine.
"""

import argparse
import resource
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import networkx as nx
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.generated import Size, generated_view
from skillweave.queries.additions import additions
from skillweave.queries.matching import check, match
from skillweave.queries.unlocking import unlocks
from skillweave.queries.view import View

RANKS = (3, 10, 25, 40, 60, 90, 130, 200, 300, 450, 600, 900, 1200, 1600, 2100, 3000, 4000, 5500)
"""Places of the person's skills among all, by how often they are named."""


def main() -> None:
    """Run it and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postings", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=15)
    options = parser.parse_args()
    size = Size(postings=options.postings)
    with TemporaryDirectory() as folder:
        view = generated_view(size, Path(folder))
        started = perf_counter()
        arrays = view.arrays
        building = perf_counter() - started
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        loading = timed(lambda: View(view.store).arrays, 3)
        held = sum(table.nbytes for table in arrays.tables.values()) / 2**20
        profile = person_of(view)
        random = Random(1)
        some = [arrays.id("postings", n) for n in random.sample(range(size.postings), 50)]
        questions: dict[str, Callable[[], Any]] = {
            "match, all postings": lambda: match(view, profile, limit=20),
            "unlocks, all skills": lambda: unlocks(view, profile),
            "additions, one posting": lambda: [additions(view, profile, posting=p) for p in some],
            "check, one posting": lambda: [check(view, profile, p) for p in some],
        }
        print(f"{size.postings:,} postings, {arrays.count('options'):,} options, "
              f"{arrays.count('requirements'):,} requirements")  # fmt: skip
        print(f"arrays: built in {building:.1f} s, mapped in {loading * 1000:.0f} ms, "
              f"{held:,.0f} MiB on the disk; peak memory with the graph in memory {memory:,.0f} MiB")  # fmt: skip
        seconds = {}
        for name, ask in questions.items():
            each = len(some) if name.endswith("one posting") else 1
            seconds[name] = timed(ask, options.repeats) / each
            print(f"  {name:24} {seconds[name] * 1000:9.2f} ms")
        peer = timed(networkx_match(view, profile), 3)
        ratio = peer / seconds["match, all postings"]
        print(f"  {'networkx, same match':24} {peer * 1000:9.2f} ms   {ratio:.0f} times as long")


def person_of(view: View) -> dict[str, Any]:
    """A person with common and rare skills."""
    order = np.argsort(-view.arrays.postings_of_skill, kind="stable")
    random = Random(1)
    ids = view.arrays.ids("skills", order[list(RANKS)].tolist())
    months = {id: random.choice([None, 12, 36, 60]) for id in ids}
    return {"skills": months, "education": ["bachelor"], "months_total": 72}


def networkx_match(view: View, profile: dict[str, Any]) -> Callable[[], Any]:
    """The peer: the best postings by the number of the person's skills among those required."""
    arrays = view.arrays
    graph: nx.Graph[Any] = nx.Graph()
    required = arrays.column("asks", "modality") == 0
    skills = [f"s{n}" for n in arrays.column("asks", "skill")[required].tolist()]
    graph.add_edges_from(
        zip(arrays.column("asks", "posting")[required].tolist(), skills, strict=True)
    )
    postings = [node for node in graph if isinstance(node, int)]
    mine = {f"s{view.skill(id)}" for id in profile["skills"]}

    def ask() -> Any:
        scores = {p: sum(s in mine for s in graph.adj[p]) / graph.degree(p) for p in postings}
        return sorted(scores, key=scores.__getitem__, reverse=True)[:20]

    return ask


def timed(ask: Callable[[], Any], repeats: int) -> float:
    """Median seconds of a call, after a first one that nobody counts."""
    ask()
    found = []
    for _ in range(repeats):
        started = perf_counter()
        ask()
        found.append(perf_counter() - started)
    return statistics.median(found)


if __name__ == "__main__":
    main()
