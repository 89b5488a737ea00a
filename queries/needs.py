"""The edges NEEDS: which skills the postings for each role ask for."""

from typing import Any

import numpy as np
import pyarrow as pa

from skillweave.ontology.tables import arrow_schema
from skillweave.queries.medians import medians
from skillweave.queries.view import View
from skillweave.queries.weights import LEAST_SHARE


def needs(view: View) -> pa.Table:
    """Compute the edges NEEDS.

    Returns:
        The table in the schema's shape, by the ids of roles and skills: each role and the skills
        that at least :data:`~skillweave.queries.weights.LEAST_SHARE` of its postings name, with
        their number and share, and the median of the months of experience that they state, null
        where none does. Postings that repeat others are not counted.

    Cost: a pass over all that postings ask for; about a second for 100,000 of them.
    """
    arrays = view.arrays
    counts: Any = arrays.skills_of_roles.tocoo()
    share = counts.data / arrays.postings_of_role[counts.row]
    kept = share >= LEAST_SHARE
    role, skill, postings, share = (
        column[kept] for column in (counts.row, counts.col, counts.data, share)
    )
    asks = {name: arrays.column("asks", name) for name in ("posting", "skill", "months")}
    stated = asks["months"] >= 0
    roles: Any = arrays.roles_of_postings[asks["posting"][stated]].tocoo()
    width = arrays.count("skills")
    pairs = roles.col.astype(np.int64) * width + asks["skill"][stated][roles.row]
    found = medians(pairs, asks["months"][stated][roles.row])
    wanted = role.astype(np.int64) * width + skill
    place = np.searchsorted(found.keys, wanted)
    known = place < len(found.keys)
    known[known] = found.keys[place[known]] == wanted[known]
    months = np.zeros(len(wanted))
    months[known] = found.medians[place[known]]
    columns = {
        "source": arrays.ids("roles", role),
        "target": arrays.ids("skills", skill),
        "share": share,
        "postings": postings,
        "median_months": pa.array(months, mask=~known),
    }
    return pa.table(columns).cast(arrow_schema("NEEDS"))
