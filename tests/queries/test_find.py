"""Finding by name: label before alias before part before near spelling, counted once."""

import pytest

from skillweave.ontology.errors import AmbiguousName, UnknownName
from skillweave.queries.find import find
from skillweave.queries.view import View


def ids(view: View, text: str) -> list[tuple[str, str]]:
    return [(row.id, row.match) for row in find(view, text)]


def test_a_label_comes_before_names_that_hold_it(view: View) -> None:
    assert ids(view, "sql") == [("skill/sql", "label")]
    assert ids(view, "nurse") == [
        ("role/registered-nurse", "alias"),
        ("role/nurse-manager", "part"),
    ]


def test_case_hyphens_and_plural_do_not_matter(view: View) -> None:
    assert ids(view, "Data-Engineers") == [("role/data-engineer", "label")]


def test_an_alias_finds_its_concept_and_says_by_which_name(view: View) -> None:
    (found,) = find(view, "postgres")
    assert (found.id, found.match, found.name) == ("skill/postgresql", "alias", "Postgres")


@pytest.mark.parametrize("typo", ["Pyhton", "pythn", "pythonn"])
def test_a_near_spelling_is_found(view: View, typo: str) -> None:
    assert ids(view, typo) == [("skill/python", "near")]


def test_an_id_finds_itself_alone(view: View) -> None:
    assert ids(view, "skill/c-plus-plus") == [("skill/c-plus-plus", "label")]


def test_the_last_word_may_be_cut_short(view: View) -> None:
    assert ids(view, "registered nu") == [("role/registered-nurse", "part")]
    assert ids(view, "reg nurse") == []


def test_signs_are_part_of_a_name(view: View) -> None:
    assert ids(view, "c++") == [("skill/c-plus-plus", "label")]


@pytest.mark.parametrize("text", ["", "   ", "zymurgy", "()"])
def test_nothing_is_found_for_nothing(view: View, text: str) -> None:
    assert ids(view, text) == []


def test_postings_are_counted_once_without_repetitions(view: View) -> None:
    counts = {
        row.id: row.postings for text in ("python", "data engineer") for row in find(view, text)
    }
    assert counts == {"skill/python": 2, "role/data-engineer": 2}


def test_a_place_counts_the_postings_within_it(view: View) -> None:
    assert [row.postings for row in find(view, "Memphis")] == [1]
    assert [row.postings for row in find(view, "Tennessee")] == [2]


def test_kinds_and_limit_narrow_the_answer(view: View) -> None:
    assert len(find(view, "e", limit=1)) <= 1
    assert {row.kind for row in find(view, "t", kinds=["Employer", "Location"])} == {
        "Employer",
        "Location",
    }


def test_a_name_resolves_to_its_one_concept(view: View) -> None:
    assert view.arrays.id("roles", view.role("rn")) == "role/registered-nurse"
    assert view.arrays.id("skills", view.skill("python")) == "skill/python"


def test_an_unknown_name_lists_near_ones(view: View) -> None:
    with pytest.raises(UnknownName) as caught:
        view.skill("pyhton")
    assert caught.value.near == ("Python",)


def test_an_alias_of_two_concepts_is_ambiguous(view: View) -> None:
    with pytest.raises(AmbiguousName) as caught:
        view.skill("pbi")
    assert set(caught.value.between) == {"skill/power-bi", "skill/pbi-method"}
