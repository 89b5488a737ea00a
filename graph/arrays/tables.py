"""From the tables of a graph to arrays: postings, what they say in numbers, and concepts.

Two sorts of tables are made. *Concepts* (skills, roles, places, fields, employers, and how they lie
in one another) are read whole each time; there are thousands of them. What *postings* say is read
once and afterwards only for the postings that changed, see :mod:`skillweave.graph.arrays.merging`.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from skillweave.graph.arrays.numbering import (
    NONE,
    integers,
    positions,
    sorted_ids,
    to_numpy,
)
from skillweave.graph.arrays.trees import Scan, flatten_trees
from skillweave.ontology.vocabulary import SENIORITIES

Tables = Mapping[str, pa.Table]
"""Arrays by name, each with columns of equal length."""

NO_DAY: Final = -(2**31)
"""Stands for a day that is not known, in days since 1970-01-01."""

CONCEPTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "skills": ("Skill", ("id", "label", "kind", "aliases", "status")),
    "roles": ("Role", ("id", "label", "aliases", "status")),
    "places": ("Location", ("id", "name", "kind", "country")),
    "fields": ("FieldOfStudy", ("id", "label", "aliases", "cip")),
    "employers": ("Employer", ("id", "name")),
}
"""Names of the arrays of concepts, with the node table and the columns that they come from."""


def read_concepts(scan: Scan) -> dict[str, pa.Table]:
    """Read the concepts of a graph.

    Returns:
        For each name in :data:`CONCEPTS` its columns, sorted by id; and ``skill_broader``,
        ``field_broader`` and ``place_within`` with columns ``narrow`` and ``broad``, sorted.
    """
    tables = {}
    for name, (label, columns) in CONCEPTS.items():
        table = scan(label, columns).combine_chunks()
        tables[name] = table.take(pc.sort_indices(table["id"]))
    broader = scan("BROADER", ("source", "target"))
    for name, ids in (("skill_broader", "skills"), ("field_broader", "fields")):
        tables[name] = _hierarchy(broader, tables[ids]["id"])
    tables["place_within"] = _hierarchy(
        scan("WITHIN", ("source", "target")), tables["places"]["id"]
    )
    return tables


def _hierarchy(edges: pa.Table, ids: pa.ChunkedArray) -> pa.Table:
    known = ids.combine_chunks()
    narrow, broad = positions(edges["source"], known), positions(edges["target"], known)
    kept = (narrow >= 0) & (broad >= 0)
    return _sorted_pairs("narrow", narrow[kept], "broad", broad[kept])


def read_postings(scan: Scan, concepts: Tables) -> dict[str, pa.Table]:
    """Lay out what postings say.

    Args:
        scan: reads tables; of those whose rows belong to postings it may give the rows of some
            postings only, but the same ones in every table.
        concepts: the concepts, all that the postings name among them.

    Returns:
        ``postings`` sorted by id; ``posting_roles``, ``posting_places``, ``pay`` and ``pay_places``
        with numbers of postings, roles, places and rows of pay; and the tables of
        :func:`~skillweave.graph.arrays.trees.flatten_trees`.
    """
    scanned = scan("Posting", ("id", "title", "date_posted", "seniority")).combine_chunks()
    scanned = scanned.take(pc.sort_indices(scanned["id"]))
    postings = sorted_ids(scanned["id"])
    ids = {name: concepts[name]["id"].combine_chunks() for name in CONCEPTS}
    employer = np.full(len(postings), NONE, dtype=np.int32)
    hired = scan("HIRED_BY", ("source", "target"))
    employer[positions(hired["source"], postings)] = positions(hired["target"], ids["employers"])
    repeats = positions(scan("DUPLICATE_OF", ("source",))["source"], postings)
    counted = np.ones(len(postings), dtype=np.uint8)
    counted[repeats[repeats >= 0]] = 0
    tables = {
        "postings": pa.table(
            {
                "id": postings,
                "title": scanned["title"],
                "day": integers(scanned["date_posted"], absent=NO_DAY),
                "seniority": positions(scanned["seniority"], pa.array(SENIORITIES)),
                "employer": employer,
                "counted": counted,
            }
        ),
        "posting_roles": _edges(scan, "FOR_ROLE", postings, "role", ids["roles"]),
        "posting_places": _edges(scan, "LOCATED_IN", postings, "place", ids["places"]),
    }
    tables |= _pay(scan, postings, ids["places"])
    return tables | flatten_trees(
        scan, postings=postings, skills=ids["skills"], fields=ids["fields"]
    )


def _edges(scan: Scan, edge: str, postings: pa.Array, name: str, ids: pa.Array) -> pa.Table:
    edges = scan(edge, ("source", "target"))
    posting, named = positions(edges["source"], postings), positions(edges["target"], ids)
    kept = (posting >= 0) & (named >= 0)
    return _sorted_pairs("posting", posting[kept], name, named[kept])


def _sorted_pairs(first: str, left: Any, second: str, right: Any) -> pa.Table:
    order = np.lexsort((right, left))
    return pa.table({first: left[order], second: right[order]})


def _pay(scan: Scan, postings: pa.Array, places: pa.Array) -> dict[str, pa.Table]:
    columns = ("id", "min", "max", "currency", "period", "start", "end")
    bands = scan("SalaryBand", columns).combine_chunks()
    # A posting's bands are told apart by their ids, which begin with the posting's.
    bands = bands.take(pc.sort_indices(bands["id"]))
    band_ids = bands["id"].combine_chunks()
    paid = scan("PAYS", ("source", "target"))
    posting = np.full(len(band_ids), NONE, dtype=np.int32)
    posting[positions(paid["target"], band_ids)] = positions(paid["source"], postings)
    start = integers(bands["start"])
    order = np.lexsort((integers(bands["end"]), start, posting))
    order = order[posting[order] >= 0]
    place = np.full(len(band_ids), NONE, dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    pay = bands.take(pa.array(order))
    applies = scan("APPLIES_IN", ("source", "target"))
    band = positions(applies["source"], band_ids)
    where = positions(applies["target"], places)
    kept = (band >= 0) & (where >= 0)
    kept[kept] &= place[band[kept]] >= 0
    return {
        "pay": pa.table(
            {
                "posting": posting[order],
                "low": to_numpy(pc.fill_null(pay["min"], np.nan)),
                "high": to_numpy(pc.fill_null(pay["max"], np.nan)),
                "currency": pay["currency"],
                "period": pay["period"],
                "start": start[order],
                "end": integers(pay["end"]),
            }
        ),
        "pay_places": _sorted_pairs("pay", place[band[kept]], "place", where[kept]),
    }
