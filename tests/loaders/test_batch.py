"""A run counts what it meets, leaves what it knows, and ends in the same graph however it went."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph_samples import MODEL_TABLES, sorted_rows
from skillweave.graph.local import LocalStore
from skillweave.loaders.batch import FileCount, Summary, build
from skillweave.loaders.extraction.reader import extract
from skillweave.loaders.posting import Posting
from skillweave.ontology.record import Record

TRADES = ["Baker", "Miller", "Cooper", "Sailor", "Mason", "Glazier"]
SKILLS = ["Python", "SQL", "Kubernetes", "Excel", "Terraform", "Java"]


def write_postings(path: Path, count: int, seed: int = 1) -> None:
    """JSON lines of postings that differ from each other in most of their words."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            words = " ".join(f"thing{chance.randrange(5000)}" for _ in range(60))
            text = (
                f"{chance.choice(TRADES)}\nGuild {number % 7}\n\nDuties\n• Look after {words}.\n\n"
                f"Requirements\n• {number % 9 + 1} years of experience with "
                f"{chance.choice(SKILLS)} or {chance.choice(SKILLS)}\n"
            )
            stream.write(json.dumps({"id": f"p{number}", "text": text}) + "\n")


def run(graph: Path, *inputs: Path, processes: int = 1, chunk: int = 16) -> Summary:
    with LocalStore.open(graph, create=True) as store:
        return build([str(item) for item in inputs], store, processes=processes, chunk=chunk)


def graph_tables(graph: Path) -> dict[str, list[tuple[object, ...]]]:
    """All tables but those that tell when something happened."""
    with LocalStore.open(graph) as store:
        names = [name for name in (*MODEL_TABLES, "document", "bucket") if name != "Run"]
        tables = {name: sorted_rows(store.scan(name)) for name in names}
    tables["EXTRACTED_BY"] = [row[:1] for row in tables["EXTRACTED_BY"]]
    return tables


def test_counts_add_up_for_each_file_and_a_second_run_writes_nothing(tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    write_postings(first, 40)
    second.write_text(
        first.read_text("utf-8").splitlines()[3]
        + "\n{broken\n"
        + json.dumps(
            {"id": "p4", "text": "Another text under an id that was met.\n\nDuties\nSing."}
        )
    )
    summary = run(tmp_path / "graph", first, second)
    assert summary.files == (
        FileCount(str(first), 40, 40, 0, 0, 0),
        FileCount(str(second), 3, 0, 0, 2, 1),
    )
    before = graph_tables(tmp_path / "graph")
    again = run(tmp_path / "graph", first, second)
    assert again.total == FileCount("", 43, 0, 40, 2, 1)
    assert graph_tables(tmp_path / "graph") == before
    with LocalStore.open(tmp_path / "graph") as store:
        (reject,) = store.rejects().to_pylist()
    assert reject["file"] == str(second)
    assert "2" in reject["position"]
    assert reject["reason"]


def test_a_changed_posting_replaces_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_postings(path, 30)
    run(tmp_path / "graph", path)
    lines = path.read_text("utf-8").splitlines()
    changed = json.loads(lines[5])
    changed["text"] = changed["text"].replace("Requirements", "Nice to have")
    lines[5] = json.dumps(changed)
    path.write_text("\n".join(lines), "utf-8")
    assert run(tmp_path / "graph", path).total == FileCount("", 30, 1, 29, 0, 0)
    run(tmp_path / "fresh", path)
    assert graph_tables(tmp_path / "graph") == graph_tables(tmp_path / "fresh")


def test_several_processes_give_the_graph_that_one_gives(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_postings(path, 90)
    one = run(tmp_path / "one", path)
    two = run(tmp_path / "two", path, processes=2)
    assert one.files == two.files
    assert graph_tables(tmp_path / "one") == graph_tables(tmp_path / "two")


def stumbling(posting: Posting) -> Record:
    """Fails on one posting and dies on another."""
    if posting.id.endswith("p7"):
        raise ValueError("stumbled")
    if posting.id.endswith("p11"):
        os.kill(os.getpid(), signal.SIGKILL)
    return extract(posting)


def test_a_posting_that_fails_or_kills_its_process_is_a_reject(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_postings(path, 40)
    with LocalStore.open(tmp_path / "graph", create=True) as store:
        summary = build([str(path)], store, processes=2, chunk=4, make_record=stumbling)
        reasons = {row["position"]: row["reason"] for row in store.rejects().to_pylist()}
        known = {known.posting for known in store.known()}
    assert summary.total == FileCount("", 40, 38, 0, 0, 2)
    assert any("stumbled" in reason for reason in reasons.values())
    assert any("died" in reason for reason in reasons.values())
    assert known == {f"posting/p{number}" for number in range(40) if number not in (7, 11)}


def test_reposts_are_linked_whatever_the_order(tmp_path: Path) -> None:
    path, other = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    write_postings(path, 12)
    lines = path.read_text("utf-8").splitlines()
    repost = json.loads(lines[2]) | {"id": "z-repost"}
    other.write_text(json.dumps(repost), "utf-8")
    run(tmp_path / "one", path, other)
    run(tmp_path / "two", other, path)
    tables = graph_tables(tmp_path / "one")
    assert tables["DUPLICATE_OF"] == [("posting/z-repost", "posting/p2")]
    assert graph_tables(tmp_path / "two")["DUPLICATE_OF"] == tables["DUPLICATE_OF"]


BUILD = """
import sys
from skillweave.graph.local import LocalStore
from skillweave.loaders.batch import build
if __name__ == "__main__":
    with LocalStore.open(sys.argv[1], create=True) as store:
        print("begun", flush=True)
        build([sys.argv[2]], store, processes=int(sys.argv[3]), chunk=8)
"""


@pytest.mark.parametrize("processes", [1, 2])
def test_a_killed_run_is_resumed_to_the_same_graph(tmp_path: Path, processes: int) -> None:
    path, script = tmp_path / "a.jsonl", tmp_path / "script.py"
    write_postings(path, 200)
    script.write_text(BUILD, "utf-8")
    run(tmp_path / "whole", path)
    chance = random.Random(processes)
    command = [sys.executable, str(script), str(tmp_path / "killed"), str(path), str(processes)]
    for _ in range(4):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.random() * 2)
            process.kill()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    assert graph_tables(tmp_path / "killed") == graph_tables(tmp_path / "whole")
    with LocalStore.open(tmp_path / "killed") as store:
        (last,) = store.runs().to_pylist()[:1]
    assert last["read"] == last["written"] + last["unchanged"] == 200
