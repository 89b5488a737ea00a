"""A dump does not tell which store it came from, and every store takes it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from graph_samples import differences, small_taxonomy
from rdf_samples import OddGraph
from skillweave.graph.rdf.export import write_dump
from skillweave.graph.rdf.importing import read_dump
from skillweave.graph.rdf.mapping import posting_quads
from skillweave.graph.transfer import CopyableStore
from skillweave.ontology.concepts import Taxonomy

NewStore = Callable[[Taxonomy], CopyableStore]


def test_every_store_takes_a_dump_and_gives_the_same_bytes(
    new_store: NewStore, tmp_path: Path
) -> None:
    graph = OddGraph(
        names=["a", "b%20c", "שלום"], texts=["x", 'say "no"', "é\n", "d", "e", "f", "g", "h"],
        lists=[["z", "y", "z"], [], None, ["in"]], day=date(2026, 2, 28), number=-0.5, count=3,
        flag=True,
    )  # fmt: skip
    with graph.store(tmp_path / "one") as store:
        file = write_dump(store, tmp_path / "one.nq").file
        read_dump(file, lambda: new_store(small_taxonomy("0", "x")))
        # opened again with a taxonomy of the version that it holds, so that nothing is loaded
        with new_store(small_taxonomy("v-1", "x")) as other:
            assert differences(store, other) == ""
            again = write_dump(other, tmp_path / "two.nq").file
            assert again.read_bytes() == file.read_bytes()
            one = ["posting/b%20c"]
            assert b"".join(posting_quads(other, one)) == b"".join(posting_quads(store, one))
