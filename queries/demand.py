"""What postings ask for: skills of a role, roles of a skill, a skill with all kinds of it.

A posting that repeats another (see ``DUPLICATE_OF``) is left out of every count and of the
evidence. Of several demands of a posting for one skill the strongest counts, see
:func:`skillweave.graph.arrays.trees.strongest_demands`.
"""

from dataclasses import dataclass

import numpy as np

from skillweave.graph.arrays.numbering import ranges
from skillweave.ontology.vocabulary import SkillKind
from skillweave.queries.answer import Answer, Row
from skillweave.queries.asked import asked, skills_asked
from skillweave.queries.support import few_postings
from skillweave.queries.view import View


@dataclass(frozen=True)
class RoleSkill(Row):
    """A skill that postings for a role ask for or name.

    Attributes:
        skill: its id.
        label: its name.
        kind: what sort of skill it is.
        postings: how many of the role's postings name it.
        share: share of the role's postings that name it, 0 to 1.
        share_required: share that require it.
        median_months: median of the experience thresholds stated for it, None where there are none.
        because: the sentence of the posting that asks for most of it.
    """

    skill: str
    label: str
    kind: SkillKind | None
    postings: int
    share: float
    share_required: float
    median_months: float | None


def role_skills(view: View, role: str, *, limit: int = 20) -> Answer[RoleSkill]:
    """List the skills that postings for a role name, the most frequent first.

    Args:
        view: the graph.
        role: id, label or alias of the role.
        limit: how many skills at most.

    Raises:
        UnknownName: no role has that name.
        AmbiguousName: several have.
    """
    arrays, number = view.arrays, view.role(role)
    total = len(view.postings_for(number))
    skills = sorted(
        skills_asked(view, number),
        key=lambda one: (-one.postings, -one.required, arrays.label("skills", one.number)),
    )[:limit]
    reasons = view.reasons([view.facts_of_asks([one.example]) for one in skills])
    found = [
        RoleSkill(
            arrays.id("skills", one.number),
            arrays.label("skills", one.number),
            view.skill_kind(one.number),
            one.postings,
            one.postings / total,
            one.required / total,
            one.median_months,
            because=reason,
        )
        for one, reason in zip(skills, reasons, strict=True)
    ]
    label = arrays.label("roles", number)
    note = few_postings(arrays, number)
    return Answer(f"Which skills do postings for {label} ask for?", found, RoleSkill, note=note)


@dataclass(frozen=True)
class SkillRole(Row):
    """A role whose postings name a skill.

    Attributes:
        role: its id.
        label: its name.
        postings: how many of its postings name the skill.
        share: share of its postings that name it, 0 to 1.
        share_required: share that require it.
        median_months: median of the experience thresholds stated for it, None where there are none.
        because: the sentence of the posting that asks for most of it.
    """

    role: str
    label: str
    postings: int
    share: float
    share_required: float
    median_months: float | None


def skill_roles(
    view: View, skill: str, *, least_postings: int = 1, limit: int = 20
) -> Answer[SkillRole]:
    """List the roles whose postings name a skill, those with most such postings first.

    Args:
        view: the graph.
        skill: id, label or alias of the skill.
        least_postings: leave out roles with fewer postings of any kind.
        limit: how many roles at most.

    Raises:
        UnknownName: no skill has that name.
        AmbiguousName: several have.
    """
    arrays, number = view.arrays, view.skill(skill)
    rows = np.flatnonzero(arrays.column("asks", "skill") == number)
    posting = arrays.column("asks", "posting")[rows]
    bounds, role = arrays.roles_of_posting
    first, last = bounds[posting], bounds[posting + 1]
    role, rows = role[ranges(first, last)], np.repeat(rows, last - first)
    kept = arrays.counted[arrays.column("asks", "posting")[rows]]
    kept &= arrays.postings_of_role[role] >= least_postings
    totals = arrays.postings_of_role
    roles = sorted(
        asked(view, rows[kept], role[kept]),
        key=lambda one: (-one.postings, totals[one.number], arrays.label("roles", one.number)),
    )[:limit]
    reasons = view.reasons([view.facts_of_asks([one.example]) for one in roles])
    found = [
        SkillRole(
            arrays.id("roles", one.number),
            arrays.label("roles", one.number),
            one.postings,
            float(one.postings / totals[one.number]),
            float(one.required / totals[one.number]),
            one.median_months,
            because=reason,
        )
        for one, reason in zip(roles, reasons, strict=True)
    ]
    label = arrays.label("skills", number)
    note = "" if found else f"No posting for a role names {label}."
    return Answer(f"Which roles need {label}?", found, SkillRole, note=note)


@dataclass(frozen=True)
class Demand(Row):
    """A concept within another one, and how many postings name it.

    Attributes:
        skill: its id.
        label: its name.
        depth: how far it lies below the skill that was asked about; 0 for that one.
        postings: how many postings name the skill itself.
        postings_in_all: how many name it or one of the kinds of it, each counted once.
        because: the sentence of a posting that names it.
    """

    skill: str
    label: str
    depth: int
    postings: int
    postings_in_all: int


def demand(
    view: View,
    skill: str,
    *,
    role: str | None = None,
    place: str | None = None,
    limit: int = 50,
) -> Answer[Demand]:
    """Count the postings that name a skill or any kind of it, for it and for all kinds of it.

    Args:
        view: the graph.
        skill: id, label or alias of the skill.
        role: only postings for this role.
        place: only postings in this place or in one that it contains.
        limit: how many rows at most; the skill itself is the first, others follow by postings.

    Raises:
        UnknownName: no skill, role or place has that name.
        AmbiguousName: several have.
    """
    arrays, number = view.arrays, view.skill(skill)
    eligible = view.eligible(role=role, place=place)
    depths = _narrower(view, number)
    rows = np.flatnonzero(
        np.isin(arrays.column("asks", "skill"), np.fromiter(depths, dtype=np.int32))
    )
    rows = rows[eligible[arrays.column("asks", "posting")[rows]]]
    posting, named = arrays.column("asks", "posting")[rows], arrays.column("asks", "skill")[rows]
    counted = []
    for concept, depth in depths.items():
        within = np.fromiter(_narrower(view, concept), dtype=np.int32)
        own = rows[named == concept]
        in_all = len(np.unique(posting[np.isin(named, within)]))
        counted.append((concept, depth, own, in_all))
    counted.sort(key=lambda c: (c[1] > 0, -c[3], -len(c[2]), arrays.label("skills", c[0])))
    counted = [c for c in counted if c[3] or not c[1]][:limit]
    reasons = view.reasons([view.facts_of_asks(own[:1]) for _, _, own, _ in counted])
    found = [
        Demand(
            arrays.id("skills", concept),
            arrays.label("skills", concept),
            depth,
            len(own),
            in_all,
            because=reason,
        )
        for (concept, depth, own, in_all), reason in zip(counted, reasons, strict=True)
    ]
    what = view.words(role=role, place=place)
    question = f"How many postings {what} ask for {arrays.label('skills', number)} or a kind of it?"
    return Answer(" ".join(question.split()), found, Demand)


def _narrower(view: View, skill: int) -> dict[int, int]:
    # A skill and all kinds of it, with the number of steps down.
    bounds, narrow = view.arrays.narrower("skill_broader")
    found, new = {skill: 0}, [skill]
    for above in new:
        for below in narrow[bounds[above] : bounds[above + 1]].tolist():
            if below not in found:
                found[below] = found[above] + 1
                new.append(below)
    return found
