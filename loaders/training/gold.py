"""Labelled postings, and where in the text their labels are.

Labels name each skill once a posting, as a piece of its text. The network learns from tokens, so
every place where that piece stands is taken for the skill, and every other name of the same
concept too, except in sections in which nothing is a skill (benefits, law); where pieces overlap
the longer one wins.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import orjson

from skillweave.loaders.extraction.linking import link
from skillweave.loaders.extraction.names import name_finder
from skillweave.loaders.extraction.trained.tags import first_tag
from skillweave.loaders.extraction.trained.tokens import IntArray, Tokens, tokenize
from skillweave.loaders.posting import Posting
from skillweave.loaders.text.page import Page
from skillweave.loaders.text.sections import read_page
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.errors import InputError
from skillweave.ontology.vocabulary import SILENT_SECTIONS, SKILL_KINDS

PARTS: Final = 5
"""One of that many parts of the labels is put away for measuring; the rest has as many folds."""

_SHORTEST_ANY_CASE: Final = 4
"""Shorter pieces ("R", "SAS") are looked for in their own case only."""


class LabelledPage(NamedTuple):
    """A posting with the tag of each token.

    ``labels`` is the line of the label file; ``fold`` says in which part of the
    cross-validation it is.
    """

    labels: Mapping[str, Any]
    page: Page
    tokens: Tokens
    tags: IntArray
    fold: int


def is_put_away(posting_id: str) -> bool:
    """Whether a posting belongs to the fifth that no training may see."""
    return _number(posting_id) % PARTS == 0


def _number(posting_id: str) -> int:
    return int(hashlib.sha256(posting_id.encode()).hexdigest(), 16)


def read_labels(path: Path) -> Iterator[Mapping[str, Any]]:
    """The labelled postings of a file that are not put away.

    Args:
        path: JSON lines with "id", "text" and "skills".

    Raises:
        InputError: a line is no labelled posting.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", file=str(path), next_step="name a file of labels"
        ) from error
    for number, line in enumerate(lines, 1):
        try:
            labels = orjson.loads(line)
            identifier, _, _ = labels["id"], labels["text"], labels["skills"]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                "no labelled posting",
                file=str(path),
                position=f"line {number}",
                next_step='give one JSON object a line with "id", "text" and "skills"',
            ) from error
        if not is_put_away(identifier):
            yield labels


def label_page(labels: Mapping[str, Any]) -> LabelledPage:
    """Find the labels of a posting in its text."""
    taxonomy = Taxonomy.builtin()
    page = read_page(Posting(id=labels["id"], text=labels["text"]))
    names = name_finder().find(page)
    tokens = tokenize(page, names)
    tags = np.zeros(len(tokens.words), np.int32)

    def mark(first: int, last: int, skill: Mapping[str, Any]) -> None:
        if not tags[first:last].any():
            tag = first_tag(SKILL_KINDS.index(skill["kind"]))
            tags[first:last] = tag + 1
            tags[first : first + 1] = tag

    places = [
        (first, last, skill)
        for skill in labels["skills"]
        for first, last in _places(page, tokens, skill["mention"])
    ]
    places.sort(key=lambda place: (place[0] - place[1], place[0]))
    for place in places:
        mark(*place)
    by_concept = {link(skill["mention"], taxonomy)[0]: skill for skill in labels["skills"]}
    for name in names:
        if name.concept in by_concept:
            mark(*_range(tokens, name.start, name.end), by_concept[name.concept])
    fold = _number(labels["id"]) // PARTS % PARTS
    return LabelledPage(labels, page, tokens, tags, fold)


def _places(page: Page, tokens: Tokens, mention: str) -> list[tuple[int, int]]:
    """The token ranges at which a piece of text stands, outside of silent sections if anywhere."""
    exact = re.escape(mention)
    whole = rf"(?<!\w){exact}(?!\w)" if mention[:1].isalnum() and mention[-1:].isalnum() else exact
    any_case = re.IGNORECASE if len(mention) >= _SHORTEST_ANY_CASE else 0
    found = list(re.finditer(whole, page.text, any_case)) or list(re.finditer(exact, page.text))
    ranges: list[tuple[int, int]] = []
    speaking: list[tuple[int, int]] = []
    for match in found:
        first, last = _range(tokens, match.start(), match.end())
        if first < last and not tokens.opens[first + 1 : last].any():
            ranges.append((first, last))
            if _section(page, match.start()) not in SILENT_SECTIONS:
                speaking.append((first, last))
    return speaking or ranges


def _range(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """The tokens that lie in a stretch of text or reach into it."""
    first = np.searchsorted(tokens.ends, start, "right")
    last = np.searchsorted(tokens.starts, end, "left")
    return int(first), int(max(first, last))


def _section(page: Page, offset: int) -> str:
    """The section of the sentence, or else of the line, that holds an offset."""
    for sentence in page.sentences:
        if sentence.start <= offset < sentence.end:
            return sentence.section
    return next((line.section for line in page.lines if line.start <= offset < line.end), "body")
