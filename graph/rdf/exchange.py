"""A graph, or a part of it, as an object of rdflib."""

from collections.abc import Iterable, Iterator
from typing import Final

import pyarrow as pa
import pyoxigraph
import rdflib

from skillweave.graph._layout import SHARED
from skillweave.graph.neighbourhood import part_of, present
from skillweave.graph.rdf.blocks import edges_by_source
from skillweave.graph.rdf.columns import Texts, contiguous, data
from skillweave.graph.rdf.mapping import Dump, lines
from skillweave.graph.rdf.terms import SHARED_GRAPH, taxonomy_graph
from skillweave.graph.transfer import CopyableStore
from skillweave.ontology.schema import BASE_IRI, NODES, PREFIXES, expand

_STRING: Final = expand("xsd:string")


def to_graph(
    store: CopyableStore,
    around: Iterable[str] | None = None,
    *,
    steps: int = 1,
    base: str = BASE_IRI,
) -> rdflib.Graph:
    """Make an rdflib ``Graph`` of a graph, or of a part of it.

    Args:
        store: the graph.
        around: ids of the nodes in the middle; by default the graph is given whole.
        steps: how many edges away the other nodes may be.
        base: what ids are put behind.

    Raises:
        UnknownName: there is no node of one of these ids.

    Note:
        rdflib takes about a kilobyte and some ten microseconds a triple.
    """
    graph = rdflib.Graph(bind_namespaces="none")
    _fill(graph, _pieces(store, around, steps, Dump(base, named_graphs=False)))
    return graph


def to_dataset(
    store: CopyableStore,
    around: Iterable[str] | None = None,
    *,
    steps: int = 1,
    base: str = BASE_IRI,
) -> rdflib.Dataset:
    """As :func:`to_graph`, with the named graphs: an rdflib ``Dataset``."""
    dataset = rdflib.Dataset()
    _fill(dataset, _pieces(store, around, steps, Dump(base, named_graphs=True)))
    return dataset


def _fill(graph: rdflib.Graph, pieces: Iterable[bytes]) -> None:
    # pyoxigraph reads the lines many times faster than rdflib would.
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    contexts: dict[str, rdflib.Graph] = {}
    for piece in pieces:
        for quad in pyoxigraph.parse(piece, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True):
            triple = (_term(quad.subject), _term(quad.predicate), _term(quad.object))
            if isinstance(quad.graph_name, pyoxigraph.DefaultGraph):
                graph.add(triple)
                continue
            name = quad.graph_name.value
            if name not in contexts:
                assert isinstance(graph, rdflib.Dataset)
                contexts[name] = graph.graph(rdflib.URIRef(name))
            contexts[name].add(triple)


def _term(term: object) -> rdflib.URIRef | rdflib.Literal:
    if isinstance(term, pyoxigraph.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        if term.datatype.value == _STRING:
            return rdflib.Literal(term.value)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
    assert isinstance(term, pyoxigraph.NamedNode)  # no node is anonymous
    return rdflib.URIRef(term.value)


def _pieces(
    store: CopyableStore, around: Iterable[str] | None, steps: int, dump: Dump
) -> Iterator[bytes]:
    if around is None:
        yield from lines(store, dump)
        return
    tables = present(part_of(store, around, steps=steps))
    concepts = store.export_concepts()
    retired = {i for table in concepts.retired.values() for i in table["id"].to_pylist()}
    for label, node in NODES.items():
        if label not in tables:
            continue
        rows = tables[label].sort_by("id")
        ids = contiguous(rows["id"])
        endings: Texts | str
        if node.ownership == "posting":
            owners = [posting.partition("#")[0] for posting in ids.to_pylist()]
            endings = dump.postings_endings(pa.array(owners, pa.string()))
        else:
            listed = dump.ending(taxonomy_graph(concepts.taxonomy, dump.base))
            shared = dump.ending(dump.base + SHARED_GRAPH)
            status = rows["status"].to_pylist() if "status" in rows.column_names else []
            if status:
                endings = pa.array(
                    listed if said == "listed" and name not in retired else shared
                    for said, name in zip(status, ids.to_pylist(), strict=True)
                )
            else:
                endings = shared if label in SHARED or label == "Run" else listed
        subjects = dump.subjects(label, rows, endings)
        for edge in edges_by_source(tables, label):
            table = tables[edge].select(["source", "target"])
            subjects.add_edges(
                edge, table.sort_by([("source", "ascending"), ("target", "ascending")])
            )
        yield bytes(data(subjects.blocks()))
