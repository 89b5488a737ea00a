"""Tables of any size put into an order that does not depend on how the graph was built.

Stores give their rows in no particular order. A database in memory that may spill to a temporary
directory sorts them; readers then take them in stretches of the same nodes from all tables at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Final, Self

import duckdb
import numpy as np
import pyarrow as pa

OWNER: Final = "owner"
"""Column that says which of the numbered nodes a row belongs to."""

_MEMORY: Final = "512MB"
_ROWS_AT_A_TIME: Final = 32_768

# Every name that is put into a statement below comes from the schema.
# ruff: noqa: S608


class Sorter:
    """Sorts tables by nodes that were numbered before; a context manager.

    Memory: half a gigabyte at most, whatever the size of the tables; the rest goes to the disk.
    """

    def __init__(self) -> None:
        self._directory = TemporaryDirectory(prefix="skillweave-")
        self._connection = duckdb.connect(
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "memory_limit": _MEMORY,
                "temp_directory": self._directory.name,
            }
        )

    def number(self, ids: pa.RecordBatchReader, *, but: Iterable[str] = ()) -> int:
        """Number the nodes that rows belong to, by their ids, from 0; returns how many there are.

        Args:
            ids: their ids, in a column ``id``.
            but: ids that are left out.
        """
        left_out = pa.table({"id": pa.array(but, pa.string())})
        self._connection.register("given", ids)
        self._connection.register("left_out", left_out)
        self._connection.execute(
            "CREATE OR REPLACE TABLE numbered AS "
            "SELECT row_number() OVER (ORDER BY id) - 1 AS owner, id FROM given "
            "WHERE id NOT IN (SELECT id FROM left_out)"
        )
        row = self._connection.execute("SELECT count(*) FROM numbered").fetchone()
        assert row is not None
        return int(row[0])

    def table(self, name: str, rows: pa.Table) -> None:
        """Append rows to a table that is kept until the end."""
        self._connection.register("incoming", rows)
        self._connection.execute(
            f'CREATE TABLE IF NOT EXISTS "{name}" AS FROM incoming WITH NO DATA'
        )
        self._connection.execute(f'INSERT INTO "{name}" FROM incoming')

    def kept(self, name: str) -> pa.RecordBatchReader:
        """The rows of a kept table."""
        return self._connection.cursor().sql(f'FROM "{name}"').to_arrow_reader(_ROWS_AT_A_TIME)

    def owned(
        self, rows: pa.RecordBatchReader, *, by: str, then: Sequence[str] = ()
    ) -> "Stretches":
        """Rows of numbered nodes in order, with their numbers.

        Args:
            rows: the rows; those of other nodes are left out.
            by: expression that gives the id of the numbered node that a row belongs to.
            then: columns that say the order of the rows of one node.
        """
        order = ", ".join((OWNER, *then))
        return Stretches(
            self._sorted(
                rows,
                f"SELECT numbered.owner, rows.* FROM rows JOIN numbered ON numbered.id = {by} "
                f"ORDER BY {order}",
            )
        )

    def counted(
        self, rows: pa.RecordBatchReader, *, within: str, order: Sequence[str]
    ) -> pa.RecordBatchReader:
        """Rows in order, with a ``number`` from 1 that tells those of one node apart."""
        listed = ", ".join(f'"{name}"' for name in order)
        return self._sorted(
            rows,
            f'SELECT *, row_number() OVER (PARTITION BY "{within}" ORDER BY {listed}) AS number '
            f'FROM rows ORDER BY "{within}", number',
        )

    def _sorted(self, rows: pa.RecordBatchReader, query: str) -> pa.RecordBatchReader:
        cursor = self._connection.cursor()
        cursor.register("rows", rows)
        return cursor.sql(query).to_arrow_reader(_ROWS_AT_A_TIME)

    def close(self) -> None:
        """Forget all tables."""
        self._connection.close()
        self._directory.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Stretches:
    """Sorted rows, taken from the beginning stretch by stretch."""

    def __init__(self, reader: pa.RecordBatchReader) -> None:
        self._reader = reader
        self._ahead: list[pa.RecordBatch] = []

    def before(self, owner: int) -> pa.Table:
        """The rows of all owners before this one that were not taken yet."""
        taken = []
        while True:
            batch = self._ahead.pop() if self._ahead else next(iter(self._reader), None)
            if batch is None:
                break
            end = int(np.searchsorted(batch.column(OWNER).to_numpy(), owner))
            taken.append(batch.slice(0, end))
            if end < len(batch):
                self._ahead.append(batch.slice(end))
                break
        return pa.Table.from_batches(taken, self._reader.schema).combine_chunks()


def taken_together(stretches: Mapping[str, Stretches], owner: int) -> dict[str, Any]:
    """The rows of all owners before this one, of several tables."""
    return {name: stretch.before(owner) for name, stretch in stretches.items()}
