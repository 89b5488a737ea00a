"""The built-in taxonomy, judged by what people write and by rules that hold for all of it."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillweave.ontology.concepts import DATA, Concept, Taxonomy, fold, slug
from skillweave.ontology.errors import UnknownName
from skillweave.ontology.importers.build import build, tables_digest, write
from skillweave.ontology.importers.tables import TABLES, read_table, skill_entries
from skillweave.ontology.vocabulary import SKILL_KINDS

SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return Taxonomy.builtin()


def ancestors(taxonomy: Taxonomy, concept: Concept) -> Iterator[str]:
    for concept_id in concept.broader:
        broader = taxonomy.concept(concept_id)
        yield broader.label
        yield from ancestors(taxonomy, broader)


# What people write


@pytest.mark.parametrize(
    ("written", "concept_id"),
    [
        ("python", "skill/python"),
        ("k8s", "skill/kubernetes"),
        ("Postgres", "skill/postgresql"),
        ("GCP", "skill/google-cloud-platform"),
        ("MS Excel", "skill/microsoft-excel"),
        ("sklearn", "skill/scikit-learn"),
        ("Scikit Learn", "skill/scikit-learn"),
        ("ML", "skill/machine-learning"),
        ("machine-learning", "skill/machine-learning"),
        ("NodeJS", "skill/node-js"),
        ("Golang", "skill/go"),
        ("R", "skill/r"),
        ("C++", "skill/c-plus-plus"),
        ("C#", "skill/c-sharp"),
        (".Net", "skill/dot-net"),
        ("Amazon S3", "skill/amazon-s3"),
        ("data visualisation", "skill/data-visualization"),
        ("Dashboards", "skill/dashboards"),
        ("dashboard", "skill/dashboards"),
        ("venepuncture", "skill/phlebotomy"),
        ("Problem-solving skills", "skill/problem-solving"),
        ("Excellent Communication Skills", "skill/communication"),
        ("NMC registered", "skill/nmc-registration"),
        ("driver’s license", "skill/driving-licence"),
        ("TS/SCI clearance", "skill/ts-sci"),
        ("Deutsch", "skill/german"),
        ("Systm One", None),
    ],
)
def test_a_skill_is_found_by_what_people_write(
    taxonomy: Taxonomy, written: str, concept_id: str | None
) -> None:
    found = [concept.id for concept in taxonomy.resolve(written, kind="skill")]
    assert found[:1] == ([concept_id] if concept_id else [])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("machine learning engineer", "occupation/soc-15-1252.00"),
        ("Data Scientists", "occupation/soc-15-2051.00"),
        ("Registered Nurse", "occupation/soc-29-1141.00"),
        ("registered nurse", "occupation/isco-2221"),
        ("Staff Nurse", "occupation/soc-29-1141.00"),
        ("software engineer", "occupation/soc-15-1252.00"),
        ("Data Engineer", "occupation/soc-15-1243.00"),
        ("health care assistant", "occupation/isco-5321"),
        ("IT Specialist", "occupation/soc-15-1232.00"),
        ("Elections Administrator", "occupation/soc-11-9199.00"),
        ("plumber", "occupation/isco-7126"),
        ("accountant", "occupation/soc-13-2011.00"),
    ],
)
def test_a_role_is_found_with_its_occupation(taxonomy: Taxonomy, written: str, code: str) -> None:
    role = taxonomy.resolve(written, kind="role")[0]
    assert code in role.codes


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Computer Science", "cip:11.0701"),
        ("CS", "cip:11.0701"),
        ("nursing", "cip:51.3801"),
        ("Maths", "cip:27.0101"),
        ("Quantum Chemistry", None),
        ("Dental Hygiene", "cip:51.0602"),
    ],
)
def test_a_field_is_found_with_its_code(taxonomy: Taxonomy, written: str, code: str | None) -> None:
    found = taxonomy.resolve(written, kind="field")
    assert (code in found[0].codes) if code else not found


@pytest.mark.parametrize(
    ("narrow", "broad"),
    [
        ("Python", "programming"),
        ("PyTorch", "machine learning"),
        ("Amazon S3", "cloud computing"),
        ("PostgreSQL", "databases"),
        ("wound care", "clinical practice"),
        ("FP&A", "finance"),
    ],
)
def test_families_roll_up(taxonomy: Taxonomy, narrow: str, broad: str) -> None:
    concept = taxonomy.resolve(narrow, kind="skill")[0]
    assert broad in set(ancestors(taxonomy, concept))


@pytest.mark.parametrize("misspelt", ["phyton", "kubernets", "Javascrpt", "tabelau"])
def test_near_spellings_are_offered(taxonomy: Taxonomy, misspelt: str) -> None:
    near = taxonomy.near(misspelt, limit=3, kind="skill")
    assert {fold(name) for name in near} & {"python", "kubernete", "javascript", "tableau"}
    with pytest.raises(UnknownName) as caught:
        taxonomy.concept(f"skill/{misspelt}")
    assert caught.value.near


def test_near_keeps_to_the_kind(taxonomy: Taxonomy) -> None:
    for name in taxonomy.near("nurse practicioner", kind="role"):
        assert taxonomy.resolve(name, kind="role")
    for name in taxonomy.near("sql", kind="human_language"):
        assert taxonomy.resolve(name, kind="human_language")


def test_nonsense_is_nothing(taxonomy: Taxonomy) -> None:
    assert taxonomy.resolve("") == []
    assert taxonomy.resolve("–") == []
    assert taxonomy.resolve("frobnication of the lower gearbox") == []
    assert taxonomy.resolve("python", kind="role") == []


@pytest.mark.parametrize(
    "word",
    ["software", "systems", "tools", "data", "support", "web", "experience", "email", "mobile"],
)
def test_generic_words_are_no_skills(taxonomy: Taxonomy, word: str) -> None:
    assert fold(word) not in {fold(name.name) for name in taxonomy.names()}


@pytest.mark.parametrize(
    "word",
    [
        *("Go", "R", "C", "Spark", "Swift", "Chef", "Excel", "Access", "Oracle", "Rust", "Salt"),
        *("React", "Word", "Outlook", "Teams", "Slack", "Puppet", "Flask", "Ant", "Hive"),
        *(
            "Pig",
            "Julia",
            "Dart",
            "Scratch",
            "Ray",
            "Notion",
            "Linear",
            "Segment",
            "Stripe",
            "Epic",
        ),
    ],
)
def test_common_words_need_evidence(taxonomy: Taxonomy, word: str) -> None:
    rules = {name.name: name.rule for name in taxonomy.names()}
    assert rules[word] == "ambiguous"


@pytest.mark.parametrize("degree", ["Bachelor's degree", "PhD", "MBA", "Master of Science"])
def test_degrees_are_no_skills(taxonomy: Taxonomy, degree: str) -> None:
    assert not taxonomy.resolve(degree, kind="skill")


# What holds for all concepts


def test_ids_follow_the_rules(taxonomy: Taxonomy) -> None:
    pinned = set(json.loads((DATA / "taxonomy.json").read_text())["retired"])
    for concept in taxonomy:
        part, _, name = concept.id.partition("/")
        assert concept.id not in pinned
        if concept.kind == "occupation":
            scheme, _, code = name.partition("-")
            assert scheme in {"soc", "isco"}
            assert code
        else:
            assert name == slug(concept.label)
            assert part == ("skill" if concept.kind in SKILL_KINDS else concept.kind)


def test_links_lead_to_concepts_and_never_in_a_circle(taxonomy: Taxonomy) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for concept in taxonomy:
        for other in (*concept.broader, *concept.related):
            assert other.split("/")[0] == concept.id.split("/")[0]
            assert other in taxonomy
        graph.add_edges_from((concept.id, broader) for broader in concept.broader)
    assert nx.is_directed_acyclic_graph(graph)


def test_a_spelling_in_texts_means_one_concept(taxonomy: Taxonomy) -> None:
    for part in ("skill", "role", "field"):
        meanings: defaultdict[str, set[str]] = defaultdict(set)
        for name in taxonomy.names(part):
            meanings[fold(name.name)].add(name.concept)
        assert {name: ids for name, ids in meanings.items() if len(ids) > 1} == {}


def test_every_name_resolves_to_its_concept(taxonomy: Taxonomy) -> None:
    for name in taxonomy.names():
        assert name.concept in {concept.id for concept in taxonomy.resolve(name.name, "skill")}


def test_roles_are_coded_with_known_occupations(taxonomy: Taxonomy) -> None:
    for role in taxonomy.concepts("role"):
        for code in role.codes:
            assert taxonomy.concept(code).kind == "occupation"


def test_external_concepts_have_an_iri_and_a_scheme(taxonomy: Taxonomy) -> None:
    schemes = {scheme.name for scheme in taxonomy.schemes}
    for concept in taxonomy:
        for match in concept.external:
            parts = urlsplit(match.iri)
            assert parts.scheme in {"http", "https"}
            assert parts.netloc
            assert " " not in match.iri
            assert match.label
            assert match.match in {"exact", "close", "broad", "narrow"}
            assert match.scheme in schemes


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(min_size=1, max_size=40))
def test_slugs_are_plain(text: str) -> None:
    made = slug(text)
    assert made == made.strip("-")
    assert made.isascii()
    assert slug(made) == made


def test_a_retired_id_leads_to_its_successor() -> None:
    row = ["skill/new", "New", "method", [], [], [], [], [], "a"]
    taxonomy = Taxonomy({"skill": [row]}, retired={"skill/old": "skill/new"})
    assert taxonomy.concept("skill/old").id == "skill/new"
    assert [concept.id for concept in taxonomy.resolve("skill/old")] == ["skill/new"]


def test_opening_needs_no_heavy_package() -> None:
    code = (
        "import sys; from skillweave.ontology.concepts import Taxonomy; Taxonomy.builtin().names();"
        "print(sorted({'pydantic', 'pyarrow', 'numpy', 'yaml', 'rapidfuzz'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# How the data are made


def test_data_were_built_from_the_tables_as_they_are() -> None:
    assert json.loads((DATA / "taxonomy.json").read_text())["tables"] == tables_digest()


def test_all_files_of_tables_are_read() -> None:
    labels = {entry.label for entry in skill_entries()}
    taxonomy = Taxonomy.builtin()
    assert len(list((TABLES / "skills").glob("*.yaml"))) > 20
    assert all(taxonomy.resolve(label, kind="skill") for label in labels)


def test_every_rule_is_about_a_name_that_there_is() -> None:
    table = read_table(TABLES / "name-rules.yaml")
    named = [fold(name) for names in table.values() for name in names]
    known = {fold(name) for entry in skill_entries() for name, _ in entry.names}
    assert len(named) == len(set(named))
    assert set(named) <= known


def test_an_id_is_not_lost_in_silence(tmp_path: Path) -> None:
    row = b'["skill/a","a","method",[],[],[],[],[],"a"]\n'
    write({"skills.jsonl": row}, tmp_path)
    with pytest.raises(SystemExit, match="skill/a"):
        write({"skills.jsonl": row.replace(b"skill/a", b"skill/b")}, tmp_path)
    assert (tmp_path / "skills.jsonl").read_bytes() == row


@pytest.mark.skipif(not SHARED.exists(), reason="needs the source files")
def test_data_equal_what_the_importers_make() -> None:
    for name, content in build(SHARED).items():
        assert (DATA / name).read_bytes() == content, name
