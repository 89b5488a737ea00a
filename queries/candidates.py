"""Skills that postings ask for and no list has: what to look at when the taxonomy shall grow.

The reader ties a span to a concept only where its words are one of the concept's names, in some
spelling. All others are candidates, one for all spellings, and stand in the graph marked as such. Here
they are ranked by how many postings name them, each with the listed skill that its letters are
nearest to, for a person to accept, to merge or to refuse.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from skillweave.ontology.concepts import fold
from skillweave.ontology.vocabulary import SkillKind
from skillweave.queries.answer import Answer, Row
from skillweave.queries.view import View

LEAST_LIKENESS: Final = 0.88
"""Likeness from which a listed skill is proposed.

Taking 500 names of the built-in taxonomy out and looking for the nearest of the others, four of
five proposals were the right concept at this likeness where it had another name, nineteen of twenty
at 0.94, all at 0.96; but only every fifth had a proposal, every twentieth one at 0.96. That is too
little to tie spans to concepts unseen, and enough to propose.
"""


@dataclass(frozen=True)
class CandidateSkill(Row):
    """A skill that no list has.

    Attributes:
        skill: its id, which all its spellings share.
        label: one of its spellings.
        kind: what sort of skill it was taken for.
        postings: how many postings name it; one that repeats another is not counted.
        near: label of the listed skill whose name is nearest in letters, None where none is near.
        likeness: of that name, 0 to 1: indel similarity of the words in alphabetical order.
    """

    skill: str
    label: str
    kind: SkillKind | None
    postings: int
    near: str | None
    likeness: float | None


def candidate_skills(
    view: View, *, least_postings: int = 2, limit: int = 50
) -> Answer[CandidateSkill]:
    """List the skills that no list has, those that most postings name first.

    Args:
        view: the graph.
        least_postings: leave out those that fewer postings name.
        limit: how many at most.

    Note:
        Each row is compared with every name of a listed skill: some milliseconds.
    """
    arrays = view.arrays
    listed = np.array([status == "listed" for status in _column(view, "status")], np.bool_)
    counts = arrays.postings_of_skill
    wanted = np.flatnonzero(~listed & (counts >= max(1, least_postings)))
    labels = {number: arrays.label("skills", number) for number in wanted.tolist()}
    best = sorted(labels, key=lambda number: (-counts[number], labels[number]))[:limit]
    names = _names(view, listed) if best else {}
    rows, reasons = arrays.asks_of_skill
    found = []
    proofs = view.reasons(
        [view.facts_of_asks(reasons[rows[number] : rows[number] + 1]) for number in best]
    )
    for number, proof in zip(best, proofs, strict=True):
        near, likeness = _nearest(labels[number], names)
        row = CandidateSkill(
            arrays.id("skills", number),
            labels[number],
            view.skill_kind(number),
            int(counts[number]),
            near,
            likeness,
            because=proof,
        )
        found.append(row)
    note = "" if found else f"No candidate is named by {least_postings} postings or more."
    return Answer(
        "Which skills do postings name that no list has?", found, CandidateSkill, note=note
    )


def _column(view: View, name: str) -> list[str]:
    values: list[str] = view.arrays.tables["skills"][name].to_pylist()
    return values


def _names(view: View, listed: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> dict[str, str]:
    """The label of the listed skill that each name means."""
    labels, aliases = _column(view, "label"), view.arrays.tables["skills"]["aliases"].to_pylist()
    found: dict[str, str] = {}
    for number in np.flatnonzero(listed).tolist():
        for name in (labels[number], *(aliases[number] or ())):
            found.setdefault(fold(name), labels[number])
    return found


def _nearest(label: str, names: dict[str, str]) -> tuple[str | None, float | None]:
    from rapidfuzz import fuzz, process  # at first use: most runs review nothing

    best = process.extractOne(
        fold(label), names.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=100 * LEAST_LIKENESS
    )
    return (names[best[0]], round(best[1] / 100, 2)) if best else (None, None)
