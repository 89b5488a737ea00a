"""Fixed phrases that give a sentence away, found all at once.

Extraction knows hundreds of phrases ("without regard to", "401(k)", "is a plus"). Searching for
each, sentence by sentence, is what makes such readers slow; here one Aho-Corasick automaton finds
all of them in one pass over the page (Aho and Corasick 1975, https://doi.org/10.1145/360825.360855),
and what follows looks only where something was found.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final

import ahocorasick_rs

_TO_PLAIN: Final = (("’", "'"), ("‘", "'"), ("–", "-"), ("—", "-"), ("\xa0", " "))


class CueFinder:
    """Finds the phrases of several groups in one pass.

    Args:
        groups: phrases by the name of their group; lower case, plain apostrophes and hyphens. A
            phrase matches at word starts; it must also end at a word end unless it ends with "*".
    """

    def __init__(self, groups: Mapping[str, Sequence[str]]) -> None:
        self._groups = [name for name, phrases in groups.items() for _ in phrases]
        phrases = [phrase for group in groups.values() for phrase in group]
        self._open_ended = [phrase.endswith("*") for phrase in phrases]
        self._automaton = ahocorasick_rs.AhoCorasick([phrase.rstrip("*") for phrase in phrases])

    def find(self, text: str) -> dict[str, list[int]]:
        """Offsets at which phrases of each group begin, in order; groups without any are absent."""
        folded = fold(text)
        found: dict[str, list[int]] = {}
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if start and folded[start - 1].isalnum() and folded[start].isalnum():
                continue
            if (
                not self._open_ended[index]
                and folded[end - 1].isalnum()
                and (folded[end : end + 1].isalnum())
            ):
                continue
            found.setdefault(self._groups[index], []).append(start)
        for starts in found.values():
            starts.sort()
        return found


def fold(text: str) -> str:
    """Lower case with plain apostrophes and hyphens, of the same length as ``text``."""
    folded = text.lower()
    if len(folded) != len(text):  # a few letters grow when lowered, such as a dotted capital I
        folded = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    for typographic, plain in _TO_PLAIN:
        folded = folded.replace(typographic, plain)
    return folded


def any_between(starts: Sequence[int], start: int, end: int) -> bool:
    """Whether one of the sorted offsets lies in ``[start, end)``."""
    at = bisect_left(starts, start)
    return at < len(starts) and starts[at] < end
