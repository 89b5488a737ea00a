"""Which languages a posting is written in, and where: so that rules of one never read another.

Function words decide the common case: running text is full of them, and counting them costs
microseconds. English and the languages with a table (``skillweave.loaders.languages``) are told
apart by their own words; only where those of yet others outweigh them, or where the script is not
Latin, is the statistical model of py3langid asked, which takes a second to load (Lui and Baldwin
2012, https://aclanthology.org/P12-3005/).

Postings mix languages by the block: an English preface before a Dutch advert, a French list under
English headings. A page has one main language and stretches in others, decided section by section
and, where a line is clear in itself, line by line.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from skillweave.loaders.languages import LANGUAGES
from skillweave.loaders.text.page import Line, SectionSpan, Stretch

_WORD: Final = re.compile(r"[^\W\d_]+")
_ENGLISH: Final = frozenset(
    "the and of to a for with is are you we our will be or as your an this that have from".split()
)
_TABLED: Final = {code: words.function_words for code, words in LANGUAGES.items()}
_OTHERS: Final = frozenset(
    """gli di che il del della sono nel tuo per con una
    em uma não seu nossa você
    na się oraz jest dla och att för det är av på til och vi af til""".split()
)
"""Function words of languages without a table."""
_FOREIGN: Final = _OTHERS.union(*_TABLED.values()) - _ENGLISH
_SAMPLE: Final = 2000
"""Characters at the beginning of a text that tell its main language."""
_SAMPLE_WORDS: Final = 240
_EVIDENCE: Final = 3
"""Function words below which a text or line says nothing of its language: titles and lists of
products hold words such as "de" and "die" by chance."""
_BLOCK: Final = 8
"""Function words that make a second language of a page."""
_MARKERS: Final = (
    " und ", " der ", " mit ", " et ", " les ", " pour ", " het ", " een ", " voor ", " los ",
    " una ", " para ",
)  # fmt: skip
"""Words of which a block in another language holds several; found faster than words are cut."""
_MARKS: Final = 4
_CANDIDATES: Final = [
    "en", "de", "fr", "nl", "es", "it", "pt", "pl", "da", "sv", "no", "fi", "cs", "ro", "hu", "tr", "ko", "ja", "zh", "ru",
]  # fmt: skip


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_CANDIDATES)
    return identifier


def detect_language(text: str, stated: str | None = None) -> str:
    """ISO 639-1 code of the main language of ``text``.

    Args:
        text: the posting's text; the first part of it is looked at.
        stated: the language that the format states; taken where the text has too few words to
            tell, since sites state the language of their menus.

    Returns:
        One of a closed set of codes; "en" for text without words.
    """
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample.lower())[:_SAMPLE_WORDS]
    english = sum(map(_ENGLISH.__contains__, words))
    foreign = sum(map(_FOREIGN.__contains__, words))
    latin = sample.isascii() or sum(char < "\u0250" for char in sample) * 2 > len(sample)
    if latin:
        if english >= foreign and english >= _EVIDENCE:
            return "en"
        # one word over and over is part of an address
        if len(_FOREIGN.intersection(words)) < _EVIDENCE:
            return (stated or "en")[:2].lower()
        if (tabled := _clearest(words)) is not None:
            return tabled
    code, _ = _identifier().classify(sample)
    return str(code)


def _clearest(words: Sequence[str]) -> str | None:
    """The language with a table whose words are by far the most frequent; None if none's are."""
    counts = {code: sum(map(known.__contains__, words)) for code, known in _TABLED.items()}
    (best, most), (_, second) = Counter(counts).most_common(2)
    others = sum(map(_OTHERS.__contains__, words))
    return best if most >= 2 * _EVIDENCE and most * 2 >= 3 * max(second, others) else None


def languages_of(text: str, stated: str | None = None) -> tuple[str, ...]:
    """The languages of a text, the main one first; others are there by the block.

    Args:
        text: the posting's text.
        stated: the language that the format states.
    """
    main = detect_language(text, stated)
    if main == "en" and sum(map(text.count, _MARKERS)) < _MARKS:
        return (main,)
    words = _WORD.findall(text.lower())
    counts = {code: sum(map(known.__contains__, words)) for code, known in _TABLED.items()}
    counts["en"] = sum(map(_ENGLISH.__contains__, words))
    best = max(counts.values())
    others = (
        code
        for code, count in counts.items()
        # Dutch and German, French and Spanish share words; a second language has many of its own
        if code != main and count >= _BLOCK and (code == "en" or count * 2 > best or main == "en")
    )
    return (main, *others)


def stretches_in_others(
    languages: Sequence[str], lines: Sequence[Line], sections: Sequence[SectionSpan]
) -> tuple[Stretch, ...]:
    """Where a page leaves its main language.

    Args:
        languages: those of the page, the main one first.
        lines: its lines, in order.
        sections: its sections, in order.

    Returns:
        Stretches of whole lines, in order. A line that says nothing itself is in the language of
        its section, that in the main one where it says nothing either.
    """
    if len(languages) < 2:
        return ()
    counts = [_counts(line.text, languages) for line in lines]
    found: list[Stretch] = []
    at = 0
    for section in sections:
        here = at
        while at < len(lines) and lines[at].start < section.end:
            at += 1
        together = _sum(counts[here:at])
        default = _winner(together, languages) or languages[0]
        for line, count in zip(lines[here:at], counts[here:at], strict=True):
            language = _winner(count, languages) or default
            if language == languages[0]:
                continue
            if found and found[-1].language == language and found[-1].end >= line.start - 2:
                found[-1] = found[-1]._replace(end=line.end)
            else:
                found.append(Stretch(line.start, line.end, language))
    return tuple(found)


def _counts(text: str, languages: Sequence[str]) -> tuple[int, ...]:
    words = _WORD.findall(text.lower())
    tables = (_ENGLISH if code == "en" else _TABLED.get(code, _OTHERS) for code in languages)
    return tuple(sum(map(table.__contains__, words)) for table in tables)


def _sum(counts: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*counts, strict=True)))


def _winner(counts: Sequence[int], languages: Sequence[str]) -> str | None:
    """The language that is clearly ahead; None where none is."""
    if not counts:
        return None
    most = max(counts)
    rest = sorted(counts)[-2]
    return languages[counts.index(most)] if most >= _EVIDENCE and most >= 2 * rest else None
