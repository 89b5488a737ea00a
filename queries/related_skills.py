"""Skills beside a skill: those that are asked for together with it, and those that are like it.

The two differ: Docker and Kubernetes are asked for together; PostgreSQL is like MySQL, because what
stands beside the one in postings stands beside the other in others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from skillweave.graph.arrays.numbering import ranges
from skillweave.ontology.vocabulary import SkillKind
from skillweave.queries import citing
from skillweave.queries.answer import Answer, Row
from skillweave.queries.cooccurrence import least_together, npmi
from skillweave.queries.support import least_support
from skillweave.queries.view import Fact, View
from skillweave.queries.weights import candidates

LEAST_SHARE: Final = 0.02
"""Share of a skill's postings that must name another before the two are said to go together."""

SHOWN: Final = 5
"""How many skills a row names."""

_DECIMALS: Final = 12

Basis = Literal["demand", "taxonomy", "both"]
"""By what skills are like each other: what is asked for beside them, where they stand, or both."""


@dataclass(frozen=True)
class SkillTogether(Row):
    """A skill that is asked for together with another.

    Attributes:
        skill: its id.
        label: its name.
        kind: what sort of skill it is.
        npmi: normalised pointwise mutual information: 1 if they are only named together, 0 if they
            have nothing to do with each other.
        postings: how many postings name both.
        share: share of the other skill's postings that name it too, 0 to 1.
        because: the sentences of a posting that asks for both.
    """

    skill: str
    label: str
    kind: SkillKind | None
    npmi: float
    postings: int
    share: float


def skills_with(
    view: View, skill: str, *, least_postings: int | None = None, limit: int = 20
) -> Answer[SkillTogether]:
    """List the skills that are asked for together with a skill more often than by chance.

    The most strongly associated come first; among equals those that more postings name together,
    then by id.

    Args:
        view: the graph.
        skill: id, label or alias of the skill.
        least_postings: how many postings must name both, because rare skills meet by chance; by
            default one in fifty of the skill's postings, and at least 2 to 5 by the graph's size.
        limit: how many skills at most.

    Raises:
        UnknownName: no skill has that name.
        AmbiguousName: several have.

    Note:
        Method: npmi, see :mod:`skillweave.queries.cooccurrence`. Cost: all that the skill's
        postings ask for; a millisecond or two for thousands of postings.
    """
    arrays, number = view.arrays, view.skill(skill)
    asking = arrays.column("asks", "posting")[citing.asks_for(view, number)]
    rows = ranges(arrays.asks_of_posting[asking], arrays.asks_of_posting[asking + 1])
    counts = np.bincount(arrays.column("asks", "skill")[rows], minlength=arrays.count("skills"))
    counts[number] = 0
    least = max(least_together(arrays), int(np.ceil(LEAST_SHARE * len(asking))))
    others = np.flatnonzero(counts >= (least if least_postings is None else max(least_postings, 1)))
    total = int(arrays.counted.sum())
    scores = npmi(counts[others], len(asking), arrays.postings_of_skill[others], total)
    others, scores = others[scores > 0], scores[scores > 0]
    best = np.lexsort((others, -counts[others], -scores))[:limit]
    reasons = view.reasons([citing.together(view, number, int(other)) for other in others[best]])
    found = [
        SkillTogether(
            arrays.id("skills", int(others[place])),
            arrays.label("skills", int(others[place])),
            view.skill_kind(int(others[place])),
            float(scores[place]),
            int(counts[others[place]]),
            float(counts[others[place]] / len(asking)),
            because=reason,
        )
        for place, reason in zip(best, reasons, strict=True)
    ]
    label = arrays.label("skills", number)
    note = "" if len(asking) else f"No posting names {label}."
    return Answer(
        f"Which skills are asked for together with {label}?", found, SkillTogether, note=note
    )


@dataclass(frozen=True)
class SimilarSkill(Row):
    """A skill that is like another.

    Attributes:
        skill: its id.
        label: its name.
        kind: what sort of skill it is.
        score: how alike they are, 0 to 1; the mean of the next two where both count.
        by_demand: how alike what is asked for beside the one and the other is.
        by_taxonomy: how much of what stands above the one in the taxonomy stands above the other.
        postings: how many postings name it.
        beside: skills that are asked for beside both, the most telling first.
        because: for the first of these, sentences of a posting for each of both skills.
    """

    skill: str
    label: str
    kind: SkillKind | None
    score: float
    by_demand: float
    by_taxonomy: float
    postings: int
    beside: tuple[str, ...]


def similar_skills(
    view: View,
    skill: str,
    *,
    by: Basis = "both",
    least_postings: int | None = None,
    limit: int = 10,
) -> Answer[SimilarSkill]:
    """List the skills that are most like a skill.

    Those that are equally alike come in the order of how many postings name them, then of their
    ids.

    Args:
        view: the graph.
        skill: id, label or alias of the skill.
        by: ``demand`` compares what postings ask for beside the skills, ``taxonomy`` what stands
            above them, ``both`` takes the mean.
        least_postings: leave out skills that fewer postings name; by default one in a thousand of
            all postings, at least 1 and at most 5.
        limit: how many skills at most.

    Raises:
        UnknownName: no skill has that name.
        AmbiguousName: several have.

    Note:
        Methods: by demand, the cosine of the rows of npmi with all other skills, each skill being
        fully associated with itself (Bullinaria and Levy 2007, doi:10.3758/BF03193020, for positive
        pointwise mutual information and cosine). By taxonomy, simGIC: the information of the common
        ancestors by that of all (Pesquita et al. 2008, doi:10.1186/1471-2105-9-S5-S4), a skill
        being among its own ancestors. Cost: milliseconds; the first one counts all pairs of skills.
    """
    arrays, number = view.arrays, view.skill(skill)
    contexts = view.associations.contexts
    by_demand, by_taxonomy = np.zeros((2, arrays.count("skills")))
    if by != "taxonomy":
        others, products = contexts.products(number)
        by_demand[others] = np.round(products, _DECIMALS)
    if by != "demand":
        others, likeness = view.weights.ancestries.alike(number)
        by_taxonomy[others] = likeness
    score = by_demand + by_taxonomy
    if by == "both":
        score /= 2
    least = least_support(arrays) if least_postings is None else least_postings
    support = arrays.postings_of_skill
    score[support < least] = score[number] = 0
    others = candidates(score, limit)
    others = others[np.lexsort((others, -support[others], -score[others]))[:limit]]
    beside = [_beside_both(view, number, int(other)) for other in others]
    reasons = view.reasons(
        [
            _beside_each(view, number, int(other), skills)
            for other, skills in zip(others, beside, strict=True)
        ]
    )
    found = [
        SimilarSkill(
            arrays.id("skills", int(other)),
            arrays.label("skills", int(other)),
            view.skill_kind(int(other)),
            float(score[other]),
            float(by_demand[other]),
            float(by_taxonomy[other]),
            int(support[other]),
            tuple(arrays.label("skills", skill) for skill in skills),
            because=reason,
        )
        for other, skills, reason in zip(others, beside, reasons, strict=True)
    ]
    label = arrays.label("skills", number)
    note = "" if support[number] or by == "taxonomy" else f"No posting names {label}."
    return Answer(f"Which skills are most like {label}?", found, SimilarSkill, note=note)


def _beside_both(view: View, one: int, other: int) -> list[int]:
    # Skills that are associated with both, the most telling first; rare ones tell a reader little.
    contexts = view.associations.contexts.matrix
    products = contexts[[one]].multiply(contexts[[other]]).tocoo()
    skills = products.col
    values = products.data * np.log1p(view.arrays.postings_of_skill[skills])
    apart = (skills != one) & (skills != other)
    skills, values = skills[apart], values[apart]
    best: list[int] = skills[np.lexsort((skills, -values))[:SHOWN]].tolist()
    return best


def _beside_each(view: View, one: int, other: int, beside: list[int]) -> Iterator[Fact]:
    for skill in beside[:1]:
        yield from citing.together(view, skill, one)
        yield from citing.together(view, skill, other)
