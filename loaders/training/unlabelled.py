"""Postings without labels: what word vectors and the last network are made from."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from skillweave.loaders.posting import Posting
from skillweave.loaders.sources import read_postings

_SAME_END: Final = 600
"""Postings whose last so many letters agree are taken for one; heads differ by site."""

_SHORTEST: Final = 300
_LONGEST: Final = 9000
"""Length of the postings that are tagged, in characters."""

_NO_LETTER: Final = re.compile(r"\W+")


def body_digest(text: str) -> str:
    """What tells a posting from others, however its head and its blanks are written."""
    letters = _NO_LETTER.sub("", text.lower())[-_SAME_END:]
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()


def distinct_postings(folder: Path, known: Iterable[str]) -> Iterator[Posting]:
    """All postings of a folder, each once.

    Args:
        folder: where they are.
        known: texts of postings that shall not come out, such as the labelled ones.
    """
    seen = {body_digest(text) for text in known}
    for item in read_postings([folder]):
        if isinstance(item, Posting):
            digest = body_digest(item.text)
            if digest not in seen:
                seen.add(digest)
                yield item


def balanced(postings: Sequence[Posting], each: int, seed: int) -> list[Posting]:
    """Up to ``each`` postings of every folder, mixed; no source may drown the others."""
    generator = np.random.default_rng(seed)
    by_folder: dict[str, list[Posting]] = defaultdict(list)
    for posting in postings:
        if _SHORTEST <= len(posting.text) <= _LONGEST:
            by_folder[str(Path(posting.file).parent)].append(posting)
    chosen = [
        group[index]
        for _, group in sorted(by_folder.items())
        for index in generator.permutation(len(group))[:each].tolist()
    ]
    return [chosen[index] for index in generator.permutation(len(chosen)).tolist()]
