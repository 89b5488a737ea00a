"""Amounts of money as postings write them: "$193,400 - $220,700", "€90-120k", "12 LPA", "£16.46ph".

Only the grammar of an amount or a band is decided here: figures, currency, and the period if one
stands beside it. Whether the money is pay is decided by those who read its surroundings.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

import ahocorasick_rs

from skillweave.loaders.languages import LANGUAGES
from skillweave.ontology.vocabulary import PayPeriod


class Band(NamedTuple):
    """One or two amounts of money.

    Attributes:
        start: where it begins, currency included.
        end: where it ends, period included.
        low: first figure, in full ("80k" is 80000).
        high: second figure; None where there is only one.
        currency: ISO 4217 code; None where none is written.
        period: the time it covers; None where none is written.
        thousands: a "k" or its like marks it as yearly pay.
    """

    start: int
    end: int
    low: float
    high: float | None
    currency: str | None
    period: PayPeriod | None
    thousands: bool


CURRENCY_SIGNS: Final[dict[str, str]] = {
    "US$": "USD", "CA$": "CAD", "C$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "S$": "SGD",
    "HK$": "HKD",
    "R$": "BRL", "MX$": "MXN", "$": "USD", "£": "GBP", "€": "EUR", "₹": "INR", "¥": "JPY",
    "zł": "PLN", "₽": "RUB",
    "₪": "ILS", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₱": "PHP",
}  # fmt: skip
"""Signs and the currency that they mean where nothing else is said; a bare "$" is the US dollar."""

CURRENCY_CODES: Final = (
    "USD", "EUR", "GBP", "CAD", "AUD", "NZD", "CHF", "PLN", "SEK", "NOK", "DKK", "INR", "SGD",
    "HKD", "JPY", "CZK",
    "HUF", "RON", "BGN", "ILS", "BRL", "MXN", "ZAR", "AED", "SAR", "QAR", "CNY", "RMB", "KRW",
    "PHP", "MYR", "THB",
    "IDR", "TRY", "UAH", "NGN", "KES", "EGP", "ARS", "CLP", "COP",
)  # fmt: skip
"""ISO 4217 codes that are read where they stand beside a figure."""

_WORDS: Final[dict[str, str]] = {
    "euro": "EUR", "euros": "EUR", "pounds": "GBP", "dollars": "USD", "rs": "INR", "rs.": "INR", "rm": "MYR",
    "inr": "INR",
    "zł": "PLN", "zl": "PLN", "rmb": "CNY", "kr": "SEK", "usd": "USD", "eur": "EUR", "gbp": "GBP",
}  # fmt: skip

_TRIGGERS: Final = ahocorasick_rs.AhoCorasick(
    [
        *"$£€₹¥₽₪₩₺₴₱",
        "zł",
        "Rs",
        "LPA",
        "lpa",
        "lakh",
        "Lakh",
        "RM",
        "euro",
        "Euro",
        *CURRENCY_CODES,
    ]
)

_S: Final = r"[ \t\xa0\u2009\u202f]"
_SIGN: Final = (
    rf"(?:{'|'.join(re.escape(sign) for sign in sorted(CURRENCY_SIGNS, key=len, reverse=True))}"
    rf"|\b(?:{'|'.join(CURRENCY_CODES)})\b{_S}?[$£€]?|\b(?:Rs\.?|INR|usd|eur|gbp|RM)(?=[ \d]))"
)
_AFTER_SIGN: Final = (
    rf"(?:€|£|\$|zł|zl\b|(?:{'|'.join(CURRENCY_CODES)})\b|(?:[Ee]uros?|[Pp]ounds|[Dd]ollars|kr"
    rf"|usd|eur|gbp)\b)"
)
_FIGURE: Final = (
    r"(?:\d{1,3}(?:[, '’.\xa0\u2009\u202f]\d{2,3}){0,3}"
    r"[, '’.\xa0\u2009\u202f]\d{3}(?!\d)(?:[.,]\d{1,4}(?!\d))?"
    r"|\d{1,9}(?:[.,]\d{1,4})?(?!\d))"
)
_SCALE: Final = r"(?:(?:[kK]|thousand)(?![a-z])|[Ll]akhs?\b|[Ll]acs?\b|LPA\b|lpa\b|L(?=[ /]|$))"


def _abroad(part: str) -> str:
    """What the tables of all languages have for a part of pay; money is written alike in all."""
    return "|".join(getattr(words.pay, part) for words in LANGUAGES.values())


def _periods_abroad(period: PayPeriod) -> str:
    return "|".join(words.pay.periods[period] for words in LANGUAGES.values())


def _adverbs_abroad(period: PayPeriod) -> str:
    return "|".join(words.pay.adverbs[period] for words in LANGUAGES.values())


_PERIOD: Final = re.compile(
    rf"""(?:(?:[\s,(]|\+)*(?:gross|base|salary|pay|fte|pro[ -]rata|plus|USD|GBP
    |EUR|CAD|usd|package|{_abroad("gross")})(?!\w)){{0,3}}
    [\s,]*\(?\s*(?:
      (?:per|an?|each|every|/|\\|p\.?\s?/?|a\s+per|{_abroad("each")})\s*
        (?:(?:(?:teaching|class|working|instructional|clock|contact)\s+)?(?P<hour1>hours?|hrs?|{_periods_abroad("hour")})
        |(?P<day1>days?|diem|{_periods_abroad("day")})
        |(?P<week1>weeks?|wk|{_periods_abroad("week")})
        |(?P<month1>months?|mo|mth|m|{_periods_abroad("month")})
        |(?P<year1>annum|years?|yrs?|y|a|{_periods_abroad("year")}))(?-i:(?![a-z\d_]))
      |(?P<hour2>hourly|HOUR)|(?P<day2>daily|DAY)|(?P<week2>weekly|WEEK)|(?P<month2>monthly
      |MONTH)|(?P<year2>annually|annual(?=\s+salary|\s*$|[,.)])|yearly|YEAR|p\.\s?a\b)
      |(?:(?P<hour3>{_adverbs_abroad("hour")})|(?P<day3>{_adverbs_abroad("day")})
        |(?P<week3>{_adverbs_abroad("week")})|(?P<month3>{_adverbs_abroad("month")})
        |(?P<year3>{_adverbs_abroad("year")}))(?!\w)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FACTORS: Final = {"k": 1_000, "t": 1_000, "l": 100_000}

_HUGE: Final = re.compile(
    r"\s*-?\s*(?:\+\s*)?(?:m|mm|mn|mio|million|millions|b(?!/)|bn|billion|billions|trillion|t"
    r"|crores?)\b",
    re.IGNORECASE,
)
"""What makes it money that nobody earns."""


@cache
def _grammar() -> re.Pattern[str]:
    return re.compile(
        rf"""(?:(?<![\w.,/-])|(?<=[A-Za-z])(?=[$£€]\d))(?:
        (?P<sign>{_SIGN}){_S}*(?P<low>{_FIGURE}){_S}?
          (?P<low_scale>{_SCALE})?{_S}?(?P<low_code>{_AFTER_SIGN})?
        |(?P<bare>{_FIGURE}){_S}?(?P<bare_scale>{_SCALE})?{_S}?
          (?:(?P<bare_code>{_AFTER_SIGN})|(?<=LPA)|(?<=lpa)|(?<=akh)|(?<=akhs)
            |(?={_S}?(?:[-–—−]|(?:to|{_abroad("joins")})\b){_S}?{_FIGURE}{_S}?(?:{_SCALE})?{_S}?(?:{_AFTER_SIGN}
            |(?<=LPA)|(?<=lpa)|(?<=akh)|(?<=akhs))))
        )""",
        re.VERBOSE,
    )


_SECOND: Final = re.compile(
    rf"""(?:{_S}*\([^()]{{1,24}}\))?{_S}*(?:[-–—−~]|/|\b(?:to|and|through|up{_S}+to|do|{_abroad("joins")})\b){_S}*
    (?P<sign>{_SIGN})?{_S}*(?P<high>{_FIGURE}){_S}?
      (?P<scale>{_SCALE})?{_S}?(?P<code>{_AFTER_SIGN})?""",
    re.VERBOSE,
)


def find_bands(text: str, start: int = 0, end: int | None = None) -> Iterator[Band]:
    """The amounts and bands of money in a stretch of text.

    Args:
        text: the text.
        start: where to begin.
        end: where to stop; None for the end of the text.

    Yields:
        Bands in order; sums in millions or more are left out.

    >>> [band[2:6] for band in find_bands("$60K-$102K, £24,907 to £30,615 a year")]
    [(60000.0, 102000.0, 'USD', None), (24907.0, 30615.0, 'GBP', 'year')]
    """
    stop = len(text) if end is None else end
    position = start
    grammar = _grammar()
    while (first := grammar.search(text, position, stop)) is not None:
        band = _band(text, first, stop)
        position = max(band.end if band is not None else first.end(), first.end())
        if band is not None:
            yield band


def _band(text: str, first: re.Match[str], stop: int) -> Band | None:
    low_text = first["low"] or first["bare"]
    low_scale = first["low_scale"] or first["bare_scale"]
    codes = [first["low_code"] or first["bare_code"], first["sign"]]
    end = first.end()
    if _HUGE.match(text, end, stop):
        return None
    period, end = _period(text, end, stop)
    second = _SECOND.match(text, end, stop)
    high = None
    scale = None
    if second is not None and _HUGE.match(text, second.end(), stop):
        return None
    if second is not None:
        later, after = _period(text, second.end(), stop)
        if second["sign"] or second["code"] or period is None or later is not None:
            high = second["high"]
            scale = second["scale"]
            codes += [second["code"], second["sign"]]
            period, end = (later or period), max(after, second.end())
    currency = _currency(codes)
    if currency is None and not (low_scale or scale):
        return None
    low_value = _value(low_text, low_scale, currency)
    high_value = _value(high, scale, currency) if high is not None else None
    if high_value is not None:
        if scale and not low_scale and low_value < 1000:  # "180-200K"
            low_value = _value(low_text, scale, currency)
        elif low_scale and not scale and high_value < 1000:
            high_value = _value(high or "", low_scale, currency)
    if currency is None:
        currency = "INR" if (low_scale or scale or "").lower()[:1] == "l" else None
    while text[end - 1].isspace():
        end -= 1
    if text.startswith("+", end):
        end += 1
    scaled = bool(low_scale or scale)
    if scaled and (low_scale or scale or "").lower() in ("lpa",):
        period = period or "year"
    return Band(first.start(), end, low_value, high_value, currency, period, scaled)


def _period(text: str, position: int, stop: int) -> tuple[PayPeriod | None, int]:
    """The period that stands at a position, and where it ends."""
    match = _PERIOD.match(text, position, min(stop, position + 60))
    if match is None or match.lastgroup is None:
        return None, position
    name = match.lastgroup.rstrip("123")
    periods: dict[str, PayPeriod] = {
        "hour": "hour", "day": "day", "week": "week", "month": "month", "year": "year",
    }  # fmt: skip
    return periods[name], match.end()


def _currency(codes: list[str | None]) -> str | None:
    """The currency that signs and codes name together; a code says more than a sign."""
    found: str | None = None
    for code in codes:
        if not code:
            continue
        code = code.strip()
        letters = code[:3].upper()
        if letters in CURRENCY_CODES:
            return "CNY" if letters == "RMB" else letters
        found = found or CURRENCY_SIGNS.get(code) or _WORDS.get(code.lower())
    return found


def _value(figure: str, scale: str | None, currency: str | None) -> float:
    """A figure as a number; which of "," and "." parts thousands is told by what follows it."""
    digits = re.sub(r"[ '’\xa0\u2009\u202f]", "", figure)
    marks = [mark for mark in digits if mark in ",."]
    if marks:
        last = marks[-1]
        behind = len(digits) - digits.rindex(last) - 1
        grouping = behind == 3 and not (scale and len(marks) == 1 and last == ".")
        if grouping or (len(marks) > 1 and len(set(marks)) == 1):
            digits = digits.replace(",", "").replace(".", "")
        else:
            head, _, tail = digits.rpartition(last)
            digits = head.replace(",", "").replace(".", "") + "." + tail
    value = float(digits)
    if scale:
        value *= _FACTORS[scale[0].lower()]
    return round(value, 2)


def money_triggers(text: str) -> list[int]:
    """Offsets of signs, codes and words of currencies, in order."""
    return [start for _, start, _ in _TRIGGERS.find_matches_as_indexes(text)]
