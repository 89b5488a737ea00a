"""Extraction quality, pinned: what was reached on labelled postings may only go up.

The labelled postings and their scorer stand beside the checkout and are not part of it; without
them the tests are skipped. Raise a floor when the figure has risen; never lower one.
"""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from skillweave.loaders.extraction.reader import extract
from skillweave.loaders.posting import Posting

GOLD = Path(__file__).parents[2].parent / "shared" / "gold"
pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason="labelled postings are not at hand")

FLOORS: dict[tuple[str, str], float] = {
    ("skills", "f1"): 0.50,
    ("skills.technology", "precision"): 0.80,
    ("skills.technology", "recall"): 0.78,
    ("skills.modality", "accuracy"): 0.85,
    ("alternatives", "f1"): 0.50,
    ("experience", "f1"): 0.85,
    ("education", "f1"): 0.80,
    ("salaries", "f1"): 0.85,
    ("locations", "f1"): 0.75,
    ("role", "accuracy"): 0.60,
    ("seniority", "accuracy"): 0.85,
}


@pytest.fixture(scope="module")
def scores() -> dict[str, dict[str, float]]:
    spec = importlib.util.spec_from_file_location("gold_score", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    labels = [json.loads(line) for line in (GOLD / "dev.jsonl").read_text("utf-8").splitlines()]
    records = {
        label["id"]: json.loads(
            extract(Posting(id=label["id"], text=label["text"])).model_dump_json()
        )
        for label in labels
    }
    figures: dict[str, dict[str, float]] = scorer.score(labels, records)[0]
    return figures


@pytest.mark.parametrize(("field", "figure"), FLOORS)
def test_quality_does_not_fall(
    scores: dict[str, dict[str, float]], field: str, figure: str
) -> None:
    assert scores[field][figure] >= FLOORS[field, figure]
