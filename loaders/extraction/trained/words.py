"""What the network knows of a word by its form: vocabulary entry, shape and affixes.

A word's features never change, so they are worked out once for each form and kept.
"""

import zlib
from collections.abc import Mapping
from typing import Final, NamedTuple

PADDING: Final = 0
"""Vocabulary entry of what is no word: the gap between two pages."""

UNKNOWN: Final = 1
"""Vocabulary entry of words that were too rare to get a vector."""

FIRST_ENTRY: Final = 2
"""Entry of the first word of the vocabulary."""

AFFIXES: Final = 4000
"""Affixes are told apart by a hash of that many values."""

_SIGNS: Final = ",.;:()/-&•*\"'+|"
_SHAPES: Final = (
    "other sign",
    *_SIGNS,
    *("1 digit", "2 digits", "3 digits", "4 digits"),
    *("lower letter", "lower word"),
    *("1 capital", "2 capitals", "3 capitals", "4 capitals", "5 capitals"),
    *("capitalised", "mixed"),
)
SHAPES: Final = len(_SHAPES)
"""Number of shapes."""

_SHAPE_CODE: Final = {shape: code for code, shape in enumerate(_SHAPES)}


class WordForm(NamedTuple):
    """The features of one spelling."""

    entry: int
    shape: int
    prefix: int
    suffix: int
    ending: int


def normal_form(word: str) -> str:
    """The spelling under which a word stands in the vocabulary: lower case, numbers as one.

    >>> normal_form("SQL"), normal_form("2019"), normal_form("7")
    ('sql', '0', '7')
    """
    return "0" if len(word) > 1 and word.isdigit() else word.lower()


def shape_of(word: str) -> int:
    """The code of a word's shape: its case and length, a sign, or a number."""
    if len(word) == 1 and not word.isalnum():
        shape = word if word in _SIGNS else "other sign"
    elif word.isdigit():
        shape = "1 digit" if len(word) == 1 else f"{min(len(word), 4)} digits"
    elif word.islower():
        shape = "lower letter" if len(word) == 1 else "lower word"
    elif word.isupper():
        shape = "1 capital" if len(word) == 1 else f"{min(len(word), 5)} capitals"
    else:
        shape = "capitalised" if word[0].isupper() and word[1:].islower() else "mixed"
    return _SHAPE_CODE[shape]


def _hash(affix: str) -> int:
    return zlib.crc32(affix.encode("utf-8", "surrogatepass")) % AFFIXES


def word_form(word: str, vocabulary: Mapping[str, int]) -> WordForm:
    """The features of a word.

    Args:
        word: as it stands in the text.
        vocabulary: the entry of each normal form.
    """
    normal = normal_form(word)
    return WordForm(
        vocabulary.get(normal, UNKNOWN),
        shape_of(word),
        _hash("^" + normal[:3]),
        _hash(normal[-3:] + "$"),
        _hash(normal[-2:] + "$$"),
    )
