"""The tables of a graph as Cypher tells them, and as its store does."""

from collections import Counter

from skillweave.graph.cypher import Limits
from skillweave.graph.cypher.result import plain
from skillweave.graph.store import Store
from skillweave.ontology.schema import EDGES, NODES, columns


def rows_by_cypher(store: Store, table: str) -> Counter[str]:
    """The rows of a table, in the order of its columns, found by a query."""
    names = [column.name for column in columns(table)]
    if table in NODES:
        query = f"MATCH (n:`{table}`) RETURN " + ", ".join(f"n.`{name}`" for name in names)
    else:
        values = "".join(f", n.`{name}`" for name in names[2:])
        query = f"MATCH (a)-[n:`{table}`]->(b) RETURN a.id, b.id{values}"
    result = store.cypher(query, limits=Limits(rows=1_000_000, seconds=120))
    return Counter(repr(list(row.values())) for row in result.rows)


def assert_cypher_tells(store: Store, told_by: Store) -> None:
    """Fail unless queries find exactly what the tables of a store hold.

    Args:
        store: the store with the tables.
        told_by: the store to ask in Cypher; the same one, or a copy of it.
    """
    for table in (*NODES, *EDGES):
        rows = zip(*(column.to_pylist() for column in store.scan(table).columns), strict=True)
        held = Counter(repr(plain(list(row))) for row in rows)
        assert rows_by_cypher(told_by, table) == held, table
