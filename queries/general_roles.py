"""Roles that say a rank or a form of work and no trade: "manager", "analyst", "consultant".

Their postings are a mixture of all trades. So they are a little like everything, and would be named
everywhere and be a stop on every way from role to role, which says nothing.

They are told by their names. A word that ends the names of many roles is *general* if these roles
are hardly alike: a data engineer and an electrical engineer ask for other things, while a staff
nurse and a practice nurse ask for much the same. A role whose name holds nothing but such words is
general.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from skillweave.graph.arrays.numbering import Flags

LEAST_ENDING: Final = 5
"""How many roles a word has to end the names of."""

HARDLY_ALIKE: Final = 0.1
"""How alike these roles are at most, on average of all pairs."""


def general_words(labels: Sequence[str], likeness: npt.NDArray[np.float64]) -> frozenset[str]:
    """The words that end the names of many roles which are hardly alike.

    Args:
        labels: names of roles.
        likeness: how alike each two of them are, 0 to 1.
    """
    ending: defaultdict[str, list[int]] = defaultdict(list)
    for number, label in enumerate(labels):
        words = label.lower().split()
        if len(words) > 1:
            ending[words[-1]].append(number)
    return frozenset(
        word
        for word, roles in ending.items()
        if len(roles) >= LEAST_ENDING and _mean(likeness[np.ix_(roles, roles)]) < HARDLY_ALIKE
    )


def _mean(likeness: npt.NDArray[np.float64]) -> float:
    # Of all pairs of different ones.
    count = len(likeness)
    return float((likeness.sum() - np.trace(likeness)) / (count * (count - 1)))


def general_roles(labels: Sequence[str], words: frozenset[str]) -> Flags:
    """Which roles have names that hold nothing but general words."""
    return np.array([words.issuperset(label.lower().split()) for label in labels], dtype=np.bool_)
