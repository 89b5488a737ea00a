"""Skills beside a skill against loops over sets of postings."""

from itertools import combinations
from math import log, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plain_graphs import PlainGraph, generated
from skillweave.queries.cooccurrence import co_occurs, npmi
from skillweave.queries.related_skills import similar_skills, skills_with
from skillweave.queries.view import View

seeds = st.integers(0, 10_000)


def association(plain: PlainGraph, one: str, other: str) -> float:
    """npmi by its definition; -1 for skills that never meet."""
    total, both = len(plain.named), plain.count(one, other)
    if not both:
        return -1.0
    chance = plain.count(one) * plain.count(other) / total**2
    return log(both / total / chance) / -log(both / total)


@settings(max_examples=10)
@given(seeds)
def test_association_by_its_definition(seed: int) -> None:
    with generated(seed) as (view, plain):
        for skill in sorted(plain.skills)[:6]:
            expected = {
                other: association(plain, skill, other)
                for other in plain.skills - {skill}
                if plain.count(skill, other) >= max(2, plain.count(skill) / 50)
            }
            rows = skills_with(view, skill, limit=100)
            found = {row.skill: row.npmi for row in rows}
            assert found == pytest.approx({o: s for o, s in expected.items() if s > 1e-12})
            for row in rows:
                assert row.postings == plain.count(skill, row.skill)
                assert row.share == pytest.approx(row.postings / plain.count(skill))
            order = [(-row.npmi, -row.postings, row.skill) for row in rows]
            assert order == sorted(order)


@settings(max_examples=10)
@given(seeds)
def test_edges_are_all_pairs_that_are_associated(seed: int) -> None:
    with generated(seed) as (view, plain):
        expected = {
            (one, other): (plain.count(one, other), association(plain, one, other))
            for one, other in combinations(sorted(plain.skills), 2)
            if plain.count(one, other) >= 2 and association(plain, one, other) >= 0.1
        }
        edges = co_occurs(view).to_pylist()
        found = {(e["source"], e["target"]): (e["postings"], e["npmi"]) for e in edges}
        assert list(found) == sorted(expected)
        for pair, values in found.items():
            assert values == pytest.approx(expected[pair])


def test_counting_in_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with generated(8) as (view, _):
        whole = view.associations
    monkeypatch.setattr("skillweave.queries.cooccurrence._BLOCK", 7)
    with generated(8) as (view, _):
        assert view.arrays.count("skills") > 21
        found = view.associations
        assert found.npmi.toarray().tolist() == whole.npmi.toarray().tolist()
        assert found.postings.toarray().tolist() == whole.postings.toarray().tolist()


@settings(max_examples=6)
@given(seeds)
def test_likeness_by_demand_is_the_cosine_of_associations(seed: int) -> None:
    with generated(seed) as (view, plain):
        skills = sorted(plain.skills)

        def row(skill: str) -> list[float]:
            values = []
            for other in skills:
                score = association(plain, skill, other) if plain.count(skill, other) >= 2 else 0
                values.append(1.0 if other == skill else score if score >= 0.1 else 0.0)
            return values

        vectors = {skill: row(skill) for skill in skills}
        here = vectors[skills[0]]
        expected = {}
        for skill in skills[1:]:
            product = sum(x * y for x, y in zip(here, vectors[skill], strict=True))
            lengths = [sqrt(sum(x * x for x in v)) for v in (here, vectors[skill])]
            expected[skill] = product / (lengths[0] * lengths[1])
        rows = similar_skills(view, skills[0], by="demand", limit=100)
        assert {r.skill: r.score for r in rows} == pytest.approx(
            {skill: score for skill, score in expected.items() if score > 0}
        )
        assert all(r.by_taxonomy == 0 for r in rows)


@settings(max_examples=6)
@given(seeds)
def test_likeness_by_taxonomy_is_the_information_of_common_ancestors(seed: int) -> None:
    from benchmarks.generated import Size

    with generated(seed, Size(postings=60, skills=300, roles=5, options=8.0)) as (view, plain):

        def ancestors(skill: str) -> set[str]:
            return {skill}.union(*(ancestors(above) for above in plain.above[skill] - {skill}))

        everything = sorted(plain.skills | set(plain.above))
        above = {skill: ancestors(skill) for skill in everything}
        under = [set().union(*(above[s] for s in named)) for named in plain.named.values()]
        total = len(plain.named) + 1

        def telling(concepts: set[str]) -> float:
            return sum(log(total / (1 + sum(c in names for names in under))) for c in concepts)

        skill = max(plain.skills, key=lambda s: (len(above[s]), s))
        expected = {
            other: telling(above[skill] & above[other]) / telling(above[skill] | above[other])
            for other in plain.skills - {skill}
        }
        rows = similar_skills(view, skill, by="taxonomy", limit=1000)
        assert {r.skill: r.score for r in rows} == pytest.approx(
            {other: score for other, score in expected.items() if score > 0}
        )


@given(seeds)
@settings(max_examples=3)
def test_both_is_the_mean(seed: int) -> None:
    with generated(seed) as (view, plain):
        for row in similar_skills(view, min(plain.skills), limit=100):
            assert row.score == pytest.approx((row.by_demand + row.by_taxonomy) / 2)
            assert row.postings == plain.count(row.skill)


@given(st.integers(1, 500), st.data())
def test_npmi_stays_within_its_bounds(total: int, data: st.DataObject) -> None:
    one = data.draw(st.integers(1, total))
    both = data.draw(st.integers(1, one))
    other = data.draw(st.integers(both, both + total - one))
    score = float(npmi(both, one, other, total))
    assert -1 <= score <= 1
    assert score == pytest.approx(float(npmi(both, other, one, total)))


def test_two_skills_that_are_only_named_together() -> None:
    assert float(npmi(5, 5, 5, 100)) == 1
    assert float(npmi(7, 7, 7, 7)) == 1
    assert float(npmi(2, 10, 20, 100)) == 0


def test_the_sentences_of_one_posting_with_both(view: View) -> None:
    rows = skills_with(view, "SQL", least_postings=1)
    assert [(row.label, row.postings, row.share) for row in rows] == [
        ("Python", 2, 1.0),
        ("C++", 1, 0.5),
    ]
    assert [[e.quote for e in row.because] for row in rows] == [
        ["SQL", "3 years of Python"],
        ["You know SQL well.", "Python is a plus"],
    ]


def test_a_skill_that_nobody_names_goes_with_nothing(view: View) -> None:
    answer = skills_with(view, "Power BI")
    assert not answer
    assert "No posting" in answer.note
