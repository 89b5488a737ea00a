"""Terms of the job: where one works from, the kind of employment, sponsorship, dates.

Each is taken only when the posting says it of this job. The title block and labelled lines are
read word by word; in the text only phrases that speak of the position count, since "part-time"
in a benefits paragraph and "remote" in "remote sensors" say nothing.
"""

import re
from datetime import date
from typing import Final, NamedTuple

from skillweave.loaders.extraction.header import Header
from skillweave.loaders.text.page import Page
from skillweave.ontology.vocabulary import EmploymentType, Sponsorship, WorkMode

_JOB: Final = r"(?:position|role|job|opportunity|opening|employment|basis|work|vacancy|post|contract|assignment|engagement|hire)"

_TYPE_WORDS: Final[tuple[tuple[EmploymentType, re.Pattern[str]], ...]] = (
    (
        "full_time",
        re.compile(r"\bfull[-\s_]?time\b|\bfulltime\b|\bvollzeit\b|\btemps plein\b", re.IGNORECASE),
    ),
    ("part_time", re.compile(r"\bpart[-\s_]?time\b|\bparttime\b|\bteilzeit\b", re.IGNORECASE)),
    (
        "contract",
        re.compile(
            r"\bcontract(?:or|ors)?\b(?!\s*(?:type|manager|specialist|administrat|officer|negotiat|length))|\bfreelance\b|"
            r"\bc2[ch]\b|\b1099\b|\bconsulting\b|\bcorp[- ]to[- ]corp\b|\bindependent contractor\b",
            re.IGNORECASE,
        ),
    ),
    (
        "temporary",
        re.compile(
            r"\btemporary\b|\btemp\b(?!erature)|\bfixed[- ]term\b|\bseasonal\b|\bsecondment\b|"
            r"\bmaternity cover\b|\bterm appointment\b",
            re.IGNORECASE,
        ),
    ),
    ("internship", re.compile(r"\binternship\b|\bintern\b|\bco-?op\b", re.IGNORECASE)),
    (
        "permanent",
        re.compile(r"\bpermanent\b|\bperm\b|\bCDI\b|\bunbefristet\b|\bdirect[- ]hire\b", re.IGNORECASE),
    ),
)
_OR_TYPE: Final = (
    r"(?:full[- ]?time|part[- ]?time|permanent|temporary|contract|seasonal|fixed[- ]term)"
)
_BODY_TYPES: Final[tuple[tuple[EmploymentType, re.Pattern[str]], ...]] = (
    (
        "full_time",
        re.compile(
            rf"\bfull[- ]?time,? (?:\w+[- ,]+){{0,3}}?{_JOB}\b|\b(?:this is a|is a|for a|be|job type:?|schedule:?) "
            r"(?:permanent,? )?full[- ]?time\b|\bfull[- ]?time\s*[,/;|)]|\bfull[- ]?time\.?\s*$|[(,]\s*full[- ]?time",
            re.IGNORECASE,
        ),
    ),
    (
        "part_time",
        re.compile(
            rf"\bpart[- ]?time,? (?:\w+[- ,]+){{0,2}}?{_JOB}\b|\bthis is a part[- ]?time\b|^part[- ]?time\b|"
            r"\bpart[- ]?time\.?\s*$",
            re.IGNORECASE,
        ),
    ),
    (
        "contract",
        re.compile(
            r"\bcontract (?:position|role|opportunity|job|assignment|basis|engagement)\b|"
            r"\bcontract[- ]to[- ](?:hire|perm)|\b\d+\+?[- ](?:month|week)s?(?: \w+)? contract\b|"
            r"\b(?:duration|length)\s*:?\s*\d+\+?[- ]months?|\blong[- ]term contract\b|"
            r"\bindependent contractors?\b|\bthis is a (?:\w+ )?contract\b|\bcontract duration\b|"
            r"\bunder contract\b|\bW2 (?:basis|contract|only)|\bfreelance (?:basis|position|role|opportunity)",
            re.IGNORECASE,
        ),
    ),
    (
        "temporary",
        re.compile(
            r"\btemporary (?:position|role|job|post|appointment|opportunity|employment|basis|assignment|"
            r"contract|vacancy|full|part)\b|\bfixed[- ]term\b|\bseasonal (?:position|role|job|opportunity|employment)|"
            r"\bterm (?:appointment|position)\b|\bsecondment\b|\bmaternity (?:cover|leave cover)|"
            r"\bnot to exceed\b",
            re.IGNORECASE,
        ),
    ),
    (
        "permanent",
        re.compile(
            r"\bpermanent,? (?:\w+[- ,]+){0,2}?(?:position|role|job|post|contract|opportunity|appointment|basis|vacancy)\b|"
            r"\bpermanent\s*[,/;|)]|\bdirect[- ]hire (?:position|role|opportunity)|\bthis is a permanent\b",
            re.IGNORECASE,
        ),
    ),
    (
        "internship",
        re.compile(
            r"\b(?:this|our|summer|the|paid) (?:\w+ )?internship\b|\binternship (?:position|program|opportunity)",
            re.IGNORECASE,
        ),
    ),
)
_TYPE_TRIGGER: Final = re.compile(
    r"full[- ]?time|part[- ]?time|contract|temporary|fixed|permanent|intern(?:ship)\b|season|second|duration|"
    r"freelance|direct|maternity c|term |w2|not to exceed",
    re.IGNORECASE,
)
_NOT_OF_THE_JOB: Final = re.compile(
    r"\b(?:employees|associates|team members|staff members|workers|students|benefits?|eligib|"
    r"experience|years|equivalent|salaries|salary|prorated|permanent resident|status|education|enrolled)\b",
    re.IGNORECASE,
)

_REMOTE: Final = re.compile(
    r"\bremote(?:ly)?\b|\btelecommut|\bwork from home\b|\bwfh\b|\bvirtual\b|\bhome[- ]based\b", re.IGNORECASE
)
_HYBRID: Final = re.compile(r"\bhybrid\b|\btélétravail\b", re.IGNORECASE)
_ONSITE: Final = re.compile(r"\bon-?\s?site\b|\bin[- ]office\b|\bin[- ]person\b", re.IGNORECASE)
_TITLE_REMOTE: Final = re.compile(
    r"\bremote\b|\bvirtual (?!ward|care)|\bonline\b|\bwork from home\b|\bhome[- ]based\b|\btelecommute\b",
    re.IGNORECASE,
)

_BODY_REMOTE: Final = re.compile(
    r"\b(?:fully|100%|completely|entirely) (?:remote|virtual)\b|\bremote[- ](?:first|only|position|role|job|opportunity|work(?!er|force)|"
    r"eligible|friendly)|\bthis (?:is a |position is |role is |opportunity is )(?:\w+ )?(?:remote|virtual)|\bwork(?:ing)? remotely\b|"
    r"\bwork(?:ing)? (?:\w+ ){0,3}from (?:your )?home\b|\bfrom the comfort of (?:your|their) (?:own )?home|\btelecommut(?:e|ing)\b|"
    r"\b(?:is|be|are|role|position)(?: \w+)? remote\b|\bhome[- ]based\b|\bfrom your desk\b|\bfrom anywhere\b|"
    r"\bvirtual (?:position|role|campus|instructor|teacher)\b|^remote\b|\bremote \(|\(remote\)",
    re.IGNORECASE,
)
_BODY_HYBRID: Final = re.compile(
    r"\bhybrid[- ](?:work|role|position|model|schedule|working|environment|remote|setup|policy|approach|office|set-up|basis|format|opportunity|job)|"
    r"\b(?:is|be|are|a|work|offers?|this)(?: \w+)? hybrid\b|\(hybrid|\bhybrid\)|^hybrid\b|\bhybrid:|\bhybrid,|"
    r"\b(?:\d|one|two|three|four)(?:\s?[-–to]+\s?\d)?\+? days?(?: (?:a|per|each|/) ?week| remote| on-?site|/week)?(?: \w+){0,3} (?:in|at|from|on)[- ](?:the |our )?(?:\w+ )?(?:office|site|home)|"
    r"\bdays (?:of )?(?:remote|from home|wfh|work from home)\b|\bbalance of (?:office|home)",
    re.IGNORECASE,
)
_BODY_ONSITE: Final = re.compile(
    r"\b(?:position|role|job|work|must|is|be|required|strictly|fully|100%)(?: \w+){0,3} on-?site\b|"
    r"\bon-?site (?:position|role|job|only|opportunity|work|at our|in our)|\bin[- ]person (?:position|role|work|only|at our)|"
    r"\bnot (?:a )?remote\b|\bno remote\b|\bremote (?:work )?(?:is )?not (?:an option|available|possible|allowed)|"
    r"\bno telecommut|\btelework eligible\W+no\b|\b(?:5|five) days (?:a|per) week (?:in|at|from)|\blocation on-?site|\(on-?site|\bon-?site\)|"
    r"\bin[- ]office (?:position|role|\d|five)|\bworking in(?:-| )person",
    re.IGNORECASE,
)
_MODE_TRIGGERS: Final = (
    "remote",
    "hybrid",
    "site",
    "home",
    "telecommut",
    "telework",
    "virtual",
    "in person",
    "in-person",
    "in-office",
    "days",
    "anywhere",
)
_NO_MODE: Final = re.compile(
    r"\bremote (?:sensing|sites?|areas?|locations?|teams?|offices?|monitoring|access|support|desktop|employees|clients|users|sensors)|"
    r"\bhybrid (?:cloud|vehicle|environment|mobile|app|electric|infrastructure|it\b|classical|solution)|"
    r"\bon-?site (?:gym|parking|fitness|cafe|cafeteria|childcare|child care|health|medical|clinic|nursery|staff|support|customer|visits?|coordinator|shops?|restaurants?|training)",
    re.IGNORECASE,
)

_NO_SPONSOR: Final = re.compile(
    r"(?:\bnot\b|\bunable\b|\bcannot\b|n['’]t\b|\bno\b|\bwithout\b|\bnor\b|\bsorry\b|\bnever\b|\bineligible\b|\bneither\b)[^.\n]{0,90}\b(?:sponsor|visa|h-?1b)"
    r"|\bsponsor\w*[^.\n]{0,60}\b(?:not\b|unavailable|n['’]t\b|unable)|\bno (?:visa|h-?1b)|\bH-?1B[^.\n]{0,40}\bnot\b"
    r"|\b(?:US|U\.S\.) citizens? (?:and|or|&) (?:green card|GC)|\bcitizens? and (?:green card|permanent) (?:holders|residents?)[^.\n]{0,60}(?:only|encouraged)"
    r"|\bvisa:? no\b|\bw2 only\b.*\bno (?:c2c|h1)",
    re.IGNORECASE,
)
_SPONSOR: Final = re.compile(
    r"\b(?:visas?|h-?1b|immigration|relocation and visa|work permit)\b[^.\n]{0,30}\b(?:sponsor\w*|support|assistance)\b(?![^.\n]{0,40}\bnot\b)(?:[^.\n]{0,30}\b(?:available|provided|offered|possible|considered))?"
    r"|\b(?:will|can|do|we|able to|happy to|offer|provide)\b[^.\n]{0,15}\bsponsor\b|\bsponsorship (?:is )?(?:available|offered|provided|possible)",
    re.IGNORECASE,
)
_SPONSOR_TRIGGERS: Final = ("sponsor", "visa", "h1b", "h-1b", "green card")


def is_terms(text: str) -> bool:
    """Whether a line or field of a title block is nothing but terms ("Full-time, Contract")."""
    if len(text) > 60:
        return False
    rest = text
    for _, pattern in _TYPE_WORDS:
        rest = pattern.sub("", rest)
    for pattern in (_REMOTE, _HYBRID, _ONSITE):
        rest = pattern.sub("", rest)
    return (
        len(rest) < len(text)
        and len(
            re.sub(
                r"[\W\d_]|\b(?:and|or|fully|only|first|all|hours?|week|per|equity|us|eu)\b",
                "",
                rest,
                flags=re.IGNORECASE,
            )
        )
        <= 3
    )


def types_in(text: str) -> list[EmploymentType]:
    """Employment types named in a short text, in the order of the vocabulary."""
    return [kind for kind, pattern in _TYPE_WORDS if pattern.search(text)]


def read_employment_types(
    page: Page, header: Header, title: tuple[int, int] | None
) -> tuple[EmploymentType, ...]:
    """Terms of employment that the posting states of this job."""
    found: list[EmploymentType] = []

    def add(kinds: list[EmploymentType]) -> None:
        found.extend(kind for kind in kinds if kind not in found)

    for stated in page.posting.stated.employment_types:
        add(types_in(stated.value.replace("_", " ")))
    if not found:
        for field in header.labelled.get("employment", ()):
            if len(field.text) <= 90:
                add(types_in(field.text))
        for number, field in enumerate(header.fields):
            if field.piped or (number and is_terms(field.text)):
                inside = title is not None and field.start <= title[0] < field.end
                if not inside or field.piped:
                    add([kind for kind in types_in(field.text) if len(field.text) <= 60])
        if title is not None:
            add(
                [
                    kind
                    for kind in types_in(page.text[title[0] : title[1]])
                    if kind != "contract"
                    or not re.search(
                        r"contract(?:s)? \w+er\b", page.text[title[0] : title[1]], re.IGNORECASE
                    )
                ]
            )
    if page.posting.stated.employment_types and found:
        return tuple(found)
    for sentence in page.sentences:
        if sentence.section in ("legal", "benefits", "boilerplate") or len(sentence.text) > 400:
            continue
        if not _TYPE_TRIGGER.search(sentence.text) or _NOT_OF_THE_JOB.search(sentence.text):
            continue
        for kind, pattern in _BODY_TYPES:
            if kind not in found and pattern.search(sentence.text):
                found.append(kind)
    order = [kind for kind, _ in _TYPE_WORDS]
    return tuple(sorted(found, key=order.index))


def _mode_of(text: str) -> WorkMode | None:
    """The mode that a field of the title block or a labelled value names."""
    remote, hybrid, onsite = (bool(pattern.search(text)) for pattern in (_REMOTE, _HYBRID, _ONSITE))
    if remote and (onsite and not hybrid):
        return None
    if remote and not text.lower().startswith("hybrid"):
        return "remote"
    if hybrid:
        return "hybrid"
    return "onsite" if onsite else None


def read_work_mode(page: Page, header: Header, title: tuple[int, int] | None) -> WorkMode | None:
    """Remote, hybrid or on site, where the posting says so."""
    stated = page.posting.stated.work_mode
    if stated is not None and (mode := _mode_of(stated.value.replace("_", " "))):
        return mode
    for field in header.labelled.get("mode", ()):
        if mode := _mode_of(field.text):
            return mode
    piped = [field.text for field in header.fields if field.piped]
    if piped and (mode := _mode_of(" | ".join(piped))):
        return mode
    for field in header.labelled.get("place", ()):
        if mode := _mode_of(field.text):
            return mode
    if title is not None and _TITLE_REMOTE.search(page.text[title[0] : title[1]]):
        return "remote"
    for field in header.fields[1:]:
        if (
            not field.piped
            and (is_terms(field.text) or "(" in field.text)
            and (mode := _mode_of(field.text))
        ):
            return mode
    lowered = page.text.lower()
    if not any(trigger in lowered for trigger in _MODE_TRIGGERS):
        return None
    votes: dict[WorkMode, int] = {}
    for sentence in page.sentences:
        text = sentence.text
        if sentence.section == "boilerplate" or len(text) > 600:
            continue
        low = text.lower()
        if not any(trigger in low for trigger in _MODE_TRIGGERS):
            continue
        text = _NO_MODE.sub(" ", text)
        if _BODY_HYBRID.search(text):
            votes["hybrid"] = votes.get("hybrid", 0) + 1
        elif _BODY_ONSITE.search(text):
            votes["onsite"] = votes.get("onsite", 0) + 1
        elif _BODY_REMOTE.search(text):
            votes["remote"] = votes.get("remote", 0) + 1
    for mode in ("hybrid", "remote", "onsite"):
        if mode in votes:
            return mode
    return None


def read_sponsorship(page: Page, header: Header) -> Sponsorship | None:
    """Whether the employer sponsors a visa or work authorisation."""
    for field in header.fields:
        if field.piped and field.text.lower().strip() in ("visa", "visa sponsorship"):
            return "offered"
    lowered = page.text.lower()
    if not any(trigger in lowered for trigger in _SPONSOR_TRIGGERS):
        return None
    answer: Sponsorship | None = None
    for sentence in page.sentences:
        low = sentence.text.lower()
        if not any(trigger in low for trigger in _SPONSOR_TRIGGERS):
            continue
        if _NO_SPONSOR.search(sentence.text):
            return "not_offered"
        if _SPONSOR.search(sentence.text):
            answer = "offered"
    return answer


class Dates(NamedTuple):
    """ISO 8601 dates, None where not stated."""

    posted: str | None
    valid_through: str | None


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
    for name in (names,)
}
_DATE: Final = re.compile(
    r"(?P<y1>20\d\d)-(?P<m1>\d\d?)-(?P<d1>\d\d?)"
    r"|(?P<mon>[A-Z][a-z]{2})[a-z]*\.? (?P<d2>\d{1,2})(?:st|nd|rd|th)?,? (?P<y2>20\d\d)"
    r"|(?P<d3>\d{1,2})(?:st|nd|rd|th)? (?P<mon3>[A-Z][a-z]{2})[a-z]*\.?,? (?P<y3>20\d\d)"
    r"|(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y4>(?:20)?\d\d)\b"
)


def read_date(text: str, *, day_first: bool = False) -> str | None:
    """The first date in a text, as ISO 8601.

    Args:
        text: such as "Oct 21, 2025", "21 October 2025", "10/21/2025" or "2025-10-21".
        day_first: how to read "04/05/2025"; a number above 12 and dots decide it anyway.
    """
    match = _DATE.search(text)
    if not match:
        return None
    if match["y1"]:
        year, month, day = int(match["y1"]), int(match["m1"]), int(match["d1"])
    elif match["mon"] or match["mon3"]:
        year = int(match["y2"] or match["y3"])
        month = _MONTHS.get((match["mon"] or match["mon3"]).lower(), 0)
        day = int(match["d2"] or match["d3"])
    else:
        first, second = int(match["a"]), int(match["b"])
        year = int(match["y4"]) + (2000 if len(match["y4"]) == 2 else 0)
        if first > 12 or (second <= 12 and (day_first or match["sep"] == ".")):
            day, month = first, second
        else:
            month, day = first, second
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def read_dates(page: Page, header: Header) -> Dates:
    """When the posting was published and until when one can apply."""
    stated = page.posting.stated
    posted, closing = stated.date_posted, stated.valid_through
    if posted is None:
        for field in header.labelled.get("posted", ()):
            if posted := read_date(field.text):
                break
    if closing is None:
        for field in header.labelled.get("closing", ()):
            if closing := read_date(field.text):
                break
    if posted is None:
        for field in header.fields[1:]:
            if len(field.text) <= 30 and (posted := read_date(field.text)):
                break
    return Dates(posted, closing)
