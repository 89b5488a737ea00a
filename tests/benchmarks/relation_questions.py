"""The questions about likeness, paths, connections and families, and their peers."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from itertools import combinations, islice
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Any

import neo4j
import networkx as nx
import numpy as np
from scipy.sparse import csr_array

from benchmarks.timing import Ask, Question
from neo4j_server import Neo4jServer, artifacts
from skillweave.queries.connections import connect, skill_path
from skillweave.queries.families import families
from skillweave.queries.paths import reachable_roles, role_path
from skillweave.queries.related_skills import similar_skills, skills_with
from skillweave.queries.role_graph import LEAST_SCORE
from skillweave.queries.similarity import similar_postings, similar_roles
from skillweave.queries.view import View

TIMES = 15
TOP = 10

_JOIN = (
    "UNWIND $rows AS row MATCH (r:Role {n: row[0]}) MATCH (f:Feature {n: row[1]}) "
    "CREATE (r)-[:HAS]->(f)"
)


def preparations(view: View) -> Iterator[tuple[str, Ask]]:
    """What is made once for a graph, in an order in which nothing is made twice."""
    yield "arrays", lambda: view.arrays
    yield "names", lambda: (view.role("role 0"), view.skill("skill 0"))
    yield "postings by skills", lambda: view.weights.counted_postings
    yield "vectors of roles", lambda: view.weights.roles
    yield "vectors of postings", lambda: view.weights.postings
    yield "ten nearest of each role", lambda: view.weights.nearest_roles
    yield (
        "costs of steps between roles",
        lambda: (
            view.role_graph.with_costs("skills"),
            view.role_graph.with_costs("months"),
        ),
    )
    yield "associations of skills", lambda: view.associations
    yield (
        "contexts and ancestries of skills",
        lambda: (
            view.associations.contexts,
            view.weights.ancestries,
        ),
    )
    yield (
        "map of skills and roles",
        lambda: (
            view.relations.costs,
            view.relations.between_skills,
        ),
    )
    yield "families", lambda: view.families


class Peers:
    """The same edges where networkx and plain scipy want them.

    Args:
        view: the graph.
    """

    def __init__(self, view: View) -> None:
        self.view = view

    @cached_property
    def named(self) -> csr_array:
        """Roles by skills: 1 where the role has the skill."""
        found: csr_array = (self.view.weights.shares_of_roles > 0).astype(np.float64)
        return found

    @cached_property
    def features(self) -> csr_array:
        """Roles by features: 1 where there is an entry."""
        found: csr_array = (self.view.weights.roles.matrix > 0).astype(np.float64)
        return found

    @cached_property
    def bipartite(self) -> "nx.Graph[int]":
        """Roles, and skills with numbers behind theirs."""
        return self._graph(self.named, nx.Graph(), offset=self.named.shape[0])

    @cached_property
    def role_steps(self) -> "nx.DiGraph[int]":
        """Steps between roles with what they cost.

        Roles of a made-up graph are hardly alike; so steps between such lead from one to another.
        """
        graph: nx.DiGraph[int] = nx.DiGraph()
        self._graph(self.view.role_graph.with_costs("skills", least=LEAST_SCORE), graph)
        return graph

    @cached_property
    def skill_steps(self) -> "nx.Graph[int]":
        """Steps between skills with what they cost."""
        return self._graph(self.view.relations.between_skills, nx.Graph())

    @cached_property
    def map(self) -> "nx.Graph[int]":
        """Steps between skills and roles."""
        return self._graph(self.view.relations.costs, nx.Graph())

    @cached_property
    def associated(self) -> "nx.Graph[int]":
        """Skills that are asked for together."""
        return self._graph(self.view.associations.npmi, nx.Graph())

    @staticmethod
    def _graph(matrix: csr_array, graph: "nx.Graph[int]", *, offset: int = 0) -> "nx.Graph[int]":
        entries = matrix.tocoo()
        columns = (entries.col + offset).tolist()
        graph.add_weighted_edges_from(
            zip(entries.row.tolist(), columns, entries.data.tolist(), strict=True)
        )
        return graph

    def jaccard_of_all_pairs(self, matrix: csr_array) -> Any:
        """Positions of the ten highest Jaccard coefficients of each role, by plain scipy."""
        shared = (matrix @ matrix.T.tocsr()).toarray()
        sizes = np.diff(matrix.indptr)
        shared /= np.maximum(sizes[:, None] + sizes - shared, 1)
        np.fill_diagonal(shared, 0)
        return np.argpartition(-shared, TOP, axis=1)[:, :TOP]

    def jaccard_of_one(self, role: int) -> Any:
        """As for all pairs, of one role."""
        shared = (self.named[[role]] @ self.named.T).toarray()[0]
        sizes = np.diff(self.named.indptr)
        return np.argpartition(-shared / np.maximum(sizes + sizes[role] - shared, 1), TOP)[:TOP]

    def jaccard_in_networkx(self, role: int) -> list[Any]:
        """As for all pairs, of one role, by networkx."""
        pairs = [(role, other) for other in range(self.named.shape[0]) if other != role]
        found = nx.jaccard_coefficient(self.bipartite, pairs)
        return sorted(found, key=lambda triple: -triple[2])[:TOP]

    def named_together(self, skill: int) -> Any:
        """How often each skill is named with one, by plain scipy."""
        postings = self.view.weights.counted_postings
        column = postings[:, [skill]]
        return np.argsort(-(column.T @ postings).toarray()[0])[:20]

    def overlap_of_posting(self, posting: int) -> Any:
        """How many skills each posting shares with one, by plain scipy."""
        postings = self.view.weights.counted_postings
        return np.argsort(-(postings[[posting]] @ postings.T).toarray()[0])[:TOP]


def relation_questions(view: View, *, gds: Path | None, slow: bool) -> Iterator[Question]:
    """The questions, each about several names.

    Args:
        view: the graph, prepared.
        gds: directory of the jars of Graph Data Science, if it is to be a peer.
        slow: whether to ask peers that take minutes.
    """
    peers, arrays = Peers(view), view.arrays
    roles = np.argsort(-arrays.postings_of_role, kind="stable")[:: arrays.count("roles") // TIMES]
    skills = np.argsort(-arrays.postings_of_skill, kind="stable")[:3000:200]
    postings = np.arange(0, arrays.count("postings"), arrays.count("postings") // TIMES)[:TIMES]
    role_ids, skill_ids = arrays.ids("roles", roles[:TIMES]), arrays.ids("skills", skills)
    role_pairs = [pair for pair in combinations(role_ids, 2) if role_path(view, *pair, limit=1)][
        ::TIMES
    ]
    skill_pairs = [pair for pair in combinations(skill_ids, 2) if skill_path(view, *pair, limit=1)]
    skill_pairs = skill_pairs[::TIMES]

    def each(function: Any, names: Any) -> tuple[Ask, ...]:
        return tuple(
            partial(function, *(name if isinstance(name, tuple) else (name,))) for name in names
        )

    name, ask = "similar roles, one against all", partial(similar_roles, view)
    numbers = [int(role) for role in roles[:TIMES]]
    yield Question(name, each(ask, role_ids), "scipy, Jaccard", each(peers.jaccard_of_one, numbers))
    yield Question(
        name, each(ask, role_ids), "networkx, Jaccard", each(peers.jaccard_in_networkx, numbers[:3])
    )
    enough = np.ones(arrays.count("roles"), dtype=np.bool_)
    everybody: tuple[Ask, ...] = (partial(view.weights.roles.nearest, enough, TOP),) * 5
    all_pairs = "ten nearest of all roles"
    yield Question(
        all_pairs,
        everybody,
        "scipy, Jaccard",
        (partial(peers.jaccard_of_all_pairs, peers.features),) * 5,
    )
    if gds:
        with node_similarity(gds, peers.features) as there:
            yield Question(all_pairs, everybody, "GDS nodeSimilarity", (there,) * 5)
    yield Question(
        "similar postings",
        each(partial(similar_postings, view), arrays.ids("postings", postings)),
        "scipy, overlap",
        each(peers.overlap_of_posting, [int(posting) for posting in postings]),
    )
    yield Question(
        "skills with",
        each(partial(skills_with, view), skill_ids),
        "scipy, counts",
        each(peers.named_together, [int(skill) for skill in skills]),
    )
    yield Question("similar skills", each(partial(similar_skills, view), skill_ids))
    yield Question(
        "role path, the five cheapest",
        each(partial(role_path, view, limit=5), role_pairs),
        "networkx",
        each(
            lambda one, other: list(
                islice(nx.shortest_simple_paths(peers.role_steps, one, other, weight="weight"), 5)
            ),
            [(view.role(one), view.role(other)) for one, other in role_pairs[:3]],
        ),
    )
    yield Question(
        "reachable roles, 60 new skills",
        each(partial(reachable_roles, view, budget=60), role_ids),
        "networkx",
        each(
            lambda role: nx.single_source_dijkstra_path_length(peers.role_steps, role, cutoff=60),
            numbers,
        ),
    )
    yield Question(
        "skill path, the three cheapest",
        each(partial(skill_path, view), skill_pairs),
        "networkx",
        each(
            lambda one, other: list(
                islice(nx.shortest_simple_paths(peers.skill_steps, one, other, weight="weight"), 3)
            ),
            [(view.skill(one), view.skill(other)) for one, other in skill_pairs[:3]],
        ),
    )
    ends = [(view.skill(one), view.skill(other)) for one, other in skill_pairs]
    for steps in (2, 3):
        peer = partial(nx.all_simple_paths, peers.map, cutoff=steps) if steps == 2 or slow else None
        yield Question(
            f"connect two skills, at most {steps} steps",
            each(partial(connect, view, steps=steps), skill_pairs),
            "networkx",
            each(lambda one, other, peer=peer: sum(1 for _ in peer(one, other)), ends[:2])
            if peer
            else (),
        )
    yield Question(
        "families, at another resolution",
        (partial(families, view, resolution=1.0),),
        "networkx, Louvain",
        (partial(nx.community.louvain_communities, peers.associated, seed=1),) if slow else (),
    )


@contextmanager
def node_similarity(jars: Path, features: csr_array) -> Iterator[Ask]:
    """A Neo4j server with Graph Data Science that holds the features of roles.

    Args:
        jars: Graph Data Science with what it brings.
        features: roles by features.

    Yields:
        What computes the ten nearest of all roles, with two threads; the server's own copy of the
        edges in memory is made before.
    """
    with TemporaryDirectory() as folder:
        server = Neo4jServer.prepare(Path(folder) / "server", heap="4g")
        known = {jar.name for jar in artifacts(server.release).iterdir()}
        for jar in jars.iterdir():
            if jar.name not in known:
                copy(jar, server.home / "plugins")
        with (server.home / "conf/neo4j.conf").open("a") as settings:
            settings.write("dbms.security.procedures.unrestricted=gds.*\n")
        server.start()
        try:
            with server.driver() as driver:
                _load(driver, features)
                yield lambda: driver.execute_query(
                    "CALL gds.nodeSimilarity.stats('g', {topK: $top, concurrency: 2}) "
                    "YIELD nodesCompared, similarityPairs RETURN nodesCompared, similarityPairs",
                    top=TOP,
                )
        finally:
            server.stop()


def _load(driver: neo4j.Driver, features: csr_array) -> None:
    entries = features.tocoo()
    for label in ("Role", "Feature"):
        driver.execute_query(f"CREATE CONSTRAINT FOR (x:{label}) REQUIRE x.n IS UNIQUE")
    for label, count in zip(("Role", "Feature"), features.shape, strict=True):
        query = f"UNWIND range(0, $count - 1) AS n CREATE (:{label} {{n: n}})"
        driver.execute_query(query, count=count)
    rows = np.stack([entries.row, entries.col], axis=1).tolist()
    for begin in range(0, len(rows), 20_000):
        driver.execute_query(_JOIN, rows=rows[begin : begin + 20_000])
    driver.execute_query("CALL gds.graph.project('g', ['Role', 'Feature'], 'HAS')")
