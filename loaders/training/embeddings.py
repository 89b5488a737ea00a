"""Word vectors from unlabelled postings: words that keep the same company get similar vectors.

1. How often two words stand near one another, the nearer the more, frequent words damped.
2. Positive pointwise mutual information with smoothed contexts.
3. The leading singular vectors, each scaled by the root of its singular value.

The recipe and its parameters are those of Levy, Goldberg and Dagan (2015,
https://doi.org/10.1162/tacl_a_00134), the decomposition is the randomised one of Halko, Martinsson
and Tropp (2011, https://doi.org/10.1137/090771806). It is plain linear algebra and so gives the
same vectors each time; on these labels it served better than word2vec.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from skillweave.loaders.extraction.trained.tags import FloatArray
from skillweave.loaders.extraction.trained.tokens import TOKEN
from skillweave.loaders.extraction.trained.words import normal_form

WINDOW: Final = 5
"""Words up to that far apart are near one another."""

LEAST_COUNT: Final = 4
"""Rarer words get no vector."""

_SAMPLING: Final = 1e-4
_SMOOTHING: Final = 0.75
_EXTRA: Final = 20
_ROUNDS: Final = 4
_NORM: Final = 3.0


class WordVectors(NamedTuple):
    """A vocabulary, the most frequent word first, and a vector for each word."""

    words: tuple[str, ...]
    vectors: FloatArray


def word_vectors(texts: Iterable[str], length: int, seed: int = 0) -> WordVectors:
    """Make word vectors.

    Args:
        texts: the postings.
        length: numbers in a vector.
        seed: of the random start of the decomposition.

    Returns:
        Vectors of equal norm for all words that occur often enough. Cost: about a minute for ten
        million words, and 2 GB.
    """
    words, stream = _stream(texts)
    counts = _company(stream, len(words))
    vectors = _leading(_information(counts), min(length, len(words)), seed)
    norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return WordVectors(words, (vectors / norms * _NORM).astype(np.float32))


def _stream(texts: Iterable[str]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """The vocabulary, and all texts as numbers of words with a gap after each line."""
    numbers: dict[str, int] = {}
    normal: dict[str, int] = {}
    stream: list[int] = []
    gap = [-1] * WINDOW
    for text in texts:
        for line in text.split("\n"):
            for word in TOKEN.findall(line):
                number = normal.get(word)
                if number is None:
                    form = normal_form(word)
                    number = normal[word] = numbers.setdefault(form, len(numbers))
                stream.append(number)
            stream.extend(gap)
    flat = np.array(stream, np.int32)
    counts = np.bincount(flat[flat >= 0], minlength=len(numbers))
    order = np.argsort(-counts, kind="stable")
    order = order[counts[order] >= LEAST_COUNT]
    rank = np.full(len(numbers) + 1, -1, np.int32)  # the last entry serves the gaps
    rank[order] = np.arange(len(order))
    spelled = list(numbers)
    return tuple(spelled[number] for number in order.tolist()), rank[flat]


def _company(stream: NDArray[np.int32], size: int) -> sparse.csr_matrix:
    """How often two words stand near one another."""
    counts = np.bincount(stream[stream >= 0], minlength=size)
    share = counts / counts.sum()
    kept = np.minimum(1.0, np.sqrt(_SAMPLING / np.maximum(share, 1e-12)))
    total: sparse.csr_matrix | None = None
    for distance in range(1, WINDOW + 1):
        left, right = stream[:-distance], stream[distance:]
        both = (left >= 0) & (right >= 0)
        left, right = left[both], right[both]
        weight = (WINDOW + 1 - distance) / WINDOW * kept[left] * kept[right]
        pairs, place = np.unique(left.astype(np.int64) * size + right, return_inverse=True)
        sums = np.bincount(place, weight).astype(np.float32)
        near = sparse.csr_matrix((sums, (pairs // size, pairs % size)), shape=(size, size))
        near = near + near.T
        total = near if total is None else total + near
    assert total is not None  # the window is not empty
    return total


def _information(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Positive pointwise mutual information."""
    entries = counts.tocoo()
    of_word = np.asarray(counts.sum(axis=1)).ravel()
    of_context = of_word**_SMOOTHING
    of_context /= of_context.sum()
    expected = of_word[entries.row] * of_context[entries.col]
    information = np.log(entries.data / np.maximum(expected, 1e-12)).astype(np.float32)
    positive = information > 0
    where = (entries.row[positive], entries.col[positive])
    kept: sparse.csr_matrix = sparse.csr_matrix((information[positive], where), shape=counts.shape)
    return kept


def _leading(matrix: sparse.csr_matrix, length: int, seed: int) -> FloatArray:
    """The leading left singular vectors, scaled by the roots of their singular values."""
    generator = np.random.default_rng(seed)
    width = min(length + _EXTRA, matrix.shape[1])
    basis = generator.standard_normal((matrix.shape[1], width)).astype(np.float32)
    for _ in range(_ROUNDS):
        image, _ = np.linalg.qr(matrix @ basis)
        basis, _ = np.linalg.qr(matrix.T @ image)
    left, values, _ = np.linalg.svd(matrix @ basis, full_matrices=False)
    vectors: FloatArray = (left[:, :length] * np.sqrt(values[:length])).astype(np.float32)
    return vectors
