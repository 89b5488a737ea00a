"""The gazetteer is whole: every place can be found by its name and lies in its country."""

import string

from hypothesis import given
from hypothesis import strategies as st

from skillweave.ontology.gazetteer import Gazetteer, containers, fold_name

ROWS = st.integers(min_value=0, max_value=240_000)


@given(ROWS)
def test_a_place_is_found_by_its_name_and_its_id(row: int) -> None:
    gazetteer = Gazetteer.builtin()
    place = gazetteer.place_at(row)
    assert gazetteer.place(place.id) == place
    if fold_name(place.name):  # New York has two names: the usual one is found all the same
        assert any(found.row == row for found in gazetteer.named(place.name))


@given(ROWS)
def test_what_a_place_lies_in_ends_at_its_country(row: int) -> None:
    gazetteer = Gazetteer.builtin()
    place = gazetteer.place_at(row)
    chain = [place, *gazetteer.within(place)]
    assert chain[-1].kind == "country"
    assert {above.country for above in chain} == {place.country}
    assert [above.id for above in containers(place.id)] == [above.id for above in chain[1:]]
    assert [above.row for above in chain] == sorted((above.row for above in chain), reverse=True)


def test_known_places_have_their_geonames_ids() -> None:
    gazetteer = Gazetteer.builtin()
    richmond = next(
        place for place in gazetteer.named("Richmond") if "Virginia" in str(gazetteer.within(place))
    )
    assert richmond.id == "place/4781708"
    assert [(above.name, above.kind) for above in containers(richmond.id)][-2:] == [
        ("Virginia", "region"),
        ("United States", "country"),
    ]
    germany = gazetteer.country("DE")
    assert germany is not None
    assert germany.id == "place/2921044"


def test_the_largest_place_of_a_name_comes_first() -> None:
    gazetteer = Gazetteer.builtin()
    populations = [place.population for place in gazetteer.named("Springfield")]
    assert len(populations) > 5
    assert populations == sorted(populations, reverse=True)


def test_unknown_names_and_ids_find_nothing() -> None:
    gazetteer = Gazetteer.builtin()
    assert gazetteer.named("Nosuchtown upon Nothing") == ()
    assert gazetteer.named("") == ()
    assert gazetteer.country("XX") is None
    assert gazetteer.place("place/eu") is None
    assert gazetteer.place("place/1") is None
    assert containers("place/eu") == []


@given(st.text(alphabet=string.ascii_letters + " .'-éüñß", max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


def test_accents_case_and_saints_fold_together() -> None:
    assert fold_name("São Paulo") == fold_name("SAO PAULO")
    assert fold_name("St. Albans") == fold_name("Saint Albans") == "saint albans"
