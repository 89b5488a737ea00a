"""The items of a list: which pieces belong together, and what each of them names.

Neighbouring pieces that each hold a name form a series; a word more before or behind a name does
not end it, since names are often read without their beginning or end. A short piece without a known
name between pieces that have one ("Terraform, Foobar and Ansible") becomes a candidate: a name of
the same kind, tied to a concept where its words are those of one. Where a word says that the list is
a choice or gives examples, a candidate may also be a phrase, or the last piece.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from skillweave.loaders.extraction.linking import link
from skillweave.loaders.extraction.list_pieces import Piece
from skillweave.loaders.text.page import Mention
from skillweave.ontology.concepts import Taxonomy, slug

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
    r"(?:an? |any )?(?:another|other|similar|equivalent|comparable)\b", re.IGNORECASE
)
"""Begins a piece that names what the options are ("Excel or other BI packages"), not one more."""

_OPEN_KINDS: Final = frozenset({"technology", "method", "soft"})
"""Kinds of which no list can hold everything."""

_TAIL: Final = 24
"""How many characters may stand beside a named tool inside its piece ("SQL databases")."""

_CLOSE: Final = 3
"""The same for methods and traits, whose names are common words."""

_ONE_MORE: Final = re.compile(r"[ -][a-z]+")
"""One more word behind a name that was read without its end ("gradient boosting" machines)."""

_ONE_WORD: Final = re.compile(r"[A-Za-z][\w-]+ ")
"""One word before a name that was read without its beginning."""

_LONGEST_ITEM: Final = 40
"""Characters that an item without a known name may have."""

_PAIR: Final = 2

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


def series_of(text: str, pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """Runs of pieces that are items of one list.

    Args:
        text: the page's text.
        pieces: the pieces of a sentence or bracket, in order.

    Yields:
        Runs of at least two pieces, one of which holds a name.
    """
    at = 0
    while at < len(pieces):
        stop = at + 1
        while stop < len(pieces) and _continues(text, pieces, at, stop):
            stop += 1
        series = pieces[at:stop]
        if len(series) > _PAIR and stop < len(pieces) and pieces[stop].join == "intro":
            series = series[:-1]  # what examples follow is the next list, no item of this one
        if len(series) > 1 and any(piece.names for piece in series):
            yield series
        at = stop


def _continues(text: str, pieces: Sequence[Piece], first: int, at: int) -> bool:
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


def _leads(text: str, piece: Piece, name: Mention) -> bool:
    """Whether nothing that matters stands in a piece before its name."""
    return (
        name.start - piece.start <= _room(name)
        or _LEAD.fullmatch(text, piece.start, name.start) is not None
        or _ONE_WORD.fullmatch(text, piece.start, name.start) is not None
    )


def items_of(
    text: str, series: Sequence[Piece], demands: bool
) -> tuple[list[Mention | None], list[Mention]]:
    """The name of each piece, known or, between known ones, made a candidate.

    Args:
        text: the page's text.
        series: a run of pieces from ``series_of``.
        demands: whether they stand in a section of demands, where one known name is enough.

    Returns:
        An item a piece, None where nothing was read; and those of them that are candidates.
    """
    known = [piece.names for piece in series if piece.names]
    kinds = [names[0].kind for names in known]
    kind = max(sorted(set(kinds)), key=kinds.count)
    enough = len(known) > 1 or (kind == "technology" and (demands or series[0].join == "intro"))
    told = (
        series[0].join == "intro"
        or any(piece.join == "or" for piece in series)
        or rest_of(text, series) is not None
    )
    items: list[Mention | None] = []
    candidates: list[Mention] = []
    for position, piece in enumerate(series):
        if piece.names:
            items.append(_last_name(text, piece) if position == 0 else piece.names[0])
            continue
        candidate = (
            _candidate(text, piece, kind, last=position == len(series) - 1, told=told)
            if (position or (series[0].join == "intro" and kind != "technology"))
            and (enough or series[0].join == "intro")
            and kind in _OPEN_KINDS
            else None
        )
        items.append(candidate)
        if candidate is not None:
            candidates.append(candidate)
    return items, candidates


def _last_name(text: str, piece: Piece) -> Mention:
    """The name that a piece ends with; in "MySQL databases" the tool, not what sort of tool."""
    last = piece.names[-1]
    if len(piece.names) > 1:
        other = piece.names[-2]
        if other.kind == "technology" and _GENERIC.fullmatch(text, other.end, last.end):
            return other
    return last


def _candidate(text: str, piece: Piece, kind: str, *, last: bool, told: bool) -> Mention | None:
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


def rest_of(text: str, series: Sequence[Piece]) -> int | None:
    """Where a series stops naming options and says that others will do as well.

    Args:
        text: the page's text.
        series: a run of pieces from ``series_of``.

    Returns:
        The place of the piece that says so; None where none does.
    """
    for at, piece in enumerate(series):
        if at and piece.join != "and" and _OTHERS.match(text, piece.start):
            return at
    last = series[-1]
    if len(series) > 1 and not last.names:
        pattern = _AND_OPEN if last.join == "and" else _OPEN_PIECE
        return len(series) - 1 if pattern.match(text, last.start) else None
    return None
