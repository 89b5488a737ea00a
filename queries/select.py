"""SQL over the tables of any store.

A question that counts or filters is one SQL statement over the tables that
``skillweave.ontology.schema`` declares. Those that it names are scanned as Arrow and queried in
memory, so that a question asks nothing of a store beyond what every store can do.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import duckdb

from skillweave.graph.store import Store
from skillweave.ontology.schema import EDGES, NODES
from skillweave.queries.answer import Evidence
from skillweave.queries.evidence import evidence

_QUOTED: Final = re.compile(r'"(\w+)"')


def select(
    store: Store, query: str, parameters: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Run a query and return its rows.

    Args:
        store: the graph.
        query: SQL in which labels and edge types stand in double quotes, as ``"Posting"``, and
            ``$name`` stands for a parameter.
        parameters: their values.

    Note:
        Costs a scan of each table that the query names.
    """
    with duckdb.connect() as connection:
        for name in dict.fromkeys(_QUOTED.findall(query)):
            if name in NODES or name in EDGES:
                connection.register(name, store.scan(name))
        result = connection.execute(query, parameters)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def evidences(store: Store, facts: Iterable[tuple[str, int, int]]) -> list[Evidence]:
    """Quote the sentences in which facts stand.

    Args:
        store: the graph.
        facts: posting, start and end of each fact.

    Returns:
        One quotation a fact, in order.
    """
    wanted = list(facts)
    texts = {d.posting: d.text for d in store.documents({posting for posting, _, _ in wanted})}
    return [evidence(posting, texts[posting], start, end) for posting, start, end in wanted]
