"""Graphs as objects of networkx and rdflib: the same nodes and edges, whole and in part."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import networkx
import pyoxigraph
import pytest
import rdflib

from skillweave import Graph
from skillweave.graph.networks import NetworkFormat
from skillweave.graph.rdf.mapping import Dump, lines, quads
from skillweave.graph.rdf.terms import iri
from skillweave.ontology.errors import UnknownName, UsageError
from skillweave.ontology.schema import EDGES, NODES


@pytest.fixture(scope="module")
def graph(demo_graph: Path) -> Iterator[Graph]:
    with Graph.open(demo_graph) as opened:
        yield opened


@pytest.fixture(scope="module")
def network(graph: Graph) -> "networkx.MultiDiGraph[str]":
    return graph.to_networkx()


def test_a_network_has_the_rows_of_the_tables(
    graph: Graph, network: "networkx.MultiDiGraph[str]"
) -> None:
    for label in NODES:
        rows = {
            row.pop("id"): {key: value for key, value in row.items() if value is not None}
            for row in graph.table(label).arrow.to_pylist()
        }
        found = {
            node: {key: value for key, value in data.items() if key != "_label"}
            for node, data in network.nodes(data=True)
            if data["_label"] == label
        }
        assert found == rows
    for edge in EDGES:
        table = graph.table(edge).arrow
        ends = sorted(zip(table["source"].to_pylist(), table["target"].to_pylist(), strict=True))
        assert sorted((u, v) for u, v, key in network.edges(keys=True) if key == edge) == ends


@pytest.mark.parametrize("steps", [0, 1])
@pytest.mark.parametrize(("edge", "end"), [("EXTRACTED_BY", "source"), ("OPTION", "target")])
def test_a_neighbourhood_is_what_networkx_finds(
    graph: Graph, network: "networkx.MultiDiGraph[str]", edge: str, end: str, steps: int
) -> None:
    ends = Counter(graph.table(edge).arrow[end].to_pylist())
    middle = max(ends, key=lambda node: (ends[node], node))
    found = graph.to_networkx([middle], steps=steps)
    expected = networkx.ego_graph(network, middle, radius=steps, undirected=True)
    assert set(found.nodes) == set(expected.nodes)
    assert set(found.edges(keys=True)) == set(expected.edges(keys=True))
    for node in expected:
        assert found.nodes[node] == expected.nodes[node]


def test_unknown_nodes_and_negative_steps_are_refused(graph: Graph) -> None:
    with pytest.raises(UnknownName, match="skill/none"):
        graph.to_networkx(["skill/none"])
    with pytest.raises(UsageError, match="negative"):
        graph.to_networkx(["skill/python"], steps=-1)


def read_back(path: Path, format: NetworkFormat) -> "networkx.MultiDiGraph[str]":
    if format == "graphml":
        found = networkx.read_graphml(path, force_multigraph=True)
    elif format == "gexf":
        found = networkx.MultiDiGraph(networkx.read_gexf(path))
    else:
        found = networkx.node_link_graph(json.loads(path.read_bytes()), edges="edges")
    assert isinstance(found, networkx.MultiDiGraph)
    return found


@pytest.mark.parametrize("format", ["graphml", "gexf", "node-link"])
def test_files_are_read_back_by_networkx(
    graph: Graph, tmp_path: Path, format: NetworkFormat
) -> None:
    posting = min(graph.table("Posting").arrow["id"].to_pylist())
    written = graph.export_network(tmp_path / "net", format, [posting], steps=1)
    found = read_back(tmp_path / "net", format)
    assert set(found.nodes) == set(written.nodes)
    types = sorted((u, v, key) for u, v, key in written.edges(keys=True))
    if format == "node-link":
        assert sorted(found.edges(keys=True)) == types
    else:
        assert sorted((u, v, d["_type"]) for u, v, d in found.edges(data=True)) == types
    for node, data in written.nodes(data=True):
        for key, value in data.items():
            got = found.nodes[node][key]
            if isinstance(value, list) and format != "node-link":
                assert json.loads(got) == value
            elif isinstance(value, str | int | float):
                assert got == value


def test_xml_gets_no_control_characters(tmp_path: Path) -> None:
    from skillweave.graph.networks import write_network

    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    network.add_node("a", _label="Skill", label="bell\x07 \ufffe")
    for format in ("graphml", "gexf"):
        write_network(network, tmp_path / format, format)
        back = read_back(tmp_path / format, format)
        assert back.nodes["a"]["label"] == "bell\ufffd \ufffd"


def test_a_file_that_cannot_be_written_is_told(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        graph.export_network(tmp_path / "none" / "net", "gexf", ["skill/python"], steps=0)


def test_an_rdflib_graph_holds_the_part_and_nothing_else(
    graph: Graph, network: "networkx.MultiDiGraph[str]"
) -> None:
    posting = min(graph.table("Posting").arrow["id"].to_pylist())
    inside = {iri(node) for node in graph.to_networkx([posting], steps=1)}
    outside = {iri(node) for node in network} - inside
    found = graph.to_rdflib([posting], steps=1)
    whole = pyoxigraph.parse(
        b"".join(lines(graph.store, Dump(named_graphs=False))),
        format=pyoxigraph.RdfFormat.N_TRIPLES,
    )
    expected = Counter(
        (quad.subject.value, quad.predicate.value, target_of(quad.object))
        for quad in whole
        if quad.subject.value in inside and target_of(quad.object) not in outside
    )
    assert len(expected) > 50
    assert (
        Counter(
            (str(s), str(p), str(o) if isinstance(o, rdflib.URIRef) else "") for s, p, o in found
        )
        == expected
    )


def target_of(term: object) -> str:
    # rdflib spells some literals in its own way
    return term.value if isinstance(term, pyoxigraph.NamedNode) else ""


def test_a_dataset_has_the_graphs_of_the_quads(graph: Graph) -> None:
    posting = min(graph.table("Posting").arrow["id"].to_pylist())
    dataset = graph.to_rdflib_dataset([posting], steps=2)
    graphs = {
        line.rsplit(b" <", 1)[1][:-3].decode(): line.partition(b" ")[0][1:-1].decode()
        for piece in quads(graph.store)
        for line in piece.splitlines()
    }
    found = {str(each.identifier): len(each) for each in dataset.graphs() if len(each)}
    assert set(found) <= set(graphs)
    assert f"https://w3id.org/skillweave/graph/{posting}" in found
    assert any("graph/taxonomy/" in name for name in found)
    assert sum(found.values()) == len(graph.to_rdflib([posting], steps=2))
