"""The place of work in a sentence that is not English."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from skillweave.loaders.extraction.place_grammar import Found, make_place, named_places
from skillweave.loaders.extraction.place_names import lone_place
from skillweave.loaders.languages import LANGUAGES
from skillweave.loaders.text.page import Page
from skillweave.ontology.gazetteer import Gazetteer
from skillweave.ontology.record import Place

_SENTENCES: Final = 40
_LARGE: Final = 300_000
"""Inhabitants from which a town is known by its name in all languages."""
_TOWN_AT_HOME: Final = 20_000
"""Inhabitants from which a town goes before its namesake abroad."""
_TOWN: Final = r"(?P<town>[A-ZÀ-ÖØ-Þ][\w.'’-]+(?: [A-ZÀ-ÖØ-Þ][\w.'’-]+){0,3})"
_LOOSE: Final = re.compile(rf"(?<!\w)(?:in|à|en|te|a)\s+{_TOWN}")
"""What stands before towns in all of the languages, and before much else."""
_UNTOLD: Final = frozenset({"pay", "benefits", "legal", "boilerplate", "about"})


@cache
def _located(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{LANGUAGES[language].located})\s+{_TOWN}")


def place_in_sentence_abroad(page: Page) -> list[Place]:
    """The place that a sentence says the work is at: the first that any does.

    Args:
        page: a page whose language has a table.

    Returns:
        One place or none. A town must be larger where nothing but a preposition stands before it.
    """
    sure = _located(page.language)
    loose: Place | None = None
    for sentence in page.sentences[:_SENTENCES]:
        if sentence.section in _UNTOLD:
            continue
        for pattern, smallest in ((sure, 20_000), (_LOOSE, 150_000)):
            if pattern is _LOOSE and loose is not None:
                continue
            for match in pattern.finditer(sentence.text):
                place = lone_place(
                    match["town"], sentence.start + match.start("town"), smallest=smallest
                )
                if place is None or not place.city or not _at_home(place, page.language):
                    continue
                if pattern is sure:
                    return [place]
                loose = loose or place
    return [loose] if loose else []


def _at_home(place: Place, language: str) -> bool:
    """Whether a place lies where adverts in the language mostly are."""
    return place.country in LANGUAGES[language].countries.values()


def places_abroad(places: Sequence[Place], language: str) -> list[Place]:
    """Places of a page that is not English, as its language means them.

    Args:
        places: places that were read from fields of its title block.
        language: a language with a table.

    Returns:
        The places, without small towns elsewhere that share their name with a word ("Mobil"), and
        with countries by the names that the language has for them ("Nederland").
    """
    countries = LANGUAGES[language].countries
    kept: list[Place] = []
    for place in places:
        code = countries.get(place.text.lower())
        if code is not None:
            country = Gazetteer.builtin().country(code)
            identifier = None if country is None else country.id
            kept.append(
                Place(
                    text=place.text,
                    country=code,
                    place=identifier,
                    start=place.start,
                    end=place.end,
                )
            )
        elif "," in place.text or _at_home(place, language):
            kept.append(place)
        elif (namesake := _namesake_at_home(place, language)) is not None:
            kept.append(namesake)
        elif not _is_small(place):
            kept.append(place)
    return kept


def _namesake_at_home(place: Place, language: str) -> Place | None:
    """The largest town of the same name where adverts in the language mostly are."""
    home = LANGUAGES[language].countries.values()
    towns = [
        town
        for town in named_places(place.text)
        if town.kind == "city" and town.country in home and town.population >= _TOWN_AT_HOME
    ]
    if not towns:
        return None
    towns.sort(key=lambda town: -town.population)
    name = place.text
    return make_place(Found(tuple(towns), name, None, 0, len(name), 1, False), name, place.start)


def _is_small(place: Place) -> bool:
    known = Gazetteer.builtin().place(place.place) if place.place and place.city else None
    return known is not None and known.population < _LARGE
