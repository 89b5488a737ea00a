"""Marked postings: brackets that name the fact, nested as the facts are, and no text lost."""

import re

from hypothesis import given
from hypothesis import strategies as st

from skillweave.cli.marking import Fact, facts, marked_for_terminal, marked_in_plain_text
from skillweave.ontology.record import (
    AlternativeOption,
    Experience,
    Record,
    Salary,
    SkillView,
    Title,
)

TEXT = "Data Engineer\n3 years of Python or Scala. $20.50 an hour."

RECORD = Record(
    id="posting/x",
    text_sha256="0",
    title=Title(text="Data Engineer", role="data engineer", start=0, end=13),
    skills=(
        SkillView(
            concept="skill/python",
            label="Python",
            mention="Python",
            start=25,
            end=31,
            kind="technology",
            modality="required",
        ),
    ),
    experience=(
        Experience(
            min_months=36,
            modality="required",
            of=(AlternativeOption(concept="skill/python", label="Python", mention="Python"),),
            start=14,
            end=40,
            quote=TEXT[14:40],
        ),
    ),
    salaries=(
        Salary(min=20.5, max=20.5, currency="USD", period="hour", start=42, end=56, quote="$20.50"),
    ),
)


def test_facts_stand_in_reading_order_with_their_values() -> None:
    assert [(fact.kind, fact.value) for fact in facts(RECORD)] == [
        ("title", "data engineer"),
        ("experience", "at least 36 months in Python"),
        ("technology", "Python"),
        ("pay", "20.5 USD an hour"),
    ]


def test_plain_text_shows_a_skill_inside_its_threshold() -> None:
    marked = marked_in_plain_text(TEXT, facts(RECORD))
    assert marked == (
        "[Data Engineer](title)\n"
        "[3 years of [Python](technology, required) or Scala]"
        "(experience, at least 36 months in Python, required). "
        "[$20.50 an hour](pay, 20.5 USD an hour)."
    )


def test_a_terminal_shows_the_text_itself() -> None:
    marked = marked_for_terminal(TEXT, facts(RECORD))
    assert marked.plain == TEXT
    assert {(span.start, span.end) for span in marked.spans} == {
        (0, 13),
        (14, 40),
        (25, 31),
        (42, 56),
    }


@given(
    text=st.text(st.characters(exclude_characters="[]()"), max_size=40),
    spans=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8),
)
def test_without_its_marks_the_plain_text_is_the_text(
    text: str, spans: list[tuple[int, int]]
) -> None:
    marks = [
        Fact(min(a, b, len(text)), min(max(a, b), len(text)), "method", "", None) for a, b in spans
    ]
    marked = marked_in_plain_text(text, marks)
    assert re.sub(r"\[|\]\(method\)", "", marked) == text
    assert marked.count("[") == marked.count("](method)") == len(marks)
