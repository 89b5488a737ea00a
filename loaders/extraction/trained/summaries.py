"""What a stretch of text is about: mean word vectors of its page, its heading and itself.

The convolutions see some words to either side. Whether "engineering" is a skill or a field of
study, though, depends on the heading above and on what sort of job it is.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from skillweave.loaders.extraction.trained.tags import FloatArray
from skillweave.loaders.extraction.trained.tokens import TOKEN, Tokens
from skillweave.loaders.extraction.trained.words import FIRST_ENTRY, UNKNOWN, normal_form

SUMMARIES: Final = 3
"""Page, heading, and the stretch itself: a line, or a sentence of one."""

_MAX_HEADINGS: Final = 50_000


class Summaries:
    """Makes the summaries of pages.

    Args:
        vectors: one a vocabulary entry.
        vocabulary: the entry of each normal form of a word.
    """

    def __init__(self, vectors: FloatArray, vocabulary: Mapping[str, int]) -> None:
        self._vectors = vectors.copy()
        self._vectors[:FIRST_ENTRY] = 0.0  # unknown words say nothing of what a text is about
        self._vocabulary = vocabulary
        self._of_heading: dict[str, FloatArray] = {}

    def __call__(
        self, pages: Sequence[Tokens], entries: NDArray[np.intp]
    ) -> tuple[list[FloatArray], NDArray[np.intp]]:
        """Summarise the stretches of pages.

        Args:
            pages: their tokens.
            entries: the vocabulary entry of each token, page after page.

        Returns:
            For each of the three summaries a matrix with one row a stretch; and for each token the
            number of its stretch.
        """
        length = self._vectors.shape[1]
        opens = np.concatenate([page.opens for page in pages]) if pages else np.zeros(0, np.bool_)
        stretches = np.cumsum(opens) - 1
        firsts = np.flatnonzero(opens)
        if not len(firsts):
            return [np.zeros((0, length), np.float32)] * SUMMARIES, stretches
        sums = np.add.reduceat(self._vectors.take(entries, axis=0), firsts, axis=0)
        known = np.add.reduceat((entries >= FIRST_ENTRY).astype(np.float32), firsts)
        counts = [len(page.headings) for page in pages if page.headings]
        page_firsts = np.cumsum([0, *counts[:-1]])
        page_sums = np.add.reduceat(sums, page_firsts, axis=0)
        page_known = np.add.reduceat(known, page_firsts)
        of_page = np.repeat(_mean(page_sums, page_known), counts, axis=0)
        of_heading = np.concatenate(
            [self._heading(heading) for page in pages for heading in page.headings]
        ).reshape(-1, length)
        return [of_page, of_heading, _mean(sums, known)], stretches

    def _heading(self, heading: str) -> FloatArray:
        found = self._of_heading.get(heading)
        if found is None:
            if len(self._of_heading) >= _MAX_HEADINGS:
                self._of_heading.clear()
            words = TOKEN.findall(heading)
            entries = [self._vocabulary.get(normal_form(word), UNKNOWN) for word in words]
            total = self._vectors[entries].sum(axis=0)
            mean = total / max(1, len(entries))
            found = self._of_heading[heading] = mean.astype(np.float32)
        return found


def _mean(sums: FloatArray, counts: FloatArray) -> FloatArray:
    mean: FloatArray = (sums / np.maximum(counts, 1.0)[:, None]).astype(np.float32)
    return mean
