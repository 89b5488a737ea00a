"""Names of which a part is said once for two: "responsible and explainable AI".

Coordination lets a writer leave out what two names share: the last words of the first ("supervised
and unsupervised learning") or the first of the second ("continuous integration and deployment").
Where one of the two was found, the other is its neighbour with the shared words put back; it counts
only if the taxonomy knows a skill of just that name.

The reverse is two names that were found as one: "ETL/ELT" names two, unless the pair is itself a
name ("CI/CD", "UX/UI").
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from skillweave.loaders.text.page import Mention
from skillweave.ontology.concepts import Concept, Taxonomy

_BEFORE: Final = re.compile(r"(?P<word>[A-Za-z][\w-]+)\s*(?:,|/|&|\band\b|\bor\b|\band/or\b)\s*$")
_AFTER: Final = re.compile(r"\s*(?:/|&|\band/or\b|\band\b|\bor\b)\s*(?P<word>[A-Za-z][\w-]+)")
_WINDOW: Final = 40
_PAIRS: Final = frozenset(
    "ai/ml ml/ai ci/cd tcp/ip ux/ui ui/ux pl/sql a/b pub/sub map/reduce i/o r&d client/server".split()
)
"""Two abbreviations that are one idea."""


def complete(text: str, mentions: Sequence[Mention], taxonomy: Taxonomy) -> list[Mention]:
    """Add the names that share words with a neighbour.

    Args:
        text: the page's text.
        mentions: the names found, in order, without overlaps.
        taxonomy: knows which names there are.

    Returns:
        All names in order. What is added quotes only its own word.
    """
    mentions = [part for mention in mentions for part in _parts(mention, taxonomy)]
    completed: dict[tuple[int, int], Mention] = {}
    for mention in mentions:
        words = mention.text.split()
        if len(words) < 2:
            continue
        before = _BEFORE.search(text, max(0, mention.start - _WINDOW), mention.start)
        if before is not None:
            _complete(completed, [before["word"], *words[1:]], before.span("word"), text, taxonomy)
        after = _AFTER.match(text, mention.end, mention.end + _WINDOW)
        if after is not None:
            _complete(completed, [*words[:-1], after["word"]], after.span("word"), text, taxonomy)
    if not completed:
        return list(mentions)
    # a name that covers just the word ("deployment") gives way; a longer one keeps its place
    kept = [mention for mention in mentions if (mention.start, mention.end) not in completed]
    starts = [mention.start for mention in kept]
    for mention in completed.values():
        at = bisect_left(starts, mention.end)
        if not at or kept[at - 1].end <= mention.start:
            kept.insert(at, mention)
            starts.insert(at, mention.start)
    return kept


def _parts(mention: Mention, taxonomy: Taxonomy) -> Iterator[Mention]:
    """A mention, or the two names that a slash joins in it."""
    first, slash, second = mention.text.partition("/")
    if slash and first and second and mention.text.lower() not in _PAIRS:
        one, other = _only(taxonomy, first.strip()), _only(taxonomy, second.strip())
        if one is not None and other is not None and one != other:
            yield _named(one, first.rstrip(), mention.start)
            yield _named(other, second.lstrip(), mention.end - len(second.lstrip()))
            return
    yield mention


def _named(concept: Concept, name: str, start: int) -> Mention:
    end = start + len(name)
    return Mention(start, end, name, concept.id, concept.label, concept.kind, 0.8, True)


def _only(taxonomy: Taxonomy, name: str) -> Concept | None:
    concepts = taxonomy.resolve(name, kind="skill")
    return concepts[0] if len(concepts) == 1 else None


def _complete(
    completed: dict[tuple[int, int], Mention],
    words: Sequence[str],
    span: tuple[int, int],
    text: str,
    taxonomy: Taxonomy,
) -> None:
    concepts = taxonomy.resolve(" ".join(words), kind="skill")
    if len(concepts) == 1:
        concept = concepts[0]
        start, end = span
        completed[span] = Mention(
            start, end, text[start:end], concept.id, concept.label, concept.kind, 0.8, True
        )
