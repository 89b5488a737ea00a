"""What a SPARQL query returned, and the same as rows, Arrow, data frames, rdflib or a text."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pyoxigraph as ox

from skillweave.graph.rows import QueryRows
from skillweave.graph.sparql.formats import FormatName, Kind, convert, syntaxes
from skillweave.ontology.errors import UsageError
from skillweave.ontology.schema import PREFIXES

if TYPE_CHECKING:
    import rdflib
    import rdflib.query

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_XSD: Final = PREFIXES["xsd"]
_TRUTH: Final = {"true": True, "1": True, "false": False, "0": False}
_VALUES: Final[Mapping[str, Callable[[str], Any]]] = {
    _XSD + name: function
    for names, function in (
        ("integer int long short byte nonNegativeInteger positiveInteger", int),
        ("decimal double float", float),
        ("boolean", _TRUTH.__getitem__),
        ("date", date.fromisoformat),
        ("dateTime", datetime.fromisoformat),
    )
    for name in names.split()
}


class SparqlResult(QueryRows):
    """The answer to a query.

    Of SELECT, rows with a column a variable; of CONSTRUCT and DESCRIBE, rows of ``subject``,
    ``predicate`` and ``object``; of ASK, one row with the column ``answer``. IRIs and texts are
    ``str``, numbers, truth values and dates what Python has for them; unbound variables None.
    ``bool(result)`` is the answer of ASK, and otherwise whether there are rows.

    Args:
        kind: what it is.
        body: Results JSON, or N-Triples of a graph.
        complete: whether it is all; False if the row limit cut it off.
    """

    def __init__(self, kind: Kind, body: bytes, *, complete: bool) -> None:
        self.kind = kind
        self._body = body
        columns, values = _read(kind, body)
        super().__init__(columns, values, complete=complete)

    def __bool__(self) -> bool:
        return bool(self._values[0][0]) if self.kind == "boolean" else bool(self._values)

    def serialize(self, format: FormatName | None = None) -> bytes:
        """The answer in a standard syntax.

        Args:
            format: of rows ``json``, ``xml``, ``csv`` or ``tsv``; of a truth value ``json`` or
                ``xml``; of a graph ``ttl``, ``nt``, ``jsonld`` or ``rdfxml``. The first of each by
                default.

        Raises:
            UsageError: there is no such syntax for such an answer.
        """
        names = [syntax.name for syntax in syntaxes(self.kind)]
        if format is not None and format not in names:
            what = {"rows": "rows", "boolean": "a truth value", "graph": "a graph"}[self.kind]
            raise UsageError(f"{what} can be written as {', '.join(names)}, not as {format}")
        return convert(self._body, self.kind, format or names[0], PREFIXES)

    def to_rdflib(self) -> "rdflib.Graph | rdflib.query.Result":
        """The answer as rdflib has it: a graph, or a result of rows or a truth value."""
        import io

        import rdflib
        import rdflib.query

        if self.kind == "graph":
            graph = rdflib.Graph()
            for prefix, namespace in PREFIXES.items():
                graph.bind(prefix, namespace)
            return graph.parse(data=self._body, format="nt")
        return rdflib.query.Result.parse(io.BytesIO(self._body), format="json")


def _read(kind: Kind, body: bytes) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    if kind == "graph":
        triples = (quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
        return ("subject", "predicate", "object"), [
            (plain(t.subject), plain(t.predicate), plain(t.object)) for t in triples
        ]
    found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return ("answer",), [(bool(found),)]
    assert isinstance(found, ox.QuerySolutions)
    names = tuple(variable.value for variable in found.variables)
    return names, [tuple(map(plain, solution)) for solution in found]


def plain(term: Term | None) -> Any:
    """A term as a value of Python; a literal that is not what its datatype says is its text."""
    match term:
        case None:
            return None
        case ox.Literal():
            try:
                return _VALUES.get(term.datatype.value, str)(term.value)
            except (ValueError, KeyError, OverflowError):
                return term.value
        case ox.NamedNode():
            return term.value
        case _:
            return str(term)
