"""Find when a name counts in a text.

Plain English words are ambiguous as names of technologies, and short capitals are cased. What is
plain English is taken from the task statements of O*NET: 19,000 sentences on work without one
product name in lower case.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from skillweave.ontology.concepts import fold

_WORD: Final = re.compile(r"[a-z][a-z]+")
_COMMON: Final = 2
"""A word that stands in fewer sentences may be a slip."""

_LETTERS: Final = {"ambiguous": "x", "cased": "c", "unsearched": "-"}
_CASED_KINDS: Final = {"technology", "credential"}


class Rules:
    """Decide the rule of a name.

    Args:
        sentences: plain English, in which names of products are not written small.
        table: names whose rule is known, by rule; these win over the signs of the tables.
    """

    def __init__(self, sentences: Iterable[str], table: Mapping[str, Iterable[str]]) -> None:
        self._known = {
            fold(name): _LETTERS[rule] for rule, names in table.items() for name in names
        }
        counts = Counter(word for sentence in sentences for word in set(_WORD.findall(sentence)))
        self._words = {word for word, count in counts.items() if count >= _COMMON}

    def is_plain_word(self, name: str) -> bool:
        """Whether this is an English word when written small."""
        return name.casefold() in self._words

    def of(self, name: str, kind: str, sign: str = "") -> str:
        """The rule letter: ``a`` any case, ``c`` cased, ``x`` ambiguous, ``-`` never.

        Args:
            name: as written.
            kind: of the skill that it names.
            sign: what its table says, "" for nothing.
        """
        known = self._known.get(fold(name)) or sign
        if known:
            return known
        if kind not in _CASED_KINDS:
            return "c" if name.isupper() and len(name) <= 4 else "a"
        if len(name) == 1:
            return "x"
        if self.is_plain_word(name):
            return "c" if name.isupper() else "x"
        return "c" if len(name) == 2 and name.isupper() else "a"
