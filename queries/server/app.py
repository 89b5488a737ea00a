"""The web application: which address answers what, and how failures are told.

=====================  ==========================================================================
``/sparql``            queries, by the SPARQL 1.1 Protocol; without one the service description
``/.well-known/void``  what the dataset is
``/<id>``              the node with that id: a page, or Turtle, JSON-LD, N-Triples, RDF/XML
``/``                  leads to ``/sparql``
=====================  ==========================================================================

Queries run in other processes; here they are only waited for, in threads, of which there are only
so many: who comes when all are taken is told to come again.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Final, TypeVar, cast

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from skillweave.graph.cypher import Limits
from skillweave.graph.sparql.formats import GRAPH_SYNTAXES, FormatName, Kind, convert
from skillweave.graph.sparql.result import SparqlResult
from skillweave.graph.sparql.workers import Reply, Request
from skillweave.ontology.errors import (
    GraphBusy,
    QueryFailed,
    QueryRefused,
    QueryTimeout,
    QueryTooLarge,
    SkillweaveError,
)
from skillweave.ontology.schema import BASE_IRI, PREFIXES
from skillweave.queries.server.descriptions import service_description, void_description
from skillweave.queries.server.negotiation import Choice, choose, content_type
from skillweave.queries.server.nodes import mentions_of, statements_about, triples_about
from skillweave.queries.server.pages import error_page, node_page, query_page
from skillweave.queries.server.protocol import Unfit, read_request
from skillweave.queries.server.service import Service

BODY_SIZE: Final = 1 << 20
"""Bytes that the body of a request may have."""

WAITING: Final = 32
"""How many requests may run or wait for their turn."""

_STATUSES: Final[Sequence[tuple[type[SkillweaveError], int]]] = (
    (QueryRefused, 403),
    (QueryFailed, 400),
    (QueryTimeout, 503),
    (QueryTooLarge, 500),
    (GraphBusy, 503),
    (SkillweaveError, 500),
)
_KINDS: Final[tuple[Kind, ...]] = ("rows", "boolean", "graph")
_METHODS: Final = ["GET", "POST"]

T = TypeVar("T")


def create_app(
    service: Service,
    *,
    limits: Limits,
    origins: Sequence[str] = (),
    hosts: Sequence[str] = ("*",),
) -> Starlette:
    """Make the application.

    Args:
        service: the graph; closed when the application ends.
        limits: how far a query may go.
        origins: web sites whose scripts may ask; none by default. ``*`` stands for all.
        hosts: names under which it may be reached; all by default.
    """
    endpoint = _Endpoint(service, limits)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        service.start()
        yield
        service.close()

    middleware = [Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))]
    if origins:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(origins),
                allow_methods=_METHODS,
                allow_headers=["accept", "content-type"],
                expose_headers=["x-sparql-maxrows"],
            )
        )
    return Starlette(
        routes=[
            Route("/", _home),
            Route("/sparql", _told(endpoint.sparql), methods=_METHODS),
            Route("/.well-known/void", _told(endpoint.void)),
            Route("/{id:path}", _told(endpoint.node)),
        ],
        middleware=middleware,
        lifespan=lifespan,
    )


async def _home(request: HttpRequest) -> Response:
    return RedirectResponse("/sparql", status_code=303)


def _told(
    answer: Callable[[HttpRequest], Awaitable[Response]],
) -> Callable[[HttpRequest], Awaitable[Response]]:
    # What goes wrong is told in a sentence, as a page to browsers.
    async def respond(request: HttpRequest) -> Response:
        try:
            response = await answer(request)
        except Unfit as error:
            response = _failure(request, error.status, error.message)
        except SkillweaveError as error:
            status = next(status for kind, status in _STATUSES if isinstance(error, kind))
            response = _failure(request, status, str(error))
        response.headers["vary"] = "Accept"
        response.headers["x-content-type-options"] = "nosniff"
        response.headers["content-security-policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"
        )
        return response

    return respond


def _failure(request: HttpRequest, status: int, message: str) -> Response:
    headers = {"retry-after": "5"} if status == 503 else None
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(error_page(status, message), status, headers)
    return PlainTextResponse(message + "\n", status, headers)


class _Endpoint:
    def __init__(self, service: Service, limits: Limits) -> None:
        self._service = service
        self._limits = limits
        self._threads = CapacityLimiter(WAITING)

    async def sparql(self, http: HttpRequest) -> Response:
        body = await _body(http)
        query_string = http.scope["query_string"]
        wanted = read_request(http.method, query_string, http.headers.get("content-type"), body)
        accept = http.headers.get("accept")
        if wanted is None:
            if choose(accept, "graph") == "html":
                return HTMLResponse(query_page())
            triples = service_description(str(http.url.replace(query="")), self._triples)
            return _graph_response(accept, triples)
        choices = {kind: choose(accept, kind) for kind in _KINDS}
        if not any(choices.values()):
            raise Unfit(406, "no answer can be given as any of the media types in Accept")
        formats = {k: c for k, c in choices.items() if c is not None and c != "html"}
        reply = await self._run(
            partial(
                self._service.ask,
                Request(wanted.query, wanted.default_graphs, wanted.named_graphs, formats),
                self._limits,
            )
        )
        response = _answer(reply, choices[reply.kind], wanted.query)
        if not reply.complete:
            response.headers["x-sparql-maxrows"] = str(self._limits.rows)
        return response

    async def void(self, http: HttpRequest) -> Response:
        address = http.url.replace(query="")
        triples = void_description(
            str(address), str(address.replace(path="/sparql")), self._triples
        )
        return _graph_response(http.headers.get("accept"), triples, page=False)

    async def node(self, http: HttpRequest) -> Response:
        iri = BASE_IRI + http.scope["raw_path"].decode("latin-1").lstrip("/")
        if any(character in iri for character in '<>"{}|\\^`') or not iri.isprintable():
            raise Unfit(404, "no IRI of the graph is like that")
        triples = await self._run(partial(triples_about, self._service.ask, iri))
        if not triples:
            raise Unfit(404, f"the graph has nothing at {iri}")
        choice = _asked_for(http)
        if choice == "html":
            statements = await self._run(partial(statements_about, self._service.ask, iri))
            mentions = await self._run(partial(mentions_of, self._service.ask, iri))
            return HTMLResponse(node_page(iri, statements, mentions))
        return _graph_response(http.headers.get("accept"), triples, choice=choice)

    @property
    def _triples(self) -> int:
        return self._service.copy.quads

    async def _run(self, work: Callable[[], T]) -> T:
        if self._threads.available_tokens < 1:
            raise GraphBusy("too many requests wait for their turn; try again")
        return await anyio.to_thread.run_sync(work, limiter=self._threads)


async def _body(http: HttpRequest) -> bytes:
    parts = []
    room = BODY_SIZE
    async for part in http.stream():
        room -= len(part)
        if room < 0:
            raise Unfit(413, f"a request may have {BODY_SIZE >> 20} MiB")
        parts.append(part)
    return b"".join(parts)


def _answer(reply: Reply, choice: Choice | None, query: str) -> Response:
    if choice is None:
        raise Unfit(406, "the answer cannot be given as any of the media types in Accept")
    if choice == "html":
        result = SparqlResult(reply.kind, reply.body, complete=reply.complete)
        return HTMLResponse(query_page(query, result))
    return Response(reply.body, media_type=content_type(choice, reply.kind))


def _asked_for(http: HttpRequest) -> Choice | None:
    # ?format= is for links in pages; programs say it in Accept.
    name = http.query_params.get("format")
    if name is None:
        return choose(http.headers.get("accept"), "graph")
    if name not in ("html", *(syntax.name for syntax in GRAPH_SYNTAXES)):
        raise Unfit(400, f"there is no format {name!r}")
    return cast(Choice, name)


def _graph_response(
    accept: str | None, triples: bytes, *, choice: Choice | None = None, page: bool = True
) -> Response:
    choice = choice or choose(accept, "graph")
    if choice == "html" and not page:
        choice = "ttl"
    if choice is None:
        raise Unfit(406, "it cannot be given as any of the media types in Accept")
    name = cast(FormatName, choice)
    body = convert(triples, "graph", name, PREFIXES)
    return Response(body, media_type=content_type(name, "graph"))
