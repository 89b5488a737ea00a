"""Small postings and taxonomies as tables, and the comparison of two stores table by table."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import pyarrow as pa

from skillweave.graph.store import Store
from skillweave.ontology.concepts import Scheme, Taxonomy
from skillweave.ontology.record import Record
from skillweave.ontology.schema import EDGES, NODES, SIDES
from skillweave.ontology.sink import Link, RunKey, Suspect
from skillweave.ontology.tables import TableBuilder, Tables


class Sample(NamedTuple):
    """What a posting says, in short.

    Attributes:
        name: last part of its id.
        employer: name of the employer; the id is made from its first letter, so that "Acme" and
            "ACME" are two wordings of one.
        skills: ids of skills that it requires; candidates are stated by the posting itself.
        place: name of the city, in the country of "Erewhon".
        day: when it was published.
        bucket: near-duplicates share it.
        pay: least pay of a band, if it states one.
        text: what it says.
    """

    name: str
    employer: str | None = "Acme"
    skills: tuple[str, ...] = ("skill/python",)
    place: str | None = "Port"
    day: date | None = None
    bucket: int = 0
    pay: float | None = None
    text: str = "Text"

    @property
    def id(self) -> str:
        return f"posting/{self.name}"


def small_taxonomy(version: str, *skills: str, roles: Sequence[str] = ()) -> Taxonomy:
    """A taxonomy of a few skills, each below the one before, and roles."""
    rows: dict[str, list[list[Any]]] = {"skill": [], "role": [], "occupation": [], "field": []}
    before: list[str] = []
    for name in skills:
        label = name.title()
        external = [["exact", f"esco:{name}", label]]
        row = [f"skill/{name}", label, "technology", [name.upper()], before, [], external, [], "aa"]
        rows["skill"].append(row)
        before = [f"skill/{name}"]
    rows["occupation"] = [["occupation/soc-1", "Work", "occupation", [], [], [], [], ["1"], "-"]]
    rows["role"] = [
        [f"role/{name}", name.title(), "role", [], [], [], [], ["occupation/soc-1"], "a"]
        for name in roles
    ]
    scheme = Scheme("esco", "ESCO", "1", "CC BY 4.0", "example.org", "http://example.org/esco/")
    other = Scheme("soc", "SOC", "2", "public", "example.org", "http://example.org/soc/")
    return Taxonomy(rows, version=version, schemes=[scheme, other])


def sample_tables(samples: Iterable[Sample], *, run: str) -> Tables:
    """The tables of some postings, as a loader would make them."""
    builder = TableBuilder(owned=True)
    for owner, sample in enumerate(samples):
        _add(builder, owner, sample, run)
    return builder.tables()


def _add(builder: TableBuilder, owner: int, sample: Sample, run: str) -> None:
    def add(table: str, *values: Any) -> None:
        builder.rows(table).append((owner, *values))

    posting = sample.id
    record = Record(id=posting, text_sha256="0" * 64).model_dump_json()
    digest = str(hash(sample))
    add("document", posting, digest, "a.txt", f"item {owner}", "text", sample.text, record)
    add("bucket", sample.bucket)
    add("bucket", 1000 + abs(hash(sample.name)) % 1000)
    title = f"Job “{sample.name}”"
    add(
        "Posting", posting, title, "test", None, None, sample.day, None, "en", None, "remote",
        [], None, "0" * 64, "rules",
    )  # fmt: skip
    add("EXTRACTED_BY", posting, run)
    if sample.employer:
        employer = f"employer/{sample.employer[0].lower()}"
        add("Employer", employer, sample.employer)
        add("HIRED_BY", posting, employer)
    if sample.place:
        city = f"place/{sample.place.lower()}"
        add("Location", city, sample.place, "city", "EW", 1.5, -0.25)
        add("Location", "place/erewhon", "Erewhon", "country", "EW", None, None)
        add("WITHIN", city, "place/erewhon")
        add("LOCATED_IN", posting, city)
    whole = f"{posting}#req-0-4"
    for key, logic in ((whole, "any"), (f"{posting}#req-0-2-1", "all")):
        add(
            "Requirement", key, "skill", "required", logic, None, False, 36, None, False,
            ["internship"], [], 0, 4, sample.text[:4], None, 0.5,
        )  # fmt: skip
    add("HAS_REQUIREMENT", posting, whole)
    add("HAS_PART", whole, f"{posting}#req-0-2-1")
    for skill in sample.skills:
        if skill.startswith("skill/candidate-"):
            label = sample.text.split()[0]  # so that wordings differ
            add("Skill", skill, label, "technology", [], None, "candidate")
        add("OPTION", whole, skill)
        add("REQUIRES", posting, skill, 36, len(sample.skills), 0, 4)
    if sample.pay is not None:
        band = f"{posting}#pay-0-4"
        add("SalaryBand", band, sample.pay, None, "EUR", "month", None, 0, 4, sample.text[:4])
        add("PAYS", posting, band)


def same_bucket(suspects: Iterable[Suspect]) -> list[Link]:
    """A judge that takes all members of a group with an equal text for one."""
    firsts: dict[str, str] = {}
    links = []
    for suspect in suspects:
        first = firsts.setdefault(suspect.text, suspect.posting)
        if first != suspect.posting:
            links.append(Link(suspect.posting, first))
    return links


RUN: Final = RunKey(("a.txt",), "e1", "t1")

MODEL_TABLES: Final = (*NODES, *EDGES)


OF_RUNS: Final = {
    "Run": ("id", "started"),
    "EXTRACTED_BY": ("target",),
    "reject": ("run",),
    "file_count": ("run",),
}
"""Columns that hold the time of a build: two builds of one input differ in them."""


def sorted_rows(table: pa.Table) -> list[tuple[Any, ...]]:
    """All rows of a table in an order that does not depend on the store."""
    return sorted(_rows(table), key=repr)


def differences(
    one: Store,
    other: Store,
    tables: Iterable[str] = (*MODEL_TABLES, *SIDES),
    *,
    own_runs: bool = False,
) -> str:
    """The first rows in which two stores differ, or nothing.

    Args:
        one: a store.
        other: another.
        tables: what to compare.
        own_runs: whether each was built by a run of its own, whose id and time are left out.
    """
    for name in tables:
        here, there = one.scan(name), other.scan(name)
        if here.schema != there.schema:
            return f"{name}: {here.schema} and {there.schema}"
        if own_runs:
            here, there = (
                table.drop_columns(list(OF_RUNS.get(name, ()))) for table in (here, there)
            )
        left, right = (Counter(map(repr, _rows(table))) for table in (here, there))
        if left != right:
            lost, added = sorted(left - right)[:2], sorted(right - left)[:2]
            return f"{name}: {len(here)} and {len(there)} rows; only in one {lost}, other {added}"
    return ""


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches():
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
