"""Trains the reader of skill spans and writes the weights that ship.

1. Word vectors are made from all postings.
2. Teachers are trained on the labelled postings, each with another fold left out; what each says
   of its own fold gives the score that is published and the calibration.
3. The teachers tag postings that nobody labelled.
4. One student of the same size learns from the labels and from what the teachers agree on (Hinton,
   Vinyals and Dean 2015, https://arxiv.org/abs/1503.02531). It is what ships.
"""

import argparse
import hashlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from skillweave.loaders.extraction.names import name_finder
from skillweave.loaders.extraction.trained.network import Network, Parameters, softmax
from skillweave.loaders.extraction.trained.summaries import Summaries
from skillweave.loaders.extraction.trained.tags import FloatArray
from skillweave.loaders.extraction.trained.tokens import Tokens, tokenize
from skillweave.loaders.extraction.trained.weights import (
    WEIGHTS,
    Weights,
    entries,
    rounded,
    write_weights,
)
from skillweave.loaders.extraction.trained.words import FIRST_ENTRY
from skillweave.loaders.text.sections import read_page
from skillweave.loaders.training.embeddings import WordVectors, word_vectors
from skillweave.loaders.training.fitting import Example, Settings, example, fit
from skillweave.loaders.training.gold import PARTS, LabelledPage, label_page, read_labels
from skillweave.loaders.training.measuring import Judged, Scorer, calibrate, mean_of, reliability
from skillweave.loaders.training.unlabelled import balanced, distinct_postings
from skillweave.ontology.errors import SkillweaveError

VERSION: Final = "2"
"""Version of what is trained; raised with every change of the network or its training."""

TEACHER: Final = Settings()
STUDENT: Final = Settings(epochs=6, dropout=0.25)
VECTOR_LENGTH: Final = 100
TAGGED_A_SOURCE: Final = 450
"""Unlabelled postings that are tagged, of each source at most."""

TAGGED_AN_EPOCH: Final = 1000
SEED: Final = 7


class Trainer:
    """One run of training; each method is a step.

    Args:
        labelled: the labelled pages.
        vectors: word vectors.
        scorer: the scorer of the labels.
    """

    def __init__(
        self, labelled: Sequence[LabelledPage], vectors: WordVectors, scorer: Scorer
    ) -> None:
        self._labelled = labelled
        self._scorer = scorer
        self.vocabulary = vectors.words
        self._entries = entries(vectors.words, FIRST_ENTRY)
        steps, scales = rounded(vectors.vectors)
        unused = np.zeros((FIRST_ENTRY, vectors.vectors.shape[1]), np.float32)
        self._vectors = np.concatenate([unused, steps * scales])
        self._summaries = Summaries(self._vectors, self._entries)
        self._examples = [self._example(page.tokens, page.tags) for page in labelled]

    def _example(self, tokens: Tokens, tags: NDArray[Any]) -> Example:
        return example(tokens, tags, self._entries, self._summaries)

    def teach(self, without: int | None, seed: int) -> Parameters:
        """Train a teacher on all folds but one."""
        examples = [
            one
            for page, one in zip(self._labelled, self._examples, strict=True)
            if page.fold != without
        ]
        return fit(examples, self._vectors, TEACHER, seed=seed)

    def judge(self, teachers: Sequence[Parameters]) -> list[Judged]:
        """What each teacher says of the fold that it has not seen."""
        judged: list[Judged] = []
        for fold, teacher in enumerate(teachers):
            pages = [page for page in self._labelled if page.fold == fold]
            scores = self._scores(teacher, [page.tokens for page in pages])
            judged += [
                Judged(page, softmax(rows)) for page, rows in zip(pages, scores, strict=True)
            ]
        return judged

    def tag(self, teachers: Sequence[Parameters], pages: Sequence[Tokens]) -> list[Example]:
        """Examples of pages without labels: the mean of what the teachers say."""
        opinions = [
            [softmax(rows) for rows in self._scores(teacher, pages)] for teacher in teachers
        ]
        return [
            self._example(page, mean_of(said)) for page, *said in zip(pages, *opinions, strict=True)
        ]

    def learn(
        self, tagged: Sequence[Example], without: int | None = None, seed: int = SEED
    ) -> Parameters:
        """Train the student."""
        examples = [
            one
            for page, one in zip(self._labelled, self._examples, strict=True)
            if page.fold != without
        ]
        return fit(
            examples,
            self._vectors,
            STUDENT,
            seed=seed,
            unlabelled=tagged,
            unlabelled_an_epoch=min(TAGGED_AN_EPOCH, len(tagged)),
        )

    def _scores(self, parameters: Parameters, pages: Sequence[Tokens]) -> list[FloatArray]:
        network = Network(parameters, self._entries)
        found: list[FloatArray] = []
        for start in range(0, len(pages), PARTS):
            batch = pages[start : start + PARTS]
            scores, offsets = network(batch)
            found += [
                scores[offset : offset + len(page.words)]
                for page, offset in zip(batch, offsets, strict=True)
            ]
        return found


def train(shared: Path, labels: Path, output: Path) -> dict[str, Any]:
    """Train the reader.

    Args:
        shared: the folder with ``gold/score.py`` and ``postings``.
        labels: the labelled postings; one fifth of them, by digest of id, is not used.
        output: the file of weights to write.

    Returns:
        What the file tells about itself: version, digests of the training data, score.
    """
    say = _Clock()
    scorer = Scorer(shared / "gold" / "score.py")
    labelled = [label_page(one) for one in read_labels(labels)]
    say(f"{len(labelled)} labelled postings")
    known = [page.labels["text"] for page in labelled]
    postings = list(distinct_postings(shared / "postings", known))
    say(f"{len(postings)} other postings")
    vectors = word_vectors([*known, *(posting.text for posting in postings)], VECTOR_LENGTH)
    say(f"{len(vectors.words)} word vectors")
    trainer = Trainer(labelled, vectors, scorer)
    teachers: list[Parameters] = []
    for fold in range(PARTS):
        teachers.append(trainer.teach(fold, SEED + fold))
        say(f"teacher {fold + 1} of {PARTS}")
    judged = trainer.judge(teachers)
    calibration, figures = calibrate(judged, scorer)
    say(f"cross-validated F1 of skills: {figures['skills']['f1']}")
    finder = name_finder()
    read = (read_page(one) for one in balanced(postings, TAGGED_A_SOURCE, SEED))
    pages = [tokenize(page, finder.find(page)) for page in read if page.language == "en"]
    tagged = trainer.tag(teachers, pages)
    say(f"{len(tagged)} postings tagged")
    student = trainer.learn(tagged)
    say("student")
    about = {
        "version": VERSION,
        "postings": len(labelled),
        "labels_sha256": _digest(page.labels["sha256"] for page in labelled),
        "unlabelled_sha256": _digest(posting.text for posting in postings),
        "cross_validation_of_teachers": figures,
        "reliability": reliability(judged, calibration, scorer),
    }
    write_weights(Weights(student, trainer.vocabulary, calibration, about), output)
    say(f"wrote {output}, {output.stat().st_size} bytes")
    return about


def _digest(parts: Any) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


class _Clock:
    """Prints what was done, with the seconds since the start."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __call__(self, done: str) -> None:
        print(f"{time.monotonic() - self._start:6.0f} s  {done}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0, or 2 where the input cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m skillweave.loaders.training",
        description="Train the reader of skill spans and write the weights that ship.",
    )
    parser.add_argument(
        "--shared", type=Path, required=True, help="folder with gold/score.py and postings/"
    )
    parser.add_argument(
        "--labels", type=Path, help="labelled postings, JSON lines (default: gold/dev.jsonl there)"
    )
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="file of weights to write")
    chosen = parser.parse_args(arguments)
    try:
        train(chosen.shared, chosen.labels or chosen.shared / "gold" / "dev.jsonl", chosen.output)
    except SkillweaveError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
