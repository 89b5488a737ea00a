"""Names and spans together: what the list knows for certain, and what was read besides.

The automaton is sure of tools, licences and languages, whose names mean nothing else. Names of
methods and traits are common words ("planning", "quality"); of those the trained reader, which sees
the sentence, has the say. What it reads where no name stands is kept as it read it.
"""

from collections.abc import Sequence
from typing import Final

from skillweave.loaders.text.page import Mention

_SURE_KINDS: Final = frozenset({"technology", "credential", "human_language"})


def unite(names: Sequence[Mention], spans: Sequence[Mention]) -> list[Mention]:
    """Join what the automaton found with what the trained reader read.

    Args:
        names: names of the taxonomy, in order, without overlaps.
        spans: spans that were read, in order, without overlaps.

    Returns:
        Mentions in order, without overlaps. Where a name and a span overlap the name stays, since it
        is tied to a concept. Linear in their number.
    """
    kept = [
        name
        for name, confirmed in zip(names, _touched(names, spans), strict=True)
        if confirmed or name.kind in _SURE_KINDS
    ]
    free = [span for span, taken in zip(spans, _touched(spans, kept), strict=True) if not taken]
    return sorted([*kept, *free])


def _touched(mentions: Sequence[Mention], others: Sequence[Mention]) -> list[bool]:
    """For each mention whether it overlaps one of the others; both in order, without overlaps."""
    found = []
    at = 0
    for mention in mentions:
        while at < len(others) and others[at].end <= mention.start:
            at += 1
        found.append(at < len(others) and others[at].start < mention.end)
    return found
