"""The shapes hold for what is written, and each of them finds its fault."""

import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pyshacl
import pytest
import rdflib
from rdflib import RDF, SH

from skillweave import Graph
from skillweave.graph.local import LocalStore
from skillweave.graph.rdf.mapping import Dump, lines
from skillweave.graph.rdf.terms import iri
from skillweave.ontology import generate
from skillweave.ontology.schema import PREFIXES, expand
from skillweave.ontology.turtle import head

POSTINGS: Final = Path(__file__).parents[3] / "shared" / "postings"
REAL: Final = 12
"""Real postings that are validated; pyshacl takes up to a second for a long one."""

SHAPES: Final = generate.GENERATED / "shapes.ttl"


def violations(graph: rdflib.Graph) -> set[tuple[str, str, str]]:
    """Shape, node and path of everything that is wrong."""
    shapes = rdflib.Graph().parse(SHAPES)
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, max_validation_depth=30)
    assert isinstance(report, rdflib.Graph)
    owners = {inside: shape for shape, inside in shapes.subject_objects(SH.property)}
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        source = report.value(result, SH.sourceShape)
        assert source is not None
        shape = owners.get(source, source)
        path = report.value(result, SH.resultPath)
        found.add((str(shape), str(report.value(result, SH.focusNode)), str(path or "")))
    return found


def closure(store: LocalStore, postings: Sequence[str]) -> rdflib.Graph:
    """What postings state, and all nodes that can be reached from them."""
    by_subject: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for piece in lines(store, Dump(named_graphs=False)):
        for line in piece.splitlines():
            by_subject[line[: line.index(b" ")]].append(line)
    todo = [f"<{iri(posting)}>".encode() for posting in postings]
    reached: dict[bytes, None] = {}
    while todo:
        subject = todo.pop()
        if subject not in reached and subject in by_subject:
            reached[subject] = None
            todo += [line.split(b" ", 2)[2][:-2].strip() for line in by_subject[subject]]
    chosen = b"\n".join(line for subject in reached for line in by_subject[subject])
    return rdflib.Graph().parse(data=chosen, format="nt")


def sample_of(store: LocalStore, count: int) -> list[str]:
    ids = sorted(store.scan("Posting", columns=["id"])["id"].to_pylist())
    return random.Random(1).sample(ids, min(count, len(ids)))


def test_the_demo_has_no_fault(demo_graph: Path) -> None:
    with LocalStore.open(demo_graph, read_only=True) as store:
        graph = closure(store, sample_of(store, 40))
    assert len(graph) > 3_000
    assert violations(graph) == set()


@pytest.mark.skipif(not POSTINGS.exists(), reason="needs the real postings")
def test_real_postings_have_no_fault(tmp_path: Path) -> None:
    folders = [POSTINGS / name for name in ("federal_tech_markdown", "election_text")]
    with Graph.open(tmp_path / "graph", create=True) as graph:
        graph.build(folders, processes=1, reader="rules")
    with LocalStore.open(tmp_path / "graph", read_only=True) as store:
        chosen = sample_of(store, REAL)
        found = closure(store, chosen)
    assert len(chosen) == REAL
    assert violations(found) == set()


FAULTLESS: Final = """
@prefix e: <http://example.org/> .
e:run a prov:Activity ; prov:startedAtTime "2026-01-01T00:00:00Z"^^xsd:dateTime ;
    sw:extractorVersion "1" ; sw:taxonomyVersion "1" .
e:posting a sw:Posting, schema:JobPosting ; sw:textSha256 "HASH" ; prov:wasGeneratedBy e:run ;
    schema:title "Cook" ; schema:hiringOrganization e:employer ; schema:jobLocation e:place ;
    sw:forRole e:role ; sw:hasRequirement e:demand ; schema:baseSalary e:pay ;
    schema:datePosted "2026-01-01"^^xsd:date ; sw:seniority sw:seniority-mid .
e:employer a schema:Organization ; schema:name "Acme" .
e:place a schema:Place ; schema:name "Port" ; sw:placeKind sw:placeKind-city ;
    schema:latitude "1.5"^^xsd:double .
e:role a sw:Role, skos:Concept ; skos:prefLabel "cook"@en ; sw:status sw:status-listed ;
    sw:codedAs e:occupation .
e:skill a esco:Skill, skos:Concept ; skos:prefLabel "baking"@en ; skos:altLabel "bread"@en ;
    sw:status sw:status-listed ; skos:exactMatch <http://example.org/external> .
e:other a esco:Skill, skos:Concept ; skos:prefLabel "grilling"@en ; sw:status sw:status-listed .
<http://example.org/external> a skos:Concept ; skos:prefLabel "baking"@en ; sw:schemeKey "x" .
e:occupation a esco:Occupation, skos:Concept ; skos:prefLabel "Cooks"@en ; skos:notation "1" ;
    sw:schemeKey "soc" ; skos:inScheme e:scheme .
e:scheme a skos:ConceptScheme ; dcterms:title "SOC" .
e:field a sw:FieldOfStudy, skos:Concept ; skos:prefLabel "food"@en ; sw:status sw:status-listed .
e:level a sw:EducationLevel, skos:Concept ; skos:prefLabel "master"@en ; sw:iscedRank 7 .
e:demand a sw:Requirement ; sw:requirementKind sw:requirementKind-skill ;
    sw:modality sw:modality-required ; sw:logic sw:logic-any ; sw:openList false ;
    sw:exclusiveMinimum false ; nif:beginIndex 0 ; nif:endIndex 4 ; nif:anchorOf "Bake" ;
    sw:confidence "0.5"^^xsd:double ; sw:option e:skill ; sw:atLevel e:level ; sw:inField e:field .
e:pay a schema:MonetaryAmount ; schema:currency "EUR" ; sw:payPeriod sw:payPeriod-hour ;
    schema:minValue "9.0"^^xsd:double ; schema:maxValue "9.0"^^xsd:double ;
    nif:beginIndex 5 ; nif:endIndex 8 ; nif:anchorOf "9 €" .
e:value a sw:Modality, skos:Concept ; skos:prefLabel "required"@en ; skos:notation "required" ;
    skos:inScheme e:scheme .
e:asks a rdf:Statement ; rdf:subject e:posting ; rdf:predicate sw:requires ; rdf:object e:skill ;
    sw:oneOf 1 ; nif:beginIndex 0 ; nif:endIndex 4 .
e:needs a rdf:Statement ; rdf:subject e:role ; rdf:predicate sw:needs ; rdf:object e:skill ;
    sw:share "0.5"^^xsd:double ; sw:postings 3 .
e:occurs a rdf:Statement ; rdf:subject e:skill ; rdf:predicate sw:coOccurs ; rdf:object e:other ;
    sw:npmi "0.5"^^xsd:double ; sw:postings 3 .
e:similar a rdf:Statement ; rdf:subject e:role ; rdf:predicate sw:similarTo ; rdf:object e:role ;
    sw:score "0.5"^^xsd:double ; sw:shared 3 .
e:taxonomy a sw:Taxonomy ; owl:versionInfo "1" .
e:reject a sw:Reject ; sw:ofRun e:run ; sw:file "f" ; sw:position "1" ; sw:reason "none" ;
    sw:nextStep "" ; sw:sample "" .
e:count a sw:FileCount ; sw:ofRun e:run ; sw:file "f" ; sw:read 1 ; sw:written 1 ; sw:unchanged 0 ;
    sw:duplicate 0 ; sw:rejected 0 .
""".replace("HASH", "0" * 64)

FAULTS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    ("Posting", "posting", "sw:textSha256", f'sw:textSha256 "{"0" * 64}"', 'sw:reader ""'),
    ("Employer", "employer", "schema:name", 'schema:name "Acme"', 'schema:name "Acme", "ACME"'),
    ("Location", "place", "schema:latitude", '"1.5"^^xsd:double', '"91.0"^^xsd:double'),
    ("Role", "role", "skos:prefLabel", '"cook"@en', '"Koch"@de'),
    ("Skill", "other", "skos:prefLabel", '"grilling"@en', '"grilling"@en, "grill"@en'),
    ("ExternalConcept", "external", "sw:schemeKey", 'sw:schemeKey "x"', 'skos:altLabel "x"@en'),
    ("Occupation", "occupation", "skos:notation", 'skos:notation "1"', 'skos:altLabel "x"@en'),
    ("Scheme", "scheme", "dcterms:title", 'dcterms:title "SOC"', 'dcterms:title 2'),
    ("FieldOfStudy", "field", "skos:prefLabel", '"food"@en', '"food"@en ; skos:altLabel "food"@en'),
    ("EducationLevel", "level", "sw:iscedRank", "sw:iscedRank 7", "sw:iscedRank 9"),
    ("Requirement", "demand", "nif:beginIndex", "nif:beginIndex 0", "nif:beginIndex 5"),
    ("SalaryBand", "pay", "schema:currency", '"EUR"', '"euro"'),
    ("Run", "run", "prov:startedAtTime", '"2026-01-01T00:00:00Z"^^xsd:dateTime', '"2026"'),
    ("Value", "value", "skos:notation", 'skos:notation "required"', 'skos:altLabel "x"@en'),
    ("SkillDemand", "asks", "sw:oneOf", "sw:oneOf 1", "sw:oneOf 0"),
    ("Needs", "needs", "sw:share", 'sw:share "0.5"^^xsd:double', 'sw:share "2.0"^^xsd:double'),
    ("CoOccurs", "occurs", "rdf:object", "rdf:object e:other", "rdf:object e:level"),
    ("SimilarTo", "similar", "rdf:predicate", "rdf:predicate sw:similarTo", "rdf:predicate sw:needs"),
    ("Taxonomy", "taxonomy", "owl:versionInfo", ' ; owl:versionInfo "1" .', " ."),
    ("Reject", "reject", "sw:reason", 'sw:reason "none"', 'sw:reason "none", "two"'),
    ("FileCount", "count", "sw:read", "sw:read 1", 'sw:read "1"'),
)  # fmt: skip
"""Shape, node, path, and what is written instead of what."""


def test_the_sample_has_no_fault() -> None:
    assert violations(rdflib.Graph().parse(data=head() + FAULTLESS, format="turtle")) == set()


def test_each_shape_finds_its_fault_and_no_other() -> None:
    assert len(FAULTS) > 20
    text = FAULTLESS
    for _, node, _, right, wrong in FAULTS:
        start = text.index(f"\ne:{node} a ") if node != "external" else text.index("external> a ")
        end = text.index(" .\n", start) + 3
        block = text[start:end]
        assert right in block, node
        text = text[:start] + block.replace(right, wrong, 1) + text[end:]
    found = violations(rdflib.Graph().parse(data=head() + text, format="turtle"))
    expected = {
        (f"{PREFIXES['sw']}{shape}Shape", f"http://example.org/{node}", expand(path))
        for shape, node, path, _, _ in FAULTS
    }
    assert found == expected
