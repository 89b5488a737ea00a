"""The graph in a Neo4j server: a store of its own, with the same tables as the local one.

How it lies there is told in :mod:`skillweave.graph.neo4j._layout`.
"""

from skillweave.graph.neo4j._access import Access, Secret, has_password, is_address
from skillweave.graph.neo4j._store import Neo4jStore

__all__ = ["Access", "Neo4jStore", "Secret", "has_password", "is_address"]
