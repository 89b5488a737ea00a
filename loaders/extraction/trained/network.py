"""The network that tags tokens, run on numpy.

1. Each token's features (word, shape, affixes, place, name) have a vector each; together they are
   the token's input.
2. A convolution over five tokens, to which is added what page, heading and sentence are about.
3. On top of it convolutions over three tokens with gaps between them (Yu and Koltun 2016,
   https://arxiv.org/abs/1511.07122), each added to what it reads.
4. A softmax over tags (``softmax``).

The first convolution is linear in the features, so its part for each word form is computed once
and kept, and its part for each place and name is a table: the lowest layer costs only look-ups.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import LibController, ThreadpoolController

from skillweave.loaders.extraction.trained.summaries import Summaries
from skillweave.loaders.extraction.trained.tags import FloatArray
from skillweave.loaders.extraction.trained.tokens import NAME_CODES, Tokens
from skillweave.loaders.extraction.trained.words import word_form

WIDTH: Final = 5
"""Tokens that the first convolution reads: two before, the one itself, two after."""

TAPS: Final = 3
"""Tokens that each higher convolution reads: one before, the one itself, one after."""

DILATIONS: Final = (2, 4)
"""Distance between those three, layer by layer."""

GAP: Final = max(DILATIONS)
"""Empty tokens between two pages, so that neither sees the other."""

_MAX_FORMS: Final = 30_000
"""Word forms whose part of the first layer is kept, about 2.5 kB each."""


class Parameters(NamedTuple):
    """The weights. ``hidden`` is the width of the network, ``input`` the length of a token's input.

    The parts of the input stand in the order: word, shape, prefix, suffix, ending, place, name.
    """

    vectors: FloatArray  # vocabulary entries x length of a word vector
    shapes: FloatArray
    affixes: FloatArray
    places: FloatArray
    names: FloatArray
    first: FloatArray  # WIDTH x input x hidden
    first_bias: FloatArray  # hidden
    summaries: tuple[FloatArray, ...]  # each length of a word vector x length of a summary
    summary_biases: tuple[FloatArray, ...]
    surroundings: FloatArray  # length of all summaries x hidden
    layers: tuple[FloatArray, ...]  # each TAPS x hidden x hidden
    layer_biases: tuple[FloatArray, ...]
    top: FloatArray  # hidden x tags
    top_bias: FloatArray


class Network:
    """Scores the tokens of pages.

    Args:
        parameters: the weights.
        vocabulary: the entry of each normal form of a word.
    """

    def __init__(self, parameters: Parameters, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._parameters = parameters
        hidden = len(parameters.first_bias)
        word_length = parameters.vectors.shape[1]
        own_length = word_length + parameters.shapes.shape[1] + 3 * parameters.affixes.shape[1]
        place_end = own_length + parameters.places.shape[1]
        # side by side for the tokens that are read, so that one product serves all
        first = np.concatenate(list(parameters.first), axis=1)
        self._word_part = np.ascontiguousarray(first[:own_length])
        place_table = parameters.places @ first[own_length:place_end]
        name_table = parameters.names @ first[place_end:]
        around = (place_table[:, None] + name_table[None]).reshape(-1, WIDTH * hidden)
        empty = np.zeros((1, WIDTH * hidden), np.float32)
        self._around = np.concatenate([empty, around]).astype(np.float32)
        self._layers = [np.concatenate(list(layer), axis=1) for layer in parameters.layers]
        self._hidden = hidden
        self._summaries = Summaries(parameters.vectors, vocabulary)
        self._forget()

    def _forget(self) -> None:
        self._row_of: dict[str, int] = {}
        self._projected = np.zeros((1, WIDTH * self._hidden), np.float32)  # row 0: no word
        self._entries = np.zeros(1, np.intp)
        self._used = 1

    def __call__(self, pages: Sequence[Tokens]) -> tuple[FloatArray, list[int]]:
        """Score the tokens of several pages at once.

        Args:
            pages: their tokens; some thousand tokens in all make best use of the processor.

        Returns:
            One row of scores a token (log odds of its tags), with rows that mean nothing between
            the pages; and for each page the row of its first token.
        """
        # Matrices of a page are too small to share: threads would only wait for each other.
        with _one_thread():
            return self._tag(pages)

    def _tag(self, pages: Sequence[Tokens]) -> tuple[FloatArray, list[int]]:
        count = GAP + sum(len(page.words) + GAP for page in pages)
        words = np.zeros(count, np.intp)
        around = np.zeros(count, np.intp)
        offsets: list[int] = []
        at = GAP
        if self._used > _MAX_FORMS:
            self._forget()
        rows = self._rows(list(chain.from_iterable(page.words for page in pages)))
        taken = 0
        for page in pages:
            offsets.append(at)
            stop = at + len(page.words)
            words[at:stop] = rows[taken : taken + len(page.words)]
            around[at:stop] = 1 + page.places * NAME_CODES + page.names
            taken += len(page.words)
            at = stop + GAP
        return self._run(words, around, self._about(pages, rows, words)), offsets

    def _about(
        self, pages: Sequence[Tokens], rows: NDArray[np.intp], words: NDArray[np.intp]
    ) -> FloatArray:
        """What is added to each token for what its page, heading and stretch are about."""
        p = self._parameters
        summaries, stretches = self._summaries(pages, self._entries[rows])
        told = np.concatenate(
            [
                np.tanh(_product(summary, weights) + bias)
                for summary, weights, bias in zip(
                    summaries, p.summaries, p.summary_biases, strict=True
                )
            ],
            axis=1,
        )
        added = np.zeros((len(told) + 1, self._hidden), np.float32)  # the last row: no token
        added[:-1] = _product(told, p.surroundings) + p.first_bias
        of_token = np.full(len(words), len(told), np.intp)
        of_token[words > 0] = stretches
        return added.take(of_token, axis=0)

    def _rows(self, words: list[str]) -> NDArray[np.intp]:
        """The row of each word's part of the first layer; new words are added."""
        row_of = self._row_of
        new = [word for word in dict.fromkeys(words) if word not in row_of]
        if new:
            forms = np.array([word_form(word, self._vocabulary) for word in new], np.intp)
            p = self._parameters
            inputs = np.concatenate(
                [
                    p.vectors[forms[:, 0]],
                    p.shapes[forms[:, 1]],
                    *(p.affixes[forms[:, column]] for column in (2, 3, 4)),
                ],
                axis=1,
            )
            needed = self._used + len(new)
            if needed > len(self._projected):
                grown = np.zeros((2 * needed, self._projected.shape[1]), np.float32)
                grown[: self._used] = self._projected[: self._used]
                self._projected = grown
                self._entries = np.resize(self._entries, 2 * needed)
            self._projected[self._used : needed] = _product(inputs, self._word_part)
            self._entries[self._used : needed] = forms[:, 0]
            row_of.update(zip(new, range(self._used, needed), strict=True))
            self._used = needed
        return np.fromiter(map(row_of.__getitem__, words), np.intp, len(words))

    def _run(
        self, words: NDArray[np.intp], around: NDArray[np.intp], about: FloatArray
    ) -> FloatArray:
        p = self._parameters
        is_token = (words > 0).astype(np.float32)[:, None]
        parts = self._projected.take(words, axis=0)
        parts += self._around.take(around, axis=0)
        state = _join(parts, self._hidden, 1)
        state += about
        np.maximum(state, 0.0, out=state)
        state *= is_token
        for weights, bias, distance in zip(self._layers, p.layer_biases, DILATIONS, strict=True):
            change = _join(state @ weights, self._hidden, distance)
            change += bias
            np.maximum(change, 0.0, out=change)
            change *= is_token
            state += change
        scores: FloatArray = state @ p.top + p.top_bias
        return scores


@contextmanager
def _one_thread() -> Iterator[None]:
    """Keep the libraries that multiply matrices to one thread.

    ``ThreadpoolController.limit`` does the same, but describes all libraries each time, which takes
    a tenth of what reading a page takes.
    """
    many = [(library, library.num_threads) for library in _libraries() if library.num_threads > 1]
    for library, _ in many:
        library.set_num_threads(1)
    try:
        yield
    finally:
        for library, threads in many:
            library.set_num_threads(threads)


@cache
def _libraries() -> list[LibController]:
    # Looking for the libraries that have threads takes longer than reading a page.
    libraries: list[LibController] = ThreadpoolController().select(user_api="blas").lib_controllers
    return libraries


def _product(rows: FloatArray, weights: FloatArray) -> FloatArray:
    """``rows @ weights``, each row as if it stood among others.

    A single row would be multiplied as a vector, whose sums round otherwise: what is read in a page
    would hang on which pages were read together with it.
    """
    if len(rows) != 1:
        return rows @ weights
    single: FloatArray = (np.repeat(rows, 2, axis=0) @ weights)[:1]
    return single


def _join(parts: FloatArray, hidden: int, distance: int) -> FloatArray:
    """Add up what a convolution reads: each part of a row belongs to another token's sum.

    The middle part counts for the token itself, those before it for tokens further on, those after
    it for tokens further back, ``distance`` tokens for each step.
    """
    middle = parts.shape[1] // hidden // 2
    joined = parts[:, middle * hidden : (middle + 1) * hidden].copy()
    for step in range(1, middle + 1):
        away = step * distance
        before, after = middle - step, middle + step
        joined[away:] += parts[:-away, before * hidden : (before + 1) * hidden]
        joined[:-away] += parts[away:, after * hidden : (after + 1) * hidden]
    return joined


def softmax(scores: FloatArray) -> FloatArray:
    """Probabilities from log odds, row by row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities: FloatArray = powers / powers.sum(axis=1, keepdims=True)
    return probabilities
