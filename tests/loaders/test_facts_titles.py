"""Titles become roles and levels: what is hung on a title changes neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillweave.loaders.extraction.header import read_header
from skillweave.loaders.extraction.roles import role_of
from skillweave.loaders.extraction.seniority import seniority_of
from skillweave.loaders.extraction.titles import find_title, read_title
from skillweave.loaders.posting import Posting
from skillweave.loaders.text.sections import read_page
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.record import Title

PLAIN_ROLES = (
    "data engineer",
    "registered nurse",
    "java developer",
    "staff nurse",
    "forklift driver",
    "accounts payable clerk",
    "primary school teacher",
    "machine learning engineer",
    "pastry chef",
    "veterinary surgeon",
    "crane operator",
    "biomedical scientist",
)


def title_of(text: str) -> Title:
    page = read_page(Posting(id="posting/test-1", text=text))
    return read_title(page, read_header(page), Taxonomy.builtin())


@given(
    role=st.sampled_from(PLAIN_ROLES),
    before=st.sampled_from(("", "Senior ", "Sr. ", "Junior ", "Lead ", "Remote ", "Band 6 ")),
    after=st.sampled_from(
        (
            "",
            " II",
            " (Contract)",
            " - Denver, CO",
            " - Payments Team",
            " (Part-Time)",
            ", GS-11",
            " - 20417",
            " | Night Shift",
        )
    ),
)
def test_what_is_hung_on_a_title_does_not_change_its_role(
    role: str, before: str, after: str
) -> None:
    assert role_of(f"{before}{role.title()}{after}") == role


@given(role=st.sampled_from(PLAIN_ROLES))
def test_a_role_is_its_own_role(role: str) -> None:
    assert role_of(role) == role
    assert role_of(role.upper()) == role


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Director of Vendor Risk", "vendor risk director"),
        ("Director, Vendor Risk", "vendor risk director"),
        ("Executive Director of Housing", "executive director of housing"),
        ("Keeper of Manuscripts", "keeper of manuscripts"),
        ("Software Engineers (Payments & Ledger)", "software engineer"),
        ("Physician (Sports Medicine)", "sports medicine physician"),
        ("Doctor in Palliative Care", "palliative care doctor"),
        ("Welder/Fitter", "welder"),
        ("Web / Mobile Developer", "web developer"),
        ("C++ Developer", "c++ developer"),
        (".NET Developer", ".net developer"),
        ("RN - Night Shift", "registered nurse"),
        ("Teacher, Marine Biology", "marine biology teacher"),
        ("Intern - Harbour Safety", "harbour safety intern"),
        ("Staff Nurse - Harbour Ward", "staff nurse"),
        ("Tide Analyst-Coast Programme", "tide analyst"),
        ("Associate Tide Analyst", "tide analyst"),
        ("Associate Teacher", "associate teacher"),
        ("Interim Harbour Master Planner", "harbour master planner"),
        ("First Aid Trainer", "first aid trainer"),
        ("QA Analyst", "quality assurance analyst"),
        ("Clinical Nurse Specialist in Wound Care", "clinical nurse specialist"),
        ("Marketing &amp; Events Officer", "marketing and events officer"),
        ("Band 7 Ward Manager – Rowan Ward", "ward manager"),
    ],
)
def test_a_title_names_its_role(title: str, role: str) -> None:
    assert role_of(title) == role


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Data Engineer", None),
        ("Senior Data Engineer", "senior"),
        ("Data Engineer, Sr", "senior"),
        ("Junior Data Engineer", "entry"),
        ("Data Engineering Intern", "intern"),
        ("Staff Data Engineer", "principal"),
        ("Staff Nurse", None),
        ("Senior Staff Nurse", "senior"),
        ("Principal Scientist", "principal"),
        ("Lead Data Engineer", "lead"),
        ("Senior Data Engineer - Lead", "lead"),
        ("Lead Generation Specialist", None),
        ("Engineering Manager", "manager"),
        ("Kitchen Supervisor", "manager"),
        ("Account Manager", None),
        ("Head of Finance", "director"),
        ("VP, Finance", "executive"),
        ("Chief Financial Officer", "executive"),
        ("Chief of Staff", None),
        ("Mid-Level Developer", "mid"),
        ("Data Engineer II", None),
    ],
)
def test_a_title_names_its_level(title: str, level: str | None) -> None:
    assert seniority_of(title) == level


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Roof Surveyor\nAcme Ltd\nLeeds, GB\n\nWe survey roofs.", "Roof Surveyor"),
        ("Roof Surveyor - Leeds, GB\n\nWe survey roofs all year.", "Roof Surveyor"),
        ("**Job Title:** Roof Surveyor\n**Location:** Leeds\n\nWe survey.", "Roof Surveyor"),
        ("Acme | Roof Surveyor | Leeds | Full-time\nWe survey roofs.", "Roof Surveyor"),
        ("Acme is hiring a Roof Surveyor\n\nWe survey roofs.", "Roof Surveyor"),
        (
            (
                "We keep the roofs of the county dry.\n\nWe are looking for a careful Roof Surveyor "
                "to join us."
            ),
            "Roof Surveyor",
        ),
        ("https://jobs.example.org/roof-surveyor-1\n\nWe keep the roofs dry.", "roof-surveyor"),
    ],
)
def test_the_title_is_found_whatever_the_layout(text: str, title: str) -> None:
    found = title_of(text)
    assert found.text == title
    assert found.role == "roof surveyor"
    assert found.start is not None
    assert text[found.start : found.end] == title


def test_a_posting_that_names_no_job_has_no_title() -> None:
    text = "We build and sell kites.\n\nWe are based in the hills and love the wind."
    page = read_page(Posting(id="posting/test-1", text=text))
    assert find_title(page, read_header(page)) is None


def test_the_title_wins_over_the_level_of_the_site() -> None:
    block = "{}\nAcme\nBoston, MA, US\nEntry level\nFull-time\n\nWe make maps of the sea floor."
    assert title_of(block.format("Senior Cartographer")).seniority == "senior"
    assert title_of(block.format("Cartographer")).seniority == "entry"


def test_a_role_that_no_list_knows_becomes_a_candidate_concept() -> None:
    title = title_of("Kite Whisperer\nAcme Ltd\nLeeds, GB\n\nWe make kites.")
    assert title.role == "kite whisperer"
    assert title.concept == "role/candidate-kite-whisperer"


@given(
    st.lists(
        st.sampled_from(
            "Lead leads Sales reps PMs Civilian Italian teacher - / , ( ) & of and in Director Head "
            "Senior II Data Engineer Nurse Practitioner Pay Remote Boston MA : | Analytics".split()
        ),
        max_size=9,
    )
)
def test_any_words_give_a_role_or_none(words: list[str]) -> None:
    role = role_of(" ".join(words))
    assert role is None or (role == role.strip().lower() and role)


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Senior/Staff Crane Engineer", "senior"),
        ("Senior or Lead Glass Designer", "senior"),
        ("Junior to Senior Tailor", None),
        ("Harbour Developer (Jr., Sr. and Lead)", None),
        ("Junior Sister", None),
        ("Junior Welder", "entry"),
        ("Associate Tide Analyst", "entry"),
        ("Associate Professor", None),
        ("Principle Optics Engineer", "principal"),
    ],
)
def test_a_title_of_two_levels_has_the_first_and_one_of_many_none(
    title: str, level: str | None
) -> None:
    assert seniority_of(title) == level


def test_a_long_address_over_the_title_does_not_hide_it() -> None:
    address = "https://jobs.example/9?" + "&".join(f"key{number}=value" for number in range(20))
    text = f"URL: {address}\n\nTide Analyst at Hollow Oak\n\nAbout the company\nWe plant trees."
    assert title_of(text).role == "tide analyst"


@pytest.mark.parametrize(
    "sentence",
    [
        "In this Tide Analyst role, you read the gauges.",
        "The harbour is accepting applications for a Tide Analyst.",
        "They seek a Tide Analyst to read the gauges.",
        "The Tide Analyst oversees the gauges.",
    ],
)
def test_a_sentence_says_who_is_sought(sentence: str) -> None:
    assert title_of(f"We look after the harbour of the town.\n\n{sentence}").role == "tide analyst"
