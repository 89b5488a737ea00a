"""When a posting was published and until when one can apply."""

import re
from datetime import date
from typing import Final, NamedTuple

from skillweave.loaders.extraction.header import Header
from skillweave.loaders.text.page import Page

_MONTHS: Final = ("jan feb mar apr may jun jul aug sep oct nov dec").split()

_DATE: Final = re.compile(
    r"(?P<iso_year>20\d\d)-(?P<iso_month>\d\d?)-(?P<iso_day>\d\d?)"
    r"|(?P<name_first>[A-Z][a-z]{2})[a-z]*\.? (?P<day_after>\d{1,2})(?:st|nd|rd|th)?,? "
    r"(?P<year_after>20\d\d)"
    r"|(?P<day_before>\d{1,2})(?:st|nd|rd|th)? (?P<name_second>[A-Z][a-z]{2})[a-z]*\.?,? "
    r"(?P<year_last>20\d\d)"
    r"|(?P<first>\d{1,2})(?P<sign>[/.-])(?P<second>\d{1,2})(?P=sign)(?P<year>(?:20)?\d\d)\b"
)


class Dates(NamedTuple):
    """ISO 8601 dates, None where not stated."""

    posted: str | None
    valid_through: str | None


def read_date(text: str, *, day_first: bool = False) -> str | None:
    """The first date in a text, as ISO 8601.

    Args:
        text: such as "Oct 21, 2025", "21 October 2025", "10/21/2025" or "2025-10-21".
        day_first: how to read "04/05/2025"; dots and a first number above 12 decide it anyway.

    Returns:
        None where there is no date, or none of the calendar.

    >>> read_date("posted Oct 21, 2025"), read_date("21.10.2025"), read_date("2/30/2025")
    ('2025-10-21', '2025-10-21', None)
    """
    match = _DATE.search(text)
    if not match:
        return None
    if match["iso_year"]:
        year, month, day = int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])
    elif match["sign"]:
        year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
        month, day = int(match["first"]), int(match["second"])
        if month > 12 or (day <= 12 and (day_first or match["sign"] == ".")):
            month, day = day, month
    else:
        name = (match["name_first"] or match["name_second"]).lower()
        month = _MONTHS.index(name) + 1 if name in _MONTHS else 0
        day = int(match["day_after"] or match["day_before"])
        year = int(match["year_after"] or match["year_last"])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def read_dates(page: Page, header: Header) -> Dates:
    """The dates that the format states, else those behind a label or in the title block."""
    stated = page.posting.stated
    posted, closing = stated.date_posted, stated.valid_through
    for field in header.labelled.get("posted", ()) if posted is None else ():
        posted = posted or read_date(field.text)
    for field in header.labelled.get("closing", ()) if closing is None else ():
        closing = closing or read_date(field.text)
    if posted is None:
        short = (field.text for field in header.fields[1:] if len(field.text) <= 30)
        posted = next((found for text in short if (found := read_date(text))), None)
    return Dates(posted, closing)
