"""Likeness of roles and postings against loops over sets; what is shared and what is not."""

from collections import Counter, defaultdict
from math import log, sqrt
from pathlib import Path
from typing import cast

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.generated import Size, TableStore, edges, generate
from plain_graphs import PlainGraph, generated
from skillweave.graph.store import Store
from skillweave.ontology.errors import UnknownName
from skillweave.queries.similarity import similar_postings, similar_roles, similar_to
from skillweave.queries.view import View

seeds = st.integers(0, 10_000)

Vector = dict[tuple[str, str], float]


def information(plain: PlainGraph) -> dict[tuple[str, str], float]:
    """-ln of the share of postings that name a skill, or any skill right below a heading."""
    counts: Counter[tuple[str, str]] = Counter()
    for named in plain.named.values():
        counts.update(("skill", skill) for skill in named)
        counts.update(("heading", above) for above in set().union(*(plain.above[s] for s in named)))
    return {feature: log(len(plain.named) / count) for feature, count in counts.items()}


def weighed(plain: PlainGraph, shares: dict[str, float]) -> Vector:
    """The vector of a role or posting, by the definition in the module's docstring."""
    features: defaultdict[tuple[str, str], float] = defaultdict(float)
    for skill, share in shares.items():
        features["skill", skill] += share
        for above in plain.above[skill]:
            features["heading", above] += share
    telling = information(plain)
    return {f: sqrt(share) * telling[f] ** 0.75 for f, share in features.items()}


def role_vector(plain: PlainGraph, role: str) -> Vector:
    size = len(plain.of_role[role])
    shares = {skill: plain.share(role, skill) for skill in plain.skills}
    kept = {skill: share for skill, share in shares.items() if share >= 0.02}
    return weighed(plain, {skill: share * size / (size + 5) for skill, share in kept.items()})


def alike(one: Vector, other: Vector, unsaid: float = 0.0) -> float:
    product = sum(value * other.get(feature, 0.0) for feature, value in one.items())
    lengths = sum(value**2 for vector in (one, other) for value in vector.values())
    return product / (lengths + 2 * unsaid - product)


@settings(max_examples=12)
@given(seeds)
def test_likeness_of_roles_by_the_definition(seed: int) -> None:
    with generated(seed) as (view, plain):
        vectors = {role: role_vector(plain, role) for role in plain.of_role}
        for role, vector in vectors.items():
            rows = similar_roles(view, role, least_postings=1, limit=100)
            expected = {
                other: alike(vector, theirs) for other, theirs in vectors.items() if other != role
            }
            assert {r.role: r.score for r in rows} == pytest.approx(
                {other: score for other, score in expected.items() if score > 0}
            )
            order = [(-r.score, -r.postings, r.role) for r in rows]
            assert order == sorted(order)


@settings(max_examples=12)
@given(seeds)
def test_likeness_of_postings_by_the_definition(seed: int) -> None:
    with generated(seed) as (view, plain):
        total = len(plain.named)
        vectors = {}
        for posting, named in plain.named.items():
            vectors[posting] = weighed(plain, dict.fromkeys(named, 1.0))
            role = plain.role[posting]
            vectors[posting]["role", role] = log(total / len(plain.of_role[role])) ** 0.75
        for posting in list(vectors)[:5]:
            rows = similar_postings(view, posting, limit=1000)
            expected = {
                other: alike(vectors[posting], theirs, unsaid=8.0)
                for other, theirs in vectors.items()
                if other != posting
            }
            found = {r.posting: r.score for r in rows}
            assert found == pytest.approx({o: s for o, s in expected.items() if s > 0})


@settings(max_examples=12)
@given(seeds)
def test_shared_skills_are_in_both_and_distinguishing_ones_apart(seed: int) -> None:
    with generated(seed) as (view, plain):
        ids = {view.arrays.label("skills", n): view.arrays.id("skills", n) for n in range(40)}
        for row in similar_roles(view, min(plain.of_role), least_postings=1):
            here, there = min(plain.of_role), row.role
            together = {i for i in ids.values() if plain.share(here, i) and plain.share(there, i)}
            above = [
                set().union(*(plain.above[s] for s in plain.skills if plain.share(role, s)))
                for role in (here, there)
            ]
            assert row.shared
            assert {ids[label] for label in row.shared} <= (together or above[0] & above[1])
            for label in row.adds:
                assert plain.share(there, ids[label]) > 2 * plain.share(here, ids[label])
            for label in row.drops:
                assert plain.share(here, ids[label]) > 2 * plain.share(there, ids[label])


@settings(max_examples=12)
@given(seeds)
def test_the_edges_are_the_ten_most_alike_of_each_role(seed: int) -> None:
    with generated(seed) as (view, plain):
        edges = similar_to(view).to_pylist()
        for role in plain.of_role:
            mine = [(e["target"], e["score"]) for e in edges if e["source"] == role]
            rows = similar_roles(view, role, limit=10)
            # Ties at the end may fall to either side: roles by number here, by postings there.
            assert [score for _, score in mine] == pytest.approx([r.score for r in rows])
        for edge in edges:
            both = [
                {s for s in plain.skills if plain.share(edge[end], s) >= 0.02}
                for end in ("source", "target")
            ]
            assert edge["shared"] == len(both[0] & both[1])


def test_comparing_in_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with generated(8) as (view, _):
        whole = similar_to(view)
    monkeypatch.setattr("skillweave.queries.weights._BLOCK", 2)
    with generated(8) as (view, _):
        assert similar_to(view).equals(whole)


def test_roles_with_few_postings_are_no_answer_in_a_large_graph() -> None:
    with generated(3, Size(postings=3_200, skills=60, roles=300, options=4.0)) as (view, plain):
        role = max(plain.of_role, key=lambda r: len(plain.of_role[r]))
        few = {r for r, postings in plain.of_role.items() if len(postings) < 3}
        assert few
        assert not few & {row.role for row in similar_roles(view, role, limit=500)}
        assert few & {row.role for row in similar_roles(view, role, least_postings=1, limit=500)}


def test_what_one_employer_alone_calls_a_role_is_no_answer(tmp_path: Path) -> None:
    tables = generate(Size(postings=3_200, skills=60, roles=40, options=4.0), seed=3)
    tables["Role"] = tables["Role"].set_column(3, "status", pa.array(["candidate"] * 40))
    role = dict(zip(*tables["FOR_ROLE"].to_pydict().values(), strict=True))
    employers = [
        "employer/made-0000007" if role[posting] == "role/made-0000005" else employer
        for posting, employer in zip(*tables["HIRED_BY"].to_pydict().values(), strict=True)
    ]
    tables["HIRED_BY"] = edges("HIRED_BY", tables["HIRED_BY"]["source"], employers)
    view = View(cast(Store, TableStore(tables, tmp_path)))
    named = {row.role for row in similar_roles(view, "role 0", limit=100)}
    asked = {row.role for row in similar_roles(view, "role 0", least_postings=1, limit=100)}
    assert asked - named == {"role/made-0000005"}


def test_reasons_quote_both_sides(view: View) -> None:
    rows = similar_postings(view, "posting/1")
    assert [row.posting for row in rows] == ["posting/2"]
    assert {e.posting for e in rows[0].because} == {"posting/1", "posting/2"}


def test_a_repetition_is_like_its_first(view: View) -> None:
    assert [row.posting for row in similar_postings(view, "posting/3")] == [
        "posting/1",
        "posting/2",
    ]


def test_a_role_without_postings_is_like_nothing(view: View) -> None:
    answer = similar_roles(view, "nurse manager")
    assert not answer
    assert "No posting" in answer.note


def test_unknown_names_are_errors(view: View) -> None:
    with pytest.raises(UnknownName):
        similar_roles(view, "zymurgist")
    with pytest.raises(UnknownName):
        similar_postings(view, "posting/none")
