"""The network, judged against the same layers written out token by token."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillweave.loaders.extraction.trained.network import DILATIONS, SCORES, Network, Parameters
from skillweave.loaders.extraction.trained.tokens import NAME_CODES, PLACES, Tokens, tokenize
from skillweave.loaders.extraction.trained.words import AFFIXES, SHAPES, shape_of, word_form
from skillweave.loaders.posting import Posting
from skillweave.loaders.text.sections import read_page

HIDDEN = 6
VOCABULARY = {"python": 2, "and": 3, "sql": 4}


def random_parameters(seed: int = 0, entries: int = 5) -> Parameters:
    generator = np.random.default_rng(seed)

    def array(*sizes: int) -> np.ndarray:
        return generator.standard_normal(sizes).astype(np.float32) / 3

    length = 4 + 2 + 3 * 2 + 3 + 2
    return Parameters(
        vectors=array(entries, 4),
        shapes=array(SHAPES, 2),
        affixes=array(AFFIXES, 2),
        places=array(PLACES, 3),
        names=array(NAME_CODES, 2),
        first=array(3, length, HIDDEN),
        first_bias=array(HIDDEN),
        layers=tuple(array(3, HIDDEN, HIDDEN) for _ in DILATIONS),
        layer_biases=tuple(array(HIDDEN) for _ in DILATIONS),
        top=array(HIDDEN, SCORES),
        top_bias=array(SCORES),
    )


def _tokens(words: list[str], seed: int = 0) -> Tokens:
    generator = np.random.default_rng(seed)
    count = len(words)
    return Tokens(
        words,
        np.arange(count, dtype=np.int32),
        np.arange(count, dtype=np.int32) + 1,
        generator.integers(0, PLACES, count).astype(np.int32),
        generator.integers(0, NAME_CODES, count).astype(np.int32),
        np.zeros(count, np.bool_),
    )


def _written_out(p: Parameters, tokens: Tokens) -> np.ndarray:
    """The scores by the definition of each layer, one token after the other."""
    inputs = []
    for word, place, name in zip(tokens.words, tokens.places, tokens.names, strict=True):
        entry, shape, prefix, suffix, ending = word_form(word, VOCABULARY)
        affixes = [p.affixes[prefix], p.affixes[suffix], p.affixes[ending]]
        inputs.append(
            np.concatenate(
                [p.vectors[entry], p.shapes[shape], *affixes, p.places[place], p.names[name]]
            )
        )

    def taps(states: list[np.ndarray], at: int, weights: np.ndarray, distance: int) -> np.ndarray:
        total = np.zeros(HIDDEN)
        for tap, index in enumerate((at - distance, at, at + distance)):
            if 0 <= index < len(states):
                total = total + states[index] @ weights[tap]
        return total

    count = len(tokens.words)
    states = [np.maximum(taps(inputs, i, p.first, 1) + p.first_bias, 0) for i in range(count)]
    for weights, bias, distance in zip(p.layers, p.layer_biases, DILATIONS, strict=True):
        states = [
            states[i] + np.maximum(taps(states, i, weights, distance) + bias, 0)
            for i in range(count)
        ]
    return np.array([state @ p.top + p.top_bias for state in states])


def test_scores_are_those_of_the_layers_written_out() -> None:
    parameters = random_parameters()
    tokens = _tokens("Python and SQL , C++ or 2019 unheard-of Words".split())
    scores, offsets = Network(parameters, VOCABULARY)([tokens])
    found = scores[offsets[0] : offsets[0] + len(tokens.words)]
    np.testing.assert_allclose(found, _written_out(parameters, tokens), rtol=1e-4, atol=1e-4)


def test_a_page_gets_the_same_scores_in_company_as_alone() -> None:
    parameters = random_parameters(1)
    pages = [_tokens(words.split(), seed) for seed, words in enumerate(("a b c", "", "SQL d"))]
    scores, offsets = Network(parameters, VOCABULARY)(pages)
    for page, offset in zip(pages, offsets, strict=True):
        alone, (start,) = Network(parameters, VOCABULARY)([page])
        count = len(page.words)
        np.testing.assert_allclose(
            scores[offset : offset + count], alone[start : start + count], rtol=1e-4, atol=1e-5
        )


@given(st.text(max_size=200))
def test_tokens_are_pieces_of_the_text_in_order(text: str) -> None:
    page = read_page(Posting(id="x", text=text))
    tokens = tokenize(page)
    pieces = [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
    assert pieces == tokens.words
    assert (tokens.starts[1:] >= tokens.ends[:-1]).all()
    assert ((tokens.places >= 0) & (tokens.places < PLACES)).all()


def test_every_line_and_sentence_opens_with_its_first_token() -> None:
    page = read_page(
        Posting(id="x", text="Baker\n\nWhat you will do\n• Bake bread. Sell it.\n• Clean ovens")
    )
    tokens = tokenize(page)
    opening = [word for word, opens in zip(tokens.words, tokens.opens, strict=True) if opens]
    assert opening == ["Baker", "What", "Bake", "Sell", "Clean"]


@pytest.mark.parametrize("word", ["a", "A", "Ab", "AB", "aB", "7", "1234567", "é", "—", "C++", "²"])
def test_every_word_has_a_shape(word: str) -> None:
    assert 0 <= shape_of(word) < SHAPES
