"""Names of which a part is said once for two: "responsible and explainable AI".

Coordination lets a writer leave out what two names share: the last words of the first ("supervised
and unsupervised learning") or the first of the second ("continuous integration and deployment").
Where one of the two was found, the other is its neighbour with the shared words put back; it counts
only if the taxonomy knows a skill of just that name.
"""

import re
from collections.abc import Sequence
from typing import Final

from skillweave.loaders.text.page import Mention
from skillweave.ontology.concepts import Taxonomy

_BEFORE: Final = re.compile(r"(?P<word>[A-Za-z][\w-]+)\s*(?:,|/|&|\band\b|\bor\b|\band/or\b)\s*$")
_AFTER: Final = re.compile(r"\s*(?:/|&|\band/or\b|\band\b|\bor\b)\s*(?P<word>[A-Za-z][\w-]+)")
_WINDOW: Final = 40


def complete(text: str, mentions: Sequence[Mention], taxonomy: Taxonomy) -> list[Mention]:
    """Add the names that share words with a neighbour.

    Args:
        text: the page's text.
        mentions: the names found, in order, without overlaps.
        taxonomy: knows which names there are.

    Returns:
        All names in order. What is added quotes only its own word.
    """
    found = list(mentions)
    for position, mention in enumerate(mentions):
        words = mention.text.split()
        if len(words) < 2:
            continue
        floor = mentions[position - 1].end if position else 0
        before = _BEFORE.search(text, max(floor, mention.start - _WINDOW), mention.start)
        if before is not None:
            name = " ".join([before["word"], *words[1:]])
            _add(found, name, before.start("word"), before.end("word"), text, taxonomy)
        after = _AFTER.match(text, mention.end, mention.end + _WINDOW)
        following = mentions[position + 1].start if position + 1 < len(mentions) else len(text)
        if after is not None and after.end() <= following:
            name = " ".join([*words[:-1], after["word"]])
            _add(found, name, after.start("word"), after.end("word"), text, taxonomy)
    if len(found) > len(mentions):
        found.sort()
    return found


def _add(
    found: list[Mention], name: str, start: int, end: int, text: str, taxonomy: Taxonomy
) -> None:
    concepts = taxonomy.resolve(name, kind="skill")
    if len(concepts) == 1:
        concept = concepts[0]
        found.append(
            Mention(start, end, text[start:end], concept.id, concept.label, concept.kind, 0.8, True)
        )
