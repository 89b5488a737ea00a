"""Lists in sentences: which names are alternatives, and unknown names between known ones.

A sentence is cut into pieces (``list_pieces``), and neighbouring pieces form a series of items, known
names and candidates (``list_items``). A series is a choice where its last sign is "or", where it is
introduced as examples or as "one of", where it stays open ("etc.", "or similar") or where names are
joined by a slash; a slash binds closest, then "or", then commas ("Python or R, SAS or SPSS" are two
choices), then "and". A choice most of whose options could not be read is not given at all: too short
a choice asks for something that the posting does not.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from skillweave.loaders.extraction.list_items import items_of, rest_of, series_of
from skillweave.loaders.extraction.list_pieces import Piece, brackets_of, cut
from skillweave.loaders.text.page import Mention, Sentence

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

_DEMANDS: Final = frozenset({"required", "preferred"})
"""Sections in which a list with one known name suffices to make its neighbours candidates."""

_FEWEST: Final = 2
"""A choice has at least so many options."""

_FIELDS: Final = re.compile(
    r"[,\w -]{0,12}\b(?:or|in)\s+(?:(?:an?|any|other|closely|similar|related|equivalent|relevant|quantitative"
    r"|technical|allied)[ -]+)+(?:field|discipline|subject|major|degree|area of study|course)",
    re.IGNORECASE,
)
"""Says behind a list that it is one of fields of study."""

_FIELDS_REACH: Final = 70
_TITLE: Final = re.compile(
    r"\s+(?:engineers?|analysts?|scientists?|developers?|managers?|specialists?|coordinators?"
    r"|administrators?|technicians?|nurses?|programmers?|consultants?|staff)\b",
    re.IGNORECASE,
)
"""What makes a list one of job titles."""

_UNREAD: Final = 4
"""A choice is not given where more than one in so many of its options could not be read."""
_COUNTS: Final = {"two": 2, "2": 2, "three": 3, "3": 3}


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
    brackets = brackets_of(text, sentence)
    choices: list[Choice] = []
    candidates: list[Mention] = []
    taken: set[int] = set()
    for inside in [None, *brackets]:
        for series in series_of(text, cut(text, sentence, names, brackets, inside)):
            items, found = items_of(text, series, sentence.section in _DEMANDS)
            for choice in _choices(text, sentence, series, items):
                if taken.isdisjoint(option.start for option in choice.options):
                    taken.update(option.start for option in choice.options)
                    choices.append(choice)
            candidates.extend(found)
    return sorted(choices), sorted(candidates)


def _choices(
    text: str,
    sentence: Sentence,
    series: Sequence[Piece],
    items: Sequence[Mention | None],
) -> list[Choice]:
    """The choices that a series states."""
    rest = rest_of(text, series)  # "Java or similar (Kotlin, Scala)", "Excel or other BI packages"
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


def _slash_groups(series: Sequence[Piece]) -> list[tuple[int, int]]:
    """Runs of pieces that slashes join."""
    groups: list[tuple[int, int]] = []
    low = 0
    for at in range(1, len(series) + 1):
        if at == len(series) or series[at].join != "slash":
            if at - low > 1:
                groups.append((low, at))
            low = at
    return groups


def _or_groups(series: Sequence[Piece]) -> list[tuple[int, int]]:
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


def _reopens(series: Sequence[Piece], at: int) -> bool:
    """Whether the commas from ``at`` on lead to an "or" with a comma of its own."""
    for piece in series[at:]:
        if piece.join == "or":
            return piece.with_comma
        if piece.join == "and":
            return False
    return False


def _distinct(items: Sequence[Mention | None]) -> tuple[Mention, ...]:
    seen: dict[str, Mention] = {}
    for item in items:
        if item is not None:
            seen.setdefault(item.concept, item)
    return tuple(seen.values())
