"""Tables for users: Arrow inside, pandas and polars on request, a table in a notebook.

Everything that leaves the graph as rows and columns leaves it as a :class:`Frame`, so that a
user learns one object. It speaks the Arrow PyCapsule protocol, so DuckDB, polars, pandas and
others take it as it is, without a copy.
"""

from html import escape
from typing import TYPE_CHECKING, Any, Final

from skillweave.ontology.errors import MissingExtra

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

SHOWN_ROWS: Final = 20
"""How many rows a notebook shows."""

SHOWN_CHARACTERS: Final = 120
"""How much of a long value a notebook shows."""


class Frame:
    """Rows and columns.

    Args:
        arrow: the data.
        name: what it is called where it is shown.
    """

    def __init__(self, arrow: "pyarrow.Table", name: str = "") -> None:
        self.arrow = arrow
        self.name = name

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(self.arrow.column_names)

    def to_pylist(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries."""
        rows: list[dict[str, Any]] = self.arrow.to_pylist()
        return rows

    def to_pandas(self) -> "pandas.DataFrame":
        """Return a pandas data frame.

        Raises:
            MissingExtra: pandas is not installed.
        """
        try:
            import pandas  # pyarrow would say that it is missing, but not what to install
        except ImportError:
            raise MissingExtra("pandas", extra="frames", purpose="to_pandas()") from None
        frame: pandas.DataFrame = self.arrow.to_pandas()
        return frame

    def to_polars(self) -> "polars.DataFrame":
        """Return a polars data frame.

        Raises:
            MissingExtra: polars is not installed.
        """
        try:
            import polars
        except ImportError:
            raise MissingExtra("polars", extra="frames", purpose="to_polars()") from None
        frame = polars.from_arrow(self.arrow)
        assert isinstance(frame, polars.DataFrame)
        return frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Hand the data to any reader of the Arrow C stream interface."""
        return self.arrow.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        """Count the rows."""
        return int(self.arrow.num_rows)

    def __repr__(self) -> str:
        columns = ", ".join(self.columns)
        return f"<Frame {self.name + ': ' if self.name else ''}{len(self):,} rows ({columns})>"

    def _repr_html_(self) -> str:
        rows = self.arrow.slice(0, SHOWN_ROWS).to_pylist()
        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{_cell(value)}</td>" for value in row.values()) + "</tr>"
            for row in rows
        )
        more = len(self) - len(rows)
        caption = f"{self.name} ({len(self):,} rows" + (f", {more:,} not shown)" if more else ")")
        return (
            f"<table><caption>{escape(caption.strip())}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = str(value)
    return escape(text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…")
