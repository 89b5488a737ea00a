"""Find when a name counts in a text, where its table does not say.

Plain English words are ambiguous as names of technologies, and short capitals are cased. What is
plain English is taken from the task statements of O*NET: 19,000 sentences on work without one
product name in lower case.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

_WORD: Final = re.compile(r"[a-z][a-z]+")
_COMMON: Final = 2
"""A word that stands in fewer sentences may be a slip."""

_CASED_KINDS: Final = {"technology", "credential"}


class Rules:
    """Decide the rule of a name; made from plain English sentences."""

    def __init__(self, sentences: Iterable[str]) -> None:
        counts = Counter(word for sentence in sentences for word in set(_WORD.findall(sentence)))
        self._words = {word for word, count in counts.items() if count >= _COMMON}

    def is_plain_word(self, name: str) -> bool:
        """Whether this is an English word when written small."""
        return name.casefold() in self._words

    def of(self, name: str, kind: str) -> str:
        """The rule letter: ``a`` any case, ``c`` cased, ``x`` ambiguous."""
        if kind not in _CASED_KINDS:
            return "c" if name.isupper() and len(name) <= 4 else "a"
        if len(name) == 1:
            return "x"
        if self.is_plain_word(name):
            return "c" if name.isupper() else "x"
        return "c" if len(name) == 2 and name.isupper() else "a"
