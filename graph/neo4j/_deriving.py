"""Derived edges in Neo4j: replaced in batches, with the settings they were made with.

There are too many for one transaction. The settings are taken away first and given back last, so that
a replacement which was cut short is seen and made again.
"""

from collections.abc import Callable
from typing import Any, Final

import neo4j

from skillweave.graph.neo4j._rows import create_edges, in_batches, rows_of
from skillweave.graph.neo4j._writing import next_version
from skillweave.ontology.schema import DERIVED
from skillweave.ontology.tables import Tables

_ROWS_AT_A_TIME: Final = 20_000

Write = Callable[..., Any]
"""Runs a function of a transaction, with arguments, in a transaction that writes."""


def derivation(transaction: neo4j.ManagedTransaction) -> str | None:
    """The settings of the derived edges, as they were given; None if there are none."""
    found = transaction.run("MATCH (s:_State {id: 0}) RETURN s.derivation").single(strict=True)[0]
    return None if found is None else str(found)


def replace_derived(write: Write, tables: Tables, settings: str | None) -> None:
    """Put these derived edges in the place of all that are there."""
    write(_note, None)
    for edge in DERIVED:
        while write(_delete_some, edge):
            pass
        if edge in tables:
            for batch in tables[edge].to_batches(max_chunksize=_ROWS_AT_A_TIME):
                for rows in in_batches(rows_of(batch), _ROWS_AT_A_TIME):
                    write(create_edges, edge, rows)
    write(_note, settings)


def _note(transaction: neo4j.ManagedTransaction, settings: str | None) -> None:
    # Every posting counts as changed, so that projections of the graph take the new edges in.
    version = next_version(transaction)
    transaction.run(
        "MATCH (s:_State {id: 0}) SET s.derivation = $settings", settings=settings
    ).consume()
    transaction.run("MATCH (d:_Document) SET d.version = $version", version=version).consume()


def _delete_some(transaction: neo4j.ManagedTransaction, edge: str) -> int:
    query = f"MATCH ()-[r:`{edge}`]->() WITH r LIMIT $most DELETE r"
    result = transaction.run(query, most=_ROWS_AT_A_TIME)
    return result.consume().counters.relationships_deleted
