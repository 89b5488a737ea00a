"""Files of RDF: which syntax a name stands for, compression, and limits on what is read.

Compressed input may grow by :data:`LARGEST_GROWTH` at most, so that no small file fills the disk.
Entities are refused in RDF/XML: they can name other files, or grow without end.
"""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, Final, Literal, cast, get_args

import pyoxigraph

from skillweave.ontology.errors import InputError, MissingExtra, UsageError

Syntax = Literal["nt", "nq", "ttl", "trig", "jsonld", "rdf"]
"""A syntax, by the usual suffix of its files."""

SYNTAXES: Final[tuple[Syntax, ...]] = get_args(Syntax)

FORMATS: Final[dict[Syntax, pyoxigraph.RdfFormat]] = {
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
}
"""What pyoxigraph calls each syntax."""

NAMED_GRAPHS: Final[frozenset[Syntax]] = frozenset(("nq", "trig", "jsonld"))
"""Syntaxes that can say in which graph a statement stands."""

LARGEST_GROWTH: Final = 300
"""How many times larger than the file its content may be (dumps are some 20 times larger)."""

_FREE_BYTES: Final = 64 << 20
"""Growth is not looked at before this much was read."""

_SUFFIXES: Final[dict[str, Syntax]] = {name: name for name in SYNTAXES} | {
    "ntriples": "nt",
    "nquads": "nq",
    "turtle": "ttl",
    "json": "jsonld",
    "xml": "rdf",
    "owl": "rdf",
}
_COMPRESSED: Final = frozenset((".gz", ".zst"))


def syntax_of(path: Path) -> Syntax:
    """The syntax that a file's name stands for.

    >>> syntax_of(Path("dump.nq.gz"))
    'nq'

    Raises:
        UsageError: it stands for none.
    """
    plain = path.with_suffix("") if path.suffix.lower() in _COMPRESSED else path
    found = _SUFFIXES.get(plain.suffix.lower().removeprefix("."))
    if found is None:
        raise UsageError(
            f"the name {path.name!r} tells no syntax; end it with one of "
            f".{', .'.join(SYNTAXES)} (then .gz or .zst to compress), or give --format"
        )
    return found


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for writing, compressed if its name says so; the same bytes for the same content.

    Raises:
        MissingExtra: zstandard is not installed.
    """
    with ExitStack() as stack:
        file: IO[bytes] = stack.enter_context(path.open("wb"))
        if path.suffix.lower() == ".gz":
            # no name and no time in the header
            packed = gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0)
            file = stack.enter_context(cast(IO[bytes], packed))
        elif path.suffix.lower() == ".zst":
            file = stack.enter_context(_zstandard().ZstdCompressor().stream_writer(file))
        yield file


@contextmanager
def reading(path: Path, syntax: Syntax) -> Iterator[IO[bytes]]:
    """Open a file for reading, unpacked if its name says so.

    Raises:
        InputError: it is not there. While it is read: it cannot be unpacked, grows too large or
            declares entities.
        MissingExtra: zstandard is not installed.
    """
    with ExitStack() as stack:
        try:
            file: IO[bytes] = stack.enter_context(path.open("rb"))
        except OSError as error:
            raise InputError(
                f"it cannot be opened: {error.strerror}", file=str(path), next_step="name a file"
            ) from error
        unpacked: IO[bytes] = file
        errors: tuple[type[Exception], ...] = (OSError, EOFError, zlib.error)
        if path.suffix.lower() == ".gz":
            unpacked = stack.enter_context(cast(IO[bytes], gzip.GzipFile(fileobj=file)))
        elif path.suffix.lower() == ".zst":
            package = _zstandard()
            errors = (*errors, package.ZstdError)
            reader = package.ZstdDecompressor().stream_reader(file, read_across_frames=True)
            unpacked = stack.enter_context(reader)
        guarded = _Guarded(path, file, unpacked, errors=errors, xml=syntax == "rdf")
        yield io.BufferedReader(guarded, 1 << 18)


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError as error:
        raise MissingExtra("zstandard", extra="zstd", purpose="reading .zst files") from error
    return zstandard


class _Guarded(io.RawIOBase):
    # Passes bytes on, and stops where the limits are met.

    def __init__(
        self,
        path: Path,
        file: IO[bytes],
        unpacked: IO[bytes],
        *,
        errors: tuple[type[Exception], ...],
        xml: bool,
    ) -> None:
        self._path = path
        self._errors = errors
        self._file = file
        self._unpacked = unpacked
        self._xml = xml
        self._tail = b""
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece = self._unpacked.read(len(buffer))
        except self._errors as error:
            raise InputError(
                f"it cannot be unpacked: {error}",
                file=str(self._path),
                position=f"after {self._read:,} bytes",
                next_step="fetch the file again; it may have been cut short",
            ) from error
        self._read += len(piece)
        if self._file is not self._unpacked and self._read > _FREE_BYTES:
            self._refuse_growth()
        if self._xml:
            self._refuse_entities(piece)
        buffer[: len(piece)] = piece
        return len(piece)

    def _refuse_growth(self) -> None:
        if self._read > LARGEST_GROWTH * max(self._file.tell(), 1):
            raise InputError(
                f"it unpacks to more than {LARGEST_GROWTH} times its size",
                file=str(self._path),
                position=f"after {self._read:,} bytes",
                next_step="unpack it yourself if you trust it",
            )

    def _refuse_entities(self, piece: bytes) -> None:
        if re.search(rb"<!(?:DOCTYPE|ENTITY)", self._tail + piece):
            raise InputError(
                "it declares a document type, whose entities could name other files",
                file=str(self._path),
                next_step="remove the <!DOCTYPE ...> part",
            )
        self._tail = piece[-16:]
