"""Every store does the same: one input, the same tables, the same answers.

What a store does is compared with the local store, table by table and row by row, after random
histories: batches, replacements, deletions, other taxonomies, links of duplicates.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph_samples import (
    RUN,
    Sample,
    differences,
    same_bucket,
    sample_tables,
    small_taxonomy,
    sorted_rows,
)
from neo4j_server import empty
from skillweave.graph.local import LocalStore
from skillweave.graph.neo4j import Access, Neo4jStore
from skillweave.graph.store import Store
from skillweave.graph.transfer import copy
from skillweave.ontology.answers import Answer
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.errors import UsageError
from skillweave.ontology.schema import EDGES, NODES
from skillweave.ontology.sink import Link, RunKey, Suspect
from skillweave.ontology.tables import TableBuilder

NewStore = Callable[[Taxonomy], Store]

T1 = small_taxonomy("t1", "python", "sql", roles=("engineer",))
T2 = small_taxonomy("t2", "sql", "rust")


@pytest.fixture
def store(new_store: NewStore) -> Iterator[Store]:
    with new_store(T1) as opened:
        yield opened


def written(store: Store, *samples: Sample, run: str | None = None) -> str:
    run = run or store.begin_run(RUN)
    store.write(sample_tables(samples, run=run))
    return run


def ids(store: Store, table: str) -> set[str]:
    return set(store.scan(table).column("id").to_pylist())


@pytest.mark.parametrize("kind", [LocalStore, Neo4jStore])
def test_a_store_has_every_method_with_the_same_parameters(kind: type) -> None:
    for name, method in inspect.getmembers(Store, inspect.isfunction):
        if name.startswith("__"):
            continue
        here = inspect.signature(getattr(kind, name))
        there = inspect.signature(method)
        assert list(here.parameters.values()) == list(there.parameters.values()), name


def test_a_new_graph_holds_the_concepts_and_nothing_else(store: Store) -> None:
    counts = store.counts()
    assert list(counts) == [*NODES, *EDGES]
    assert {name for name, count in counts.items() if count} == {
        "Role", "Skill", "Occupation", "EducationLevel", "Scheme", "ExternalConcept",
        "CODED_AS", "BROADER", "EXACT_MATCH", "IN_SCHEME",
    }  # fmt: skip
    assert store.version == 1


def test_a_posting_written_again_replaces_what_was_there(store: Store) -> None:
    run = written(store, Sample("a", pay=10.0), Sample("b"))
    written(store, Sample("a", employer="Best", place=None), run=run)
    assert store.counts()["Posting"] == 2
    assert store.counts()["SalaryBand"] == 0
    assert ids(store, "Employer") == {"employer/a", "employer/b"}
    assert sorted_rows(store.scan("LOCATED_IN")) == [("posting/b", "place/port")]


def test_a_batch_written_twice_changes_nothing_but_the_version(store: Store) -> None:
    run = written(store, Sample("a", pay=10.0), Sample("b", skills=("skill/candidate-x",)))
    before = {table: sorted_rows(store.scan(table)) for table in (*NODES, *EDGES)}
    written(store, Sample("a", pay=10.0), Sample("b", skills=("skill/candidate-x",)), run=run)
    assert {table: sorted_rows(store.scan(table)) for table in before} == before


def test_the_wording_of_most_postings_is_shown(store: Store) -> None:
    run = written(store, Sample("a", employer="Acme"), Sample("b", employer="ACME"))
    assert sorted_rows(store.scan("Employer")) == [("employer/a", "ACME")]
    written(store, Sample("c", employer="Acme"), run=run)
    assert sorted_rows(store.scan("Employer")) == [("employer/a", "Acme")]
    assert store.delete(["posting/a", "posting/c", "posting/none"]) == 2
    assert sorted_rows(store.scan("Employer")) == [("employer/a", "ACME")]


def test_what_only_deleted_postings_stated_goes(store: Store) -> None:
    written(store, Sample("a", skills=("skill/candidate-x",), pay=5.0))
    assert "skill/candidate-x" in ids(store, "Skill")
    store.delete(["posting/a"])
    counts = store.counts()
    for table in ("Posting", "Employer", "Location", "WITHIN", "Requirement", "Run", "OPTION"):
        assert counts[table] == 0, table
    assert "skill/candidate-x" not in ids(store, "Skill")
    assert store.changes(1).deleted == ("posting/a",)


def test_a_dropped_concept_stays_as_long_as_a_posting_names_it(store: Store) -> None:
    run = written(store, Sample("a", skills=("skill/python", "skill/sql")))
    assert store.load_concepts(T2)
    assert not store.load_concepts(T2)
    assert ids(store, "Skill") == {"skill/python", "skill/sql", "skill/rust"}
    assert ids(store, "Role") == set()
    written(store, Sample("a", skills=("skill/sql",)), run=run)
    store.end_run(run)
    assert ids(store, "Skill") == {"skill/sql", "skill/rust"}


def test_duplicates_are_linked_to_the_first_in_time(store: Store) -> None:
    written(
        store,
        Sample("late", day=date(2024, 5, 1)),
        Sample("undated"),
        Sample("early", day=date(2024, 4, 1)),
        Sample("apart", bucket=7),
        Sample("other", text="Else"),
    )
    store.link_duplicates(same_bucket)
    assert sorted_rows(store.scan("DUPLICATE_OF")) == [
        ("posting/late", "posting/early"),
        ("posting/undated", "posting/early"),
    ]
    version = store.version
    store.link_duplicates(same_bucket)
    assert store.version == version
    store.delete(["posting/early"])
    assert store.counts()["DUPLICATE_OF"] == 0
    store.link_duplicates(same_bucket)
    assert sorted_rows(store.scan("DUPLICATE_OF")) == [("posting/undated", "posting/late")]


def test_a_judge_meets_only_groups_that_changed(store: Store) -> None:
    run = written(store, Sample("a", bucket=1), Sample("b", bucket=1), Sample("c", bucket=2))
    store.link_duplicates(same_bucket)
    met: list[Suspect] = []

    def judge(suspects: Any) -> list[Link]:
        met.extend(suspects)
        return []

    store.link_duplicates(judge)
    assert met == []
    written(store, Sample("d", bucket=2), run=run)
    store.link_duplicates(judge)
    assert [suspect.posting for suspect in met] == ["posting/c", "posting/d"]
    assert all(suspect.buckets == (2,) for suspect in met)


def test_an_interrupted_run_is_resumed_and_a_complete_one_is_not(store: Store) -> None:
    first = store.begin_run(RUN)
    assert store.begin_run(RUN) == first
    assert store.begin_run(RunKey(("b.txt",), "e1", "t1")) != first
    written(store, Sample("a"), run=first)
    store.end_run(first)
    assert store.begin_run(RUN) != first
    runs = store.runs().to_pylist()
    assert len(runs) == 3
    assert [run["id"] for run in runs if run["ended"]] == [first]
    with pytest.raises(UsageError):
        store.end_run("run/none")


def test_logs_say_what_each_file_held(store: Store) -> None:
    run = store.begin_run(RUN)
    builder = TableBuilder(owned=False)
    builder.rows("reject").append((run, "a.txt", "line 1", "no text", "add some", "{}"))
    builder.rows("file_count").append((run, "a.txt", 3, 2, 0, 0, 1))
    builder.rows("file_count").append((run, "a.txt", 1, 0, 1, 0, 0))
    store.write(builder.tables())
    assert store.files(run).to_pylist() == [
        {"file": "a.txt", "read": 4, "written": 2, "unchanged": 1, "duplicate": 0, "rejected": 1}
    ]
    assert store.runs().to_pylist()[0]["rejected"] == 1
    assert store.rejects().column("reason").to_pylist() == ["no text"]
    assert store.begin_run(RUN) == run
    assert store.rejects().num_rows == store.files(run).num_rows == 0


def test_a_complete_run_takes_the_place_of_earlier_ones_in_the_files_that_it_read(
    store: Store,
) -> None:
    first = store.begin_run(RUN)
    builder = TableBuilder(owned=False)
    for file in ("a.txt", "b.txt"):
        builder.rows("reject").append((first, file, "line 1", "no text", "add some", "{}"))
    store.write(builder.tables())
    store.end_run(first)
    second = store.begin_run(RUN)
    builder = TableBuilder(owned=False)
    builder.rows("file_count").append((second, "a.txt", 1, 1, 0, 0, 0))
    store.write(builder.tables())
    assert store.rejects().column("file").to_pylist() == ["a.txt", "b.txt"]
    store.end_run(second)
    assert store.rejects().column("file").to_pylist() == ["b.txt"]


def test_changes_tell_what_came_and_went(store: Store) -> None:
    run = written(store, Sample("a"), Sample("b"))
    since = store.version
    written(store, Sample("c"), run=run)
    store.delete(["posting/a"])
    version, new, gone, concepts = store.changes(since)
    assert (version, new, gone, concepts) == (since + 2, ("posting/c",), ("posting/a",), False)
    assert store.changes(0).concepts
    recent = store.scan("Posting", columns=["id"], since=since)
    assert recent.to_pylist() == [{"id": "posting/c"}]
    assert {row[0] for row in sorted_rows(store.scan("OPTION", since=since))} == {
        "posting/c#req-0-4"
    }


def test_documents_come_back_as_they_were_written(store: Store) -> None:
    text = "Zoë\n\tpays 5 €\u2028 'x' \\u0041 \U0001f600"
    written(store, Sample("a", text=text), Sample("b"))
    document = store.document("a")
    assert document is not None
    assert document.text == text
    assert document.record.id == "posting/a"
    assert [d.posting for d in store.documents()] == ["posting/a", "posting/b"]
    assert [d.posting for d in store.documents(["posting/b", "posting/none"])] == ["posting/b"]
    assert store.document("none") is None


def test_batches_that_make_no_sense_are_refused_whole(store: Store) -> None:
    run = store.begin_run(RUN)
    with pytest.raises(UsageError, match="twice"):
        store.write(sample_tables([Sample("a"), Sample("a")], run=run))
    with pytest.raises(UsageError, match="Occupation"):
        store.write({"Occupation": store.scan("Occupation")})
    with pytest.raises(UsageError, match="no table"):
        store.scan("Skil")
    with pytest.raises(UsageError, match="no column"):
        store.scan("Skill", columns=["labell"])
    assert store.counts()["Posting"] == 0


def test_answers_are_kept_by_what_they_are_about(store: Store) -> None:
    fact = Answer(
        about="skill", verdict="reject", posting="posting/a", text_sha256="0f", start=0, end=4
    )
    concept = Answer(about="concept", verdict="accept", candidate="skill/candidate-x")
    assert store.answers() == ()
    store.keep_answers([fact, concept])
    store.keep_answers([fact.model_copy(update={"verdict": "accept", "label": "Zoë's"})])
    kept = store.answers()
    assert {answer.key: answer.verdict for answer in kept} == {
        fact.key: "accept",
        concept.key: "accept",
    }
    assert [answer.label for answer in kept if answer.about == "skill"] == ["Zoë's"]
    rows = store.scan("answer").to_pylist()
    assert sorted(row["key"] for row in rows) == sorted([fact.key, concept.key])


def test_answers_outlive_their_postings(store: Store) -> None:
    answer = Answer(
        about="pay", verdict="reject", posting="posting/a", text_sha256="0f", start=0, end=4
    )
    run = written(store, Sample("a"))
    store.keep_answers([answer])
    written(store, Sample("a", employer="Best"), run=run)
    store.delete(["posting/a"])
    store.load_concepts(T2)
    assert store.answers() == (answer,)


def test_a_batch_holds_no_answers(store: Store) -> None:
    with pytest.raises(UsageError, match="answer"):
        store.write({"answer": store.scan("answer")})


# Histories

NAMES = "abcd"
samples = st.builds(
    Sample,
    name=st.sampled_from(NAMES),
    employer=st.sampled_from([None, "Acme", "ACME", "Acme Inc", "Best"]),
    skills=st.lists(
        st.sampled_from(["skill/python", "skill/sql", "skill/candidate-x", "skill/candidate-y"]),
        max_size=3,
        unique=True,
    ).map(tuple),
    place=st.sampled_from([None, "Port", "Hill"]),
    day=st.sampled_from([None, date(2024, 1, 1), date(2024, 1, 2)]),
    bucket=st.integers(0, 2),
    pay=st.sampled_from([None, 10.0, 12.5]),
    text=st.sampled_from(["Text one", "Else two"]),
)


def readable(sample: Sample, taxonomy: Taxonomy) -> Sample:
    """The sample as a loader with that taxonomy reads it: it names no skill that is not there."""
    skills = (s for s in sample.skills if s in taxonomy or s.startswith("skill/candidate-"))
    return sample._replace(skills=tuple(skills))


@dataclass
class History:
    """Steps that any store can be taken through. Ids of runs differ: they hold the time."""

    steps: list[tuple[str, Any]] = field(default_factory=list)

    def apply(self, store: Store) -> None:
        run = ""
        taxonomy = T1
        for step, what in self.steps:
            if not run:
                run = store.begin_run(RUN)
            match step:
                case "write":
                    named = [readable(sample, taxonomy) for sample in what]
                    store.write(sample_tables(named, run=run))
                case "delete":
                    store.delete([f"posting/{name}" for name in what])
                case "link":
                    store.link_duplicates(same_bucket)
                case "concepts":
                    store.load_concepts(what)
                    taxonomy = what
                case "end":
                    store.end_run(run)
                    run = ""


steps = st.one_of(
    st.tuples(
        st.just("write"),
        st.lists(samples, min_size=1, max_size=4, unique_by=lambda sample: sample.name),
    ),
    st.tuples(st.just("delete"), st.lists(st.sampled_from(NAMES), max_size=2)),
    st.tuples(st.just("link"), st.none()),
    st.tuples(st.just("concepts"), st.sampled_from([T1, T2])),
    st.tuples(st.just("end"), st.none()),
)

WITHOUT_RUNS = tuple(
    name
    for name in (*NODES, *EDGES, "document", "bucket", "reject", "file_count")
    if name not in ("Run", "EXTRACTED_BY")
)


@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),  # a server is too slow to shrink a short history with
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=st.lists(steps, min_size=2, max_size=8).map(History))
def test_every_history_leaves_the_same_graph_in_neo4j(
    neo4j_access: Access, history: History
) -> None:
    empty(neo4j_access.address, neo4j_access.user, neo4j_access.password.reveal())
    with (
        TemporaryDirectory() as folder,
        LocalStore.open(Path(folder, "graph"), create=True, taxonomy=T1) as local,
        Neo4jStore.open(neo4j_access, create=True, taxonomy=T1) as remote,
    ):
        history.apply(local)
        history.apply(remote)
        assert differences(local, remote, WITHOUT_RUNS) == ""
        assert len(local.scan("Run")) == len(remote.scan("Run"))
        assert len(local.scan("EXTRACTED_BY")) == len(remote.scan("EXTRACTED_BY"))
        assert local.counts() == remote.counts()
        assert local.changes(1)[1:] == remote.changes(1)[1:]
        check_copies(local, remote, Path(folder))


def check_lengths(local: LocalStore, remote: Neo4jStore) -> None:
    """Both stores know how much there is of each posting; of others they say nothing."""
    ids = [known.posting for known in local.known()]
    documents = local.export_postings(ids, tables={"document"}).get("document")
    rows = documents.to_pylist() if documents is not None else []
    expected = {row["posting"]: len(row["text"]) + len(row["record"]) for row in rows}
    for store in (local, remote):
        assert store.lengths([*ids, "posting/unknown"]) == expected


def check_copies(local: LocalStore, remote: Neo4jStore, folder: Path) -> None:
    """Copies over and back are complete, and a second one has nothing to do."""
    local.keep_answers([Answer(about="concept", verdict="reject", candidate="skill/candidate-x")])
    copy(local, remote)
    assert remote.answers() == local.answers() != ()
    assert differences(local, remote) == ""
    check_lengths(local, remote)
    assert sorted_rows(local.runs()) == sorted_rows(remote.runs())
    with LocalStore.open(folder / "back", create=True, taxonomy=T1) as back:
        copied = copy(remote, back)
        assert copied.written == local.counts()["Posting"]
        assert differences(local, back) == ""
        assert [sorted(links) for links in back.export_links()] == [
            sorted(links) for links in local.export_links()
        ]
        again = copy(back, remote)
        assert (again.written, again.deleted) == (0, 0)
        for one, other in zip(back.export_concepts()[1:], local.export_concepts()[1:], strict=True):
            assert {k: sorted_rows(t) for k, t in one.items()} == {
                k: sorted_rows(t) for k, t in other.items()
            }
