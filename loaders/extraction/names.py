"""Names of skills in a text: every label and alias of the taxonomy, in one pass.

1. The text is folded to lower case with blanks for punctuation, letter for letter, so offsets hold.
2. One automaton (Aho and Corasick 1975, https://doi.org/10.1145/360825.360855) finds all names at
   once. Each pattern carries a blank on either side, so that "java" is not found in "javascript"
   and "c" not in "c++".
3. The longest name wins: SQL in "SQL Server" is not SQL.
4. A name that is also a common word counts only with evidence (``evidence.py``).
5. Nothing counts in sections that speak of benefits, law or applying.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import ahocorasick_rs

from skillweave.loaders.extraction.evidence import FirmTalk, counts
from skillweave.loaders.text.page import Mention, Page, Sentence
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.vocabulary import SKILL_FREE_SECTIONS

_TO_BLANK: Final = ',;:()[]{}<>|/\\-–—‑_*!?"“”‘…•·►▪●~=^$%\n\t\r\xa0`'
_SENTENCE_DOT: Final = re.compile(r"\.(?!Net\b|Js\b|Io\b)(?=[A-Z][a-z]|\d?\s)|\.$")
_ADDRESS: Final = re.compile(r"https?:\S+|www\.\S+|\S+@\S+\.\w+", re.IGNORECASE)
_APOSTROPHE: Final = "’"
_HARD_BREAK: Final = re.compile(r"[,;:()\n|•]")
_OWN_STORY: Final = frozenset({"about", "body", "duties"})
"""Sections in which employers also tell of their products, clients and founders."""

_BESIDE_DEGREES: Final = frozenset({"technology", "credential", "human_language"})
"""What a section on education names besides fields of study."""

_PLURAL_KINDS: Final = frozenset({"method", "soft", "credential", "technology"})
_SHORTEST_PLURAL: Final = 5
"""Shorter names get no plural pattern: "APIs" is an alias, "SASs" is nothing."""


class Found(NamedTuple):
    """A name where it stands, before it is known whether it counts."""

    start: int
    end: int
    concept: str
    rule: str
    written: str


def fold_text(text: str) -> str:
    """Fold a text for matching; the result has the same length and the same offsets.

    Lower case; punctuation becomes blanks, except the signs that names are made of (C++, C#,
    .NET, R&D); a full stop is punctuation only where a sentence ends. Addresses are struck out.
    """
    folded = text
    if "http" in text or "www." in text or "@" in text:
        folded = _ADDRESS.sub(lambda match: "@" * len(match.group()), folded)
    folded = _SENTENCE_DOT.sub(" ", folded)
    lowered = folded.lower()
    if len(lowered) != len(text):  # a few letters grow when lowered, such as a dotted capital I
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in folded)
    for sign in _TO_BLANK:
        lowered = lowered.replace(sign, " ")
    return lowered.replace(_APOSTROPHE, "'").replace("'s ", "   ")


class NameFinder:
    """Finds the skills of a taxonomy by name.

    Args:
        taxonomy: where the names come from. Building takes about a tenth of a second for 30,000
            names; one finder serves a whole process (``name_finder``).
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        patterns: dict[str, list[tuple[str, str, str]]] = {}
        plurals: dict[str, tuple[str, str, str]] = {}
        for name, concept, rule in taxonomy.names():
            if not concept.startswith("skill/"):
                continue
            key = fold_text(f" {name} ")
            patterns.setdefault(key, []).append((concept, rule, name))
            if (
                rule == "any"
                and len(name) >= _SHORTEST_PLURAL
                and name[-1].isalpha()
                and not name.endswith(("s", "ing", "S"))
                and taxonomy.concept(concept).kind in _PLURAL_KINDS
            ):
                plurals.setdefault(key[:-1] + "s ", (concept, rule, name + "s"))
        for key, entry in plurals.items():
            if key not in patterns:
                patterns[key] = [entry]
        self._entries = list(patterns.values())
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(patterns), implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )

    def find(self, page: Page) -> list[Mention]:
        """The skills that the page names, in order, without overlaps.

        Args:
            page: the page to read.

        Returns:
            One mention for each place where a name counts. Cost: about 0.1 ms for 3,000 characters.
        """
        text = page.text
        found = self._longest(text)
        if not found:
            return []
        kept = list(_in_sentences(page, found))
        mentions: list[Mention] = []
        for position, (item, sentence) in enumerate(kept):
            if item.rule == "ambiguous" and not counts(kept, position, text):
                continue
            concept = self._taxonomy.concept(item.concept)
            if sentence.section == "education" and concept.kind not in _BESIDE_DEGREES:
                continue
            mentions.append(
                Mention(
                    start=item.start,
                    end=item.end,
                    text=text[item.start : item.end],
                    concept=item.concept,
                    label=concept.label,
                    kind=concept.kind,
                    confidence=0.9 if item.rule == "ambiguous" else 0.98,
                    listed=True,
                )
            )
        return mentions

    def _longest(self, text: str) -> list[Found]:
        """All names with their boundaries checked; of overlapping ones the longest."""
        matches = self._automaton.find_matches_as_indexes(f" {fold_text(text)} ", overlapping=True)
        # in the padded haystack a pattern with blanks covers [start, end); the name in the text
        # begins at start (the blank before it is the padding) and ends two blanks earlier
        spans = sorted(((start, end - 2, index) for index, start, end in matches), key=_by_place)
        found: list[Found] = []
        reach = 0
        for start, end, index in spans:
            if end <= reach:
                continue
            mention = text[start:end]
            if " " in mention.strip() and _HARD_BREAK.search(mention):
                continue
            entry = self._entry(index, mention)
            if entry is None:
                continue
            concept, rule, written = entry
            if start < reach:
                continue
            found.append(Found(start, end, concept, rule, written))
            reach = end
        return found

    def _entry(self, index: int, mention: str) -> tuple[str, str, str] | None:
        """The concept that a spelling stands for; None where its case speaks against all."""
        for concept, rule, written in self._entries[index]:
            if rule == "any" or mention == written or (mention.isupper() and len(mention) > 1):
                return concept, rule, written
            if rule == "ambiguous" and mention[:1].isupper() and len(mention) > 2:
                return concept, rule, written
        return None


def _in_sentences(page: Page, found: list[Found]) -> Iterator[tuple[Found, Sentence]]:
    """Pair the names with their sentences; drop those where no name counts."""
    starts = [sentence.start for sentence in page.sentences]
    firms = FirmTalk(page.text)
    at, drop = -1, True
    for item in found:
        here = bisect_right(starts, item.start) - 1
        if here < 0:
            continue
        sentence = page.sentences[here]
        if here != at:
            at = here
            drop = sentence.section in SKILL_FREE_SECTIONS or (
                sentence.section in _OWN_STORY and firms.tells(sentence)
            )
        if not drop and item.end <= sentence.end:
            yield item, sentence


def _by_place(span: tuple[int, int, int]) -> tuple[int, int]:
    return span[0], -span[1]


@lru_cache(maxsize=1)
def name_finder() -> NameFinder:
    """The finder of the built-in taxonomy, made once a process."""
    return NameFinder(Taxonomy.builtin())
