"""From a Posting's text to its Page: lines, sections and sentences with exact offsets.

1. Lines. Each non-empty line loses indentation and bullet, and gets a shape.
2. Sections. A line that is a heading (``headings.heading_kind``) opens a section; a heading that
   shares its line with text ("Requirements: BSc") opens one from there. Many postings run all into
   one paragraph: there, headings are found inside the line.
3. Sentences. Lines are cut at sentence ends and at the starts of items that lost their line break.
   A sentence that is plainly legal, about benefits or about applying is taken out of the
   section around it, since such text often follows the requirements without a heading.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from skillweave.loaders.posting import Posting
from skillweave.loaders.text.cues import CueFinder, any_between
from skillweave.loaders.text.headings import heading_kind
from skillweave.loaders.text.language import languages_of, stretches_in_others
from skillweave.loaders.text.page import Line, LineKind, Page, SectionSpan, Sentence
from skillweave.ontology.vocabulary import SILENT_SECTIONS, SectionKind

_LINE: Final = re.compile(r"[^\n\r\u2028\x0b\x0c]+")
_BULLET: Final = re.compile(
    r"(?:[•·▪◦‣●○■□▶►➢➤✓✔✅⁃∙\uf0b7\uf0a7\uf0d8»]|[\-–—*+o](?=\s)|\d{1,2}[.)](?=\s)|\(?[a-z][.)](?=\s))[\s•]*"
)
_KEY_VALUE: Final = re.compile(r"\**(?P<label>[A-Z][\w /&'’()\-]{1,40}?)\s*\**:\**[ \t]+(?=\S)")
_DECORATION: Final = re.compile(r"^(?:#{1,6}\s+|\*{2,3}|__)")

_INLINE_HEADING: Final = re.compile(
    r"(?<![\w'’&/-])(?:"
    r"(?:(?:Key|Core|Main|Primary|Principal|Essential|General|Job|Major|Your|Role|Position|Minimum|"
    r"Basic|Preferred|Required|Desired|Desirable|Additional|Mandatory|Technical|Education|Other|"
    r"Specific|Professional|Skills|Knowledge|Experience|Qualifications|Duties|Responsibilities|"
    r"Requirements|Functions|&|and|And|/)[ /]+){1,4}"
    r"(?:Qualifications?|Requirements?|Responsibilities|Duties|Skills|Experience|Functions|"
    r"Competencies|Abilities|Summary|Description|Purpose|Overview|Required|Preferred)"
    r"|What (?:You(?:['’]ll| Will)? (?:Do|Be Doing|Need|Bring|Have)|We(?:['’]re| Are) Looking For|"
    r"We Offer|You(?:['’]ll| Will) (?:Work On|Own|Get))"
    r"|(?:Who|What) (?:You Are|We Are|We Do)|About (?:You|Us|The (?:Role|Team|Job|Company))|"
    r"(?:Nice|Good)[ -]to[ -][Hh]aves?|Nice To Haves?|Bonus Points|How [Tt]o Apply|Why Join Us|"
    r"Equal Opportunity(?: Employer)?|The Role|Your Profile|You Will|You Have|"
    r"RESPONSIBILITIES|REQUIREMENTS|QUALIFICATIONS|DUTIES|SKILLS|EXPERIENCE|BENEFITS|EDUCATION|"
    r"Responsibilities|Requirements|Qualifications|Benefits|Education|Desired|Duties|Skills|Perks"
    r")(?P<colon>\s*:|\s*[-–—](?=\s))?(?=\s*\S)"
)
_TITLED: Final = re.compile(
    r"(?:(?<![\w'’&/-])|(?<=[a-z.)])(?=[A-Z]))"
    r"(?:[A-Z]{3,}|[A-Z][a-z]+)(?:['’](?:[A-Za-z]{1,2}(?![a-z])))?"
    r"(?:[ /&]{1,3}(?:(?:[A-Z]{2,}|[A-Z][a-z]+)(?:['’](?:[A-Za-z]{1,2}(?![a-z])))?"
    r"|to|if|the|an?|of|and|or|for|you|we|in|our)(?![a-z])){1,8}"
)
"""A run of capitalised words that lost its line: "NICE TO HAVES", "... SparkEven Better If You Have"."""

_BLANKS: Final = re.compile(r"[ /&]+")
_FEWEST_GLUED: Final = 2
_FEWEST_FREE: Final = 3
"""How many words such a run must have that is glued to the text around it, or is not."""

_NO_FIRST: Final = frozenset("all as at in it on our this that these with".split())
_NO_LAST: Final = frozenset(
    """a an and are as at be for from have's i if in is it look me my need not of on one or our seeking the
    their these this to we what who will with you you'll you're you've you’ll you’re you’ve your should
    technology great work""".split()
)
"""Words that begin or end a name or a sentence, but no heading."""

_SINGLE_WORD: Final = re.compile(r"^[A-Za-z]+$")
_STRONG_END: Final = ".!?:;•)*"

_ITEM_START: Final = (
    r"(?:Experience|Experienced|Proficien(?:t|cy)|Abilit(?:y|ies) to|Able to|Strong|Excellent|Proven|"
    r"Knowledge|Knowledgeable|Demonstrated|Familiarity|Familiar|Understanding|Must (?:have|be)|"
    r"Minimum|Working knowledge|Hands[- ]on|Solid|Good|Expert(?:ise)?|"
    r"Responsible|You (?:will|are|have)|At least|Advanced|Deep|Prior|Previous|Comfortable|Design|"
    r"Develop|Provide|Create|Build|Manage|Lead|Work|Perform|Support|Ensure|Conduct|Collaborate|Maintain|"
    r"Implement|Analyze|Identify|Participate|Assist|Coordinate|Prepare|Partner|Communicate|Define|Drive|"
    r"Develops|Provides|Creates|Builds|Manages|Leads|Works|Performs|Supports|Ensures|Conducts|Maintains|"
    r"Required|Preferred|Desired|Responsibilities|Requirements|Qualifications|Skills|Fluent)"
)
_STOP: Final = re.compile(
    r"[.!?;][\"”’)\]]*(?:(?P<gap>\s+)(?=[\"“(\[]?[A-ZÀ-ÖØ-Þ0-9•$£€¿¡])|(?=[A-Z][a-z]{2}|[A-Z] |\d\d?\+))"
    r"|[•●▪·►➢]\s*"  # bullets inside a line
    r"|[*\-–]\s+(?=[A-Z])"  # " - Item" inside a line
)
_ITEM: Final = re.compile(rf"{_ITEM_START}(?=[ (:]|[a-z])")
_JOINING: Final = frozenset(
    "and or of the a an with to for in your our their its by on as be is are at & / strong".split()
)
_LONGEST_SENTENCE: Final = 1500
"""A longer stretch (code points) without an end is no sentence and is cut, so that nothing that
reads sentences can take longer than in proportion to the text."""

_SHORT_LINE: Final = 60
"""A line shorter than this (code points) holds one item."""

_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|eg|ie|ex|vs|sr|jr|mr|mrs|ms|dr|st|inc|ltd|co|corp|no|dept|approx|min|max|incl|u\.s|"
    r"ca|bzw|inkl|evtl|ggf|bspw|zzgl|mtl|std|dipl|abgeschl|bijv|bv|máx|mín|p\.\s?ex|p\.\s?ej|"
    r"u\.k|ph\.d|m\.s|b\.s|b\.a|m\.a|est|fig|ext|yrs|hrs|mt|ft)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_OWN_SECTION: Final = CueFinder(
    {
        "legal": (
            "equal opportunit*", "equal-opportunit*", "equal employment opportunit*",
            "regardless of race", "regardless of age", "regardless of gender", "regardless of your",
            "without regard to", "protected veteran", "sexual orientation", "reasonable accommodation*",
            "criminal histor*", "criminal record*", "all qualified applicants", "affirmative action",
            "e-verify", "cookies", "privacy policy", "drug-free", "drug free", "genetic information",
            "national origin", "discriminat*", "applicable law*", 
            "recruitment agenc*", "agencies please", "all rights reserved", "employment authorization",
            "immigration support", "will not sponsor", "unable to sponsor", "cannot sponsor", "not sponsor",
            "visa sponsorship", "visa status", "sponsor a visa", "work authorization", "work authorisation", "accommodation for", "accommodations for", "accommodation to",
            "accommodations in", "recruitment fraud",
        ),
        "benefits": (
            "401(k*", "401k*", "401 k*", "health insurance", "health care plan", "dental", "paid time off",
            "pto", "paid holidays", "paid leave", "paid vacation", "paid parental", "life insurance",
            "stock options", "tuition reimbursement", "tuition assistance", "annual leave",
            "pension scheme", "we offer a", "we offer an", "we offer you", "we offer our",
            "we offer competitive", "we offer great", "we offer flexible", "we offer excellent",
            "competitive salar*", "competitive pay", "competitive compensation", "competitive benefits",
            "employee assistance", "employee discount*", "cycle to work", "parental leave",
            "unlimited vacation", "free parking", "season ticket", "medical, dental", "health, dental",
        ),
        "apply": (
            "please apply", "please send", "please submit", "please contact", "please email",
            "please visit", "please click", "please note that applic*", "to apply", "apply now",
            "apply online", "apply today", "apply here", "apply at", "apply via", "apply by",
            "send your", "send us your", "submit your", "forward your", "submit a resume",
            "send a resume", "closing date", "for more information", "for further information",
            "click here", "click the", "recruiter will", "shortlist*", "interviews will",
            "interview date*", "interview process",
        ),
    }
)  # fmt: skip
_DEMAND: Final = re.compile(
    r"years?|experience|required|must|degree|proficien|knowledge of|skills", re.IGNORECASE
)

_ASKS: Final = re.compile(
    r"\byears?['’]? (?:of )?(?:[\w-]+ ){0,4}experience\b|\b(?:Ability to|Knowledge of|Proficien(?:t|cy) (?:in|with)|"
    r"Experience (?:in|with)|Requires?|Must (?:have|be able)|Familiarity with)\b|"
    r"\b[Ss]trong (?:\w+ ){1,4}skills\b"
)
"""Says, even below a heading for benefits, that the list of demands has begun again."""

_LONG_LINE: Final = 160
"""Lines longer than this (code points) are searched for headings that lost their line."""


class _Cut(NamedTuple):
    """A point inside a line where a section begins; the heading is ``[start, after)``."""

    start: int
    after: int
    kind: SectionKind


def read_page(posting: Posting) -> Page:
    """Cut a posting's text into lines, sections and sentences.

    Args:
        posting: the posting; its text is not changed.

    Returns:
        The page. Time grows linearly with the text: about 0.3 ms for 3,000 characters.
    """
    text = posting.text
    languages = languages_of(text, posting.stated.language)
    marked = {span.start: span.end for span in posting.headings}
    # a field of the format that lists skills says that they are asked for
    skill_lines = {skills.start for skills in posting.stated.skills}
    lines: list[Line] = []
    sentences = _Sentences(text)
    spans: list[SectionSpan] = []
    section: SectionKind = "header"
    spans.append(SectionSpan(section, 0, len(text), ""))
    in_header = True
    trimmed = [_trim(text, *match.span()) for match in _LINE.finditer(text)]
    trimmed = [line for line in trimmed if line[0] < line[1]]
    for row, (start, end, bulleted) in enumerate(trimmed):
        body = text[start:end]
        is_marked = _is_marked(text, start, end, marked)
        if in_header and (bulleted or len(lines) >= 8 or _is_prose(body)):
            in_header = False
            section = _open(spans, "body", start, "")
        kind: LineKind = "bullet" if bulleted else "paragraph"
        label_end = start
        opened = (
            heading_kind(
                body,
                marked=is_marked
                or body.endswith(":")
                or _shouts(body)
                or _leads_list(trimmed, row),
                languages=languages,
            )
            if (not bulleted or body.endswith(":") or is_marked) and not body.endswith((".", ","))
            else None
        )
        if opened is not None:
            in_header = False
            section = _open(spans, opened, start, body)
            lines.append(Line(start, end, "heading", body, section, end))
            continue
        if is_marked and not in_header:
            lines.append(Line(start, end, "heading", body, section, end))
            continue
        pair = _KEY_VALUE.match(body)
        line_section: SectionKind = "required" if start in skill_lines else section
        if pair is not None:
            label_end = start + pair.end()
            label_kind = heading_kind(
                pair["label"], marked=len(pair["label"]) < 30, languages=languages
            )
            if label_kind is not None and (len(body) - pair.end() > 40 or label_kind != "about"):
                if _opens_below(label_kind, pair["label"]):
                    in_header = False
                    section = _open(spans, label_kind, start, pair["label"])
                line_section = label_kind
            if not bulleted:
                kind = "key_value"
        lines.append(Line(start, end, kind, body, line_section, label_end))
        cuts = _inline_headings(text, label_end, end) if end - start > _LONG_LINE else []
        position = label_end
        for cut in cuts:
            sentences.add(position, cut.start, line_section, len(lines) - 1)
            in_header = False
            line_section = section = _open(spans, cut.kind, cut.start, text[cut.start : cut.after])
            position = cut.after
        sentences.add(position, end, line_section, len(lines) - 1)
    sections = tuple(span for span in spans if span.end > span.start)
    return Page(
        posting=posting,
        text=text,
        lines=tuple(lines),
        sentences=tuple(sentences.found),
        sections=sections,
        language=languages[0],
        stretches=stretches_in_others(languages, lines, sections),
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Move the ends past blanks, bullet and Markdown marks; tell whether there was a bullet."""
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    bullet = _BULLET.match(text, start, end)
    bulleted = bullet is not None and bullet.end() < end
    if bullet is not None and bulleted:
        start = bullet.end()
    decoration = _DECORATION.match(text[start : start + 8])
    if decoration is not None and end - start > decoration.end():
        start += decoration.end()
        while end > start and text[end - 1] in "*#_ ":
            end -= 1
    return start, end, bulleted


def _is_marked(text: str, start: int, end: int, marked: dict[int, int]) -> bool:
    """Whether the source marked this line as a heading, by structure or by Markdown signs."""
    if start in marked and end - start <= _LONG_LINE:
        return True
    before = text[max(0, start - 3) : start]
    return before.endswith(("# ", "**", "__")) and text[end : end + 2] in (
        "",
        "\n",
        "**",
        "__",
        ":*",
    )


def _leads_list(trimmed: Sequence[tuple[int, int, bool]], row: int) -> bool:
    """Whether a line without a bullet stands above one with a bullet, as headings of lists do."""
    return not trimmed[row][2] and row + 1 < len(trimmed) and trimmed[row + 1][2]


def _is_prose(body: str) -> bool:
    """Whether a line is running text, which a title block never holds."""
    return len(body) > _LONG_LINE or (len(body) > 40 and body.endswith((".", "!", "?")))


def _shouts(body: str) -> bool:
    return body.isupper() and len(body) > 3


def _opens_below(kind: SectionKind, label: str) -> bool:
    """Whether a labelled line opens a section or only speaks for itself ("Salary: 30k")."""
    return kind in ("duties", "required", "preferred", "about", "benefits", "legal") and (
        label.lower()
        not in ("position", "role", "job", "company", "experience", "skills", "job type")
    )


def _open(spans: list[SectionSpan], kind: SectionKind, start: int, heading: str) -> SectionKind:
    """Close the last section at ``start`` and begin one of ``kind`` there."""
    last = spans[-1]
    spans[-1] = last._replace(end=start)
    spans.append(SectionSpan(kind, start, last.end, heading))
    return kind


def _inline_headings(text: str, start: int, end: int) -> list[_Cut]:
    """Headings that stand inside a paragraph because line breaks were lost."""
    cuts: list[_Cut] = []
    for match in _INLINE_HEADING.finditer(text, start, end):
        words = match.group().rstrip(" :-–—")
        has_colon = match["colon"] is not None
        before, parted = _before(text, start, match.start())
        opens_item = _opens_item(text, match.end())
        if _SINGLE_WORD.match(words) and not words.isupper():
            accepted = (has_colon and (parted or before.islower())) or (parted and opens_item)
        else:
            accepted = has_colon or (opens_item and (parted or before.isalnum()))
        kind = heading_kind(words, marked=True) if accepted else None
        if kind is not None:
            cuts.append(_Cut(match.start(), match.end(), kind))
    known = {at for cut in cuts for at in range(cut.start, cut.after)}
    for match in _TITLED.finditer(text, start, end):
        cut = _titled_heading(text, start, match)
        if cut is not None and known.isdisjoint(range(cut.start, cut.after)):
            cuts.append(cut)
    return sorted(cuts)


def _before(text: str, start: int, position: int) -> tuple[str, bool]:
    """The last character before a phrase, and whether it ends what stands before it."""
    nearby = text[max(start, position - 12) : position]
    before = nearby.rstrip()
    parted = not before or before[-1] in _STRONG_END or len(nearby) - len(before) >= 2
    return before[-1:], parted


def _opens_item(text: str, position: int) -> bool:
    """Whether what stands behind a phrase begins like an item of a list."""
    after = text[position : position + 2].lstrip()[:1]
    return after.isupper() or after.isdigit() or after in "•-*●▪"


def _titled_heading(text: str, start: int, match: re.Match[str]) -> _Cut | None:
    """The longest beginning of a run of capitalised words that is a heading by its words alone.

    What is glued to its neighbours ("SparkEven Better If You HaveAn MSc") has lost its line for
    certain; what is not must be longer, since two capitalised words may be a name.
    """
    run = match.group()
    _, parted = _before(text, start, match.start())
    parted = parted or text[match.start() - 1 : match.start()].isalpha()
    ends = [space.start() for space in _BLANKS.finditer(run)]
    for length in [len(run), *reversed(ends)]:
        words = run[:length].split()
        if len(words) < (_FEWEST_GLUED if parted else _FEWEST_FREE):
            return None
        after = match.start() + length
        if words[0].lower() in _NO_FIRST or words[-1].lower() in _NO_LAST:
            continue
        if not _opens_item(text, after):
            continue
        kind = heading_kind(" ".join(words), marked=False)
        if kind is not None and kind not in ("about", "pay"):
            return _Cut(match.start(), after, kind)
    return None


class _Sentences:
    """Collects the sentences of a page, each with the section it belongs to."""

    def __init__(self, text: str) -> None:
        self.found: list[Sentence] = []
        self._text = text
        self._cues = _OWN_SECTION.find(text)

    def add(self, start: int, end: int, section: SectionKind, line: int) -> None:
        """Cut ``text[start:end]``, a line or a part of one, into sentences."""
        position = start
        for stop, after in _boundaries(self._text, start, end):
            if stop > position:
                self._append(position, stop, section, line)
                position = after
        self._append(position, end, section, line)

    def _append(self, start: int, end: int, section: SectionKind, line: int) -> None:
        text = self._text
        while end - start > _LONGEST_SENTENCE:
            limit = start + _LONGEST_SENTENCE
            blank = text.rfind(" ", start + 1, limit)
            cut = blank if blank > start else limit
            self._append(start, cut, section, line)
            start = cut
        while start < end and (text[start].isspace() or text[start] in ":;"):
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            own = self._own_section(start, end, section)
            self.found.append(Sentence(start, end, text[start:end], own, line))

    def _own_section(self, start: int, end: int, section: SectionKind) -> SectionKind:
        """The section of a sentence: the one around it unless its words say it is not of it."""
        if section in SILENT_SECTIONS:
            asks = section in ("benefits", "apply", "pay") and _ASKS.search(self._text, start, end)
            return "body" if asks else section
        if not self._cues or section == "header":
            return section
        if any_between(self._cues.get("legal", ()), start, end):
            return "legal"
        if section not in ("required", "preferred") and any_between(
            self._cues.get("benefits", ()), start, end
        ):
            return "benefits"
        if any_between(self._cues.get("apply", ()), start, end) and not _DEMAND.search(
            self._text, start, end
        ):
            return "apply"
        return section


def _boundaries(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where sentences end and the next begin inside a line, in order."""
    found: list[tuple[int, int]] = []
    for match in _STOP.finditer(text, start, end):
        at = match.start()
        sign = text[at]
        if sign in ".!?;":
            if match["gap"] is None:
                before = text[at - 1 : at]
                if not (before.islower() or before.isdigit() or before == ")"):
                    continue
                found.append((match.end(), match.end()))
                continue
            tail = text[max(start, at - 7) : at + 1]
            if sign == "." and _ABBREVIATION.search(tail) and not tail.endswith("etc."):
                continue
            if sign == ";" and not text[match.end() : match.end() + 1].isupper():
                continue
            found.append((match.start("gap"), match.end()))
        elif sign in "*-–":
            if text[at - 1 : at].isspace():
                found.append((at, match.end()))
        else:
            found.append((at, match.end()))
    if end - start > _SHORT_LINE:
        items = [
            match.start()
            for match in _ITEM.finditer(text, start + 1, end)
            if _starts_item(text, match.start(), match.end())
        ]
        if items:
            found.extend((at, at) for at in items)
            found.sort()
    return found


def _starts_item(text: str, start: int, end: int) -> bool:
    """Whether a capitalised starter begins an item whose line break was lost."""
    before = text[start - 1]
    if before in "-*":
        start -= 1
        before = text[start - 1]
    if before.islower() or before == ")":  # glued to the item before: "... and qualityDesign and"
        return not text[end].isalpha()
    if before != " " or not (text[start - 2].isalnum() or text[start - 2] in ")%,"):
        return False
    follows = text[end + 1 : end + 2]
    if text[end] != " " or not (follows.islower() or follows.isdigit()):
        return False
    word = text[max(0, start - 14) : start - 1].rpartition(" ")[2].lower()
    return word not in _JOINING and not word.endswith(",")
