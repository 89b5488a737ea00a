"""A graph that another process is building, as it was when it was last asked in SPARQL."""

from pathlib import Path
from typing import Any, Final

from skillweave._sparql import Sparql
from skillweave.graph.sparql.engine import Finished, SparqlEngine
from skillweave.ontology.errors import AmbiguousName, GraphInUse, UnknownName
from skillweave.ontology.schema import BASE_IRI
from skillweave.queries.view import View

_PART: Final = 3
"""How the query ``find`` tells that a name is only held by another one."""


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
        finished = Finished(directory)
        self.version = finished.version
        self._engine: SparqlEngine = SparqlEngine(finished)

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
        self._engine.close()
