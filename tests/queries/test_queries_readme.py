"""The examples of the questions' documentation run on the demo's graph."""

import doctest
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "queries" / "README.md"


def test_every_example_says_what_the_graph_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(README), module_relative=False, verbose=False)
    assert tried > 25
    assert not failed
