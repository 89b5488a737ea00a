"""A posting's text, cut into lines and sentences and ready to be read.

``Page`` is what every part of extraction works on. It is made once a posting
(``skillweave.loaders.text.sections.read_page``) and never changed. All positions are offsets
into ``Page.text``.
"""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal, NamedTuple

from skillweave.loaders.posting import Posting
from skillweave.ontology.vocabulary import SectionKind

LineKind = Literal["heading", "bullet", "key_value", "paragraph"]
"""Shape of a line. ``key_value`` is "Location: Boston": a short label, a colon, a value."""


class Line(NamedTuple):
    """A line without its line break, indentation and bullet; ``text == page.text[start:end]``.

    ``label_end`` is the end (offset into the page) of the label of a key-value line or of a
    heading that shares its line with text ("Requirements: BSc, ..."), else ``start``.
    """

    start: int
    end: int
    kind: LineKind
    text: str
    section: SectionKind
    label_end: int


class Sentence(NamedTuple):
    """A sentence, or a bullet or key-value line without a full stop."""

    start: int
    end: int
    text: str
    section: SectionKind
    line: int  # index into Page.lines


class SectionSpan(NamedTuple):
    """A run of lines of one kind; ``heading`` is the text of the heading that opened it."""

    kind: SectionKind
    start: int
    end: int
    heading: str


class Stretch(NamedTuple):
    """A run of lines in another language than the page's main one."""

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a posting with its structure.

    Attributes:
        posting: where it comes from, with what the format states.
        text: the posting's text.
        lines: non-empty lines in order.
        sentences: sentences in order; headings are not among them.
        sections: spans in order, covering all lines.
        language: ISO 639-1 code of the language that most of it is written in.
        stretches: runs of lines in other languages, in order.
    """

    posting: Posting
    text: str
    lines: tuple[Line, ...]
    sentences: tuple[Sentence, ...]
    sections: tuple[SectionSpan, ...]
    language: str
    stretches: tuple[Stretch, ...] = ()

    def language_at(self, position: int) -> str:
        """The language of what stands at a position. Logarithmic in the number of stretches."""
        at = bisect_right(self.stretches, position, key=_start) - 1
        if at >= 0 and position < self.stretches[at].end:
            return self.stretches[at].language
        return self.language


def _start(stretch: Stretch) -> int:
    return stretch.start


class Mention(NamedTuple):
    """A name found in the text and the concept it stands for.

    ``concept`` is a taxonomy id such as ``skill/python``; ``listed`` is False for a candidate
    that stands in no list and was read from its surroundings.
    """

    start: int
    end: int
    text: str
    concept: str
    label: str
    kind: str
    confidence: float
    listed: bool
