"""Fits the network's weights to tagged pages.

The same layers as in ``extraction.trained.network``, in torch and with dropout. Pages go in one
after the other with the same gap between them, so what is learned is what will be computed.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from skillweave.loaders.extraction.trained.network import (
    DILATIONS,
    GAP,
    SCORES,
    TAPS,
    Parameters,
)
from skillweave.loaders.extraction.trained.tags import TAGS, FloatArray
from skillweave.loaders.extraction.trained.tokens import NAME_CODES, PLACES, IntArray, Tokens
from skillweave.loaders.extraction.trained.words import AFFIXES, SHAPES, UNKNOWN, word_form
from skillweave.ontology.errors import MissingExtra

_SHAPE_LENGTH: Final = 12
_AFFIX_LENGTH: Final = 12
_PLACE_LENGTH: Final = 16
_NAME_LENGTH: Final = 12
_MODALITY_WEIGHT: Final = 0.3
_WEIGHT_DECAY: Final = 1e-4
_WARM_UP: Final = 0.15
_NORM: Final = 1.0


class Example(NamedTuple):
    """A page to learn from.

    ``tags`` has the wanted probability of each tag, one row a token; ``modalities`` the wanted
    modality of tokens of skills, negative for the rest.
    """

    forms: IntArray  # columns: entry, shape, prefix, suffix, ending
    places: IntArray
    names: IntArray
    tags: NDArray[np.float16]
    modalities: IntArray


class Settings(NamedTuple):
    """How to fit.

    Attributes:
        hidden: width of the network.
        epochs: how often each labelled page is seen.
        batch: pages in a step.
        rate: highest learning rate (one cycle: up, then down to nothing).
        dropout: share of a layer's values that are left out in a step; of the input 0.6 of it.
        names_dropped: share of known names that are hidden in a step, since postings to come hold
            more unknown names than the labelled ones.
        words_dropped: share of words that are hidden.
    """

    hidden: int = 128
    epochs: int = 15
    batch: int = 8
    rate: float = 2e-3
    dropout: float = 0.4
    names_dropped: float = 0.25
    words_dropped: float = 0.02


def example(
    tokens: Tokens,
    tags: NDArray[Any],
    modalities: IntArray | None,
    vocabulary: dict[str, int],
) -> Example:
    """Make an example of a page.

    Args:
        tokens: its tokens.
        tags: the tag of each token, or a row of probabilities of tags for each.
        modalities: see ``Example``; None where unknown.
        vocabulary: the entry of each normal form.
    """
    count = len(tokens.words)
    forms = np.array([word_form(word, vocabulary) for word in tokens.words], np.int32)
    wanted = np.eye(TAGS, dtype=np.float16)[tags] if tags.ndim == 1 else tags.astype(np.float16)
    if modalities is None:
        modalities = np.full(count, -1, np.int32)
    return Example(forms.reshape(count, 5), tokens.places, tokens.names, wanted, modalities)


def fit(
    labelled: Sequence[Example],
    vectors: FloatArray,
    settings: Settings,
    *,
    seed: int,
    unlabelled: Sequence[Example] = (),
    unlabelled_an_epoch: int = 0,
) -> Parameters:
    """Fit a network.

    Args:
        labelled: all are seen in every epoch.
        vectors: one a vocabulary entry; they stay as they are, except that of unknown words.
        settings: see ``Settings``.
        seed: of all that is random; the same seed gives the same weights on the same machine.
        unlabelled: pages that other networks tagged.
        unlabelled_an_epoch: how many of these an epoch takes; the next epoch takes the next ones.
    """
    torch = _torch()
    torch.set_num_threads(1)  # the order of sums, and with it the result, depends on threads
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    weights = _start(torch, vectors, settings.hidden)
    free = [tensor for name, tensor in weights.items() if name != "vectors"]
    steps = settings.epochs * -(-(len(labelled) + unlabelled_an_epoch) // settings.batch)
    optimizer = torch.optim.AdamW(free, lr=settings.rate, weight_decay=_WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, settings.rate, total_steps=steps + 1, pct_start=_WARM_UP
    )
    supply = itertools.cycle(unlabelled)
    for _ in range(settings.epochs):
        pages = [*labelled, *itertools.islice(supply, unlabelled_an_epoch)]
        for batch in _batches(pages, settings.batch, generator):
            inputs, tags, modalities = _join(batch, settings, generator)
            scores = _forward(torch, weights, *inputs, dropout=settings.dropout)
            loss = _loss(torch, scores, tags, modalities)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(free, _NORM)
            optimizer.step()
            schedule.step()
    return _parameters(weights)


def _start(torch: Any, vectors: FloatArray, hidden: int) -> dict[str, Any]:
    """Weights to begin with."""
    word_length = vectors.shape[1]
    length = word_length + _SHAPE_LENGTH + 3 * _AFFIX_LENGTH + _PLACE_LENGTH + _NAME_LENGTH

    def free(*sizes: int, spread: float) -> Any:
        return (torch.randn(*sizes) * spread).requires_grad_()

    weights = {
        "vectors": torch.tensor(vectors),
        "unknown": torch.zeros(word_length).requires_grad_(),
        "shapes": free(SHAPES, _SHAPE_LENGTH, spread=0.3),
        "affixes": free(AFFIXES, _AFFIX_LENGTH, spread=0.3),
        "places": free(PLACES, _PLACE_LENGTH, spread=0.3),
        "names": free(NAME_CODES, _NAME_LENGTH, spread=0.3),
        "first": free(TAPS, length, hidden, spread=(TAPS * length) ** -0.5),
        "first_bias": torch.zeros(hidden).requires_grad_(),
        "top": free(hidden, SCORES, spread=hidden**-0.5),
        "top_bias": torch.zeros(SCORES).requires_grad_(),
    }
    for index, _ in enumerate(DILATIONS):
        weights[f"layer{index}"] = free(TAPS, hidden, hidden, spread=(TAPS * hidden) ** -0.5)
        weights[f"layer_bias{index}"] = torch.zeros(hidden).requires_grad_()
    return weights


def _forward(
    torch: Any,
    weights: dict[str, Any],
    forms: Any,
    places: Any,
    names: Any,
    is_token: Any,
    *,
    dropout: float,
) -> Any:
    """Scores of all tokens of a batch."""
    drop = torch.nn.functional.dropout
    entries = forms[:, 0]
    words = torch.where(
        (entries == UNKNOWN)[:, None], weights["unknown"], weights["vectors"][entries]
    )
    lookup = torch.nn.functional.embedding
    parts = [words, lookup(forms[:, 1], weights["shapes"])]
    parts += [lookup(forms[:, column], weights["affixes"]) for column in (2, 3, 4)]
    parts += [lookup(places, weights["places"]), lookup(names, weights["names"])]
    state = drop(torch.cat(parts, 1), 0.6 * dropout) * is_token
    state = _convolve(torch, state, weights["first"], 1) + weights["first_bias"]
    state = torch.relu(state) * is_token
    for index, distance in enumerate(DILATIONS):
        change = _convolve(torch, drop(state, dropout), weights[f"layer{index}"], distance)
        state = state + torch.relu(change + weights[f"layer_bias{index}"]) * is_token
    return drop(state, dropout) @ weights["top"] + weights["top_bias"]


def _convolve(torch: Any, state: Any, weights: Any, distance: int) -> Any:
    gap = state.new_zeros(distance, state.shape[1])
    before = torch.cat([gap, state[:-distance]])
    after = torch.cat([state[distance:], gap])
    return torch.cat([before, state, after], 1) @ weights.flatten(0, 1)


def _loss(torch: Any, scores: Any, tags: Any, modalities: Any) -> Any:
    """Cross entropy of tags over tokens plus that of modalities over tokens of skills."""
    functional = torch.nn.functional
    of_tags = -(tags * functional.log_softmax(scores[:, :TAGS], -1)).sum() / tags.sum()
    known = modalities >= 0
    if not bool(known.any()):
        return of_tags
    of_modalities = functional.cross_entropy(scores[known, TAGS:], modalities[known])
    return of_tags + _MODALITY_WEIGHT * of_modalities


def _batches(
    pages: Sequence[Example], size: int, generator: np.random.Generator
) -> Iterator[list[Example]]:
    order = generator.permutation(len(pages)).tolist()
    for start in range(0, len(order), size):
        yield [pages[index] for index in order[start : start + size]]


def _join(
    batch: Sequence[Example], settings: Settings, generator: np.random.Generator
) -> tuple[tuple[Any, ...], Any, Any]:
    """One stream of the tokens of a batch, with gaps, and what is wanted of each."""
    torch = _torch()
    count = GAP + sum(len(page.places) + GAP for page in batch)
    forms = np.zeros((count, 5), np.int64)
    places, names = np.zeros(count, np.int64), np.zeros(count, np.int64)
    tags = np.zeros((count, TAGS), np.float32)
    modalities = np.full(count, -1, np.int64)
    is_token = np.zeros((count, 1), np.float32)
    at = GAP
    for page in batch:
        here = slice(at, at + len(page.places))
        forms[here], places[here], names[here] = page.forms, page.places, page.names
        tags[here], modalities[here], is_token[here] = page.tags, page.modalities, 1.0
        at = here.stop + GAP
    begins = np.cumsum((names % 2 == 1) & (names > 0))  # odd codes begin a name
    kept = generator.random(int(begins[-1]) + 1) >= settings.names_dropped
    names *= kept[begins]
    forms[(generator.random(count) < settings.words_dropped) & (is_token[:, 0] > 0), 0] = UNKNOWN
    inputs = tuple(torch.from_numpy(array) for array in (forms, places, names, is_token))
    return inputs, torch.from_numpy(tags), torch.from_numpy(modalities)


def _parameters(weights: dict[str, Any]) -> Parameters:
    arrays = {name: tensor.detach().numpy().copy() for name, tensor in weights.items()}
    vectors = arrays["vectors"]
    vectors[UNKNOWN] = arrays["unknown"]
    indices = range(len(DILATIONS))
    return Parameters(
        vectors=vectors,
        layers=tuple(arrays[f"layer{index}"] for index in indices),
        layer_biases=tuple(arrays[f"layer_bias{index}"] for index in indices),
        **{
            name: arrays[name]
            for name in Parameters._fields
            if name not in ("vectors", "layers", "layer_biases")
        },
    )


def _torch() -> Any:
    try:
        import torch
    except ImportError as error:
        raise MissingExtra("torch", extra="training", purpose="training the reader") from error
    return torch
