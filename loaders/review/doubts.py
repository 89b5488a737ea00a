"""What is worth asking a person: doubtful facts, ranked by what an answer would gain.

The gain of an answer is the number of postings that it touches, times the doubt that it ends:

- a candidate concept touches every posting that names it, since one answer on it holds for all;
- a name read with little confidence, as names are that are common words too (Go, Excel), touches
  its posting;
- so do pay far from what is usual in its currency and period, and a duration that hardly anybody
  asks for.

The postings are met one by one; what is kept of them are the candidates and the best so far.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Final, NamedTuple

from skillweave.loaders.extraction.views import walk
from skillweave.loaders.review.corrections import AnswerBook
from skillweave.loaders.tables import candidate_skill
from skillweave.ontology.answers import Answer, Subject
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.record import Option, Record, Requirement, Salary

_SURE: Final = 0.95
"""Confidence from which a fact is not asked about."""
_LEAST_DOUBT: Final = 0.05
"""Doubt that a candidate leaves however confidently it is read: whether it is a skill of its own."""
_LONGEST_USUAL: Final = 15 * 12
"""Months of experience beyond which a demand is unusual."""
_TURNED: Final = 0.9
"""Doubt of a range that ends before it begins."""
_FEWEST: Final = 20
"""Bands of a currency and period below which nothing is known of what is usual."""
_FAR: Final = 3.5
"""Robust deviations from the median from which pay is unusual (Iglewicz and Hoaglin 1993)."""
_SCALE: Final = 1.4826
"""What makes the median deviation comparable to a standard deviation."""
_QUOTE: Final = 240
"""Longest sentence shown, in characters, on either side of the fact."""


class Reading(NamedTuple):
    """A posting with what was read in it."""

    posting: str
    text: str
    record: Record


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to ask, with what a person needs to answer it.

    Attributes:
        answer: what is asked, as it was read: an accepted answer.
        why: why it is asked.
        gain: postings times doubt.
        postings: how many postings an answer touches.
        doubt: from 0 (sure) to 1.
        posting: where the sentence is from; also set for a concept, as an example.
        sentence: the sentence or line around it.
        sentence_start: where that begins in the posting's text.
    """

    answer: Answer
    why: str
    gain: float
    postings: int
    doubt: float
    posting: str
    sentence: str
    sentence_start: int


@dataclass(slots=True)
class _Candidate:
    """What is known of a candidate concept."""

    labels: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    postings: int = 0
    confidence: float = 0.0
    example: Doubt | None = None


class _Pay(NamedTuple):
    """A band of pay, kept until it is known what is usual."""

    size: float
    doubt: Doubt


def find_doubts(
    readings: Iterable[Reading], answers: Iterable[Answer], taxonomy: Taxonomy, *, limit: int
) -> list[Doubt]:
    """Find what is worth asking most.

    Args:
        readings: the postings with their Records.
        answers: what was answered already; it is not asked again.
        taxonomy: tells listed concepts from candidates.
        limit: how much to ask at most.

    Returns:
        Doubts, that with the greatest gain first. Time is linear in the Records; memory grows with
        the number of candidates and of pay bands.
    """
    search = _Search(AnswerBook.of(answers), taxonomy)
    best = heapq.nlargest(limit, search.facts(readings), key=_Found.rank)
    facts = [found.doubt() for found in best]
    return heapq.nlargest(limit, [*facts, *search.candidates(), *search.unusual_pay()], key=_rank)


def _rank(doubt: Doubt) -> tuple[float, str]:
    return doubt.gain, doubt.answer.key


class _Found(NamedTuple):
    """A doubtful fact, before it is known whether it is among those to be asked."""

    gain: float
    why: str
    reading: Reading
    node: Requirement
    option: Option | None

    def rank(self) -> tuple[float, str, int]:
        """What orders them: the gain, and the place where that is equal."""
        start = self.node.start if self.option is None else self.option.start
        return self.gain, self.reading.posting, start

    def doubt(self) -> Doubt:
        """The fact with its sentence."""
        if self.option is not None:
            answer = _skill(self.reading, self.node, self.option)
        else:
            answer = _duration(self.reading, self.node)
        return _fact(self.reading, answer, self.why, self.gain)


class _Search:
    """Gathers doubts while the postings pass by."""

    def __init__(self, book: AnswerBook, taxonomy: Taxonomy) -> None:
        self._book = book
        self._taxonomy = taxonomy
        self._candidates: defaultdict[str, _Candidate] = defaultdict(_Candidate)
        self._pay: defaultdict[tuple[str, str], list[_Pay]] = defaultdict(list)

    def facts(self, readings: Iterable[Reading]) -> Iterator[_Found]:
        """The doubts of single facts; the other kinds are gathered on the way."""
        for reading in readings:
            fitting, _ = self._book.on(reading.posting, reading.text)
            answered = {(answer.about, answer.span) for answer in fitting}
            met: set[str] = set()
            for node in walk(reading.record.requirements):
                for option in node.options:
                    if ("skill", (option.start, option.end)) not in answered:
                        yield from self._option(reading, node, option, met)
                if ("experience", (node.start, node.end)) not in answered:
                    doubt = _doubt_of_duration(node)
                    if doubt:
                        yield _Found(doubt, "hardly anybody asks for that", reading, node, None)
            for salary in reading.record.salaries:
                if ("pay", (salary.start, salary.end)) not in answered:
                    self._gather_pay(reading, salary)

    def _option(
        self, reading: Reading, node: Requirement, option: Option, met: set[str]
    ) -> Iterator[_Found]:
        listed = option.concept is not None and option.concept in self._taxonomy
        if listed and option.concept is not None:
            if option.confidence < _SURE:
                ambiguous = self._taxonomy.concept(option.concept).ambiguous
                why = (
                    "its name is a common word too" if ambiguous else "read with little confidence"
                )
                yield _Found(1 - option.confidence, why, reading, node, option)
            return
        identifier = option.concept or candidate_skill(option.label)
        if identifier in self._book.concepts or option.confidence == 1.0 or identifier in met:
            return
        met.add(identifier)
        candidate = self._candidates[identifier]
        candidate.postings += 1
        candidate.confidence += option.confidence
        candidate.labels[option.label] += 1
        candidate.kinds[option.kind] += 1
        if candidate.example is None:
            answer = _skill(reading, node, option)
            candidate.example = _fact(reading, answer, "", 0.0)

    def candidates(self) -> Iterator[Doubt]:
        """The candidate concepts; to be called when all postings were met."""
        for identifier, found in self._candidates.items():
            example = found.example
            if example is None:
                continue
            doubt = max(1 - found.confidence / found.postings, _LEAST_DOUBT)
            answer = Answer.model_validate(
                {
                    "about": "concept",
                    "verdict": "accept",
                    "candidate": identifier,
                    "label": found.labels.most_common(1)[0][0],
                    "kind": found.kinds.most_common(1)[0][0],
                    "quote": example.answer.quote,
                    "start": example.answer.start,
                    "end": example.answer.end,
                }
            )
            yield Doubt(
                answer,
                "in no list; is it a skill of its own, or another name of a listed one?",
                found.postings * doubt,
                found.postings,
                doubt,
                example.posting,
                example.sentence,
                example.sentence_start,
            )

    def _gather_pay(self, reading: Reading, salary: Salary) -> None:
        figures = [figure for figure in (salary.min, salary.max) if figure]
        if not figures:
            return
        answer = _answer(
            reading,
            "pay",
            salary.start,
            salary.end,
            min=salary.min,
            max=salary.max,
            currency=salary.currency,
            period=salary.period,
        )
        size = math.log(sum(figures) / len(figures))
        doubt = _fact(reading, answer, "far from usual pay", 0.0)
        self._pay[salary.currency, salary.period].append(_Pay(size, doubt))

    def unusual_pay(self) -> Iterator[Doubt]:
        """Pay far from the median of its currency and period; when all postings were met."""
        for bands in self._pay.values():
            if len(bands) < _FEWEST:
                continue
            middle = median(band.size for band in bands)
            spread = median(abs(band.size - middle) for band in bands) * _SCALE
            for band in bands:
                deviation = abs(band.size - middle) / (spread or 1.0)
                if deviation > _FAR:
                    doubt = 1 - _FAR / deviation / 2
                    yield _with_doubt(band.doubt, doubt)


def _doubt_of_duration(node: Requirement) -> float:
    """How doubtful a stated duration is; 0 for usual ones and for what states none."""
    least, most = node.min_months, node.max_months
    if least is not None and most is not None and most < least:
        return _TURNED
    months = least if least is not None else most
    if months is None or months <= _LONGEST_USUAL:
        return 0.0
    return 1 - _LONGEST_USUAL / months / 2


def _duration(reading: Reading, node: Requirement) -> Answer:
    return _answer(
        reading,
        "experience",
        node.start,
        node.end,
        modality=node.modality,
        min_months=node.min_months,
        max_months=node.max_months,
    )


def _skill(reading: Reading, node: Requirement, option: Option) -> Answer:
    return _answer(
        reading,
        "skill",
        option.start,
        option.end,
        concept=option.concept,
        label=option.label,
        kind=option.kind,
        modality=node.modality,
    )


def _answer(reading: Reading, about: Subject, start: int, end: int, **values: object) -> Answer:
    """What was read, as an accepted answer."""
    return Answer.model_validate(
        {
            "about": about,
            "verdict": "accept",
            "posting": reading.posting,
            "text_sha256": reading.record.text_sha256,
            "start": start,
            "end": end,
            "quote": reading.text[start:end],
            **values,
        }
    )


def _fact(reading: Reading, answer: Answer, why: str, doubt: float) -> Doubt:
    start, end = answer.span
    low, high = _around(reading.text, start, end)
    sentence = reading.text[low:high]
    return Doubt(answer, why, doubt, 1, doubt, reading.posting, sentence, low)


def _with_doubt(known: Doubt, doubt: float) -> Doubt:
    return Doubt(
        known.answer,
        known.why,
        doubt,
        1,
        doubt,
        known.posting,
        known.sentence,
        known.sentence_start,
    )


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The line around a fact, cut where it is long."""
    low = max(text.rfind("\n", 0, start) + 1, start - _QUOTE)
    line_end = text.find("\n", end)
    high = min(len(text) if line_end < 0 else line_end, end + _QUOTE)
    return low, high
