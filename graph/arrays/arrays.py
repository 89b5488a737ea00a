"""The arrays of a graph, ready to be computed with.

What lies on the disk is numbered tables (:mod:`skillweave.graph.arrays.tables`); here they become
numpy arrays, and the matrices and indexes that several questions need are made of them when the
first one does.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_array

from skillweave.graph.arrays.files import Kept, load, save
from skillweave.graph.arrays.merging import merge
from skillweave.graph.arrays.numbering import NONE, Numbers, Order, positions, starts, to_numpy
from skillweave.graph.arrays.tables import CONCEPTS, Tables, read_concepts, read_postings
from skillweave.graph.store import Store, first_run
from skillweave.ontology.errors import GraphInUse

_HIERARCHIES: Final = {
    "skill_broader": "skills",
    "field_broader": "fields",
    "place_within": "places",
}
"""Tables of what lies above what, and the concepts that they order."""

_CONCEPT_TABLES: Final = (*CONCEPTS, *_HIERARCHIES)
_LOOKED_UP: Final = 200
"""Ids that are looked up one by one; for more it pays to make a hash table."""

_ATTEMPTS: Final = 3
"""How often to read a graph that others write to at the same time."""


class Arrays:
    """A graph as numbers.

    Columns are reached by the names of their table and themselves, as ``column("asks", "skill")``;
    the docstrings of :mod:`~skillweave.graph.arrays.tables` and
    :mod:`~skillweave.graph.arrays.trees` say what they hold.

    Args:
        version: version of the store that they show.
        tables: all arrays by name.
    """

    def __init__(self, version: int, tables: Tables) -> None:
        self.version = version
        self.tables = tables
        self._columns: dict[tuple[str, str], npt.NDArray[Any]] = {}
        self._hierarchies: dict[str, tuple[Order, Numbers]] = {}
        self._labels: dict[str, list[str]] = {}

    def column(self, table: str, name: str) -> npt.NDArray[Any]:
        """A column of numbers, mapped from the disk; not to be written to."""
        key = (table, name)
        found = self._columns.get(key)
        if found is None:
            found = self._columns[key] = to_numpy(self.tables[table][name])
        return found

    def count(self, table: str) -> int:
        """How many rows a table has: postings, skills, roles, ..."""
        return int(self.tables[table].num_rows)

    def id(self, table: str, number: int) -> str:
        """The id that a number stands for."""
        return str(self.tables[table]["id"][int(number)])

    def ids(self, table: str, numbers: Iterable[int]) -> list[str]:
        """The ids that numbers stand for."""
        found: list[str] = self.tables[table]["id"].take(pa.array(numbers, pa.int64())).to_pylist()
        return found

    def numbers(self, table: str, ids: Sequence[str]) -> Numbers:
        """The numbers of ids; -1 for what is not there."""
        present = self.tables[table]["id"].combine_chunks()
        if len(ids) > _LOOKED_UP:
            return positions(pa.array(ids, pa.string()), present)
        # The order of code points is that of UTF-8, by which ids are sorted.
        found = []
        for id in ids:
            place = bisect_left(range(len(present)), id, key=lambda at: str(present[at]))
            there = place < len(present) and str(present[place]) == id
            found.append(place if there else NONE)
        return np.array(found, dtype=np.int32)

    def label(self, table: str, number: int) -> str:
        """The usual name of a concept."""
        found = self._labels.get(table)
        if found is None:
            columns = self.tables[table].column_names
            names = self.tables[table]["label" if "label" in columns else "name"]
            found = self._labels[table] = names.to_pylist()
        return found[int(number)]

    def broader(self, hierarchy: str) -> tuple[Order, Numbers]:
        """What lies above each concept: where the numbers of each begin, and the numbers.

        Args:
            hierarchy: ``skill_broader``, ``field_broader`` or ``place_within``.
        """
        found = self._hierarchies.get(hierarchy)
        if found is None:
            count = self.count(_HIERARCHIES[hierarchy])
            bounds = starts(self.column(hierarchy, "narrow"), count)
            found = self._hierarchies[hierarchy] = (bounds, self.column(hierarchy, "broad"))
        return found

    def narrower(self, hierarchy: str) -> tuple[Order, Numbers]:
        """What lies below each concept: where the numbers of each begin, and the numbers.

        Args:
            hierarchy: ``skill_broader``, ``field_broader`` or ``place_within``.
        """
        key = f"below {hierarchy}"
        found = self._hierarchies.get(key)
        if found is None:
            broad = self.column(hierarchy, "broad")
            order = np.argsort(broad, kind="stable")
            bounds = starts(broad[order], self.count(_HIERARCHIES[hierarchy]))
            found = self._hierarchies[key] = (bounds, self.column(hierarchy, "narrow")[order])
        return found

    @cached_property
    def counted(self) -> npt.NDArray[np.bool_]:
        """Which postings count: those that repeat no other."""
        return self.column("postings", "counted").astype(np.bool_)

    @cached_property
    def options_of_skill(self) -> tuple[Order, Order]:
        """Rows of ``options`` that name each skill: where each skill's begin, and the rows."""
        skill = self.column("options", "skill")
        order = np.argsort(skill, kind="stable")
        return starts(skill[order], self.count("skills")), order

    @cached_property
    def roles_of_posting(self) -> tuple[Order, Numbers]:
        """The roles of each posting: where they begin, and the roles."""
        bounds = starts(self.column("posting_roles", "posting"), self.count("postings"))
        return bounds, self.column("posting_roles", "role")

    @cached_property
    def requirements_of_posting(self) -> Order:
        """Where the requirements of each posting begin, and where those of the last end."""
        return starts(self.column("requirements", "posting"), self.count("postings"))

    @cached_property
    def asks_of_posting(self) -> Order:
        """Where the rows of ``asks`` of each posting begin, and where those of the last end."""
        return starts(self.column("asks", "posting"), self.count("postings"))

    @cached_property
    def asks_of_skill(self) -> tuple[Order, Order]:
        """Rows of ``asks`` for each skill: where each skill's begin, and the rows by posting."""
        skill = self.column("asks", "skill")
        order = np.argsort(skill, kind="stable")
        return starts(skill[order], self.count("skills")), order

    @cached_property
    def roles_of_postings(self) -> csr_array:
        """Postings by roles: 1 where a posting that counts is for the role."""
        posting, role = (
            self.column("posting_roles", "posting"),
            self.column("posting_roles", "role"),
        )
        kept = self.counted[posting]
        ones = np.ones(int(kept.sum()), dtype=np.int32)
        shape = (self.count("postings"), self.count("roles"))
        return csr_array((ones, (posting[kept], role[kept])), shape=shape)

    @cached_property
    def skills_of_postings(self) -> csr_array:
        """Postings by skills: 1 where a posting asks for or names a skill, of all postings."""
        shape = (self.count("postings"), self.count("skills"))
        skill = self.column("asks", "skill")
        return csr_array((np.ones(len(skill), dtype=np.int32), skill, self.asks_of_posting), shape)

    @cached_property
    def skills_of_roles(self) -> csr_array:
        """Roles by skills: how many of the role's postings that count name the skill."""
        counts: csr_array = self.roles_of_postings.T.tocsr() @ self.skills_of_postings
        counts.sort_indices()
        return counts

    @cached_property
    def postings_of_role(self) -> Numbers:
        """How many postings that count each role has."""
        return np.asarray(self.roles_of_postings.sum(axis=0)).astype(np.int32)

    @cached_property
    def postings_of_skill(self) -> Numbers:
        """How many postings that count name each skill."""
        posting, skill = self.column("asks", "posting"), self.column("asks", "skill")
        counted = skill[self.counted[posting]]
        return np.bincount(counted, minlength=self.count("skills")).astype(np.int32)


def open_arrays(store: Store) -> Arrays:
    """The arrays of a store's present version: those on the disk, brought up to date, or new ones.

    Args:
        store: the graph; the arrays are kept in its workspace.

    Cost: milliseconds where they are there; else a scan of the store, seconds for 100,000
    postings; after changes a scan of what changed and a pass over the arrays.
    """
    home = store.workspace / "arrays"
    graph = first_run(store)
    kept = load(home, graph)
    if kept is not None and kept.version == store.version:
        return Arrays(kept.version, kept.tables)
    for _ in range(_ATTEMPTS):
        version, tables = _updated(store, kept) if kept else _built(store)
        if store.version == version:
            made = save(home, graph, version, tables)
            return Arrays(made.version, made.tables)
    raise GraphInUse(f"the graph at {store.location} changes too fast; ask when it is built")


def _built(store: Store) -> tuple[int, Tables]:
    version = store.version

    def scan(table: str, columns: tuple[str, ...]) -> pa.Table:
        return store.scan(table, columns=columns)

    concepts = read_concepts(scan)
    return version, concepts | read_postings(scan, concepts)


def _updated(store: Store, kept: Kept) -> tuple[int, Tables]:
    changes = store.changes(kept.version)

    def scan(table: str, columns: tuple[str, ...]) -> pa.Table:
        return store.scan(table, columns=columns, since=kept.version)

    concepts = read_concepts(scan)
    stale = pa.array([*changes.written, *changes.deleted], pa.string())
    new = read_postings(scan, concepts)
    old = {name: table for name, table in kept.tables.items() if name not in _CONCEPT_TABLES}
    before = {name: kept.tables[name] for name in _CONCEPT_TABLES}
    return changes.version, concepts | merge(old, before, new, concepts, stale=stale)
