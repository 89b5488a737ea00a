"""Stated experience: durations in every spelling, what they measure, and what they are about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillweave.loaders.extraction.durations import find_durations
from skillweave.loaders.extraction.experience import ExperienceStatement, read_experience
from skillweave.loaders.extraction.numbers import number_value
from skillweave.loaders.posting import Posting
from skillweave.loaders.text.page import Mention, Page
from skillweave.loaders.text.sections import read_page

WORDS = "one two three four five six seven eight nine ten eleven twelve".split()


def page_of(*lines: str, heading: str = "Requirements") -> Page:
    body = "\n".join(f"• {line}" for line in lines)
    return read_page(Posting(id="posting/test", text=f"Harbour Pilot\n\n{heading}\n{body}\n"))


def read(line: str, heading: str = "Requirements") -> list[ExperienceStatement]:
    return read_experience(page_of(line, heading=heading))


def named(page: Page, *names: str) -> list[Mention]:
    """The first place at which each name stands, as a mention."""
    found = []
    for name in names:
        start = page.text.index(name)
        found.append(
            Mention(start, start + len(name), name, f"skill/{name}", name, "technology", 1.0, True)
        )
    return sorted(found)


# --- durations ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3 years", 36, None),
        ("3+ years", 36, None),
        ("3 + years", 36, None),
        ("3 years+", 36, None),
        ("3yrs", 36, None),
        ("3 yr.", 36, None),
        ("3 YOE", 36, None),
        ("3 year(s)", 36, None),
        ("three years", 36, None),
        ("three (3) years", 36, None),
        ("3 (three) years", 36, None),
        ("THREE YEARS", 36, None),
        ("three-year", 36, None),
        ("three or more years", 36, None),
        ("three years or more", 36, None),
        ("three plus years", 36, None),
        ("three full years", 36, None),
        ("~3 years", 36, None),
        ("at least three years", 36, None),
        ("a minimum of three (3) years", 36, None),
        ("no less than 3 years", 36, None),
        ("> 3 years", 36, None),
        ("1.5 years", 18, None),
        ("1 ½ years", 18, None),
        ("one and a half years", 18, None),
        ("18 months", 18, None),
        ("one year and six months", 18, None),
        ("eighteen (18) months", 18, None),
        ("twenty-five years", 300, None),
        ("52 weeks", 12, None),
        ("90 days", 3, None),
        ("1 year (52 weeks)", 12, None),
        ("at least a year", 12, None),
        ("0-1 years", 0, 12),
        ("2-4 years", 24, 48),
        ("2 – 4 years", 24, 48),
        ("2 to 4 years", 24, 48),
        ("two (2) to four (4) years", 24, 48),
        ("2 or 4 years", 24, 48),
        ("between 2 and 4 years", 24, 48),
        ("minimum 2-4 years", 24, 48),
        ("6 months to 2 years", 6, 24),
        ("3-5+ years", 36, None),
        ("at least 2-4 years", 24, None),
        ("up to 2 years", None, 24),
        ("less than two years", None, 24),
        ("2 years maximum", None, 24),
    ],
)
def test_durations_set_their_bounds_in_months(text: str, low: int | None, high: int | None) -> None:
    (duration,) = find_durations(f"Asked for: {text}.")
    assert (duration.min_months, duration.max_months) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "once a year",
        "in 2024 years passed",
        "$5 years",
        "1,500 years",
        "the third year",
        "someone years",
        "a month",
        "yearly",
    ],
)
def test_other_words_are_no_durations(text: str) -> None:
    assert find_durations(text) == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Ada 95 and 5 years", ["5 years"]),
        ("grade 12 - one year", ["one year"]),
        ("3 years of rope, 2 years of tar", ["3 years", "2 years"]),
    ],
)
def test_numbers_that_are_no_range_stay_apart(text: str, spans: list[str]) -> None:
    assert [text[found.start : found.end] for found in find_durations(text)] == spans


@pytest.mark.parametrize("text", ["more than 5 years", "over five years", "> 5 years"])
def test_an_exclusive_minimum_is_marked(text: str) -> None:
    (duration,) = find_durations(text)
    assert duration.exclusive_minimum
    assert not find_durations("at least 5 years")[0].exclusive_minimum


@pytest.mark.parametrize(
    ("language", "text", "months"),
    [
        ("fr", "au moins 3 ans", 36),
        ("de", "mindestens 2 Jahre", 24),
        ("es", "al menos 3 años", 36),
        ("nl", "minstens 4 jaar", 48),
        ("de", "zwischen zwei und vier Jahren", 24),
        ("es", "dos años o más", 24),
    ],
)
def test_durations_are_read_in_other_languages(language: str, text: str, months: int) -> None:
    assert [found.min_months for found in find_durations(text, language)] == [months]


@given(st.integers(1, 12), st.sampled_from(["years", "months"]))
def test_words_and_digits_say_the_same(number: int, unit: str) -> None:
    digits = find_durations(f"at least {number} {unit}")[0]
    words = find_durations(f"at least {WORDS[number - 1]} {unit}")[0]
    assert digits.min_months == words.min_months == number * (12 if unit == "years" else 1)
    assert number_value(WORDS[number - 1]) == number


@given(st.integers(0, 20), st.integers(1, 20))
def test_a_range_keeps_its_order(low: int, width: int) -> None:
    (duration,) = find_durations(f"{low}-{low + width} years")
    assert (duration.min_months, duration.max_months) == (12 * low, 12 * (low + width))


@given(st.text(max_size=60), st.text(max_size=60))
def test_durations_stay_inside_any_text(before: str, after: str) -> None:
    text = f"{before} 7 years {after}"
    found = find_durations(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert [each.start for each in found] == sorted(each.start for each in found)


@given(st.text(alphabet="İıßẞﬁ Σ", max_size=20))
def test_letters_that_change_length_when_lowered_move_no_offset(before: str) -> None:
    text = f"{before}. At least 7 years"
    (duration,) = find_durations(text)
    assert text[duration.start : duration.end] == "At least 7 years"


# --- what counts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "low", "high"),
    [
        ("5 years of experience on tugboats", 60, None),
        ("5+ years' experience on tugboats", 60, None),
        ("5+ years on tugboats as a deckhand", 60, None),
        ("5+ years building wooden hulls", 60, None),
        ("Minimum 5 years tugboat experience required", 60, None),
        ("Experience with sextants (5 years)", 60, None),
        ("Tugboat experience of more than 5 years", 60, None),
        ("Has held a master's licence for at least 5 years", 60, None),
        ("Experience level: 3-6 years", 36, 72),
        ("1 year at the next lower grade", 12, None),
        ("One year of specialized experience equivalent to GS-11", 12, None),
        ("Two years of residency training", 24, None),
        ("0-1 years of experience", 0, 12),
        ("Up to 2 years of experience", None, 24),
    ],
)
def test_stated_experience_is_read(line: str, low: int | None, high: int | None) -> None:
    assert [(each.min_months, each.max_months) for each in read(line)] == [(low, high)]


@pytest.mark.parametrize(
    "line",
    [
        "Must be at least 18 years of age",
        "Children from six weeks to twelve years old",
        "References from the last 3 years",
        "Worked on tugboats within the past 5 years",
        "A 12-month contract with the port",
        "Contract length: 12 months",
        "Duration: 6 months, renewable",
        "Our firm has sailed these waters for over 40 years",
        "We have 30 years' experience in salvage",
        "The company has 12 years of experience in salvage",
        "With more than 50 years of experience, Harbour & Sons is known to all",
        "A four-year college degree in seamanship",
        "Two years of college or trade school",
        "Three full years of progressively higher level graduate education",
        "Six months of probation",
        "401(k) after one year of service",
        "Certification within 6 months of hire",
        "Options vest over 4 years",
        "Paid 4 weeks of leave",
        "Work in the office 3 days a week",
        "We moved here two years ago",
        "A five-year plan for the fleet",
        "1-year warranty on all engines",
        "The boats are serviced every 2 years",
        "Founded 30 years ago, we are a family firm",
    ],
)
@pytest.mark.parametrize("heading", ["Requirements", "About us"])
def test_other_durations_are_not_experience(line: str, heading: str) -> None:
    assert read(line, heading) == []


def test_each_route_is_an_entry_of_its_own() -> None:
    found = read("Bachelor's degree and 5 years of experience, or Master's degree and 3 years")
    assert [each.min_months for each in found] == [60, 36]


def test_a_label_of_an_experience_list_names_the_topic() -> None:
    page = page_of("Knots: 2 years (Preferred)", "Sails: 1 year (Required)", heading="Experience:")
    found = read_experience(page)
    assert [(each.min_months, each.modality) for each in found] == [
        (24, "preferred"),
        (12, "required"),
    ]
    assert [topic.text for each in found for topic in each.about] == ["Knots", "Sails"]


def test_a_screening_question_that_repeats_a_demand_adds_nothing() -> None:
    page = page_of(
        "At least 4 years of experience on ferries",
        "Do you have at least 4 years of experience on ferries?",
    )
    assert len(read_experience(page)) == 1


def test_the_answers_to_a_screening_question_are_no_demands() -> None:
    page = read_page(
        Posting(
            id="posting/test",
            text="How long have you worked on ferries?\nNo experience\n1 - 2 years of experience\n"
            "3 - 4 years of experience\nMore than 5 years of experience\n",
        )
    )
    assert read_experience(page) == []


def test_a_broken_line_is_read_to_its_end() -> None:
    page = read_page(
        Posting(
            id="posting/test",
            text="Requirements\nA degree in seamanship; and two to four years\n\n"
            "related experience on the water\n",
        )
    )
    assert [(each.min_months, each.max_months) for each in read_experience(page)] == [(24, 48)]


# --- what it is about -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("5 years of harbour piloting experience", ["harbour piloting"]),
        ("5 years of relevant professional experience", []),
        ("5 years of experience in chart reading", ["chart reading"]),
        ("5 years of experience as a tugboat captain", ["tugboat captain"]),
        ("5 years of experience building wooden hulls that win races", ["building wooden hulls"]),
        ("5 years of experience with dredging gear for river ports", ["dredging gear"]),
        ("5 years of experience leading crews repairing engines", ["leading crews"]),
        (
            "5 years of experience in dredging, salvage, or towing",
            ["dredging", "salvage", "towing"],
        ),
        ("5 years of experience in salvage or a related field", ["salvage"]),
        ("5 years of experience in salvage required", ["salvage"]),
        ("5 years of experience in a similar role", []),
        ("5 years in marine salvage, with strong nerves", ["marine salvage"]),
        ("Experience with sextants (5 years)", ["sextants"]),
        ("5 years of experience, equivalent to grade 9", []),
        ("5 years of experience running tide gauges in production", ["running tide gauges"]),
    ],
)
def test_the_complement_says_what_it_is_about(line: str, about: list[str]) -> None:
    (statement,) = read(line)
    assert [topic.text for topic in statement.about] == about


@pytest.mark.parametrize(
    ("line", "names", "about", "logic", "open_list"),
    [
        (
            "4 years of experience programming with Python, Scala, or Java",
            ("Python", "Scala", "Java"),
            ["Python", "Scala", "Java"],
            "any",
            False,
        ),
        (
            "3 years with a charting kit such as OpenCPN, qtVlm or SailFlow",
            ("charting", "OpenCPN", "qtVlm", "SailFlow"),
            ["OpenCPN", "qtVlm", "SailFlow"],
            "any",
            True,
        ),
        (
            "3 years of experience with Python and SQL",
            ("Python", "SQL"),
            ["Python", "SQL"],
            "all",
            False,
        ),
        (
            "3 years building tide tables using Python for SQL clients",
            ("Python", "SQL"),
            ["Python"],
            "all",
            False,
        ),
        (
            "2 years of experience leading teams building Python models",
            ("Python",),
            ["leading teams"],
            "all",
            False,
        ),
    ],
)
def test_named_skills_in_the_complement_are_the_topics(
    line: str, names: tuple[str, ...], about: list[str], logic: str, open_list: bool
) -> None:
    page = page_of(line)
    (statement,) = read_experience(page, named(page, *names))
    assert [topic.text for topic in statement.about] == about
    assert (statement.logic, statement.open_list) == (logic, open_list)


def test_a_trait_that_describes_what_is_made_is_no_topic() -> None:
    page = page_of("2 years of experience building resilient hulls")
    trait = named(page, "resilient")[0]._replace(kind="soft")
    (statement,) = read_experience(page, [trait])
    assert [topic.text for topic in statement.about] == ["building resilient hulls"]


def test_a_name_in_another_line_is_no_topic() -> None:
    page = page_of("3 years of experience with sails", "Python on the side")
    (statement,) = read_experience(page, named(page, "Python"))
    assert [topic.text for topic in statement.about] == ["sails"]


def test_each_of_two_durations_has_its_own_names() -> None:
    page = page_of("5 years with Python and 2 years with Java")
    found = read_experience(page, named(page, "Python", "Java"))
    assert [[topic.text for topic in each.about] for each in found] == [["Python"], ["Java"]]


@pytest.mark.parametrize(
    ("line", "excludes"),
    [
        ("6 years of experience at sea (Internship experience does not apply)", ("internship",)),
        ("6 years of experience at sea, excluding internships", ("internships",)),
        ("6 years of experience at sea (apprenticeship and internship do not count)",
         ("apprenticeship", "internship")),
        ("6 years of experience at sea", ()),
    ],
)  # fmt: skip
def test_exclusions_are_kept(line: str, excludes: tuple[str, ...]) -> None:
    assert read(line)[0].excludes == excludes


@pytest.mark.parametrize(
    ("line", "in_lieu"),
    [
        ("Bachelor's degree, or 4 years of experience in lieu", True),
        ("Bachelor's degree or four years of work experience", True),
        ("Bachelor's degree and four years of work experience", False),
        ("Four years of work experience", False),
    ],
)
def test_experience_may_stand_in_for_a_degree(line: str, in_lieu: bool) -> None:
    assert [each.in_lieu for each in read(line)] == [in_lieu]


@pytest.mark.parametrize(
    ("line", "heading", "modality"),
    [
        ("5 years at sea as mate", "Requirements", "required"),
        ("5 years at sea as mate", "Nice to have", "preferred"),
        ("5 years of experience at sea preferred", "Requirements", "preferred"),
        ("5 years of experience at sea are a plus", "Requirements", "preferred"),
        ("5 years of experience at sea required", "Nice to have", "required"),
        ("5 years of experience at sea, preferably on ferries", "Requirements", "required"),
        ("Ideally 5 years of experience at sea", "Requirements", "preferred"),
        ("5 years of experience at sea (not required)", "Requirements", "not_required"),
        ("5 years of experience at sea", "Responsibilities", "required"),
    ],
)
def test_modality_is_that_of_the_statement(line: str, heading: str, modality: str) -> None:
    assert [each.modality for each in read(line, heading)] == [modality]


LINES = st.sampled_from(
    [
        "3+ years of experience in dredging",
        "Five (5) years' experience with sails, ropes, or anchors",
        "2-4 years building boats (internships excluded)",
        "One year on the river; two years at sea preferred",
        "Strong swimmers wanted",
        "We have sailed for 90 years",
    ]
)


@given(st.lists(LINES, max_size=6))
def test_statements_quote_the_page_in_order(lines: list[str]) -> None:
    page = page_of(*lines)
    found = read_experience(page)
    assert [each.start for each in found] == sorted(each.start for each in found)
    for each in found:
        quoted = page.text[each.start : each.end]
        assert find_durations(quoted)[0].min_months == each.min_months
        assert all(page.text[topic.start : topic.end] == topic.text for topic in each.about)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    page = read_page(Posting(id="posting/test", text=f"Requirements\n3 years of {text} experience"))
    for each in read_experience(page):
        assert 0 <= each.start < each.end <= len(page.text)


@given(st.lists(LINES, min_size=1, max_size=4), st.sampled_from(["Rope.", "Ahoy, you!", "Ünï"]))
def test_what_stands_before_moves_nothing_but_offsets(lines: list[str], preface: str) -> None:
    plain = page_of(*lines)
    moved = read_page(Posting(id="posting/test", text=f"{preface}\n{plain.text}"))
    shift = len(preface) + 1
    assert [each.start + shift for each in read_experience(plain)] == [
        each.start for each in read_experience(moved)
    ]
