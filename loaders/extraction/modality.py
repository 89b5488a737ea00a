"""How strongly a posting asks for something: the sentence is asked first, then the section.

A cue holds for the clause it stands in, not for the whole line: in "Python required; Spark a
plus" each name has its own. Clauses end at semicolons and at contrasting conjunctions, and a
cue inside brackets speaks of what is inside or directly before them.

Where no cue is near and no heading says that demands follow, signs are added up: phrases that speak
of the candidate, how the sentence and its neighbours begin (``asking.py``), what sort of skill it
is. Many postings run their duties and their demands together below one heading or none; demands
come in runs, so the neighbours say much.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from skillweave.loaders.extraction.asking import AskingWords
from skillweave.loaders.text.cues import CueFinder, any_between
from skillweave.loaders.text.page import Page, Sentence
from skillweave.ontology.vocabulary import Modality, SectionKind

_CUES: Final = re.compile(
    r"(?P<negated>\bno (?:(?:prior|previous|specific|formal) )?(?:[\w+#./-]+ ){0,4}?(?:experience|knowledge|"
    r"degree|qualifications?|skills?)?\s*(?:is |are )?(?:needed|required|necessary)\b"
    r"|\b(?:not|n['’]t) (?:be )?(?:strictly |absolutely )?(?:required|necessary|needed|essential|mandatory)"
    r"(?! but| though|, but)|\bdo(?:es)? ?n[o'’]t (?:need|require|have to)|\bno need (?:for|to)"
    r"|\bunnecessary\b)"
    r"|(?P<preferred>\bprefer(?:red|ably|ence|s|able)?\b(?! to be| pronoun)|\b(?:is |are |as |be |"
    r"considered )?(?:a )?(?:big |huge |strong |definite |real |major )?plus(?:es)?\b(?! size)|\bnice[- ]to[- ]have"
    r"|\bdesir(?:able|ed)\b|\bideal(?:ly)?\b(?! candidate)|\bbonus(?: points)?\b(?=\s*(?:if|for|points|:|\)|$))"
    r"|\badvantag(?:e|eous)\b|\b(?:an|strong) asset\b|\bbeneficial\b|\bgood to have\b|\bhighly regarded\b"
    r"|\bwould be (?:an? )?(?:great|nice|good|helpful|useful|welcome|valued|considered)|\bnot (?:required|"
    r"essential|necessary|mandatory)(?:,)? (?:but|though)|\bhelpful\b|\boptional\b|\bextra points\b"
    r"|\bwelcomed?\b(?! to)|\beven better\b|\bappreciated\b)"
    r"|(?P<required>\bmust\b|\b(?:we|you(?:['’]ll)?) require\b|\brequires\b|"
    r"\b(?:is|are|be|also|experience|knowledge|degree|skills?|ability|licen[cs]e|certification|preferred) (?:(?!not\b)\w+ ){0,2}?"
    r"required\b|\brequired\b(?=\s*(?:$|[.,;:)!*–-]|skill|experience|qualif|knowledge))|\bis an? requirement|\bmandatory\b|"
    r"\b(?:is|are|be|also|considered) essential\b(?! (?:to|in|for)\b)|\bessential\b(?=\s*(?:$|[.,;:)])|"
    r" (?:skill|criteri|requirement|experience|qualif))|\bneed(?:s|ed)? (?:to (?:have|be|know)|experience)|\bminimum\b|\bat least\b|"
    r"\bnecessary\b)",
    re.IGNORECASE,
)
_CUE_WORDS: Final = CueFinder(
    {
        "cue": (
            "no", "not", "n't", "need*", "require*", "necessary", "unnecessary", "mandatory", "essential",
            "prefer*", "plus", "pluses", "nice to have", "nice-to-have", "desir*", "ideal*", "bonus",
            "advantag*", "asset", "beneficial", "good to have", "highly regarded", "would be", "helpful",
            "optional", "extra points", "welcome*", "even better", "appreciated", "must", "minimum",
            "at least",
        )
    }
)  # fmt: skip
"""Every cue holds one of these words; a sentence without any is not searched for cues."""

_CANDIDATE: Final = re.compile(
    r"\byou (?:have|are|possess|bring|know|must)\b|\byou['’](?:ve|re)\b|\b(?:looking|searching|seeking) (?:for )?[\w -]{0,40}"
    r"(?:someone|candidate|individual|person|people)s?\b[\w ]{0,20}\b(?:with|who|that)\b|\bexperienced? (?:with|in|using|of|working|as|developing|building|"
    r"managing|designing)\b|\b(?:strong|proven|solid|excellent|deep|good|extensive|relevant|previous|prior|"
    r"hands[- ]on|demonstrated|working|professional|some|significant|exceptional|outstanding)\b[\w ,/&-]{0,80}?"
    r"(?<!patient )(?<!user )(?<!customer )(?<!learning )\b(?:experience|knowledge|skills?|understanding|background|abilit(?:y|ies)|expertise|command)\b|"
    r"\bproficien(?:t|cy)\b|\bknowledge of\b|\bability to\b|\bable to\b|\bfamiliar(?:ity)? with\b|\bfluen(?:t|cy)\b|"
    r"\bexpert(?:ise)? (?:in|with|level|knowledge)|\bskilled in\b|\bunderstanding of\b|\bcomfortable (?:with|using|working)|"
    r"\byears?['’]? (?:of )?|\bcandidates? (?:will|should|must|who|with)|\bdegree in\b|\blicen[sc]ed?\b|\bcertifi(?:ed|cation)\b|"
    r"\bqualified\b|\bregistered\b|\bregistration\b",
    re.IGNORECASE,
)
_STRONG_DEMAND: Final = re.compile(
    r"\byou (?:have|possess|must|should have)\b|\bmust (?:have|be|possess)\b|\byears?['’]? (?:of )?experience|"
    r"\bcandidates? (?:will|should|must|who|with)|"
    r"\b(?:strong|proven|solid|excellent|good|previous|prior|hands[- ]on|demonstrated|extensive|outstanding|exceptional)\b"
    r"[\w ,/&-]{0,80}?\b(?:experience|knowledge|skills?|understanding|background|ability)\b|"
    r"^(?:experience|knowledge|proficien|familiar|ability|skill|fluen|expert)",
    re.IGNORECASE,
)
_CLAUSE_END: Final = re.compile(r";|\.\s|\bbut\b|\bwhile\b|\balthough\b|\bhowever\b|\s[-–—]\s")
_BRACKETS: Final = re.compile(r"\(([^()]*)\)")

_TRAIT: Final = re.compile(
    r"\b(?:looking|searching) for\b|\bseek(?:ing|s)?\b|\byou (?:will be|should be|are|need)\b|\byou['’](?:re|ll be)\b|"
    r"\benthusias|\bmotivated\b|\bpassion|\battitude\b|\bpersonality\b|\bdedicated\b|\bsomeone\b|\bindividual",
    re.IGNORECASE,
)
_STACK: Final = re.compile(r"\bstack\b", re.IGNORECASE)
"""In headings: below, the tools are described that the team works with."""

_ALWAYS_ASKED: Final = frozenset({"credential", "human_language"})
"""Kinds that nobody names as a mere duty: whoever writes them asks for them."""

_BIAS: Final = -2.16
_OWN_WORDS: Final = 0.51
_WORDS_BEFORE: Final = 0.38
_WORDS_BEHIND: Final = 0.51
_SAYS_DEMAND: Final = 2.03
_SAYS_CANDIDATE: Final = 2.13
_SAYS_TRAIT: Final = 0.46
_IS_TRAIT: Final = 1.22
_IS_SOUGHT_TRAIT: Final = 1.24
_IS_ALWAYS_ASKED: Final = 2.38
_IS_ITEM: Final = 0.89
"""What each sign adds to the log odds that a sentence asks: a logistic regression over the mentions
that no heading and no cue decide, whose accuracy by five-fold cross-validation over postings is .90
(.87 without the words)."""

_OF_STACK: Final = -3.0
"""What a sentence of a described stack has instead; only plain demands outweigh it."""

_NEIGHBOURS: Final = 2
"""How many sentences on either side are listened to."""

_SECTION_MODALITY: Final[dict[SectionKind, Modality]] = {
    "required": "required",
    "education": "required",
    "preferred": "preferred",
}


_MODALITY_OF_GROUP: Final[dict[str, Modality]] = {
    "negated": "not_required",
    "preferred": "preferred",
    "required": "required",
}


class Cue(NamedTuple):
    """A cue of modality in a sentence, and the stretch of the sentence that it speaks of."""

    modality: Modality
    start: int
    end: int


class ModalityReader:
    """Finds how strongly the sentences of a page ask for what they name.

    Args:
        page: the page; looked through once for words that cues are made of.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._cues = _CUE_WORDS.find(page.text).get("cue", ())
        self._words = AskingWords.load()
        self._scores: dict[int, float] = {}
        self._stacks = [span for span in page.sections if _STACK.search(span.heading)]

    def sentence(self, sentence: Sentence) -> "SentenceModality":
        """The cues of one sentence and what they govern."""
        may_have = any_between(self._cues, sentence.start, sentence.end)
        cues = _sentence_cues(sentence) if may_have else ()
        return SentenceModality(sentence, cues, self._leaning)

    def _leaning(self, sentence: Sentence) -> float:
        """The log odds that a sentence asks, by its words, its neighbours' and its shape."""
        sentences = self._page.sentences
        at = bisect_left(sentences, sentence.start, key=_start)
        before = self._mean(range(max(0, at - _NEIGHBOURS), at), sentence)
        behind = self._mean(range(at + 1, min(len(sentences), at + 1 + _NEIGHBOURS)), sentence)
        if any(span.start <= sentence.start < span.end for span in self._stacks):
            return _OF_STACK
        item = self._page.lines[sentence.line].kind == "bullet"
        return (
            _BIAS
            + _OWN_WORDS * self._score(at)
            + _WORDS_BEFORE * before
            + _WORDS_BEHIND * behind
            + _IS_ITEM * item
        )

    def _mean(self, places: range, sentence: Sentence) -> float:
        """What the neighbours of a sentence say that stand in the same sort of section."""
        scores = [
            self._score(place)
            for place in places
            if self._page.sentences[place].section == sentence.section
        ]
        return sum(scores) / len(scores) if scores else 0.0

    def _score(self, at: int) -> float:
        score = self._scores.get(at)
        if score is None:
            score = self._scores[at] = self._words.score(self._page.sentences[at].text)
        return score


def _start(sentence: Sentence) -> int:
    return sentence.start


class SentenceModality:
    """How strongly one sentence asks for what it names.

    Args:
        sentence: a sentence of a page.
        cues: the cues in it.
        leaning: tells the log odds that a sentence asks, by its words and neighbours.
    """

    def __init__(
        self, sentence: Sentence, cues: Sequence[Cue], leaning: Callable[[Sentence], float]
    ) -> None:
        self._sentence = sentence
        self._cues = cues
        self._leaning = leaning
        self._by_place: dict[str | None, Modality] = {}

    def of(self, start: int, end: int, kind: str | None = None) -> Modality:
        """The modality of what stands at ``[start, end)``, offsets of the page.

        Args:
            start: its first offset.
            end: the offset after its last character.
            kind: what sort of skill it is; traits, licences and languages are sooner demands.

        Returns:
            The modality by the cue whose scope holds it (a negation wins over a softening, that
            over a demand), else by the section, else by the signs that its sentence asks.
        """
        found: Modality | None = None
        for cue in self._cues:
            if cue.start <= start and end <= cue.end:
                if cue.modality == "not_required":
                    return "not_required"
                if found != "preferred":
                    found = cue.modality
        if found is not None:
            return found
        if kind not in self._by_place:
            self._by_place[kind] = self._of_place(kind)
        return self._by_place[kind]

    def _of_place(self, kind: str | None) -> Modality:
        by_section = _SECTION_MODALITY.get(self._sentence.section)
        if by_section is not None:
            return by_section
        text = self._sentence.text
        trait = _TRAIT.search(text) is not None
        odds = self._leaning(self._sentence) + _SAYS_TRAIT * trait
        if _STRONG_DEMAND.search(text):
            odds += _SAYS_DEMAND
        if _CANDIDATE.search(text):
            odds += _SAYS_CANDIDATE
        if kind == "soft":
            odds += _IS_TRAIT + _IS_SOUGHT_TRAIT * trait
        elif kind in _ALWAYS_ASKED:
            odds += _IS_ALWAYS_ASKED
        return "required" if odds > 0 else "duty"


def _sentence_cues(sentence: Sentence) -> list[Cue]:
    """The cues of one sentence with their scope; empty for most sentences."""
    cues: list[Cue] = []
    for match in _CUES.finditer(sentence.text):
        modality = _MODALITY_OF_GROUP[match.lastgroup or ""]
        start, end = _scope(sentence.text, match.start(), match.end())
        cues.append(Cue(modality, sentence.start + start, sentence.start + end))
    return cues


def _scope(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a cue; for a cue in brackets, the brackets and the item before them."""
    for bracket in _BRACKETS.finditer(text):
        if bracket.start() < start and end <= bracket.end():
            before = text[: bracket.start()]
            item = max(
                before.rfind(","), before.rfind(";"), before.rfind(". "), before.rfind(" and ")
            )
            return item + 1, bracket.end()
    left = 0
    for match in _CLAUSE_END.finditer(text, 0, start):
        left = match.end()
    right = _CLAUSE_END.search(text, end)
    return left, right.start() if right is not None else len(text)


def section_modality(sentence: Sentence) -> Modality:
    """The modality that a section gives to all that is named in it; ``duty`` where it gives none."""
    return _SECTION_MODALITY.get(sentence.section, "duty")
