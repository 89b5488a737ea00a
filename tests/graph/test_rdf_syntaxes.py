"""Every syntax holds the same graph, as rdflib, pyoxigraph and PyLD read it."""

import json
from pathlib import Path

import pyld.jsonld  # type: ignore[import-untyped]
import pyoxigraph
import pytest
import rdflib
from rdflib.compare import isomorphic

from graph_samples import RUN, Sample, sample_tables, small_taxonomy
from skillweave.graph.local import LocalStore
from skillweave.graph.rdf.export import Written, write_dump
from skillweave.graph.rdf.mapping import SECTIONS, Dump, lines, posting_quads, quads
from skillweave.graph.rdf.syntaxes import FORMATS, NAMED_GRAPHS, SYNTAXES, Syntax, reading
from skillweave.ontology.errors import UsageError
from skillweave.ontology.schema import BASE_IRI

RDFLIB = {
    "nt": "nt",
    "nq": "nquads",
    "ttl": "turtle",
    "trig": "trig",
    "jsonld": "json-ld",
    "rdf": "xml",
}
SAMPLES = [
    Sample("one", day=None, pay=1000.0, text='Say “no” \\ "yes"\r\n\tto שלום'),
    Sample("two", employer="ACME", skills=("skill/candidate-a", "skill/sql"), text="Two"),
    Sample("three", employer=None, place=None, skills=(), text="Two", bucket=1),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> LocalStore:
    path = tmp_path_factory.mktemp("rdf") / "graph"
    store = LocalStore.open(
        path, create=True, taxonomy=small_taxonomy("t1", "python", "sql", roles=["dev"])
    )
    run = store.begin_run(RUN)
    store.write(sample_tables(SAMPLES, run=run))
    store.end_run(run)
    return store


def expected_quads(store: LocalStore) -> set[pyoxigraph.Quad]:
    text = b"".join(lines(store, Dump(sections=SECTIONS, complete=True)))
    found = list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_QUADS))
    assert len(found) == len(set(found))  # nothing is said twice
    return set(found)


def lines_of(written: Written) -> set[bytes]:
    return set(written.file.read_bytes().splitlines())


def by_value(quad: pyoxigraph.Quad) -> tuple[object, ...]:
    value = quad.object
    if isinstance(value, pyoxigraph.Literal) and value.datatype.value.endswith("#double"):
        return (quad.subject, quad.predicate, float(value.value), quad.graph_name)
    return (quad.subject, quad.predicate, value, quad.graph_name)


@pytest.fixture(scope="module")
def dumps(store: LocalStore, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Written]:
    folder = tmp_path_factory.mktemp("dumps")
    names = [*(f"a.{syntax}" for syntax in SYNTAXES), "a.nq.gz", "a.trig.zst"]
    return {name: write_dump(store, folder / name) for name in names}


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_pyoxigraph_reads_what_the_mapping_says(
    store: LocalStore, dumps: dict[str, Written], syntax: Syntax
) -> None:
    file = dumps[f"a.{syntax}"].file
    found = set(pyoxigraph.parse(path=str(file), format=FORMATS[syntax]))
    wanted = expected_quads(store)
    if syntax not in NAMED_GRAPHS:
        wanted = {pyoxigraph.Quad(*quad.triple) for quad in wanted}
    assert found == wanted
    assert dumps[f"a.{syntax}"].statements == len(wanted)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own parsers raise it
@pytest.mark.parametrize("syntax", SYNTAXES)
def test_rdflib_and_pyoxigraph_read_isomorphic_graphs(
    dumps: dict[str, Written], syntax: Syntax
) -> None:
    file = dumps[f"a.{syntax}"].file
    seen = pyoxigraph.parse(path=str(file), format=FORMATS[syntax])
    by_graph: dict[str, list[str]] = {}
    for quad in seen:
        name = "" if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) else quad.graph_name.value
        by_graph.setdefault(name, []).append(f"{quad.triple} .")
    dataset = rdflib.Dataset()
    dataset.parse(file, format=RDFLIB[syntax])
    graphs = {
        str(graph.identifier): graph
        for graph in dataset.graphs()
        if len(graph) and graph.identifier != rdflib.graph.DATASET_DEFAULT_GRAPH_ID
    }
    graphs |= {"": dataset.default_graph} if len(dataset.default_graph) else {}
    if syntax not in NAMED_GRAPHS:
        plain = rdflib.Graph()
        for graph in graphs.values():
            plain += graph
        graphs = {"": plain}
    assert graphs.keys() == by_graph.keys()
    for name, triples in by_graph.items():
        other = rdflib.Graph().parse(data="\n".join(triples), format="nt")
        assert isomorphic(graphs[name], other), name


def test_a_second_processor_reads_the_json_ld(store: LocalStore, dumps: dict[str, Written]) -> None:
    document = json.loads(dumps["a.jsonld"].file.read_bytes())
    text = pyld.jsonld.normalize(
        document, {"algorithm": "URDNA2015", "format": "application/n-quads"}
    )
    found = pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    # PyLD spells floating-point numbers in its own way
    assert set(map(by_value, found)) == set(map(by_value, expected_quads(store)))


@pytest.mark.parametrize("name", ["a.nq.gz", "a.trig.zst"])
def test_compressed_files_hold_the_plain_ones(dumps: dict[str, Written], name: str) -> None:
    plain = dumps[name.rpartition(".")[0]].file.read_bytes()
    with reading(dumps[name].file, "nq") as file:
        assert file.read() == plain
    assert dumps[name].size < len(plain) / 3


def test_a_graph_holds_what_one_posting_states(store: LocalStore) -> None:
    ids = [sample.id for sample in SAMPLES]
    whole = b"".join(quads(store)).splitlines()
    for posting in ids:
        own = b"".join(posting_quads(store, [posting, "posting/unknown"])).splitlines()
        graph = f" <{BASE_IRI}graph/{posting}> .".encode()
        assert own == [line for line in whole if line.endswith(graph)]
        assert own


def test_parts_add_up_to_the_model(store: LocalStore, tmp_path: Path) -> None:
    parts = {
        part: lines_of(write_dump(store, tmp_path / f"{part}.nq", only=part))
        for part in ("taxonomy", "postings", "derived")
    }
    model = lines_of(write_dump(store, tmp_path / "all.nq", complete=False))
    assert parts["taxonomy"] | parts["postings"] == model
    assert not parts["taxonomy"] & parts["postings"]
    assert any(b"#oneOf>" in line for line in parts["derived"])
    assert not any(b"ontology#text>" in line or b"#oneOf>" in line for line in model)


def test_rdf_xml_refuses_what_it_cannot_hold(tmp_path: Path) -> None:
    with LocalStore.open(
        tmp_path / "graph", create=True, taxonomy=small_taxonomy("t", "x")
    ) as store:
        run = store.begin_run(RUN)
        store.write(sample_tables([Sample("bell", text="Ring\x07ing")], run=run))
        with pytest.raises(UsageError, match=r"U\+0007.*posting/bell"):
            write_dump(store, tmp_path / "bell.rdf")
    assert not (tmp_path / "bell.rdf").exists()
    assert list(tmp_path.glob(".*")) == []


def test_a_description_tells_what_the_file_holds(dumps: dict[str, Written]) -> None:
    written = dumps["a.nq.gz"]
    graph = rdflib.Graph().parse(written.description)
    answer = graph.query(
        """
        PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#>
        PREFIX spdx: <http://spdx.org/rdf/terms#> PREFIX sw: <https://w3id.org/skillweave/ontology#>
        SELECT ?triples ?size ?postings ?digest WHERE {
            ?set a void:Dataset, dcat:Dataset ; void:triples ?triples ;
                 dcat:distribution [ dcat:byteSize ?size ;
                                     spdx:checksum/spdx:checksumValue ?digest ] ;
                 void:classPartition [ void:class sw:Posting ; void:entities ?postings ]
        }"""
    )
    (row,) = [tuple(map(str, row)) for row in answer]  # type: ignore[arg-type]
    import hashlib

    digest = hashlib.sha256(written.file.read_bytes()).hexdigest()
    assert row[:3] == (str(written.statements), str(written.size), "3")
    assert row[3].lower() == digest


@pytest.mark.parametrize("base", ["example.org/", "https://example.org", "https://e.org/a b/", ""])
def test_a_base_that_is_none_is_refused(store: LocalStore, tmp_path: Path, base: str) -> None:
    with pytest.raises(UsageError, match="base IRI"):
        write_dump(store, tmp_path / "a.nt", base=base)
