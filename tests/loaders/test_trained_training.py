"""Training: which postings it may see, where it finds their labels, and that it learns."""

from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest

from skillweave.loaders.extraction.trained.network import Network, Parameters, softmax
from skillweave.loaders.extraction.trained.summaries import Summaries
from skillweave.loaders.extraction.trained.tags import FloatArray
from skillweave.loaders.extraction.trained.weights import (
    Calibration,
    Weights,
    entries,
    read_weights,
    rounded,
    write_weights,
)
from skillweave.loaders.extraction.trained.words import FIRST_ENTRY
from skillweave.loaders.training.gold import is_put_away, label_page, read_labels
from skillweave.loaders.training.unlabelled import body_digest
from skillweave.ontology.errors import InputError
from skillweave.ontology.vocabulary import SKILL_KINDS

TEXT = """Line cook

Requirements
- Knife skills and food safety
- Two years of food safety training

Benefits
- Free course in food safety
"""


def _labels(**skills: str) -> dict[str, Any]:
    return {
        "id": "cook",
        "sha256": "",
        "text": TEXT,
        "skills": [
            {"mention": mention.replace("_", " "), "kind": kind, "modality": "required"}
            for mention, kind in skills.items()
        ],
    }


def _flat(parameters: Parameters) -> list[FloatArray]:
    parts = (value if isinstance(value, tuple) else (value,) for value in parameters)
    return [array for part in parts for array in part]


def test_a_label_is_found_wherever_a_skill_can_stand() -> None:
    page = label_page(_labels(food_safety="method", Knife_skills="method"))
    tagged = [word for word, tag in zip(page.tokens.words, page.tags, strict=True) if tag]
    assert tagged == ["Knife", "skills", "food", "safety", "food", "safety"]
    first = 1 + 2 * SKILL_KINDS.index("method")
    assert page.tags[page.tags > 0].tolist() == [first, first + 1] * 3


def test_of_two_labels_on_one_word_the_longer_wins() -> None:
    page = label_page(_labels(food="soft", food_safety="method"))
    assert not np.isin(page.tags, [1 + 2 * SKILL_KINDS.index("soft")]).any()


def test_the_put_away_fifth_is_never_read(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    identifiers = [f"posting-{number}" for number in range(200)]
    file.write_bytes(
        b"\n".join(
            orjson.dumps({"id": identifier, "text": "", "skills": []}) for identifier in identifiers
        )
    )
    read = [one["id"] for one in read_labels(file)]
    assert read == [one for one in identifiers if not is_put_away(one)]
    assert 20 < len(identifiers) - len(read) < 60


def test_a_bad_line_of_labels_is_named(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text('{"id": "a", "text": "", "skills": []}\n{"id": "b"}\n')
    with pytest.raises(InputError, match="line 2"):
        list(read_labels(file))


def test_the_same_advert_with_another_head_is_the_same_posting() -> None:
    body = "We bake bread. " * 60
    assert body_digest("Baker\nLyon\n" + body) == body_digest("BAKER (f/m) " + body + "\n")
    assert body_digest(body) != body_digest(body + "And cakes.")


def test_what_is_learned_is_what_is_computed_and_comes_out_again(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    from skillweave.loaders.training.fitting import Settings, example, fit

    page = label_page(_labels(food_safety="method", Knife_skills="method"))
    words = tuple(sorted({word.lower() for word in page.tokens.words}))
    generator = np.random.default_rng(0)
    steps, scales = rounded(
        generator.standard_normal((FIRST_ENTRY + len(words), 8)).astype(np.float32)
    )
    vectors = (steps * scales).astype(np.float32)
    vocabulary = entries(words, FIRST_ENTRY)
    summaries = Summaries(vectors, vocabulary)
    examples = [example(page.tokens, page.tags, vocabulary, summaries)]
    settings = Settings(hidden=16, epochs=60, rate=1e-2, dropout=0.1, names_dropped=0.0)
    parameters = fit(examples, vectors, settings, seed=1)
    again = fit(examples, vectors, settings, seed=1)
    for one, other in zip(_flat(parameters), _flat(again), strict=True):
        np.testing.assert_array_equal(one, other)
    scores, (start,) = Network(parameters, vocabulary)([page.tokens])
    found = softmax(scores[start : start + len(page.tags)])
    assert (found.argmax(1) == page.tags).all()

    file = tmp_path / "weights.npz"
    calibration = Calibration(1.0, (0.0,) * len(SKILL_KINDS), 0.3, -0.5)
    write_weights(Weights(parameters, words, calibration, {"version": "t"}), file)
    read = read_weights(file)
    assert read.vocabulary == words
    assert read.calibration == calibration
    assert read.about["version"] == "t"
    restored, (start,) = Network(read.parameters, entries(read.vocabulary, FIRST_ENTRY))(
        [page.tokens]
    )
    np.testing.assert_allclose(softmax(restored[start : start + len(page.tags)]), found, atol=0.02)
