"""Where a posting names its job, and what that says: title, role and level.

The title is taken from what the format states, the title block, a label, or a sentence that says
who is sought; ``roles`` makes a role of it.
"""

import re
from typing import Final

from skillweave.loaders.extraction.abroad.titles import occupations_abroad, sought_abroad
from skillweave.loaders.extraction.header import Header, HeaderField
from skillweave.loaders.extraction.occupations import (
    has_occupation,
    is_head,
    is_listed_head,
    is_sure_head,
    title_words,
)
from skillweave.loaders.extraction.place_names import is_place, trailing_place
from skillweave.loaders.extraction.roles import BRACKETS, role_of
from skillweave.loaders.extraction.seniority import is_site_level, read_level, seniority_of
from skillweave.loaders.text.page import Page
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.record import Title

_SOUGHT: Final = re.compile(
    r"\b(?:[Aa]s (?:an?|our|the)(?: new)?|(?:[Ss]eek(?:s|ing)?|[Ii]n this|applications for|candidates for|[Ll]ooking for|[Hh]iring|looking to hire|"
    r"needs|recruit(?:ing)?|search for|appoint|vacancy for|opening for|opportunity for|role of|"
    r"position of|serves as|post of|need for)(?: an?| our| the| two| multiple)?)\s+"
    r"(?P<words>(?:[^\s.,;:!?]+\s+){0,7}[^\s.,;:!?]+)"
    r"|\b[Tt]he\s+(?P<subject>(?:[A-Z][\w/&-]*\s+){1,6})"
    r"(?:will|is responsible|is an?|position|role|performs|serves|acts|works|leads|designs|provides|"
    r"supports|manages|oversees|reports)\b"
)
_ANNOUNCED: Final = re.compile(
    r".{2,60}? (?:(?:is|are) (?:currently |now )?(?:hiring|seeking|recruiting|looking)|hiring)(?: for)?"
    r"(?: an?| our)? (?=\w)",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"https?://[^\s)>\]]+")
_SLUGGED: Final = re.compile(
    r"(?<=[/=])(?:\d+-)?(?P<slug>[a-z]+(?:-[a-z]+){1,7})(?=[/?&#\s_-]|$)", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\s]+")
_LISTED_LINES: Final = 30
"""Lines among which a list of openings begins."""

_STOPS: Final = frozenset("and who to with will is at in for you that or on of".split())
_SLUG: Final = re.compile(r"[^a-z0-9]+")


def _looks_like_title(field: HeaderField, abroad: re.Pattern[str] | None = None) -> bool:
    text = field.text
    return (
        2 <= len(text) <= 130
        and (text[0].isalnum() or text[0] in "(.#[")
        and (has_occupation(text) or (abroad is not None and abroad.search(text) is not None))
        and not text.endswith((".", "?"))
        and not is_site_level(text)
        and not is_place(text)
    )


def find_title(page: Page, header: Header) -> tuple[int, int] | None:
    """Where the job title stands.

    Args:
        page: the posting.
        header: its title block.

    Returns:
        Start and end in the page's text, without a place at the end; None where none is named.
    """
    stated = page.posting.stated.title
    if stated is not None and (text := page.text[stated.start : stated.end]).strip():
        return stated.start, stated.start + (trailing_place(text) or len(text))
    abroad = occupations_abroad(page.language)
    chosen = _title_field(header, abroad)
    if chosen is None and abroad is not None:
        return sought_abroad(page) or _listed(page) or _in_address(page)
    if chosen is None:
        return _sought(page) or _listed(page) or _in_address(page)
    cut = trailing_place(chosen.text) or len(chosen.text)
    announced = _ANNOUNCED.match(chosen.text, 0, cut)
    return chosen.start + (announced.end() if announced else 0), chosen.start + cut


def _title_field(header: Header, abroad: re.Pattern[str] | None) -> HeaderField | None:
    """The field of the title block, or the labelled value, that is the title."""
    fields = header.fields
    labelled = next(
        (field for field in header.labelled.get("title", ()) if _looks_like_title(field, abroad)),
        None,
    )
    if not fields:
        return labelled
    if fields[0].piped:  # the first field between pipes is the employer, if anything else fits
        later = (field for field in fields[1:] if _looks_like_title(field, abroad))
        first = _looks_like_title(fields[0], abroad) and any(
            is_sure_head(word) for word in title_words(fields[0].text.lower())
        )
        return next(later, fields[0] if first else labelled)
    before = labelled is not None and labelled.line < fields[0].line
    if _looks_like_title(fields[0], abroad) and not before:
        return fields[0]
    if labelled is not None:
        return labelled
    if len(fields) >= 3 and is_place(fields[2].text) and fields[0].text[0].isalnum():
        return fields[0]  # title, employer, place: the order tells
    return next((field for field in fields[1:5] if _looks_like_title(field, abroad)), None)


def _sought(page: Page) -> tuple[int, int] | None:
    """The occupation that a sentence says is sought ("We are hiring a Data Engineer")."""
    for sentence in page.sentences[:25]:
        for match in _SOUGHT.finditer(sentence.text):
            group = "words" if match["words"] else "subject"
            words = list(_WORD.finditer(match[group]))
            while words and not words[0].group()[0].isupper():
                words.pop(0)
            last = None
            for at, word in enumerate(words):
                bare = word.group().strip("()*\"“”,.’'").lower()
                if bare in _STOPS or (word.group()[0].islower() and not is_head(bare)):
                    break
                if is_head(bare):
                    last = at
            if last is not None:
                begin = sentence.start + match.start(group)
                return begin + words[0].start(), begin + words[last].end()
    return None


def _listed(page: Page) -> tuple[int, int] | None:
    """The first opening of a list of openings ("Backend Engineer: you will own ...")."""
    for line in page.lines[:_LISTED_LINES]:
        name = line.text.partition(":")[0].partition(" | ")[0].rstrip()
        if (
            8 <= len(name) <= 70
            and name[0].isupper()
            and name[-1].isalnum() | (name[-1] == ")")
            and is_listed_head(title_words(BRACKETS.sub(" ", name).lower())[-1])
            and name.count(" ") < 7
        ):
            return line.start, line.start + len(name)
    return None


def _in_address(page: Page) -> tuple[int, int] | None:
    """The title that the advert's own address holds (".../senior-data-engineer")."""
    address = _ADDRESS.search(page.text, 0, 300)
    if not address:
        return None
    for match in _SLUGGED.finditer(page.text, address.start(), address.end()):
        words = match["slug"].lower().split("-")
        if any(is_head(word) for word in words[1:]):
            return match.span("slug")
    return None


def read_title(page: Page, header: Header, taxonomy: Taxonomy) -> Title:
    """The title of a posting with its role, the role's concept and the level.

    Args:
        page: the posting.
        header: its title block.
        taxonomy: resolves role names to concepts.

    Returns:
        A Title; all parts but the level None where the posting names no job.
    """
    span = find_title(page, header)
    if span is None:
        return Title(seniority=read_level(page, header))
    start, end = span
    text = page.text[start:end]
    role = role_of(text)
    return Title(
        text=text,
        role=role,
        concept=None if role is None else _concept(role, taxonomy),
        seniority=seniority_of(text) or read_level(page, header),
        start=start,
        end=end,
    )


def _concept(role: str, taxonomy: Taxonomy) -> str:
    """The taxonomy's role of that name, else a candidate made from the name."""
    concepts = taxonomy.resolve(role, kind="role")
    if concepts:
        return concepts[0].id
    plain = role.replace("+", "-plus").replace("#", "-sharp")
    return f"role/candidate-{_SLUG.sub('-', plain).strip('-')}"
