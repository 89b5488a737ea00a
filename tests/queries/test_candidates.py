"""Skills that no list has: counted once a posting, ranked, and with what they may be."""

import random

import pytest

from skillweave.ontology.concepts import Taxonomy, fold
from skillweave.queries import candidates
from skillweave.queries.candidates import candidate_skills
from skillweave.queries.view import View


def _mark(view: View, *skills: str) -> None:
    for row in view.store.rows["Skill"]:  # type: ignore[attr-defined]
        if row["id"] in skills:
            row["status"] = "candidate"


def test_candidates_are_ranked_by_the_postings_that_name_them(view: View) -> None:
    _mark(view, "skill/sql", "skill/c-plus-plus", "skill/power-bi")
    found = [(row.skill, row.postings) for row in candidate_skills(view, least_postings=1)]
    assert found == [("skill/sql", 2), ("skill/c-plus-plus", 1)]  # posting 3 repeats posting 1


def test_rare_ones_can_be_left_out(view: View) -> None:
    _mark(view, "skill/sql", "skill/c-plus-plus")
    assert [row.label for row in candidate_skills(view, least_postings=2)] == ["SQL"]
    assert [row.label for row in candidate_skills(view, least_postings=1, limit=1)] == ["SQL"]
    nothing = candidate_skills(view, least_postings=3)
    assert list(nothing) == []
    assert nothing.note


def test_a_row_rests_on_a_sentence_that_names_it(view: View) -> None:
    _mark(view, "skill/c-plus-plus")
    (row,) = candidate_skills(view, least_postings=1)
    (reason, *_) = row.why()
    assert reason.posting == "posting/2"


def test_a_near_name_is_proposed_and_a_far_one_is_not(view: View) -> None:
    rows = view.store.rows["Skill"]  # type: ignore[attr-defined]
    rows[1]["label"], rows[3]["label"] = "Postgre SQL", "Structured Queries"
    _mark(view, "skill/sql", "skill/c-plus-plus")
    near = {row.label: row.near for row in candidate_skills(view, least_postings=1)}
    assert near == {"Postgre SQL": "PostgreSQL", "Structured Queries": None}


def test_most_proposals_are_right() -> None:
    names: dict[str, str] = {}
    for listed in Taxonomy.builtin().names():
        names.setdefault(fold(listed.name), listed.concept)
    chosen = random.Random(5).sample(sorted(name for name in names if len(name) > 5), 250)
    right = said = 0
    for name in chosen:
        others = {other: concept for other, concept in names.items() if other != name}
        if names[name] in others.values():
            near, _ = candidates._nearest(name, others)
            said += near is not None
            right += near == names[name]
    assert said > 10
    assert right / said == pytest.approx(0.8, abs=0.15)
