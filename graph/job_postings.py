"""Each posting as a schema.org JobPosting in JSON-LD, for pages that search engines read.

Follows the public guideline for such pages,
https://developers.google.com/search/docs/appearance/structured-data/job-posting: which properties
are required and recommended, and which words they take. Nothing is made up: what an advert does not
say is not there, and :func:`missing_properties` tells what a search engine will miss.
"""

import html
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import orjson

from skillweave.graph.store import Document, Store
from skillweave.ontology.errors import UsageError
from skillweave.ontology.record import Place, Record, Salary

_EMPLOYMENT: Final = {
    "full_time": "FULL_TIME",
    "part_time": "PART_TIME",
    "contract": "CONTRACTOR",
    "temporary": "TEMPORARY",
    "internship": "INTERN",
}
"""The guideline has no word for a permanent position."""

_CREDENTIALS: Final = {
    "high_school": "high school",
    "vocational": "professional certificate",
    "associate": "associate degree",
    "bachelor": "bachelor degree",
    "master": "postgraduate degree",
    "professional": "postgraduate degree",
    "doctorate": "postgraduate degree",
}
_CONTEXT: Final = "https://schema.org/"
_BULLET: Final = re.compile(r"\s*(?:[-*•·‣▪●◦–]|o(?=\t))\s+")

JobPosting = dict[str, Any]
"""A JobPosting as a JSON object."""


def job_posting(document: Document) -> JobPosting:
    """Make the JobPosting of a posting, from its text and Record."""
    record = document.record
    found: JobPosting = {
        "@context": _CONTEXT,
        "@type": "JobPosting",
        "title": record.title.text,
        "description": description(document.text, record),
        "datePosted": record.date_posted,
        "validThrough": record.valid_through,
        "hiringOrganization": _organization(record),
        **_places(record),
        "employmentType": _employment_types(record),
        "baseSalary": _pay(record.salaries[0]) if record.salaries else None,
        "experienceRequirements": _experience(record),
        "educationRequirements": _education(record),
        "experienceInPlaceOfEducation": any(e.or_experience for e in record.education) or None,
        "identifier": {
            "@type": "PropertyValue",
            "name": record.employer or record.source,
            "value": document.posting,  # identifiers of sources are not unique among them
        },
        "url": record.url,
        "inLanguage": record.language,
    }
    return {key: value for key, value in found.items() if value not in (None, [], "")}


def missing_properties(posting: Mapping[str, Any]) -> list[str]:
    """Name the properties that the guideline requires and a JobPosting lacks.

    A place needs a country. A position that is done from anywhere needs no place, but says where
    its applicants may live.
    """
    missing = [
        name
        for name in ("title", "description", "datePosted", "hiringOrganization")
        if not posting.get(name)
    ]
    remote = posting.get("jobLocationType") == "TELECOMMUTE"
    places = posting.get("jobLocation", [])
    if not places and not remote:
        missing.append("jobLocation")
    if any(not place["address"].get("addressCountry") for place in places):
        missing.append("jobLocation.address.addressCountry")
    if remote and not places and not posting.get("applicantLocationRequirements"):
        missing.append("applicantLocationRequirements")
    return missing


def description(text: str, record: Record) -> str:
    """The text of a posting as HTML; first lines that other properties hold are left out."""
    known = {record.title.text, record.employer, *(p.text for p in record.locations)}
    known |= {salary.quote for salary in record.salaries} | set(_EMPLOYMENT.values())
    lines = text.splitlines()
    first = 0
    while first < len(lines) and (not lines[first].strip() or lines[first].strip() in known):
        first += 1
    return "".join(_elements(lines[first:] or lines))


def _elements(lines: list[str]) -> Iterator[str]:
    # Paragraphs and lists: an empty line ends either.
    paragraph: list[str] = []
    items: list[str] = []
    for line in [*lines, ""]:
        bullet = _BULLET.match(line)
        if paragraph and (bullet or not line.strip()):
            yield f"<p>{'<br>'.join(paragraph)}</p>"
            paragraph = []
        if items and not bullet:
            yield f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
            items = []
        if bullet:
            items.append(html.escape(line[bullet.end() :].strip(), quote=False))
        elif line.strip():
            paragraph.append(html.escape(line.strip(), quote=False))


def _organization(record: Record) -> JobPosting | None:
    return {"@type": "Organization", "name": record.employer} if record.employer else None


def _places(record: Record) -> JobPosting:
    if record.work_mode != "remote":
        return {"jobLocation": [_place(place) for place in record.locations]}
    return {
        "jobLocationType": "TELECOMMUTE",
        "applicantLocationRequirements": [_area(place) for place in record.locations],
    }


def _place(place: Place) -> JobPosting:
    address = {
        "@type": "PostalAddress",
        "addressLocality": place.city,
        "addressRegion": place.region,
        "addressCountry": place.country,
    }
    stated = {key: value for key, value in address.items() if value}
    found: JobPosting = {"@type": "Place", "address": stated}
    return found if len(stated) > 1 else {**found, "name": place.text}


def _area(place: Place) -> JobPosting:
    # The finest part that the guideline has a type for.
    if place.city:
        return {"@type": "City", "name": place.text}
    if place.region:
        return {"@type": "State", "name": ", ".join(filter(None, (place.region, place.country)))}
    return {"@type": "Country", "name": place.country or place.text}


def _employment_types(record: Record) -> list[str]:
    return [_EMPLOYMENT[kind] for kind in record.employment_types if kind in _EMPLOYMENT]


def _pay(salary: Salary) -> JobPosting:
    value: JobPosting = {"@type": "QuantitativeValue", "unitText": salary.period.upper()}
    if salary.min == salary.max or salary.max is None:
        value["value"] = salary.min
    else:
        value |= {"minValue": salary.min, "maxValue": salary.max}
    known = {key: amount for key, amount in value.items() if amount is not None}
    return {"@type": "MonetaryAmount", "currency": salary.currency, "value": known}


def _experience(record: Record) -> JobPosting | None:
    months = [
        stated.min_months
        for stated in record.experience
        if stated.modality == "required" and stated.min_months
    ]
    if not months:
        return None
    return {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": max(months)}


def _education(record: Record) -> list[JobPosting]:
    levels = [
        _CREDENTIALS[level]
        for stated in record.education
        if stated.modality == "required"
        for level in stated.levels
        if level in _CREDENTIALS
    ]
    return [
        {"@type": "EducationalOccupationalCredential", "credentialCategory": level}
        for level in dict.fromkeys(levels)
    ]


@dataclass(frozen=True, slots=True)
class JobPostingsWritten:
    """What was written.

    Attributes:
        postings: how many JobPostings.
        incomplete: for each property that search engines require, how many lack it.
        left_out: how many postings were left out since they lack one.
    """

    postings: int
    incomplete: dict[str, int]
    left_out: int


def write_job_postings(
    store: Store, path: Path, *, only_complete: bool = False
) -> JobPostingsWritten:
    """Write all postings as JobPostings, by their ids.

    Args:
        store: the graph.
        path: a file of JSON lines (``.jsonl``) or of one JSON-LD document (``.jsonld``,
            ``.json``), or else a directory that gets a file a posting.
        only_complete: whether to leave out those that lack what search engines require.

    Raises:
        UsageError: the file or directory cannot be written.

    Note:
        Memory: a few hundred postings.
    """
    counts: dict[str, int] = {}
    written = left_out = 0

    def chosen() -> Iterator[tuple[str, JobPosting]]:
        nonlocal written, left_out
        for posting, found in _all(store):
            missing = missing_properties(found)
            for name in missing:
                counts[name] = counts.get(name, 0) + 1
            if missing and only_complete:
                left_out += 1
                continue
            written += 1
            yield posting, found

    try:
        if path.suffix.lower() in (".jsonl", ".jsonld", ".json"):
            _write_file(path, (found for _, found in chosen()))
        else:
            path.mkdir(parents=True, exist_ok=True)
            for posting, found in chosen():
                name = quote(posting.removeprefix("posting/"), safe="")
                (path / f"{name}.jsonld").write_bytes(orjson.dumps(found) + b"\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error
    return JobPostingsWritten(written, dict(sorted(counts.items())), left_out)


def _all(store: Store) -> Iterator[tuple[str, JobPosting]]:
    for document in store.documents():
        yield document.posting, job_posting(document)


def _write_file(path: Path, postings: Iterator[JobPosting]) -> None:
    draft = path.with_name(f".{path.name}.part")
    lines = path.suffix.lower() == ".jsonl"
    try:
        with draft.open("wb") as file:
            if not lines:
                file.write(b'{"@context":"' + _CONTEXT.encode() + b'","@graph":[')
            for number, posting in enumerate(postings):
                if not lines:
                    posting = {key: value for key, value in posting.items() if key != "@context"}
                    file.write(b"," if number else b"")
                file.write(orjson.dumps(posting) + (b"\n" if lines else b""))
            if not lines:
                file.write(b"]}\n")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
