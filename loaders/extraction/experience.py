"""Experience that a posting asks for: how long, in what, and what does not count.

A duration is a demand only by its surroundings, so the reading has three steps:

1. ``find_durations`` gives every length of time in the text.
2. Its clause decides what it measures. What is plainly something else is dropped first (ages, the
   history of the firm, the length of a contract, recency, study, probation, accrual of leave);
   then the word "experience" or its kin, a label ("Experience level: 3-6 years"), or the shape
   "5+ years in/as/building ..." under a heading for qualifications makes it a demand.
3. What it is about is the complement of its phrase ("of experience designing X using Y"), never
   the whole line: relative clauses, purposes ("for ML models") and everything from "required" or
   "preferred" on are cut off. Named skills inside the complement are what it is about; where
   there are none, one short noun phrase is.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from skillweave.loaders.extraction.demands import demand
from skillweave.loaders.extraction.durations import Duration, find_durations
from skillweave.loaders.extraction.topics import EXPERIENCE, Complement, Topic, read_complement
from skillweave.loaders.text.page import Mention, Page, Sentence
from skillweave.ontology.vocabulary import SILENT_SECTIONS, Logic, Modality, SectionKind


class ExperienceStatement(NamedTuple):
    """One stated duration of experience.

    Attributes:
        start: where the statement begins.
        end: where it ends, complement included.
        min_months: lower bound in months, None where only an upper one is set.
        max_months: upper bound in months, None where it is open.
        exclusive_minimum: "more than 5 years": the bound itself does not suffice.
        excludes: kinds of experience that do not count, in lower case ("internship").
        about: what the experience is in; empty where that is not said.
        logic: whether all of ``about`` is asked for or any of it.
        open_list: ``about`` is given as examples ("such as").
        in_lieu: it stands in for an education named before it.
        modality: how strongly it is asked for.
    """

    start: int
    end: int
    min_months: int | None
    max_months: int | None
    exclusive_minimum: bool
    excludes: tuple[str, ...]
    about: tuple[Topic, ...]
    logic: Logic
    open_list: bool
    in_lieu: bool
    modality: Modality


class _Clause(NamedTuple):
    """A duration with the text of its sentence on either side of it."""

    duration: Duration
    before: str
    after: str
    start: int  # of ``before``
    sentence: Sentence
    label: str  # "Python" in "Python: 2 years"
    label_span: tuple[int, int] | None


_OTHER_AFTER: Final = re.compile(
    r"""[\s\-–]*(?:
      of\s+age\b|olds?\b|ago\b|of\s+birth\b
      |(?:[a-z]+[ -]){0,2}(?:contract|assignment|engagement|commitment|warranty|probation\w*|lease
         |secondment|placement|rotation|internship|apprenticeship|anniversary|roadmap|strategy
         |plan|cycle
         |history|forecast|budget|accredited|college|university|universities|institution
         |undergraduate
         |degree|diploma|program(?:me)?|course|curriculum|school|term|tenure|period|outlook|mission
         |appointment|position|opportunity|maternity|FTC|renewals?|limit|stint)\b
         (?!(?:\s+(?!or\b|and\b)[\w/&-]+){0,3}\s+experience)
      |(?:training|verification)\b(?!\s+experience)
      |(?:contract|temp|renewable|extendable|duration|right\s+to\s+hire|cth|c2h|to\s+hire|w2
      |on\s+w2)\b
      |of\s+(?:[\w-]+\s+){0,2}(?:service|employment|age|history|growth|funding|operations?
      |tenure|vacation
         |leave|continuous|success|excellence|innovation|runway|research\s+and\s+development)\b
      |of\s+(?:(?!experience)[\w-]+\s+){0,5}(?:education|stud(?:y|ies)|college|university
      |coursework|school(?:ing)?|courses)\b
         (?!\s+(?:[\w/&-]+\s+){0,2}experience)
      |(?:in\s+a\s+row|running|from\s+(?:the\s+)?(?:date|hire|start|now)|per\b|each\b|every\b
      |later\b|in\s+business
         |after\b|before\b|prior\s+to\b|following\b|preceding\b|immediately|validity|long\b
         |straight)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_OTHER_BEFORE: Final = re.compile(
    r"""(?:
      \b(?:within|during|throughout|over|in|for|of|at)?\s*(?:the|our|your|my|their|its|his)?\s*
        \b(?:last|past|previous|preceding|prior|next|first|coming|upcoming|initial|final|every
        |each|per|once|twice
        |recent|most\s+recent)(?:\s+(?:at\s+least|over|approximately|about))?
      |\b(?:within|after|until|until\s+after|in\s+under|in\s+less\s+than|age[ds]?|ages?\s+of
      |age\s+(?:is|:)|only
        |in|substitut[^.;]{0,60}\bfor|in\s+(?:lieu|place)\s+of|expires?\s+(?:in|after)
        |valid\s+for|is\s+equivalent\s+to|equals|divided?\s+by|lasts?|lasting
        |duration(?:\s+is)?:?|term(?:\s+is)?:?|length:?|contract:?
        |initial|vest(?:s|ing)?(?:\s+over)?|every\s+other|service\s+of|\$[\d,.]+k?\s*(?:/|per|an?))
    )\s*\(?$""",
    re.IGNORECASE | re.VERBOSE,
)
_FIRM: Final = re.compile(
    r"\b(?:we(?:['’]ve|\s+have|\s+bring|\s+are\s+an?)|our|has\s+(?:been|over|more\s+than)"
    r"|have\s+been|team\s+(?:member\s+)?ha(?:s|ve)"
    r"|founded|established|family[- ]owned|company|firm|leader|leading|provider|clients?"
    r"|serving|serves"
    r"|history|heritage|tradition|proud|celebrat\w+|for(?:\s+(?:nearly|almost|well))?\s*$"
    r"|^with(?:\s+(?:nearly|almost|well|its))?\s*$|combined|collective)",
    re.IGNORECASE,
)
_SHORT_AFTER: Final = re.compile(
    rf"\s*(?:of\s+)?(?:(?!in\b|per\b|for\b)[\w/-]+\s+){{0,6}}?{EXPERIENCE}"
    r"|\s+at\s+(?:the\s+)?(?:GS|WG|next|grade|\w+[- ]\d)",
    re.IGNORECASE,
)
"""What stands behind weeks and days of experience; most of them measure something else."""
_DEFINING_BEFORE: Final = re.compile(r"\bfor\s+example,?\s+(?:I|if)\b", re.IGNORECASE)
_DEFINING_AFTER: Final = re.compile(
    r"[\w\s-]{0,60}?\b(?:(?:is|are)\s+equivalent|refers?|amounts?)\s+to\b", re.IGNORECASE
)
_QUESTION: Final = re.compile(r"\b(?:do|have|are|did)\s+you\b", re.IGNORECASE)
_NO_ANSWER: Final = re.compile(
    r"none(?: of (?:the|these) above)?\.?|no,? .{0,30}experience\.?|less than (?:1|one) year\.?"
    r"|n/a|yes|no",
    re.IGNORECASE,
)
"""The answer by which the answers to a screening question are told."""
_ANSWERS: Final = 10
"""How many lines an answer may stand from its question."""
_ANSWER_WIDTH: Final = 110
"""Longest answer, in characters."""
_BOAST: Final = re.compile(r"\s*with\s*$", re.IGNORECASE)
_BOAST_AFTER: Final = re.compile(r"[^,;.]{0,90}experience[^,;.]{0,60},\s")
_CANDIDATE: Final = re.compile(
    r"\b(?:you|your|candidates?|applicants?|individuals?|must|should|requir\w+|minimum"
    r"|at\s+least|ideal\w*|prefer\w*"
    r"|looking\s+for|seek(?:s|ing)?|someone|person|qualif\w+|possess\w*|plus|hire|hiring"
    r"|incumbent)\b",
    re.IGNORECASE,
)
_EXPERIENCE_AFTER: Final = re.compile(
    rf"(?:[^;.]|\.(?=\w)){{0,110}}?(?<![^\W_]){EXPERIENCE}", re.IGNORECASE
)
_EXPERIENCE_BEFORE: Final = re.compile(
    rf"\b(?:{EXPERIENCE}|yoe|worked|employed|working|qualified|licensed|registered|certified"
    rf"|designation|community"
    r"|held|licen[sc]e|practi[sc]ed|practi[sc]ing|serv(?:ed|ing)|completed"
    r"|background)\b(?:[^;.]|\.(?=\w)){0,70}$",
    re.IGNORECASE,
)
_WEAK_AFTER: Final = re.compile(
    r"\s*(?:(?:of\s+)?(?:(?:[\w/&+#.-]+)[ ,]+){0,4}?"
    r"(?:(?:each\s+)?in|as|with|using|on|at|work(?:ed|ing)?|within|employment|equivalent"
    r"|[a-z-]+ing|developer|development|skills?|level)\b"
    r"|of\s+\w+)",
    re.IGNORECASE,
)
_ROUTE: Final = re.compile(
    r"(?:degree|bachelor\S*|master\S*|associate\S*|ph\.?\s?d\.?|doctorate|diploma"
    r"|\b[BM]\.?[AS]\.?)\W*(?:with|and|plus|\+|&|w/)\s*$",
    re.IGNORECASE,
)
"""A degree that a duration goes with: "MS with eight years, or PhD with five"."""
_LABELLED: Final = re.compile(
    r"(?:experience|exp|years?|seniority|level|expérience|erfahrung|experiencia|ervaring)\b"
    r"[\w\s()/]{0,30}(?:level|required|needed|range|requirement)?\s*[:\-–|]?\s*$",
    re.IGNORECASE,
)
_RATED: Final = re.compile(
    r"\s*(?:\((?:required|preferred|desired)\)|required|preferred)?\s*[.)]?\s*$", re.IGNORECASE
)
_NOT_EXPERIENCE_LABEL: Final = re.compile(
    r"\b(?:duration|contract|term|length|type|period|leave|vacation|age|warranty|start|visa"
    r"|assignment|engagement"
    r"|project|salary|pay|benefits?|status)\b",
    re.IGNORECASE,
)
_BEFORE: Final = 300
"""How much of a sentence, in characters, is read before a duration."""
_AFTER: Final = 500
"""How much of it is read behind one."""
_BROKEN_AFTER: Final = frozenset(("in", "of", "and", "or", "with", "the", "a", "to", "for"))
_DEMANDING: Final[frozenset[SectionKind]] = frozenset(
    ("required", "preferred", "education", "body")
)


def _is_experience(clause: _Clause) -> bool:
    """Whether a duration measures experience that is asked of the candidate."""
    duration, before, after = clause.duration, clause.before, clause.after
    if _OTHER_BEFORE.search(before) or _OTHER_AFTER.match(after):
        return False
    if _DEFINING_BEFORE.search(before) or _DEFINING_AFTER.match(after):
        return False
    near = _EXPERIENCE_AFTER.match(after)
    if duration.unit_months < 1 and not _SHORT_AFTER.match(after):
        return False
    if duration.min_months is None and not near:
        return False
    minimal = duration.qualified and not duration.exclusive_minimum and duration.max_months is None
    asked = minimal or _CANDIDATE.search(before) or _CANDIDATE.search(after)
    if not asked and _FIRM.search(before):
        return False
    if duration.exclusive_minimum and _BOAST.match(before) and _BOAST_AFTER.match(after):
        return False
    if duration.unit_months <= 1 and not near and after.lstrip().startswith("with "):
        return False
    if not near and not minimal and before.rstrip().endswith(" for"):
        return False
    if clause.sentence.section in SILENT_SECTIONS and not (near and (asked or duration.open_ended)):
        return False
    if near:
        return True
    if clause.label:
        if _NOT_EXPERIENCE_LABEL.search(clause.label):
            return False
        if _LABELLED.search(clause.label) or _RATED.match(after):
            return True
    if _EXPERIENCE_BEFORE.search(before) or _ROUTE.search(before):
        return True
    if clause.sentence.section not in _DEMANDING and not asked:
        return False
    if _ITEM_BEFORE.match(before) and _ITEM_AFTER.match(after):
        return True
    return bool(_WEAK_AFTER.match(after))


_ITEM_BEFORE: Final = re.compile(
    r"(?!.*\b(?:contract|term|duration|appointment|age|course|program\w*|period|degree|valid"
    r"|commitment|warranty|college|school|training)\b)"
    r"[A-Z][^.;:()]{1,40}(?:\(\s*(?:at\s+least\s+|min(?:imum|\.)?\s+)?|,\s*)$",
    re.IGNORECASE,
)
_ITEM_AFTER: Final = re.compile(r"\s*\)?\s*[.;,]?\s*$")
"""An item that is a topic and how long: "Payroll (3+ years)"."""

_EXCLUDES: Final = re.compile(
    r"(?:\(|\b)(?P<what>[\w /-]{3,40}?)\s+(?:experience\s+)?(?:do(?:es)?\s+not|will\s+not"
    r"|doesn['’]t|won['’]t|is\s+not|are\s+not)\s+"
    r"(?:apply|count(?:ed)?|qualify|be\s+(?:counted|considered)|included|considered)"
    r"|\b(?:excluding|exclusive\s+of|not\s+including|not\s+counting|other\s+than|outside\s+of)\s+"
    r"(?P<without>[\w -]{3,40}?)(?=\s*(?:experience)?\s*(?:[,;.)]|$))",
    re.IGNORECASE,
)
_EDUCATION_OR: Final = re.compile(
    r"\b(?:degree|bachelor\S*|master\S*|diploma|ph\.?d\.?|b\.?[as]\.?|m\.?[as]\.?|ged|education"
    r"|college|associate\S*)"
    r"[^;.]{0,120}?\b(?:or|and/or)\b\s*(?:an?\s+)?(?:equivalent\s+(?:of\s+)?)?(?:(?:with|have"
    r"|has|possess)\s+)?$",
    re.IGNORECASE,
)
_IN_LIEU: Final = re.compile(
    r"\b(?:in\s+lieu|in\s+place\s+of|instead\s+of|substitut\w+)\b", re.IGNORECASE
)


def read_experience(page: Page, mentions: Sequence[Mention] = ()) -> list[ExperienceStatement]:
    """The durations of experience that a posting asks for, one entry each.

    Args:
        page: the page.
        mentions: names of skills found on the page, sorted by ``start``.

    Returns:
        Statements in order of the text, also one for each grade or route. Time grows linearly
        with the text; a page without a word for a year or month costs a few microseconds.
    """
    durations = find_durations(page.text, page.language)
    if not durations:
        return []
    sentence_starts = [sentence.start for sentence in page.sentences]
    line_starts = [line.start for line in page.lines]
    clauses: list[_Clause] = []
    stated: set[tuple[int | None, int | None]] = set()
    for duration in durations:
        clause = _clause(page, duration, sentence_starts, line_starts)
        if clause is None or not _is_experience(clause):
            continue
        if _is_answer(page, clause.sentence.line):
            continue
        bounds = (duration.min_months, duration.max_months)
        if bounds in stated and _QUESTION.search(clause.before):
            continue  # a screening question that repeats a demand adds nothing
        stated.add(bounds)
        clauses.append(clause)
    starts = [mention.start for mention in mentions]
    statements = []
    floor = 0
    for index, clause in enumerate(clauses):
        limit = clause.duration.end + len(clause.after)
        if index + 1 < len(clauses):
            limit = min(limit, clauses[index + 1].duration.start)
        complement = read_complement(
            page.text,
            clause.duration.start,
            clause.duration.end,
            floor=max(floor, clause.start),
            limit=limit,
            label=clause.label_span,
            mentions=mentions,
            starts=starts,
        )
        floor = complement.end
        statements.append(_statement(page.text, clause, complement))
    return statements


def _is_answer(page: Page, row: int) -> bool:
    """Whether a line is one of the answers that a screening question offers."""
    near = page.lines[max(0, row - _ANSWERS) : row + _ANSWERS]
    if len(page.lines[row].text) > _ANSWER_WIDTH:
        return False
    return any(_NO_ANSWER.fullmatch(line.text) for line in near) and any(
        line.text.endswith("?") and line.start < page.lines[row].start for line in near
    )


def _statement(text: str, clause: _Clause, complement: Complement) -> ExperienceStatement:
    duration = clause.duration
    excluded = _EXCLUDES.search(clause.after)
    in_lieu = _EDUCATION_OR.search(clause.before) or _IN_LIEU.search(
        clause.before[-60:] + clause.after[:90]
    )
    return ExperienceStatement(
        duration.start,
        complement.end,
        duration.min_months,
        duration.max_months,
        duration.exclusive_minimum,
        _excluded(excluded) if excluded else (),
        complement.topics,
        complement.logic,
        complement.open_list,
        bool(in_lieu),
        demand(clause.sentence, text, duration.start, complement.end),
    )


def _clause(
    page: Page, duration: Duration, sentence_starts: list[int], line_starts: list[int]
) -> _Clause | None:
    """The sentence (or, for a heading, the line) around a duration."""
    row = bisect_right(line_starts, duration.start) - 1
    if row < 0:
        return None
    line = page.lines[row]
    label = page.text[line.start : line.label_end].strip(" \t:*|-–")
    index = bisect_right(sentence_starts, duration.start) - 1
    if index >= 0 and page.sentences[index].end > duration.start:
        sentence = page.sentences[index]
        start, end = sentence.start, sentence.end
        if start > line.label_end + 2:
            label = ""
    else:
        sentence = Sentence(line.start, line.end, line.text, line.section, row)
        start, end, label = line.start, line.end, ""
    if not page.text[start : duration.start].strip(" (:-–\t") and label:
        start = line.start
    elif label:
        label = ""
    if row + 1 < len(page.lines) and end == line.end:
        following = page.lines[row + 1]
        if following.kind == "paragraph" and _runs_on(line.text, following.text):
            end = following.end
    start = max(start, duration.start - _BEFORE)
    return _Clause(
        duration,
        page.text[start : duration.start],
        page.text[duration.end : min(end, duration.end + _AFTER)],
        start,
        sentence,
        label,
        (line.start, line.label_end) if label and not _LABELLED.search(label) else None,
    )


def _runs_on(line: str, following: str) -> bool:
    """Whether a line was broken inside a sentence."""
    return line[-1] not in ".;:!?" and (
        following[0].islower() or line.rsplit(None, 1)[-1] in _BROKEN_AFTER
    )


def _excluded(match: re.Match[str]) -> tuple[str, ...]:
    """The kinds of experience that an exclusion names."""
    named = (match["what"] or match["without"]).lower()
    kinds = re.split(r"\s*(?:,|/|\band\b|\bor\b)\s*", named)
    return tuple(kind for raw in kinds if (kind := re.sub(r"\s*experience$", "", raw).strip()))
