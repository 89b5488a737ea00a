"""Single values as formats state them: amounts, periods, dates, languages, placeholders.

Nothing here reads sentences: a value is what stands alone in a cell, an attribute or a JSON field.
"""

import datetime
import re
from typing import Final

from skillweave.ontology.vocabulary import PayPeriod

_PLACEHOLDERS: Final = frozenset(
    "-,--,-1,-1.0,.,..,...,?,n/a,n.a.,na,n.a,nan,nat,none,null,nil,undefined,unknown,tbd,tbc,tba,"
    "[],{},\"\",'',[null],not specified,not available,not provided,not applicable,see below,"
    "see description,see job description,to be confirmed,to be determined".split(",")
)


def is_placeholder(value: str) -> bool:
    """Whether a tidied value only says that there is none.

    >>> is_placeholder("N/A"), is_placeholder("-1"), is_placeholder("R")
    (True, True, False)
    """
    return not value or (len(value) <= 22 and value.lower() in _PLACEHOLDERS)


_PAY: Final = re.compile(
    r"[$£€¥₹]\s?\d|\d[\d,.' ]{2,}\d|\d\s?[kK]\b|\b(?:USD|EUR|GBP|CAD|AUD|CHF|INR)\s?\d"
)
_NONZERO: Final = re.compile(r"[1-9]")
_NUMBER: Final = re.compile(r"\d[\d,.' \u202f]*")


def states_pay(value: str) -> bool:
    """Whether a text that stands in a pay field names an amount.

    >>> states_pay("£12.50 an hour"), states_pay("Negotiable"), states_pay("Band 5")
    (True, False, False)
    """
    return len(value) <= 300 and bool(_PAY.search(value)) and bool(_NONZERO.search(value))


def pay_amount(value: object) -> float | None:
    """A stated amount as a number; None for what is none, zero and negative numbers.

    >>> pay_amount("£52,643.00"), pay_amount("65K"), pay_amount("-1"), pay_amount("negotiable")
    (52643.0, 65000.0, None, None)
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if 0 < value < 1e12 else None
    if not isinstance(value, str) or len(value) > 40:
        return None
    match = _NUMBER.search(value)
    if not match or value[: match.start()].rstrip().endswith("-"):
        return None
    digits = re.sub(r"[' \u202f]", "", match[0]).rstrip(".,")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?", digits):  # 52.643,00 as in Berlin
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d+,\d{1,2}", digits):
        digits = digits.replace(",", ".")
    digits = digits.replace(",", "")
    if digits.count(".") > 1:
        return None
    number = float(digits)
    if value[match.end() :].lstrip()[:1] in ("k", "K"):
        number *= 1000
    return number if 0 < number < 1e12 else None


_PERIODS: Final[tuple[tuple[re.Pattern[str], PayPeriod], ...]] = (
    (re.compile(r"\b(?:hour|hourly|hr|hrs|ph|p\.h)(?:\b|s)", re.IGNORECASE), "hour"),
    (re.compile(r"\b(?:day|daily|per diem)\b", re.IGNORECASE), "day"),
    (re.compile(r"(?<!bi)(?<!bi-)\b(?:week|weekly|wk|pw|p\.w)\b", re.IGNORECASE), "week"),
    (re.compile(r"\b(?:month|monthly|pcm|mo|p\.m)\b", re.IGNORECASE), "month"),
    (
        re.compile(r"\b(?:year|years|yearly|annual|annually|annum|yr|pa|p\.a)\b", re.IGNORECASE),
        "year",
    ),
)


def pay_period(value: str | None) -> PayPeriod | None:
    """The period that a word or a short text names, if it names just one.

    >>> pay_period("YEAR"), pay_period("per-hour-wage"), pay_period("Bi-weekly"), pay_period("1 MONTH")
    ('year', 'hour', None, 'month')
    """
    if not value or len(value) > 300:
        return None
    value = value.replace("_", " ")
    found = [period for pattern, period in _PERIODS if pattern.search(value)]
    return found[0] if len(found) == 1 else None


def pay_line(
    minimum: float | None, maximum: float | None, currency: str | None, period: str | None
) -> str:
    """Stated numbers as a line that reads like pay.

    >>> pay_line(52643, 58558, "GBP", "year")
    'GBP 52,643 - 58,558 per year'
    >>> pay_line(None, 12.5, "EUR", "hour")
    'up to EUR 12.50 per hour'
    """
    amounts = list(dict.fromkeys(_figure(each) for each in (minimum, maximum) if each is not None))
    line = " - ".join(amounts)
    if currency:
        line = f"{currency} {line}"
    if minimum is None:
        line = f"up to {line}"
    elif maximum is None:
        line = f"from {line}"
    return f"{line} per {period}" if period else line


def _figure(amount: float) -> str:
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"


_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_SLASHED: Final = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4})(?!\d)")
_WRITTEN: Final = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(?:(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?|"
    r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?),?\s+(\d{4})(?!\d)"
)
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def iso_date(value: object) -> str | None:
    """A stated date as ISO 8601, without the time; None where it cannot be told.

    Takes ISO dates, seconds or milliseconds since 1970, mail dates, written dates and slashed ones;
    of slashed dates only those whose day and month cannot be mistaken for each other.

    >>> iso_date("2020-12-31T23:59:59+0000"), iso_date("07/15/2026"), iso_date("03/04/2026")
    ('2020-12-31', '2026-07-15', None)
    >>> iso_date("Wed, 19 Aug 2026 05:00:00:0"), iso_date(1785801600), iso_date("3 days ago")
    ('2026-08-19', '2026-08-04', None)
    """
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _epoch_date(float(value))
    if not isinstance(value, str) or len(value) > 60:
        return None
    value = value.strip()
    if match := _ISO_DATE.match(value):
        return _date(match[1], match[2], match[3])
    if value.isdigit() and len(value) in (10, 13):
        return _epoch_date(float(value))
    if match := _SLASHED.match(value):
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > 12 or first == second:
            return _date(match[4], second, first)
        return _date(match[4], first, second) if second > 12 else None
    if match := _WRITTEN.match(value):
        month = (match[2] or match[3])[:3].lower()
        if month in _MONTHS:
            return _date(match[5], _MONTHS.index(month) + 1, match[1] or match[4])
    return None


def _date(year: str | int, month: str | int, day: str | int) -> str | None:
    try:
        date = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return date.isoformat() if 1990 <= date.year <= 2100 else None


def _epoch_date(value: float) -> str | None:
    seconds = value / 1000 if value > 1e11 else value
    if not 6e8 < seconds < 4e9:  # 1989 to 2096
        return None
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date().isoformat()


_LANGUAGE: Final = re.compile(r"([a-z]{2})(?:[-_][a-zA-Z]{2,4})*$")


def language_code(value: str | None) -> str | None:
    """The ISO 639-1 code in a language tag.

    >>> language_code("en_US"), language_code("English")
    ('en', None)
    """
    match = _LANGUAGE.match(value.strip()) if value else None
    return match[1] if match else None
