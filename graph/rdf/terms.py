"""Ids as IRIs and back, and the names of the graphs that quads stand in.

An id is put behind the base IRI as it is, an external concept's id is its IRI already. Ids that no
IRI can hold (blanks, quotes, a second ``#``), which readers of postings do not make, are
percent-encoded whole behind ``<base>encoded/``; so every id has one IRI, and every such IRI one id.

Grammar of IRIs: RFC 3987, section 2.2.
"""

import re
from typing import Final
from urllib.parse import quote, unquote

from skillweave.ontology.schema import BASE_IRI, NODES, expand

ENCODED: Final = "encoded/"
"""First segment of the IRIs of ids that could not be put into one as they are."""

SHARED_GRAPH: Final = "graph/shared"
"""Graph of what postings share: employers, places, concepts that no taxonomy lists, runs."""

DERIVED_GRAPH: Final = "graph/derived"
"""Graph of what was computed from several postings."""

_UCSCHAR: Final = "".join(
    [
        "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef",
        *(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14)),
        "\U000e1000-\U000efffd",
    ]
)
_UNRESERVED: Final = rf"A-Za-z0-9._~!$&'()*+,;={_UCSCHAR}\-"
_ENCODED: Final = "%[0-9A-Fa-f]{2}"
_PATH: Final = rf"(?:[{_UNRESERVED}:@/]|{_ENCODED})*"
_TAIL: Final = rf"(?:\?{_PATH.replace('/]', '/?]')})?(?:\#{_PATH.replace('/]', '/?]')})?"
_AUTHORITY: Final = rf"//(?:[{_UNRESERVED}]|{_ENCODED})*(?::[0-9]*)?(?:/{_PATH})?"
_RELATIVE: Final = re.compile(_PATH + _TAIL)
_ABSOLUTE: Final = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:(?:{_AUTHORITY}|(?!//){_PATH}){_TAIL}")
_SEGMENTS: Final = tuple(node.marker for node in NODES.values() if node.marker[-1:] == "/")


def iri(node_id: str, base: str = BASE_IRI) -> str:
    """The IRI of a node.

    Args:
        node_id: its id.
        base: what the graph's ids are put behind.

    >>> iri("skill/python")
    'https://w3id.org/skillweave/skill/python'
    >>> iri("http://data.europa.eu/esco/skill/x")
    'http://data.europa.eu/esco/skill/x'
    >>> iri("posting/a b")
    'https://w3id.org/skillweave/encoded/posting%2Fa%20b'
    """
    if node_id.startswith(_SEGMENTS):
        if _RELATIVE.fullmatch(node_id):
            return base + node_id
    elif not node_id.startswith(base) and _ABSOLUTE.fullmatch(node_id):
        return node_id
    return base + ENCODED + quote(node_id, safe="")


def node_id(iri: str, base: str = BASE_IRI) -> str:
    """The id of the node that has an IRI; the way back from :func:`iri`.

    >>> node_id("https://w3id.org/skillweave/skill/python")
    'skill/python'
    """
    rest = iri.removeprefix(base)
    if rest != iri and rest.startswith(ENCODED):
        return unquote(rest.removeprefix(ENCODED))
    if rest != iri and rest.startswith(_SEGMENTS):
        return rest
    return iri


def posting_graph(posting: str, base: str = BASE_IRI) -> str:
    """The graph that holds what one posting states.

    >>> posting_graph("posting/dice-0c3f")
    'https://w3id.org/skillweave/graph/posting/dice-0c3f'
    """
    return base + "graph/" + iri(posting, base).removeprefix(base)


def taxonomy_graph(version: str | None, base: str = BASE_IRI) -> str:
    """The graph that holds the concepts of a version of the taxonomy."""
    return base + "graph/taxonomy/" + quote(version or "none", safe="")


def value_iri(predicate: str, value: str) -> str:
    """The concept that stands for a value of a closed list.

    Args:
        predicate: the compact IRI of the property.
        value: the value, as in the property graph.

    >>> value_iri("sw:modality", "required")
    'https://w3id.org/skillweave/ontology#modality-required'
    """
    return value_prefix(predicate) + quote(value, safe="")


def value_prefix(predicate: str) -> str:
    """What the concepts that stand for a property's values begin with."""
    return expand("sw:" + predicate.partition(":")[2] + "-")


_ESCAPES: Final = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r"})


def escape(text: str) -> str:
    r"""A text as it stands between the quotes of a literal in N-Triples.

    >>> print(escape('say "no"'))
    say \"no\"
    """
    return text.translate(_ESCAPES)
