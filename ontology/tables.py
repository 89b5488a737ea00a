"""The tables of the graph as Arrow: their schemas, and a builder that fills several at once.

Whoever makes rows (extraction, the taxonomy) and whoever keeps them (a store) meet here. A row of
a posting also says whose it is in the column ``owner``: the posting's place in its batch, counted
from 0. The store turns it into a number of its own.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, TypeAlias

import pyarrow as pa

from skillweave.ontology.schema import PropertyType, columns

Tables: TypeAlias = Mapping[str, pa.Table]
"""Rows by table: node labels, edge types and side tables of :mod:`skillweave.ontology.schema`."""

OWNER: Final = "owner"
"""Name of the column that says which posting of the batch a row belongs to."""

ARROW_TYPES: Final[dict[PropertyType, pa.DataType]] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
    "string_list": pa.list_(pa.string()),
}


@cache
def arrow_schema(table: str, *, owned: bool = False) -> pa.Schema:
    """The Arrow schema of a table; ``owned`` puts the owner's column first."""
    fields = [
        pa.field(c.name, ARROW_TYPES[c.type], nullable=not c.required) for c in columns(table)
    ]
    if owned:
        fields.insert(0, pa.field(OWNER, pa.int64(), nullable=False))
    return pa.schema(fields)


class TableBuilder:
    """Collects rows of several tables and gives them as Arrow.

    >>> builder = TableBuilder(owned=False)
    >>> builder.rows("Employer").append(("employer/acme", "Acme"))
    >>> builder.tables()["Employer"].to_pylist()
    [{'id': 'employer/acme', 'name': 'Acme'}]

    Args:
        owned: whether rows begin with their owner.
    """

    def __init__(self, *, owned: bool) -> None:
        self._owned = owned
        self._rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """The rows of a table so far, to append to; values in the order of its columns."""
        return self._rows[table]

    def tables(self) -> dict[str, pa.Table]:
        """All tables that have rows.

        Raises:
            pyarrow.ArrowInvalid, UnicodeEncodeError: a value does not fit its column.
        """
        return {name: self._table(name, rows) for name, rows in self._rows.items() if rows}

    def _table(self, name: str, rows: list[tuple[Any, ...]]) -> pa.Table:
        schema = arrow_schema(name, owned=self._owned)
        values = zip(*rows, strict=True)
        arrays = [
            pa.array(column, field.type) for column, field in zip(values, schema, strict=True)
        ]
        return pa.Table.from_arrays(arrays, schema=schema)
