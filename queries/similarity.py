"""What is like what: roles, postings and skills by what asks for them or what they ask for.

How roles and postings are weighed and compared is told in :mod:`skillweave.queries.weights`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from skillweave.graph.arrays.numbering import Order
from skillweave.ontology.tables import arrow_schema
from skillweave.queries import citing
from skillweave.queries.answer import Answer, Row
from skillweave.queries.support import few_postings
from skillweave.queries.view import Fact, View
from skillweave.queries.weights import Floats, candidates

SHOWN: Final = 5
"""How many shared or distinguishing skills a row names."""


@dataclass(frozen=True)
class SimilarRole(Row):
    """A role whose postings ask for much the same.

    Attributes:
        role: its id.
        label: its name.
        score: how alike they are, 0 to 1.
        postings: how many postings are for it.
        shared: skills that make them alike, the most telling first, without those that set them
            apart as well, unless there are no others; where they share no skill, the headings in
            the taxonomy that skills of both lie under.
        adds: skills that its postings name more than twice as often as those of the role in
            question, the most telling first.
        drops: skills that those of the role in question name more than twice as often.
        because: for the first shared skill, a sentence of a posting for each of both roles.
    """

    role: str
    label: str
    score: float
    postings: int
    shared: tuple[str, ...]
    adds: tuple[str, ...]
    drops: tuple[str, ...]


def similar_roles(
    view: View, role: str, *, least_postings: int | None = None, limit: int = 10
) -> Answer[SimilarRole]:
    """List the roles that ask for the most similar skills.

    Roles that are equally alike come in the order of how many postings are for them, then of their
    ids.

    Args:
        view: the graph.
        role: id, label or alias of the role.
        least_postings: leave out roles with fewer postings, because few postings say little; by
            default one in a thousand of all postings, at least 1 and at most 5, and what a single
            employer calls a role is left out too.
        limit: how many roles at most.

    Raises:
        UnknownName: no role has that name.
        AmbiguousName: several have.

    Note:
        Method: extended Jaccard coefficient of shares weighted by information, see
        :mod:`skillweave.queries.weights`. Cost: the entries of the role's skills, about a
        millisecond among 2,000 roles.
    """
    arrays, number = view.arrays, view.role(role)
    others, scores = view.weights.roles.alike(number)
    support = arrays.postings_of_role[others]
    if least_postings is None:
        kept = view.weights.established_roles[others]
    else:
        kept = support >= least_postings
    kept &= (others != number) & (scores > 0)
    others, scores, support = others[kept], scores[kept], support[kept]
    best = np.lexsort((others, -support, -scores))[:limit]
    comparison = _Comparison(view, number)
    differences = [comparison.with_role(int(other)) for other in others[best]]
    reasons = view.reasons(
        [
            _in_both_roles(view, number, int(other), found.shared)
            for other, found in zip(others[best], differences, strict=True)
        ]
    )
    rows = [
        SimilarRole(
            arrays.id("roles", int(others[place])),
            arrays.label("roles", int(others[place])),
            float(scores[place]),
            int(support[place]),
            *(
                tuple(arrays.label("skills", int(skill)) for skill in skills)
                for skills in ([*found.shared, *found.headings], found.adds, found.drops)
            ),
            because=reason,
        )
        for place, found, reason in zip(best, differences, reasons, strict=True)
    ]
    label = arrays.label("roles", number)
    note = few_postings(arrays, number)
    return Answer(f"Which roles are most like {label}?", rows, SimilarRole, note=note)


@dataclass(frozen=True)
class _Differences:
    # Numbers of skills, the most telling first; headings only where no skill is shared.
    shared: Order
    headings: Order
    adds: Order
    drops: Order


class _Comparison:
    # A role against others, skill by skill.

    def __init__(self, view: View, role: int) -> None:
        self._view = view
        self._role = role
        self._shares = view.weights.shares_of_roles
        self._postings = view.arrays.postings_of_role
        self._telling = view.weights.scale[: self._shares.shape[1]] ** 2
        self._skills, self._kept, shares = self._named(role)
        self._mine = np.zeros(self._shares.shape[1])
        self._mine[self._skills] = shares

    def _named(self, role: int) -> tuple[Any, Floats, Floats]:
        # Skills, the shares that set a role apart, and shares. What one of several postings names
        # is chance: it sets nothing apart.
        begin, end = self._shares.indptr[role : role + 2]
        skills, shares = self._shares.indices[begin:end], self._shares.data[begin:end]
        postings = int(self._postings[role])
        chance = 1 / postings if postings > 2 else 0.0
        return skills, shares - chance, shares

    def with_role(self, role: int) -> _Differences:
        skills, added, shares = self._named(role)
        theirs = np.zeros_like(self._mine)
        theirs[skills] = shares
        mine, own = self._mine[skills], self._skills
        more, less = added - 2 * mine, self._kept - 2 * theirs[own]
        alike = np.sqrt(shares * mine) * self._telling[skills]
        apart = (more > 0) | np.isin(skills, own[less > 0])
        shared = _highest(skills, np.where(apart, 0.0, alike))
        shared = shared if len(shared) else _highest(skills, alike)
        return _Differences(
            shared,
            shared[:0] if len(shared) else self._headings(role),
            _highest(skills, more * self._telling[skills]),
            _highest(own, less * self._telling[own]),
        )

    def _headings(self, role: int) -> Order:
        return self._view.weights.shared_headings(self._role, role)[:SHOWN]


def _highest(numbers: Any, values: Floats) -> Order:
    positive = values > 0
    numbers, values = numbers[positive], values[positive]
    best: Order = numbers[np.lexsort((numbers, -values))[:SHOWN]].astype(np.int64)
    return best


def _in_both_roles(view: View, one: int, other: int, shared: Order) -> Iterator[Fact]:
    for skill in shared[:1].tolist():
        yield from citing.for_role(view, one, skill)
        yield from citing.for_role(view, other, skill)


@dataclass(frozen=True)
class SimilarPosting(Row):
    """A posting that asks for much the same.

    Attributes:
        posting: its id.
        title: job title.
        employer: who hires.
        date_posted: ISO 8601, or None.
        score: how alike they are, 0 to 1.
        shared: skills that make them alike, the most telling first.
        because: for the first shared skill, the sentences of both postings.
    """

    posting: str
    title: str | None
    employer: str | None
    date_posted: str | None
    score: float
    shared: tuple[str, ...]


def similar_postings(view: View, posting: str, *, limit: int = 10) -> Answer[SimilarPosting]:
    """List the postings that ask for the most similar skills.

    A posting that repeats another is left out. Those that are equally alike come in the order of
    their dates, the newest first, then of their ids.

    Args:
        view: the graph.
        posting: its id, or the id that its input gave it.
        limit: how many postings at most.

    Raises:
        UnknownName: there is no such posting.

    Note:
        Method: extended Jaccard coefficient of what they name, weighted by information; the role
        is one thing more that they name, see :mod:`skillweave.queries.weights`. Cost: the entries
        of the posting's skills, milliseconds among 100,000 postings.
    """
    arrays, number = view.arrays, view.posting(posting)
    title = view.heading(number).title or arrays.id("postings", number)
    others, scores = view.weights.postings.alike(number)
    scores[~arrays.counted[others] | (others == number)] = 0
    kept = candidates(scores, limit)
    others, scores = others[kept], scores[kept]
    day = arrays.column("postings", "day")[others].astype(np.int64)
    best = np.lexsort((others, -day, -scores))[:limit]
    telling = view.weights.scale
    mine = arrays.skills_of_postings[[number]].indices
    shared = []
    for other in others[best]:
        both = np.intersect1d(mine, arrays.skills_of_postings[[int(other)]].indices)
        shared.append(_highest(both, telling[both]))
    reasons = view.reasons(
        [
            _in_both_postings(view, number, int(other), skills)
            for other, skills in zip(others[best], shared, strict=True)
        ]
    )
    rows = [
        SimilarPosting(
            *view.heading(int(others[place])),
            float(scores[place]),
            tuple(arrays.label("skills", int(skill)) for skill in skills),
            because=reason,
        )
        for place, skills, reason in zip(best, shared, reasons, strict=True)
    ]
    note = "" if len(mine) else f"{title} names no skill."
    return Answer(f"Which postings are most like {title}?", rows, SimilarPosting, note=note)


def _in_both_postings(view: View, one: int, other: int, shared: Order) -> Iterator[Fact]:
    bounds, rows = view.arrays.asks_of_skill
    for skill in shared[:1].tolist():
        naming = rows[bounds[skill] : bounds[skill + 1]]
        posting = view.arrays.column("asks", "posting")[naming]
        for number in (one, other):
            yield from view.facts_of_asks(naming[posting == number])


def similar_to(view: View) -> pa.Table:
    """The edges SIMILAR_TO: each role and the ten that are most like it.

    Returns:
        The table in the schema's shape, by the roles' ids, the most alike first; of the roles
        that :attr:`~skillweave.queries.weights.Weights.established_roles` tells.

    Cost: a product of sparse matrices; under a second for 2,000 roles.
    """
    arrays, nearest = view.arrays, view.weights.nearest_roles.tocoo()
    shares = view.weights.shares_of_roles.astype(bool).astype(np.int32)
    source, target = nearest.row, nearest.col
    shared = np.asarray(shares[source].multiply(shares[target]).sum(axis=1)).ravel()
    order = np.lexsort((target, -nearest.data, source))
    columns = {
        "source": arrays.ids("roles", source[order]),
        "target": arrays.ids("roles", target[order]),
        "score": nearest.data[order],
        "shared": shared[order],
    }
    return pa.table(columns).cast(arrow_schema("SIMILAR_TO"))
