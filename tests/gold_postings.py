"""The labelled postings, which stand beside the checkout, and what a reader scores on them."""

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from skillweave.loaders.extraction.reader import ReaderName, extract
from skillweave.loaders.posting import Posting

GOLD = Path(__file__).parents[1].parent / "shared" / "gold"

Scores = dict[str, dict[str, float]]
"""Figures by field."""


def labelled() -> list[dict[str, Any]]:
    """All labelled postings."""
    return [orjson.loads(line) for line in (GOLD / "dev.jsonl").read_bytes().splitlines()]


def scores_of(reader: ReaderName, labels: Sequence[dict[str, Any]]) -> Scores:
    """What a reader scores, by the scorer that belongs to the labels."""
    spec = importlib.util.spec_from_file_location("gold_score", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    records = {
        label["id"]: orjson.loads(
            extract(Posting(id=label["id"], text=label["text"]), reader=reader).model_dump_json()
        )
        for label in labels
    }
    figures: Scores = scorer.score(labels, records)[0]
    return figures
