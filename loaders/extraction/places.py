"""Places of work: from "Richmond, VA" or "Remote (UK)" to a place of the gazetteer.

A place is read in three steps:

1. The text is cut into parts at commas, dashes, brackets, slashes, pipes, "or" and "and".
2. Each part is looked up: a country, a region (also by its code), a county or a city.
3. Neighbouring parts that lie in one another form one place, written upwards ("Richmond, VA, US")
   or downwards ("United States, Virginia, Richmond"). A part that no neighbour explains is a
   place of its own.

Where the work is done is taken from what the format states, else from lines with a label or in the
title block, else from a sentence that says where the job is. Pay places, offices and
headquarters stand elsewhere and are not looked at.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from skillweave.loaders.extraction.header import Header
from skillweave.loaders.posting import StatedPlace
from skillweave.loaders.text.page import Page
from skillweave.ontology.gazetteer import Gazetteer, GazetteerPlace, fold_name
from skillweave.ontology.record import Place

CODED_COUNTRIES: Final = ("US", "CA", "AU", "GB", "IN", "DE", "NZ")
"""Countries whose region codes postings use, the likeliest first."""

CITY_CODES: Final = frozenset({"NY", "LA", "DC"})
"""Region codes that mean the city where they stand alone."""

ZONES: Final[dict[str, str]] = {
    "eu": "eu",
    "europe": "europe",
    "emea": "emea",
    "apac": "apac",
    "latam": "latam",
    "latin america": "latam",
    "north america": "north-america",
    "americas": "americas",
    "european union": "eu",
    "asia": "asia",
}
"""Zones that are no places: folded name to the slug of their id."""

_SEPARATOR: Final = re.compile(
    r"\s*(?P<hard>[|;/•·+]|\n|\s(?:or|and|&)\s)\s*|\s*(?P<soft>[,()\[\]:]|\s[-–—‒>]|[–—‒])\s*"
)
_BEFORE: Final = re.compile(
    r"(?:(?:fully|100%|mostly|primarily|either|also|or|in|at|near|from|within|around|the|our|any|of|"
    r"based|located|anywhere|remote(?:ly)?|hybrid|on-?site|office|offices|greater|downtown|"
    r"midtown|central|city of|metro|local to|must|be|live|reside|is|candidates?|first|wfh|home)"
    r"[\s,:/-]+)+",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"(?:[\s,/-]+(?:only|areas?|metro(?:politan)?|region|offices?|wide|based|remote(?:ly)?|hybrid|"
    r"on-?site|preferred|citizens?|hq|campus|headquarters|residents?|location|friendly|"
    r"surrounding|time ?zones?|bay area|east|west|or|city cent(?:er|re)))+$",
    re.IGNORECASE,
)
_POSTCODE: Final = re.compile(
    r"[\s,]*\b(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[\dA-Z]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d)$"
)
_CITY_CODE: Final = re.compile(r"(?P<city>[A-Z].*?)\s+(?P<code>[A-Z]{2,3}|D\.C\.)$")
_CODE: Final = re.compile(r"[A-Z]{2,3}$|[A-Z]\.[A-Z]\.(?:[A-Z]\.)?$")
_NAME: Final = re.compile(r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|of|the|and|la|de|del|on)){0,4}$")
_NO_TOWN: Final = re.compile(
    r"\b(?:Hospital|House|Centre|Center|University|Office|Street|St|Road|Rd|Ave|Avenue|Suite|Floor|"
    r"Building|Department|Team|Clinic|Trust|Elections?|Remote|Hybrid|Unit|School|College|Inc|LLC|"
    r"Campus|Headquarters|Multiple|Various|Location|Negotiable|Anywhere|Nationwide|Virtual)\b"
)
_MODES: Final = frozenset(
    {"remote", "hybrid", "onsite", "on site", "online", "fully remote", "wfh", "home", "full time"}
)


class _Part(NamedTuple):
    """A stretch between separators; ``linked`` where a comma or the like joins it to the next."""

    text: str
    start: int
    end: int
    linked: bool
    bracketed: bool


def _parts(text: str) -> list[_Part]:
    """Cut a text at its separators; the parts are stripped of words that only frame a place."""
    parts: list[_Part] = []
    position = 0
    bracketed = opening = False
    for separator in [*_SEPARATOR.finditer(text), None]:
        end = separator.start() if separator else len(text)
        linked = separator is not None and separator["soft"] is not None
        bracketed, opening = opening, separator is not None and "(" in separator.group()
        start, stop = position, end
        if separator:
            position = separator.end()
        if match := _BEFORE.match(text, start, stop):
            start = match.end()
        value = text[start:stop]
        if value.strip(" .*") == "":
            if parts and not linked:
                parts[-1] = parts[-1]._replace(linked=False)
            continue
        if value[-1].isdigit() or value[-1].isupper():
            value = _POSTCODE.sub("", value)
        value = _AFTER.sub("", value)
        if not _CODE.match(value):
            value = value.rstrip(" .*")
        if not value or value.lower().replace("-", " ") in _MODES:
            continue
        if (match := _CITY_CODE.match(value)) and _regions(match["code"].replace(".", "")):
            if not _named(value):
                city_end = start + match.end("city")
                parts.append(_Part(match["city"].rstrip(","), start, city_end, True, bracketed))
                start += match.start("code")
                value = match["code"]
        parts.append(_Part(value, start, start + len(value), linked, bracketed))
    return parts


@lru_cache(maxsize=4096)
def _regions(code: str) -> tuple[GazetteerPlace, ...]:
    """Regions and the country of a code in upper case, the likeliest first."""
    gazetteer = Gazetteer.builtin()
    regions = [place for place in gazetteer.regions_coded(code) if place.country in CODED_COUNTRIES]
    regions.sort(key=lambda place: CODED_COUNTRIES.index(place.country))
    country = gazetteer.country({"UK": "GB"}.get(code, code))
    countries = (country,) if country else ()
    return (*countries, *regions) if code in ("UK", "US") else (*regions, *countries)


@lru_cache(maxsize=32_768)
def _named(text: str) -> tuple[GazetteerPlace, ...]:
    """Everything a part may be, the likeliest reading first."""
    if len(text) < 2 or len(text) > 48 or text[0].isdigit():
        return ()
    gazetteer = Gazetteer.builtin()
    if _CODE.match(text):
        code = text.replace(".", "")
        coded = _regions(code) if len(code) <= 3 else ()
        named = tuple(place for place in gazetteer.named(text) if place.kind != "county")
        if len(code) == 2:  # small towns of two letters are never meant
            named = tuple(place for place in named if place.population > 300_000)
        if code in CITY_CODES:
            return (*named, *coded)
        known = {place.row for place in coded}
        return (*coded, *(place for place in named if place.row not in known))
    found = sorted(gazetteer.named(text), key=_likelihood)
    if found and found[0].kind == "country":  # Georgia is first of all the larger, the state
        size = found[0].population
        found.sort(key=lambda place: place.kind != "region" or place.population < size)
    return tuple(found)


def _likelihood(place: GazetteerPlace) -> tuple[int, int]:
    """Sort key of a name that stands alone: countries, cities of size, regions, small towns."""
    if place.kind == "country":
        return (0, 0)
    if place.kind == "city" and place.population >= 200_000:
        return (1, -place.population)
    return (("region", "city", "county").index(place.kind) + 2, -place.population)


@lru_cache(maxsize=32_768)
def _chain(place: GazetteerPlace) -> tuple[int, ...]:
    """Rows of the places that a place lies in."""
    return tuple(above.row for above in Gazetteer.builtin().within(place))


def _narrow(
    inner: tuple[GazetteerPlace, ...], outer: tuple[GazetteerPlace, ...]
) -> tuple[GazetteerPlace, ...]:
    """The readings of ``inner`` that lie in some reading of ``outer``, which is no city."""
    for place in outer:
        if place.kind == "city":
            continue
        # a county may be the one of old: it is enough that both lie in the same region
        rows = (place.row, place.parent) if place.kind == "county" else (place.row,)
        kept = tuple(
            candidate
            for candidate in inner
            if candidate.kind != "region" or place.kind == "country"
            if any(row in _chain(candidate) for row in rows)
        )
        if kept:
            return kept
    return ()


class _Found(NamedTuple):
    """A place with the parts it was read from."""

    candidates: tuple[GazetteerPlace, ...]
    name: str  # the deepest part as written
    unknown_city: str | None
    start: int
    end: int
    parts: int
    anchored: bool  # more than one part agrees
    bracketed: bool = False


def _read_parts(parts: list[_Part], *, lenient: bool) -> list[_Found]:
    """Group parts into places (step 3).

    Args:
        parts: the parts in order.
        lenient: whether an unknown town before a region or country is taken for a town.
    """
    found: list[_Found] = []
    index = 0
    while index < len(parts):
        part = parts[index]
        candidates = _named(part.text)
        last = index
        unknown = None
        name = part.text
        if not candidates:
            after = parts[index + 1] if part.linked and index + 1 < len(parts) else None
            if (
                lenient
                and after is not None
                and _NAME.match(part.text)
                and not _NO_TOWN.search(part.text)
                and not _zone(part.text)
            ):
                outer = tuple(
                    place for place in _named(after.text) if place.kind in ("region", "country")
                )
                if outer and (outer[0].kind == "region" or len(after.text) > 3):
                    unknown = part.text
                    candidates = outer
                    last = index + 1
            if unknown is None:
                index += 1
                continue
        anchored = last > index
        while parts[last].linked and last + 1 < len(parts):
            following = parts[last + 1]
            others = _named(following.text)
            if kept := _narrow(candidates, others):
                candidates = kept
            elif following.text == parts[last].text and last > index:
                pass  # "Austin, TX, TX"
            elif (
                unknown is None
                and candidates[0].kind != "city"
                and (deeper := _narrow(others, candidates[:1]))
            ):
                candidates, name = deeper, following.text
            else:
                break
            anchored = True
            last += 1
        found.append(
            _Found(
                candidates,
                name,
                unknown,
                part.start,
                parts[last].end,
                last - index + 1,
                anchored,
                part.bracketed,
            )
        )
        index = last + 1
    return found


def _zone(text: str) -> str | None:
    return ZONES.get(fold_name(text))


def _place(
    found: _Found, text: str, base: int, near: frozenset[int], countries: frozenset[str]
) -> Place:
    """The Record's place: the reading that fits its neighbours best."""
    choice = found.candidates[0]
    if not found.anchored and len(found.candidates) > 1 and (near or countries):
        for candidate in found.candidates:
            if near & set(_chain(candidate)) and candidate.kind == "city":
                choice = candidate
                break
        else:
            for candidate in found.candidates:
                if candidate.country in countries and candidate.population >= 5000:
                    choice = candidate
                    break
    chain = (choice, *Gazetteer.builtin().within(choice))
    region = next((place.name for place in chain if place.kind == "region"), None)
    county = next((place.name for place in chain if place.kind == "county"), None)
    city = found.unknown_city
    place_id: str | None = None if city else choice.id
    if choice.kind == "city":
        city = _city_name(found.name, choice)
    return Place(
        text=text[found.start : found.end],
        city=city,
        region=county if choice.kind == "county" and choice.country == "GB" else region,
        country=choice.country,
        place=place_id,
        start=base + found.start,
        end=base + found.end,
    )


def _city_name(written: str, place: GazetteerPlace) -> str:
    """A city's name as written, but not as a nickname, in capitals or with its state."""
    if fold_name(written) == fold_name(place.name):
        return place.name if written.isupper() or written.islower() else written
    if len(written) <= 4 or fold_name(place.name) in fold_name(written):
        return place.name
    return written.title() if written.isupper() else written


def read_places(text: str, base: int, *, lenient: bool = True) -> list[Place]:
    """All places in a text that is known to name places, such as the value of "Location:".

    Args:
        text: the value.
        base: where it begins in the posting's text.
        lenient: whether towns that the gazetteer lacks are taken where a region follows.

    Returns:
        Places in order, each once; zones such as "EU" have neither city nor country.
    """
    parts = _parts(text)
    found = _read_parts(parts, lenient=lenient)
    near = frozenset(
        row for one in found if one.anchored for row in _chain(one.candidates[0])
    ) | frozenset(one.candidates[0].row for one in found if one.candidates[0].kind == "region")
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
            or (one.candidates[0].population >= 30_000 and not one.bracketed)
        ]
    places = [_place(one, text, base, near, countries) for one in found]
    for part in parts:
        if slug := _zone(part.text):
            places.append(
                Place(
                    text=part.text,
                    place=f"place/{slug}",
                    start=base + part.start,
                    end=base + part.end,
                )
            )
    return _distinct(places)


def _distinct(places: list[Place]) -> list[Place]:
    """Places in order of the text, the same place once, containers of a named city left out."""
    places = sorted(places, key=lambda place: place.start)
    kept: dict[tuple[str | None, ...], Place] = {}
    for place in places:
        kept.setdefault((place.city, place.region, place.country, place.place), place)
    return list(kept.values())


def is_place(text: str) -> bool:
    """Whether a whole line or field is nothing but places (and words that frame them)."""
    if len(text) > 400 or not text[:1].isalnum():
        return False
    parts = _parts(text)
    if not parts or len(parts) > 60:
        return False
    found = _read_parts(parts, lenient=True)
    if not found:
        return any(_zone(part.text) for part in parts) and len(parts) <= 2
    used = sum(one.parts for one in found)
    zones = sum(_zone(part.text) is not None for part in parts)
    if used + zones == len(parts):
        if len(parts) == 1:
            first = found[0].candidates[0]
            return first.kind != "city" or first.population >= 5_000
        return any(one.anchored or one.candidates[0].population > 100_000 for one in found) or all(
            one.candidates[0].kind != "city" for one in found
        )
    return bool(found) and any(one.anchored for one in found) and len(parts) - used - zones <= 2


_TRAILING: Final = re.compile(r"\s*(?:\s[-–—]|[,|(–—]|-(?=\s))\s*(?=[A-Z])")


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
        parts = _parts(tail)
        if not parts:
            continue
        found = _read_parts(parts, lenient=False)
        if found and sum(one.parts for one in found) == len(parts):
            sure = (
                found[0].anchored
                or ((
                    "-" in separator.group() or "–" in separator.group() or "(" in separator.group()
                )
                and _likelihood(found[0].candidates[0])[0] < 3)
            )
            if sure or best is not None:
                best = separator.start() if sure else best
        elif best is not None:
            break
    return best


_LEFT: Final = re.compile(
    r"(?:(?<=[^\w])|^)[A-Z][\w.'’-]*(?:[ -](?:[A-Z][\w.'’-]*|of|the|de|la|upon|on)){0,3}$"
)
_RIGHT: Final = re.compile(r"[A-Z][\w.]*(?: [A-Z][a-z]+){0,2}")
_LEADING_WORD: Final = re.compile(r"[A-Z][\w.'’-]*[ -]")


def find_places(text: str, start: int = 0, end: int | None = None) -> list[Place]:
    """Places written "City, Region" or "City, Country" anywhere in a stretch of text.

    Args:
        text: the posting's text.
        start: where to begin.
        end: where to stop; None for the end of the text.

    Returns:
        Known places only, in order; a town that the gazetteer lacks ("Anytown, IL") is none.
        Cost: one gazetteer look-up a comma before a capital letter.
    """
    stop = len(text) if end is None else end
    places: list[Place] = []
    comma = text.find(",", start, stop)
    while comma >= 0:
        place = _around(text, comma, start, stop)
        if place is not None:
            places.append(place)
        comma = text.find(",", comma + 1, stop)
    return places


def _around(text: str, comma: int, start: int, stop: int) -> Place | None:
    after = comma + 1
    while after < stop and text[after] == " ":
        after += 1
    right = _RIGHT.match(text, after, stop)
    if not right:
        return None
    words = right.group().split(" ")
    left_end = comma
    while left_end > start and text[left_end - 1] == " ":
        left_end -= 1
    left = _LEFT.search(text, max(start, left_end - 48), left_end)
    if not left:
        return None
    outer: tuple[GazetteerPlace, ...] = ()
    count = len(words)
    while count and not outer:
        candidate = " ".join(words[:count]).rstrip(".")
        outer = tuple(place for place in _named(candidate) if place.kind in ("region", "country"))
        count -= not outer
    if not outer:
        return None
    position = left.start()
    right_end = after + len(" ".join(words[:count]).rstrip("."))
    while position < left_end:
        name = text[position:left_end]
        cities = tuple(place for place in _named(name) if place.kind in ("city", "county"))
        if kept := _narrow(cities, outer):
            found = _Found(kept, name, None, position, right_end, 2, True)
            return _place(found, text, 0, frozenset(), frozenset())
        shorter = _LEADING_WORD.match(text, position, left_end)
        if not shorter:
            return None
        position = shorter.end()
        while position < left_end and not text[position].isupper():
            position = text.find(" ", position, left_end) + 1
            if position == 0:
                return None
    return None


_WHERE: Final = re.compile(
    r"\b(?:locat(?:ed|ion)|based|office|on-?site|position|opportunity|opening|role|client|job|"
    r"report(?:ing|s)? to|work(?:ing)? (?:in|at|from)|seeking|looking for|hiring|join)\b",
    re.IGNORECASE,
)
_CITY_CUE: Final = re.compile(
    r"\b(?:[Ll]ocated in|[Bb]ased in|[Bb]ased out of|[Oo]ffice in|[Oo]n-?site in|[Ww]ork(?:ing)? in|"
    r"[Ll]ocation|[Pp]osition in|[Oo]pportunity in|[Rr]ole in|[Jj]ob in|[Oo]ur|[Cc]lient in)"
    r"(?: our| the| downtown| sunny| beautiful)*[: ]+"
    r"(?P<city>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3})(?P<office> office)?"
)
_UNTOLD: Final = frozenset({"pay", "benefits", "legal", "boilerplate", "apply"})


def _told(page: Page) -> list[Place]:
    """The place that a sentence says the job is in; the first one only."""
    for sentence in page.sentences[:40]:
        if sentence.section in _UNTOLD or len(sentence.text) > 700:
            continue
        has_comma = "," in sentence.text
        if has_comma and _WHERE.search(sentence.text):
            places = find_places(page.text, sentence.start, sentence.end)
            if places:
                return _distinct(places)[:3]
        for match in _CITY_CUE.finditer(sentence.text):
            if match.group().startswith(("Our", "our")) and not match["office"]:
                continue
            words = match["city"].split(" ")
            while words:
                name = " ".join(words)
                candidates = [place for place in _named(name) if place.kind != "county"]
                if candidates and (
                    candidates[0].kind != "city" or candidates[0].population >= 50_000
                ):
                    start = match.start("city")
                    found = _Found(
                        tuple(candidates), name, None, start, start + len(name), 1, False
                    )
                    return [_place(found, sentence.text, sentence.start, frozenset(), frozenset())]
                words.pop()
    return []


def _stated(place: StatedPlace) -> list[Place]:
    """A place that the format states, by its parts where it has them, else by its text."""
    parts = [part for part in (place.city, place.region, place.country) if part]
    if not parts:
        return read_places(place.value, place.start)
    read = read_places(", ".join(parts), 0)
    first = read[0] if read else None
    return [
        Place(
            text=place.value,
            city=place.city or (first.city if first else None),
            region=first.region if first else place.region,
            country=first.country if first else None,
            place=first.place if first else None,
            start=place.start,
            end=place.end,
        )
    ]


def read_work_places(page: Page, header: Header) -> tuple[Place, ...]:
    """Where the work is done.

    Args:
        page: the posting.
        header: its title block.

    Returns:
        Each place once, in the order of the text; nothing where the posting does not say.
    """
    stated = page.posting.stated.places
    if stated:
        places = [found for place in stated for found in _stated(place)]
        if places:
            return tuple(_distinct(places))
    places = []
    for field in header.labelled.get("place", ()):
        places = read_places(field.text, field.start)
        if places:
            break
    block: list[Place] = []
    for number, field in enumerate(header.fields):
        if number == 0:
            cut = trailing_place(field.text)
            if cut is not None:
                block = read_places(field.text[cut:], field.start + cut)
                break
            if field.piped or not is_place(field.text):
                continue
        if is_place(field.text) and (field.piped or number < 6):
            block = read_places(field.text, field.start)
            if block and not field.piped:
                break
    if block and not places:
        return tuple(block)
    if places:
        return tuple(places)
    return tuple(_told(page))
