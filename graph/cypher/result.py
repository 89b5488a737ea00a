"""What a query returned: rows, and the same as Arrow, data frames or a networkx graph."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import neo4j.graph
import neo4j.time

from skillweave.graph.rows import QueryRows

if TYPE_CHECKING:
    import networkx


class CypherResult(QueryRows):
    """Rows of a query.

    A node is a dictionary of its properties with its label under ``"_label"``; an edge one with
    ``"_type"``, ``"_source"`` and ``"_target"`` (the ids of its ends); a path is the list of its
    nodes and edges in turn.

    Args:
        columns: names of the columns; the local engine does not tell them where there are no rows.
        values: the values of each row as the driver gave them.
        complete: whether these are all rows; False if the row limit cut them off.
    """

    def __init__(
        self, columns: Sequence[str], values: Sequence[tuple[Any, ...]], *, complete: bool
    ) -> None:
        plainly = [tuple(map(plain, row)) for row in values]
        super().__init__(columns, plainly, complete=complete)
        self._entities = values

    def to_networkx(self) -> "networkx.MultiDiGraph[str]":
        """The nodes and edges that were returned, alone, in lists or in paths, each once.

        Nodes are named by their ids; their attributes are their properties and ``_label``. Edges
        have their type as key. The ends of an edge are in the graph even if they were not returned
        themselves; then they have no attributes.
        """
        import networkx

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        for item in _entities(self._entities):
            if isinstance(item, neo4j.graph.Node):
                graph.add_node(str(item.get("id", item.element_id)), **plain(item))
            else:
                ends = [str(node.get("id", node.element_id)) for node in item.nodes if node]
                properties = {key: plain(value) for key, value in item.items()}
                graph.add_edge(ends[0], ends[1], key=item.type, **properties)
        return graph


def _entities(value: Any) -> Iterator[neo4j.graph.Node | neo4j.graph.Relationship]:
    if isinstance(value, neo4j.graph.Path):
        yield from value.nodes
        yield from value.relationships
    elif isinstance(value, neo4j.graph.Node | neo4j.graph.Relationship):
        yield value
    elif isinstance(value, dict):
        yield from _entities(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _entities(item)


def plain(value: Any) -> Any:
    """A value of the driver as one of the standard library."""
    if isinstance(value, neo4j.graph.Node):
        label = min(value.labels, default="")
        return {"_label": label, **{key: plain(v) for key, v in sorted(value.items())}}
    if isinstance(value, neo4j.graph.Relationship):
        source, target = (node.get("id", node.element_id) if node else None for node in value.nodes)
        ends = {"_type": value.type, "_source": source, "_target": target}
        return ends | {key: plain(v) for key, v in sorted(value.items())}
    if isinstance(value, neo4j.graph.Path):
        steps: list[Any] = [plain(value.start_node)] if value.start_node else []
        for edge, node in zip(value.relationships, value.nodes[1:], strict=True):
            steps += (plain(edge), plain(node))
        return steps
    if isinstance(value, neo4j.time.Date | neo4j.time.DateTime | neo4j.time.Time):
        return value.to_native()
    if isinstance(value, neo4j.time.Duration):
        return value.iso_format()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value
