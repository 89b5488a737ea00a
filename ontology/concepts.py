"""The concepts that a posting may speak of, and how to find one by name.

A concept is a skill, a role, an occupation of an official classification or a field of study. The
built-in taxonomy is read from ``ontology/data``, which the importers write; nothing is fetched.

Ids. ``skill/python``, ``role/registered-nurse``, ``field/nursing`` are made from the label by
:func:`slug` and from nothing else, ``occupation/soc-29-1141.00`` and ``occupation/isco-2221`` from
the code. So an id never depends on the order or the version of a source. A concept whose label
changes keeps its id (``importers/tables/ids.yaml`` pins it), and a dropped id is never used again:
it is listed with its successor in ``importers/tables/retired.yaml`` and :meth:`Taxonomy.concept`
follows it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import orjson

from skillweave.ontology.errors import UnknownName
from skillweave.ontology.vocabulary import SkillKind

ConceptKind = SkillKind | Literal["role", "occupation", "field"]
"""What a concept is; the five kinds of skill have ids that begin with ``skill/``."""

MatchType = Literal["exact", "close", "broad", "narrow"]
"""How an external concept relates to ours, as in SKOS: ``broad`` means that theirs is broader."""

NameRule = Literal["any", "cased", "ambiguous"]
"""When a name in a text counts.

``any``: in any case. ``cased``: as written, or in capitals. ``ambiguous``: it has another, common
meaning (Go, Excel, Chef) and counts only with evidence from its surroundings.
"""

DATA: Final = Path(__file__).parent / "data"
"""The shipped taxonomy: one JSON array a line, see :data:`COLUMNS`."""

COLUMNS: Final = (
    "id",
    "label",
    "kind",
    "aliases",
    "broader",
    "related",
    "external",
    "codes",
    "rules",
)
"""The columns of a line in the data files.

``external`` holds [match type, compact IRI, label]; the prefix of the IRI is a scheme's key.
``rules`` has one letter for the label and each alias: ``a`` any, ``c`` cased, ``x`` ambiguous,
``-`` never looked for in texts.
"""

FILES: Final = {"skill": "skills", "role": "roles", "occupation": "occupations", "field": "fields"}
"""Where the concepts of an id's first segment are kept."""

_RULE_OF_LETTER: Final[dict[str, NameRule]] = {"a": "any", "c": "cased", "x": "ambiguous"}


class ExternalMatch(NamedTuple):
    """A concept of another scheme, and how it relates to ours."""

    match: MatchType
    iri: str
    label: str
    scheme: str


class Concept(NamedTuple):
    """A skill, role, occupation or field of study.

    ``broader`` and ``related`` are ids of the same sort; ``codes`` are the occupations of a role
    (``occupation/...`` ids) or the CIP and ISCED-F codes of a field (``cip:11.0701``,
    ``isced-f:0613``). ``ambiguous`` says that the label itself has another, common meaning.
    """

    id: str
    label: str
    kind: ConceptKind
    aliases: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    external: tuple[ExternalMatch, ...] = ()
    codes: tuple[str, ...] = ()
    ambiguous: bool = False


class Name(NamedTuple):
    """A spelling to look for in texts, the concept that it means, and when it counts."""

    name: str
    concept: str
    rule: NameRule


class Scheme(NamedTuple):
    """A vocabulary that concepts come from or are tied to; ``base`` begins its IRIs."""

    key: str
    name: str
    version: str
    licence: str
    source: str
    base: str


_APOSTROPHES: Final = str.maketrans("", "", "'’‘`")
_BREAKS: Final = re.compile(r"[\s\-‐‑–—_/,;:()\[\]]+")
_DOT_INSIDE_WORD: Final = re.compile(r"(?<=\w\w)\.(?=\w\w)")


def fold(name: str) -> str:
    """Bring spellings of one name together; two names with equal folds are the same name.

    Case, accents, hyphens, slashes, brackets, apostrophes, ``&`` and ``and``, trailing dots, a
    dot inside a word (Node.js, Nodejs) and the plural of the last word make no difference. The
    signs in C++, C# and .NET stay.

    >>> fold("Data-Visualisations") == fold("data visualisation")
    True
    >>> fold("R&D"), fold("C++"), fold(".NET"), fold("Node.js")
    ('r and d', 'c++', '.net', 'nodejs')
    """
    text = name
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    text = text.translate(_APOSTROPHES).replace("&", " and ")
    words = _BREAKS.sub(" ", text).strip().rstrip(".").split()
    if not words:
        return ""
    if len(words[-1]) > 4 or not words[-1].isupper():  # the S of HDFS and ADLS is no plural
        words[-1] = _singular(words[-1].casefold())
    return _DOT_INSIDE_WORD.sub("", " ".join(words).casefold())


_NO_PLURALS: Final = frozenset({"canvas", "hcpcs"})
"""Names that would fall together with another (Canva, HCPC) without their last letter."""


def _singular(word: str) -> str:
    if (
        len(word) < 4
        or word in _NO_PLURALS
        or not word.endswith("s")
        or word.endswith(("ss", "us", "is", "js", "ics"))
    ):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


_SIGNS_IN_SLUGS: Final = {"+": "-plus", "#": "-sharp", "&": "-and-", "*": "-star", "@": "-at-"}
_LEADING_DOT: Final = re.compile(r"(?<!\w)\.(?=\w)")
_NO_SLUG_CHARACTER: Final = re.compile(r"[^a-z0-9]+")


def slug(label: str) -> str:
    """Make the last part of an id from a label.

    >>> [slug(label) for label in ("C++", "C#", ".NET", "Node.js", "R&D", "Registered Nurse")]
    ['c-plus-plus', 'c-sharp', 'dot-net', 'node-js', 'r-and-d', 'registered-nurse']
    """
    text = unicodedata.normalize("NFKD", label).casefold().translate(_APOSTROPHES)
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = _LEADING_DOT.sub("dot-", text)
    for sign, words in _SIGNS_IN_SLUGS.items():
        text = text.replace(sign, words)
    return _NO_SLUG_CHARACTER.sub("-", text).strip("-")


class Taxonomy:
    """All concepts, by id, by kind and by name.

    Args:
        rows: for each of "skill", "role", "occupation" and "field" its concepts as lists in the
            order of :data:`COLUMNS`.
        version: changes with every change of the concepts.
        schemes: the vocabularies behind the concepts.
        retired: dropped ids, each with its successor ("" for none).

    Concepts are built when asked for and kept; opening costs little more than reading the files.
    """

    def __init__(
        self,
        rows: dict[str, list[list[Any]]],
        *,
        version: str = "",
        schemes: Iterable[Scheme] = (),
        retired: dict[str, str] | None = None,
    ) -> None:
        self.version = version
        self.schemes = tuple(schemes)
        self._rows = rows
        self._row_of = {row[0]: row for part in rows.values() for row in part}
        self._retired = retired or {}
        self._bases = {scheme.key: scheme for scheme in self.schemes}
        self._built: dict[str, Concept] = {}
        self._indexes: dict[str, dict[str, list[str]]] = {}

    @staticmethod
    @cache
    def builtin() -> "Taxonomy":
        """The taxonomy that ships with Skillweave; read once a process."""
        about = orjson.loads((DATA / "taxonomy.json").read_bytes())
        rows = {part: _read_rows(DATA / f"{file}.jsonl") for part, file in FILES.items()}
        return Taxonomy(
            rows,
            version=about["version"],
            schemes=(Scheme(**scheme) for scheme in about["schemes"]),
            retired=about["retired"],
        )

    def __len__(self) -> int:
        return len(self._row_of)

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self._row_of

    def concept(self, concept_id: str) -> Concept:
        """The concept of that id, or the successor of a retired id.

        Raises:
            UnknownName: there is none.
        """
        concept_id = self._retired.get(concept_id) or concept_id
        found = self._built.get(concept_id)
        if found is None:
            row = self._row_of.get(concept_id)
            if row is None:
                raise UnknownName(concept_id, near=tuple(self.near(concept_id.split("/")[-1])))
            found = self._built[concept_id] = self._build(row)
        return found

    def concepts(self, *kinds: ConceptKind) -> Iterator[Concept]:
        """All concepts of these kinds (of every kind if none is given), in the order of ids."""
        for rows in self._rows.values():
            for row in rows:
                if not kinds or row[2] in kinds:
                    yield self.concept(row[0])

    def __iter__(self) -> Iterator[Concept]:
        return self.concepts()

    def names(self, part: Literal["skill", "role", "field"] = "skill") -> list[Name]:
        """Every spelling to look for in texts, with its concept and the rule when it counts.

        Args:
            part: which concepts: skills of all kinds, roles, or fields of study.

        A spelling occurs once. Plurals, other hyphens and other cases are not spelled out: the
        matcher folds.
        """
        rule_of = _RULE_OF_LETTER
        return [
            Name(name, row[0], rule_of[letter])
            for row in self._rows[part]
            for name, letter in zip((row[1], *row[3]), row[8], strict=True)
            if letter != "-"
        ]

    def resolve(
        self, name: str, kind: ConceptKind | Literal["skill"] | None = None
    ) -> list[Concept]:
        """The concepts with that label or alias, spelling folded; those with the label first.

        Args:
            name: as somebody wrote it; an id is taken too.
            kind: only this kind; "skill" stands for the five kinds of skill.

        Returns:
            An empty list if nothing has that name; several concepts if it is ambiguous.
        """
        if name in self._row_of or name in self._retired:
            found = [self.concept(name)]
        else:
            key = fold(name)
            found = [
                self.concept(concept_id)
                for part in self._parts(kind)
                for concept_id in self._index(part).get(key, ())
            ]
        if kind is None or kind == "skill":
            return found if kind is None else [c for c in found if c.id.startswith("skill/")]
        return [concept for concept in found if concept.kind == kind]

    def folded_names(
        self, part: Literal["skill", "role", "field"] = "skill"
    ) -> Mapping[str, Sequence[str]]:
        """Every label and alias as :func:`fold` gives it, with the ids that it may mean."""
        return self._index(part)

    def near(
        self,
        name: str,
        limit: int = 5,
        kind: ConceptKind | Literal["skill"] | None = None,
    ) -> list[str]:
        """Labels and aliases spelled nearly like ``name``, the nearest first.

        Args:
            name: as somebody wrote it.
            limit: how many at most.
            kind: only names of this kind.

        Cost: compares with every name, some 10 ms.
        """
        from rapidfuzz import fuzz, process  # at first use: most runs never misspell a name

        key = fold(name)
        spelling: dict[str, str] = {}
        for part in self._parts(kind):
            for row in self._rows[part]:
                if part != "skill" or kind in (None, "skill", row[2]):
                    for written in (row[1], *row[3]):
                        spelling.setdefault(fold(written), written)
        found = process.extract(
            key, list(spelling), scorer=fuzz.ratio, limit=limit, score_cutoff=60
        )
        return [spelling[match] for match, _, _ in found]

    def _parts(self, kind: str | None) -> tuple[str, ...]:
        if kind is None:
            return tuple(self._rows)
        return (kind,) if kind in self._rows else ("skill",)

    def _index(self, part: str) -> dict[str, list[str]]:
        index = self._indexes.get(part)
        if index is None:
            index = self._indexes[part] = {}
            rows = self._rows[part]
            for row in rows:
                index.setdefault(fold(row[1]), []).append(row[0])
            for row in rows:
                for alias in row[3]:
                    ids = index.setdefault(fold(alias), [])
                    if row[0] not in ids:
                        ids.append(row[0])
        return index

    def _build(self, row: list[Any]) -> Concept:
        concept_id, label, kind, aliases, broader, related, external, codes, rules = row
        return Concept(
            concept_id,
            label,
            kind,
            tuple(aliases),
            tuple(broader),
            tuple(related),
            tuple(self._match(*match) for match in external),
            tuple(codes),
            rules[:1] == "x",
        )

    def _match(self, match: MatchType, compact: str, label: str) -> ExternalMatch:
        key, _, rest = compact.partition(":")
        scheme = self._bases[key]
        return ExternalMatch(match, scheme.base + rest, label, scheme.name)


def _read_rows(path: Path) -> list[list[Any]]:
    # One array a line keeps differences readable; joined, they are one JSON text to parse.
    lines = path.read_bytes().splitlines()
    rows: list[list[Any]] = orjson.loads(b"[" + b",".join(lines) + b"]")
    return rows
