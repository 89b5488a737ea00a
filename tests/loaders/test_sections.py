"""A page keeps every offset, and its sections follow headings, marks and the words of sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillweave.loaders.posting import Posting
from skillweave.loaders.text.headings import heading_kind
from skillweave.loaders.text.page import Page
from skillweave.loaders.text.sections import read_page


def page_of(text: str) -> Page:
    return read_page(Posting(id="posting/test", text=text))


def section_of(page: Page, words: str) -> str:
    return next(s.section for s in page.sentences if words in s.text)


@given(st.text(max_size=600))
def test_offsets_hold_in_any_text(text: str) -> None:
    page = page_of(text)
    assert all(text[line.start : line.end] == line.text for line in page.lines)
    assert all(text[each.start : each.end] == each.text for each in page.sentences)
    starts = [sentence.start for sentence in page.sentences]
    assert starts == sorted(starts)
    for before, after in zip(page.sentences, page.sentences[1:], strict=False):
        assert before.end <= after.start


@given(
    st.lists(
        st.sampled_from(
            [
                "Requirements:",
                "• Fluent Python",
                "About us",
                "We build boats. You will sail them! Nice to have: rope work",
                "Salary: 30,000 a year",
                "",
                "BENEFITS",
                "Dental plan",
            ]
        ),
        max_size=14,
    )
)
def test_sections_cover_the_text_without_gap_or_overlap(lines: list[str]) -> None:
    text = "\n".join(lines)
    page = page_of(text)
    position = 0
    for span in page.sections:
        assert span.start == position
        position = span.end
    assert position == len(text)


@given(st.lists(st.sampled_from("Python needed. Ask Jo! * - • Must have".split()), max_size=60))
def test_nothing_but_marks_and_blanks_is_lost_between_sentences(words: list[str]) -> None:
    text = " ".join(words)
    kept = "".join(sentence.text for sentence in page_of(text).sentences)
    letters = [char for char in text if char.isalnum()]
    assert [char for char in kept if char.isalnum()] == letters


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Requirements", "required"),
        ("What you’ll bring:", "required"),
        ("Preferred Qualifications", "preferred"),
        ("Nice to have", "preferred"),
        ("ESSENTIAL JOB FUNCTIONS", "duties"),
        ("What you will be doing", "duties"),
        ("Education and Experience", "required"),
        ("Education", "education"),
        ("About Harbour Light Co", "about"),
        ("What's in it for you?", "benefits"),
        ("Equal Opportunity Employer", "legal"),
        ("How to apply", "apply"),
        ("Physical demands", "boilerplate"),
        ("Salary range", "pay"),
    ],
)
def test_headings_name_their_section(heading: str, kind: str) -> None:
    assert heading_kind(heading, marked=True) == kind


@pytest.mark.parametrize(
    "item",
    [
        "Excellent communication skills",
        "Bachelor's degree in nursing",
        "5 years of experience",
        "Strong knowledge of knots",
    ],
)
def test_items_of_a_list_are_no_headings(item: str) -> None:
    assert heading_kind(item, marked=False) is None


def test_headings_that_lost_their_line_still_open_sections() -> None:
    page = page_of(
        "Deckhand\n\nWe run three ferries between the islands and carry people and post every day of "
        "the year. Responsibilities: Tie up the ferry. Help people on board. Requirements: Knowledge "
        "of knots. Radio licence. Nice to have: Experience with diesel engines."
    )
    assert section_of(page, "Tie up") == "duties"
    assert section_of(page, "knots") == "required"
    assert section_of(page, "diesel") == "preferred"


def test_legal_and_benefit_sentences_leave_the_section_around_them() -> None:
    page = page_of(
        "Clerk\n\nRequirements\n• Typing\n• We are an equal opportunity employer of all seafarers.\n"
        "About the role\nWe offer a boat, health insurance and paid time off.\nYou file letters."
    )
    assert section_of(page, "Typing") == "required"
    assert section_of(page, "equal opportunity") == "legal"
    assert section_of(page, "boat") == "benefits"
    assert section_of(page, "file letters") == "duties"


def test_demands_below_benefits_are_read_again() -> None:
    page = page_of("Cook\n\nBenefits\nFree soup\nAbility to cook for ninety people")
    assert section_of(page, "Free soup") == "benefits"
    assert section_of(page, "ninety") == "body"


def test_items_glued_together_are_told_apart() -> None:
    page = page_of(
        "Cook\n\nRequirements\nYou know how to plan a week of menus for a large houseStrong knowledge of "
        "hygieneAbility to work early."
    )
    assert [s.text[:16] for s in page.sentences if s.section == "required"] == [
        "You know how to ",
        "Strong knowledge",
        "Ability to work ",
    ]


def test_abbreviations_do_not_end_sentences() -> None:
    page = page_of("Cook\n\nYou use tools (e.g. Knives) for Dr. Brown. You clean them.")
    assert [s.text for s in page.sentences if s.section == "body"] == [
        "You use tools (e.g. Knives) for Dr. Brown.",
        "You clean them.",
    ]


def test_another_language_is_told() -> None:
    german = (
        "Koch\n\nWir suchen einen Koch, der gerne früh aufsteht und mit uns das Essen zubereitet. "
        * 3
    )
    assert page_of(german).language == "de"
    assert page_of("Cook\n\nWe are looking for a cook who gets up early.").language == "en"
