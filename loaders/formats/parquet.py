"""Parquet dumps, batch by batch."""

import io
from collections.abc import Iterator
from typing import Any, Final

from skillweave.loaders.formats.columns import Reading
from skillweave.loaders.formats.rows import Row, flatten, read_rows
from skillweave.loaders.formats.stream import Item
from skillweave.loaders.posting import Posting, Reject
from skillweave.ontology.errors import InputError

MAX_PARQUET_BYTES: Final = 256 << 20
"""The largest Parquet file that is read from within an archive or from standard input; one on disk
may be of any size."""

BATCH_ROWS: Final = 256


def read_parquet(item: Item, reading: Reading) -> Iterator[Posting | Reject]:
    """Postings of a Parquet file, in memory of one batch and a sample."""
    yield from read_rows(_rows(item), item.origin, format="parquet", reading=reading)


def _rows(item: Item) -> Iterator[Row]:
    import pyarrow
    from pyarrow import parquet

    source: Any = str(item.path) if item.path else io.BytesIO(item.read_all(MAX_PARQUET_BYTES))
    row = 0
    try:
        with parquet.ParquetFile(source) as file:
            for batch in file.iter_batches(batch_size=BATCH_ROWS):
                for value in batch.to_pylist():
                    row += 1
                    yield Row(f"row {row}", flatten(value))
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise InputError(f"no readable Parquet: {reason}", position=f"after row {row}") from error
