"""Answers as labels: reviewed postings in the format of the labels for training and score.

A label file holds a posting with all that it says. What a person has not looked at is taken from
the Record as it was read, so a posting with few answers teaches mostly what was read anyway;
``notes`` says how many facts a person answered, and ``reviewed`` gives their places.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from skillweave.loaders.review.corrections import AnswerBook
from skillweave.loaders.review.doubts import Reading
from skillweave.ontology.answers import Answer


def labels_of(readings: Iterable[Reading], answers: Iterable[Answer]) -> Iterator[dict[str, Any]]:
    """The postings with answers on their facts, as labels.

    Args:
        readings: the postings with their Records, which answers were applied to.
        answers: all answers.

    Yields:
        One object a posting that has an answer which fits its text; every mention and quote is a
        piece of the text.
    """
    book = AnswerBook.of(answers)
    for reading in readings:
        fitting, _ = book.on(reading.posting, reading.text)
        if fitting:
            yield _labels(reading, fitting)


def _labels(reading: Reading, answers: tuple[Answer, ...]) -> dict[str, Any]:
    record = reading.record
    return {
        "id": record.id,
        "sha256": record.text_sha256,
        "text": reading.text,
        "title": record.title.text,
        "role": record.title.role,
        "seniority": record.title.seniority,
        "employer": record.employer,
        "locations": [
            {"text": p.text, "city": p.city, "region": p.region, "country": p.country}
            for p in record.locations
        ],
        "work_mode": record.work_mode,
        "employment_type": list(record.employment_types),
        "salaries": [
            {
                "quote": pay.quote,
                "min": pay.min,
                "max": pay.max,
                "currency": pay.currency,
                "period": pay.period,
                "location": pay.location,
            }
            for pay in record.salaries
        ],
        "sponsorship": record.sponsorship,
        "skills": [
            {"mention": skill.mention, "kind": skill.kind, "modality": skill.modality}
            for skill in record.skills
        ],
        "alternatives": [
            {
                "quote": choice.quote,
                "options": [option.mention for option in choice.options],
                "modality": choice.modality,
            }
            for choice in record.alternatives
        ],
        "experience": [
            {
                "quote": each.quote,
                "min_months": each.min_months,
                "max_months": each.max_months,
                "modality": each.modality,
                "of": [topic.mention for topic in each.of],
            }
            for each in record.experience
        ],
        "education": [
            {
                "quote": each.quote,
                "levels": list(each.levels),
                "fields": list(each.fields),
                "modality": each.modality,
                "or_experience": each.or_experience,
            }
            for each in record.education
        ],
        "notes": f"{len(answers)} facts were answered by a person; the rest is as it was read",
        "reviewed": [
            {"about": a.about, "verdict": a.verdict, "start": a.start, "end": a.end}
            for a in answers
        ],
    }
