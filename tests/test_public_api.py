"""The public surface: complete, sorted, cheap to import, and honest about what it lacks."""

import inspect
import subprocess
import sys

import pytest

import skillweave
from skillweave.ontology import errors


def test_public_names_are_sorted_and_exist() -> None:
    assert skillweave.__all__ == sorted(skillweave.__all__)
    for name in skillweave.__all__:
        assert getattr(skillweave, name) is not None


def test_every_name_that_is_loaded_on_demand_is_public() -> None:
    assert sorted(skillweave._HOMES) == skillweave.__all__


def test_dir_lists_the_public_names() -> None:
    assert set(skillweave.__all__) <= set(dir(skillweave))


def test_every_error_is_public() -> None:
    declared = {name for name, _ in inspect.getmembers(errors, inspect.isclass) if name[0] != "_"}
    assert declared - {"Any"} <= set(skillweave.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Grahp'"):
        skillweave.Grahp  # noqa: B018


def modules_after(code: str) -> set[str]:
    """Names of the modules that a fresh interpreter has loaded after running some code."""
    program = f"{code}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    return set(run.stdout.split())


HEAVY = {"duckdb", "pyarrow", "pydantic", "numpy", "pandas", "polars", "lxml", "rich"}


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not modules_after("import skillweave") & HEAVY


def test_the_command_line_loads_nothing_heavy_before_a_command_runs() -> None:
    loaded = modules_after("import skillweave.cli.app")
    assert not loaded & (HEAVY - {"rich"})


@pytest.mark.parametrize("name", skillweave.__all__)
def test_every_public_object_is_documented(name: str) -> None:
    assert inspect.getdoc(getattr(skillweave, name))
