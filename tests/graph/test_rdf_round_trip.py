"""A dump that is read back gives equal tables, and the same graph gives the same bytes."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_samples import differences
from rdf_samples import XML_ODD, OddGraph, empty_store, odd_graphs
from skillweave import Graph
from skillweave.graph.local import LocalStore
from skillweave.graph.rdf.export import write_dump
from skillweave.graph.rdf.importing import read_dump
from skillweave.graph.rdf.syntaxes import SYNTAXES, Syntax
from skillweave.graph.transfer import CopyableStore


def beside(store: CopyableStore) -> tuple[object, ...]:
    """What a store holds that no table shows."""
    links = store.export_links()
    concepts = store.export_concepts()
    postings = sorted(known.posting for known in store.known())
    stated = {
        name: sorted(map(repr, table.to_pylist()))
        for name, table in store.export_postings(postings).items()
    }
    return (
        concepts.taxonomy,
        {name: sorted(map(repr, t.to_pylist())) for name, t in concepts.listed.items()},
        {name: sorted(map(repr, t.to_pylist())) for name, t in concepts.retired.items()},
        sorted(links.pairs),
        sorted(links.unlinked),
        store.export_log().runs.to_pylist(),
        stated,
    )


def check_round_trip(graph: OddGraph, syntax: Syntax) -> None:
    with TemporaryDirectory() as folder, graph.store(Path(folder, "one")) as store:
        write_dump(store, Path(folder, f"dump.{syntax}"))
        kept = beside(store)
        read_dump(
            Path(folder, f"dump.{syntax}"),
            lambda: empty_store(Path(folder, "two")),
        )
        with LocalStore.open(Path(folder, "two"), read_only=True) as back:
            assert differences(store, back) == ""
            assert beside(back) == kept


@settings(max_examples=5)
@given(odd_graphs(), st.sampled_from([s for s in SYNTAXES if s != "rdf"]))
def test_odd_graphs_come_back_equal(graph: OddGraph, syntax: Syntax) -> None:
    check_round_trip(graph, syntax)


@settings(max_examples=2)
@given(odd_graphs(XML_ODD))
def test_what_xml_can_hold_comes_back_equal(graph: OddGraph) -> None:
    check_round_trip(graph, "rdf")


@settings(max_examples=2)
@given(odd_graphs(), st.data())
def test_the_order_of_building_changes_no_byte(graph: OddGraph, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(graph.names))))
    with TemporaryDirectory() as folder:
        digests = set()
        for name, batches in (("one", [order]), ("two", [[n] for n in reversed(order)])):
            with graph.store(Path(folder, name), *batches) as store:
                write_dump(store, Path(folder, f"{name}.nq"))
                digests.add(hashlib.sha256(Path(folder, f"{name}.nq").read_bytes()).digest())
        assert len(digests) == 1


@pytest.mark.parametrize("name", ["demo.trig.gz"])
def test_the_demo_comes_back_equal_and_twice_the_same(
    demo_graph: Path, tmp_path: Path, name: str
) -> None:
    with LocalStore.open(demo_graph, read_only=True) as store:
        written = write_dump(store, tmp_path / name)
        first = written.file.read_bytes(), written.description.read_bytes()
        write_dump(store, tmp_path / name)
        assert (written.file.read_bytes(), written.description.read_bytes()) == first
        read = read_dump(tmp_path / name, lambda: empty_store(tmp_path / "back"))
        assert read.statements == written.statements
        assert read.ignored == 0
        with LocalStore.open(tmp_path / "back", read_only=True) as back:
            assert differences(store, back) == ""
            assert beside(back) == beside(store)


def test_a_graph_that_came_back_can_be_built_on(demo_graph: Path, tmp_path: Path) -> None:
    from skillweave.demo import POSTINGS

    with Graph.open(demo_graph) as graph:
        graph.export_rdf(tmp_path / "demo.nt")
    Graph.import_rdf(tmp_path / "demo.nt", tmp_path / "back")
    with Graph.open(tmp_path / "back", create=True) as graph:
        total = graph.build(POSTINGS, processes=1).total
        assert (total.written, total.unchanged) == (0, graph.tables["Posting"])
        posting = graph.table("Posting").arrow["id"][0].as_py()
        before = graph.tables
        assert graph.store.delete([posting]) == 1
        assert graph.tables["Posting"] == before["Posting"] - 1


def test_another_base_goes_and_comes_back(tmp_path: Path) -> None:
    graph = OddGraph(
        names=["a"], texts=list("abcdefgh"), lists=[[], None, ["b", "a"], ["x"]],
        day=None, number=1.0, count=1, flag=None,
    )  # fmt: skip
    base = "https://example.org/jobs/"
    with graph.store(tmp_path / "one") as store:
        write_dump(store, tmp_path / "dump.nq", base=base)
        text = (tmp_path / "dump.nq").read_text("utf-8")
        assert "<https://example.org/jobs/posting/a>" in text
        assert "<https://w3id.org/skillweave/posting/a>" not in text
        read_dump(
            tmp_path / "dump.nq",
            lambda: empty_store(tmp_path / "two"),
            base=base,
        )
        with LocalStore.open(tmp_path / "two", read_only=True) as back:
            assert differences(store, back) == ""
