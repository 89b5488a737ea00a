"""The derived edges: what follows from the asserted ones and is kept for those who ask in a language.

Questions in Python compute from arrays and need no derived edge. Cypher and SPARQL read better and
faster with them: ``(Role)-[:NEEDS]->(Skill)`` instead of a count over the requirements of all the
role's postings. They are never facts: one command rebuilds them all, with the parameters recorded.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa

from skillweave.graph.arrays.numbering import Order, ranges
from skillweave.graph.arrays.trees import MODALITIES
from skillweave.ontology.tables import arrow_schema
from skillweave.queries import cooccurrence, weights
from skillweave.queries.cooccurrence import co_occurs
from skillweave.queries.medians import medians
from skillweave.queries.similarity import similar_to
from skillweave.queries.view import View

OF_MODALITY: Final[Mapping[str, str]] = {
    "REQUIRES": "required",
    "PREFERS": "preferred",
    "MENTIONS": "duty",
}
"""The edge from a posting to a skill for each modality; of several the strongest counts."""


def parameters() -> dict[str, Any]:
    """The settings that the derived edges depend on, by edge type."""
    return {
        "NEEDS": {"least_share": 0.0},
        "CO_OCCURS": {"least_npmi": cooccurrence.LEAST_NPMI},
        "SIMILAR_TO": {
            "least_share": weights.LEAST_SHARE,
            "exponent": weights.EXPONENT,
            "unsaid": weights.UNSAID,
        },
    }


def derived_tables(view: View) -> dict[str, pa.Table]:
    """Compute all derived edges.

    Returns:
        A table for each derived edge type, in the schema's shape, sorted by source and target.

    Cost: seconds for 100,000 postings.
    """
    tables = {edge: _asking(view, modality) for edge, modality in OF_MODALITY.items()}
    return tables | {
        "NEEDS": needs(view),
        "CO_OCCURS": co_occurs(view),
        "SIMILAR_TO": similar_to(view),
    }


def _asking(view: View, modality: str) -> pa.Table:
    arrays = view.arrays
    rows = np.flatnonzero(arrays.column("asks", "modality") == MODALITIES.index(modality))
    requirement = arrays.column("asks", "requirement")[rows]
    months = arrays.column("asks", "months")[rows]
    columns = {
        "source": arrays.ids("postings", arrays.column("asks", "posting")[rows]),
        "target": arrays.ids("skills", arrays.column("asks", "skill")[rows]),
        "min_months": pa.array(months, mask=months < 0),
        "one_of": arrays.column("asks", "one_of")[rows],
        "start": arrays.column("requirements", "start")[requirement],
        "end": arrays.column("requirements", "end")[requirement],
    }
    edge = next(edge for edge, of in OF_MODALITY.items() if of == modality)
    return pa.table(columns).cast(arrow_schema(edge))


def needs(view: View) -> pa.Table:
    """The edges NEEDS: the skills that postings for a role name, with how many of them do.

    Returns:
        The table in the schema's shape, by ids of role and skill. Postings that repeat others do
        not count.
    """
    arrays = view.arrays
    counts = arrays.skills_of_roles.tocoo()
    order: Order = np.lexsort((counts.col, counts.row))
    role, skill, postings = counts.row[order], counts.col[order], counts.data[order]
    width = arrays.count("skills") + 1
    stated = _stated_months(view)
    found = medians(stated[0] * width + stated[1], stated[2])
    pairs = role.astype(np.int64) * width + skill
    place = np.minimum(np.searchsorted(found.keys, pairs), max(len(found.keys) - 1, 0))
    known = found.keys[place] == pairs if len(found.keys) else np.zeros(len(pairs), dtype=np.bool_)
    middle = found.medians[place] if len(found.keys) else np.zeros(len(pairs))
    columns = {
        "source": arrays.ids("roles", role),
        "target": arrays.ids("skills", skill),
        "share": postings / arrays.postings_of_role[role],
        "postings": postings,
        "median_months": pa.array(middle, mask=~known),
    }
    return pa.table(columns).cast(arrow_schema("NEEDS"))


def _stated_months(view: View) -> tuple[Order, Order, Order]:
    # Role, skill and months of every duration that a posting which counts asks for.
    arrays = view.arrays
    rows = np.flatnonzero(arrays.column("asks", "months") >= 0)
    posting = arrays.column("asks", "posting")[rows]
    rows, posting = rows[arrays.counted[posting]], posting[arrays.counted[posting]]
    bounds, role = arrays.roles_of_posting
    first, last = bounds[posting], bounds[posting + 1]
    rows = np.repeat(rows, last - first)
    columns = (arrays.column("asks", name)[rows].astype(np.int64) for name in ("skill", "months"))
    skill, months = columns
    return role[ranges(first, last)].astype(np.int64), skill, months
