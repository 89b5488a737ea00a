"""Who hires: the organisation named in the title block, or the one that the text speaks for.

A title block names it next to the title or behind a label. Elsewhere an organisation gives itself
away by its role in a sentence: it "is hiring", one "joins" it, a heading is "About" it, it "is an
equal opportunity employer". Each such sentence is a vote; the name with most votes is taken.
"""

import re
from typing import Final

from skillweave.loaders.extraction.header import Header, HeaderField
from skillweave.loaders.extraction.places import is_place
from skillweave.loaders.extraction.terms import is_terms
from skillweave.loaders.extraction.titles import SITE_LEVELS, has_occupation
from skillweave.loaders.text.page import Page

_NAME: Final = (
    r"(?P<name>(?:[A-Z0-9][\w'’&.+-]*|[a-z]+[A-Z]\w*)"
    r"(?:,? (?:(?:[A-Z0-9][\w'’&.+-]*|&|of|and|the|for|de)(?= |\b)|Inc\.|L\.?L\.?C\.?|Ltd\.)){0,6})"
)
_SEEKS: Final = re.compile(
    rf"(?:^|(?<=[.!?:*•>] )|(?<=[a-z.!?:])|(?<=\n))(?:The |Here at |At )?{_NAME}(?:\s?\([^)]{{1,40}}\))?,?"
    r"(?: \w+){0,4}? (?P<verb>is (?:currently |actively |now |also )?(?:seeking|looking|hiring|recruiting|searching|"
    r"conducting)|are (?:seeking|looking|hiring|recruiting)|"
    r"has (?:an? )?(?:\w+ ){0,3}(?:opening|opportunit|vacanc|need)|seeks|invites applications|is an? )"
)
_CUES: Final = (
    (3, re.compile(rf"(?:^|\n)\W*About {_NAME}[\s:*]*(?:\n|$)")),
    (2, re.compile(rf"\b(?:[Jj]oin|[Jj]oining) (?:the )?{_NAME}(?=[,.! ]|['’]s)")),
    (2, re.compile(rf"(?:^|(?<=[.!?\n] )|(?<=\n))(?:Here )?[Aa]t {_NAME},")),
    (
        2,
        re.compile(
            rf"{_NAME}(?: is| are)?(?: proud to be)?(?: an?)? [Ee]qual(?:[ -][Ee]mployment)?[ -][Oo]pportunity"
        ),
    ),
    (
        1,
        re.compile(
            rf"\b(?:career|work|working|role|position|employment|[Ee]ngineer|[Aa]nalyst|[Ss]cientist|opportunity) (?:at|with) {_NAME}"
        ),
    ),
    (2, re.compile(rf"\b[Aa]s an? (?:\w+ ){{1,5}}(?:at|with) {_NAME},")),
)
_CHEAP: Final = (
    "About ",
    "oin",
    "t ",
    "pportunity",
    " with ",
    " at ",
)
_NOT_A_NAME: Final = frozenset(
    "us the you your our this that we role job team position company who what why how it these "
    "those a an they he she as in on at for if when with and all any and our there here client "
    "candidate candidates applicant applicants employee employees today now usa uk eeo hr summary "
    "overview description responsibilities requirements qualifications department office benefits "
    "opportunity equal work experience please must may will can do not to from of is are be job title "
    "location salary ideal successful incumbent individual person which while since senior lead "
    "because every each one some most many both data engineering analytics software".split()
)
_DOMAIN: Final = re.compile(
    r"\s*[(\[](?:https?://|www\.)?[\w.-]+\.[a-z]{2,}[^)\]]*[)\]]|https?://\S+"
)
_PAREN_TAIL: Final = re.compile(r"\s*\((?!.*(?:Trust|Inc)).*$")
_ORGANISATION: Final = re.compile(
    r"\b(?:Inc|LLC|L\.L\.C|Ltd|Limited|GmbH|PLC|plc|Corp|Corporation|Company|Group|Trust|University|"
    r"College|School|Schools|Hospital|Hospitals|Health|Healthcare|Bank|Department|Agency|County|City of|"
    r"State of|Government|Council|Ministry|Institute|Foundation|Association|Commission|Services|Solutions|"
    r"Technologies|Consulting|Partners|Staffing|Systems|Labs|Center|Society|Church|Board)\b"
)
_MONEY: Final = re.compile(
    r"[$£€]|\d{2,}[,.]?\d*\s?[kK]?\b.*(?:year|hour|annum)|^-?\d+$|\bGrade\b|^Posted"
)
_DATE: Final = re.compile(r"\b(?:19|20)\d\d\b|\b\d+ (?:days?|hours?|weeks?) ago")


def _could_be_name(text: str) -> bool:
    return (
        1 < len(text) <= 110
        and text[0].isalnum()
        and text.lower() not in SITE_LEVELS
        and text.lower() not in _NOT_A_NAME
        and not _MONEY.search(text)
        and not _DATE.search(text)
        and not is_terms(text)
        and not text.endswith((":", "?", "!"))
        and not (text.endswith(".") and not _ORGANISATION.search(text))
    )


def _clean_field(text: str) -> str:
    """An organisation's field without its web address and remarks in brackets."""
    text = _DOMAIN.sub("", text)
    text = _PAREN_TAIL.sub("", text)
    return text.strip(" -–—,:*")


def _from_header(header: Header, title: tuple[int, int] | None) -> str | None:
    if (field := header.first("employer")) and _could_be_name(field.text):
        return _clean_field(field.text) or None
    fields = header.fields
    if not fields:
        return None
    if fields[0].piped:
        first = fields[0]
        if title is not None and first.start <= title[0] < first.end:
            return None
        name = _clean_field(first.text)
        return name if _could_be_name(name) and not is_place(name) else None
    at = next(
        (
            number
            for number, field in enumerate(fields)
            if title is not None and field.start <= title[0] < field.end
        ),
        None,
    )
    if at is None:
        return None
    after: HeaderField | None = fields[at + 1] if at + 1 < len(fields) else None
    beyond = fields[at + 2] if at + 2 < len(fields) else None
    if after is None or not _could_be_name(after.text) or len(after.text.split()) > 16:
        return None
    shaped = beyond is not None and (
        is_place(beyond.text) or bool(_MONEY.search(beyond.text)) or is_terms(beyond.text)
    )
    if after.text[0].islower() and not shaped:
        return None
    if shaped or _ORGANISATION.search(after.text):
        if is_place(after.text) and not shaped:
            return None
        if has_occupation(after.text) and not shaped and not _ORGANISATION.search(after.text):
            return None
        return _clean_field(after.text) or None
    return None


def _trim(name: str) -> str:
    """A captured name without words that only begin or end a clause."""
    words = name.split(" ")
    while words and words[-1].strip(".,").lower() in ("of", "and", "the", "for", "de", "&", "is"):
        words.pop()
    while words and words[0].lower() in ("the", "at", "here"):
        words.pop(0)
    text = " ".join(words)
    return text.rstrip(",;:-’'") if not text.endswith("Inc.") else text


def _from_text(page: Page) -> str | None:
    votes: dict[str, float] = {}
    written: dict[str, str] = {}

    def vote(name: str, weight: float) -> None:
        name = _trim(name)
        for ending in ("'s", "’s"):
            name = name.removesuffix(ending)
        key = name.lower()
        first = key.split(" ")[0].strip(".,")
        if (
            len(key) < 2
            or key in _NOT_A_NAME
            or first in _NOT_A_NAME
            or name.isdigit()
            or (has_occupation(name) and not _ORGANISATION.search(name))
        ):
            return
        votes[key] = votes.get(key, 0) + weight
        written.setdefault(key, name)

    text = page.text
    top = text[:1500]
    for match in _SEEKS.finditer(top):
        vote(match["name"], 3 if not match["verb"].startswith("is a") else 1.5)
    for line in page.lines:
        if line.kind == "heading" and line.text.startswith("About "):
            vote(line.text[6:].strip(" :*#"), 3)
    for weight, pattern in _CUES[1:3] + _CUES[4:]:
        for match in pattern.finditer(text[:4000]):
            vote(match["name"], weight)
    if "pportunity" in text:
        for match in _CUES[3][1].finditer(text):
            vote(match["name"], 2)
    if not votes:
        return None
    for key in votes:
        votes[key] += min(3, text.count(written[key]) - 1) * 0.5
    best = max(votes, key=lambda key: votes[key])
    return written[best] if votes[best] >= 2 else None


def read_employer(page: Page, header: Header, title: tuple[int, int] | None) -> str | None:
    """The hiring organisation's name, as written; None where it is not named.

    Args:
        page: the posting.
        header: its title block.
        title: span of the title, beside which the employer stands in a title block.
    """
    stated = page.posting.stated.employer
    if stated is not None and stated.value.strip():
        return stated.value
    return _from_header(header, title) or _from_text(page)
