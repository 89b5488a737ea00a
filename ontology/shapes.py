"""SHACL shapes, made from the schema: what holds for every graph that Skillweave writes.

A shape a label: what its nodes must have, of what datatype, at most how often, and what its edges
may point to. What the schema cannot say (two bounds in their order, codes of a certain form) stands
in the tables below.
"""

from collections.abc import Iterator
from typing import Final

from skillweave.ontology.dump_terms import LOG_CLASSES, OF_RUN, TAXONOMY
from skillweave.ontology.rdf_schema import enumerated, range_of
from skillweave.ontology.schema import EDGE_TYPES, EDGES, NODE_TYPES, NODES, SIDES, Property
from skillweave.ontology.turtle import (
    block,
    class_of_values,
    collection,
    concept_of_value,
    head,
    inner,
    text,
)

_BOUNDS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "sw:confidence": (("sh:minInclusive", "0.0e0"), ("sh:maxInclusive", "1.0e0")),
    "sw:share": (("sh:minInclusive", "0.0e0"), ("sh:maxInclusive", "1.0e0")),
    "sw:score": (("sh:minInclusive", "0.0e0"), ("sh:maxInclusive", "1.0e0")),
    "sw:npmi": (("sh:minInclusive", "-1.0e0"), ("sh:maxInclusive", "1.0e0")),
    "sw:postings": (("sh:minInclusive", "1"),),
    "sw:shared": (("sh:minInclusive", "0"),),
    "sw:oneOf": (("sh:minInclusive", "1"),),
    "sw:atLeast": (("sh:minInclusive", "1"),),
    "sw:minMonths": (("sh:minInclusive", "0"),),
    "sw:maxMonths": (("sh:minInclusive", "0"),),
    "sw:iscedRank": (("sh:minInclusive", "0"), ("sh:maxInclusive", "8")),
    "schema:latitude": (("sh:minInclusive", "-90.0e0"), ("sh:maxInclusive", "90.0e0")),
    "schema:longitude": (("sh:minInclusive", "-180.0e0"), ("sh:maxInclusive", "180.0e0")),
    "nif:beginIndex": (("sh:minInclusive", "0"), ("sh:lessThanOrEquals", "nif:endIndex")),
    "schema:minValue": (("sh:lessThanOrEquals", "schema:maxValue"),),
    "schema:currency": (("sh:pattern", '"^[A-Z]{3}$"'),),
    "sw:countryCode": (("sh:pattern", '"^[A-Z]{2}$"'),),
    "sw:textSha256": (("sh:pattern", '"^[0-9a-f]{64}$"'),),
    "skos:prefLabel": (("sh:uniqueLang", "true"), ("sh:disjoint", "skos:altLabel")),
}
"""What holds for the values of a property beyond their datatype."""

_ONCE: Final = frozenset(("HIRED_BY", "FOR_ROLE", "DUPLICATE_OF", "EXTRACTED_BY"))
"""Edges of which a node has one at most."""

_DERIVED_MARKS: Final = {
    "SkillDemand": "sw:oneOf",
    "NEEDS": "sw:share",
    "CO_OCCURS": "sw:npmi",
    "SIMILAR_TO": "sw:score",
}
"""Shapes of derived edges, each with a property that only its edges have."""


def shapes() -> str:
    """The shapes as Turtle."""
    return "".join(
        [
            "# Made by `python -m skillweave.ontology.generate` from ontology/schema.py.\n",
            head("sh"),
            *_node_shapes(),
            _value_shape(),
            *_derived_shapes(),
            *_log_shapes(),
        ]
    )


def _node_shapes() -> Iterator[str]:
    for node in NODE_TYPES:
        pairs = [("a", "sh:NodeShape"), ("sh:nodeKind", "sh:IRI")]
        if node.label == "ExternalConcept":
            matches = [e.iri for e in EDGE_TYPES if e.type.endswith("_MATCH")]
            pairs.append(("sh:targetObjectsOf", ", ".join(matches)))
        else:
            pairs.append(("sh:targetClass", node.classes[0]))
        pairs += [("sh:property", _of_column(column)) for column in node.properties]
        for edge in EDGE_TYPES:
            targets = [target for source, target in edge.ends if source == node.label]
            if targets:
                pairs.append(("sh:property", _of_edge(edge.type, targets)))
        if node.label == "Requirement":
            pairs += _further_of_requirements()
        if node.label == "SalaryBand":
            pairs.append(("sh:property", _owned_by("[ sh:inversePath schema:baseSalary ]")))
        if any(edge.type == "RELATED" and (node.label,) * 2 in edge.ends for edge in EDGE_TYPES):
            related = [
                ("sh:path", "skos:related"),
                ("sh:disjoint", "skos:broader"),
                ("sh:message", text("What is related is not broader as well.")),
            ]
            pairs.append(("sh:property", inner(related)))
        yield block(f"sw:{node.label}Shape", pairs)


def _of_column(column: Property) -> str:
    pairs = [("sh:path", column.iri), ("sh:name", text(column.name))]
    if column.values:
        concepts = [concept_of_value(column.iri, value) for value in column.values]
        pairs.append(("sh:in", collection(concepts)))
    else:
        pairs.append(("sh:datatype", range_of(column)))
    if column.literal.startswith("@"):
        pairs.append(("sh:languageIn", collection([f'"{column.literal[1:]}"'])))
    if column.required:
        pairs.append(("sh:minCount", "1"))
    if column.type != "string_list":
        pairs.append(("sh:maxCount", "1"))
    pairs += _BOUNDS.get(column.iri, ())
    return inner(pairs)


def _of_edge(edge: str, targets: list[str]) -> str:
    pairs = [("sh:path", EDGES[edge].iri), ("sh:nodeKind", "sh:IRI")]
    classes = list(dict.fromkeys(NODES[target].classes[0] for target in targets))
    pairs += [("sh:class", name) for name in classes]
    if edge in _ONCE:
        pairs.append(("sh:maxCount", "1"))
    if edge == "EXTRACTED_BY":
        pairs.append(("sh:minCount", "1"))
    return inner(pairs)


def _further_of_requirements() -> list[tuple[str, str]]:
    owners = "[ sh:inversePath [ sh:alternativePath ( sw:hasRequirement dcterms:hasPart ) ] ]"
    some = inner(
        [
            (
                "sh:or",
                collection(
                    [
                        inner(
                            [
                                (
                                    "sh:property",
                                    inner(
                                        [
                                            ("sh:path", "sw:logic"),
                                            ("sh:in", "( sw:logic-all sw:logic-any )"),
                                        ]
                                    ),
                                )
                            ]
                        ),
                        inner(
                            [
                                (
                                    "sh:property",
                                    inner([("sh:path", "sw:atLeast"), ("sh:minCount", "1")]),
                                )
                            ]
                        ),
                    ]
                ),
            ),
            ("sh:message", text("Where some are enough, sw:atLeast says how many.")),
        ]
    )
    return [("sh:property", _owned_by(owners)), ("sh:node", some)]


def _owned_by(path: str) -> str:
    return inner(
        [
            ("sh:path", path),
            ("sh:minCount", "1"),
            ("sh:maxCount", "1"),
            ("sh:message", text("It hangs on one node: its posting, or what it is a part of.")),
        ]
    )


def _value_shape() -> str:
    return block(
        "sw:ValueShape",
        [
            ("a", "sh:NodeShape"),
            *(("sh:targetClass", class_of_values(predicate)) for predicate in enumerated()),
            ("sh:nodeKind", "sh:IRI"),
            (
                "sh:property",
                inner(
                    [("sh:path", "skos:prefLabel"), ("sh:minCount", "1"), ("sh:uniqueLang", "true")]
                ),
            ),
            (
                "sh:property",
                inner([("sh:path", "skos:notation"), ("sh:minCount", "1"), ("sh:maxCount", "1")]),
            ),
            (
                "sh:property",
                inner(
                    [
                        ("sh:path", "skos:inScheme"),
                        ("sh:minCount", "1"),
                        ("sh:class", "skos:ConceptScheme"),
                    ]
                ),
            ),
        ],
    )


def _derived_shapes() -> Iterator[str]:
    for name, mark in _DERIVED_MARKS.items():
        edges = [edge for edge in EDGE_TYPES if any(c.iri == mark for c in edge.properties)]
        source, target = edges[0].ends[0]
        predicates = collection(edge.iri for edge in edges)
        label = name if name not in EDGES else name.title().replace("_", "")
        yield block(
            f"sw:{label}Shape",
            [
                ("a", "sh:NodeShape"),
                ("sh:targetSubjectsOf", mark),
                ("sh:class", "rdf:Statement"),
                ("sh:property", _exactly_one("rdf:subject", "sh:class", NODES[source].classes[0])),
                ("sh:property", _exactly_one("rdf:predicate", "sh:in", predicates)),
                ("sh:property", _exactly_one("rdf:object", "sh:class", NODES[target].classes[0])),
                *(("sh:property", _of_column(column)) for column in edges[0].properties),
            ],
        )


def _exactly_one(path: str, constraint: str, value: str) -> str:
    return inner(
        [("sh:path", path), ("sh:minCount", "1"), ("sh:maxCount", "1"), (constraint, value)]
    )


def _log_shapes() -> Iterator[str]:
    yield block(
        "sw:TaxonomyShape",
        [
            ("a", "sh:NodeShape"),
            ("sh:targetClass", TAXONOMY),
            ("sh:property", _exactly_one("owl:versionInfo", "sh:datatype", "xsd:string")),
        ],
    )
    for name, kind in LOG_CLASSES.items():
        yield block(
            f"{kind}Shape",
            [
                ("a", "sh:NodeShape"),
                ("sh:targetClass", kind),
                ("sh:property", _exactly_one(OF_RUN, "sh:class", "prov:Activity")),
                *(("sh:property", _of_column(column)) for column in SIDES[name].columns[1:]),
            ],
        )
