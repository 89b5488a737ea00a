"""DOCX and PDF: files of one posting in the formats of offices. They need the extra "documents"."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from skillweave.loaders.formats.columns import Reading
from skillweave.loaders.formats.draft import Draft, Part, build_posting
from skillweave.loaders.formats.signs import why_no_posting
from skillweave.loaders.formats.stream import Item
from skillweave.loaders.posting import Posting, Reject
from skillweave.loaders.text.markup import MarkedText, html_to_text, tidy
from skillweave.ontology.errors import InputError, MissingExtra

MAX_UNPACKED_BYTES: Final = 200 << 20
"""The parts of a DOCX file may not be larger than this together."""

MAX_PAGES: Final = 60
"""A PDF with more pages is a book."""


def read_docx(item: Item, reading: Reading) -> Iterator[Posting | Reject]:
    """The posting that a Word document is."""
    try:
        import docx
    except ImportError:
        raise MissingExtra("python-docx", extra="documents", purpose="reading DOCX") from None
    data = item.read_all()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise InputError(f"its parts are larger than {MAX_UNPACKED_BYTES >> 20} MiB")
        marked = _docx_text(docx.Document(io.BytesIO(data)))
    except InputError:
        raise
    except Exception as error:  # the library raises whatever a damaged part leads to
        raise InputError(f"no readable DOCX: {_first_line(error)}") from error
    yield _document(item, marked, "docx", reading)


def _docx_text(document: Any) -> MarkedText:
    """Paragraphs and tables in order, by way of HTML, so that lines are made in one place."""
    from docx.table import Table

    pieces = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            rows = (
                "".join(f"<td>{_escaped(cell.text)}</td>" for cell in row.cells)
                for row in block.rows
            )
            pieces.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
            continue
        runs = "".join(
            f"<b>{_escaped(run.text)}</b>" if run.bold else _escaped(run.text) for run in block.runs
        )
        style = (block.style.name or "") if block.style is not None else ""
        properties = block._p.pPr
        if style.startswith(("Heading", "Title")):
            pieces.append(f"<h2>{runs or _escaped(block.text)}</h2>")
        elif style.startswith("List") or (properties is not None and properties.numPr is not None):
            pieces.append(f"<li>{runs or _escaped(block.text)}</li>")
        else:
            pieces.append(f"<p>{runs or _escaped(block.text)}</p>")
    return html_to_text("".join(pieces))


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\n", "<br>")


def read_pdf(item: Item, reading: Reading) -> Iterator[Posting | Reject]:
    """The posting that a PDF is, where it holds text and not pictures of text."""
    try:
        import pypdfium2  # type: ignore[import-untyped]
    except ImportError:
        raise MissingExtra("pypdfium2", extra="documents", purpose="reading PDF") from None
    data = item.read_all()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise InputError(f"no readable PDF: {_first_line(error)}") from error
    try:
        if len(document) > MAX_PAGES:
            raise InputError(
                f"a PDF of {len(document)} pages, more than the {MAX_PAGES} that are read"
            )
        pages = [_page_text(document, number) for number in range(len(document))]
    finally:
        document.close()
    if not any(page.strip() for page in pages):
        raise InputError("a PDF without text", next_step="run text recognition (OCR) on it first")
    yield _document(item, MarkedText(_joined("\n".join(pages))), "pdf", reading)


def _page_text(document: Any, number: int) -> str:
    import pypdfium2

    try:
        page = document[number]
        text_page = page.get_textpage()
        text = str(text_page.get_text_bounded())
        text_page.close()
        page.close()
    except pypdfium2.PdfiumError:
        return ""  # a damaged page; the others are read
    return text


_BULLET: Final = re.compile(r"[•●▪■◦‣○➢✓\uf0b7\uf0a7\u2043-](?=\s)\s*")


def _joined(text: str) -> str:
    """Lines as a PDF breaks them, put together again where a sentence goes on."""
    lines: list[str] = []
    previous = 0
    for raw in text.replace("\r\n", "\n").replace("\ufffe", "-").split("\n"):
        line = tidy(raw)
        if not line:
            continue
        bullet = _BULLET.match(line)
        if bullet:
            lines.append("• " + line[bullet.end() :])
        elif lines and previous > 45 and (line[0].islower() or lines[-1][-1] in ",;-&"):
            glue = "" if lines[-1][-1] == "-" and line[0].islower() else " "
            lines[-1] += glue + line
        else:
            lines.append(line)
        previous = len(line)
    return "\n".join(lines)


def _document(item: Item, marked: MarkedText, format: str, reading: Reading) -> Posting | Reject:
    if not reading.any_text and (reason := why_no_posting(marked.text)):
        return item.origin.reject(reason, sample=marked.text)
    return build_posting(Draft(parts=[Part(marked)]), item.origin, format=format, single=True)


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
