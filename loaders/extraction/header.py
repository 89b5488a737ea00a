"""The title block: the lines that say what, who and where before the advert begins.

Sites, feeds and people put the same few facts first, each in a shape of its own: one fact a line,
"Label: value" lines, fields between pipes, a table, or labels run into one another where line
breaks were lost. This module turns all of them into fields; what a field means is decided by
its label or, without one, by those who read it (``titles``, ``employers``, ``places``, ``terms``).
"""

import re
from typing import Final, NamedTuple

from skillweave.loaders.extraction.place_names import place_likeness
from skillweave.loaders.languages import LANGUAGES, FieldKind
from skillweave.loaders.text.page import Page

_LABELS: Final[dict[FieldKind, str]] = {
    "title": "title, job title, position title, posting title, working title, position, role, job, "
    "job title and grade, post, post title, vacancy, role name, job role",
    "employer": "company, company name, employer, organisation, organization, hiring organization, "
    "hiring company, business area, institution",
    "place": "location, locations, work location, job location, primary location, location(s), "
    "work site, worksite, job site, office location, place of work, duty station, duty location, "
    "position location, location of position, work locations, job locations, base, based in, "
    "based, where, city, city state, city/state, office, duty locations, main location, "
    "work city, location/city, localidade, "
    "location city, town, base location, location of work, site",
    "employment": "employment type, job type, contract type, position type, employment status, "
    "type, contract, hours, duration, work type, schedule, appointment type, time type, status, "
    "type of employment, terms, job status, working pattern, full/part time, employment, "
    "work schedule, tax term, contract length, length, position status, tenure, term, "
    "basis",
    "level": "seniority level, seniority, experience level, career level, level, job level, "
    "career stage",
    "mode": "remote, remote employment, work mode, workplace type, work setting, remote/hybrid, "
    "workplace, work arrangement, remote work, work model, working model, telework eligible, "
    "telecommute, remote status, location type, remote type, telework",
    "posted": "date posted, posted, posted on, posting date, opening date, date opened, "
    "posted date, publication date, published, job posted, open date",
    "closing": "closing date, filing deadline, application deadline, deadline, closes, apply by, "
    "close date, valid through, last date to apply, expires, closing",
    "pay": "salary, pay, compensation, salary range, pay range, rate, pay rate, hourly rate, wage",
    "other": "url, department, division, job number, job id, reports to, source, archived, sector, "
    "start date, language, industry, job function, section, salary grade, position number, "
    "bargaining unit, grade, band, agency, req id, requisition id, job code, requisition number, "
    "job category, flsa status, flsa, team, apply, how to apply, website, email, contact, phone, "
    "recruiter, client, date, category, summary, description, job description, overview",
}

LABEL_KIND: Final[dict[str, FieldKind]] = {
    label.strip(): kind
    for table in (*(words.labels for words in LANGUAGES.values()), _LABELS)
    for kind, labels in table.items()
    for label in labels.split(",")
}
"""What the labels of all languages say; a form has them in its own language, not the advert's."""

_LABELLED: Final = re.compile(
    r"[\s*#>|_•·-]*(?P<label>[A-Za-zÀ-ÿ][\w ./()&-]{1,34}?)[\s*_]*(?:[:：]|\|)[\s*_|]*(?P<value>.*?)[\s*_|]*$"
)
_BARE_LABEL: Final = re.compile(r"[\s*#>|_-]*(?P<label>[A-Za-zÀ-ÿ][\w ./()&-]{1,34}?)[\s*_:|]*$")
_RUN_TOGETHER: Final = re.compile(
    r"(?P<label>Job Location|Work Location|Primary Location|Location|Job Title|"
    r"Position Title|Position|Title|Company|Job Type|Employment Type|Duration|Job type)\s*:[\s:]*"
    r"(?P<value>[^\n]{2,70}?)\s*"
    r"(?=\n|$|[.;•·]\s|\s{2,}|,?\s?(?:[A-Z][a-z]+ )?[A-Z][a-z]+\s?:|(?<=[A-Z]{2})[A-Z][a-z]|"
    r"(?<=[a-z)])(?=[A-Z][a-z]))"
)
_LABEL_INSIDE: Final = re.compile(r"(?:tion|itle|any|ype)\s*:")
"""A cheap test for the labels of ``_RUN_TOGETHER``."""

_FURNITURE: Final = re.compile(
    r"\s*(?:https?:|[-=*_#|\s]*$|-?\d+$|#\w+$|=+ ?job details|about the job|hacker news|"
    r"(?:back|return|skip) to\b|apply now|save (?:this )?job|share\b|home$|menu\b|search\b|"
    r"by continuing|sign in|log in|new$|.*\bcookies?\b)",
    re.IGNORECASE,
)
"""Lines of the page around an advert: addresses, rulers, links, cookie banners."""

_PIPES: Final = re.compile(r"\s*[|¦]\s*|\s+--\s+")
_TERM: Final = re.compile(r"\b(?:remote|on-?site|hybrid|full[- ]time)\b|[$€£]\d", re.IGNORECASE)
_MARKUP: Final = re.compile(r"^[\s#*>_]+|[\s*_]+$")

MAX_HEADER_LINES: Final = 9
"""Unlabelled lines that a title block may have."""

MAX_HEADER_LINE: Final = 140
"""Characters up to which a line without pipes can be part of a title block."""


class HeaderField(NamedTuple):
    """A value of the title block; ``text == page.text[start:end]``.

    ``line`` is the index of its line in the page, ``piped`` tells that it stood between pipes.
    """

    text: str
    start: int
    end: int
    line: int
    piped: bool = False


class Header(NamedTuple):
    """What stands before the advert, and labelled values wherever they stand.

    Attributes:
        fields: values without a label, in order.
        labelled: values by what their label says, in order.
    """

    fields: tuple[HeaderField, ...]
    labelled: dict[FieldKind, list[HeaderField]]

    def first(self, kind: FieldKind) -> HeaderField | None:
        """The first value of a kind."""
        values = self.labelled.get(kind)
        return values[0] if values else None


def label_kind(label: str) -> FieldKind | None:
    """What a label announces; None where it is not one of the known labels."""
    return LABEL_KIND.get(" ".join(label.lower().replace("\xa0", " ").split()))


def read_header(page: Page) -> Header:
    """The fields of the title block and all labelled fields of a posting.

    Args:
        page: the posting.

    Returns:
        Fields with exact offsets. Cost: one pass over the beginnings of the lines.
    """
    labelled: dict[FieldKind, list[HeaderField]] = {}
    fields: list[HeaderField] = []
    waiting: FieldKind | None = None
    waited = 0
    open_block = True
    for index, line in enumerate(page.lines):
        text = line.text
        if waiting is not None:
            # an address may take several lines, any other value takes one
            kind, waited = waiting, waited + 1
            waiting = kind if kind == "place" and waited < 3 and len(text) < 40 else None
            value = text.partition(". ")[0]
            if len(value) <= MAX_HEADER_LINE:
                _add(labelled, kind, value, line.start, index)
                if value == text:
                    continue
        head = text[:48]
        if ":" in head or (head[:1] == "|" and head.count("|") > 1):
            match = _LABELLED.match(text)
            known = label_kind(match["label"]) if match else None
            if match and known:
                if not match["value"]:
                    waiting, waited = known, 0
                elif len(match["value"]) <= 200:
                    value = match["value"]
                    if ":" in value and (cut := _RUN_TOGETHER.search(text, match.start("label"))):
                        value = cut["value"] if cut.start() == match.start("label") else value
                    _add(labelled, known, value, line.start + match.start("value"), index)
                if len(text) <= MAX_HEADER_LINE or match["value"].startswith(("http", "www.")):
                    continue
        elif len(text) <= 24 and line.kind == "heading":
            bare = _BARE_LABEL.match(text)
            known = label_kind(bare["label"]) if bare else None
            if known in ("place", "employment", "mode", "title", "employer", "level"):
                waiting, waited = known, 0
                open_block = open_block and not fields
                continue
        if not open_block:
            continue
        if _FURNITURE.match(text):
            continue
        piped = _is_piped(text)
        if line.kind == "heading" and fields and line.section not in ("header", "body"):
            open_block = False
        elif piped and len(fields) < 2:
            fields.clear()
            fields.extend(_piped(text[:300], line.start, index))
            open_block = False
        elif len(text) > MAX_HEADER_LINE or len(fields) >= MAX_HEADER_LINES:
            if fields and len(fields) < MAX_HEADER_LINES and place_likeness(text):
                fields.append(HeaderField(text, line.start, line.end, index))
            else:
                open_block = False
        elif text.endswith((".", "!", "?")) and len(text) > 60 and (fields or index > 1):
            open_block = False
        else:
            cut = _MARKUP.match(text)
            offset = cut.end() if cut else 0
            value = _MARKUP.sub("", text)
            if value:
                fields.append(
                    HeaderField(value, line.start + offset, line.start + offset + len(value), index)
                )
    _run_together(page, labelled)
    return Header(tuple(fields), labelled)


def _is_piped(text: str) -> bool:
    """Whether a line is fields between pipes; two fields need one that tells a term of the job."""
    pipes = text.count("|") if " | " in text else text.count(" -- ")
    return pipes >= 2 or (pipes == 1 and _TERM.search(text) is not None)


def _add(
    labelled: dict[FieldKind, list[HeaderField]], kind: FieldKind, value: str, start: int, line: int
) -> None:
    labelled.setdefault(kind, []).append(HeaderField(value, start, start + len(value), line))


def _piped(text: str, start: int, line: int) -> list[HeaderField]:
    fields, position = [], 0
    for separator in [*_PIPES.finditer(text), None]:
        end = separator.start() if separator else len(text)
        value = text[position:end]
        if value:
            fields.append(HeaderField(value, start + position, start + end, line, True))
        if separator:
            position = separator.end()
    return fields


def _run_together(page: Page, labelled: dict[FieldKind, list[HeaderField]]) -> None:
    """Labelled values inside a paragraph whose line breaks were lost."""
    for index, line in enumerate(page.lines[:12]):
        if len(line.text) <= MAX_HEADER_LINE or not _LABEL_INSIDE.search(line.text):
            continue
        for match in _RUN_TOGETHER.finditer(line.text):
            kind = label_kind(match["label"])
            if kind and kind not in labelled:
                _add(labelled, kind, match["value"], line.start + match.start("value"), index)
