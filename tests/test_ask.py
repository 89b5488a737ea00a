"""The command `ask`: every question can be asked, drawn, and asked wrongly."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from command_line import Command
from demo_questions import QUESTIONS
from skillweave import Graph

DRAWN = ("similar-roles", "gap", "role-path", "families", "pay", "trend", "places", "thresholds")


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_question_has_rows_with_reasons(
    name: str, skillweave_command: Command, demo_graph: Path
) -> None:
    plain = skillweave_command("ask", name, *QUESTIONS[name], "-g", demo_graph, "-f", "json")
    assert plain.code == 0, plain.err
    rows = json.loads(plain.out)
    assert rows
    assert "because" not in rows[0]
    told = skillweave_command(
        "ask", name, *QUESTIONS[name], "-g", demo_graph, "-f", "json", "--why"
    )
    reasons = [reason for row in json.loads(told.out) for reason in row["because"]]
    with Graph.open(demo_graph) as graph:
        texts = {d.posting: d.text for d in graph.store.documents({r["posting"] for r in reasons})}
    assert all(texts[r["posting"]][r["start"] : r["end"]] == r["quote"] for r in reasons)
    assert reasons or name == "find"


def test_the_help_lists_every_question(skillweave_command: Command) -> None:
    offered = set(
        re.findall(r"^│ ([\w-]+) {2,}", skillweave_command("ask", "-h").out, re.MULTILINE)
    )
    assert set(QUESTIONS) <= offered


@pytest.mark.parametrize("name", DRAWN)
def test_pictures_hold_the_names_of_the_rows(
    name: str, skillweave_command: Command, demo_graph: Path, tmp_path: Path
) -> None:
    for suffix in ("svg", "png", "html"):
        path = tmp_path / f"picture.{suffix}"
        asked = ("ask", name, *QUESTIONS[name], "-g", demo_graph, "--plot", path, "-f", "json")
        outcome = skillweave_command(*asked)
        assert outcome.code == 0, outcome.err
        data = path.read_bytes()
        assert skillweave_command(*asked).code == 0
        assert path.read_bytes() == data, "the same answer gives the same picture"
    drawing = ElementTree.fromstring((tmp_path / "picture.svg").read_text())
    words = " ".join(drawing.itertext())
    row = json.loads(outcome.out)[0]
    known = {"pay": "currency", "trend": "period", "thresholds": "min_months", "role-path": None}
    key = known.get(name, "name" if name in ("places", "families") else "label")
    assert (str(row[key]) if key else "data scientist") in words
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
    page = (tmp_path / "picture.html").read_text()
    assert "<svg" in page
    assert not re.search(r"<(script|link|img)|src=", page), "a page needs nothing else"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["role-skills", "zymurgist"], "no role is named 'zymurgist'"),
        (["postings", "pyhton"], "did you mean Python"),
        (["postings", "python", "--at-most", "-3"], "negative"),
        (["match", "--have", "python:-3"], "from 0 to"),
        (["match", "--have", "python:x"], "whole number"),
        (["match"], "say what the person brings"),
        (["match", "--have", "sql", "--education", "wizardry"], "level or field of study"),
        (["reachable-roles", "accountant", "--budget", "-1"], "budget"),
        (["unlocks", "--have", "sql", "--share", "2"], "share"),
        (["gap", "data engineer"], "say what the person brings"),
        (["trend"], "skill, a role"),
        (["pay", "--role", "data engineer", "--plot", "x.gif"], ".svg"),
        (["check", "posting/none", "--have", "sql"], "no posting is named"),
    ],
)
def test_a_bad_question_gets_a_sentence(
    arguments: list[str], message: str, skillweave_command: Command, demo_graph: Path
) -> None:
    outcome = skillweave_command("ask", *arguments, "-g", demo_graph)
    assert outcome.code == 2
    assert message in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1
    assert outcome.out == ""


def test_an_empty_graph_has_no_answers_and_no_errors(
    skillweave_command: Command, tmp_path: Path
) -> None:
    Graph.open(tmp_path / "empty.graph", create=True).close()
    for name, arguments in QUESTIONS.items():
        if name in ("check", "additions", "similar-postings"):
            continue  # they name a posting
        outcome = skillweave_command("ask", name, *arguments, "-g", tmp_path / "empty.graph")
        assert outcome.code in (0, 2), (name, outcome.err)
        assert len(outcome.err.strip().splitlines()) <= 1, (name, outcome.err)


RESUME = """Ada Example

I have 6 years of experience with Python and 3 years of SQL. I know Docker, Kubernetes and Spark.

Education
Bachelor's degree in computer science
"""


def test_a_profile_is_read_from_a_resume_and_a_file(
    skillweave_command: Command, demo_graph: Path, tmp_path: Path
) -> None:
    (tmp_path / "cv.txt").write_text(RESUME)
    with Graph.open(demo_graph) as graph:
        profile = graph.resume(tmp_path / "cv.txt")
    months = {name.removeprefix("skill/"): n for name, n in profile.skills.items()}
    assert months["python"] == 72
    assert months["kubernetes"] is None
    assert "bachelor" in profile.education
    (tmp_path / "me.yaml").write_text("skills: {python: 36, sql: null}\nmonths_total: 40\n")
    for flags in (["--resume", tmp_path / "cv.txt"], ["--profile", tmp_path / "me.yaml"]):
        outcome = skillweave_command(
            "ask", "gap", "data engineer", *flags, "-g", demo_graph, "-f", "json", "-n", "200"
        )
        (python,) = (row for row in json.loads(outcome.out) if row["label"] == "Python")
        assert python["has"] == 1
    (tmp_path / "bad.yaml").write_text("skills: [")
    bad = skillweave_command("ask", "match", "--profile", tmp_path / "bad.yaml", "-g", demo_graph)
    assert bad.code != 0
    assert "bad.yaml" in bad.err
