"""Run one query over Bolt within its limits."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from threading import Thread
from typing import Any, Final, TypeVar

import neo4j
from neo4j.exceptions import ClientError, DatabaseError, Neo4jError, TransientError

from skillweave.graph.cypher.result import CypherResult
from skillweave.ontology.errors import QueryFailed, QueryRefused, QueryTimeout, UsageError

GRACE: Final = 5.0
"""Seconds beyond the limit that an engine has to notice by itself that time is up."""

Answer = TypeVar("Answer")
_PLAIN: Final = (bool, int, float, str, date, datetime, time, timedelta, type(None))


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a query may go.

    Attributes:
        rows: how many rows it may return; the rest is left out, and the result says so.
        seconds: how long it may take.
    """

    rows: int = 10_000
    seconds: float = 30.0

    def __post_init__(self) -> None:
        if self.rows < 1 or self.seconds <= 0:
            raise UsageError("the limits of a query are at least one row and more than no time")


def within(limits: Limits, ask: Callable[[], Answer]) -> Answer:
    """Ask something, and no longer wait for the answer when its time is up.

    A server looks at its clock between rows. An expression that takes forever within one row, such
    as a regular expression that backtracks, it cannot stop; who asked should not wait with it.

    Args:
        limits: how long it may take; ``GRACE`` more is waited.
        ask: what to do, in a thread that is left to itself if it takes longer.

    Raises:
        QueryTimeout: it took longer.
    """
    answer: Future[Answer] = Future()

    def run() -> None:
        try:
            answer.set_result(ask())
        except BaseException as error:  # noqa: BLE001  (raised where the answer is waited for)
            answer.set_exception(error)

    Thread(target=run, daemon=True).start()
    try:
        return answer.result(limits.seconds + GRACE)
    except TimeoutError:
        raise QueryTimeout(
            f"the query took more than {limits.seconds:g} s, and the server does not stop it; "
            "ask an administrator to end it if it goes on"
        ) from None


def run_query(
    session: neo4j.Session,
    query: str,
    parameters: Mapping[str, Any],
    limits: Limits,
    *,
    writing: bool = False,
) -> CypherResult:
    """Run a query by itself.

    Args:
        session: a session that was opened for reading, or for writing.
        query: the query.
        parameters: values of its ``$names``.
        limits: how far it may go.
        writing: whether it may write; all of it is then carried out, whatever the row limit.

    Raises:
        QueryFailed: the engine cannot run it.
        QueryRefused: it writes though the session is for reading.
        QueryTimeout: it took too long.
        UsageError: a parameter has a value that Cypher does not know.
    """
    for name, value in parameters.items():
        _check(name, value)
    try:
        result = session.run(
            neo4j.Query(query, timeout=limits.seconds),
            dict(parameters),
        )
        columns = tuple(result.keys())
        records = result.fetch(limits.rows + 1)
        if writing:
            result.consume()  # what is cut off is written nevertheless
    except (ClientError, DatabaseError, TransientError) as error:
        raise explained(error, limits) from error
    rows = [tuple(record.values()) for record in records[: limits.rows]]
    return CypherResult(columns, rows, complete=len(records) <= limits.rows)


def _check(name: str, value: Any) -> None:
    if isinstance(value, list | tuple):
        for item in value:
            _check(name, item)
    elif isinstance(value, Mapping):
        for item in value.values():
            _check(name, item)
    elif not isinstance(value, _PLAIN):
        raise UsageError(f"the parameter ${name} is a {type(value).__name__}; Cypher has none")
    elif isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise UsageError(f"the parameter ${name} is beyond 64 bits")


def explained(error: Neo4jError, limits: Limits) -> Exception:
    """The error of ours for what an engine says about a query."""
    code, message = error.code or "", (error.message or "").strip()
    if "TransactionTimedOut" in code or "Terminated" in code:
        return QueryTimeout(
            f"the query took more than {limits.seconds:g} s; ask for less, or allow more time"
        )
    if "AccessMode" in code:
        return QueryRefused("the query writes, but the graph is open for reading")
    if "read only database" in message:
        # So it says of whatever it does not take for a query that reads, mistakes included.
        return QueryFailed(
            "the local engine cannot make sense of the query; check its syntax, and give "
            "aggregates a name with WITH before calculating with them"
        )
    return QueryFailed(message or code)
