"""A page as arrays of tokens: what the network sees of each, apart from the word itself.

Everything but the words is a small integer, so that the features of a whole batch of pages are
gathered from tables at once.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from skillweave.loaders.text.page import Mention, Page
from skillweave.ontology.vocabulary import SECTION_KINDS, SKILL_FREE_SECTIONS, SKILL_KINDS

IntArray = NDArray[np.int32]

TOKEN: Final = re.compile(
    r"[a-zA-Z]++(?![^\W\d_]|['’+#])"  # most words, the quick way
    r"|[^\W\d_]+(?:\+\+|\#(?!\w)|['’][^\W\d_]+)?"  # C++, C#, and words with an apostrophe
    r"|\d+"
    r"|\.NET\b"
    r"|[^\w\s]|_"
)
"""A token: a word, a number or a sign. Names such as Node.js are several tokens."""

_PIECE: Final = re.compile(rf" |{TOKEN.pattern}|\s+")
"""Blanks or a token: together they are the whole text, so lengths give the offsets."""

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
_KIND_CODE: Final[dict[str, int]] = {kind: code for code, kind in enumerate(SKILL_KINDS)}
_LINE_CODE: Final = {kind: code for code, kind in enumerate(LINE_KINDS)}
_SKILL_FREE: Final = np.repeat(
    [kind in SKILL_FREE_SECTIONS for kind in SECTION_KINDS], len(LINE_KINDS) * _OPENINGS
)
"""For each place code whether it lies where no skill is read."""


class Tokens(NamedTuple):
    """The tokens of a page; all arrays have one entry a token.

    ``opens`` is True where a line or a sentence begins: no span reaches across. ``headings`` has
    for each of these stretches the heading of its section, or "".
    """

    words: list[str]
    starts: IntArray
    ends: IntArray
    places: IntArray
    names: IntArray
    opens: NDArray[np.bool_]
    headings: list[str]


def tokenize(page: Page, names: Sequence[Mention] = ()) -> Tokens:
    """Cut a page into tokens.

    Args:
        page: the page.
        names: names of skills that were found in it (``NameFinder.find``), in order.

    Returns:
        The tokens of all lines in which a skill may stand, without bullets and line breaks. What
        speaks of benefits, law or applying is left out, and so is the title.
    """
    pieces = _PIECE.findall(page.text)
    ends = np.fromiter(itertools.accumulate(map(len, pieces)), np.int32, len(pieces))
    written = ~np.fromiter(map(str.isspace, pieces), np.bool_, len(pieces))
    starts = np.concatenate(([0], ends[:-1]))[written].astype(np.int32) if pieces else ends
    line_starts = np.array([line.start for line in page.lines], np.int32)
    line_ends = np.array([line.end for line in page.lines], np.int32)
    lines = (np.searchsorted(line_starts, starts, "right") - 1).astype(np.int32)
    inside = (lines >= 0) & (starts < line_ends[lines]) if len(line_ends) else lines >= 0
    kept = np.flatnonzero(written)[inside]
    starts, lines = starts[inside], lines[inside]
    places, opens = _places(page, starts, lines)
    may_hold = ~_SKILL_FREE[places]
    kept, starts, places, opens = (
        kept[may_hold],
        starts[may_hold],
        places[may_hold],
        opens[may_hold],
    )
    words = [pieces[index] for index in kept.tolist()]
    name_codes = _name_codes(starts, names)
    headings = _headings(page, starts[opens])
    return Tokens(words, starts, ends[kept], places, name_codes, opens, headings)


def _headings(page: Page, starts: IntArray) -> list[str]:
    """The heading of the section in which each stretch begins."""
    begins = np.array([section.start for section in page.sections], np.int32)
    at = np.maximum(np.searchsorted(begins, starts, "right") - 1, 0).tolist()
    return [page.sections[index].heading for index in at]


def pieces(tokens: Tokens, most: int) -> Iterator[Tokens]:
    """Cut the tokens of a long page into pieces that are read one after the other.

    Args:
        tokens: the tokens of a page.
        most: the greatest number of tokens in a piece.

    Returns:
        The page itself if it is short; else pieces that end where a line or sentence does, or,
        where one is longer than a piece, anywhere. So memory stays bounded.
    """
    count = len(tokens.words)
    if count <= most:
        yield tokens
        return
    openings = np.flatnonzero(tokens.opens)
    start = 0
    while start < count:
        stop = min(start + most, count)
        if stop < count:
            last = int(openings[np.searchsorted(openings, stop, "right") - 1])
            stop = last if last > start else stop
        first, after = np.searchsorted(openings, (start, stop), "left").tolist()
        opens = tokens.opens[start:stop].copy()
        headings = tokens.headings[first:after]
        if not opens[0]:  # the rest of a stretch that was longer than a piece
            opens[0] = True
            headings = [tokens.headings[first - 1], *headings]
        yield Tokens(
            tokens.words[start:stop],
            tokens.starts[start:stop],
            tokens.ends[start:stop],
            tokens.places[start:stop],
            tokens.names[start:stop],
            opens,
            headings,
        )
        start = stop


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
    lengths = np.searchsorted(starts, [name.end for name in names]) - firsts
    own = np.array([_name_code(name) for name in names], np.int32)
    # the tokens of all names, one name after the other
    inside = np.arange(lengths.sum()) + np.repeat(firsts - np.cumsum(lengths) + lengths, lengths)
    codes[inside] = np.repeat(own + 1, lengths)
    codes[firsts[lengths > 0]] = own[lengths > 0]
    return codes


def _name_code(name: Mention) -> int:
    """The code of the first token of a name; that of its later tokens is the next."""
    return 1 + 4 * _KIND_CODE[name.kind] + (0 if name.confidence >= _CERTAIN else 2)
