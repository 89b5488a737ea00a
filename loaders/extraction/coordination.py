"""Lists in sentences: which names are alternatives, and unknown names between known ones.

A sentence is cut at list signs (commas, slashes, "and", "or") and at colons and phrases that
introduce examples ("such as"). What stands in brackets is a list of its own, and the list around it
goes on behind them. Neighbouring pieces that each hold a name form a series. A
series gives two things:

- a choice, where its last sign is "or", where it is introduced as examples or as "one of", where it
  stays open ("etc.", "or similar") or where names are joined by a slash; a slash binds closest,
  then "or", then commas ("Python or R, SAS or SPSS" are two choices), then "and";
- candidates: a short piece without a known name between pieces that have one ("Terraform, Foobar
  and Ansible") is a name of the same kind that stands in no list.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from skillweave.loaders.extraction.linking import link
from skillweave.loaders.text.page import Mention, Sentence
from skillweave.ontology.concepts import Taxonomy, slug

Join = Literal["comma", "or", "and", "slash", "hard", "intro"]

_INTRO: Final = (
    r"(?:such as|like|e\.g\.?|eg\.?|ex[.:]|i\.e\.?|ie\.?|for example|for instance|including)(?=[\s,:])"
    r"[,:]?(?:\s*but not limited to[,:]?)?"
)
_SIGN: Final = re.compile(  # each branch begins with plain characters, which makes it fast
    r"(?:(?P<comma>,)(?:\s*(?P<comma_or>and ?/ ?or|or)(?=\s)|\s*(?P<comma_and>and|&)(?=\s)"
    rf"|\s*(?P<comma_intro>{_INTRO}))?"
    rf"|(?P<bracket>\()(?:\s*(?P<bracket_intro>{_INTRO}))?"
    r"|(?P<slash>/)|(?P<hard>[;:)\[\]|]|\.(?=\s|$)|[-–—](?=\s))"
    rf"|(?:\s|(?<=\s))(?:(?P<or>and ?/ ?or|or)(?=[\s(])|(?P<and>and|&)(?=[\s(])|(?P<intro>{_INTRO})))\s*",
    re.IGNORECASE,
)
_JOIN_OF_SIGN: Final[dict[str, Join]] = {
    "comma": "comma",
    "comma_or": "or",
    "or": "or",
    "comma_and": "and",
    "and": "and",
    "slash": "slash",
    "hard": "hard",
    "bracket": "hard",
    "intro": "intro",
    "comma_intro": "intro",
    "bracket_intro": "intro",
}
_ONE_OF: Final = re.compile(
    r"\b(?:(?:at least |minimum (?:of )?)?(?P<count>one|two|three|2|3)(?: or more)?|any|either|some|some combination)"
    r"(?: (?:or more|or several))?(?: of (?:the )?(?:following|these|those)?)?(?: (?!(?:year|month|yr)s?\b)[\w-]+){0,5}?[\s:(]*$",
    re.IGNORECASE,
)
_OPEN_END: Final = re.compile(
    r"\s*[,/]?\s*(?:\(?etc\b|\.\.\.|…|(?:or|and/or|/)\s*(?:an? )?(?:other|similar|equivalent|comparable|related|"
    r"alike|others|any other)\b|(?:or|and) (?:the like|so on|so forth)\b"
    r"|and (?:others|many more)\b|[\w-]+ or (?:similar|equivalent|other)\b)",
    re.IGNORECASE,
)
"""What follows the last name of an open list; "and other" asks for what was named as well."""

_OPEN_PIECE: Final = re.compile(
    r"(?:an? )?(?:etc\b|other|similar|equivalent|comparable|related|the like|others|any other|so on"
    r"|so forth|more$|another)",
    re.IGNORECASE,
)
_AND_OPEN: Final = re.compile(r"(?:etc\b|the like|so on|so forth)", re.IGNORECASE)
_GENERIC: Final = re.compile(
    r"(?:[ -](?:algorithms?|techniques?|technolog(?:y|ies)|systems?|tools?|toolkits?|experience|development|skills?|"
    r"software|methods?|methodolog(?:y|ies)|models?|frameworks?|librar(?:y|ies)|certifi(?:cation|cate)s?|environments?|"
    r"languages?|programming|scripting|platforms?|databases?|applications?|qualifications?|credentials?|licen[sc]es?|"
    r"concepts?|principles|processes|procedures|projects|products|solutions|services|packages|"
    r"degrees?|background|knowledge|teams?|roles?|work))+",
    re.IGNORECASE,
)
"""Words behind a name that only say what sort of thing it is ("computer vision algorithms")."""

_LEAD: Final = re.compile(
    r"(?:(?:an?|the|our|your|strong|good|some|basic|advanced|modern|other|relevant|prior|previous|related|"
    r"experience|knowledge|understanding|familiarity|expertise|skills?|proficiency|background|either|both|"
    r"with|in|of|using|working|Apache|Microsoft|MS|Google|Amazon|AWS|Azure|SAP|Oracle|IBM|Adobe)[ ]){1,4}",
    re.IGNORECASE,
)
"""Words before a name inside its piece that say nothing of their own."""
_OTHERS: Final = re.compile(
    r"(?:an? |any )?(?:other|similar|equivalent|comparable)\b", re.IGNORECASE
)
"""Begins a piece that names what the options are ("Excel or other BI packages"), not one more."""

_FEWEST: Final = 2
"""A choice has at least so many options."""

_FIELDS: Final = re.compile(
    r"[,\w -]{0,12}\b(?:or|in)\s+(?:(?:an?|any|other|closely|similar|related|equivalent|relevant|quantitative"
    r"|technical|allied)[ -]+)+(?:field|discipline|subject|major|degree|area of study|course)",
    re.IGNORECASE,
)
"""Says behind a list that it is one of fields of study."""

_FIELDS_REACH: Final = 70
_OPEN_KINDS: Final = frozenset({"technology", "method", "soft"})
"""Kinds of which no list can hold everything."""

_DEMANDS: Final = frozenset({"required", "preferred"})
"""Sections in which a list with one known name suffices to make its neighbours candidates."""

_TAIL: Final = 24
"""How many characters may stand beside a named tool inside its piece ("SQL databases")."""

_CLOSE: Final = 3
"""The same for methods and traits, whose names are common words."""

_ONE_MORE: Final = re.compile(r"[ -][a-z]+")
"""One more word behind a name that was read without its end ("gradient boosting" machines)."""

_ONE_WORD: Final = re.compile(r"[A-Za-z][\w-]+ ")
"""One word before a name that was read without its beginning."""

_TITLE: Final = re.compile(
    r"\s+(?:engineers?|analysts?|scientists?|developers?|managers?|specialists?|coordinators?"
    r"|administrators?|technicians?|nurses?|programmers?|consultants?|staff)\b",
    re.IGNORECASE,
)
"""What makes a list one of job titles."""

_UNREAD: Final = 4
"""A choice is not given where more than one in so many of its options could not be read."""
_LONGEST_ITEM: Final = 40

_COUNTS: Final = {"two": 2, "2": 2, "three": 3, "3": 3}
_WORD: Final = re.compile(r"\S+")
_NAME_SHAPE: Final = re.compile(
    r"(?:[A-Z][\w+#.&'-]*|[a-z]+[A-Z\d][\w+#.-]*|\d+[A-Z]\w*)(?: (?:[A-Z][\w+#.&'-]*|\d[\w.]*|of|for|&)){0,3}"
)
_PLAIN_SHAPE: Final = re.compile(r"[a-z][a-z-]{2,}(?: [a-z][a-z-]{2,}){0,2}")
_PHRASE: Final = re.compile(r"[A-Za-z][\w-]{2,}(?: [A-Za-z][\w-]{1,}){0,3}")
_NO_NAME: Final = frozenset(
    """a an the and or of for to in on with we you our your their its this that these those i it as is are be
    experience knowledge skills ability years year strong excellent good required preferred plus bonus
    tools technologies languages frameworks systems software platforms databases applications services
    etc other others more similar equivalent related various multiple all any some both either one two
    must should can will may not bachelor bachelors master masters phd degree bs ms ba computer science
    engineering mathematics statistics us usa uk eu north america europe inc llc ltd monday friday time
    manager analyst project development consulting supervision engineer developer management
    administrator architect consultant design testing support
    full part new york what who how why when where if bsc msc mba
    """.split()
)


class Choice(NamedTuple):
    """Skills between which there is a choice; offsets into the page.

    ``at_least`` is 1 for a plain choice. ``open_list`` where the names are examples. ``spelled_out``
    where a word says that it is a choice; a slash or an "etc." alone may also just list.
    """

    start: int
    end: int
    options: tuple[Mention, ...]
    at_least: int
    open_list: bool
    spelled_out: bool = True


class _Bracket(NamedTuple):
    """What stands between brackets: the offsets of its inside."""

    start: int
    end: int


class _Piece(NamedTuple):
    """A stretch between two list signs, the names in it and the sign before it.

    ``with_comma`` tells whether that sign has a comma; ``inner`` are names in brackets inside the piece,
    and ``bracket`` is how many characters those brackets take.
    """

    start: int
    end: int
    names: tuple[Mention, ...]
    join: Join
    join_start: int
    with_comma: bool
    inner: tuple[Mention, ...]
    bracket: int


def read_lists(
    text: str, sentence: Sentence, names: Sequence[Mention]
) -> tuple[list[Choice], list[Mention]]:
    """The choices in a sentence and the candidates that its lists give.

    Args:
        text: the page's text.
        sentence: the sentence.
        names: the names found in it, in order.

    Returns:
        Choices in order, and mentions that stand in no list of the taxonomy. Linear in the length.
    """
    brackets = _brackets(text, sentence)
    choices: list[Choice] = []
    candidates: list[Mention] = []
    taken: set[int] = set()
    for inside in [None, *brackets]:
        pieces = _cut(text, sentence, names, brackets, inside)
        at = 0
        while at < len(pieces):
            stop = at + 1
            while stop < len(pieces) and _continues(text, pieces, at, stop):
                stop += 1
            series = pieces[at:stop]
            if len(series) > _FEWEST and stop < len(pieces) and pieces[stop].join == "intro":
                series = series[:-1]  # what examples follow is the next list, no item of this one
            at = stop
            if len(series) == 1 or not any(piece.names for piece in series):
                continue
            items, found = _items(text, series, sentence.section in _DEMANDS)
            for choice in _choices(text, sentence, series, items):
                if taken.isdisjoint(option.start for option in choice.options):
                    taken.update(option.start for option in choice.options)
                    choices.append(choice)
            candidates.extend(found)
    return sorted(choices), sorted(candidates)


def _brackets(text: str, sentence: Sentence) -> list[_Bracket]:
    """The brackets of a sentence, without those inside others."""
    found: list[_Bracket] = []
    opened = 0
    begin = 0
    for match in _PARENTHESIS.finditer(text, sentence.start, sentence.end):
        if match.group() == "(":
            if not opened:
                begin = match.end()
            opened += 1
        elif opened:
            opened -= 1
            if not opened:
                found.append(_Bracket(begin, match.start()))
    return found


_PARENTHESIS: Final = re.compile(r"[()]")
_BRACKET_INTRO: Final = re.compile(rf"\s*{_INTRO}\s*", re.IGNORECASE)


def _cut(
    text: str,
    sentence: Sentence,
    names: Sequence[Mention],
    brackets: Sequence[_Bracket],
    inside: _Bracket | None,
) -> list[_Piece]:
    """Cut a sentence, or the inside of one of its brackets, at signs that stand in no name."""
    holes = [] if inside is not None else brackets
    begin, stop = (sentence.start, sentence.end) if inside is None else inside
    join: Join = "hard"
    join_start = begin
    if inside is not None and (intro := _BRACKET_INTRO.match(text, begin, stop)) is not None:
        join = "intro"
        begin = intro.end()
    names = names[bisect_left(names, begin, key=_start) : bisect_left(names, stop, key=_start)]
    pieces: list[_Piece] = []
    with_comma = False
    upcoming = 0
    hole = 0

    def close(end: int) -> None:
        nonlocal upcoming, hole
        outer: list[Mention] = []
        inner: list[Mention] = []
        length = 0
        while hole < len(holes) and holes[hole].end < end:
            length += holes[hole].end - holes[hole].start + 2
            hole += 1
        while upcoming < len(names) and names[upcoming].start < end:
            name = names[upcoming]
            upcoming += 1
            if name.start >= begin and name.end <= end:
                hidden = any(
                    low <= name.start < high for low, high in holes[max(0, hole - 8) : hole]
                )
                (inner if hidden else outer).append(name)
        if begin < end:
            if not outer and len(inner) == 1:
                outer, inner = inner, []
            pieces.append(
                _Piece(
                    begin,
                    end,
                    tuple(outer),
                    join,
                    join_start,
                    with_comma,
                    tuple(inner),
                    length,
                )
            )

    spans = iter(names)
    span = next(spans, None)
    skip = 0
    for match in _SIGN.finditer(text, begin, stop):
        sign = match.lastgroup or "comma"
        sign_at = match.start(sign)
        while skip < len(holes) and holes[skip].end < sign_at:
            skip += 1
        if skip < len(holes) and holes[skip].start - 1 <= sign_at <= holes[skip].end:
            continue
        if text[sign_at] in "-–—" and not text[sign_at - 1].isspace():
            continue
        while span is not None and span.end <= sign_at:
            span = next(spans, None)
        if span is not None and span.start <= sign_at < span.end:
            continue
        end = match.start()
        while end > begin and text[end - 1].isspace():
            end -= 1
        close(end)
        begin = match.end()
        join = _JOIN_OF_SIGN[sign]
        join_start = sign_at
        with_comma = text[match.start()] == ","
    close(stop)
    return pieces


def _start(mention: Mention) -> int:
    return mention.start


def _continues(text: str, pieces: Sequence[_Piece], first: int, at: int) -> bool:
    """Whether the piece at ``at`` belongs to the series that began at ``first``."""
    piece, before = pieces[at], pieces[at - 1]
    if piece.join in ("hard", "intro"):
        return False
    if before.names:
        name = before.names[-1]
        if (
            before.end - name.end - before.bracket > _room(name)
            and not _GENERIC.fullmatch(text, name.end, before.end)
            and not _ONE_MORE.fullmatch(text, name.end, before.end)
        ):
            return False
        if at - 1 != first and not _leads(text, before, name):
            return False
    elif before.end - before.start - before.bracket > _LONGEST_ITEM:
        return False
    if piece.names:
        return _leads(text, piece, piece.names[0])
    return piece.end - piece.start - piece.bracket <= _LONGEST_ITEM


def _room(name: Mention) -> int:
    return _TAIL if name.kind == "technology" else _CLOSE


def _leads(text: str, piece: _Piece, name: Mention) -> bool:
    """Whether nothing that matters stands in a piece before its name."""
    return (
        name.start - piece.start <= _room(name)
        or _LEAD.fullmatch(text, piece.start, name.start) is not None
        or _ONE_WORD.fullmatch(text, piece.start, name.start) is not None
    )


def _items(
    text: str, series: Sequence[_Piece], demands: bool
) -> tuple[list[Mention | None], list[Mention]]:
    """The name of each piece, known or, between known ones, made a candidate; None for neither."""
    known = [piece.names for piece in series if piece.names]
    kinds = [names[0].kind for names in known]
    kind = max(sorted(set(kinds)), key=kinds.count)
    enough = len(known) > 1 or (kind == "technology" and (demands or series[0].join == "intro"))
    told = (
        series[0].join == "intro"
        or any(piece.join == "or" for piece in series)
        or _rest(text, series) is not None
    )
    items: list[Mention | None] = []
    candidates: list[Mention] = []
    for position, piece in enumerate(series):
        if piece.names:
            items.append(_last_name(text, piece) if position == 0 else piece.names[0])
            continue
        candidate = (
            _candidate(text, piece, kind, last=position == len(series) - 1, told=told)
            if (position or series[0].join == "intro")
            and (enough or series[0].join == "intro")
            and kind in _OPEN_KINDS
            else None
        )
        items.append(candidate)
        if candidate is not None:
            candidates.append(candidate)
    return items, candidates


def _last_name(text: str, piece: _Piece) -> Mention:
    """The name that a piece ends with; in "MySQL databases" the tool, not what sort of tool."""
    last = piece.names[-1]
    if len(piece.names) > 1:
        other = piece.names[-2]
        if other.kind == "technology" and _GENERIC.fullmatch(text, other.end, last.end):
            return other
    return last


def _candidate(text: str, piece: _Piece, kind: str, *, last: bool, told: bool) -> Mention | None:
    """A piece without a known name as a name of its own, where it has the shape of one."""
    body = text[piece.start : piece.end]
    stripped = body.strip("\"'“”*. ")
    if not stripped or len(stripped) > 40 or _OPEN_PIECE.match(stripped):
        return None
    start = piece.start + body.index(stripped)
    if kind == "technology":
        shape = _NAME_SHAPE.match(stripped)
        if shape is None or (shape.end() != len(stripped) and not last):
            return None
        stripped = shape.group().rstrip(".'-")
        rest = body[start - piece.start + len(stripped) :]
        if last and rest.strip():
            return None
    else:
        shape = (_PHRASE if told else _PLAIN_SHAPE).fullmatch(stripped)
        if shape is None or (not told and (last or stripped.partition(" ")[0].endswith("ing"))):
            return None
    words = stripped.lower().split()
    if any(word in _NO_NAME for word in words) or len(stripped) < 2:
        return None
    taxonomy = Taxonomy.builtin()
    if not slug(stripped) or taxonomy.resolve(stripped, kind="role"):  # "nurses, clerks"
        return None
    concept, label, listed = link(stripped, taxonomy)
    return Mention(
        start=start,
        end=start + len(stripped),
        text=stripped,
        concept=concept,
        label=label,
        kind=kind,
        confidence=0.6,
        listed=listed,
    )


def _choices(
    text: str,
    sentence: Sentence,
    series: Sequence[_Piece],
    items: Sequence[Mention | None],
) -> list[Choice]:
    """The choices that a series states."""
    rest = _rest(text, series)  # "Java or similar (Kotlin, Scala)", "Excel or other BI packages"
    beside: tuple[Mention, ...] = ()
    if rest is not None:
        beside = series[rest].inner
        series, items = series[:rest], items[:rest]
    named = [item for item in items if item is not None]
    if not named or len({item.concept for item in (*named, *beside)}) < _FEWEST:
        return []
    joins = [piece.join for piece in series[1:]]
    last_item = named[-1]
    if _TITLE.match(text, last_item.end, sentence.end):
        return []
    tail_open = rest is not None or bool(
        _OPEN_END.match(text, last_item.end, min(last_item.end + 40, sentence.end))
    )
    # the label of a key-value line ("One of these: A, B") stands before its sentence
    before = text[max(0, named[0].start - 60) : named[0].start].rpartition("\n")[2]
    sign = text[series[0].join_start : series[0].start].strip().lower().rstrip(",:")
    introduced = series[0].join == "intro" and not sign.startswith("including")
    if series[0].join == "intro":
        before = text[max(sentence.start, series[0].join_start - 60) : series[0].join_start]
    one_of = _ONE_OF.search(before)
    if one_of is not None and "and" in joins and " of " not in one_of.group():
        one_of = None  # "one language (Python, R) and shell scripts"
    at_least = _COUNTS.get((one_of["count"] or "").lower(), 1) if one_of is not None else 1
    if one_of is not None or tail_open or (introduced and "and" not in joins):
        if _FIELDS.match(text, last_item.end, min(last_item.end + _FIELDS_REACH, sentence.end)):
            return []
        options = _distinct([*items, *beside])
        spelled_out = "or" in joins or one_of is not None or introduced
        if len(options) < _FEWEST or items.count(None) * _UNREAD > len(items):
            return []
        return [_choice(options, at_least, introduced or tail_open, spelled_out)]
    groups = _or_groups(series) if "or" in joins else _slash_groups(series)
    found = [
        _distinct(items[low:high])
        for low, high in groups
        if items[low:high].count(None) * _UNREAD <= high - low
    ]
    return [
        _choice(options, 1, introduced and len(groups) == 1, "or" in joins)
        for options in found
        if len(options) >= _FEWEST
    ]


def _choice(
    options: tuple[Mention, ...], at_least: int, open_list: bool, spelled_out: bool
) -> Choice:
    return Choice(options[0].start, options[-1].end, options, at_least, open_list, spelled_out)


def _slash_groups(series: Sequence[_Piece]) -> list[tuple[int, int]]:
    """Runs of pieces that slashes join."""
    groups: list[tuple[int, int]] = []
    low = 0
    for at in range(1, len(series) + 1):
        if at == len(series) or series[at].join != "slash":
            if at - low > 1:
                groups.append((low, at))
            low = at
    return groups


def _or_groups(series: Sequence[_Piece]) -> list[tuple[int, int]]:
    """Runs of pieces that are alternatives, in a series that holds an "or".

    "and" parts them. Commas join what one "or" closes ("A, B or C"); where another "or" follows
    that has no comma of its own, they part ("A or B, C or D"), and behind the last "or" they do.
    """
    groups: list[tuple[int, int]] = []
    low = 0
    closed = 0  # end of the run so far, 0 while no "or" was met
    for at in range(1, len(series) + 1):
        join = series[at].join if at < len(series) else "hard"
        if join == "or":
            closed = at + 1
        elif join == "slash":
            closed = at + 1 if closed == at else closed
        elif join in ("and", "hard") or (closed and not _reopens(series, at)):
            if closed:
                groups.append((low, closed))
            else:
                groups.extend(
                    (low + first, low + last) for first, last in _slash_groups(series[low:at])
                )
            low, closed = at, 0
    return groups


def _reopens(series: Sequence[_Piece], at: int) -> bool:
    """Whether the commas from ``at`` on lead to an "or" with a comma of its own."""
    for piece in series[at:]:
        if piece.join == "or":
            return piece.with_comma
        if piece.join == "and":
            return False
    return False


def _rest(text: str, series: Sequence[_Piece]) -> int | None:
    """Where a series stops naming options and says that others will do as well."""
    for at, piece in enumerate(series):
        if at and piece.join != "and" and _OTHERS.match(text, piece.start):
            return at
    last = series[-1]
    if len(series) > 1 and not last.names:
        pattern = _AND_OPEN if last.join == "and" else _OPEN_PIECE
        return len(series) - 1 if pattern.match(text, last.start) else None
    return None


def _distinct(items: Sequence[Mention | None]) -> tuple[Mention, ...]:
    seen: dict[str, Mention] = {}
    for item in items:
        if item is not None:
            seen.setdefault(item.concept, item)
    return tuple(seen.values())
