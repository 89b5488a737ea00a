"""The graph's schema, declared once: node labels, edge types, their properties and RDF terms.

Everything that has to agree on the model is made from this module: table definitions, Arrow
schemas, the reference page, and whatever another store or syntax needs. A change of the model is
a change here, followed by ``python -m skillweave.ontology.generate``.

Two rules keep the property graph and RDF 1.1 the same graph under two spellings:

1. Asserted edges carry no properties and no node is anonymous. What needs properties is a node.
2. Derived edges may carry properties. They can be rebuilt from the asserted ones at any time and
   are never taken for facts.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args
from urllib.parse import quote

from skillweave.ontology.vocabulary import (
    EmploymentType,
    Logic,
    Modality,
    PayPeriod,
    RequirementKind,
    SectionKind,
    Seniority,
    SkillKind,
    Sponsorship,
    WorkMode,
)

BASE_IRI: Final = "https://w3id.org/skillweave/"
"""A node's IRI is this followed by its id (an external concept's id is its IRI already)."""

PREFIXES: Final[dict[str, str]] = {
    "sw": BASE_IRI + "ontology#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "esco": "http://data.europa.eu/esco/model#",
    "prov": "http://www.w3.org/ns/prov#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Namespaces of the compact IRIs used below."""

PropertyType = Literal["string", "integer", "float", "boolean", "date", "datetime", "string_list"]
"""Types of property values; ``datetime`` is in UTC, ``integer`` has 64 bits."""

DATATYPES: Final[dict[PropertyType, str]] = {
    "string": "xsd:string",
    "integer": "xsd:integer",
    "float": "xsd:double",
    "boolean": "xsd:boolean",
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
    "string_list": "xsd:string",
}
"""RDF datatypes of property values, as compact IRIs."""

Ownership = Literal["posting", "shared", "taxonomy", "run"]
"""Whose a node is.

``posting``: of one posting, and goes when the posting goes. ``shared``: there as long as a posting
or the taxonomy names it. ``taxonomy``: of the taxonomy alone. ``run``: of the run's log.
"""

Status = Literal["listed", "candidate"]
"""Whether a concept is in the taxonomy or was only read from postings."""

PlaceKind = Literal["city", "county", "region", "country", "zone"]
"""What a location is; a ``zone`` ("Remote - EMEA", "Sales Territory") is no place on the map."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a node or of a derived edge.

    Attributes:
        name: column name and property key.
        type: type of its value.
        iri: RDF predicate as a compact IRI.
        description: what it says, in a sentence.
        required: whether every node has it.
        values: the closed list of its values, where there is one; in RDF they are concepts.
        literal: RDF datatype as a compact IRI, or a language tag with "@", where it is not what
            the type stands for (see :data:`DATATYPES`).
    """

    name: str
    type: PropertyType
    iri: str
    description: str
    required: bool = False
    values: tuple[str, ...] = ()
    literal: str = ""


@dataclass(frozen=True, slots=True)
class NodeType:
    """A node label. Every node has a unique ``id``; the rest are ``properties``.

    Attributes:
        label: label in the property graph and name of its table.
        pattern: shape of its ids, for readers.
        marker: what tells its ids from others: a first segment ("skill/") or, for parts of a
            posting, the beginning of the fragment ("#req-").
        ownership: whose its nodes are.
        classes: RDF classes as compact IRIs, the most specific first.
        description: what such a node is.
        properties: in the order of the table's columns.
    """

    label: str
    pattern: str
    marker: str
    ownership: Ownership
    classes: tuple[str, ...]
    description: str
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class EdgeType:
    """An edge type, from ``source`` to ``target``.

    Attributes:
        type: type in the property graph and name of its table.
        ends: the pairs of labels that it may join.
        iri: RDF predicate as a compact IRI.
        ownership: whose its edges are; ``shared`` where several postings may state the same one.
        description: what such an edge says.
        derived: whether it is computed from other edges.
        properties: of derived edges only.
    """

    type: str
    ends: tuple[tuple[str, str], ...]
    iri: str
    ownership: Ownership
    description: str
    derived: bool = False
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class SideTable:
    """A table that a store keeps beside the graph; no part of the model.

    In RDF it is found only in complete dumps, which can be read back. ``owned`` tables have rows of postings, which go when the posting goes; the others are logs and what people answered.
    """

    name: str
    owned: bool
    description: str
    columns: tuple[Property, ...]


def _text(
    name: str, iri: str, description: str, *, required: bool = False, literal: str = ""
) -> Property:
    return Property(name, "string", iri, description, required, literal=literal)


def _one_of(name: str, iri: str, values: object, description: str) -> Property:
    return Property(name, "string", iri, description, values=get_args(values))


_START = Property(
    "start", "integer", "nif:beginIndex", "First code point of the evidence in the text.", True
)
_END = Property("end", "integer", "nif:endIndex", "Code point after the evidence.", True)
_QUOTE = _text("quote", "nif:anchorOf", "The evidence: the text from start to end.", required=True)
_LABEL = _text("label", "skos:prefLabel", "Usual English name.", required=True, literal="@en")
_ALIASES = Property(
    "aliases", "string_list", "skos:altLabel", "Other names and spellings.", literal="@en"
)
_STATUS = Property(
    "status",
    "string",
    "sw:status",
    "Whether the taxonomy lists it or it was only read from postings.",
    True,
    get_args(Status),
)

NODE_TYPES: Final[tuple[NodeType, ...]] = (
    NodeType(
        "Posting",
        "posting/<source>-<hash>",
        "posting/",
        "posting",
        ("sw:Posting", "schema:JobPosting"),
        "One advert for a position.",
        (
            _text("title", "schema:title", "Job title as the advert gives it."),
            _text("source", "schema:provider", "Short name of where it was read from."),
            _text("source_id", "schema:identifier", "Identifier that the source itself uses."),
            _text("url", "schema:url", "Address of the advert.", literal="xsd:anyURI"),
            Property("date_posted", "date", "schema:datePosted", "Day on which it was published."),
            Property("valid_through", "date", "schema:validThrough", "Last day to apply."),
            _text("language", "schema:inLanguage", "ISO 639-1 code of the text's language."),
            _one_of("seniority", "sw:seniority", Seniority, "Level of the position."),
            _one_of("work_mode", "sw:workMode", WorkMode, "Where the work is done, if stated."),
            Property(
                "employment_types",
                "string_list",
                "schema:employmentType",
                "Terms of employment, as far as stated.",
                values=get_args(EmploymentType),
            ),
            _one_of(
                "sponsorship",
                "sw:sponsorship",
                Sponsorship,
                "Whether a visa is sponsored; absent if the advert does not say.",
            ),
            _text("text_sha256", "sw:textSha256", "SHA-256 of the text.", required=True),
            _text(
                "reader",
                "sw:reader",
                "What read the text: rules, trained, or partial (not English).",
            ),
        ),
    ),
    NodeType(
        "Employer",
        "employer/<slug>",
        "employer/",
        "shared",
        ("schema:Organization",),
        "Who hires, as the advert names it.",
        (_text("name", "schema:name", "Name as most adverts write it.", required=True),),
    ),
    NodeType(
        "Location",
        "place/<geonames id>, or place/<slug> where GeoNames has none",
        "place/",
        "shared",
        ("schema:Place",),
        "A place of work or of pay, or a place that contains one.",
        (
            _text("name", "schema:name", "Usual English name.", required=True),
            Property("kind", "string", "sw:placeKind", "What it is.", True, get_args(PlaceKind)),
            _text("country", "sw:countryCode", "ISO 3166-1 alpha-2 code."),
            Property("lat", "float", "schema:latitude", "Degrees north."),
            Property("lon", "float", "schema:longitude", "Degrees east."),
        ),
    ),
    NodeType(
        "Role",
        "role/<slug>, or role/candidate-<slug>",
        "role/",
        "shared",
        ("sw:Role", "skos:Concept"),
        "A kind of job, apart from level, employer and place.",
        (_LABEL, _ALIASES, _STATUS),
    ),
    NodeType(
        "Skill",
        "skill/<slug>, or skill/candidate-<slug>",
        "skill/",
        "shared",
        ("esco:Skill", "skos:Concept"),
        "Something one can be able to do, know, use, speak or hold.",
        (
            _LABEL,
            _one_of("kind", "sw:skillKind", SkillKind, "What sort of skill it is."),
            _ALIASES,
            Property(
                "ambiguous",
                "boolean",
                "sw:ambiguous",
                "Whether the label has another, common meaning (Go, Excel).",
            ),
            _STATUS,
        ),
    ),
    NodeType(
        "Occupation",
        "occupation/<scheme>-<code>",
        "occupation/",
        "taxonomy",
        ("esco:Occupation", "skos:Concept"),
        "An occupation of an official classification.",
        (
            _LABEL,
            _text("code", "skos:notation", "Code in its classification.", required=True),
            _text("scheme", "sw:schemeKey", "Key of its classification.", required=True),
        ),
    ),
    NodeType(
        "FieldOfStudy",
        "field/<slug>, or field/candidate-<slug>",
        "field/",
        "shared",
        ("sw:FieldOfStudy", "skos:Concept"),
        "What a degree is in.",
        (
            _LABEL,
            _ALIASES,
            _text("cip", "sw:cipCode", "Code in the Classification of Instructional Programs."),
            _text("isced_f", "sw:iscedfCode", "Code in ISCED-F 2013."),
            _STATUS,
        ),
    ),
    NodeType(
        "EducationLevel",
        "education/<level>",
        "education/",
        "taxonomy",
        ("sw:EducationLevel", "skos:Concept"),
        "A level of education.",
        (
            _LABEL,
            Property("rank", "integer", "sw:iscedRank", "ISCED 2011 level; 0 if not stated.", True),
        ),
    ),
    NodeType(
        "Requirement",
        "<posting>#req-<start>-<end>[-n]",
        "#req-",
        "posting",
        ("sw:Requirement",),
        "A demand of an advert, or a part of one; what it names hangs on its edges.",
        (
            Property(
                "kind",
                "string",
                "sw:requirementKind",
                "What it demands.",
                True,
                get_args(RequirementKind),
            ),
            Property(
                "modality", "string", "sw:modality", "How strongly.", True, get_args(Modality)
            ),
            Property(
                "logic",
                "string",
                "sw:logic",
                "Whether all, any or at least some of its options and parts are meant.",
                True,
                get_args(Logic),
            ),
            Property("at_least", "integer", "sw:atLeast", "How many, where logic is at_least."),
            Property(
                "open_list",
                "boolean",
                "sw:openList",
                "Whether the options are examples, so that others would do.",
                True,
            ),
            Property("min_months", "integer", "sw:minMonths", "Least experience, in months."),
            Property("max_months", "integer", "sw:maxMonths", "Most experience, in months."),
            Property(
                "exclusive_minimum",
                "boolean",
                "sw:exclusiveMinimum",
                "Whether min_months itself is too little (more than five years).",
                True,
            ),
            Property("excludes", "string_list", "sw:excludes", "Experience that does not count."),
            Property(
                "about",
                "string_list",
                "sw:about",
                "What it is in, in the advert's words, where no skill is named.",
            ),
            _START,
            _END,
            _QUOTE,
            _one_of("section", "sw:section", SectionKind, "Part of the advert it stands in."),
            Property("confidence", "float", "sw:confidence", "From 0 to 1.", True),
        ),
    ),
    NodeType(
        "SalaryBand",
        "<posting>#pay-<start>-<end>[-n]",
        "#pay-",
        "posting",
        ("schema:MonetaryAmount",),
        "A stretch of pay that an advert states.",
        (
            Property("min", "float", "schema:minValue", "Least pay a period, in full numbers."),
            Property("max", "float", "schema:maxValue", "Most pay a period, in full numbers."),
            _text("currency", "schema:currency", "ISO 4217 code.", required=True),
            Property(
                "period",
                "string",
                "sw:payPeriod",
                "What it is paid for.",
                True,
                get_args(PayPeriod),
            ),
            _text("zone", "sw:payZone", "What it applies to, where that is no known place."),
            _START,
            _END,
            _QUOTE,
        ),
    ),
    NodeType(
        "Scheme",
        "scheme/<name>@<version>",
        "scheme/",
        "taxonomy",
        ("skos:ConceptScheme",),
        "A vocabulary that concepts belong to.",
        (
            _text("name", "dcterms:title", "Its name.", required=True),
            _text("version", "owl:versionInfo", "Its version."),
            _text("licence", "dc:rights", "Terms under which its facts are used."),
            _text("source", "dc:source", "Where it comes from."),
        ),
    ),
    NodeType(
        "ExternalConcept",
        "its own IRI",
        "",
        "taxonomy",
        ("skos:Concept",),
        "A concept of another vocabulary.",
        (
            _LABEL,
            _text("scheme", "sw:schemeKey", "Name of its vocabulary.", required=True),
        ),
    ),
    NodeType(
        "Run",
        "run/<time>-<hash>",
        "run/",
        "run",
        ("prov:Activity",),
        "A build that wrote postings which are still as it left them.",
        (
            Property("started", "datetime", "prov:startedAtTime", "When it began.", True),
            _text("extractor", "sw:extractorVersion", "Version of the extraction.", required=True),
            _text("taxonomy", "sw:taxonomyVersion", "Version of the taxonomy.", required=True),
            Property("inputs", "string_list", "sw:input", "What it was given to read."),
        ),
    ),
)

REQUIREMENT_CLASSES: Final[dict[str, str]] = {
    "experience": "schema:OccupationalExperienceRequirements",
    "education": "schema:EducationalOccupationalCredential",
}
"""Further RDF classes of requirements, by kind."""

_POSTING_TO_SKILL = (("Posting", "Skill"),)
_SKILL_EDGE_PROPERTIES = (
    Property("min_months", "integer", "sw:minMonths", "Least experience asked for, in months."),
    Property(
        "one_of",
        "integer",
        "sw:oneOf",
        "Among how many alternatives it may be chosen; 1 means no choice.",
        True,
    ),
    _START,
    _END,
)
_SHARE_PROPERTIES = (
    Property("share", "float", "sw:share", "Share of the role's postings, from 0 to 1.", True),
    Property("postings", "integer", "sw:postings", "How many of its postings.", True),
    Property("median_months", "float", "sw:medianMonths", "Median of the thresholds, in months."),
)
_CO_OCCURRENCE_PROPERTIES = (
    Property("postings", "integer", "sw:postings", "How many postings ask for both.", True),
    Property(
        "npmi",
        "float",
        "sw:npmi",
        "Normalised pointwise mutual information, from -1 to 1.",
        True,
    ),
)
_SIMILARITY_PROPERTIES = (
    Property("score", "float", "sw:score", "From 0 (nothing shared) to 1 (alike).", True),
    Property("shared", "integer", "sw:shared", "How many skills they share.", True),
)
_CONCEPTS = ("Skill", "Role", "Occupation", "FieldOfStudy")
_TO_EXTERNAL = tuple((label, "ExternalConcept") for label in _CONCEPTS)

EDGE_TYPES: Final[tuple[EdgeType, ...]] = (
    EdgeType(
        "HIRED_BY",
        (("Posting", "Employer"),),
        "schema:hiringOrganization",
        "posting",
        "Who hires for the position.",
    ),
    EdgeType(
        "LOCATED_IN",
        (("Posting", "Location"),),
        "schema:jobLocation",
        "posting",
        "Where the work is done.",
    ),
    EdgeType(
        "WITHIN",
        (("Location", "Location"),),
        "schema:containedInPlace",
        "shared",
        "The place that contains it: city, county or region, country.",
    ),
    EdgeType(
        "FOR_ROLE", (("Posting", "Role"),), "sw:forRole", "posting", "The role it is an advert for."
    ),
    EdgeType(
        "CODED_AS",
        (("Role", "Occupation"),),
        "sw:codedAs",
        "taxonomy",
        "The occupation that a classification counts the role under.",
    ),
    EdgeType(
        "BROADER",
        tuple((label, label) for label in _CONCEPTS),
        "skos:broader",
        "taxonomy",
        "A wider concept of the same sort.",
    ),
    EdgeType(
        "RELATED",
        tuple((label, label) for label in _CONCEPTS),
        "skos:related",
        "taxonomy",
        "A concept of the same sort that has to do with it.",
    ),
    EdgeType(
        "HAS_REQUIREMENT",
        (("Posting", "Requirement"),),
        "sw:hasRequirement",
        "posting",
        "A demand of the advert; its parts hang on it, not on the posting.",
    ),
    EdgeType(
        "HAS_PART",
        (("Requirement", "Requirement"),),
        "dcterms:hasPart",
        "posting",
        "A nested demand; the whole's logic says how its parts and options combine.",
    ),
    EdgeType(
        "OPTION",
        (("Requirement", "Skill"),),
        "sw:option",
        "posting",
        "A skill that the demand names.",
    ),
    EdgeType(
        "AT_LEVEL",
        (("Requirement", "EducationLevel"),),
        "sw:atLevel",
        "posting",
        "A level of education that would do.",
    ),
    EdgeType(
        "IN_FIELD",
        (("Requirement", "FieldOfStudy"),),
        "sw:inField",
        "posting",
        "A field of study that would do.",
    ),
    EdgeType(
        "IN_LIEU_OF",
        (("Requirement", "Requirement"),),
        "sw:inLieuOf",
        "posting",
        "The demand that it may stand in for.",
    ),
    EdgeType(
        "PAYS", (("Posting", "SalaryBand"),), "schema:baseSalary", "posting", "Pay that is stated."
    ),
    EdgeType(
        "APPLIES_IN",
        (("SalaryBand", "Location"),),
        "sw:appliesIn",
        "posting",
        "The place that the pay is stated for.",
    ),
    EdgeType(
        "EXACT_MATCH",
        _TO_EXTERNAL,
        "skos:exactMatch",
        "taxonomy",
        "Theirs means the same.",
    ),
    EdgeType(
        "CLOSE_MATCH",
        _TO_EXTERNAL,
        "skos:closeMatch",
        "taxonomy",
        "Theirs means nearly the same.",
    ),
    EdgeType("BROAD_MATCH", _TO_EXTERNAL, "skos:broadMatch", "taxonomy", "Theirs is wider."),
    EdgeType("NARROW_MATCH", _TO_EXTERNAL, "skos:narrowMatch", "taxonomy", "Theirs is narrower."),
    EdgeType(
        "IN_SCHEME",
        tuple((label, "Scheme") for label in (*_CONCEPTS, "ExternalConcept")),
        "skos:inScheme",
        "taxonomy",
        "The vocabulary that the concept belongs to.",
    ),
    EdgeType(
        "DUPLICATE_OF",
        (("Posting", "Posting"),),
        "sw:duplicateOf",
        "posting",
        "The first of the postings that say the same; counts take the first only.",
    ),
    EdgeType(
        "EXTRACTED_BY",
        (("Posting", "Run"),),
        "prov:wasGeneratedBy",
        "posting",
        "The run that read it last.",
    ),
    EdgeType(
        "REQUIRES",
        _POSTING_TO_SKILL,
        "sw:requires",
        "posting",
        "The advert demands the skill.",
        derived=True,
        properties=_SKILL_EDGE_PROPERTIES,
    ),
    EdgeType(
        "PREFERS",
        _POSTING_TO_SKILL,
        "sw:prefers",
        "posting",
        "The advert would like the skill.",
        derived=True,
        properties=_SKILL_EDGE_PROPERTIES,
    ),
    EdgeType(
        "MENTIONS",
        _POSTING_TO_SKILL,
        "sw:mentions",
        "posting",
        "The advert names the skill in the work, without demanding it.",
        derived=True,
        properties=_SKILL_EDGE_PROPERTIES,
    ),
    EdgeType(
        "NEEDS",
        (("Role", "Skill"),),
        "sw:needs",
        "shared",
        "Postings for the role ask for the skill.",
        derived=True,
        properties=_SHARE_PROPERTIES,
    ),
    EdgeType(
        "CO_OCCURS",
        (("Skill", "Skill"),),
        "sw:coOccurs",
        "shared",
        "Postings ask for both skills.",
        derived=True,
        properties=_CO_OCCURRENCE_PROPERTIES,
    ),
    EdgeType(
        "SIMILAR_TO",
        (("Role", "Role"),),
        "sw:similarTo",
        "shared",
        "Both roles need much the same skills.",
        derived=True,
        properties=_SIMILARITY_PROPERTIES,
    ),
)


def _column(name: str, type: PropertyType, description: str, *, required: bool = True) -> Property:
    first, *rest = name.split("_")
    return Property(
        name, type, "sw:" + first + "".join(map(str.title, rest)), description, required
    )


SIDE_TABLES: Final[tuple[SideTable, ...]] = (
    SideTable(
        "document",
        True,
        "The text of each posting, where it was read, and its Record.",
        (
            _column("posting", "string", "Id of the Posting node."),
            _column("digest", "string", "Digest of all that the tables of the posting depend on."),
            _column("file", "string", "File, with archive member, that it was read from."),
            _column("position", "string", "Where in the file."),
            _column("format", "string", "Name of the format's reader."),
            _column("text", "string", "The text that all offsets refer to."),
            _column("record", "string", "The Record as JSON."),
        ),
    ),
    SideTable(
        "bucket",
        True,
        "Owners that share a bucket may be near-duplicates of each other.",
        (_column("bucket", "integer", "Hash of one band of the text's MinHash signature."),),
    ),
    SideTable(
        "reject",
        False,
        "What could not be read as a posting.",
        (
            _column("run", "string", "Id of the run that met it."),
            _column("file", "string", "File, with archive member."),
            _column("position", "string", "Where in the file."),
            _column("reason", "string", "What is wrong."),
            _column("next_step", "string", "What can be done about it."),
            _column("sample", "string", "How it begins."),
        ),
    ),
    SideTable(
        "file_count",
        False,
        "What a run met in each file; several rows of one run and file add up.",
        (
            _column("run", "string", "Id of the run."),
            _column("file", "string", "File, with archive member."),
            _column("read", "integer", "Items met; the sum of the other counts."),
            _column("written", "integer", "Postings that are new or changed."),
            _column("unchanged", "integer", "Postings that were in the graph as they are."),
            _column("duplicate", "integer", "Ids that the run had met before."),
            _column("rejected", "integer", "Items that could not be read."),
        ),
    ),
    SideTable(
        "answer",
        False,
        "What people answered about doubtful facts; it wins over extraction.",
        (
            _column("key", "string", "What the answer is about."),
            _column("posting", "string", "Id of the posting, if it is a fact's.", required=False),
            _column("answer", "string", "The answer as JSON."),
        ),
    ),
)

NODES: Final[dict[str, NodeType]] = {node.label: node for node in NODE_TYPES}
"""Node types by label."""

EDGES: Final[dict[str, EdgeType]] = {edge.type: edge for edge in EDGE_TYPES}
"""Edge types by type."""

DERIVED: Final = tuple(edge.type for edge in EDGE_TYPES if edge.derived)
"""Edge types that are computed from others."""

SIDES: Final[dict[str, SideTable]] = {table.name: table for table in SIDE_TABLES}
"""Side tables by name."""

_ID = Property("id", "string", "", "Unique key.", True)
_ENDS = (
    Property("source", "string", "", "Id of the node it starts from.", True),
    Property("target", "string", "", "Id of the node it points to.", True),
)


def columns(table: str) -> tuple[Property, ...]:
    """The columns of a node, edge or side table, keys first.

    Raises:
        KeyError: there is no such table.
    """
    if table in NODES:
        return (_ID, *NODES[table].properties)
    if table in EDGES:
        return (*_ENDS, *EDGES[table].properties)
    return SIDES[table].columns


def expand(compact: str) -> str:
    """The IRI that a compact one stands for.

    >>> expand("skos:broader")
    'http://www.w3.org/2004/02/skos/core#broader'

    Raises:
        KeyError: there is no such prefix.
    """
    prefix, _, name = compact.partition(":")
    return PREFIXES[prefix] + name


_FRAGMENTS: Final = {node.marker: node.label for node in NODE_TYPES if node.marker[:1] == "#"}
_SEGMENTS: Final = {node.marker: node.label for node in NODE_TYPES if node.marker[-1:] == "/"}


def label_of(node_id: str) -> str:
    """The label of a node, from its id alone.

    >>> label_of("skill/python"), label_of("posting/a-1#req-0-9")
    ('Skill', 'Requirement')
    >>> label_of("http://data.europa.eu/esco/skill/x")
    'ExternalConcept'
    """
    head, slash, _ = node_id.partition("/")
    label = _SEGMENTS.get(head + slash, "ExternalConcept")
    if label == "Posting" and "#" in node_id:
        fragment = node_id[node_id.index("#") :]
        return _FRAGMENTS[fragment[: fragment.index("-") + 1]]
    return label


_POSTING: Final = "posting/"
_PLAIN_ID: Final = re.compile(r"posting/[\w.~:@!$&'()*+,;=/-]+", re.ASCII)


def posting_id(given: str) -> str:
    """The id of a posting's node, from the id that its input or reader gave it.

    Ids made by readers (``posting/<source>-<hash>``) stay as they are. Others get the prefix, and
    what may not stand in an IRI, or would begin a fragment, is percent-encoded.

    >>> posting_id("posting/dice-0c3f"), posting_id("42"), posting_id("a b#1")
    ('posting/dice-0c3f', 'posting/42', 'posting/a%20b%231')
    """
    if _PLAIN_ID.fullmatch(given):
        return given
    return _POSTING + quote(given.removeprefix(_POSTING), safe="~:@!$&'()*+,;=/")
