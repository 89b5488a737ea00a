"""Generated graphs as plain sets, for oracles that know nothing of arrays."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pyarrow as pa

from benchmarks.generated import Size, TableStore, generate
from skillweave.graph.store import Store
from skillweave.queries.view import View

SMALL = Size(postings=150, skills=40, roles=9, options=7.0)
"""Large enough for paths and families, small enough for loops over all pairs of anything."""


class PlainGraph:
    """What a graph says, collected from its tables by loops.

    Attributes:
        named: for each posting that counts the skills that it names, not_required ones apart.
        role: for each of these postings its role.
        of_role: for each role its postings that count.
        above: for each skill those right above it.
    """

    def __init__(self, tables: dict[str, pa.Table]) -> None:
        def pairs(name: str) -> Iterator[tuple[str, str]]:
            columns = tables[name].select(["source", "target"]).to_pydict()
            return zip(columns["source"], columns["target"], strict=True)

        repeats = {source for source, _ in pairs("DUPLICATE_OF")}
        modality = dict(
            zip(*tables["Requirement"].select(["id", "modality"]).to_pydict().values(), strict=True)
        )
        self.named: dict[str, set[str]] = {
            posting: set()
            for posting in tables["Posting"]["id"].to_pylist()
            if posting not in repeats
        }
        for requirement, skill in pairs("OPTION"):
            posting = requirement.partition("#")[0]
            if posting in self.named and modality[requirement] != "not_required":
                self.named[posting].add(skill)
        self.role = {posting: role for posting, role in pairs("FOR_ROLE") if posting in self.named}
        self.of_role: defaultdict[str, set[str]] = defaultdict(set)
        for posting, role in self.role.items():
            self.of_role[role].add(posting)
        self.above: defaultdict[str, set[str]] = defaultdict(set)
        for narrow, broad in pairs("BROADER"):
            self.above[narrow].add(broad)

    def count(self, *skills: str) -> int:
        """How many postings name all of some skills."""
        return sum(named.issuperset(skills) for named in self.named.values())

    @property
    def skills(self) -> set[str]:
        """All skills that a posting names."""
        return set().union(*self.named.values())

    def share(self, role: str, skill: str) -> float:
        """Share of a role's postings that name a skill."""
        postings = self.of_role[role]
        return sum(skill in self.named[posting] for posting in postings) / len(postings)


@contextmanager
def generated(seed: int, size: Size = SMALL) -> Iterator[tuple[View, PlainGraph]]:
    """A generated graph, as questions see it and as plain sets."""
    tables = generate(size, seed=seed)
    with TemporaryDirectory() as workspace:
        yield View(cast(Store, TableStore(tables, Path(workspace)))), PlainGraph(tables)
