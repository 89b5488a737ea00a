"""Whether a sentence asks something of the candidate or tells of the work, by how it begins.

"Knowledge of ..." asks, "Maintain ..." tells; most sentences give themselves away in their first
words, whatever they are about. What each word says is not written down by hand: in postings that
nobody labelled, the headings label the sentences below them ("Requirements", "Responsibilities"),
so the words were weighed by a logistic regression over those
(``python -m skillweave.loaders.training.asking``). The weights ship in ``asking_words.json``.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

WORDS_FILE: Final = Path(__file__).with_name("asking_words.json")

_WORD: Final = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d+")
_WORDS: Final = 8
"""How many words of a sentence are looked at; more say little more."""

_CHARACTERS: Final = 64
"""How many characters are searched for them."""

_BOUND: Final = 4.0
"""The furthest, either way, that one sentence can speak."""


def beginning(sentence: str) -> Iterator[str]:
    """What is weighed of a sentence: its first words, and for the first two also their place.

    Args:
        sentence: its text.

    Yields:
        Each feature once, words in lower case and figures as "0".
    """
    words = [
        "0" if word[0].isdigit() else word.replace("’", "'")
        for word in _WORD.findall(sentence[:_CHARACTERS].lower())[:_WORDS]
    ]
    yield from set(words)
    if words:
        yield f"1:{words[0]}"
    if len(words) > 1:
        yield f"2:{words[1]}"
        yield f"12:{words[0]} {words[1]}"


class AskingWords:
    """The weights of the words.

    Args:
        bias: the score of a sentence of unknown words.
        weights: what each feature adds to it.
    """

    def __init__(self, bias: float, weights: dict[str, float]) -> None:
        self._bias = bias
        self._weights = weights

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> "AskingWords":
        """The weights that ship, loaded once a process."""
        data = json.loads(WORDS_FILE.read_text(encoding="utf-8"))
        return cls(data["bias"], data["weights"])

    def score(self, sentence: str) -> float:
        """How surely a sentence asks: the log odds, between -4 (tells) and 4 (asks).

        Cost: about five microseconds.
        """
        get = self._weights.get
        score = self._bias + sum([get(feature, 0.0) for feature in beginning(sentence)])
        return max(-_BOUND, min(_BOUND, score))
