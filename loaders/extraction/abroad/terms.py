"""Kinds of employment and where one works from, in adverts that are not English."""

import re
from functools import cache
from typing import Final

from skillweave.loaders.languages import LANGUAGES
from skillweave.loaders.text.page import Page
from skillweave.ontology.vocabulary import EmploymentType, WorkMode

_MODES: Final[tuple[WorkMode, ...]] = ("hybrid", "remote", "onsite")
"""The order in which they count: who offers some days at home names the others as well."""


@cache
def _kinds(language: str) -> tuple[tuple[EmploymentType, re.Pattern[str]], ...]:
    words = LANGUAGES.get(language)
    if words is None:
        return ()
    return tuple((kind, _compiled(phrase)) for kind, phrase in words.employment.items())


@cache
def _modes(language: str) -> tuple[tuple[WorkMode, re.Pattern[str]], ...]:
    words = LANGUAGES.get(language)
    if words is None:
        return ()
    return tuple((mode, _compiled(words.work_mode[mode])) for mode in _MODES)


def _compiled(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{phrase})(?!\w)", re.IGNORECASE)


def kinds_abroad(text: str, language: str) -> set[EmploymentType]:
    """Kinds of employment that a short text names in a language with a table."""
    return {kind for kind, pattern in _kinds(language) if pattern.search(text)}


def is_kind_abroad(text: str) -> bool:
    """Whether a text is a kind of employment and nothing else in a language with a table ("CDI")."""
    return any(
        pattern.fullmatch(text.strip()) for language in LANGUAGES for _, pattern in _kinds(language)
    )


def mode_abroad(page: Page) -> WorkMode | None:
    """Where one works from, as the sentences of a page say it in its main language."""
    told = {
        mode
        for mode, pattern in _modes(page.language)
        for sentence in page.sentences
        if page.language_at(sentence.start) == page.language and pattern.search(sentence.text)
    }
    return next((mode for mode in _MODES if mode in told), None)
