"""Terms of the job: the kind of employment and the sponsorship of a visa.

Each is taken only when the posting says it of this job. The title block and labelled lines are
read word by word. In the text a run of kinds ("full-time or part-time") counts when what stands
before or after it speaks of the position, since "part-time" of employees in general, of one's
experience or of students says nothing.
"""

import re
from collections.abc import Sequence
from typing import Final

from skillweave.loaders.extraction.abroad.terms import is_kind_abroad, kinds_abroad
from skillweave.loaders.extraction.header import Header
from skillweave.loaders.text.page import Page, Sentence
from skillweave.ontology.vocabulary import EmploymentType, Sponsorship

_KINDS: Final[dict[EmploymentType, str]] = {
    "full_time": r"full[-\s_]?time",
    "part_time": r"part[-\s_]?time|0\.\d+ ?(?:wte|fte)",
    "contract": (
        r"fixed[- ]term contract|contract(?:or|ors|ing)?(?! (?:type|manage|specialist|administrat|officer|negotiat|length|"
        r"with\b|review|law|terms))|freelance|c2[ch]|1099|corp[- ]to[- ]corp|"
        r"independent contractors?|consulting(?= |$)"
    ),
    "temporary": (
        r"temporary|temp(?=[ /,)]|$)|fixed[- ]term|seasonal|secondment|maternity cover|locum|^term$"
    ),
    "internship": r"internship|intern|co-?op",
    "permanent": r"permanent|perm(?=[ /,)]|$)|direct[- ]hire(?! auth)|career[- ]conditional",
}
"""The words for each kind of employment, in lower case."""

_KIND: Final = re.compile(
    r"\b(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items()) + r")\b",
    re.IGNORECASE,
)

_BETWEEN: Final = re.compile(
    r"[\s,/|&+-]*(?:(?:or|and|and/or|to|with a|term|exempt|hourly|regular)\b[\s,/&-]*){0,3}$",
    re.IGNORECASE,
)
_JOB: Final = (
    r"(?:position|role|job|opportunity|opening|employment|basis|work|vacancy|post|contract|"
    r"assignment|engagement|schedule|appointment|hours|permanent|duration|offer)s?\b"
)
_OF_THE_JOB_AFTER: Final = re.compile(
    rf"[\s,)(:/-]*(?!(?:employee|staff|associate|team|faculty|student|worker|equivalent|salar|"
    rf"resident|experience|teacher|enroll|status|license|manager|work experience)\w*)"
    rf"(?:[\w'’/-]+[\s,)(-]+){{0,3}}?{_JOB}",
    re.IGNORECASE,
)
_OF_THE_JOB_BEFORE: Final = re.compile(
    r"(?:^\W*|[:|(]\s*|\b(?:this is an?|is an?|are|is|be|filled as|offered as|on an?|for an?|"
    r"in this|as an?|initially|length of the|position type|"
    r"(?:looking for|hiring|seeking|recruit)(?: an?)?)(?: \w+(?:-\w+)?){0,2}\s)$",
    re.IGNORECASE,
)
_NOT_OF_THE_JOB: Final = re.compile(
    r"^[\s,-]*(?:and part[- ]time )?(?:employees?|staff\b|associates|team members|students?|workers|faculty|"
    r"(?:work(?:ing)?(?: hours)?|service) (?:is|are|will be) (?:paid|pro|count|credit|calculat)|"
    r"salar|residen|experience|equivalent|licen[cs]e|manager|work experience|status|enroll|benefit|"
    r"roles will|opportunities (?:in|for) other)",
    re.IGNORECASE,
)
_ELSEWHERE: Final = re.compile(
    r"\b(?:years?|experience|equivalent|authori[sz]ed to work|prorated|eligib\w+|served|"
    r"all (?:of our|our|regular)|for (?:both|all)|benefits? (?:for|include)|convert\w*|"
    r"legislative|current|season ticket|reimbursement|open to)\b",
    re.IGNORECASE,
)
_HOURS: Final[set[EmploymentType]] = {"full_time", "part_time"}

_FRAME: Final = re.compile(
    r"[\W\d_]|\b(?:and|or|fully|only|first|all|hours?|week|per|equity|us|eu|remote(?:ly)?|hybrid|"
    r"on-?site|in[- ]office|regular|permanent|exempt|non)\b",
    re.IGNORECASE,
)
_MODE_WORD: Final = re.compile(r"\b(?:remote|hybrid|on-?site|in[- ]office)\b", re.IGNORECASE)
_SHORT: Final = 60
"""Characters up to which a field of the title block can be terms and nothing else."""


def kinds_in(text: str) -> list[EmploymentType]:
    """Kinds of employment named in a short text, each once, in the order of the text."""
    found: list[EmploymentType] = []
    for match in _KIND.finditer(text):
        kind = match.lastgroup
        if kind is not None and kind not in found:
            found.append(kind)  # type: ignore[arg-type]  # groups are named after the kinds
    return found


def is_terms(text: str) -> bool:
    """Whether a line or field of a title block is nothing but terms ("Full-time, Remote")."""
    if len(text) > _SHORT:
        return False
    if not _KIND.search(text) and not _MODE_WORD.search(text):
        return is_kind_abroad(text)
    return len(_FRAME.sub("", _KIND.sub("", text))) <= 3


def read_employment_types(
    page: Page,
    header: Header,
    title: tuple[int, int] | None,
    sentences: Sequence[Sentence],
) -> tuple[EmploymentType, ...]:
    """Kinds of employment that the posting states of this job.

    Args:
        page: the posting.
        header: its title block.
        title: span of the title, which may name a kind ("Tutor (Part-Time)").
        sentences: those that name a kind of employment.

    Returns:
        Each kind once, in the order of the vocabulary; what the format states goes alone.
    """
    stated = {
        kind
        for text in page.posting.stated.employment_types
        for kind in kinds_in(text.value.replace("_", " "))
    }
    if stated:
        return tuple(kind for kind in _KINDS if kind in stated)
    found: set[EmploymentType] = set()
    for field in header.labelled.get("employment", ()):
        if len(field.text) <= 90:
            found.update(_kinds_of(field.text, page.language))
    for field in header.fields:
        short = len(field.text) <= _SHORT
        if short and (field.piped or is_terms(field.text) or page.language != "en"):
            found.update(_kinds_of(field.text, page.language))
    if title is not None:
        found.update(kinds_in(page.text[title[0] : title[1]]))
    told: set[EmploymentType] = set()
    for sentence in sentences:
        if sentence.section != "legal" and page.language_at(sentence.start) == "en":
            told |= _kinds_told(sentence.text)
    for axis in (_HOURS, set(_KINDS) - _HOURS):  # what the title block says of one, it settles
        if not found & axis:
            found |= told & axis
    return tuple(kind for kind in _KINDS if kind in found)


def _kinds_of(text: str, language: str) -> set[EmploymentType]:
    """Kinds that a field names, in the words of the page's language or else in English."""
    return kinds_abroad(text, language) or set(kinds_in(text))


def _kinds_told(sentence: str) -> set[EmploymentType]:
    """Kinds that a sentence says of the job."""
    found: set[EmploymentType] = set()
    run: list[re.Match[str]] = []

    def close() -> None:
        if not run:
            return
        before = sentence[max(0, run[0].start() - 60) : run[0].start()]
        after = sentence[run[-1].end() : run[-1].end() + 70]
        cued_before = _OF_THE_JOB_BEFORE.search(before) is not None
        seeks = re.search(
            r"(?:looking for|hiring|seeking|recruit)\W[\w\s]*$", before, re.IGNORECASE
        )
        if _NOT_OF_THE_JOB.match(after) and not seeks:
            return
        if _ELSEWHERE.search(sentence, 0, run[0].start()):
            return
        if cued_before or _OF_THE_JOB_AFTER.match(after):
            found.update(match.lastgroup for match in run)  # type: ignore[misc]

    for match in _KIND.finditer(sentence):
        if run and not _BETWEEN.match(sentence, run[-1].end(), match.start()):
            close()
            run.clear()
        run.append(match)
    close()
    return found


_NO_SPONSOR: Final = re.compile(
    r"(?:\bnot\b|\bunable\b|\bcannot\b|n['’]t\b|\bno\b|\bwithout\b|\bnor\b|\bsorry\b|\bnever\b|"
    r"\bineligible\b|\bneither\b)[^.\n]{0,90}\b(?:sponsor|visa|h-?1b)"
    r"|\bsponsor\w*[^.\n]{0,60}\b(?:not\b|unavailable|n['’]t\b|unable)"
    r"|\bH-?1B[^.\n]{0,40}\bnot\b|\bvisa:? no\b"
    r"|\b(?:US|U\.S\.) citizens? (?:and|or|&) (?:green card|GC)"
    r"|\bcitizens? and (?:green card|permanent) (?:holders|residents?)[^.\n]{0,60}"
    r"(?:only|encouraged)",
    re.IGNORECASE,
)
_SPONSOR: Final = re.compile(
    r"\b(?:visas?|h-?1b|immigration|work permit)\b[^.\n]{0,30}\b(?:sponsor\w*|support|assistance)\b"
    r"|\b(?:will|can|do|we|able to|happy to|offer|provide)\b[^.\n]{0,15}\bsponsor\b"
    r"|\bsponsorship (?:is )?(?:available|offered|provided|possible)",
    re.IGNORECASE,
)
_VISA_FIELDS: Final = frozenset({"visa", "visa sponsorship", "visa sponsor", "visas"})


def read_sponsorship(header: Header, sentences: Sequence[Sentence]) -> Sponsorship | None:
    """Whether the employer sponsors a visa or work authorisation.

    A refusal anywhere outweighs an offer: postings list what they support only to exclude it.

    Args:
        header: the title block of the posting.
        sentences: those that name a visa or a sponsor.
    """
    offered = any(
        field.piped and field.text.strip().lower() in _VISA_FIELDS for field in header.fields
    )
    for sentence in sentences:
        if _NO_SPONSOR.search(sentence.text):
            return "not_offered"
        offered = offered or _SPONSOR.search(sentence.text) is not None
    return "offered" if offered else None
