"""The repository's layout holds: one name a module, layers that do not reach up, whole wheels.

Four packages live at the top of the repository and install below ``skillweave``; links in
``src/skillweave`` join them for tools that read the source. What could go wrong without a word is
asked here: a module under two names, a directory that lands in site-packages under its bare name,
a wheel without some of its files, a package that imports one it must not know.
"""

import ast
import importlib
import importlib.util
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

import skillweave
from skillweave.ontology.record import Record

ROOT = Path(__file__).parents[1]
FACADE = ROOT / "src/skillweave"
MAY_IMPORT = {
    "ontology": {"ontology"},
    "loaders": {"loaders", "ontology"},
    "graph": {"graph", "ontology"},
    "queries": {"queries", "ontology", "graph"},
}


def source_files(directory: Path) -> Iterator[Path]:
    """All files that belong to the package, below a directory."""
    for path in sorted(directory.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_each_package_is_a_link_to_its_directory(part: str) -> None:
    assert (FACADE / part).is_symlink()
    assert (FACADE / part).resolve() == ROOT / part


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_no_package_is_importable_by_its_bare_name(part: str, tmp_path: Path) -> None:
    code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({part!r}) is not None)"
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False).returncode == 0


def test_a_class_has_one_identity() -> None:
    assert Record is skillweave.Record
    assert Record.__module__ == "skillweave.ontology.record"


def imported_parts(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of each part of Skillweave that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "skillweave":
            names = [f"skillweave.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            if name.startswith("skillweave.") and isinstance(node, ast.stmt):
                yield node.lineno, name.split(".")[1]


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_a_package_imports_only_what_it_may_know(part: str) -> None:
    files = [path for path in source_files(ROOT / part) if path.suffix == ".py"]
    assert files
    reaching_up = [
        f"{path.relative_to(ROOT)}:{line} imports skillweave.{name}"
        for path in files
        for line, name in imported_parts(path)
        if name not in MAY_IMPORT[part]
    ]
    assert not reaching_up


def test_every_module_can_be_imported() -> None:
    for base, directories in ((ROOT, MAY_IMPORT), (FACADE, ("cli", "demo"))):
        for directory in directories:
            for path in source_files(base / directory):
                if path.suffix == ".py":
                    name = path.parent if path.name == "__init__.py" else path.with_suffix("")
                    parts = name.relative_to(base).parts
                    importlib.import_module(".".join(("skillweave", *parts)))


def build(tree: Path, target: str, into: Path) -> Path:
    """Build a distribution from a tree and return its file."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1750000000"}
    subprocess.run(command, cwd=tree, check=True, capture_output=True, env=environment)
    (built,) = into.iterdir()
    return built


@pytest.mark.skipif(importlib.util.find_spec("hatchling") is None, reason="needs hatchling")
@pytest.mark.parametrize("through_sdist", [False, True], ids=["wheel", "sdist-wheel"])
def test_a_wheel_holds_every_file_and_nothing_else(tmp_path: Path, through_sdist: bool) -> None:
    tree = tmp_path / "tree"
    unwanted = ignore_patterns(".*", "__pycache__", "dist", "build", "*.graph")
    copytree(ROOT, tree, symlinks=True, ignore=unwanted)
    if through_sdist:
        sdist = build(tree, "sdist", tmp_path / "sdist")
        with tarfile.open(sdist) as archive:
            archive.extractall(tmp_path / "unpacked", filter="data")
        (tree,) = (tmp_path / "unpacked").iterdir()
    wheel = build(tree, "wheel", tmp_path / "wheel")
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = {
        f"skillweave/{path.relative_to(base).as_posix()}"
        for base, directories in ((ROOT, MAY_IMPORT), (FACADE, ("",)))
        for directory in directories
        for path in source_files(base / directory)
        if not (base is FACADE and path.relative_to(FACADE).parts[0] in MAY_IMPORT)
    }
    assert shipped == expected
