"""What a file is, told by its first bytes; its name only settles what bytes leave open.

1. Magic numbers: archives, documents, Parquet, pictures.
2. The first character of text: "<" is HTML or XML, "{" and "[" JSON or JSON lines, "---" Markdown
   with front matter.
3. A header line that names known columns makes a table, whatever the file is called; with a
   name in .csv or .tsv any line of several cells does.
4. Headings, links and bold in Markdown's way make Markdown; the rest is plain text.
"""

import re
from typing import Final, Literal

from skillweave.loaders.formats.stream import Item
from skillweave.loaders.formats.tables import delimiter_of, recognised_columns
from skillweave.loaders.text.markup import guess_markup

Format = Literal[
    "gzip",
    "zip",
    "tar",
    "zstd",
    "pdf",
    "docx",
    "office",
    "parquet",
    "json",
    "jsonl",
    "html",
    "xml",
    "markdown",
    "table",
    "text",
    "empty",
    "binary",
]
"""Formats that are told apart; ``office`` are spreadsheets and slides, which are not read."""

_MAGIC: Final[tuple[tuple[bytes, Format], ...]] = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"%PDF-", "pdf"),
    (b"PAR1", "parquet"),
)
_TAR_MAGIC: Final = slice(257, 262)

_PAGE: Final = re.compile(
    rb"<(?:!doctype html|html|head|body|title|meta|div|p|h[1-6]|ul|ol|li|table|span|section|article"
    rb"|main|br|b|strong|script|style|a)\b",
    re.IGNORECASE,
)
_XML: Final = re.compile(rb"<\?xml\b|<(?:rss|feed|workzag-jobs|source|jobs|positions)\b")
_FEW_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def detect(item: Item) -> Format:
    """The format of an item, by its head and, in doubt, its name."""
    head = item.head
    if not head.strip():
        return "empty"
    for magic, format in _MAGIC:
        if head.startswith(magic):
            return _zipped(item) if format == "zip" else format
    if head[_TAR_MAGIC] == b"ustar":
        return "tar"
    if len(_FEW_CONTROLS.findall(head)) > 8 + len(head) // 50:
        return "binary"
    start = head.lstrip()
    if start[:1] in (b"{", b"["):
        return _json(start, item)
    if start[:1] == b"<":
        return _tagged(start)
    text = item.decoder.decode(_whole_characters(head))
    if text.startswith("---") and re.match(r"---[ \t]*\r?\n", text):
        return "markdown"
    return _written(text, item)


def _zipped(item: Item) -> Format:
    """Whether a zip file is a document; those name their parts near their start."""
    if b"word/" in item.head or item.name.endswith(".docx"):
        return "docx"
    if b"mimetypeapplication/vnd.oasis" in item.head[:200]:
        return "office"
    if b"[Content_Types].xml" in item.head and (b"xl/" in item.head or b"ppt/" in item.head):
        return "office"
    return "zip"


def _json(start: bytes, item: Item) -> Format:
    """JSON lines have whole objects on lines of their own; the first line may be damaged."""
    lines = [line.rstrip() for line in start.split(b"\n") if line.strip()]
    whole = [line[:1] == b"{" and line[-1:] == b"}" for line in lines]
    if len(lines) > 1 and whole[0] and lines[1][:1] in (b"{", b"["):
        return "jsonl"
    if sum(whole) >= 2 and start[:1] == b"{":
        return "jsonl"
    named_lines = any(f".{ending}" in item.name for ending in ("jsonl", "ndjson"))
    return "jsonl" if named_lines and start[:1] == b"{" else "json"


def _tagged(start: bytes) -> Format:
    sample = start[:4000]
    if re.match(rb"<!doctype html|<html", start, re.IGNORECASE):
        return "html"
    if _XML.match(sample):
        return "html" if re.search(rb"<(?:!doctype )?html\b", sample, re.IGNORECASE) else "xml"
    return "html" if _PAGE.search(sample) else "xml"


def _written(text: str, item: Item) -> Format:
    first = next((line for line in text.splitlines()[:20] if line.strip()), "")
    named_table = any(f".{ending}" in item.name for ending in ("csv", "tsv", "tab"))
    if recognised_columns(first) >= 2 or (named_table and delimiter_of(first)):
        return "table"
    if re.search(r"\.(?:md|markdown|mdown|mkd)\b", item.name):
        return "markdown"
    if named_table and recognised_columns(f"{first},"):
        return "table"  # a table of one column
    markup = guess_markup(text)
    return "text" if markup == "plain" else markup


def _whole_characters(head: bytes) -> bytes:
    """The head without a UTF-8 character that its end may have cut in two."""
    for back in range(1, min(4, len(head)) + 1):
        byte = head[-back]
        if byte < 0x80:
            break
        if byte >= 0xC0:
            needed = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return head[:-back] if needed > back else head
    return head
