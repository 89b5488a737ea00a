"""What the endpoint says of itself: the service description and the VoID of its dataset.

References: https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/void/.
"""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from skillweave.graph.sparql.formats import GRAPH_SYNTAXES, RESULT_SYNTAXES
from skillweave.ontology.schema import BASE_IRI, EDGES, NODES, PREFIXES, expand

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
VOID: Final = "http://rdfs.org/ns/void#"

_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULTS: Final = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
}


def service_description(endpoint: str, triples: int) -> bytes:
    """Describe the endpoint, as N-Triples.

    Args:
        endpoint: its address.
        triples: how many triples it holds.
    """
    service, dataset, graph = endpoint, f"{endpoint}#dataset", f"{endpoint}#default-graph"
    facts: list[tuple[str, str, str | int]] = [
        (service, expand("rdf:type"), SD + "Service"),
        (service, SD + "endpoint", endpoint),
        (service, SD + "supportedLanguage", SD + "SPARQL11Query"),
        (service, SD + "feature", SD + "UnionDefaultGraph"),
        (service, SD + "defaultDataset", dataset),
        *(
            (service, SD + "resultFormat", _FORMATS + _RESULTS[syntax.name])
            for syntax in (*RESULT_SYNTAXES, *GRAPH_SYNTAXES)
        ),
        (dataset, expand("rdf:type"), SD + "Dataset"),
        (dataset, SD + "defaultGraph", graph),
        (graph, expand("rdf:type"), SD + "Graph"),
        (graph, VOID + "triples", triples),
    ]
    return b"".join(_lines(facts))


def void_description(address: str, endpoint: str, triples: int) -> bytes:
    """Describe the dataset, as N-Triples.

    Args:
        address: where the description is.
        endpoint: address of the endpoint.
        triples: how many triples there are.
    """
    dataset = f"{address}#dataset"
    used = [PREFIXES[name] for name in ("sw", "schema", "skos", "esco", "prov", "nif", "dcterms")]
    predicates = {p.iri for node in NODES.values() for p in node.properties}
    predicates |= {edge.iri for edge in EDGES.values()}
    facts: list[tuple[str, str, str | int]] = [
        (address, expand("rdf:type"), VOID + "DatasetDescription"),
        (address, "http://xmlns.com/foaf/0.1/primaryTopic", dataset),
        (dataset, expand("rdf:type"), VOID + "Dataset"),
        (dataset, expand("dcterms:title"), "Job postings as a graph"),
        (dataset, VOID + "sparqlEndpoint", endpoint),
        (dataset, VOID + "triples", triples),
        (dataset, VOID + "uriSpace", BASE_IRI),
        (dataset, VOID + "exampleResource", BASE_IRI + "skill/python"),
        *((dataset, VOID + "vocabulary", namespace) for namespace in used),
    ]
    return b"".join(_lines(facts))


def _lines(facts: list[tuple[str, str, str | int]]) -> Iterator[bytes]:
    literals = {VOID + "uriSpace", expand("dcterms:title")}
    for subject, predicate, value in facts:
        plain = isinstance(value, int) or predicate in literals
        term = ox.Literal(value) if plain else ox.NamedNode(str(value))
        yield f"{ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), term)} .\n".encode()
