"""Medians of many groups at once."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt


class Medians(NamedTuple):
    """Groups and the medians of their values.

    Attributes:
        keys: the groups, sorted.
        medians: one a group.
    """

    keys: npt.NDArray[Any]
    medians: npt.NDArray[np.float64]


def medians(groups: npt.NDArray[Any], values: npt.NDArray[Any], *, least: int = 1) -> Medians:
    """The median of the values of each group.

    Args:
        groups: whose each value is.
        values: the values.
        least: leave out groups with fewer values.

    >>> medians(np.array([7, 3, 7, 7]), np.array([12, 5, 60, 24]))
    Medians(keys=array([3, 7]), medians=array([ 5., 24.]))
    """
    order = np.lexsort((values, groups))
    keys, first, counts = np.unique(groups[order], return_index=True, return_counts=True)
    keys, first, counts = (column[counts >= least] for column in (keys, first, counts))
    ranked = values[order].astype(np.float64)
    lower, upper = ranked[first + (counts - 1) // 2], ranked[first + counts // 2]
    return Medians(keys, (lower + upper) / 2)
