"""Whether a free text is a job posting at all.

Folders hold README, LICENCE and log files beside the data, and scrapes hold error pages beside
postings. A text without fields of its own is taken for a posting when it speaks of the things
that postings speak of. The rule looks at content alone:

- a text of fewer than ``MIN_WORDS`` words is none;
- nor is one with signs of fewer than ``MIN_SIGNS`` of the kinds below (one less for the rows of a
  dump, as most of a dump is what it is a dump of);
- one that says of itself that a page was not found needs twice as many, one that lists files and
  sources of data nearly all;
- the signs are English, and some German, French, Spanish and Dutch: a text in another language is
  taken for a posting if it is long enough.
"""

import re
from typing import Final

NOTHING_FOUND: Final = "no posting found in it"
"""How the reason of a reject begins where a text could be read, but is no posting."""

MIN_WORDS: Final = 30
"""Fewer words than this are a note, a title or an error message."""

MIN_WORDS_IN_DUMP: Final = 12
"""A row of a dump may be shorter, but must then show two signs more."""

MIN_SIGNS: Final = 3
"""Kinds of signs that a posting shows at least; most show six and more."""

LOOKED_AT: Final = 8_000
"""Characters that are looked at: a posting shows itself in its first two pages."""

# Matched against the text in lower case.
_DUTIES: Final = (
    r"\b(?:responsibilit|responsible for|duties\b|you['’]ll\b|you will\b|in this role|what you|"
    r"day[- ]to[- ]day|aufgaben|verantwort|missions?\b|tâches|responsabili|verantwoordelijk)"
)
_DEMANDS: Final = (
    r"\b(?:requirements?\b|required\b|must (?:have|be|possess)|qualif|essential criteria|profil\b|"
    r"requisitos|anforderung|who you are|we['’]re looking for|vereisten|functie-eisen)"
)
_EXPERIENCE: Final = r"\b(?:experience[ds]?\b|erfahrung|expérience|experiencia|ervaring|years of\b)"
_SKILLS: Final = (
    r"\b(?:skills?\b|knowledge of|ability to|proficien|kenntnisse|compétences|habilidades|"
    r"our stack|tech stack|stack:|kennis van)"
)
_PAY: Final = (
    r"(?:\bsalary|\bcompensation|\bper (?:hour|annum|year)|\ban hour|[$£€]\s?\d\d|\d{2,3}k\b|"
    r"\bgehalt|\bsalaire|\bsalario|\bhourly|\bpay range|\bequity\b|\bsalaris)"
)
_TERMS: Final = (
    r"\b(?:full[- ]?time|part[- ]?time|permanent|contract(?:or)?\b|temporary|internship|vollzeit|"
    r"teilzeit|cdi\b|shifts?\b|remote\b|hybrid\b|on-?site\b|in[- ]office\b|visa\b|voltijd)"
)
_APPLYING: Final = (
    r"\b(?:appl(?:y|icants?|ications?)\b|candidates?\b|résumé|resume\b|cover letter|bewerb|"
    r"candidat|postul|sollicit|careers?\b|jobs@)"
)
_OPENING: Final = (
    r"\b(?:position\b|role\b|job (?:description|summary|title|details|type)|vacancy|hiring|"
    r"we(?:['’]| a)re (?:looking|seeking)|looking for\b|seeks?\b|seeking|join (?:our|us|the)|"
    r"stelle\b|poste\b|recruit|vacature)"
)
_BENEFITS: Final = (
    r"\b(?:benefits|401\(?k|paid (?:time|leave|holiday)|equal opportunity|vacation|pension|"
    r"insurance)"
)
_EDUCATION: Final = (
    r"\b(?:degree\b|bachelor|master['’]?s|diploma|high school|certificat|licen[sc]e\b|studium|"
    r"diplôme|opleiding)"
)
_OCCUPATIONS: Final = (
    r"\b(?:engineer|developer|manager|analyst|nurse|teacher|assistant|specialist|consultant|"
    r"director|technician|administrator|coordinator|scientist|clerk|driver|designer|architect|"
    r"supervisor|representative|accountant|programmer|intern|therapist|instructor)s?\b"
)
_SIGNS: Final = tuple(
    map(
        re.compile,
        (
            *(_OCCUPATIONS, _EXPERIENCE, _OPENING, _APPLYING, _DUTIES, _DEMANDS),
            *(_TERMS, _SKILLS, _PAY, _BENEFITS, _EDUCATION),
        ),
    )
)

_ERROR_PAGE: Final = re.compile(
    r"\bpage (?:not found|you['’]re looking for|you requested|doesn['’]t exist|cannot be found)|"
    r"\b(?:can['’]t|cannot|could not|couldn['’]t) (?:find|be found)|\b404\b|\baccess denied\b|"
    r"\b403 forbidden\b|enable (?:javascript|cookies)|verify (?:that )?you are (?:a )?human|"
    r"no longer (?:available|accepting|open|active)|has (?:expired|been (?:filled|closed|removed))|"
    r"\b(?:job|posting|position|listing) (?:is )?(?:closed|expired)|checking your browser|"
    r"\bunder maintenance\b|session (?:has )?(?:expired|timed out)"
)
_FILE_NAME: Final = re.compile(
    r"(?<![\w/.-])[\w*-]+\.(?:jsonl?|csv|xml|html|txt|md|py|gz|zip|ya?ml|toml)\b"
)
_DATA_SHEET: Final = re.compile(
    r"^(?:repo|commit|paths?|rows|notes|licen[cs]e[^:\n]{0,40}|version|author):", re.MULTILINE
)
_WORD: Final = re.compile(r"\w+")
_COMMON: Final = re.compile(
    r"\b(?:the|and|of|to|for|with|der|die|und|les?|des|et|pour|el|los|para|y|het|een|van)\b"
)


def why_no_posting(text: str, *, in_dump: bool = False) -> str | None:
    """Why a text is not taken for a posting, as the reason of a reject; None where it is one.

    Args:
        text: the text without markup.
        in_dump: whether it is one row of many.
    """
    text = text[:LOOKED_AT].lower()
    words = len(_WORD.findall(text))
    unspaced = sum(character >= "\u2e80" for character in text)  # no blanks between the words
    short = words < MIN_WORDS and unspaced < 2 * MIN_WORDS
    if short and (not in_dump or words < MIN_WORDS_IN_DUMP):
        return f"{NOTHING_FOUND}: it has too few words"
    error_page = _ERROR_PAGE.search(text) is not None
    about_data = _is_about_data(text)
    foreign = unspaced > 3 * words or (words >= 60 and len(_COMMON.findall(text)) < words / 25)
    if foreign and not error_page and not about_data:
        return None
    needed = 8 if about_data else MIN_SIGNS - in_dump + 2 * short
    if error_page:
        needed = 2 * needed
    signs = 0
    for sign in _SIGNS:
        if sign.search(text):
            signs += 1
            if signs >= needed:
                return None
    if error_page:
        return f"{NOTHING_FOUND}: it reads like an error page"
    return f"{NOTHING_FOUND}: it does not speak of a job"


def _is_about_data(text: str) -> bool:
    return len(set(_FILE_NAME.findall(text))) >= 3 or len(_DATA_SHEET.findall(text)) >= 3
