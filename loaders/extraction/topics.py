"""What experience is in: the complement of "5 years of experience ...".

What a threshold is about is the complement of its phrase, never the whole line. The grammar is
shallow and left to right:

1. Words between the duration and "experience" ("3 years of clinical nursing experience"), without
   those that say nothing ("relevant", "hands-on", "progressive").
2. What follows "experience" behind a preposition, a participle or a colon, up to the end of its
   clause: relative clauses, purposes ("for ML models"), places ("at a bank") and everything from
   "required" or "preferred" on are cut off. Of "a framework such as A, B, or C" the examples are
   taken.
3. Where the duration comes last, what stands before it ("COBOL (3-5 years)", "Python: 2 years").
4. Announcements of federal jobs define "specialized experience" in a sentence of its own, which is
   looked up.

Named skills inside these stretches are the topics; where there are none, the noun phrase is, cut
into its parts where it is a plain list.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from skillweave.loaders.text.page import Mention
from skillweave.ontology.vocabulary import Logic


class Topic(NamedTuple):
    """What experience is in: a stretch of the text, and the mention that it is, if it is one.

    ``mention`` is an index into the mentions of the page.
    """

    start: int
    end: int
    text: str
    mention: int | None


class Complement(NamedTuple):
    """All that experience is in.

    Attributes:
        topics: named skills or noun phrases, in order of the text; empty where nothing is said.
        logic: whether all of them are asked for or any.
        open_list: they are given as examples.
        end: where the phrase ends.
    """

    topics: tuple[Topic, ...]
    logic: Logic
    open_list: bool
    end: int


EXPERIENCE: Final = (
    r"(?:experience[sd]?(?-i:(?![a-z]))|exp\b\.?|expertise|background|track\s+record|exposure"
    r"|seniority"
    r"|expérience|erfahrung\w*|berufserfahrung|experiencia|ervaring|werkervaring|esperienza"
    r"|experiência|doświadczeni\w+)"
)
"""Regular expression source of the word "experience" and its kin, in the languages read."""

_GENERIC: Final = (
    r"(?:relevant|related|directly|work|working|on[- ]the[- ]job|professional|prior|previous|proven"
    r"|progressive(?:ly)?|hands?[- ]on|practical|solid|full[- ]time|part[- ]time|paid"
    r"|post[- ]qualification"
    r"|post[- ]registration|demonstrat(?:ed|able)|demonstrable|real[- ]world|job[- ]related|job"
    r"|direct|combined"
    r"|speciali[sz]ed|general|total|successful|extensive|recent|similar|commercial|qualifying"
    r"|verifiable|documented"
    r"|significant|minimum|overall|equivalent|responsible|increasing(?:ly)?|strong|current"
    r"|applicable|additional|active"
    r"|actual|applied|appropriate|continuous|years?|or|and|more|of|the|an?|in|increased"
    r"|responsibility|complex"
    r"|level|cumulative|required|preferred|excellent|good|substantial|deep|broad|sustained"
    r"|industry[- ]related"
    r"|non[- ]internship|life|lived|same|any|supervised|mid|senior|junior|such|this|that|their"
    r"|your|consecutive"
    r"|satisfactory|acceptable|comparable|core|plus|de|d['’]|como|als|en)(?![\w-])"
)
_VAGUE: Final = re.compile(
    r"(?:industry|business|academic|the\s+field|(?:relevant|similar|related)?\s*(?:field|role"
    r"|position|area|environment)s?)$",
    re.IGNORECASE,
)
"""Topics that give way to anything more telling."""

_HEAD: Final = re.compile(
    rf"\s*(?:of\s+|in\s+"
    rf"|d['’])?(?P<modifiers>(?:[^\s;:.()]+(?:\.(?=\w)[^\s;:()]*)?\s+){{0,12}}?){EXPERIENCE}",
    re.IGNORECASE,
)
_EDGE: Final = re.compile(rf"(?:{_GENERIC}[\s,/-]*)+", re.IGNORECASE)
_TAIL: Final = re.compile(
    rf"(?:[\s,/-]+(?:{_GENERIC}|(?:role|position|environment|capacity|field)s?\b))+\s*$",
    re.IGNORECASE,
)

_BETWEEN: Final = re.compile(
    r"""[\s,(:]*(?:\(?(?:required|preferred)\)?)?[\s,:]*
    (?:(?:that|which)\s+include[sd]?\b|and/or\s+training|or\s+training|and\s+training|level
    |required)?[\s,:]*
    (?:progressively\s+\w+\s+responsibilit(?:y|ies)\s+)?""",
    re.IGNORECASE | re.VERBOSE,
)
_LINK: Final = re.compile(
    r"""(?:(?:and\s+)?(?:working|worked|serving|employed|employment|acting|doing|performing
    |demonstrated|gained|professionally|directly
         |experience|skills?|practi[sc]e|exposure|knowledge|background|responsibility
         |designation|primarily|including)\s+)*
    (?:(?:in|with|as|of|on|within|using|for|across|around|supporting|to|como|con|als|mit|in\ der
    |im|comme|en|sur)\b
      |(?=[a-z]+ing\b)|:)
    \s*:?\s*
    (?:(?:one|any|some|at\s+least\s+(?:one|two)|all|each|both
    |either)(?:\s+or\s+more)?(?:\s+of)?\s+)?
    (?:the\s+following(?:\s+\w+)?\s*:?\s*(?:-\s*)?)?
    (?:(?:an?|the|our|your|various|multiple|un|una|une|einem|einer)\s+)?
    (?:(?:speciality|field|area|discipline|role|position|capacity)\s+(?:related\s+to|of|in)\s+)?""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_TOPIC: Final = re.compile(
    r"(?:(?:equivalent|comparable|at|which|that|who|please|if|you|have|must|or|and|GS[-/ ]?\d*"
    r"|described|job\s+offered"
    r"|above|below|required|preferred|following|is|are|what|this|these|also|level|BS|MS|our"
    r"|their|bachelor\S*|master\S*)\b|next\s+lower)",
    re.IGNORECASE,
)
"""Beginnings of what follows "experience" without saying what it is in."""

_CLAUSE_END: Final = re.compile(
    r""";|\.(?=\s|$)|[!?]|\s[-–—|•]\s|\)(?=\s*-?[A-Z])|\s\s+(?=[A-Z])
    |(?i:,?\s+(?:that|which|who|whom|whose|where|when|while|because|so|if|but|is|are|was|must
    |should|will|would|may|can
       |preferably|preferred|required|desired|ideally|strongly|highly|especially|please|gained
       |obtained|acquired|demonstrat\w+
       |related\s+to|or\s+(?:an?\s+|in\s+(?:an?\s+)?)?(?:closely\s+)?(?:equivalent|combination
       |similar|related|comparable|relevant|other|another)
       |and/or\s+(?:equivalent|related)|equal\s+to|such\s+that|in\s+order|plus\b(?!\s+years))\b)
    |,?\s+(?:to|for|at|by|from|within|over|under|through|throughout|toward\w*|across|during)\s
    |,?\s+(?:(?:and|or|plus)\s+)?(?:an?\s+)?(?:[Bb]achelor|[Mm]aster['’]?s|Ph\.?\s?D|[Dd]octora
    |[Dd]egree)
    |,?\s+in\s+(?:production|industry|academia|business|practice|the\s+field)\b
    |(?i:\s+with\s+(?:[\w/+.\#-]+\s+){1,3}experience\b)
    |\s+with\s+(?:some|an?|the|strong|proven|demonstrated|background|expertise|deep|good|solid
    |excellent)\s
    |,\s+(?:with|and\s+(?:an?|the|at\s+least|strong|proven|have|ability|able)|in\s+(?:an?|the)|at)\b
    |\s+(?:and|AND|OR)\s+(?:an?\s|ability|at\s+least|\d|have\s)
    """,
    re.VERBOSE,
)
_EXAMPLES_END: Final = re.compile(
    r";|\.(?=\s|$)|[!?]|\s[-–—|•]\s|,?\s+(?:that|which|who|where|when|preferably|preferred"
    r"|required|desired|ideally|strongly|highly|for|to)\b",
    re.IGNORECASE,
)
_EXAMPLES: Final = re.compile(
    r"\b(?:such\s+as|like|e\.g\.|i\.e\.|for\s+example|including|for\s+instance)(?:\s|,|:)|\(",
    re.IGNORECASE,
)
_REDUCED_RELATIVE: Final = re.compile(
    r"(?<=s)\s+(?!using\b|leveraging|utili[sz]ing|includ|involv|during|testing|engineering"
    r"|modell?ing|processing"
    r"|programming|learning|mining|training|planning|reporting|warehousing|nursing|consulting"
    r"|marketing|banking"
    r"|computing|accounting|manufacturing)[a-z]{3,}ing\b"
)
"""A participle behind a plural ("teams developing ML solutions") begins a clause of its own."""

_PEOPLE: Final = re.compile(
    r"(?:leading|managing|supervising|mentoring|coaching|building"
    r"|directing)\s+(?:\w+[ -]){0,2}(?:teams?|people|staff)\b",
    re.IGNORECASE,
)
_OPEN: Final = re.compile(
    r"\b(?:such\s+as|like|e\.g\.|for\s+example|for\s+instance|etc)\b"
    r"|\bor\s+(?:an?\s+)?(?:similar|equivalent|related|other)",
    re.IGNORECASE,
)
_ANY: Final = re.compile(
    r"\b(?:or|and/or)\b|(?<=\w)\s?/\s?(?=\w)|\bone\s+or\s+more\b|\bany\s+of\b", re.IGNORECASE
)
_ALL: Final = re.compile(r"\band\b(?!/or)|&", re.IGNORECASE)
_BEFORE_EXPERIENCE: Final = re.compile(
    rf"(?:^|[.;:,(•]\s*|\s[-–]\s|\b(?:have|has|with|of"
    rf"|in)\s+)(?P<label>[^.;:,()•]{{3,60}}?)\s+{EXPERIENCE}\s*(?:of|for|:|[-–])?\s*$",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"(?:(?:\b(?:experience|skills?|knowledge|expertise)\s+(?:with|in|of|as|using)\s+)|^"
    r"|(?<=[;.:•])|\s-)\s*(?:an?\s+)?"
    r"(?P<label>[^;:()]{2,60}?)\s*(?:\(\s*|[;:,–-]\s*|\b(?:designation|certification"
    r"|experience)?\s+for\s+)$",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(
    r"\b(?:requir\w+|prefer\w+|qualif\w+|minimum|desired|skills?|experience|education|years?)\W*$",
    re.IGNORECASE,
)
"""Ends of labels that are no topics."""
_ITEM: Final = re.compile(
    r"\s*(?:,\s*(?:and/or|and|or)?|\band/or\b|\bor\b|\band\b|&|/)\s+|/", re.IGNORECASE
)
_ADJECTIVE: Final = re.compile(r"(?:[ae]nt|[ai]ble|ive|ous|ful|ate)$", re.IGNORECASE)
"""Endings of traits that only describe what is made ("resilient code")."""
_PHRASE_WORDS: Final = 7
"""A topic that is no named skill is cut after this many words."""
_ITEM_WORDS: Final = 4
"""A noun phrase is a plain list when none of its parts is longer than this."""
_DEFINITION_REACH: Final = 700
"""How far ahead, in characters, the definition of "specialized experience" is looked for."""


def read_complement(
    text: str,
    start: int,
    end: int,
    *,
    floor: int,
    limit: int,
    label: tuple[int, int] | None,
    mentions: Sequence[Mention],
    starts: Sequence[int],
) -> Complement:
    """What the experience of a stated duration is in.

    Args:
        text: the posting's text.
        start: where the duration begins.
        end: where it ends.
        floor: nothing before this offset is looked at.
        limit: nothing from this offset on is looked at, definitions excepted.
        label: span of the label of its line ("Python" in "Python: 2 years").
        mentions: names of skills on the page, sorted.
        starts: their ``start``.

    Returns:
        The complement; without topics where the text does not say.
    """
    examples: set[int] = set()
    spans, close = _spans(text, end, limit, examples)
    if not spans:
        behind = label or _behind(text, floor, start)
        if behind is not None and (trimmed := _trimmed(text, *behind)) is not None:
            spans.append(trimmed)
    named: list[Topic] = []
    for span in spans:
        named.extend(_named(text, span, mentions, starts))
        if named and span[0] in examples:
            break  # of "an ML framework such as A or B" the examples are meant
    if not spans:
        named = _defined(text, end, close, mentions, starts)
    topics = sorted(set(named)) or _phrases(text, spans)
    if not topics:
        return Complement((), "all", False, close)
    reach = text[min([topics[0].start, *(low for low, _ in spans)]) : topics[-1].end + 24]
    inside = text[topics[0].start : topics[-1].end]
    listed = _OPEN.search(reach) is not None and _ALL.search(inside) is None
    several = len(topics) > 1 and (listed or _ANY.search(inside) is not None)
    return Complement(
        tuple(topics), "any" if several else "all", several and bool(_OPEN.search(reach)), close
    )


def _spans(
    text: str, end: int, limit: int, examples_at: set[int]
) -> tuple[list[tuple[int, int]], int]:
    """Stretches behind a duration that hold its topic, and where its phrase ends."""
    spans: list[tuple[int, int]] = []
    position = close = end
    head = _HEAD.match(text, end, limit)
    if head is not None:
        position = close = head.end()
        modifiers = _trimmed(text, head.start("modifiers"), head.end("modifiers"))
        if modifiers is not None:
            spans.append(modifiers)
    between = _BETWEEN.match(text, position, limit)
    link = _LINK.match(text, between.end() if between is not None else position, limit)
    if link is None:
        if head is None and (bare := _bare(text, end, limit)) is not None:
            return [bare], bare[1]
        return spans, close
    begin = link.end()
    if _NO_TOPIC.match(text, begin, limit):
        return spans, close
    stop = _CLAUSE_END.search(text, begin, limit)
    finish = stop.start() if stop is not None else limit
    reduced = _REDUCED_RELATIVE.search(text, begin, finish)
    if reduced is not None:
        finish = reduced.start()
    examples = _EXAMPLES.search(text, begin, limit)
    if examples is not None and examples.start() <= finish + 1 and reduced is None:
        in_brackets = examples.group() == "("
        if in_brackets:
            finish = text.find(")", examples.end(), limit)
            finish = limit if finish < 0 else finish
        else:
            hard = _EXAMPLES_END.search(text, examples.end(), limit)
            finish = hard.start() if hard is not None else limit
        complement = _trimmed(text, begin, examples.start())
        inner = _trimmed(text, examples.end(), finish)
        if inner is not None and not in_brackets:
            examples_at.add(inner[0])
        ordered = [*spans, complement, inner] if in_brackets else [inner, *spans, complement]
    else:
        ordered = [*spans, _trimmed(text, begin, finish)]
    spans = [span for span in ordered if span is not None]
    telling = [span for span in spans if not _VAGUE.match(text[slice(*span)])]
    return telling, max(close, finish if spans else close)


def _bare(text: str, start: int, limit: int) -> tuple[int, int] | None:
    """The topic of "5 years expert-level SQL skills", where no word leads to it."""
    match = _BARE.match(text, start, limit)
    if match is not None and _NO_TOPIC.match(text, match.start("phrase"), limit):
        return None
    return _trimmed(text, match.start("phrase"), match.end("phrase")) if match else None


_BARE: Final = re.compile(
    r"[ \xa0]?(?:of )?(?P<phrase>(?:[\w+#./&-]+ ){0,4}(?:[\w+#./&-]*[\w+#&-]))\s*(?:skills?\b"
    r"|development\b|work\b|[.,;(]|$)",
    re.IGNORECASE,
)


def _behind(text: str, floor: int, start: int) -> tuple[int, int] | None:
    """The topic of a duration that comes last: "COBOL (3-5 years)", "Java; 5 years"."""
    low = max(floor, start - 120)
    before = text[low:start]  # a label may begin where the sentence does
    match = _BEFORE_EXPERIENCE.search(before) or _BEFORE.search(before)
    if match is None or _HEADING.search(match["label"]):
        return None
    return low + match.start("label"), low + match.end("label")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The stretch without punctuation and words that say nothing at its ends; None if empty."""
    while start < end and not (text[start].isalnum() or text[start] in '."“'):
        start += 1
    edge = _EDGE.match(text, start, end)
    if edge is not None:
        start = edge.end()
    tail = _TAIL.search(text, start, end)
    if tail is not None:
        end = tail.start()
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in "+#"):
        end -= 1
    kept = text[start:end]
    return (start, end) if any(map(str.isalpha, kept)) and (kept != kept.lower()[:1]) else None


def _named(
    text: str, span: tuple[int, int], mentions: Sequence[Mention], starts: Sequence[int]
) -> Iterator[Topic]:
    """The named skills inside a span; none where it speaks of leading people."""
    start, end = span
    if _PEOPLE.match(text, start, end):
        return
    for index in range(bisect_left(starts, start), bisect_left(starts, end)):
        mention = mentions[index]
        if mention.end <= end and not (mention.kind == "soft" and _ADJECTIVE.search(mention.text)):
            yield Topic(mention.start, mention.end, mention.text, index)


def _defined(
    text: str, end: int, close: int, mentions: Sequence[Mention], starts: Sequence[int]
) -> list[Topic]:
    """The named skills in the definition of "specialized experience", if one follows."""
    kind = re.search(
        r"(?:speciali[sz]ed|general)\s+(?:work\s+)?experience$", text[end:close], re.IGNORECASE
    )
    if kind is None:
        return []
    folded = text[close : close + _DEFINITION_REACH].lower()
    at = folded.find(kind.group().lower().split()[0] + " experience")
    if at < 0:
        return []
    begin = close + at
    stop = text.find(".", begin + 20, begin + _DEFINITION_REACH)
    return list(
        _named(text, (begin, stop if stop > 0 else begin + _DEFINITION_REACH), mentions, starts)
    )


def _phrases(text: str, spans: list[tuple[int, int]]) -> list[Topic]:
    """The first span as noun phrases: its parts where it is a plain list, else its first words."""
    if not spans:
        return []
    start, end = spans[0]
    if text[start:end].count("\n") > 1:
        end = text.find("\n", start)
    items = _items(text, start, end)
    if len(items) > 1:
        return [Topic(low, high, text[low:high], None) for low, high in items]
    words = [match.end() for match in re.finditer(r"\S+", text[start:end])]
    stop = start + words[min(len(words), _PHRASE_WORDS) - 1]
    whole = _trimmed(text, start, stop)
    return [Topic(*whole, text[slice(*whole)], None)] if whole is not None else []


def _items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a plain list of nouns; empty where the stretch is no such list.

    Words that share a head ("performant, resilient and maintainable code", "data gathering and
    preparation") and verbs that share an object are left together.
    """
    items: list[tuple[int, int]] = []
    separators = list(_ITEM.finditer(text, start, end))
    for low, high in zip(
        [start, *(separator.end() for separator in separators)],
        [*(separator.start() for separator in separators), end],
        strict=True,
    ):
        item = _trimmed(text, low, high)
        if item is not None:
            items.append(item)
    if len(items) < 2:
        return []
    lengths = [len(text[low:high].split()) for low, high in items]
    first = text[slice(*items[0])].split()[0]
    if max(lengths) > _ITEM_WORDS:
        return []
    if max(lengths) > 1 and first.endswith("ing") and first.islower() and 1 in lengths:
        return []
    if len(items) == 2 and 1 in lengths and separators[0].group().strip().lower() in ("and", "&"):
        return []
    return items
