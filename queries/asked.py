"""How some postings ask for something: how many, how many require it, for how long."""

from typing import Any, NamedTuple

import numpy as np

from skillweave.graph.arrays.numbering import Order, ranges
from skillweave.graph.arrays.trees import MODALITIES
from skillweave.queries.view import View

_REQUIRED = MODALITIES.index("required")


class Asked(NamedTuple):
    """How postings ask for one thing.

    Attributes:
        number: what is asked for, or who asks: number of a skill or role.
        postings: how many postings do.
        required: how many of them require it.
        median_months: median of the durations that are asked for, None where none is.
        stated: how many of the postings ask for a duration.
        example: the row of ``asks`` that asks for most: the strongest modality, then the longest
            duration, then the first posting.
    """

    number: int
    postings: int
    required: int
    median_months: float | None
    stated: int
    example: int


def asked(view: View, rows: Order, numbers: Any) -> list[Asked]:
    """Sum up rows of ``asks``, each of another posting, by some number, in its order.

    Args:
        view: the graph.
        rows: the rows.
        numbers: what each row is counted for.
    """
    columns = view.arrays.column
    modality, months = columns("asks", "modality")[rows], columns("asks", "months")[rows]
    order = np.lexsort((rows, -months, modality, numbers))
    rows, numbers = rows[order], numbers[order]
    modality, months = modality[order], months[order]
    found, first, counts = np.unique(numbers, return_index=True, return_counts=True)
    summed = []
    for number, begin, count in zip(found.tolist(), first.tolist(), counts.tolist(), strict=True):
        here = slice(begin, begin + count)
        stated = months[here][months[here] >= 0]
        summed.append(
            Asked(
                number,
                count,
                int((modality[here] == _REQUIRED).sum()),
                float(np.median(stated)) if len(stated) else None,
                len(stated),
                int(rows[begin]),
            )
        )
    return summed


def skills_asked(view: View, role: int) -> list[Asked]:
    """How the postings for a role ask for each skill that they name."""
    arrays, postings = view.arrays, view.postings_for(role)
    rows = ranges(arrays.asks_of_posting[postings], arrays.asks_of_posting[postings + 1])
    return asked(view, rows, arrays.column("asks", "skill")[rows])
