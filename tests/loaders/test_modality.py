"""Modality: the clause is asked first, then the section, then how the sentence speaks."""

import pytest

from skillweave.loaders.extraction.modality import ModalityReader
from skillweave.loaders.posting import Posting
from skillweave.loaders.text.sections import read_page


def modality_in(line: str, words: str, heading: str = "", kind: str | None = None) -> str:
    page = read_page(Posting(id="posting/test", text=f"Baker\n\n{heading}\n• {line}\n"))
    at = page.text.index(words, page.text.index(line))
    sentence = next(s for s in page.sentences if s.start <= at < s.end)
    return ModalityReader(page).sentence(sentence).of(at, at + len(words), kind)


@pytest.mark.parametrize(
    ("line", "words", "heading", "expected"),
    [
        ("Python is required; Spark is a plus", "Python", "", "required"),
        ("Python is required; Spark is a plus", "Spark", "", "preferred"),
        ("Knowledge of ovens (gas ovens preferred)", "gas ovens", "Requirements", "preferred"),
        ("Fluent Dutch, Frisian (a plus), tact", "Dutch", "Requirements", "required"),
        ("Fluent Dutch, Frisian (a plus), tact", "Frisian", "Requirements", "preferred"),
        ("No Java experience needed", "Java", "Requirements", "not_required"),
        ("A licence is not required", "licence", "Requirements", "not_required"),
        ("Knowledge of rye is not required but helpful", "rye", "Requirements", "preferred"),
        ("Sourdough", "Sourdough", "Requirements", "required"),
        ("Sourdough", "Sourdough", "Nice to have", "preferred"),
        ("Sourdough", "Sourdough", "Responsibilities", "duty"),
        ("You must know sourdough", "sourdough", "Responsibilities", "required"),
        ("Bake all documentation required by the mill", "documentation", "Duties", "duty"),
        ("Ideally you know sourdough", "sourdough", "Requirements", "preferred"),
    ],
)
def test_cues_sections_and_scopes(line: str, words: str, heading: str, expected: str) -> None:
    assert modality_in(line, words, heading) == expected


def test_licences_are_asked_for_even_among_duties() -> None:
    line = "Drive the van with a clean licence"
    assert modality_in(line, "licence", "Duties", "credential") == "required"
    assert modality_in(line, "van", "Duties", "method") == "duty"
