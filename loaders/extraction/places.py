"""Where the work is done, apart from pay places, offices and headquarters.

A posting names many places. The place of work is the one that the format states; else the one in
the title block or behind a label ("Location:"); else the one that a sentence says the job is in.
Sections about pay, benefits, law and the company are never looked at.
"""

import re
from typing import Final

from skillweave.loaders.extraction.abroad.places import place_in_sentence_abroad, places_abroad
from skillweave.loaders.extraction.header import Header, HeaderField
from skillweave.loaders.extraction.occupations import has_occupation
from skillweave.loaders.extraction.place_grammar import LONE_CODES
from skillweave.loaders.extraction.place_names import (
    distinct,
    find_places,
    lone_place,
    place_likeness,
    read_places,
    trailing_place,
)
from skillweave.loaders.languages import LANGUAGES
from skillweave.loaders.posting import StatedPlace
from skillweave.loaders.text.page import Page
from skillweave.ontology.record import Place

_WHERE: Final = re.compile(
    r"\b(?:locat(?:ed|ion)|based|office|on-?site|position|opportunity|opening|role|client|job|"
    r"report(?:ing|s)? to|work(?:ing)? (?:in|at|from)|seeking|looking for|hiring|join)\b",
    re.IGNORECASE,
)
_TOWN: Final = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}"
_SURE_CUE: Final = re.compile(
    r"\b(?:[Ll]ocated in|[Bb]ased (?:out of|in)|[Oo]ffice in|[Oo]n-?site in|[Ww]ork(?:ing)? in|"
    r"[Ll]ocation|[Pp]osition in|[Oo]pportunity in|[Rr]ole in|[Jj]ob in|[Cc]lient in)"
    rf"(?: our| the| downtown| sunny| beautiful| central)*[: ]+(?P<town>{_TOWN})"
)
_OFFICE_CUE: Final = re.compile(
    rf"\b(?:[Oo]ur|the) (?P<town>{_TOWN}) (?:[Oo]ffice|[Cc]lient|location|area|campus|team|HQ)\b"
)
_LOOSE_CUE: Final = re.compile(rf"\bin (?:the )?(?P<town>{_TOWN})")
_AUTHORISED: Final = re.compile(r"authori[sz]|\blegal|\beligible to work", re.IGNORECASE)
_UNTOLD: Final = frozenset({"pay", "benefits", "legal", "boilerplate", "apply", "about"})
_SENTENCES: Final = 40
"""Sentences in which a posting without a title block must say where the job is."""

_LINES: Final = 25
"""Lines among which one that is nothing but a place counts, wherever it stands."""


def _stated(place: StatedPlace) -> list[Place]:
    """A place that the format states, by its parts where it has them, else by its text."""
    country = place.country.upper() if place.country and len(place.country) == 2 else place.country
    parts = [part for part in (place.city, place.region, country) if part]
    read = read_places(", ".join(parts) if parts else place.value, place.start)
    if not parts:
        return read
    first = read[0] if read else None
    return [
        Place(
            text=place.value,
            city=first.city if first and first.city else place.city,
            region=first.region if first else place.region,
            country=first.country if first else None,
            place=first.place if first else None,
            start=place.start,
            end=place.end,
        )
    ]


def _in_block(fields: tuple[HeaderField, ...]) -> tuple[list[Place], int]:
    """The places of the title block and how sure they are (0 to 2)."""
    best: list[Place] = []
    likeness = 0
    for number, field in enumerate(fields):
        if number == 0 and not field.piped and (cut := trailing_place(field.text)):
            return read_places(field.text[cut:], field.start + cut), 2
        if field.piped:
            # the first field is the employer; its place may follow in brackets
            cut = field.text.find("(") + 1 if number == 0 else 0
            if number == 0 and not cut:
                continue
            inner = field.text[cut:]
            now = place_likeness(inner.rstrip(")"))
            if now < likeness:
                continue
            places = read_places(inner, field.start + cut)
            if now or (number and _begins_with_place(inner, field.start, places)):
                best.extend(places)
                likeness = now
            continue
        now = place_likeness(field.text) if number < 6 else 0
        if now > likeness:
            best, likeness = read_places(field.text, field.start), now
            if now == 2:
                break
    return best, likeness


def _begins_with_place(text: str, start: int, places: list[Place]) -> bool:
    """Whether a field begins with a place and goes on about it ("NYC Onsite (4 days)")."""
    return (
        bool(places)
        and places[0].start == start
        and (len(places[0].text) > 3 or places[0].text in LONE_CODES)
        and not has_occupation(text)
    )


def _in_sentence(page: Page) -> list[Place]:
    """The place that a sentence says the job is in: the first that any does."""
    loose: Place | None = None
    for sentence in page.sentences[:_SENTENCES]:
        text = sentence.text
        if sentence.section in _UNTOLD or len(text) > 700:
            continue
        if not _WHERE.search(text) or _AUTHORISED.search(text):
            continue
        if "," in text and (
            places := find_places(page.text, sentence.start, sentence.end, lenient=True)
        ):
            return distinct(places)[:3]
        for pattern in (_SURE_CUE, _OFFICE_CUE):
            for match in pattern.finditer(text):
                begin = sentence.start + match.start("town")
                if place := lone_place(match["town"], begin, smallest=50_000):
                    return [place]
        if loose is None:
            for match in _LOOSE_CUE.finditer(text):
                begin = sentence.start + match.start("town")
                place = lone_place(match["town"], begin, smallest=400_000)
                if place is not None and place.city:
                    loose = place
                    break
    return [loose] if loose else []


def read_work_places(page: Page, header: Header) -> tuple[Place, ...]:
    """Where the work is done.

    Args:
        page: the posting.
        header: its title block.

    Returns:
        Each place once, in the order of the text; nothing where the posting does not say.
    """
    stated = [found for place in page.posting.stated.places for found in _stated(place)]
    if stated:
        return tuple(distinct(stated))
    named = _in_fields(page, header)
    if page.language not in LANGUAGES:
        return tuple(named or _in_sentence(page))
    named = places_abroad(named, page.language)
    return tuple(named or place_in_sentence_abroad(page))


def _in_fields(page: Page, header: Header) -> list[Place]:
    """The places of the title block, behind labels, or in a line that names nothing else."""
    block, likeness = _in_block(header.fields)
    for field in header.labelled.get("place", ()):
        labelled = read_places(field.text, field.start)
        if labelled and (
            not block
            or likeness < 2
            or place_likeness(field.text) == 2
            or {place.city for place in block} < {place.city for place in labelled}
        ):
            return labelled
    if block:
        return block
    for line in page.lines[:_LINES]:
        if len(line.text) < 60 and "," in line.text and place_likeness(line.text) == 2:
            return read_places(line.text, line.start)
    return []
