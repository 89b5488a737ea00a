"""What the guard refuses and what it lets pass; no engine takes part."""

import pytest

from hostile_queries import EXHAUSTING, MISLEADING, WRITING
from skillweave.graph.cypher import refuse_writes
from skillweave.ontology.errors import QueryRefused

HARMLESS = [
    "MATCH (n:Skill) RETURN n",
    "MATCH (n) RETURN n;",
    "match (n) return n limit 1",
    "OPTIONAL MATCH (n:Skill) RETURN n",
    "UNWIND $rows AS row RETURN row",
    "WITH 1 AS x RETURN x",
    "RETURN 'CREATE; DELETE' AS text",
    'RETURN "it\'s SET" AS text',
    "RETURN 'a \\' DELETE' AS text",
    "MATCH (n) // DELETE n\nRETURN n",
    "MATCH (n) /* SET; */ RETURN n",
    "MATCH (n) RETURN n.set, n.`create`, n.delete",
    "MATCH (n:Create)-[:SET|MERGE]->(m:Delete&Load) RETURN n",
    "RETURN {set: 1, merge: 2} AS m",
    "MATCH (`set`:Skill) RETURN `set`.label",
    "MATCH (b:SalaryBand) RETURN b.start AS start, b.end AS end ORDER BY start",
    "MATCH (n) WHERE n.offset = 1 RETURN n.created, n.dataset",
    "RETURN $set AS x",
    "RETURN date('2024-01-01'), date.truncate('month', date()), duration.between($a, $b)",
    "MATCH (n) RETURN count(*) AS n UNION ALL RETURN 1 AS n",
    "MATCH (n) CALL (n) { MATCH (n)-->(m) RETURN count(m) AS c } RETURN c",
    "CALL db.labels() YIELD label RETURN label",
    "CALL db.index.fulltext.queryNodes('names', $q) YIELD node RETURN node",
    "MATCH (n) WHERE EXISTS { (n)-->() } RETURN COUNT { (n)-->() }",
    "RETURN '\\u00e9t\\u00e9' AS summer",
    "RETURN '\\\\' AS x",
    "MATCH p = shortestPath((a)-[*..5]-(b)) RETURN p",
    "RETURN 1.5e3 AS x, .5 AS y, 0x1F AS z",
]


@pytest.mark.parametrize("query", WRITING)
def test_more_than_reading_is_refused(query: str) -> None:
    with pytest.raises(QueryRefused):
        refuse_writes(query)


@pytest.mark.parametrize("query", [*HARMLESS, *EXHAUSTING, *(query for query, _ in MISLEADING)])
def test_reading_passes(query: str) -> None:
    refuse_writes(query)


def test_the_message_says_what_to_do_with_a_name() -> None:
    with pytest.raises(QueryRefused, match=r"SET is not for queries that read.*backticks"):
        refuse_writes("MATCH (n) RETURN n AS set")
