"""The job title in a sentence that is not English: "suchen wir eine Softwareentwicklerin (m/w/d)".

German and Dutch end a title with the occupation; French and Spanish begin with it and go on to say
what it is about. Many titles are English in an advert that is not.
"""

import re
from functools import cache
from typing import Final, NamedTuple

from skillweave.loaders.extraction.occupations import is_head
from skillweave.loaders.languages import LANGUAGES
from skillweave.loaders.text.page import Page

_SENTENCES: Final = 25
"""Sentences in which an advert says who is sought."""
_WORDS: Final = 8
"""Words that a title may have."""
_WORD: Final = re.compile(r"[^\s]+")
_EDGES: Final = "()*\"“”„«»,.:;’'"
_GENDERS: Final = re.compile(
    r"\s*\(?\b(?:(?:all genders)|gn|[mwfdxhv](?:\s?[/|*-]\s?[mwfdxhv]){1,3})\b\)?", re.IGNORECASE
)


class _Search(NamedTuple):
    heads: re.Pattern[str]
    sought: re.Pattern[str]
    stops: frozenset[str]
    head_first: bool


@cache
def _search(language: str) -> _Search | None:
    words = LANGUAGES.get(language)
    if words is None:
        return None
    return _Search(
        re.compile(rf"(?<![^\W_])(?:{words.heads})(?![^\W_])", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{words.sought})\s*", re.IGNORECASE),
        words.stops,
        words.head_first,
    )


def occupations_abroad(language: str) -> re.Pattern[str] | None:
    """What finds the words for occupations of a language; None if it has no table."""
    search = _search(language)
    return None if search is None else search.heads


def sought_abroad(page: Page) -> tuple[int, int] | None:
    """Where a sentence names who is sought.

    Args:
        page: a page whose language has a table.

    Returns:
        Start and end of the title in the page's text; None where no sentence says it.
    """
    search = _search(page.language)
    if search is None:
        return None
    for sentence in page.sentences[:_SENTENCES]:
        for cue in search.sought.finditer(sentence.text):
            span = _title_at(sentence.text, cue.end(), search)
            if span is not None:
                return sentence.start + span[0], sentence.start + span[1]
    return None


def _title_at(text: str, position: int, search: _Search) -> tuple[int, int] | None:
    """The title that begins at a position of a sentence; None where none does."""
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(text, position):
        bare = word.group().strip(_EDGES).lower()
        if bare in search.stops or len(words) == _WORDS or _GENDERS.fullmatch(word.group()):
            break
        words.append(word)
        if word.group()[-1] in ",.;:!?":
            break
    heads = [at for at, word in enumerate(words) if _is_head(word.group(), search)]
    if not heads or (search.head_first and heads[0] > 1 and not words[0].group()[0].isupper()):
        return None
    first = 0
    while first < heads[-1] and words[first].group()[0].islower() and first not in heads:
        first += 1
    last = len(words) - 1 if search.head_first and heads[0] == first else heads[-1]
    end = words[last].start() + len(words[last].group().rstrip(_EDGES))
    genders = _GENDERS.match(text, end)
    return words[first].start(), genders.end() if genders is not None else end


def _is_head(word: str, search: _Search) -> bool:
    bare = word.strip(_EDGES)
    return search.heads.fullmatch(bare) is not None or (
        bare[:1].isupper() and is_head(bare.lower())
    )
