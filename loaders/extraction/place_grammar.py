"""The grammar of place names: "Richmond, VA", "Remote (UK)", "Berlin / Munich or EU".

A text that names places is read in three steps:

1. It is cut into parts at commas, dashes, brackets, slashes, pipes, "or" and "and".
2. Each part is looked up: a country, a region (also by its code), a county or a city.
3. Neighbouring parts that lie in one another form one place, written upwards ("Richmond, VA, US")
   or downwards ("United States, Virginia, Richmond"). A part that no neighbour explains is a
   place of its own.

Of several places of a name, the one that fits its neighbours is taken, else the largest.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from skillweave.loaders.extraction.occupations import is_sure_head
from skillweave.ontology.gazetteer import Gazetteer, GazetteerPlace, fold_name
from skillweave.ontology.record import Place

CODED_COUNTRIES: Final = ("US", "CA", "AU", "GB", "IN", "DE", "NZ")
"""Countries whose region codes postings use, the likeliest first."""

CITY_CODES: Final = frozenset({"NY", "LA", "DC"})
"""Region codes that mean the city where they stand alone."""

LONE_CODES: Final = CITY_CODES | {"US", "USA", "UK", "UAE", "SF", "NYC"}
"""Codes that name a place without anything beside them."""

ZONES: Final[dict[str, str]] = {
    "eu": "eu",
    "europe": "europe",
    "european union": "eu",
    "emea": "emea",
    "apac": "apac",
    "latam": "latam",
    "latin america": "latam",
    "north america": "north-america",
    "americas": "americas",
    "asia": "asia",
    "bay area": "san-francisco-bay-area",
    "san francisco bay area": "san-francisco-bay-area",
    "sf bay area": "san-francisco-bay-area",
}
"""Zones that are no places: folded name to the slug of their id."""

LARGE_CITY: Final = 200_000
"""Inhabitants from which a name that stands alone means a city before a region."""

REGION_FACTOR: Final = 15
"""How many times more inhabitants a region needs to be meant before a large city of its name."""

TOWN: Final = 30_000
"""Inhabitants from which a name that stands alone among other places is taken for one."""

_SEPARATOR: Final = re.compile(
    r"\s*(?P<hard>[|/•·+\n]|(?<!&amp);|(?:&(?:amp;)?|(?<!\w)(?:or|and)(?=\s)|\bOR(?=\s+[A-Z][a-z]))(?![^,;|]*\b(?:University|Hospital|Trust)))\s*"
    r"|\s*(?P<soft>[,()\[\]:]|\s[-–—‒>]|[–—‒])\s*"
)
_BEFORE: Final = re.compile(
    r"(?:(?:fully|100%|mostly|primarily|either|also|or|in|at|near|from|within|around|the|our|any|of|"
    r"based|located|anywhere|remote(?:ly)?|hybrid|on-?site|office|offices|greater|downtown|"
    r"midtown|central|city of|metro|local to|continental|county of|must|be|live|reside|is|candidates?|first|wfh|home)"
    r"[\s,:/-]+)+",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"(?:[\s,/-]+(?:only|areas?|metro(?:politan)?|region|offices?|wide|based|remote(?:ly)?|hybrid|"
    r"on-?site|municipality|preferred|citizens?|hq|campus|headquarters|residents?|location|friendly|"
    r"surrounding|time ?zones?|bay area|(?<=US )(?:east|west)|or|city cent(?:er|re)))+$"
    r"|\s+(?:in|at|near|from) (?:our|the)\b.*$",
    re.IGNORECASE,
)
_POSTCODE: Final = re.compile(
    r"[\s,]*\b(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[\dA-Z]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d)$"
)
_CITY_CODE: Final = re.compile(r"(?P<city>[A-Z].*?)\s+(?P<code>[A-Z]{2,3}|D\.C\.)$")
CODE: Final = re.compile(r"[A-Z]{2,3}$|[A-Z]\.[A-Z]\.(?:[A-Z]\.)?$")
_TOWN_NAME: Final = re.compile(
    r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|of|the|and|la|de|del|on)){0,4}$"
)
NO_TOWN: Final = re.compile(
    r"\b(?:Hospitals?|Cent(?:er|re)|University|Office|Street|St|Road|Rd|Ave|Avenue|Suite|Floor|"
    r"Building|Department|Team|Clinic|Trust|Elections?|Remote|Hybrid|Unit|School|College|Inc|LLC|"
    r"Campus|Headquarters|Multiple|Various|Locations?|Negotiable|Anywhere|Nationwide|Virtual|"
    r"Position|Community|Ward|Services?|Base|Cross|Full|Part|Time|Contract|Midtown|Downtown|Region|Area|Province|State|Sites?|Home\w*)\b|[a-z][A-Z](?<!Mc[A-Z])(?<!Mac[A-Z])(?<!La[A-Z])(?<!De[A-Z])"
)
_NO_PLACES: Final = frozenset(
    """remote hybrid onsite online wfh home central east west north south eastern western northern
    southern""".split()
) | {"on site", "fully remote", "full time", "perm", "temp", "mission"}
"""Parts that say how or in which direction, never where."""


class Part(NamedTuple):
    """A stretch between separators.

    ``linked``: a comma, dash or bracket joins it to the next part. ``comma``: it is a comma.
    ``bracketed``: it stands at the beginning of brackets.
    """

    text: str
    start: int
    end: int
    linked: bool
    comma: bool
    bracketed: bool


class Found(NamedTuple):
    """A place with the parts it was read from.

    ``name`` is its deepest part as written; ``unknown_town`` a town that the gazetteer lacks, in
    which case the candidates are what it lies in; ``anchored`` tells that several parts agree.
    """

    candidates: tuple[GazetteerPlace, ...]
    name: str
    unknown_town: str | None
    start: int
    end: int
    parts: int
    anchored: bool
    bracketed: bool = False


def read_parts(text: str) -> list[Part]:
    """Step 1; parts are stripped of words that only frame a place ("Remote, based in ...")."""
    parts: list[Part] = []
    position = 0
    bracketed = opening = False
    for separator in [*_SEPARATOR.finditer(text), None]:
        start, end = position, separator.start() if separator else len(text)
        sign = separator.group().strip() if separator else ""
        linked = separator is not None and separator["soft"] is not None
        bracketed, opening = opening and bool(parts), sign == "("
        if separator:
            position = separator.end()
        while start < end and text[start] in " -–—":
            start += 1
        framed = _BEFORE.match(text, start, end)
        if framed and not named_places(text[start:end].rstrip()):  # not "Central Point"
            start = framed.end()
        value = text[start:end]
        if value.strip(" .*-–—") == "":
            if parts and not linked:
                parts[-1] = parts[-1]._replace(linked=False)
            opening = False
            continue
        if value[-1].isdigit() or value[-1].isupper():
            value = _POSTCODE.sub("", value)
        if value.rstrip(" .*").lower() not in ZONES and not named_places(value):
            value = _AFTER.sub("", value)
        if not CODE.match(value):
            value = value.rstrip(" .*")
        if not value or value.lower().replace("-", " ") in _NO_PLACES:
            if parts:
                parts[-1] = parts[-1]._replace(linked=False)
            opening = False
            continue
        comma = sign == ","
        match = _CITY_CODE.match(value)
        if match and _coded(match["code"].replace(".", "")) and not named_places(value):
            town_end = start + match.end("city")
            parts.append(Part(match["city"].rstrip(","), start, town_end, True, False, bracketed))
            start += match.start("code")
            value = match["code"]
        parts.append(Part(value, start, start + len(value), linked, comma, bracketed))
    return parts


@lru_cache(maxsize=4096)
def _coded(code: str) -> tuple[GazetteerPlace, ...]:
    """Regions and the country of a code in upper case, the likeliest first."""
    gazetteer = Gazetteer.builtin()
    regions = [place for place in gazetteer.regions_coded(code) if place.country in CODED_COUNTRIES]
    regions.sort(key=lambda place: CODED_COUNTRIES.index(place.country))
    country = gazetteer.country({"UK": "GB"}.get(code, code))
    countries = (country,) if country else ()
    return (*countries, *regions) if code in ("UK", "US") else (*regions, *countries)


def likelihood(place: GazetteerPlace) -> tuple[int, int]:
    """Sort key of a name that stands alone: countries, large cities, regions, towns, counties."""
    if place.kind == "country":
        return 0, 0
    if place.kind == "city" and place.population >= LARGE_CITY:
        return 1, -REGION_FACTOR * place.population
    if place.kind == "region" and place.population >= REGION_FACTOR * LARGE_CITY:
        return 1, -place.population
    return ("region", "city", "county").index(place.kind) + 2, -place.population


@lru_cache(maxsize=32_768)
def named_places(text: str) -> tuple[GazetteerPlace, ...]:
    """Everything that a name or code may mean, the likeliest first (step 2)."""
    if not 2 <= len(text) <= 48 or not text[0].isupper():
        return ()
    gazetteer = Gazetteer.builtin()
    if CODE.match(text):
        code = text.replace(".", "")
        coded = _coded(code)
        towns = [place for place in gazetteer.named(text) if place.kind != "county"]
        if len(code) == 2:  # small towns of two letters are never meant
            towns = [place for place in towns if place.population > LARGE_CITY]
        if code in CITY_CODES:
            return (*towns, *coded)
        known = {place.row for place in coded}
        return (*coded, *(place for place in towns if place.row not in known))
    found = sorted(gazetteer.named(text), key=likelihood)
    if found and found[0].kind == "country":
        # Georgia is first of all the larger, the state; Singapore is a city that is a country
        country = found[0]
        found.sort(
            key=lambda place: (
                not (place.kind == "region" and place.population > country.population)
                and not (
                    place.kind == "city"
                    and place.country == country.country
                    and 4 * place.population > country.population
                )
            )
        )
    return tuple(found)


@lru_cache(maxsize=32_768)
def lies_in(place: GazetteerPlace) -> tuple[int, ...]:
    """Rows of the places that a place lies in."""
    return tuple(above.row for above in Gazetteer.builtin().within(place))


def narrow(
    inner: tuple[GazetteerPlace, ...], outer: tuple[GazetteerPlace, ...]
) -> tuple[GazetteerPlace, ...]:
    """The readings of ``inner`` that lie in the first reading of ``outer`` that holds any."""
    for place in outer:
        if place.kind == "city":
            continue
        # a county may be the one of old: it is enough that both lie in the same region
        rows = (place.row, place.parent) if place.kind == "county" else (place.row,)
        kept = tuple(
            candidate
            for candidate in inner
            if (candidate.kind != "region" or place.kind == "country")
            and any(row in lies_in(candidate) for row in rows)
        )
        if kept:
            return kept
    return ()


def _unknown_town(part: Part, following: Part) -> tuple[GazetteerPlace, ...]:
    """What a town that the gazetteer lacks lies in; nothing where the part is no town."""
    if (
        not part.comma
        or not _TOWN_NAME.match(part.text)
        or NO_TOWN.search(part.text)
        or fold_name(part.text) in ZONES
        or any(is_sure_head(word) for word in part.text.lower().split())
    ):
        return ()
    return tuple(
        place
        for place in named_places(following.text)
        if place.kind == "country" or (place.kind == "region" and place.country in CODED_COUNTRIES)
    )


def _is_obscure(place: GazetteerPlace) -> bool:
    """Whether a name that stands alone hardly means this region ("Bay", "Central")."""
    return (
        place.kind == "region"
        and place.country not in CODED_COUNTRIES
        and place.population < REGION_FACTOR * LARGE_CITY
    )


def _another(candidates: tuple[GazetteerPlace, ...], outer: tuple[GazetteerPlace, ...]) -> bool:
    """Whether a known name means yet another town, in a region where the gazetteer has none."""
    return (
        outer[0].kind == "region"
        and outer[0].country in CODED_COUNTRIES
        and candidates[0].kind == "city"
        and candidates[0].population < LARGE_CITY
        and not narrow(candidates, outer)
        and not narrow(outer, candidates)
    )


def group_parts(parts: list[Part], *, lenient: bool, codes: bool = False) -> list[Found]:
    """Step 3.

    Args:
        parts: the parts in order.
        lenient: whether an unknown town is taken where a region or country follows.
        codes: whether any code of a region stands for it alone ("VA").
    """
    found: list[Found] = []
    index = 0
    while index < len(parts):
        part = parts[index]
        candidates = named_places(part.text)
        last, name, unknown, down = index, part.text, None, False
        if lenient and part.linked and index + 1 < len(parts):
            outer = _unknown_town(part, parts[index + 1])
            if outer and parts[index + 1].linked and index + 2 < len(parts):
                beyond = named_places(parts[index + 2].text)
                if any(place.kind == "country" for place in beyond[:1]):
                    outer = narrow(outer, beyond)
            if outer and (not candidates or _another(candidates, outer)):
                candidates, unknown, last = outer, part.text, index + 1
        if not candidates:
            index += 1
            continue
        while parts[last].linked and last + 1 < len(parts):
            following = parts[last + 1]
            others = named_places(following.text)
            if not down and (kept := narrow(candidates, others)):
                candidates = kept
            elif last > index and following.text == parts[last].text:
                pass  # "Austin, TX, TX"
            elif (
                unknown is None
                and (down or candidates[0].kind != "city")
                and (deeper := narrow(others, candidates if down else candidates[:1]))
            ):
                candidates, name, down = deeper, following.text, True
            elif (
                not others
                and last + 2 < len(parts)
                and following.linked
                and (kept := narrow(candidates, named_places(parts[last + 2].text)))
            ):
                candidates = kept  # "London, Colindale, GB"
                last += 1
            else:
                break
            last += 1
        anchored = last > index
        if not anchored and _is_obscure(candidates[0]):
            index = last + 1
            continue
        lone = part.text.replace(".", "")
        if (
            anchored
            or not CODE.match(part.text)
            or lone in LONE_CODES
            or (codes and candidates[0].country == "US")
        ):
            found.append(
                Found(
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


def make_place(
    found: Found,
    text: str,
    base: int,
    near: frozenset[int] = frozenset(),
    countries: frozenset[str] = frozenset(),
) -> Place:
    """The Record's place: the likeliest reading, or one of like size that fits its neighbours."""
    choice = found.candidates[0]
    if not found.anchored and len(found.candidates) > 1 and (near or countries):
        fitting = [
            candidate
            for candidate in found.candidates
            if candidate.kind == "city" and near & set(lies_in(candidate))
        ] or [
            candidate
            for candidate in found.candidates
            if candidate.country in countries and 5 * candidate.population >= choice.population
        ]
        choice = fitting[0] if fitting else choice
    chain = (choice, *Gazetteer.builtin().within(choice))
    region = next((place.name for place in chain if place.kind == "region"), None)
    if choice.kind == "county" and choice.country == "GB":
        region = choice.name
    city = found.unknown_town
    if choice.kind == "city":
        city = _city_name(found.name, choice)
    return Place(
        text=text[found.start : found.end],
        city=city,
        region=region,
        country=choice.country,
        place=None if found.unknown_town else choice.id,
        start=base + found.start,
        end=base + found.end,
    )


def _city_name(written: str, place: GazetteerPlace) -> str:
    """A city's name as written, but not as a nickname, in capitals or with its state."""
    folded, usual = fold_name(written), fold_name(place.name)
    if folded == usual:
        return place.name if written.isupper() or written.islower() else written
    regions = {fold_name(above.name) for above in Gazetteer.builtin().within(place)}
    if len(written) <= 4 or usual in folded or folded in regions:
        return place.name
    return written.title() if written.isupper() else written
