"""Tags of tokens, and the spans that they spell.

A token is outside of any skill (0), the first of a skill of some kind (odd) or a later one (the
even number after it): the BIO scheme of Ramshaw and Marcus (1995, https://arxiv.org/abs/cmp-lg/9505040).
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from skillweave.ontology.vocabulary import SKILL_KINDS

FloatArray = NDArray[np.float32]

TAGS: Final = 1 + 2 * len(SKILL_KINDS)
"""Number of tags."""

OUTSIDE: Final = 0

_NO_TAG: Final = np.array([OUTSIDE])
_NO_DOUBT: Final = np.array([False])
_IMPOSSIBLE: Final = np.float32(-1e9)
_ALLOWED: Final = np.zeros((TAGS, TAGS), np.float32)
_ALLOWED[:, 2::2] = _IMPOSSIBLE
for _first in range(1, TAGS, 2):
    _ALLOWED[_first, _first + 1] = _ALLOWED[_first + 1, _first + 1] = 0.0

_SURELY_OUTSIDE: Final = 0.9
"""Tokens at least that probably outside separate the stretches that are decoded."""


class TokenSpan(NamedTuple):
    """A skill: tokens ``[first, last)``, its kind and the mean probability of its tags."""

    first: int
    last: int
    kind: int
    probability: float


class Spans(NamedTuple):
    """Many skills, as the columns of ``TokenSpan``."""

    firsts: NDArray[np.int64]
    lasts: NDArray[np.int64]
    kinds: NDArray[np.int64]
    probabilities: NDArray[np.float64]


def first_tag(kind: int) -> int:
    """The tag of the first token of a skill of that kind (index into ``SKILL_KINDS``)."""
    return 1 + 2 * kind


def decode(
    probabilities: FloatArray, opens: NDArray[np.bool_], outside_weight: float = 0.0
) -> list[TokenSpan]:
    """The spans of ``decode_spans``, one by one."""
    columns = decode_spans(probabilities, opens, outside_weight)
    return [TokenSpan(*span) for span in zip(*(column.tolist() for column in columns), strict=True)]


def decode_spans(
    probabilities: FloatArray, opens: NDArray[np.bool_], outside_weight: float = 0.0
) -> Spans:
    """The most probable spans of a stretch of tokens.

    Args:
        probabilities: probability of each tag, one row a token.
        opens: tokens that begin a line or sentence; no span reaches across.
        outside_weight: added to the log probability of being outside; below 0 more is read.

    Returns:
        Spans in order. The probability is the geometric mean over the span's tokens. Where the
        best tag of each token gives a possible path, it is the best path; only where it does not,
        between tokens that are surely outside, Viterbi's algorithm looks for it, for all such
        stretches at once: as many steps as the longest of them has tokens.
    """
    log_probabilities = np.log(np.maximum(probabilities, np.float32(1e-9)))
    scores = log_probabilities.copy()
    scores[:, OUTSIDE] += np.float32(outside_weight)
    scores[opens, 2::2] = _IMPOSSIBLE
    in_doubt = probabilities[:, OUTSIDE] < _SURELY_OUTSIDE
    tags = np.where(in_doubt, scores.argmax(axis=1), OUTSIDE)
    before = np.concatenate((_NO_TAG, tags[:-1])) if len(tags) else tags
    impossible = _is_later(tags) & (before != tags) & (before != tags - 1)
    if impossible.any():
        begins, ends = _stretches(in_doubt, opens)
        chosen = np.unique(np.searchsorted(begins, np.flatnonzero(impossible), "right") - 1)
        _find_best(tags, scores, begins[chosen], ends[chosen] - begins[chosen])
    return _spans(tags, log_probabilities)


def _is_later(tags: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each tag is that of a later token of a skill."""
    later: NDArray[np.bool_] = (tags > OUTSIDE) & (tags % 2 == 0)
    return later


def _stretches(
    in_doubt: NDArray[np.bool_], opens: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Begins and ends of the runs of tokens in doubt, within lines and sentences."""
    here, before = np.concatenate((in_doubt, _NO_DOUBT)), np.concatenate((_NO_DOUBT, in_doubt))
    cut = here != before
    cut[:-1] |= opens
    return np.flatnonzero(here & cut), np.flatnonzero(before & cut)


def _find_best(
    tags: NDArray[np.int64],
    scores: FloatArray,
    begins: NDArray[np.int64],
    lengths: NDArray[np.int64],
) -> None:
    """Viterbi's algorithm over several stretches together, the longest first; sets their tags."""
    order = np.argsort(-lengths, kind="stable")
    begins, lengths = begins[order], lengths[order]
    best = scores[begins].copy()
    best[:, 2::2] = _IMPOSSIBLE
    pointers: list[NDArray[np.int64]] = []
    current = best.argmax(1)
    for step in range(1, int(lengths[0])):
        alive = int(np.searchsorted(-lengths, -step, "left"))
        paths = best[:alive, :, None] + _ALLOWED
        pointers.append(paths.argmax(1))
        best = paths.max(1) + scores[begins[:alive] + step]
        current[:alive] = best.argmax(1)
    for step in range(int(lengths[0]) - 1, 0, -1):
        alive = len(pointers[step - 1])
        tags[begins[:alive] + step] = current[:alive]
        current[:alive] = pointers[step - 1][np.arange(alive), current[:alive]]
    tags[begins] = current


def _spans(tags: NDArray[np.int64], log_probabilities: FloatArray) -> Spans:
    """Spans spelt by tags, with the geometric mean of the probabilities of their tags."""
    firsts = np.flatnonzero(tags % 2 == 1)
    # a span ends at the first token not inside
    stops = np.flatnonzero(~np.concatenate((_is_later(tags), _NO_DOUBT)))
    lasts = stops[np.searchsorted(stops, firsts + 1)]
    totals = np.concatenate(([0.0], np.cumsum(log_probabilities[np.arange(len(tags)), tags])))
    means = np.exp((totals[lasts] - totals[firsts]) / (lasts - firsts))
    return Spans(firsts, lasts, (tags[firsts] - 1) // 2, means)
