"""Names of technologies in text that is not English, and the lists they stand in.

A name of a tool is the same in all languages, but the words around it are not: what is also a
common word counts here only in the list of another name, and words of the language that look like
names are left out.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from skillweave.loaders.extraction.abroad.phrases import Phrases, cues_of, phrases_of, strength
from skillweave.loaders.extraction.coordination import Choice
from skillweave.loaders.extraction.modality import ModalityReader
from skillweave.loaders.extraction.requirements import ReadSentence, SentenceStrength
from skillweave.loaders.languages import LANGUAGES
from skillweave.loaders.text.page import Mention, Page, Sentence
from skillweave.ontology.vocabulary import Modality

_NAMED_ALIKE: Final = frozenset({"technology"})
"""Kinds whose names are the same in every language."""
_SURE: Final = 0.95
"""Confidence below which a name is also a common word."""
_WINDOW: Final = 40
"""How near, in characters, another name must stand to make an ambiguous one sure."""
_SHORT_GAP: Final = 24
"""How far two items of a list may be apart."""
_LOWER: Final = re.compile(r"[a-zà-ÿ]+")


def names_abroad(page: Page, names: Sequence[Mention]) -> list[Mention]:
    """Those names that can be believed in text that is not English.

    Args:
        page: the page.
        names: all names found in it, in order.

    Returns:
        Technologies in stretches that are not English, in order.
    """
    kept: list[Mention] = []
    candidates = [
        name for name in names if name.kind in _NAMED_ALIKE and page.language_at(name.start) != "en"
    ]
    for at, name in enumerate(candidates):
        words = LANGUAGES.get(page.language_at(name.start))
        if words is not None and name.text.lower() in words.false_friends:
            continue
        if name.confidence < _SURE and not _beside(candidates, at):
            continue
        kept.append(name)
    return kept


def _beside(names: Sequence[Mention], at: int) -> bool:
    """Whether a sure name stands near, and the ambiguous one is written as a name."""
    name = names[at]
    if _LOWER.fullmatch(name.text):
        return False
    before = at > 0 and name.start - names[at - 1].end <= _WINDOW
    after = at + 1 < len(names) and names[at + 1].start - name.end <= _WINDOW
    return (before and names[at - 1].confidence >= _SURE) or (
        after and names[at + 1].confidence >= _SURE
    )


def sentences_abroad(page: Page, names: Sequence[Mention]) -> list[ReadSentence]:
    """The sentences that name something, with the choices among the names.

    Args:
        page: the page.
        names: from :func:`names_abroad`.
    """
    starts = [name.start for name in names]
    found: list[ReadSentence] = []
    for sentence in page.sentences:
        first = bisect_left(starts, sentence.start)
        last = bisect_left(starts, sentence.end, first)
        if first == last:
            continue
        here = list(names[first:last])
        phrases = phrases_of(page.language_at(sentence.start))
        choices = _choices(page.text, sentence, here, phrases) if phrases is not None else []
        found.append(ReadSentence(sentence, here, choices))
    return found


def _choices(
    text: str, sentence: Sentence, names: Sequence[Mention], phrases: Phrases
) -> list[Choice]:
    """Lists of names of which one will do: "A oder B", "z. B. A, B oder C"."""
    choices: list[Choice] = []
    series: list[Mention] = []
    gaps: list[str] = []

    def close() -> None:
        if len(series) > 1:
            examples = phrases.such_as.search(
                text[max(sentence.start, series[0].start - 24) : series[0].start]
            )
            chosen = any(phrases.either.search(gap) for gap in gaps)
            if chosen or examples is not None:
                start, end = series[0].start, series[-1].end
                choices.append(Choice(start, end, tuple(series), 1, examples is not None))

    for name in names:
        gap = text[series[-1].end : name.start] if series else ""
        if series and len(gap) <= _SHORT_GAP and phrases.joint.fullmatch(gap):
            gaps.append(gap)
        else:
            close()
            series, gaps = [], []
        series.append(name)
    close()
    return choices


class ModalityAbroad:
    """How strongly the sentences of a page ask, each by the rules of its language.

    Args:
        page: the page.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._english = ModalityReader(page)

    def sentence(self, sentence: Sentence) -> SentenceStrength:
        """What one sentence says."""
        language = self._page.language_at(sentence.start)
        if language == "en":
            return self._english.sentence(sentence)
        return SentenceAbroad(sentence, language)


class SentenceAbroad:
    """How strongly one sentence asks for what it names."""

    def __init__(self, sentence: Sentence, language: str) -> None:
        self._sentence = sentence
        self._cues = cues_of(sentence, language)

    def of(self, start: int, end: int, kind: str | None = None) -> Modality:
        """The modality of what stands at ``[start, end)``; the kind of a skill tells nothing."""
        return strength(self._sentence, self._cues, start, end)
