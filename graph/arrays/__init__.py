"""The graph as arrays: what similarity, match, gap and path questions run on."""

from skillweave.graph.arrays.arrays import Arrays, open_arrays

__all__ = ["Arrays", "open_arrays"]
