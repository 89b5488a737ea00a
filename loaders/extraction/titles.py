"""From a job title to a role and a level: "Sr. Java Developer (Contract) - Austin, TX".

A title is a role with a load of other facts hung on it. The role is what remains when they are
taken off, in this order:

1. a place at the end, brackets, and everything after a dash, comma or colon that adds a team, a
   product or a shift (the first piece that holds an occupation is kept);
2. levels, grades, bands, terms of employment, work mode, requisition numbers;
3. what follows the occupation: "Staff Nurse CICU", "Nurse Specialist in Pain Management".

An occupation is known by its head noun: words in -er, -or, -ist, -ian and the like, and a list of
those formed otherwise.
"""

import html
import re
from functools import lru_cache
from typing import Final

from skillweave.loaders.extraction.header import Header, HeaderField
from skillweave.loaders.extraction.places import is_place, trailing_place
from skillweave.loaders.text.page import Page
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.record import Title
from skillweave.ontology.vocabulary import Seniority

HEADS: Final = frozenset(
    "accountant administrator adviser advisor advocate agent aide aid ambassador analyst "
    "apprentice architect artist assistant associate attendant attorney auditor baker banker "
    "barista bookkeeper broker buyer captain caregiver carer carpenter cashier chaplain chef chemist "
    "chief cleaner clerk clinician coach commander commissioner consultant controller cook "
    "coordinator counsel counsellor courier crew custodian dean dentist deputy dba designer director "
    "dispatcher doctor draftsman driver economist educator electrician engineer estimator evangelist "
    "examiner executive expert facilitator faculty farmer fellow firefighter foreman generalist guard guide "
    "handyman head helper host hostess housekeeper hygienist inspector instructor intern internship "
    "interpreter janitor journalist judge laborer labourer lawyer lead leader lecturer liaison "
    "librarian lineman locum machinist maid manager marketer matron mechanic medic member mentor "
    "merchandiser midwife model musician navigator nurse officer operative operator optician orderly "
    "organizer owner painter paralegal paramedic paraprofessional partner pastor pathologist "
    "pharmacist photographer physician physicist physio pilot planner plumber porter postdoc "
    "practitioner president principal producer professional professor programmer psychologist "
    "receptionist recruiter registrar rep reporter representative researcher resident rn lpn cna "
    "salesperson scheduler scientist secretary server sheriff specialist statistician steward "
    "strategist student superintendent supervisor surgeon surveyor teacher teammate technician tech "
    "technologist teller temp therapist trainee trainer translator tutor underwriter vet "
    "veterinarian vp waiter warden welder worker writer sre swe actuary assembler biller captain "
    "cto ceo cfo coo cio ciso nanny sonographer radiographer phlebotomist dietitian hairdresser "
    "stylist barber butcher cfo sergeant lieutenant detective investigator "
    "curator archivist conductor stenographer transcriptionist modeler modeller tester lpn lvn np "
    "hca sister bdr sdr ae cfo csm pm".split()
)
"""Head nouns of occupations that their ending does not show, or that are very common."""

_HEAD_ENDING: Final = re.compile(r"[a-z]{2,}(?:er|or|ist|ian|eer|wright|man|woman|person)$")
_NO_HEAD: Final = frozenset(
    "center centre power water paper summer winter career computer customer server number order "
    "cancer senior junior sector color motor labor labour behavior behaviour error other over under "
    "after her their per letter consumer user cyber paper river silver tower minor major floor door "
    "indoor outdoor monitor sensor docker layer cluster peer volunteer former better matter prior "
    "vendor supplier register chapter offer career newcomer semester october september november "
    "december easter leader-board fiber timber lumber rubber gender transfer laser dealer member "
    "interior exterior theater corner quarter never ever together however wafer solar docker human "
    "woman man german person stakeholder weather master charter shelter refer enter border folder "
    "encounter stellar maker-space printer container router tier super larger premier frontier "
    "pioneer partner employer answer newsletter carrier barrier canadian indian asian australian "
    "russian italian egyptian christian vegetarian humanitarian civilian median twitter uber "
    "manchester leicester gloucester worcester doncaster lancaster chester rochester exeter hanover "
    "denver vancouver windsor bangor".split()
)

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
    "tech": "technician",
    "coord": "coordinator",
    "spec": "specialist",
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
    "&": "and",
    "+": "and",
}

_SYMBOL_HEADS: Final = frozenset({"rn", "lpn", "lvn", "cna", "sre", "swe", "dba", "hca"})

_NOISE: Final = re.compile(
    r"\b(?:"
    r"entry[- ]level|mid(?:dle)?[- /]?(?:level|senior)?|(?:semi[- ])?senior[- ]level|"
    r"senior|seniors|sr|snr|junior|jr|jnr|lead(?=\s+\w)|principal(?=\s+\w)|"
    r"staff(?=\s+(?!nurse|sister|grade|sergeant|midwife|accountant|attorney|pharmacist|physician|"
    r"assistant|officer)\w)|"
    r"intermediate|experienced|journeyman|founding(?=\s+\w+\s+\w)|distinguished|supervisory|"
    r"all levels|multiple levels|new[- ]grad(?:uate)?|college hire|"
    r"full[- ]?time|part[- ]?time|temporary|temp(?=\s+\w)|permanent|perm(?=\s)|contract(?:or)?(?=\s+\w)|contract$|1099|"
    r"w2|c2c|corp to corp|fixed[- ]term|maternity cover|freelance|seasonal|summer|winter|spring|fall|"
    r"autumn|per[- ]diem|prn|casual|bank|locum|volunteer|on[- ]?call|"
    r"remote(?:ly)?|hybrid|on-?site|online|virtual|telecommute|work from home|wfh|in[- ]office|"
    r"nights?|days|evenings?|weekends?|night shift|day shift|[123](?:st|nd|rd) shift|"
    r"urgent(?:ly)?|immediate|hiring|needed|wanted|opening|opportunity|new|hot|"
    r"band\s?\d\w?|b[2-9]|grade\s?\w?\d+|level\s?(?:\d|[ivx]+)|tier\s?\d|(?:afc|pay)\s?band\s?\d|"
    r"[a-z]{1,3}-\d{1,4}|\d{4,}|20\d\d|\d+(?:th|st|nd|rd) grade|\d+/\d+|"
    r"m/?[fw]/?[dx]|h/f|f/h|all genders|"
    r"with verification|american|"
    r"(?<=\s)(?:i{1,3}|iv|v|vi{1,3}|[1-9]\d?)(?=$|\s)"
    r")(?:\b|(?<=\.))\.?",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"\s*[(\[{]([^()\[\]{}]*)[)\]}]?")
_SEGMENT: Final = re.compile(
    r"\s+[-–—|~]+\s*|\s*[-–—|~]+\s+|\s*[,:;!]\s+|\s*[–—|]\s*|\s+@\s+|\s*\*+\s*|\s+at\s+(?=[A-Z])"
)
_SLASH: Final = re.compile(r"\s*/\s*")
_KEPT_SLASH: Final = frozenset({"ai/ml", "ml/ai", "ui/ux", "ux/ui", "ci/cd", "pl/sql", "r/d"})
_TAIL: Final = frozenset({"for", "in", "with", "to", "at", "on", "using", "within", "from", "who"})
_INVERTED: Final = re.compile(
    r"(?P<head>(?:[a-z]+ )?(?:director|manager)) (?:of|for|in) (?P<field>.+)$"
)
_BARE: Final = frozenset(
    {"director", "manager", "vp", "vice president", "head", "lead", "supervisor", "associate director",
     "instructor", "facilitator", "adjunct instructor", "associate"}
)  # fmt: skip
_SPECIALTY_HEADS: Final = frozenset(
    {"nurse", "physician", "surgeon", "engineer", "scientist", "teacher", "consultant", "doctor"}
)
_DISCIPLINES: Final = (
    (re.compile(r"\bdata science lead$"), "data scientist"),
    (re.compile(r"\bengineering lead$"), "engineer"),
    (re.compile(r"^back ?end\b|^back-end\b"), "backend"),
    (re.compile(r"^founding engineer$"), "software engineer"),
    (re.compile(r"^enterprise (?=\w+ \w)"), ""),
    (re.compile(r"^specialist (?=\w)"), ""),
    (re.compile(r"^technical (?=data )"), ""),
)
_WORD: Final = re.compile(r"[^\s]+")
_EDGES: Final = " .,;:!*#'\"“”‘’-–—_/&+|"

_SENIORITY: Final[tuple[tuple[Seniority, re.Pattern[str]], ...]] = tuple(
    (level, re.compile(pattern, re.IGNORECASE))
    for level, pattern in (
        ("intern", r"\bintern(?:ship)?s?\b|\bco-?op\b|\bstudent trainee\b|\bplacement student\b"),
        (
            "executive",
            r"\bchief (?!of\b)\w+(?: \w+)? officer\b|\bc[etfiop]o\b|\bciso\b|\b[se]?vp\b|"
            r"\bvice[- ]president\b|\bexecutive director\b|^president\b|\bmanaging director\b",
        ),
        ("director", r"\bdirector\b|\bhead of\b|^head,"),
        ("lead", r"\b(?:lead(?!s\b|ing)|team leader|tech lead)\b(?! gen)"),
        (
            "manager",
            r"\b(?<!account )(?<!case )(?<!relationship )(?<!community )managers?\b|\bmgr\b|"
            r"\bsupervis(?:or|ory)\b|\bsuperintendent\b|\bforeman\b",
        ),
        (
            "principal",
            r"\bprincipal(?= \w)|\bdistinguished\b|\bstaff (?=(?:[\w/+#.-]+ ){0,4}"
            r"(?:engineer|scientist|developer|designer|architect|analyst|researcher|programmer)s?\b)",
        ),
        ("senior", r"\b(?:senior|sr|snr)\b"),
        ("mid", r"\bmid[- ]?(?:level|senior)\b|\bmid\b|\bjourneyman\b|\bintermediate\b|- int$"),
        (
            "entry",
            r"\bentry\b|\bjunior\b|\bjnr\b|\bjr\b|\bnew[- ]grad|\bcollege hire\b|\bgraduate (?=\w+ ?(?:engineer|developer|"
            r"analyst|scientist|trainee|programme))|\btrainee\b|\bapprentice\b",
        ),
    )
)

_LEVELS: Final[dict[str, Seniority]] = {
    "mid senior level": "senior",
    "mid-senior level": "senior",
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
}
"""A site's own words for levels."""

SITE_LEVELS: Final = frozenset(_LEVELS) | {"not applicable"}

_STATED_LEVEL: Final = re.compile(
    r"\b(?:this is an? |seeking an? |looking for an? |hiring an? )(?:[\w-]+ ){0,2}?"
    r"(?P<level>entry|junior|mid|senior)[- ]level\b",
    re.IGNORECASE,
)
_LEVEL_WORD: Final[dict[str, Seniority]] = {
    "entry": "entry",
    "junior": "entry",
    "mid": "mid",
    "senior": "senior",
}

_CALLED: Final = re.compile(
    r"\b(?:[Aa]s (?:an?|our|the)(?: new)?|(?:[Ss]eeking|[Ll]ooking for|[Hh]iring|[Ll]ooking to hire|[Nn]eeds|recruit(?:ing)?|"
    r"search for|appoint|vacancy for|opening for|opportunity for|role of|position of|serves as|post of|need for)"
    r"(?: an?| our| the| two| multiple)?|[Tt]he)\s+(?P<words>(?:[^\s.,;:!?]+\s+){0,7}[^\s.,;:!?]+)"
)


def is_head(word: str) -> bool:
    """Whether a lower-case word can be the head noun of an occupation."""
    if word in HEADS:
        return True
    if word.endswith("s") and len(word) > 4 and word[:-1] in HEADS:
        return True
    return bool(_HEAD_ENDING.match(word)) and word not in _NO_HEAD


def _words(text: str) -> list[str]:
    words = []
    for word in text.split():
        bare = word.strip(_EDGES) if word not in ("&", "+") else word
        if bare:
            words.append(bare)
    return words


def has_occupation(text: str) -> bool:
    """Whether a short text names an occupation."""
    return any(
        is_head(piece)
        for word in _words(text.lower())
        for piece in ((word, *word.split("/")) if "/" in word else (word,))
    )


@lru_cache(maxsize=16_384)
def role_of(title: str) -> str | None:
    """The role that a title names: lower case, singular, without what is not the role.

    >>> role_of("Sr. Java Developer (Contract) - Austin, TX")
    'java developer'
    >>> role_of("Band 5 Staff Nurse - Ward 7")
    'staff nurse'
    """
    text = html.unescape(title).replace("\xa0", " ")
    cut = trailing_place(text)
    if cut:
        text = text[:cut]
    brackets = [content.strip() for content in _BRACKETS.findall(text)]
    text = _BRACKETS.sub(" ", text)
    segments = [piece for piece in _SEGMENT.split(text) if piece.strip()]
    if not segments:
        segments = [piece for piece in brackets if piece]
    cleaned = [_clean(piece) for piece in segments]
    role = None
    for number, words in enumerate(cleaned):
        if not words or not any(is_head(word) for word in words):
            continue
        role = _shorten(words)
        if role in _BARE and number + 1 < len(cleaned) and cleaned[number + 1]:
            role = " ".join([*cleaned[number + 1], role])
        break
    if role is None:
        rest = next((words for words in cleaned if words), None)
        if rest is None:
            return None
        role = " ".join(rest)
    if role in _SPECIALTY_HEADS and brackets and brackets[0]:
        specialty = brackets[0].rpartition("/")[2]
        if specialty.islower() or not specialty.isupper() or len(specialty) > 6:
            extra = _clean(specialty)
            if extra and len(extra) <= 4 and not any(is_head(word) for word in extra):
                role = " ".join([*extra, role])
    for pattern, replacement in _DISCIPLINES:
        role = pattern.sub(replacement, role)
    return role.strip() or None


def _clean(segment: str) -> list[str]:
    """Lower-case words of a piece of a title without levels, terms and numbers."""
    text = _NOISE.sub(" ", segment)
    words: list[str] = []
    for word in _words(text.lower()):
        if "/" in word and word not in _KEPT_SLASH:
            words.extend(piece for part in _SLASH.split(word) for piece in (part, "/") if piece)
            words.pop()
        else:
            words.append(word)
    # a lone slash between words: keep it as a word
    if "/" in text and "/" not in words and " / " in text:
        left, _, right = text.lower().partition(" / ")
        words = [*_words(left), "/", *_words(right)]
    words = _alternatives(words)
    expanded: list[str] = []
    for word in words:
        expanded.extend(_ABBREVIATIONS.get(word, word).split(" "))
    while expanded and expanded[0] in ("and", "of", "the", "a", "for", "or"):
        expanded.pop(0)
    while expanded and expanded[-1] in ("and", "of", "the", "a", "for", "or"):
        expanded.pop()
    if expanded:
        expanded[-1] = _singular(expanded[-1])
    return expanded


def _alternatives(words: list[str]) -> list[str]:
    """One reading of "A / B head": "A head", or "A" where A is a head itself."""
    while "/" in words:
        slash = words.index("/")
        left, right = words[:slash], words[slash + 1 :]
        right = [word for word in right if word]
        if not left or not right:
            words = left or right
        elif is_head(left[-1]):
            words = left if left[-1] != "sister" else right
        else:
            rest = next((at for at, word in enumerate(right) if is_head(word)), None)
            if rest is None:
                words = left
            else:
                words = (
                    [*left, *right[1 if rest >= 1 else 0 :]] if rest <= 1 else [*left, right[rest]]
                )
    return words


def _shorten(words: list[str]) -> str:
    """Cut what follows the occupation; turn "director of X" around."""
    text = " ".join(words)
    if match := _INVERTED.match(text):
        if not match["head"].startswith("executive"):
            field = re.split(r" (?:for|in|with|and support)\b", match["field"])[0]
            return f"{field} {match['head']}"
    first = next(at for at, word in enumerate(words) if is_head(word))
    stop = next((at for at, word in enumerate(words) if word in _TAIL and at > first), len(words))
    last = max(at for at, word in enumerate(words[:stop]) if is_head(word))
    if last + 1 < stop and words[last + 1] == "of":
        last = stop - 1
    kept = words[: last + 1]
    kept[-1] = _singular(kept[-1])
    return " ".join(kept)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        if is_head(word[:-1]):
            return word[:-1]
    return word


@lru_cache(maxsize=16_384)
def seniority_of(title: str) -> Seniority | None:
    """The level that a title names; None where it names none, or a choice of three and more.

    >>> seniority_of("Senior Java Developer - Lead"), seniority_of("Staff Nurse")
    ('lead', None)
    """
    if title.lower().count("/") >= 2 and re.search(r"senior\s*/\s*staff", title, re.IGNORECASE):
        return None
    for level, pattern in _SENIORITY:
        if pattern.search(title):
            return level
    return None


def level_named(text: str) -> Seniority | None:
    """The level that a site's own level line names ("Mid-Senior level")."""
    lowered = text.strip().lower()
    if lowered in _LEVELS:
        return _LEVELS[lowered]
    return seniority_of(text) if len(text) < 40 else None


def _looks_like_title(field: HeaderField) -> bool:
    text = field.text
    return (
        3 <= len(text) <= 130
        and text[0].isalnum()
        and has_occupation(text)
        and not text.endswith((".", "?"))
        and text.lower() not in SITE_LEVELS
        and not is_place(text)
    )


def find_title(page: Page, header: Header) -> tuple[int, int] | None:
    """Where the job title stands: (start, end) in the page's text.

    The format's own title comes first, then the title block, then a labelled title, then a
    sentence that says what is sought.
    """
    stated = page.posting.stated.title
    if stated is not None and page.text[stated.start : stated.end].strip():
        return stated.start, stated.end
    fields = header.fields
    labelled = header.labelled.get("title", [])
    titled = [field for field in labelled if _looks_like_title(field)]
    chosen: HeaderField | None = None
    if fields and fields[0].piped:
        chosen = next((field for field in fields[1:] if _looks_like_title(field)), None)
        chosen = chosen or (fields[0] if _looks_like_title(fields[0]) else None)
    elif fields and _looks_like_title(fields[0]):
        chosen = fields[0]
    elif titled:
        chosen = titled[0]
    elif fields:
        chosen = next((field for field in fields[1:5] if _looks_like_title(field)), None)
        if chosen is None and len(fields) >= 3 and fields[0].line <= 2:
            chosen = fields[0]
    if chosen is None and titled:
        chosen = titled[0]
    if chosen is not None:
        end = chosen.end
        cut = trailing_place(chosen.text)
        if cut:
            end = chosen.start + cut
        return chosen.start, end
    return _title_in_sentence(page)


def _title_in_sentence(page: Page) -> tuple[int, int] | None:
    for sentence in page.sentences[:25]:
        for match in _CALLED.finditer(sentence.text):
            words = list(_WORD.finditer(match["words"]))
            while words and not words[0].group()[0].isupper():
                words.pop(0)
            last = None
            for at, word in enumerate(words):
                bare = word.group().strip(_EDGES).lower()
                if bare in ("and", "who", "to", "with", "will", "is", "at", "in", "for", "you") or (
                    word.group()[0].islower() and not is_head(bare)
                ):
                    break
                if is_head(bare):
                    last = at
            if last is not None and words:
                begin = sentence.start + match.start("words")
                return begin + words[0].start(), begin + words[last].end()
    return None


def read_title(page: Page, header: Header, taxonomy: Taxonomy) -> Title:
    """The title of a posting with its role, the role's concept and the level.

    Args:
        page: the posting.
        header: its title block.
        taxonomy: resolves role names to concepts.

    Returns:
        A Title; all parts None where the posting names no job.
    """
    span = find_title(page, header)
    level = _level(page, header)
    if span is None:
        return Title(seniority=level)
    start, end = span
    text = page.text[start:end]
    role = role_of(text)
    return Title(
        text=text,
        role=role,
        concept=None if role is None else _concept(role, taxonomy),
        seniority=seniority_of(text) or level,
        start=start,
        end=end,
    )


def _concept(role: str, taxonomy: Taxonomy) -> str:
    concepts = taxonomy.resolve(role, kind="role")
    if concepts:
        return concepts[0].id
    slug = re.sub(r"[^a-z0-9]+", "-", role.replace("+", "-plus").replace("#", "-sharp")).strip("-")
    return f"role/candidate-{slug}"


def _level(page: Page, header: Header) -> Seniority | None:
    """The level that the format, a label, a site's level line or a sentence states."""
    stated = page.posting.stated.seniority
    if stated is not None and (level := level_named(stated.value)):
        return level
    for field in header.labelled.get("level", ()):
        if level := level_named(field.text):
            return level
    for field in header.fields[1:]:
        if field.text.lower() in _LEVELS:
            return _LEVELS[field.text.lower()]
    for sentence in page.sentences[:12]:
        if "level" in sentence.text and (match := _STATED_LEVEL.search(sentence.text)):
            return _LEVEL_WORD[match["level"].lower()]
    return None
