"""Single sentences of our own, each read as its name says."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from skillweave.loaders.extraction.reader import extract
from skillweave.loaders.posting import Posting
from skillweave.ontology.record import Record


def _table() -> ModuleType:
    path = Path(__file__).with_name("single_sentence_cases.py")
    spec = importlib.util.spec_from_file_location("single_sentence_cases", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TABLE = _table()


def _read(case: Any) -> Record:
    lines = ["Engineer", ""]
    if case.heading:
        lines += [case.heading, f"• {case.sentence}"]
    else:
        lines += ["Acme builds bridges and the people here like their work.", "", case.sentence]
    return extract(Posting(id="case", text="\n".join(lines) + "\n"), reader="rules")


@pytest.mark.parametrize("case", TABLE.CASES, ids=lambda case: case.shows)
def test_a_sentence_is_read_as_the_case_says(case: Any) -> None:
    record = _read(case)
    skills = {skill.label: skill.modality for skill in record.skills}
    read: dict[str, object] = {
        "skills": skills,
        "absent": tuple(label for label in case.absent if label not in skills),
        "choices": tuple(tuple(o.label for o in c.options) for c in record.alternatives),
        "experience": tuple((e.min_months, e.max_months, e.modality) for e in record.experience),
        "education": tuple(
            (e.levels, e.fields, e.modality, e.or_experience) for e in record.education
        ),
        "pay": tuple((p.min, p.max, p.currency, p.period, p.location) for p in record.salaries),
        "employment": record.employment_types,
        "mode": record.work_mode,
        "sponsorship": record.sponsorship,
    }
    stated = {part: value for part, value in case._asdict().items() if value is not None}
    if case.experience is not None:
        stated["experience"] = tuple(duration[:3] for duration in case.experience)
    for part, value in stated.items():
        if part in read:
            assert read[part] == value, part


@pytest.mark.parametrize(
    "case", [case for case in TABLE.CASES if case.experience], ids=lambda case: case.shows
)
def test_a_duration_is_about_what_the_case_says(case: Any) -> None:
    for duration, stated in zip(_read(case).experience, case.experience, strict=True):
        if stated.of is not None:
            assert tuple(topic.label for topic in duration.of) == stated.of
        assert len(duration.excludes) == len(stated.excludes)


@pytest.mark.parametrize("case", TABLE.TITLES, ids=lambda case: case.shows)
def test_a_title_is_read_as_the_case_says(case: Any) -> None:
    text = f"{case.title}\nAcme Bridges\nBoston, MA\n\nRequirements\n• Patience\n"
    title = extract(Posting(id="case", text=text), reader="rules").title
    assert (title.role, title.seniority) == (case.role, case.seniority)


def test_there_are_enough_cases_and_each_has_a_name_of_its_own() -> None:
    names = [case.shows for case in TABLE.CASES]
    titles = [case.shows for case in TABLE.TITLES]
    assert len(names) + len(titles) >= 150
    assert len(set(names)) == len(names)
    assert len(set(titles)) == len(titles)
