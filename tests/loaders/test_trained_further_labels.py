"""Labels without texts: nothing of a text is kept, and everything comes back with it."""

import json
from pathlib import Path
from typing import Any

import pytest

from skillweave.loaders.posting import Posting
from skillweave.loaders.training.further_labels import (
    FURTHER_LABELS,
    main,
    read_further_labels,
    without_text,
)
from skillweave.ontology.errors import InputError

TEXT = "Data analyst at Acme, Berlin. You know SQL or R (3+ years) and R&D. 50,000 EUR a year."
LABELS: dict[str, Any] = {
    "id": "posting/1",
    "text": TEXT,
    "title": "Data analyst",
    "role": "data analyst",
    "seniority": None,
    "employer": "Acme",
    "locations": [{"text": "Berlin", "city": "Berlin", "region": None, "country": "DE"}],
    "employment_type": ["permanent"],
    "salaries": [
        {"quote": "50,000 EUR", "min": 50000, "max": 50000, "currency": "EUR", "location": None}
    ],
    "skills": [
        {"mention": "SQL", "kind": "technology", "modality": "required"},
        {"mention": "R", "kind": "technology", "modality": "required"},
    ],
    "alternatives": [{"quote": "SQL or R", "options": ["SQL", "R"], "modality": "required"}],
    "experience": [{"quote": "3+ years", "min_months": 36, "max_months": None, "of": ["SQL", "R"]}],
    "education": [],
}


def kept(path: Path, *labels: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(without_text(one)) + "\n" for one in labels))
    return path


def test_pieces_come_back_with_the_posting(tmp_path: Path) -> None:
    file = kept(tmp_path / "labels.jsonl", LABELS)
    (back,) = read_further_labels([Posting(id="posting/2", text="x"), posting()], file)
    assert {key: back[key] for key in LABELS} == LABELS


def posting(text: str = TEXT) -> Posting:
    """The posting that was labelled."""
    return Posting(id="posting/1", text=text)


def test_no_piece_of_a_text_is_kept() -> None:
    line = json.dumps({k: v for k, v in without_text(LABELS).items() if k != "locations"})
    for piece in ("SQL", "Acme", "Data analyst", "years", "50,000"):
        assert piece not in line


def test_a_word_stands_where_it_is_whole() -> None:
    (start, _) = without_text(LABELS)["skills"][1]["mention"]
    assert TEXT[start - 3 : start] == "or "


def test_a_text_that_changed_is_refused(tmp_path: Path) -> None:
    file = kept(tmp_path / "labels.jsonl", LABELS)
    with pytest.raises(InputError, match="not the one that was labelled"):
        list(read_further_labels([posting(TEXT + " ")], file))


def test_a_line_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text("[]\n")
    with pytest.raises(InputError, match="line 1"):
        list(read_further_labels([], file))


def test_labels_are_written_without_texts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = tmp_path / "with_texts.jsonl"
    labels.write_text(json.dumps(LABELS) + "\n")
    assert main([str(labels)]) == 0
    assert json.loads(capsys.readouterr().out) == without_text(LABELS)
    labels.write_text(json.dumps({**LABELS, "title": "Baker"}) + "\n")
    assert main([str(labels)]) == 2
    assert "line 1" in capsys.readouterr().err


def test_the_projects_own_labels_hold_no_texts() -> None:
    for line in FURTHER_LABELS.read_text().splitlines():
        labels = json.loads(line)
        assert "text" not in labels
        assert all(isinstance(place, int) for one in labels["skills"] for place in one["mention"])
