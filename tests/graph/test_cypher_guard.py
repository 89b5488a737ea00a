"""What the guard refuses and what it lets pass; no engine takes part."""

import pytest

from skillweave.graph.cypher import refuse_writes
from skillweave.ontology.errors import QueryRefused

HOSTILE = [
    "CREATE (n:Skill {id: 'x'})",
    "create (n)",
    "MATCH (n) SET n.label = 'x'",
    "MATCH (n) sEt n += {label: 'x'} RETURN n",
    "MATCH (n) SET n:Role",
    "MATCH (n) REMOVE n.label",
    "MATCH (n) REMOVE n:Skill",
    "MATCH (n) DELETE n",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) NODETACH DELETE n",
    "MERGE (n:Skill {id: 'x'}) RETURN n",
    "MATCH (n) WITH n MERGE (m:Skill {id: n.id + 'x'})",
    "MATCH (n) FOREACH (x IN [1] | SET n.a = x)",
    "MATCH (n) FOREACH (x IN [1] | CREATE ())",
    "UNWIND [1] AS x CREATE (:Skill {id: toString(x)})",
    "RETURN 1 /* harmless */ AS x UNION MATCH (n) DELETE n RETURN 1 AS x",
    "MATCH (n) /* comment */ SET /* another */ n.a = 1",
    "MATCH (n) // comment\nSET n.a = 1",
    "MATCH (n)//\rDELETE n",
    "MATCH (n)\u00a0SET n.a = 1",
    "MATCH (n) \u017fet n.a = 1",
    "RETURN 'it\\'s' AS x UNION CREATE (n) RETURN 1 AS x",
    "RETURN \"a'\" AS x UNION MATCH (n) DELETE n RETURN '\"' AS x",
    "RETURN `a``b` UNION MATCH (n) DELETE n RETURN 1 AS `x`",
    "MATCH (n) WHERE n.a = '\\u0027 SET n.a = 1 //' RETURN n",
    "MATCH (n) WHERE n.a = 'x\\u0027 DELETE n RETURN \\u0027' RETURN n",
    "RETURN 1 \\u0053ET",
    "MATCH (n) \\u0044ELETE n",
    "MATCH (n) \\uu0044ELETE n",
    "CALL { CREATE (n) } RETURN 1",
    "CALL { MATCH (n) DELETE n }",
    "MATCH (n) CALL (n) { SET n.a = 1 } RETURN n",
    "MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 10 ROWS",
    "MATCH (n) CALL (n) { RETURN 1 AS x } IN TRANSACTIONS RETURN x",
    "MATCH (n) CALL (n) { RETURN 1 AS x } IN 3 CONCURRENT TRANSACTIONS RETURN x",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "WITH 1 AS x LOAD CSV WITH HEADERS FROM 'http://127.0.0.1/' AS line RETURN line",
    "MATCH (n) LOAD/**/CSV FROM 'file:///etc/passwd' AS l RETURN l",
    "CALL apoc.load.json('http://127.0.0.1/')",
    "CALL apoc.cypher.doIt('CREATE (n)', {}) YIELD value RETURN value",
    "CALL `apoc`.`cypher`.`doIt`('CREATE (n)', {})",
    "CALL apoc . cypher . run('MATCH (n) DELETE n', {})",
    "CALL /* x */ dbms.listConfig()",
    "CALL dbms.security.createUser('a', 'b', false)",
    "CALL db.createLabel('X')",
    "CALL db.clearQueryCaches()",
    "CALL tx.setMetaData({a: 1})",
    "CALL gds.graph.drop('g')",
    "CALL dbms.killTransaction('x')",
    "MATCH (n) CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh() RETURN 1",
    "RETURN apoc.cypher.runFirstColumnSingle('CREATE (n) RETURN n', {})",
    "RETURN `apoc`.`cypher`.`runFirstColumnSingle`('CREATE (n) RETURN n', {})",
    "MATCH (n) WHERE apoc.util.sleep(1000) IS NULL RETURN n",
    "CREATE CONSTRAINT x FOR (n:Skill) REQUIRE n.a IS UNIQUE",
    "CREATE INDEX x FOR (n:Skill) ON (n.a)",
    "DROP INDEX skill_id",
    "DROP CONSTRAINT skill_id IF EXISTS",
    "SHOW USERS",
    "SHOW TRANSACTIONS YIELD *",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "CREATE USER eve SET PASSWORD 'secret'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "GRANT ALL ON DATABASE * TO reader",
    "START DATABASE neo4j",
    "STOP DATABASE neo4j",
    "USE system MATCH (n) RETURN n",
    "MATCH (n) RETURN n; MATCH (n) DELETE n",
    "RETURN 1; RETURN 2",
    ";",
    "",
    "   // nothing",
    "EXPLAIN MATCH (n) RETURN n",
    "PROFILE CREATE (n)",
    "CYPHER 5 CREATE (n)",
    "CYPHER runtime=slotted MATCH (n) DELETE n",
    "INSERT (:Skill {id: 'x'})",
    "RETURN 'not closed",
    "RETURN `not closed",
    "RETURN 1 /* not closed",
]

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


@pytest.mark.parametrize("query", HOSTILE)
def test_more_than_reading_is_refused(query: str) -> None:
    with pytest.raises(QueryRefused):
        refuse_writes(query)


@pytest.mark.parametrize("query", HARMLESS)
def test_reading_passes(query: str) -> None:
    refuse_writes(query)


def test_the_message_says_what_to_do_with_a_name() -> None:
    with pytest.raises(QueryRefused, match=r"SET is not for queries that read.*backticks"):
        refuse_writes("MATCH (n) RETURN n AS set")
