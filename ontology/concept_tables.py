"""The taxonomy, and the levels of education, as rows of the graph's tables."""

from typing import Final

from skillweave.ontology.concepts import Concept, ExternalMatch, Taxonomy
from skillweave.ontology.tables import TableBuilder, Tables
from skillweave.ontology.vocabulary import EDUCATION_RANK

OWN_SCHEME: Final = "skillweave"
"""Name of the scheme that all concepts of the built-in taxonomy belong to."""

_MATCH_EDGES: Final = {
    "exact": "EXACT_MATCH",
    "close": "CLOSE_MATCH",
    "broad": "BROAD_MATCH",
    "narrow": "NARROW_MATCH",
}


def concept_tables(taxonomy: Taxonomy) -> Tables:
    """All nodes and edges that a taxonomy brings, and the levels of education.

    Links to concepts that the taxonomy does not hold are left out, so that no edge dangles.
    """
    builder = TableBuilder(owned=False)
    schemes = _schemes(taxonomy, builder)
    seen: set[str] = set()
    for concept in taxonomy:
        _concept(concept, taxonomy, schemes, builder)
        for match in concept.external:
            edge = builder.rows(_MATCH_EDGES[match.match])
            edge.append((concept.id, match.iri))
            if match.iri not in seen:
                seen.add(match.iri)
                _external(match, schemes, builder)
    for level, rank in EDUCATION_RANK.items():
        label = level.replace("_", " ")
        builder.rows("EducationLevel").append((f"education/{level}", label, rank))
    return builder.tables()


def _schemes(taxonomy: Taxonomy, builder: TableBuilder) -> dict[str, str]:
    # ids of scheme nodes by the scheme's key and by its name
    rows = builder.rows("Scheme")
    own = f"scheme/{OWN_SCHEME}@{taxonomy.version}"
    rows.append((own, OWN_SCHEME, taxonomy.version, None, None))
    ids = {}
    for scheme in taxonomy.schemes:
        node = f"scheme/{scheme.key}@{scheme.version}"
        rows.append((node, scheme.name, scheme.version, scheme.licence, scheme.source))
        ids[scheme.key] = ids[scheme.name] = node
    ids[OWN_SCHEME] = own
    return ids


def _concept(
    concept: Concept, taxonomy: Taxonomy, schemes: dict[str, str], builder: TableBuilder
) -> None:
    sort, _, rest = concept.id.partition("/")
    aliases = list(concept.aliases)
    scheme = schemes[OWN_SCHEME]
    if sort == "skill":
        row = (concept.id, concept.label, concept.kind, aliases, concept.ambiguous, "listed")
        builder.rows("Skill").append(row)
    elif sort == "role":
        builder.rows("Role").append((concept.id, concept.label, aliases, "listed"))
        for occupation in concept.codes:
            if occupation in taxonomy:
                builder.rows("CODED_AS").append((concept.id, occupation))
    elif sort == "occupation":
        key, _, code = rest.partition("-")
        builder.rows("Occupation").append((concept.id, concept.label, code, key))
        scheme = schemes.get(key, scheme)
    else:
        codes = dict(code.split(":", 1) for code in reversed(concept.codes))  # the first wins
        builder.rows("FieldOfStudy").append(
            (concept.id, concept.label, aliases, codes.get("cip"), codes.get("isced-f"), "listed")
        )
    builder.rows("IN_SCHEME").append((concept.id, scheme))
    for edge, others in (("BROADER", concept.broader), ("RELATED", concept.related)):
        for other in others:
            if other in taxonomy:
                builder.rows(edge).append((concept.id, other))


def _external(match: ExternalMatch, schemes: dict[str, str], builder: TableBuilder) -> None:
    builder.rows("ExternalConcept").append((match.iri, match.label, match.scheme))
    if match.scheme in schemes:
        builder.rows("IN_SCHEME").append((match.iri, schemes[match.scheme]))
