"""Which skills are asked for together more often than chance would have it.

The measure is normalised pointwise mutual information (Bouma 2009, "Normalized (pointwise) mutual
information in collocation extraction", GSCL):

    npmi(x, y) = ln(p(x, y) / (p(x) p(y))) / -ln p(x, y)

where p are shares of the postings. It is 1 for two skills that are only ever named together, 0 for
two that have nothing to do with each other, and -1 for two that are never named together.
"""

from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_array, diags_array, eye_array, vstack

from skillweave.graph.arrays import Arrays
from skillweave.ontology.tables import arrow_schema
from skillweave.queries.support import least_support
from skillweave.queries.view import View
from skillweave.queries.weights import Floats, Vectors, Weights

LEAST_NPMI: Final = 0.1
"""Skills that are less than that associated are not joined by an edge."""

_BLOCK: Final = 2048
"""How many skills are counted with all others at a time, which bounds memory."""

_DECIMALS: Final = 12


def npmi(together: npt.ArrayLike, one: npt.ArrayLike, other: npt.ArrayLike, total: int) -> Floats:
    """Normalised pointwise mutual information.

    Args:
        together: how many postings name both, at least 1.
        one: how many name the one.
        other: how many name the other.
        total: how many postings there are.

    Returns:
        From -1 to 1; 1 where all postings name both.
    """
    both = np.asarray(together, dtype=np.float64)
    product: Any = np.multiply(one, other, dtype=np.float64)
    rarity = np.log(float(total) / both)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.log(both * total / product) / rarity
    found: Floats = np.where(rarity > 0, score, 1.0).astype(np.float64)
    return np.round(found, _DECIMALS)


def least_together(arrays: Arrays) -> int:
    """How many postings must name two skills before that means anything; at least 2."""
    return max(2, least_support(arrays))


class Associations:
    """The skills of a graph and how strongly each two are associated.

    Only what is worth an edge is kept: at least :data:`LEAST_NPMI` in enough postings.

    Args:
        arrays: the graph.
        weights: its weights, for the postings that count.

    Attributes:
        postings: skills by skills: how many postings name both.
        npmi: skills by skills, with the same entries: how strongly they are associated.
    """

    def __init__(self, arrays: Arrays, weights: Weights) -> None:
        named = weights.counted_postings
        total = int(arrays.counted.sum())
        self.postings, self.npmi = _associate(named, total, least_together(arrays))

    @cached_property
    def contexts(self) -> Vectors:
        """One row a skill, of length 1: its associations with all skills, itself among them."""
        whole: Any = self.npmi + eye_array(self.npmi.shape[0], format="csr")
        lengths = np.sqrt(np.asarray(whole.multiply(whole).sum(axis=1)))
        return Vectors.of(csr_array(diags_array(1 / lengths) @ whole))


def _associate(named: csr_array, total: int, least: int) -> tuple[csr_array, csr_array]:
    # Two matrices with the same entries: postings that name both, and npmi.
    postings = named.astype(np.int32)
    of_skill = postings.T.tocsr()
    counts = np.asarray(of_skill.sum(axis=1))
    size = of_skill.shape[0]
    nothing: Any = csr_array((0, size))
    blocks_of_counts, blocks_of_npmi = [nothing.astype(np.int32)], [nothing]
    for begin in range(0, size, _BLOCK):
        block: Any = (of_skill[begin : begin + _BLOCK] @ postings).tocoo()
        rows, columns, both = block.row, block.col, block.data
        kept = (both >= least) & (rows + begin != columns)
        rows, columns, both = rows[kept], columns[kept], both[kept]
        scores = npmi(both, counts[rows + begin], counts[columns], total)
        kept = scores >= LEAST_NPMI
        place = (rows[kept], columns[kept])
        blocks_of_counts.append(csr_array((both[kept], place), shape=block.shape))
        blocks_of_npmi.append(csr_array((scores[kept], place), shape=block.shape))
    together: Any = vstack(blocks_of_counts, format="csr")
    score: Any = vstack(blocks_of_npmi, format="csr")
    together.sort_indices()
    score.sort_indices()
    return together, score


def co_occurs(view: View) -> pa.Table:
    """The edges CO_OCCURS: skills that are asked for together more often than by chance.

    Returns:
        The table in the schema's shape, by ids, each two skills once, the smaller id first; those
        with an npmi of at least :data:`LEAST_NPMI` that enough postings name together.

    Cost: counts every two skills of every posting; seconds for 100,000 postings.
    """
    found = view.associations
    rows = np.repeat(np.arange(found.npmi.shape[0]), np.diff(found.npmi.indptr))
    columns = found.npmi.indices
    once = rows < columns
    table = {
        "source": view.arrays.ids("skills", rows[once]),
        "target": view.arrays.ids("skills", columns[once]),
        "postings": found.postings.data[once],
        "npmi": found.npmi.data[once],
    }
    return pa.table(table).cast(arrow_schema("CO_OCCURS"))
