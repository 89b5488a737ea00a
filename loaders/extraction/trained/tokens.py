"""A page as arrays of tokens: what the network sees of each, apart from the word itself.

Everything but the words is a small integer, so that the features of a whole batch of pages are
gathered from tables at once.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from skillweave.loaders.text.page import Mention, Page
from skillweave.ontology.vocabulary import SECTION_KINDS, SKILL_KINDS

IntArray = NDArray[np.int32]

TOKEN: Final = re.compile(
    r"\.NET\b"
    r"|[^\W\d_]+(?:\+\+|\#(?!\w))"  # C++, C#
    r"|[^\W\d_]+(?:['’][^\W\d_]+)?"  # words, with their apostrophe
    r"|\d+"
    r"|[^\w\s]|_"
)
"""A token: a word, a number or a sign. Names such as Node.js are several tokens."""

LINE_KINDS: Final = ("heading", "bullet", "key_value", "paragraph")
FIRST_OF_LINE: Final = 1
FIRST_OF_SENTENCE: Final = 2
_OPENINGS: Final = 3

PLACES: Final = len(SECTION_KINDS) * len(LINE_KINDS) * _OPENINGS
"""Number of place codes: section kind, shape of the line, and whether something begins here."""

NAME_CODES: Final = 1 + 4 * len(SKILL_KINDS)
"""Number of name codes: none, or kind of skill, first or later token, certain or doubtful."""

_CERTAIN: Final = 0.95

_SECTION_CODE: Final = {kind: code for code, kind in enumerate(SECTION_KINDS)}
_LINE_CODE: Final = {kind: code for code, kind in enumerate(LINE_KINDS)}


class Tokens(NamedTuple):
    """The tokens of a page; all arrays have one entry a token.

    ``opens`` is True where a line or a sentence begins: no span reaches across.
    """

    words: list[str]
    starts: IntArray
    ends: IntArray
    places: IntArray
    names: IntArray
    opens: NDArray[np.bool_]


def tokenize(page: Page, names: Sequence[Mention] = ()) -> Tokens:
    """Cut a page into tokens.

    Args:
        page: the page.
        names: names of skills that were found in it (``NameFinder.find``), in order.

    Returns:
        The tokens of all lines, without bullets and line breaks.
    """
    found = [(match.start(), match.group()) for match in TOKEN.finditer(page.text)]
    starts = np.array([start for start, _ in found], np.int32)
    line_starts = np.array([line.start for line in page.lines], np.int32)
    line_ends = np.array([line.end for line in page.lines], np.int32)
    lines = (np.searchsorted(line_starts, starts, "right") - 1).astype(np.int32)
    inside = (lines >= 0) & (starts < line_ends[lines]) if len(line_ends) else lines >= 0
    words = [word for (_, word), kept in zip(found, inside.tolist(), strict=True) if kept]
    starts, lines = starts[inside], lines[inside]
    ends = (starts + np.array([len(word) for word in words], np.int32)).astype(np.int32)
    places, opens = _places(page, starts, lines)
    return Tokens(words, starts, ends, places, _name_codes(starts, names), opens)


def _places(page: Page, starts: IntArray, lines: IntArray) -> tuple[IntArray, NDArray[np.bool_]]:
    """The place code of each token, and whether a line or a sentence begins with it."""
    if not len(starts):
        return np.zeros(0, np.int32), np.zeros(0, np.bool_)
    line_sections = np.array([_SECTION_CODE[line.section] for line in page.lines], np.int32)
    line_kinds = np.array([_LINE_CODE[line.kind] for line in page.lines], np.int32)
    sections = line_sections[lines]
    sentences = np.full(len(starts), -1, np.int32)
    if page.sentences:
        sentence_starts = np.array([sentence.start for sentence in page.sentences], np.int32)
        sentence_ends = np.array([sentence.end for sentence in page.sentences], np.int32)
        own = np.array([_SECTION_CODE[sentence.section] for sentence in page.sentences], np.int32)
        at = np.searchsorted(sentence_starts, starts, "right") - 1
        within = (at >= 0) & (starts < sentence_ends[at])
        sections = np.where(within, own[at], sections)
        sentences = np.where(within, at, sentences)
    opening = np.zeros(len(starts), np.int32)
    opening[1:][sentences[1:] != sentences[:-1]] = FIRST_OF_SENTENCE
    opening[0] = FIRST_OF_LINE
    opening[1:][lines[1:] != lines[:-1]] = FIRST_OF_LINE
    places = (sections * len(LINE_KINDS) + line_kinds[lines]) * _OPENINGS + opening
    return places.astype(np.int32), opening > 0


def _name_codes(starts: IntArray, names: Sequence[Mention]) -> IntArray:
    """The name code of each token."""
    codes = np.zeros(len(starts), np.int32)
    if not names:
        return codes
    firsts = np.searchsorted(starts, [name.start for name in names])
    lasts = np.searchsorted(starts, [name.end for name in names])
    for name, first, last in zip(names, firsts.tolist(), lasts.tolist(), strict=True):
        code = 1 + 4 * SKILL_KINDS.index(name.kind)
        code += 0 if name.confidence >= _CERTAIN else 2
        codes[first:last] = code + 1
        codes[first : first + 1] = code
    return codes
