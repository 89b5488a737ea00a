"""Whether a name that is also a common word means the skill: Go, R, C, Spark, Excel, Access.

Such a name counts when its surroundings speak for it. Signs are added up:

- it stands in a list next to another skill ("Python, R and SQL"): strong;
- it is what a phrase of skill asks for ("proficient in Excel", "experience with Go"): strong;
- a word after it says what it is ("Go developer", "R packages", "Access database"): strong;
- the sentence names other skills: weak; it is capitalised in mid-sentence: weak.

A single letter needs a strong sign that no other letter could give, since letters also number
lists and name grades.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from skillweave.loaders.text.cues import CueFinder, any_between

if TYPE_CHECKING:
    from skillweave.loaders.extraction.names import Found
    from skillweave.loaders.text.page import Sentence

_JOINT: Final = re.compile(
    r"[\s,/&()|•+\"'“”-]*(?:\b(?:and|or|and/or)\b)?[\s,/&(\"'“-]*", re.IGNORECASE
)
_ASKED: Final = re.compile(
    r"(?:\b(?:experience[d]?|proficien(?:t|cy)|knowledge|skills?|fluen(?:t|cy)|expert(?:ise)?|famili"
    r"ar(?:ity)?|competen(?:t|ce|cy)|background|programming|coding|development|develop(?:ing)?|written|skilled|"
    r"trained|training|certified|understanding|mastery|command|working)\s(?:\w+\s){0,2}?(?:with|in|of|using)"
    r"|\b(?:using|languages?|tools?|frameworks?|libraries|databases?|platforms?|packages?|software|technologies|"
    r"programs?|applications?|systems?|suite|like|e\.g\.?,?|such as|including|include|know|use|uses|Microsoft|MS|Apache|"
    r"Google|advanced|intermediate|basic|strong)\b[:\s(]*|\bin)\s*$",
    re.IGNORECASE,
)
_SAYS_WHAT: Final = re.compile(
    r"\s*(?:\(?(?:programming|language|lang|scripting)|developer|engineer|code\b|coding|script|packages?\b|"
    r"librar|framework|database|spreadsheet|skills?\b|macro|pivot|formulas?|jobs?\b|streaming|cluster|"
    r"server|microservices|backend|services\b|scripts?\b|certifi|dashboards?|reports?\b|experience|"
    r"proficiency|knowledge|software|application|platform|module|\d+(?:\.\d+)?\b|API|SDK|Native|Shiny|Studio|SQL)",
    re.IGNORECASE,
)
_WINDOW: Final = 48

_FIRM_WORDS: Final = CueFinder(
    {
        "lists": (
            "company", "companies", "client", "clients", "customer", "customers", "brand", "brands",
            "investors", "partners", "retailers", "stores", "leaders", "startups", "competitors",
            "organizations", "organisations",
        ),
        "story": (
            "backed by", "funded by", "founded by", "acquired by", "trusted by", "led by", "used by",
            "founder", "founders", "alumni", "investors", "sold to", "ex-*", "yc", "formerly",
            "our product", "our products", "our platform", "our software", "our suite", "our solution",
            "our solutions", "our flagship*", "we are a", "we are an", "we are the", "we're a",
            "we're an", "we're the", "is a leading", "is the leading", "is the world*", "leading provider",
            "leading global", "follow us", "visit us", "fortune 5*", "fortune 1*", "member companies",
            "global leader", "founded in",
        ),
    }
)  # fmt: skip
_LISTS_FIRMS: Final = re.compile(
    r"\b(?:compan(?:y|ies)|clients?|customers?|brands?|investors|partners|retailers|stores|leaders|"
    r"startups|competitors|organi[sz]ations)\b[\w ,]{0,60}?\b(?:such as|like|including|include)\b",
    re.IGNORECASE,
)
_WORK: Final = re.compile(
    r"\b(?:you|stack|we use|built (?:on|with|in)|experience|using|knowledge|skills)\b",
    re.IGNORECASE,
)


class FirmTalk:
    """Tells which sentences of a text speak of the employer and its clients, not of the work.

    Args:
        text: the page's text; looked through once.
    """

    def __init__(self, text: str) -> None:
        self._cues = _FIRM_WORDS.find(text)

    def tells(self, sentence: "Sentence") -> bool:
        """Whether names in this sentence are those of firms and products, not of skills."""
        start, end = sentence.start, sentence.end
        if any_between(self._cues.get("lists", ()), start, end) and _LISTS_FIRMS.search(
            sentence.text
        ):
            return True
        story = sentence.section == "about" or any_between(self._cues.get("story", ()), start, end)
        return story and _WORK.search(sentence.text) is None


def counts(found: Sequence[tuple["Found", "Sentence"]], position: int, text: str) -> bool:
    """Whether the ambiguous name at ``position`` means the skill.

    Args:
        found: all names of the page with their sentences, in order.
        position: which of them is asked about.
        text: the page's text.

    Returns:
        True where the signs suffice.
    """
    item, sentence = found[position]
    mention = text[item.start : item.end]
    if mention != item.written and not (mention.isupper() and len(mention) > 2):
        return False
    signs = 0
    if _neighbour(found, position, text):
        signs += 2
    before = text[max(sentence.start, item.start - _WINDOW) : item.start]
    if _ASKED.search(before):
        signs += 2
    if _SAYS_WHAT.match(text, item.end, min(item.end + 24, len(text))):
        signs += 2
    if any(
        other is not item and other_sentence is sentence and other.rule != "ambiguous"
        for other, other_sentence in found[max(0, position - 6) : position + 7]
    ):
        signs += 1
    if item.start > sentence.start and text[item.start - 1] == " ":
        signs += 1
    return signs >= (3 if len(mention) == 1 else 2)


def _neighbour(found: Sequence[tuple["Found", "Sentence"]], position: int, text: str) -> bool:
    """Whether another name stands directly beside this one, with only list signs between."""
    item, _ = found[position]
    for step in (-1, 1):
        at = position + step
        hops = 0
        edge = item.start if step < 0 else item.end
        while 0 <= at < len(found) and hops < 4:
            other, _ = found[at]
            between = text[other.end : edge] if step < 0 else text[edge : other.start]
            if len(between) > 10 or not between.strip(" ") or not _JOINT.fullmatch(between):
                break
            if other.rule != "ambiguous" or hops:
                return True
            edge = other.start if step < 0 else other.end
            at += step
            hops += 1
    return False
