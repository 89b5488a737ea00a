"""Tables of any size put into an order that does not depend on how the graph was built.

Stores give their rows in no particular order. A database in memory that may spill to a temporary
directory sorts them; readers then take them in stretches of the same nodes from all tables at once.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Final, Self

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

OWNER: Final = "owner"
"""Column that says which of the numbered nodes a row belongs to."""

_MEMORY: Final = "1GB"
_ROWS_AT_A_TIME: Final = 32_768
_SHELVES: Final = 200
"""Files that are open at once, at most."""

# Every name that is put into a statement below comes from the schema.
# ruff: noqa: S608


class Sorter:
    """Sorts tables by nodes that were numbered before; a context manager.

    Memory: a gigabyte at most, whatever the size of the tables; the rest goes to the disk.
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
        ((count,),) = self._connection.execute("SELECT count(*) FROM numbered").fetchall()
        return int(count)

    def shelves(self, rows: Iterable[pa.Table], *, by: str, count: int, stretch: int) -> "Shelves":
        """Rows too long to be sorted, put away by their numbers.

        Args:
            rows: tables with one row at most of each numbered node.
            by: column that holds the id of the numbered node.
            count: how many nodes are numbered.
            stretch: how many will be taken at a time.
        """
        shelves = Shelves(Path(self._directory.name), count, stretch)
        for table in rows:
            self._connection.register("incoming", table)
            numbered = self._connection.sql(
                f"SELECT numbered.owner, incoming.* FROM incoming JOIN numbered ON id = {by}"
            ).to_arrow_table()
            shelves.put(numbered)
        shelves.complete()
        return shelves

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


class Shelves:
    """Rows in files, each of which holds the rows of some stretches."""

    def __init__(self, directory: Path, count: int, stretch: int) -> None:
        stretches = -(-count // stretch)
        self._each = stretch * max(1, -(-stretches // _SHELVES))
        self._directory = directory
        self._writers: dict[int, pa.RecordBatchStreamWriter] = {}
        self._first = 0
        self._opened = -1
        self._rows: pa.Table | None = None

    def put(self, rows: pa.Table) -> None:
        """Put rows away by their owners."""
        shelves = pc.divide(rows[OWNER], self._each)
        for shelf in pc.unique(shelves).to_pylist():
            some = rows.filter(pc.equal(shelves, shelf))
            if shelf not in self._writers:
                self._writers[shelf] = pa.ipc.new_stream(self._path(shelf), rows.schema)
            self._writers[shelf].write_table(some)

    def complete(self) -> None:
        """Close the files: nothing more comes."""
        for writer in self._writers.values():
            writer.close()

    def _path(self, shelf: int) -> str:
        return str(self._directory / f"shelf-{shelf}.arrow")

    def before(self, owner: int) -> pa.Table:
        """The rows of the stretch that ends before this owner, in order."""
        shelf = self._first // self._each
        if shelf != self._opened:
            with pa.ipc.open_stream(self._path(shelf)) as reader:
                self._rows = reader.read_all().sort_by(OWNER)
            Path(self._path(shelf)).unlink()
            self._opened = shelf
        assert self._rows is not None
        begin, end = np.searchsorted(self._rows[OWNER].to_numpy(), [self._first, owner])
        self._first = owner
        return self._rows.slice(begin, end - begin)


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
