"""What the README tells a reader to type works, and is what the project itself runs."""

import re
import shlex
from pathlib import Path

import pytest

from command_line import Command
from skillweave.demo import POSTINGS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of the README in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


INSTALL_AND_DEMO, INSTALL_AND_TEST, OWN_POSTINGS = blocks("sh")


def test_the_test_command_is_what_continuous_integration_runs() -> None:
    assert (ROOT / ".ci/run").read_text().splitlines()[-1] == INSTALL_AND_TEST.strip()


def test_both_commands_make_their_own_environment_and_need_nothing_else() -> None:
    for command in (INSTALL_AND_DEMO, INSTALL_AND_TEST):
        steps = command.strip().split(" && ")
        assert steps[0] == "python3 -m venv .venv"
        assert all(step.startswith(".venv/bin/") for step in steps[1:])


def test_the_demo_of_the_first_command_runs(
    skillweave_command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = shlex.split(INSTALL_AND_DEMO)
    monkeypatch.chdir(tmp_path)
    assert skillweave_command(*command[command.index(".venv/bin/skillweave") + 1 :]).code == 0


def test_the_python_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (example,) = blocks("python")
    exec(compile(example, "README.md", "exec"), {"__name__": "example"})
    assert (tmp_path / "jobs.graph").is_dir()


def test_the_commands_for_own_postings_run(
    skillweave_command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "postings").symlink_to(POSTINGS / "law")
    for name, demo in (
        ("more.csv.gz", "logistics/depot.jsonl.gz"),
        ("board.json", "software/quillmark-board.json"),
        ("adverts.jsonl", "marketing/marketing.jsonl"),
    ):
        (tmp_path / name).write_bytes((POSTINGS / demo).read_bytes())
    for line in OWN_POSTINGS.splitlines():
        # The shell's part: a pipe into standard input, a redirection, a comment.
        command = line.partition("#")[0].partition(">")[0]
        source, pipe, command = command.rpartition("|")
        arguments = [
            source.split()[-1] if pipe and argument == "-" else argument
            for argument in shlex.split(command)[1:]
        ]
        outcome = skillweave_command(*arguments)
        assert outcome.code == 0, outcome.err
        assert outcome.out


def test_every_command_and_exit_code_is_told(skillweave_command: Command) -> None:
    told = set(re.findall(r"^\| `skillweave (\w+)", README, re.MULTILINE))
    offered = set(re.findall(r"^│ (\w+) {2,}", skillweave_command("--help").out, re.MULTILINE))
    assert told == offered


def test_the_number_of_shipped_postings_is_right(skillweave_command: Command) -> None:
    (number,) = re.findall(r"reads the (\d+) postings that ship", README)
    records = skillweave_command("extract", POSTINGS, "--processes", "1").out.splitlines()
    assert len(records) == int(number)
