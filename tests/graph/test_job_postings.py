"""JobPostings follow the public guideline, and our own reader reads them back."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from skillweave import Graph
from skillweave.demo import POSTINGS
from skillweave.graph.job_postings import description, job_posting, missing_properties
from skillweave.graph.store import Document
from skillweave.ontology.record import Education, Experience, Place, Record, Salary, Title

EMPLOYMENT = {
    "FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER",
}  # fmt: skip
CREDENTIALS = {
    "high school", "associate degree", "bachelor degree", "professional certificate",
    "postgraduate degree",
}  # fmt: skip
UNITS = {"HOUR", "DAY", "WEEK", "MONTH", "YEAR"}


def check_guideline(posting: dict[str, Any]) -> None:
    """What the guideline says of each property, written down independently of the code."""
    assert posting["@type"] == "JobPosting"
    assert isinstance(posting["title"], str)
    assert "<" in posting["description"]
    for key in ("datePosted", "validThrough"):
        if key in posting:
            date.fromisoformat(posting[key])
    if "hiringOrganization" in posting:
        assert posting["hiringOrganization"]["@type"] == "Organization"
        assert posting["hiringOrganization"]["name"]
    for place in posting.get("jobLocation", []):
        assert place["@type"] == "Place"
        assert place["address"]["@type"] == "PostalAddress"
    assert posting.get("jobLocationType", "TELECOMMUTE") == "TELECOMMUTE"
    for area in posting.get("applicantLocationRequirements", []):
        assert area["@type"] in {"Country", "State", "City"}
        assert area["name"]
    assert set(posting.get("employmentType", [])) <= EMPLOYMENT
    if pay := posting.get("baseSalary"):
        assert pay["@type"] == "MonetaryAmount"
        assert len(pay["currency"]) == 3
        value = pay["value"]
        assert value["@type"] == "QuantitativeValue"
        assert value["unitText"] in UNITS
        assert {"value"} <= set(value) or {"minValue", "maxValue"} & set(value)
    if asked := posting.get("experienceRequirements"):
        assert asked["@type"] == "OccupationalExperienceRequirements"
        assert asked["monthsOfExperience"] > 0
    for credential in posting.get("educationRequirements", []):
        assert credential["@type"] == "EducationalOccupationalCredential"
        assert credential["credentialCategory"] in CREDENTIALS
    assert posting["identifier"]["@type"] == "PropertyValue"


RECORD = Record(
    id="posting/acme-1",
    text_sha256="0" * 64,
    title=Title(text="Baker"),
    employer="Acme",
    locations=(Place(text="Port, EW", city="Port", country="EW", start=0, end=8),),
    employment_types=("full_time", "permanent"),
    salaries=(
        Salary(min=9.5, max=11.0, currency="EUR", period="hour", start=0, end=1, quote="€9.50-11"),
    ),
    experience=(
        Experience(min_months=24, modality="required", start=0, end=1, quote=""),
        Experience(min_months=60, modality="preferred", start=0, end=1, quote=""),
    ),
    education=(
        Education(
            levels=("vocational", "master", "doctorate"),
            modality="required",
            or_experience=True,
            start=0,
            end=1,
            quote="",
        ),
    ),
    date_posted="2026-02-01",
    valid_through="2026-03-01",
    language="en",
)
TEXT = "Baker\nAcme\n\nBake & <sell> bread.\nEvery day.\n\n- Ovens\n- Early hours\n\nGood pay."


def posting_of(record: Record = RECORD, text: str = TEXT) -> dict[str, Any]:
    return job_posting(Document(record.id, "a", "1", "text", text, record))


def test_all_that_a_record_says_is_there() -> None:
    found = posting_of()
    check_guideline(found)
    assert missing_properties(found) == []
    assert found == {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": "Baker",
        "description": "<p>Bake &amp; &lt;sell&gt; bread.<br>Every day.</p>"
        "<ul><li>Ovens</li><li>Early hours</li></ul><p>Good pay.</p>",
        "datePosted": "2026-02-01",
        "validThrough": "2026-03-01",
        "hiringOrganization": {"@type": "Organization", "name": "Acme"},
        "jobLocation": [
            {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": "Port",
                    "addressCountry": "EW",
                },
            }
        ],
        "employmentType": ["FULL_TIME"],
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "EUR",
            "value": {
                "@type": "QuantitativeValue",
                "unitText": "HOUR",
                "minValue": 9.5,
                "maxValue": 11.0,
            },
        },
        "experienceRequirements": {
            "@type": "OccupationalExperienceRequirements",
            "monthsOfExperience": 24,
        },
        "educationRequirements": [
            {
                "@type": "EducationalOccupationalCredential",
                "credentialCategory": "professional certificate",
            },
            {
                "@type": "EducationalOccupationalCredential",
                "credentialCategory": "postgraduate degree",
            },
        ],
        "experienceInPlaceOfEducation": True,
        "identifier": {"@type": "PropertyValue", "name": "Acme", "value": "posting/acme-1"},
        "inLanguage": "en",
    }


def test_remote_positions_say_where_one_may_live() -> None:
    country = Place(text="Erewhon", country="EW", start=0, end=1)
    found = posting_of(RECORD.model_copy(update={"work_mode": "remote", "locations": (country,)}))
    check_guideline(found)
    assert found["jobLocationType"] == "TELECOMMUTE"
    assert found["applicantLocationRequirements"] == [{"@type": "Country", "name": "EW"}]
    assert "jobLocation" not in found
    assert missing_properties(found) == []
    nowhere = posting_of(RECORD.model_copy(update={"work_mode": "remote", "locations": ()}))
    assert missing_properties(nowhere) == ["applicantLocationRequirements"]


@pytest.mark.parametrize(
    ("update", "missing"),
    [
        ({"title": Title()}, "title"),
        ({"date_posted": None}, "datePosted"),
        ({"employer": None}, "hiringOrganization"),
        ({"locations": ()}, "jobLocation"),
        (
            {"locations": (Place(text="Port", city="Port", start=0, end=1),)},
            "jobLocation.address.addressCountry",
        ),
    ],
)
def test_what_search_engines_require_is_missed(update: dict[str, Any], missing: str) -> None:
    assert missing_properties(posting_of(RECORD.model_copy(update=update))) == [missing]


def test_a_text_of_known_lines_alone_is_kept() -> None:
    assert description("Baker\nAcme", RECORD) == "<p>Baker<br>Acme</p>"


def test_one_figure_of_pay_is_a_value() -> None:
    fixed = RECORD.salaries[0].model_copy(update={"max": 9.5})
    found = posting_of(RECORD.model_copy(update={"salaries": (fixed,)}))
    assert found["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "HOUR",
        "value": 9.5,
    }


@pytest.fixture(scope="module")
def graph_by_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rules") / "graph"
    with Graph.open(path, create=True) as graph:
        graph.build(POSTINGS, processes=1, reader="rules")
    return path


@pytest.mark.parametrize("name", ["jobs.jsonl", "jobs.jsonld", "pages"])
def test_our_own_reader_reads_them_back(graph_by_rules: Path, tmp_path: Path, name: str) -> None:
    with Graph.open(graph_by_rules) as graph:
        written = graph.export_job_postings(tmp_path / name)
        before = {document.posting: document.record for document in graph.store.documents()}
        count = graph.tables["Posting"]
    assert written.postings == count
    with Graph.open(tmp_path / "back", create=True) as graph:
        total = graph.build([tmp_path / name], processes=1, reader="rules").total
        assert (total.written, total.rejected) == (count, 0)
        rows = graph.table("Posting").arrow.select(["id", "source_id"]).to_pylist()
        old_ids = {row["id"]: row["source_id"] for row in rows}
        again = {old_ids[each.posting]: each.record for each in graph.store.documents()}
    assert set(again) == set(before)
    for posting, old in before.items():
        new = again[posting]
        assert new.title.text == old.title.text, posting
        assert (new.employer, new.date_posted) == (old.employer, old.date_posted), posting
        assert new.valid_through == old.valid_through, posting
        assert set(old.employment_types) - {"permanent"} <= set(new.employment_types), posting
        assert {place.place for place in old.locations} <= {p.place for p in new.locations}, posting
        assert [(s.min, s.max, s.currency, s.period) for s in old.salaries[:1]] == [
            (s.min, s.max, s.currency, s.period) for s in new.salaries[:1]
        ], posting
        asked = {skill.concept for skill in old.skills if skill.modality == "required"}
        assert asked <= {skill.concept for skill in new.skills}, posting


def test_the_demo_follows_the_guideline(demo_graph: Path, tmp_path: Path) -> None:
    with Graph.open(demo_graph) as graph:
        all_of_them = graph.export_job_postings(tmp_path / "all.jsonl")
        complete = graph.export_job_postings(tmp_path / "complete.jsonl", only_complete=True)
    found = [json.loads(line) for line in (tmp_path / "all.jsonl").read_bytes().splitlines()]
    for posting in found:
        check_guideline(posting)
    kept = (tmp_path / "complete.jsonl").read_bytes().splitlines()
    assert len(kept) == complete.postings == len(found) - complete.left_out < len(found)
    assert all_of_them.incomplete == complete.incomplete
    assert all(missing_properties(json.loads(line)) == [] for line in kept)
