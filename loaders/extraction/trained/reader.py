"""Skill spans of whole batches of pages, as mentions with a concept and a confidence.

A span whose words are a name of the taxonomy gets that concept; any other becomes a candidate,
named after its words, and is marked as such: it is never promoted silently.
"""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple, Self

from skillweave.loaders.extraction.names import name_finder
from skillweave.loaders.extraction.trained.network import Network, softmax
from skillweave.loaders.extraction.trained.tags import TAGS, FloatArray, TokenSpan, decode
from skillweave.loaders.extraction.trained.tokens import Tokens, tokenize
from skillweave.loaders.extraction.trained.weights import WEIGHTS, Weights, entries, read_weights
from skillweave.loaders.extraction.trained.words import FIRST_ENTRY
from skillweave.loaders.text.page import Mention, Page
from skillweave.ontology.concepts import Taxonomy, fold, slug
from skillweave.ontology.vocabulary import SKILL_KINDS

_BATCH_TOKENS: Final = 3000
"""Tokens that go through the network together: few enough to stay in the processor's cache."""

ReadModality = Literal["required", "preferred", "duty"]
MODALITIES: Final[tuple[ReadModality, ...]] = ("required", "preferred", "duty")
"""The modalities that the network tells apart, in the order of its scores."""

_EMPTY_WORDS: Final = frozenset(
    "and or of the a an in with to for skills skill experience knowledge tools".split()
)
"""Words that make no difference between two candidates."""


class SkillSpan(NamedTuple):
    """A skill that was read: where it stands, its kind, and how probable it is.

    ``modality`` is how strongly it is asked for, by the network's own reading.
    """

    start: int
    end: int
    kind: str
    confidence: float
    modality: ReadModality


class SpanReader:
    """Reads skills as spans of text; made once a process (``SpanReader.load``).

    Args:
        weights: the weights of the network.
        taxonomy: the concepts that spans are tied to.
    """

    def __init__(self, weights: Weights, taxonomy: Taxonomy) -> None:
        self.about = weights.about
        self._network = Network(weights.parameters, entries(weights.vocabulary, FIRST_ENTRY))
        self._calibration = weights.calibration
        self._taxonomy = taxonomy
        self._linked: dict[str, tuple[str, str, bool]] = {}

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Self:
        """The reader that ships, or one with other weights.

        Raises:
            InputError: the weights are missing or cannot be read.
        """
        return cls(read_weights(path), Taxonomy.builtin())

    def read(
        self, pages: Sequence[Page], names: Sequence[Sequence[Mention]] | None = None
    ) -> list[list[Mention]]:
        """The skills of a batch of pages.

        Args:
            pages: the pages; the more at once, the faster each is read.
            names: for each page the names that ``NameFinder.find`` gave; found here if not given.

        Returns:
            For each page its mentions in order, without overlaps; nothing for pages that are not
            in English. Cost: about 1.5 ms a page of 3,000 characters.
        """
        return [
            [self._mention(page, span) for span in spans]
            for page, spans in zip(pages, self.spans(pages, names), strict=True)
        ]

    def spans(
        self, pages: Sequence[Page], names: Sequence[Sequence[Mention]] | None = None
    ) -> list[list[SkillSpan]]:
        """As ``read``, before spans are tied to concepts."""
        if names is None:
            finder = name_finder()
            names = [finder.find(page) for page in pages]
        found: list[list[SkillSpan]] = [[] for _ in pages]
        readable = [
            (index, tokenize(page, names[index]))
            for index, page in enumerate(pages)
            if page.language == "en"
        ]
        for batch in _batches(readable):
            scores, offsets = self._network([tokens for _, tokens in batch])
            for (index, tokens), offset in zip(batch, offsets, strict=True):
                rows = scores[offset : offset + len(tokens.words)]
                found[index] = list(self._read(tokens, rows))
        return found

    def _read(self, tokens: Tokens, scores: FloatArray) -> Iterator[SkillSpan]:
        """The spans of one page."""
        if not tokens.words:
            return
        modal = scores[:, TAGS:]
        for span in decode(
            softmax(scores[:, :TAGS]), tokens.opens, self._calibration.outside_weight
        ):
            confidence = self._confidence(span)
            if confidence >= self._calibration.least:
                asked = int(modal[span.first : span.last].mean(axis=0).argmax())
                yield SkillSpan(
                    int(tokens.starts[span.first]),
                    int(tokens.ends[span.last - 1]),
                    SKILL_KINDS[span.kind],
                    confidence,
                    MODALITIES[asked],
                )

    def _confidence(self, span: TokenSpan) -> float:
        return calibrated(
            span.probability, self._calibration.scale, self._calibration.shifts[span.kind]
        )

    def _mention(self, page: Page, span: SkillSpan) -> Mention:
        text = page.text[span.start : span.end]
        known = self._linked.get(text)
        if known is None:
            known = self._linked[text] = link(text, self._taxonomy)
        concept, label, listed = known
        return Mention(
            start=span.start,
            end=span.end,
            text=text,
            concept=concept,
            label=label,
            kind=self._taxonomy.concept(concept).kind if listed else span.kind,
            confidence=span.confidence,
            listed=listed,
        )


def calibrated(probability: float, scale: float, shift: float) -> float:
    """``sigmoid(scale * logit(probability) + shift)``."""
    inside = min(max(probability, 1e-6), 1 - 1e-6)
    return 1 / (1 + math.exp(-(scale * math.log(inside / (1 - inside)) + shift)))


def link(text: str, taxonomy: Taxonomy) -> tuple[str, str, bool]:
    """The concept that a span's words stand for.

    Args:
        text: the words.
        taxonomy: where to look them up.

    Returns:
        Concept id, label, and whether it is listed. Words that name no skill, or several, give a
        candidate; candidates that differ only in plural or empty words are one.
    """
    telling = _telling(text)
    for words in (text, telling):
        found = taxonomy.resolve(words, "skill")
        if len(found) == 1:
            return found[0].id, found[0].label, True
    last = slug(fold(telling)) or text.encode("utf-8", "surrogatepass").hex()
    return f"skill/candidate-{last}", " ".join(text.split()), False


def _telling(text: str) -> str:
    """The words of a span without those that make no difference."""
    words = text.split()
    return " ".join(word for word in words if word.lower() not in _EMPTY_WORDS) or text


def _batches(
    pages: Sequence[tuple[int, Tokens]],
) -> Iterator[list[tuple[int, Tokens]]]:
    """Batches of pages with about ``_BATCH_TOKENS`` tokens each."""
    batch: list[tuple[int, Tokens]] = []
    size = 0
    for page in pages:
        batch.append(page)
        size += len(page[1].words)
        if size >= _BATCH_TOKENS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
