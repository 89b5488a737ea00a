"""The local store against a model in plain Python, and what guards the directory it lives in."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_samples import RUN, Sample, same_bucket, sample_tables, small_taxonomy, sorted_rows
from skillweave.graph.local import LocalStore
from skillweave.ontology.errors import (
    GraphError,
    GraphInUse,
    GraphNotFound,
    GraphVersion,
    UsageError,
)
from skillweave.ontology.schema import EDGES, NODES, columns

TAXONOMY: Final = small_taxonomy("t1", "python", "sql", roles=("engineer",))
NAMES: Final = "abcdef"
POSTING_TABLES: Final = (
    *(label for label, node in NODES.items() if node.ownership == "posting"),
    *(edge for edge, kind in EDGES.items() if kind.ownership == "posting"),
)
SHARED_TABLES: Final = ("Employer", "Location", "Skill", "WITHIN")


def opened(folder: Path, **options: Any) -> LocalStore:
    return LocalStore.open(folder, create=True, taxonomy=TAXONOMY, **options)


# The model: a dictionary of postings, and the tables worked out from it the slow way


@dataclass
class Model:
    """What the graph should hold: the last word of each posting, and the links last found."""

    postings: dict[str, Sample] = field(default_factory=dict)
    links: set[tuple[str, str]] = field(default_factory=set)

    def write(self, batch: list[Sample]) -> None:
        self.forget([sample.id for sample in batch])
        self.postings |= {sample.id: sample for sample in batch}

    def forget(self, ids: list[str]) -> None:
        for gone in ids:
            self.postings.pop(gone, None)
        self.links = {link for link in self.links if not set(link) & set(ids)}

    def link(self) -> None:
        order = sorted(self.postings.values(), key=lambda s: (s.day or date.max, s.id))
        firsts: dict[tuple[int, str], str] = {}
        self.links = set()
        for sample in order:
            first = firsts.setdefault((sample.bucket, sample.text), sample.id)
            if first != sample.id:
                self.links.add((sample.id, first))

    def rows(self, table: str, run: str) -> set[tuple[Any, ...]]:
        if table == "DUPLICATE_OF":
            return self.links
        said: list[tuple[Any, ...]] = []
        for sample in self.postings.values():
            found = sample_tables([sample], run=run).get(table)
            said += rows(found) if found else []
        if table not in NODES or NODES[table].ownership == "posting":
            return set(said)
        votes = Counter(said)  # what most postings say of a shared node, then the first in order
        best: dict[str, tuple[Any, ...]] = {}
        for row in sorted(votes, key=lambda row: (-votes[row], in_order(row))):
            best.setdefault(row[0], row)
        return set(best.values())


def rows(table: pa.Table) -> list[tuple[Any, ...]]:
    """Rows without their owner, lists as tuples."""
    names = [name for name in table.column_names if name != "owner"]
    lists = table.select(names).to_pydict().values()
    return [
        tuple(tuple(value) if isinstance(value, list) else value for value in row)
        for row in zip(*lists, strict=True)
    ]


def in_order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple((value is None, value) for value in row)


samples = st.builds(
    Sample,
    name=st.sampled_from(NAMES),
    employer=st.sampled_from([None, "Acme", "ACME", "Acme Inc", "Best"]),
    skills=st.lists(
        st.sampled_from(["skill/python", "skill/candidate-x", "skill/candidate-y"]),
        max_size=3,
        unique=True,
    ).map(tuple),
    place=st.sampled_from([None, "Port", "Hill"]),
    day=st.sampled_from([None, date(2024, 1, 1), date(2024, 1, 2)]),
    bucket=st.integers(0, 2),
    pay=st.sampled_from([None, 10.0, 12.5]),
    text=st.sampled_from(["Text one", "Else two"]),
)
steps: st.SearchStrategy[tuple[str, list[Any]]] = st.one_of(
    st.lists(samples, min_size=1, max_size=4, unique_by=lambda s: s.name).map(
        lambda batch: ("write", batch)
    ),
    st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(lambda ids: ("delete", ids)),
    st.just(("link", [])),
)


class Projection:
    """Keeps copies of tables up to date from nothing but what the store says has changed."""

    def __init__(self) -> None:
        self.version = 0
        self.tables: dict[str, set[tuple[Any, ...]]] = {name: set() for name in POSTING_TABLES}

    def update(self, store: LocalStore) -> None:
        since = self.version
        changes = store.changes(since)
        stale = {*changes.written, *changes.deleted}
        for name, kept in self.tables.items():
            kept -= {row for row in kept if row[0].partition("#")[0] in stale}
            kept |= (
                set(rows(store.scan(name, since=since))) if since else set(rows(store.scan(name)))
            )
        self.version = changes.version


@pytest.fixture(scope="module")
def long_lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStore]:
    """One store for all histories: what came before must not show."""
    with opened(tmp_path_factory.mktemp("long") / "graph") as store:
        yield store


@settings(max_examples=30)
@given(history=st.lists(steps, max_size=10))
def test_tables_are_those_of_a_model_in_plain_python(
    long_lived: LocalStore, history: list[tuple[str, list[Any]]]
) -> None:
    store, model, projection = long_lived, Model(), Projection()
    projection.update(store)
    run = store.begin_run(RUN)
    store.delete(store.scan("Posting").column("id").to_pylist())
    listed = {name: set(rows(store.scan(name))) for name in SHARED_TABLES}
    for step, what in history:
        before = store.version
        match step:
            case "write":
                store.write(sample_tables(what, run=run))
                model.write(what)
            case "delete":
                ids = [f"posting/{name}" for name in what]
                assert store.delete(ids) == len(model.postings.keys() & set(ids))
                model.forget(ids)
            case "link":
                store.link_duplicates(same_bucket)
                model.link()
        assert store.version - before in {0, 1}
        projection.update(store)
    for name in POSTING_TABLES:
        found = rows(store.scan(name))
        assert len(found) == len(set(found)), name
        assert set(found) == model.rows(name, run), name
        assert projection.tables[name] == set(found), name
    for name in SHARED_TABLES:
        assert set(rows(store.scan(name))) == listed[name] | model.rows(name, run), name
    assert {document.posting: document.text for document in store.documents()} == {
        posting: sample.text for posting, sample in model.postings.items()
    }


def test_postings_that_lost_their_first_are_linked_to_the_next(tmp_path: Path) -> None:
    with opened(tmp_path / "graph") as store:
        run = store.begin_run(RUN)
        store.write(sample_tables([Sample("a"), Sample("b"), Sample("c")], run=run))
        store.link_duplicates(same_bucket)
        before = store.version
        store.delete(["posting/a"])
        assert store.scan("DUPLICATE_OF").num_rows == 0
        assert store.changes(before).written == ("posting/b", "posting/c")
        store.link_duplicates(same_bucket)
        assert rows(store.scan("DUPLICATE_OF")) == [("posting/c", "posting/b")]


def test_a_stream_shows_one_state_while_others_write(tmp_path: Path) -> None:
    with opened(tmp_path / "graph") as store:
        run = store.begin_run(RUN)
        store.write(sample_tables([Sample(f"p{number}") for number in range(50)], run=run))
        stream = store.batches("Requirement")
        store.delete([f"posting/p{number}" for number in range(50)])
        assert sum(len(batch) for batch in stream) == 100
        assert store.counts()["Requirement"] == 0


def test_a_failed_batch_leaves_no_trace(tmp_path: Path) -> None:
    with opened(tmp_path / "graph") as store:
        run = store.begin_run(RUN)
        store.write(sample_tables([Sample("a")], run=run))
        before = {name: sorted_rows(store.scan(name)) for name in (*NODES, *EDGES)}, store.version
        broken = dict(sample_tables([Sample("a", text="Other"), Sample("b")], run=run))
        broken["Requirement"] = broken["Requirement"].drop_columns(["quote"])  # is required
        with pytest.raises(Exception, match="quote"):
            store.write(broken)
        after = {name: sorted_rows(store.scan(name)) for name in (*NODES, *EDGES)}, store.version
        assert after == before


def test_tables_have_the_types_of_the_schema_also_when_streamed(tmp_path: Path) -> None:
    with opened(tmp_path / "graph") as store:
        for name in ("Posting", "Location", "HAS_PART", "document"):
            names = [column.name for column in columns(name)]
            assert store.scan(name).column_names == names
            assert store.batches(name).schema == store.scan(name).schema
        assert store.scan("Posting", columns=["title", "id"]).column_names == ["title", "id"]


# The directory

OPEN: Final = """
import sys
from skillweave.graph.local import LocalStore
from skillweave.ontology.errors import SkillweaveError
try:
    store = LocalStore.open(sys.argv[1], read_only=sys.argv[2] == "read")
    print("opened", store.counts()["Skill"])
except SkillweaveError as error:
    print(type(error).__name__, error)
"""


def open_elsewhere(graph: Path, how: str) -> str:
    """Open a graph in another process and say what came of it."""
    command = [sys.executable, "-c", OPEN, str(graph), how]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_one_may_write_or_many_may_read(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    with opened(graph):
        for how in ("read", "write"):
            told = open_elsewhere(graph, how)
            assert told.startswith("GraphInUse")
            assert "PID" in told
        with pytest.raises(GraphInUse, match="in this program"):
            opened(graph)
    with LocalStore.open(graph, read_only=True) as store:
        assert open_elsewhere(graph, "read") == "opened 2\n"
        assert open_elsewhere(graph, "write").startswith("GraphInUse")
        with LocalStore.open(graph, read_only=True) as other:
            assert other.counts() == store.counts()
        with pytest.raises(UsageError, match="reading only"):
            store.delete(["posting/a"])
    assert open_elsewhere(graph, "read") == "opened 2\n"


def test_what_is_no_graph_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(GraphNotFound, match="skillweave build"):
        LocalStore.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(GraphError, match="other files"):
        opened(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    with pytest.raises(GraphError, match="cannot be made"):
        opened(tmp_path / "notes.txt" / "graph")


def test_a_creation_that_was_cut_short_begins_anew(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    opened(graph).close()
    (graph / "manifest.json").unlink()
    (graph / "graph.duckdb").write_bytes((graph / "graph.duckdb").read_bytes()[:20_000])
    with pytest.raises(GraphError, match="never completed"):
        LocalStore.open(graph, read_only=True)
    with opened(graph) as store:
        assert store.counts()["Skill"] == 2


@pytest.mark.parametrize(
    ("manifest", "error"),
    [
        ("{}", GraphError),
        ("[1]", GraphError),
        ("{not json", GraphError),
        ('{"kind": "skillweave graph", "format": 99, "schema": "x"}', GraphVersion),
    ],
)
def test_a_manifest_of_something_else_is_refused(
    tmp_path: Path, manifest: str, error: type[GraphError]
) -> None:
    opened(tmp_path / "graph").close()
    (tmp_path / "graph" / "manifest.json").write_text(manifest, "utf-8")
    for read_only in (True, False):
        with pytest.raises(error):
            opened(tmp_path / "graph", read_only=read_only)


def test_a_graph_of_another_schema_is_of_another_version(tmp_path: Path) -> None:
    opened(tmp_path / "graph").close()
    path = tmp_path / "graph" / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(manifest | {"schema": "0123456789abcdef"}), "utf-8")
    with pytest.raises(GraphVersion, match="build it again"):
        opened(tmp_path / "graph")


@pytest.mark.parametrize("damage", [b"", b"garbage", b"\x00" * 20_000])
def test_a_damaged_file_is_told_from_a_missing_one(tmp_path: Path, damage: bytes) -> None:
    graph = tmp_path / "graph"
    opened(graph).close()
    (graph / "graph.duckdb").write_bytes(damage)
    with pytest.raises(GraphError, match="damaged") as caught:
        LocalStore.open(graph, read_only=True)
    assert "\n" not in str(caught.value)
    assert not isinstance(caught.value, GraphNotFound)


@pytest.mark.parametrize("at", [0.0, 0.02, 0.3, 0.6, 0.9])
def test_bytes_lost_inside_the_file_never_show_as_a_traceback_of_the_database(
    tmp_path: Path, at: float
) -> None:
    graph = tmp_path / "graph"
    with opened(graph) as store:
        run = store.begin_run(RUN)
        store.write(sample_tables([Sample(f"p{number}") for number in range(300)], run=run))
    content = bytearray((graph / "graph.duckdb").read_bytes())
    begin = int(len(content) * at)
    content[begin : begin + 4096] = b"\xff" * len(content[begin : begin + 4096])
    (graph / "graph.duckdb").write_bytes(content)
    told = str(graph)
    try:
        with LocalStore.open(graph, read_only=True) as store:
            for name in (*NODES, *EDGES, "document"):
                store.scan(name)
    except GraphError as error:
        told = str(error)
    assert str(graph) in told
    assert "in use" not in told


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = opened(tmp_path / "graph")
    store.close()
    store.close()
    with pytest.raises(GraphError, match="closed"):
        store.counts()
    assert "closed" in repr(store)
