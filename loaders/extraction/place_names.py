"""Places named in text: in a field that names nothing else, at the end of a title, in a sentence.

What a name means is decided by ``place_grammar``; this module knows in what stretches of text to
look for names, and how sure one can be there.
"""

import re
from functools import lru_cache
from typing import Final

from skillweave.loaders.extraction.occupations import has_occupation, is_sure_head
from skillweave.loaders.extraction.place_grammar import (
    CODE,
    LARGE_CITY,
    LONE_CODES,
    NO_TOWN,
    TOWN,
    ZONES,
    Found,
    group_parts,
    lies_in,
    likelihood,
    make_place,
    named_places,
    narrow,
    read_parts,
)
from skillweave.ontology.gazetteer import GazetteerPlace, fold_name
from skillweave.ontology.record import Place


def read_places(text: str, base: int, *, lenient: bool = True) -> list[Place]:
    """All places in a text that is known to name places, such as the value of "Location:".

    Args:
        text: the value.
        base: where it begins in the posting's text.
        lenient: whether towns that the gazetteer lacks are taken where a region follows.

    Returns:
        Places in order, each once; zones such as "EU" have neither city nor country.
    """
    parts = read_parts(text)
    found = group_parts(parts, lenient=lenient) or group_parts(parts, lenient=lenient, codes=True)
    near = frozenset(
        row
        for one in found
        for row in (
            lies_in(one.candidates[0])[:1]
            if one.anchored
            else (one.candidates[0].row,)
            if one.candidates[0].kind == "region"
            else ()
        )
    )
    countries = frozenset(
        one.candidates[0].country
        for one in found
        if one.anchored or one.candidates[0].kind == "country"
    )
    if len(found) > 1:
        found = [
            one
            for one in found
            if one.anchored
            or one.candidates[0].kind != "city"
            or (one.candidates[0].population >= TOWN and not one.bracketed)
        ]
    places = [make_place(one, text, base, near, countries) for one in found]
    for part in parts:
        if slug := ZONES.get(fold_name(part.text)):
            places.append(
                Place(
                    text=part.text,
                    place=f"place/{slug}",
                    start=base + part.start,
                    end=base + part.end,
                )
            )
    return distinct(places)


def distinct(places: list[Place]) -> list[Place]:
    """Places in the order of the text, each once."""
    kept: dict[tuple[str | None, ...], Place] = {}
    for place in sorted(places, key=lambda place: place.start):
        kept.setdefault((place.city, place.region, place.country, place.place), place)
    return list(kept.values())


@lru_cache(maxsize=4096)
def place_likeness(text: str) -> int:
    """How much a line or field looks like nothing but places.

    Returns:
        2 where parts confirm one another ("Reston, VA") or it names a country, 1 where it is one
        name that is a place, 0 where it is something else.
    """
    if not text[:1].isalnum() or len(text) > 3000 or (len(text) > 160 and "|" not in text):
        return 0
    parts = read_parts(text)
    if not parts:
        return 0
    found = group_parts(parts, lenient=True)
    zones = sum(fold_name(part.text) in ZONES for part in parts)
    rest = len(parts) - zones - sum(one.parts for one in found)
    if not found:
        return int(zones > 0 and rest == 0)
    anchored = any(one.anchored and not one.unknown_town for one in found)
    if rest:
        # an address: what is left names a building, and the place ends it
        ends = found[-1].anchored and found[-1].end == parts[-1].end
        left = (
            part for part in parts if not any(one.start <= part.start < one.end for one in found)
        )
        if rest > 3 or not (anchored or ends) or any(_is_job(part.text) for part in left):
            return 0
        return 2 if anchored else 1
    if anchored:
        return 2
    if any(one.unknown_town for one in found):
        return 2 if any(one.candidates[0].kind == "region" for one in found) else 1
    if all(one.candidates[0].kind == "country" for one in found):
        return 2
    first = found[0].candidates[0]
    framed = found[0].start > 0
    return int(first.kind == "region" or first.population >= (LARGE_CITY if framed else 5_000))


def _is_job(text: str) -> bool:
    """Whether a part that is no place names an occupation, and no organisation or building."""
    words = text.lower().split()
    return any(is_sure_head(word) for word in words) and not NO_TOWN.search(text)


def is_place(text: str) -> bool:
    """Whether a line or field is nothing but places and words that frame them."""
    return place_likeness(text) > 0


_TRAILING: Final = re.compile(r"\s*(?:\s[-–—]|[,|(–—]|-(?=\s))\s*(?=[A-Z])")


@lru_cache(maxsize=4096)
def trailing_place(text: str) -> int | None:
    """Where a place begins that a title ends with ("Nurse - New York, NY"), with its separator.

    Returns:
        The offset at which to cut the title, or None.
    """
    best = None
    for separator in reversed(list(_TRAILING.finditer(text))):
        tail = text[separator.end() :].rstrip(" )")
        if len(tail) > 60 or not separator.start():
            break
        parts = read_parts(tail)
        if not parts:
            continue
        found = group_parts(parts, lenient=True)
        if not found or sum(one.parts for one in found) != len(parts):
            if best is not None:
                break
            continue
        dashed = "," not in separator.group() and "|" not in separator.group()
        if found[0].anchored or (dashed and likelihood(found[0].candidates[0])[0] < 3):
            best = separator.start()
    return best


CODES_IN_TEXT: Final = frozenset({"US", "CA", "GB", "AE"})
"""Countries whose own and whose regions' codes count in running text."""

_LEFT: Final = re.compile(
    r"(?:(?<=[^\w])|^)[A-Z][\w.'’-]*(?:[ -](?:[A-Z][\w.'’-]*|of|the|de|la|upon|on)){0,3}$"
)
_RIGHT: Final = re.compile(r"[A-Z][\w.]*(?: [A-Z][a-z]+){0,2}")
_CAPITAL: Final = re.compile(r"(?<![A-Z])[A-Z]")


def find_places(
    text: str, start: int = 0, end: int | None = None, *, lenient: bool = False
) -> list[Place]:
    """Places written "City, Region" or "City, Country" anywhere in a stretch of text.

    Args:
        text: the posting's text.
        start: where to begin.
        end: where to stop; None for the end of the text.
        lenient: whether a town that the gazetteer lacks is taken before a region's code.

    Returns:
        Places in order, with offsets into ``text``; without ``lenient`` a town that the gazetteer
        lacks ("Anytown, IL") is none. Cost: one look-up a comma before a capital letter.
    """
    stop = len(text) if end is None else end
    places: list[Place] = []
    comma = text.find(",", start, stop)
    while comma >= 0:
        place = _around(text, comma, start, stop, lenient)
        if place is not None:
            places.append(place)
        comma = text.find(",", comma + 1, stop)
    return places


def _around(text: str, comma: int, start: int, stop: int, lenient: bool) -> Place | None:
    """The place whose city stands before a comma and whose region or country after it."""
    after = comma + 1
    while after < stop and text[after] == " ":
        after += 1
    right = _RIGHT.match(text, after, stop)
    if not right:
        return None
    left_end = comma
    while left_end > start and text[left_end - 1] == " ":
        left_end -= 1
    left = _LEFT.search(text, max(start, left_end - 48), left_end)
    if not left:
        return None
    words = right.group().split(" ")
    outer: tuple[GazetteerPlace, ...] = ()
    while words:
        outer = tuple(
            place
            for place in named_places(" ".join(words).rstrip("."))
            if place.kind in ("region", "country")
            and (not CODE.match(words[0]) or place.country in CODES_IN_TEXT)
        )
        if outer:
            break
        words.pop()
    if not outer:
        return None
    right_end = after + len(" ".join(words).rstrip("."))
    town = left.group()
    for capital in _CAPITAL.finditer(town):
        position = left.start() + capital.start()
        name = text[position:left_end]
        cities = tuple(place for place in named_places(name) if place.kind in ("city", "county"))
        if kept := narrow(cities, outer):
            return make_place(Found(kept, name, None, position, right_end, 2, True), text, 0)
    code = words[0].rstrip(".")
    coded = code.isupper() and len(code) == 2 and outer[0].kind == "region"
    no_town = NO_TOWN.search(town) or has_occupation(town) or named_places(town)
    if lenient and coded and not no_town:
        return make_place(Found(outer, town, town, left.start(), right_end, 2, True), text, 0)
    return None


def lone_place(text: str, base: int, *, smallest: int) -> Place | None:
    """The place that a run of capitalised words is, or begins with if it is very well known.

    Args:
        text: capitalised words, such as those after "based in".
        base: where they begin in the posting's text.
        smallest: inhabitants that a city must have; ten times as many where words follow its name.
    """
    words = text.split(" ")
    while words:
        name = " ".join(words).rstrip(".'’")
        candidates = tuple(place for place in named_places(name) if place.kind != "county")
        needed = smallest if len(name) >= len(text) - 1 else 10 * smallest
        large = candidates and (candidates[0].kind != "city" or candidates[0].population >= needed)
        if large and (not CODE.match(name) or name in LONE_CODES):
            return make_place(Found(candidates, name, None, 0, len(name), 1, False), text, base)
        words.pop()
    return None
