"""Concepts while they are being put together from several sources."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from skillweave.ontology.concepts import fold, slug
from skillweave.ontology.importers.tables import TABLES, read_table

_PINNED: dict[str, str] = read_table(TABLES / "ids.yaml")


@dataclass
class Draft:
    """A concept in the making; ``names`` maps each spelling to its rule letter, label first."""

    label: str
    kind: str
    names: dict[str, str] = field(default_factory=dict)
    broader: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    external: dict[str, tuple[str, str]] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Made from the label alone, or pinned in ids.yaml: the same in every build."""
        part = self.kind if self.kind in {"role", "field"} else "skill"
        made = f"{part}/{slug(self.label)}"
        return _PINNED.get(made, made)

    def add_external(self, iri: str, match: str, label: str) -> None:
        """Tie to a concept of another scheme; the closest match stands."""
        strength = ("broad", "narrow", "close", "exact")
        known = self.external.get(iri)
        if known is None or strength.index(match) > strength.index(known[0]):
            self.external[iri] = (match, label)

    def row(self, ids: dict[str, str]) -> list[Any]:
        """The line of the data file; ``ids`` maps folded labels to ids."""
        aliases = [name for name in self.names if name != self.label]
        return [
            self.id,
            self.label,
            self.kind,
            aliases,
            sorted({ids[fold(label)] for label in self.broader} - {self.id}),
            sorted({ids[fold(label)] for label in self.related} - {self.id}),
            [[match, iri, label] for iri, (match, label) in sorted(self.external.items())],
            sorted(self.codes),
            self.names[self.label] + "".join(self.names[alias] for alias in aliases),
        ]


def _plain(name: str) -> str:
    return name.casefold().replace("-", " ")


class Drafts:
    """Drafts of one sort, found by any folded name. The first to claim a name keeps it.

    ``conflicts`` lists the claims that came too late, as (name, label, label of the owner).
    """

    def __init__(self) -> None:
        self.conflicts: list[tuple[str, str, str]] = []
        self._by_name: dict[str, Draft] = {}
        self._all: dict[str, Draft] = {}

    def __iter__(self) -> Iterator[Draft]:
        return iter(self._all.values())

    def find(self, name: str) -> Draft | None:
        """The draft that has this name."""
        return self._by_name.get(fold(name))

    def get(self, name: str) -> Draft:
        """The draft that has this name.

        Raises:
            KeyError: there is none.
        """
        return self._by_name[fold(name)]

    def add(self, draft: Draft, names: Iterable[tuple[str, str]]) -> Draft:
        """Enter a draft with its names and rule letters, the label first.

        Spellings that differ in case or hyphens alone are one; singular and plural are both kept,
        for a text is searched as it stands. A name that another draft has is refused, unless
        its letter is ``-``: then it leads the look-up to both, and texts to the first alone.
        """
        for name, rule in names:
            key = fold(name)
            owner = self._by_name.setdefault(key, draft) if key else None
            if owner is None or any(_plain(known) == _plain(name) for known in draft.names):
                continue
            if owner is draft or rule == "-":
                draft.names[name] = rule
            else:
                self.conflicts.append((name, draft.label, owner.label))
        self._all[draft.id] = draft
        return draft

    def ids(self) -> dict[str, str]:
        """Folded name to id."""
        return {name: draft.id for name, draft in self._by_name.items()}
