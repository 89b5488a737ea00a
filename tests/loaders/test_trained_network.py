"""The network, judged against the same layers written out token by token."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillweave.loaders.extraction.trained.network import (
    DILATIONS,
    GAP,
    WIDTH,
    Network,
    Parameters,
)
from skillweave.loaders.extraction.trained.summaries import SUMMARIES
from skillweave.loaders.extraction.trained.tags import TAGS
from skillweave.loaders.extraction.trained.tokens import (
    NAME_CODES,
    PLACES,
    Tokens,
    pieces,
    tokenize,
)
from skillweave.loaders.extraction.trained.weights import WEIGHTS, entries, read_weights
from skillweave.loaders.extraction.trained.words import (
    AFFIXES,
    FIRST_ENTRY,
    SHAPES,
    shape_of,
    word_form,
)
from skillweave.loaders.posting import Posting
from skillweave.loaders.text.page import Mention
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
        first=array(WIDTH, length, HIDDEN),
        first_bias=array(HIDDEN),
        summaries=tuple(array(4, 2) for _ in range(SUMMARIES)),
        summary_biases=tuple(array(2) for _ in range(SUMMARIES)),
        surroundings=array(2 * SUMMARIES, HIDDEN),
        layers=tuple(array(3, HIDDEN, HIDDEN) for _ in DILATIONS),
        layer_biases=tuple(array(HIDDEN) for _ in DILATIONS),
        top=array(HIDDEN, TAGS),
        top_bias=array(TAGS),
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
        np.arange(count) % 4 == 0,
        [("and sql", "")[start % 8 > 0] for start in range(0, count, 4)],
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
        for tap, weight in enumerate(weights):
            index = at + (tap - len(weights) // 2) * distance
            if 0 <= index < len(states):
                total = total + states[index] @ weight
        return total

    def mean(words: list[str], known_only: bool) -> np.ndarray:
        entries = [VOCABULARY.get(word.lower(), 0) for word in words]
        vectors = [p.vectors[entry] for entry in entries if entry]
        return sum(vectors, np.zeros(4)) / max(1, len(vectors if known_only else words))

    def about(at: int) -> np.ndarray:
        stretch = at // 4
        told = [
            mean(tokens.words, True),
            mean(tokens.headings[stretch].split(), False),
            mean(tokens.words[4 * stretch : 4 * stretch + 4], True),
        ]
        parts = [
            np.tanh(one @ weights + bias)
            for one, weights, bias in zip(told, p.summaries, p.summary_biases, strict=True)
        ]
        return np.concatenate(parts) @ p.surroundings

    count = len(tokens.words)
    states = [
        np.maximum(taps(inputs, i, p.first, 1) + p.first_bias + about(i), 0) for i in range(count)
    ]
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


def test_what_is_read_of_a_page_does_not_hang_on_its_company() -> None:
    # Weights of the size that ships: small ones are multiplied the same way in any company.
    weights = read_weights(WEIGHTS)
    vocabulary = entries(weights.vocabulary, FIRST_ENTRY)
    lines = ("Python", "Python and SQL", "Python and quantum SQL", "SQL, Python")
    texts = [f"Clerk\n\nRequirements:\n- {line}\n" for line in lines]
    pages = [tokenize(read_page(Posting(id="x", text=text)), []) for text in texts]
    assert all(len(page.words) for page in pages)
    alone = [Network(weights.parameters, vocabulary)([page])[0] for page in pages]
    grown = Network(weights.parameters, vocabulary)  # page by page it meets few new words
    together, offsets = Network(weights.parameters, vocabulary)(pages)
    for page, scores, offset in zip(pages, alone, offsets, strict=True):
        count = len(page.words)
        own = scores[GAP : GAP + count]
        assert np.array_equal(grown([page])[0][GAP : GAP + count], own)
        assert np.array_equal(together[offset : offset + count], own)


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
    assert opening == ["What", "Bake", "Sell", "Clean"]


def test_title_benefits_and_law_are_not_looked_at() -> None:
    text = "Baker\n\nDuties\nBake bread.\n\nBenefits\nFree bread.\n\nRequirements\nFood safety"
    page = read_page(Posting(id="x", text=text))
    names = [Mention(start, start + 5, "bread", "skill/x", "x", "method", 0.9, True)
             for start in (text.index("bread"), text.rindex("bread"))]  # fmt: skip
    tokens = tokenize(page, names)
    assert tokens.words == "Duties Bake bread . Requirements Food safety".split()
    assert np.flatnonzero(tokens.names).tolist() == [2]
    assert tokens.opens.tolist() == [True, True, False, False, True, True, False]


@pytest.mark.parametrize("most", [1, 3, 5, 100])
def test_pieces_of_a_page_are_the_page(most: int) -> None:
    tokens = _tokens([f"w{number}" for number in range(23)])
    found = list(pieces(tokens, most))
    assert [word for piece in found for word in piece.words] == tokens.words
    np.testing.assert_array_equal(np.concatenate([piece.starts for piece in found]), tokens.starts)
    np.testing.assert_array_equal(np.concatenate([piece.names for piece in found]), tokens.names)
    for piece in found:
        assert len(piece.words) <= most
        assert piece.opens[0]
        assert piece.opens.sum() == len(piece.headings)
        of_each = [piece.headings[at] for at in np.cumsum(piece.opens) - 1]
        where = [tokens.starts.tolist().index(start) for start in piece.starts.tolist()]
        assert of_each == [tokens.headings[at // 4] for at in where]


@pytest.mark.parametrize("word", ["a", "A", "Ab", "AB", "aB", "7", "1234567", "é", "—", "C++", "²"])
def test_every_word_has_a_shape(word: str) -> None:
    assert 0 <= shape_of(word) < SHAPES
