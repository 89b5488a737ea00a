"""Named Cypher queries over nested demands: months and modalities as the questions in Python have.

The demo's demands are nested seldom; here they are random trees, with months on every level.
"""

from collections.abc import Iterable, Iterator
from math import isclose
from random import Random
from typing import Any, Final

import pytest

from graph_samples import RUN
from random_graphs import DEFAULTS, ROLES, SKILLS, Rows, random_postings, repeats, shared_rows
from skillweave import Graph
from skillweave.ontology.record import Record
from skillweave.ontology.schema import columns
from skillweave.ontology.tables import TableBuilder, Tables

pytest.importorskip("arcadedb_embedded")

ALL: Final = 1_000_000
"""More rows than any question has."""


@pytest.fixture(scope="module", params=range(2))
def graph(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Graph]:
    """A graph of random postings."""
    seed: int = request.param
    postings = random_postings(seed, 90)
    path = tmp_path_factory.mktemp("trees") / "trees.graph"
    with Graph.open(path, create=True) as opened:
        opened.store.begin_run(RUN)
        opened.store.write(as_batch(postings, repeats(Random(seed), list(postings))))
    with Graph.open(path) as opened:
        yield opened


def as_batch(postings: dict[str, Rows], repeated: list[dict[str, Any]]) -> Tables:
    """The rows of some postings as a store takes them; the first brings what they share."""
    builder = TableBuilder(owned=True)

    def add(owner: int, rows: Rows) -> None:
        for table, found in rows.items():
            for row in found:
                empty = {c.name: "" if c.required else None for c in columns(table)}
                values = ({**empty, **DEFAULTS, **row}[name] for name in empty)
                builder.rows(table).append((owner, *values))

    owners = {posting: owner for owner, posting in enumerate(postings)}
    for posting, owner in owners.items():
        add(owner, postings[posting])
        record = Record(id=posting, text_sha256="").model_dump_json()
        builder.rows("document").append((owner, posting, posting, "a", "", "text", "words", record))
    for link in repeated:
        add(owners[link["source"]], {"DUPLICATE_OF": [link]})
    shared = shared_rows()
    del shared["BROADER"]  # is the taxonomy's
    add(0, shared)
    return builder.tables()


def assert_equal(found: Iterable[dict[str, Any]], answer: Iterable[Any], *columns: str) -> int:
    """Both hold the same rows, in any order; how many these are."""
    chosen = [[row[column] for column in columns] for row in found]
    expected = [[row.to_dict(why=False)[column] for column in columns] for row in answer]
    assert len(chosen) == len(expected)
    for one, other in zip(sorted(chosen, key=_exact), sorted(expected, key=_exact), strict=True):
        assert all(map(_same, one, other)), (one, other)
    return len(chosen)


def _exact(row: list[Any]) -> str:
    return repr([value for value in row if not isinstance(value, float)])


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float | int):
        return isclose(one, other, rel_tol=1e-9)
    return bool(one == other)


FIGURES: Final = ("postings", "share", "share_required", "median_months")


def test_role_skills(graph: Graph) -> None:
    for role in ROLES:
        found = graph.named_cypher("role-skills", row_limit=ALL, role=role)
        assert assert_equal(found, graph.role_skills(role, limit=ALL), "skill", *FIGURES)


def test_skill_roles(graph: Graph) -> None:
    for skill in SKILLS[:8]:
        found = graph.named_cypher("skill-roles", row_limit=ALL, skill=skill)
        assert_equal(found, graph.skill_roles(skill, limit=ALL), "role", *FIGURES)


@pytest.mark.parametrize("limits", [{}, {"at_most": 23}, {"at_least": 24}])
def test_postings(graph: Graph, limits: dict[str, int]) -> None:
    in_python: dict[str, Any] = {f"{name}_months": months for name, months in limits.items()}
    rows = 0
    for skill in SKILLS[:8]:
        found = graph.named_cypher("postings", row_limit=ALL, skill=skill, **limits)
        answer = graph.postings(skill, limit=ALL, **in_python)
        rows += assert_equal(found, answer, "posting", "modality", "min_months")
    assert rows > 20


def test_thresholds(graph: Graph) -> None:
    every: list[dict[str, Any]] = [
        *({"role": role} for role in ROLES),
        *({"skill": skill} for skill in SKILLS[:8]),
    ]
    for given in every:
        found = graph.named_cypher("thresholds", row_limit=ALL, **given)
        assert_equal(
            found, graph.thresholds(**given), "min_months", "modality", "postings", "share"
        )
