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
    found = find(view, "structured query language")[0]
    assert (found.id, found.match) == ("skill/sql", "alias")
    assert found.name == "Structured Query Language"


def test_what_a_list_knows_comes_before_a_candidate(view: View) -> None:
    assert ids(view, "postgres") == [
        ("skill/postgresql", "alias"),
        ("skill/candidate-postgres", "label"),
    ]
    assert view.arrays.id("skills", view.skill("postgres")) == "skill/postgresql"


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


def test_an_ambiguous_name_is_told_apart(view: View) -> None:
    with pytest.raises(AmbiguousName) as caught:
        view.place("Springfield")
    assert "place/4250542 (Springfield, Illinois, 0 postings)" in str(caught.value)


def test_an_unknown_role_suggests_roles_of_the_sort(view: View) -> None:
    with pytest.raises(UnknownName) as caught:
        view.role("quantum engineer")
    assert caught.value.near == ("data engineer",)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("New York", "place/5128638"),  # the state, which holds the city
        ("NYC", "place/5128581"),
        ("New York, NY", "place/5128581"),
        ("Springfield, Illinois", "place/4250542"),
        ("springfield, mo", "place/4409896"),
        ("IL", "place/4896861"),
    ],
)
def test_a_place_is_known_by_other_names_and_by_what_holds_it(
    view: View, text: str, place: str
) -> None:
    assert view.arrays.id("places", view.place(text)) == place


@pytest.mark.parametrize("text", [",", "Springfield, Ohio", "Munich"])
def test_a_place_that_the_graph_has_not_is_unknown(view: View, text: str) -> None:
    with pytest.raises(UnknownName):
        view.place(text)
