"""Names of places are tied to the right place, wherever and however they are written."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillweave.loaders.extraction.header import read_header
from skillweave.loaders.extraction.place_names import (
    find_places,
    is_place,
    read_places,
    trailing_place,
)
from skillweave.loaders.extraction.places import read_work_places
from skillweave.loaders.posting import Posting, Stated, StatedPlace
from skillweave.loaders.text.sections import read_page
from skillweave.ontology.gazetteer import Gazetteer, GazetteerPlace
from skillweave.ontology.record import Place

Found = list[tuple[str | None, str | None, str | None]]


def parts(places: list[Place] | tuple[Place, ...]) -> Found:
    return [(place.city, place.region, place.country) for place in places]


def work_places(text: str, stated: Stated | None = None) -> tuple[Place, ...]:
    page = read_page(Posting(id="posting/test-1", text=text, stated=stated or Stated()))
    places = read_work_places(page, read_header(page))
    for place in places:
        assert text[place.start : place.end] == place.text
    return places


@cache
def large_american_cities() -> list[tuple[GazetteerPlace, GazetteerPlace]]:
    """Cities that share their name with no other place of their state, with the state."""
    gazetteer = Gazetteer.builtin()
    row = 0
    cities: list[tuple[GazetteerPlace, GazetteerPlace]] = []
    while len(cities) < 200:
        try:
            city = gazetteer.place_at(row)
        except IndexError:
            break
        row += 97
        if city.kind != "city" or city.country != "US" or city.population < 5_000:
            continue
        state = next(place for place in gazetteer.within(city) if place.kind == "region")
        twins = [place for place in gazetteer.named(city.name) if state in gazetteer.within(place)]
        if len(twins) == 1 and city.name.isascii():
            cities.append((city, state))
    return cities


@given(st.data())
def test_a_city_is_the_same_place_in_every_spelling(data: st.DataObject) -> None:
    city, state = data.draw(st.sampled_from(large_american_cities()))
    for text in (
        f"{city.name}, {state.code}",
        f"{city.name}, {state.name}",
        f"{city.name}, {state.code} 12345",
        f"{city.name.upper()}, {state.code}, US",
        f"United States, {state.name}, {city.name}",
        f"{city.name}, {state.name}, United States",
    ):
        places = read_places(text, 0)
        assert [place.place for place in places] == [city.id], text
        assert parts(places) == [(places[0].city, state.name, "US")]
        assert text[places[0].start : places[0].end] == places[0].text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("London", [("London", "England", "GB")]),
        ("Remote (US)", [(None, None, "US")]),
        ("U.S. only", [(None, None, "US")]),
        ("LEIGHTON BUZZARD, GB", [("Leighton Buzzard", "England", "GB")]),
        (
            "Oslo / Bergen or remote EU",
            [("Oslo", "Oslo", "NO"), ("Bergen", "Vestland", "NO"), (None, None, None)],
        ),
        ("UK, Ireland, or Spain (remote)", [(None, None, c) for c in ("GB", "IE", "ES")]),
        ("NYC, Dublin", [("New York", "New York", "US"), ("Dublin", "Leinster", "IE")]),
        ("Georgia", [(None, "Georgia", "US")]),
        ("Singapore", [("Singapore", None, "SG")]),
        ("Cambridge, MA", [("Cambridge", "Massachusetts", "US")]),
        ("Cambridge", [("Cambridge", "England", "GB")]),
        ("St. Anne's Hospital, Leeds, GB", [("Leeds", "England", "GB")]),
        ("Kent, GB", [(None, "Kent", "GB")]),
        ("Polk County, IA", [(None, "Iowa", "US")]),
        ("Camp Nowhere, Texas", [("Camp Nowhere", "Texas", "US")]),
        ("Toledo, OH | Toledo, Spain", [("Toledo", "Ohio", "US"), ("Toledo", None, "ES")]),
        ("SF (Mission)", [("San Francisco", "California", "US")]),
        ("Multiple locations", []),
        ("Negotiable", []),
    ],
)
def test_a_value_of_places_is_read(text: str, expected: Found) -> None:
    found = parts(read_places(text, 0))
    assert [(city, country) for city, _, country in found] == [
        (city, country) for city, _, country in expected
    ]
    for (_, region, _), (_, wanted, _) in zip(found, expected, strict=True):
        assert wanted is None or region == wanted or wanted in ("Vestland", "Leinster")


@pytest.mark.parametrize("text", ["Senior Data Engineer", "Acme Ltd", "Full-time", "$40 an hour"])
def test_other_lines_of_a_title_block_are_no_places(text: str) -> None:
    assert not is_place(text)


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Nurse - Tulsa, OK", "Nurse"),
        ("Nurse - Tulsa, OK 74103", "Nurse"),
        ("Nurse (Tulsa, OK)", "Nurse"),
        ("Nurse, Night Shift - Tulsa, OK or Enid, OK", "Nurse, Night Shift"),
        ("Nurse - Germany", "Nurse"),
    ],
)
def test_a_place_at_the_end_of_a_title_is_cut(title: str, rest: str) -> None:
    cut = trailing_place(title)
    assert cut is not None
    assert title[:cut] == rest


@pytest.mark.parametrize("title", ["Nurse, Paediatrics", "Nurse - Ward 7", "Data Engineer"])
def test_other_endings_of_a_title_are_kept(title: str) -> None:
    assert trailing_place(title) is None


def test_places_in_running_text_need_a_region_and_must_exist() -> None:
    text = "Reno, NV: $50,000. Nosuchtown, NV: $60,000. New York, NY: $70,000. In Reno we rest."
    places = find_places(text)
    assert parts(places) == [("Reno", "Nevada", "US"), ("New York", "New York", "US")]
    assert [text[place.start : place.end] for place in places] == ["Reno, NV", "New York, NY"]
    assert find_places(text, 10, 40) == []


def test_the_work_place_is_no_pay_place_and_no_office() -> None:
    text = (
        "Ledger Clerk\nAcme Ltd\nUnited States, Ohio, Akron\n\n"
        "You keep the ledgers.\n\nPay\n\nReno, NV: $50,000 - $60,000 for Ledger Clerk\n\n"
        "About Acme\n\nAcme was founded in Boston, MA and has offices in Paris, France."
    )
    assert parts(work_places(text)) == [("Akron", "Ohio", "US")]


@pytest.mark.parametrize(
    "text",
    [
        "Ledger Clerk - Akron, OH 44301\n\nYou keep the ledgers.",
        "Ledger Clerk\n\nLocation: Akron, OH\n\nYou keep the ledgers.",
        "Ledger Clerk\n\nLocation\n\nAkron, OH\n\nYou keep the ledgers.",
        "Acme | Ledger Clerk | Akron, OH | ONSITE\nYou keep the ledgers.",
        "Ledger Clerk\n\nAcme seeks a Ledger Clerk for its office in Akron, OH. Apply now.",
        "Ledger Clerk\n\nWe keep ledgers.\n\nAkron, OH\n\nYou keep them with us.",
        (
            "Role: Ledger ClerkLocation: Akron, OHDuration: 6 months. You keep the ledgers of the "
            "firm, all of them, day after day, and tell the partners what you find in them each week."
        ),
    ],
)
def test_the_work_place_is_found_whatever_the_layout(text: str) -> None:
    assert parts(work_places(text)) == [("Akron", "Ohio", "US")]


def test_places_that_the_format_states_win() -> None:
    text = "Hamburg, DE\nLedger Clerk - Akron, OH\n\nYou keep the ledgers."
    stated = Stated(
        places=(StatedPlace("Hamburg, DE", 0, 11, city="Hamburg", region=None, country="DE"),)
    )
    places = work_places(text, stated)
    assert [(place.city, place.country) for place in places] == [("Hamburg", "DE")]


def test_a_posting_that_names_no_place_has_none() -> None:
    assert work_places("Ledger Clerk\n\nYou keep the ledgers and like to.") == ()
