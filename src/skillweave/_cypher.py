"""Cypher as methods of a graph."""

from typing import TYPE_CHECKING, Any

from skillweave._named_queries import NamedQueries

if TYPE_CHECKING:
    from skillweave.graph.cypher import CypherResult
    from skillweave.graph.transfer import CopyableStore


class Cypher(NamedQueries):
    """A graph that can be asked in Cypher."""

    store: "CopyableStore"

    def cypher(
        self,
        query: str,
        *,
        row_limit: int = 10_000,
        seconds: float = 30.0,
        **parameters: Any,
    ) -> "CypherResult":
        """Ask in Cypher: the same query on a local graph and on Neo4j.

        Args:
            query: one statement that reads.
            row_limit: how many rows at most; ``complete`` of the result says whether there are
                more.
            seconds: how long it may take.
            parameters: values of the query's ``$names``.

        Returns:
            The rows; ``.arrow``, ``.to_pandas()``, ``.to_polars()`` and ``.to_networkx()`` give
            them in other forms.

        Raises:
            QueryRefused: it does more than read.
            QueryFailed: its syntax is wrong, or a value does not fit.
            QueryTimeout: it took too long.
            MissingExtra: a local graph needs ``skillweave[cypher]``.

        Note:
            The first query of a local graph after a build brings the engine's copy of the tables up
            to date, some 30,000 rows a second for a new one. A query that uses ``$seconds``
            or ``$row_limit`` is asked with ``graph.store.cypher(query, {...})``.
        """
        from skillweave.graph.cypher import Limits

        return self.store.cypher(query, parameters, limits=Limits(row_limit, seconds))

    def named_cypher(
        self, name: str, /, *, row_limit: int = 10_000, seconds: float = 30.0, **given: Any
    ) -> "CypherResult":
        """Ask a Cypher query that ships with Skillweave; the same on a local graph and on Neo4j.

        Args:
            name: its name, such as "role-skills".
            row_limit: how many rows at most.
            seconds: how long it may take.
            given: its parameters; skills, roles and so on by id, label or alias.

        Raises:
            UnknownName: there is no such query, or nothing of a name.
            UsageError: a parameter is missing, unknown or of another type.
            QueryTimeout: it took too long.
            MissingExtra: a local graph needs ``skillweave[cypher]``.
        """
        from skillweave.graph.cypher import Limits
        from skillweave.queries.named import named

        query = named(name, "cypher")
        values = self._values(query, given)
        limits = Limits(row_limit, seconds)
        return self.store.cypher(query.text_for(values), values, limits=limits)
