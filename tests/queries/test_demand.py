"""What postings ask for: every figure checked by hand on four postings, every reason in the text."""

from typing import Any

from skillweave.queries.asking import postings
from skillweave.queries.demand import role_skills
from skillweave.queries.thresholds import thresholds
from skillweave.queries.view import View


def test_skills_of_a_role_with_shares_of_its_postings(view: View) -> None:
    rows = role_skills(view, "role/data-engineer")
    assert [(r.label, r.postings, r.share, r.share_required, r.median_months) for r in rows] == [
        ("SQL", 2, 1.0, 1.0, None),
        ("Python", 2, 1.0, 0.5, 36.0),
        ("C++", 1, 0.5, 0.0, None),
    ]


def test_a_reason_is_the_sentence_around_the_fact(view: View) -> None:
    rows = role_skills(view, "role/data-engineer")
    assert [(r.because[0].posting, r.because[0].quote) for r in rows] == [
        ("posting/1", "SQL"),
        ("posting/1", "3 years of Python"),
        ("posting/2", "Python is a plus"),
    ]


def test_every_reason_is_in_its_posting(view: View) -> None:
    texts = {document.posting: document.text for document in view.store.documents()}
    reasons = [
        *(row.because[0] for row in role_skills(view, "role/data-engineer")),
        *(row.because[0] for row in postings(view, "skill/sql")),
        *(row.because[0] for row in thresholds(view, role="role/registered-nurse")),
    ]
    assert len(reasons) == 6
    assert all(texts[r.posting][r.start : r.end] == r.quote for r in reasons)
    assert "You know SQL well." in {r.quote for r in reasons}


def test_required_comes_before_preferred_and_repetitions_are_left_out(view: View) -> None:
    rows = postings(view, "skill/python")
    assert [(r.posting, r.modality, r.min_months, r.one_of) for r in rows] == [
        ("posting/1", "required", 36, 1),
        ("posting/2", "preferred", None, 2),
    ]


def test_what_is_not_required_is_not_asked_for(view: View) -> None:
    assert list(postings(view, "skill/postgresql")) == []


def test_bounds_of_months(view: View) -> None:
    def asking(**bounds: Any) -> list[str]:
        return [row.posting for row in postings(view, "skill/python", **bounds)]

    assert asking(at_most_months=36) == ["posting/1", "posting/2"]
    assert asking(at_most_months=35) == ["posting/2"]
    assert asking(at_least_months=36) == ["posting/1"]
    assert asking(at_least_months=37) == []


def test_thresholds_of_a_role_count_nested_demands_too(view: View) -> None:
    rows = thresholds(view, role="role/data-engineer")
    assert [(r.min_months, r.modality, r.postings, r.share) for r in rows] == [
        (36, "required", 1, 0.5)
    ]
    assert rows[0].because[0].quote == "3 years of Python"


def test_a_role_without_postings_has_an_empty_answer(view: View) -> None:
    assert list(role_skills(view, "role/nurse-manager")) == []
    assert list(thresholds(view, role="role/nurse-manager")) == []
