"""The schema is sound in itself, and the files made from it are what it makes now."""

import json
import shutil
from pathlib import Path

import duckdb
import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillweave.ontology import generate
from skillweave.ontology.record import Option, Place, Record, Requirement, Salary
from skillweave.ontology.schema import (
    BASE_IRI,
    EDGE_TYPES,
    EDGES,
    NODE_TYPES,
    NODES,
    PREFIXES,
    SIDES,
    columns,
    label_of,
    posting_id,
)
from skillweave.ontology.tables import arrow_schema

PROPERTIES = [
    *(prop for node in NODE_TYPES for prop in node.properties),
    *(prop for edge in EDGE_TYPES for prop in edge.properties),
]


def test_generated_files_are_up_to_date() -> None:
    assert generate.stale_files(generate.GENERATED) == []


def test_stale_and_missing_files_are_found_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copytree(generate.GENERATED, tmp_path / "generated"))
    monkeypatch.setattr(generate, "GENERATED", copy)
    (copy / "model.md").write_text("Old", "utf-8")
    (copy / "tables.sql").unlink()
    assert generate.main(["--check"]) == 1
    told = capsys.readouterr().err
    assert "model.md" in told
    assert "tables.sql" in told
    assert "record.schema.json" not in told
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0


def test_names_are_used_once() -> None:
    # the database does not tell names apart by case
    names = [name.casefold() for name in (*NODES, *EDGES, *SIDES)]
    assert len(names) == len(NODE_TYPES) + len(EDGE_TYPES) + len(SIDES) == len(set(names))
    for table in (*NODES, *EDGES, *SIDES):
        inside = [column.name.casefold() for column in columns(table)]
        assert len(inside) == len(set(inside)), table


def test_asserted_edges_carry_no_properties() -> None:
    assert {edge.type for edge in EDGE_TYPES if edge.properties and not edge.derived} == set()


def test_edges_join_labels_that_there_are() -> None:
    assert {end for edge in EDGE_TYPES for pair in edge.ends for end in pair} <= set(NODES)


def test_terms_are_compact_iris_of_declared_prefixes() -> None:
    terms = {term for node in NODE_TYPES for term in node.classes}
    terms |= {prop.iri for prop in PROPERTIES} | {edge.iri for edge in EDGE_TYPES}
    assert {term.partition(":")[0] for term in terms} == set(PREFIXES) - {"rdf", "rdfs", "xsd"}
    assert all(term.partition(":")[2] for term in terms)


def test_properties_of_one_name_have_one_predicate() -> None:
    terms: dict[str, set[str]] = {}
    for prop in PROPERTIES:
        terms.setdefault(prop.name, set()).add(prop.iri)
    # these words mean something else on each node
    assert {name for name, iris in terms.items() if len(iris) > 1} == {"name", "source", "kind"}


def test_an_edge_has_a_predicate_of_its_own() -> None:
    edges = {edge.iri for edge in EDGE_TYPES}
    assert len(edges) == len(EDGE_TYPES)
    assert edges.isdisjoint(prop.iri for prop in PROPERTIES)


def test_the_definitions_lay_tables_and_views_with_the_columns_of_the_schema() -> None:
    with duckdb.connect() as connection:
        connection.execute(generate.table_definitions())
        for table in (*NODES, *EDGES):
            found = connection.sql(f'FROM "{table}"').to_arrow_table()
            assert found.schema.names == arrow_schema(table).names
            assert found.schema.types == arrow_schema(table).types
        for table in SIDES:
            names = connection.sql(f'FROM stored."{table}"').to_arrow_table().schema.names
            assert [name for name in names if name != "owner"] == arrow_schema(table).names


def test_a_record_fits_its_json_schema_and_no_other_key_does() -> None:
    schema = json.loads((generate.GENERATED / "record.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"].startswith(BASE_IRI)
    option = Option(concept=None, label="x", mention="x", kind="soft", start=0, end=1)
    requirement = Requirement(
        key="req-0-1", kind="skill", modality="duty", options=(option,), start=0, end=1, quote="x"
    )
    whole = requirement.model_copy(update={"key": "req-0-1-2", "parts": (requirement,)})
    record = Record(
        id="a",
        text_sha256="0",
        locations=(Place(text="x", start=0, end=1),),
        salaries=(Salary(currency="EUR", period="hour", start=0, end=1, quote="x"),),
        requirements=(whole,),
    )
    line = json.loads(record.model_dump_json())
    jsonschema.validate(line, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(line | {"colour": "red"}, schema)
    line["requirements"][0]["parts"][0]["modality"] = "maybe"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(line, schema)


@pytest.mark.parametrize("label", [label for label in NODES if label != "ExternalConcept"])
def test_a_label_is_told_from_the_id(label: str) -> None:
    marker = NODES[label].marker
    node = f"posting/a{marker}0-9" if marker.startswith("#") else f"{marker}some-thing"
    assert label_of(node) == label


@given(given=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_given_id_becomes_a_plain_id_of_its_own(given: str) -> None:
    node = posting_id(given)
    assert node.isascii()
    assert node.startswith("posting/")
    assert not set(node) & set(' #?%<>"{}|\\^`') - {"%"}
    assert label_of(node) == "Posting"
    if "%" not in given and not given.startswith("posting/"):
        assert posting_id(given + "#") != node
        assert posting_id("posting/" + given) == node
