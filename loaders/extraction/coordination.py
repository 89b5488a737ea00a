"""Lists in sentences: which names are alternatives, and unknown names between known ones.

A sentence is cut at list signs (commas, slashes, "and", "or") and at brackets, colons and phrases
that introduce examples ("such as"). Neighbouring pieces that each hold a name form a series. A
series gives two things:

- a choice, where its last sign is "or", where it is introduced as examples or as "one of", where it
  stays open ("etc.", "or similar") or where names are joined by a slash;
- candidates: a short piece without a known name between pieces that have one ("Terraform, Foobar
  and Ansible") is a name of the same kind that stands in no list.
"""

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from skillweave.loaders.text.page import Mention, Sentence
from skillweave.ontology.concepts import Taxonomy, slug

Join = Literal["comma", "or", "and", "slash", "hard", "intro"]

_INTRO: Final = (
    r"(?:such as|like|e\.g\.?|eg\.|i\.e\.?|for example|for instance|including)(?=[\s,:])[,:]?"
)
_SIGN: Final = re.compile(  # each branch begins with plain characters, which makes it fast
    r"(?:(?P<comma>,)(?:\s*(?P<comma_or>and ?/ ?or|or)(?=\s)|\s*(?P<comma_and>and|&)(?=\s)"
    rf"|\s*(?P<comma_intro>{_INTRO}))?"
    rf"|(?P<bracket>\()(?:\s*(?P<bracket_intro>{_INTRO}))?"
    r"|(?P<slash>/)|(?P<hard>[;:)\[\]|]|\.(?=\s|$)|[-–—](?=\s))"
    rf"|\s(?:(?P<or>and ?/ ?or|or)(?=[\s(])|(?P<and>and|&)(?=[\s(])|(?P<intro>{_INTRO})))\s*",
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
    r"\s*[,/]?\s*(?:\(?etc\b|\.\.\.|…|(?:or|/)?\s*(?:an? )?(?:other|similar|equivalent|comparable|related|"
    r"alike|others|any other)\b|(?:or|and) (?:the like|more|so on|so forth)\b"
    r"|[\w-]+ or (?:similar|equivalent|other)\b)",
    re.IGNORECASE,
)
"""What follows the last name of an open list; "and other" asks for what was named as well."""

_OPEN_PIECE: Final = re.compile(
    r"(?:an? )?(?:etc\b|other|similar|equivalent|comparable|related|the like|others|any other|so on"
    r"|so forth|more$|another)",
    re.IGNORECASE,
)
_AND_OPEN: Final = re.compile(r"(?:etc\b|the like|so on|so forth|more$)", re.IGNORECASE)
_OPEN_KINDS: Final = frozenset({"technology", "method", "soft"})
"""Kinds of which no list can hold everything."""

_DEMANDS: Final = frozenset({"required", "preferred"})
"""Sections in which a list with one known name suffices to make its neighbours candidates."""

_TAIL: Final = 24
"""How many characters may stand beside a named tool inside its piece ("SQL databases")."""

_CLOSE: Final = 3
"""The same for methods and traits, whose names are common words."""

_LONGEST_ITEM: Final = 40

_COUNTS: Final = {"two": 2, "2": 2, "three": 3, "3": 3}
_WORD: Final = re.compile(r"\S+")
_NAME_SHAPE: Final = re.compile(
    r"(?:[A-Z][\w+#.&'-]*|[a-z]+[A-Z\d][\w+#.-]*|\d+[A-Z]\w*)(?: (?:[A-Z][\w+#.&'-]*|\d[\w.]*|of|for|&)){0,3}"
)
_PLAIN_SHAPE: Final = re.compile(r"[a-z][a-z-]{2,}(?: [a-z][a-z-]{2,}){0,2}")
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

    ``at_least`` is 1 for a plain choice. ``open_list`` where the names are examples.
    """

    start: int
    end: int
    options: tuple[Mention, ...]
    at_least: int
    open_list: bool


class _Piece(NamedTuple):
    """A stretch between two list signs, the names in it and the sign before it."""

    start: int
    end: int
    names: tuple[Mention, ...]
    join: Join
    join_start: int


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
    pieces = _cut(text, sentence, names)
    choices: list[Choice] = []
    candidates: list[Mention] = []
    at = 0
    while at < len(pieces):
        stop = at + 1
        while stop < len(pieces) and _continues(pieces, at, stop):
            stop += 1
        series = pieces[at:stop]
        if sum(bool(piece.names) for piece in series) >= 1 and len(series) > 1:
            items, found = _items(text, series, sentence.section in _DEMANDS)
            candidates.extend(found)
            choices.extend(_choices(text, sentence, series, items))
            at = stop
        else:
            at += 1
    return choices, candidates


def _cut(text: str, sentence: Sentence, names: Sequence[Mention]) -> list[_Piece]:
    """Cut a sentence at the list signs that do not stand inside a name."""
    pieces: list[_Piece] = []
    begin, join_start = sentence.start, sentence.start
    join: Join = "hard"
    upcoming = 0

    def close(end: int) -> None:
        nonlocal upcoming
        inside: list[Mention] = []
        while upcoming < len(names) and names[upcoming].start < end:
            if names[upcoming].start >= begin and names[upcoming].end <= end:
                inside.append(names[upcoming])
            upcoming += 1
        if begin < end:
            pieces.append(_Piece(begin, end, tuple(inside), join, join_start))

    spans = iter(names)
    span = next(spans, None)
    for match in _SIGN.finditer(text, sentence.start, sentence.end):
        sign = match.lastgroup or "comma"
        sign_at = match.start(sign)
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
    close(sentence.end)
    return pieces


def _continues(pieces: Sequence[_Piece], first: int, at: int) -> bool:
    """Whether the piece at ``at`` belongs to the series that began at ``first``."""
    piece, before = pieces[at], pieces[at - 1]
    if piece.join in ("hard", "intro"):
        return False
    if before.names:
        name = before.names[-1]
        room = _TAIL if name.kind == "technology" else _CLOSE
        if before.end - name.end > room:
            return False
        if at - 1 != first and name.start - before.start > room:
            return False
    elif before.end - before.start > _LONGEST_ITEM:
        return False
    if piece.names:
        name = piece.names[0]
        return name.start - piece.start <= (_TAIL if name.kind == "technology" else _CLOSE)
    return piece.end - piece.start <= _LONGEST_ITEM


def _items(
    text: str, series: Sequence[_Piece], demands: bool
) -> tuple[list[Mention | None], list[Mention]]:
    """The name of each piece, known or, between known ones, made a candidate; None for neither."""
    known = [piece.names for piece in series if piece.names]
    kinds = [names[0].kind for names in known]
    kind = max(sorted(set(kinds)), key=kinds.count)
    enough = len(known) > 1 or (kind == "technology" and (demands or series[0].join == "intro"))
    items: list[Mention | None] = []
    candidates: list[Mention] = []
    for position, piece in enumerate(series):
        if piece.names:
            items.append(piece.names[-1] if position == 0 else piece.names[0])
            continue
        candidate = (
            _candidate(text, piece, kind, last=position == len(series) - 1)
            if position and enough and kind in _OPEN_KINDS
            else None
        )
        items.append(candidate)
        if candidate is not None:
            candidates.append(candidate)
    return items, candidates


def _candidate(text: str, piece: _Piece, kind: str, *, last: bool) -> Mention | None:
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
        shape = _PLAIN_SHAPE.fullmatch(stripped)
        if shape is None or last:
            return None
    words = stripped.lower().split()
    if any(word in _NO_NAME for word in words) or len(stripped) < 2:
        return None
    identifier = slug(stripped)
    if not identifier or Taxonomy.builtin().resolve(stripped, kind="role"):  # "nurses, clerks"
        return None
    return Mention(
        start=start,
        end=start + len(stripped),
        text=stripped,
        concept=f"skill/candidate-{identifier}",
        label=stripped,
        kind=kind,
        confidence=0.6,
        listed=False,
    )


def _choices(
    text: str,
    sentence: Sentence,
    series: Sequence[_Piece],
    items: Sequence[Mention | None],
) -> list[Choice]:
    """The choices that a series states."""
    named = [item for item in items if item is not None]
    if len({item.concept for item in named}) < 2:
        return []
    joins = [piece.join for piece in series[1:]]
    last_item = next(item for item in reversed(items) if item is not None)
    tail_open = bool(
        _OPEN_END.match(text, last_item.end, min(last_item.end + 40, sentence.end))
    ) or (items[-1] is None and _opens(text, series[-1]))
    # the label of a key-value line ("One of these: A, B") stands before its sentence
    before = text[max(0, named[0].start - 60) : named[0].start].rpartition("\n")[2]
    introduced = series[0].join == "intro" and text[
        series[0].join_start : series[0].start
    ].strip().lower().rstrip(",:") not in ("including",)
    one_of = _ONE_OF.search(before)
    at_least = _COUNTS.get((one_of["count"] or "").lower(), 1) if one_of is not None else 1
    if "or" in joins or one_of is not None or tail_open or (introduced and "and" not in joins):
        first = 0
        if "or" in joins and one_of is None and not tail_open:
            # "A and either B or C": the choice begins after the last "and" before the "or"
            last_or = max(index for index, join in enumerate(joins) if join == "or")
            ands = [index for index, join in enumerate(joins[:last_or]) if join == "and"]
            if ands:
                first = ands[-1] + 1
        options = _distinct(items[first:])
        if len(options) >= 2:
            end = options[-1].end
            return [Choice(options[0].start, end, options, at_least, introduced or tail_open)]
        return []
    found: list[Choice] = []
    run: list[Mention] = []
    for item, join in zip(items, ["hard", *joins], strict=True):
        if join != "slash" or item is None:
            _close_run(found, run)
            run = []
        if item is not None:
            run.append(item)
    _close_run(found, run)
    return found


def _opens(text: str, last: _Piece) -> bool:
    """Whether the last piece of a series says that the list goes on."""
    pattern = _AND_OPEN if last.join == "and" else _OPEN_PIECE
    return pattern.match(text, last.start) is not None


def _close_run(found: list[Choice], run: Sequence[Mention]) -> None:
    options = _distinct(run)
    if len(options) >= 2:
        found.append(Choice(options[0].start, options[-1].end, options, 1, open_list=False))


def _distinct(items: Sequence[Mention | None]) -> tuple[Mention, ...]:
    seen: dict[str, Mention] = {}
    for item in items:
        if item is not None:
            seen.setdefault(item.concept, item)
    return tuple(seen.values())
