r"""Skillweave: job postings in; a graph of roles, skills, requirements, pay and places out.

    >>> from skillweave import extract
    >>> record = extract("Data Engineer\n\nRequirements:\n- 3+ years of Python or Scala\n")
    >>> record.experience[0].min_months
    36

Names are imported when they are first used, so that ``import skillweave`` costs nothing.
"""

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from skillweave._extract import extract
    from skillweave._graph import Graph
    from skillweave.loaders.posting import Posting, Reject
    from skillweave.loaders.sources import read_postings
    from skillweave.ontology.errors import (
        AmbiguousName,
        GraphAccess,
        GraphBusy,
        GraphError,
        GraphFull,
        GraphInUse,
        GraphNotFound,
        GraphUnreachable,
        GraphVersion,
        InputError,
        MissingExtra,
        QueryFailed,
        QueryRefused,
        QueryTimeout,
        QueryTooLarge,
        SkillweaveError,
        UnknownName,
        UsageError,
    )
    from skillweave.ontology.record import Record
    from skillweave.queries.answer import Answer, Evidence
    from skillweave.queries.frame import Frame

__version__ = "0.1.0"

logging.getLogger(__name__).addHandler(logging.NullHandler())  # whoever uses this decides

_ERRORS: Final = "skillweave.ontology.errors"

_HOMES: Final = {
    "AmbiguousName": _ERRORS,
    "Answer": "skillweave.queries.answer",
    "Evidence": "skillweave.queries.answer",
    "Frame": "skillweave.queries.frame",
    "Graph": "skillweave._graph",
    "GraphAccess": _ERRORS,
    "GraphBusy": _ERRORS,
    "GraphError": _ERRORS,
    "GraphFull": _ERRORS,
    "GraphInUse": _ERRORS,
    "GraphNotFound": _ERRORS,
    "GraphUnreachable": _ERRORS,
    "GraphVersion": _ERRORS,
    "InputError": _ERRORS,
    "MissingExtra": _ERRORS,
    "Posting": "skillweave.loaders.posting",
    "QueryFailed": _ERRORS,
    "QueryRefused": _ERRORS,
    "QueryTimeout": _ERRORS,
    "QueryTooLarge": _ERRORS,
    "Record": "skillweave.ontology.record",
    "Reject": "skillweave.loaders.posting",
    "SkillweaveError": _ERRORS,
    "UnknownName": _ERRORS,
    "UsageError": _ERRORS,
    "extract": "skillweave._extract",
    "read_postings": "skillweave.loaders.sources",
}
"""The module that each public name comes from."""

__all__ = [
    "AmbiguousName",
    "Answer",
    "Evidence",
    "Frame",
    "Graph",
    "GraphAccess",
    "GraphBusy",
    "GraphError",
    "GraphFull",
    "GraphInUse",
    "GraphNotFound",
    "GraphUnreachable",
    "GraphVersion",
    "InputError",
    "MissingExtra",
    "Posting",
    "QueryFailed",
    "QueryRefused",
    "QueryTimeout",
    "QueryTooLarge",
    "Record",
    "Reject",
    "SkillweaveError",
    "UnknownName",
    "UsageError",
    "extract",
    "read_postings",
]


def __getattr__(name: str) -> Any:
    try:
        home = _HOMES[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    value = globals()[name] = getattr(import_module(home), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
