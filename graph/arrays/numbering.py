"""Numbers instead of ids: how names of nodes become positions in sorted lists.

All arrays name a posting, a skill, a role or a place by its position in the sorted list of ids of
its kind. Sorted lists make the numbers depend on the graph alone, not on the order in which it was
built, so that arrays which were brought up to date equal arrays which were built from nothing.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Numbers = npt.NDArray[np.int32]
"""Positions in a sorted list of ids, or counts; -1 stands for none."""

Flags = npt.NDArray[np.bool_]
"""One truth value a row."""

Order = npt.NDArray[np.int64]
"""Positions of rows, to be taken in this order."""

NONE: Final = -1
"""Stands where there is no number."""


def sorted_ids(values: Any) -> pa.Array:
    """The distinct ids in a column, sorted by their bytes."""
    distinct = pc.unique(values)
    if isinstance(distinct, pa.ChunkedArray):
        distinct = distinct.combine_chunks()
    return distinct.take(pc.array_sort_indices(distinct))


def positions(values: Any, ids: pa.Array) -> Numbers:
    """The place of each value in a list of ids; :data:`NONE` for nulls and for what is not there.

    Cost: a hash table of the ids, then constant time a value.
    """
    found = pc.fill_null(pc.index_in(values, value_set=ids, skip_nulls=True), NONE)
    return to_numpy(found).astype(np.int32, copy=False)


def positions_of_all(columns: Sequence[pa.ChunkedArray], ids: pa.Array) -> list[Numbers]:
    """:func:`positions` of several columns among the same ids.

    Cost: the hash table of the ids, which is most of it where they are many, is made once.
    """
    whole = pa.chunked_array([chunk for column in columns for chunk in column.chunks], ids.type)
    ends = np.cumsum([len(column) for column in columns])[:-1]
    return np.split(positions(whole, ids), ends)


def to_numpy(column: Any) -> npt.NDArray[Any]:
    """A column without nulls as one array; without a copy where it lies in one piece."""
    if isinstance(column, pa.ChunkedArray):
        if column.num_chunks == 1:
            column = column.chunk(0)
        else:
            column = column.combine_chunks()
            if isinstance(column, pa.ChunkedArray):  # no chunk at all
                return np.empty(0, dtype=column.type.to_pandas_dtype())
    array: npt.NDArray[Any] = column.to_numpy(zero_copy_only=False)
    return array


def integers(column: Any, *, absent: int = NONE) -> Numbers:
    """A column of integers, dates or enumerated positions as numbers."""
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    return to_numpy(pc.fill_null(column, absent)).astype(np.int32, copy=False)


def flags(column: Any) -> npt.NDArray[np.uint8]:
    """A column of truth values as bytes 0 and 1, nulls as 0: bytes can be mapped into memory."""
    return to_numpy(pc.fill_null(column, False).cast(pa.uint8()))


def starts(groups: npt.NDArray[Any], count: int) -> Order:
    """Where each group begins in a sorted column of group numbers, and where the last one ends.

    >>> starts(np.array([0, 0, 2]), 3).tolist()
    [0, 2, 2, 3]
    """
    bounds: Order = np.searchsorted(groups, np.arange(count + 1))
    return bounds


def ranges(first: npt.NDArray[Any], last: npt.NDArray[Any]) -> Order:
    """All numbers of several ranges, one range after the other.

    >>> ranges(np.array([3, 7]), np.array([5, 8])).tolist()
    [3, 4, 7]
    """
    lengths = last - first
    total = int(lengths.sum())
    if not total:
        return np.empty(0, dtype=np.int64)
    before = np.cumsum(lengths) - lengths
    counted: Order = np.arange(total) + np.repeat(first - before, lengths)
    return counted


def sums(groups: npt.NDArray[Any], values: npt.NDArray[Any], count: int) -> npt.NDArray[np.float64]:
    """The sum of the values in each group.

    Args:
        groups: number of the group of each value.
        values: the values.
        count: how many groups there are.
    """
    found = np.bincount(groups, weights=values, minlength=count)
    return found.astype(np.float64, copy=False)
