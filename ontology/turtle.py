"""Writing Turtle by hand, for files that people read: terms in an order that tells a story."""

import json
from collections.abc import Iterable, Sequence
from typing import Final

from skillweave.ontology.schema import PREFIXES

Pairs = Sequence[tuple[str, str]]
"""Predicates, each with its objects as they stand in Turtle."""

FURTHER_PREFIXES: Final[dict[str, str]] = {
    "sh": "http://www.w3.org/ns/shacl#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
}
"""Namespaces that only descriptions of the graph use."""


def head(*further: str) -> str:
    """The prefixes of a file: those of the schema, and these of :data:`FURTHER_PREFIXES`."""
    known = PREFIXES | {name: FURTHER_PREFIXES[name] for name in further}
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(known.items()))


def text(words: str, language: str = "en") -> str:
    r"""A literal, with a language or without.

    >>> print(text('say "no"'))
    "say \"no\""@en
    """
    return json.dumps(words, ensure_ascii=False) + (f"@{language}" if language else "")


def block(subject: str, pairs: Pairs) -> str:
    """The statements about a subject, a predicate a line."""
    lines = [f"    {predicate} {term}" for predicate, term in pairs]
    return f"\n{subject}\n" + " ;\n".join(lines) + " .\n"


def inner(pairs: Pairs) -> str:
    """A node without a name, on one line."""
    return "[ " + " ; ".join(f"{predicate} {term}" for predicate, term in pairs) + " ]"


def collection(terms: Iterable[str]) -> str:
    """A list in Turtle."""
    return "( " + " ".join(terms) + " )"


def local(compact: str) -> str:
    """The part of a compact IRI after the prefix."""
    return compact.partition(":")[2]


def class_of_values(predicate: str) -> str:
    """The class that the values of an enumerated property are of.

    >>> class_of_values("schema:employmentType")
    'sw:EmploymentType'
    """
    name = local(predicate)
    return f"sw:{name[:1].upper()}{name[1:]}"


def concept_of_value(predicate: str, value: str) -> str:
    """The concept that stands for a value; see ``skillweave.graph.rdf.terms.value_iri``."""
    return f"sw:{local(predicate)}-{value}"
