"""The process in which SPARQL queries run: ``python -m skillweave.graph.sparql.helper``.

The engine cannot be interrupted while it works, so that a time limit needs a process that can be
ended; and what a query writes, allocates or connects to is the affair of a process too. This one
can open no connection and write no file, gets no more memory than its settings say and dies of
asking for more (see :mod:`skillweave.graph.sparql.confinement`). It also dies of a query that takes
longer than it may, even if its owner is no longer there.

It reads its settings and then requests from standard input, and writes an answer to each on
standard output; see :func:`write_frame`. It ends when standard input does.
"""

import contextlib
import json
import os
import signal
import sys
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import IO, Any, Final, NamedTuple, TypeAlias

import orjson
import pyoxigraph as ox

from skillweave.graph.sparql.confinement import (
    allow_many_files,
    limit_memory,
    refuse_connections,
    refuse_files,
)
from skillweave.graph.sparql.formats import Kind, convert
from skillweave.graph.sparql.functions import AGGREGATES, FUNCTIONS
from skillweave.graph.sparql.guard import Refused, judge
from skillweave.graph.sparql.locks import shared_lock

GRACE: Final = 5.0
"""Seconds that its owner has to end the process when time is up, before it ends by itself."""

Message: TypeAlias = dict[str, Any]

_WORD: Final = 4


def write_frame(stream: IO[bytes], message: Message, body: bytes = b"") -> None:
    """Send a message: its length in four bytes, itself as JSON, and a body of ``size`` bytes."""
    head = json.dumps(message | {"size": len(body)}).encode()
    stream.write(len(head).to_bytes(_WORD) + head + body)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[Message, bytes] | None:
    """Receive a message and its body; None where the stream ends."""
    length = stream.read(_WORD)
    head = stream.read(int.from_bytes(length)) if len(length) == _WORD else b""
    if not head:
        return None
    message: Message = json.loads(head)
    body = stream.read(message["size"])
    return (message, body) if len(body) == message["size"] else None


class _TooLarge(Exception):
    pass


class _Answer(NamedTuple):
    kind: Kind
    complete: bool
    body: bytes


def main() -> None:
    """Answer requests until standard input ends."""
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    frame = read_frame(incoming)
    if frame is None:
        return
    settings, _ = frame
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(shared_lock(settings["lock"]))
            allow_many_files()
            refuse_connections()  # before the engine has threads
            store = ox.Store.read_only(settings["directory"])
        except (OSError, ValueError) as error:
            write_frame(outgoing, {"error": "gone", "message": str(error)})
            return
        write_frame(outgoing, {"ready": True})
        refuse_files()
        limit_memory(settings["memory"])
        while frame := read_frame(incoming):
            request, _ = frame
            message, body = _respond(store, settings, request)
            write_frame(outgoing, message, body)


def _respond(store: ox.Store, settings: Message, request: Message) -> tuple[Message, bytes]:
    with _time_limit(request["seconds"] + GRACE):
        try:
            answer = _answer(store, settings, request)
        except Refused as error:
            return {"error": "refused", "message": str(error)}, b""
        except SyntaxError as error:
            return {"error": "syntax", "message": str(error)}, b""
        except (MemoryError, RecursionError, _TooLarge):
            return {"error": "large", "message": ""}, b""
        except Exception as error:  # noqa: BLE001  (whatever it is, the owner has to hear of it)
            return {"error": "failed", "message": str(error) or type(error).__name__}, b""
    return {"kind": answer.kind, "complete": answer.complete}, answer.body


@contextlib.contextmanager
def _time_limit(seconds: float) -> Any:
    if sys.platform == "win32":
        yield
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process, whatever it is doing
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(store: ox.Store, settings: Message, request: Message) -> _Answer:
    prefixes, base_iri = settings["prefixes"], settings["base_iri"]
    query = request["query"]
    parsed = judge(query, base_iri=base_iri, prefixes=prefixes)
    graphs, named = request["default_graphs"], request["named_graphs"]
    given = graphs is not None or named is not None
    found = store.query(
        query,
        base_iri=base_iri,
        prefixes=prefixes,
        custom_functions=FUNCTIONS,
        custom_aggregate_functions=AGGREGATES,
        use_default_graph_as_union=not given and not parsed.names_graphs,
        default_graph=[ox.NamedNode(iri) for iri in graphs or ()] if given else None,
        named_graphs=[ox.NamedNode(iri) for iri in named or ()] if given else None,
    )
    answer = _encode(found, rows=request["rows"], room=request["bytes"])
    format = request["format"].get(answer.kind)
    if format is None:
        return answer
    return answer._replace(body=convert(answer.body, answer.kind, format, prefixes))


def _encode(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, *, rows: int, room: int
) -> _Answer:
    if isinstance(found, ox.QueryBoolean):
        return _Answer("boolean", True, orjson.dumps({"head": {}, "boolean": bool(found)}))
    if isinstance(found, ox.QueryTriples):
        lines = _bounded((f"{triple} .\n".encode() for triple in islice(found, rows)), room)
        return _Answer("graph", next(found, None) is None, b"".join(lines))
    names = [variable.value for variable in found.variables]
    bindings = _bounded(
        (
            orjson.dumps(
                {
                    name: _term(value)
                    for name, value in zip(names, solution, strict=True)
                    if value is not None
                }
            )
            for solution in islice(found, rows)
        ),
        room,
    )
    body = b'{"head":%b,"results":{"bindings":[%b]}}' % (
        orjson.dumps({"vars": names}),
        b",".join(bindings),
    )
    return _Answer("rows", next(found, None) is None, body)


def _bounded(pieces: Iterable[bytes], room: int) -> list[bytes]:
    kept = []
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            raise _TooLarge
        kept.append(piece)
    return kept


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Mapping[str, Any]:
    # https://www.w3.org/TR/sparql11-results-json/#select-encode-terms
    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": term.value}
        case ox.Literal():
            literal = {"type": "literal", "value": term.value}
            if term.language:
                return literal | {"xml:lang": term.language}
            if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
                return literal
            return literal | {"datatype": term.datatype.value}
        case ox.Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _term(part) for name, part in parts.items()}}


if __name__ == "__main__":
    main()
    os._exit(0)  # an orderly end would wait for the engine's threads
