"""Requirement trees laid out flat, so that all postings are judged at once.

The tree of a requirement is kept as it is written, with two things settled once instead of at every
question: what a part inherits from its whole, and what cannot be judged at all.

1. A part without a threshold or exclusions of its own has those of its whole.
2. What is not required is no demand and is left out. A part of an ``all`` that is asked for with
   another strength than its whole is a demand of its own.
3. A requirement that stands in for another (``IN_LIEU_OF``) becomes an alternative to it, unless it
   is one already.
4. A requirement is met when at least ``need`` of its ``children`` are: its options, its parts, and
   at most one *atom*, which is a demand for education, or for experience in total.
5. What has no children, such as experience without a duration, cannot be judged and is left out,
   and so is a whole of which nothing is left.
"""

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any, Final, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from skillweave.graph.arrays.numbering import (
    NONE,
    Flags,
    Numbers,
    Order,
    flags,
    integers,
    positions,
    positions_of_all,
    sorted_ids,
    to_numpy,
)
from skillweave.ontology.vocabulary import (
    EDUCATION_LEVELS,
    MODALITY_STRENGTH,
    Logic,
    Modality,
    RequirementKind,
)

MODALITIES: Final[tuple[str, ...]] = get_args(Modality)
"""What the numbers in the column ``modality`` stand for."""

KINDS: Final[tuple[str, ...]] = get_args(RequirementKind)
"""What the numbers in the column ``kind`` stand for."""

_LOGICS: Final[tuple[str, ...]] = get_args(Logic)
_NOT_REQUIRED: Final = MODALITIES.index("not_required")
_EXCLUSIONS_APART: Final = "\x1f"


class Atom(IntEnum):
    """What a requirement asks for beside its options and parts."""

    NOTHING = 0
    EDUCATION = 1
    EXPERIENCE = 2


Scan = Callable[[str, tuple[str, ...]], pa.Table]
"""Reads these columns of a table."""

_EDGES: Final = ("HAS_REQUIREMENT", "HAS_PART", "IN_LIEU_OF", "OPTION", "IN_FIELD", "AT_LEVEL")
_COLUMNS: Final = (
    "id",
    "kind",
    "modality",
    "logic",
    "at_least",
    "open_list",
    "min_months",
    "exclusive_minimum",
    "excludes",
    "start",
    "end",
)


def flatten_trees(
    scan: Scan, *, postings: pa.Array, skills: pa.Array, fields: pa.Array
) -> dict[str, pa.Table]:
    """Lay out the requirements of postings.

    Args:
        scan: reads the tables of the graph; rows that belong to other postings are left out.
        postings: sorted ids of the postings.
        skills: sorted ids of all skills.
        fields: sorted ids of all fields of study.

    Returns:
        ``requirements``, sorted by posting, start, end and depth; ``options`` (requirement, skill)
        and ``required_fields`` (requirement, field), sorted; ``exclusions`` (names), which the column
        ``excludes`` points into; ``asks``, see :func:`strongest_demands`.

    Cost: about a second for a million requirements.
    """
    tree = _Tree(scan("Requirement", _COLUMNS))
    edges = {edge: scan(edge, ("source", "target")) for edge in _EDGES}
    root, part, whole, substitute, replaced, optional, in_field, at_level = positions_of_all(
        [
            edges["HAS_REQUIREMENT"]["target"],
            edges["HAS_PART"]["target"],
            edges["HAS_PART"]["source"],
            edges["IN_LIEU_OF"]["source"],
            edges["IN_LIEU_OF"]["target"],
            edges["OPTION"]["source"],
            edges["IN_FIELD"]["source"],
            edges["AT_LEVEL"]["source"],
        ],
        tree.ids,
    )
    tree.hang(root, positions(edges["HAS_REQUIREMENT"]["source"], postings))
    tree.nest(part, whole)
    tree.replace(substitute, replaced)
    options = _pairs(optional, positions(edges["OPTION"]["target"], skills))
    in_fields = _pairs(in_field, positions(edges["IN_FIELD"]["target"], fields))
    level_ids = pa.array([f"education/{level}" for level in EDUCATION_LEVELS])
    at_levels = _pairs(at_level, positions(edges["AT_LEVEL"]["target"], level_ids))

    order = tree.settle(options[:, 0], in_fields[:, 0], at_levels)
    place = np.full(len(tree), NONE, dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    requirements = tree.table(order, place)
    option_table = _pair_table(options, place, "skill")
    return {
        "requirements": requirements,
        "options": option_table,
        "required_fields": _pair_table(in_fields, place, "field"),
        "exclusions": pa.table({"names": tree.exclusions}),
        "asks": strongest_demands(requirements, option_table),
    }


def strongest_demands(requirements: pa.Table, options: pa.Table) -> pa.Table:
    """One row a posting and skill: of several demands the one that asks for most.

    That is the strongest modality, then the longest experience, then the first in the text.

    Returns:
        Columns ``posting``, ``skill``, ``modality``, ``months``, ``one_of`` and ``requirement``,
        sorted by posting and skill.
    """
    requirement = to_numpy(options["requirement"])
    skill = to_numpy(options["skill"])
    posting = to_numpy(requirements["posting"])[requirement]
    modality = to_numpy(requirements["modality"])[requirement]
    months = to_numpy(requirements["months"])[requirement]
    width = int(skill.max(initial=0)) + 1
    pair = posting.astype(np.int64) * width + skill
    # Modalities are numbered from the strongest; options lie in the order of the text already.
    weaker = (modality.astype(np.int64) << 14) + (8192 - np.minimum(months, 8191))
    order = np.argsort((pair << 17) | weaker, kind="stable")
    pair = pair[order]
    first = order[np.flatnonzero(np.diff(pair, prepend=-1))]
    columns = {
        "posting": posting[first],
        "skill": skill[first],
        "modality": modality[first],
        "months": months[first],
        "one_of": to_numpy(requirements["one_of"])[requirement[first]],
        "requirement": requirement[first],
    }
    return pa.table(columns)


def _pairs(requirement: Numbers, named: Numbers) -> npt.NDArray[np.int32]:
    # Edges of requirements of these postings, two columns.
    known = (requirement >= 0) & (named >= 0)
    return np.stack([requirement[known], named[known]], axis=1)


def _pair_table(pairs: npt.NDArray[np.int32], place: Numbers, name: str) -> pa.Table:
    requirement = place[pairs[:, 0]]
    kept = requirement >= 0
    requirement, named = requirement[kept], pairs[kept, 1]
    order = np.argsort((requirement.astype(np.int64) << 32) | named, kind="stable")
    return pa.table({"requirement": requirement[order], name: named[order]})


class _Tree:
    # The columns of all requirements, in the order in which they were scanned.

    def __init__(self, scanned: pa.Table) -> None:
        self.ids = _one_piece(scanned["id"])
        count = len(self.ids)
        self.kind = positions(scanned["kind"], pa.array(KINDS))
        self.modality = positions(scanned["modality"], pa.array(MODALITIES))
        self.logic = positions(scanned["logic"], pa.array(_LOGICS))
        self.at_least = integers(scanned["at_least"], absent=1)
        self.open_list = flags(scanned["open_list"])
        self.months = integers(scanned["min_months"]).copy()
        self.exclusive = flags(scanned["exclusive_minimum"]).copy()
        self.start = integers(scanned["start"])
        self.end = integers(scanned["end"])
        # Most demands exclude nothing, and a join of lists makes nulls of nulls.
        joined = pc.binary_join(scanned["excludes"].cast(pa.list_(pa.string())), _EXCLUSIONS_APART)
        joined = pc.if_else(pc.equal(joined, ""), None, joined)
        self.exclusions = sorted_ids(pc.drop_null(joined))
        self.excludes = positions(joined, self.exclusions).copy()
        self.posting = np.full(count, NONE, dtype=np.int32)
        self.parent = np.full(count, NONE, dtype=np.int32)

    def __len__(self) -> int:
        return len(self.posting)

    def hang(self, root: Numbers, posting: Numbers) -> None:
        known = (root >= 0) & (posting >= 0)
        self.posting[root[known]] = posting[known]

    def nest(self, part: Numbers, whole: Numbers) -> None:
        known = (part >= 0) & (whole >= 0)
        self.parent[part[known]] = whole[known]

    def replace(self, substitute: Numbers, replaced: Numbers) -> None:
        # Hang both under a choice of their own, where they are not in one together.
        known = (substitute >= 0) & (replaced >= 0)
        any_of = _LOGICS.index("any")
        choices = self._append(replaced[known], logic=any_of)
        for choice, this, other in zip(choices, substitute[known], replaced[known], strict=True):
            whole = self.parent[other]
            if whole >= 0 and whole == self.parent[this] and self.logic[whole] == any_of:
                continue
            if _has_ancestor(self.parent, other, this):
                continue  # nothing can stand in for a part of itself
            self.parent[choice], self.posting[choice] = whole, self.posting[other]
            self.parent[other] = self.parent[this] = choice
            self.posting[other] = self.posting[this] = NONE

    def _append(self, models: Numbers, *, logic: int) -> Order:
        # New requirements that may come into the place of others; they hang nowhere yet.
        count = len(self)
        for name in (
            "kind modality logic at_least open_list months exclusive start end excludes "
            "posting parent".split()
        ):
            column = getattr(self, name)
            setattr(self, name, np.append(column, column[models]))
        self.logic[count:] = logic
        for column in (self.months, self.excludes, self.posting, self.parent):
            column[count:] = NONE
        return np.arange(count, len(self))

    def settle(
        self, with_option: Numbers, with_field: Numbers, at_levels: npt.NDArray[np.int32]
    ) -> Order:
        """Inherit, detach, count children; the order of what is left."""
        levels = self._descend()
        for rows in levels[1:]:
            self._inherit(rows)
        self.levels = np.zeros(len(self), dtype=np.uint16)
        np.bitwise_or.at(
            self.levels, at_levels[:, 0], np.left_shift(1, at_levels[:, 1]).astype(np.uint16)
        )
        self._detach(levels)
        self._count(levels, with_option, with_field)
        kept = np.flatnonzero((self.posting >= 0) & (self.children > 0))
        self.depth = np.zeros(len(self), dtype=np.int32)
        for rows in self._descend()[1:]:
            self.depth[rows] = self.depth[self.parent[rows]] + 1
        return self._ordered(kept)

    def _descend(self) -> list[Order]:
        # Rows by their distance from a root that hangs on a posting; all get that posting.
        below = np.flatnonzero(self.parent >= 0)
        below = below[np.argsort(self.parent[below], kind="stable")]
        of = self.parent[below]
        levels = [np.flatnonzero((self.posting >= 0) & (self.parent < 0))]
        while len(levels[-1]):
            wholes = np.zeros(len(self), dtype=np.bool_)
            wholes[levels[-1]] = True
            rows = below[wholes[of]]
            self.posting[rows] = self.posting[self.parent[rows]]
            levels.append(rows)
        return levels

    def _inherit(self, rows: Order) -> None:
        whole = self.parent[rows]
        bare = self.months[rows] < 0
        self.months[rows[bare]] = self.months[whole[bare]]
        self.exclusive[rows[bare]] = self.exclusive[whole[bare]]
        plain = self.excludes[rows] < 0
        self.excludes[rows[plain]] = self.excludes[whole[plain]]

    def _detach(self, levels: list[Order]) -> None:
        every = _LOGICS.index("all")
        for rows in levels[1:]:
            whole = self.parent[rows]
            apart = self.modality[rows] != self.modality[whole]
            apart &= (self.logic[whole] == every) | (self.modality[whole] == _NOT_REQUIRED)
            self.parent[rows[apart]] = NONE

    def _count(self, levels: list[Order], with_option: Numbers, with_field: Numbers) -> None:
        # Children from the deepest up: what has none gives none to its whole.
        count = len(self)
        self.children = np.bincount(with_option, minlength=count).astype(np.int32)
        has_education = self.levels > 0
        has_education[with_field] = True
        self.atom = np.zeros(count, dtype=np.uint8)
        self.atom[has_education] = Atom.EDUCATION
        self.children += has_education
        self.one_of = np.ones(count, dtype=np.int32)
        experience = KINDS.index("experience")
        for rows in reversed(levels):
            total = (self.kind[rows] == experience) & (self.months[rows] > 0)
            total &= self.children[rows] == 0
            self.atom[rows[total]] = Atom.EXPERIENCE
            self.children[rows[total]] = 1
            self.children[rows[self.modality[rows] == _NOT_REQUIRED]] = 0
            counted = rows[(self.children[rows] > 0) & (self.parent[rows] >= 0)]
            np.add.at(self.children, self.parent[counted], 1)
        every, some = _LOGICS.index("all"), _LOGICS.index("at_least")
        need = np.ones(count, dtype=np.int32)
        need[self.logic == every] = self.children[self.logic == every]
        several = self.logic == some
        need[several] = np.clip(self.at_least[several], 1, self.children[several])
        self.need = need
        self.one_of = np.where(self.logic == every, 1, np.maximum(self.children, 1))
        for rows in levels[1:]:
            inner = rows[self.parent[rows] >= 0]
            self.one_of[inner] = np.maximum(self.one_of[inner], self.one_of[self.parent[inner]])

    def _ordered(self, kept: Order) -> Order:
        keys = tuple(column[kept] for column in (self.depth, self.end, self.start, self.posting))
        order = kept[np.lexsort(keys)]
        same: Flags = np.ones(max(len(order) - 1, 0), dtype=np.bool_)
        for column in (self.depth, self.end, self.start, self.posting):
            same &= np.diff(column[order]) == 0
        # Equal so far: by id, which alone tells two demands on the same words apart.
        begins = np.flatnonzero(same & ~np.append(False, same)[:-1])
        for begin in begins:
            stop = begin + 1
            while stop < len(same) and same[stop]:
                stop += 1
            order[begin : stop + 1] = sorted(order[begin : stop + 1], key=self._id)
        return order

    def _id(self, row: int) -> str:
        return str(self.ids[int(row)]) if row < len(self.ids) else ""

    def table(self, order: Order, place: Numbers) -> pa.Table:
        parent = self.parent[order]
        columns: Mapping[str, npt.NDArray[Any]] = {
            "posting": self.posting[order],
            "parent": np.where(parent >= 0, place[parent], NONE).astype(np.int32),
            "depth": self.depth[order].astype(np.uint8),
            "kind": self.kind[order].astype(np.uint8),
            "modality": self.modality[order].astype(np.uint8),
            "need": self.need[order],
            "children": self.children[order],
            "months": self.months[order],
            "exclusive": self.exclusive[order],
            "excludes": self.excludes[order],
            "atom": self.atom[order],
            "levels": self.levels[order],
            "open_list": self.open_list[order],
            "one_of": self.one_of[order].astype(np.int32),
            "start": self.start[order],
            "end": self.end[order],
        }
        return pa.table(dict(columns))


def _has_ancestor(parent: Numbers, row: int, wanted: int) -> bool:
    while row >= 0:
        if row == wanted:
            return True
        row = int(parent[row])
    return False


def _one_piece(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


assert list(MODALITIES) == sorted(MODALITIES, key=MODALITY_STRENGTH.__getitem__, reverse=True)
