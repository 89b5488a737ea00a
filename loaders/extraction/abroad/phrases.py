"""The phrases of a language as regular expressions, and how strongly a sentence asks.

Compiled once a language and process.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from skillweave.loaders.languages import LANGUAGES
from skillweave.loaders.text.page import Sentence
from skillweave.ontology.vocabulary import EducationLevel, Modality


@dataclass(frozen=True, slots=True)
class Phrases:
    """What the readers of a language match; see :class:`skillweave.loaders.languages.Words`.

    Attributes:
        experience: words for experience.
        no_experience: the end of what stands before a duration that is no experience.
        other_after: the beginning of what stands behind a duration that is no experience.
        firm: words by which an employer speaks of itself.
        skill: words behind which something new is named.
        item: a comma behind which a new item of a list begins.
        levels: phrases for levels of education.
        levels_of: the levels that the groups of ``levels`` name.
        schooling: what speaks of education without demanding it.
        instead: experience in the place of a degree.
        cues: what says how strongly something is asked for, in groups named after modalities.
        joint: what stands between two items of a list.
        either: what makes a list a choice.
        such_as: the end of what stands before a list of examples.
    """

    experience: re.Pattern[str]
    no_experience: re.Pattern[str]
    other_after: re.Pattern[str]
    firm: re.Pattern[str]
    skill: re.Pattern[str]
    item: re.Pattern[str]
    levels: re.Pattern[str]
    levels_of: dict[str, tuple[EducationLevel, ...]]
    schooling: re.Pattern[str]
    instead: re.Pattern[str]
    cues: re.Pattern[str]
    joint: re.Pattern[str]
    either: re.Pattern[str]
    such_as: re.Pattern[str]


def _compiled(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{phrase})(?!\w)", re.IGNORECASE)


@cache
def phrases_of(language: str) -> Phrases | None:
    """The phrases of a language; None if it has no table."""
    words = LANGUAGES.get(language)
    if words is None:
        return None
    levels_of = {f"level{number}": each.levels for number, each in enumerate(words.levels)}
    any_level = "|".join(each.phrase for each in words.levels)
    # Where one stands all are tried, so that the longest can be taken.
    levels = rf"(?<![\w.&])(?=(?:{any_level})(?!\w))" + "".join(
        rf"(?:(?=(?P<level{number}>(?:{each.phrase})(?!\w)))|)"
        for number, each in enumerate(words.levels)
    )
    either = rf"(?:{words.either})"
    return Phrases(
        experience=_compiled(words.experience),
        no_experience=re.compile(
            rf"(?<!\w)(?:{words.no_experience})\W*(?:\w+\W+){{0,2}}$", re.IGNORECASE
        ),
        other_after=re.compile(rf"\W*(?:{words.no_experience_after})(?!\w)", re.IGNORECASE),
        firm=_compiled(words.firm),
        skill=_compiled(words.skill),
        item=re.compile(
            rf",\s+(?=(?:\w+\s+){{0,2}}(?:{words.skill}|{words.experience})(?!\w))", re.IGNORECASE
        ),
        levels=re.compile(levels, re.IGNORECASE),
        levels_of=levels_of,
        schooling=_compiled(words.schooling),
        instead=_compiled(words.instead),
        cues=re.compile(
            rf"(?<!\w)(?:(?P<not_required>{words.needless})|(?P<preferred>{words.preferred})"
            rf"|(?P<required>{words.required}))(?!\w)",
            re.IGNORECASE,
        ),
        joint=re.compile(
            rf"\s*(?:[,/|&+]|[,;]?\s*(?<!\w){either}(?!\w)|[(\[]|(?<!\w)(?:{_AND})(?!\w))?\s*"
            r"(?:(?<!\w)(?:\w{3,12}\s)?)",
            re.IGNORECASE,
        ),
        either=re.compile(rf"/|(?<!\w){either}(?!\w)", re.IGNORECASE),
        such_as=re.compile(rf"(?<!\w)(?:{words.such_as})\W*$", re.IGNORECASE),
    )


_AND: Final = "und|sowie|et|ainsi que|en|alsook|y|e"
_CLAUSE: Final = re.compile(r"[;.:]\s|\s[-–—]\s|[()]")
_JOINT: Final = re.compile(rf",\s|{_CLAUSE.pattern}|\s(?:{_AND})\s", re.IGNORECASE)
_MORE_BEHIND: Final = re.compile(r"\w{2,}\W+\w|\W\w+[+#]?\W*$")
"""What stands behind a cue that speaks of what follows: more than the verb of its sentence."""
_MODALITIES: Final[dict[str, Modality]] = {
    "not_required": "not_required",
    "preferred": "preferred",
    "required": "required",
}


class Cue(NamedTuple):
    """A cue of modality, and the stretch (offsets into the page) that it speaks of."""

    modality: Modality
    start: int
    end: int


def cues_of(sentence: Sentence, language: str) -> list[Cue]:
    """The cues of a sentence.

    A cue speaks of its item and of what follows it in its clause ("idealerweise Kafka"); where
    nothing follows, of all that stands before it ("Kafka von Vorteil"), as far as the cue before;
    and in brackets of its own, of the item that they follow.

    Args:
        sentence: the sentence.
        language: its language.
    """
    phrases = phrases_of(language)
    if phrases is None:
        return []
    text = sentence.text
    found: list[Cue] = []
    matches = list(phrases.cues.finditer(text))
    for number, match in enumerate(matches):
        floor = matches[number - 1].end() if number else 0
        stop = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        mark = _CLAUSE.search(text, match.end(), stop)
        label = mark is not None and mark.group().startswith(":")
        if mark is not None and not label:
            stop = mark.start()
        low, high = _after_joint(text, floor, match.start()), stop
        if not _MORE_BEHIND.search(text[match.end() : stop]):
            marks = [*_CLAUSE.finditer(text, floor, match.start())]
            marks += phrases.item.finditer(text, floor, match.start())
            marks.sort(key=re.Match.end)
            low = marks[-1].end() if marks else floor
            if marks and marks[-1].group() == "(" and not text[low : match.start()].strip():
                low = max(text.rfind(",", 0, marks[-1].start()), floor)
            high = match.end()
        modality = _MODALITIES[match.lastgroup or ""]
        found.append(Cue(modality, sentence.start + low, sentence.start + high))
    return found


def _after_joint(text: str, floor: int, cue: int) -> int:
    """Where the item begins that a cue stands in: behind the last comma, conjunction or clause."""
    low = floor
    for joint in _JOINT.finditer(text, floor, cue):
        low = joint.end()
    return low


def strength(
    sentence: Sentence, cues: Sequence[Cue], start: int, end: int, *, demand: bool = False
) -> Modality:
    """How strongly a sentence asks for what stands at ``[start, end)``, offsets of the page.

    Args:
        sentence: the sentence.
        cues: its cues.
        start: first offset.
        end: offset after the last character.
        demand: whether it can only be a demand, as a degree is; then it is never a mere duty.
    """
    for cue in cues:
        if cue.start < end and start < cue.end:
            return cue.modality
    if sentence.section == "preferred":
        return "preferred"
    asked = demand or sentence.section in ("required", "education")
    return "required" if asked else "duty"
