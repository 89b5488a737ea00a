"""Random postings with nested requirements, as rows of tables: what questions are tested on.

Rows are plain dictionaries, so that an oracle can walk them without any code of the project.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final, cast

import pyarrow as pa

from skillweave.graph.store import Document, Store
from skillweave.ontology.record import Record
from skillweave.ontology.tables import arrow_schema

Rows = dict[str, list[dict[str, Any]]]

SKILLS: Final = [f"skill/s{number:02}" for number in range(24)]
FIELDS: Final = [f"field/f{number}" for number in range(6)]
ROLES: Final = [f"role/r{number}" for number in range(5)]
PLACES: Final = ["place/1", "place/2", "place/3", "place/4", "place/5", "place/6"]
LEVELS: Final = ("high_school", "bachelor", "master", "professional", "doctorate", "unspecified")
KINDS: Final = ("technology", "method", "soft")
CIP: Final = ("11.0101", "11.0701", "14.0901", "52.0201", None, "45.0601")
MODALITIES: Final = ("required", "required", "required", "preferred", "duty", "not_required")
EXCLUSIONS: Final = ((), (), (), ("internship",), ("volunteering", "internship"))


def shared_rows() -> Rows:
    """Concepts and how they lie in one another: a few chains of broader skills and fields."""
    return {
        "Skill": [
            {"id": id, "label": f"Skill {id[-2:]}", "kind": KINDS[n % 3], "aliases": [f"alias {n}"]}
            for n, id in enumerate(SKILLS)
        ],
        "Role": [{"id": id, "label": f"Role {id[-1]}"} for id in ROLES],
        "FieldOfStudy": [
            {"id": id, "label": f"Field {n}", "cip": CIP[n]} for n, id in enumerate(FIELDS)
        ],
        "Location": [
            {"id": id, "name": f"Place {id[-1]}", "kind": kind}
            for id, kind in zip(
                PLACES, ("city", "city", "city", "region", "region", "country"), strict=True
            )
        ],
        "WITHIN": [
            edge("place/1", "place/4"),
            edge("place/2", "place/4"),
            edge("place/3", "place/5"),
            edge("place/4", "place/6"),
            edge("place/5", "place/6"),
        ],
        "BROADER": [
            edge(SKILLS[1], SKILLS[0]),
            edge(SKILLS[2], SKILLS[1]),
            edge(SKILLS[2], SKILLS[5]),
            edge(SKILLS[8], SKILLS[7]),
            edge(FIELDS[1], FIELDS[0]),
        ],
        "Employer": [{"id": "employer/a", "name": "A"}, {"id": "employer/b", "name": "B"}],
    }


def edge(source: str, target: str) -> dict[str, Any]:
    return {"source": source, "target": target}


def posting_rows(random: Random, posting: str) -> Rows:
    """All rows of one random posting."""
    rows: Rows = {}

    def add(table: str, **row: Any) -> None:
        rows.setdefault(table, []).append(row)

    day = date(2024, 1, 1) + timedelta(days=random.randrange(700))
    add(
        "Posting",
        id=posting,
        title=f"Job {posting[-2:]}",
        date_posted=day if random.random() < 0.8 else None,
        seniority=random.choice([None, "senior", "entry"]),
    )
    if random.random() < 0.9:
        add("FOR_ROLE", **edge(posting, random.choice(ROLES)))
    if random.random() < 0.8:
        add("HIRED_BY", **edge(posting, random.choice(["employer/a", "employer/b"])))
    for place in random.sample(PLACES, random.randrange(3)):
        add("LOCATED_IN", **edge(posting, place))
    for number in range(random.choice([0, 0, 1, 1, 2])):
        band = f"{posting}#pay-{number}-{number + 3}"
        low = float(random.randrange(20, 90) * 1000)
        add(
            "SalaryBand",
            id=band,
            min=low,
            max=random.choice([None, low + 5000]),
            currency=random.choice(["USD", "USD", "EUR"]),
            period="year",
            start=number,
            end=number + 3,
            quote="pay",
        )
        add("PAYS", **edge(posting, band))
        if random.random() < 0.4:
            add("APPLIES_IN", **edge(band, random.choice(PLACES)))
    for _ in range(random.randrange(7)):
        root = _requirement(random, posting, rows, depth=0)
        add("HAS_REQUIREMENT", **edge(posting, root))
    return rows


def _requirement(
    random: Random, posting: str, rows: Rows, *, depth: int, modality: str | None = None
) -> str:
    number = len(rows.get("Requirement", []))
    start = random.randrange(20)
    end = start + random.randrange(1, 20)
    # Several may rest on the same words.
    id = f"{posting}#req-{start}-{end}-{number}"
    kind = random.choice(["skill", "experience", "education", "credential", "responsibility"])
    if modality is None or random.random() < 0.15:
        modality = random.choice(MODALITIES)
    logic = random.choice(["all", "any", "any", "at_least"])
    rows.setdefault("Requirement", []).append(
        {
            "id": id,
            "kind": kind,
            "modality": modality,
            "logic": logic,
            "at_least": random.choice([1, 2, 2, 3]) if logic == "at_least" else None,
            "open_list": random.random() < 0.3,
            "min_months": random.choice([None, None, 12, 24, 36]),
            "exclusive_minimum": random.random() < 0.1,
            "excludes": list(random.choice(EXCLUSIONS)),
            "start": start,
            "end": end,
            "quote": "words",
        }
    )
    if kind == "education":
        for level in random.sample(LEVELS, random.choice([0, 1, 1, 2])):
            rows.setdefault("AT_LEVEL", []).append(edge(id, f"education/{level}"))
        for field in random.sample(FIELDS, random.choice([0, 0, 1, 2])):
            rows.setdefault("IN_FIELD", []).append(edge(id, field))
    if kind != "education" or random.random() < 0.2:
        for skill in random.sample(SKILLS, random.choice([0, 1, 1, 2, 3, 4])):
            rows.setdefault("OPTION", []).append(edge(id, skill))
    if depth < 3 and random.random() < (0.45 if depth == 0 else 0.25):
        parts = [
            _requirement(random, posting, rows, depth=depth + 1, modality=modality)
            for _ in range(random.randrange(1, 4))
        ]
        rows.setdefault("HAS_PART", []).extend(edge(id, part) for part in parts)
        if len(parts) > 1 and random.random() < 0.3:
            rows.setdefault("IN_LIEU_OF", []).append(edge(parts[1], parts[0]))
    return id


def random_postings(seed: int, count: int) -> dict[str, Rows]:
    """Rows of random postings, by the id of the posting."""
    random = Random(seed)
    return {f"posting/{n:03}": posting_rows(random, f"posting/{n:03}") for n in range(count)}


def repeats(random: Random, postings: Sequence[str]) -> list[dict[str, Any]]:
    """Links of some postings to the first of those that say the same."""
    return [edge(posting, postings[0]) for posting in postings[1:] if random.random() < 0.1]


def together(parts: Iterable[Mapping[str, list[dict[str, Any]]]]) -> Rows:
    """The rows of several postings, and of what they share, as one graph."""
    rows: Rows = {}
    for part in parts:
        for table, found in part.items():
            rows.setdefault(table, []).extend(found)
    return rows


DEFAULTS: Final = {"status": "listed", "confidence": 1.0, "text_sha256": "", "aliases": []}
"""What columns hold where a row says nothing of them."""


class MemoryStore:
    """Rows by table: can be scanned, and gives every posting the same text."""

    version = 1

    def __init__(self, rows: Rows, workspace: Path) -> None:
        self.rows = rows
        self.workspace = workspace

    def runs(self) -> pa.Table:
        return pa.table({"id": ["run/1"]})

    def scan(self, table: str, *, columns: Sequence[str] | None = None, since: int = 0) -> pa.Table:
        schema = arrow_schema(table)
        names = columns or schema.names
        rows = [
            {name: row.get(name, DEFAULTS.get(name)) for name in names}
            for row in self.rows.get(table, [])
        ]
        return pa.Table.from_pylist(rows, schema=pa.schema([schema.field(name) for name in names]))

    def documents(self, postings: Iterable[str] | None = None) -> Iterator[Document]:
        text = "0123456789 is a line of forty characters.\n"
        for posting in sorted(postings or (row["id"] for row in self.rows["Posting"])):
            yield Document(posting, "a", "", "text", text, Record(id=posting, text_sha256=""))


def memory_store(rows: Rows, workspace: Path) -> Store:
    """A store that holds these rows."""
    return cast(Store, MemoryStore(rows, workspace))
