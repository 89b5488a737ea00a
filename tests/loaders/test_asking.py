"""Asking and telling, told apart by the first words of sentences."""

import pytest

from skillweave.loaders.extraction.asking import AskingWords, beginning
from skillweave.loaders.training.asking import Example, weigh


@pytest.mark.parametrize(
    ("asks", "tells"),
    [
        ("Knowledge of accounts payable", "Maintain accounts payable"),
        ("Experience with forklifts", "Operates forklifts"),
        ("Familiar with payroll", "Prepare the payroll"),
        ("Excellent writing skills", "Write reports"),
    ],
)
def test_a_sentence_that_asks_scores_above_one_that_tells(asks: str, tells: str) -> None:
    words = AskingWords.load()
    assert words.score(asks) > max(0, words.score(tells) + 0.5)


def test_only_the_first_words_count_and_figures_are_alike() -> None:
    assert set(beginning("3 years a b c d e f g h")) == set(beginning("12 years a b c d e f x y"))


def test_words_are_weighed_by_the_side_they_stand_on() -> None:
    chosen = [
        Example(tuple(sorted(beginning(sentence))), asks, source)
        for source in "abcd"
        for sentence, asks in (("Knowledge of it", True), ("Maintain it", False))
        for _ in range(10)
    ]
    _, weights = weigh(chosen)
    assert weights["knowledge"] > 0 > weights["maintain"]
    assert abs(weights.get("it", 0)) < min(weights["knowledge"], -weights["maintain"])
