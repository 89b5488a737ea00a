"""Finding by name: label before alias before part before near spelling, counted once."""

import pytest

from skillweave.graph.store import Store
from skillweave.ontology.errors import AmbiguousName, UnknownName
from skillweave.queries.find import find, resolve


def ids(store: Store, text: str) -> list[tuple[str, str]]:
    return [(row.id, row.match) for row in find(store, text)]


def test_a_label_comes_before_names_that_hold_it(store: Store) -> None:
    assert ids(store, "sql") == [("skill/sql", "label")]
    assert ids(store, "nurse") == [
        ("role/registered-nurse", "alias"),
        ("role/nurse-manager", "part"),
    ]


def test_case_hyphens_and_plural_do_not_matter(store: Store) -> None:
    assert ids(store, "Data-Engineers") == [("role/data-engineer", "label")]


def test_an_alias_finds_its_concept_and_says_by_which_name(store: Store) -> None:
    (found,) = find(store, "postgres")
    assert (found.id, found.match, found.name) == ("skill/postgresql", "alias", "Postgres")


@pytest.mark.parametrize("typo", ["Pyhton", "pythn", "pythonn"])
def test_a_near_spelling_is_found(store: Store, typo: str) -> None:
    assert ids(store, typo) == [("skill/python", "near")]


def test_an_id_finds_itself_alone(store: Store) -> None:
    assert ids(store, "skill/c-plus-plus") == [("skill/c-plus-plus", "label")]


def test_the_last_word_may_be_cut_short(store: Store) -> None:
    assert ids(store, "registered nu") == [("role/registered-nurse", "part")]
    assert ids(store, "reg nurse") == []


def test_signs_are_part_of_a_name(store: Store) -> None:
    assert ids(store, "c++") == [("skill/c-plus-plus", "label")]


@pytest.mark.parametrize("text", ["", "   ", "zymurgy", "()"])
def test_nothing_is_found_for_nothing(store: Store, text: str) -> None:
    assert ids(store, text) == []


def test_postings_are_counted_once_without_repetitions(store: Store) -> None:
    counts = {
        row.id: row.postings for text in ("python", "data engineer") for row in find(store, text)
    }
    assert counts == {"skill/python": 2, "role/data-engineer": 2}


def test_a_place_counts_the_postings_within_it(store: Store) -> None:
    assert [row.postings for row in find(store, "Memphis")] == [1]
    assert [row.postings for row in find(store, "Tennessee")] == [2]


def test_kinds_and_limit_narrow_the_answer(store: Store) -> None:
    assert len(find(store, "e", limit=1)) <= 1
    assert {row.kind for row in find(store, "t", kinds=["Employer", "Location"])} == {
        "Employer",
        "Location",
    }


def test_a_name_resolves_to_its_one_concept(store: Store) -> None:
    assert resolve(store, "rn", "Role") == "role/registered-nurse"
    assert resolve(store, "python", "Skill") == "skill/python"


def test_an_unknown_name_lists_near_ones(store: Store) -> None:
    with pytest.raises(UnknownName) as caught:
        resolve(store, "pyhton", "Skill")
    assert caught.value.near == ("Python",)


def test_an_alias_of_two_concepts_is_ambiguous(store: Store) -> None:
    with pytest.raises(AmbiguousName) as caught:
        resolve(store, "pbi", "Skill")
    assert set(caught.value.between) == {"skill/power-bi", "skill/pbi-method"}
