"""A made-up graph with all labels, types and properties of the schema, for comparing engines.

It says nothing sensible, but has what is rare in real ones: every property is null here and there,
texts are empty, quoted or in other scripts, edges run in circles and to their own beginning.
"""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

import pyarrow as pa

from skillweave.ontology.schema import EDGES, NODES, PropertyType, columns
from skillweave.ontology.tables import Tables, arrow_schema

_TEXTS: Final = [
    "",
    "Python",
    "required",
    "a 'quoted' \"text\"",
    "naïve Ærø",
    "日本語",
    "a",
    "😀 b",
]


def made_up_tables(seed: int, *, nodes: int = 16, edges: int = 30) -> Tables:
    """Node and edge tables.

    Args:
        seed: where to begin.
        nodes: how many of each label.
        edges: how many of each type, or fewer, as no two join the same ends.
    """
    random = Random(seed)
    ids = {label: _ids(label, nodes) for label in NODES}
    tables = {}
    for label in NODES:
        tables[label] = _table(random, label, [[id] for id in ids[label]])
    for name, edge in EDGES.items():
        pairs: dict[tuple[str, str], None] = {}
        for _ in range(edges):
            source, target = random.choice(edge.ends)
            pairs[random.choice(ids[source]), random.choice(ids[target])] = None
        tables[name] = _table(random, name, [list(pair) for pair in pairs])
    return tables


def _ids(label: str, count: int) -> list[str]:
    marker = NODES[label].marker
    if marker.startswith("#"):
        return [f"posting/p{number}{marker}{number}" for number in range(count)]
    return [f"{marker or 'http://example.org/'}{label[0].lower()}{n}" for n in range(count)]


def _table(random: Random, name: str, rows: list[list[Any]]) -> pa.Table:
    for row in rows:
        for column in columns(name)[len(row) :]:
            missing = not column.required and random.random() < 0.3
            row.append(None if missing else _value(random, column.type))
    names = [column.name for column in columns(name)]
    shape = pa.schema([arrow_schema(name).field(column) for column in names])
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], shape)


def _value(random: Random, kind: PropertyType) -> Any:
    match kind:
        case "string":
            return random.choice(_TEXTS)
        case "integer":
            return random.choice([0, 1, 5, 12, 60, -3, 2**53 + 1])
        case "float":
            return random.choice([0.0, 0.5, -1.25, 40_000.0, 1e-9])
        case "boolean":
            return random.choice([True, False])
        case "date":
            return date(2024, 1, 1) + timedelta(days=random.randrange(800))
        case "datetime":
            return datetime(2024, 1, 1) + timedelta(seconds=random.randrange(10**7))
        case "string_list":
            return random.choices(_TEXTS, k=random.randrange(4))
