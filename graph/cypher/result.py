"""What a query returned: rows, and the same as Arrow, data frames or a networkx graph."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import neo4j.graph
import neo4j.time
import orjson
import pyarrow as pa

from skillweave.ontology.errors import MissingExtra

if TYPE_CHECKING:
    import networkx
    import pandas
    import polars


class CypherResult:
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
        self.columns = tuple(columns)
        self.complete = complete
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self._values:
            yield dict(zip(self.columns, map(plain, row), strict=True))

    def __repr__(self) -> str:
        more = "" if self.complete else " and more"
        return f"<CypherResult: {len(self)} rows{more} of {', '.join(self.columns)}>"

    @property
    def rows(self) -> list[dict[str, Any]]:
        """All rows as dictionaries of plain values."""
        return list(self)

    @property
    def arrow(self) -> pa.Table:
        """The rows as an Arrow table; columns of mixed types hold JSON."""
        columns = zip(*self._values, strict=True) if self._values else ((),) * len(self.columns)
        arrays = [_array([plain(value) for value in column]) for column in columns]
        return pa.Table.from_arrays(arrays, names=list(self.columns))

    def to_pandas(self) -> "pandas.DataFrame":
        """The rows as a pandas data frame.

        Raises:
            MissingExtra: pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise MissingExtra("pandas", extra="frames", purpose="to_pandas()") from None
        return pandas.DataFrame(self.rows, columns=list(self.columns))

    def to_polars(self) -> "polars.DataFrame":
        """The rows as a polars data frame.

        Raises:
            MissingExtra: polars is not installed.
        """
        try:
            import polars
        except ImportError:
            raise MissingExtra("polars", extra="frames", purpose="to_polars()") from None
        frame: polars.DataFrame = polars.from_arrow(self.arrow)  # type: ignore[assignment]
        return frame

    def to_networkx(self) -> "networkx.MultiDiGraph[str]":
        """The nodes and edges that were returned, alone, in lists or in paths, each once.

        Nodes are named by their ids; their attributes are their properties and ``_label``. Edges
        have their type as key. The ends of an edge are in the graph even if they were not returned
        themselves; then they have no attributes.
        """
        import networkx

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        for item in _entities(self._values):
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


def _array(values: Iterable[Any]) -> pa.Array:
    items = list(values)
    kinds = {type(item) for item in items if item is not None}
    if kinds <= {int, float} and len(kinds) == 2:
        items = [item if item is None else float(item) for item in items]
    try:
        return pa.array(items)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return pa.array(
            [None if i is None else orjson.dumps(i, default=_json).decode() for i in items]
        )


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
