"""Flat views of the requirement tree: skills, alternatives, experience, education.

They hold no fact of their own. Each is a walk over the finished tree, so a view can never say
what the tree does not.
"""

from collections.abc import Iterator, Sequence

from skillweave.ontology.record import (
    AlternativeOption,
    Alternatives,
    Education,
    Experience,
    Option,
    Requirement,
    SkillView,
)
from skillweave.ontology.vocabulary import MODALITY_STRENGTH


def walk(requirements: Sequence[Requirement]) -> Iterator[Requirement]:
    """All nodes of the trees, parents before their parts, in order."""
    for requirement in requirements:
        yield requirement
        yield from walk(requirement.parts)


def skills_view(requirements: Sequence[Requirement]) -> tuple[SkillView, ...]:
    """One entry a concept, with its strongest modality, where it is first named so.

    What is expressly not required is no skill of the posting; the tree has it.
    """
    best: dict[str, SkillView] = {}
    for node in walk(requirements):
        if node.modality == "not_required":
            continue
        for option in node.options:
            key = option.concept or option.mention.lower()
            known = best.get(key)
            if known is not None:
                weaker = MODALITY_STRENGTH[known.modality] - MODALITY_STRENGTH[node.modality]
                if weaker > 0 or (weaker == 0 and known.start <= option.start):
                    continue
            best[key] = SkillView(
                concept=option.concept,
                label=option.label,
                mention=option.mention,
                start=option.start,
                end=option.end,
                kind=option.kind,
                modality=node.modality,
                confidence=option.confidence,
            )
    return tuple(sorted(best.values(), key=lambda skill: (skill.start, skill.end)))


def alternatives_view(requirements: Sequence[Requirement]) -> tuple[Alternatives, ...]:
    """Every place where any, or at least some, of several named skills will do."""
    return tuple(
        Alternatives(
            options=tuple(_alternative(option) for option in node.options),
            modality=node.modality,
            open_list=node.open_list,
            start=min(option.start for option in node.options),
            end=max(option.end for option in node.options),
            quote=_quote(node),
        )
        for node in walk(requirements)
        if node.logic != "all" and len(node.options) > 1
    )


def _quote(node: Requirement) -> str:
    start = min(option.start for option in node.options) - node.start
    end = max(option.end for option in node.options) - node.start
    return node.quote[start:end]


def experience_view(requirements: Sequence[Requirement]) -> tuple[Experience, ...]:
    """Every stated duration, with what it is in."""
    return tuple(
        Experience(
            min_months=node.min_months,
            max_months=node.max_months,
            modality=node.modality,
            of=(
                *(_alternative(option) for inner in walk([node]) for option in inner.options),
                *(
                    AlternativeOption(concept=None, label=phrase, mention=phrase)
                    for phrase in node.about
                ),
            ),
            excludes=node.excludes,
            start=node.start,
            end=node.end,
            quote=node.quote,
        )
        for node in walk(requirements)
        if node.min_months is not None or node.max_months is not None
    )


def education_view(requirements: Sequence[Requirement]) -> tuple[Education, ...]:
    """Every stated level of education, and whether experience may replace it."""
    nodes = list(walk(requirements))
    replaced = {node.in_lieu_of for node in nodes if node.in_lieu_of is not None}
    return tuple(
        Education(
            levels=node.levels,
            fields=node.fields,
            modality=node.modality,
            or_experience=node.key in replaced,
            start=node.start,
            end=node.end,
            quote=node.quote,
        )
        for node in nodes
        if node.levels
    )


def _alternative(option: Option) -> AlternativeOption:
    return AlternativeOption(concept=option.concept, label=option.label, mention=option.mention)
