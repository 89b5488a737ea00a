"""Levels of education in text that is not English.

A sentence makes one statement of the levels that it names as alternatives; a cue between two of
them ("Bachelor, idealerweise Master") begins another. Fields of study are not read.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from skillweave.loaders.extraction.abroad.phrases import Phrases, cues_of, phrases_of, strength
from skillweave.loaders.extraction.degrees import EducationStatement
from skillweave.loaders.text.page import Page, Sentence
from skillweave.ontology.vocabulary import SILENT_SECTIONS, EducationLevel, Modality

_STORY: Final = frozenset({"about", "duties"})
"""Sections that speak of education mostly without asking for it."""
_INSTEAD_REACH: Final = 80
"""How far behind a degree its substitute may stand."""


class _Level(NamedTuple):
    start: int
    end: int
    levels: tuple[EducationLevel, ...]


def education_abroad(page: Page) -> list[EducationStatement]:
    """The levels of education that the page asks for outside of its English.

    Args:
        page: the page.

    Returns:
        Statements in order of the text. Time grows linearly with it.
    """
    found: list[EducationStatement] = []
    for sentence in (*page.sentences, *_labels(page)):
        language = page.language_at(sentence.start)
        phrases = phrases_of(language) if language != "en" else None
        if phrases is not None and sentence.section not in SILENT_SECTIONS:
            found.extend(_read(page, sentence, phrases, language))
    return sorted(found, key=lambda statement: statement.start)


def _labels(page: Page) -> Iterator[Sentence]:
    """The headings that hold text of their own, which are among no sentences."""
    for row, line in enumerate(page.lines):
        if line.kind == "heading" and ":" in line.text:
            yield Sentence(line.start, line.end, line.text, line.section, row)


def _read(
    page: Page, sentence: Sentence, phrases: Phrases, language: str
) -> Iterator[EducationStatement]:
    text = page.text
    words = list(_levels(page, sentence, phrases))
    if not words or phrases.schooling.search(sentence.text):
        return
    if sentence.section in _STORY and words[0].start - sentence.start > len(sentence.text) // 2:
        return
    cues = cues_of(sentence, language)
    groups: list[tuple[Modality, list[_Level]]] = []
    for word in words:
        asked = strength(sentence, cues, word.start, word.end, demand=True)
        if groups and groups[-1][0] == asked:
            groups[-1][1].append(word)
        else:
            groups.append((asked, [word]))
    for asked, group in groups:
        start, end = group[0].start, group[-1].end
        stop = min(sentence.end, end + _INSTEAD_REACH)
        instead = phrases.instead.search(text, end, stop)
        yield EducationStatement(
            start=start,
            end=instead.end() if instead is not None else end,
            levels=tuple(dict.fromkeys(level for word in group for level in word.levels)),
            fields=(),
            open_list=False,
            or_experience=instead is not None,
            in_lieu=None,
            modality=asked,
        )


def _levels(page: Page, sentence: Sentence, phrases: Phrases) -> Iterator[_Level]:
    """The levels that a sentence names, from left to right, of overlapping ones the longest."""
    position = sentence.start
    while (match := phrases.levels.search(page.text, position, sentence.end)) is not None:
        group, phrase = max(
            ((name, said) for name, said in match.groupdict().items() if said is not None),
            key=lambda found: len(found[1]),
        )
        end = match.start() + max(len(phrase), 1)
        yield _Level(match.start(), end, phrases.levels_of[group])
        position = end
