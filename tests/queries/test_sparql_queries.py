"""The named SPARQL queries give the rows of the questions in Python, and of SQL over the tables."""

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest

from skillweave import Graph
from skillweave.ontology.errors import UnknownName, UsageError
from skillweave.ontology.schema import BASE_IRI, label_of
from skillweave.queries import asking, demand, find, pay, trends
from skillweave.queries.gap import gap
from skillweave.queries.named import named, parse, query_names
from skillweave.queries.related_skills import skills_with
from skillweave.queries.thresholds import thresholds

SHARED: Final = Path(__file__).parents[3] / "shared" / "postings"
REAL: Final = ("linkedin2018_csv", "linkedin2025_csv")
"""Postings of two sources, some more than are wanted."""

REAL_POSTINGS: Final = 3_000


@pytest.fixture(scope="module", params=["demo", "real"])
def graph(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Graph]:
    """The demo's graph, and one of 3,000 real postings."""
    if request.param == "demo":
        with Graph.open(request.getfixturevalue("demo_graph")) as opened:
            yield opened
        return
    path = tmp_path_factory.mktemp("real") / "real.graph"
    with Graph.open(path, create=True) as opened:
        if not SHARED.is_dir():
            pytest.skip("there are no real postings beside the repository")
        opened.build([str(SHARED / name) for name in REAL])
        ids = sorted(opened.store.scan("Posting", columns=["id"])["id"].to_pylist())
        opened.store.delete(ids[REAL_POSTINGS:])
        yield opened


@pytest.fixture(scope="module")
def names(graph: Graph) -> dict[str, str]:
    """The roles, skills and the place that postings of the graph name most."""

    def most(edge: str, *, count: int = 2) -> list[str]:
        found = graph.store.scan(edge)["target"].value_counts().to_pylist()
        return [row["values"] for row in sorted(found, key=lambda row: -row["counts"])[:count]]

    roles, skills = most("FOR_ROLE"), most("OPTION")
    return {
        "role": roles[0],
        "from_role": roles[1],
        "skill": skills[0],
        "one": skills[0],
        "other": skills[1],
        "place": most("WITHIN", count=1)[0],
    }


def rows(graph: Graph, name: str, **parameters: Any) -> list[dict[str, Any]]:
    """The rows of a named query, all of them, with ids in the place of IRIs."""
    result = graph.named_sparql(name, row_limit=1_000_000, **parameters)
    assert result.complete
    return [{key: _short(value) for key, value in row.items()} for row in result]


def _short(value: Any) -> Any:
    return value.removeprefix(BASE_IRI) if isinstance(value, str) else value


def sql(graph: Graph, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
    """Rows of SQL over the tables that it names in double quotes, asked of another engine."""
    with duckdb.connect() as connection:
        for table in set(re.findall(r'"([A-Z]\w+)"', query)):
            connection.register(table, graph.store.scan(table))
        return connection.execute(query, parameters).fetchall()


DEMANDS: Final = """
    WITH RECURSIVE counted AS (
        SELECT id FROM "Posting" WHERE id NOT IN (SELECT source FROM "DUPLICATE_OF")
    ), demand AS (
        SELECT source AS posting, target AS id FROM "HAS_REQUIREMENT"
        UNION SELECT d.posting, p.target FROM demand AS d JOIN "HAS_PART" AS p ON p.source = d.id
    ), asks AS (
        SELECT DISTINCT d.posting, o.target AS skill
        FROM demand AS d JOIN "Requirement" AS q USING (id) JOIN "OPTION" AS o ON o.source = d.id
        WHERE q.modality <> 'not_required' AND d.posting IN (SELECT id FROM counted)
    )
"""


def same(one: Any, other: Any) -> bool:
    """Whether values are equal, numbers but for rounding."""
    if isinstance(one, float) or isinstance(other, float):
        if one is None or other is None:
            return one is other
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == other)


def assert_same_rows(
    found: list[dict[str, Any]], expected: list[dict[str, Any]], *columns: str
) -> None:
    """Both hold the same rows, whatever their order, in these columns; and there are some."""

    def key(row: dict[str, Any]) -> str:
        return repr([row[c] for c in columns if not isinstance(row[c], float)])

    assert expected
    assert len(found) == len(expected)
    for one, other in zip(sorted(found, key=key), sorted(expected, key=key), strict=True):
        assert all(same(one[column], other[column]) for column in columns), (one, other)


def python(answer: Any) -> list[dict[str, Any]]:
    """The rows of an answer in Python."""
    return [row.to_dict(why=False) for row in answer]


def test_role_skills(graph: Graph, names: dict[str, str]) -> None:
    found = rows(graph, "role-skills", role=names["role"])
    expected = python(graph.role_skills(names["role"], limit=1_000_000))
    columns = ("skill", "label", "postings", "share", "share_required", "median_months")
    assert_same_rows(found, expected, *columns)
    assert [row["skill"] for row in found[:5]] == [row["skill"] for row in expected[:5]]


def test_skill_roles(graph: Graph, names: dict[str, str]) -> None:
    found = rows(graph, "skill-roles", skill=names["skill"])
    expected = python(demand.skill_roles(graph.view, names["skill"], limit=1_000_000))
    columns = ("role", "label", "postings", "share", "share_required", "median_months")
    assert_same_rows(found, expected, *columns)


def test_postings(graph: Graph, names: dict[str, str]) -> None:
    columns = ("posting", "title", "employer", "date_posted", "modality", "min_months")
    limits: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({}, {}),
        ({"at_most": 36}, {"at_most_months": 36}),
        ({"at_least": 12}, {"at_least_months": 12}),
        ({"place": names["place"]}, {"place": names["place"]}),
        ({"pay": 60_000}, {"pay_at_least": 60_000}),
    ]
    for given, in_python in limits:
        found = rows(graph, "postings", skill=names["skill"], **given)
        for row in found:
            row["date_posted"] = row["date_posted"] and row["date_posted"].isoformat()
        answer = asking.postings(graph.view, names["skill"], limit=1_000_000, **in_python)
        assert_same_rows(found, python(answer), *columns)


def test_postings_are_ordered_as_in_python(graph: Graph, names: dict[str, str]) -> None:
    found = rows(graph, "postings", skill=names["skill"])
    answer = python(asking.postings(graph.view, names["skill"], limit=1_000_000))
    keys = ("modality", "min_months")
    assert [[row[k] for k in keys] for row in found] == [[row[k] for k in keys] for row in answer]


def test_skills_with(graph: Graph, names: dict[str, str]) -> None:
    found = rows(graph, "skills-with", skill=names["skill"], least=3)
    for row in found:
        row["skill"] = row.pop("other")
    answer = skills_with(graph.view, names["skill"], least_postings=3, limit=1_000_000)
    assert_same_rows(found, python(answer), "skill", "label", "postings", "share", "npmi")


def test_gap_between_roles(graph: Graph, names: dict[str, str]) -> None:
    role, other = names["role"], names["from_role"]
    found = rows(graph, "gap", role=role, from_role=other)
    expected = python(gap(graph.view, role, from_role=other, limit=1_000_000))
    assert_same_rows(found, expected, "skill", "label", "share", "has", "gap")


def test_demand_for_a_concept_and_all_below_it(graph: Graph) -> None:
    broad = sql(
        graph,
        'SELECT b.target FROM "BROADER" AS b JOIN "OPTION" AS o ON o.target = b.source '
        "WHERE b.target LIKE 'skill/%' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
    )[0][0]
    found = rows(graph, "demand", skill=broad)
    for row in found:
        row["skill"] = row.pop("narrower")
    expected = python(demand.demand(graph.view, broad, limit=1_000_000))
    assert_same_rows(found, expected, "skill", "label", "postings", "postings_in_all")
    assert found[0]["skill"] == broad


def test_pay(graph: Graph, names: dict[str, str]) -> None:
    columns = ("currency", "postings", "low", "first_quartile", "median", "third_quartile", "high")
    for given in (
        {},
        {"role": names["role"]},
        {"skill": names["skill"]},
        {"place": names["place"]},
    ):
        found = rows(graph, "pay", **given)
        for row in found:
            row.update({name: round(row[name], 2) for name in columns[2:]})
        assert_same_rows(found, python(pay.pay(graph.view, **given)), *columns)


def test_trend(graph: Graph, names: dict[str, str]) -> None:
    asked: list[dict[str, Any]] = [{"role": names["role"]}, {"skill": names["skill"]}]
    for given in asked:
        found = rows(graph, "trend", **given)
        expected = python(trends.trend(graph.view, **given))
        assert_same_rows(found, expected, "period", "postings", "of", "share")


@pytest.mark.parametrize("level", ["city", "region", "country"])
def test_places(graph: Graph, names: dict[str, str], level: Any) -> None:
    for given in ({"skill": names["skill"]}, {"role": names["role"]}):
        found = rows(graph, "places", level=level, **given)
        answer = trends.places(graph.view, level=level, limit=1_000_000, **given)
        if found or len(answer):
            assert_same_rows(found, python(answer), "place", "postings", "of", "share")


def test_thresholds(graph: Graph, names: dict[str, str]) -> None:
    for given in ({"role": names["role"]}, {"skill": names["skill"]}):
        found = rows(graph, "thresholds", **given)
        expected = python(thresholds(graph.view, **given))
        if found or expected:
            assert_same_rows(found, expected, "min_months", "modality", "postings", "share")
    assert rows(graph, "thresholds")


def test_find(graph: Graph) -> None:
    fits = {"label": 1, "alias": 2}
    for text in ("Python", "sql", "JavaScript", "Registered Nurse"):
        answer = find.find(graph.view, text, limit=1_000_000)
        expected = {(row.kind, row.id, fits[row.match]) for row in answer if row.match in fits}
        found = {(r["kind"], r["node"], r["fit"]) for r in rows(graph, "find", text=text)}
        assert {row for row in found if row[2] < 3} == expected
        assert all(label_of(node) == kind for kind, node, _ in found)


def test_why(graph: Graph, names: dict[str, str]) -> None:
    found = rows(graph, "why", skill=names["skill"])
    expected = sql(
        graph,
        DEMANDS + "SELECT d.posting, p.title, q.modality, q.quote, q.start, q.end "
        'FROM demand AS d JOIN "Requirement" AS q USING (id) '
        'JOIN "OPTION" AS o ON o.source = q.id JOIN "Posting" AS p ON p.id = d.posting '
        "WHERE o.target = $skill AND d.posting IN (SELECT id FROM counted) "
        "AND q.modality <> 'not_required'",
        skill=names["skill"],
    )
    assert sorted(map(repr, (tuple(row.values()) for row in found))) == sorted(map(repr, expected))


def test_connections(graph: Graph, names: dict[str, str]) -> None:
    one, other = names["one"], names["other"]
    found = rows(graph, "connections", one=one, other=other)
    expected = sql(
        graph,
        DEMANDS + "SELECT r.target, count(*) FROM asks AS a JOIN asks AS b USING (posting) "
        'JOIN "FOR_ROLE" AS r ON r.source = posting '
        "WHERE a.skill = $one AND b.skill = $other GROUP BY 1",
        one=one,
        other=other,
    )
    assert {(row["role"], row["postings"]) for row in found} == set(expected)
    quotes = sql(
        graph,
        DEMANDS + "SELECT d.posting, o.target, q.quote FROM demand AS d "
        'JOIN "Requirement" AS q USING (id) JOIN "OPTION" AS o ON o.source = q.id '
        "WHERE o.target IN ($one, $other)",
        one=one,
        other=other,
    )
    for row in found:
        assert (row["posting"], one, row["sentence_one"]) in quotes
        assert (row["posting"], other, row["sentence_other"]) in quotes


def test_skill_hops(graph: Graph) -> None:
    edges = sql(graph, 'FROM "BROADER" UNION ALL FROM "RELATED"')
    near: dict[str, set[str]] = {}
    for source, target in edges:
        if source.startswith("skill/"):
            near.setdefault(source, set()).add(target)
            near.setdefault(target, set()).add(source)
    for one, other in (("skill/python", "skill/r"), ("skill/pandas", "skill/numpy")):
        found = rows(graph, "skill-hops", one=one, other=other)
        through = {row["through"] for row in found if row["through"]}
        assert through == near[one] & near[other]
        assert any(row["through"] is None for row in found) == (other in near[one])


@pytest.mark.parametrize("name", query_names("sparql"))
def test_head_of_every_query_says_what_it_answers(name: str) -> None:
    query = named(name, "sparql")
    assert query.question.endswith("?")
    used = set(re.findall(r"\$(\w+)", query.text.partition("\nSELECT")[2]))
    assert used == {parameter.name for parameter in query.parameters}


def test_parameters_are_checked(graph: Graph) -> None:
    with pytest.raises(UsageError, match="needs role"):
        graph.named_sparql("role-skills")
    with pytest.raises(UsageError, match="no parameter rolle"):
        graph.named_sparql("role-skills", rolle="role/nurse")
    with pytest.raises(UsageError, match="at_most is of the type integer"):
        graph.named_sparql("postings", skill="skill/python", at_most="many")
    with pytest.raises(UnknownName, match="no role is named"):
        graph.named_sparql("role-skills", role="Wizzard of Oz")
    with pytest.raises(UnknownName, match="did you mean"):
        graph.named_sparql("role-skils", role="role/nurse")


def test_names_stand_for_ids(graph: Graph) -> None:
    by_name = graph.named_sparql("why", skill="python").rows
    assert by_name == graph.named_sparql("why", skill="skill/python").rows != []


def test_values_cannot_break_out_of_their_place(graph: Graph) -> None:
    for text in ('") } #', "x\\", '""" } UNION { ?s ?p ?o } #', "\n", "<a> $text ?s"):
        assert graph.named_sparql("find", text=text).rows == []


def test_heads_of_both_languages_are_read() -> None:
    text = "// Is it so?\n//\n// $most integer = 5: a bound\n// $day date = none: a day\nRETURN 1\n"
    query = parse("so", "cypher", text)
    assert (query.question, query.values({})) == ("Is it so?", {"most": 5, "day": None})
    assert query.text_for({"most": 5, "day": None}) == text
    dropped = text + "WHERE p.day = $day // if $day\n"
    assert parse("so", "cypher", dropped).text_for({"most": 5, "day": None}) == text
    for broken in ("RETURN 1", "// Is it so?\n// $most number of: a bound"):
        with pytest.raises(ValueError, match="so"):
            parse("so", "cypher", broken)
