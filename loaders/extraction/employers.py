"""Who hires: the organisation named in the title block, or the one that the text speaks for.

A title block names it beside the title, behind a label, or between pipes. Elsewhere an
organisation gives itself away by its part in a sentence: it "is hiring", one "joins" it, a heading
is "About" it, it "is an equal opportunity employer", its name stands in the advert's address.
Each such sign is a vote with a weight, and the name with most weight is taken, if it has enough.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from skillweave.loaders.extraction.header import Header, HeaderField, label_kind
from skillweave.loaders.extraction.occupations import has_occupation, is_listed_head
from skillweave.loaders.extraction.place_names import is_place, place_likeness
from skillweave.loaders.extraction.seniority import is_site_level
from skillweave.loaders.extraction.terms import is_terms
from skillweave.loaders.text.headings import heading_kind
from skillweave.loaders.text.page import Page
from skillweave.ontology.concepts import Taxonomy

_WORD: Final = (
    r"(?:(?:St|Mt|Dr|Inc|INC|Ltd|LTD|Co)\.|(?:[A-Z]\.)+|[A-Z0-9](?:[\w'’&+-]|\.(?=\w))*"
    r"|[a-z]+[A-Z]\w*)"
)
_NAME: Final = (
    rf"(?P<name>{_WORD}(?:,? (?:{_WORD}|&|of|and|the|for|de|in)(?= |\b)"
    r"|, (?:Inc|INC|LLC|Ltd|L\.L\.C)\b\.?){0,7})"
)

_INTRODUCED: Final = (
    r"(?:(?:Founded|Established) in \d{4}, |(?:Based|Headquartered) in [^.,]{3,40}, "
    r"|Introducing [^.,]{3,40}, )?"
)
_SUBJECT: Final = re.compile(
    rf"\W*{_INTRODUCED}(?:The |At |Here at |With )?{_NAME}(?:\s?\([^)]{{1,40}}\))?"
)
_PREDICATES: Final = (
    (
        3.0,
        re.compile(
            r"(?:, [^.,]{3,80},)? (?:is|are) (?:\w+ ){0,2}?(?:seeking|looking|hiring|recruiting|"
            r"searching|conducting|expanding|growing)\b|"
            r" has (?:an? )?(?:\w+ ){0,6}(?:opening|opportunit|vacanc|need)| seeks\b| invites "
        ),
    ),
    (
        1.5,
        re.compile(
            r",? (?:is an? |is the |is one of|is committed to |partners with |works with |empowers |"
            r"connects |creates |makes |manages |helps |provides |offers |was founded|has been|believes |"
            r"operates |builds |delivers |serves |specializes |values |supports |employs |designs |"
            r"develops )"
        ),
    ),
    (2.0, re.compile(",")),
)
"""Weights of what follows a name at the start of a sentence; a comma counts after "At" only."""

_JOINED: Final = re.compile(rf"\b[Jj]oin(?:ing)? (?:the )?{_NAME}(?=[,.! ]|['’]s)")
_AT: Final = re.compile(rf" (?P<place>at|with) {_NAME}(?P<comma>,?)")
_WORKING: Final = re.compile(
    r"(?:[Cc]areer|[Ww]ork(?:ing)?|[Rr]ole|[Pp]osition|[Ee]mployment|[Ee]ngineer|[Aa]nalyst|"
    r"[Ss]cientist|[Mm]anager|[Oo]pportunity|[Ll]ife|[Tt]eam)$"
)
_HERE: Final = re.compile(r"(?:[Ee]veryone|[Yy]ou|us|join|people|jobs?|do|[Ff]ellows|we)$")
_AS_A: Final = re.compile(r"\b[Aa]s an? (?:[\w/&-]+ ){0,5}[\w/&-]+$")
_EQUAL: Final = re.compile(
    rf"{_NAME}(?: is| are)?(?: proud to be)?(?: an?)? [Ee]qual(?:[ -][Ee]mployment)?[ -]$"
)
_EEO: Final = (
    re.compile(r"(?<= )(?:EEO|EOE|AA/EEO)\b"),
    re.compile(rf"{_NAME} is (?:proud to be )?(?:an? )?$"),
)
_SENT_TO: Final = (
    re.compile(r"(?:esume|pplication|ontact|\bCV)s?(?= )[^.;\n]{0,40}? at (?=[A-Z])"),
    re.compile(rf" at {_NAME}(?= |[.,(]|$)", re.MULTILINE),
)
_OWNED: Final = (
    re.compile(
        r"['’]s? (?:mission|vision|values|culture|strategy|teams?|customers|clients|products?|"
        r"platform|business|growth|success|new)\b"
    ),
    re.compile(rf"\b{_NAME}$"),
)
"""What gives a name away, and the name before or behind it: a pattern that begins with a name
is slow, as every capital letter may begin one."""

_UNIT: Final = re.compile(
    r"^\W*(?:department|agency)\s*[:|]\s*\|?\s*(?P<name>\S.{2,80}?)(?<!department)[\s|]*$",
    re.IGNORECASE | re.MULTILINE,
)
_ABOUT: Final = re.compile(rf"\W*(?:About|ABOUT|Why|Working at|Life at|Who is|Join) {_NAME}\W*$")

_DOUBLED: Final = re.compile(r"([A-Z]\w{3,})(?=\1)")

_NAME_REACH: Final = 80
"""Characters in which a name before a sign stands."""

_TOP: Final = 3500
"""Characters of the text in which an organisation introduces itself."""

_ENOUGH: Final = 1.0
"""Weight from which a name is taken."""

_COMMA: Final = re.compile(r",\s*(?!(?:Inc|INC|LLC|Ltd|LTD)\b|L\.)")
_EITHER: Final = re.compile(r",\s*|\s+and\s+")

_STATE: Final = 2
"""Letters of a state's code."""

_PAIR: Final = 2
"""Pieces between commas that any name may have; more need a word that says "organisation"."""

_UNITS: Final = 3
"""Pieces that the name of an agency may have, with those that it is a part of."""

_CERTAIN: Final = 3.0
"""Weight of a sign that nothing but an organisation gives."""

_CODE: Final = 6
"""Letters from which a word with digits in it is a code of the address."""

_OFTEN: Final = 2.0
"""The same, where its being named again and again counts as well."""

_ADDRESS_WEIGHT: Final = 2.0

_NOT_A_NAME: Final = frozenset(
    """
    about join read agency talent us the you your our this that we role job team position company who what why how it these those
    a an they he she as in on at for if when with and all any there here client candidate candidates
    applicant applicants employee employees today now usa uk eeo hr summary overview description
    responsibilities requirements qualifications department office benefits opportunity equal work
    experience please must may will can do not to from of is are be title location salary ideal
    successful incumbent individual person which while since senior lead because every each one some
    most many both data engineering analytics software full government fortune someone whether their
    its his her no yes being working life business my i i'm learn apply start skills knowledge
    below above big required you’ll you'll you’re you're our join apply let's let’s visit contact email call
    responsibility duties ability strong excellent education state-of-the-art
    """.split()
)
_ORGANISATION: Final = re.compile(
    r"\b(?:Inc|LLC|L\.L\.C|Ltd|Limited|GmbH|PLC|plc|Corp|Corporation|Company|Group|Trust|University|"
    r"College|Schools?|Hospitals?|Health|Healthcare|Bank|Department|Agency|County|City of|State of|"
    r"Government|Council|Ministry|Institute|Foundation|Association|Commission|Services?|Solutions|"
    r"Technologies|Consulting|Partners|Staffing|Systems|Labs|Center|Society|Church|Board|Office of)\b"
)
_NO_EMPLOYER: Final = re.compile(
    r"(?:stealth|our client|confidential|undisclosed)\b", re.IGNORECASE
)
_NO_NAME: Final = re.compile(
    r"\w+ly|\d+-[a-z].*|.*-level .*|.*[Cc]ompany['’]s.*|.* Department"
    r"|(?:Provide|Support|Develop|Manage|Maintain|Perform|Assist|Create|Deliver|Coordinate)s?"
)
"""What else begins a clause like a name: adverbs, verbs, spans of time, parts of a company."""
_MONEY_OR_DATE: Final = re.compile(
    r"[$£€]|\d{2,}[,.]?\d*\s?[kK]?\b.*(?:year|hour|annum)|^-?\d+$|\bGrade\b|^Posted|^Recruitment|"
    r"\b(?:19|20)\d\d\b|\b\d+ (?:days?|hours?|weeks?) ago"
)
_ADDRESS: Final = re.compile(
    r"\s*[(\[](?:https?://|www\.)?[\w.-]+\.[a-z]{2,}[^)\]]*[)\]]|https?://\S+"
)
_REMARK: Final = re.compile(r"\s*\((?!.*(?:Trust|Inc)).*$")
_TITLE_AT: Final = re.compile(r"\s(?:at|@)\s+(?P<name>\S.*)$|\s[-–—]\s+(?P<tail>[^-–—]{2,30})$")

_GENERIC_ADDRESS: Final = frozenset(
    """
    www com org net io jobs job careers career apply boards board greenhouse lever workday ashbyhq
    linkedin view https http html fr de uk eu companies company en us co hire hiring recruiting icims
    myworkdayjobs smartrecruiters rippling ats senior junior lead analyst analytics engineer data
    developer manager scientist remote external search position details jobdetails portal indeed
    glassdoor recruitcrm teamtailor workable personio welcometothejungle bi product software business
    """.split()
)
_ADDRESS_PART: Final = re.compile(r"[a-z0-9]{3,}")
_CAPITALISED: Final = re.compile(r"\b[A-Z][A-Za-z0-9&]{2,}\b")


@lru_cache(maxsize=4096)
def _is_tool(name: str) -> bool:
    """Whether a name is that of a tool or language, of which adverts speak as of companies."""
    return any(
        concept.kind == "technology" for concept in Taxonomy.builtin().resolve(name, "skill")
    )


def _is_list(text: str) -> bool:
    """Whether a field lists skills or states a place, as those of some sites do."""
    if (text.isupper() and len(text) <= _STATE) or ("," in text and is_place(text)):
        return True
    parts = _EITHER.split(text)
    if len(parts) == 1:
        return False
    tools = sum(map(_is_tool, parts))
    pieces = len(_COMMA.split(text))
    listed = pieces > _UNITS or (pieces > _PAIR and not _ORGANISATION.search(text))
    return listed or tools == len(parts) or (tools > 0 and "," in text)


def _could_be_name(text: str) -> bool:
    """Whether a field of a title block can be an organisation's name."""
    return (
        1 < len(text) <= 140
        and text[0].isalnum()
        and len(text.split()) <= 16
        and text.lower() not in _NOT_A_NAME
        and not text.startswith(("We’re ", "We're ", "We are ", "Our "))
        and not _is_list(text)
        and not _NO_EMPLOYER.match(text)
        and not _MONEY_OR_DATE.search(text)
        and not is_site_level(text)
        and not is_terms(text)
        and not text.endswith((":", "?", "!"))
        and not (text.endswith(".") and not _ORGANISATION.search(text))
    )


def _named(text: str) -> str | None:
    """A field's organisation without its web address and remarks in brackets."""
    text = _REMARK.sub("", _ADDRESS.sub("", text)).strip(" -–—,:*")
    return text if text and _could_be_name(text) else None


def _from_header(page: Page, header: Header, title: tuple[int, int] | None) -> str | None:
    """The employer of the title block."""
    field = header.first("employer")
    if field is not None and (name := _named(field.text)):
        return name
    fields = header.fields
    if not fields or title is None:
        if fields and fields[0].piped and place_likeness(fields[0].text) < 2:
            return _named(fields[0].text)
        return None
    if fields[0].piped:
        if fields[0].start <= title[0] < fields[0].end or place_likeness(fields[0].text) == 2:
            return None
        return _named(fields[0].text)
    at = next(
        (number for number, one in enumerate(fields) if one.start <= title[0] < one.end), None
    )
    while at is not None and at + 1 < len(fields) and fields[at + 1].text == fields[at].text:
        at += 1  # pages repeat their title
    if at is None:
        ordered = len(fields) >= 3 and is_place(fields[2].text)  # title, employer, place
        return _named(fields[1].text) if ordered else None
    match = _TITLE_AT.search(fields[at].text)
    said = _named(match["name"]) if match and match["name"] else None
    framed = at + 2 < len(fields) and is_place(fields[at + 2].text)  # title, employer, place
    if said and not framed:
        return said
    if name := _beside(fields, at) or said:
        return name
    tail = match["tail"] if match else ""
    if tail and page.text.count(tail) > 2 and not has_occupation(tail) and not is_place(tail):
        return _named(tail)
    return None


def _beside(fields: tuple[HeaderField, ...], at: int) -> str | None:
    """The organisation after the title, or before it, told by the lines around it."""
    after = fields[at + 1] if at + 1 < len(fields) else None
    beyond = fields[at + 2] if at + 2 < len(fields) else None
    if after is not None and _could_be_name(after.text):
        framed = beyond is not None and (
            is_place(beyond.text)
            or is_terms(beyond.text)
            or bool(_MONEY_OR_DATE.search(beyond.text))
        )
        named = bool(_ORGANISATION.search(after.text))
        if has_occupation(after.text) and not named and not (beyond and is_place(beyond.text)):
            return None
        if place_likeness(after.text) == 2 and not named:
            return None
        if framed or (named and not is_place(after.text)):
            return _named(after.text)
    if at == 1 and after is not None and (is_terms(after.text) or is_place(after.text)):
        before = fields[0].text
        if not is_place(before) and not has_occupation(before):
            return _named(before)
    return None


def _trimmed(name: str) -> str:
    """A captured name without words that only begin or end a clause."""
    words = name.split(" ")
    while words and words[-1].strip(".,").lower() in (
        *("of", "and", "the", "for", "de", "&", "is", "in", "as"),
    ):
        words.pop()
    while words and words[0].lower() in ("the", "at", "here"):
        words.pop(0)
    text = " ".join(words)
    for ending in ("'s", "’s"):
        text = text.removesuffix(ending)
    if doubled := _DOUBLED.match(text):  # "AcmeAcme, Inc", where a line break was lost
        text = text[doubled.end(1) :]
    return text if text.endswith(("Inc.", "INC.")) else text.rstrip(",;:-’'.")


def _votes(page: Page) -> Iterator[tuple[str, float]]:
    """Names with the weight of each sign that speaks for them."""
    text = page.text
    top = text[:_TOP]
    if page.language != "en":  # the signs below are English, and what looks like one is none
        yield from _address_votes(page, top, host=True)
        return
    for sentence in page.sentences:
        if sentence.start > _TOP:
            break
        if subject := _SUBJECT.match(sentence.text):
            for weight, predicate in _PREDICATES:
                if predicate.match(sentence.text, subject.end()) and (
                    weight != 2.0 or "t " in subject.group()[: subject.start("name")]
                ):
                    yield subject["name"], weight
                    break
    if "oin" in top:
        for match in _JOINED.finditer(top):
            yield match["name"], 2
    for match in _AT.finditer(top):
        before = top[max(0, match.start() - 60) : match.start()]
        if _WORKING.search(before) or _HERE.search(before):
            yield match["name"], 1 if match["place"] == "at" else 0.5
        elif match["comma"] and _AS_A.search(before):
            yield match["name"], 2
    yield from _names_before(top, _OWNED, 1)
    for match in _UNIT.finditer(top) if "depart" in top.lower() else ():
        if _ORGANISATION.search(match["name"]) or "Election" in match["name"]:
            yield match["name"], 2
    for line in page.lines:
        if line.kind == "heading" and (heading := _ABOUT.match(line.text)):
            yield heading["name"], 3
    at = text.find("pportunity ")
    while at >= 0:
        if equal := _EQUAL.search(text, max(0, at - 110), at - 1):
            yield equal["name"], 2
        at = text.find("pportunity ", at + 1)
    yield from _names_before(text, _EEO, 2)
    sign, recipient = _SENT_TO
    for match in sign.finditer(text):
        if sent := recipient.match(text, match.end() - len(" at ")):
            yield sent["name"], 2
    yield from _address_votes(page, top)


def _names_before(
    text: str, signs: tuple[re.Pattern[str], re.Pattern[str]], weight: float
) -> Iterator[tuple[str, float]]:
    """Names that stand directly before a sign, each with the sign's weight."""
    sign, name = signs
    for match in sign.finditer(text):
        if found := name.search(text[max(0, match.start() - _NAME_REACH) : match.start()]):
            yield found["name"], weight


def _address_votes(page: Page, top: str, *, host: bool = False) -> Iterator[tuple[str, float]]:
    """Capitalised words of the text that stand in the advert's own address, or in its host."""
    address = page.posting.stated.url or ""
    if not address and (at := text_address(top)):
        address = at
    if not address:
        return
    if host:
        address = address.partition("://")[2].partition("/")[0]
    parts = set(_ADDRESS_PART.findall(address.lower())) - _GENERIC_ADDRESS
    seen: set[str] = set()
    for match in _CAPITALISED.finditer(page.text):
        word = match.group()
        low = word.lower()
        if low in seen or (len(low) > _CODE and not low.isalpha()):
            continue
        seen.add(low)
        stands = any(low == part or (len(low) > 4 and part.startswith(low)) for part in parts)
        if stands and not has_occupation(low):
            yield word, _ADDRESS_WEIGHT


def text_address(top: str) -> str | None:
    """The address in the first lines of a text, where the advert was found."""
    at = top.find("http", 0, 200)
    return top[at:].split(None, 1)[0] if at >= 0 else None


def _from_text(page: Page) -> str | None:
    """The name with most votes."""
    weights: dict[str, float] = {}
    written: dict[str, str] = {}
    for found, weight in _votes(page):
        name = _trimmed(found)
        key = name.lower()
        if (
            len(key) < 2
            or key in _NOT_A_NAME
            or key.split(" ")[0].strip(".,") in _NOT_A_NAME
            or not any(map(str.isalpha, name))
            or _NO_NAME.fullmatch(name)
            or is_place(name)
            or (has_occupation(name) and not _ORGANISATION.search(name))
            or (is_listed_head(key.split(" ")[-1]) and not key.endswith(("partners", "associates")))
        ):
            continue
        weights[key] = weights.get(key, 0) + weight
        written.setdefault(key, name)
    often = {key: 0.5 * min(3, page.text.count(written[key]) - 1) for key in weights}
    weights = {
        key: weight + often[key]
        for key, weight in weights.items()
        if weight >= _ENOUGH or weight + often[key] >= _OFTEN
    }
    if not weights:
        return None
    best = max(
        weights, key=lambda key: (weights[key] >= _CERTAIN or not _is_tool(key), weights[key])
    )
    if weights[best] < _CERTAIN and _is_tool(best):
        return None
    return written[best]


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
    name = _from_header(page, header, title)
    if name is not None and page.language != "en":
        heads = heading_kind(name, marked=False, languages=(page.language,))
        name = None if heads or label_kind(name) or len(name) < 3 else name
    return name or _from_text(page)
