"""The Posting: one advert as clean text with exact offsets, and what its format states.

Every reader, whatever the format, ends here, and extraction starts here. What a format states
in fields of its own (a JSON-LD ``baseSalary``, a CSV column ``company``) is written as header
lines at the top of ``text`` and kept beside it in ``stated`` with the span of that line. So each
fact has an offset in the one text, and a statement of the format and a sentence of the advert
are cited in the same way.
"""

import hashlib
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of the text: ``text[start:end]``, code points, end exclusive."""

    start: int
    end: int


class StatedText(NamedTuple):
    """A value that the format states as text, and where the header line shows it."""

    value: str
    start: int
    end: int


class StatedPlace(NamedTuple):
    """A place that the format states; parts are None where it has one string only."""

    value: str
    start: int
    end: int
    city: str | None = None
    region: str | None = None
    country: str | None = None
    postal_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class StatedPay(NamedTuple):
    """Pay that the format states; numbers are None where it is text only (``value``)."""

    value: str
    start: int
    end: int
    minimum: float | None = None
    maximum: float | None = None
    currency: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What the format itself states, beside what the text says.

    Text fields hold the format's own words ("FULL_TIME", "Mid-Senior level"); reading them is the
    business of extraction. Dates are ISO 8601 (date only) or None.
    """

    title: StatedText | None = None
    employer: StatedText | None = None
    places: tuple[StatedPlace, ...] = ()
    pay: tuple[StatedPay, ...] = ()
    employment_types: tuple[StatedText, ...] = ()
    seniority: StatedText | None = None
    work_mode: StatedText | None = None
    skills: tuple[StatedText, ...] = ()
    date_posted: str | None = None
    valid_through: str | None = None
    language: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """One advert, ready to be read.

    Attributes:
        id: stable identifier; ``posting/<source>-<hash>`` unless the input gave its own.
        text: the advert, line by line; the only thing offsets refer to.
        source: short name of where it comes from (a site's host, a system, a file's stem).
        source_id: the identifier that the source uses, where there is one.
        format: name of the reader that made it.
        file: the file it was read from, as the user named it ("-" for standard input).
        position: where in the file, in words ("row 12", "member a.html"); "" for the whole file.
        stated: what the format states.
        headings: spans of lines that the format marks as headings.
        header_end: end of the header lines that were written from stated values (0: none).
    """

    id: str
    text: str
    source: str = ""
    source_id: str | None = None
    format: str = "text"
    file: str = ""
    position: str = ""
    stated: Stated = field(default_factory=Stated)
    headings: tuple[Span, ...] = ()
    header_end: int = 0

    @property
    def origin(self) -> str:
        """File and position in one string, for messages."""
        return ", ".join(part for part in (self.file, self.position) if part)


def text_digest(text: str) -> str:
    """SHA-256 of the text in hexadecimal; lone surrogates are kept as they are."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Reject(NamedTuple):
    """Something in the input that could not be read as a posting; kept and counted.

    Attributes:
        file: the file as the user named it ("-" for standard input).
        position: where in it, in words ("row 12", "line 3", "member a.html", "whole file").
        reason: what is wrong, in one clause.
        next_step: what the user can do.
        sample: the first 200 characters of what was rejected.
    """

    file: str
    position: str
    reason: str
    next_step: str = ""
    sample: str = ""
