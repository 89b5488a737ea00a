"""The command line: exit codes, streams, formats, and messages instead of tracebacks."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from command_line import Command
from skillweave import Graph, __version__
from skillweave.cli.app import Reader
from skillweave.demo import POSTINGS
from skillweave.loaders.extraction.reader import ReaderName

ADVERT = """Data Engineer
Tern & Tide
Memphis, TN

You will look after the pipelines that bring delivery scans from three hundred depots to the
people who plan the routes of the next morning.

Requirements:
- 3+ years of experience with Python or Scala
- Bachelor's degree in computer science
"""

BROKEN = json.dumps({"id": "a", "text": ADVERT}) + '\n{"id": "b", "te\n'
"""Two JSON lines, of which the second ends too early."""


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def advert(tmp_path: Path) -> Path:
    path = tmp_path / "advert.txt"
    path.write_text(ADVERT)
    return path


# ------------------------------------------------------------------------------ help and usage


def test_help_lists_every_command(skillweave_command: Command) -> None:
    outcome = skillweave_command("--help")
    assert outcome.code == 0
    for name in ("demo", "build", "extract", "info", "show", "find", "rejects"):
        assert name in outcome.out
        assert skillweave_command(name, "--help").code == 0


def test_the_version_is_that_of_the_package(skillweave_command: Command) -> None:
    assert skillweave_command("--version").out == f"skillweave {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("biuld",),
        ("build",),
        ("find",),
        ("info", "--format", "xml"),
        ("extract", "--processes", "0", "x"),
        ("extract", __file__, "--columns", "colour=Blue"),
    ],
    ids=["unknown command", "no input", "no text", "unknown format", "no process", "no such field"],
)
def test_wrong_usage_is_told_on_standard_error(
    skillweave_command: Command, arguments: tuple[str, ...]
) -> None:
    outcome = skillweave_command(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err
    assert "Traceback" not in outcome.err


# ------------------------------------------------------------------------------ extract


def test_extract_prints_a_record_for_each_posting(
    skillweave_command: Command, advert: Path
) -> None:
    outcome = skillweave_command("extract", advert)
    (record,) = lines(outcome.out)
    assert outcome.code == 0
    assert outcome.err == ""
    assert record["title"]["role"] == "data engineer"
    assert record["experience"][0]["min_months"] == 36


def test_extract_keeps_ids_offsets_and_order_over_many_processes(
    skillweave_command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "many.jsonl"
    rows = [{"id": f"n{number}", "text": f"{ADVERT}\nNumber {number}\n"} for number in range(150)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    outcome = skillweave_command("extract", path, "--processes", "2")
    records = lines(outcome.out)
    assert [record["id"] for record in records] == [row["id"] for row in rows]
    for record, row in zip(records, rows, strict=True):
        for fact in (*record["experience"], *record["education"]):
            assert row["text"][fact["start"] : fact["end"]] == fact["quote"]
    alone = skillweave_command("extract", path, "--processes", "1")
    assert alone.out == outcome.out


def test_extract_says_which_reader_it_took(skillweave_command: Command, advert: Path) -> None:
    assert set(get_args(Reader)) == set(get_args(ReaderName))
    for reader in get_args(Reader):
        (record,) = lines(skillweave_command("extract", advert, "--reader", reader).out)
        assert record["reader"] == reader


def test_extract_reads_standard_input() -> None:
    row = json.dumps({"id": "one", "text": ADVERT}) + "\n"
    run = subprocess.run(
        [sys.executable, "-m", "skillweave", "extract", "-"],
        input=row,
        capture_output=True,
        text=True,
        check=True,
    )
    assert [record["id"] for record in lines(run.stdout)] == ["one"]


def test_a_reject_is_a_line_on_standard_error_and_counts_with_strict(
    skillweave_command: Command, advert: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text(
        '{"id": "a", "text": "Nurse wanted. RN license required."}\n{"id": "b", "te\n'
    )
    outcome = skillweave_command("extract", advert, broken)
    assert outcome.code == 0
    assert len(lines(outcome.out)) == 2
    assert "broken.jsonl, line 2" in outcome.err
    assert "1 rejected" in outcome.err
    assert skillweave_command("extract", advert, broken, "--strict").code == 1


def test_an_input_that_is_not_there_is_one_message(skillweave_command: Command) -> None:
    outcome = skillweave_command("extract", "nowhere.csv")
    assert outcome.code == 1
    assert "nowhere.csv" in outcome.err
    assert "Traceback" not in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_a_reader_that_stops_reading_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m skillweave extract {POSTINGS} | head -c 10"
    run = subprocess.run(command, shell=True, check=True, capture_output=True, text=True)
    assert run.stdout.startswith('{"id":')
    assert run.stderr == ""


# ------------------------------------------------------------------------------ build


def test_build_says_what_it_did_for_each_file_and_writes_nothing_twice(
    skillweave_command: Command, advert: Path, tmp_path: Path
) -> None:
    graph = tmp_path / "a.graph"
    first = skillweave_command("build", advert, "--graph", graph, "--format", "json")
    assert first.code == 0
    (row,) = json.loads(first.out)
    assert row["file"].endswith("advert.txt")
    counts = ("read", "written", "unchanged", "duplicate", "rejected")
    assert [row[name] for name in counts] == [1, 1, 0, 0, 0]
    second = skillweave_command("build", advert, "--graph", graph, "--format", "json")
    (row,) = json.loads(second.out)
    assert [row[name] for name in counts] == [1, 0, 1, 0, 0]


def test_the_graph_may_be_named_by_the_environment(
    skillweave_command: Command, advert: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKILLWEAVE_GRAPH", str(tmp_path / "env.graph"))
    assert skillweave_command("build", advert).code == 0
    assert json.loads(skillweave_command("info", "-f", "json").out)["counts"]["Posting"] == 1
    assert (tmp_path / "env.graph").is_dir()


def test_build_keeps_rejects_and_strict_makes_them_a_failure(
    skillweave_command: Command, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text(
        '{"id": "a", "text": "Nurse wanted. RN license required."}\n{"id": "b", "te\n'
    )
    graph = tmp_path / "a.graph"
    assert skillweave_command("build", broken, "--graph", graph).code == 0
    assert skillweave_command("build", broken, "--graph", graph, "--strict").code == 1
    (reject,) = json.loads(skillweave_command("rejects", "-g", graph, "-f", "json").out)
    assert reject["file"].endswith("broken.jsonl")
    assert reject["position"] == "line 2"
    assert reject["reason"]


def test_columns_are_explained_and_can_be_mapped(
    skillweave_command: Command, tmp_path: Path
) -> None:
    table = tmp_path / "odd.csv"
    table.write_text("ref,what,blurb\n1,Welder,Weld pipes of carbon steel. TIG welding required.\n")
    explained = skillweave_command("build", table, "--explain-columns", "--format", "json")
    assert explained.code == 0
    assert {"ref", "what", "blurb"} <= {row["column"] for row in json.loads(explained.out)}
    mapped = skillweave_command(
        "extract", table, "--columns", "title=what", "--columns", "description=blurb"
    )
    (record,) = lines(mapped.out)
    assert record["title"]["text"] == "Welder"


# ------------------------------------------------------------------------------ asking


def test_a_graph_that_is_not_there_says_how_to_build_one(
    skillweave_command: Command, tmp_path: Path
) -> None:
    outcome = skillweave_command("info", "--graph", tmp_path / "none.graph")
    assert outcome.code == 1
    assert "skillweave build" in outcome.err
    assert "Traceback" not in outcome.err


def test_info_counts_what_is_in_the_graph(skillweave_command: Command, demo_graph: Path) -> None:
    info = json.loads(skillweave_command("info", "-g", demo_graph, "-f", "json").out)
    with Graph.open(demo_graph) as graph:
        assert info["counts"] == graph.tables
    assert info["counts"]["Posting"] == sum(source["postings"] for source in info["sources"])
    assert info["runs"][0]["read"] == info["counts"]["Posting"]
    table = skillweave_command("info", "-g", demo_graph).out
    assert "Posting" in table
    assert "Last runs" in table


def test_find_prints_the_same_rows_in_every_format(
    skillweave_command: Command, demo_graph: Path
) -> None:
    def found(format: str) -> str:
        outcome = skillweave_command("find", "python", "-g", demo_graph, "-f", format)
        assert outcome.code == 0
        return outcome.out

    rows = json.loads(found("json"))
    assert rows[0]["id"] == "skill/python"
    assert rows[0]["postings"] > 5
    assert lines(found("jsonl")) == rows
    assert [row["id"] for row in csv.DictReader(io.StringIO(found("csv")))] == [
        row["id"] for row in rows
    ]
    assert all(row["id"] in found("table") for row in rows)


def test_find_takes_several_words(skillweave_command: Command, demo_graph: Path) -> None:
    outcome = skillweave_command("find", "registered", "nurse", "-g", demo_graph, "-f", "json")
    assert json.loads(outcome.out)[0]["id"] == "role/registered-nurse"


def test_show_marks_the_facts_in_the_text(skillweave_command: Command, demo_graph: Path) -> None:
    rows = json.loads(skillweave_command("find", "rust", "-g", demo_graph, "-f", "json").out)
    assert rows
    with Graph.open(demo_graph) as graph:
        id = graph.postings("Kotlin", at_least_months=36)[0].posting
    plain = skillweave_command("show", id, "-g", demo_graph).out
    assert "[Kotlin](technology, required)" in plain
    shown = json.loads(skillweave_command("show", id, "-g", demo_graph, "-f", "json").out)
    assert shown["facts"]
    for fact in shown["facts"]:
        assert " ".join(shown["text"][fact["start"] : fact["end"]].split()) == fact["quote"]
    table = skillweave_command("show", id, "-g", demo_graph, "-f", "csv").out
    assert len(list(csv.DictReader(io.StringIO(table)))) == len(shown["facts"])


def test_a_posting_that_is_not_there_is_one_message(
    skillweave_command: Command, demo_graph: Path
) -> None:
    outcome = skillweave_command("show", "posting/none", "-g", demo_graph)
    assert outcome.code == 2
    assert "posting/none" in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_no_rejects_are_said_in_words(skillweave_command: Command, demo_graph: Path) -> None:
    assert skillweave_command("rejects", "-g", demo_graph).out == "Nothing was rejected.\n"


# ------------------------------------------------------------------------------ interruption


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
@pytest.mark.parametrize("batches", [0, 3], ids=["at the start", "while writing"])
def test_an_interrupted_build_says_how_to_go_on(tmp_path: Path, batches: int) -> None:
    path = tmp_path / "many.jsonl"
    with path.open("w") as file:
        for number in range(20_000):
            file.write(json.dumps({"id": f"n{number}", "text": f"{ADVERT}\n{number}"}) + "\n")
    # The program interrupts itself, so that the moment does not depend on the machine.
    code = f"""
import os, signal, sys
from skillweave.cli import building, main
class Bar(building.Bar):
    met = 0
    def batch(self, total):
        self.met += 1
        if self.met > {batches}:
            signal.setitimer(signal.ITIMER_REAL, 0.02)
signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGINT))
building.Bar = Bar
sys.argv = ["skillweave", "build", {str(path)!r}, "--graph", {str(tmp_path / "a.graph")!r}]
main()
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "Traceback" not in run.stderr
    assert run.returncode == 130
    assert "the same command goes on" in run.stderr
