"""Tell what a query does before it runs: which clauses it has, judged by the engine's own parser.

The engine would follow ``SERVICE`` to any server that a query names, and does not say what it read
in a query. But it says whether it can read one, and that is enough. ``SERVICE`` is looked for so:

1. Without the letters "service", in any case, there is no such clause.
2. Otherwise they are replaced, wherever they stand, by a word of the same length that the query
   does not contain. In a text, a comment, an IRI or a name that changes nothing for a parser; where
   they were the keyword, the query can no longer be read.
3. So a query whose twin can be read has no such clause, and no other parser has to agree with the
   engine's on what a quotation or a comment is. A query whose twin cannot be read is not run.

The twin is read over an empty store, and cannot call anybody: it has no ``SERVICE``. ``FROM`` is
found in the same way. Updates cannot be read by the parser for queries at all.

The guard is the first line. Behind it the process that runs queries can open no connection, see
:mod:`skillweave.graph.sparql.confinement`.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

import pyoxigraph as ox

from skillweave.graph.sparql.functions import AGGREGATES, FUNCTIONS

_UPDATES: Final = frozenset("INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH".split())
_PROLOGUE: Final = re.compile(
    r"(?: \s+ | \#[^\n\r]* | BASE\s*<[^>]*> | PREFIX\s*[^\s:]*:\s*<[^>]*> )*+ (\w*)",
    re.VERBOSE | re.IGNORECASE,
)
_ALPHABET: Final = "zqxjkwvy"


class Refused(ValueError):
    """The query does what it may not."""


class Parsed(NamedTuple):
    """A query that may be run.

    Attributes:
        names_graphs: whether it says itself which graphs it is about (``FROM``, ``FROM NAMED``).
    """

    names_graphs: bool


def judge(query: str, *, base_iri: str, prefixes: Mapping[str, str]) -> Parsed:
    """Refuse a query that would do more than read this graph.

    Args:
        query: one SPARQL query.
        base_iri: what its relative IRIs begin with.
        prefixes: namespaces that it need not declare.

    Raises:
        Refused: it is an update, or asks another server.
        SyntaxError: it cannot be read.
    """

    def read(text: str) -> None:
        try:
            ox.Store().query(
                text,
                base_iri=base_iri,
                prefixes=dict(prefixes),
                custom_functions=FUNCTIONS,
                custom_aggregate_functions=AGGREGATES,
            )
        except SyntaxError:
            raise
        except Exception:  # noqa: BLE001, S110  (what goes wrong later is told when it is run)
            pass

    found = _PROLOGUE.match(query)
    word = found[1].upper() if found else ""
    if word in _UPDATES:
        raise Refused(f"{word} changes the graph; SPARQL queries here only read")
    twin = _without(query, "service")
    try:
        read(twin)
    except SyntaxError as error:
        if twin != query:
            raise Refused(
                f"the query asks another server (SERVICE), or cannot be read ({error}); only this "
                "graph can be asked"
            ) from None
        raise
    silent = _without(twin, "from")
    if silent == twin:
        return Parsed(names_graphs=False)
    try:
        read(silent)
    except SyntaxError:
        return Parsed(names_graphs=True)
    return Parsed(names_graphs=False)


def _without(query: str, word: str) -> str:
    # Keywords are ASCII for the engine, so that no other letter folds into one of theirs.
    every = re.compile(word, re.IGNORECASE | re.ASCII)
    if not every.search(query):
        return query
    for letter in _ALPHABET:
        for place in range(len(word)):
            stand_in = word[:place] + letter + word[place + 1 :]
            if not re.search(stand_in, query, re.IGNORECASE):
                return every.sub(stand_in, query)
    raise Refused("the query is made of words that look like clauses; write it more plainly")
