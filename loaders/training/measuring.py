"""How good spans are: the score of the labels' own scorer, and the calibration it leads to.

The scorer comes with the labels (``gold/score.py``), so that every figure is taken with the same
yardstick.
"""

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from skillweave.loaders.extraction.linking import link
from skillweave.loaders.extraction.trained.reader import calibrated
from skillweave.loaders.extraction.trained.tags import FloatArray, TokenSpan, decode
from skillweave.loaders.extraction.trained.weights import Calibration
from skillweave.loaders.training.gold import LabelledPage
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.errors import InputError
from skillweave.ontology.vocabulary import SKILL_KINDS

OUTSIDE_WEIGHTS: Final = (-1.0, -0.5, 0.0)
LEAST: Final = (0.0, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5)

_STRICT: Final = ("technology", "credential", "human_language")
_ROUNDS: Final = 400
_RATE: Final = 0.5


class Judged(NamedTuple):
    """A page with what a network that has not seen it says of its tokens."""

    page: LabelledPage
    tags: FloatArray  # probabilities


class Scorer:
    """The scorer of the labels.

    Args:
        path: ``score.py`` beside the labels.
    """

    def __init__(self, path: Path) -> None:
        self._module = _load(path)

    def score(self, pages: Sequence[LabelledPage], records: Mapping[str, Any]) -> dict[str, Any]:
        """All figures; ``records`` holds the skills of each posting by its id."""
        figures, _ = self._module.score([_complete(page.labels) for page in pages], records)
        return {
            name: value
            for name, value in figures.items()
            if name.startswith("skills") and name != "skills.modality"
        }

    def right(self, labels: Mapping[str, Any], mentions: Sequence[str]) -> list[bool]:
        """Which of a posting's mentions stand for a labelled skill, each skill once."""

        def same(skill: Mapping[str, Any], mention: str) -> bool:
            strict = skill["kind"] in _STRICT
            return bool(self._module.same(skill["mention"], (mention,), strict))

        def equal(skill: Mapping[str, Any], mention: str) -> bool:
            return bool(self._module.norm(skill["mention"]) == self._module.norm(mention))

        matched = set(self._module.matching(labels["skills"], mentions, same, equal).values())
        return [index in matched for index in range(len(mentions))]


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise InputError("no scorer there", file=str(path), next_step="name a folder with labels")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _complete(labels: Mapping[str, Any]) -> dict[str, Any]:
    """Labels with every field that the scorer reads, so that labels of skills alone will do."""
    lists = ("alternatives", "experience", "education", "salaries", "locations", "employment_type")
    facts = ("role", "seniority", "employer", "work_mode", "sponsorship")
    return {**dict.fromkeys(facts), **{name: [] for name in lists}, **labels}


def calibrate(judged: Sequence[Judged], scorer: Scorer) -> tuple[Calibration, dict[str, Any]]:
    """Fit the calibration that gives the best F1 of skills.

    Args:
        judged: pages with probabilities of networks that have not seen them.
        scorer: the scorer.

    Returns:
        The calibration, and the scorer's figures with it.
    """
    best: tuple[float, Calibration, dict[str, Any]] | None = None
    pages = [one.page for one in judged]
    for outside_weight in OUTSIDE_WEIGHTS:
        spans = [decode(one.tags, one.page.tokens.opens, outside_weight) for one in judged]
        scale, shifts = _platt(judged, spans, scorer)
        for least in LEAST:
            calibration = Calibration(scale, shifts, least, outside_weight)
            records = {
                one.page.labels["id"]: {"skills": _skills(one, found, calibration)}
                for one, found in zip(judged, spans, strict=True)
            }
            figures = scorer.score(pages, records)
            if best is None or figures["skills"]["f1"] > best[0]:
                best = figures["skills"]["f1"], calibration, figures
    assert best is not None
    return best[1], best[2]


def reliability(
    judged: Sequence[Judged], calibration: Calibration, scorer: Scorer
) -> list[dict[str, float]]:
    """How often spans of about the same confidence are right, tenth by tenth."""
    spans = [decode(one.tags, one.page.tokens.opens, calibration.outside_weight) for one in judged]
    said, right = _verdicts(judged, spans, scorer)
    confidence = np.array(
        [
            calibrated(span.probability, calibration.scale, calibration.shifts[span.kind])
            for span in said
        ]
    )
    tenth = np.minimum((confidence * 10).astype(int), 9)
    return [
        {
            "spans": int((tenth == number).sum()),
            "confidence": round(float(confidence[tenth == number].mean()), 3),
            "right": round(float(right[tenth == number].mean()), 3),
        }
        for number in range(10)
        if (tenth == number).any()
    ]


def _verdicts(
    judged: Sequence[Judged], spans: Sequence[Sequence[TokenSpan]], scorer: Scorer
) -> tuple[list[TokenSpan], NDArray[np.float64]]:
    """All spans, one a concept and posting, and whether each is right (1) or not (0)."""
    said: list[TokenSpan] = []
    right: list[bool] = []
    for one, found in zip(judged, spans, strict=True):
        chosen = _one_a_concept(one, found)
        said += [span for span, _ in chosen]
        right += scorer.right(one.page.labels, [text for _, text in chosen])
    return said, np.array(right, float)


def _platt(
    judged: Sequence[Judged], spans: Sequence[Sequence[TokenSpan]], scorer: Scorer
) -> tuple[float, tuple[float, ...]]:
    """Scale and shifts of Platt's calibration, by gradient descent on the log loss."""
    said, wanted = _verdicts(judged, spans, scorer)
    probability = np.clip([span.probability for span in said], 1e-6, 1 - 1e-6)
    inputs = np.zeros((len(said), 1 + len(SKILL_KINDS)))
    inputs[:, 0] = np.log(probability / (1 - probability))
    inputs[np.arange(len(said)), [1 + span.kind for span in said]] = 1.0
    weights = np.zeros(inputs.shape[1])
    weights[0] = 1.0
    for _ in range(_ROUNDS):
        expected = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (expected - wanted) / max(1, len(wanted))
        weights -= _RATE * slope / (np.square(inputs).sum(axis=0) / max(1, len(wanted)) + 1e-3)
    scale, *shifts = (round(float(weight), 4) for weight in weights)
    return scale, tuple(shifts)


def _one_a_concept(one: Judged, spans: Sequence[TokenSpan]) -> list[tuple[TokenSpan, str]]:
    """Of the spans of each concept the most probable, with its text."""
    taxonomy = Taxonomy.builtin()
    best: dict[str, tuple[TokenSpan, str]] = {}
    tokens, text = one.page.tokens, one.page.page.text
    for span in spans:
        words = text[tokens.starts[span.first] : tokens.ends[span.last - 1]]
        concept = link(words, taxonomy)[0]
        if concept not in best or span.probability > best[concept][0].probability:
            best[concept] = span, words
    return list(best.values())


def _skills(
    one: Judged, spans: Sequence[TokenSpan], calibration: Calibration
) -> list[dict[str, Any]]:
    """The skills of a Record, as far as the scorer reads them here."""
    taxonomy = Taxonomy.builtin()
    reported = [
        span
        for span in spans
        if calibrated(span.probability, calibration.scale, calibration.shifts[span.kind])
        >= calibration.least
    ]
    return [
        {
            "concept": link(words, taxonomy)[0],
            "mention": words,
            "kind": SKILL_KINDS[span.kind],
        }
        for span, words in _one_a_concept(one, reported)
    ]
