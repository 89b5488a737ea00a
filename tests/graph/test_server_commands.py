"""The commands over a graph in a server: each does what it does over a directory."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import Command, Outcome
from demo_questions import QUESTIONS
from graph_samples import differences
from neo4j_server import empty
from skillweave import Graph
from skillweave.graph.local import LocalStore
from skillweave.graph.neo4j import Access, Neo4jStore, Secret

POSTINGS = """\
id,title,company,location,description
one,Data Engineer,Northwind,"Austin, TX","Requirements:
- 3+ years of Python or Scala
- SQL"
two,Nurse,Lakeside,"Chicago, IL","Requirements:
- Registered nurse licence
- 2 years of experience in intensive care"
three,,,,
"""


@pytest.fixture(scope="module")
def postings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("postings") / "postings.csv"
    path.write_text(POSTINGS)
    return path


@pytest.fixture(scope="module")
def local_graph(postings: Path) -> Path:
    path = postings.with_name("local.graph")
    with Graph.open(path, create=True) as graph:
        graph.build([postings], processes=1)
    return path


@pytest.fixture(scope="module")
def built(neo4j_access: Access, postings: Path) -> tuple[Access, Outcome]:
    """A graph that a process of its own built in the server, and what it printed."""
    empty(neo4j_access.address, neo4j_access.user, neo4j_access.password.reveal())
    command = [sys.executable, "-m", "skillweave", "build", str(postings)]
    run = subprocess.run(
        [*command, "--graph", neo4j_access.address, "--user", neo4j_access.user],
        env=os.environ | {"SKILLWEAVE_NEO4J_PASSWORD": neo4j_access.password.reveal()},
        check=False,
        capture_output=True,
        text=True,
    )
    return neo4j_access, Outcome(run.returncode, run.stdout, run.stderr)


@pytest.fixture
def server(built: tuple[Access, Outcome], monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of the server with that graph; the password is in the environment."""
    access, _ = built
    for name in ("NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SKILLWEAVE_NEO4J_USER", access.user)
    monkeypatch.setenv("SKILLWEAVE_NEO4J_PASSWORD", access.password.reveal())
    return access.address


def test_build_writes_the_graph_that_a_directory_would_hold(
    built: tuple[Access, Outcome], local_graph: Path
) -> None:
    access, (code, out, err) = built
    assert code == 0, err
    assert [line.split()[-5:] for line in out.splitlines() if "postings.csv" in line] == [
        ["3", "2", "0", "0", "1"]
    ]
    assert f"skillweave rejects --graph {access.address}" in err
    assert access.password.reveal() not in out + err
    with (
        LocalStore.open(local_graph, read_only=True) as local,
        Neo4jStore.open(access, read_only=True) as remote,
    ):
        assert differences(local, remote, own_runs=True) == ""


@pytest.mark.parametrize(
    "command",
    [
        ("find", "python"),
        ("find", "chicago"),
        ("rejects",),
    ],
    ids=" ".join,
)
def test_commands_print_the_same_over_a_server(
    skillweave_command: Command, server: str, local_graph: Path, command: tuple[str, ...]
) -> None:
    for form in ("table", "csv"):
        code, out, err = skillweave_command(*command, "--graph", server, "--format", form)
        assert (code, err) == (0, "")
        assert out == skillweave_command(*command, "-g", local_graph, "--format", form).out
        assert out


def test_a_posting_is_shown_as_from_a_directory(
    skillweave_command: Command, server: str, local_graph: Path
) -> None:
    with LocalStore.open(local_graph, read_only=True) as local:
        posting = local.scan("Posting").column("id")[0].as_py()
    code, out, err = skillweave_command("show", posting, "--graph", server, "--format", "json")
    assert (code, err) == (0, "")
    assert out == skillweave_command("show", posting, "-g", local_graph, "--format", "json").out


def test_info_counts_the_same_and_names_the_server(
    skillweave_command: Command, server: str, local_graph: Path
) -> None:
    there = json.loads(skillweave_command("info", "-g", server, "-f", "json").out)
    here = json.loads(skillweave_command("info", "-g", local_graph, "-f", "json").out)
    assert there["location"] == server
    for what in ("versions", "counts", "sources"):
        assert there[what] == here[what], what


def test_a_second_build_finds_all_unchanged(
    skillweave_command: Command, server: str, postings: Path
) -> None:
    code, out, _ = skillweave_command(
        "build", postings, "-g", server, "-p", "1", "--format", "json"
    )
    assert code == 0
    (counts,) = json.loads(out)
    assert (counts["written"], counts["unchanged"], counts["rejected"]) == (0, 2, 1)


def test_pull_push_and_export_carry_the_graph_over(
    skillweave_command: Command, server: str, tmp_path: Path
) -> None:
    pulled = tmp_path / "pulled.graph"
    code, out, err = skillweave_command("pull", "--from", server, "--graph", pulled, "-f", "json")
    assert code == 0, err
    assert all(row["source"] == row["target"] for row in json.loads(out))
    assert {row["table"]: row["target"] for row in json.loads(out)}["Posting"] == 2
    assert "2 postings written" in err
    code, out, err = skillweave_command("push", "--to", server, "--graph", pulled)
    assert code == 0, err
    assert "0 postings written, 0 deleted, 2 unchanged; all numbers agree" in err
    assert "Requirement" in out
    code, out, err = skillweave_command("export", "neo4j", tmp_path / "files", "--graph", server)
    assert code == 0, err
    assert f"cd {tmp_path / 'files'}" in out
    assert (tmp_path / "files/Posting.csv").read_text().count('"posting/') == 2


def test_a_copy_that_is_interrupted_says_how_to_go_on(
    skillweave_command: Command, local_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("skillweave.graph.transfer.copy", interrupt)
    code, out, err = skillweave_command(
        "push", "--graph", local_graph, "--to", tmp_path / "copy.graph"
    )
    assert (code, out) == (130, "")
    assert "the same command goes on from there" in err


@pytest.mark.parametrize(
    ("options", "said", "code"),
    [
        (("--user", "nobody"), "refuses the user 'nobody'", 1),
        (("--database", "other"), "no database 'other'", 1),
        (("--password-file", "wrong.txt"), "set SKILLWEAVE_NEO4J_USER", 1),
        (("--password-file", "none.txt"), "password file cannot be read", 1),
    ],
)
def test_options_of_a_server_are_used_and_mistakes_in_them_told(
    skillweave_command: Command,
    server: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, str],
    said: str,
    code: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("wrong.txt").write_text("wr0ng\n")
    outcome = skillweave_command("info", "--graph", server, *options)
    assert outcome.code == code
    assert said in outcome.err
    assert "wr0ng" not in outcome.err
    assert "SKILLWEAVE_NEO4J_DATABASE" not in os.environ


def test_a_password_file_is_enough(
    skillweave_command: Command, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "password"
    file.write_text(os.environ["SKILLWEAVE_NEO4J_PASSWORD"] + "\n")
    monkeypatch.setenv("SKILLWEAVE_NEO4J_PASSWORD", "wr0ng")
    user = os.environ["SKILLWEAVE_NEO4J_USER"]
    options = ("--user", user, "--password-file", str(file), "--database", "neo4j")
    assert skillweave_command("info", "--graph", server, *options).code == 0
    with Graph.open(server, user=user, password_file=file, database="neo4j") as graph:
        assert graph.tables["Posting"] == 2
        assert graph.store.location == f"{server}/neo4j"


def test_a_password_is_asked_for_on_a_terminal(
    skillweave_command: Command, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    password = Secret(os.environ["SKILLWEAVE_NEO4J_PASSWORD"])
    monkeypatch.delenv("SKILLWEAVE_NEO4J_PASSWORD")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return password.reveal()

    monkeypatch.setattr("skillweave.cli.servers.getpass", answer)
    assert skillweave_command("info", "--graph", server).code == 0
    assert asked == [f"Password for {server}: "]
    assert "SKILLWEAVE_NEO4J_PASSWORD" not in os.environ


def test_options_of_a_server_without_a_server_are_refused(
    skillweave_command: Command, local_graph: Path
) -> None:
    outcome = skillweave_command("info", "--graph", local_graph, "--user", "me")
    assert outcome.code == 2
    assert "for a graph in a server" in outcome.err
    with pytest.raises(ValueError, match="is a directory"):
        Graph.open(local_graph, database="jobs")


@pytest.fixture
def demo_server(
    neo4j_access: Access, demo_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Address of the server with the demo's graph, and a cache of the test's own."""
    empty(neo4j_access.address, neo4j_access.user, neo4j_access.password.reveal())
    monkeypatch.setenv("SKILLWEAVE_NEO4J_PASSWORD", neo4j_access.password.reveal())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with Graph.open(demo_graph) as graph:
        graph.push(neo4j_access.address)
    return neo4j_access.address


def test_every_question_has_the_same_answer_over_a_server(
    skillweave_command: Command, demo_server: str, demo_graph: Path, neo4j_access: Access
) -> None:
    user = ("--user", neo4j_access.user)
    for name, arguments in QUESTIONS.items():
        asked = ("ask", name, *arguments, "--why", "-f", "json")
        local = skillweave_command(*asked, "-g", demo_graph)
        remote = skillweave_command(*asked, "-g", demo_server, *user)
        assert (remote.code, remote.out) == (0, local.out), (name, remote.err)
        assert json.loads(local.out)
