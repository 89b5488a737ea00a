"""What a skill tells about who asks for it: weights, so that "communication" makes nothing alike.

Roles and postings become vectors, and two of them are compared by what their vectors share.

1. A *feature* is a skill, or a heading: a concept of the taxonomy right above skills. Headings let
   a role that asks for PostgreSQL be like one that asks for MySQL.
2. A feature's *information* is -ln(share of the postings that name it): inverse document
   frequency (Spärck Jones 1972, doi:10.1108/eb026526). What nearly every posting names tells
   nearly nothing.
3. A role's *share* of a skill is the share of its postings that name it. It is shrunk as if there
   were :data:`IMAGINED` more postings that name nothing, because three postings of three say less
   than thirty of thirty. Skills below :data:`LEAST_SHARE` are left out: that is noise. A heading's
   share is the sum of those of the skills below it.
4. The vector holds sqrt(share) * information**:data:`EXPONENT`.
5. Two vectors x and y are as alike as x·y / (x·x + y·y - x·y) says, the extended Jaccard or
   Tanimoto coefficient (Strehl, Ghosh and Mooney 2000, "Impact of similarity measures on web-page
   clustering", AAAI workshop). Where shares are all or nothing it is the Jaccard coefficient
   weighted by information; where they are between it compares their geometric mean with what both
   have. Unlike the sum of minima it is a product of matrices, so that all pairs are quick.
6. A posting's share of what it names is 1, and its role is one thing more that it names. What it
   leaves unsaid is imagined as one feature of its own (:data:`UNSAID`), so that two postings which
   name the same single skill are not taken for the same job.

The exponent, the shrinkage and the headings were chosen on one half of the occupations that O*NET
calls related, and judged on the other: tests/benchmarks/related_occupations.py.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, diags_array, eye_array, hstack

from skillweave.graph.arrays import Arrays
from skillweave.graph.arrays.numbering import Order
from skillweave.queries.general_roles import general_roles, general_words
from skillweave.queries.support import least_support

Floats = npt.NDArray[np.float64]

IMAGINED: Final = 5
"""How many postings that name nothing are imagined beside those of a role."""

LEAST_SHARE: Final = 0.02
"""Share of a role's postings below which a skill is no part of the role."""

EXPONENT: Final = 0.75
"""How much information counts; 0.5 is the weighted Jaccard coefficient as it is usually written."""

UNSAID: Final = 4.0
"""Information of what a posting leaves unsaid; that of a skill which one in 55 postings names."""

_BLOCK: Final = 1024
"""How many rows are compared with all at a time, which bounds memory."""

_DECIMALS: Final = 12
"""Scores that differ by less are equal, so that their order does not hang on rounding."""


@dataclass(frozen=True)
class Vectors:
    """Rows to be compared with one another.

    Attributes:
        matrix: one row each.
        transposed: the same by columns.
        squares: the length of each row, squared.
    """

    matrix: csr_array
    transposed: csr_array
    squares: Floats

    @classmethod
    def of(cls, matrix: csr_array, *, unsaid: float = 0.0) -> "Vectors":
        """Prepare a matrix; ``unsaid`` is added to each squared length."""
        matrix.sort_indices()
        squares = np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=np.float64)
        return cls(matrix, matrix.T.tocsr(), squares + unsaid)

    def products(self, row: int) -> tuple[Order, Floats]:
        """The rows that share something with one, itself among them, and the inner products.

        Cost: the number of entries in the columns of the row.
        """
        found = self.matrix[[row]] @ self.transposed
        return found.indices.astype(np.int64), found.data

    def alike(self, row: int) -> tuple[Order, Floats]:
        """The rows that share something with one, itself among them, and how alike they are.

        Cost: the number of entries in the columns of the row.
        """
        others, products = self.products(row)
        both = self.squares[others] + self.squares[row]
        return others, np.round(products / (both - products), _DECIMALS)

    def all_alike(self, rows: Order) -> Floats:
        """How alike each two of some rows are: as many rows and columns."""
        chosen = self.matrix[rows]
        products = (chosen @ chosen.T.tocsr()).toarray()
        squares = self.squares[rows]
        alike: Floats = products / np.maximum(squares[:, None] + squares - products, 1e-300)
        return alike

    def nearest(self, candidates: npt.NDArray[np.bool_], count: int) -> csr_array:
        """For each candidate the candidates that are most like it, with their likeness.

        Those with equal likeness come in the order of their numbers.

        Args:
            candidates: which rows to compare.
            count: how many neighbours each row gets at most.

        Cost: a product of sparse matrices; 0.2 s for 2,000 rows of 125 entries.
        """
        numbers = np.flatnonzero(candidates)
        chosen = self.matrix[numbers]
        columns = chosen.T.tocsr()
        squares = self.squares[numbers]
        whole: Any = csr_array(self.matrix.shape[:1] * 2)
        for begin in range(0, len(numbers), _BLOCK):
            products = (chosen[begin : begin + _BLOCK] @ columns).toarray()
            here = np.arange(len(products))
            products /= np.maximum(squares[begin + here, None] + squares - products, 1e-300)
            products[here, begin + here] = 0.0
            rows, others, scores = _largest(products, count)
            place = (numbers[begin + rows], numbers[others])
            whole += csr_array((scores, place), shape=whole.shape)
        nearest: csr_array = whole
        return nearest


def candidates(scores: Floats, count: int) -> Order:
    """Positions of the largest positive scores and of all that equal the least of them.

    They are in no order; whoever breaks ties sorts them. It saves sorting the others.
    """
    if len(scores) <= count:
        return np.flatnonzero(scores > 0)
    least = np.partition(scores, -count)[-count]
    return np.flatnonzero((scores >= least) & (scores > 0))


def _largest(scores: Floats, count: int) -> tuple[Order, Order, Floats]:
    # Positions and values of the largest positive scores of each row, ties by position.
    if scores.shape[1] > count:
        least = np.partition(scores, -count, axis=1)[:, -count]
    else:
        least = np.zeros(len(scores))
    rows, columns = np.nonzero((scores >= least[:, None] - 10.0**-_DECIMALS) & (scores > 0))
    values = np.round(scores[rows, columns], _DECIMALS)
    order = np.lexsort((columns, -values, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    first = np.searchsorted(rows, np.arange(len(scores)))
    kept = np.arange(len(rows)) - first[rows] < count
    return rows[kept], columns[kept], values[kept]


class Weights:
    """The vectors of the roles and postings of a graph, each made when it is first needed.

    Features are numbered: skills first, then the same skills as headings.

    Args:
        arrays: the graph.
    """

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays

    @cached_property
    def headings(self) -> csr_array:
        """Skills by skills: 1 where the second is the heading right above the first."""
        narrow = self._arrays.column("skill_broader", "narrow")
        broad = self._arrays.column("skill_broader", "broad")
        size = self._arrays.count("skills")
        return csr_array((np.ones(len(narrow)), (narrow, broad)), shape=(size, size))

    @cached_property
    def ancestries(self) -> Vectors:
        """One row a skill: what stands above it in the taxonomy at any distance, and itself.

        An entry is the square root of the information of a concept: -ln of the share of postings
        that name it or anything below it, with one posting more that names it.
        """
        above = (eye_array(self.headings.shape[0], format="csr") + self.headings).astype(bool)
        while (further := (above @ above).astype(bool)).nnz > above.nnz:
            above = further
        under = (self.counted_postings.astype(bool) @ above).tocsr()
        named = np.bincount(under.indices, minlength=above.shape[0]) + 1.0
        telling = np.log((int(self._arrays.counted.sum()) + 1.0) / named)
        return Vectors.of(csr_array(above @ diags_array(np.sqrt(telling))))

    @cached_property
    def counted_postings(self) -> csr_array:
        """Postings by skills, as in the arrays; postings that repeat others name nothing."""
        kept = diags_array(self._arrays.counted.astype(np.float64)).tocsr()
        named: csr_array = kept @ self._arrays.skills_of_postings
        return named

    @cached_property
    def information(self) -> Floats:
        """Of each feature; 0 for what no posting names."""
        under = self.counted_postings @ self.headings
        named = np.concatenate(
            [
                self._arrays.postings_of_skill,
                np.bincount(under.indices[under.data > 0], minlength=self.headings.shape[0]),
            ]
        )
        total = max(int(self._arrays.counted.sum()), 1)
        return np.log(total / np.where(named > 0, named, total))

    @cached_property
    def scale(self) -> Floats:
        """What the square root of a share is multiplied with."""
        powers: Floats = self.information**EXPONENT
        return powers

    @cached_property
    def shares_of_roles(self) -> csr_array:
        """Roles by skills: the share of the role's postings that name the skill, as it is."""
        counts = self._arrays.skills_of_roles
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        shares = counts.data / self._arrays.postings_of_role[rows]
        kept = shares >= LEAST_SHARE
        return csr_array((shares[kept], (rows[kept], counts.indices[kept])), shape=counts.shape)

    @cached_property
    def roles(self) -> Vectors:
        """One row a role."""
        postings = self._arrays.postings_of_role.astype(np.float64)
        shrunk = diags_array(postings / (postings + IMAGINED)).tocsr() @ self.shares_of_roles
        return Vectors.of(self._weighed(shrunk))

    @cached_property
    def postings(self) -> Vectors:
        """One row a posting, also for those that repeat others; roles are features behind."""
        arrays = self._arrays
        posting, role = (arrays.column("posting_roles", name) for name in ("posting", "role"))
        for_role = arrays.postings_of_role[role]
        total = max(int(arrays.counted.sum()), 1)
        telling = np.log(total / np.maximum(for_role, 1)) ** EXPONENT
        shape = (arrays.count("postings"), arrays.count("roles"))
        roles = csr_array((telling, (posting, role)), shape=shape)
        skills = self._weighed(arrays.skills_of_postings.astype(np.float64))
        both: Any = hstack([skills, roles], format="csr")
        return Vectors.of(both, unsaid=UNSAID ** (2 * EXPONENT))

    def _weighed(self, shares: csr_array) -> csr_array:
        features: Any = hstack([shares, shares @ self.headings], format="csr")
        data = np.sqrt(features.data) * self.scale[features.indices]
        kept = data > 0
        rows = np.repeat(np.arange(features.shape[0]), np.diff(features.indptr))[kept]
        return csr_array((data[kept], (rows, features.indices[kept])), shape=features.shape)

    def shared_skills(self, one: int, other: int) -> Order:
        """The skills that make two roles alike, the most telling first, then by number."""
        return self._shared(one, other, headings=False)

    def shared_headings(self, one: int, other: int) -> Order:
        """The headings above skills of two roles, the most telling first, then by number."""
        return self._shared(one, other, headings=True)

    def _shared(self, one: int, other: int, *, headings: bool) -> Order:
        products = self.roles.matrix[[one]].multiply(self.roles.matrix[[other]]).tocoo()
        size = self.headings.shape[0]
        wanted = (products.col >= size) == headings
        found, values = products.col[wanted] % size, products.data[wanted]
        order: Order = found[np.lexsort((found, -values))].astype(np.int64)
        return order

    @cached_property
    def established_roles(self) -> npt.NDArray[np.bool_]:
        """Which roles may be named in an answer of their own accord.

        They have enough postings (:func:`least_support`). Where that is more than one, two sorts
        are left out: a role that no list has and that a single employer advertises in every
        posting, which is that employer's word for something; and one that says no trade (see
        :mod:`skillweave.queries.general_roles`).
        """
        arrays, least = self._arrays, least_support(self._arrays)
        enough: npt.NDArray[np.bool_] = arrays.postings_of_role >= least
        if least == 1:
            return enough
        by_role: Any = arrays.roles_of_postings.tocoo()
        employer = arrays.column("postings", "employer")[by_role.row]
        width = arrays.count("employers") + 1
        # Postings without an employer may be anybody's: each counts as an employer of its own.
        pairs = np.unique(by_role.col[employer >= 0] * np.int64(width) + employer[employer >= 0])
        employers = np.bincount(pairs // width, minlength=len(enough))
        employers += np.bincount(by_role.col[employer < 0], minlength=len(enough))
        listed = np.array(arrays.tables["roles"]["status"].to_pylist()) != "candidate"
        known = np.flatnonzero(enough & (listed | (employers > 1)))
        labels = [arrays.label("roles", role) for role in known.tolist()]
        words = general_words(labels, self.roles.all_alike(known))
        established = np.zeros_like(enough)
        established[known] = ~general_roles(labels, words)
        return established

    @cached_property
    def nearest_roles(self) -> csr_array:
        """Roles by roles: how alike the ten most similar are, of the established ones."""
        return self.roles.nearest(self.established_roles, 10)
