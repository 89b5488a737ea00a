"""JSON in all its uses: labelled text, JobPosting, applicant-tracking systems, dumps."""

import json
from pathlib import Path
from typing import Any

import pytest

from skillweave.loaders.formats.values import pay_amount, pay_line, pay_period
from skillweave.loaders.posting import Posting, Reject, text_digest
from skillweave.loaders.sources import read_postings

TASKS = "You will bake bread. Experience in a bakery is required. Apply with your CV."


def write(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), "utf-8")
    return path


def read(*paths: Path) -> list[Posting]:
    found = list(read_postings(paths))
    assert not [each for each in found if isinstance(each, Reject)]
    return [each for each in found if isinstance(each, Posting)]


def check_spans(posting: Posting) -> None:
    """Every stated value stands where it says, within the header lines or (a title) the body."""
    stated = posting.stated
    several: list[Any] = [*stated.places, *stated.pay, *stated.employment_types, *stated.skills]
    for each in [stated.title, stated.employer, stated.seniority, stated.work_mode, *several]:
        if each is not None:
            assert posting.text[each.start : each.end] == each.value
            assert each.end <= posting.header_end


# Labelled text


@pytest.mark.parametrize(
    "text", ["A <b>bold</b> text\r\n\n\n  kept &amp; as\u00a0is  ", "# x", "x"]
)
def test_id_and_text_alone_are_kept_letter_by_letter(tmp_path: Path, text: str) -> None:
    path = tmp_path / "labelled.jsonl"
    path.write_text(json.dumps({"id": "gold:1", "text": text}) + "\n", "utf-8")
    (posting,) = read(path)
    assert posting.id == "gold:1"
    assert posting.text == text
    assert posting.header_end == 0


def test_further_keys_are_allowed_where_the_digest_says_the_text_is_whole(tmp_path: Path) -> None:
    text = "Baker <b>wanted</b>"
    labelled = {"id": "1", "text": text, "sha256": text_digest(text), "title": "Baker"}
    (posting,) = read(write(tmp_path / "a.json", labelled))
    assert (posting.id, posting.text) == ("1", text)


# schema.org JobPosting

JOB: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Night Baker",
    "description": "&lt;p&gt;You will bake &amp;amp; deliver.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Bread&lt;/li&gt;&lt;/ul&gt;",
    "hiringOrganization": {"@type": "Organization", "name": "Crust Ltd"},
    "jobLocation": {
        "@type": "Place",
        "address": {"addressLocality": "Leeds", "addressCountry": "GB", "postalCode": "LS1 1AA"},
        "geo": {"latitude": "53.8", "longitude": -1.5},
    },
    "baseSalary": {
        "currency": "GBP",
        "value": {"minValue": "21000", "maxValue": 23500.5, "unitText": "YEAR"},
    },
    "employmentType": ["FULL_TIME", "TEMPORARY"],
    "datePosted": "2024-03-01T10:00:00+00:00",
    "validThrough": "2024-04-01",
    "url": "https://www.jobs.example.org/vacancy/7?utm_source=x",
}


def test_a_job_posting_becomes_header_lines_and_text(tmp_path: Path) -> None:
    (posting,) = read(write(tmp_path / "job.json", JOB))
    assert posting.text == (
        "Night Baker\nCrust Ltd\nLeeds, GB\nGBP 21,000 - 23,500.50 per year\nFULL_TIME\nTEMPORARY\n\n"
        "You will bake & deliver.\n\n• Bread"
    )
    check_spans(posting)
    (place,) = posting.stated.places
    assert (place.city, place.country, place.postal_code) == ("Leeds", "GB", "LS1 1AA")
    assert (place.latitude, place.longitude) == (53.8, -1.5)
    (pay,) = posting.stated.pay
    assert (pay.minimum, pay.maximum, pay.currency, pay.period) == (21000, 23500.5, "GBP", "year")
    assert posting.stated.date_posted == "2024-03-01"
    assert posting.source == "jobs.example.org"


def page(value: Any) -> str:
    script = f'<script type="application/ld+json">{json.dumps(value)}</script>'
    return f"<!DOCTYPE html><html><head>{script}</head><body><p>Cookies?</p></body></html>"


@pytest.mark.parametrize(
    "written",
    [
        json.dumps(JOB),
        json.dumps([JOB]),
        json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, JOB]}),
        json.dumps({"page": {"meta": [{"job": JOB}]}}),
        json.dumps(JOB) + "\n\n",
        page(JOB),
        page([{"@type": "BreadcrumbList"}, JOB]),
    ],
    ids=["alone", "array", "graph", "nested", "line", "page", "page-array"],
)
def test_a_job_posting_is_the_same_wherever_it_stands(tmp_path: Path, written: str) -> None:
    (expected,) = read(write(tmp_path / "expected.json", JOB))
    other = tmp_path / "other"
    other.write_text(written, "utf-8")
    (posting,) = read(other)
    assert posting.text == expected.text
    assert posting.id == expected.id
    assert posting.stated == expected.stated


def test_microdata_states_what_json_ld_states(tmp_path: Path) -> None:
    markup = (
        '<html><body><div itemscope itemtype="https://schema.org/JobPosting">'
        '<h1 itemprop="title">Night Baker</h1>'
        '<span itemprop="hiringOrganization"><b itemprop="name">Crust Ltd</b></span>'
        '<span itemprop="addressLocality">Leeds</span><meta itemprop="datePosted" content="2024-03-01">'
        '<div itemprop="description"><p>You bake.</p><ul><li>Bread</ul></div></div></body></html>'
    )
    path = tmp_path / "page.html"
    path.write_text(markup, "utf-8")
    (posting,) = read(path)
    assert posting.text == "Night Baker\nCrust Ltd\nLeeds\n\nYou bake.\n\n• Bread"
    assert posting.stated.date_posted == "2024-03-01"


@pytest.mark.parametrize(
    "salary",
    [
        {"value": {"value": "negotiable", "unitText": "YEAR"}},
        {"value": {"minValue": 0, "maxValue": "0.00"}},
        {"value": -1},
        "Competitive",
        {"value": {"value": "Band 5", "unitText": "YEAR"}},
        [],
        {"value": [[]]},
        True,
    ],
)
def test_placeholders_are_no_pay(tmp_path: Path, salary: Any) -> None:
    (posting,) = read(write(tmp_path / "job.json", JOB | {"baseSalary": salary}))
    assert posting.stated.pay == ()


def test_the_publishers_words_tell_the_period_better_than_its_unit(tmp_path: Path) -> None:
    salary = {
        "currency": "GBP",
        "value": {
            "minValue": 11,
            "maxValue": 12,
            "value": "£11 to £12 per hour",
            "unitText": "YEAR",
        },
    }
    (posting,) = read(write(tmp_path / "job.json", JOB | {"baseSalary": salary}))
    assert posting.stated.pay[0].period == "hour"
    assert posting.stated.pay[0].value == "GBP 11 - 12 per hour"


def test_a_body_that_begins_with_the_title_does_not_repeat_it(tmp_path: Path) -> None:
    job = JOB | {"description": "<h2>night  baker</h2><p>You bake.</p><h3>Pay</h3><p>Good.</p>"}
    (posting,) = read(write(tmp_path / "job.json", job))
    assert posting.text.lower().count("night baker") == 1
    assert [posting.text[start:end] for start, end in posting.headings] == ["Pay"]


# Applicant-tracking systems: shapes by their public interfaces, contents written for the test


def item(system: str) -> dict[str, Any]:
    """One opening as a system gives it."""
    description = f"<p>{TASKS}</p>"
    items: dict[str, dict[str, Any]] = {
        "greenhouse": {
            "id": 7,
            "internal_job_id": 70,
            "title": "Baker",
            "absolute_url": "https://boards.example.org/crust/jobs/7",
            "location": {"name": "Leeds"},
            "content": description.replace("<", "&lt;").replace(">", "&gt;"),
        },
        "lever": {
            "id": "7",
            "text": "Baker",
            "hostedUrl": "https://jobs.example.org/crust/7",
            "categories": {"location": "Leeds", "commitment": "Part-time"},
            "description": description,
            "lists": [{"text": "Your tasks", "content": "<li>Knead</li><li>Bake</li>"}],
            "additional": "<p>We give bread.</p>",
        },
        "ashby": {
            "id": "7",
            "title": "Baker",
            "jobUrl": "https://jobs.example.org/crust/7",
            "employmentType": "FullTime",
            "location": "Leeds",
            "descriptionHtml": description,
        },
        "workable": {
            "title": "Baker",
            "shortcode": "7",
            "telecommuting": False,
            "url": "https://apply.example.org/j/7",
            "locations": [{"city": "Leeds", "country": "United Kingdom"}],
            "description": description,
        },
        "recruitee": {
            "id": 7,
            "title": "Baker",
            "careers_url": "https://crust.example.org/o/baker",
            "careers_apply_url": "https://crust.example.org/o/baker/c/new",
            "locations": [{"city": "Leeds", "country": "United Kingdom"}],
            "description": description,
            "salary": {"min": "20000", "max": "21000", "currency": "GBP", "period": "year"},
        },
        "oracle": {
            "Id": "7",
            "Title": "Baker",
            "PrimaryLocation": "Leeds",
            "ExternalDescriptionStr": description,
        },
        "pinpoint": {
            "id": "7",
            "title": "Baker",
            "location": {"name": "Leeds"},
            "description": description,
            "key_responsibilities_header": "Your day",
            "key_responsibilities": "<ul><li>Bake</li></ul>",
            "skills_knowledge_expertise": "<p>Dough</p>",
        },
        "smartrecruiters": {
            "id": "7",
            "name": "Baker",
            "refNumber": "R7",
            "releasedDate": "2024-03-01T00:00:00Z",
            "location": {"city": "Leeds", "country": "gb"},
            "jobAd": {"sections": {"d": {"title": "Tasks", "text": description}}},
        },
    }
    return items[system]


SYSTEMS = "greenhouse lever ashby workable recruitee oracle pinpoint smartrecruiters".split()


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("envelope", ["alone", "list", "jobs", "line"])
def test_systems_are_told_by_the_shape_of_their_items(
    tmp_path: Path, system: str, envelope: str
) -> None:
    opening = item(system)
    value = {"alone": opening, "list": [opening], "jobs": {"meta": {}, "x": {"jobs": [opening]}}}
    path = tmp_path / "export"
    path.write_text(json.dumps(value.get(envelope, opening)) + "\n", "utf-8")
    (posting,) = read(path)
    assert posting.format == system
    assert posting.text.startswith("Baker\n")
    assert TASKS in posting.text
    assert posting.stated.places[0].value.startswith("Leeds")
    assert posting.source_id == "7"
    check_spans(posting)


def test_sections_of_a_system_come_under_their_headings(tmp_path: Path) -> None:
    (lever,) = read(write(tmp_path / "lever.json", [item("lever")]))
    assert lever.text.endswith("Your tasks\n• Knead\n• Bake\n\nWe give bread.")
    (pinpoint,) = read(write(tmp_path / "pinpoint.json", {"data": [item("pinpoint")]}))
    headings = [pinpoint.text[start:end] for start, end in pinpoint.headings]
    assert headings == ["Your day", "Skills Knowledge Expertise"]


def test_an_opening_listed_once_a_place_is_one_posting_with_all_places(tmp_path: Path) -> None:
    openings = [item("workable") | {"locations": [{"city": c}]} for c in ("Leeds", "York", "Hull")]
    (posting,) = read(write(tmp_path / "jobs.json", {"jobs": openings}))
    assert [place.value for place in posting.stated.places] == ["Leeds", "York", "Hull"]
    assert posting.position == "item 1 and 2 and 3"


def test_data_that_a_page_draws_its_list_from_is_read(tmp_path: Path) -> None:
    jobs = [{"JobId": n, "JobTitle": f"Baker {n}", "PublishedDate": "2024-03-01"} for n in (1, 2)]
    path = tmp_path / "page.html"
    path.write_text(
        f"<html><body><script>window.x = {json.dumps({'Jobs': jobs})};</script>", "utf-8"
    )
    assert [posting.text for posting in read(path)] == ["Baker 1", "Baker 2"]


def test_a_list_of_openings_in_markup_gives_each(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    row = '<tr><td><a href="/crust/job/a{0}">Baker {0}</a><td class="jv-job-list-location">Leeds'
    path.write_text("<html><body><table>" + row.format(1) + row.format(2) + "</table>", "utf-8")
    postings = read(path)
    assert [posting.text for posting in postings] == ["Baker 1\nLeeds", "Baker 2\nLeeds"]
    assert [posting.source_id for posting in postings] == ["a1", "a2"]


# Dumps


def test_nested_fields_of_unknown_objects_are_recognised(tmp_path: Path) -> None:
    rows = [
        {
            "title": f"Baker {n}",
            "company": {"display_name": "Crust"},
            "location": {"display_name": "Leeds", "area": ["UK"]},
            "description": TASKS,
            "salary_min": 20000 + n,
            "salary_max": 21000,
            "redirect_url": f"https://www.example.org/jobs/{n}",
        }
        for n in range(3)
    ]
    postings = read(write(tmp_path / "dump.json", {"count": 3, "results": rows}))
    assert [posting.stated.title.value for posting in postings if posting.stated.title] == [
        "Baker 0",
        "Baker 1",
        "Baker 2",
    ]
    assert postings[1].text == f"Baker 1\nCrust\nLeeds\n20,001 - 21,000\n\n{TASKS}"


def test_an_array_that_is_cut_gives_what_stands_before_the_cut(tmp_path: Path) -> None:
    rows = [{"title": f"Baker {n}", "description": TASKS} for n in range(5)]
    whole = json.dumps(rows)
    path = tmp_path / "dump.json"
    path.write_text(whole[: whole.index("Baker 3")], "utf-8")
    *postings, reject = read_postings([path])
    assert [
        p.stated.title.value for p in postings if isinstance(p, Posting) and p.stated.title
    ] == [
        "Baker 0",
        "Baker 1",
        "Baker 2",
    ]
    assert isinstance(reject, Reject)
    assert "cut" in reject.reason
    assert reject.position == "after item 3"


def test_damaged_lines_are_rejected_by_number_and_others_are_read(tmp_path: Path) -> None:
    good = [json.dumps({"title": f"Baker {n}", "description": TASKS}) for n in range(4)]
    lines = [good[0], good[1][:20], "", "[1, 2]", good[2], '{"title": "x", "n": NaN}', good[3]]
    path = tmp_path / "dump.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    found = list(read_postings([path]))
    assert [f"{each.position}:{type(each).__name__}" for each in found] == [
        "line 1:Posting",
        "line 2:Reject",
        "line 4:Reject",
        "line 5:Posting",
        "line 6:Posting",
        "line 7:Posting",
    ]


def test_lines_of_several_kinds_may_be_mixed(tmp_path: Path) -> None:
    values = [
        {"title": "Cook", "description": TASKS},
        JOB,
        item("ashby"),
        {"id": "1", "text": "kept"},
        {"title": "Smith", "description": TASKS},
    ]
    path = tmp_path / "mixed.jsonl"
    path.write_text("\n".join(map(json.dumps, values)), "utf-8")
    assert [posting.format for posting in read(path)] == [
        "jsonl",
        "json-ld",
        "ashby",
        "labelled",
        "jsonl",
    ]


@pytest.mark.parametrize(
    ("stated", "amount"),
    [("€52.643,00", 52643), ("1'200.50", 1200.5), ("12,5", 12.5), ("1,250", 1250), (True, None)],
)
def test_amounts_are_read_in_the_ways_of_several_countries(stated: object, amount: float) -> None:
    assert pay_amount(stated) == amount


def test_an_own_pay_line_can_be_read_back() -> None:
    line = pay_line(1200.5, 4000, "EUR", "month")
    low, high = line.removeprefix("EUR ").removesuffix(" per month").split(" - ")
    assert (pay_amount(low), pay_amount(high), pay_period(line)) == (1200.5, 4000, "month")
