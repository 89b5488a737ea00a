"""The demo: many trades and formats, every posting read, answers that rest on the postings."""

from pathlib import Path

import pytest

from command_line import Command
from skillweave import Graph
from skillweave.demo import POSTINGS, Tour, tour, trade_of


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return Graph.open(tmp_path_factory.mktemp("tour") / "demo.graph", create=True)


@pytest.fixture(scope="module")
def seen(graph: Graph) -> Tour:
    return tour(graph)


def test_there_are_many_postings_of_many_trades_and_formats(seen: Tour) -> None:
    assert sum(count for _, count in seen.trades) >= 64
    assert sum(count for _, count in seen.trades) == sum(count for _, count in seen.formats)
    assert len(seen.trades) >= 12
    assert len(seen.formats) >= 6


def test_every_trade_and_every_file_is_read(graph: Graph, seen: Tour) -> None:
    files = {path for path in POSTINGS.rglob("*") if path.is_file()}
    assert {trade for trade, _ in seen.trades} == {trade_of(str(path)) for path in files}
    origins = [file for file, _ in graph.origins()]
    assert {path for path in files if not any(str(path) in file for file in origins)} == set()
    assert seen.rejected == 0


def test_every_posting_has_a_title_a_role_a_place_and_demands(graph: Graph, seen: Tour) -> None:
    lacking = [
        (document.file, document.position, what)
        for document in graph.store.documents()
        for what, there in (
            ("title", document.record.title.text),
            ("role", document.record.title.role),
            ("place", document.record.locations or document.record.work_mode),
            ("skills", document.record.skills),
            ("requirements", document.record.requirements),
        )
        if not there
    ]
    assert not lacking


def test_nearly_every_posting_has_an_employer_a_date_and_pay(graph: Graph, seen: Tour) -> None:
    # All of them state these; the reader may miss a few that stand in an unusual place.
    records = [document.record for document in graph.store.documents()]
    for what in ("employer", "date_posted", "salaries"):
        found = sum(bool(getattr(record, what)) for record in records)
        assert found >= 0.85 * len(records), what


def test_the_posting_that_was_posted_again_is_linked_to_the_first(graph: Graph, seen: Tour) -> None:
    (link,) = graph.table("DUPLICATE_OF").to_pylist()
    later, first = (graph.posting(link[end]) for end in ("source", "target"))
    assert Path(later.file).name.startswith("posted-again")
    assert Path(first.file).name == "data-roles.jsonl"


def test_three_answers_each_with_reasons_in_the_text(graph: Graph, seen: Tour) -> None:
    assert len(seen.answers) == 3
    for answer in seen.answers:
        assert len(answer) >= 3
        for row in answer:
            assert row.because
            for reason in row.because:
                text = graph.posting(reason.posting).text
                assert text[reason.start : reason.end] == reason.quote


def test_the_tour_can_be_taken_twice(graph: Graph, seen: Tour) -> None:
    again = tour(graph)
    assert again[:3] == seen[:3]
    assert [list(answer) for answer in again.answers] == [list(answer) for answer in seen.answers]


def test_the_command_shows_the_tour(
    skillweave_command: Command, tmp_path: Path, seen: Tour
) -> None:
    path = tmp_path / "kept.graph"
    outcome = skillweave_command("demo", path)
    assert outcome.code == 0
    assert all(answer.question in outcome.out for answer in seen.answers)
    assert all(name in outcome.out for name, _ in (*seen.trades, *seen.formats))
    commands = [line.strip() for line in outcome.out.splitlines() if f"--graph {path}" in line]
    assert len(commands) >= 3
    for command in commands:
        assert skillweave_command(*command.split()[1:]).code == 0
