"""Skill spans of whole batches of pages, as mentions with a concept and a confidence.

A span whose words are a name of the taxonomy gets that concept; any other becomes a candidate,
named after its words, and is marked as such: it is never promoted silently.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from skillweave.loaders.extraction.linking import link
from skillweave.loaders.extraction.names import name_finder
from skillweave.loaders.extraction.trained.network import Network, softmax
from skillweave.loaders.extraction.trained.tags import OUTSIDE, decode_spans
from skillweave.loaders.extraction.trained.tokens import Tokens, pieces, tokenize
from skillweave.loaders.extraction.trained.weights import WEIGHTS, Weights, entries, read_weights
from skillweave.loaders.extraction.trained.words import FIRST_ENTRY
from skillweave.loaders.text.page import Mention, Page
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.vocabulary import SKILL_KINDS, SkillKind

_BATCH_TOKENS: Final = 1000
"""Tokens that go through the network together: few enough to stay in the processor's cache."""

_MOST_TOKENS: Final = 10_000
"""Longer pages are read in pieces."""


_PARTICIPLE: Final = re.compile(r"[a-z]+ed")
"""One word such as "tested"; of thousands of labelled methods hardly one is of that form."""


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
            in English. Cost: about 2 ms a page of 3,000 characters.
        """
        if names is None:
            finder = name_finder()
            names = [finder.find(page) for page in pages]
        found: list[list[Mention]] = [[] for _ in pages]
        readable = [
            (index, piece)
            for index, page in enumerate(pages)
            if page.language == "en"
            for piece in pieces(tokenize(page, names[index]), _MOST_TOKENS)
        ]
        for batch in _batches(readable):
            for at, start, end, kind, confidence in self._read([tokens for _, tokens in batch]):
                index = batch[at][0]
                mention = self._mention(pages[index], start, end, kind, confidence)
                if not _only_describes(mention):
                    found[index].append(mention)
        return found

    def _read(self, pages: Sequence[Tokens]) -> Iterator[tuple[int, int, int, SkillKind, float]]:
        """The spans of a batch: number of the page in it, start, end, kind and confidence."""
        scores, offsets = self._network(pages)
        tags = softmax(scores)
        opens = np.ones(len(scores), np.bool_)
        in_gap = np.ones(len(scores), np.bool_)
        starts, ends = np.zeros(len(scores), np.int32), np.zeros(len(scores), np.int32)
        for page, offset in zip(pages, offsets, strict=True):
            here = slice(offset, offset + len(page.words))
            opens[here], in_gap[here] = page.opens, False
            starts[here], ends[here] = page.starts, page.ends
        tags[in_gap] = 0.0
        tags[in_gap, OUTSIDE] = 1.0
        firsts, lasts, kinds, probabilities = decode_spans(
            tags, opens, self._calibration.outside_weight
        )
        shifts = np.array(self._calibration.shifts)
        confidences = calibrated(probabilities, self._calibration.scale, shifts[kinds])
        kept = confidences >= self._calibration.least
        firsts, lasts = firsts[kept], lasts[kept]
        yield from zip(
            (np.searchsorted(offsets, firsts, "right") - 1).tolist(),
            starts[firsts].tolist(),
            ends[lasts - 1].tolist(),
            [SKILL_KINDS[kind] for kind in kinds[kept].tolist()],
            confidences[kept].tolist(),
            strict=True,
        )

    def _mention(
        self, page: Page, start: int, end: int, kind: SkillKind, confidence: float
    ) -> Mention:
        text = page.text[start:end]
        concept, label, listed = link(text, self._taxonomy)
        return Mention(
            start=start,
            end=end,
            text=text,
            concept=concept,
            label=label,
            kind=self._taxonomy.concept(concept).kind if listed else kind,
            confidence=confidence,
            listed=listed,
        )


def _only_describes(mention: Mention) -> bool:
    """Whether a span is a lone participle: "tested code" asks for code."""
    return (
        not mention.listed
        and mention.kind == "method"
        and _PARTICIPLE.fullmatch(mention.text) is not None
    )


def calibrated(
    probability: npt.ArrayLike, scale: float, shift: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """``sigmoid(scale * logit(probability) + shift)``, element by element."""
    inside = np.clip(np.asarray(probability, np.float64), 1e-6, 1 - 1e-6)
    found: npt.NDArray[np.float64] = 1 / (
        1 + np.exp(-(scale * np.log(inside / (1 - inside)) + np.asarray(shift)))
    )
    return found


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
