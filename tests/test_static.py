"""The static checks are part of the tests, so that one command says whether all is well."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

CHECKS = [
    pytest.param(["ruff", "check"], id="lint"),
    pytest.param(["ruff", "format", "--check"], id="format"),
    pytest.param(["mypy"], id="types"),
]


@pytest.mark.parametrize("command", CHECKS)
def test_the_source_passes(command: list[str]) -> None:
    if find_spec(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
