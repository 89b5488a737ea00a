"""The tables say what the Record says: it can be put together from them again."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillweave.graph.local import LocalStore
from skillweave.loaders.batch import build
from skillweave.loaders.extraction.reader import extract
from skillweave.loaders.posting import Posting, Stated, StatedText
from skillweave.loaders.sources import read_postings
from skillweave.loaders.tables import PostingTables, content_digest, node_slug, well_formed
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.record import Option, Place, Record, Requirement, Salary, Title
from skillweave.ontology.schema import EDGES, NODES, label_of, posting_id
from skillweave.ontology.vocabulary import (
    EDUCATION_LEVELS,
    Logic,
    Modality,
    RequirementKind,
    SectionKind,
)

DEMO = Path(__file__).parents[2] / "src" / "skillweave" / "demo" / "postings"
TEXT = "Data engineer\nRequirements: Python and SQL, or four years of either."
Rows = dict[str, list[dict[str, Any]]]


def tables(*records: Record, text: str = TEXT) -> Rows:
    batch = PostingTables(Taxonomy.builtin(), run="run/1")
    for record in records:
        batch.add(Posting(record.id, text, file="a.txt"), record, digest="d")
    return {name: table.to_pylist() for name, table in batch.tables().items()}


def edges(rows: Rows, edge: str) -> set[tuple[str, str]]:
    return {(row["source"], row["target"]) for row in rows.get(edge, [])}


def a_record(**facts: Any) -> Record:
    return Record(id="posting/a-1", text_sha256="0" * 64, **facts)


def a_requirement(key: str = "req-0-9", **facts: Any) -> Requirement:
    defaults: dict[str, Any] = {"kind": "skill", "modality": "required", "start": 0, "end": 9}
    return Requirement(key=key, quote=TEXT[:9], **(defaults | facts))


# The requirement tree

CONCEPTS = ["skill/python", "skill/sql", "skill/java", None]
LABELS = ["Python", "Glass blowing", "C", "株式会社"]
options = st.builds(
    Option,
    concept=st.sampled_from(CONCEPTS),
    label=st.sampled_from(LABELS),
    mention=st.just("x"),
    kind=st.just("method"),
    start=st.just(0),
    end=st.just(1),
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 2) -> Requirement:
    """A requirement with parts; keys are unique within a forest once they are numbered."""
    parts = draw(st.lists(trees(depth - 1), max_size=2)) if depth else []
    return Requirement(
        key="",
        kind=draw(st.sampled_from(get_args(RequirementKind))),
        modality=draw(st.sampled_from(get_args(Modality))),
        logic=draw(st.sampled_from(get_args(Logic))),
        at_least=draw(st.none() | st.integers(1, 3)),
        open_list=draw(st.booleans()),
        options=tuple(draw(st.lists(options, max_size=3))),
        parts=tuple(parts),
        min_months=draw(st.none() | st.integers(0, 600)),
        max_months=draw(st.none() | st.integers(0, 600)),
        exclusive_minimum=draw(st.booleans()),
        excludes=tuple(draw(st.lists(st.sampled_from(["internship", "study"]), max_size=2))),
        about=tuple(draw(st.lists(st.text(max_size=5), max_size=2))),
        levels=tuple(draw(st.lists(st.sampled_from(EDUCATION_LEVELS), max_size=2))),
        fields=tuple(draw(st.lists(st.sampled_from(["mathematics", "Bell casting"]), max_size=2))),
        start=draw(st.integers(0, 99)),
        end=draw(st.integers(100, 199)),
        quote=draw(st.text(max_size=9)),
        section=draw(st.sampled_from(get_args(SectionKind))),
        confidence=draw(st.floats(0, 1)),
    )


def numbered(forest: list[Requirement]) -> tuple[Requirement, ...]:
    """Give each node a key of its own, and the last part of each leave to replace the first."""
    count = 0

    def key(node: Requirement, lieu: str | None = None) -> Requirement:
        nonlocal count
        count += 1
        name = f"req-{node.start}-{node.end}-{count}"
        parts = [key(part) for part in node.parts]
        if len(parts) > 1:
            parts[-1] = parts[-1].model_copy(update={"in_lieu_of": parts[0].key})
        return node.model_copy(update={"key": name, "parts": tuple(parts), "in_lieu_of": lieu})

    return tuple(key(node) for node in forest)


def seen_from_record(node: Requirement) -> dict[str, Any]:
    """What the graph should say of a requirement, read off the Record."""
    scalars = node.model_dump(
        exclude={"key", "options", "parts", "levels", "fields", "in_lieu_of"}, mode="json"
    )
    field_ids = {"mathematics": "field/mathematics", "Bell casting": "field/candidate-bell-casting"}
    slugs = {"Python": "python", "Glass blowing": "glass-blowing", "C": "c"}
    return scalars | {
        "options": {
            option.concept
            or f"skill/candidate-{slugs.get(option.label) or node_slug(option.label)}"
            for option in node.options
        },
        "levels": {f"education/{level}" for level in node.levels},
        "fields": {field_ids[name] for name in node.fields},
        "lieu": {f"posting/a-1#{node.in_lieu_of}"} if node.in_lieu_of else set(),
        "parts": {f"posting/a-1#{part.key}": seen_from_record(part) for part in node.parts},
    }


def seen_from_tables(rows: Rows, node: str) -> dict[str, Any]:
    """What the graph says of a requirement, read off the tables."""
    (row,) = [row for row in rows["Requirement"] if row["id"] == node]
    scalars = {name: value for name, value in row.items() if name not in ("id", "owner")}

    def targets(edge: str) -> set[str]:
        return {target for source, target in edges(rows, edge) if source == node}

    return scalars | {
        "options": targets("OPTION"),
        "levels": targets("AT_LEVEL"),
        "fields": targets("IN_FIELD"),
        "lieu": targets("IN_LIEU_OF"),
        "parts": {part: seen_from_tables(rows, part) for part in targets("HAS_PART")},
    }


@settings(max_examples=50)
@given(forest=st.lists(trees(), max_size=3))
def test_the_requirement_tree_can_be_put_together_again(forest: list[Requirement]) -> None:
    record = a_record(requirements=numbered(forest))
    rows = tables(record)
    tops = {target for _, target in edges(rows, "HAS_REQUIREMENT")}
    assert {node: seen_from_tables(rows, node) for node in tops} == {
        f"posting/a-1#{node.key}": seen_from_record(node) for node in record.requirements
    }
    for edge in EDGES:  # each is stated once
        stated = [(row["source"], row["target"]) for row in rows.get(edge, [])]
        assert len(stated) == len(set(stated)), edge


def test_a_posting_that_cannot_be_laid_out_leaves_no_row() -> None:
    batch = PostingTables(Taxonomy.builtin(), run="run/1")
    twice = a_record(requirements=(a_requirement(), a_requirement()))
    with pytest.raises(ValueError, match="req-0-9"):
        batch.add(Posting("a", TEXT), twice, digest="d")
    astray = a_record(requirements=(a_requirement(in_lieu_of="req-5-6"),))
    with pytest.raises(ValueError, match="req-5-6"):
        batch.add(Posting("a", TEXT), astray, digest="d")
    assert batch.tables() == {}
    batch.add(Posting("b", TEXT), a_record(), digest="d")
    assert batch.tables()["document"].column("owner").to_pylist() == [0]


# The facts


def test_a_place_brings_what_contains_it() -> None:
    place = Place(text="Richmond", place="place/4781708", start=0, end=8)
    rows = tables(a_record(locations=(place,)))
    kinds = {row["id"]: (row["name"], row["kind"]) for row in rows["Location"]}
    assert kinds["place/4781708"] == ("Richmond", "city")
    outer = dict(edges(rows, "WITHIN"))
    chain = ["place/4781708"]
    while chain[-1] in outer:
        chain.append(outer[chain[-1]])
    assert kinds[chain[-2]] == ("Virginia", "region")
    assert kinds[chain[-1]] == ("United States", "country")
    assert set(chain) == set(kinds)
    assert edges(rows, "LOCATED_IN") == {("posting/a-1", "place/4781708")}


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (
            {"city": "Little Snoring-on-Sea", "region": "Norfolk", "country": "GB"},
            ["place/little-snoring-on-sea-norfolk-gb", "place/norfolk-gb", "place/2635167"],
        ),
        ({"country": "XX"}, ["place/xx"]),
        ({}, ["place/somewhere-nice"]),
    ],
)
def test_a_place_that_no_gazetteer_knows_is_named_by_its_parts(
    place: dict[str, str], expected: list[str]
) -> None:
    rows = tables(a_record(locations=(Place(text="Somewhere nice", start=0, end=9, **place),)))
    assert [row["id"] for row in rows["Location"]] == expected
    assert edges(rows, "WITHIN") == set(pairwise(expected))
    assert (rows["Location"][0]["kind"] == "zone") is (place == {})


@pytest.mark.parametrize(
    ("written", "places", "zone"),
    [
        ("McLean, VA", {"place/4772354"}, None),
        ("Sales Territory", set(), "Sales Territory"),
        ("Anytown, IL", set(), "Anytown, IL"),
        ("Richmond", {"place/richmond"}, None),  # the posting's own, whatever else is called so
        (None, set(), None),
    ],
)
def test_pay_is_tied_to_its_place_or_keeps_its_zone(
    written: str | None, places: set[str], zone: str | None
) -> None:
    own = Place(text="Richmond", city="Richmond", start=0, end=8)
    salary = Salary(
        currency="USD", period="year", location=written, start=3, end=7, quote="x", min=1.0
    )
    rows = tables(a_record(locations=(own,), salaries=(salary,)))
    (band,) = rows["SalaryBand"]
    assert band["zone"] == zone
    reached = {target for _, target in edges(rows, "APPLIES_IN")}
    assert reached == places


def test_two_bands_of_one_sentence_are_two_nodes() -> None:
    salary = Salary(currency="USD", period="hour", start=3, end=7, quote="x")
    rows = tables(a_record(salaries=(salary, salary.model_copy(update={"min": 2.0}))))
    assert [row["id"] for row in rows["SalaryBand"]] == [
        "posting/a-1#pay-3-7",
        "posting/a-1#pay-3-7-2",
    ]


def test_only_what_the_taxonomy_lacks_becomes_a_candidate() -> None:
    known = Title(text="Data Engineer", role="data engineer", concept="role/data-engineer")
    new = Title(text="Lead Bell Founder", role="bell founder")
    rows = tables(a_record(title=known), a_record(title=new).model_copy(update={"id": "b"}))
    assert edges(rows, "FOR_ROLE") == {
        ("posting/a-1", "role/data-engineer"),
        ("posting/b", "role/candidate-bell-founder"),
    }
    assert [(row["id"], row["label"], row["status"]) for row in rows["Role"]] == [
        ("role/candidate-bell-founder", "bell founder", "candidate")
    ]


def test_what_is_no_date_is_left_to_the_record() -> None:
    rows = tables(a_record(date_posted="2024-02-30", valid_through="2024-02-29"))
    (posting,) = rows["Posting"]
    assert posting["date_posted"] is None
    assert posting["valid_through"] == date(2024, 2, 29)
    assert Record.model_validate_json(rows["document"][0]["record"]).date_posted == "2024-02-30"


def test_text_that_is_no_unicode_keeps_its_length() -> None:
    assert well_formed("a\ud800b\udfff") == "a\ufffdb\ufffd"
    rows = tables(a_record(), text=well_formed("Line\udc00\x00\n"))
    assert rows["document"][0]["text"] == "Line\ufffd\x00\n"


# What makes a posting stale


def test_a_posting_is_stale_when_anything_it_rests_on_changes() -> None:
    posting = Posting("a", TEXT, file="a.csv", position="row 1")

    def digest(posting: Posting, extractor: str = "1", taxonomy: str = "1") -> str:
        return content_digest(posting, extractor=extractor, taxonomy=taxonomy)

    before = digest(posting)
    assert digest(replace(posting, file="b.csv", position="row 2")) == before
    stated = Stated(title=StatedText("Data engineer", 0, 13))
    changed = [
        digest(replace(posting, text=TEXT + " ")),
        digest(replace(posting, stated=stated)),
        digest(replace(posting, stated=replace(stated, url="x"))),
        digest(replace(posting, source="x")),
        digest(replace(posting, header_end=3)),
        digest(posting, extractor="2"),
        digest(posting, taxonomy="2"),
    ]
    assert len({before, *changed}) == 1 + len(changed)


# Real postings


@pytest.fixture(scope="module")
def demo_graph(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    """All tables of a graph of the postings that ship with the package."""
    with LocalStore.open(tmp_path_factory.mktemp("demo") / "graph", create=True) as store:
        build([DEMO], store, processes=1)
        return {name: store.scan(name) for name in (*NODES, *EDGES, "document")}


def test_every_edge_joins_nodes_of_the_labels_it_may(demo_graph: dict[str, pa.Table]) -> None:
    nodes = {label: set(demo_graph[label].column("id").to_pylist()) for label in NODES}
    for label, found in nodes.items():
        assert len(found) == len(demo_graph[label]), f"{label} holds an id twice"
        assert {label_of(node) for node in found} <= {label}
    for edge, kind in EDGES.items():
        met: defaultdict[tuple[str, str], int] = defaultdict(int)
        for row in demo_graph[edge].to_pylist():
            ends = label_of(row["source"]), label_of(row["target"])
            met[ends] += 1
            assert row["source"] in nodes[ends[0]], (edge, row)
            assert row["target"] in nodes[ends[1]], (edge, row)
        assert set(met) <= set(kind.ends), edge


def test_every_requirement_hangs_on_one_posting(demo_graph: dict[str, pa.Table]) -> None:
    above = [
        *demo_graph["HAS_REQUIREMENT"].column("target").to_pylist(),
        *demo_graph["HAS_PART"].column("target").to_pylist(),
    ]
    assert sorted(above) == sorted(demo_graph["Requirement"].column("id").to_pylist())


def test_the_records_in_the_graph_are_those_of_the_reader(demo_graph: dict[str, pa.Table]) -> None:
    kept = {
        row["posting"]: Record.model_validate_json(row["record"])
        for row in demo_graph["document"].to_pylist()
    }
    found = [item for item in read_postings([DEMO]) if isinstance(item, Posting)]
    read = {posting_id(posting.id): extract(posting) for posting in found}
    assert kept == read


def test_evidence_stands_where_the_graph_says(demo_graph: dict[str, pa.Table]) -> None:
    texts = {row["posting"]: row["text"] for row in demo_graph["document"].to_pylist()}
    rows = [*demo_graph["Requirement"].to_pylist(), *demo_graph["SalaryBand"].to_pylist()]
    assert len(rows) > len(texts)
    for row in rows:
        text = texts[row["id"].partition("#")[0]]
        assert text[row["start"] : row["end"]] == row["quote"]
