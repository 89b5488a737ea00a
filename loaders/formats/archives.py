"""Archives and compressed files: their members as streams, nothing ever written to disk.

An archive may lie about itself, so what is counted is what comes out. All members of one file
share a ``Budget``: bytes out against bytes of the file. Links, devices and sparse members are not
followed; names are only names, as nothing is extracted.
"""

import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any, BinaryIO, Final, NamedTuple

from skillweave.loaders.formats.draft import Origin
from skillweave.loaders.formats.stream import Item
from skillweave.loaders.posting import Reject
from skillweave.ontology.errors import InputError, MissingExtra

MAX_RATIO: Final = 200
"""Bytes that may come out of a byte of the file; texts reach 10, bombs 1,000 and more."""

FREE_BYTES: Final = 64 << 20
"""So much may come out of any file, whatever the ratio."""

MAX_MEMBERS: Final = 100_000
"""Members of one archive that are read."""

MAX_DEPTH: Final = 4
"""Archives within archives; a .tar.gz counts as two."""

MAX_SEEKABLE_BYTES: Final = 256 << 20
"""A zip file within another archive or from standard input is held in memory up to this size."""

_CHUNK: Final = 1 << 16
_WHOLE: Final = "get a whole copy of the file"
_BOMB: Final = "it looks like a decompression bomb; unpack it yourself if you trust it"


class Budget:
    """What may come out of one file and all archives within it.

    Args:
        size: gives the size of the file, or how much of it was read where that is not known.
    """

    def __init__(self, size: Callable[[], int]) -> None:
        self._size = size
        self._spent = 0

    def spend(self, count: int) -> None:
        """Count bytes that came out.

        Raises:
            InputError: there are more than any archive of postings holds.
        """
        self._spent += count
        if self._spent > FREE_BYTES and self._spent > MAX_RATIO * self._size():
            raise InputError(f"unpacks to more than {MAX_RATIO} times its size", next_step=_BOMB)


def unpack_gzip(item: Item, budget: Budget) -> Iterator[Item | Reject]:
    """The one member of a gzip file (https://www.rfc-editor.org/rfc/rfc1952)."""
    gzip = _Compression(
        "gzip", b"\x1f\x8b", lambda: zlib.decompressobj(wbits=31), (zlib.error,), 4096
    )
    yield _inner(_decompressed(item.read, gzip, budget), item)


def unpack_zstd(item: Item, budget: Budget) -> Iterator[Item | Reject]:
    """The one member of a Zstandard file (https://www.rfc-editor.org/rfc/rfc8878)."""
    try:
        import zstandard
    except ImportError:
        raise MissingExtra("zstandard", extra="zstd", purpose="reading .zst files") from None

    def start() -> Any:
        return zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()

    zstd = _Compression("Zstandard", b"\x28\xb5\x2f\xfd", start, (zstandard.ZstdError,), 1024)
    yield _inner(_decompressed(item.read, zstd, budget), item)


class _Compression(NamedTuple):
    """A way of compressing: its magic number, decompressor and errors.

    ``step`` is how many bytes are put in at once, so small that what comes out of them is not
    large: at most some 1,000 bytes out of one for gzip, 32,000 for Zstandard.
    """

    name: str
    magic: bytes
    start: Callable[[], Any]
    errors: tuple[type[Exception], ...]
    step: int


def _decompressed(
    source: Callable[[int], bytes], compression: _Compression, budget: Budget
) -> Callable[[int], bytes]:
    """Read what comes out of one compressed frame after the other.

    Where the data are cut or damaged, what came out before is given first.
    """
    name = compression.name
    decompressor = compression.start()
    waiting = ready = b""
    ended = False

    def advance() -> None:
        nonlocal decompressor, waiting, ready, ended
        waiting = waiting or source(_CHUNK)
        if not waiting:
            ended = True
            if not decompressor.eof:
                raise InputError(f"the {name} data end before their time", next_step=_WHOLE)
            return
        if decompressor.eof:
            waiting = waiting.lstrip(b"\x00")  # padding of tapes and disks
            if not waiting:
                return
            if waiting[:1] != compression.magic[:1]:
                ended = True
                raise InputError(f"something else follows the {name} data", next_step=_WHOLE)
            decompressor = compression.start()
        data, waiting = waiting[: compression.step], waiting[compression.step :]
        try:
            ready = decompressor.decompress(data)
        except compression.errors as error:
            ended = True
            raise InputError(f"damaged {name} data: {error}", next_step=_WHOLE) from error
        if decompressor.eof:
            waiting = decompressor.unused_data + waiting
        budget.spend(len(ready))

    def read(size: int) -> bytes:
        nonlocal ready
        while not ready and not ended:
            advance()
        data, ready = ready[:size], ready[size:]
        return data

    return read


def _inner(read: Callable[[int], bytes], item: Item) -> Item:
    """What a compressed file holds, which goes under the same name without the ending."""
    name = item.name
    for ending in (".gz", ".gzip", ".zst", ".zstd"):
        name = name.removesuffix(ending)
    if name.endswith(".tgz"):
        name = name.removesuffix(".tgz") + ".tar"
    return Item(read, item.origin, name=name, depth=item.depth + 1)


def unpack_zip(item: Item, budget: Budget) -> Iterator[Item | Reject]:
    """The members of a zip file, in the order of its directory."""
    file: BinaryIO | io.BytesIO
    file = item.path.open("rb") if item.path else io.BytesIO(item.read_all(MAX_SEEKABLE_BYTES))
    with file:
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise InputError(f"no readable zip file: {error}", next_step=_WHOLE) from error
        with archive:
            for number, entry in enumerate(archive.infolist(), 1):
                budget.spend(0)
                if number > MAX_MEMBERS:
                    raise InputError(f"more than {MAX_MEMBERS:,} members")
                if entry.is_dir():
                    continue
                origin = _member(item.origin, entry.filename)
                kind = entry.external_attr >> 28  # the file type of Unix, where it is given
                if kind not in (0, 0o10):
                    yield origin.reject("a link or device in an archive, which is not followed")
                elif entry.flag_bits & 1:
                    yield origin.reject("encrypted", next_step="unpack it with its password")
                else:
                    yield _zip_member(archive, entry, origin, item.depth, budget)


_ZIP_ERRORS: Final = (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, OSError)


def _zip_member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, origin: Origin, depth: int, budget: Budget
) -> Item | Reject:
    try:
        stream = archive.open(entry)
    except (*_ZIP_ERRORS, RuntimeError, ValueError) as error:
        return origin.reject(f"cannot be unpacked: {error}", next_step=_WHOLE)

    def read(size: int) -> bytes:
        try:
            data = stream.read(size)
        except (*_ZIP_ERRORS, ValueError) as error:
            reason = f"cannot be unpacked to its end: {error or 'it is cut'}"
            raise InputError(reason, next_step=_WHOLE) from error
        budget.spend(len(data))
        return data

    return Item(read, origin, name=_name(entry.filename), depth=depth + 1)


def unpack_tar(item: Item, budget: Budget) -> Iterator[Item | Reject]:
    """The members of a tar file, read from front to back."""
    endings: list[Exception] = []

    class Header(tarfile.TarInfo):
        """A header that keeps the errors at which the module silently stops reading."""

        @classmethod
        def fromtarfile(cls, tarfile: tarfile.TarFile) -> Any:
            try:
                return super().fromtarfile(tarfile)
            except Exception as error:
                endings.append(error)
                raise

    stream: Any = _Raw(item.read)
    number = 0
    last = "its start"
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=Header, bufsize=_CHUNK) as archive:
            for entry in archive:
                number += 1
                budget.spend(0)
                if number > MAX_MEMBERS:
                    raise InputError(f"more than {MAX_MEMBERS:,} members")
                if entry.isdir():
                    continue
                last = entry.name
                origin = _member(item.origin, entry.name)
                content = archive.extractfile(entry) if entry.isreg() else None
                if content is None or entry.issparse():
                    yield origin.reject("a link, device or sparse file in an archive, not followed")
                else:
                    yield _tar_member(content, entry, origin, item.depth, budget)
                archive.members.clear()  # type: ignore[attr-defined]  # or memory grows with members
    except InputError:  # which is a ValueError as well
        raise
    except (tarfile.TarError, ValueError, EOFError, OSError, OverflowError) as error:
        raise InputError(
            f"damaged tar file: {error}", position=f"after {last[:200]}", next_step=_WHOLE
        ) from error
    # The module stops without a word at a broken header; a whole archive ends with zeros.
    if endings and not isinstance(endings[-1], tarfile.EOFHeaderError):  # type: ignore[attr-defined]
        raise InputError(
            "the tar file ends before its time or is damaged",
            position=f"after {last[:200]}",
            next_step=_WHOLE,
        )


def _tar_member(
    content: Any, entry: tarfile.TarInfo, origin: Origin, depth: int, budget: Budget
) -> Item:
    left = entry.size

    def read(size: int) -> bytes:
        nonlocal left
        try:
            data: bytes = content.read(size)
        except InputError:
            raise
        except (tarfile.TarError, OSError, ValueError) as error:
            raise InputError(f"cannot be unpacked: {error}", next_step=_WHOLE) from error
        if not data and left > 0:
            left = 0
            raise InputError("the archive is cut within it", next_step=_WHOLE)
        left -= len(data)
        budget.spend(len(data))
        return data

    return Item(read, origin, name=_name(entry.name), depth=depth + 1)


def _member(origin: Origin, name: str) -> Origin:
    """The origin of a member; its name is shortened and freed of control characters."""
    shown = "".join(c if c.isprintable() else "?" for c in name[-300:])
    member = f"{origin.member}!{shown}" if origin.member else shown
    path = PurePosixPath(shown.replace("\\", "/"))
    folder = origin.stem or origin.folder
    return origin._replace(member=member, stem=stem_of(path.name), folder=folder)


def _name(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).name


_ENDINGS: Final = (
    "gz gzip zst zstd tgz zip tar csv tsv tab json jsonl ndjson xml html htm txt md markdown "
    "parquet docx pdf rss".split()
)


def stem_of(name: str) -> str:
    """A file's name without the endings that tell its format.

    >>> stem_of("jobs-2020.csv.gz"), stem_of("v1.2.jsonl"), stem_of("README")
    ('jobs-2020', 'v1.2', 'README')
    """
    while "." in name:
        stem, _, ending = name.rpartition(".")
        if not stem or ending.lower() not in _ENDINGS:
            break
        name = stem
    return name


class _Raw(io.RawIOBase):
    """A read function as a file object, for libraries that want one."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        super().__init__()
        self._source = read
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._left or self._source(len(buffer))
        count = min(len(data), len(buffer))
        buffer[:count] = data[:count]
        self._left = data[count:]
        return count

    def read(self, size: int | None = -1) -> bytes:
        """All that was asked for, unless the end comes first."""
        parts: list[bytes] = []
        wanted = size if size is not None and size >= 0 else 1 << 62
        while wanted > 0:
            data = self._left or self._source(min(wanted, _CHUNK))
            if not data:
                break
            self._left = data[wanted:]
            data = data[:wanted]
            parts.append(data)
            wanted -= len(data)
        return b"".join(parts)
