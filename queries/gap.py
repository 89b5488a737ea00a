"""What separates a person from a role, or one role from another, skill by skill."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from skillweave.ontology.errors import UsageError
from skillweave.ontology.vocabulary import SkillKind
from skillweave.queries.answer import Answer, Reasons, Row
from skillweave.queries.asked import skills_asked
from skillweave.queries.matching import ProfileLike
from skillweave.queries.profile import Person, Profile, person
from skillweave.queries.support import few_postings
from skillweave.queries.view import View

LEAST_SHARE = 0.05
"""Share of a role's postings below which a skill is no part of the role."""


@dataclass(frozen=True)
class Gap(Row):
    """A skill that a role asks for, and how far the person, or the other role, is from it.

    Attributes:
        skill: its id.
        label: its name.
        kind: what sort of skill it is.
        share: share of the role's postings that name it, 0 to 1.
        share_required: share that require it.
        median_months: median of the durations that are asked for, None where none is.
        has: whether the person has it; of another role, the share of its postings that name it.
        has_months: months that the person has of it, None where they are not known; of another role
            the median that it asks for.
        through: the skill of the profile that brings it, where it is not itself.
        gap: how much is missing, 0 to 1: ``share`` where the person has it not. Where the person
            has it, the share of the role's postings that ask for a duration, times how much of the
            median duration is missing. Of another role, by how much more often the role that is
            aimed at names it.
        because: the sentence of the role's posting that asks for most of it.
    """

    skill: str
    label: str
    kind: SkillKind | None
    share: float
    share_required: float
    median_months: float | None
    has: float
    has_months: float | None
    through: str | None
    gap: float


def gap(
    view: View,
    role: str,
    *,
    profile: ProfileLike | None = None,
    from_role: str | None = None,
    limit: int = 20,
) -> Answer[Gap]:
    """List the skills that a role asks for, the widest gap first.

    Args:
        view: the graph.
        role: the role that is aimed at.
        profile: what a person brings; this or ``from_role`` is given.
        from_role: the role to come from.
        limit: how many skills at most; those without a gap come last.

    Raises:
        UsageError: neither or both of profile and from_role are given.
    """
    if (profile is None) == (from_role is None):
        raise UsageError("a gap is that of a profile or that from another role: name one of them")
    number = view.role(role)
    label = view.arrays.label("roles", number)
    wanted = _skills(view, number)
    if from_role is not None:
        other = view.role(from_role)
        rows = _between_roles(view, wanted, _skills(view, other))
        question = f"What does {label} take that {view.arrays.label('roles', other)} does not?"
    else:
        rows = _of_person(view, wanted, person(view, Profile.of(profile or ())))
        question = f"What does the person lack for {label}?"
    rows.sort(key=lambda row: (-row.gap, -row.share, row.label))
    note = few_postings(view.arrays, number)
    return Answer(question, rows[:limit], Gap, note=note)


class _Asked(NamedTuple):
    # How a role's postings ask for a skill.
    share: float
    share_required: float
    median_months: float | None
    share_of_months: float
    example: int  # row of ``asks``


def _skills(view: View, role: int) -> dict[int, _Asked]:
    total = len(view.postings_for(role))
    return {
        one.number: _Asked(
            one.postings / total,
            one.required / total,
            one.median_months,
            one.stated / total,
            one.example,
        )
        for one in skills_asked(view, role)
        if one.postings >= LEAST_SHARE * total
    }


def _of_person(view: View, wanted: dict[int, _Asked], who: Person) -> list[Gap]:
    rows = []
    for (number, asked), reason in zip(wanted.items(), _reasons(view, wanted), strict=True):
        months = who.has(number)
        missing = asked.share if months is None else 0.0
        if months is not None and asked.median_months:
            short = max(0.0, 1.0 - max(months, 0) / asked.median_months)
            missing = asked.share_of_months * short
        through = None
        if months is not None:
            brings = int(who.through[np.searchsorted(who.skills, number)])
            through = view.arrays.label("skills", brings) if brings != number else None
        known = float(months) if months is not None and months >= 0 else None
        has = float(months is not None)
        rows.append(_row(view, number, asked, has, known, through, missing, reason))
    return rows


def _between_roles(view: View, wanted: dict[int, _Asked], present: dict[int, _Asked]) -> list[Gap]:
    rows = []
    for (number, asked), reason in zip(wanted.items(), _reasons(view, wanted), strict=True):
        here = present.get(number)
        has = here.share if here else 0.0
        months = here.median_months if here else None
        missing = max(0.0, asked.share - has)
        rows.append(_row(view, number, asked, has, months, None, missing, reason))
    return rows


def _reasons(view: View, wanted: dict[int, _Asked]) -> list[Reasons]:
    return view.reasons([view.facts_of_asks([asked.example]) for asked in wanted.values()])


def _row(
    view: View,
    number: int,
    asked: _Asked,
    has: float,
    has_months: float | None,
    through: str | None,
    missing: float,
    reason: Reasons,
) -> Gap:
    return Gap(
        view.arrays.id("skills", number),
        view.arrays.label("skills", number),
        view.skill_kind(number),
        asked.share,
        asked.share_required,
        asked.median_months,
        has,
        has_months,
        through,
        missing,
        because=reason,
    )
