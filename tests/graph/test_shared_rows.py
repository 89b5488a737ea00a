"""Rows that several stand behind, in every store: wordings of a node, links of duplicates."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from graph_samples import RUN, Sample, same_bucket, sample_tables, small_taxonomy, sorted_rows
from skillweave.graph.store import Store
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.tables import TableBuilder


@pytest.fixture
def store(new_store: Callable[[Taxonomy], Store]) -> Iterator[Store]:
    with new_store(small_taxonomy("t1", "python", "sql")) as opened:
        yield opened


def test_the_wording_of_the_taxonomy_counts_more_than_that_of_postings(store: Store) -> None:
    run = store.begin_run(RUN)
    tables = dict(sample_tables([Sample("a"), Sample("b")], run=run))
    builder = TableBuilder(owned=True)
    for owner in (0, 1):
        row: tuple[Any, ...] = (
            owner,
            "skill/sql",
            "A query language",
            "technology",
            [],
            None,
            "candidate",
        )
        builder.rows("Skill").append(row)
    store.write(tables | builder.tables())
    labels = dict(sorted_rows(store.scan("Skill", columns=["id", "label"])))
    assert labels["skill/sql"] == "Sql"
    store.load_concepts(small_taxonomy("t3", "python"))
    labels = dict(sorted_rows(store.scan("Skill", columns=["id", "label"])))
    assert labels["skill/sql"] == "A query language"


def test_what_is_shown_does_not_depend_on_the_order(store: Store) -> None:
    samples = [
        Sample("a", employer="Acme", place="Port"),
        Sample("b", employer="ACME", place="Hill"),
        Sample("c", employer="Acme Inc", skills=("skill/candidate-x",), text="One"),
        Sample("d", employer="Acme Inc", skills=("skill/candidate-x",), text="Two"),
        Sample("e", employer="ACME", skills=("skill/candidate-x",), text="Two"),
    ]
    run = store.begin_run(RUN)
    shown = []
    for order in ([0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3]):
        store.delete([sample.id for sample in samples])
        ordered = [samples[place] for place in order]
        store.write(sample_tables(ordered[:2], run=run))
        store.write(sample_tables(ordered[2:], run=run))
        shown.append([sorted_rows(store.scan(t)) for t in ("Employer", "Skill", "Location")])
    assert shown[1:] == shown[:1] * 2


def test_a_posting_whose_link_changes_counts_as_written(store: Store) -> None:
    run = store.begin_run(RUN)
    days = [date(2024, 5, day) for day in (3, 2, 1)]
    late, early, first = (Sample(n, day=d) for n, d in zip("abc", days, strict=True))
    store.write(sample_tables([late, early, Sample("x", text="Else")], run=run))
    since = store.version
    store.link_duplicates(same_bucket)
    assert store.changes(since)[:2] == (since + 1, ("posting/a",))
    store.write(sample_tables([first], run=run))
    since = store.version
    store.link_duplicates(same_bucket)
    assert store.changes(since)[:2] == (since + 1, ("posting/a", "posting/b"))
    since = store.version
    store.delete(["posting/c"])
    assert store.changes(since)[1:3] == (("posting/a", "posting/b"), ("posting/c",))
