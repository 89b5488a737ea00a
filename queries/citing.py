"""Which posting to quote: where some postings ask most for a skill, or for two skills at once."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from skillweave.graph.arrays.numbering import Order
from skillweave.queries.view import Fact, View


def asks_for(view: View, skill: int) -> Order:
    """Rows of ``asks`` for a skill, of postings that count, by posting."""
    bounds, rows = view.arrays.asks_of_skill
    mine: Order = rows[bounds[skill] : bounds[skill + 1]]
    counted: Order = mine[view.arrays.counted[view.arrays.column("asks", "posting")[mine]]]
    return counted


def strongest(view: View, rows: Order) -> Iterator[Fact]:
    """Where the strongest of some demands stands; nothing if there is none.

    That is the strongest modality, then the longest experience, then the first posting.

    Args:
        view: the graph.
        rows: rows of ``asks``.
    """
    if len(rows):
        months = view.arrays.column("asks", "months")[rows]
        modality = view.arrays.column("asks", "modality")[rows]
        best = np.lexsort((rows, -months, modality))[0]
        yield from view.facts_of_asks(rows[best : best + 1])


def for_role(view: View, role: int, skill: int) -> Iterator[Fact]:
    """Where a posting for a role asks most for a skill."""
    rows = asks_for(view, skill)
    posting = view.arrays.column("asks", "posting")[rows]
    yield from strongest(view, rows[np.isin(posting, view.postings_for(role))])


def together(view: View, first: int, second: int) -> Iterator[Fact]:
    """Where a posting that asks for two skills asks for the one and for the other.

    Of the postings that ask for both, that one is taken which asks most for the second.
    """
    one, other = asks_for(view, first), asks_for(view, second)
    of_one, of_other = (view.arrays.column("asks", "posting")[rows] for rows in (one, other))
    _, in_one, in_other = np.intersect1d(of_one, of_other, assume_unique=True, return_indices=True)
    if not len(in_one):
        return
    both: Any = other[in_other]
    modality = view.arrays.column("asks", "modality")[both]
    weakest = np.maximum(modality, view.arrays.column("asks", "modality")[one[in_one]])
    best = np.lexsort((both, modality, weakest))[0]
    facts = view.facts_of_asks([one[in_one[best]], both[best]])
    # One demand may name both; it is quoted once.
    yield from dict.fromkeys(facts)
