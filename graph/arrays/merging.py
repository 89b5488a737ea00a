"""Bring arrays up to date by what changed, so that they equal arrays built from nothing.

1. The rows of postings that are gone or were written anew are left out of the old arrays.
2. Numbers of concepts are translated: the sorted lists of ids may have grown or shrunk.
3. The rows of what was written, laid out by the same code as ever, are put behind them.
4. All rows are sorted by posting. Within a posting they keep their order, which depends on the
   posting alone; what points at rows is moved along.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from skillweave.graph.arrays.numbering import (
    NONE,
    Numbers,
    Order,
    positions,
    sorted_ids,
    to_numpy,
)
from skillweave.graph.arrays.tables import CONCEPTS, Tables


class _Layout(NamedTuple):
    # What the columns of a table point at. Rows are sorted by the first column named here.
    pointing: Mapping[str, str]  # column -> table whose rows it numbers
    naming: Mapping[str, str]  # column -> concepts that it numbers


_LAYOUTS: Final[Mapping[str, _Layout]] = {
    "posting_roles": _Layout({"posting": "postings"}, {"role": "roles"}),
    "posting_places": _Layout({"posting": "postings"}, {"place": "places"}),
    "pay": _Layout({"posting": "postings"}, {}),
    "pay_places": _Layout({"pay": "pay"}, {"place": "places"}),
    "requirements": _Layout(
        {"posting": "postings", "parent": "requirements"}, {"excludes": "exclusions"}
    ),
    "options": _Layout({"requirement": "requirements"}, {"skill": "skills"}),
    "required_fields": _Layout({"requirement": "requirements"}, {"field": "fields"}),
    "asks": _Layout({"posting": "postings", "requirement": "requirements"}, {"skill": "skills"}),
}
"""All tables beside ``postings``, each after those that it points at."""


def merge(
    old: Tables, old_concepts: Tables, new: Tables, concepts: Tables, *, stale: pa.Array
) -> dict[str, pa.Table]:
    """Put arrays of new postings in the place of stale ones.

    Args:
        old: what postings said, numbered by ``old_concepts``.
        old_concepts: the concepts as they were.
        new: what new and changed postings say, numbered by ``concepts``.
        concepts: the concepts as they are.
        stale: ids of postings that are gone or are among the new ones.

    Returns:
        The arrays of all postings, as ``read_postings`` would give them.

    Cost: a pass over all rows, some tenths of a second for a million requirements.
    """
    kept = positions(old["postings"]["id"], stale) < 0
    names = [*old["exclusions"]["names"].chunks, *new["exclusions"]["names"].chunks]
    exclusions = sorted_ids(pa.chunked_array(names, pa.string()))
    parts = [
        _Part(old, _translations(old, old_concepts, concepts, exclusions)),
        _Part(new, _translations(new, concepts, concepts, exclusions)),
    ]
    ids = pa.chunked_array(
        [part.tables["postings"]["id"].combine_chunks() for part in parts], pa.string()
    )
    alive = np.append(kept, np.ones(new["postings"].num_rows, dtype=np.bool_))
    order = to_numpy(pc.sort_indices(ids)).astype(np.int64)
    merged = {
        "postings": _stack(parts, "postings", {"employer": "employers"}, {}, order[alive[order]]),
        "exclusions": pa.table({"names": exclusions}),
    }
    for name, layout in _LAYOUTS.items():
        first, target = next(iter(layout.pointing.items()))
        key = np.concatenate([part.moved(target, part.column(name, first)) for part in parts])
        order = np.argsort(key, kind="stable")
        order = order[key[order] >= 0]
        merged[name] = _stack(parts, name, layout.naming, layout.pointing, order)
    return merged


class _Part:
    # Some arrays, and where their rows and concepts went.

    def __init__(self, tables: Tables, translations: Mapping[str, Numbers]) -> None:
        self.tables = tables
        self.translations = translations
        self.places: dict[str, Numbers] = {}

    def column(self, table: str, name: str) -> npt.NDArray[Any]:
        return to_numpy(self.tables[table][name])

    def moved(self, table: str, rows: npt.NDArray[Any]) -> Numbers:
        return _look_up(self.places[table], rows)

    def translated(self, concepts: str, numbers: npt.NDArray[Any]) -> Numbers:
        return _look_up(self.translations[concepts], numbers)


def _look_up(places: Numbers, rows: npt.NDArray[Any]) -> Numbers:
    # The last place is for rows that point at nothing.
    found: Numbers = np.append(places, np.int32(NONE))[rows]
    return found


def _translations(
    tables: Tables, before: Tables, after: Tables, exclusions: pa.Array
) -> dict[str, Numbers]:
    found = {
        name: positions(before[name]["id"], after[name]["id"].combine_chunks()) for name in CONCEPTS
    }
    found["exclusions"] = positions(tables["exclusions"]["names"], exclusions)
    return found


def _stack(
    parts: list[_Part],
    name: str,
    naming: Mapping[str, str],
    pointing: Mapping[str, str],
    order: Order,
) -> pa.Table:
    # Rows of all parts in an order; notes where they went before it moves what points at them.
    sizes = [part.tables[name].num_rows for part in parts]
    went = np.full(sum(sizes), NONE, dtype=np.int32)
    went[order] = np.arange(len(order), dtype=np.int32)
    for part, places in zip(parts, np.split(went, np.cumsum(sizes)[:-1]), strict=True):
        part.places[name] = places
    columns = {}
    for column in parts[0].tables[name].column_names:
        if column in pointing or column in naming:
            pieces = [
                part.moved(pointing[column], part.column(name, column))
                if column in pointing
                else part.translated(naming[column], part.column(name, column))
                for part in parts
            ]
            columns[column] = pa.array(np.concatenate(pieces)[order])
        else:
            chunks = [chunk for part in parts for chunk in part.tables[name][column].chunks]
            whole = pa.chunked_array(chunks, parts[0].tables[name].schema.field(column).type)
            columns[column] = whole.take(pa.array(order)).combine_chunks()
    return pa.table(columns)
