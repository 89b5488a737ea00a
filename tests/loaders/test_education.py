"""Stated education: levels with the evidence they need, fields of study, what may stand in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillweave.loaders.extraction.degrees import EducationStatement, read_education
from skillweave.loaders.posting import Posting
from skillweave.loaders.text.page import Page
from skillweave.loaders.text.sections import read_page
from skillweave.ontology.vocabulary import EDUCATION_LEVELS


def page_of(*lines: str, heading: str = "Requirements") -> Page:
    body = "\n".join(f"• {line}" for line in lines)
    return read_page(Posting(id="posting/test", text=f"Harbour Pilot\n\n{heading}\n{body}\n"))


def read(line: str, heading: str = "Requirements") -> list[EducationStatement]:
    return read_education(page_of(line, heading=heading))


@pytest.mark.parametrize(
    ("line", "levels"),
    [
        ("High school diploma or GED", "high_school"),
        ("HS diploma", "high_school"),
        ("High school graduate or equivalent", "high_school"),
        ("GED required", "high_school"),
        ("GCSE Maths at grade C", "high_school"),
        ("NVQ Level 3 in boat building", "vocational"),
        ("BTEC or HNC in marine engineering", "vocational"),
        ("Associate's degree", "associate"),
        ("Associate of Applied Science", "associate"),
        ("Two-year degree in navigation", "associate"),
        ("Bachelor's degree", "bachelor"),
        ("Bachelors in oceanography", "bachelor"),
        ("Bachelor of Science in oceanography", "bachelor"),
        ("BA/BS degree", "bachelor"),
        ("B.S. in oceanography", "bachelor"),
        ("BS in Oceanography", "bachelor"),
        ("BSc Oceanography", "bachelor"),
        ("Four-year college degree", "bachelor"),
        ("Degree in oceanography", "bachelor"),
        ("A relevant degree is required", "bachelor"),
        ("Educated to degree level", "bachelor"),
        ("Bachelor's degree or higher", "bachelor"),
        ("Master's degree", "master"),
        ("MSc in oceanography", "master"),
        ("MBA preferred", "master"),
        ("MS degree in oceanography", "master"),
        ("PhD in oceanography", "doctorate"),
        ("Ph.D. or equivalent doctoral degree", "doctorate"),
        ("Doctorate required", "doctorate"),
        ("JD required", "professional"),
        ("M.D. required", "professional"),
        ("Doctor of Medicine", "professional"),
        ("PharmD required", "professional"),
        ("Advanced degree in oceanography", "master doctorate"),
        ("Graduate degree preferred", "master doctorate"),
        ("Two years of college or technical school", "unspecified"),
        ("Two full years of study above high school", "unspecified"),
        ("BS/MS in oceanography", "bachelor master"),
        ("BS, MS or PhD in oceanography", "bachelor master doctorate"),
        ("Bachelor's or Master's degree", "bachelor master"),
        ("Master's or doctoral degree in oceanography", "master doctorate"),
        ("Advanced degree (Masters/Ph.D.) in oceanography", "master doctorate"),
        ("Degree or diploma in navigation", "bachelor vocational"),
        ("Bachelor's degree (B.A./B.S.) from a university", "bachelor"),
        ("PhD in oceanography, or a Master's degree in geology", "doctorate master"),
    ],
)
def test_levels_are_read(line: str, levels: str) -> None:
    (statement,) = read(line)
    assert statement.levels == tuple(levels.split())


@pytest.mark.parametrize(
    "line",
    [
        "Taught at a high school for sailors",
        "Work with high school students",
        "Certified scrum master",
        "Master Data Management and MS Office",
        "Proficiency in MS Excel, MS SQL Server and MS Project",
        "The pilots' office is in Boston, MA",
        "Offices in Baltimore, MD and Boston, MA",
        "Offices in MA, MD and NY",
        "A high degree of care",
        "A large degree of freedom at 30 degrees C",
        "360 degree feedback",
        "The BA will write user stories",
        "As an associate you will sail",
        "Sales associates wanted",
        "A doctor's note for absences",
        "Master the art of knots",
        "Water the diplomats' plants",
        "Speak to us as a team",
    ],
)
def test_words_that_look_like_levels_are_left_alone(line: str) -> None:
    assert read(line) == []


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("Tuition assistance towards a bachelor's degree", "Benefits"),
        ("Our team of twelve holds PhDs from three universities", "About us"),
        ("Our founder has a degree in geology and three boats", "About us"),
        ("Students in our degree programs sail every summer", "About us"),
    ],
)
def test_education_that_nobody_asks_for_is_left_alone(line: str, heading: str) -> None:
    assert read(line, heading) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Bachelor's degree required; Master's preferred",
            [("bachelor", "required"), ("master", "preferred")],
        ),
        (
            "Bachelor's degree required, Master's degree preferred",
            [("bachelor", "required"), ("master", "preferred")],
        ),
        (
            "Bachelor's degree in geology (Master's preferred)",
            [("bachelor", "required"), ("master", "preferred")],
        ),
        (
            "Master's degree in geology; PhD is a plus.",
            [("master", "required"), ("doctorate", "preferred")],
        ),
        ("Degree in geology (bonus)", [("bachelor", "preferred")]),
        ("Ideally a degree in geology", [("bachelor", "preferred")]),
        ("Bachelor's or Master's degree preferred", [("bachelor master", "preferred")]),
        ("Advanced degree preferred (M.S., M.B.A.)", [("master doctorate", "preferred")]),
    ],
)
def test_each_statement_has_its_own_modality(line: str, expected: list[tuple[str, str]]) -> None:
    found = [(" ".join(each.levels), each.modality) for each in read(line)]
    assert found == expected


@pytest.mark.parametrize(
    ("heading", "modality"),
    [
        ("Requirements", "required"),
        ("Education", "required"),
        ("Nice to have", "preferred"),
        ("Responsibilities", "required"),
    ],
)
def test_where_nothing_is_said_the_section_decides(heading: str, modality: str) -> None:
    assert [each.modality for each in read("Bachelor's degree in geology", heading)] == [modality]


def test_products_beside_a_degree_are_no_degrees() -> None:
    assert [each.levels for each in read("Bachelor's degree, MS Office")] == [("bachelor",)]


def test_lines_are_statements_of_their_own() -> None:
    page = page_of("PhD in geology and two years at sea; or", "Master's in geology")
    assert [each.levels for each in read_education(page)] == [("doctorate",), ("master",)]


@pytest.mark.parametrize(
    ("line", "fields", "open_list"),
    [
        ("Bachelor's degree", (), False),
        ("Bachelor's degree in geology", ("geology",), False),
        (
            "Master's or doctoral degree in hydrology, physics, geology, or a similar field",
            ("hydrology", "physics", "geology"),
            True,
        ),
        (
            "BS in Geology, Physics or Chemistry required",
            ("Geology", "Physics", "Chemistry"),
            False,
        ),
        ("PhD in Geology/Physics preferred", ("Geology", "Physics"), False),
        (
            "Degree in a natural science such as geology or physics",
            ("geology", "physics"),
            True,
        ),
        ("Bachelor's degree with a major in geology", ("geology",), False),
        ("Bachelor's degree or higher in geology, or equivalent experience", ("geology",), False),
        ("Bachelor's degree in geology and 3 years at sea", ("geology",), False),
        ("Bachelor's degree in geology and strong swimming skills", ("geology",), False),
        ("Bachelor's degree from an accredited university in geology", ("geology",), False),
        ("Bachelor's degree in geology, diving certification and rope skills", ("geology",), False),
        ("Bachelor's degree in a related field", (), True),
        ("Degree in geology (preferred)", ("geology",), False),
    ],
)
def test_fields_of_study_are_read(line: str, fields: tuple[str, ...], open_list: bool) -> None:
    (statement,) = read(line)
    assert tuple(field.text for field in statement.fields) == fields
    assert statement.open_list is open_list


@pytest.mark.parametrize(
    ("line", "or_experience"),
    [
        ("Bachelor's degree or equivalent experience", True),
        ("Bachelor's degree in geology, or equivalent work experience", True),
        ("Bachelor's degree or an equivalent combination of education and experience", True),
        ("Bachelor's degree, or 4 years of experience in lieu", True),
        ("Bachelor's degree or four (4) years at sea", True),
        ("Bachelor's degree; experience may be substituted", True),
        ("Advanced degree and/or 4+ years at sea", True),
        ("Bachelor's degree or equivalent", False),
        ("Bachelor's degree and equivalent experience", False),
        ("Bachelor's degree in geology or physics", False),
    ],
)
def test_experience_may_replace_a_degree(line: str, or_experience: bool) -> None:
    assert [each.or_experience for each in read(line)] == [or_experience]


def test_a_stated_duration_that_may_replace_a_degree_is_linked() -> None:
    page = page_of("Bachelor's degree in geology, or at least 4 years of experience at sea")
    (statement,) = read_education(page)
    assert statement.in_lieu == page.text.index("at least 4 years")


def test_a_screening_question_that_repeats_a_demand_adds_nothing() -> None:
    page = page_of("A high school diploma", "Do you have a high school diploma?")
    assert len(read_education(page)) == 1


LINES = st.sampled_from(
    [
        "BS/MS in geology, physics, or a related field",
        "High school diploma required; Associate's preferred",
        "PhD (preferred) or MSc",
        "Strong swimmers wanted",
        "MS Office",
        "Degree or 3 years of experience",
    ]
)


@given(st.lists(LINES, max_size=6))
def test_statements_quote_the_page_in_order(lines: list[str]) -> None:
    page = page_of(*lines)
    found = read_education(page)
    assert [each.start for each in found] == sorted(each.start for each in found)
    for each in found:
        assert 0 <= each.start < each.end <= len(page.text)
        assert each.levels
        assert set(each.levels) <= set(EDUCATION_LEVELS)
        for field in each.fields:
            assert page.text[field.start : field.end] == field.text
            assert each.start <= field.start
            assert field.end <= each.end


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    page = read_page(Posting(id="posting/test", text=f"Requirements\nDegree in {text} or BSc"))
    for each in read_education(page):
        assert 0 <= each.start < each.end <= len(page.text)
