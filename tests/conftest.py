"""What several test files share: the command line in this process, and the demo's graph."""

import sys
from pathlib import Path

import pytest
from hypothesis import settings

from command_line import Command, Outcome
from skillweave.cli import main

# How long an example takes says nothing about whether it is right: the first one loads models.
settings.register_profile("skillweave", deadline=None, derandomize=True)
settings.load_profile("skillweave")


@pytest.fixture
def skillweave_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """Run ``skillweave`` with some arguments in this process."""
    for name in ("SKILLWEAVE_GRAPH", "COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str | Path) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["skillweave", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        return Outcome(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def demo_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of the demo's postings."""
    from skillweave import Graph
    from skillweave.demo import POSTINGS

    path = tmp_path_factory.mktemp("demo") / "demo.graph"
    with Graph.open(path, create=True) as graph:
        graph.build(POSTINGS, processes=1)
    return path
