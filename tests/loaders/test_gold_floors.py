"""Extraction quality, pinned: what was reached on labelled postings may only go up.

The labelled postings and their scorer stand beside the checkout and are not part of it; without
them the tests are skipped. Raise a floor when the figure has risen; never lower one. These are the
figures of the rules alone: the trained reader learned from most of these postings, and has floors
of its own (``test_trained_floors.py``).
"""

import pytest

from gold_postings import GOLD, Scores, labelled, scores_of

pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason="labelled postings are not at hand")

FLOORS: dict[tuple[str, str], float] = {
    ("skills", "f1"): 0.684,
    ("skills.technology", "precision"): 0.943,
    ("skills.technology", "recall"): 0.882,
    ("skills.modality", "accuracy"): 0.888,
    ("alternatives", "f1"): 0.655,
    ("experience", "f1"): 0.969,
    ("experience+modality", "f1"): 0.939,
    ("education", "f1"): 0.903,
    ("education+modality", "f1"): 0.856,
    ("salaries", "f1"): 0.956,
    ("locations", "f1"): 0.913,
    ("role", "accuracy"): 0.802,
    ("seniority", "accuracy"): 0.954,
    ("employer", "accuracy"): 0.897,
    ("work_mode", "accuracy"): 0.963,
    ("employment_type", "accuracy"): 0.907,
    ("sponsorship", "accuracy"): 0.991,
}


@pytest.fixture(scope="module")
def scores() -> Scores:
    return scores_of("rules", labelled())


@pytest.mark.parametrize(("field", "figure"), FLOORS)
def test_quality_does_not_fall(scores: Scores, field: str, figure: str) -> None:
    assert scores[field][figure] >= FLOORS[field, figure]
