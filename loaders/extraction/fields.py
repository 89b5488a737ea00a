"""Fields of study behind a degree: "in computer science, mathematics, or a related field"."""

import re
from typing import Final, NamedTuple


class Field(NamedTuple):
    """A named field of study."""

    start: int
    end: int
    text: str


class Study(NamedTuple):
    """The fields of a degree, whether others will do as well, and where they end."""

    fields: tuple[Field, ...]
    open_list: bool
    end: int


_LINK: Final = re.compile(
    r"""[\s,]*\)?[\s,]*(?:\([^()]{0,40}\)\s*)?(?:degrees?\b\s*|level\s*|diploma\s*|qualification\s*
    |education\s*)*(?:\([^()]{0,40}\)\s*)?
    (?:(?:or|and)\s+(?:higher|above|greater|better|equivalent|more
    |an?\s+equivalent)(?:\s+degree)?\s*)?
    (?:from\s+(?:an?\s+)?(?:[\w-]+[\s/]+){0,6}?(?:college|university|institution
    |school)(?:\s*(?:or|/)\s*(?:university|college))?[\s,]*)?
    (?:,?\s*(?:preferably|ideally)\s+)?
    (?:(?:with|and)\s+(?:an?\s+)?(?:major|concentration|emphasis|speciali[sz]ation|focus
    |major\s+(?:study|concentration))\s+(?:in|on)\s+
      |with\s+(?=[a-z]+\s+science)|majoring\s+in\s+|major\s+in\s+|in\s+|:\s*(?=[A-Za-z]))
    (?:the\s+following\s*:?\s*|one\s+of\s+(?:the\s+following\s*:?\s*)?|either\s+
      |fields?\s+(?:of|such\s+as)\s+|areas?\s+(?:of|such\s+as)\s+
      |the\s+(?:field|area|discipline)s?\s+of\s+)?""",
    re.IGNORECASE | re.VERBOSE,
)
_DIRECT: Final = re.compile(
    r"\s+(?=(?:Computer|Electrical|Mathematics|Statistics|Engineering|Economics"
    r"|computer\s+science)\b)"
)
_END: Final = re.compile(
    r"""[.](?:\s|$)|[;:!?\n|•]|\s[-–—]\s
    |\s*-\s*(?=preferred|required)|\s+or\s+(?=meets\b)
    |,?\s+(?:with|from|plus|required|preferred|is|are|would|will|recogni[sz]ed|that|which|who|desired|strongly|highly
    |including|and/or\s+(?:\w+\s+){0,3}experience|preferably|ideally|at|by|to
       |or\s+(?:equivalent|\d|at\s+least|an?\s+equivalent|\w+\s+years|(?:relevant|related
       |similar|comparable|significant|equivalent|commensurate|job-related|practical
       |work)\s+(?:\w+\s+){0,2}experience)
       |and\s+(?:\d|at\s+least|an?\s|minimum|the|\w+\s+(?:\(\d+\)\s+)?years|[\w-]+\s+experience
       |experience|have|must|relevant|strong|proven|demonstrated|current))\b
    |\s+\d+\+?\s*(?:-\s*\d+\s*)?years""",
    re.IGNORECASE | re.VERBOSE,
)
_EXAMPLES: Final = re.compile(
    r"\s*(?:\((?:e\.?g\.?,?|i\.?e\.?,?|such\s+as|including|like)?|,?\s*(?:such\s+as|like"
    r"|e\.g\.,?|including))\s*",
    re.IGNORECASE,
)
_SUCH_AS: Final = re.compile(r",?\s+(?:such\s+as|like|e\.g\.,?)\s+", re.IGNORECASE)
_REMARK: Final = re.compile(
    r"(?:strongly\s+|highly\s+)?(?:preferred|required|bonus|a\s+plus|desired|desirable|minimum"
    r"|or\b|with\b|\d|ideally|preferably|accredited|completed)",
    re.IGNORECASE,
)
_NO_FIELD: Final = re.compile(
    r"\b(?:experience|combination(?=\s+of\s+(?:relevant|related|education|work|training))|certificat\w+|licen[sc]\w+|skills?|knowledge|years?|approximately|has"
    r"|have|ability|equivalent"
    r"|hands[- ]on|in\s+addition|completion|requirements?|possess\w*|coursework|courses"
    r"|programming|proficien\w+|at\s+least|(?:two|three|four|five|six|seven|eight|ten)\b(?!\s+(?:of|or)))\b|\d+\s*\+",
    re.IGNORECASE,
)
"""Words of what follows a list of fields without being one."""
_SEPARATOR: Final = re.compile(
    r"\s*(?:[,/;]\s*(?:and/or|and|or|&)?(?=[\s\w(])|\s(?:and/or|and|or|&)\s)\s*", re.IGNORECASE
)
_OTHERS: Final = re.compile(
    r"\b(?:related|similar|equivalent|other|another|relevant|comparable|closely|etc|such\s+as"
    r"|any|e\.g|like|including|appropriate|associated|allied)\b",
    re.IGNORECASE,
)
_GENERIC_WORD: Final = (
    r"(?:an?|the|any|some|related|similar|equivalent|other|another|relevant|comparable|closely"
    r"|etc|appropriate|associated|allied|field|fields|discipline"
    r"|disciplines|area|areas|subject|subjects|major|majors|degree|degrees|course|of|study"
    r"|studies|or|and|in|technical|work|applicable|similarly|directly|closely-related"
    r"|our|your|specific|one|following|these|this|program|programs|academic|industry|background"
    r"|domain|specialty|speciality|concentration|strong|such|as|college|university)"
)
_GENERIC: Final = re.compile(rf"(?:{_GENERIC_WORD}[\s,./()-]*)+$", re.IGNORECASE)
_LEAD: Final = re.compile(
    r"(?:(?:an?|the|any|either|in|other|another|closely|related|similar|relevant)\s+"
    r"|fields?\s+of\s+)+",
    re.IGNORECASE,
)
_TRAIL: Final = re.compile(
    r"\s+(?:or|and)?\s*(?:(?:related|similar|relevant|equivalent|other)\s+)?(?:major|degree"
    r"|program|disciplines?|related|fields?(?:\s+of\s+study)?)$|\s+(?:or|and)$",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"(?:^|[.;:(]\s*|\b(?:an?|or|the|relevant|accredited"
    r"|possessing\s+an?)\s+)(?P<fields>(?:[A-Z][\w&-]+|STEM|[a-z]+(?:ing|ics|ce|gy|nt|al"
    r"|ry))(?:(?:,?\s+(?:or|and|&)\s+|,\s*|\s+|/)[\w&-]+){0,6})\s+$"
)
_LEVEL: Final = re.compile(r"[BM]\.?(?:A|Sc?|Eng)\.?|MBA|Ph\.?D\.?")
"""A level beside "or a related degree", which is no field."""
_GLUED: Final = re.compile(r"[a-z]{3}(?=[A-Z][a-z]* )")
"""Where the next line was glued to a field ("mathematicsA minimum of")."""

_MAXIMUM_WORDS: Final = 7
"""A part of the list with more words is no field of study."""
_REACH: Final = 400
"""Furthest, in characters, that fields of study are followed behind a degree."""


def read_fields(text: str, start: int, end: int, limit: int, floor: int) -> Study:
    """The fields of study behind a level of education.

    Args:
        text: the posting's text.
        start: where the words for the level begin.
        end: where they end.
        limit: nothing from this offset on is looked at.
        floor: nothing before this offset is looked at.

    Returns:
        The fields in order; empty where the posting names none.
    """
    limit = min(limit, end + _REACH)
    link = _LINK.match(text, end, limit) or _DIRECT.match(text, end, limit)
    if link is None:
        return _in_front(text, start, end, floor)
    begin = link.end()
    stop = _END.search(text, begin, limit)
    finish = stop.start() if stop is not None else limit
    glued = _GLUED.search(text, begin, finish)
    finish = _before_other(text, begin, glued.end() if glued is not None else finish)
    fields: list[Field] = []
    open_list = False
    bracket = text.find("(", begin, finish)
    if bracket >= 0 and _REMARK.match(text, bracket + 1, limit):
        finish = bracket
    elif bracket >= 0:
        close = text.find(")", bracket, limit)
        inside = _EXAMPLES.match(text, bracket, limit)
        if close > 0 and inside is not None:
            fields.extend(_parts(text, begin, bracket))
            fields.extend(_parts(text, inside.end(), close))
            open_list = bool(_OTHERS.search(text, begin, close))
            begin = close + 1
            stop = _END.search(text, begin, limit)
            finish = max(begin, stop.start() if stop is not None else limit)
    else:
        such = _SUCH_AS.search(text, begin, finish)
        if such is not None:
            open_list = True
            begin = such.end()
    fields.extend(_parts(text, begin, finish))
    open_list = open_list or bool(_OTHERS.search(text, begin, finish))
    last = max([end, *(field.end for field in fields)])
    if open_list and finish > last and finish - last < 60:
        last = finish
        while text[last - 1] in " ,(":
            last -= 1
    return Study(tuple(fields), open_list, max(end, last))


def _before_other(text: str, start: int, end: int) -> int:
    """Where the list of fields ends because its next item is something else."""
    other = _NO_FIELD.search(text, start, end)
    if other is None:
        return end
    stop = start
    for separator in _SEPARATOR.finditer(text, start, other.start()):
        stop = separator.start()
    return stop


def _in_front(text: str, start: int, end: int, floor: int) -> Study:
    """Fields before the word: "an engineering or science degree"."""
    if text[start:end].lower() not in ("degree", "degrees"):
        return Study((), False, end)
    match = _BEFORE.search(text[max(floor, start - 90) : start])
    if match is None:
        return Study((), False, end)
    base = max(floor, start - 90)
    found = tuple(_parts(text, base + match.start("fields"), base + match.end("fields")))
    return Study(found, bool(_OTHERS.search(text, base + match.start("fields"), start)), end)


def _parts(text: str, start: int, end: int) -> list[Field]:
    """The items of a list of fields, without those that only say "related field"."""
    found: list[Field] = []
    position = start
    bounds = [(match.start(), match.end()) for match in _SEPARATOR.finditer(text, start, end)]
    for low, high in [*bounds, (end, end)]:
        field = _field(text, position, low)
        position = high
        if field is not None:
            found.append(field)
    return found


def _field(text: str, start: int, end: int) -> Field | None:
    while start < end and not text[start].isalnum():
        start += 1
    lead = _LEAD.match(text, start, end)
    if lead is not None:
        start = lead.end()
    while end > start and not (text[end - 1].isalnum()):
        end -= 1
    trail = _TRAIL.search(text, start, end)
    if trail is not None and (" " in text[start : trail.start()] or "field" not in trail.group()):
        end = trail.start()  # "quantitative" alone is no field, as "quantitative field" is
    name = text[start:end]
    if _LEVEL.fullmatch(name):
        return None
    if len(name) < 2 or _GENERIC.fullmatch(name) or len(name.split()) > _MAXIMUM_WORDS:
        return None
    return Field(start, end, name) if any(map(str.isalpha, name)) else None
