"""The words a row rests on: from a fact's offsets to the sentence that a reader wants to see."""

import re
from typing import Final

from skillweave.queries.answer import Evidence

LONGEST: Final = 240
"""Characters of a quotation; a sentence that is longer is cut around its fact."""

_SENTENCE_END: Final = re.compile(r"[.!?](?=\s+[^\sa-z])")
"""A stop before a capital, a figure or a sign; "e.g. from" is none."""


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Find the sentence, or the line where there is none, in which a fact stands.

    Args:
        text: the posting's text.
        start: first code point of the fact.
        end: code point after the fact.

    Returns:
        Start and end of the sentence in code points, never more than :data:`LONGEST` apart unless
        the fact itself is longer.

    >>> text = "We like tea. You know Python, or R. No shouting."
    >>> start, end = sentence_around(text, 22, 28)
    >>> text[start:end]
    'You know Python, or R.'
    """
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    for stop in _SENTENCE_END.finditer(text, line_start, start):
        line_start = stop.end()
    stop_after = _SENTENCE_END.search(text, end, line_end)
    if stop_after:
        line_end = stop_after.end()
    if line_end - line_start > LONGEST:
        room = max(0, LONGEST - (end - start))
        line_start, line_end = (
            _next_word(text, line_start, start - room // 2, start),
            _last_word(text, line_end, end + room - room // 2, end),
        )
    while line_start < start and text[line_start] in " \t•*-–·":
        line_start += 1
    while line_end > end and text[line_end - 1].isspace():
        line_end -= 1
    return line_start, line_end


def _next_word(text: str, sentence: int, cut: int, fact: int) -> int:
    # Where the first whole word after a cut begins; the cut if there is none before the fact.
    if cut <= sentence:
        return sentence
    blank = text.find(" ", cut - 1, fact)
    return cut if blank < 0 else blank + 1


def _last_word(text: str, sentence: int, cut: int, fact: int) -> int:
    # Where the last whole word before a cut ends; the cut if there is none after the fact.
    if cut >= sentence:
        return sentence
    blank = text.rfind(" ", fact, cut + 1)
    return cut if blank < 0 else blank


def evidence(posting: str, text: str, start: int, end: int) -> Evidence:
    """Quote the sentence around a fact."""
    start, end = sentence_around(text, start, end)
    return Evidence(posting, start, end, text[start:end])
