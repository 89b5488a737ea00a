"""The edges NEEDS against loops over sets, and against what role_skills says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plain_graphs import generated
from skillweave.queries.demand import role_skills
from skillweave.queries.derive import needs
from skillweave.queries.view import View


@settings(max_examples=10)
@given(st.integers(0, 10_000))
def test_shares_and_counts_by_loops(seed: int) -> None:
    with generated(seed) as (view, plain):
        expected = {
            (role, skill): plain.share(role, skill)
            for role in plain.of_role
            for skill in plain.skills
            if plain.share(role, skill)
        }
        rows = needs(view).to_pylist()
        assert [(r["source"], r["target"]) for r in rows] == sorted(expected)
        for row in rows:
            share = expected[row["source"], row["target"]]
            assert row["share"] == pytest.approx(share)
            assert row["postings"] == round(share * len(plain.of_role[row["source"]]))


@settings(max_examples=10)
@given(st.integers(0, 10_000))
def test_medians_are_those_that_a_role_is_shown_with(seed: int) -> None:
    with generated(seed) as (view, plain):
        role = max(plain.of_role, key=lambda r: len(plain.of_role[r]))
        shown = {row.skill: row.median_months for row in role_skills(view, role, limit=100)}
        rows = [row for row in needs(view).to_pylist() if row["source"] == role]
        assert rows
        assert {r["target"]: r["median_months"] for r in rows} == {
            r["target"]: shown[r["target"]] for r in rows
        }


def test_the_edges_of_four_postings(view: View) -> None:
    assert needs(view).to_pylist() == [
        {
            "source": "role/data-engineer",
            "target": f"skill/{skill}",
            "share": share,
            "postings": postings,
            "median_months": months,
        }
        for skill, share, postings, months in (
            ("c-plus-plus", 0.5, 1, None),
            ("python", 1.0, 2, 36.0),
            ("sql", 1.0, 2, None),
        )
    ]
