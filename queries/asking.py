"""Which postings ask for a skill, within limits of experience, place and pay."""

from dataclasses import dataclass

import numpy as np

from skillweave.ontology.errors import UsageError
from skillweave.ontology.vocabulary import Modality
from skillweave.queries.answer import Answer, Row
from skillweave.queries.pay import paying
from skillweave.queries.view import View


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
    place: str | None = None,
    role: str | None = None,
    pay_at_least: float | None = None,
    currency: str = "USD",
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
        place: only postings in this place or in one that it contains.
        role: only postings for this role.
        pay_at_least: only postings that pay up to this or more a year, in ``currency``; what they
            state for an hour, day, week or month is counted for a year of full-time work.
        currency: ISO 4217 code of the pay.
        limit: how many postings at most.

    Raises:
        UnknownName: no skill, place or role has that name.
        AmbiguousName: several have.
        UsageError: months or pay are negative.
    """
    for value, what in (
        (at_most_months, "at_most_months"),
        (at_least_months, "at_least_months"),
        (pay_at_least, "pay_at_least"),
    ):
        if value is not None and value < 0:
            raise UsageError(f"{what} is {value:g}; it cannot be negative")
    arrays, number = view.arrays, view.skill(skill)
    rows = np.flatnonzero(arrays.column("asks", "skill") == number)
    posting = arrays.column("asks", "posting")[rows]
    months = arrays.column("asks", "months")[rows]
    eligible = view.eligible(role=role, place=place)
    if pay_at_least is not None:
        eligible &= paying(view, pay_at_least, currency)
    kept = eligible[posting]
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
