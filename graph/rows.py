"""Rows that a query returned, as dictionaries, Arrow and data frames; the same for every language."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa

from skillweave.ontology.errors import MissingExtra

if TYPE_CHECKING:
    import pandas
    import polars


class QueryRows:
    """Rows of a query.

    Args:
        columns: names of the columns.
        values: the values of each row, of the standard library's types.
        complete: whether these are all rows; False if a limit cut them off.
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
            yield dict(zip(self.columns, row, strict=True))

    def __repr__(self) -> str:
        more = "" if self.complete else " and more"
        return f"<{type(self).__name__}: {len(self)} rows{more} of {', '.join(self.columns)}>"

    @property
    def rows(self) -> list[dict[str, Any]]:
        """All rows as dictionaries of plain values."""
        return list(self)

    @property
    def arrow(self) -> pa.Table:
        """The rows as an Arrow table; columns of mixed types hold JSON."""
        columns = zip(*self._values, strict=True) if self._values else ((),) * len(self.columns)
        return pa.Table.from_arrays([_array(c) for c in columns], names=list(self.columns))

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
