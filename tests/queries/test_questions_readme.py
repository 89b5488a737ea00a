"""Every answer in queries/README.md is what its command prints."""

from pathlib import Path

import pytest

from command_line import Command
from questions_readme import COLUMNS, PAGE, commands, printed


def test_the_page_shows_what_the_commands_print(
    skillweave_command: Command, demo_graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKILLWEAVE_GRAPH", str(demo_graph))
    monkeypatch.setenv("COLUMNS", COLUMNS)

    def run(arguments: list[str]) -> str:
        outcome = skillweave_command(*arguments)
        assert outcome.code == 0, outcome.err
        return outcome.out

    asked = list(commands(PAGE.read_text("utf-8")))
    assert asked
    for command, expected in asked:
        assert printed(command, run) == expected, command
