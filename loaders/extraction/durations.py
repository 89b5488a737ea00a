"""Durations as postings state them: "3-5+ years", "minimum of three (3) years", "18 months".

Only the arithmetic is decided here: which stretch of text is a duration and what bounds, in
months, it sets. Whether a duration is experience that is asked for, the length of a contract or
the age of the firm is decided by those who read its surroundings.

How it is found:

1. Unit words ("year", "yrs", "month", ...) are looked up with ``str.find``; most of a posting is
   never touched by a regular expression.
2. Around each hit a window of bounded width is matched against one grammar: qualifier, number,
   "+", range, unit, trailing "or more".
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

from skillweave.loaders.extraction.numbers import NUMBER, number_value
from skillweave.loaders.languages import LANGUAGES


class Duration(NamedTuple):
    """A stated length of time and the bounds it sets.

    Attributes:
        start: where it begins, its qualifier ("at least") included.
        end: where it ends, "or more" or a possessive apostrophe included.
        min_months: lower bound; None where only an upper one is set ("up to two years").
        max_months: upper bound; None where it is open ("5+ years", "5 years").
        exclusive_minimum: the bound itself does not suffice ("more than 5 years").
        qualified: words before it mark it as a threshold ("at least", "up to").
        open_ended: a "+" or "or more" marks it as a threshold.
        unit_months: length of the unit in which it is written (12 for years).
    """

    start: int
    end: int
    min_months: int | None
    max_months: int | None
    exclusive_minimum: bool
    qualified: bool
    open_ended: bool
    unit_months: float


_BEFORE: Final = 48
"""Width, in characters, of what may stand before the unit: number, range and adjectives."""
_QUALIFIER: Final = 32
"""Width of what may stand before the number."""
_AFTER: Final = 28
"""Width of what may stand after the first letter of the unit: its ending and "or more"."""

_WEEK: Final = 12 / 52
_DAY: Final = 1 / 30

_UNITS: Final[dict[str, float]] = {
    r"(?:(?:year|yr)\(s\)|years?|yrs?|yeras)": 12,
    r"(?:(?:month|mth)\(s\)|months?|mths?|mos)": 1,
    r"weeks?": _WEEK,
    r"days": _DAY,
    r"y(?:oe|\.o\.e)": 12,
}
"""English unit words (as regular expressions) and their length in months."""

_TRIGGERS: Final = ("year", "yr", "yera", "month", "mth", "mos", "week", "days", "yoe", "y.o.e")
"""How they begin: literal, so that they can be found without a regular expression."""

_S: Final = r"[ \t\xa0\u2009\u202f]"
_DASH: Final = r"[-\u2010-\u2015\u2212~]"
_MINIMUM: Final = (
    r"at\s+(?:the\s+)(?:very\s+)?least|(?:an?\s+|the\s+)?(?:bare\s+)?minimum(?:\s+(?:of|is))?"
    r"|min\.?|no(?:t)?\s+(?:less|fewer)\s+than|≥|>="
)
_EXCLUSIVE: Final = (
    r"more\s+than|greater\s+than|longer\s+than|over"
    r"|upwards?\s+of|in\s+excess\s+of|exceeding|>"
)
_MAXIMUM: Final = (
    r"up\s+to|less\s+than|fewer\s+than|under|no(?:t)?\s+more\s+than"
    r"|(?:an?\s+|the\s+)?maximum(?:\s+of)?|max\.?|≤|<=|<"
)
_RANGE: Final = "to|through|or|and"
_AND: Final = ("and",)
"""Words that make a range only behind "between"."""
_ABOUT: Final = (
    r"approximately|approx\.?|around|about|roughly|circa|ca\.|c\.|~|environ|etwa|an?"
    r"|another"
)
_FILLER: Final = (
    r"(?:full|complete|whole|solid|total|continuous|consecutive|calendar|additional|further"
    r"|cumulative|combined|more|entire)"
)
_MORE: Final = r"(?:\+|plus\b|(?:or|and|&)\s+(?:more|greater|above|over|up|longer|beyond|higher)\b)"
_LESS: Final = r"(?:or\s+(?:less|fewer|under)|max(?:imum)?)\b"


def _with(english: str, language: str, part: str) -> str:
    """The English words, and those that the language's table has for the same."""
    words = LANGUAGES.get(language)
    return english if words is None else f"{english}|{getattr(words.duration, part)}"


@cache
def _units(language: str) -> dict[str, float]:
    words = LANGUAGES.get(language)
    return _UNITS if words is None else {**_UNITS, **words.duration.units}


@cache
def _number_words(language: str) -> Mapping[str, int]:
    words = LANGUAGES.get(language)
    return {} if words is None else words.duration.numbers


@cache
def _joint(language: str) -> frozenset[str]:
    words = LANGUAGES.get(language)
    return frozenset(_AND if words is None else (*_AND, *words.duration.both))


def _number(language: str) -> str:
    """One number, in digits, in English words or in those of the language."""
    known = sorted(_number_words(language), key=len, reverse=True)
    if not known:
        return NUMBER
    return rf"(?:{NUMBER}|(?:{'|'.join(known)})(?:{_S}?\({_S}?\d{{1,3}}{_S}?\))?)"


@cache
def _grammar(language: str) -> re.Pattern[str]:
    """The core of a duration: number, "+", range, unit, trailing "or more"; for folded text.

    It begins with the number and is matched without regard to case by folding the text first, so
    that the regular expression engine can skip to the next digit or number word.
    """
    unit = "|".join(_units(language))
    number = _number(language)
    more = _with(_MORE, language, "more")
    return re.compile(
        rf"""
        (?:(?P<low>{number})|(?P<article>a(?<!\wa)(?:n|nother)?\b)(?={_S}))
        {_S}?(?P<low_more>{more})?
        (?:{_S}?(?P<low_unit>{unit})(?=\W))?
        (?:{_S}?(?:{_DASH}|/|\b(?P<word>{_with(_RANGE, language, "ranges")})\b){_S}?
           (?P<high>{number}){_S}?(?P<high_more>{more})?)?
        (?:{_S}?{_DASH}?{_S}?|(?:{_S}*{_FILLER}[ -]){{1,2}})
        (?P<unit>{unit})(?![^\W\d_])
        (?:(?:{_S}|{_DASH})?(?:(?P<unit_more>{more})|(?P<unit_less>{_LESS})))?
        ['’´`*]?(?!\w)
        """,
        re.VERBOSE,
    )


@cache
def _qualifier(language: str) -> re.Pattern[str]:
    """What may stand before a number: "at least", "more than", "up to", "about"."""
    return re.compile(
        rf"""(?<![^\W\d_])
        (?:(?P<least>at{_S}+least|a{_S}+minimum{_S}+of{_S}+at{_S}+least)
          |(?P<minimum>{_with(_MINIMUM, language, "minimum")})
          |(?P<exclusive>{_with(_EXCLUSIVE, language, "exclusive")})
          |(?P<maximum>{_with(_MAXIMUM, language, "maximum")})
          |(?P<between>{_with("between", language, "between")})
          |(?P<about>{_ABOUT}))
        (?:{_S}+(?:an?|of))?{_S}*:?{_S}*$""",
        re.VERBOSE,
    )


_MONEY_OR_FIGURE: Final = re.compile(r"[\d$€£#/]$|\d[.,]$")
"""What stands before a number that is only the end of another, or money."""


@cache
def _unit_lengths(language: str) -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple((re.compile(unit), length) for unit, length in _units(language).items())


def _unit_length(unit: str, language: str) -> float:
    """Months in a unit that the grammar matched."""
    return next(length for pattern, length in _unit_lengths(language) if pattern.fullmatch(unit))


def lowered(text: str) -> str:
    """``text`` in lower case with every character at its place.

    ``str.lower`` maps one character, the dotted capital I, to two; it is replaced beforehand.
    """
    return text.replace("İ", "I").lower()


def _windows(folded: str, language: str) -> Iterator[tuple[int, int]]:
    """Stretches around unit words, in order, merged where they touch."""
    hits = set()
    words = LANGUAGES.get(language)
    for trigger in _TRIGGERS if words is None else (*_TRIGGERS, *words.duration.triggers):
        at = folded.find(trigger)
        while at >= 0:
            hits.add(at)
            at = folded.find(trigger, at + 1)
    opened = closed = -1
    for hit in sorted(hits):
        low, high = max(0, hit - _BEFORE), min(len(folded), hit + _AFTER)
        if low > closed:
            if closed >= 0:
                yield opened, closed
            opened = low
        closed = high
    if closed >= 0:
        yield opened, closed


def find_durations(
    text: str, language: str = "en", start: int = 0, end: int | None = None
) -> list[Duration]:
    """All durations in a stretch of text, in order.

    A single figure sets a lower bound only: "5 years of experience" asks for five or more. Weeks
    and days are turned into months and rounded, never below one day's worth.

    Args:
        text: the text.
        language: ISO 639-1 code; its unit words and qualifiers are read beside the English ones.
        start: where to begin.
        end: where to stop; None for the end of the text.

    Returns:
        Durations with offsets into ``text``. Time grows linearly with the length of the text.

    >>> [d[2:4] for d in find_durations("3-5+ years; up to 18 months; six (6) or more years")]
    [(36, None), (None, 18), (72, None)]
    """
    stop = len(text) if end is None else end
    grammar = _grammar(language)
    folded = lowered(text[start:stop])
    found: list[Duration] = []
    for low, high in _windows(folded, language):
        for match in grammar.finditer(folded, low, high):
            begin = match.start() + start
            glued = begin > 0 and text[begin].isupper() and text[begin - 1].islower()
            duration = _duration(folded, match, language, glued=glued)
            if duration is None:
                continue
            duration = duration._replace(start=duration.start + start, end=duration.end + start)
            if found and _restates(text, found[-1], duration):
                found[-1] = found[-1]._replace(end=text.find(")", duration.end) + 1)
            else:
                found.append(duration)
    return found


def _restates(text: str, first: Duration, second: Duration) -> bool:
    """Whether the second says in brackets what the first said: "1 year (52 weeks)"."""
    return (
        first.min_months == second.min_months
        and text[first.end : second.start].strip() == "("
        and text.startswith(")", second.end)
    )


def _duration(folded: str, match: re.Match[str], language: str, *, glued: bool) -> Duration | None:
    """The bounds that a match sets; None for "a year" and for the end of a figure or word.

    ``glued`` says that a capital letter begins it inside a word, where a line break was lost.
    """
    start = match.start()
    if _MONEY_OR_FIGURE.search(folded, max(0, start - 2), start):
        return None
    if start and not glued and folded[start].isalpha() and folded[start - 1].isalpha():
        return None  # "one" in "someone"
    ahead = _qualifier(language).search(folded, max(0, start - _QUALIFIER), start)
    said = ahead.groupdict() if ahead is not None else {}
    part = match.groupdict()
    qualified = any(said.get(name) for name in ("least", "minimum", "exclusive", "maximum"))
    if part["article"] and not qualified:
        return None
    if ahead is not None:
        start = ahead.start()
    length = _unit_length(part["unit"], language)
    words = _number_words(language)
    low = number_value(part["low"], words) if part["low"] else 1.0
    low *= _unit_length(part["low_unit"], language) if part["low_unit"] else length
    high: float | None = None
    if part["high"]:
        high = number_value(part["high"], words) * length
        joined = part["word"] in _joint(language) and not said.get("between")
        if joined and part["low_unit"] and part["low_unit"] != part["unit"]:
            low, high = low + high, None  # "one year and six months"
        elif joined or high < low:  # "Java 8 and 5 years", "GS-12 - one year": no range
            low, high, start = high, None, match.start("high")
    more = part["high_more"] or part["unit_more"] or (part["low_more"] if high is None else None)
    minimum: float | None = low
    maximum = high
    if more or said.get("least"):
        maximum = None
    elif part["unit_less"] or said.get("maximum"):
        minimum, maximum = (low, high) if high is not None else (None, low)
    return Duration(
        start,
        match.end(),
        _whole(minimum),
        _whole(maximum),
        bool(said.get("exclusive")),
        qualified,
        bool(more),
        length,
    )


def _whole(months: float | None) -> int | None:
    return None if months is None else round(months)
