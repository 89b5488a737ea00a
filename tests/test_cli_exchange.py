"""The commands that write and read files of graphs: what they say, and what comes of them."""

import json
from pathlib import Path

import pytest

from command_line import Command
from graph_samples import differences
from skillweave.graph.local import LocalStore


def test_a_dump_goes_out_and_comes_in(
    skillweave_command: Command, demo_graph: Path, tmp_path: Path
) -> None:
    dump, back = tmp_path / "jobs.nq.zst", tmp_path / "back.graph"
    out = skillweave_command("export", "rdf", dump, "--graph", demo_graph)
    assert out.code == 0
    assert "statements in" in out.err
    assert (tmp_path / "jobs.nq.zst.void.ttl").is_file()
    read = skillweave_command("import", "rdf", dump, "--graph", back)
    assert read.code == 0
    assert "82 postings from" in read.err
    with (
        LocalStore.open(demo_graph, read_only=True) as one,
        LocalStore.open(back, read_only=True) as other,
    ):
        assert differences(one, other) == ""
    again = skillweave_command("import", "rdf", dump, "--graph", back)
    assert again.code == 1 or again.code == 2
    assert "holds postings already" in again.err


def test_parts_syntaxes_and_bases_are_options(
    skillweave_command: Command, demo_graph: Path, tmp_path: Path
) -> None:
    file = tmp_path / "part.data"
    options = ("--only", "postings", "--format", "ttl", "--base", "https://example.org/jobs/")
    out = skillweave_command("export", "rdf", file, "--graph", demo_graph, *options)
    assert out.code == 0
    text = file.read_text("utf-8")
    assert "@prefix schema: <https://schema.org/>" in text
    assert "<https://example.org/jobs/posting/" in text
    assert "sw:text " not in text


def test_dumps_without_texts_hold_none(
    skillweave_command: Command, demo_graph: Path, tmp_path: Path
) -> None:
    file = tmp_path / "model.nt"
    out = skillweave_command("export", "rdf", file, "--graph", demo_graph, "--without-texts")
    assert out.code == 0
    text = file.read_text("utf-8")
    assert "ontology#requirementKind>" in text
    assert "ontology#text>" not in text
    read = skillweave_command("import", "rdf", file, "--graph", tmp_path / "none.graph")
    assert read.code == 1
    assert "only complete dumps" in read.err
    assert not (tmp_path / "none.graph").exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("bad.nt", "<http://e/a> <http://e/b> oops .\n", "bad.nt, line 1, column 27"),
        ("bad.foo", "", "tells no syntax"),
        ("bad.rdf", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a/>", "document type"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_line(
    skillweave_command: Command, tmp_path: Path, name: str, content: str, told: str
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    out = skillweave_command("import", "rdf", tmp_path / name, "--graph", tmp_path / "g")
    assert out.code in (1, 2)
    assert told in out.err
    assert "Traceback" not in out.err


def test_job_postings_are_written_and_what_they_lack_is_told(
    skillweave_command: Command, demo_graph: Path, tmp_path: Path
) -> None:
    out = skillweave_command("export", "jsonld", tmp_path / "jobs.jsonl", "--graph", demo_graph)
    assert out.code == 0
    assert "82 postings in" in out.err
    assert "lack datePosted" in out.err
    lines = (tmp_path / "jobs.jsonl").read_bytes().splitlines()
    assert {json.loads(line)["@type"] for line in lines} == {"JobPosting"}


@pytest.mark.parametrize("format", ["graphml", "gexf", "node-link"])
def test_a_neighbourhood_is_written_for_programs_that_draw(
    skillweave_command: Command, demo_graph: Path, tmp_path: Path, format: str
) -> None:
    out = skillweave_command(
        "export", format, tmp_path / "net", "--graph", demo_graph, "--around", "skill/python"
    )
    assert out.code == 0
    assert "nodes and" in out.err
    assert (tmp_path / "net").stat().st_size > 1000
    unknown = skillweave_command(
        "export", format, tmp_path / "no", "--graph", demo_graph, "--around", "skill/none"
    )
    assert unknown.code != 0
    assert "nothing is named 'skill/none'" in unknown.err
