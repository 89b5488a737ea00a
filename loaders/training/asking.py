"""Weighs the words by which sentences ask or tell, and writes the weights that ship.

1. Unlabelled postings are cut into sentences. A sentence below a heading that plainly asks
   ("Requirements") is an example of asking, one below a heading that plainly tells
   ("Responsibilities") of telling; all others are left out, and so is what was seen before.
2. Every source counts about alike, and both sides do.
3. A logistic regression over the beginnings of the sentences gives each word its weight. Words
   that only one or two sources use are left out: they tell the source and not the sentence.

The labelled postings are not read, so what is scored on them has not been fitted to them.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from skillweave.loaders.extraction.asking import WORDS_FILE, beginning
from skillweave.loaders.posting import Posting
from skillweave.loaders.sources import read_postings
from skillweave.loaders.text.sections import read_page
from skillweave.loaders.training.unlabelled import body_digest

A_SOURCE: Final = 1300
"""Postings that are taken of each source."""

_READ: Final = 9000
"""Postings of a source among which they are looked for."""

_SHORTEST_POSTING: Final = 600
_SHORTEST_SENTENCE: Final = 12
_RARE: Final = 30
"""A feature must stand in so many sentences."""

_SOURCES: Final = 4
"""A feature must come from so many sources."""

_STEPS: Final = 200
_RATE: Final = 0.05
_DECAY: Final = 2e-6
_FEWEST: Final = 200
_EVENNESS: Final = 0.7
"""1 would make all sources count alike, 0 each by its size."""

_TELLS: Final = re.compile(
    r"respons|dut(y|ies)|you(?:'|’)?ll (?:do|be doing)|you will (?:do|be doing)|functions|tasks"
    r"|accountab|day[- ]to[- ]day|activities"
)
_ASKS: Final = re.compile(
    r"qualif|requir|skill|experience|knowledge|looking for|nice|prefer|desir|bring|need|have"
    r"|you are|essential|competenc|criteria|plus"
)


class Example(NamedTuple):
    """The features of a sentence, whether it asks, and the folder that it is from."""

    features: tuple[str, ...]
    asks: bool
    source: str


def examples(folders: Iterable[Path], known: Iterable[str]) -> list[Example]:
    """Sentences that headings label.

    Args:
        folders: a folder for each source.
        known: texts of postings that shall not be read, such as the labelled ones.
    """
    seen = {body_digest(text) for text in known}
    said: set[tuple[bool, str]] = set()
    found: list[Example] = []
    for folder in folders:
        taken = 0
        for posting in islice(read_postings([folder]), _READ):
            if not isinstance(posting, Posting) or len(posting.text) < _SHORTEST_POSTING:
                continue
            digest = body_digest(posting.text)
            if digest in seen:
                continue
            seen.add(digest)
            for asks, sentence in _labelled(posting):
                if (asks, sentence[:80].lower()) not in said:
                    said.add((asks, sentence[:80].lower()))
                    found.append(Example(tuple(sorted(beginning(sentence))), asks, folder.name))
            taken += 1
            if taken == A_SOURCE:
                break
    return found


def _labelled(posting: Posting) -> Iterable[tuple[bool, str]]:
    """The sentences of a posting that stand below a plain heading."""
    page = read_page(posting)
    if page.language != "en":
        return
    spans = list(page.sections)
    at = 0
    for sentence in page.sentences:
        while at + 1 < len(spans) and spans[at].end <= sentence.start:
            at += 1
        if len(sentence.text) < _SHORTEST_SENTENCE:
            continue
        heading = spans[at].heading.lower()
        if sentence.section == "duties" and _TELLS.search(heading):
            yield False, sentence.text
        elif sentence.section in ("required", "preferred") and _ASKS.search(heading):
            yield True, sentence.text


def weigh(chosen: Sequence[Example]) -> tuple[float, dict[str, float]]:
    """Fit the regression.

    Args:
        chosen: the examples.

    Returns:
        The bias and the weight of every feature, rounded to two decimals.
    """
    counts: Counter[str] = Counter()
    sources: dict[str, set[str]] = defaultdict(set)
    for example in chosen:
        counts.update(example.features)
        for feature in example.features:
            sources[feature].add(example.source)
    names = sorted(
        name for name, count in counts.items() if count >= _RARE and len(sources[name]) >= _SOURCES
    )
    index = {name: at for at, name in enumerate(names)}
    pairs = [
        (row, index[feature])
        for row, example in enumerate(chosen)
        for feature in example.features
        if feature in index
    ]
    rows, columns = np.array(pairs, dtype=np.int64).T
    asks = np.array([example.asks for example in chosen], dtype=np.float64)
    importance = _importance(chosen, asks)
    weights = np.zeros(len(names))
    bias = 0.0
    mean, square = np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, _STEPS + 1):  # Adam: https://arxiv.org/abs/1412.6980
        scores = np.bincount(rows, weights[columns], len(chosen)) + bias
        error = (1 / (1 + np.exp(-scores)) - asks) * importance
        slope = np.bincount(columns, error[rows], len(names)) / len(chosen) + _DECAY * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope * slope
        weights -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-9)
        bias -= 0.2 * float(error.mean())
    return round(bias, 2), {
        name: round(weight, 2)
        for name, weight in zip(names, weights.tolist(), strict=True)
        if round(weight, 2)
    }


def _importance(chosen: Sequence[Example], asks: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much each example counts; their mean is one."""
    sizes = Counter((example.source, example.asks) for example in chosen)
    each = np.array(
        [1 / max(_FEWEST, sizes[example.source, example.asks]) ** _EVENNESS for example in chosen]
    )
    side = np.where(asks > 0, each[asks > 0].sum(), each[asks == 0].sum())
    weighted: NDArray[np.float64] = each / side * len(chosen) / 2
    return weighted


def main() -> None:
    """Read the postings, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("postings", type=Path, help="folder that holds a folder for each source")
    parser.add_argument("labels", type=Path, help="labelled postings, which are left out")
    parser.add_argument("--out", type=Path, default=WORDS_FILE, help="where to write the weights")
    arguments = parser.parse_args()
    folders = sorted(path for path in arguments.postings.iterdir() if path.is_dir())
    with arguments.labels.open(encoding="utf-8") as labels:
        texts = [json.loads(line)["text"] for line in labels]
    chosen = examples(folders, texts)
    bias, weights = weigh(chosen)
    lines = ",\n".join(f"{json.dumps(name)}: {weight}" for name, weight in sorted(weights.items()))
    arguments.out.write_text(
        f'{{"bias": {bias}, "sentences": {len(chosen)}, "weights": {{\n{lines}\n}}}}\n',
        encoding="utf-8",
    )
    print(f"{len(weights)} words from {len(chosen)} sentences")


if __name__ == "__main__":
    main()
