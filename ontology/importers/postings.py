"""Read what the posting collections state as data: titles, tags and the running text.

Texts are read to count in how many postings a name occurs; nothing of them is stored.
"""

import csv
import gzip
import html
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

csv.field_size_limit(sys.maxsize)

_TAG: Final = re.compile(r"<[^>]{1,400}>")


def _csv(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", errors="replace", newline="") as stream:
        yield from csv.DictReader(stream)


def _jsonl(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def dice_tags(postings: Path) -> Counter[str]:
    """Employer-entered skill tags and in how many postings each stands."""
    tags: Counter[str] = Counter()
    for row in _csv(postings / "dice_csv" / "dice_title_skills_22000.csv.gz"):
        tags.update({tag.strip() for tag in row["Required Skills"].split(",")})
    return tags


def linkedin_tags(postings: Path) -> Counter[str]:
    """Skill tags of LinkedIn postings and in how many postings each stands."""
    tags: Counter[str] = Counter()
    for row in _csv(postings / "linkedin2025_csv" / "linkedin_jobs.csv.gz"):
        tags.update({tag.strip() for tag in re.split(r"[,·\n]|\band\b", row["skills"] or "")})
    return tags


_TITLE_COLUMNS: Final = (
    ("dice_csv/dice_title_skills_22000.csv.gz", "Designation"),
    ("dice_csv/dice_descriptions_658.csv.gz", "jobtitle"),
    ("usajobs_csv/fedjobs_dedup.csv.gz", "PositionTitle"),
    ("glassdoor_csv/glassdoor_jobs.csv.gz", "Job Title"),
    ("linkedin2018_csv/DataAnalyst.csv.gz", "title"),
    ("linkedin2018_csv/DataScientist.csv.gz", "title"),
    ("linkedin2025_csv/linkedin_jobs.csv.gz", "title"),
)


def titles(postings: Path) -> Counter[str]:
    """Job titles that the collections state in a field, and how many postings have each."""
    found: Counter[str] = Counter()
    for name, column in _TITLE_COLUMNS:
        found.update(row[column] or "" for row in _csv(postings / name))
    found.update(row["title"] for row in _jsonl(postings / "nhs_jsonld" / "nhs_jobs.jsonl.gz"))
    return found


_TEXT_COLUMNS: Final = (
    ("dice_csv/dice_descriptions_658.csv.gz", "jobdescription"),
    ("usajobs_csv/fedjobs_dedup.csv.gz", "QualificationSummary"),
    ("glassdoor_csv/glassdoor_jobs.csv.gz", "Job Description"),
    ("linkedin2018_csv/DataAnalyst.csv.gz", "description"),
    ("linkedin2018_csv/DataScientist.csv.gz", "description"),
    ("linkedin2025_csv/linkedin_jobs.csv.gz", "description"),
)
_TEXT_KEYS: Final = (
    ("nhs_jsonld/nhs_jobs.jsonl.gz", "description"),
    ("hn_jsonl/hn_jobs.jsonl.gz", "text"),
    ("analytics2026_jsonl/jds.jsonl.gz", "text"),
    ("election_text/full_texts.jsonl.gz", "text"),
)


def texts(postings: Path) -> Iterator[str]:
    """The running text of postings, freed of tags; some 25,000."""
    for name, column in _TEXT_COLUMNS:
        for row in _csv(postings / name):
            yield row[column] or ""
    for name, key in _TEXT_KEYS:
        for row in _jsonl(postings / name):
            text = html.unescape(html.unescape(str(row.get(key) or "")))
            yield _TAG.sub(" ", text)
