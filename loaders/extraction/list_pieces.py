"""Sentences cut at list signs: the pieces that lists are made of.

A sentence is cut at commas, slashes, "and", "or", colons and phrases that introduce examples ("such
as"), unless the sign stands in a name. What stands in brackets is cut on its own, and the sentence
around it goes on behind them.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from skillweave.loaders.text.page import Mention, Sentence

Join = Literal["comma", "or", "and", "slash", "hard", "intro"]

_INTRO: Final = (
    r"(?:such as|like|e\.g\.?|eg\.?|ex[.:]|i\.e\.?|ie\.?|for example|for instance|including)(?=[\s,:])"
    r"[,:]?(?:\s*but not limited to[,:]?)?"
)
_SIGN: Final = re.compile(  # each branch begins with plain characters, which makes it fast
    r"(?:(?P<comma>,)(?:\s*(?P<comma_or>and ?/ ?or|or)(?=\s)|\s*(?P<comma_and>and|&)(?=\s)"
    rf"|\s*(?P<comma_intro>{_INTRO}))?"
    rf"|(?P<bracket>\()(?:\s*(?P<bracket_intro>{_INTRO}))?"
    r"|(?P<slash>/)|(?P<hard>[;:)\[\]|]|\.(?=\s|$)|[-–—](?=\s))"
    rf"|(?:\s|(?<=\s))(?:(?P<or>and ?/ ?or|or)(?=[\s(])|(?P<and>and|&)(?=[\s(])|(?P<intro>{_INTRO})))\s*",
    re.IGNORECASE,
)
_JOIN_OF_SIGN: Final[dict[str, Join]] = {
    "comma": "comma",
    "comma_or": "or",
    "or": "or",
    "comma_and": "and",
    "and": "and",
    "slash": "slash",
    "hard": "hard",
    "bracket": "hard",
    "intro": "intro",
    "comma_intro": "intro",
    "bracket_intro": "intro",
}


class Bracket(NamedTuple):
    """What stands between brackets: the offsets of its inside."""

    start: int
    end: int


class Piece(NamedTuple):
    """A stretch between two list signs, the names in it and the sign before it.

    ``with_comma`` tells whether that sign has a comma; ``inner`` are names in brackets inside the piece,
    and ``bracket`` is how many characters those brackets take.
    """

    start: int
    end: int
    names: tuple[Mention, ...]
    join: Join
    join_start: int
    with_comma: bool
    inner: tuple[Mention, ...]
    bracket: int


def brackets_of(text: str, sentence: Sentence) -> list[Bracket]:
    """The brackets of a sentence, without those inside others; linear in its length."""
    found: list[Bracket] = []
    opened = 0
    begin = 0
    for match in _PARENTHESIS.finditer(text, sentence.start, sentence.end):
        if match.group() == "(":
            if not opened:
                begin = match.end()
            opened += 1
        elif opened:
            opened -= 1
            if not opened:
                found.append(Bracket(begin, match.start()))
    return found


_PARENTHESIS: Final = re.compile(r"[()]")
_BRACKET_INTRO: Final = re.compile(rf"\s*{_INTRO}\s*", re.IGNORECASE)


def cut(
    text: str,
    sentence: Sentence,
    names: Sequence[Mention],
    brackets: Sequence[Bracket],
    inside: Bracket | None,
) -> list[Piece]:
    """Cut a sentence, or the inside of one of its brackets, at signs that stand in no name.

    Args:
        text: the page's text.
        sentence: the sentence.
        names: the names found in it, in order.
        brackets: its brackets, from ``brackets_of``.
        inside: the bracket to cut; None for the sentence around all of them.

    Returns:
        The pieces in order, linear in the length.
    """
    holes = [] if inside is not None else brackets
    begin, stop = (sentence.start, sentence.end) if inside is None else inside
    join: Join = "hard"
    join_start = begin
    if inside is not None and (intro := _BRACKET_INTRO.match(text, begin, stop)) is not None:
        join = "intro"
        begin = intro.end()
    names = names[bisect_left(names, begin, key=_start) : bisect_left(names, stop, key=_start)]
    pieces: list[Piece] = []
    with_comma = False
    upcoming = 0
    hole = 0

    def close(end: int) -> None:
        nonlocal upcoming, hole
        outer: list[Mention] = []
        inner: list[Mention] = []
        length = 0
        while hole < len(holes) and holes[hole].end < end:
            length += holes[hole].end - holes[hole].start + 2
            hole += 1
        while upcoming < len(names) and names[upcoming].start < end:
            name = names[upcoming]
            upcoming += 1
            if name.start >= begin and name.end <= end:
                hidden = any(
                    low <= name.start < high for low, high in holes[max(0, hole - 8) : hole]
                )
                (inner if hidden else outer).append(name)
        if begin < end:
            if not outer and len(inner) == 1:
                outer, inner = inner, []
            pieces.append(
                Piece(
                    begin,
                    end,
                    tuple(outer),
                    join,
                    join_start,
                    with_comma,
                    tuple(inner),
                    length,
                )
            )

    spans = iter(names)
    span = next(spans, None)
    skip = 0
    for match in _SIGN.finditer(text, begin, stop):
        sign = match.lastgroup or "comma"
        sign_at = match.start(sign)
        while skip < len(holes) and holes[skip].end < sign_at:
            skip += 1
        if skip < len(holes) and holes[skip].start - 1 <= sign_at <= holes[skip].end:
            continue
        if text[sign_at] in "-–—" and not text[sign_at - 1].isspace():
            continue
        while span is not None and span.end <= sign_at:
            span = next(spans, None)
        if span is not None and span.start <= sign_at < span.end:
            continue
        end = match.start()
        while end > begin and text[end - 1].isspace():
            end -= 1
        close(end)
        begin = match.end()
        join = _JOIN_OF_SIGN[sign]
        join_start = sign_at
        with_comma = text[match.start()] == ","
    close(stop)
    return pieces


def _start(mention: Mention) -> int:
    return mention.start
