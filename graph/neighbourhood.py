"""The part of a graph that lies within some steps of some nodes, as tables.

Edges count in both directions. Tables are read as streams once a step; only what belongs to the
part is kept.
"""

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from skillweave.graph.store import Store
from skillweave.ontology.errors import UnknownName, UsageError
from skillweave.ontology.schema import EDGES, NODES, label_of
from skillweave.ontology.tables import Tables


def part_of(
    store: Store, around: Iterable[str] | None = None, *, steps: int = 1
) -> Iterator[tuple[str, pa.Table]]:
    """Give the tables of the whole graph, or of a part of it.

    Args:
        store: the graph.
        around: ids of the nodes in the middle; by default the graph is given whole.
        steps: how many edges away the other nodes may be.

    Yields:
        Labels with rows of nodes, then edge types with rows of edges between these nodes.

    Raises:
        UnknownName: there is no node of one of these ids.
        UsageError: the number of steps is negative.

    Note:
        Cost: one pass over the edges a step, and one over all tables.
    """
    nodes = None if around is None else _within(store, list(around), steps)
    for label in NODES:
        yield label, _filtered(store, label, ("id",), nodes)
    for edge in EDGES:
        yield edge, _filtered(store, edge, ("source", "target"), nodes)


def _filtered(store: Store, table: str, keys: Iterable[str], nodes: pa.Array | None) -> pa.Table:
    if nodes is None:
        return store.scan(table)
    reader = store.batches(table)
    found = []
    for batch in reader:
        for key in keys:
            batch = batch.filter(pc.is_in(batch.column(key), nodes))
        found.append(batch)
    return pa.Table.from_batches(found, reader.schema)


def _within(store: Store, around: list[str], steps: int) -> pa.Array:
    if steps < 0:
        raise UsageError("the number of steps cannot be negative")
    _refuse_unknown(store, around)
    nodes = set(around)
    frontier = pa.array(around, pa.string())
    for _ in range(steps):
        reached: set[str] = set()
        for edge in EDGES:
            for batch in store.batches(edge, columns=["source", "target"]):
                for here, there in (("source", "target"), ("target", "source")):
                    touching = pc.is_in(batch.column(here), frontier)
                    reached.update(batch.column(there).filter(touching).to_pylist())
        frontier = pa.array(reached - nodes, pa.string())
        nodes |= reached
    return pa.array(sorted(nodes), pa.string())


def _refuse_unknown(store: Store, ids: list[str]) -> None:
    for label in {label_of(node) for node in ids}:
        wanted = {node for node in ids if label_of(node) == label}
        for batch in store.batches(label, columns=["id"]):
            wanted -= set(batch.column("id").to_pylist())
        if wanted:
            raise UnknownName(min(wanted))


def present(tables: Iterable[tuple[str, pa.Table]]) -> Tables:
    """The tables that have rows, by name."""
    return {name: table for name, table in tables if len(table)}
