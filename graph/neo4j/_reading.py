"""Cypher that reads the tables back, one statement a table."""

from collections.abc import Sequence
from typing import Final

from skillweave.graph._layout import PER_POSTING
from skillweave.ontology.errors import UsageError
from skillweave.ontology.schema import EDGES, NODES, SIDES
from skillweave.ontology.schema import columns as columns_of

DOCUMENT: Final = (
    "RETURN d.posting, d.file, d.position, d.format, d.text, d.record ORDER BY d.posting"
)
_SOURCES: Final = {
    "document": "MATCH (n:_Document)",
    "bucket": "MATCH (n:_Document)",
    "reject": "MATCH (n:_Reject)",
    "file_count": "MATCH (n:_FileCount)",
    "answer": "MATCH (n:_Answer)",
}


def chosen_columns(table: str, columns: Sequence[str] | None) -> list[str]:
    """The columns asked for, all by default.

    Raises:
        UsageError: there is no such table or column.
    """
    if table not in NODES and table not in EDGES and table not in SIDES:
        names = ", ".join((*NODES, *EDGES, *SIDES))
        raise UsageError(f"there is no table {table!r}; there are {names}")
    present = [column.name for column in columns_of(table)]
    unknown = [name for name in columns or () if name not in present]
    if unknown:
        raise UsageError(f"{table} has no column {unknown[0]!r}; it has {', '.join(present)}")
    return list(columns or present)


def scan_query(table: str, names: Sequence[str], since: int) -> str:
    """Cypher that returns these columns of a table; ``$since`` is the version to read from."""
    recent = bool(since) and table in PER_POSTING
    if table in EDGES:
        return _edge_query(table, names, recent=recent)
    if table == "bucket":
        where = " WHERE n.version > $since" if recent else ""
        return f"{_SOURCES[table]}{where} UNWIND n.buckets AS bucket RETURN bucket"
    returned = ", ".join(f"n.`{name}`" for name in names)
    if table in SIDES:
        where = " WHERE n.version > $since" if recent else ""
        return f"{_SOURCES[table]}{where} RETURN {returned}"
    return f"{_nodes(table, recent=recent)} RETURN {returned}"


def _nodes(label: str, *, recent: bool) -> str:
    if not recent:
        return f"MATCH (n:`{label}`)"
    where = "n.id = d.posting" if label == "Posting" else "n.id STARTS WITH d.posting + '#'"
    return f"MATCH (d:_Document) WHERE d.version > $since MATCH (n:`{label}`) WHERE {where}"


def _edge_query(edge: str, names: Sequence[str], *, recent: bool) -> str:
    ends = {"source": "n.id", "target": "m.id"}
    returned = ", ".join(ends.get(name, f"e.`{name}`") for name in names)
    if not recent:
        return f"MATCH (n)-[e:`{edge}`]->(m) RETURN {returned}"
    (source,) = {source for source, _ in EDGES[edge].ends}
    return f"{_nodes(source, recent=True)} MATCH (n)-[e:`{edge}`]->(m) RETURN {returned}"
