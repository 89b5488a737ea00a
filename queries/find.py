"""Find a skill, role, employer or place by its label, an alias, a part of it, or a near spelling."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal, get_args

from skillweave.queries.answer import Answer, Row
from skillweave.queries.names import TABLES, Kind, Match
from skillweave.queries.view import View

Findable = Literal["Role", "Skill", "Employer", "Location"]
"""Labels of the nodes that are looked among."""

FINDABLE: Final[tuple[Findable, ...]] = get_args(Findable)

_RANK: Final = {match: place for place, match in enumerate(get_args(Match))}
_CANDIDATE: Final = _RANK["alias"] + 0.5


@dataclass(frozen=True)
class Found(Row):
    """Something that the text may name.

    Attributes:
        kind: label of its node.
        id: its id; other questions take it as well as its name.
        label: its usual name; of a place with its region or country.
        match: how its name fits the text.
        name: the name that fits.
        postings: how many postings name it; a re-post counts once, a place counts all within it.
    """

    kind: Kind
    id: str
    label: str
    match: Match
    name: str
    postings: int


def find(
    view: View, text: str, *, kinds: Collection[Findable] = FINDABLE, limit: int = 20
) -> Answer[Found]:
    """Find what a text may name, the best fit first.

    Exact labels come before aliases, these before names that hold all words of the text, and these
    before near spellings; among equals, what more postings name comes first. Candidates,
    which no list has, come after the aliases of what one has.

    Args:
        view: the graph.
        text: a name or a part of one, in any case and spelling.
        kinds: which labels of nodes to look among.
        limit: how many rows at most.

    Note:
        All names are compared: a tenth of a second for 100,000 names.
    """
    ranked = []
    for kind in FINDABLE:
        if kind not in kinds:
            continue
        names, table = view.names(kind), TABLES[kind]
        for named in names.search(text):
            postings = names.weight(named.number)
            near = -named.score if named.match == "near" else 0.0
            id = view.arrays.id(table, named.number)
            rank: float = _RANK[named.match]
            if not names.listed(named.number):
                rank = max(rank, _CANDIDATE)
            order = (rank, near, -postings, len(named.name), id)
            label = names.full(named.number)
            ranked.append((order, Found(kind, id, label, named.match, named.name, postings)))
    rows = [found for _, found in sorted(ranked, key=lambda pair: pair[0])[:limit]]
    return Answer(f"What is named like “{text}”?", rows, Found)
