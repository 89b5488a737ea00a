"""Pay that a posting states: bands with currency, period and the place or zone they are for.

What the format states comes first; bands in the text are added where they are not the same again.
Money in a posting is mostly not pay (revenue, funding, bonuses, allowances, prices), so a band
counts by the nearest word that says what it is, by its period, or by standing in a line of its own.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from skillweave.loaders.extraction.amounts import Band, find_bands, money_triggers
from skillweave.loaders.extraction.place_names import is_place
from skillweave.loaders.languages import LANGUAGES
from skillweave.loaders.posting import Span, StatedPay
from skillweave.loaders.text.page import Line, Page
from skillweave.ontology.vocabulary import PayPeriod


class PayStatement(NamedTuple):
    """A stated pay band.

    Attributes:
        start: where it begins.
        end: where it ends.
        min: lower bound in full; None where only an upper one is set ("up to $150k").
        max: upper bound in full; None where only a lower one is set ("from £30k").
        currency: ISO 4217 code.
        period: the time it covers; inferred from its size where it is not said.
        location: the place or zone that it is for, as written; None where it is for the job.
        location_span: where that stands.
    """

    start: int
    end: int
    min: float | None
    max: float | None
    currency: str
    period: PayPeriod
    location: str | None
    location_span: Span | None


_PAY: Final = (
    r"(?:salary|compensation|pay)\s+(?:&|and)\s+benefits|salar(?:y|ies)|compensation"
    r"|pay(?!\s+(?:system|cap)\b)(?:ing|s|rate)?|paid(?=\s*$)|wages?|remuneration|hourly|earn(?:s|ings?"
    r"|ing)?|OTE|stipend|income|comp|TC"
)
"""Words that say that money is pay."""
_FRAME: Final = (
    r"rates?|base|range|band|package|annual(?:ly)?|grade|offering|per\s+(?:year|annum|hour|month)"
)
"""Words that stand with pay and with other money alike."""
_NOT_PAY: Final = (
    r"pay\s+(?:system|cap)|bonus(?:es)?|sign[- ]?on|signing|relocation|referral|refer|allowances?|budgets?|revenues?"
    r"|funding|funded|raised|raise"
    r"|series\s+[a-f]|valuation|valued|assets|aum|fees?|costs?|prices?|priced|prizes?|fines?"
    r"|penalt\w+|invest\w*"
    r"|sav(?:e|es|ed|ing|ings)|reimburs\w+|tuition|401\s*\(?k|match(?:ing|ed|es)?|insurance"
    r"|deductible|discounts?"
    r"|spen[dt]\w*|grants?|donat\w+|loans?|debt|portfolio|quota|arr|mrr|gmv|turnover"
    r"|contracts?\s+(?:worth|valued)|deals?"
    r"|vouchers?|gift|threshold|limit|weighting|supplement|equity|commissions?|(?<!cannot )(?<!not )(?<!not to )exceed\w*"
    r"|claims?|profit\w*|sales\s+of"
    r"|backed|transact\w*|purchas\w*|worth|credits?|scholarships?|grossing|capital|uplift"
    r"|contribut\w*|expenses?"
    r"|equipment|wellness|deduct\w*|plus|extra|add(?:itional)?|benefits?|coverage|premiums?|health"
)
"""Words that say that money is something else."""
_OTHER_AFTER: Final = re.compile(
    r"""[\s.)]*(?:(?:/|per\s+)?(?:day|week|month|year)(?:ly)?\s+)?
    (?:(?!(?:plus|and|with|in|per|an?|or)\b)[\w-]+\s+){0,3}(?:perk|budget|stipend|allowance)s?\b
    |[\s.)]*(?:(?:sign|signing|annual|one[- ]time|yearly|performance|joining|welcome
    |retention|guaranteed|quarterly
        |relocation|referral|new\s+hire|hiring)[\s-]*){0,2}
    (?:(?<=sign[\s-])on\b|bonus|stipend|allowance|budget|credits?\b|gift|discount|fee\b|match|toward|reimburs
    |raised|funding|valuation
      |revenue|worth\b|off\b|deductible|towards|supplement|uplift|deduct|relocation|referral
      |commission|company|business
      |fund\b|portfolio|platform|startup|contract\b|grant|award|equity|of\s+(?:funding|equity
      |stock|rsu)
      |in\s+(?:revenue|funding|sales|assets|loans|savings|annual|value|credit|equity|benefits
      |total\s+funding|venture)
      |per\s+(?!(?:\w+\s+)?(?:hour|hr|annum|year|yr|month|mo|week|wk|day|diem|shift)s?(?-i:(?![a-z])))\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_UP_TO: Final = r"up\s+to|upto|(?:can)?not\s+(?:to\s+)?exceed(?:ing)?|max(?:imum)?(?:\s+(?:salary|pay|rate|of))*|as\s+much\s+as|no\s+more\s+than"
_FROM: Final = (
    r"from|start(?:s|ing)?(?:\s+(?:salary|pay|rate|hourly|wage|range))*(?:\s+(?:at|from|is"
    r"|of))?|min(?:imum)?(?:\s+(?:salary|pay|rate|of|hourly|starting))*|at\s+least"
    r"|no\s+less\s+than"
)
_FROM_HEADING: Final = re.compile(
    r"\b(?:minimum|starting)\s+(?:\w+\s+){0,2}(?:rate|salary|pay)\b", re.IGNORECASE
)
_PERIOD_WORD: Final = re.compile(
    r"\b(?:(?P<hour>hour(?:ly)?|per\s+hour|an\s+hour|/\s*hr|p/?h)|(?P<day>daily|day\s+rate"
    r"|per\s+day|per\s+diem)|(?P<week>weekly|per\s+week)"
    r"|(?P<month>monthly|per\s+month)|(?P<year>annual(?:ly|ized)?|yearly"
    r"|per\s+(?:year|annum)|p\.?a\.?|year|annum))\b",
    re.IGNORECASE,
)


class _Vocabulary(NamedTuple):
    """What a page's language says of pay, beside the English that forms are full of.

    Attributes:
        cue: words that say what money is.
        pay_after: what stands behind money that is pay ("gross"); None for English.
        other_after: what stands behind money that is no pay; None for English, which has a
            grammar of its own for it.
        up_to: what stands before an upper bound.
        above: what stands before a lower bound.
        periods: words near a figure that say what time it covers.
    """

    cue: re.Pattern[str]
    pay_after: re.Pattern[str] | None
    other_after: re.Pattern[str] | None
    up_to: re.Pattern[str]
    above: re.Pattern[str]
    periods: tuple[re.Pattern[str], ...]


@cache
def _vocabulary(language: str) -> _Vocabulary:
    words = LANGUAGES.get(language)
    pay, other, up_to, above = _PAY, _NOT_PAY, _UP_TO, _FROM
    pay_after = other_after = None
    periods = [_PERIOD_WORD]
    if words is not None:
        table = words.pay
        pay, other = f"{pay}|{table.pay}", f"{other}|{table.other}"
        up_to, above = f"{up_to}|{table.up_to}", f"{above}|{table.above}"
        behind = rf"\W*(?:\w{{2,3}}\W+)?(?:{table.gross}|{table.pay})(?!\w)"
        pay_after = re.compile(behind, re.IGNORECASE)
        other_after = re.compile(
            rf"[\s.)]*(?:[^\W\d_]+\s+){{0,2}}(?:{table.other})(?!\w)", re.IGNORECASE
        )
        said = (
            rf"(?P<{period}>(?:{table.each})\s*(?:{nouns})|{table.adverbs[period]})"
            for period, nouns in table.periods.items()
        )
        periods.append(re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)", re.IGNORECASE))
    return _Vocabulary(
        re.compile(
            rf"(?:(?<![^\W_])|(?-i:(?<=[A-Za-z])(?=[A-Z][a-z])))"
            rf"(?:(?P<pay>{pay})|(?P<frame>{_FRAME})|(?P<other>{other}))(?![^\W_])",
            re.IGNORECASE,
        ),
        pay_after,
        other_after,
        re.compile(rf"\b(?:{up_to})\s*:?\s*$", re.IGNORECASE),
        re.compile(rf"\b(?:{above})\s*:?\s*$", re.IGNORECASE),
        tuple(periods),
    )


_LABEL: Final = re.compile(
    r"(?P<label>[^:;|•()]{2,60}?)\s*(?::|,?\s+(?:is|are)|\s[-–—]|\s*\()\s*(?:(?:from|between"
    r"|USD|range\s+of|the|a)\s*:?\s*)*$"
)
_LABEL_LEAD: Final = re.compile(
    r".*(?:\b(?:for|in|filled\s+in|located\s+in|based\s+in|within|candidates\s+in"
    r"|at)\s+(?=[A-Z])|[.!?]\s+)",
    re.DOTALL,
)
_AFTER_PLACE: Final = re.compile(
    r"\s*\+?\s*(?:\(|(?:base\s+)?(?:for"
    r"|in)\s+)(?:the\s+)?(?P<place>[A-Z][\w .,'’/&-]{1,40}?)(?=\)|[\s-]+(?:roles?|based"
    r"|candidates?|residents?|office|only|location)|\s*[|;,]|\s*$)"
)
_ZONE: Final = re.compile(
    r"(?:[\w&,. ]+\s)?(?:territor(?:y|ies)|zone\s+\w+|zones?|regions?|tier\s*\w+"
    r"|metro(?:\s+area)?|bay\s+area|area|locations?|states|nationwide|remote|geo\s*\w*"
    r"|cities)(?:\s+\w)?",
    re.IGNORECASE,
)
_NO_PLACE: Final = re.compile(_PAY + "|" + _NOT_PAY, re.IGNORECASE)
_SHORT_LINE: Final = 90
"""A line of at most so many characters may be nothing but pay."""
_BEFORE: Final = 130
"""How far before a band a word may say what it is."""

_OTHER_REACH: Final = 45
"""How far before a band a word may say that it is no pay."""
_FIGURE: Final = re.compile(r"\d")

_SIZES: Final[dict[PayPeriod, tuple[float, float]]] = {
    "hour": (2, 1_000),
    "day": (10, 6_000),
    "week": (50, 25_000),
    "month": (100, 400_000),
    "year": (2_500, 60_000_000),
}
"""What pay can be, in any currency; other figures are no pay."""
_HOURLY_BELOW: Final = 200
_YEARLY_FROM: Final = 10_000
_DAILY_BELOW: Final = 1_500
_WORTH: Final[dict[str, float]] = {
    "PLN": 4, "SEK": 10, "NOK": 10, "DKK": 7, "CZK": 22, "HUF": 350, "RON": 4.5, "INR": 40,
    "JPY": 130, "CNY": 6,
    "KRW": 1_200, "MXN": 15, "BRL": 4, "ZAR": 12, "TRY": 25, "UAH": 35, "PHP": 45, "THB": 30,
    "IDR": 14_000, "RUB": 70,
    "COP": 3_500, "CLP": 800, "ARS": 500, "NGN": 700, "KES": 110, "EGP": 30, "AED": 3.7,
    "SAR": 3.7, "QAR": 3.7,
    "ILS": 3.5, "MYR": 4, "HKD": 7.8,
}  # fmt: skip
"""About how many units of a currency make one dollar's worth of pay; enough to tell a month's pay
from a year's, and no rate of exchange."""


class _Around(NamedTuple):
    """What stands before a band.

    Attributes:
        near: behind the last other band of the line.
        wide: in the line.
        heading: above the line, where the line is short.
        words: what the language says of pay.
    """

    near: str
    wide: str
    heading: str
    words: _Vocabulary


def read_pay(page: Page) -> list[PayStatement]:
    """The pay bands that a posting states.

    Args:
        page: the page.

    Returns:
        Bands: those of the format first, then those of the text in its order. A band that says
        again what another said is left out, unless it is for another place. Time grows linearly
        with the text; a page without a currency costs some ten microseconds.
    """
    found: list[PayStatement] = []
    for stated in page.posting.stated.pay:
        found.extend(_stated(page, stated))
    for line, bands in _lines(page):
        found.extend(_line(page, line, bands))
    kept: list[PayStatement] = []
    places: dict[tuple[object, ...], set[str | None]] = {}
    for pay in found:
        known = places.setdefault(pay[2:6], set())
        if known and (pay.location is None or pay.location in known):
            continue
        known.add(pay.location)
        kept.append(pay)
    return kept


def _stated(page: Page, stated: StatedPay) -> Iterator[PayStatement]:
    """Pay that the format states, as numbers or as text."""
    if stated.minimum is None and stated.maximum is None:
        for band in find_bands(page.text, stated.start, stated.end):
            before = page.text[stated.start : band.start]
            words = _vocabulary(page.language)
            yield from _pay(page, band, _Around(before, before, "", words), None)
        return
    figure = stated.maximum if stated.maximum is not None else stated.minimum
    named = _PERIODS.get((stated.period or "").lower())
    currency = stated.currency or "USD"
    period = named or _inferred((figure or 0.0) / _WORTH.get(currency, 1), "", ())
    yield PayStatement(
        stated.start, stated.end, stated.minimum, stated.maximum, currency, period, None, None
    )


_PERIODS: Final[dict[str, PayPeriod]] = {
    "hour": "hour", "day": "day", "week": "week", "month": "month", "year": "year",
}  # fmt: skip


def _lines(page: Page) -> Iterator[tuple[Line, list[Band]]]:
    """The lines with money in them, each with its bands."""
    hits = money_triggers(page.text)
    at = 0
    for line in page.lines:
        while at < len(hits) and hits[at] < line.start:
            at += 1
        if at == len(hits):
            return
        if hits[at] < line.end:
            bands = list(find_bands(page.text, max(line.start, hits[at] - 60), line.end))
            if bands:
                yield line, bands


def _line(page: Page, line: Line, bands: list[Band]) -> Iterator[PayStatement]:
    """The bands of a line that are pay."""
    text = page.text
    labels = _labels(text, line, bands)
    placed = [label is not None and is_place(text[slice(*label)]) for label in labels]
    title = _LINE_LABEL.match(text, line.start, bands[0].start)
    whole = title.span("label") if title and is_place(title["label"]) else None
    heading = _heading(page, line)
    words = _vocabulary(page.language_at(line.start))
    for index, band in enumerate(bands):
        floor = bands[index - 1].end if index else line.start
        near = text[max(floor, band.start - _BEFORE) : band.start]
        wide = text[max(line.start, band.start - _BEFORE) : band.start]
        around = _Around(near, wide, heading, words)
        sure = placed[index] and band.high is not None
        if not sure and not _is_pay(page, line, band, around):
            continue
        place = None
        label = labels[index]
        if label is not None and (placed[index] or _zone(text[slice(*label)], any(placed))):
            place = label
        place = place or _place_after(text, band, line.end) or whole
        yield from _pay(page, band, around, place)


_LINE_LABEL: Final = re.compile(r"(?P<label>[^:;.]{2,40}):\s")


def _heading(page: Page, line: Line) -> str:
    """The lines above a short line, up to the first that holds no money: what it is a value of."""
    above: list[str] = []
    row = bisect_right(page.lines, line.start, key=lambda each: each.start) - 1
    if line.end - line.start > _SHORT_LINE:
        return ""
    for other in reversed(page.lines[max(0, row - 6) : row]):
        if other.end - other.start > _SHORT_LINE:
            break
        above.insert(0, other.text)
        if not _FIGURE.search(other.text):
            break
    return " ".join(above)


def _labels(text: str, line: Line, bands: list[Band]) -> list[tuple[int, int] | None]:
    """The label before each band of a line.

    In "Zone A: $1 - $2 for Nurses Zone B: $3 - $4 for Nurses" the words that follow every band are
    no part of the next label.
    """
    ends = [band.end for band in bands]
    stops = [*(band.start for band in bands[1:]), line.end]
    gaps = [text[end:stop] for end, stop in zip(ends, stops, strict=True)]
    gaps[-1] += " "
    repeated = _common_beginning(gaps) if len(gaps) > 1 else ""
    repeated = repeated[: repeated.rfind(" ") + 1]
    floors = [line.start, *(end + len(repeated) for end in ends[:-1])]
    return [_label(text, floor, band) for floor, band in zip(floors, bands, strict=True)]


def _common_beginning(texts: Sequence[str]) -> str:
    first, last = min(texts), max(texts)
    length = next(
        (at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first)
    )
    return first[:length]


def _said(around: str, words: _Vocabulary) -> str | None:
    """The nearest word before a band that says what it is, in lower case.

    Words such as "range" only pass on what stands before them ("fees range from $50").
    """
    said = None
    for cue in words.cue.finditer(around):
        distance = len(around) - cue.end()
        if cue["other"] is not None:
            if distance <= _OTHER_REACH:
                said = cue.group().lower()
        elif cue["pay"] is not None or said is None:
            said = "pay"
    return said


def _is_pay(page: Page, line: Line, band: Band, around: _Around) -> bool:
    """Whether a band is what the worker gets."""
    words = around.words
    stop = min(band.end + 60, line.end)
    if _OTHER_AFTER.match(page.text, band.end, stop):
        return False
    if words.other_after is not None and words.other_after.match(page.text, band.end, stop):
        return False
    short = line.end - line.start <= _SHORT_LINE
    said = _said(around.near, words) or _said(around.wide, words)
    if said is None and _said(around.heading, words) == "pay":
        said = "pay"
    behind = words.pay_after
    if said is None and behind is not None and behind.match(page.text, band.end, stop):
        said = "pay"
    if said == "pay":
        if band.high is not None or band.period is not None or band.low >= _YEARLY_FROM:
            return True
        told = f"{around.heading} {around.wide[-_OTHER_REACH:]}"
        return any(period.search(told) for period in words.periods)
    if said is not None:
        return band.period == "hour" and said.startswith("fee")
    if band.period is not None:
        return band.high is not None or band.period == "hour" or short or line.section == "pay"
    if line.section == "pay":
        return band.high is not None or band.low >= _YEARLY_FROM
    if band.high is not None:
        return short or line.section == "header" or "|" in line.text or band.low >= _YEARLY_FROM
    return short and line.section == "header" and band.low >= _YEARLY_FROM


def _pay(
    page: Page, band: Band, around: _Around, place: tuple[int, int] | None
) -> Iterator[PayStatement]:
    """The statement that a band makes; none where its size cannot be pay."""
    if band.currency is None:
        return
    worth = (band.high or band.low) / _WORTH.get(band.currency, 1)
    if band.thousands and worth < _YEARLY_FROM:
        worth = max(worth, _YEARLY_FROM)  # "15k" a month says so
    period = band.period or _inferred(
        worth, f"{around.heading} {around.wide}", around.words.periods
    )
    low: float | None = band.low
    high: float | None = band.high
    if high is None:
        high = low
        if around.words.up_to.search(around.near):
            low = None
        elif around.words.above.search(around.near) or _FROM_HEADING.search(around.heading):
            high = None
    smallest, largest = _SIZES[period]
    if any(figure is not None and not smallest <= figure <= largest for figure in (low, high)):
        return
    if low is not None and high is not None and (low > high or high > 30 * low):
        return
    yield PayStatement(
        band.start,
        band.end,
        low,
        high,
        band.currency,
        period,
        page.text[slice(*place)] if place is not None else None,
        Span(*place) if place is not None else None,
    )


def _inferred(worth: float, around: str, periods: Sequence[re.Pattern[str]]) -> PayPeriod:
    """The period of a figure that has none beside it: by a word near it, else by its size.

    ``worth`` is the figure in units of about one US dollar. Below 200 it is an hour's pay, below
    1,500 a day's, below 10,000 a month's, else a year's.
    """
    said = None
    for period in periods:
        for match in period.finditer(around):
            said = match.lastgroup
    if said is not None:
        smallest, largest = _SIZES[_PERIODS[said]]
        if smallest <= worth <= largest and not (said == "hour" and worth >= _YEARLY_FROM):
            return _PERIODS[said]
    if worth < _HOURLY_BELOW:
        return "hour"
    if worth >= _YEARLY_FROM:
        return "year"
    return "day" if worth < _DAILY_BELOW else "month"


def _label(text: str, floor: int, band: Band) -> tuple[int, int] | None:
    """What stands before a band as its label ("McLean, VA: $193,400")."""
    begin = max(floor, band.start - 110)
    match = _LABEL.search(text, begin, band.start)
    if match is None:
        return None
    start, end = match.span("label")
    lead = _LABEL_LEAD.match(text, start, end)
    if lead is not None:
        start = lead.end()
    return _tidy(text, start, end)


def _tidy(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == "."):
        end -= 1
    return (start, end) if end - start >= 2 else None


def _zone(label: str, beside_places: bool) -> bool:
    """Whether a label is a zone of pay, by its words or by the places labelled beside it."""
    if _NO_PLACE.search(label) and not re.search(r"territor|zone|region", label, re.IGNORECASE):
        return False
    return bool(_ZONE.fullmatch(label)) or (beside_places and label[:1].isupper())


def _place_after(text: str, band: Band, stop: int) -> tuple[int, int] | None:
    """A place behind a band ("$177K-$240K for NY roles")."""
    match = _AFTER_PLACE.match(text, band.end, min(stop, band.end + 70))
    if match is None:
        return None
    span = match.span("place")
    return span if is_place(text[slice(*span)]) else None
