"""How many postings have to say something before it is worth saying."""

import numpy as np

from skillweave.graph.arrays import Arrays


def least_support(arrays: Arrays) -> int:
    """How many postings a role or a skill needs to be named in an answer of its own accord.

    One in a thousand of all, at least 1 and at most 5: a role that a single posting made up is
    noise among 50,000, and all there is among 20.
    """
    return int(np.clip(int(arrays.counted.sum()) // 1000, 1, 5))


def few_postings(arrays: Arrays, role: int) -> str:
    """What a reader has to know of an answer about a role that few postings are for; else nothing."""
    label, postings = arrays.label("roles", role), int(arrays.postings_of_role[role])
    if not postings:
        return f"No posting is for {label}."
    if postings >= least_support(arrays):
        return ""
    are = "posting is" if postings == 1 else "postings are"
    return f"Only {postings} {are} for {label}, which says little."
