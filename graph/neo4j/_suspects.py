"""Finding near-duplicates in Neo4j: the groups are found here, the texts stay there.

The buckets of all postings come over in one stream and are grouped as in the local store
(:mod:`skillweave.graph._suspects`); of the groups that changed, texts are fetched a few at a time.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import duckdb
import neo4j
import numpy as np
import pyarrow as pa

from skillweave.graph._suspects import group_roots
from skillweave.graph.neo4j._rows import create_edges, in_batches, native, run_in_batches
from skillweave.graph.neo4j._writing import next_version
from skillweave.ontology.sink import Judge, Suspect

_TEXTS_AT_A_TIME: Final = 256


class _Member(NamedTuple):
    posting: str
    buckets: tuple[int, ...]


def link_duplicates(transaction: neo4j.ManagedTransaction, judge: Judge) -> None:
    """Bring the links up to date; see ``Sink.link_duplicates``."""
    transaction.run("MATCH (s:_State {id: 0}) SET s.version = s.version")  # writers take turns
    unlinked = {r[0] for r in transaction.run("MATCH (d:_Unlinked) RETURN d.posting")}
    if not unlinked:
        return
    groups = [g for g in _groups(transaction) if any(m.posting in unlinked for m in g)]
    links: list[list[str]] = []
    for group in groups:
        links += [[*link] for link in judge(_suspects(transaction, group))]
    members = [member.posting for group in groups for member in group]
    replace_links(transaction, links, members)
    transaction.run("MATCH (d:_Unlinked) REMOVE d:_Unlinked")


def _groups(transaction: neo4j.ManagedTransaction) -> list[list[_Member]]:
    postings: list[str] = []
    buckets: list[list[int]] = []
    query = "MATCH (d:_Document) RETURN d.posting, d.buckets ORDER BY d.posting"
    for posting, found in transaction.run(query):
        postings.append(posting)
        buckets.append(found)
    offsets = np.cumsum([0, *map(len, buckets)])
    table = pa.table(
        {
            "bucket": pa.array([b for found in buckets for b in found], pa.int64()),
            "owner": np.repeat(np.arange(len(postings)), np.diff(offsets)),
        }
    )
    with duckdb.connect() as connection:
        connection.register("incoming", table)
        connection.execute(
            "CREATE TABLE shared AS FROM incoming WHERE bucket IN "
            "(SELECT bucket FROM incoming GROUP BY bucket HAVING count(*) > 1)"
        )
        owners = np.unique(connection.sql("SELECT owner FROM shared").fetchnumpy()["owner"])
        roots = group_roots(connection, owners)
        pairs = connection.sql(
            "SELECT owner, list(bucket ORDER BY bucket) FROM shared GROUP BY owner ORDER BY owner"
        ).fetchall()
    groups: defaultdict[int, list[_Member]] = defaultdict(list)
    for root, (owner, shared) in zip(roots.tolist(), pairs, strict=True):
        groups[root].append(_Member(postings[owner], tuple(shared)))
    return list(groups.values())


def _suspects(transaction: neo4j.ManagedTransaction, group: Sequence[_Member]) -> Iterator[Suspect]:
    dates: dict[str, Any] = dict(
        transaction.run(
            "UNWIND $ids AS id MATCH (p:Posting {id: id}) RETURN p.id, p.date_posted",
            ids=[member.posting for member in group],
        ).values()
    )

    def precedence(member: _Member) -> tuple[bool, date, str]:
        day = native(dates[member.posting])
        return (day is None, day or date.min, member.posting)

    for members in in_batches(sorted(group, key=precedence), _TEXTS_AT_A_TIME):
        texts: dict[str, str] = dict(
            transaction.run(
                "UNWIND $ids AS id MATCH (d:_Document {posting: id}) RETURN d.posting, d.text",
                ids=[member.posting for member in members],
            ).values()
        )
        for posting, buckets in members:
            yield Suspect(posting, buckets, texts[posting])


def replace_links(
    transaction: neo4j.ManagedTransaction, links: list[list[str]], members: list[str]
) -> None:
    """Give some postings these links and no others; what changed counts as written."""
    former = set(
        map(
            tuple,
            transaction.run(
                "UNWIND $ids AS id MATCH (p:Posting {id: id})-[:DUPLICATE_OF]->(first:Posting) "
                "RETURN p.id, first.id",
                ids=members,
            ).values(),
        )
    )
    found = set(map(tuple, links))
    changed = sorted({source for source, _ in found ^ former})
    if not changed:
        return
    run_in_batches(
        transaction,
        "UNWIND $rows AS row MATCH (:Posting {id: row[0]})-[e:DUPLICATE_OF]->() DELETE e",
        [[source] for source in changed],
    )
    affected = set(changed)
    create_edges(transaction, "DUPLICATE_OF", [pair for pair in links if pair[0] in affected])
    run_in_batches(
        transaction,
        "UNWIND $rows AS row MATCH (d:_Document {posting: row[0]}) SET d.version = $version",
        [[source] for source in changed],
        version=next_version(transaction),
    )
