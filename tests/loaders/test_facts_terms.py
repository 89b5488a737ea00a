"""Terms are read where the posting says them of the job, and nowhere else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillweave.loaders.extraction.dates import read_date
from skillweave.loaders.extraction.facts import Facts, read_facts
from skillweave.loaders.posting import Posting, Stated, StatedText
from skillweave.loaders.text.sections import read_page
from skillweave.ontology.concepts import Taxonomy


def facts_of(text: str, stated: Stated | None = None) -> Facts:
    posting = Posting(id="posting/test-1", text=text, stated=stated or Stated())
    return read_facts(read_page(posting), Taxonomy.builtin())


def told(sentence: str) -> Facts:
    """The facts of a posting that says the sentence and nothing else of its terms."""
    return facts_of(f"Ledger Clerk\n\nYou keep the ledgers.\n\n{sentence}")


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("This is a full-time position.", ("full_time",)),
        ("Job Type: Full-time, Contract", ("full_time", "contract")),
        ("The post is offered full time or part time.", ("full_time", "part_time")),
        ("This is a permanent post.", ("permanent",)),
        ("A 12-month contract role.", ("contract",)),
        ("This is a fixed term appointment.", ("temporary",)),
        ("This is a seasonal position.", ("temporary",)),
        ("This internship runs from June; it is a paid internship position.", ("internship",)),
        ("Both full-time and part-time employees get a discount.", ()),
        ("Full-time employees get a discount.", ()),
        ("Most of the team are part-time students.", ()),
        ("Three years of full-time experience in a similar role.", ()),
        ("You will manage contracts with vendors.", ()),
        ("You must be authorized to work on a full-time basis.", ()),
        ("You hold a permanent licence.", ()),
    ],
)
def test_employment_types_are_those_of_the_job(sentence: str, kinds: tuple[str, ...]) -> None:
    assert told(sentence).employment_types == kinds


@pytest.mark.parametrize(
    ("sentence", "mode"),
    [
        ("This is a fully remote position.", "remote"),
        ("You can work from home.", "remote"),
        ("We work hybrid: 3 days a week in the office.", "hybrid"),
        ("This is a hybrid role.", "hybrid"),
        ("The role is on-site in our warehouse.", "onsite"),
        ("Remote work is not possible; the position is not remote.", "onsite"),
        ("You maintain remote sensors in the field.", None),
        ("You run our hybrid cloud.", None),
        ("There is an on-site gym.", None),
        ("You visit remote sites by boat.", None),
    ],
)
def test_the_work_mode_is_the_one_of_the_job(sentence: str, mode: str | None) -> None:
    assert told(sentence).work_mode == mode


@pytest.mark.parametrize(
    ("sentence", "sponsorship"),
    [
        ("Visa sponsorship is available.", "offered"),
        ("We sponsor visas and will sponsor an H-1B.", "offered"),
        ("We are unable to sponsor visas.", "not_offered"),
        ("Sorry, no visa sponsorship.", "not_offered"),
        ("The firm will not sponsor applicants for work visas.", "not_offered"),
        ("Visa sponsorship is not offered for this post.", "not_offered"),
        ("You must work without sponsorship now and in the future.", "not_offered"),
        ("You report to the project sponsor.", None),
        ("You process Visa and card payments.", None),
    ],
)
def test_sponsorship_is_read(sentence: str, sponsorship: str | None) -> None:
    assert told(sentence).sponsorship == sponsorship


def test_fields_between_pipes_are_read_one_by_one() -> None:
    facts = facts_of(
        "Acme | Ledger Clerk | Leeds, UK | HYBRID | Part-time | VISA\nYou keep the ledgers."
    )
    assert facts.employer == "Acme"
    assert facts.title.role == "ledger clerk"
    assert [(place.city, place.country) for place in facts.locations] == [("Leeds", "GB")]
    assert facts.work_mode == "hybrid"
    assert facts.employment_types == ("part_time",)
    assert facts.sponsorship == "offered"


def test_what_the_format_states_wins() -> None:
    text = "Clerk of Works\nThe Mill\nPART_TIME\nTELECOMMUTE\nDirector\n\nThis is a full-time role."

    def at(value: str) -> StatedText:
        start = text.index(value)
        return StatedText(value, start, start + len(value))

    facts = facts_of(
        text,
        Stated(
            title=at("Clerk of Works"),
            employer=at("The Mill"),
            employment_types=(at("PART_TIME"),),
            work_mode=at("TELECOMMUTE"),
            seniority=at("Director"),
            date_posted="2024-02-29",
            valid_through="2024-03-31",
            language="de",
        ),
    )
    assert facts.title.text == "Clerk of Works"
    assert facts.title.seniority == "director"
    assert facts.employer == "The Mill"
    assert facts.employment_types == ("part_time",)
    assert facts.work_mode == "remote"
    assert (facts.date_posted, facts.valid_through) == ("2024-02-29", "2024-03-31")
    assert facts.language == "de"


@given(
    day=st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)),
    shape=st.sampled_from(
        ("%Y-%m-%d", "%b %d, %Y", "%d %B %Y", "%B %d %Y", "%m/%d/%Y", "%d.%m.%Y")
    ),
)
def test_a_date_is_read_back_from_every_shape(day: date, shape: str) -> None:
    assert read_date(f"Posted {day.strftime(shape)} at noon") == day.isoformat()


@given(day=st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_the_day_may_come_first(day: date) -> None:
    assert read_date(day.strftime("%d/%m/%Y"), day_first=True) == day.isoformat()


def test_impossible_dates_are_none() -> None:
    assert read_date("31 February 2024") is None
    assert read_date("no date at all") is None


def test_dates_come_from_labels_and_the_title_block() -> None:
    labelled = facts_of("Title: Clerk\nDate Posted: 2023-08-03\nClosing Date: 8/18/2023 5 PM\n\nX.")
    assert (labelled.date_posted, labelled.valid_through) == ("2023-08-03", "2023-08-18")
    block = facts_of("Ledger Clerk\nAcme Ltd\nAkron, OH\nOct 21, 2025\n\nYou keep the ledgers.")
    assert block.date_posted == "2025-10-21"
