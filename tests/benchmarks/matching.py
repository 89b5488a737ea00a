"""How fast a person is matched against all postings, beside networkx and Cypher on Neo4j.

    python tests/benchmarks/matching.py [--postings 100000] [--repeats 15] [--neo4j] [--alone]

Makes a graph of the size (see ``generated.py``), builds its arrays, and asks the questions about a
person with eighteen skills, warm; each figure is a median. The peers hold the same postings and
skills as a bipartite graph and count, for each posting, the required skills that the person has:
they know neither choices nor months. With --neo4j the second of them is a Neo4j server that is
started for it, asked in Cypher; --alone asks no peer. Ratios are of the same run; the absolute
figures are of the machine.
"""

import argparse
import resource
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

import neo4j
import networkx as nx
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.generated import Size, generated_view
from neo4j_server import Neo4jServer
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
    parser.add_argument("--alone", action="store_true", help="ask no peer; for large graphs")
    parser.add_argument("--neo4j", action="store_true", help="ask a Neo4j server too")
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
        ours = seconds["match, all postings"]
        if not options.alone:
            compared("networkx, same match", timed(networkx_match(view, profile), 3), ours)
        if options.neo4j:
            with cypher_match(view, profile) as ask:
                compared("Cypher, same match", timed(ask, 5), ours)


def compared(name: str, seconds: float, ours: float) -> None:
    """Print how long a peer takes."""
    print(f"  {name:24} {seconds * 1000:9.2f} ms   {seconds / ours:.0f} times as long", flush=True)


def person_of(view: View) -> dict[str, Any]:
    """A person with common and rare skills."""
    order = np.argsort(-view.arrays.postings_of_skill, kind="stable")
    random = Random(1)
    ids = view.arrays.ids("skills", order[list(RANKS)].tolist())
    months = {id: random.choice([None, 12, 36, 60]) for id in ids}
    return {"skills": months, "education": ["bachelor"], "months_total": 72}


def required_skills(view: View) -> list[tuple[int, int]]:
    """Which posting requires which skill, each pair once."""
    arrays = view.arrays
    required = arrays.column("asks", "modality") == 0
    pairs = np.stack(
        [arrays.column("asks", "posting")[required], arrays.column("asks", "skill")[required]],
        axis=1,
    )
    return [tuple(pair) for pair in np.unique(pairs, axis=0).tolist()]


def networkx_match(view: View, profile: dict[str, Any]) -> Callable[[], Any]:
    """The peer: the best postings by the number of the person's skills among those required."""
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_edges_from((posting, f"s{skill}") for posting, skill in required_skills(view))
    postings = [node for node in graph if isinstance(node, int)]
    mine = {f"s{view.skill(id)}" for id in profile["skills"]}

    def ask() -> Any:
        scores = {p: sum(s in mine for s in graph.adj[p]) / graph.degree(p) for p in postings}
        return sorted(scores, key=scores.__getitem__, reverse=True)[:20]

    return ask


_MATCH: Final = (
    "MATCH (s:Skill)<-[:REQUIRES]-(p:Posting) WHERE s.n IN $skills "
    "WITH p, count(*) AS met ORDER BY toFloat(met) / p.required DESC LIMIT 20 "
    "RETURN p.n, toFloat(met) / p.required"
)


@contextmanager
def cypher_match(view: View, profile: dict[str, Any]) -> Iterator[Callable[[], Any]]:
    """The same peer on a Neo4j server, which holds the number of required skills of each posting."""
    pairs = required_skills(view)
    required = np.unique([posting for posting, _ in pairs], return_counts=True)
    mine = [view.skill(id) for id in profile["skills"]]
    with TemporaryDirectory() as folder:
        server = Neo4jServer.prepare(Path(folder) / "server", heap="4g")
        server.start()
        try:
            with server.driver() as driver:
                for label in ("Posting", "Skill"):
                    driver.execute_query(f"CREATE CONSTRAINT FOR (x:{label}) REQUIRE x.n IS UNIQUE")
                load(
                    driver,
                    "CREATE (:Posting {n: row[0], required: row[1]})",
                    np.stack(required, axis=1).tolist(),
                )
                skills = [[n] for n in range(view.arrays.count("skills"))]
                load(driver, "CREATE (:Skill {n: row[0]})", skills)
                load(
                    driver,
                    "MATCH (p:Posting {n: row[0]}) MATCH (s:Skill {n: row[1]}) "
                    "CREATE (p)-[:REQUIRES]->(s)",
                    pairs,
                )
                yield lambda: driver.execute_query(_MATCH, skills=mine)
        finally:
            server.stop()


def load(driver: neo4j.Driver, statement: str, rows: Sequence[Sequence[int]]) -> None:
    """Write rows with a statement that knows each as ``row``."""
    for begin in range(0, len(rows), 20_000):
        driver.execute_query(f"UNWIND $rows AS row {statement}", rows=rows[begin : begin + 20_000])


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
