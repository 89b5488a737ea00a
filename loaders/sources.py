"""Where postings come from: files, folders, archives and standard input, one item after the other.

``read_postings`` is the one way in. It walks the inputs in a fixed order, looks at the bytes of
each item to tell its format, and gives each posting as soon as it is read. Whatever is no posting
comes out as a reject with file, position and reason: for every file, what was read is the sum of
its postings and its rejects.
"""

import logging
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from skillweave.loaders.formats.archives import (
    MAX_DEPTH,
    Budget,
    stem_of,
    unpack_gzip,
    unpack_tar,
    unpack_zip,
    unpack_zstd,
)
from skillweave.loaders.formats.columns import ColumnMapping, Guess, Reading
from skillweave.loaders.formats.detection import Format, detect
from skillweave.loaders.formats.documents import read_docx, read_pdf
from skillweave.loaders.formats.draft import Origin
from skillweave.loaders.formats.feeds import read_feed
from skillweave.loaders.formats.json_values import read_json, read_json_lines
from skillweave.loaders.formats.pages import read_page
from skillweave.loaders.formats.parquet import read_parquet
from skillweave.loaders.formats.signs import NOTHING_FOUND
from skillweave.loaders.formats.stream import Item
from skillweave.loaders.formats.tables import read_table
from skillweave.loaders.formats.texts import read_markdown, read_plain_text
from skillweave.loaders.posting import Posting, Reject
from skillweave.ontology.errors import InputError, MissingExtra

_log = logging.getLogger(__name__)

STANDARD_INPUT: Final = "-"
"""The input that stands for standard input."""

Reader = Callable[[Item, Reading], Iterator[Posting | Reject]]
"""Reads the postings of one item; raises InputError where it cannot go on."""

Unpacker = Callable[[Item, Budget], Iterator[Item | Reject]]
"""Gives the members of an archive; each is to be read before the next is asked for."""

READERS: Final[dict[Format, Reader]] = {
    "json": read_json,
    "jsonl": read_json_lines,
    "table": read_table,
    "html": read_page,
    "xml": read_feed,
    "markdown": read_markdown,
    "text": read_plain_text,
    "parquet": read_parquet,
    "docx": read_docx,
    "pdf": read_pdf,
}

UNPACKERS: Final[dict[Format, Unpacker]] = {
    "gzip": unpack_gzip,
    "zip": unpack_zip,
    "tar": unpack_tar,
    "zstd": unpack_zstd,
}


class InputFile(NamedTuple):
    """A file to be read.

    Attributes:
        name: as the user named it (below a folder: the folder as named, then the way to it).
        path: where it is; None for standard input.
        relative: its path below the input that held it, with "/"; its name if it is the input.
        folder: name of the folder it was found in, "" if it is itself the input.
        size: in bytes; 0 where that is not known.
        problem: why it cannot be read, "" if nothing is known against it.
    """

    name: str
    path: Path | None
    relative: str
    folder: str = ""
    size: int = 0
    problem: str = ""


class Progress(NamedTuple):
    """How far the reading of a file has come, in bytes of the file as it is on disk."""

    file: InputFile
    bytes_read: int
    finished: bool


def read_postings(
    inputs: Iterable[str | Path],
    *,
    columns: ColumnMapping | None = None,
    source: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[Posting | Reject]:
    """Read all postings of files, folders, archives and standard input.

    Args:
        inputs: paths; "-" is standard input. Folders are walked in the order of names.
        columns: which columns of dumps hold what, where that is not to be guessed.
        source: short name of where the postings come from, for their ids; made from the
            postings' own addresses or the names of files where it is not given.
        progress: called now and then while a file is read and once when it is finished.

    Yields:
        Postings and rejects, in the order of the input. Nothing is read before it is asked for.
        Memory holds one item (a posting, a line, a page) and a sample of rows, never a whole dump;
        only a JSON document is read as a whole, up to 128 MiB.
    """
    reading = Reading(columns)
    for file in walk_inputs(inputs):
        yield from read_file(file, reading, source=source, progress=progress)


def walk_inputs(inputs: Iterable[str | Path]) -> Iterator[InputFile]:
    """The files of the inputs in a fixed order; what cannot be read is among them, with why."""
    for given in inputs:
        name = str(given)
        if name == STANDARD_INPUT:
            yield InputFile(name, None, "")
            continue
        path = Path(given)
        try:
            status = path.stat()
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            yield InputFile(name, path, path.name, problem=(reason or "no such file").lower())
            continue
        if stat.S_ISDIR(status.st_mode):
            folder = path.name or path.resolve().name
            yield from _walk_folder(path, path, folder)
        else:
            yield InputFile(name, path, path.name, size=status.st_size)


def _walk_folder(root: Path, folder: Path, name: str) -> Iterator[InputFile]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        relative = folder.relative_to(root).as_posix()
        yield InputFile(str(folder), folder, relative, name, problem=_reason(error))
        return
    for entry in entries:
        path = folder / entry.name
        relative = path.relative_to(root).as_posix()
        hidden = entry.name.startswith(".")
        try:
            status = entry.stat()
        except OSError as error:
            yield InputFile(str(path), path, relative, name, problem=_reason(error))
            continue
        problem = ""
        if stat.S_ISDIR(status.st_mode):
            if not hidden and not entry.is_symlink():
                yield from _walk_folder(root, path, entry.name)
                continue
            problem = "a hidden folder" if hidden else "a link to a folder"
        elif hidden:
            problem = "a hidden file"
        elif not stat.S_ISREG(status.st_mode):
            problem = "no regular file"
        if problem and stat.S_ISDIR(status.st_mode) | hidden:
            problem += ", which is not read unless it is named as an input"
        yield InputFile(str(path), path, relative, name, status.st_size, problem)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def read_file(
    file: InputFile,
    reading: Reading = Reading(),  # noqa: B008 - immutable
    *,
    source: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[Posting | Reject]:
    """Read all postings of one file; see ``read_postings``."""
    origin = Origin(
        file=file.name,
        path=file.relative,
        stem=stem_of(file.path.name) if file.path else "input",
        folder=file.folder,
        source=source,
    )
    if file.problem:
        yield origin.reject(file.problem)
        return
    done = 0

    def counted(read: Callable[[int], bytes]) -> Callable[[int], bytes]:
        def counting(size: int) -> bytes:
            nonlocal done
            try:
                data = read(size)
            except OSError as error:
                raise InputError(f"cannot be read: {_reason(error)}") from error
            done += len(data)
            if progress and data:
                progress(Progress(file, done, False))
            return data

        return counting

    budget = Budget(lambda: max(file.size, done))
    try:
        if file.path is None:
            read = counted(sys.stdin.buffer.read)
            yield from _read_item(Item(read, origin, name=""), reading, budget)
        else:
            with file.path.open("rb", buffering=0) as stream:
                regular = stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
                path = file.path if regular else None
                item = Item(counted(stream.read), origin, name=file.path.name, path=path)
                yield from _read_item(item, reading, budget)
    except OSError as error:
        yield origin.reject(f"cannot be read: {_reason(error)}")
    except InputError as error:
        yield origin.reject(error.reason, error.position, next_step=error.next_step)
    if progress:
        progress(Progress(file, file.size or done, True))


def _read_item(item: Item, reading: Reading, budget: Budget) -> Iterator[Posting | Reject]:
    """Read an item, whatever it is; one that holds nothing gives a reject that says so."""
    nothing = True
    for each in _found(item, reading, budget):
        nothing = False
        yield each
    if nothing:
        yield item.origin.reject(f"{NOTHING_FOUND}: it holds no items")


def _found(item: Item, reading: Reading, budget: Budget) -> Iterator[Posting | Reject]:
    """What the reader of an item's format finds; what stops the reader becomes a reject."""
    origin = item.origin
    format = detect(item)
    try:
        if reader := READERS.get(format):
            yield from reader(item, reading)
        elif unpacker := UNPACKERS.get(format):
            if item.depth >= MAX_DEPTH:
                yield origin.reject(
                    f"an archive within {MAX_DEPTH} others", next_step="unpack the outer ones"
                )
                return
            for member in unpacker(item, budget):
                if isinstance(member, Reject):
                    yield member
                else:
                    yield from _read_item(member, reading, budget)
        elif item.cut:
            raise item.cut
        else:
            yield origin.reject(*_NOT_READ[format])
    except InputError as error:
        yield origin.reject(error.reason, error.position, next_step=error.next_step)
    except MissingExtra as error:
        yield origin.reject(str(error))
    except Exception as error:  # noqa: BLE001 - a defect of a reader or its library must not end a long run
        _log.exception("reading %s failed", origin.position(origin.file))
        yield origin.reject(
            f"{UNFORESEEN}: {type(error).__name__}: {error}"[:300],
            "from there on",
            next_step=_REPORT,
        )


UNFORESEEN: Final = "its reader failed"
"""How the reason begins where a reader met what it does not foresee, which is a defect of it."""

_REPORT: Final = "please report it with the file"

_NOT_READ: Final[dict[Format, tuple[str, str]]] = {
    "empty": ("empty", ""),
    "binary": ("binary data of a format that is not read", ""),
    "office": ("a spreadsheet or presentation, which is not read; save it as CSV or text", ""),
}


def explain_columns(path: str | Path, mapping: ColumnMapping | None = None) -> list[Guess]:
    """What each column of a dump is taken for, and why.

    Args:
        path: a CSV, JSON, JSON lines, Parquet or XML file, compressed or not.
        mapping: the user's word on some of them.

    Returns:
        A guess a column, in the order of the file; empty where no rows of a dump are found.

    Raises:
        InputError: there is no such file, it cannot be read, or the mapping names a column that
            there is not.
    """
    found: list[Guess] = []
    for file in walk_inputs([path]):
        for each in read_file(file, Reading(mapping, found.extend)):
            if found:
                return found
            if isinstance(each, Reject):
                raise InputError(
                    each.reason, file=each.file, position=each.position, next_step=each.next_step
                )
    return found
