"""Which words of role names are general: those that end the names of many roles hardly alike."""

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from benchmarks.generated import Size
from plain_graphs import generated
from skillweave.queries.general_roles import general_roles, general_words
from skillweave.queries.similarity import similar_roles

TRADES = ("sales", "plant", "dental", "forest", "harbour")
LABELS = [
    *(f"{trade} manager" for trade in TRADES),
    *(f"{place} Nurse" for place in TRADES),
    *(f"{trade} clerk" for trade in TRADES[:4]),
    "manager",
    "nurse",
    "clerk",
    "manager manager",
]


def likeness(alike: str) -> npt.NDArray[np.float64]:
    """Roles whose names end in a word are much alike, others hardly."""
    same = [label.lower().split()[-1] == alike for label in LABELS]
    return np.array([[0.6 if a and b else 0.05 for b in same] for a in same])


def test_a_word_is_general_if_the_roles_that_it_ends_are_hardly_alike() -> None:
    words = general_words(LABELS, likeness("nurse"))
    assert words == {"manager"}  # there are too few clerks to tell
    flags = general_roles(LABELS, words)
    found = [label for label, general in zip(LABELS, flags, strict=True) if general]
    assert found == ["manager", "manager manager"]


@pytest.mark.parametrize("mean", [0.09, 0.11])
def test_the_bound_is_on_the_mean_of_all_pairs(mean: float) -> None:
    labels = [f"{trade} hand" for trade in TRADES]
    pairs = list(combinations(range(len(labels)), 2))
    matrix = np.eye(len(labels))
    for one, other in pairs:
        matrix[one, other] = matrix[other, one] = 0.0
    # All of the likeness is between two of them.
    matrix[0, 1] = matrix[1, 0] = mean * len(pairs)
    assert general_words(labels, matrix) == (frozenset({"hand"}) if mean < 0.1 else frozenset())


def test_an_answer_about_few_postings_says_so() -> None:
    with generated(3, Size(postings=3_200, skills=60, roles=300, options=4.0)) as (view, plain):
        few = min(plain.of_role, key=lambda role: (len(plain.of_role[role]), role))
        many = max(plain.of_role, key=lambda role: (len(plain.of_role[role]), role))
        assert len(plain.of_role[few]) < 3
        assert similar_roles(view, few).note.startswith(f"Only {len(plain.of_role[few])} posting")
        assert similar_roles(view, many).note == ""
