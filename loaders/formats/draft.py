"""From the fields of any format to a Posting: header lines, body, identifier.

A reader knows its format and fills in a ``Draft`` with the format's own words; everything that is
the same for all formats is done here and nowhere else:

1. values are tidied, placeholders ("n/a", "-1", "negotiable" as pay) are taken for nothing;
2. what is stated becomes the first lines of the text, one value a line, each with its span;
3. the parts of the body follow, freed of markup, their headings kept as spans;
4. the identifier is made from what identifies the posting at its source, so that it is the same
   on every machine (see ``identify``).
"""

import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from skillweave.loaders.formats.values import (
    is_placeholder,
    iso_date,
    language_code,
    pay_amount,
    pay_line,
    pay_period,
    states_pay,
)
from skillweave.loaders.posting import (
    Posting,
    Reject,
    Span,
    Stated,
    StatedPay,
    StatedPlace,
    StatedText,
)
from skillweave.loaders.text.markup import MarkedText, any_to_text, tidy

MAX_POSTING_CHARACTERS: Final = 500_000
"""The longest text that is taken for one posting; real ones stay below 50,000."""

MAX_TITLE_CHARACTERS: Final = 300
"""A longer "title" is a description in the wrong field and is moved to the body."""


class Part(NamedTuple):
    """A stretch of the body with its heading, if the format gives it one."""

    text: str | MarkedText
    heading: str = ""


class DraftPlace(NamedTuple):
    """A place in the format's words; ``value`` is what the header line shows."""

    value: str
    city: str | None = None
    region: str | None = None
    country: str | None = None
    postal_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class DraftPay(NamedTuple):
    """Pay in the format's words: a text, or numbers (as text or not) with currency and period."""

    value: str = ""
    minimum: object = None
    maximum: object = None
    currency: str | None = None
    period: str | None = None


@dataclass(slots=True)
class Draft:
    """What a reader found of one posting, untidied. ``system`` names the publishing software."""

    title: str | None = None
    employer: str | None = None
    places: list[DraftPlace] = field(default_factory=list)
    pay: list[DraftPay] = field(default_factory=list)
    employment_types: list[str] = field(default_factory=list)
    seniority: str | None = None
    work_mode: str | None = None
    skills: list[str] = field(default_factory=list)
    date_posted: object = None
    valid_through: object = None
    language: str | None = None
    url: str | None = None
    source_id: str | None = None
    parts: list[Part] = field(default_factory=list)
    system: str = ""


class Origin(NamedTuple):
    """Where an item comes from, as far as messages and identifiers need it.

    Attributes:
        file: the file as the user named it.
        member: the path within an archive, "" outside.
        path: the path of the file relative to the input that held it; never absolute.
        stem: name of the file or member without its endings; the source of a dump's postings.
        folder: name of the folder or archive it lies in; the source of files of one posting.
        source: the source name that the user gave, if any.
    """

    file: str
    member: str = ""
    path: str = ""
    stem: str = ""
    folder: str = ""
    source: str | None = None

    def position(self, position: str = "") -> str:
        """Say where in the file: the archive member, then the place within it."""
        parts = (f"member {self.member}" if self.member else "", position)
        return ", ".join(part for part in parts if part)

    def reject(
        self, reason: str, position: str = "", *, next_step: str = "", sample: str = ""
    ) -> Reject:
        """Account for something that is no posting."""
        where = self.position(position) or "whole file"
        sample = tidy(sample[:400])[:200]
        return Reject(self.file, where, reason, next_step, sample)


def build_posting(
    draft: Draft, origin: Origin, *, format: str, position: str = "", single: bool = False
) -> Posting | Reject:
    """Make the Posting of a draft.

    Args:
        draft: the fields; it is not changed.
        origin: where it was read.
        format: name of the reader.
        position: where in the file ("row 12").
        single: whether the file or member holds this one posting, so that its path identifies it.

    Returns:
        The posting, or a reject where there is neither a title nor a text, or too much of it.
    """
    header = _Header()
    title = _value(draft.title)
    parts = draft.parts
    if title and len(title) > MAX_TITLE_CHARACTERS:
        parts = [Part(title), *parts]
        title = None
    stated_title = header.text(title)
    employer = header.text(_value(draft.employer))
    places = header.places(draft.places)
    pay = header.pay(draft.pay)
    seniority = header.text(_value(draft.seniority))
    types = header.texts(draft.employment_types)
    work_mode = header.text(_value(draft.work_mode))
    skills = header.listed(draft.skills)
    body, headings = _body(parts, title)
    if not body and not title:
        return origin.reject("neither a title nor a description in it", position)
    head = "\n".join(header.lines)
    text = f"{head}\n\n{body}" if head and body else head or body
    if len(text) > MAX_POSTING_CHARACTERS:
        return origin.reject(
            f"its text has more than {MAX_POSTING_CHARACTERS:,} characters, more than any posting",
            position,
            next_step="split it into postings",
            sample=text,
        )
    if head and headings:
        shift = len(head) + 2
        headings = tuple(Span(start + shift, end + shift) for start, end in headings)
    url = _url(draft.url)
    source_id = _value(draft.source_id)
    source, key = identify(
        origin, url=url, source_id=source_id, system=draft.system, text=text, single=single
    )
    return Posting(
        id=f"posting/{source}-{key}",
        text=text,
        source=source,
        source_id=source_id,
        format=format,
        stated=Stated(
            title=stated_title,
            employer=employer,
            places=places,
            pay=pay,
            employment_types=types,
            seniority=seniority,
            work_mode=work_mode,
            skills=skills,
            date_posted=iso_date(draft.date_posted),
            valid_through=iso_date(draft.valid_through),
            language=language_code(draft.language),
            url=url,
        ),
        headings=headings,
        header_end=len(head),
        file=origin.file,
        position=origin.position(position),
    )


def build_listed(
    drafts: Iterable[tuple[str, Draft]], origin: Origin, *, single: bool
) -> Iterator[Posting | Reject]:
    """Make the Postings of all that was found in one document.

    Some systems list an opening once a place; entries that differ in nothing but their places
    become one posting with all of them, so that none of the places is lost.

    Args:
        drafts: format names and drafts, in order.
        origin: where they were read.
        single: whether the document may be that of one posting (and is, if there is one draft).
    """
    merged: dict[object, tuple[str, Draft, list[int]]] = {}
    for number, (format, draft) in enumerate(drafts, 1):
        key: object = number
        if draft.source_id:
            key = (format, draft.source_id, draft.title, tuple(draft.parts))
        _, first, numbers = merged.setdefault(key, (format, draft, []))
        numbers.append(number)
        if first is not draft:
            first.places += draft.places
    alone = single and len(merged) == 1
    for format, draft, numbers in merged.values():
        position = ""
        if not alone or len(numbers) > 1:
            position = "item " + " and ".join(map(str, numbers))
        yield build_posting(draft, origin, format=format, position=position, single=alone)


class _Header:
    """The header lines, written one after the other, and where each value came to stand."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.end = 0

    def write(self, value: str) -> tuple[int, int]:
        start = self.end + 1 if self.lines else 0
        self.lines.append(value)
        self.end = start + len(value)
        return start, self.end

    def text(self, value: str | None) -> StatedText | None:
        return StatedText(value, *self.write(value)) if value else None

    def texts(self, values: list[str]) -> tuple[StatedText, ...]:
        unique = dict.fromkeys(tidied for value in values if (tidied := _value(value)))
        return tuple(StatedText(value, *self.write(value)) for value in unique)

    def listed(self, values: list[str]) -> tuple[StatedText, ...]:
        """Several values on one line, as skills are tagged."""
        unique = list(dict.fromkeys(tidied for value in values if (tidied := _value(value))))
        if not unique:
            return ()
        start, _ = self.write(", ".join(unique))
        stated = []
        for value in unique:
            stated.append(StatedText(value, start, start + len(value)))
            start += len(value) + 2
        return tuple(stated)

    def places(self, drafts: list[DraftPlace]) -> tuple[StatedPlace, ...]:
        stated: dict[str, StatedPlace] = {}
        for draft in drafts:
            value = _value(draft.value)
            if value and value not in stated:
                parts = (_value(draft.city), _value(draft.region), _value(draft.country))
                postal_code = _value(draft.postal_code)
                where = (draft.latitude, draft.longitude)
                stated[value] = StatedPlace(value, *self.write(value), *parts, postal_code, *where)
        return tuple(stated.values())

    def pay(self, drafts: list[DraftPay]) -> tuple[StatedPay, ...]:
        stated: dict[str, StatedPay] = {}
        for draft in drafts:
            minimum, maximum = pay_amount(draft.minimum), pay_amount(draft.maximum)
            if minimum is not None and maximum is not None and minimum > maximum:
                minimum, maximum = maximum, minimum
            value = _value(draft.value)
            currency = _value(draft.currency)
            period = pay_period(draft.period)
            if not value or not states_pay(value):
                if minimum is None and maximum is None:
                    continue
                value = pay_line(minimum, maximum, currency, period)
            if value not in stated:
                start, end = self.write(value)
                stated[value] = StatedPay(value, start, end, minimum, maximum, currency, period)
        return tuple(stated.values())


_ANY_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")


def _value(value: str | None) -> str | None:
    """A value on one line without markup; None for a placeholder."""
    if not value:
        return None
    if "<" in value:
        value = _ANY_TAG.sub(" ", value)
    if "&" in value:
        value = html.unescape(value)
    value = tidy(value)
    return None if is_placeholder(value) else value


def _body(parts: list[Part], title: str | None) -> tuple[str, tuple[Span, ...]]:
    """The parts without markup, under their headings, one after the other."""
    pieces: list[str] = []
    headings: list[Span] = []
    position = 0
    seen: set[str] = set()
    for part in parts:
        marked = part.text if isinstance(part.text, MarkedText) else any_to_text(part.text)
        marked = without_title(marked, title) if not pieces else marked
        if not marked.text or is_placeholder(marked.text) or marked.text in seen:
            continue
        seen.add(marked.text)
        if pieces:
            pieces.append("\n\n")
            position += 2
        heading = _value(part.heading)
        if heading and not marked.text.casefold().startswith(heading.casefold()):
            pieces += (heading, "\n")
            headings.append(Span(position, position + len(heading)))
            position += len(heading) + 1
        headings += (Span(start + position, end + position) for start, end in marked.headings)
        pieces.append(marked.text)
        position += len(marked.text)
    return "".join(pieces), tuple(headings)


def without_title(marked: MarkedText, title: str | None) -> MarkedText:
    """Drop the first line where it repeats the title."""
    if not title:
        return marked
    first, _, rest = marked.text.partition("\n")
    if len(first) > 2 * len(title) + 20 or tidy(first).casefold() != title.casefold():
        return marked
    rest = rest.lstrip("\n")
    shift = len(marked.text) - len(rest)
    spans = (Span(start - shift, end - shift) for start, end in marked.headings if start >= shift)
    return MarkedText(rest, tuple(spans))


def _url(url: str | None) -> str | None:
    if not url:
        return None
    url = html.unescape(url).strip()
    if not url.lower().startswith(("http://", "https://")) or len(url) > 4000:
        return None
    return None if any(character.isspace() for character in url) else url


_TRACKING: Final = re.compile(
    r"utm_|(?:gclid|fbclid|msclkid|mc_cid|mc_eid|gh_src|lever-source|refid|trackingid|ebp|trk|ref|"
    r"referrer|source|src|sid|sessionid|jsessionid|position|pagenum|from|tk|vjs|in_iframe)$",
    re.IGNORECASE,
)
"""Query parameters that tell how a reader came to a page, not which page it is."""


def canonical_url(url: str) -> tuple[str, str]:
    """The host without "www." and the address without scheme, port, fragment and tracking."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", url
    query = parts.query
    if query:
        kept = [pair for pair in parse_qsl(query, True) if not _TRACKING.match(pair[0])]
        query = "?" + urlencode(sorted(kept), errors="replace") if kept else ""
    return host, f"{host}{parts.path.rstrip('/')}{query}"


_NOT_SLUG: Final = re.compile(r"[^a-z0-9.]+")


def slug(name: str) -> str:
    """A name in lower case letters, digits, dots and hyphens."""
    return _NOT_SLUG.sub("-", name.lower()).strip("-.")


def identify(
    origin: Origin, *, url: str | None, source_id: str | None, system: str, text: str, single: bool
) -> tuple[str, str]:
    """The short name of the source, and 16 hexadecimal digits that identify the posting in it.

    The source is the one given, else the host of the posting's address, else the publishing
    software, else the name of the dump or of the folder of single postings. The digits are of the SHA-256 of the source's own
    identifier, else of the address, else of the path of a file that holds this posting alone,
    else of the text with its header lines (title, employer, places). So a posting has the same
    identifier on every machine and in every run.
    """
    host, address = canonical_url(url) if url else ("", "")
    collection = (origin.folder if single else "") or origin.stem
    source = slug(origin.source or host or system or collection) or "input"
    if source_id:
        key = f"id:{source_id}"
    elif address:
        key = f"url:{address}"
    elif single and (origin.member or origin.path):
        key = f"path:{origin.member or origin.path}"
    else:
        key = f"text:{text}"
    return source, hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
