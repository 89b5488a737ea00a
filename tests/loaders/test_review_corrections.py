"""Answers on a Record: what a person said is in it afterwards, and nothing else has changed."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillweave.loaders.extraction.reader import extract
from skillweave.loaders.extraction.views import skills_view, walk
from skillweave.loaders.posting import Posting, text_digest
from skillweave.loaders.review.corrections import AnswerBook, correct
from skillweave.loaders.tables import PostingTables, candidate_skill
from skillweave.ontology.answers import Answer
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.record import Record

TEXT = """Baker's Data Engineer
Location: Berlin, Germany

Requirements
- At least 3 years of experience with Python or Java
- SQL and Docker
- Terraform is a plus
- Bachelor's degree or 4 years of experience

Pay
Salary: $90,000 - $110,000 per year
"""
TAXONOMY = Taxonomy.builtin()
DIGEST = text_digest(TEXT)


def read() -> Record:
    return extract(Posting(id="posting/a", text=TEXT), reader="rules")


def fact(quote: str, verdict: str, about: str = "skill", **values: Any) -> Answer:
    start = TEXT.index(quote)
    return Answer.model_validate(
        {
            "about": about,
            "verdict": verdict,
            "posting": "posting/a",
            "text_sha256": DIGEST,
            "start": start,
            "end": start + len(quote),
            "quote": quote,
            **values,
        }
    )


def corrected(*answers: Answer, record: Record | None = None) -> Record:
    book = AnswerBook.of(answers)
    facts, _ = book.on("posting/a", TEXT)
    return correct(record or read(), TEXT, facts, book.concepts, TAXONOMY)


def skills(record: Record) -> dict[str, str]:
    return {skill.label: skill.modality for skill in record.skills}


def test_a_record_without_answers_is_the_same() -> None:
    record = read()
    assert corrected(record=record) is record
    other = Answer(about="concept", verdict="reject", candidate="skill/candidate-nowhere")
    assert corrected(other, record=record) is record


def test_a_rejected_skill_is_gone_and_nothing_else() -> None:
    before, after = skills(read()), skills(corrected(fact("Docker", "reject")))
    assert before.pop("Docker") == "required"
    assert after == before


def test_a_rejected_option_ends_a_choice_of_two() -> None:
    record = corrected(fact("Java", "reject"))
    assert [e.min_months for e in record.experience] == [e.min_months for e in read().experience]
    (node,) = [n for n in walk(record.requirements) if n.min_months == 36]
    assert [option.label for option in node.options] == ["Python"]
    assert node.logic == "all"
    assert record.alternatives == ()


def test_a_corrected_modality_moves_the_skill_alone() -> None:
    record = corrected(
        fact("Docker", "correct", label="Docker", concept="skill/docker", modality="preferred")
    )
    expected = skills(read()) | {"Docker": "preferred"}
    assert skills(record) == expected


def test_a_corrected_concept_and_kind_take_the_place_of_what_was_read() -> None:
    answer = fact(
        "Docker", "correct", label="Dock work", kind="method", concept=None, modality="required"
    )
    record = corrected(answer)
    (changed,) = [s for s in record.skills if s.mention == "Docker"]
    assert (changed.label, changed.kind) == ("Dock work", "method")
    assert changed.concept == candidate_skill("Dock work")
    assert changed.confidence == 1.0


def test_an_accepted_skill_is_there_although_it_was_not_read() -> None:
    answer = fact("Baker", "accept", label="Baking", kind="method", modality="required")
    record = corrected(answer)
    assert skills(record) == skills(read()) | {"Baking": "required"}
    (node,) = [n for n in record.requirements if n.quote == "Baker"]
    assert TEXT[node.start : node.end] == "Baker"


def test_a_duration_is_corrected_rejected_and_added() -> None:
    read_first = read().experience[0]
    right = fact(read_first.quote, "correct", "experience", min_months=60, modality="preferred")
    record = corrected(right)
    first = record.experience[0]
    assert (first.min_months, first.modality) == (60, "preferred")
    assert [o.mention for o in first.of] == ["Python", "Java"]
    gone = corrected(fact(read_first.quote, "reject", "experience"))
    assert 36 not in [e.min_months for e in gone.experience]
    assert {"Python", "Java"} <= skills(gone).keys()
    added = corrected(fact("Berlin", "accept", "experience", min_months=7))
    assert 7 in [e.min_months for e in added.experience]


def test_pay_is_corrected_rejected_and_added() -> None:
    (band,) = read().salaries
    right = fact(band.quote, "correct", "pay", min=90, max=110, currency="EUR", period="day")
    (changed,) = corrected(right).salaries
    assert (changed.min, changed.max, changed.currency, changed.period) == (90, 110, "EUR", "day")
    assert corrected(fact(band.quote, "reject", "pay")).salaries == ()
    added = fact("3 years", "accept", "pay", min=1, max=2, currency="USD", period="hour")
    assert len(corrected(added).salaries) == 2


@pytest.mark.parametrize(
    ("values", "label", "concept"),
    [
        ({"verdict": "correct", "concept": "skill/rust"}, "Rust", "skill/rust"),
        (
            {"verdict": "correct", "label": "Dough", "kind": "method"},
            "Dough",
            "skill/candidate-sourdough",
        ),
        ({"verdict": "accept", "label": "Sourdough"}, "Sourdough", "skill/candidate-sourdough"),
        ({"verdict": "reject"}, None, None),
    ],
)
def test_an_answer_on_a_concept_holds_wherever_it_is_named(
    values: dict[str, Any], label: str | None, concept: str | None
) -> None:
    named = fact("Docker", "correct", label="Sourdough", kind="method", modality="required")
    record = corrected(named)
    book = AnswerBook.of(
        [
            Answer.model_validate(
                {"about": "concept", "candidate": "skill/candidate-sourdough"} | values
            )
        ]
    )
    after = correct(record, TEXT, (), book.concepts, TAXONOMY)
    found = [(s.label, s.concept) for s in after.skills if s.mention == "Docker"]
    assert found == ([] if label is None else [(label, concept)])


def test_answers_fit_one_text_only() -> None:
    book = AnswerBook.of([fact("Docker", "reject")])
    assert book.on("posting/a", TEXT)[1] == ()
    fitting, outdated = book.on("posting/a", TEXT + ".")
    assert fitting == ()
    assert [answer.quote for answer in outdated] == ["Docker"]
    assert book.on("posting/b", TEXT) == ((), ())


QUOTES = ["Python", "Java", "SQL", "Docker", "Terraform", "Berlin", "Baker"]
answers = st.lists(
    st.builds(
        fact,
        st.sampled_from(QUOTES),
        st.sampled_from(["accept", "reject", "correct"]),
        label=st.sampled_from(["Python", "Kneading"]),
        kind=st.sampled_from(["technology", "soft"]),
        modality=st.sampled_from(["required", "preferred", "duty", "not_required"]),
    ),
    max_size=5,
    unique_by=lambda answer: answer.key,
)


@given(answers)
def test_any_answers_leave_a_record_that_can_be_written(given_answers: Sequence[Answer]) -> None:
    record = corrected(*given_answers)
    again = corrected(*given_answers, record=record)
    assert skills(again) == skills(record)
    assert record.skills == skills_view(record.requirements)
    for node in walk(record.requirements):
        assert TEXT[node.start : node.end] == node.quote
        assert node.at_least is None or node.at_least <= len(node.options) + len(node.parts)
        for option in node.options:
            assert TEXT[option.start : option.end] == option.mention
    rows = PostingTables(TAXONOMY, run="run/x")
    rows.add(Posting(id="posting/a", text=TEXT), record, digest="d")
    places = {(o.start, o.end): n.modality for n in walk(record.requirements) for o in n.options}
    for answer in given_answers:
        if answer.verdict == "reject":
            assert answer.span not in places
        else:
            assert places[answer.span] == answer.modality
