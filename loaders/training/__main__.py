"""Trains the reader of skill spans and writes the weights that ship.

1. Word vectors are made from all postings.
2. Two teachers, a language model and a network like the one that ships but wider, learn from the
   labelled postings but one part, and tag postings that nobody labelled. They err differently, so
   their mean is better than either.
3. A student learns from the labels of the same parts and from what the teachers tagged (Hinton,
   Vinyals and Dean 2015, https://arxiv.org/abs/1503.02531). What it says of the part that neither
   has seen gives the score that is published and the calibration.
4. The student that ships learns from all labels and from what the teachers tagged.

Cost, with 379 labelled and 43,000 other postings: 12 minutes of one core and 4 GB.
"""

import argparse
import hashlib
import sys
import time
from collections.abc import Callable, Sequence
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
from skillweave.loaders.training.gold import LabelledPage, label_page, read_labels
from skillweave.loaders.training.measuring import Judged, Scorer, calibrate, reliability
from skillweave.loaders.training.teaching import MODEL_SHA256, Teacher, TeacherSettings
from skillweave.loaders.training.unlabelled import balanced, distinct_postings
from skillweave.ontology.errors import SkillweaveError

VERSION: Final = "4"
"""Version of what is trained; raised with every change of the network or its training."""

TEACHER: Final = TeacherSettings()
SECOND_TEACHER: Final = Settings()
TEACHER_SHARE: Final = np.float32(0.65)
"""Weight of the language model where both teachers say something; found on the part held out."""

STUDENT: Final = Settings(hidden=64, epochs=6, dropout=0.15)
VECTOR_LENGTH: Final = 100
HELD_OUT: Final = 0
"""The part of the labels that the teachers and the first student do not see."""

TAGGED_A_SOURCE: Final = 600
"""Unlabelled postings that are tagged, of each source at most."""

TAGGED_AN_EPOCH: Final = 1300
SEED: Final = 7
_TOGETHER: Final = 8
"""Pages that go through a student together."""


Tagger = Callable[[Sequence[Tokens]], list[FloatArray]]
"""Gives for each page the probability of each tag of each token."""


class Trainer:
    """One run of training; each method is a step.

    Args:
        labelled: the labelled pages.
        vectors: word vectors.
    """

    def __init__(self, labelled: Sequence[LabelledPage], vectors: WordVectors) -> None:
        self._labelled = labelled
        self.vocabulary = vectors.words
        self._entries = entries(vectors.words, FIRST_ENTRY)
        steps, scales = rounded(vectors.vectors)
        unused = np.zeros((FIRST_ENTRY, vectors.vectors.shape[1]), np.float32)
        self._vectors = np.concatenate([unused, steps * scales])
        self._summaries = Summaries(self._vectors, self._entries)
        self._examples = [self._example(page.tokens, page.tags) for page in labelled]

    def _example(self, tokens: Tokens, tags: NDArray[Any]) -> Example:
        return example(tokens, tags, self._entries, self._summaries)

    def teach(self) -> Tagger:
        """Train both teachers on all parts but the one held out; what they say together."""
        pages = [page for page in self._labelled if page.fold != HELD_OUT]
        teacher = Teacher(TEACHER, seed=SEED)
        teacher.fit([page.tokens for page in pages], [page.tags for page in pages])
        second = self.tagger(fit(self._without(HELD_OUT), self._vectors, SECOND_TEACHER, seed=SEED))

        def tag(pages: Sequence[Tokens]) -> list[FloatArray]:
            return [
                TEACHER_SHARE * one + (1 - TEACHER_SHARE) * other
                for one, other in zip(teacher.tag(pages), second(pages), strict=True)
            ]

        return tag

    def judge(self, tag: Tagger) -> list[Judged]:
        """What a tagger says of the part held out."""
        pages = [page for page in self._labelled if page.fold == HELD_OUT]
        tags = tag([page.tokens for page in pages])
        return [Judged(page, of_page) for page, of_page in zip(pages, tags, strict=True)]

    def examples(self, pages: Sequence[Tokens], tags: Sequence[FloatArray]) -> list[Example]:
        """Examples of pages that the teachers tagged."""
        return [self._example(page, of_page) for page, of_page in zip(pages, tags, strict=True)]

    def learn(self, tagged: Sequence[Example], *, without: int | None = None) -> Parameters:
        """Train a student on the labels, without one part if asked, and on tagged pages."""
        return fit(
            self._without(without),
            self._vectors,
            STUDENT,
            seed=SEED,
            unlabelled=tagged,
            unlabelled_an_epoch=min(TAGGED_AN_EPOCH, len(tagged)),
        )

    def _without(self, part: int | None) -> list[Example]:
        return [
            one
            for page, one in zip(self._labelled, self._examples, strict=True)
            if page.fold != part
        ]

    def tagger(self, parameters: Parameters) -> Tagger:
        """What gives the probabilities that a student gives."""
        network = Network(parameters, self._entries)

        def tag(pages: Sequence[Tokens]) -> list[FloatArray]:
            found: list[FloatArray] = []
            for start in range(0, len(pages), _TOGETHER):
                batch = pages[start : start + _TOGETHER]
                scores, offsets = network(batch)
                found += [
                    softmax(scores[offset : offset + len(page.words)])
                    for page, offset in zip(batch, offsets, strict=True)
                ]
            return found

        return tag


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
    trainer = Trainer(labelled, vectors)
    teachers = trainer.teach()
    _, taught = calibrate(trainer.judge(teachers), scorer)
    say(f"teachers: F1 of skills {taught['skills']['f1']} on the part held out")
    finder = name_finder()
    read = (read_page(one) for one in balanced(postings, TAGGED_A_SOURCE, SEED))
    pages = [tokenize(page, finder.find(page)) for page in read if page.language == "en"]
    tagged = trainer.examples(pages, teachers(pages))
    say(f"{len(tagged)} postings tagged")
    judged = trainer.judge(trainer.tagger(trainer.learn(tagged, without=HELD_OUT)))
    calibration, figures = calibrate(judged, scorer)
    say(f"student: F1 of skills {figures['skills']['f1']} on the part held out")
    student = trainer.learn(tagged)
    say("student of all parts")
    about = {
        "version": VERSION,
        "postings": len(labelled),
        "labels_sha256": _digest(page.labels["sha256"] for page in labelled),
        "unlabelled_sha256": _digest(posting.text for posting in postings),
        "teacher_sha256": MODEL_SHA256,
        "held_out": {
            "postings": len(judged),
            "teachers": taught,
            "student": figures,
            "reliability": reliability(judged, calibration, scorer),
        },
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
