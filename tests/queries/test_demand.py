"""What postings ask for: every figure checked by hand on four postings, every reason in the text."""

from skillweave.graph.store import Store
from skillweave.queries.demand import postings_asking, skills_of_role, thresholds_of_role


def test_skills_of_a_role_with_shares_of_its_postings(store: Store) -> None:
    rows = skills_of_role(store, "role/data-engineer")
    assert [(r.label, r.postings, r.share, r.share_required, r.median_months) for r in rows] == [
        ("SQL", 2, 1.0, 1.0, None),
        ("Python", 2, 1.0, 0.5, 36.0),
        ("C++", 1, 0.5, 0.0, None),
    ]


def test_a_reason_is_the_sentence_around_the_fact(store: Store) -> None:
    rows = skills_of_role(store, "role/data-engineer")
    assert [(r.because[0].posting, r.because[0].quote) for r in rows] == [
        ("posting/1", "SQL"),
        ("posting/1", "3 years of Python"),
        ("posting/2", "Python is a plus"),
    ]


def test_every_reason_is_in_its_posting(store: Store) -> None:
    texts = {document.posting: document.text for document in store.documents()}
    reasons = [
        *(row.because[0] for row in skills_of_role(store, "role/data-engineer")),
        *(row.because[0] for row in postings_asking(store, "skill/sql")),
        *(row.because[0] for row in thresholds_of_role(store, "role/registered-nurse")),
    ]
    assert len(reasons) == 6
    assert all(texts[r.posting][r.start : r.end] == r.quote for r in reasons)
    assert "You know SQL well." in {r.quote for r in reasons}


def test_required_comes_before_preferred_and_repetitions_are_left_out(store: Store) -> None:
    rows = postings_asking(store, "skill/python")
    assert [(r.posting, r.modality, r.min_months, r.one_of) for r in rows] == [
        ("posting/1", "required", 36, 1),
        ("posting/2", "preferred", None, 2),
    ]


def test_what_is_not_required_is_not_asked_for(store: Store) -> None:
    assert list(postings_asking(store, "skill/postgresql")) == []


def test_bounds_of_months(store: Store) -> None:
    def asking(**bounds: int) -> list[str]:
        return [row.posting for row in postings_asking(store, "skill/python", **bounds)]

    assert asking(at_most_months=36) == ["posting/1", "posting/2"]
    assert asking(at_most_months=35) == ["posting/2"]
    assert asking(at_least_months=36) == ["posting/1"]
    assert asking(at_least_months=37) == []


def test_thresholds_of_a_role_count_nested_demands_too(store: Store) -> None:
    rows = thresholds_of_role(store, "role/data-engineer")
    assert [(r.min_months, r.modality, r.postings, r.share) for r in rows] == [
        (36, "required", 1, 0.5)
    ]
    assert rows[0].because[0].quote == "3 years of Python"


def test_a_role_without_postings_has_an_empty_answer(store: Store) -> None:
    assert list(skills_of_role(store, "role/nurse-manager")) == []
    assert list(thresholds_of_role(store, "role/nurse-manager")) == []
