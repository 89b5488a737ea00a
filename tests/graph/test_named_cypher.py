"""Named Cypher queries: the same rows on both engines, and those of the questions in Python."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from shutil import copytree
from typing import Any, Final

import networkx
import pytest

from neo4j_server import empty
from skillweave import Graph
from skillweave.graph.cypher import refuse_writes
from skillweave.graph.neo4j import Access
from skillweave.ontology.errors import UnknownName, UsageError
from skillweave.ontology.schema import BASE_IRI
from skillweave.queries.named import named, query_names

pytest.importorskip("arcadedb_embedded")

ALL: Final = 1_000_000
"""More rows than any question has."""

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def both(
    demo_graph: Path, neo4j_access: Access, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Graph, Graph]]:
    """The demo's graph with derived edges, in a directory and on a server."""
    path = tmp_path_factory.mktemp("named") / "demo.graph"
    copytree(demo_graph, path)
    access = neo4j_access
    empty(access.address, access.user, access.password.reveal())
    password = path.parent / "password"
    password.write_text(access.password.reveal())
    on_server: dict[str, Any] = {"user": access.user, "password_file": password}
    with Graph.open(path, create=True) as graph:
        graph.derive()
        graph.push(access.address, **on_server)
    with Graph.open(path) as local, Graph.open(access.address, **on_server) as remote:
        yield local, remote


def asked(both: tuple[Graph, Graph], name: str, **given: Any) -> Rows:
    """The rows of a named query, the same and in the same order on both engines."""
    one, other = (list(graph.named_cypher(name, row_limit=ALL, **given)) for graph in both)
    assert len(one) == len(other)
    for row, too in zip(one, other, strict=True):
        assert list(row) == list(too)
        assert all(same(value, too[column]) for column, value in row.items()), (row, too)
    return one


def same(one: Any, other: Any) -> bool:
    """Whether values are equal, numbers but for rounding."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == other)


def answered(answer: Iterable[Any], *columns: str) -> Rows:
    """Columns of the rows of a question in Python."""
    return [{column: row.to_dict(why=False)[column] for column in columns} for row in answer]


def assert_equal(found: Rows, expected: Rows, *, renamed: Mapping[str, str] | None = None) -> None:
    """Both hold the same rows, in any order; there are some."""
    names = renamed or {}
    columns = list(expected[0])
    chosen = [{column: row[names.get(column, column)] for column in columns} for row in found]
    assert len(chosen) == len(expected)
    for row, too in zip(*(sorted(rows, key=_exact) for rows in (chosen, expected)), strict=True):
        assert all(same(row[column], too[column]) for column in columns), (row, too)


def _exact(row: dict[str, Any]) -> str:
    return repr([value for value in row.values() if not isinstance(value, float)])


USA: Final = "place/6252001"
ENGINEER: Final = "role/data-engineer"
NURSE: Final = "role/registered-nurse"
PYTHON: Final = "skill/python"


@pytest.mark.parametrize("role", [ENGINEER, NURSE])
def test_role_skills(both: tuple[Graph, Graph], role: str) -> None:
    columns = ("skill", "label", "kind", "postings", "share", "share_required", "median_months")
    expected = answered(both[0].role_skills(role, limit=ALL), *columns)
    found = asked(both, "role-skills", role=role)
    assert_equal(found, expected)
    assert [row["skill"] for row in found] == [row["skill"] for row in expected]


@pytest.mark.parametrize("skill", [PYTHON, "skill/nursing", "skill/sql"])
def test_skill_roles(both: tuple[Graph, Graph], skill: str) -> None:
    columns = ("role", "label", "postings", "share", "share_required", "median_months")
    expected = answered(both[0].skill_roles(skill, limit=ALL), *columns)
    assert_equal(asked(both, "skill-roles", skill=skill), expected)


@pytest.mark.parametrize(
    ("given", "in_python"),
    [
        ({}, {}),
        ({"at_most": 35}, {"at_most_months": 35}),
        ({"at_least": 36}, {"at_least_months": 36}),
        ({"place": USA}, {"place": USA}),
        ({"role": ENGINEER}, {"role": ENGINEER}),
        ({"pay": 100_000}, {"pay_at_least": 100_000}),
        ({"pay": 50_000, "currency": "gbp"}, {"pay_at_least": 50_000, "currency": "GBP"}),
        ({"place": USA, "at_least": 12, "pay": 1.0}, {"place": USA, "at_least_months": 12}),
    ],
)
def test_postings(
    both: tuple[Graph, Graph], given: dict[str, Any], in_python: dict[str, Any]
) -> None:
    columns = ("posting", "title", "employer", "date_posted", "modality", "min_months")
    expected = answered(both[0].postings(PYTHON, limit=ALL, **in_python), *columns)
    found = asked(both, "postings", skill=PYTHON, **given)
    for row in found:
        row["date_posted"] = row["date_posted"] and row["date_posted"].isoformat()
    assert [_exact(row) for row in found] == [_exact(row) for row in expected]
    assert found


@pytest.mark.parametrize("skill", [PYTHON, "skill/sql"])
def test_skills_with(both: tuple[Graph, Graph], skill: str) -> None:
    columns = ("skill", "label", "kind", "npmi", "postings", "share")
    expected = answered(both[0].skills_with(skill, least_postings=2, limit=ALL), *columns)
    assert_equal(asked(both, "skills-with", skill=skill, least=2), expected)


@pytest.mark.parametrize("pair", [(ENGINEER, NURSE), ("role/data-analyst", ENGINEER)])
def test_gap(both: tuple[Graph, Graph], pair: tuple[str, str]) -> None:
    role, other = pair
    columns = ("skill", "label", "kind", "share", "has", "gap")
    expected = answered(both[0].gap(role, from_role=other, limit=ALL), *columns)
    assert_equal(asked(both, "gap", role=role, from_role=other), expected)


@pytest.mark.parametrize("given", [{}, {"role": "role/machine-learning-engineer"}, {"place": USA}])
def test_demand(both: tuple[Graph, Graph], given: dict[str, str]) -> None:
    columns = ("skill", "label", "depth", "postings", "postings_in_all")
    expected = answered(both[0].demand("skill/machine-learning", limit=ALL, **given), *columns)
    found = asked(both, "demand", skill="skill/machine-learning", **given)
    assert_equal(found, expected)
    assert found[0]["skill"] == "skill/machine-learning"


@pytest.mark.parametrize(
    "given",
    [{}, {"role": ENGINEER}, {"skill": PYTHON}, {"place": USA}, {"place": USA, "skill": PYTHON}],
)
def test_pay(both: tuple[Graph, Graph], given: dict[str, str]) -> None:
    figures = ("low", "first_quartile", "median", "third_quartile", "high")
    found = asked(both, "pay", **given)
    for row in found:
        row.update({name: round(row[name], 2) for name in figures})
    assert_equal(found, answered(both[0].pay(**given), "currency", "postings", *figures))


@pytest.mark.parametrize(
    "given", [{"role": ENGINEER}, {"skill": PYTHON}, {"skill": PYTHON, "place": USA}]
)
def test_trend(both: tuple[Graph, Graph], given: dict[str, Any]) -> None:
    expected = answered(both[0].trend(**given), "period", "postings", "of", "share")
    assert asked(both, "trend", **given) == expected


@pytest.mark.parametrize("level", ["city", "region", "country"])
def test_places(both: tuple[Graph, Graph], level: Any) -> None:
    for given in ({"skill": PYTHON}, {"role": ENGINEER}, {"skill": PYTHON, "role": ENGINEER}):
        answer = both[0].places(level=level, limit=ALL, **given)
        expected = answered(answer, "place", "postings", "of", "share")
        assert_equal(asked(both, "places", level=level, **given), expected)


def test_thresholds(both: tuple[Graph, Graph]) -> None:
    for given in ({"role": ENGINEER}, {"skill": PYTHON}, {"role": NURSE}):
        columns = ("min_months", "modality", "postings", "share")
        expected = answered(both[0].thresholds(**given), *columns)
        assert asked(both, "thresholds", **given) == expected
    assert asked(both, "thresholds")


def test_find(both: tuple[Graph, Graph]) -> None:
    fits = {"label": 1, "alias": 2}
    for text in ("Python", "sql", "JavaScript", "Registered Nurse"):
        answer = both[0].find(text, limit=ALL)
        expected = {(row.kind, row.id, fits[row.match]) for row in answer if row.match in fits}
        found = {(row["kind"], row["id"], row["fit"]) for row in asked(both, "find", text=text)}
        assert {row for row in found if row[2] < 3} == expected != set()


def test_why(both: tuple[Graph, Graph]) -> None:
    local = both[0]
    for given in ({}, {"role": ENGINEER}):
        found = asked(both, "why", skill=PYTHON, **given)
        for row in found:
            text = local.posting(row["posting"]).text
            assert text[row["start"] : row["end"]] == row["sentence"]
        # Python gives the sentence around the strongest of a posting's demands, Cypher all demands.
        whole = {
            row.posting: row.because[0].quote for row in local.why(skill=PYTHON, limit=ALL, **given)
        }
        assert whole.keys() == {row["posting"] for row in found}
        for posting, sentence in whole.items():
            assert any(row["sentence"] in sentence for row in found if row["posting"] == posting)


def test_connect(both: tuple[Graph, Graph]) -> None:
    found = asked(both, "connect", one=PYTHON, other="skill/sql")
    expected = []
    for row in both[0].named_sparql("connections", one=PYTHON, other="skill/sql"):
        ids = {name: row[name].removeprefix(BASE_IRI) for name in ("role", "posting")}
        expected.append({**row, **ids})
    assert_equal(found, expected)


def test_similar_postings(both: tuple[Graph, Graph]) -> None:
    skills = skills_of_postings(both[0])
    repeated = set(both[0].table("DUPLICATE_OF").arrow["source"].to_pylist())
    (one,) = both[0].postings(PYTHON, role=ENGINEER, limit=1)
    expected = []
    for other in skills.keys() - repeated - {one.posting}:
        shared = skills[one.posting] & skills[other]
        if len(shared) >= 2:
            score = len(shared) / len(skills[one.posting] | skills[other])
            expected.append({"posting": other, "score": score})
    found = asked(both, "similar-postings", posting=one.posting)
    assert_equal(found, expected)
    assert found == sorted(found, key=lambda row: (-row["score"], row["posting"]))


def skills_of_postings(graph: Graph) -> dict[str, set[str]]:
    """The skills that each posting names, read from the tables."""
    modality = {row["id"]: row["modality"] for row in graph.table("Requirement").arrow.to_pylist()}
    whole = {part: of for of, part in pairs(graph, "HAS_PART")}
    posting = {requirement: of for of, requirement in pairs(graph, "HAS_REQUIREMENT")}
    found: dict[str, set[str]] = {}
    for requirement, skill in pairs(graph, "OPTION"):
        top = requirement
        while top in whole:
            top = whole[top]
        if modality[requirement] != "not_required":
            found.setdefault(posting[top], set()).add(skill)
    return found


def pairs(graph: Graph, edge: str) -> list[tuple[str, str]]:
    """Source and target of all edges of a type."""
    table = graph.table(edge).arrow
    return list(zip(table["source"].to_pylist(), table["target"].to_pylist(), strict=True))


def labels(graph: Graph, name: str) -> dict[str, str]:
    """Labels by id."""
    return {row["id"]: row["label"] for row in graph.table(name).arrow.to_pylist()}


@pytest.mark.parametrize("skill", [PYTHON, "skill/sql"])
def test_similar_skills(both: tuple[Graph, Graph], skill: str) -> None:
    answer = both[0].similar_skills(skill, by="demand", least_postings=0, limit=ALL)
    expected = answered(answer, "skill", "label", "kind", "score")
    assert_equal(asked(both, "similar-skills", skill=skill), expected)


@pytest.mark.parametrize("least", [1, 2])
def test_similar_roles(both: tuple[Graph, Graph], least: int) -> None:
    shares: dict[str, dict[str, float]] = {}
    for row in both[0].table("NEEDS").arrow.to_pylist():
        shares.setdefault(row["source"], {})[row["target"]] = row["share"]
    repeated = {source for source, _ in pairs(both[0], "DUPLICATE_OF")}
    counted = [role for posting, role in pairs(both[0], "FOR_ROLE") if posting not in repeated]
    one = shares[ENGINEER]
    expected = []
    for role, other in shares.items():
        skills = one.keys() | other.keys()
        common = sum(min(one.get(s, 0.0), other.get(s, 0.0)) for s in skills)
        score = common / sum(max(one.get(s, 0.0), other.get(s, 0.0)) for s in skills)
        if score and role != ENGINEER and counted.count(role) >= least:
            expected.append({"role": role, "score": score, "postings": counted.count(role)})
    assert_equal(asked(both, "similar-roles", role=ENGINEER, least=least), expected)


def similarities(graph: Graph, least: float) -> "networkx.DiGraph[str]":
    """The roles and how alike they are."""
    found: networkx.DiGraph[str] = networkx.DiGraph()
    for row in graph.table("SIMILAR_TO").arrow.to_pylist():
        if row["score"] >= least:
            found.add_edge(row["source"], row["target"], score=row["score"])
    return found


@pytest.mark.parametrize(("source", "least"), [(NURSE, 0.0), ("role/data-analyst", 0.02)])
def test_role_path(both: tuple[Graph, Graph], source: str, least: float) -> None:
    network, names = similarities(both[0], least), labels(both[0], "Role")
    expected = [
        {
            "path": [names[role] for role in path],
            "steps": len(path) - 1,
            "likeness": math.prod(network.edges[step]["score"] for step in pairwise(path)),
        }
        for path in networkx.all_simple_paths(network, source, ENGINEER, cutoff=4)
    ]
    found = asked(both, "role-path", from_role=source, role=ENGINEER, least=least)
    assert_equal(found, expected)
    assert found == sorted(found, key=lambda row: -row["likeness"])


@pytest.mark.parametrize(("role", "most"), [(ENGINEER, 8), (NURSE, 4)])
def test_reachable_roles(both: tuple[Graph, Graph], role: str, most: int) -> None:
    needed: dict[str, set[str]] = {}
    for row in both[0].table("NEEDS").arrow.to_pylist():
        if row["share"] >= 0.25:
            needed.setdefault(row["source"], set()).add(row["target"])
    network = similarities(both[0], 0.01)
    steps = networkx.single_source_shortest_path_length(network, role, cutoff=3)
    names = labels(both[0], "Skill")
    expected = []
    for other, distance in steps.items():
        new = needed.get(other, set()) - needed[role]
        if other != role and len(new) <= most:
            new_skills = {names[skill] for skill in new}
            expected.append({"role": other, "steps": distance, "new_skills": new_skills})
    found = asked(both, "reachable-roles", role=role, most=most)
    for row in found:
        assert row["count"] == len(row["new_skills"])
        row["new_skills"] = set(row["new_skills"])
    by_role = {row["role"]: row for row in found}
    assert len(by_role) == len(found) == len(expected) > 0
    assert all(by_role[row["role"]].items() >= row.items() for row in expected)


@pytest.mark.parametrize("least", [0.0, 0.2, 0.3])
def test_skill_path(both: tuple[Graph, Graph], least: float) -> None:
    network: networkx.Graph[str] = networkx.Graph()
    degrees: Counter[str] = Counter()
    strengths = [
        (r["source"], r["target"], r["npmi"]) for r in both[0].table("CO_OCCURS").arrow.to_pylist()
    ]
    strengths += [
        (*pair, 0.5) for pair in pairs(both[0], "BROADER") if pair[0].startswith("skill/")
    ]
    for one, other, strength in strengths:
        degrees.update((one, other))
        if strength >= least and strength >= network.get_edge_data(one, other, {"s": 0.0})["s"]:
            network.add_edge(one, other, s=strength)
    names = labels(both[0], "Skill")
    expected = []
    for path in networkx.all_simple_paths(network, PYTHON, "skill/sql", cutoff=3):
        cost = sum(-math.log(network.edges[step]["s"]) for step in pairwise(path))
        cost += 0.8 * sum(math.log(degrees[skill]) for skill in path[1:-1])
        steps = len(path) - 1
        expected.append({"path": [names[skill] for skill in path], "steps": steps, "cost": cost})
    assert_equal(asked(both, "skill-path", one=PYTHON, other="skill/sql", least=least), expected)


@pytest.mark.parametrize("name", query_names("cypher"))
def test_heads_say_what_is_asked_and_all_parameters(name: str) -> None:
    query = named(name, "cypher")
    assert query.question.endswith("?")
    body = re.sub(r"^//.*\n", "", query.text, flags=re.MULTILINE)
    assert set(re.findall(r"\$(\w+)", body)) == {p.name for p in query.parameters}
    refuse_writes(query.text)


def test_names_stand_for_ids(both: tuple[Graph, Graph]) -> None:
    by_name = asked(both, "why", skill="python")
    assert by_name == asked(both, "why", skill=PYTHON) != []


@pytest.mark.parametrize(
    ("name", "given", "error", "message"),
    [
        ("role-skills", {}, UsageError, "needs role"),
        ("role-skills", {"rolle": NURSE}, UsageError, "no parameter rolle"),
        ("postings", {"skill": PYTHON, "at_most": "many"}, UsageError, "of the type integer"),
        ("role-skills", {"role": "Wizzard of Oz"}, UnknownName, "no role is named"),
        ("role-skils", {"role": NURSE}, UnknownName, "did you mean"),
    ],
)
def test_mistakes_are_told(
    both: tuple[Graph, Graph],
    name: str,
    given: dict[str, Any],
    error: type[Exception],
    message: str,
) -> None:
    for graph in both:
        with pytest.raises(error, match=message):
            graph.named_cypher(name, **given)


def test_every_query_is_asked_here() -> None:
    this = Path(__file__).read_text("utf-8")
    assert [name for name in query_names("cypher") if f'"{name}"' not in this] == []
