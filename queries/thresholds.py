"""How much experience postings ask for, in all or with one skill."""

from dataclasses import dataclass

import numpy as np

from skillweave.graph.arrays.trees import MODALITIES
from skillweave.ontology.errors import UsageError
from skillweave.ontology.vocabulary import Modality
from skillweave.queries.answer import Answer, Row
from skillweave.queries.view import View


@dataclass(frozen=True)
class Threshold(Row):
    """A duration of experience that postings ask for.

    Attributes:
        min_months: the threshold in months.
        modality: how strongly it is asked for.
        postings: how many postings state it; one may state several thresholds.
        share: share of all postings for the role, or of all that name the skill, 0 to 1.
        because: a sentence that states it.
    """

    min_months: int
    modality: Modality
    postings: int
    share: float


def thresholds(
    view: View, role: str | None = None, *, skill: str | None = None
) -> Answer[Threshold]:
    """List the experience thresholds that postings state, the lowest first.

    Args:
        view: the graph.
        role: only postings for this role.
        skill: only experience with this skill. At least one of the two is given.

    Raises:
        UsageError: neither role nor skill is given.
        UnknownName: no role or skill has that name.
        AmbiguousName: several have.
    """
    if role is None and skill is None:
        raise UsageError("thresholds are those of a role, of a skill, or of a skill for a role")
    arrays = view.arrays
    eligible = view.eligible(role=role)
    if skill is None:
        rows = np.arange(arrays.count("requirements"))
    else:
        bounds, options = arrays.options_of_skill
        number = view.skill(skill)
        rows = np.sort(
            arrays.column("options", "requirement")[options[bounds[number] : bounds[number + 1]]]
        )
        named = np.zeros_like(eligible)
        named[arrays.column("requirements", "posting")[rows]] = True
        eligible &= named
    total = int(eligible.sum())
    rows = rows[eligible[arrays.column("requirements", "posting")[rows]]]
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
            float(count / total),
            because=reason,
        )
        for k, count, reason in zip(keys, counts, reasons, strict=True)
    ]
    what = view.words(role=role, skill=skill)
    note = "" if found else f"No posting {what} states a duration of experience."
    return Answer(f"How much experience do postings {what} ask for?", found, Threshold, note=note)
