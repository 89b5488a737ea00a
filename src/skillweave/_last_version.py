"""A graph that another process is building, as it was when it was last asked in SPARQL."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from skillweave._sparql import Sparql
from skillweave.graph.sparql.engine import LastCopy
from skillweave.ontology.errors import AmbiguousName, GraphInUse, UnknownName
from skillweave.ontology.schema import BASE_IRI
from skillweave.queries.view import View


class LastVersion(Sparql):
    """The last finished copy of a graph, to be asked in SPARQL while the graph cannot be opened.

    Names are labels and aliases, in any case; near spellings are not looked for.

    Args:
        directory: the graph's directory.

    Raises:
        GraphInUse: there is no copy, because the graph was never asked in SPARQL.

    Attributes:
        version: the version of the graph that is asked.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._engine = last = LastCopy(directory)
        self.version = last.version

    @property
    def view(self) -> View:
        """The graph itself, which cannot be opened now."""
        raise GraphInUse(f"{self._directory} is being built")

    def _id(self, label: Any, name: str) -> str:
        rows = [row for row in self.named_sparql("find", text=name) if row["kind"] == label]
        best = min((row["fit"] for row in rows if row["fit"] < _PART), default=None)
        found = [row["node"].removeprefix(BASE_IRI) for row in rows if row["fit"] == best]
        if not found:
            near = tuple(row["label"] for row in rows[:5])
            raise UnknownName(name, kind=label.lower(), near=near)
        if len(found) > 1:
            raise AmbiguousName(name, between=tuple(found))
        return str(found[0])

    def close(self) -> None:
        """End the processes that answer."""
        if self._engine is not None:
            self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


_PART = 3  # as the query tells that a name is only held by another one
