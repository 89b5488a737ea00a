"""Servers that only seem to be one: a Neo4j of any age, and a proxy whose connections can be cut."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Final

_NO_COMMON_VERSION: Final = b"\0\0\0\0"


class _Listener(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def _listening(handler: type[BaseRequestHandler]) -> Iterator[str]:
    with _Listener(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


@contextmanager
def old_neo4j(agent: str, bolt: tuple[int, int] | None) -> Iterator[str]:
    """A server that says it is an old Neo4j, and answers nothing but that all is well.

    Args:
        agent: how it calls itself, such as ``Neo4j/4.4.38``.
        bolt: major and minor version of the protocol that it speaks; None if it has none in common
            with today's drivers.

    Yields:
        Where it listens: host and port.
    """
    version = bytes((0, 0, bolt[1], bolt[0])) if bolt else _NO_COMMON_VERSION
    # Packstream: a structure with one field, SUCCESS, and in it a map of one text.
    name, value = b"server", agent.encode()
    packed = b"\xb1\x70\xa1" + bytes((0x80 + len(name),)) + name
    packed += bytes((0x80 + len(value),)) + value
    success = len(packed).to_bytes(2, "big") + packed + b"\0\0"

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            stream = self.request.makefile("rwb")
            with suppress(OSError), stream:
                stream.read(20)  # the magic number and four proposals
                stream.write(version)
                stream.flush()
                while bolt and (head := stream.read(2)):
                    size = int.from_bytes(head, "big")
                    stream.read(size)
                    if not size:  # the end of a message
                        stream.write(success)
                        stream.flush()

    with _listening(Handler) as where:
        yield where


@contextmanager
def web_server() -> Iterator[str]:
    """A server that speaks HTTP alone, as on the port of Neo4j Browser."""

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(20)
            self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with _listening(Handler) as where:
        yield where


class Proxy:
    """Passes all bytes on, until :meth:`cut` ends all connections and refuses new ones."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.where = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Cut all connections."""
        for one in (self._listener, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                there = socket.create_connection(self._target)
                self._open += [here, there]
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    @staticmethod
    def _pass(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65_536):
                other.sendall(data)
