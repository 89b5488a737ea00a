"""From a job title to a role: "Sr. Java Developer (Contract) - Austin, TX" to "java developer".

A title is a role with a load of other facts hung on it. The role is what remains when they are
taken off, in this order:

1. a place at the end, brackets, and everything after a dash, comma or colon that adds a team, a
   product or a shift (the first piece that holds an occupation is kept);
2. levels, grades, bands, terms of employment, work mode, requisition numbers;
3. what follows the occupation: "Staff Nurse CICU", "Nurse Specialist in Pain Management".
"""

import html
import re
from functools import lru_cache
from typing import Final

from skillweave.loaders.extraction.occupations import is_head, is_sure_head, title_words
from skillweave.loaders.extraction.place_names import trailing_place

_ABBREVIATIONS: Final[dict[str, str]] = {
    "rn": "registered nurse",
    "lpn": "licensed practical nurse",
    "lvn": "licensed vocational nurse",
    "cna": "certified nursing assistant",
    "np": "nurse practitioner",
    "hca": "healthcare assistant",
    "bi": "business intelligence",
    "qa": "quality assurance",
    "gtm": "go-to-market",
    "hr": "human resources",
    "dba": "database administrator",
    "sre": "site reliability engineer",
    "swe": "software engineer",
    "sde": "software development engineer",
    "sdet": "software development engineer in test",
    "sdr": "sales development representative",
    "bdr": "business development representative",
    "csm": "customer success manager",
    "ae": "account executive",
    "ml": "machine learning",
    "eng": "engineer",
    "engr": "engineer",
    "dev": "developer",
    "mgr": "manager",
    "asst": "assistant",
    "assoc": "associate",
    "admin": "administrator",
    "exec": "executive",
    "rep": "representative",
    "coord": "coordinator",
    "infra": "infrastructure",
    "apps": "application",
    "app": "application",
    "sw": "software",
    "vp": "vice president",
    "svp": "senior vice president",
    "dir": "director",
    "internship": "intern",
    "physio": "physiotherapist",
    "programme": "program",
    "speciality": "specialty",
    "pre-school": "preschool",
    "&": "and",
    "+": "and",
}
"""Words of titles that are written short, and what they stand for."""

_LEVEL_WORD: Final = r"(?:senior|staff|lead|principal|junior|mid|sr|jr)"
_NOISE: Final = re.compile(
    r"\b(?:"
    rf"(?<!tech )(?<!team ){_LEVEL_WORD}(?:\s*/\s*{_LEVEL_WORD})+|mid[- ]level (?:and|&) senior|"
    r"(?:junior|senior|sr|jr)\.?[- ]level|entry[- ]level|mid[- /]?(?:level|senior)|middle[- ]level|mid(?=\s)|(?:semi[- ])?senior[- ]level|"
    r"senior|sr|snr|junior|jr|jnr|lead(?=\s+\w)|principal(?=\s+\w)|"
    r"staff(?=\s+(?!nurse|sister|grade|sergeant|midwife|accountant|attorney|pharmacist|physician|"
    r"assistant|officer)\w)|"
    r"associate(?=\s+(?:[\w&]+\s+){1,2}(?:analyst|engineer|scientist|developer)\b)|"
    r"highly specialist|interim|first(?=\s(?!aid|line|grade|class|response)\w)|"
    r"principle(?=\s+\w)|intermediate|experienced|journeyman|founding(?=\s+\w+\s+[\w&])|distinguished|supervisory|"
    r"all levels|multiple levels|new[- ]grad(?:uate)?|college hire|"
    r"full[- ]?time|part[- ]?time|temporary|temp(?=\s+\w)|permanent|perm(?=\s)|"
    r"contract(?:or)?(?=\s+(?!manager|administrator|specialist|officer|negotiat|analyst|manage)\w)|"
    r"contract$|1099|w2|c2c|corp to corp|fixed[- ]term|maternity cover|freelance|seasonal|"
    r"(?:summer|winter|spring|fall|autumn)(?!\s(?:camp|school))|per[- ]diem|prn|casual|bank|locum|"
    r"volunteer|on[- ]?call|"
    r"remote(?:ly)?|hybrid|on-?site|online|virtual|telecommute|work from home|wfh|in[- ]office|"
    r"nights?|days|evenings?|weekends?|night shift|day shift|[123](?:st|nd|rd) shift|"
    r"urgent(?:ly)?|immediate|hiring|needed|wanted|opening|opportunity|hot|job posting|"
    r"(?:rolling|candidate|applicant)?\s?pool$|(?:multiple|various|several) (?:positions|roles)(?: across)?|"
    r"(?:afc |pay )?band\s?\d\w?|b[2-9]|grade\s?\w?\d+|level\s?(?:\d|[ivx]+)|tier\s?\d|"
    r"[a-z]{1,3}-\d{1,4}|\d{4,}|20\d\d|\d+(?:th|st|nd|rd) grade|\d+/\d+|"
    r"m/?[fw]/?[dx]|h/f|f/h|all genders|with verification|"
    r"(?<=\s)(?:i{1,3}|iv|v|vi{1,3}|[1-9]\d?)(?=$|\s)"
    r")(?:\b|(?<=\.))\.?",
    re.IGNORECASE,
)
"""Levels, terms, modes, shifts, grades and numbers: everything in a title that is no role."""

BRACKETS: Final = re.compile(r"\s*[(\[{]([^()\[\]{}]*)[)\]}]?")
_SEGMENT: Final = re.compile(
    r"\s+[-–—|~]+\s*|\s*[-–—|~]+\s+|\s*[,:;!]\s+|\s*[–—|]\s*|\s+@\s+|\s*\*+\s*|\s+at\s+(?=[A-Z])|"
    r"\s+[Jj]ob\s+(?:in|at)\s+|"
    r"(?<=\bRN)-|(?<=\bLPN)-|(?i:(?<=analyst)|(?<=engineer)|(?<=developer)|(?<=manager)|"
    r"(?<=worker)|(?<=scientist)|(?<=nurse))-(?=[A-Z])"
)
_SLASHED: Final = re.compile(r"(\s*/\s*)")
_KEPT_SLASH: Final = frozenset({"ai/ml", "ml/ai", "ui/ux", "ux/ui", "ci/cd", "pl/sql"})
_TAIL: Final = frozenset(
    {"for", "in", "with", "to", "at", "on", "using", "within", "from", "who", "w"}
)
_INVERTED: Final = re.compile(
    r"(?!executive)(?P<head>(?:[a-z]+ )?(?:director|manager)) (?:of|for|in) (?P<field>.+)$"
)
_FIELD_END: Final = re.compile(r" (?:for|in|with)\b")
_BARE: Final = frozenset(
    {
        "director",
        "manager",
        "vice president",
        "head",
        "lead",
        "supervisor",
        "associate director",
        "instructor",
        "facilitator",
        "adjunct instructor",
        "associate",
        "intern",
        "scientist",
        "teacher",
        "consultant",
    }
)
"""Heads that say little alone: the next piece of the title is put before them."""

_FIELD_WORDS: Final = 4
"""Words that a field put before a bare head may have: more are a sentence."""

_SITES: Final = frozenset(
    "center centre college school university hospital campus department division program".split()
)
"""Last words of a piece that says where, not what."""

_TAKE_SPECIALTY: Final = frozenset(
    {
        "nurse",
        "physician",
        "surgeon",
        "engineer",
        "scientist",
        "teacher",
        "consultant",
        "doctor",
        "fellow",
    }
)
"""Heads before which a specialty in brackets is put: "Physician (Nuclear Medicine)"."""

_REWRITTEN: Final = (
    (re.compile(r"\bdata science lead$"), "data scientist"),
    (re.compile(r"\bengineering lead$"), "engineer"),
    (re.compile(r"^back[ -]end\b"), "backend"),
    (re.compile(r"^founding engineer$"), "software engineer"),
    (re.compile(r"^enterprise (?=\w+ \w)"), ""),
    (re.compile(r"^specialist (?=\w)"), ""),
    (re.compile(r"^technical (?=data )"), ""),
)
"""Usual ways to say another role, applied to the role in lower case."""


@lru_cache(maxsize=16_384)
def role_of(title: str) -> str | None:
    """The role that a title names: lower case, singular, without what is not the role.

    >>> role_of("Sr. Java Developer (Contract) - Austin, TX")
    'java developer'
    >>> role_of("Band 5 Staff Nurse - Ward 7")
    'staff nurse'
    >>> role_of("Director, Product Marketing")
    'product marketing director'
    """
    text = html.unescape(title).replace("\xa0", " ")
    if " " not in text:
        text = text.replace("-", " ")
    cut = trailing_place(text)
    if cut:
        text = text[:cut]
    brackets = [content.strip() for content in BRACKETS.findall(text)]
    text = BRACKETS.sub(" ", text)
    pieces = [_clean(piece) for piece in _SEGMENT.split(text)]
    pieces = [words for words in pieces if words] or [_clean(piece) for piece in brackets]
    role = None
    sure = any(is_sure_head(word) for words in pieces for word in words)
    for number, words in enumerate(pieces):
        if not any((is_sure_head if sure else is_head)(word) for word in words):
            continue
        role = _shorten(words)
        following = pieces[number + 1] if number + 1 < len(pieces) else []
        if role in _BARE and following and len(following) <= _FIELD_WORDS:
            if following[-1] in _SITES:
                break
            has_head = any(is_head(word) for word in following)
            role = _shorten(following) if has_head else " ".join([*following, role])
        break
    if role is None:
        role = next((" ".join(words) for words in pieces if words), None)
    if role is None:
        return None
    if role in _TAKE_SPECIALTY and brackets and len(pieces[0]) == 1:
        role = " ".join([*_specialty(brackets[0]), role])
    for pattern, replacement in _REWRITTEN:
        role = pattern.sub(replacement, role)
    return role.strip() or None


def _clean(piece: str) -> list[str]:
    """Lower-case words of a piece of a title without levels, terms and numbers."""
    text = _NOISE.sub(" ", piece).lower()
    words: list[str] = []
    # a slash with spaces ("//" below) parts two phrases, one without parts two words
    for part in _SLASHED.split(text) if "/" in text else (text,):
        if part.strip() == "/":
            words.append("/" if part == "/" else "//")
        else:
            words.extend(title_words(part))
    for kept in _KEPT_SLASH if "/" in words else ():
        left, _, right = kept.partition("/")
        for at in range(1, len(words) - 1):
            if words[at - 1 : at + 2] == [left, "/", right]:
                words[at - 1 : at + 2] = [kept]
                break
    words = _one_of(words)
    if words and words[-1] == "tech":
        words[-1] = "technician"
    words = [piece for word in words for piece in _ABBREVIATIONS.get(word, word).split(" ")]
    if "developer" in words[:-1] and words[words.index("developer") + 1] == "ops":
        at = words.index("developer")
        words[at : at + 2] = ["devops"]
    while words and words[0] in ("and", "of", "the", "a", "for", "or", "in"):
        words.pop(0)
    while words and words[-1] in ("and", "of", "the", "a", "for", "or", "in"):
        words.pop()
    return words


def _one_of(words: list[str]) -> list[str]:
    """One reading of a slash: of "frontend / ui developer", "frontend developer"."""
    while slash := next((at for at, word in enumerate(words) if word in ("/", "//")), None):
        left, right = words[:slash], words[slash + 1 :]
        if not right:
            words = left
        elif is_head(left[-1]):
            words = left if left[-1] != "sister" else right
        elif words[slash] == "/" and any(is_head(word) for word in right[1:]):
            words = [*left, *right[1:]]
        else:
            head = next((at for at, word in enumerate(right) if is_head(word)), None)
            words = left if head is None else [*left, *right[head:]]
    return words[1:] if words and words[0] in ("/", "//") else words


def _specialty(bracket: str) -> list[str]:
    """The words of a bracket that names a specialty; nothing for codes and occupations."""
    text = bracket.rpartition("/")[2]
    if text.isupper() and len(text) <= 6:
        return []
    words = _clean(text)
    return [] if len(words) > 4 or any(is_head(word) for word in words) else words


def _shorten(words: list[str]) -> str:
    """Cut what follows the occupation; turn "director of data" into "data director"."""
    if match := _INVERTED.match(" ".join(words)):
        return f"{_FIELD_END.split(match['field'])[0]} {match['head']}"
    first = next(at for at, word in enumerate(words) if is_head(word))
    stop = next(
        (
            at
            for at, word in enumerate(words)
            if at > first and (word in _TAIL or (word == "and" and is_head(words[at - 1])))
        ),
        len(words),
    )
    last = max(at for at, word in enumerate(words[:stop]) if is_head(word))
    if stop == 1 and words[0] in _TAKE_SPECIALTY and words[1:2] == ["in"] and len(words) <= 6:
        return " ".join([*words[2:], words[0]])  # "consultant in cardiology"
    tail = words[last + 1 : stop] if words[last + 1 : last + 2] == ["of"] else []
    if first < last and words[first + 1] == "of":  # "registrar of voters"
        last, tail = first, words[first + 1 : stop]
    return " ".join([*words[:last], _singular(words[last]), *tail])


def _singular(word: str) -> str:
    plural = len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics"))
    return word[:-1] if plural and is_head(word[:-1]) else word
