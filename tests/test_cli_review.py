"""The command `review`: out, answered, back in."""

import csv
import json
from pathlib import Path

import pytest

from command_line import Command

ADVERT = """Bread Wrangler

Requirements
- SQL, Foobarix and Python
"""


@pytest.fixture
def graph(tmp_path: Path, skillweave_command: Command) -> str:
    line = json.dumps({"id": "a", "text": ADVERT})
    (tmp_path / "advert.jsonl").write_text(line + "\n")
    path = str(tmp_path / "jobs.graph")
    advert = str(tmp_path / "advert.jsonl")
    assert skillweave_command("build", advert, "-g", path, "--reader", "rules").code == 0
    return path


def test_a_review_goes_out_and_comes_back(
    graph: str, tmp_path: Path, skillweave_command: Command
) -> None:
    path = tmp_path / "review.csv"
    outcome = skillweave_command("review", str(path), "-g", graph, "-n", "5")
    assert outcome.code == 0
    assert outcome.out == f"1 facts written to {path}\n"
    assert "--apply" in outcome.err
    text = path.read_text("utf-8")
    with path.open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["quote"] == "Foobarix"
    assert row["sentence"] == "- SQL, Foobarix and Python"
    head, body = text.split("\n", 1)
    path.write_text(head + "\nreject" + body)
    outcome = skillweave_command("review", "--apply", str(path), "-g", graph)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == "1 answers taken over, 1 postings corrected, 0 answers left out\n"
    assert "Nothing is named" in skillweave_command("find", "Foobarix", "-g", graph).out
    labels = tmp_path / "labels.jsonl"
    assert skillweave_command("review", "--labels", str(labels), "-g", graph).code == 0


def test_a_wrong_answer_is_named_with_file_and_line(
    graph: str, tmp_path: Path, skillweave_command: Command
) -> None:
    path = tmp_path / "review.jsonl"
    skillweave_command("review", str(path), "-g", graph)
    row = json.loads(path.read_text("utf-8")) | {"answer": "maybe"}
    path.write_text(json.dumps(row))
    outcome = skillweave_command("review", "--apply", str(path), "-g", graph)
    assert outcome.code == 1
    assert f"{path}, line 1" in outcome.err.replace("\n", "")
    assert "accept, reject, correct" in outcome.err.replace("\n", " ")


def test_what_is_to_be_done_is_named_once(graph: str, skillweave_command: Command) -> None:
    assert skillweave_command("review", "-g", graph).code == 2
    assert skillweave_command("review", "a.csv", "--apply", "b.csv", "-g", graph).code == 2


def test_answers_make_no_graph_where_there_is_none(
    tmp_path: Path, skillweave_command: Command
) -> None:
    path = tmp_path / "review.jsonl"
    path.write_text("")
    outcome = skillweave_command("review", "--apply", str(path), "-g", str(tmp_path / "none"))
    assert outcome.code == 1
    assert not (tmp_path / "none").exists()
