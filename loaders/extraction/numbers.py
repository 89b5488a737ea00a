"""Small whole numbers as job postings write them: "3", "1.5", "2 ½", "three (3)", "twenty-five".

Durations and counts are stated in digits, in words, or in both at once. This module owns the
grammar of one such number, so that the readers built on it need not know how it was spelled.
"""

import re
from collections.abc import Mapping
from typing import Final

_UNITS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()

_WORDS: Final[dict[str, int]] = {
    **{word: value for value, word in enumerate(_UNITS, start=1)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
}
_FRACTIONS: Final[dict[str, float]] = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5}

_SPACE: Final = r"[ \t\xa0\u2009\u202f]"
_WORD: Final = (
    rf"(?:(?:{'|'.join(_TENS)})(?:{_SPACE}|-)(?:{'|'.join(_UNITS[:9])})\b"
    rf"|(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b)"
)
_DIGITS: Final = rf"(?:\d{{1,3}}(?:[.,]\d{{1,2}})?(?:{_SPACE}?[½¼¾]|{_SPACE}1/2)?|[½¼¾])"

NUMBER: Final = (
    rf"(?:{_DIGITS}(?:{_SPACE}?\({_SPACE}?{_WORD}{_SPACE}?\))?"
    rf"|{_WORD}(?:{_SPACE}and{_SPACE}a{_SPACE}half\b)?"
    rf"(?:{_SPACE}?\({_SPACE}?\d{{1,3}}{_SPACE}?\))?)"
)
"""Regular expression source of one number; match it without regard to case."""

_IN_BRACKETS: Final = re.compile(r"\(\s*([^()]+?)\s*\)\s*$")
_VALUE: Final = re.compile(
    rf"(?P<digits>\d+(?:[.,]\d+)?)?{_SPACE}*(?P<fraction>[½¼¾]|1/2)?$", re.IGNORECASE
)


def number_value(text: str, words: Mapping[str, int] | None = None) -> float:
    """The value of a number that ``NUMBER`` matched, or of a number word of another language.

    Where words and digits stand side by side ("three (3)") the digits are taken.

    Args:
        text: what was matched, in any case.
        words: number words of the other language and their values.

    Returns:
        The value; 0.0 for text that is no number.

    >>> [number_value(t) for t in ("3", "1.5", "2 ½", "Three (3)", "twenty-five", "1 1/2")]
    [3.0, 1.5, 2.5, 3.0, 25.0, 1.5]
    """
    text = text.strip().lower()
    bracketed = _IN_BRACKETS.search(text)
    if bracketed:
        inner, outer = bracketed.group(1), text[: bracketed.start()].strip()
        text = inner if inner.isdigit() else outer
    digits = _VALUE.match(text)
    if digits and digits.group():
        whole = float((digits["digits"] or "0").replace(",", "."))
        return whole + _FRACTIONS.get(digits["fraction"] or "", 0.0)
    if words is not None and text in words:
        return float(words[text])
    half = text.endswith("half")
    parts = re.split(r"[\s\-]+", text)
    total = sum(_WORDS.get(word, 0) for word in parts)
    return total + 0.5 if half else float(total)
