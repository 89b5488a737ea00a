"""SPARQL as methods of a graph."""

from typing import TYPE_CHECKING, Any

from skillweave._named_queries import NamedQueries

if TYPE_CHECKING:
    from skillweave.graph.sparql.engine import SparqlEngine
    from skillweave.graph.sparql.result import SparqlResult
    from skillweave.graph.transfer import CopyableStore
    from skillweave.queries.named import NamedQuery


class Sparql(NamedQueries):
    """A graph that can be asked in SPARQL."""

    store: "CopyableStore"
    _engine: "SparqlEngine | None" = None

    def sparql(
        self,
        query: str,
        *,
        row_limit: int = 10_000,
        seconds: float = 30.0,
        **parameters: Any,
    ) -> "SparqlResult":
        """Ask in SPARQL 1.1: SELECT, ASK, CONSTRUCT or DESCRIBE.

        By default all that the graph holds is asked; ``GRAPH`` and ``FROM`` name the graphs of
        single postings and of the taxonomy. The prefixes of the model need not be declared, and
        ``<skill/python>`` is the IRI of the node with that id.

        Args:
            query: the query.
            row_limit: how many rows or triples at most; ``complete`` of the result says whether
                there are more.
            seconds: how long it may take.
            parameters: values of its ``$names``: numbers, texts, dates, terms of rdflib.

        Returns:
            The answer; ``.rows``, ``.arrow``, ``.to_pandas()``, ``.to_polars()``,
            ``.to_rdflib()`` and ``.serialize(...)`` give it in other forms.

        Raises:
            QueryRefused: it is an update, or asks another server.
            QueryFailed: its syntax is wrong, or it cannot be run.
            QueryTimeout: it took too long, and was ended.
            QueryTooLarge: it needs too much memory.

        Note:
            The first query after a build brings the copy of the graph that is asked up to date.
        """
        from skillweave.graph.cypher import Limits
        from skillweave.graph.sparql.binding import bind
        from skillweave.graph.sparql.engine import SparqlEngine, UpToDate

        if self._engine is None:
            self._engine = SparqlEngine(UpToDate(self.store))
        return self._engine.query(bind(query, parameters), Limits(row_limit, seconds))

    def named_sparql(
        self, name: str, /, *, row_limit: int = 10_000, seconds: float = 30.0, **given: Any
    ) -> "SparqlResult":
        """Ask a SPARQL query that ships with Skillweave.

        Args:
            name: its name, such as "role-skills".
            row_limit: how many rows at most.
            seconds: how long it may take.
            given: its parameters; skills, roles and so on by id, label or alias.

        Raises:
            UnknownName: there is no such query, or nothing of a name.
            UsageError: a parameter is missing, unknown or of another type.
            QueryTimeout: it took too long.
        """
        from skillweave.graph.sparql.binding import parameters
        from skillweave.queries.named import named

        query = named(name, "sparql")
        values = self._values(query, given)
        text = query.text_for(values)
        present = {name: values[name] for name in parameters(text) if values[name] is not None}
        return self.sparql(
            text,
            row_limit=row_limit,
            seconds=seconds,
            **_as_terms(query, present),
        )


def _as_terms(query: "NamedQuery", values: dict[str, Any]) -> dict[str, Any]:
    import pyoxigraph as ox

    from skillweave.graph.rdf.terms import iri

    nodes = {parameter.name for parameter in query.parameters if parameter.of_node}
    return {
        name: ox.NamedNode(iri(value)) if name in nodes else value for name, value in values.items()
    }
