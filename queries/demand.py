"""What postings ask for: skills of a role, roles of a skill, postings, experience thresholds.

A posting that repeats another (see ``DUPLICATE_OF``) is left out of every count and of the
evidence. Of several demands of a posting for one skill the strongest counts, see
:func:`skillweave.graph.arrays.trees.strongest_demands`.
"""

from dataclasses import dataclass

import numpy as np

from skillweave.graph.arrays.numbering import ranges
from skillweave.graph.arrays.trees import MODALITIES
from skillweave.ontology.vocabulary import Modality, SkillKind
from skillweave.queries.answer import Answer, Row
from skillweave.queries.view import View

_REQUIRED = MODALITIES.index("required")


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
    postings = view.postings_for(number)
    rows = ranges(arrays.asks_of_posting[postings], arrays.asks_of_posting[postings + 1])
    skill = arrays.column("asks", "skill")[rows]
    modality, months = (arrays.column("asks", name)[rows] for name in ("modality", "months"))
    order = np.lexsort((rows, -months, modality, skill))
    skill, rows, modality, months = skill[order], rows[order], modality[order], months[order]
    named, first, counts = np.unique(skill, return_index=True, return_counts=True)
    required = (
        np.add.reduceat((modality == _REQUIRED).astype(np.int64), first) if len(first) else counts
    )
    labels = [arrays.label("skills", s) for s in named]
    best = sorted(range(len(named)), key=lambda i: (-counts[i], -required[i], labels[i]))[:limit]
    reasons = view.reasons([view.facts_of_asks(rows[first[i] : first[i] + 1]) for i in best])
    total = len(postings)
    found = []
    for i, reason in zip(best, reasons, strict=True):
        stated = months[first[i] : first[i] + counts[i]]
        stated = stated[stated >= 0]
        row = RoleSkill(
            arrays.id("skills", named[i]),
            labels[i],
            view.skill_kind(named[i]),
            int(counts[i]),
            float(counts[i] / total),
            float(required[i] / total),
            float(np.median(stated)) if len(stated) else None,
            because=reason,
        )
        found.append(row)
    label = arrays.label("roles", number)
    note = "" if total else f"No posting is for {label}."
    return Answer(f"Which skills do postings for {label} ask for?", found, RoleSkill, note=note)


@dataclass(frozen=True)
class PostingAsking(Row):
    """A posting that asks for a skill.

    Attributes:
        posting: its id.
        title: job title.
        employer: who hires.
        date_posted: ISO 8601, or None.
        modality: how strongly it asks.
        min_months: least experience with the skill, None where none is stated.
        one_of: among how many alternatives it may be chosen; 1 means no choice.
        because: the sentence that asks for it.
    """

    posting: str
    title: str | None
    employer: str | None
    date_posted: str | None
    modality: Modality
    min_months: int | None
    one_of: int


def postings(
    view: View,
    skill: str,
    *,
    at_most_months: int | None = None,
    at_least_months: int | None = None,
    limit: int = 20,
) -> Answer[PostingAsking]:
    """List the postings that ask for a skill.

    Those that require it come first, and of these those that ask for least experience with it;
    those that state no duration follow.

    Args:
        view: the graph.
        skill: id, label or alias of the skill.
        at_most_months: leave out postings that ask for more experience with it, in months; one
            that states no duration stays.
        at_least_months: leave out postings that ask for less experience, or state none.
        limit: how many postings at most.

    Raises:
        UnknownName: no skill has that name.
        AmbiguousName: several have.
    """
    arrays, number = view.arrays, view.skill(skill)
    rows = np.flatnonzero(arrays.column("asks", "skill") == number)
    posting = arrays.column("asks", "posting")[rows]
    months = arrays.column("asks", "months")[rows]
    kept = arrays.counted[posting]
    if at_most_months is not None:
        kept &= months <= at_most_months
    if at_least_months is not None:
        kept &= months >= at_least_months
    rows, posting, months = rows[kept], posting[kept], months[kept]
    stated = np.where(months < 0, np.iinfo(np.int32).max, months)
    day = arrays.column("postings", "day")[posting].astype(np.int64)
    modality = arrays.column("asks", "modality")[rows]
    best = np.lexsort((posting, -day, stated, modality))[:limit]
    reasons = view.reasons([view.facts_of_asks(rows[i : i + 1]) for i in best])
    found = [
        PostingAsking(
            *view.heading(posting[i]),
            view.modality(modality[i]),
            int(months[i]) if months[i] >= 0 else None,
            int(arrays.column("asks", "one_of")[rows[i]]),
            because=reason,
        )
        for i, reason in zip(best, reasons, strict=True)
    ]
    bounds = {"most": at_most_months, "least": at_least_months}
    words = " and ".join(f"at {bound} {n} months" for bound, n in bounds.items() if n is not None)
    label = arrays.label("skills", number)
    question = f"Which postings ask for {label}{' with ' + words if words else ''}?"
    return Answer(question, found, PostingAsking)


@dataclass(frozen=True)
class Threshold(Row):
    """A duration of experience that postings for a role ask for.

    Attributes:
        min_months: the threshold in months.
        modality: how strongly it is asked for.
        postings: how many of the role's postings state it; one may state several thresholds.
        share: share of the role's postings, 0 to 1.
        because: a sentence that states it.
    """

    min_months: int
    modality: Modality
    postings: int
    share: float


def thresholds(view: View, role: str) -> Answer[Threshold]:
    """List the experience thresholds that postings for a role state, the lowest first.

    Args:
        view: the graph.
        role: id, label or alias of the role.

    Raises:
        UnknownName: no role has that name.
        AmbiguousName: several have.
    """
    arrays, number = view.arrays, view.role(role)
    mine = view.postings_for(number)
    bounds = arrays.requirements_of_posting
    rows = ranges(bounds[mine], bounds[mine + 1])
    months = arrays.column("requirements", "months")[rows]
    rows, months = rows[months > 0], months[months > 0]
    modality = arrays.column("requirements", "modality")[rows].astype(np.int64)
    posting = arrays.column("requirements", "posting")[rows]
    # One row a posting, duration and modality: the first in the text.
    key = months.astype(np.int64) * len(MODALITIES) + modality
    keys, groups = np.unique(key, return_inverse=True)
    _, first = np.unique(
        groups.astype(np.int64) * arrays.count("postings") + posting, return_index=True
    )
    groups, examples = groups[first], rows[first]
    counts = np.bincount(groups, minlength=len(keys))
    begins = np.searchsorted(groups, np.arange(len(keys)))
    reasons = view.reasons([view.facts_of_requirements(examples[b : b + 1]) for b in begins])
    found = [
        Threshold(
            int(k) // len(MODALITIES),
            view.modality(int(k) % len(MODALITIES)),
            int(count),
            float(count / len(mine)),
            because=reason,
        )
        for k, count, reason in zip(keys, counts, reasons, strict=True)
    ]
    label = arrays.label("roles", number)
    note = "" if len(mine) else f"No posting is for {label}."
    question = f"How much experience do postings for {label} ask for?"
    return Answer(question, found, Threshold, note=note)
