"""Answers applied to a Record: what a person said wins over what was read.

An answer states how it is, whatever extraction says today: a fact that was accepted or corrected is
there afterwards although it was not found this time, and one that was rejected is not. The answer
for one place wins over the answer for the concept named there.

1. Options of requirements take the answers for their concepts, then those for their places.
2. A requirement that is left without anything goes; a skill that is asked for otherwise than the
   requirement it stood in gets one of its own.
3. What was answered and is in no requirement is added.
4. The flat views are made anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from skillweave.loaders.extraction.views import (
    alternatives_view,
    education_view,
    experience_view,
    skills_view,
    walk,
)
from skillweave.loaders.posting import text_digest
from skillweave.loaders.tables import candidate_skill
from skillweave.ontology.answers import Answer
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.record import Option, Record, Requirement, Salary
from skillweave.ontology.vocabulary import Modality, RequirementKind

_NAMING: Final = frozenset({"skill", "credential", "responsibility"})
"""Kinds of requirements that are nothing but the skills they name."""


@dataclass(frozen=True)
class AnswerBook:
    """All answers, found by what they are about.

    Attributes:
        concepts: answers on candidate concepts by the candidate's id.
        facts: answers on facts by the id of their posting.
    """

    concepts: Mapping[str, Answer] = field(default_factory=dict)
    facts: Mapping[str, tuple[Answer, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> "AnswerBook":
        """Sort answers by what they are about."""
        concepts: dict[str, Answer] = {}
        facts: dict[str, list[Answer]] = {}
        for answer in answers:
            if answer.about == "concept" and answer.candidate is not None:
                concepts[answer.candidate] = answer
            elif answer.posting is not None:
                facts.setdefault(answer.posting, []).append(answer)
        return cls(concepts, {posting: tuple(some) for posting, some in facts.items()})

    def on(self, posting: str, text: str) -> tuple[tuple[Answer, ...], tuple[Answer, ...]]:
        """The answers on facts of a posting: those that fit its text, and those that do not.

        Args:
            posting: id of the posting's node.
            text: its text.

        Returns:
            Both in the order in which they are kept. Costs nothing where there are none.
        """
        answers = self.facts.get(posting, ())
        if not answers:
            return (), ()
        digest = text_digest(text)
        fitting = tuple(answer for answer in answers if answer.text_sha256 == digest)
        return fitting, tuple(answer for answer in answers if answer.text_sha256 != digest)


def correct(
    record: Record,
    text: str,
    facts: Sequence[Answer],
    concepts: Mapping[str, Answer],
    taxonomy: Taxonomy,
) -> Record:
    """What a posting says after what people answered.

    Args:
        record: what was read.
        text: the text that its offsets refer to.
        facts: answers on facts of this posting in this text.
        concepts: answers on candidate concepts by the candidate's id.
        taxonomy: has the concepts that answers name.

    Returns:
        The corrected Record; the same one where no answer concerns it. Linear in its size, times
        the number of answers on the posting.
    """
    named = any(
        _candidate(option) in concepts
        for node in (walk(record.requirements) if concepts else ())
        for option in node.options
    )
    if not facts and not named:
        return record
    tree = _Tree(text, [a for a in facts if a.about == "skill"], concepts, taxonomy)
    durations = {answer.span: answer for answer in facts if answer.about == "experience"}
    requirements = tree.corrected(_with_durations(record.requirements, durations, text))
    pay = [answer for answer in facts if answer.about == "pay"]
    return record.model_copy(
        update={
            "requirements": requirements,
            "salaries": _with_pay(record.salaries, pay, text),
            "skills": skills_view(requirements),
            "alternatives": alternatives_view(requirements),
            "experience": experience_view(requirements),
            "education": education_view(requirements),
        }
    )


def _candidate(option: Option) -> str:
    """The id of the concept that an option names, or would name as a candidate."""
    return option.concept or candidate_skill(option.label)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


class _Tree:
    """The requirements of one Record while answers on skills are applied to them."""

    def __init__(
        self,
        text: str,
        answers: Sequence[Answer],
        concepts: Mapping[str, Answer],
        taxonomy: Taxonomy,
    ) -> None:
        self._text = text
        self._answers = answers
        self._concepts = concepts
        self._taxonomy = taxonomy
        self._placed: set[str] = set()
        self._moved: list[tuple[Modality, Option]] = []

    def corrected(self, requirements: Sequence[Requirement]) -> tuple[Requirement, ...]:
        """The requirements after all answers."""
        kept = [node for each in requirements if (node := self._node(each)) is not None]
        keys = {node.key for node in walk(kept)}
        self._moved += [
            (answer.modality or "required", self._option_of(answer))
            for answer in self._answers
            if answer.verdict != "reject" and answer.key not in self._placed
        ]
        for modality, option in self._moved:
            kept.append(_alone(option, modality, self._text, keys))
        return tuple(sorted(kept, key=lambda node: (node.start, node.end)))

    def _node(self, node: Requirement) -> Requirement | None:
        options = tuple(
            option for each in node.options if (option := self._option(each, node)) is not None
        )
        parts = tuple(part for each in node.parts if (part := self._node(each)) is not None)
        if options == node.options and parts == node.parts:
            return node
        if not options and not parts and node.kind in _NAMING:
            return None
        changes: dict[str, object] = {"options": options, "parts": parts}
        if len(options) + len(parts) < 2:
            changes |= {"logic": "all", "at_least": None}
        elif node.at_least is not None:
            changes["at_least"] = min(node.at_least, len(options) + len(parts))
        changes["confidence"] = min((option.confidence for option in options), default=1.0)
        return node.model_copy(update=changes)

    def _option(self, option: Option, node: Requirement) -> Option | None:
        answer = self._answer(option)
        if answer is None:
            return self._by_concept(option)
        if answer.verdict == "reject" or answer.key in self._placed:
            return None
        self._placed.add(answer.key)
        changed = self._option_of(answer)
        if answer.modality is not None and answer.modality != node.modality:
            self._moved.append((answer.modality, changed))
            return None
        return changed

    def _answer(self, option: Option) -> Answer | None:
        """The answer on the place of an option.

        A rejected name is rejected where it stands and no wider: "Access" does not reject
        "Microsoft Access", unless both are said to be the same concept.
        """
        span = (option.start, option.end)
        for answer in self._answers:
            same = answer.span == span or (
                _overlap(answer.span, span)
                and (answer.verdict != "reject" or answer.concept == option.concept is not None)
            )
            if same:
                return answer
        return None

    def _option_of(self, answer: Answer) -> Option:
        start, end = answer.span
        mention = self._text[start:end]
        listed = answer.concept is not None and answer.concept in self._taxonomy
        label = answer.label or mention
        if listed and answer.concept is not None:
            label = self._taxonomy.concept(answer.concept).label
        return Option(
            concept=answer.concept if listed else candidate_skill(label),
            label=label,
            mention=mention,
            kind=answer.kind or "technology",
            start=start,
            end=end,
            confidence=1.0,
        )

    def _by_concept(self, option: Option) -> Option | None:
        """The option after the answer on its candidate concept, wherever it stands."""
        answer = self._concepts.get(_candidate(option))
        if answer is None:
            return option
        if answer.verdict == "reject":
            return None
        changes: dict[str, object] = {"confidence": 1.0, "concept": answer.candidate}
        if answer.kind is not None:
            changes["kind"] = answer.kind
        if answer.label is not None:
            changes["label"] = answer.label
        if answer.concept is not None and answer.concept in self._taxonomy:
            meant = self._taxonomy.concept(answer.concept)
            changes |= {"concept": meant.id, "label": meant.label, "kind": meant.kind}
        return option.model_copy(update=changes)


def _alone(option: Option, modality: Modality, text: str, keys: set[str]) -> Requirement:
    """A requirement for one skill; its key is added to those that are taken."""
    kind: RequirementKind = "credential" if option.kind == "credential" else "skill"
    return Requirement(
        key=_free_key(option.start, option.end, keys),
        kind="responsibility" if modality == "duty" else kind,
        modality=modality,
        options=(option,),
        start=option.start,
        end=option.end,
        quote=text[option.start : option.end],
    )


def _free_key(start: int, end: int, keys: set[str]) -> str:
    wanted = key = f"req-{start}-{end}"
    number = 1
    while key in keys:
        number += 1
        key = f"{wanted}-{number}"
    keys.add(key)
    return key


def _with_durations(
    requirements: Sequence[Requirement], answers: Mapping[tuple[int, int], Answer], text: str
) -> list[Requirement]:
    """The requirements after the answers on stated durations."""
    if not answers:
        return list(requirements)
    placed: set[tuple[int, int]] = set()

    def changed(node: Requirement) -> Requirement | None:
        parts = tuple(part for each in node.parts if (part := changed(each)) is not None)
        node = node if parts == node.parts else node.model_copy(update={"parts": parts})
        timed = node.min_months is not None or node.max_months is not None
        answer = answers.get((node.start, node.end))
        if not timed or answer is None:
            return node
        placed.add(answer.span)
        if answer.verdict != "reject":
            return node.model_copy(
                update={
                    "min_months": answer.min_months,
                    "max_months": answer.max_months,
                    "modality": answer.modality or node.modality,
                    "confidence": 1.0,
                }
            )
        if not node.options and not node.parts and node.in_lieu_of is None:
            return None
        untimed = {"min_months": None, "max_months": None, "exclusive_minimum": False}
        names = {"kind": "skill"} if node.options else {}
        return node.model_copy(update={**untimed, **names})

    kept = [node for each in requirements if (node := changed(each)) is not None]
    keys = {node.key for node in walk(kept)}
    for span, answer in answers.items():
        if answer.verdict == "reject" or span in placed:
            continue
        start, end = span
        kept.append(
            Requirement(
                key=_free_key(start, end, keys),
                kind="experience",
                modality=answer.modality or "required",
                min_months=answer.min_months,
                max_months=answer.max_months,
                start=start,
                end=end,
                quote=text[start:end],
            )
        )
    return kept


def _with_pay(
    salaries: Sequence[Salary], answers: Sequence[Answer], text: str
) -> tuple[Salary, ...]:
    """The pay bands after the answers on them."""
    if not answers:
        return tuple(salaries)
    kept = [
        salary
        for salary in salaries
        if not any(_overlap(answer.span, (salary.start, salary.end)) for answer in answers)
    ]
    for answer in answers:
        if answer.verdict == "reject":
            continue
        start, end = answer.span
        here = (salary for salary in salaries if _overlap(answer.span, (salary.start, salary.end)))
        known = next(here, None)
        kept.append(
            Salary(
                min=answer.min,
                max=answer.max,
                currency=answer.currency or (known.currency if known else "USD"),
                period=answer.period or (known.period if known else "year"),
                location=known.location if known else None,
                start=start,
                end=end,
                quote=text[start:end],
            )
        )
    return tuple(sorted(kept, key=lambda salary: (salary.start, salary.end)))
