"""How the local store lays the graph in its database, beyond the tables of the schema.

Owners are numbered in the order in which they are written, and a replaced posting gets a new
number. So the rows of a posting lie together, and the database finds them by the ranges of its row
groups, without an index over some hundred rows a posting.
"""

from typing import Final

from skillweave.ontology.schema import EDGES, NODES, SIDES

TAXONOMY_OWNER: Final = 0
"""Owner of the rows that the taxonomy states."""

RETIRED_OWNER: Final = -1
"""Owner of concepts that the taxonomy dropped and postings still name."""

BOOKKEEPING: Final = """
-- one row: number of the last change, number of the next owner, version of the taxonomy
CREATE TABLE stored.state (version BIGINT, next_owner BIGINT, taxonomy VARCHAR);
INSERT INTO stored.state VALUES (0, 1, NULL);
-- the change that wrote each owner or last changed its link to a duplicate
CREATE TABLE stored.written (owner BIGINT, version BIGINT);
-- the change in which each posting went
CREATE TABLE stored.deletion (posting VARCHAR, version BIGINT);
-- the changes in which the taxonomy's concepts were replaced
CREATE TABLE stored.concepts_loaded (version BIGINT);
-- owners in whose groups the links of duplicates have to be looked for again
CREATE TABLE stored.unlinked (owner BIGINT);
-- what makes each run resumable, and when it ended
CREATE TABLE stored.run_log (run VARCHAR, key VARCHAR, ended TIMESTAMP);
"""
"""Tables that say how the graph came to be; none of them is part of it."""

PER_POSTING: Final = frozenset(
    (
        *(label for label, node in NODES.items() if node.ownership == "posting"),
        *(edge for edge, kind in EDGES.items() if kind.ownership == "posting"),
        *(name for name, side in SIDES.items() if side.owned),
    )
)
"""Tables in which every row shown is of one posting."""

SHARED: Final = frozenset(
    (
        *(label for label, node in NODES.items() if node.ownership == "shared"),
        *(edge for edge, kind in EDGES.items() if kind.ownership == "shared"),
    )
)
"""Tables in which several postings, or a posting and the taxonomy, may state one row."""

OF_TAXONOMY: Final = frozenset(
    (
        *(label for label, node in NODES.items() if node.ownership in {"taxonomy", "shared"}),
        *(edge for edge, kind in EDGES.items() if kind.ownership == "taxonomy"),
    )
)
"""Tables in which the taxonomy states rows."""

NAMED_BY: Final = {"Skill": "OPTION", "Role": "FOR_ROLE", "FieldOfStudy": "IN_FIELD"}
"""For each label of concepts that postings name, the edge type that does."""
