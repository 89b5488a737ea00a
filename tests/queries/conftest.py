"""A store in memory for questions: it can be scanned and quoted, and nothing else."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pytest

from skillweave.graph.store import Document, Store
from skillweave.ontology.record import Record
from skillweave.ontology.tables import arrow_schema
from skillweave.queries.view import View

Rows = dict[str, list[dict[str, Any]]]

DEFAULTS = {
    "status": "listed",
    "kind": "technology",
    "modality": "required",
    "logic": "all",
    "open_list": False,
    "exclusive_minimum": False,
    "confidence": 1.0,
    "text_sha256": "",
    "aliases": [],
}


class MemoryStore:
    """Rows by table, and the texts of postings."""

    version = 1

    def __init__(self, rows: Rows, texts: dict[str, str], workspace: Path) -> None:
        self.rows = rows
        self.texts = texts
        self.workspace = workspace

    def runs(self) -> pa.Table:
        return pa.table({"id": ["run/1"]})

    def scan(self, table: str, *, columns: Sequence[str] | None = None, since: int = 0) -> pa.Table:
        schema = arrow_schema(table)
        rows = [
            {name: row.get(name, DEFAULTS.get(name)) for name in schema.names}
            for row in self.rows.get(table, [])
        ]
        whole = pa.Table.from_pylist(rows, schema=schema)
        return whole.select(columns) if columns else whole

    def documents(self, postings: Iterable[str] | None = None) -> Iterator[Document]:
        for posting in sorted(self.texts if postings is None else set(postings)):
            record = Record(id=posting, text_sha256="")
            yield Document(posting, "a.txt", "", "text", self.texts[posting], record)


TEXTS = {
    "posting/1": "Data Engineer\nRequired:\n- 3 years of Python\n- SQL\n",
    "posting/2": "Data Engineer\nNice. You know SQL well. No shouting.\nPython is a plus\n",
    "posting/3": "Data Engineer\nRequired:\n- 3 years of Python\n- SQL\n(again)",
    "posting/4": "Nurse\nAt least 12 months of nursing.\n",
}


def at(posting: str, words: str) -> dict[str, Any]:
    """Offsets of some words in a posting."""
    start = TEXTS[posting].index(words)
    return {"start": start, "end": start + len(words), "quote": words}


def demand(posting: str, number: str, quote: str, **properties: Any) -> dict[str, Any]:
    """A requirement of a posting, for a skill unless told otherwise."""
    defaults = {"id": f"{posting}#req-{number}", "kind": "skill", **at(posting, quote)}
    return defaults | properties


def edge(source: str, target: str) -> dict[str, Any]:
    return {"source": source, "target": target}


@pytest.fixture
def view(tmp_path: Path) -> View:
    """Four postings, one of them a repetition; places that lie in one another."""
    rows: Rows = {
        "Posting": [
            {"id": posting, "title": text.split("\n")[0]} for posting, text in TEXTS.items()
        ],
        "Role": [
            {"id": "role/data-engineer", "label": "data engineer", "aliases": ["ETL developer"]},
            {
                "id": "role/registered-nurse",
                "label": "registered nurse",
                "aliases": ["RN", "nurse"],
            },
            {"id": "role/nurse-manager", "label": "nurse manager", "aliases": ["head nurse"]},
        ],
        "Skill": [
            {"id": "skill/python", "label": "Python"},
            {"id": "skill/sql", "label": "SQL", "aliases": ["Structured Query Language"]},
            {"id": "skill/postgresql", "label": "PostgreSQL", "aliases": ["Postgres"]},
            {"id": "skill/c-plus-plus", "label": "C++"},
            {"id": "skill/power-bi", "label": "Power BI", "aliases": ["PBI"]},
            {"id": "skill/pbi-method", "label": "problem-based inquiry", "aliases": ["PBI"]},
            {"id": "skill/candidate-postgres", "label": "postgres", "status": "candidate"},
        ],
        "Employer": [{"id": "employer/tern", "name": "Tern & Tide"}],
        "Location": [
            {"id": "place/1", "name": "Memphis", "kind": "city"},
            {"id": "place/2", "name": "Tennessee", "kind": "region"},
            {"id": "place/4896861", "name": "Illinois", "kind": "region"},
            {"id": "place/4250542", "name": "Springfield", "kind": "city"},
            {"id": "place/4398678", "name": "Missouri", "kind": "region"},
            {"id": "place/4409896", "name": "Springfield", "kind": "city"},
            {"id": "place/5128638", "name": "New York", "kind": "region"},
            {"id": "place/5128581", "name": "New York", "kind": "city"},
        ],
        "WITHIN": [
            edge("place/1", "place/2"),
            edge("place/4250542", "place/4896861"),
            edge("place/4409896", "place/4398678"),
            edge("place/5128581", "place/5128638"),
        ],
        "LOCATED_IN": [edge("posting/1", "place/1"), edge("posting/4", "place/2")],
        "HIRED_BY": [edge("posting/1", "employer/tern")],
        "FOR_ROLE": [
            edge("posting/1", "role/data-engineer"),
            edge("posting/2", "role/data-engineer"),
            edge("posting/3", "role/data-engineer"),
            edge("posting/4", "role/registered-nurse"),
        ],
        "DUPLICATE_OF": [edge("posting/3", "posting/1")],
        # Posting 1: three years of Python are a part of a demand for SQL; posting 2 would like
        # Python or C++ and does not want PostgreSQL; posting 3 repeats posting 1; posting 4 names no skill.
        "Requirement": [
            demand("posting/1", "0", "SQL"),
            demand("posting/1", "1", "3 years of Python", kind="experience", min_months=36),
            demand("posting/2", "0", "SQL"),
            demand("posting/2", "1", "Python", modality="preferred", logic="any"),
            demand("posting/2", "2", "No shouting", modality="not_required"),
            demand("posting/3", "0", "SQL"),
            demand("posting/4", "0", "At least 12 months", kind="experience", min_months=12),
        ],
        "HAS_REQUIREMENT": [
            edge(posting, f"{posting}#req-{number}")
            for posting, number in (
                ("posting/1", "0"),
                ("posting/2", "0"),
                ("posting/2", "1"),
                ("posting/2", "2"),
                ("posting/3", "0"),
                ("posting/4", "0"),
            )
        ],
        "HAS_PART": [edge("posting/1#req-0", "posting/1#req-1")],
        "OPTION": [
            edge("posting/1#req-0", "skill/sql"),
            edge("posting/1#req-1", "skill/python"),
            edge("posting/2#req-0", "skill/sql"),
            edge("posting/2#req-1", "skill/python"),
            edge("posting/2#req-1", "skill/c-plus-plus"),
            edge("posting/2#req-2", "skill/postgresql"),
            edge("posting/3#req-0", "skill/sql"),
        ],
    }
    return View(cast(Store, MemoryStore(rows, TEXTS, tmp_path)))
