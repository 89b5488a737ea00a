r"""Refuse queries that do more than read.

A query is cut into words, signs, quoted texts and comments as Cypher does it, and judged by its
words outside of quotes:

1. It begins with a clause that reads; so no administration command and no schema change passes.
2. No word of a clause that writes, loads files or opens transactions stands where a clause may.
   Such a word is a name after ``.``, ``:``, ``|``, ``&``, ``!`` or ``$`` and before ``:``.
3. Procedures and functions with a namespace are only those of a short list.
4. There is one statement.

Neo4j decodes ``\uXXXX`` before it reads a query, so that an escape can close a quote. Such a query
is judged as it stands and as it is decoded, and has to pass both ways.

The guard is the first line. Behind it a Neo4j server refuses writes in a transaction that was begun
for reading, and the local projection is open for reading only.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from skillweave.ontology.errors import QueryRefused

FIRST: Final = frozenset(("MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL"))
"""Clauses that a query may begin with."""

WRITING: Final = frozenset(
    "CREATE MERGE SET DELETE DETACH NODETACH REMOVE DROP FOREACH INSERT LOAD GRANT DENY REVOKE ALTER "
    "RENAME SHOW TERMINATE USE TRANSACTIONS".split()
)
"""Words of clauses that write, load files, administer or commit in between."""

PROCEDURES: Final = frozenset(
    (
        "db.labels",
        "db.relationshiptypes",
        "db.propertykeys",
        "db.index.fulltext.querynodes",
        "db.schema.nodetypeproperties",
        "db.schema.reltypeproperties",
    )
)
"""Procedures that may be called, in lower case."""

NAMESPACES: Final = frozenset(
    "date datetime localdatetime time localtime duration point vector".split()
)
"""Namespaces of functions that may be called."""

_TOKEN: Final = re.compile(
    r"""
      (?P<comment> //[^\n\r]* | /\*.*?\*/ )
    | (?P<text> '(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" )
    | (?P<quoted> `(?:``|[^`])*` )
    | (?P<word> [^\W\d]\w* )
    | (?P<number> \d[\w.]* )
    | (?P<blank> \s+ )
    | (?P<sign> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\u+([0-9a-fA-F]{4})")
_BEFORE_A_NAME: Final = frozenset(".:|&!$%")


class _Token(NamedTuple):
    kind: str
    text: str

    @property
    def upper(self) -> str:
        return self.text.upper() if self.kind == "word" else self.text


_END: Final = _Token("sign", "")


def refuse_writes(query: str) -> None:
    """Refuse a query that would do more than read the graph.

    Args:
        query: one Cypher statement.

    Raises:
        QueryRefused: it writes, administers, loads a file, calls what it may not, holds several
            statements, or cannot be cut into words.
    """
    _judge(query)
    decoded = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), query)
    if decoded != query:
        _judge(decoded)


def _judge(query: str) -> None:
    tokens = list(_tokens(query))
    while tokens and tokens[-1].text == ";":
        tokens.pop()
    if not tokens:
        raise QueryRefused("the query is empty")
    if tokens[0].upper not in FIRST:
        raise QueryRefused(
            f"a query that reads begins with {', '.join(sorted(FIRST))}, not {tokens[0].text!r}"
        )
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else _END
        after = tokens[place + 1] if place + 1 < len(tokens) else _END
        if token.text == ";":
            raise QueryRefused("the query holds several statements; run them one by one")
        if token.kind not in ("word", "quoted"):
            continue
        if token.upper in WRITING and before.text not in _BEFORE_A_NAME and after.text != ":":
            raise QueryRefused(
                f"{token.upper} is not for queries that read; if it is a name, put it in backticks"
            )
        if before.text != ".":
            _judge_call(tokens, place, called=before.upper == "CALL")


def _tokens(query: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(query):
        kind = str(found.lastgroup)
        if kind in ("comment", "blank"):
            continue
        if kind == "sign" and found[0] in "'\"`":
            raise QueryRefused(f"a quotation is not closed: {query[found.start() :][:40]!r}")
        if kind == "sign" and query.startswith("/*", found.start()):
            raise QueryRefused("a comment is not closed")
        yield _Token(kind, found[0])


def _judge_call(tokens: list[_Token], place: int, *, called: bool) -> None:
    # A name with dots that is followed by "(" is a function; after CALL it is a procedure.
    parts = [tokens[place].text.strip("`")]
    place += 1
    while place + 1 < len(tokens) and tokens[place].text == ".":
        parts.append(tokens[place + 1].text.strip("`"))
        place += 2
    name = ".".join(parts).lower()
    if called:
        if name not in PROCEDURES:
            raise QueryRefused(
                f"the procedure {name} may not be called; these may: {', '.join(sorted(PROCEDURES))}"
            )
    elif (
        len(parts) > 1
        and place < len(tokens)
        and tokens[place].text == "("
        and parts[0].lower() not in NAMESPACES
    ):
        raise QueryRefused(f"the function {name} may not be called")
