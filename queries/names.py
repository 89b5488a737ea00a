"""Names of things in the graph: what a text may stand for, and what it may not.

Every question starts here: what a user types is turned into a node. All names of a kind are folded
once (see :func:`skillweave.ontology.concepts.fold`) and looked up in a dictionary; only when
somebody searches are they compared one by one.

What a list knows goes before what postings alone say (a *candidate*): "Excel" is another name of
Microsoft Excel, though somebody's "excel" could not be told to be that.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final, Literal, NamedTuple, get_args

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from skillweave.graph.arrays import Arrays
from skillweave.ontology.concepts import fold
from skillweave.ontology.errors import AmbiguousName, UnknownName

Kind = Literal["Role", "Skill", "Employer", "Location", "FieldOfStudy"]
"""Labels of the nodes that have names to be found by."""

Match = Literal["label", "alias", "part", "near"]
"""How a name fits: it is the label, an alias, holds all words asked for, or is spelled alike."""

NEAR: Final = 82.0
"""Least similarity of a near spelling (normalised edit distance, 0 to 100)."""

SLIP: Final = 75.0
"""The same for names with a single letter wrong, left out, too many or in its neighbour's place."""

FAR_MORE: Final = 9
"""How many times as many postings must name one of several namesakes for it to be meant."""

TABLES: Final[dict[Kind, str]] = {
    "Role": "roles",
    "Skill": "skills",
    "Employer": "employers",
    "Location": "places",
    "FieldOfStudy": "fields",
}
"""The arrays that hold the nodes of each label."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

_WORDS: Final[dict[Kind, str]] = {
    "Role": "role",
    "Skill": "skill",
    "Employer": "employer",
    "Location": "place",
    "FieldOfStudy": "field of study",
}
_SUGGESTED: Final = 5


class Named(NamedTuple):
    """A node that a text may name.

    Attributes:
        number: its number in the arrays.
        name: the name that fits.
        match: how it fits.
        score: likeness of a near spelling, 0 to 100.
    """

    number: int
    name: str
    match: Match
    score: float = 100.0


class Names:
    """All names of the nodes of one label.

    Args:
        arrays: the graph.
        kind: the label.
        weight: how many postings name each node; decides between equals.
        full: the name that tells a node from its namesakes; its label by default.
    """

    def __init__(
        self,
        arrays: Arrays,
        kind: Kind,
        weight: Callable[[int], int],
        full: Callable[[int], str] | None = None,
    ) -> None:
        self._table = arrays.tables[TABLES[kind]]
        self._arrays = arrays
        self._kind = kind
        self.weight = weight
        self.full = full or self._label

    def _label(self, number: int) -> str:
        return self._arrays.label(TABLES[self._kind], number)

    @cached_property
    def _statuses(self) -> list[str]:
        return self._table["status"].to_pylist() if "status" in self._table.column_names else []

    def listed(self, number: int) -> bool:
        """Whether a list knows it, and not postings alone."""
        return not self._statuses or self._statuses[number] != "candidate"

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[int, int, str]]]:
        # Folded name -> (number, place among the names of its node, name); the label is first.
        found: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for number, names in enumerate(self._all_names()):
            for place, name in enumerate(names):
                found[fold(name)].append((number, place, name))
        found.pop("", None)
        return dict(found)

    def _all_names(self) -> Iterator[tuple[str, ...]]:
        columns = self._table.column_names
        labels = self._table["label" if "label" in columns else "name"].to_pylist()
        if "aliases" not in columns:
            return ((label,) for label in labels)
        aliases = self._table["aliases"].to_pylist()
        return ((label, *(more or ())) for label, more in zip(labels, aliases, strict=True))

    def knows(self, text: str) -> bool:
        """Whether a node has exactly that id, label or alias, in any case and spelling."""
        return ("/" in text and self._of_id(text) >= 0) or fold(text) in self._by_name

    def resolve(self, text: str) -> int:
        """The number of the one node that has a name.

        What a list knows goes before a candidate, and a label before an alias. Of several nodes
        with the name, the one that postings name far more often than all others is meant.

        Args:
            text: an id, a label or an alias, in any case and spelling.

        Raises:
            UnknownName: no node has it; near spellings are listed.
            AmbiguousName: several have it.
        """
        if "/" in text and (number := self._of_id(text)) >= 0:
            return number
        numbers = self.meant(text)
        if not numbers:
            raise UnknownName(text, kind=_WORDS[self._kind], near=self.near(text))
        if len(numbers) > 1:
            by_weight = sorted(numbers, key=lambda number: -self.weight(number))
            first, second = by_weight[:2]
            if self.weight(first) <= FAR_MORE * max(self.weight(second), 1):
                raise self.ambiguous(text, by_weight[:_SUGGESTED])
            return first
        return numbers[0]

    def meant(self, text: str) -> list[int]:
        """Nodes that have a name and go before all others that have it, by number."""
        entries = self._by_name.get(fold(text), [])
        ranks = [(not self.listed(number), place > 0) for number, place, _ in entries]
        best = min(ranks, default=None)
        return sorted(
            {number for (number, _, _), rank in zip(entries, ranks, strict=True) if rank == best}
        )

    def ambiguous(self, text: str, numbers: list[int]) -> AmbiguousName:
        """What to raise where a name fits several nodes."""
        return AmbiguousName(
            text,
            between=tuple(self._arrays.ids(TABLES[self._kind], numbers)),
            told=tuple(self.told(number) for number in numbers),
        )

    def told(self, number: int) -> str:
        """A node as one who has to choose needs to see it: full name and number of postings."""
        postings = self.weight(number)
        return f"{self.full(number)}, {postings:,} posting{'' if postings == 1 else 's'}"

    def _of_id(self, text: str) -> int:
        return int(self._arrays.numbers(TABLES[self._kind], [text])[0])

    def near(self, text: str) -> tuple[str, ...]:
        """Labels of the nodes that a text may have been meant for, the most frequent first.

        Where no name is spelled alike, these are nodes of the same sort: those with a name that
        ends in the same word, as drivers are for "truck driver".
        """
        named = [found.number for found in self.search(text) if self.weight(found.number)]
        named = named or [number for number in self._of_the_sort(text) if self.weight(number)]
        labels = (self._label(number) for number in sorted(named, key=lambda n: -self.weight(n)))
        return tuple(dict.fromkeys(labels))[:_SUGGESTED]

    def _of_the_sort(self, text: str) -> list[int]:
        word = fold(text).split()[-1:]
        return [
            number
            for folded, entries in self._by_name.items()
            if word and folded.split()[-1:] == word
            for number, _, _ in entries
        ]

    def search(self, text: str) -> list[Named]:
        """Nodes with a name like a text, each by the name that fits best, in no order.

        Args:
            text: a name or a part of one, in any case and spelling.

        Note:
            All names are compared: a tenth of a second for 100,000.
        """
        if "/" in text and (number := self._of_id(text)) >= 0:
            return [Named(number, text, "label")]
        wanted = fold(text)
        words = wanted.split()
        if not words:
            return []
        best: dict[int, Named] = {}
        rank = {match: place for place, match in enumerate(get_args(Match))}
        alike = []
        for folded, entries in self._by_name.items():
            match: Match
            if folded == wanted:
                match = "label"
            elif all(word in folded for word in words) and _holds(folded, words):
                match = "part"
            else:
                if abs(len(folded) - len(wanted)) <= 3:
                    alike.append(folded)
                continue
            for number, place, name in entries:
                here: Match = "alias" if match == "label" and place else match
                if number not in best or rank[here] < rank[best[number].match]:
                    best[number] = Named(number, name, here)
        near = process.extract(wanted, alike, scorer=fuzz.ratio, score_cutoff=SLIP, limit=50)
        for folded, score, _ in near:
            if score < NEAR and OSA.distance(wanted, folded, score_cutoff=1) > 1:
                continue
            for number, _, name in self._by_name[folded]:
                best.setdefault(number, Named(number, name, "near", score))
        return list(best.values())


def _holds(name: str, words: list[str]) -> bool:
    """Whether a name has all words; of the last one its beginning is enough."""
    parts = name.split()
    *whole, last = words
    return all(word in parts for word in whole) and any(part.startswith(last) for part in parts)
