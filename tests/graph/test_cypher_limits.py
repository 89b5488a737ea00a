"""How far a query may go, apart from any engine."""

from threading import Event

import pytest

from skillweave.graph.cypher import Limits, within
from skillweave.ontology.errors import QueryFailed, QueryTimeout, UsageError


def test_nobody_waits_for_what_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillweave.graph.cypher.run.GRACE", 0.0)
    never = Event()
    with pytest.raises(QueryTimeout, match=r"more than 0\.05 s, and the server does not stop it"):
        within(Limits(seconds=0.05), never.wait)
    never.set()


def test_answers_and_errors_come_through() -> None:
    def fail() -> None:
        raise QueryFailed("no such function")

    assert within(Limits(), lambda: 42) == 42
    with pytest.raises(QueryFailed, match="no such function"):
        within(Limits(), fail)


@pytest.mark.parametrize("limits", [{"rows": 0}, {"seconds": 0}, {"seconds": -1.0}])
def test_limits_that_let_nothing_through_make_no_sense(limits: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="at least one row"):
        Limits(**limits)
