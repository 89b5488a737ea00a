"""Why: the sentences in which postings say it."""

from dataclasses import dataclass

import numpy as np

from skillweave.ontology.errors import UsageError
from skillweave.ontology.vocabulary import Modality
from skillweave.queries.answer import Answer, Row
from skillweave.queries.view import View


@dataclass(frozen=True)
class Said(Row):
    """A posting that says it.

    Attributes:
        posting: its id.
        title: job title.
        employer: who hires.
        date_posted: ISO 8601, or None.
        label: name of the skill.
        modality: how strongly it asks.
        min_months: least experience with the skill, None where none is stated.
        one_of: among how many alternatives it may be chosen; 1 means no choice.
        sentence: the words of the posting.
        because: the same, with offsets.
    """

    posting: str
    title: str | None
    employer: str | None
    date_posted: str | None
    label: str
    modality: Modality
    min_months: int | None
    one_of: int
    sentence: str


def why(
    view: View,
    *,
    skill: str | None = None,
    role: str | None = None,
    posting: str | None = None,
    limit: int = 20,
) -> Answer[Said]:
    """Quote the sentences in which postings ask for a skill, or in which one asks for its skills.

    Args:
        view: the graph.
        skill: the skill; or all that the posting names.
        role: only postings for this role.
        posting: id of one posting. A skill or a posting is given.
        limit: how many sentences at most: required before preferred before duties, longer
            experience before shorter.

    Raises:
        UsageError: neither skill nor posting is given.
        UnknownName: nothing has one of the names.
        AmbiguousName: several have.
    """
    if skill is None and posting is None:
        raise UsageError("name a skill or a posting")
    arrays = view.arrays
    if posting is not None:
        one = view.posting(posting)
        rows = np.arange(arrays.asks_of_posting[one], arrays.asks_of_posting[one + 1])
        if skill is not None:
            rows = rows[arrays.column("asks", "skill")[rows] == view.skill(skill)]
    else:
        rows = np.flatnonzero(arrays.column("asks", "skill") == view.skill(skill or ""))
        rows = rows[view.eligible(role=role)[arrays.column("asks", "posting")[rows]]]
    columns = {
        name: arrays.column("asks", name)[rows] for name in ("posting", "modality", "months")
    }
    order = np.lexsort((rows, -columns["months"], columns["modality"]))[:limit]
    rows = rows[order]
    found = []
    for row, reason in zip(
        rows.tolist(),
        view.reasons([view.facts_of_asks([row]) for row in rows.tolist()]),
        strict=True,
    ):
        months = int(arrays.column("asks", "months")[row])
        said = Said(
            *view.heading(int(arrays.column("asks", "posting")[row])),
            arrays.label("skills", int(arrays.column("asks", "skill")[row])),
            view.modality(arrays.column("asks", "modality")[row]),
            months if months >= 0 else None,
            int(arrays.column("asks", "one_of")[row]),
            " ".join(reason[0].quote.split()),
            because=reason,
        )
        found.append(said)
    return Answer(_question(view, skill, role, posting), found, Said)


def _question(view: View, skill: str | None, role: str | None, posting: str | None) -> str:
    label = view.arrays.label("skills", view.skill(skill)) if skill is not None else ""
    if posting is None:
        of_role = view.words(role=role)
        return " ".join(f"In which sentences do postings {of_role} ask for {label}?".split())
    title = view.heading(view.posting(posting)).title or posting
    if label:
        return f"In which sentences does “{title}” ask for {label}?"
    return f"Which skills does “{title}” ask for, and in which sentences?"
