"""Does a person satisfy a posting, and which postings suit a person best."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from skillweave.graph.arrays.numbering import Flags, Order
from skillweave.ontology.vocabulary import Modality, RequirementKind, SkillKind
from skillweave.queries.answer import Answer, Evidence, Row
from skillweave.queries.explaining import Tree, lacking, said, trees_of
from skillweave.queries.judging import Judgement
from skillweave.queries.profile import Profile, person
from skillweave.queries.view import Fact, View

ProfileLike = Profile | Mapping[str, Any] | Iterable[str]
"""What people write for a profile; see :meth:`Profile.of`."""

UNSAID: Final = 10.0
"""Weight of what every posting wants beside what it says: keeps short lists from the top."""

_QUOTED: Final = 3
"""How many sentences of a posting a row of a list quotes."""


def judgement(view: View, profile: ProfileLike, assume: Sequence[SkillKind] = ()) -> Judgement:
    """Judge all requirements of all postings for a profile.

    Raises:
        UsageError, UnknownName, AmbiguousName: the profile makes no sense in this graph.
    """
    return view.forest.judge(person(view, Profile.of(profile)), assume=assume)


def suiting(judged: Judgement, reached: npt.NDArray[np.float64]) -> Flags:
    """Which postings ask for something that a person brings, be it a part of a demand.

    Args:
        judged: what the person meets.
        reached: the weight of what the person meets of each posting.
    """
    found: Flags = reached > 0
    arrays, skills = judged.forest.arrays, judged.person.skills
    # What all postings name weighs nothing, and so does what is taken for granted; who meets a
    # demand for it suits them all the same. Looking for that takes as long as all the rest.
    everywhere = arrays.postings_of_skill[skills] >= arrays.counted.sum()
    if judged.assumed or everywhere.any():
        found |= judged.required_met > 0
    return found


@dataclass(frozen=True)
class Checked(Row):
    """A requirement of a posting, held against a person.

    Attributes:
        requirement: what it demands, in words.
        kind: what sort of demand it is.
        modality: how strongly it is asked for.
        met: whether the person meets it.
        missing: what the person lacks, in words; nothing where it is met.
        because: the sentence of the posting.
    """

    requirement: str
    kind: RequirementKind
    modality: Modality
    met: bool
    missing: str


def check(
    view: View, profile: ProfileLike, posting: str, *, assume: Sequence[SkillKind] = ()
) -> Answer[Checked]:
    """Hold a person against each requirement of a posting, in the order of its text.

    Args:
        view: the graph.
        profile: what the person brings.
        posting: id of the posting.
        assume: kinds of skills that are taken for granted, such as ("soft",).

    Returns:
        Requirements that can be judged, duties among them; ``note`` says whether the person
        satisfies the posting, that is, meets all that it requires.
    """
    number = view.posting(posting)
    judged = judgement(view, profile, assume)
    trees = trees_of(judged, number)
    reasons = view.reasons([view.facts_of_requirements([tree.row]) for tree in trees])
    rows = [
        Checked(
            said(view.forest, tree),
            tree.kind,
            tree.modality,
            tree.met,
            lacking(view.forest, judged, tree),
            because=reason,
        )
        for tree, reason in zip(trees, reasons, strict=True)
    ]
    title = view.heading(number).title or view.arrays.id("postings", number)
    note = _verdict(trees)
    return Answer(f"Does the person satisfy “{title}”?", rows, Checked, note=note)


def _verdict(trees: list[Tree]) -> str:
    required = [tree for tree in trees if tree.modality == "required"]
    met = sum(tree.met for tree in required)
    if not required:
        return "The posting requires nothing that can be judged."
    verdict = "Yes" if met == len(required) else "No"
    return f"{verdict}: {met} of {len(required)} required demands are met."


@dataclass(frozen=True)
class Matched(Row):
    """A posting that suits a person.

    Attributes:
        posting: its id.
        title: job title.
        employer: who hires.
        date_posted: ISO 8601, or None.
        score: how well it suits the person, from 0 to 1.
        required_met: how many of its required demands the person meets.
        required: how many it has.
        preferred_met: how many of its preferred demands the person meets.
        preferred: how many it has.
        missing: what the person lacks of what is required, a demand each, none twice.
        because: sentences of required demands: those that are not met first.
    """

    posting: str
    title: str | None
    employer: str | None
    date_posted: str | None
    score: float
    required_met: int
    required: int
    preferred_met: int
    preferred: int
    missing: tuple[str, ...]


def match(
    view: View,
    profile: ProfileLike,
    *,
    place: str | None = None,
    role: str | None = None,
    assume: Sequence[SkillKind] = (),
    limit: int = 20,
) -> Answer[Matched]:
    """List the postings that suit a person best.

    A posting scores the weight of what the person meets of it, divided by the weight of all that
    it asks for and :data:`UNSAID`. Demands weigh by how much they say about the person wanted (see
    :mod:`skillweave.queries.scoring`): ten postings in a hundred that ask for English and a driving licence
    do not suit an engineer better than the one that asks for five of his tools, of which he lacks
    one. Of a demand for several things that are all wanted each counts by itself; a preferred
    demand counts a quarter. Among equals the newer comes before the older. Postings that require
    nothing that can be judged are left out, and those of which the person meets nothing.

    Args:
        view: the graph.
        profile: what the person brings.
        place: only postings in this place or in one that it contains.
        role: only postings for this role.
        assume: kinds of skills that are taken for granted, such as ("soft",).
        limit: how many postings at most.
    """
    judged = judgement(view, profile, assume)
    forest, arrays = view.forest, view.arrays
    eligible = view.eligible(role=role, place=place) & (forest.required > 0)
    scores = view.scores(judged.assumed)
    reached = scores.reached(judged.person)
    eligible &= suiting(judged, reached)
    score = np.where(eligible, reached / (scores.wanted + UNSAID), -1.0)
    best = _best(score, limit)
    day = arrays.column("postings", "day")[best].astype(np.int64)
    best = best[np.lexsort((best, -day, -score[best]))[:limit]]
    chosen: list[int] = best.tolist()
    trees = [trees_of(judged, number) for number in chosen]
    reasons = view.reasons([_telling(view, of_one) for of_one in trees])
    rows = [
        _matched(view, judged, number, float(score[number]), of_one, reason)
        for number, of_one, reason in zip(chosen, trees, reasons, strict=True)
    ]
    note = "" if rows else "Of no posting that fits these conditions the person meets anything."
    return Answer("Which postings suit the person best?", rows, Matched, note=note)


def _matched(
    view: View,
    judged: Judgement,
    number: int,
    score: float,
    trees: list[Tree],
    reason: Sequence[Evidence],
) -> Matched:
    required = [tree for tree in trees if tree.modality == "required"]
    preferred = [tree for tree in trees if tree.modality == "preferred"]
    return Matched(
        *view.heading(number),
        score,
        sum(tree.met for tree in required),
        len(required),
        sum(tree.met for tree in preferred),
        len(preferred),
        tuple(_missing(view, judged, required)),
        because=reason,
    )


def _missing(view: View, judged: Judgement, required: list[Tree]) -> Iterable[str]:
    # Each thing once, though the posting may say it several times.
    return dict.fromkeys(lacking(view.forest, judged, tree) for tree in required if not tree.met)


def _telling(view: View, trees: list[Tree]) -> list[Fact]:
    # Where the posting states its required demands, those that are not met first.
    required = [tree for tree in trees if tree.modality == "required"]
    rows = [tree.row for tree in sorted(required, key=lambda tree: tree.met)][:_QUOTED]
    return view.facts_of_requirements(rows)


def _best(score: npt.NDArray[np.float64], limit: int) -> Order:
    # All that may be among the first, so that further criteria can decide between equals.
    if limit < len(score):
        least = np.partition(score, len(score) - limit)[len(score) - limit]
    else:
        least = 0.0
    return np.flatnonzero((score >= least) & (score >= 0.0))
