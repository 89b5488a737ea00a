"""Words that name a level of education, and the evidence that they do so here.

"Bachelor's degree" speaks for itself. "MS", "BA", "MD", "degree", "diploma" and "high school" also
mean Microsoft, business analysts, Maryland, a degree of care, a certificate of a course and a place
to teach at; they count only with evidence: a degree beside them, a field of study behind them, or
their dotted form.
"""

import re
from typing import Final, NamedTuple

from skillweave.ontology.vocabulary import EducationLevel


class LevelWord(NamedTuple):
    """A word for a level of education; ``kind`` is a key of ``LEVELS_OF``."""

    start: int
    end: int
    kind: str


LEVELS_OF: Final[dict[str, tuple[EducationLevel, ...]]] = {
    "study": ("unspecified",),
    "high_school": ("high_school",),
    "vocational": ("vocational",),
    "associate": ("associate",),
    "bachelor": ("bachelor",),
    "law": ("bachelor",),
    "master": ("master",),
    "doctorate": ("doctorate",),
    "professional": ("professional",),
    "advanced": ("master", "doctorate"),
    "graduate": ("unspecified",),
    "diploma": ("vocational",),
    "degree": ("bachelor",),
}
"""Levels by kind of word: years of study alone say no level, "advanced" degrees are two, and a
plain "degree" is a bachelor's in the usage of the United States and of Britain."""

_S: Final = r"(?:['’´`]?s['’]?|&\#39;s|&rsquo;s|\ss(?=\s+degree))?"  # possessive, also mangled
_OF_ARTS: Final = (
    r"(?:\s+(?:of|in)\s+(?:the\s+)?(?:applied\s+)?(?:sciences?|arts|engineering|technology"
    r"|commerce|education"
    r"|business\s+administration|fine\s+arts|laws|nursing|social\s+work))?"
)
_LEVEL: Final = re.compile(
    rf"""(?:(?<![\w.&])|(?<=[a-z)”"])(?=[A-Z]))(?:
    (?P<study>(?i:
        (?:\(?\d\)?|one|two|three|four|five|six)(?:\s*\(\d\))?\s+(?:full\s+|academic\s+
        |complete\s+)*years?\s+(?:above|beyond|past|after)\s+(?:the\s+)?high\s+school(?:\s+level)?
        |(?:\(?\d\)?|one|two|three|four|five|six)(?:\s*\(\d\))?\s+(?:full\s+|academic\s+
        |complete\s+)*years?
          (?:\s+\([^()]{{1,60}}\))?\s+(?:course\s+)?(?:of\s+)?(?:(?!experience)[\w-]+\s+){{0,5}}?
          (?:education|study|college|coursework|schooling)
          (?:\s+(?:above|beyond|past|after)\s+(?:the\s+)?high\s+school(?:\s+level)?)?
        |(?<=completion\sof\s)(?:at\s+least\s+)?\d+\s+(?:semester|credit)\s+hours
        |(?:[\w-]+\s+)?education\s+(?:above|beyond|past)\s+(?:the\s+)?high\s+school(?:\s+level)?
        |some\s+college|(?:college|university)\s+coursework))
    |(?P<high_school>(?i:
        hight?[- ]?school
          (?=\s*(?:diploma|degree|educat|grad|or\b|/|equiv|certificate|completion|qualif|,
          |leaving|\(\s*(?:diploma|degree|or\b|GED|equiv|grad|required|preferred)))
        |(?:completion\s+of|graduat\w+\s+(?:of|from)|complet\w+|finished)\s+(?:an?\s+)?(?:high
        |secondary)\s+school
          (?!\s+(?:teach|stud|level|math))
        |secondary\s+(?:school|education)(?=\s+(?:diploma|certificate|completed|or\b|leaving
        |qualif))
        |general\s+education(?:al)?\s+(?:development|diploma)|leaving\s+certificate|12th\s+grade)
        |GED|G\.E\.D\.?|GCSE[s’']*|A[- ](?:[Ll]evels?|LEVELS?)(?!\s+of)
        |H\.?S\.?(?=\s+(?:[Dd]iploma|[Dd]egree|[Gg]rad|or\s+GED|/)))
    |(?P<vocational>(?i:
        (?:vocational|trade|technical)\s+(?:degree|diploma|certificate|qualification)
        |foundation\s+degree|city\s*(?:&|and)\s*guilds|level\s+[2-5]\s+(?:diploma|qualification)
        |graduate(?=\s+of\s+an?\s+(?:[\w-]+\s+){{0,2}}school\s+of\s+(?:licensed\s+)?(?:practical
        |vocational)))
        |(?:S/)?(?:NVQ|SVQ)(?:/SVQ)?[1-5]?|HNC|HND|BTEC)
    |(?P<associate>(?i:
        associate{_S}{_OF_ARTS}(?=\s+degree|\s+of\s|\s*/\s*bach|\s+or\s+(?:higher|bach
        |an?\s+bach|equiv))
        |associate['’]s|associates(?=\s+(?:degree|in\s+(?-i:[A-Z])))
        |associate\s+(?:of|in)\s+(?:applied\s+)?(?:arts|science)
        |(?:2|two)[- ]year(?:\s+(?:college|university|technical|accredited))*\s+degree)
        |A\.A\.S?\.?|A\.S\.|AAS|ADN)
    |(?P<bachelor>(?i:
        b(?:achelor|acheler|achlor){_S}{_OF_ARTS}
        |baccalaureate(?!\s+program)|under[- ]?grad(?:uate)?(?=\s+(?:degree|education
        |qualification))
        |(?:4|four)[- ]years?(?:\s+(?:college|university|accredited|undergraduate
        |or))*\s+(?:degree|diploma|education)
        |(?:college|university)\s+(?:graduates?(?=\s+(?:required|preferred|with\s+an?\b))|educated)
        |(?:first|honou?rs|ordinary)\s+degree|educat(?:ed|ion)\s+to\s+degree(?:\s+level)?
        |degree[- ](?:level|educated))
        |B\.\s?(?:S\.?c?|A|E|Eng|Tech|Ed|Com|B\.A)\b\.?|BSc|B\.?Tech|BEng|BTech|BBA|BSN|BSW|BFA
        |BSEE|BSCS|BCom)
    |(?P<law>LL\.?B\.?)
    |(?P<master>(?i:
        master(?:['’´`]s?|&\#39;s|&rsquo;s)(?!\s+swim)
        |masters(?=\s*(?:degree|level|in\b|with\b|or\b|of\b|/|,|\(|preferred|required|and\b|is\b|qualif
        |\+|$|[.;)]))
        |master\s+of\s+(?:science|arts|business|public|engineering|technology|education|social
        |fine|laws|health
          |library|divinity|philosophy|computer|information)
        |master(?=\s+degree|[- ]level(?!\s+(?:licen|credential|certif))|\s+or\s+(?:ph|doct)|\s*/\s*ph|\s+in\s+(?-i:[A-Z])|\s+and\s+ph)
        |bac\s*\+\s*5)
        |M\.\s?(?:S\.?c?|A|E|Eng|Tech|Ed|Phil|B\.A|P\.H|S\.W|S\.N)\b\.?|MSc|M\.?Tech|MEng|MTech
        |MBA|MSN|MPH|MFA|MSW
        |MCA|MPA|MPP|MEd|LL\.M\.?|MSCS|MSEE)
    |(?P<doctorate>(?i:
        doctorates?|(?<!post[\s-])doctoral(?!\s+(?:fellow|student|candidate|training|programme|research))
        |doctor\s+of\s+(?:philosophy|education|nursing|science|psychology|public)
        |ph\.?\s?d\b\.?(?:['’]?s)?(?!\s+(?:students?|candidates?|advis)))|D\.?Phil\.?|Ed\.D\.?
        |DNP|DrPH|PsyD)
    |(?P<professional>(?i:
        doctor\s+of\s+(?:medicine|osteopath\w+|podiatr\w+|pharmacy|dental\s+\w+|veterinary\s+\w+
        |juris\w+|law|optometry
          |chiropractic|physical\s+therapy)
        |juris\s+doctor(?:ate)?|(?:medical|law|dental|veterinary|pharmacy)\s+degree)
        |M\.D\.|J\.D\.?|Pharm\.?\s?D\.?|MBBS|MBChB|DDS|DMD|DVM|D\.O\.)
    |(?P<advanced>(?i:
        (?:advanced?(?:\s+(?:technical|professional|clinical|scientific))?|graduate(?:[- ]level)?|post[- ]?graduate(?:[- ]level)?
        |(?<!or\s)higher[- ]level|(?<!or\s)higher)
          (?=\s+(?:level\s+)?(?:degrees?|qualification|diploma|studies)
          |\s+\([^()]{{0,40}}\)\s+degree)
        |advanced\s+education(?=\s+in\b)
        |(?:post[- ]?)?graduate[- ]level\s+education(?=\s*(?:[.,;)]|$|\b(?:in|or|preferred
        |required|is)\b))|graduate\s+or\s+higher(?:\s+level)?(?=\s+degree)))
    |(?P<graduate>(?i:
        graduate(?=\s+of\s+an?\s+(?:[\w-]+\s+){{0,3}}(?:school|program|college|university))))
    |(?P<ambiguous>BSE|BCA|BS|BA|B\.?E|BE|MS|MA|ME|MD|JD|AA|AS|DO|HS|EdD|A\.?B)
    |(?P<diploma>(?i:(?:diploma|certificate)s?))
    |(?P<degree>(?i:degrees?))
    )(?![a-z0-9_]|[’'&]\w|(?<=[A-Z])[A-Z])""",
    re.VERBOSE,
)
_AMBIGUOUS: Final[dict[str, str]] = {
    "BSE": "bachelor", "BCA": "bachelor", "BS": "bachelor", "BA": "bachelor", "BE": "bachelor", "B.E": "bachelor", "AB": "bachelor",
    "A.B": "bachelor",
    "MS": "master", "MA": "master", "ME": "master", "MD": "professional", "DO": "professional",
    "JD": "professional", "AA": "associate", "AS": "associate", "HS": "high_school",
    "EdD": "doctorate",
}  # fmt: skip
"""Abbreviations that mean other things as well."""

_FOLLOWS: Final = re.compile(
    r"""\s*(?:degrees?\b|in\s+(?!the\b|our\b|this\b|an?\s+(?:fast|team))[A-Za-z]|[- ]level\b
    |(?:(?:is|are)\s+)?(?:required|preferred|a\s+plus|desir)|or\s+(?:higher|above|equivalent
    |better|greater|foreign)
    |\+\s*\d|with\s+(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|at\s+least|an?\s+(?:major|focus|emphasis))
    |/\s*(?:BA|BS|MS|MA|Ph)|(?:computer|electrical|mathematics|statistics|engineering)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
"""What stands behind an abbreviation that is a degree."""
_PRODUCT: Final = re.compile(
    r"\s*[-/]?\s*(?:Office|SQL|Excel|Word|Access|Project|Windows|Visio|Teams|Dynamics|Azure"
    r"|Outlook|PowerPoint|Power"
    r"|Exchange|SharePoint|Server|IIS|BI|DOS|CRM|Visual|Suite|Products?|Applications?|Share"
    r"|Active|O365|365|\d{2})\b",
    re.IGNORECASE,
)
"""What makes "MS" Microsoft."""
_STATES: Final = frozenset(("MD", "MA"))
"""Abbreviations that are states in a list of states."""
_BESIDE: Final = re.compile(r"\s*(?:/|,|&|\bor\b|\(|\band\b|,\s*or)\s*")

_PLAIN_AFTER: Final = re.compile(
    r"""\s*(?:$|[.;:,)(/|–-]|\b(?:in|or|from|required|preferred|with|and|level|qualif\w+|is|plus
    |educated|holders?|desir\w+
    |related|preferably|programs?\s+in|that|which|necessary|essential|minimum|at|are|relevant
    |requirement|a\s+plus
    |an\s+advantage)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
"""What may stand behind a plain "degree"."""
_PLAIN_NOT_BEFORE: Final = re.compile(
    r"""(?:\b(?:high|higher|some|certain|great|greater|large|significant|full|varying|reasonable
    |considerable|strong
    |such\s+an?|any|this|that|the|these|your|same|every|complete|dual|joint?|equivalent|foreign
    |to\s+an?|of\s+college|\bqualifying
    |exact|honorary|awarded|conferred|one\s+of\s+these)|\d+\s*[-°]?|°)\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""What stands before a "degree" that is none, or was named before."""
_PLAIN_NOT_AFTER: Final = re.compile(
    r"\s*(?:and\s+experience\s*:|of\b(?!\s+(?:doctor|bachelor|master|science))|\s*[CF]\b"
    r"|celsius|fahrenheit|completion|(?:level\s+)?requirements?\b|used\b|and\s+date"
    r"|program(?!s?\s+in)|granting|audit|works)",
    re.IGNORECASE,
)
_ELSEWHERE: Final = re.compile(
    r"(?:\b(?:earn(?:ing|ed)?|grant(?:ing|s)?|towards?|less\s+with"
    r"|combination\s+of(?:\s+\w+){0,2}|in\s+lieu\s+of|last|final|our"
    r"|reimburs\w+(?:\s+for)?|(?:practitioners?|physicians?|providers?|professionals?)\s+such\s+as"
    r"|towards?\s+(?:gaining|achieving|completing|obtaining)"
    r"|(?:licen[sc]\w+|registration)\b[^.;]{0,40}\bat)\s+(?:an?\s+|your\s+|the\s+)?|[$€£][\d.,]+k?\s*\(?)$",
    re.IGNORECASE,
)
"""What stands before a level that is spoken of and not asked for."""
_TERMINAL: Final = re.compile(r"\bterminal\s+$", re.IGNORECASE)
"""Makes "degree" the highest of its subject, whichever level that is."""
_REPEATS: Final = re.compile(r"\bequivalent\s+$", re.IGNORECASE)
_FILLER: Final = re.compile(
    r"[\s()/'’-]*(?:with\s+an?\s*)?(?:(?:or|and)\s+(?:higher|above|equivalent|advanced"
    r"|greater)\s*(?:level)?\s*)?"
    r"(?:level|\w+['’]?s?)?[\s()/-]*",
    re.IGNORECASE,
)
_FILLER_REACH: Final = 24
"""Furthest, in characters, that "degree" may stand behind the level it belongs to."""
_DIPLOMA_BEHIND: Final = re.compile(r"(?:\bor\b|/|,)\s*(?:an?\s+)?(?:\w+\s+)?$", re.IGNORECASE)
_DIPLOMA_AHEAD: Final = re.compile(
    r"\s*(?:/\s*degree|,\s*(?:an?\s+)?(?:associate|bachelor|degree|master)"
    r"|(?:or|and/or)\s+(?:an?\s+)?(?:\w+\s+)?(?:degree|bachelor|associate)|(?P<of>in|from)\s)",
    re.IGNORECASE,
)


def find_levels(text: str, start: int, end: int) -> list[LevelWord]:
    """The words of a sentence that name a level of education.

    Args:
        text: the posting's text.
        start: where the sentence begins.
        end: where it ends.

    Returns:
        Words in order; a following "degree" is part of the word it belongs to.
    """
    found = [
        LevelWord(match.start(), match.end(), match.lastgroup or "")
        for match in _LEVEL.finditer(text, start, end)
    ]
    accepted: list[LevelWord] = []
    passed: LevelWord | None = None
    for index, word in enumerate(found):
        before = text[max(start, word.start - 60) : word.start]
        following = found[index + 1] if index + 1 < len(found) else None
        if _ELSEWHERE.search(before) or (
            passed is not None and _continues(text, passed, word, before)
        ):
            passed = word
            continue
        if accepted and _continues(text, accepted[-1], word, before):
            accepted[-1] = accepted[-1]._replace(end=word.end)
        elif word.kind == "ambiguous":
            kind = _AMBIGUOUS[text[word.start : word.end]]
            if _is_degree(text, word, following, accepted, before, end):
                accepted.append(word._replace(kind=kind))
        elif word.kind == "degree":
            if _TERMINAL.search(before):
                accepted.append(word._replace(kind="graduate"))
            elif _is_plain_degree(text, word, following, before, end):
                accepted.append(word)
        elif word.kind == "diploma":
            if _is_diploma(text, word, accepted, before, end):
                accepted.append(word)
        else:
            accepted.append(word)
    return accepted


def _continues(text: str, last: LevelWord, word: LevelWord, before: str) -> bool:
    """Whether a word belongs to the level before it ("Bachelor's or higher degree")."""
    gap = text[last.end : word.start]
    if len(gap) > _FILLER_REACH:
        return False
    if word.kind == "degree":
        alternative = last.kind == "diploma" and re.search(r"/|\bor\b", gap)
        return not alternative and bool(_FILLER.fullmatch(gap))
    if word.kind == "diploma":
        return last.kind in ("high_school", "vocational") and not re.search(r"\bor\b|[/,]", gap)
    return word.kind == "advanced" and bool(_REPEATS.search(before))


def _is_degree(
    text: str,
    word: LevelWord,
    following: LevelWord | None,
    accepted: list[LevelWord],
    before: str,
    end: int,
) -> bool:
    """Whether "MS", "BA", "MD" and the like are degrees here."""
    if _PRODUCT.match(text, word.end, end):
        return False
    if _FOLLOWS.match(text, word.end, end):
        return True
    last = accepted[-1] if accepted else None
    beside = last is not None and bool(_BESIDE.fullmatch(text[last.end : word.start]))
    if _AMBIGUOUS[text[word.start : word.end]] == "professional":
        return beside and last is not None and last.kind == "doctorate"
    if beside:
        return True
    return (
        following is not None
        and following.kind != "diploma"
        and text[following.start : following.end] not in _STATES
        and bool(_BESIDE.fullmatch(text[word.end : following.start]))
    )


def _is_plain_degree(
    text: str, word: LevelWord, following: LevelWord | None, before: str, end: int
) -> bool:
    """Whether a "degree" that no level belongs to is asked for."""
    if text.startswith("s", word.end - 1) and not text.startswith(" in ", word.end):
        return False
    is_label = text.startswith(":", word.end) and following is not None
    return (
        not is_label
        and not _PLAIN_NOT_BEFORE.search(before)
        and not _PLAIN_NOT_AFTER.match(text, word.end, end)
        and bool(_PLAIN_AFTER.match(text, word.end, end))
    )


def _is_diploma(
    text: str, word: LevelWord, accepted: list[LevelWord], before: str, end: int
) -> bool:
    """Whether a diploma or certificate is named as an alternative of a degree."""
    if accepted and word.start - accepted[-1].end <= 30 and _DIPLOMA_BEHIND.search(before):
        return True
    ahead = _DIPLOMA_AHEAD.match(text, word.end, end)
    if ahead is None:
        return False
    return not ahead["of"] or text[word.start : word.end].lower().startswith("diploma")
