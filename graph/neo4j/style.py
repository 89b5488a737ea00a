"""How Neo4j Browser shows the graph: a GraSS style sheet with captions and colours.

Every label gets a colour of its own, as far from the others as their number lets it be, and the
caption by which people know such a node. Edges that are computed are drawn paler than asserted ones.
Syntax: https://neo4j.com/docs/browser-manual/current/operations/browser-styling/
"""

import colorsys
from collections.abc import Iterator
from typing import Final

from skillweave.ontology.schema import EDGE_TYPES, NODE_TYPES, NodeType

FILE_NAME: Final = "skillweave.grass"

_CAPTIONS: Final = ("skos:prefLabel", "schema:name", "schema:title", "nif:anchorOf")
"""Predicates whose values name a node to a reader, the best first."""

_LARGE: Final = frozenset(("Posting", "Role", "Skill", "Employer"))
_ASSERTED: Final = "#6B7280"
_DERIVED: Final = "#C7CBD1"


def style_sheet() -> str:
    """The text of the style sheet, made from the schema; drop the file on Neo4j Browser."""
    rules = [
        _rule("node", {"border-width": "2px", "font-size": "10px"}),
        _rule(
            "relationship",
            {"shaft-width": "1px", "font-size": "8px", "padding": "3px", "caption": '"<type>"'},
        ),
        *_nodes(),
        *(
            _rule(f"relationship.{edge.type}", {"color": _DERIVED if edge.derived else _ASSERTED})
            for edge in EDGE_TYPES
        ),
    ]
    return "\n".join(rules)


def caption(node: NodeType) -> str:
    """The property that a node of this type is shown by."""
    names = {found.iri: found.name for found in node.properties}
    return next((names[iri] for iri in _CAPTIONS if iri in names), "id")


def _nodes() -> Iterator[str]:
    for number, node in enumerate(NODE_TYPES):
        hue = number / len(NODE_TYPES)
        yield _rule(
            f"node.{node.label}",
            {
                "color": _colour(hue, 0.72),
                "border-color": _colour(hue, 0.5),
                "text-color-internal": "#111827",
                "diameter": "65px" if node.label in _LARGE else "40px",
                "caption": f'"{{{caption(node)}}}"',
            },
        )


def _colour(hue: float, lightness: float) -> str:
    return "#" + "".join(f"{round(255 * c):02X}" for c in colorsys.hls_to_rgb(hue, lightness, 0.6))


def _rule(selector: str, values: dict[str, str]) -> str:
    lines = "".join(f"  {name}: {value};\n" for name, value in values.items())
    return f"{selector} {{\n{lines}}}\n"
