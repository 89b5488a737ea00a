"""Put values in the place of a query's parameters.

A parameter is a variable that is written with a dollar sign. Its value is put there as a term that
is written out by the engine, token by token, so that whatever a value holds, it stays one term.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import pyoxigraph as ox

from skillweave.ontology.errors import UsageError
from skillweave.ontology.schema import PREFIXES

_XSD: Final = PREFIXES["xsd"]
_TOKEN: Final = re.compile(
    r"""
      (?P<comment> \#[^\n\r]* )
    | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<text> '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3} | "{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}
              | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*" )
    | \$(?P<parameter> \w+ )
    """,
    re.VERBOSE | re.DOTALL,
)


def bind(query: str, values: Mapping[str, Any]) -> str:
    r"""Put values in the place of parameters.

    Args:
        query: a SPARQL query.
        values: by name: terms of pyoxigraph or rdflib, numbers, truth values, dates, and texts.
            None leaves a variable that is not bound.

    Raises:
        UsageError: the query has no such parameter, or a value is not of these types.

    >>> bind("SELECT * { ?s ?p $o }", {"o": 'say "no"'})
    'SELECT * { ?s ?p "say \\"no\\"" }'
    """
    unknown = values.keys() - parameters(query)
    if unknown:
        raise UsageError(f"the query has no parameter ${min(unknown)}")
    terms = {name: str(_term(name, v)) for name, v in values.items() if v is not None}
    return _TOKEN.sub(lambda found: terms.get(found["parameter"], found[0]), query)


def parameters(query: str) -> set[str]:
    """Names of the variables that a query writes with a dollar sign."""
    return {found["parameter"] for found in _TOKEN.finditer(query) if found["parameter"]}


def _term(name: str, value: Any) -> ox.NamedNode | ox.Literal:
    match value:
        case ox.NamedNode() | ox.Literal():
            return value
        case bool() | int() | float():
            return ox.Literal(value)
        case datetime():
            return ox.Literal(value.isoformat(), datatype=ox.NamedNode(_XSD + "dateTime"))
        case date():
            return ox.Literal(value.isoformat(), datatype=ox.NamedNode(_XSD + "date"))
        case str() if not hasattr(value, "n3"):
            return ox.Literal(value)
    return _of_rdflib(name, value)


def _of_rdflib(name: str, value: Any) -> ox.NamedNode | ox.Literal:
    import rdflib

    try:
        if isinstance(value, rdflib.URIRef):
            return ox.NamedNode(str(value))
        if isinstance(value, rdflib.Literal):
            if value.language:
                return ox.Literal(str(value), language=value.language)
            datatype = ox.NamedNode(str(value.datatype)) if value.datatype else None
            return ox.Literal(str(value), datatype=datatype)
    except ValueError as error:
        raise UsageError(f"the parameter ${name} is no term of RDF: {error}") from None
    raise UsageError(f"the parameter ${name} is a {type(value).__name__}; SPARQL has none")
