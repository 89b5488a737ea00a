"""The ontology and the JSON-LD context, made from the schema.

Terms of other vocabularies are used as they are: they are declared, so that tools know what they
meet, and what is said about them here is a note, never an axiom. Only terms of the own namespace
get domains, ranges and places below other terms.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from skillweave.ontology.dump_terms import CLASSES, LOG_CLASSES, OF_RUN, TERMS
from skillweave.ontology.schema import (
    BASE_IRI,
    DATATYPES,
    EDGE_TYPES,
    NODE_TYPES,
    NODES,
    PREFIXES,
    REQUIREMENT_CLASSES,
    SIDES,
    Property,
    expand,
)
from skillweave.ontology.turtle import (
    block,
    class_of_values,
    collection,
    concept_of_value,
    head,
    inner,
    local,
    text,
)

ONTOLOGY: Final = BASE_IRI + "ontology"

_CLASS_PARENTS: Final = {
    "sw:Posting": ("schema:JobPosting", "prov:Entity"),
    "sw:Role": ("skos:Concept",),
    "sw:FieldOfStudy": ("skos:Concept",),
    "sw:EducationLevel": ("skos:Concept",),
    "sw:Taxonomy": ("prov:Entity",),
}
_PROPERTY_PARENTS: Final = {
    "sw:forRole": "schema:relevantOccupation",
    "sw:requires": "schema:skills",
    "sw:prefers": "schema:skills",
    "sw:minMonths": "schema:monthsOfExperience",
    "sw:atLevel": "schema:educationalLevel",
    "sw:duplicateOf": "prov:alternateOf",
}
_SEE_ALSO: Final = {
    "sw:Role": "esco:Occupation",
    "sw:needs": "esco:isEssentialSkillFor",
    "sw:codedAs": "schema:occupationalCategory",
    "sw:payPeriod": "schema:unitText",
    "sw:workMode": "schema:jobLocationType",
    "sw:countryCode": "schema:addressCountry",
    "sw:inLieuOf": "schema:experienceInPlaceOfEducation",
}
_DISJOINT: Final = (
    "sw:Posting",
    "sw:Role",
    "sw:Requirement",
    "sw:FieldOfStudy",
    "sw:EducationLevel",
    "esco:Skill",
    "esco:Occupation",
)
_DEFINED_BY: Final = {
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core",
    "esco": "http://data.europa.eu/esco/model",
    "prov": "http://www.w3.org/ns/prov#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_VALUE_NOTES: Final = {
    "sw:modality-required": "Without it one need not apply.",
    "sw:modality-preferred": "It helps, and one may do without.",
    "sw:modality-duty": "It is named in the work to be done, not demanded.",
    "sw:modality-not_required": "The advert says that it is not needed.",
    "sw:logic-all": "Every option and every part is meant.",
    "sw:logic-any": "One of the options and parts is enough.",
    "sw:logic-at_least": "As many of the options and parts as sw:atLeast says.",
    "sw:requirementKind-skill": "To be able to do, know or use something.",
    "sw:requirementKind-experience": "To have done something for some time.",
    "sw:requirementKind-education": "To have a degree or the like.",
    "sw:requirementKind-credential": "To hold a licence or certificate.",
    "sw:requirementKind-responsibility": "To take on a task of the position.",
    "sw:skillKind-technology": "A tool, language or product with a name.",
    "sw:skillKind-method": "A discipline, technique or field of knowledge.",
    "sw:skillKind-soft": "A trait, or a way to deal with others.",
    "sw:skillKind-human_language": "A language that people speak.",
    "sw:skillKind-credential": "A licence or certificate.",
    "sw:sponsorship-offered": "The employer sponsors a visa or a permit to work.",
    "sw:sponsorship-not_offered": "The employer says that it sponsors none.",
    "sw:status-listed": "The taxonomy has it.",
    "sw:status-candidate": "It was read from postings and is not in the taxonomy.",
    "sw:placeKind-zone": "An area that the advert names and no map shows.",
}


def ontology() -> str:
    """The ontology as Turtle."""
    parts = [
        "# Made by `python -m skillweave.ontology.generate` from ontology/schema.py.\n",
        head("vann"),
        block(
            f"<{ONTOLOGY}>",
            [
                ("a", "owl:Ontology"),
                ("dcterms:title", text("Skillweave: what job postings ask for")),
                (
                    "dcterms:description",
                    text(
                        "Postings, the roles, skills and places they name, and what they demand, "
                        "down to the words that say so."
                    ),
                ),
                ("dcterms:license", "<https://www.apache.org/licenses/LICENSE-2.0>"),
                ("vann:preferredNamespacePrefix", text("sw", "")),
                ("vann:preferredNamespaceUri", text(PREFIXES["sw"], "")),
            ],
        ),
        "\n# Classes\n",
        *_classes(),
        "\n# Values of closed lists\n",
        *_values(),
        "\n# Properties\n",
        *_properties(),
        "\n# Terms of other vocabularies that hold for the annotations above\n",
        *_annotations(),
    ]
    return "".join(parts)


def _origin(term: str) -> str:
    prefix = term.partition(":")[0]
    return f"<{ONTOLOGY}>" if prefix == "sw" else f"<{_DEFINED_BY[prefix]}>"


def _words(name: str) -> str:
    # "minMonths" and "at_least" as words; abbreviations stay together.
    spaced = "".join(
        f" {letter.lower()}" if letter.isupper() and not name[i - 1 : i].isupper() else letter
        for i, letter in enumerate(name.replace("_", " "))
    )
    return spaced.strip()


def _classes() -> Iterator[str]:
    notes: dict[str, str] = {}
    for node in NODE_TYPES:
        for name in reversed(node.classes):
            if name != "skos:Concept":
                notes.setdefault(name, node.description)
    notes |= CLASSES
    notes["skos:Concept"] = "A concept of the taxonomy, of another vocabulary or of a closed list."
    notes["rdf:Statement"] = "A derived edge with its properties."
    notes["prov:Entity"] = "Something that a run made or read."
    for kind, name in REQUIREMENT_CLASSES.items():
        notes[name] = f"A requirement of the kind {kind}."
    for name, note in sorted(notes.items(), key=lambda item: (item[0][:3] != "sw:", item[0])):
        pairs = [
            ("a", "owl:Class"),
            ("rdfs:label", text(_words(local(name)))),
            ("rdfs:comment" if name.startswith("sw:") else "skos:scopeNote", text(note)),
            ("rdfs:isDefinedBy", _origin(name)),
        ]
        if name in _CLASS_PARENTS:
            pairs.append(("rdfs:subClassOf", ", ".join(_CLASS_PARENTS[name])))
        if name in _SEE_ALSO:
            pairs.append(("rdfs:seeAlso", _SEE_ALSO[name]))
        yield block(name, pairs)
    yield block(
        "[]", [("a", "owl:AllDisjointClasses"), ("owl:members", collection(_DISJOINT))]
    ).replace("\n[]\n    a ", "\n[] a ", 1)


def enumerated() -> dict[str, tuple[str, ...]]:
    """The closed list of every property that has one, by predicate."""
    return {
        column.iri: column.values
        for node in NODE_TYPES
        for column in node.properties
        if column.values
    }


def _values() -> Iterator[str]:
    for predicate, values in enumerated().items():
        kind = class_of_values(predicate)
        scheme = f"{kind}Scheme"
        yield block(
            kind,
            [
                ("a", "owl:Class"),
                ("rdfs:label", text(_words(local(kind)))),
                ("rdfs:comment", text(f"A value of {predicate}.")),
                ("rdfs:isDefinedBy", f"<{ONTOLOGY}>"),
                ("rdfs:subClassOf", "skos:Concept"),
            ],
        )
        title = text(f"Values of {_words(local(predicate))}")
        yield block(
            scheme, [("a", "skos:ConceptScheme"), ("dcterms:title", title), ("rdfs:label", title)]
        )
        for value in values:
            name = concept_of_value(predicate, value)
            pairs = [
                ("a", f"{kind}, skos:Concept"),
                ("skos:prefLabel", text(value.replace("_", " "))),
                ("skos:notation", text(value, "")),
                ("skos:inScheme", scheme),
                ("skos:topConceptOf", scheme),
            ]
            if name in _VALUE_NOTES:
                pairs.append(("skos:definition", text(_VALUE_NOTES[name])))
            yield block(name, pairs)


class _Term:
    # A property of the ontology, gathered from all places where the schema uses it.

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self.notes: dict[str, None] = {}
        self.domains: dict[str, None] = {}
        self.ranges: dict[str, None] = {}
        self.of_nodes = False

    def use(self, note: str, domain: str, range_: str, *, of_nodes: bool) -> None:
        self.notes[note] = None
        if domain:
            self.domains[domain] = None
        if range_:
            self.ranges[range_] = None
        self.of_nodes = of_nodes

    def block(self) -> str:
        own = self.iri.startswith("sw:")
        if not own and self.iri == "owl:versionInfo":
            kind = "owl:AnnotationProperty"
        else:
            kind = "owl:ObjectProperty" if self.of_nodes else "owl:DatatypeProperty"
        note = "rdfs:comment" if own else "skos:scopeNote"
        pairs = [
            ("a", kind),
            ("rdfs:label", text(_words(local(self.iri)))),
            (note, ", ".join(map(text, self.notes))),
            ("rdfs:isDefinedBy", _origin(self.iri)),
        ]
        if own:
            if self.domains:
                pairs.append(("rdfs:domain", _any_of(self.domains)))
            if self.ranges:
                pairs.append(("rdfs:range", _any_of(self.ranges)))
            if self.iri in _PROPERTY_PARENTS:
                pairs.append(("rdfs:subPropertyOf", _PROPERTY_PARENTS[self.iri]))
            if self.iri in _SEE_ALSO:
                pairs.append(("rdfs:seeAlso", _SEE_ALSO[self.iri]))
        return block(self.iri, pairs)


def _any_of(classes: Iterable[str]) -> str:
    names = list(dict.fromkeys(classes))
    if len(names) == 1:
        return names[0]
    return inner([("a", "owl:Class"), ("owl:unionOf", collection(names))])


def range_of(column: Property) -> str:
    """Class or datatype of a property's values, as a compact IRI."""
    if column.values:
        return class_of_values(column.iri)
    if column.literal.startswith("@"):
        return "rdf:langString"
    return column.literal or DATATYPES[column.type]


def _gathered() -> dict[str, _Term]:
    terms: dict[str, _Term] = {}

    def term(iri: str) -> _Term:
        return terms.setdefault(iri, _Term(iri))

    for node in NODE_TYPES:
        for column in node.properties:
            term(column.iri).use(
                column.description,
                node.classes[0],
                range_of(column),
                of_nodes=bool(column.values),
            )
    for edge in EDGE_TYPES:
        for source, target in edge.ends:
            term(edge.iri).use(
                edge.description,
                NODES[source].classes[0],
                NODES[target].classes[0],
                of_nodes=True,
            )
        for column in edge.properties:
            term(column.iri).use(
                column.description, "rdf:Statement", range_of(column), of_nodes=False
            )
    for column in SIDES["document"].columns[1:]:
        term(column.iri).use(column.description, "sw:Posting", range_of(column), of_nodes=False)
    for name, kind in LOG_CLASSES.items():
        for column in SIDES[name].columns[1:]:
            term(column.iri).use(column.description, kind, range_of(column), of_nodes=False)
    for dumped in TERMS:
        range_ = DATATYPES[dumped.type] if dumped.type else ""
        domains = [dumped.domain]
        if dumped.iri == OF_RUN:
            range_, domains = "prov:Activity", list(LOG_CLASSES.values())
        for domain in domains:
            term(dumped.iri).use(dumped.description, domain, range_, of_nodes=dumped.type is None)
    return terms


def _properties() -> Iterator[str]:
    terms = _gathered()
    for iri in sorted(terms, key=lambda iri: (not iri.startswith("sw:"), iri)):
        yield terms[iri].block()


def _annotations() -> Iterator[str]:
    used = _gathered().keys()
    for iri in sorted({*_PROPERTY_PARENTS.values(), "owl:sameAs"} - used):
        if iri == "owl:sameAs":
            continue
        kind = (
            "owl:DatatypeProperty" if iri == "schema:monthsOfExperience" else "owl:ObjectProperty"
        )
        yield block(
            iri,
            [
                ("a", kind),
                ("rdfs:label", text(_words(local(iri)))),
                ("rdfs:isDefinedBy", _origin(iri)),
            ],
        )
    for iri, note in (
        ("dcterms:description", "What something is about."),
        ("dcterms:license", "Terms of use."),
        ("skos:scopeNote", "How a term of another vocabulary is used here."),
        ("skos:definition", "What a value means."),
        ("vann:preferredNamespacePrefix", "Short name of the namespace."),
        ("vann:preferredNamespaceUri", "The namespace."),
    ):
        yield block(iri, [("a", "owl:AnnotationProperty"), ("rdfs:comment", text(note))])
    yield block("skos:topConceptOf", [("a", "owl:ObjectProperty")])


def context() -> str:
    """The JSON-LD context: nodes as JSON objects with the property graph's names.

    ``type`` is the label, ``id`` the node's id; values of closed lists are plain strings. Since a
    name may mean something else on another label, each label has a context of its own.
    """
    terms: dict[str, Any] = {
        "@version": 1.1,
        "@base": BASE_IRI,
        **{prefix: {"@id": iri, "@prefix": True} for prefix, iri in PREFIXES.items()},
        "id": "@id",
        "type": "@type",
    }
    edges: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for edge in EDGE_TYPES:
        name = edge.type.lower().split("_")
        key = name[0] + "".join(part.title() for part in name[1:])
        for source, _ in edge.ends:
            edges[source][key] = {"@id": expand(edge.iri), "@type": "@id"}
    for node in NODE_TYPES:
        inside = {column.name: _context_entry(column) for column in node.properties}
        terms[node.label] = {
            "@id": expand(node.classes[0]),
            "@context": inside | edges[node.label],
        }
    return json.dumps({"@context": terms}, indent=2, ensure_ascii=False) + "\n"


def _context_entry(column: Property) -> dict[str, Any]:
    entry: dict[str, Any] = {"@id": expand(column.iri)}
    if column.values:
        entry["@type"] = "@vocab"
        entry["@context"] = {"@vocab": expand(f"sw:{local(column.iri)}-")}
    elif column.literal.startswith("@"):
        entry["@language"] = column.literal.removeprefix("@")
    else:
        kind = column.literal or DATATYPES[column.type]
        if kind != "xsd:string":
            entry["@type"] = expand(kind)
    if column.type == "string_list":
        entry["@container"] = "@set"
    return entry
