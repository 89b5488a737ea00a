"""From names, lists and statements to the tree of requirements.

A sentence gives one requirement for what it asks in one breath: its names, with each choice among
them as a part of its own. An experience statement takes up the names it is about, and a statement
of education that experience may replace becomes a choice of two parts, one in lieu of the other.
Nothing is flattened here; the flat views are made from the finished tree (``views.py``).
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

from skillweave.loaders.extraction.coordination import Choice, read_lists
from skillweave.loaders.extraction.degrees import EducationStatement
from skillweave.loaders.extraction.experience import ExperienceStatement
from skillweave.loaders.extraction.modality import ModalityReader
from skillweave.loaders.text.page import Mention, Page, Sentence
from skillweave.ontology.record import Option, Requirement
from skillweave.ontology.vocabulary import Logic, Modality, RequirementKind, SectionKind

_DONE_WITH = re.compile(r"\s+(?:in|with|using)\s+(?:[a-z]+\s+){0,3}(?:such as\s+|like\s+)?")


class ReadSentence:
    """A sentence with the names in it and the choices among them."""

    __slots__ = ("choices", "mentions", "sentence")

    def __init__(self, sentence: Sentence, mentions: list[Mention], choices: list[Choice]) -> None:
        self.sentence = sentence
        self.mentions = mentions
        self.choices = choices


def read_sentences(page: Page, mentions: Sequence[Mention]) -> list[ReadSentence]:
    """Read the lists of every sentence that names something.

    Args:
        page: the page.
        mentions: the names found in it, in order.

    Returns:
        The sentences with their names, to which the candidates of their lists are added.
    """
    found: list[ReadSentence] = []
    starts = [mention.start for mention in mentions]
    for sentence in page.sentences:
        first = bisect_left(starts, sentence.start)
        last = bisect_left(starts, sentence.end, first)
        if first == last:
            continue
        names = list(mentions[first:last])
        choices, candidates = read_lists(page.text, sentence, names)
        if candidates:
            names = sorted([*names, *candidates], key=lambda mention: mention.start)
        found.append(ReadSentence(sentence, names, choices))
    return found


class SentenceStrength(Protocol):
    """How strongly one sentence asks for what stands in it."""

    def of(self, start: int, end: int, kind: str | None = None) -> Modality:
        """The modality of what stands at ``[start, end)``, offsets of the page."""
        ...


class Strength(Protocol):
    """How strongly the sentences of a page ask."""

    def sentence(self, sentence: Sentence) -> SentenceStrength:
        """What one sentence says."""
        ...


class TreeBuilder:
    """Builds the requirement tree of one page.

    Args:
        page: the page.
        sentences: its sentences with names, from ``read_sentences``.
        modality: how strongly its sentences ask; English is read by default.
    """

    def __init__(
        self, page: Page, sentences: Sequence[ReadSentence], modality: Strength | None = None
    ) -> None:
        self._page = page
        self._sentences = sentences
        self._modality: Strength = modality or ModalityReader(page)
        self._keys: dict[str, int] = {}
        self._taken: set[tuple[int, int]] = set()

    def build(
        self,
        experience: Sequence[ExperienceStatement],
        education: Sequence[EducationStatement],
    ) -> tuple[Requirement, ...]:
        """The requirements in the order of the text.

        Args:
            experience: the stated durations.
            education: the stated levels of education.

        Returns:
            The roots of the tree.
        """
        roots: list[Requirement] = []
        by_start: dict[int, Requirement] = {}
        for statement in experience:
            by_start[statement.start] = self._experience(statement)
        used: set[int] = set()
        for degree in education:
            roots.append(self._education(degree, by_start, used))
        roots.extend(node for start, node in by_start.items() if start not in used)
        for read in self._sentences:
            roots.extend(self._skills(read))
        roots.sort(key=lambda node: (node.start, node.end))
        return tuple(roots)

    def _key(self, start: int, end: int) -> str:
        base = f"req-{start}-{end}"
        self._keys[base] = count = self._keys.get(base, 0) + 1
        return base if count == 1 else f"{base}-{count}"

    def _sentence_at(self, start: int) -> Sentence | None:
        sentences = self._page.sentences
        at = bisect_right(sentences, start, key=lambda sentence: sentence.start) - 1
        return sentences[at] if at >= 0 else None

    def _node(
        self,
        start: int,
        end: int,
        kind: RequirementKind,
        strength: Modality,
        *,
        logic: Logic = "all",
        at_least: int | None = None,
        open_list: bool = False,
        options: Sequence[Mention] = (),
        parts: Sequence[Requirement] = (),
    ) -> Requirement:
        section: SectionKind = "body"
        sentence = self._sentence_at(start)
        if sentence is not None:
            section = sentence.section
        return Requirement(
            key=self._key(start, end),
            kind=kind,
            modality=strength,
            logic=logic,
            at_least=at_least,
            open_list=open_list,
            options=tuple(_option(mention) for mention in options),
            parts=tuple(parts),
            start=start,
            end=end,
            quote=self._page.text[start:end],
            section=section,
            confidence=min((mention.confidence for mention in options), default=1.0),
        )

    def _choice(self, choice: Choice, kind: RequirementKind, strength: Modality) -> Requirement:
        many = choice.at_least > 1
        return self._node(
            choice.start,
            choice.end,
            kind,
            strength,
            logic="at_least" if many else "any",
            at_least=choice.at_least if many else None,
            open_list=choice.open_list,
            options=choice.options,
        )

    def _skills(self, read: ReadSentence) -> list[Requirement]:
        """What a sentence asks for besides the durations in it, a node for each modality."""
        groups: dict[tuple[Modality, RequirementKind], list[Mention]] = defaultdict(list)
        parts: dict[tuple[Modality, RequirementKind], list[Requirement]] = defaultdict(list)
        chosen: set[tuple[int, int]] = set()
        modality = self._modality.sentence(read.sentence)
        for choice in read.choices:
            spans = {(option.start, option.end) for option in choice.options}
            if spans & self._taken:
                continue
            strength = modality.of(choice.start, choice.end, choice.options[0].kind)
            if _only_lists(choice, strength):
                continue
            kind = _kind(choice.options, strength)
            chosen |= spans
            parts[strength, kind].append(self._choice(choice, kind, strength))
        for mention in read.mentions:
            span = (mention.start, mention.end)
            if span in chosen or span in self._taken:
                continue
            strength = modality.of(mention.start, mention.end, mention.kind)
            groups[strength, _kind([mention], strength)].append(mention)
        nodes: list[Requirement] = []
        for key in sorted({*groups, *parts}):
            strength, kind = key
            options, choices = groups.get(key, []), parts.get(key, [])
            if not options and len(choices) == 1:
                nodes.append(choices[0])
                continue
            sentence = read.sentence
            nodes.append(
                self._node(
                    sentence.start, sentence.end, kind, strength, options=options, parts=choices
                )
            )
        return nodes

    def _experience(self, statement: ExperienceStatement) -> Requirement:
        """A stated duration with what it is about."""
        about = {(topic.start, topic.end) for topic in statement.about}
        strength = statement.modality
        names: list[Mention] = []
        choices: list[Choice] = []
        for read in self._sentences:
            if read.sentence.end <= statement.start or read.sentence.start >= statement.end:
                continue
            inside = {
                (mention.start, mention.end): mention
                for mention in read.mentions
                if (mention.start, mention.end) in about
            }
            for choice in read.choices:
                spans = [(option.start, option.end) for option in choice.options]
                if spans and spans[0] in inside:
                    choices.append(choice)
                    self._taken.update(spans)
                    for span in spans:
                        inside.pop(span, None)
            names.extend(
                mention
                for mention in inside.values()
                if not (choices and self._leads_to(mention, choices[-1]))
            )
        self._taken.update((mention.start, mention.end) for mention in names)
        phrases = tuple(topic.text for topic in statement.about if topic.mention is None)
        single = choices[0] if len(choices) == 1 and not names else None
        if single is not None:
            node = self._choice(single, "experience", strength)
        else:
            node = self._node(
                statement.start,
                statement.end,
                "experience",
                strength,
                logic=statement.logic if not choices else "all",
                open_list=statement.open_list and not choices,
                options=names,
                parts=[self._choice(choice, "skill", strength) for choice in choices],
            )
        return node.model_copy(
            update={
                "key": self._key(statement.start, statement.end),
                "start": statement.start,
                "end": statement.end,
                "quote": self._page.text[statement.start : statement.end],
                "min_months": statement.min_months,
                "max_months": statement.max_months,
                "exclusive_minimum": statement.exclusive_minimum,
                "excludes": statement.excludes,
                "about": phrases,
            }
        )

    def _leads_to(self, activity: Mention, choice: Choice) -> bool:
        """Whether a name only says what is done with the choice: "programming in A or B"."""
        between = self._page.text[activity.end : choice.start]
        return activity.kind == "method" and _DONE_WITH.fullmatch(between) is not None

    def _education(
        self,
        degree: EducationStatement,
        experience: dict[int, Requirement],
        used: set[int],
    ) -> Requirement:
        """A stated level, with what may replace it."""
        strength = degree.modality
        node = self._node(degree.start, degree.end, "education", strength).model_copy(
            update={
                "levels": degree.levels,
                "fields": tuple(field.text for field in degree.fields),
                "open_list": degree.open_list,
            }
        )
        if not degree.or_experience:
            return node
        other = experience.get(degree.in_lieu) if degree.in_lieu is not None else None
        if other is not None and degree.in_lieu is not None:
            used.add(degree.in_lieu)
            substitute = other.model_copy(update={"in_lieu_of": node.key})
        else:
            substitute = self._node(degree.start, degree.end, "experience", strength).model_copy(
                update={"in_lieu_of": node.key}
            )
        start, end = min(node.start, substitute.start), max(node.end, substitute.end)
        return self._node(start, end, "education", strength, logic="any", parts=[node, substitute])


def _only_lists(choice: Choice, strength: Modality) -> bool:
    """Whether what looks like a choice only lists what is done, or two sides of one trait.

    So do "cleaning/merging data" in a duty and "written/verbal communication" anywhere.
    """
    kinds = {option.kind for option in choice.options}
    return not choice.spelled_out and (
        (strength == "duty" and "technology" not in kinds) or "soft" in kinds
    )


def _kind(options: Sequence[Mention], strength: Modality) -> RequirementKind:
    if strength == "duty":
        return "responsibility"
    return "credential" if all(option.kind == "credential" for option in options) else "skill"


def _option(mention: Mention) -> Option:
    return Option(
        concept=mention.concept,
        label=mention.label,
        mention=mention.text,
        kind=mention.kind,
        start=mention.start,
        end=mention.end,
        confidence=mention.confidence,
    )
