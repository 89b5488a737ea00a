"""Find a skill, role, employer or place by its label, an alias, a part of it, or a near spelling.

Every other question starts here: what a user types is turned into an id by :func:`resolve`.
"""

from collections.abc import Collection
from typing import Final, Literal, NamedTuple, get_args

from rapidfuzz import fuzz, process

from skillweave.graph.store import Store
from skillweave.ontology.concepts import fold
from skillweave.ontology.errors import AmbiguousName, UnknownName
from skillweave.queries.answer import Answer
from skillweave.queries.select import select

Findable = Literal["Role", "Skill", "Employer", "Location"]
"""Labels of the nodes that have names to be found by."""

Match = Literal["label", "alias", "part", "near"]
"""How a name fits: it is the label, an alias, holds all words asked for, or is spelled alike."""

FINDABLE: Final[tuple[Findable, ...]] = get_args(Findable)

NEAR: Final = 82.0
"""Least similarity of a near spelling (normalised edit distance, 0 to 100)."""

_RANK: Final[dict[Match, int]] = {"label": 0, "alias": 1, "part": 2, "near": 3}

_NAMES: Final = """
SELECT 'Role' AS kind, id, label, aliases FROM "Role"
UNION ALL SELECT 'Skill', id, label, aliases FROM "Skill"
UNION ALL SELECT 'Employer', id, name, [] FROM "Employer"
UNION ALL SELECT 'Location', id, name, [] FROM "Location"
"""

_COUNTS: Final = """
WITH RECURSIVE wanted AS (SELECT unnest($ids) AS id),
inside AS (
    SELECT id AS whole, id AS place FROM wanted
    UNION SELECT inside.whole, within.source
    FROM inside JOIN "WITHIN" AS within ON within.target = inside.place
),
demand AS (
    SELECT source AS posting, target AS id FROM "HAS_REQUIREMENT"
    UNION SELECT demand.posting, part.target
    FROM demand JOIN "HAS_PART" AS part ON part.source = demand.id
),
named AS (
    SELECT target AS id, source AS posting FROM "FOR_ROLE"
    UNION SELECT target, source FROM "HIRED_BY"
    UNION SELECT skill.target, demand.posting
    FROM demand JOIN "OPTION" AS skill ON skill.source = demand.id
    UNION SELECT inside.whole, located.source
    FROM inside JOIN "LOCATED_IN" AS located ON located.target = inside.place
)
SELECT id, count(DISTINCT posting) AS postings
FROM named SEMI JOIN wanted USING (id)
WHERE posting NOT IN (SELECT source FROM "DUPLICATE_OF")
GROUP BY id
"""


_POSTINGS_LIKE: Final = """
SELECT id FROM "Posting"
WHERE contains(lower(concat_ws(' ', id, source_id, title)), lower($text))
ORDER BY id LIMIT $limit
"""


class Found(NamedTuple):
    """Something that the text may name.

    Attributes:
        kind: label of its node.
        id: what to give to other questions.
        label: its usual name.
        match: how its name fits the text.
        name: the name that fits.
        postings: how many postings name it; a re-post counts once, a place counts all within it.
    """

    kind: Findable
    id: str
    label: str
    match: Match
    name: str
    postings: int


class _Candidate(NamedTuple):
    score: float
    match: Match
    name: str
    kind: Findable
    id: str
    label: str


def find(
    store: Store,
    text: str,
    *,
    kinds: Collection[Findable] = FINDABLE,
    limit: int = 20,
) -> Answer[Found]:
    """Find what a text may name, the best fit first.

    Exact labels come before aliases, these before names that hold all words of the text, and these
    before near spellings; among equals, what more postings name comes first.

    Args:
        store: the graph.
        text: a name or a part of one, in any case and spelling.
        kinds: which labels of nodes to look among.
        limit: how many rows at most.

    Note:
        All names are read and compared: a tenth of a second for 100,000 names.
    """
    candidates = _candidates(store, text, kinds)
    # A common word is a part of thousands of names: those beyond a fair number are not counted.
    candidates = sorted(candidates, key=_closeness)[: max(200, 2 * limit)]
    counts = _postings_of(store, [candidate.id for candidate in candidates])
    found = [
        Found(c.kind, c.id, c.label, c.match, c.name, counts.get(c.id, 0))
        for c in sorted(candidates, key=lambda c: _order(c, counts.get(c.id, 0)))
    ]
    return Answer(f"What is named like “{text}”?", found[:limit], Found)


def resolve(store: Store, text: str, kind: Findable) -> str:
    """Turn a name into the id of the one thing of that kind that has it.

    Args:
        store: the graph.
        text: an id, a label or an alias.
        kind: label of the node.

    Raises:
        UnknownName: nothing of the kind has the name; near spellings are listed.
        AmbiguousName: several things have it as an alias.
    """
    found = find(store, text, kinds=(kind,), limit=8)
    named = [row for row in found if row.match == "label"]
    named = named or [row for row in found if row.match == "alias"]
    if len(named) == 1:
        return named[0].id
    if named:
        raise AmbiguousName(text, between=tuple(row.id for row in named))
    raise UnknownName(text, near=tuple(row.label for row in found if row.postings)[:5])


def near_postings(store: Store, text: str, *, limit: int = 5) -> tuple[str, ...]:
    """List ids of postings whose id, source id or title holds a text.

    Args:
        store: the graph.
        text: a part of one of them, in any case.
        limit: how many at most.
    """
    rows = select(store, _POSTINGS_LIKE, {"text": text, "limit": limit})
    return tuple(row["id"] for row in rows)


def _candidates(store: Store, text: str, kinds: Collection[Findable]) -> list[_Candidate]:
    wanted = fold(text)
    if not wanted:
        return []
    words = wanted.split()
    best: dict[str, _Candidate] = {}
    unmatched: dict[str, list[_Candidate]] = {}
    for row in select(store, _NAMES):
        kind, id, label, aliases = row["kind"], row["id"], row["label"], row["aliases"]
        if kind not in kinds:
            continue
        if id == text:
            return [_Candidate(100.0, "label", id, kind, id, label)]
        for position, name in enumerate((label, *(aliases or ()))):
            folded = fold(name)
            match: Match
            if folded == wanted:
                match = "alias" if position else "label"
            elif all(word in folded for word in words) and _holds(folded, words):
                match = "part"
            else:
                if abs(len(folded) - len(wanted)) <= 3:
                    near = _Candidate(0.0, "near", name, kind, id, label)
                    unmatched.setdefault(folded, []).append(near)
                continue
            candidate = _Candidate(100.0, match, name, kind, id, label)
            if id not in best or _RANK[match] < _RANK[best[id].match]:
                best[id] = candidate
    alike = process.extract(wanted, list(unmatched), scorer=fuzz.ratio, score_cutoff=NEAR, limit=50)
    for folded, score, _ in alike:
        for candidate in unmatched[folded]:
            best.setdefault(candidate.id, candidate._replace(score=score))
    return list(best.values())


def _holds(name: str, words: list[str]) -> bool:
    """Whether a name has all words; of the last one its beginning is enough."""
    parts = name.split()
    *whole, last = words
    return all(word in parts for word in whole) and any(part.startswith(last) for part in parts)


def _closeness(candidate: _Candidate) -> tuple[int, float, int]:
    return _RANK[candidate.match], -candidate.score, len(candidate.name)


def _order(candidate: _Candidate, postings: int) -> tuple[int, float, int, int, str]:
    near = -candidate.score if candidate.match == "near" else 0.0
    return _RANK[candidate.match], near, -postings, len(candidate.name), candidate.id


def _postings_of(store: Store, ids: list[str]) -> dict[str, int]:
    if not ids:
        return {}
    return {row["id"]: row["postings"] for row in select(store, _COUNTS, {"ids": ids})}
