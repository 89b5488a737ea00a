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
    TAPS,
    WIDTH,
    Parameters,
)
from skillweave.loaders.extraction.trained.summaries import SUMMARIES, Summaries
from skillweave.loaders.extraction.trained.tags import TAGS, FloatArray
from skillweave.loaders.extraction.trained.tokens import NAME_CODES, PLACES, IntArray, Tokens
from skillweave.loaders.extraction.trained.words import AFFIXES, SHAPES, UNKNOWN, word_form
from skillweave.ontology.errors import MissingExtra

_SHAPE_LENGTH: Final = 12
_AFFIX_LENGTH: Final = 12
_PLACE_LENGTH: Final = 16
_NAME_LENGTH: Final = 12
_SUMMARY_LENGTHS: Final = (8, 8, 16)
_WEIGHT_DECAY: Final = 1e-4
_WARM_UP: Final = 0.15
_NORM: Final = 1.0


class Example(NamedTuple):
    """A page to learn from.

    ``tags`` has the wanted probability of each tag, one row a token.
    """

    forms: IntArray  # columns: entry, shape, prefix, suffix, ending
    summaries: NDArray[np.float16]  # one row a stretch: page, heading, stretch side by side
    stretches: IntArray  # the stretch of each token
    places: IntArray
    names: IntArray
    tags: NDArray[np.float16]


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
    names_dropped: float = 0.35
    words_dropped: float = 0.02


def example(
    tokens: Tokens,
    tags: NDArray[Any],
    vocabulary: dict[str, int],
    summaries: Summaries,
) -> Example:
    """Make an example of a page.

    Args:
        tokens: its tokens.
        tags: the tag of each token, or a row of probabilities of tags for each.
        vocabulary: the entry of each normal form.
        summaries: makes the page's summaries.
    """
    count = len(tokens.words)
    forms = np.array([word_form(word, vocabulary) for word in tokens.words], np.int32)
    forms = forms.reshape(count, 5)
    told, stretches = summaries([tokens], forms[:, 0].astype(np.intp))
    wanted = np.eye(TAGS, dtype=np.float16)[tags] if tags.ndim == 1 else tags.astype(np.float16)
    return Example(
        forms,
        np.concatenate(told, axis=1).astype(np.float16),
        stretches.astype(np.int32),
        tokens.places,
        tokens.names,
        wanted,
    )


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
    torch = one_thread_torch(seed)
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
            inputs, tags = _join(torch, batch, settings, generator)
            scores = _forward(torch, weights, *inputs, dropout=settings.dropout)
            loss = -(tags * torch.log_softmax(scores, -1)).sum() / tags.sum()  # cross entropy
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
        "first": free(WIDTH, length, hidden, spread=(WIDTH * length) ** -0.5),
        "first_bias": torch.zeros(hidden).requires_grad_(),
        "surroundings": free(sum(_SUMMARY_LENGTHS), hidden, spread=sum(_SUMMARY_LENGTHS) ** -0.5),
        "top": free(hidden, TAGS, spread=hidden**-0.5),
        "top_bias": torch.zeros(TAGS).requires_grad_(),
    }
    for index, _ in enumerate(DILATIONS):
        weights[f"layers{index}"] = free(TAPS, hidden, hidden, spread=(TAPS * hidden) ** -0.5)
        weights[f"layer_biases{index}"] = torch.zeros(hidden).requires_grad_()
    for index, size in enumerate(_SUMMARY_LENGTHS):
        weights[f"summaries{index}"] = free(word_length, size, spread=word_length**-0.5)
        weights[f"summary_biases{index}"] = torch.zeros(size).requires_grad_()
    return weights


def _forward(
    torch: Any,
    weights: dict[str, Any],
    forms: Any,
    places: Any,
    names: Any,
    is_token: Any,
    summaries: Any,
    stretches: Any,
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
    length = weights["vectors"].shape[1]
    told = [
        torch.tanh(
            drop(summaries[:, index * length : (index + 1) * length], dropout)
            @ weights[f"summaries{index}"]
            + weights[f"summary_biases{index}"]
        )
        for index in range(SUMMARIES)
    ]
    state = state + (drop(torch.cat(told, 1), dropout) @ weights["surroundings"])[stretches]
    state = torch.relu(state) * is_token
    for index, distance in enumerate(DILATIONS):
        change = _convolve(torch, drop(state, dropout), weights[f"layers{index}"], distance)
        state = state + torch.relu(change + weights[f"layer_biases{index}"]) * is_token
    return drop(state, dropout) @ weights["top"] + weights["top_bias"]


def _convolve(torch: Any, state: Any, weights: Any, distance: int) -> Any:
    """Each token with those before and after it, ``distance`` tokens from one to the next."""
    away = len(weights) // 2 * distance
    padded = torch.nn.functional.pad(state, (0, 0, away, away))
    read = [padded[tap * distance :][: len(state)] for tap in range(len(weights))]
    return torch.cat(read, 1) @ weights.flatten(0, 1)


def _batches(
    pages: Sequence[Example], size: int, generator: np.random.Generator
) -> Iterator[list[Example]]:
    order = generator.permutation(len(pages)).tolist()
    for start in range(0, len(order), size):
        yield [pages[index] for index in order[start : start + size]]


def _join(
    torch: Any, batch: Sequence[Example], settings: Settings, generator: np.random.Generator
) -> tuple[tuple[Any, ...], Any]:
    """One stream of the tokens of a batch, with gaps, and what is wanted of each."""
    count = GAP + sum(len(page.places) + GAP for page in batch)
    forms = np.zeros((count, 5), np.int64)
    places, names = np.zeros(count, np.int64), np.zeros(count, np.int64)
    tags = np.zeros((count, TAGS), np.float32)
    is_token = np.zeros((count, 1), np.float32)
    stretches = np.zeros(count, np.int64)
    summaries = np.concatenate([page.summaries for page in batch]).astype(np.float32)
    at, stretch = GAP, 0
    for page in batch:
        here = slice(at, at + len(page.places))
        stretches[here] = page.stretches + stretch
        stretch += len(page.summaries)
        forms[here], places[here], names[here] = page.forms, page.places, page.names
        tags[here], is_token[here] = page.tags, 1.0
        at = here.stop + GAP
    names = hide_names(names, settings.names_dropped, generator)
    forms[(generator.random(count) < settings.words_dropped) & (is_token[:, 0] > 0), 0] = UNKNOWN
    arrays = (forms, places, names, is_token, summaries, stretches)
    inputs = tuple(torch.from_numpy(array) for array in arrays)
    return inputs, torch.from_numpy(tags)


def _parameters(weights: dict[str, Any]) -> Parameters:
    arrays = {name: tensor.detach().numpy().copy() for name, tensor in weights.items()}
    vectors = arrays["vectors"]
    vectors[UNKNOWN] = arrays["unknown"]
    lengths = {
        "layers": len(DILATIONS),
        "layer_biases": len(DILATIONS),
        "summaries": SUMMARIES,
        "summary_biases": SUMMARIES,
    }
    gathered: dict[str, Any] = {
        name: tuple(arrays[f"{name}{index}"] for index in range(lengths[name]))
        if name in lengths
        else arrays[name]
        for name in Parameters._fields
    }
    return Parameters(**gathered)


def hide_names(
    names: NDArray[np.int64], share: float, generator: np.random.Generator
) -> NDArray[np.int64]:
    """Hide that share of the names that are known in a stream of tokens, each as a whole."""
    begins = np.cumsum((names % 2 == 1) & (names > 0))  # odd codes begin a name
    kept = generator.random(int(begins[-1]) + 1) >= share
    hidden: NDArray[np.int64] = names * kept[begins]
    return hidden


def one_thread_torch(seed: int) -> Any:
    """The library, set to one thread, on whose number the order of sums depends, and to a seed.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        import torch
    except ImportError as error:
        raise MissingExtra("torch", extra="training", purpose="training the reader") from error
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    return torch
