"""The level of a position: from its title, a site's own level line, or a plain statement."""

import re
from functools import lru_cache
from typing import Final

from skillweave.loaders.extraction.header import Header
from skillweave.loaders.text.page import Page
from skillweave.ontology.vocabulary import Seniority

_ENGINEER: Final = (
    r"(?:engineer|scientist|developer|designer|architect|analyst|researcher|programmer)s?"
)

_PATTERNS: Final[tuple[tuple[Seniority, str], ...]] = (
    ("intern", r"\bintern(?:ship)?s?\b|\bco-?op\b|\bstudent trainee\b|\bplacement student\b"),
    (
        "executive",
        (
            r"\bchief (?!of\b)[\w&]+(?: [\w&]+){0,2} officer\b|\bc[etfiop]o\b|\bciso\b|\b[se]?vp\b|"
            r"\bvice[- ]president\b|\bexecutive director\b|^president\b|\bmanaging director\b"
        ),
    ),
    ("director", r"\bdirector\b|\bhead of\b|^head,"),
    ("lead", r"\b(?:lead(?! gen)|team leader|tech lead)\b"),
    (
        "manager",
        (
            r"\b(?<!account )(?<!case )(?<!relationship )(?<!community )managers?\b|\bmgr\b|"
            r"\bsupervis(?:or|ory)\b|\bsuperintendent\b|\bforeman\b"
        ),
    ),
    (
        "principal",
        rf"\bprincip(?:al|le)(?= \w)|\bdistinguished\b|\bstaff (?=(?:[\w/+#.-]+ ){{0,4}}{_ENGINEER}\b)",
    ),
    ("senior", r"\b(?:senior|sr|snr)\b"),
    (
        "mid",
        r"\bmid[- ]?(?:level|senior)\b|\bmid\b|\bjourneyman\b|\bintermediate\b|- int$",
    ),
    (
        "entry",
        (
            r"\bentry\b|\bjunior(?! sister)\b|\bjnr\b|\bjr\b|\bnew[- ]grad|\bcollege hire\b|\btrainee\b|"
            rf"\bapprentice\b|\bassociate (?=(?:[\w&]+ ){{1,2}}{_ENGINEER}\b)|"
            r"\bgraduate (?=\w+ ?(?:engineer|developer|analyst|scientist|programme))"
        ),
    ),
)
"""Levels in order of precedence: "Senior Java Developer - Lead" is a lead."""

_TITLE_LEVELS: Final = tuple(
    (level, re.compile(pattern, re.IGNORECASE)) for level, pattern in _PATTERNS
)
_RANK: Final = r"(?:junior|jr|mid|senior|sr|staff|lead|principal)"
_CHOICE: Final = re.compile(
    rf"\b(?:senior|staff|lead|principal)(?:\s*/\s*\w+){{2}}|"
    rf"\b{_RANK}\b\.?(?:,\s*{_RANK}\b\.?)+,?\s*(?:and|or|&)\s+{_RANK}\b|"
    rf"\b{_RANK}\b\.?\s+to\s+{_RANK}\b",
    re.IGNORECASE,
)
_EITHER: Final = re.compile(
    r"\b(?P<first>senior|sr|staff|lead|principal)\b\.?\s*(?:/|\bor\b|\band\b|&)\s*"
    r"(?:senior|sr|staff|lead|principal)\b(?=\.?\s+\w)",
    re.IGNORECASE,
)
"""Two levels of one opening: the first is the one that is enough."""

_SITE_LEVELS: Final[dict[str, Seniority | None]] = {
    "mid-senior level": "senior",
    "mid senior level": "senior",
    "mid-senior": "senior",
    "entry level": "entry",
    "entry-level": "entry",
    "entry": "entry",
    "junior": "entry",
    "associate": "mid",
    "mid level": "mid",
    "mid-level": "mid",
    "mid": "mid",
    "intermediate": "mid",
    "senior": "senior",
    "sr": "senior",
    "senior level": "senior",
    "lead": "lead",
    "principal": "principal",
    "staff": "principal",
    "manager": "manager",
    "supervisor": "manager",
    "director": "director",
    "executive": "executive",
    "internship": "intern",
    "intern": "intern",
    "not applicable": None,
}
"""What sites write on a line of its own, in lower case."""

_STATED: Final = re.compile(
    r"\b(?:this is an? |seeking an? |looking for an? |hiring an? )(?:[\w-]+ ){0,2}?"
    r"(?P<level>entry|junior|mid|senior)[- ]level\b",
    re.IGNORECASE,
)


def is_site_level(text: str) -> bool:
    """Whether a line is a site's own level and nothing else ("Mid-Senior level")."""
    return text.strip().lower() in _SITE_LEVELS


@lru_cache(maxsize=16_384)
def seniority_of(title: str) -> Seniority | None:
    """The level that a title names; None where it names none, or a choice of three and more.

    >>> seniority_of("Senior Java Developer - Lead"), seniority_of("Staff Nurse")
    ('lead', None)
    """
    if _CHOICE.search(title):
        return None
    if either := _EITHER.search(title):
        return _SITE_LEVELS[either["first"].lower()]
    for level, pattern in _TITLE_LEVELS:
        if pattern.search(title):
            return level
    return None


def _level_named(text: str) -> Seniority | None:
    """The level that a value of a level field names."""
    lowered = text.strip().lower()
    if lowered in _SITE_LEVELS:
        return _SITE_LEVELS[lowered]
    return seniority_of(text) if len(text) < 40 else None


def read_level(page: Page, header: Header) -> Seniority | None:
    """The level stated outside the title.

    Args:
        page: the posting.
        header: its title block.

    Returns:
        What the format, a labelled line, a site's level line or a sentence says, in this order.
    """
    stated = page.posting.stated.seniority
    if stated is not None and (level := _level_named(stated.value)):
        return level
    for field in header.labelled.get("level", ()):
        if level := _level_named(field.text):
            return level
    for field in header.fields[1:]:
        if is_site_level(field.text):
            return _level_named(field.text)
    for sentence in page.sentences[:12]:
        if "level" in sentence.text and (match := _STATED.search(sentence.text)):
            return _level_named(match["level"])
    return None
