"""Serve a graph until somebody stops it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from skillweave.graph.cypher import Limits
from skillweave.graph.transfer import CopyableStore
from skillweave.ontology.errors import MissingExtra, UsageError

LOCAL: Final = frozenset({"127.0.0.1", "::1", "localhost"})
"""Hosts that only this machine reaches."""


def serve(
    open_store: Callable[[], CopyableStore],
    directory: Path | None,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    limits: Limits | None = None,
    workers: int = 4,
    origins: Sequence[str] = (),
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve a graph over HTTP: SPARQL, and its IRIs as pages and data; see ``app``.

    Args:
        open_store: opens the graph for reading.
        directory: the graph's directory; None for one on another server.
        host: address to listen on. On one that only this machine reaches, requests that a browser
            sends under another name are refused, so that no web site can ask in its stead.
        port: port to listen on; 0 takes any that is free.
        limits: how far a query may go; 10,000 rows and 30 seconds by default.
        workers: how many queries may run at the same time.
        origins: web sites whose scripts may ask.
        ready: is told the address, once it is served.

    Raises:
        MissingExtra: Starlette and uvicorn are not installed.
        UsageError: the port cannot be had.
        GraphInUse: the graph is being built, and was never served before.
    """
    try:
        import uvicorn
    except ImportError:
        raise MissingExtra("uvicorn", extra="server", purpose="an endpoint") from None
    from skillweave.queries.server.app import create_app
    from skillweave.queries.server.service import Service

    service = Service(open_store, directory, workers=workers)
    try:
        app = create_app(
            service,
            limits=limits or Limits(),
            origins=origins,
            hosts=sorted(LOCAL | {"[::1]", host}) if host in LOCAL else ("*",),
        )
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level="warning",
            server_header=False,
            limit_concurrency=512,
        )
        try:
            listener = config.bind_socket()
        except SystemExit:
            raise UsageError(
                f"{host}:{port} cannot be listened on; choose another --port"
            ) from None
        listener.listen()  # who comes before the server has started waits for it
        if ready is not None:
            name = f"[{host}]" if ":" in host else host
            ready(f"http://{name}:{listener.getsockname()[1]}")
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        service.close()
