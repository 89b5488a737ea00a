"""Keep arrays beside the graph, and map them into memory when they are needed.

    arrays/version-<n>-<format>/   one Arrow file a table, and state.json

A directory is written under another name first and renamed when it is complete, so that a kill at
any point leaves either whole arrays or none. Files that another process has mapped stay readable
for it after they were deleted.
"""

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa

FORMAT: Final = 1
"""Raised whenever the arrays of one graph change their form or meaning."""

_STATE: Final = "state.json"


class Kept(NamedTuple):
    """Arrays as they lie on the disk.

    Attributes:
        version: version of the store that they were made from.
        tables: by name; mapped, not read.
    """

    version: int
    tables: dict[str, pa.Table]


def load(home: Path, graph: str) -> Kept | None:
    """Map the newest arrays of a graph into memory.

    Args:
        home: directory of the arrays.
        graph: tells the graph from others that may have been kept there before.

    Returns:
        The arrays, or None where there are none of this format and graph.
    """
    for directory in sorted(home.glob(f"version-*-{FORMAT}"), key=_version, reverse=True):
        try:
            state = json.loads((directory / _STATE).read_text("utf-8"))
            if state["graph"] != graph:
                continue
            tables = {name: _map(directory / f"{name}.arrow") for name in state["tables"]}
        except (OSError, ValueError, KeyError, pa.ArrowException):
            continue  # another process cleared it away, or it was damaged: they can be made anew
        return Kept(_version(directory), tables)
    return None


def save(home: Path, graph: str, version: int, tables: Mapping[str, pa.Table]) -> Kept:
    """Write arrays, put them in the place of all others, and map them.

    Args:
        home: directory of the arrays; it is made where it is not there.
        graph: see :func:`load`.
        version: version of the store that they were made from.
        tables: by name.

    Returns:
        The arrays; in memory alone where the directory cannot be written to.
    """
    draft = home / f"draft-{secrets.token_hex(4)}"
    final = home / f"version-{version}-{FORMAT}"
    try:
        draft.mkdir(parents=True)
        for name, table in tables.items():
            with pa.OSFile(str(draft / f"{name}.arrow"), "wb") as sink:
                whole = table.combine_chunks()
                with pa.ipc.new_file(sink, whole.schema) as writer:
                    writer.write_table(whole)
        state = {"graph": graph, "tables": list(tables)}
        (draft / _STATE).write_text(json.dumps(state), "utf-8")
        if final.exists():
            shutil.rmtree(final, ignore_errors=True)
        os.replace(draft, final)
    except OSError:  # read-only, or full: a question can do without files
        shutil.rmtree(draft, ignore_errors=True)
        return Kept(version, dict(tables))
    for other in home.iterdir():
        if other != final and other.name.startswith(("version-", "draft-")):
            shutil.rmtree(other, ignore_errors=True)
    return load(home, graph) or Kept(version, dict(tables))


def _version(directory: Path) -> int:
    return int(directory.name.split("-")[1])


def _map(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()
