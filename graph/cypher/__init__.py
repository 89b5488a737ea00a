"""Cypher from users: what they may ask, how it is run, and what comes back.

The same query runs on Neo4j and on a projection of the local store; see
:mod:`skillweave.graph.cypher.projection`.
"""

from skillweave.graph.cypher.guard import refuse_writes
from skillweave.graph.cypher.result import CypherResult
from skillweave.graph.cypher.run import Limits, run_query, within

__all__ = ["CypherResult", "Limits", "refuse_writes", "run_query", "within"]
