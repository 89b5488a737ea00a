"""Finding the groups of postings that may be near-duplicates, and keeping the links found.

Postings are joined by the buckets that they share (see ``loaders/duplicates.py``). A group is a
connected component of that relation:

1. Buckets with more than one owner are read in their order, and their owners united (union-find
   over one integer an owner).
2. Only groups with an owner that is ``unlinked`` (new, or bereft of its first) are taken further:
   the others are as they were.
3. Each group is judged, its members in the order of their dates and ids.
4. The links found replace those of the group; owners whose link changed are marked as written.

Cost: one sort of the buckets, then the texts of the groups that changed. Memory: 16 bytes for each
owner that shares a bucket and for each link, besides what the database sorts on disk.
"""

from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from skillweave.graph._writing import arrow_view, first_row, read_state
from skillweave.ontology.sink import Judge, Link, Suspect

_SHARED = """
SELECT bucket, owner FROM stored.bucket
WHERE bucket IN (SELECT bucket FROM stored.bucket GROUP BY bucket HAVING count(*) > 1)
"""
_MEMBERS = """
SELECT member.root, posting, buckets, text
FROM member
JOIN stored.document USING (owner)
JOIN stored."Posting" USING (owner)
JOIN (SELECT owner, list(bucket ORDER BY bucket) AS buckets FROM shared GROUP BY owner)
    USING (owner)
ORDER BY root, date_posted NULLS LAST, posting
"""
_TEXTS_AT_A_TIME = 256

Owners = npt.NDArray[np.int64]


def link_duplicates(connection: duckdb.DuckDBPyConnection, judge: Judge) -> None:
    """Bring the links up to date; to be called within a transaction."""
    unlinked = _owners(connection, "SELECT DISTINCT owner FROM stored.unlinked")
    if not len(unlinked):
        return
    connection.execute(f"CREATE OR REPLACE TEMP TABLE shared AS {_SHARED} ORDER BY bucket")
    owners = _owners(connection, "SELECT DISTINCT owner FROM shared ORDER BY owner")
    roots = group_roots(connection, owners)
    touched = np.unique(roots[np.isin(owners, unlinked)])
    taken = np.isin(roots, touched)
    members = pa.table({"owner": owners[taken], "root": roots[taken]})
    with arrow_view(connection, members, "incoming"):
        connection.execute("CREATE OR REPLACE TEMP TABLE member AS FROM incoming")
    links = [
        link
        for _, group in groupby(_members(connection), key=itemgetter(0))
        for link in judge(suspect for _, suspect in group)
    ]
    replace_links(connection, links)
    for table in ("shared", "member"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DELETE FROM stored.unlinked")


def _owners(connection: duckdb.DuckDBPyConnection, query: str) -> Owners:
    column = connection.execute(query).fetchnumpy()["owner"]
    return np.ma.getdata(column).astype(np.int64)


def group_roots(connection: duckdb.DuckDBPyConnection, owners: Owners) -> Owners:
    """For each owner the smallest owner of its group.

    Args:
        connection: a database in which the table ``shared`` holds the pairs of bucket and owner.
        owners: all owners in it, in their order.
    """
    # ``parent`` holds positions in ``owners``.
    parent = array("q", range(len(owners)))

    def root(position: int) -> int:
        while parent[position] != position:
            parent[position] = parent[parent[position]]
            position = parent[position]
        return position

    bucket: int | None = None
    first = 0
    for batch in connection.sql(
        "SELECT bucket, owner FROM shared ORDER BY bucket"
    ).to_arrow_reader():
        positions = np.searchsorted(owners, batch.column("owner").to_numpy()).tolist()
        for here, position in zip(batch.column("bucket").to_pylist(), positions, strict=True):
            if here != bucket:
                bucket, first = here, position
                continue
            one, other = root(first), root(position)
            parent[max(one, other)] = min(one, other)
    return owners[[root(position) for position in range(len(owners))]]


def _members(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, Suspect]]:
    for batch in connection.sql(_MEMBERS).to_arrow_reader(_TEXTS_AT_A_TIME):
        for root, posting, buckets, text in zip(
            *(column.to_pylist() for column in batch.columns), strict=True
        ):
            yield root, Suspect(posting, tuple(buckets), text)


def replace_links(connection: duckdb.DuckDBPyConnection, links: Sequence[Link]) -> None:
    """Give the owners in the table ``member`` these links and no others."""
    pairs = pa.table(
        {
            "source": pa.array([link.source for link in links], pa.string()),
            "target": pa.array([link.target for link in links], pa.string()),
        }
    )
    with arrow_view(connection, pairs):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE found AS SELECT owner, source, target "
            "FROM incoming JOIN stored.document ON posting = source"
        )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE former AS "
        'SELECT owner, source, target FROM stored."DUPLICATE_OF" '
        "WHERE owner IN (SELECT owner FROM member)"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE changed AS "
        "SELECT DISTINCT owner FROM ((FROM found EXCEPT FROM former) UNION ALL "
        "(FROM former EXCEPT FROM found))"
    )
    if first_row(connection, "SELECT 1 FROM changed LIMIT 1"):
        version = read_state(connection).version + 1
        connection.execute(
            'DELETE FROM stored."DUPLICATE_OF" WHERE owner IN (SELECT owner FROM changed)'
        )
        connection.execute(
            'INSERT INTO stored."DUPLICATE_OF" BY NAME '
            "FROM found WHERE owner IN (SELECT owner FROM changed)"
        )
        connection.execute(
            "UPDATE stored.written SET version = ? WHERE owner IN (SELECT owner FROM changed)",
            [version],
        )
        connection.execute("UPDATE stored.state SET version = ?", [version])
    for table in ("found", "former", "changed"):
        connection.execute(f"DROP TABLE {table}")
