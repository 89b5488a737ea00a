"""What a store keeps beside the graph, as literals of the postings in a complete dump.

A posting's text and Record, where it was read and its digest are literals of their own. Two things
are JSON, since they serve a store alone: the buckets that near-duplicates share, and the posting's
own wording of what several postings state (one may write "ACME" where most write "Acme"; the graph
shows one name, a store remembers who said what).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import orjson
import pyarrow as pa

from skillweave.graph._layout import SHARED
from skillweave.graph.transfer import CopyableStore
from skillweave.ontology.schema import SIDES
from skillweave.ontology.tables import OWNER, TableBuilder

DOCUMENT: Final = SIDES["document"].columns[1:]
"""The columns that a posting gets from its document."""

_POSTINGS_AT_A_TIME: Final = 1_000
_WANTED: Final = SHARED | {"bucket", "document"}


def kept_beside(store: CopyableStore) -> Iterator[pa.Table]:
    """For each posting its document, and its buckets and what it states of shared nodes as JSON.

    Yields:
        Tables with the columns of a document, ``buckets``, ``states`` and ``unlinked`` (whose
        values are ``true`` or null), in the order in which the store gives its postings.
    """
    unlinked = frozenset(store.export_links().unlinked)
    some: list[str] = []
    for known in store.known():
        some.append(known.posting)
        if len(some) == _POSTINGS_AT_A_TIME:
            yield _told(store, some, unlinked)
            some = []
    if some:
        yield _told(store, some, unlinked)


def _told(store: CopyableStore, postings: Sequence[str], unlinked: frozenset[str]) -> pa.Table:
    buckets: list[list[int]] = [[] for _ in postings]
    states: list[dict[str, list[list[Any]]]] = [{} for _ in postings]
    tables = dict(store.export_postings(postings, tables=_WANTED))
    documents = tables.pop("document").sort_by(OWNER)
    for name in sorted(tables):
        table = tables[name]
        owners = table[OWNER].to_pylist()
        if name == "bucket":
            for owner, bucket in zip(owners, table["bucket"].to_pylist(), strict=True):
                buckets[owner].append(bucket)
            continue
        values = (column.to_pylist() for column in table.drop_columns([OWNER]).columns)
        for owner, row in zip(owners, zip(*values, strict=True), strict=True):
            states[owner].setdefault(name, []).append(list(row))
    for said in states:
        for rows in said.values():
            rows.sort(key=repr)
    present = documents[OWNER].to_pylist()
    added = {
        "buckets": [orjson.dumps(sorted(buckets[owner])).decode() for owner in present],
        "states": [orjson.dumps(states[owner]).decode() for owner in present],
        "unlinked": ["true" if postings[owner] in unlinked else None for owner in present],
    }
    table = documents.drop_columns([OWNER])
    for name, texts in added.items():
        table = table.append_column(name, pa.array(texts, pa.string()))
    return table


def add_kept(builder: TableBuilder, owner: int, buckets: str, states: str) -> None:
    """Add the rows that a posting's JSON tells; the way back from :func:`kept_beside`.

    Raises:
        ValueError, TypeError, AttributeError: it is not what a dump holds.
    """
    builder.rows("bucket").extend((owner, int(bucket)) for bucket in orjson.loads(buckets))
    said: dict[str, Iterable[Sequence[Any]]] = orjson.loads(states)
    for name, rows in said.items():
        if name not in SHARED:
            raise ValueError(f"postings do not share {name!r}")
        builder.rows(name).extend((owner, *row) for row in rows)
