"""Functions that queries may use beyond SPARQL 1.1: logarithms, roots, medians and quartiles.

Where others have them they go by the IRIs that others use:

==================  ==========================================  ===================================
``math:log(x)``     natural logarithm; also log10, exp, sqrt,   XPath and XQuery Functions 3.1,
                    pow(x, y)                                   section 4.8
``agg:median(x)``   median of a group                           Apache Jena ARQ
``sw:quartile1(x)`` lower quartile of a group, ``sw:quartile3`` Hyndman and Fan (1996), definition
                    the upper one                               7: linear between neighbours
==================  ==========================================  ===================================

What is not a number makes no value, as errors in SPARQL do; aggregates leave it out.
"""

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, TypeAlias

import pyoxigraph as ox

MATH: Final = "http://www.w3.org/2005/xpath-functions/math#"
AGG: Final = "http://jena.apache.org/ARQ/function/aggregate#"
_SW: Final = "https://w3id.org/skillweave/ontology#"

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_OF_NUMBERS: Final[Mapping[str, Callable[..., float]]] = {
    "log": math.log,
    "log10": math.log10,
    "exp": math.exp,
    "sqrt": math.sqrt,
    "pow": math.pow,
}


def _number(term: Term) -> float | None:
    if not isinstance(term, ox.Literal):
        return None
    try:
        return float(term.value)
    except ValueError:
        return None


def _calculated(function: Callable[..., float], *terms: Term) -> ox.Literal | None:
    numbers = [_number(term) for term in terms]
    try:
        return None if None in numbers else ox.Literal(function(*numbers))
    except (ValueError, TypeError, OverflowError):
        return None


class _Quantile:
    # Collects the numbers of a group; see pyoxigraph's AggregateFunctionAccumulator.

    def __init__(self, share: float) -> None:
        self._share = share
        self._numbers: list[float] = []

    def accumulate(self, term: Term) -> None:
        number = _number(term)
        if number is not None and not math.isnan(number):
            self._numbers.append(number)

    def finish(self) -> ox.Literal | None:
        if not self._numbers:
            return None
        numbers = sorted(self._numbers)
        place = self._share * (len(numbers) - 1)
        below = math.floor(place)
        above = min(below + 1, len(numbers) - 1)
        part = place - below
        return ox.Literal(numbers[below] * (1 - part) + numbers[above] * part)


FUNCTIONS: Final[dict[ox.NamedNode, Callable[..., Term | None]]] = {
    ox.NamedNode(MATH + name): partial(_calculated, function)
    for name, function in _OF_NUMBERS.items()
}
"""By IRI."""

AGGREGATES: "Final[dict[ox.NamedNode, Callable[[], ox.AggregateFunctionAccumulator]]]" = {
    ox.NamedNode(AGG + "median"): partial(_Quantile, 0.5),
    ox.NamedNode(_SW + "quartile1"): partial(_Quantile, 0.25),
    ox.NamedNode(_SW + "quartile3"): partial(_Quantile, 0.75),
}
"""By IRI."""

NAMESPACES: Final = {"math": MATH, "agg": AGG}
"""Prefixes for them that a query need not declare."""
