"""Roles as a map: which roles are a step apart, and what a step takes.

1. Each role is joined to the ten that are most like it, in both directions, unless they are not
   close (:data:`CLOSE`): a chief technology officer is a little like a software engineer and a
   little like a data scientist, and no step between the two. Only where no close roles lead to the
   end are steps between roles looked at that are hardly alike (:data:`LEAST_SCORE`). Roles with too
   few postings and those that say no trade are no stations
   (:attr:`~skillweave.queries.weights.Weights.established_roles`); they may be where a path begins
   or ends.
2. A step from A to B costs the *new skills* that it takes: the sum over skills of how much more
   often B's postings name the skill than A's do, max(0, share in B - share in A). It is how many
   skills a posting for B names, on average, beyond those that one for A does. A short advert leaves
   unsaid what others say: where the postings of a role name fewer skills than those of most, their
   shares are scaled up to that.
3. In *months* it costs the experience that B's postings ask for beyond A's, added up over skills.
   What a role asks for is the share in it times the median of the months that its postings state
   for the skill; where fewer than :data:`LEAST_STATED` do, that all postings state; where these are
   too few, that are stated for any skill. Experience in several skills is gained at the same time, so
   the sum measures how much there is to gain and is more than the time it takes.

Both costs obey the triangle inequality: a detour never takes less than the way straight there. What
a path offers is steps that each can be made, because each leads to a role that is alike.
"""

from functools import cached_property
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from skillweave.graph.arrays.numbering import Order
from skillweave.queries.medians import medians
from skillweave.queries.view import View
from skillweave.queries.weights import Floats

Cost = Literal["skills", "months"]
"""What a step is measured in."""

NEIGHBOURS: Final = 10
"""To how many similar roles each is joined; others may join it to them."""

CLOSE: Final = 0.2
"""How alike two roles have to be to be a step apart."""

LEAST_SCORE: Final = 0.1
"""The same where nothing leads through close roles."""

LEAST_STATED: Final = 3
"""How many postings must state months before their median is taken."""

_LEAST_COST: Final = 1e-6
"""Of a step: nothing costs less, so that of two paths that take nothing new the shorter wins."""

_DECIMALS: Final = 9


class NewSkill(NamedTuple):
    """A skill that a step takes.

    Attributes:
        skill: its name.
        share: share of the new role's postings that name it, 0 to 1.
        share_before: share of the old role's postings that do.
        months: months of experience that a posting for the new role asks for beyond one for the
            old role, on average.
    """

    skill: str
    share: float
    share_before: float
    months: float


class RoleGraph:
    """The map of the roles of a graph.

    Args:
        view: the graph.
    """

    def __init__(self, view: View) -> None:
        self._view = view

    @cached_property
    def shares(self) -> csr_array:
        """Roles by skills: the share of the role's postings that name the skill, scaled up."""
        shares = self._view.weights.shares_of_roles
        named = np.asarray(shares.sum(axis=1)).ravel()
        typical = (
            np.median(named[self._view.weights.established_roles])
            if self._view.weights.established_roles.any()
            else 0.0
        )
        scale = np.maximum(typical / np.where(named > 0, named, 1.0), 1.0)
        rows = np.repeat(np.arange(len(named)), np.diff(shares.indptr))
        scaled = np.minimum(shares.data * scale[rows], 1.0)
        return csr_array((scaled, shares.indices, shares.indptr), shape=shares.shape)

    @cached_property
    def months(self) -> csr_array:
        """Roles by skills: months of experience that a posting for the role asks for on average."""
        shares, typical = self.shares, self._typical_months()
        return csr_array((shares.data * typical, shares.indices, shares.indptr), shape=shares.shape)

    def _typical_months(self) -> Floats:
        # For each entry of the shares, months that are typically asked for.
        arrays, shares = self._view.arrays, self.shares
        asks = {name: arrays.column("asks", name) for name in ("posting", "skill", "months")}
        stated = (asks["months"] > 0) & arrays.counted[asks["posting"]]
        posting, skill, months = (column[stated] for column in asks.values())
        general = float(np.median(months)) if len(months) else 0.0
        of_skill = medians(skill, months, least=LEAST_STATED)
        roles: Any = arrays.roles_of_postings[posting].tocoo()
        width = shares.shape[1]
        pairs = roles.col.astype(np.int64) * width + skill[roles.row]
        of_role = medians(pairs, months[roles.row], least=LEAST_STATED)
        rows = np.repeat(np.arange(shares.shape[0]), np.diff(shares.indptr))
        found = np.full(len(shares.data), general)
        for groups, keys in ((of_skill, shares.indices), (of_role, rows * width + shares.indices)):
            place = np.minimum(np.searchsorted(groups.keys, keys), max(len(groups.keys) - 1, 0))
            known = groups.keys[place] == keys if len(groups.keys) else np.zeros(len(keys), bool)
            found[known] = groups.medians[place[known]]
        return found

    def measure(self, cost: Cost) -> csr_array:
        """What steps are measured by: shares or months."""
        return self.shares if cost == "skills" else self.months

    def _steps(self, least: float) -> csr_array:
        # Roles by roles: 1 for each step between stations.
        near = self._view.weights.nearest_roles >= least
        return csr_array(near + near.T)

    @cached_property
    def _maps(self) -> dict[tuple[Cost, float], csr_array]:
        return {}

    def with_costs(self, cost: Cost, *ends: int, least: float = CLOSE) -> csr_array:
        """Roles by roles: what each step costs.

        Args:
            cost: what it is measured in.
            ends: roles that a path may begin or end at, though they are no stations; the first is
                where it begins.
            least: how alike two roles have to be to be a step apart.
        """
        if (cost, least) not in self._maps:
            self._maps[cost, least] = self._priced(cost, self._steps(least))
        found = self._maps[cost, least]
        for place, end in enumerate(ends):
            if not self._view.weights.established_roles[end]:
                joining = self._joining(end, least, leaving=not place)
                found = csr_array(found + self._priced(cost, joining))
        return found

    def _joining(self, role: int, least: float, *, leaving: bool) -> csr_array:
        others, scores = self._view.weights.roles.alike(role)
        kept = self._view.weights.established_roles[others] & (scores >= least) & (others != role)
        others, scores = others[kept], scores[kept]
        others = others[np.lexsort((others, -scores))[:NEIGHBOURS]]
        same = np.full(len(others), role)
        ends = (same, others) if leaving else (others, same)
        size = self.shares.shape[0]
        return csr_array((np.ones(len(others)), ends), shape=(size, size))

    def _priced(self, cost: Cost, steps: csr_array) -> csr_array:
        edges: Any = steps.tocoo()
        costs = self.costs(cost, edges.row, edges.col)
        return csr_array((costs, (edges.row, edges.col)), shape=steps.shape)

    def costs(self, cost: Cost, source: Any, target: Any) -> Floats:
        """What the steps between some roles cost."""
        measure = self.measure(cost)
        more = (measure[target] - measure[source]).maximum(0)
        total = np.asarray(more.sum(axis=1), dtype=np.float64).ravel()
        return np.maximum(np.round(total, _DECIMALS), _LEAST_COST)

    def new_skills(self, cost: Cost, source: int, target: int) -> Order:
        """The skills that a step takes, the costliest first, then by number."""
        measure = self.measure(cost)
        begin, end = measure.indptr[target : target + 2]
        skills = measure.indices[begin:end]
        more = measure.data[begin:end] - _entries(measure, source, skills)
        skills, more = skills[more > 0], more[more > 0]
        found: Order = skills[np.lexsort((skills, -more))].astype(np.int64)
        return found

    def described(self, skills: Order, source: int, target: int) -> tuple[NewSkill, ...]:
        """Skills that a step takes, in words and figures."""
        arrays = self._view.arrays
        shares, before = (
            _entries(arrays.skills_of_roles, role, skills) / max(arrays.postings_of_role[role], 1)
            for role in (target, source)
        )
        more = _entries(self.months, target, skills) - _entries(self.months, source, skills)
        columns = (shares.tolist(), before.tolist(), np.maximum(more, 0.0).tolist())
        labels = [arrays.label("skills", skill) for skill in skills.tolist()]
        return tuple(map(NewSkill, labels, *columns))


def _entries(matrix: csr_array, row: int, columns: Any) -> Floats:
    # What a row holds in some columns; a lookup that scipy takes its time for.
    begin, end = matrix.indptr[row : row + 2]
    known, values = matrix.indices[begin:end], matrix.data[begin:end]
    place = np.searchsorted(known, columns)
    there = place < len(known)
    there[there] = known[place[there]] == columns[there]
    found = np.zeros(len(columns))
    found[there] = values[place[there]]
    return found
