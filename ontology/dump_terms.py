"""Terms of complete RDF dumps that stand for no column of the graph's tables.

A store keeps more than the graph: runs that are over, wordings that are not shown, logs. Where a
dump is to be read back, these terms say it. Compact IRIs, as in :mod:`skillweave.ontology.schema`.
"""

from dataclasses import dataclass
from typing import Final

from skillweave.ontology.schema import PropertyType

LISTED: Final = "sw:listed"
ANSWERED: Final = "sw:answered"
OF_RUN: Final = "sw:ofRun"
BUCKETS: Final = "sw:buckets"
STATES: Final = "sw:states"
UNLINKED: Final = "sw:unlinked"
RETIRED: Final = "sw:retired"
RUN_KEY: Final = "sw:runKey"
RUN_ENDED: Final = "prov:endedAtTime"
TAXONOMY: Final = "sw:Taxonomy"

LOG_CLASSES: Final = {"reject": "sw:Reject", "file_count": "sw:FileCount"}
"""Classes of the nodes that rows of the runs' logs become, by side table."""

CLASSES: Final[dict[str, str]] = {
    TAXONOMY: "A version of the taxonomy: the name of the graph that holds its concepts.",
    "sw:Reject": "Something that a run could not read as a posting.",
    "sw:FileCount": "What a run met in one file.",
}
"""What each class is for."""


@dataclass(frozen=True, slots=True)
class DumpTerm:
    """A property of complete dumps.

    Attributes:
        iri: the property.
        type: type of its values, or None if they are nodes.
        domain: class of what it is said of, or nothing.
        description: what it says, in a sentence.
    """

    iri: str
    type: PropertyType | None
    domain: str
    description: str


TERMS: Final[tuple[DumpTerm, ...]] = (
    DumpTerm(
        LISTED,
        "string",
        "",
        "A list as it was kept, in order and with repetitions: name of the column, an equals "
        "sign, the items as JSON.",
    ),
    DumpTerm(
        ANSWERED, "string", "", "What a person answered about a doubtful fact, as a JSON object."
    ),
    DumpTerm(OF_RUN, None, "", "The run whose log it is from."),
    DumpTerm(
        BUCKETS, "string", "sw:Posting", "Hashes that near-duplicates share, as a JSON array."
    ),
    DumpTerm(
        STATES,
        "string",
        "sw:Posting",
        "The posting's own wording of what several postings may state, as a JSON object of rows "
        "by table.",
    ),
    DumpTerm(
        UNLINKED, "boolean", "sw:Posting", "Whether its duplicates have to be looked for anew."
    ),
    DumpTerm(
        RETIRED,
        "boolean",
        "skos:Concept",
        "Whether the taxonomy dropped the concept while postings still name it.",
    ),
    DumpTerm(RUN_KEY, "string", "prov:Activity", "What makes two runs the same run."),
    DumpTerm(RUN_ENDED, "datetime", "prov:Activity", "When the run was complete."),
)
"""All properties that dumps have beside those of the schema."""
