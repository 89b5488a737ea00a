"""Tags and spans, judged against a search through all paths."""

import itertools

import numpy as np
import pytest

from skillweave.loaders.extraction.trained.tags import TAGS, decode
from skillweave.ontology.vocabulary import SKILL_KINDS


def _possible(path: tuple[int, ...], opens: np.ndarray) -> bool:
    """Whether a later token of a skill always follows one of the same skill."""
    before = 0
    for tag, begins in zip(path, opens, strict=True):
        if tag > 0 and tag % 2 == 0 and (begins or before not in (tag, tag - 1)):
            return False
        before = tag
    return True


def _spelt(path: tuple[int, ...]) -> list[tuple[int, int, int]]:
    spans: list[tuple[int, int, int]] = []
    for index, tag in enumerate(path):
        if tag % 2 == 1:
            spans.append((index, index + 1, (tag - 1) // 2))
        elif tag:
            first, _, kind = spans[-1]
            spans[-1] = (first, index + 1, kind)
    return spans


@pytest.mark.parametrize("seed", range(40))
def test_the_best_of_all_paths_is_found(seed: int) -> None:
    generator = np.random.default_rng(seed)
    length = int(generator.integers(1, 5))
    probabilities = generator.dirichlet(np.full(TAGS, 0.3), length).astype(np.float32)
    probabilities[:, 0] = np.minimum(probabilities[:, 0], 0.9)  # nothing is surely outside
    opens = generator.random(length) < 0.3
    weight = float(generator.choice([-1.0, 0.0, 0.5]))
    scores = np.log(np.maximum(probabilities, 1e-9))
    scores[:, 0] += weight
    paths = (
        path for path in itertools.product(range(TAGS), repeat=length) if _possible(path, opens)
    )
    best = max(paths, key=lambda path: sum(scores[i, tag] for i, tag in enumerate(path)))
    found = decode(probabilities, opens, weight)
    assert [(span.first, span.last, span.kind) for span in found] == _spelt(best)
    for span in found:
        tags = [best[index] for index in range(span.first, span.last)]
        product = np.prod([probabilities[span.first + i, tag] for i, tag in enumerate(tags)])
        assert span.probability == pytest.approx(
            float(product) ** (1 / (span.last - span.first)), rel=1e-3
        )


def test_stretches_between_tokens_outside_are_decoded_apart() -> None:
    tags = [0, 1, 2, 0, 0, 3, 0, 1, 1, 2, 2, 0]
    probabilities = np.full((len(tags), TAGS), 0.001, np.float32)
    probabilities[np.arange(len(tags)), tags] = 0.99
    assert [span[:3] for span in decode(probabilities, np.zeros(len(tags), np.bool_))] == [
        (1, 3, 0),
        (5, 6, 1),
        (7, 8, 0),
        (8, 11, 0),
    ]


def test_no_span_reaches_into_the_next_sentence() -> None:
    probabilities = np.full((2, TAGS), 0.01, np.float32)
    probabilities[0, 3] = probabilities[1, 4] = 0.9
    together = decode(probabilities, np.array([True, False]))
    apart = decode(probabilities, np.array([True, True]))
    assert [(span.first, span.last) for span in together] == [(0, 2)]
    assert all(span.last - span.first == 1 for span in apart)


def test_less_weight_of_the_outside_reads_more() -> None:
    probabilities = np.full((1, TAGS), 0.01, np.float32)
    probabilities[0, 0], probabilities[0, 1] = 0.55, 0.36
    opens = np.array([True])
    assert decode(probabilities, opens) == []
    (span,) = decode(probabilities, opens, -1.0)
    assert span[:3] == (0, 1, 0)
    assert span.probability == pytest.approx(0.36)


def test_nothing_comes_of_nothing() -> None:
    assert decode(np.zeros((0, TAGS), np.float32), np.zeros(0, np.bool_)) == []
    assert len(SKILL_KINDS) * 2 + 1 == TAGS
