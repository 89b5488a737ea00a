"""The ontology and the context say what the schema says, and other tools understand them."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

import networkx
import owlrl  # type: ignore[import-untyped]
import pyld.jsonld  # type: ignore[import-untyped]
import pyoxigraph
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS
from rdflib.compare import isomorphic

from skillweave.ontology import generate
from skillweave.ontology.concept_tables import concept_tables
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.dump_terms import CLASSES, TERMS
from skillweave.ontology.schema import (
    BASE_IRI,
    EDGE_TYPES,
    EDGES,
    NODE_TYPES,
    NODES,
    PREFIXES,
    expand,
)

SW = PREFIXES["sw"]
TURTLE = ("skillweave.ttl", "shapes.ttl")


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(generate.GENERATED / "skillweave.ttl")


@pytest.mark.parametrize("name", TURTLE)
def test_two_libraries_read_the_same_triples(name: str) -> None:
    path = generate.GENERATED / name
    triples = (quad.triple for quad in pyoxigraph.parse(path=str(path)))
    data = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert data is not None
    other = rdflib.Graph().parse(data=data, format="nt")
    assert len(other) > 500
    assert isomorphic(rdflib.Graph().parse(path), other)


def model_terms() -> set[str]:
    terms = {name for node in NODE_TYPES for name in node.classes}
    for node in NODE_TYPES:
        terms |= {column.iri for column in node.properties}
    for edge in EDGE_TYPES:
        terms |= {edge.iri, *(column.iri for column in edge.properties)}
    terms |= set(CLASSES) | {term.iri for term in TERMS}
    return {expand(term) for term in terms}


def test_every_term_of_the_model_is_declared_and_described(ontology: rdflib.Graph) -> None:
    for term in map(rdflib.URIRef, sorted(model_terms())):
        assert ontology.value(term, RDF.type), term
        assert ontology.value(term, RDFS.label), term
        note = RDFS.comment if term.startswith(SW) else SKOS.scopeNote
        assert ontology.value(term, note), term
        assert ontology.value(term, RDFS.isDefinedBy), term


@pytest.mark.parametrize("name", TURTLE)
def test_no_term_of_the_own_namespace_is_undefined(ontology: rdflib.Graph, name: str) -> None:
    graph = rdflib.Graph().parse(generate.GENERATED / name)
    used = {str(term) for term in itertools.chain.from_iterable(graph) if SW in str(term)}
    defined = {str(term) for term in ontology.subjects(RDF.type)}
    shapes = {str(term) for term in graph.subjects(RDF.type)}
    assert {term for term in used if term.startswith(SW)} - defined - shapes == {SW} & used


def test_own_properties_have_domains_and_ranges(ontology: rdflib.Graph) -> None:
    own = [p for p in ontology.subjects(RDF.type, OWL.ObjectProperty) if str(p).startswith(SW)]
    own += [p for p in ontology.subjects(RDF.type, OWL.DatatypeProperty) if str(p).startswith(SW)]
    assert len(own) > 40
    for term in own:
        assert ontology.value(term, RDFS.range), term
        if term not in (rdflib.URIRef(SW + "listed"), rdflib.URIRef(SW + "answered")):
            assert ontology.value(term, RDFS.domain), term


def test_terms_of_others_get_no_axioms(ontology: rdflib.Graph) -> None:
    axioms = (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf)
    for subject, predicate in ontology.subject_predicates():
        if predicate in axioms:
            assert str(subject).startswith(SW), subject


def test_it_stands_on_known_vocabularies(ontology: rdflib.Graph) -> None:
    above = {
        str(parent)
        for relation in (RDFS.subClassOf, RDFS.subPropertyOf)
        for parent in ontology.objects(None, relation)
    }
    for prefix in ("schema", "skos", "prov"):
        assert any(parent.startswith(PREFIXES[prefix]) for parent in above), prefix
    for prefix in ("esco", "nif"):
        assert any(str(s).startswith(PREFIXES[prefix]) for s in ontology.subjects()), prefix


SAMPLE = """
@prefix sw: <https://w3id.org/skillweave/ontology#> .
@prefix esco: <http://data.europa.eu/esco/model#> .
@prefix e: <http://example.org/> .
e:posting a sw:Posting ; sw:hasRequirement e:demand ; sw:requires e:skill ; sw:forRole e:role ;
    sw:seniority sw:seniority-senior .
e:demand a sw:Requirement ; sw:option e:skill ; sw:minMonths 36 ; sw:modality sw:modality-required .
"""


def errors_after_reasoning(ontology: rdflib.Graph, further: str) -> list[str]:
    graph = rdflib.Graph()
    graph += ontology
    graph.parse(data=further, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False).expand(graph)
    error = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
    found = [str(node) for node in graph.subjects(RDF.type, error)]
    found += [str(node) for node in graph.subjects(RDF.type, OWL.Nothing)]
    found += [
        str(node) for node in graph.subjects(RDFS.subClassOf, OWL.Nothing) if node != OWL.Nothing
    ]
    return found


def test_a_reasoner_derives_nothing_contradictory(ontology: rdflib.Graph) -> None:
    assert errors_after_reasoning(ontology, SAMPLE) == []


def test_a_reasoner_sees_a_contradiction(ontology: rdflib.Graph) -> None:
    wrong = SAMPLE.replace("sw:requires e:skill", "sw:requires e:demand")
    assert errors_after_reasoning(ontology, wrong) != []


def concepts() -> Iterator[tuple[str, str, list[str]]]:
    tables = concept_tables(Taxonomy.builtin())
    for label, node in NODES.items():
        if label in tables and "skos:Concept" in node.classes:
            for row in tables[label].to_pylist():
                yield row["id"], row["label"], row.get("aliases") or []


def hierarchy(edge: str) -> set[tuple[str, str]]:
    table = concept_tables(Taxonomy.builtin())[edge]
    return set(zip(table["source"].to_pylist(), table["target"].to_pylist(), strict=True))


def test_concepts_have_one_preferred_label() -> None:
    labels: dict[str, str] = {}
    for concept, label, _ in concepts():
        assert labels.setdefault(concept, label) == label


def test_no_concept_is_broader_than_itself() -> None:
    graph = networkx.DiGraph(hierarchy("BROADER"))
    assert graph.number_of_edges() > 1000
    assert networkx.is_directed_acyclic_graph(graph)


def test_related_concepts_are_not_broader_ones() -> None:
    graph = networkx.DiGraph(hierarchy("BROADER"))
    related = hierarchy("RELATED")
    assert related
    for one, other in related:
        for low, high in ((one, other), (other, one)):
            assert not (low in graph and high in networkx.descendants(graph, low)), (one, other)


def test_values_are_concepts_of_one_scheme(ontology: rdflib.Graph) -> None:
    for node in NODE_TYPES:
        for column in node.properties:
            for value in column.values:
                local = column.iri.partition(":")[2]
                concept = rdflib.URIRef(f"{SW}{local}-{value}")
                assert str(ontology.value(concept, SKOS.notation)) == value
                assert len(list(ontology.objects(concept, SKOS.prefLabel))) == 1
                assert len(list(ontology.objects(concept, SKOS.inScheme))) == 1


NODE = {
    "id": "posting/a#req-1-9",
    "type": "Requirement",
    "kind": "experience",
    "modality": "not_required",
    "min_months": 36,
    "open_list": True,
    "excludes": ["internship"],
    "option": ["skill/python", "skill/sql"],
    "hasPart": "posting/a#req-1-4",
}


def test_the_context_gives_the_property_graph_its_iris() -> None:
    context: dict[str, Any] = json.loads((generate.GENERATED / "context.jsonld").read_text("utf-8"))
    text = pyld.jsonld.normalize(
        context | NODE, {"algorithm": "URDNA2015", "format": "application/n-quads"}
    )
    node, xsd = f"<{BASE_IRI}posting/a#req-1-9>", PREFIXES["xsd"]
    expected = {
        f"{node} <{expand('rdf:type')}> <{SW}Requirement> .",
        f"{node} <{SW}requirementKind> <{SW}requirementKind-experience> .",
        f"{node} <{SW}modality> <{SW}modality-not_required> .",
        f'{node} <{SW}minMonths> "36"^^<{xsd}integer> .',
        f'{node} <{SW}openList> "true"^^<{xsd}boolean> .',
        f'{node} <{SW}excludes> "internship" .',
        f"{node} <{expand(EDGES['OPTION'].iri)}> <{BASE_IRI}skill/python> .",
        f"{node} <{expand(EDGES['OPTION'].iri)}> <{BASE_IRI}skill/sql> .",
        f"{node} <{expand(EDGES['HAS_PART'].iri)}> <{BASE_IRI}posting/a#req-1-4> .",
    }
    assert set(text.strip().split("\n")) == expected
