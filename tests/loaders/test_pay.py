"""Stated pay: amounts in every spelling, periods, what is pay and what is not, places and zones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillweave.loaders.extraction.amounts import find_bands
from skillweave.loaders.extraction.pay import PayStatement, read_pay
from skillweave.loaders.posting import Posting, Stated, StatedPay
from skillweave.loaders.text.sections import read_page


def read(text: str) -> list[PayStatement]:
    return read_pay(read_page(Posting(id="posting/test", text=f"Harbour Pilot\n\n{text}\n")))


def figures(text: str) -> list[tuple[float | None, float | None, str, str]]:
    return [(pay.min, pay.max, pay.currency, pay.period) for pay in read(text)]


@pytest.mark.parametrize(
    ("text", "low", "high", "currency", "period"),
    [
        ("$60K-$102K (Glassdoor est.)", 60_000, 102_000, "USD", "year"),
        ("$49765.0 - 78270.0 Per Year", 49_765, 78_270, "USD", "year"),
        ("$9.0200 - 9.2500 Per Hour", 9.02, 9.25, "USD", "hour"),
        ("Salary: $52,374.40 - $76,398.40 YEAR", 52_374.4, 76_398.4, "USD", "year"),
        ("Salary: £24,907 to £30,615 a year pro rata", 24_907, 30_615, "GBP", "year"),
        ("Salary: £27,045 per annum", 27_045, 27_045, "GBP", "year"),
        ("Hourly rate is £11.76ph", 11.76, 11.76, "GBP", "hour"),
        ("€90k - €120k", 90_000, 120_000, "EUR", "year"),
        ("€90–120k base", 90_000, 120_000, "EUR", "year"),
        ("Pay: $45/hr", 45, 45, "USD", "hour"),
        ("Pay is $18.50 an hour", 18.5, 18.5, "USD", "hour"),
        ("$17/hr - $22/hr", 17, 22, "USD", "hour"),
        ("USD $12.00 - USD $19.00 /Hr.", 12, 19, "USD", "hour"),
        ("Salary: USD 120,000 – 150,000", 120_000, 150_000, "USD", "year"),
        ("GBP 52,643 - 58,558 per year", 52_643, 58_558, "GBP", "year"),
        ("Salary: 85-95k EUR", 85_000, 95_000, "EUR", "year"),
        ("Salary range: $180-220k", 180_000, 220_000, "USD", "year"),
        ("Salary: CA$100,000", 100_000, 100_000, "CAD", "year"),
        ("Salary: $100,000 CAD", 100_000, 100_000, "CAD", "year"),
        ("Salary: CHF 100'000 - 120'000", 100_000, 120_000, "CHF", "year"),
        ("PLN 20 000 - 25 000 per month", 20_000, 25_000, "PLN", "month"),
        ("Salary: 20 000 - 25 000 PLN", 20_000, 25_000, "PLN", "month"),
        ("Gross salary: 3500 - 6000 EUR/month", 3_500, 6_000, "EUR", "month"),
        ("Salary: €4.653 – €6.647 gross monthly", 4_653, 6_647, "EUR", "month"),
        ("Salary: 1.234,56 € per month", 1_234.56, 1_234.56, "EUR", "month"),
        ("Salary: €60.000 brutto pro Jahr", 60_000, 60_000, "EUR", "year"),
        ("Salary: 12-15 LPA", 1_200_000, 1_500_000, "INR", "year"),
        ("Salary: ₹12,00,000 - ₹15,00,000 per annum", 1_200_000, 1_500_000, "INR", "year"),
        ("A rate of $600 per week", 600, 600, "USD", "week"),
        ("Day rate: £450 per day", 450, 450, "GBP", "day"),
        ("Salary: up to $150k", None, 150_000, "USD", "year"),
        ("Max Salary: $59,240", None, 59_240, "USD", "year"),
        ("Salary: from £30k", 30_000, None, "GBP", "year"),
        ("Pay starts at $18 per hour", 18, None, "USD", "hour"),
    ],
)
def test_pay_is_read_in_every_spelling(
    text: str, low: float | None, high: float | None, currency: str, period: str
) -> None:
    assert figures(text) == [(low, high, currency, period)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Salary: $25 - $30", "hour"),
        ("Salary: $250 - $300", "day"),
        ("Salary: $2,500 - $3,000", "month"),
        ("Salary: $25,000 - $30,000", "year"),
        ("Monthly salary: $12,500 - $13,000", "month"),
        ("Annual salary: $9,500 - $9,900", "year"),
        ("Salary: 9 000 - 12 000 PLN", "month"),
        ("Salary: 150 000 - 160 000 PLN", "year"),
    ],
)
def test_a_period_that_is_not_said_is_told_by_words_and_size(text: str, period: str) -> None:
    assert [pay.period for pay in read(text)] == [period]


@pytest.mark.parametrize(
    "text",
    [
        "We raised $8M from the harbour board.",
        "A fleet worth $12,000,000 and $3.2 billion in assets.",
        "$5,000 sign-on bonus",
        "Bonus of up to $5,000",
        "Sign-on bonus: $5,000",
        "Relocation allowance of $3,000 per year",
        "A learning budget of €1,500 per year",
        "Tuition reimbursement up to $5,250 per year",
        "You manage budgets of $200,000 to $400,000.",
        "Revenue of $90,000 - $120,000 last year",
        "Application fee: $25",
        "Fees range from $50 to $400 per document.",
        "401(k) match up to $4,000 per year",
        "Life insurance of $25,000 - $50,000",
        "The price of a ticket is $20",
        "$300 per month towards parking",
        "Salary is £27,045, plus £4,000 weighting",
    ],
)
def test_other_money_is_not_pay(text: str) -> None:
    assert [pay for pay in read(text) if pay.max != 27_045] == []


def test_bands_of_places_and_zones_in_one_line_are_told_apart() -> None:
    found = read(
        "Coast Territory: $75,800 - $90,700 for Chief Pilot Boston, MA: $93,400 - $120,700 for "
        "Chief Pilot Nowhereville, IL: $75,800 - $90,700 for Chief Pilot"
    )
    assert [(pay.min, pay.location) for pay in found] == [
        (75_800, "Coast Territory"),
        (93_400, "Boston, MA"),
        (75_800, "Nowhereville, IL"),
    ]


@pytest.mark.parametrize(
    ("text", "location"),
    [
        ("Boston, MA: $93,400 - $120,700", "Boston, MA"),
        ("The range for pilots in Boston, MA, is $93,400 - $120,700 a year.", "Boston, MA"),
        ("Pay is $93,400 - $120,700 for Boston roles", "Boston"),
        ("Base salary: $93,400 - $120,700", None),
        ("Saturdays: $20 - $30 per hour", None),
    ],
)
def test_a_band_has_the_place_that_it_is_for(text: str, location: str | None) -> None:
    (pay,) = read(text)
    assert pay.location == location


def test_the_same_band_is_listed_once() -> None:
    assert len(figures("Salary: $60,000 - $70,000 a year\n\nPay: $60K-$70K")) == 1


def test_different_bands_are_all_listed() -> None:
    assert figures("Days: £16.46 per hour, nights: £21.17 per hour") == [
        (16.46, 16.46, "GBP", "hour"),
        (21.17, 21.17, "GBP", "hour"),
    ]


def test_a_heading_above_a_figure_says_what_it_is() -> None:
    assert figures("Minimum Starting Hourly Rate\n\n$31.84 (first mates)\n$33.36 (masters)") == [
        (31.84, None, "USD", "hour"),
        (33.36, None, "USD", "hour"),
    ]


def stated(text: str, pay: StatedPay) -> list[PayStatement]:
    posting = Posting(id="posting/test", text=text, stated=Stated(pay=(pay,)))
    return read_pay(read_page(posting))


def test_numbers_that_the_format_states_come_first_and_are_not_repeated() -> None:
    text = "GBP 52,643 - 58,558 per year\n\nSalary: £52,643 to £58,558 a year"
    found = stated(text, StatedPay("", 0, 28, 52_643.0, 58_558.0, "GBP", "year"))
    assert [(pay.start, pay.min, pay.max, pay.period) for pay in found] == [
        (0, 52_643.0, 58_558.0, "year")
    ]


def test_stated_numbers_without_a_period_take_it_from_their_size() -> None:
    found = stated("CHF 45", StatedPay("", 0, 6, 45.0, 45.0, "CHF", None))
    assert [(pay.currency, pay.period) for pay in found] == [("CHF", "hour")]


def test_pay_that_the_format_states_as_text_is_read() -> None:
    text = "12.50 GBP an hour\n\nA harbour by the sea"
    found = stated(text, StatedPay("12.50 GBP an hour", 0, 17))
    assert [(pay.min, pay.currency, pay.period) for pay in found] == [(12.5, "GBP", "hour")]


@given(
    st.integers(10_000, 900_000),
    st.integers(1, 90_000),
    st.sampled_from(["${:,}", "£{:,}", "€{}", "USD {:,}", "{:,} EUR"]),
)
def test_a_written_band_is_read_back(low: int, width: int, shape: str) -> None:
    text = f"Salary: {shape.format(low)} - {shape.format(low + width)} per year"
    assert [(pay.min, pay.max) for pay in read(text)] == [(low, low + width)]


@pytest.mark.parametrize("text", ["$8M", "$3.2 billion", "€5 million", "$10-12M", "£2bn"])
def test_millions_are_no_amounts_of_pay(text: str) -> None:
    assert list(find_bands(text)) == []


@given(st.integers(1_000, 999_999))
def test_thousands_are_parted_as_in_any_country(amount: int) -> None:
    plain = f"{amount:,}"
    for mark in (",", ".", " ", "'", "\u202f"):
        (band,) = find_bands(f"€{plain.replace(',', mark)} a year")
        assert band.low == amount


@given(st.text(max_size=80), st.text(max_size=80))
def test_bands_quote_any_text(before: str, after: str) -> None:
    text = f"{before} $50,000 - $60,000 {after}"
    for band in find_bands(text):
        assert text[band.start : band.end].strip() == text[band.start : band.end]
        assert any(map(str.isdigit, text[band.start : band.end]))


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for pay in read(f"Salary: $50,000 {text} per year"):
        assert pay.min is not None or pay.max is not None
        if pay.min is not None and pay.max is not None:
            assert pay.min <= pay.max
