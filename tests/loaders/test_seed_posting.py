"""Every fact of one long, real posting is read, and nothing that it does not say.

The posting that the project began from is not ours to ship; it is read where it lies beside the
checkout. Its twin, written for the demo with the same shapes and other facts, is always read. One
table of expectations serves both, so each assertion below runs twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

import skillweave
from skillweave.loaders.extraction.reader import extract
from skillweave.loaders.sources import read_postings
from skillweave.ontology.record import Alternatives, Education, Experience, Record, Salary

ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared/seed/posting.txt"
TWIN = Path(skillweave.__file__).parent / "demo/postings/data/senior-data-engineer.txt"

Names = tuple[str, ...]
"""Spellings of one thing, lower case; any of them will do."""


class Threshold(NamedTuple):
    """A stated duration. Each of ``of`` must be among the things that it is in."""

    min_months: int
    modality: str
    of: tuple[Names, ...]
    excludes: str = ""


class Choice(NamedTuple):
    """Named skills between which there is a choice."""

    options: tuple[Names, ...]
    modality: str
    open_list: bool


class Pay(NamedTuple):
    """A band in USD a year and the place or zone that it is for."""

    min: float
    max: float
    location: str


@dataclass(frozen=True)
class Facts:
    """What a careful reader finds in a posting, and what must not be found."""

    path: Path
    title: str
    role: str
    seniority: str
    employer: str
    place: tuple[str, str, str]
    date_posted: str
    thresholds: tuple[Threshold, ...]
    choices: tuple[Choice, ...]
    duties: tuple[Names, ...]
    preferred: tuple[Names, ...]
    fields: frozenset[str]
    pay: tuple[Pay, ...]
    not_skills: frozenset[str]


ML: Names = ("machine learning", "ml")
LANGUAGES: tuple[Names, ...] = (("python",), ("scala",), ("java",))
CI: Names = ("continuous integration", "ci/cd")
CD: Names = ("continuous deployment", "continuous delivery", "ci/cd")
NOT_SKILLS = frozenset(
    {"finance", "criminal law", "email", "website", "go", "r", "c", "cookies", "html", "web"}
)

SEED_FACTS = Facts(
    path=SEED,
    title="Lead Machine Learning Engineer",
    role="machine learning engineer",
    seniority="lead",
    employer="Capital One",
    place=("Richmond", "Virginia", "US"),
    date_posted="2025-10-21",
    thresholds=(
        Threshold(72, "required", (("distributed computing",),), excludes="internship"),
        Threshold(48, "required", LANGUAGES),
        Threshold(24, "required", (("ml systems", *ML),)),
        Threshold(36, "preferred", (("data pipelines", "data pipeline"),)),
        Threshold(
            36,
            "preferred",
            (
                ("scikit-learn",),
                ("pytorch",),
                ("dask",),
                ("spark", "apache spark"),
                ("tensorflow",),
            ),
        ),
        Threshold(24, "preferred", (("code", "software development"),)),
        Threshold(24, "preferred", (("data gathering", "data collection", "data preparation"),)),
        Threshold(24, "preferred", (("people lead", "people management", "leadership"),)),
        Threshold(12, "preferred", (("leading teams", "team leadership", "leadership"),)),
    ),
    choices=(
        Choice(LANGUAGES, "required", open_list=False),
        Choice(LANGUAGES, "duty", open_list=True),
        Choice(
            (
                ("scikit-learn",),
                ("pytorch",),
                ("dask",),
                ("spark", "apache spark"),
                ("tensorflow",),
            ),
            "preferred",
            open_list=True,
        ),
        Choice(
            (
                ("aws", "amazon web services"),
                ("azure", "microsoft azure"),
                ("google cloud platform",),
            ),
            "preferred",
            open_list=True,
        ),
    ),
    duties=(
        ML,
        ("data engineering",),
        ("agile",),
        ("feature selection",),
        ("model training",),
        ("hyperparameter tuning",),
        ("model validation", "validation"),
        ("test automation",),
        ("big data",),
        ("model monitoring", "monitor models", "monitoring"),
        ("cloud architecture", "cloud-based architectures"),
        CI,
        CD,
        ("responsible ai", "responsible"),
        ("explainable ai",),
    ),
    preferred=(("data pipelines", "data pipeline"), ("public cloud", "cloud computing")),
    fields=frozenset({"computer science", "electrical engineering", "mathematics"}),
    pay=(
        Pay(175_800, 200_700, "Sales Territory"),
        Pay(193_400, 220_700, "McLean, VA"),
        Pay(175_800, 200_700, "Richmond, VA"),
        Pay(211_000, 240_800, "New York, NY"),
        Pay(175_800, 200_700, "Anytown, IL"),
    ),
    not_skills=NOT_SKILLS,
)

ORCHESTRATION: tuple[Names, ...] = (
    ("airflow", "apache airflow"),
    ("dagster",),
    ("prefect",),
    ("luigi",),
)
TWIN_LANGUAGES: tuple[Names, ...] = (("python",), ("kotlin",), ("rust",))

TWIN_FACTS = Facts(
    path=TWIN,
    title="Senior Data Engineer",
    role="data engineer",
    seniority="senior",
    employer="Tamarack Vale Mutual",
    place=("Columbus", "Ohio", "US"),
    date_posted="2026-02-09",
    thresholds=(
        Threshold(60, "required", (("data platform", "distributed storage"),), excludes="co-op"),
        Threshold(36, "required", TWIN_LANGUAGES),
        Threshold(24, "required", (("streaming",),)),
        Threshold(48, "preferred", (("dimensional modeling", "dimensional modelling"),)),
        Threshold(36, "preferred", ORCHESTRATION),
        Threshold(24, "preferred", (("code", "software development"),)),
        Threshold(24, "preferred", (("data quality",),)),
        Threshold(24, "preferred", (("mentoring",),)),
        Threshold(12, "preferred", (("leading squads", "leadership", "analytics platform"),)),
    ),
    choices=(
        Choice(TWIN_LANGUAGES, "required", open_list=False),
        Choice(TWIN_LANGUAGES, "duty", open_list=True),
        Choice(ORCHESTRATION, "preferred", open_list=True),
        Choice(
            (("azure", "microsoft azure"), ("aws", "amazon web services"), ("oracle cloud",)),
            "preferred",
            open_list=True,
        ),
    ),
    duties=(
        ("scrum",),
        ("data modeling", "data modelling"),
        ("data lineage",),
        ("unit testing",),
        CI,
        CD,
        ("infrastructure as code",),
        ("data governance",),
    ),
    preferred=(("data quality",), ("public cloud", "cloud computing")),
    fields=frozenset({"statistics", "information systems", "applied physics"}),
    pay=(
        Pay(148_200, 169_900, "Field Region"),
        Pay(148_200, 169_900, "Columbus, OH"),
        Pay(171_600, 196_400, "Boston, MA"),
        Pay(163_100, 186_700, "Arlington, VA"),
        Pay(148_200, 169_900, "Sampleville, TX"),
    ),
    not_skills=NOT_SKILLS,
)


class Reading(NamedTuple):
    """A posting's text, what it says, and what was read from it."""

    text: str
    record: Record
    facts: Facts


@pytest.fixture(scope="module", params=[SEED_FACTS, TWIN_FACTS], ids=["seed", "twin"])
def reading(request: pytest.FixtureRequest) -> Reading:
    facts: Facts = request.param
    if not facts.path.exists():
        pytest.skip("the posting that the project began from is not beside this checkout")
    (posting,) = read_postings([str(facts.path)])
    assert not isinstance(posting, tuple), posting
    return Reading(posting.text, extract(posting), facts)


def spellings(*values: str | None) -> set[str]:
    """Lower-case forms under which an extracted thing may be recognised."""
    return {value.casefold().rpartition("/")[2] for value in values if value} | {
        value.casefold() for value in values if value
    }


def is_named(wanted: Names, found: Iterable[str]) -> bool:
    """Whether one of the spellings is a found value, or a phrase in one of several words."""
    values = set(found)
    return any(
        name in values or (len(name) > 3 and any(name in value for value in values))
        for name in wanted
    )


def test_title_role_and_seniority(reading: Reading) -> None:
    title = reading.record.title
    assert title.text == reading.facts.title
    assert title.role == reading.facts.role
    assert title.seniority == reading.facts.seniority


def test_the_employer_and_the_date(reading: Reading) -> None:
    assert reading.record.employer == reading.facts.employer
    assert reading.record.date_posted == reading.facts.date_posted


def test_one_place_of_work_and_no_place_of_pay_among_them(reading: Reading) -> None:
    places = {(place.city, place.region, place.country) for place in reading.record.locations}
    assert places == {reading.facts.place}


def test_nine_thresholds_and_no_tenth(reading: Reading) -> None:
    found = sorted((e.min_months, e.modality) for e in reading.record.experience if e.min_months)
    assert found == sorted((t.min_months, t.modality) for t in reading.facts.thresholds)
    assert all(e.max_months is None for e in reading.record.experience)


@pytest.mark.parametrize("number", range(9))
def test_each_threshold_says_what_it_is_in(reading: Reading, number: int) -> None:
    wanted = reading.facts.thresholds[number]
    candidates = [
        (experience, spellings(*(v for o in experience.of for v in (o.label, o.mention))))
        for experience in reading.record.experience
        if (experience.min_months, experience.modality) == (wanted.min_months, wanted.modality)
    ]
    fitting = [
        experience
        for experience, names in candidates
        if all(is_named(thing, names) for thing in wanted.of)
    ]
    assert fitting, [sorted(names) for _, names in candidates]
    if wanted.excludes:
        assert any(wanted.excludes in " ".join(e.excludes).casefold() for e in fitting)


def test_only_the_first_threshold_excludes_something(reading: Reading) -> None:
    assert sum(bool(e.excludes) for e in reading.record.experience) == 1


@pytest.mark.parametrize("number", range(4))
def test_each_choice_is_one_of_alternatives(reading: Reading, number: int) -> None:
    wanted = reading.facts.choices[number]
    fitting = [
        choice
        for choice in reading.record.alternatives
        if choice.modality == wanted.modality
        and len(choice.options) == len(wanted.options)
        and all(
            any(name in spellings(o.label, o.mention) for o in choice.options for name in option)
            for option in wanted.options
        )
    ]
    assert fitting, reading.record.alternatives
    assert any(choice.open_list is wanted.open_list for choice in fitting)


def test_the_work_is_told_in_skills(reading: Reading) -> None:
    found = spellings(
        *(v for s in reading.record.skills for v in (s.label, s.mention, s.concept or ""))
    )
    missing = [names for names in reading.facts.duties if not is_named(names, found)]
    assert not missing


def test_preferred_skills_without_a_threshold(reading: Reading) -> None:
    found = spellings(
        *(
            value
            for skill in reading.record.skills
            if skill.modality in ("preferred", "required")
            for value in (skill.label, skill.mention)
        )
    )
    missing = [names for names in reading.facts.preferred if not is_named(names, found)]
    assert not missing


def test_a_bachelor_is_required_and_more_is_preferred(reading: Reading) -> None:
    found = {(frozenset(e.levels), e.modality) for e in reading.record.education}
    assert found == {
        (frozenset({"bachelor"}), "required"),
        (frozenset({"master", "doctorate"}), "preferred"),
    }
    (higher,) = (e for e in reading.record.education if e.modality == "preferred")
    assert {field.casefold() for field in higher.fields} == reading.facts.fields
    assert not any(e.or_experience for e in reading.record.education)


def test_five_pay_bands_each_with_its_place_or_zone(reading: Reading) -> None:
    found = [Pay(s.min or 0, s.max or 0, s.location or "") for s in reading.record.salaries]
    assert sorted(found) == sorted(reading.facts.pay)
    assert {(s.currency, s.period) for s in reading.record.salaries} == {("USD", "year")}


def test_sponsorship_is_not_offered(reading: Reading) -> None:
    assert reading.record.sponsorship == "not_offered"


def test_no_skill_is_read_where_nothing_is_demanded(reading: Reading) -> None:
    # Above the employer's name stands the banner, and from the paragraph on sponsorship on all is
    # legal text, pay, benefits and how to apply.
    advert_starts = reading.text.index(reading.facts.employer)
    advert_ends = reading.text.index("will not sponsor")
    outside = [
        skill.mention
        for skill in reading.record.skills
        if not advert_starts < skill.start < advert_ends
    ]
    assert not outside


def test_no_skill_that_is_not_named(reading: Reading) -> None:
    found = spellings(*(v for s in reading.record.skills for v in (s.label, s.concept or "")))
    assert not found & reading.facts.not_skills


def test_every_quote_is_in_the_text(reading: Reading) -> None:
    record = reading.record
    facts: list[Salary | Alternatives | Experience | Education] = [
        *record.salaries,
        *record.alternatives,
        *record.experience,
        *record.education,
    ]
    assert len(facts) >= 20
    assert all(reading.text[fact.start : fact.end] == fact.quote for fact in facts)
    assert all(reading.text[s.start : s.end] == s.mention for s in record.skills)
