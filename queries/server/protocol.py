"""What an HTTP request asks for, by the SPARQL 1.1 Protocol.

A query comes in one of three ways: as a parameter of the URL (GET), as a field of a form (POST), or
as the body itself (POST). The graphs it is about may be named beside it.

Reference: https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import parse_qsl

from skillweave.graph.sparql.workers import Request

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"

_MOST_FIELDS: Final = 1_000


class Unfit(Exception):
    """A request that cannot be answered.

    Args:
        status: HTTP status code.
        message: what is wrong, and what would be right.
    """

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        self.message = message
        super().__init__(status, message)


def read_request(
    method: str, query_string: bytes, content_type: str | None, body: bytes
) -> Request | None:
    """The query of a request, or None if it asks for the description of the service.

    Args:
        method: GET, HEAD or POST.
        query_string: what follows the question mark of the URL.
        content_type: value of that header.
        body: the body; empty for GET.

    Raises:
        Unfit: 400 if it is no request of the protocol, 403 for an update, 415 if the body is of a
            type that the protocol does not know.
    """
    in_url = _fields(query_string)
    if method != "POST":
        return _request(in_url) if in_url else None
    media_type, charset = _media_type(content_type)
    if media_type == UPDATE:
        raise _no_updates()
    if media_type not in (FORM, QUERY):
        raise Unfit(415, f"a query is sent as {FORM} or {QUERY}, not as {media_type or 'nothing'}")
    if charset not in (None, "utf-8", "utf8"):
        raise Unfit(415, f"queries are sent in UTF-8, not in {charset}")
    if media_type == FORM:
        return _request(_merged(in_url, _fields(body)))
    if "query" in in_url:
        raise Unfit(400, "the query is there twice: in the URL and in the body")
    return _request(in_url | {"query": [_decoded(body)]})


def _request(fields: Mapping[str, Sequence[str]]) -> Request:
    if "update" in fields or "using-graph-uri" in fields or "using-named-graph-uri" in fields:
        raise _no_updates()
    queries = fields.get("query", ())
    if len(queries) != 1:
        raise Unfit(400, f"one parameter 'query' is needed, not {len(queries)}")
    return Request(queries[0], _iris(fields, "default-graph-uri"), _iris(fields, "named-graph-uri"))


def _iris(fields: Mapping[str, Sequence[str]], name: str) -> tuple[str, ...] | None:
    found = tuple(iri for iri in fields.get(name, ()) if iri)
    for iri in found:
        scheme, colon, _ = iri.partition(":")
        if not colon or not scheme.isalnum() or any(c in iri for c in ' <>"{}|\\^`\n\r\t'):
            raise Unfit(400, f"{name} is no absolute IRI: {iri[:80]}")
    return found or None


def _fields(encoded: bytes) -> dict[str, list[str]]:
    try:
        pairs = parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise Unfit(400, "the parameters are not those of a form in UTF-8") from None
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def _merged(
    one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    return {name: [*one.get(name, ()), *other.get(name, ())] for name in (*one, *other)}


def _media_type(header: str | None) -> tuple[str, str | None]:
    media_type, *parameters = (part.strip() for part in (header or "").lower().split(";"))
    values = dict(p.partition("=")[::2] for p in parameters)
    return media_type, values.get("charset", "").strip('"') or None


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Unfit(400, "the query is not in UTF-8") from None


def _no_updates() -> Unfit:
    return Unfit(403, "this endpoint only reads; updates are not offered")
