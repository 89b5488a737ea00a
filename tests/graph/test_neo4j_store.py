"""What lies in the server, looked at without the store; and batches and copies that break off."""

from collections.abc import Iterator
from typing import Any

import neo4j
import pyarrow as pa
import pytest

from graph_samples import RUN, Sample, differences, same_bucket, sample_tables, small_taxonomy
from skillweave.graph import transfer
from skillweave.graph.local import LocalStore
from skillweave.graph.neo4j import Access, Neo4jStore
from skillweave.ontology.errors import GraphError, UsageError
from skillweave.ontology.schema import EDGES, NODES, columns

TAXONOMY = small_taxonomy("t1", "python", "sql", roles=("engineer",))
SAMPLES = [
    Sample("a", pay=10.0, skills=("skill/python", "skill/candidate-x")),
    Sample("b", employer="ACME"),
    Sample("c", text="Else", place="Hill"),
]


@pytest.fixture
def store(empty_database: Access) -> Iterator[Neo4jStore]:
    with Neo4jStore.open(empty_database, create=True, taxonomy=TAXONOMY) as opened:
        run = opened.begin_run(RUN)
        opened.write(sample_tables(SAMPLES, run=run))
        opened.link_duplicates(same_bucket)
        yield opened


@pytest.fixture
def ask(empty_database: Access) -> Iterator[Any]:
    """A function that runs Cypher beside the store and gives its rows."""
    auth = (empty_database.user, empty_database.password.reveal())
    with (
        neo4j.GraphDatabase.driver(empty_database.address, auth=auth) as driver,
        driver.session(database=empty_database.database) as session,
    ):
        yield lambda query, **parameters: session.run(query, **parameters).values()


@pytest.mark.usefixtures("store")
def test_nodes_have_one_label_of_the_model_and_its_properties(ask: Any) -> None:
    found = ask(
        "MATCH (n) WHERE NOT n:_Bookkeeping UNWIND keys(n) AS key "
        "RETURN labels(n), collect(DISTINCT key)"
    )
    assert {label for labels, _ in found for label in labels} >= {"Posting", "Skill", "Requirement"}
    for labels, keys in found:
        assert len(labels) == 1
        assert set(keys) <= {column.name for column in columns(labels[0])}


@pytest.mark.usefixtures("store")
def test_edges_join_what_the_model_joins(ask: Any) -> None:
    found = ask("MATCH (a)-[e]->(b) RETURN DISTINCT type(e), labels(a), labels(b), keys(e)")
    assert {edge for edge, *_ in found} >= {"OPTION", "WITHIN", "DUPLICATE_OF", "REQUIRES"}
    for edge, source, target, keys in found:
        assert (*source, *target) in EDGES[edge].ends
        assert set(keys) <= {column.name for column in columns(edge)[2:]}


@pytest.mark.usefixtures("store")
def test_bookkeeping_hangs_on_nothing(ask: Any) -> None:
    assert ask("MATCH (n:_Bookkeeping)--() RETURN n") == []
    labels = ask("MATCH (n:_Bookkeeping) UNWIND labels(n) AS label RETURN DISTINCT label")
    assert {label for (label,) in labels} <= {
        "_Bookkeeping", "_State", "_Document", "_Unlinked", "_Statement", "_Run",
    }  # fmt: skip


def test_a_new_graph_makes_ids_unique_and_names_findable(empty_database: Access, ask: Any) -> None:
    for (name,) in ask("SHOW CONSTRAINTS YIELD name"):
        ask(f"DROP CONSTRAINT `{name}`")
    for (name,) in ask("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"):
        ask(f"DROP INDEX `{name}`")
    with Neo4jStore.open(empty_database, create=True, taxonomy=TAXONOMY):
        unique = ask(
            "SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties "
            "WHERE type ENDS WITH 'UNIQUENESS' AND properties = ['id'] RETURN labelsOrTypes[0]"
        )
        names = "CALL db.index.fulltext.queryNodes('names', 'PYTHON') YIELD node RETURN node.id"
        assert {label for (label,) in unique} >= NODES.keys()
        assert ["skill/python"] in ask(names)


def test_a_batch_that_leads_nowhere_is_refused_and_leaves_no_trace(
    store: Neo4jStore, ask: Any
) -> None:
    everything = "MATCH (n) OPTIONAL MATCH (n)-[e]->() RETURN count(DISTINCT n), count(e)"
    before, version = ask(everything), store.version
    tables = dict(sample_tables([Sample("a"), Sample("d")], run=store.begin_run(RUN)))
    edges = tables["OPTION"].to_pylist()
    edges[-1]["target"] = "skill/none"
    tables["OPTION"] = pa.Table.from_pylist(edges, schema=tables["OPTION"].schema)
    with pytest.raises(GraphError, match="there is no node skill/none"):
        store.write(tables)
    assert ask(everything) == before
    assert store.version == version
    assert store.document("posting/d") is None


def test_a_store_that_is_open_for_reading_writes_nothing(
    store: Neo4jStore, empty_database: Access
) -> None:
    with Neo4jStore.open(empty_database, read_only=True) as reader:
        assert reader.read_only
        with pytest.raises(UsageError, match="reading only"):
            reader.delete(["posting/a"])
        with pytest.raises(UsageError, match="reading only"):
            reader.write(sample_tables([Sample("d")], run="run/1"))
    assert store.counts()["Posting"] == len(SAMPLES)


@pytest.mark.parametrize("postings_before_it", [1, 2, 3])
def test_a_copy_that_was_interrupted_is_completed_by_the_next(
    store: Neo4jStore,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
    postings_before_it: int,
) -> None:
    monkeypatch.setattr(transfer, "BYTES_AT_A_TIME", 1)

    def interrupt(done: int, total: int) -> None:
        if done == postings_before_it:
            raise KeyboardInterrupt

    with LocalStore.open(tmp_path / "graph", create=True, taxonomy=TAXONOMY) as local:
        with pytest.raises(KeyboardInterrupt):
            transfer.copy(store, local, progress=interrupt)
        copied = transfer.copy(store, local)
        assert (copied.written, copied.unchanged) == (3 - postings_before_it, postings_before_it)
        assert differences(store, local) == ""
        run = local.begin_run(RUN)
        local.write(sample_tables([s._replace(pay=7.5) for s in SAMPLES], run=run))
        local.link_duplicates(same_bucket)
        with pytest.raises(KeyboardInterrupt):
            transfer.copy(local, store, progress=interrupt)
        transfer.copy(local, store)
        assert differences(local, store) == ""


def test_batches_that_are_written_at_the_same_time_state_the_same_things(
    empty_database: Access, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = [Sample(f"p{n}", employer=("Acme", "ACME", "Hill")[n % 3]) for n in range(24)]
    heard: list[int] = []
    with LocalStore.open(tmp_path / "graph", create=True, taxonomy=TAXONOMY) as local:
        local.write(sample_tables(samples, run=local.begin_run(RUN)))
        longest = max(local.lengths([sample.id for sample in samples]).values())
        monkeypatch.setattr(transfer, "BYTES_AT_A_TIME", 2 * longest)
        with Neo4jStore.open(empty_database, create=True, load_taxonomy=False) as remote:
            assert remote.writers > 1
            transfer.copy(local, remote, progress=lambda done, _: heard.append(done))
            assert heard == list(range(2, 25, 2))
            assert differences(local, remote) == ""
            assert sorted(remote.changes(0).written) == sorted(k.posting for k in local.known())
