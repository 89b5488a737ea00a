"""Write the graph to a file, in any syntax, and a description of the file beside it.

N-Triples and N-Quads are the mapping's own lines. The other syntaxes are written from these by
pyoxigraph, a few thousand statements at a time; nothing is gathered in memory.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Literal, cast

import pyoxigraph

from skillweave.graph.rdf.description import describe
from skillweave.graph.rdf.mapping import MODEL, SECTIONS, Dump, Progress, Section, lines
from skillweave.graph.rdf.syntaxes import FORMATS, NAMED_GRAPHS, Syntax, syntax_of, writing
from skillweave.graph.transfer import CopyableStore
from skillweave.ontology.errors import UsageError
from skillweave.ontology.schema import BASE_IRI, PREFIXES

Part = Literal["taxonomy", "postings", "derived"]
"""A part of the graph that may be written alone."""

_SECTIONS: Final[dict[Part, tuple[Section, ...]]] = {
    "taxonomy": ("taxonomy",),
    "postings": ("shared", "postings"),
    "derived": ("derived",),
}
_NOT_IN_XML: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written.

    Attributes:
        file: the file.
        statements: how many triples or quads it holds.
        size: its size in bytes.
        description: the file that describes it.
    """

    file: Path
    statements: int
    size: int
    description: Path


def write_dump(
    store: CopyableStore,
    path: Path,
    *,
    syntax: Syntax | None = None,
    base: str = BASE_IRI,
    only: Part | None = None,
    complete: bool = True,
    progress: Progress | None = None,
) -> Written:
    """Write the graph as RDF.

    The same graph gives the same bytes. The file appears when it is complete.

    Args:
        store: the graph.
        path: the file; its name tells syntax (``.nt .nq .ttl .trig .jsonld .rdf``) and compression
            (``.gz .zst``).
        syntax: the syntax, where the name does not tell.
        base: what ids are put behind.
        only: one part; by default all.
        complete: whether to write also what is needed to read the graph back: texts, Records,
            logs. Parts are never complete.
        progress: is told how many postings are done, of how many.

    Returns:
        What was written.

    Raises:
        UsageError: the file cannot be written, or RDF/XML cannot hold a text.

    Note:
        Memory as told at :func:`skillweave.graph.rdf.mapping.lines`.
    """
    syntax = syntax or syntax_of(path)
    check_base(base)
    whole = complete and only is None
    sections = _SECTIONS[only] if only else SECTIONS if whole else MODEL
    dump = Dump(base, syntax in NAMED_GRAPHS, sections, whole)
    draft = path.with_name(f".{path.name}.part{path.suffix}")
    count = 0

    def counted() -> Iterator[bytes]:
        nonlocal count
        for piece in lines(store, dump, progress=progress):
            count += piece.count(b"\n")
            yield piece

    try:
        with writing(draft) as file:
            write_lines(counted(), file, syntax, named_graphs=dump.named_graphs)
        os.replace(draft, path)
        description = path.with_name(path.name + ".void.ttl")
        text = describe(store, path, dump=dump, syntax=syntax, statements=count)
        description.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)
    return Written(path, count, path.stat().st_size, description)


def check_base(base: str) -> None:
    """See whether ids may be put behind this IRI.

    Raises:
        UsageError: it is no absolute IRI that ends in a slash.
    """
    try:
        pyoxigraph.NamedNode(base)
    except ValueError:
        base = ""
    if not base.endswith("/") or ":" not in base or "#" in base or "?" in base:
        raise UsageError(
            "the base IRI must be absolute and end in a slash, such as https://example.org/jobs/"
        )


def write_lines(
    pieces: Iterator[bytes], file: IO[bytes], syntax: Syntax, *, named_graphs: bool
) -> None:
    """Write lines of N-Quads or N-Triples in a syntax.

    Args:
        pieces: the lines, many at a time.
        file: where to.
        syntax: the syntax to write.
        named_graphs: whether the lines are N-Quads.

    Raises:
        UsageError: RDF/XML cannot hold a text.
    """
    if syntax in ("nt", "nq"):
        for piece in pieces:
            file.write(piece)
        return
    source = FORMATS["nq" if named_graphs else "nt"]
    if syntax == "rdf":
        pieces = map(_for_xml, pieces)
        file = cast(IO[bytes], _CarriageReturns(file))
    statements = (
        statement
        for piece in pieces
        # each line is whole and was made by us: only how it is spelled changes
        for statement in pyoxigraph.parse(piece, format=source, lenient=True)
    )
    pyoxigraph.serialize(
        statements if named_graphs else (quad.triple for quad in statements),
        file,
        FORMATS[syntax],
        prefixes=None if syntax == "jsonld" else PREFIXES,
    )


def _for_xml(piece: bytes) -> bytes:
    found = _NOT_IN_XML.search(piece)
    if found:
        line = piece[piece.rfind(b"\n", 0, found.start()) + 1 : found.start()]
        raise UsageError(
            f"RDF/XML cannot hold the character U+{ord(found.group().decode()):04X} in a text of "
            f"{line[: line.find(b' ')].decode()}; choose another syntax, such as .ttl"
        )
    return piece


class _CarriageReturns:
    # XML readers take a carriage return for a line feed unless it is spelled as a reference. The
    # serialiser itself writes none, so all that come are of texts.

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        self._file.write(bytes(data).replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        self._file.flush()
