"""Questions that list and count, against SQL over the tables of random graphs."""

from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from random_graphs import (
    PLACES,
    ROLES,
    SKILLS,
    memory_store,
    random_postings,
    repeats,
    shared_rows,
    together,
)
from skillweave.ontology.errors import UsageError
from skillweave.ontology.schema import EDGES, NODES
from skillweave.queries.asking import postings
from skillweave.queries.demand import demand, skill_roles
from skillweave.queries.pay import A_YEAR, pay
from skillweave.queries.thresholds import thresholds
from skillweave.queries.trends import places, trend
from skillweave.queries.view import View
from skillweave.queries.why import why

NAMES = """
WITH RECURSIVE counted AS (
    SELECT id, date_posted FROM "Posting" WHERE id NOT IN (SELECT source FROM "DUPLICATE_OF")
),
part AS (
    SELECT source AS posting, target AS id FROM "HAS_REQUIREMENT"
    UNION ALL
    SELECT part.posting, p.target FROM part JOIN "HAS_PART" AS p ON p.source = part.id
),
named AS (
    SELECT DISTINCT part.posting, o.target AS skill
    FROM part JOIN "OPTION" AS o ON o.source = part.id
    JOIN "Requirement" AS r ON r.id = part.id
    JOIN counted ON counted.id = part.posting
    WHERE r.modality != 'not_required'
),
inside AS (
    SELECT id AS whole, id AS place FROM "Location"
    UNION
    SELECT inside.whole, w.source FROM inside JOIN "WITHIN" AS w ON w.target = inside.place
),
located AS (
    SELECT DISTINCT l.source AS posting, inside.whole AS place
    FROM "LOCATED_IN" AS l JOIN inside ON inside.place = l.target
    JOIN counted ON counted.id = l.source
),
kind_of AS (
    SELECT id AS whole, id AS skill FROM "Skill"
    UNION
    SELECT kind_of.whole, b.source FROM kind_of JOIN "BROADER" AS b ON b.target = kind_of.skill
)
"""


class Graph:
    """One random graph, to be asked by questions and by SQL."""

    def __init__(self, seed: int, tmp_path: Path) -> None:
        found = random_postings(seed, 150)
        links = {"DUPLICATE_OF": repeats(Random(seed), list(found))}
        store = memory_store(together([shared_rows(), *found.values(), links]), tmp_path)
        self.view = View(store)
        self._database = duckdb.connect()
        for name in (*NODES, *EDGES):
            self._database.register(name, store.scan(name))

    def sql(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        return self._database.execute(NAMES + query, values or None).fetchall()


@pytest.fixture(params=range(3))
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> Graph:
    return Graph(request.param, tmp_path)


@pytest.mark.parametrize("skill", SKILLS[:4])
def test_roles_of_a_skill(graph: Graph, skill: str) -> None:
    expected = graph.sql(
        'SELECT r.target, count(*) FROM named JOIN "FOR_ROLE" AS r ON r.source = named.posting '
        "WHERE skill = $skill GROUP BY 1",
        skill=skill,
    )
    rows = skill_roles(graph.view, skill)
    assert {(row.role, row.postings) for row in rows} == set(expected)
    totals = dict(
        graph.sql('SELECT target, count(*) FROM "FOR_ROLE" JOIN counted ON id = source GROUP BY 1')
    )
    assert all(row.share == pytest.approx(row.postings / totals[row.role]) for row in rows)


@pytest.mark.parametrize("skill", SKILLS[:6])
def test_demand_counts_kinds_once(graph: Graph, skill: str) -> None:
    for place in (None, PLACES[3]):
        inside = (
            "AND posting IN (SELECT posting FROM located WHERE place = $place)" if place else ""
        )
        values = {"skill": skill} | ({"place": place} if place else {})
        ((own,),) = graph.sql(f"SELECT count(*) FROM named WHERE skill = $skill {inside}", **values)
        ((in_all,),) = graph.sql(
            "SELECT count(DISTINCT posting) FROM named JOIN kind_of USING (skill) "
            f"WHERE whole = $skill {inside}",
            **values,
        )
        first = demand(graph.view, skill, place=place)[0]
        assert (first.postings, first.postings_in_all) == (own, in_all)


def test_trend_counts_by_month_quarter_and_year(graph: Graph) -> None:
    forms = {"month": "%Y-%m", "year": "%Y"}
    for by, form in forms.items():
        expected = graph.sql(
            "SELECT strftime(date_posted, $form), count(*) FILTER (id IN "
            "(SELECT posting FROM named WHERE skill = $skill)), count(*) "
            "FROM counted WHERE date_posted IS NOT NULL GROUP BY 1 ORDER BY 1",
            form=form,
            skill=SKILLS[0],
        )
        rows = trend(graph.view, skill=SKILLS[0], by=by)  # type: ignore[arg-type]
        assert [(row.period, row.postings, row.of) for row in rows] == expected
    quarters = trend(graph.view, skill=SKILLS[0], by="quarter")
    assert sum(row.of for row in quarters) == sum(row[2] for row in expected)
    assert {row.period[4:] for row in quarters} <= {"-Q1", "-Q2", "-Q3", "-Q4"}


@pytest.mark.parametrize("level", ["city", "region", "country", "any"])
def test_places_count_what_lies_in_them(graph: Graph, level: str) -> None:
    expected = graph.sql(
        "SELECT place, count(*) FILTER (posting IN "
        "(SELECT posting FROM named WHERE skill = $skill)), count(*) "
        'FROM located JOIN "Location" AS l ON l.id = place '
        "WHERE $level = 'any' OR l.kind = $level GROUP BY 1",
        skill=SKILLS[1],
        level=level,
    )
    rows = places(graph.view, skill=SKILLS[1], level=level)  # type: ignore[arg-type]
    assert {(r.place, r.postings, r.of) for r in rows} == {r for r in expected if r[1]}


def test_pay_of_a_role_with_the_premium_of_a_skill(graph: Graph) -> None:
    bands = graph.sql(
        "SELECT p.source, b.currency, (min(b.min) + max(coalesce(b.max, b.min))) / 2 "
        'FROM "PAYS" AS p JOIN "SalaryBand" AS b ON b.id = p.target '
        'JOIN counted ON counted.id = p.source JOIN "FOR_ROLE" AS r ON r.source = p.source '
        "WHERE r.target = $role GROUP BY ALL",
        role=ROLES[0],
    )
    naming = {p for (p,) in graph.sql("SELECT posting FROM named WHERE skill = $s", s=SKILLS[2])}
    rows = pay(graph.view, role=ROLES[0], skill=SKILLS[2])
    for row in rows:
        here = [amount for p, code, amount in bands if code == row.currency and p in naming]
        rest = [amount for p, code, amount in bands if code == row.currency and p not in naming]
        ((first, median, third),) = graph.sql(
            "SELECT quantile_cont(a, 0.25), quantile_cont(a, 0.5), quantile_cont(a, 0.75) "
            "FROM (SELECT unnest($here) AS a)",
            here=here,
        )
        assert (row.postings, row.without) == (len(here), len(rest))
        assert row.median == pytest.approx(median, abs=0.01)
        assert row.first_quartile == pytest.approx(first, abs=0.01)
        assert row.third_quartile == pytest.approx(third, abs=0.01)
        assert row.low == pytest.approx(min(here))
        assert row.high == pytest.approx(max(here))
    assert {row.currency for row in rows} == {code for p, code, _ in bands if p in naming}
    by_hour = pay(graph.view, role=ROLES[0], skill=SKILLS[2], period="hour")
    for year, hour in zip(rows, by_hour, strict=True):
        assert hour.median == pytest.approx(year.median / A_YEAR["hour"], abs=0.01)


def test_pay_in_a_place_is_what_is_stated_for_it_or_by_postings_there(graph: Graph) -> None:
    expected = graph.sql(
        "SELECT b.currency, count(DISTINCT p.source) "
        'FROM "PAYS" AS p JOIN "SalaryBand" AS b ON b.id = p.target '
        "JOIN counted ON counted.id = p.source WHERE b.id IN ("
        '  SELECT a.source FROM "APPLIES_IN" AS a JOIN inside ON inside.place = a.target '
        "  WHERE inside.whole = $place) "
        'OR (b.id NOT IN (SELECT source FROM "APPLIES_IN") '
        "    AND p.source IN (SELECT posting FROM located WHERE place = $place)) GROUP BY 1",
        place=PLACES[3],
    )
    rows = pay(graph.view, place=PLACES[3])
    assert {(row.currency, row.postings) for row in rows} == set(expected)


def test_postings_are_filtered_by_place_role_and_pay(graph: Graph) -> None:
    skill = SKILLS[3]
    every = {row.posting for row in postings(graph.view, skill, limit=1000)}
    named = {p for (p,) in graph.sql("SELECT posting FROM named WHERE skill = $s", s=skill)}
    assert every == named
    there = {p for (p,) in graph.sql("SELECT posting FROM located WHERE place = $p", p=PLACES[4])}
    found = postings(graph.view, skill, place=PLACES[4], limit=1000)
    assert {row.posting for row in found} == named & there
    of_role = {
        p for (p,) in graph.sql('SELECT source FROM "FOR_ROLE" WHERE target = $r', r=ROLES[1])
    }
    found = postings(graph.view, skill, role=ROLES[1], limit=1000)
    assert {row.posting for row in found} == named & of_role
    paid = {
        p
        for (p,) in graph.sql(
            'SELECT p.source FROM "PAYS" AS p JOIN "SalaryBand" AS b ON b.id = p.target '
            "WHERE coalesce(b.max, b.min) >= 60000 AND b.currency = 'USD'"
        )
    }
    found = postings(graph.view, skill, pay_at_least=60_000, limit=1000)
    assert {row.posting for row in found} == named & paid
    with pytest.raises(UsageError, match="negative"):
        postings(graph.view, skill, at_most_months=-1)


def test_thresholds_of_a_skill_are_of_postings_that_name_it(graph: Graph) -> None:
    named = {p for (p,) in graph.sql("SELECT posting FROM named WHERE skill = $s", s=SKILLS[0])}
    rows = thresholds(graph.view, skill=SKILLS[0])
    assert all(0 < row.postings <= len(named) for row in rows)
    assert all(row.share == pytest.approx(row.postings / len(named)) for row in rows)
    assert [row.min_months for row in rows] == sorted(row.min_months for row in rows)
    with pytest.raises(UsageError):
        thresholds(graph.view)


def test_why_quotes_every_posting_that_names_the_skill(graph: Graph) -> None:
    named = {p for (p,) in graph.sql("SELECT posting FROM named WHERE skill = $s", s=SKILLS[5])}
    rows = why(graph.view, skill=SKILLS[5], limit=1000)
    assert {row.posting for row in rows} == named
    assert all(row.because[0].posting == row.posting for row in rows)
    one = why(graph.view, posting=rows[0].posting, limit=1000)
    expected = graph.sql("SELECT count(*) FROM named WHERE posting = $p", p=rows[0].posting)
    assert expected == [(len(one),)]
    with pytest.raises(UsageError):
        why(graph.view)
