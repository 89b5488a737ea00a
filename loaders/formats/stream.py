"""Bytes of one file or archive member, read once, from the front, in bounded memory.

A reader gets an ``Item``: where it comes from, its first bytes to look at, and ways to take the
rest: whole up to a limit, or line by line, however long the file is. Text comes out as UTF-8:
UTF-16 and UTF-32 are converted on the way, other encodings where a line or document turns out not
to be UTF-8.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import charset_normalizer

from skillweave.loaders.formats.draft import Origin
from skillweave.ontology.errors import InputError

HEAD_BYTES: Final = 1 << 16
"""How much of an item is looked at to tell its format."""

MAX_LINE_BYTES: Final = 16 << 20
"""The longest line (JSON lines, CSV) that is read; a longer one is rejected."""

MAX_DOCUMENT_BYTES: Final = 32 << 20
"""The largest file of a format that is read as a whole (text, HTML, Markdown, DOCX, PDF)."""

_CHUNK_BYTES: Final = 1 << 18


class NumberedLine(NamedTuple):
    """A line without its line break; ``data`` is None where it was too long to be kept."""

    number: int
    data: bytes | None
    start: bytes = b""  # of a line that was not kept


class Item:
    """One file or archive member.

    Args:
        read: gives up to so many bytes, b"" at the end.
        origin: where it comes from.
        name: its name, as a hint at its format.
        path: the file itself, where it is one that can be read anywhere.
        depth: how many archives it lies in.
    """

    def __init__(
        self,
        read: Callable[[int], bytes],
        origin: Origin,
        *,
        name: str,
        path: Path | None = None,
        depth: int = 0,
    ) -> None:
        self.origin = origin
        self.name = name.lower()
        self.path = path
        self.depth = depth
        self.decoder = TextDecoder()
        self.cut: InputError | None = None  # why the bytes end within the head, if they do
        self._read = read
        self.head = self._fill(HEAD_BYTES)
        self._pending = self.head
        if encoding := _wide_encoding(self.head):
            self._transcode(encoding)

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes, the head first."""
        if self._pending:
            data, self._pending = self._pending[:size], self._pending[size:]
            return data
        return self._read(size)

    def read_all(self, limit: int = MAX_DOCUMENT_BYTES) -> bytes:
        """Everything that was not read yet.

        Raises:
            InputError: there is more than the limit, or the bytes end before their time.
        """
        parts: list[bytes] = []
        total = 0
        while data := self.read(_CHUNK_BYTES):
            total += len(data)
            if total > limit:
                raise InputError(
                    f"larger than {limit >> 20} MiB, the most that is read of this format at once",
                    next_step="split it, or turn it into JSON lines or CSV, which have no limit",
                )
            parts.append(data)
        return b"".join(parts)

    def text(self) -> str:
        """Everything as text."""
        return self.decoder.decode(self.read_all().removeprefix(codecs.BOM_UTF8))

    def lines(self) -> Iterator[NumberedLine]:
        """The lines in order, numbered from 1, each at most ``MAX_LINE_BYTES`` long.

        Where the bytes end before their time, the lines before the cut come first and then
        ``InputError`` is raised; the line that was cut is given as well.
        """
        newline = b"\r" if b"\r" in self.head and b"\n" not in self.head else b"\n"
        number = 1
        rest: list[bytes] = []  # pieces of the line that is not complete yet
        size = 0
        ended: InputError | None = None
        while True:
            try:
                data = self.read(_CHUNK_BYTES)
            except InputError as error:
                ended, data = error, b""
            if not data:
                break
            first, *others = data.split(newline)
            if size <= MAX_LINE_BYTES:
                rest.append(first)
            size += len(first)
            for piece in others:
                yield _line(number, rest, size)
                number += 1
                rest, size = [piece], len(piece)
        if size:
            yield _line(number, rest, size)
        if ended:
            raise ended

    def _fill(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size > 0:
            try:
                data = self._read(size)
            except InputError as error:
                self.cut = error
                self._read = _ending(error)  # told after what was read before it
                break
            if not data:
                break
            parts.append(data)
            size -= len(data)
        return b"".join(parts)

    def _transcode(self, encoding: str) -> None:
        """Go on as if the bytes had been UTF-8 from the start."""
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        read, pending = self._read, self._pending

        def converted(size: int) -> bytes:
            nonlocal pending
            while True:
                data, pending = pending or read(size), b""
                text = decoder.decode(data, final=not data)
                if text or not data:
                    return text.encode("utf-8", "replace")

        self._read, self._pending = converted, b""
        self.head = self._pending = self._fill(HEAD_BYTES).removeprefix(codecs.BOM_UTF8)


def _ending(error: InputError) -> Callable[[int], bytes]:
    def read(size: int) -> bytes:
        raise error

    return read


def _line(number: int, pieces: list[bytes], size: int) -> NumberedLine:
    data = b"".join(pieces)
    if size > MAX_LINE_BYTES:
        return NumberedLine(number, None, data[:1000])
    if number == 1:
        data = data.removeprefix(codecs.BOM_UTF8)
    return NumberedLine(number, data.removesuffix(b"\r"))


_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32, by the byte order mark or by the NULs between ASCII letters."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    sample = head[:2000]
    if len(sample) < 16 or b"\x00" not in sample:
        return None
    even, odd = sample[::2], sample[1::2]
    if odd.count(0) > 0.8 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.8 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return None


_DECLARED: Final = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z][\w.:-]{1,20})""", re.IGNORECASE
)
_CANDIDATES: Final = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp932",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
    "koi8_r",
]


class TextDecoder:
    """Decodes the lines or the whole of one item: as UTF-8, else as what it seems to be."""

    def __init__(self) -> None:
        self._fallback: str | None = None

    def decode(self, data: bytes) -> str:
        """Text of the bytes; what no encoding explains becomes U+FFFD."""
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            if self._fallback is None:
                self._fallback = _legacy_encoding(data, error.start)
            return data.decode(self._fallback, "replace")


def _legacy_encoding(data: bytes, start: int) -> str:
    """The encoding of bytes that are not UTF-8: declared, recognised, or Windows Latin."""
    if declared := _DECLARED.search(data[:4000]):
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
        except LookupError:
            name = ""
        if name and not name.startswith("utf") and name in _TEXT_ENCODINGS:
            return "cp1252" if name in ("iso8859-1", "ascii") else name
    sample = data[max(0, start - 2000) : start + 30_000]
    high = sum(byte >= 0x80 for byte in sample)
    if high < 0.1 * len(sample):
        # A cut or flipped byte in UTF-8 is not another encoding; nor is an accent now and then.
        if len(data[start:].decode("utf-8", "ignore").encode()) >= 0.999 * len(data[start:]):
            return "utf-8"
        return "cp1252"
    best = charset_normalizer.from_bytes(sample, cp_isolation=_CANDIDATES).best()
    return best.encoding if best else "cp1252"


_TEXT_ENCODINGS: Final = frozenset(
    codecs.lookup(name).name
    for name in [
        *_CANDIDATES,
        "latin-1",
        "ascii",
        "iso8859-2",
        "iso8859-5",
        "iso8859-7",
        "iso8859-9",
        "iso8859-15",
        "cp1254",
        "cp1255",
        "cp1256",
        "cp1257",
        "shift_jis",
        "gbk",
        "gb2312",
        "cp949",
        "cp850",
        "cp437",
        "mac_roman",
    ]
)
"""Encodings that a page may declare; others (punycode, unicode_escape) are no encodings of text."""
