"""HTML, Markdown and plain text become lines: the one place where markup is taken off.

What extraction needs of a page is its block structure, nothing else: which lines are headings,
which are list items, what belongs to one row of a table. So each block becomes a line:

- headings, paragraphs and ``<br>`` end a line; paragraphs are set apart by one empty line;
- a list item is a line that starts with "• ";
- a table row of two cells whose first is a label reads "label: value", other rows "a | b | c";
- a line marked as a heading, or wholly bold and short, is reported as a span in ``headings``.

Runs of blanks (no-break spaces among them) become one space and control characters go, except in
plain text, which stays as it is but for line ends, byte order marks and NULs.
"""

import html as html_entities
import re
from typing import Final, Literal, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from skillweave.loaders.posting import Span

BULLET: Final = "• "
"""How a list item begins, whatever the markup."""

MAX_HEADING_CHARACTERS: Final = 90
"""A bold line longer than this is emphasis, not a heading."""

MAX_LABEL_CHARACTERS: Final = 40
"""The first of two table cells is a label up to this length."""

MAX_OPEN_TAGS: Final = 20_000
"""With more tags left open the markup is damaged or hostile; only its words are kept.

The parser's time grows with the square of the nesting.
"""

MAX_TABLE_NESTING: Final = 8
"""Tables within tables beyond this depth are layout; their rows are not put together."""


class MarkedText(NamedTuple):
    """Text without markup, and the spans of its lines that are headings."""

    text: str
    headings: tuple[Span, ...] = ()


class _Line(NamedTuple):
    text: str  # "" stands for the gap between paragraphs
    heading: bool = False


_GAP: Final = _Line("")

_SKIPPED: Final = frozenset(
    "script style noscript template svg iframe object canvas head title nav select textarea "
    "button audio video map math dialog".split()
)
_PARAGRAPHS: Final = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre hr".split())
_BLOCKS: Final = _PARAGRAPHS | frozenset(
    "address article aside body caption center dd details div dt fieldset figcaption figure "
    "footer form header html legend li main section summary tbody td tfoot th thead tr".split()
)
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_BOLD: Final = frozenset(("b", "strong"))
_CELLS: Final = frozenset(("td", "th"))

_NOISE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff]"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_BREAKING_TAG: Final = re.compile(r"<(?:p|br|div|li|tr|h[1-6]|pre|dd)\b", re.IGNORECASE)
_TAG: Final = re.compile(
    r"</?(?:p|br|div|li|ul|ol|span|strong|b|i|em|u|h[1-6]|table|tr|td|a|font|section)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ESCAPED_TAG: Final = re.compile(
    r"&(?:amp;)?lt;/?(?:p|br|div|li|ul|ol|span|strong|b|i|em|h[1-6]|table|a)\b", re.IGNORECASE
)
_ENTITY: Final = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_EDGE_PUNCTUATION: Final = " \t\r\n\xa0:;,.-–—*•·|"


def html_to_text(markup: str) -> MarkedText:
    """Convert a page or a fragment of HTML, whole or broken, once or twice escaped.

    Returns:
        The text, line by line, and its headings. Scripts, styles, menus and form controls are
        left out. Linear in the length of the markup.
    """
    markup = unescape_markup(markup)
    if markup.count("<") - 2 * markup.count("</") > MAX_OPEN_TAGS:
        return plain_to_text(_HTML_TAG.sub("\n", markup))
    try:
        tree = LexborHTMLParser(markup)
    except UnicodeEncodeError:
        tree = LexborHTMLParser(replace_surrogates(markup))
    root = tree.root
    return node_to_text(root, newlines=not _BREAKING_TAG.search(markup)) if root else MarkedText("")


def node_to_text(root: LexborNode, *, newlines: bool = False) -> MarkedText:
    """Convert one element of a parsed page and all within it.

    Args:
        root: the element.
        newlines: whether a line break in the source ends a line (for text whose only markup is
            inline), rather than counting as a blank.
    """
    writer = _HtmlWriter(newlines)
    node: LexborNode | None = root
    depth = 0
    while node is not None:
        child = writer.enter(node)
        if child is not None:
            depth += 1
            node = child
            continue
        following = node.next if depth else None
        while following is None and depth:
            node = node.parent
            if node is None:
                break
            depth -= 1
            writer.leave(node.tag)
            following = node.next if depth else None
        node = following
    return _join(writer.finish())


def unescape_markup(markup: str) -> str:
    """Undo the HTML escaping of HTML, as feeds and JSON-LD do it, once or twice."""
    for _ in range(2):
        if "<" in markup or "lt;" not in markup or not _ESCAPED_TAG.search(markup):
            break
        markup = html_entities.unescape(markup)
    return markup


def replace_surrogates(text: str) -> str:
    """Put U+FFFD for each lone surrogate, which no encoding can write; offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


class _HtmlWriter:
    """Collects lines while the tree is walked."""

    def __init__(self, newlines: bool) -> None:
        self.newlines = newlines
        self.lines: list[_Line] = []
        self.parts: list[str] = []
        self.rows: list[tuple[list[_Line], list[list[_Line]]]] = []  # lines before, cells so far
        self.nested_rows = 0
        self.preformatted = 0
        self.items = 0
        self.bold = 0
        self.in_heading = 0
        self.bullet = False
        self.any_bold = False
        self.any_plain = False

    def enter(self, node: LexborNode) -> LexborNode | None:
        """Take in a node; returns its first child if that is to be visited."""
        tag = node.tag
        if tag == "-text":
            self.add(node.text_content or "")
            return None
        if tag is None or tag in _SKIPPED or tag[0] in "-!":
            return node.child if tag == "-document" else None
        if tag == "br":
            if self.end_line() == 0:
                self.gap()
            return None
        child = node.child
        if child is None and tag not in _PARAGRAPHS and tag not in _CELLS:
            return None
        if tag in _BOLD:
            self.bold += 1
        elif tag in _BLOCKS:
            self.end_line()
            if tag in _PARAGRAPHS:
                self.gap()
            self.open_block(tag)
            if child is None:
                self.close_block(tag)
        return child

    def open_block(self, tag: str) -> None:
        if tag == "li":
            self.items += 1
            self.bullet = True
        elif tag in _HEADINGS:
            self.in_heading += 1
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "tr":
            if self.nested_rows < MAX_TABLE_NESTING:
                self.rows.append((self.lines, []))
                self.lines = []
            self.nested_rows += 1
        elif tag in _CELLS and self.rows:
            self.stash_cell()

    def leave(self, tag: str | None) -> None:
        """Close an element that was entered and had children."""
        if tag in _BOLD:
            self.bold -= 1
        elif tag in _BLOCKS and tag is not None:
            self.end_line()
            self.close_block(tag)
            if tag in _PARAGRAPHS:
                self.gap()

    def close_block(self, tag: str) -> None:
        if tag == "li":
            self.items -= 1
            self.bullet = False
        elif tag in _HEADINGS:
            self.in_heading -= 1
        elif tag == "pre":
            self.preformatted -= 1
        elif tag == "tr":
            self.nested_rows -= 1
            if self.nested_rows < MAX_TABLE_NESTING:
                self.close_row()

    def close_row(self) -> None:
        self.stash_cell()
        before, cells = self.rows.pop()
        before.extend(_row(cells))
        self.lines = before

    def stash_cell(self) -> None:
        """Put what was written since the last cell began aside as a cell of its own."""
        if any(line.text for line in self.lines):
            self.rows[-1][1].append(self.lines)
        self.lines = []

    def add(self, text: str) -> None:
        if (self.preformatted or self.newlines) and "\n" in text:
            first, *others = text.split("\n")
            self.add_run(first)
            for other in others:
                if self.end_line() == 0:
                    self.gap()
                self.add_run(other)
        else:
            self.add_run(text)

    def add_run(self, text: str) -> None:
        self.parts.append(text)
        if text.strip(_EDGE_PUNCTUATION):
            if self.bold:
                self.any_bold = True
            else:
                self.any_plain = True

    def gap(self) -> None:
        if not self.items and self.lines and self.lines[-1] is not _GAP:
            self.lines.append(_GAP)

    def end_line(self) -> int:
        """Close the line; returns its length, 0 if there was nothing in it."""
        if not self.parts:
            return 0
        text = tidy("".join(self.parts))
        self.parts.clear()
        if text:
            heading = self.in_heading > 0 or (
                self.any_bold and not self.any_plain and not self.bullet and _is_short(text)
            )
            if self.bullet:
                if not heading:
                    text = BULLET + text
                self.bullet = False
            self.lines.append(_Line(text, heading))
        self.any_bold = self.any_plain = False
        return len(text)

    def finish(self) -> list[_Line]:
        self.end_line()
        while self.rows:
            self.close_row()
        return self.lines


def _row(cells: list[list[_Line]]) -> list[_Line]:
    """A table row as one line, or, where cells hold blocks (a table used as layout), as those."""
    texts = [[line for line in cell if line.text] for cell in cells]
    if len(texts) < 2 or any(len(lines) > 1 for lines in texts):
        return [line for cell in cells for line in [*cell, _GAP]]
    return [_Line(_cells([lines[0].text for lines in texts]))]


def _cells(texts: list[str]) -> str:
    if len(texts) == 2 and len(texts[0]) <= MAX_LABEL_CHARACTERS:
        return f"{texts[0].rstrip(' :')}: {texts[1]}"
    return " | ".join(texts)


def tidy(text: str) -> str:
    """One line of clean text: runs of blanks become one, control characters go, entities too."""
    text = " ".join(text.split())
    if not text.isprintable():
        text = " ".join(_NOISE.sub("", text).split())
    if "&" in text and _ENTITY.search(text):
        text = " ".join(html_entities.unescape(text).split())
    return text


def _is_short(text: str) -> bool:
    if len(text) > MAX_HEADING_CHARACTERS or text[-1] in ".;,":
        return False
    return sum(map(str.isdigit, text)) <= 4  # more is a telephone number or a date


def _join(lines: list[_Line]) -> MarkedText:
    """Lines with their gaps, at most one between two, none between list items or at the ends."""
    parts: list[str] = []
    headings: list[Span] = []
    position = 0
    gap = False
    last = ""
    for text, heading in lines:
        if not text:
            gap = True
            continue
        if last:
            if gap and not (text.startswith(BULLET) and last.startswith(BULLET)):
                parts.append("\n\n")
                position += 2
            else:
                parts.append("\n")
                position += 1
        gap = False
        if heading:
            headings.append(Span(position, position + len(text)))
        parts.append(text)
        position += len(text)
        last = text
    return MarkedText("".join(parts), tuple(headings))


# Markdown. Grammar: https://spec.commonmark.org/0.31.2/, of which postings use a small part; tables
# as in https://github.github.com/gfm/#tables-extension-, template tags as in Liquid and Kramdown.
_COMMENTS: Final = (
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"\{%-?[ ]?comment\b"), re.compile(r"\{%-?[ ]?endcomment\b[^%]*%\}")),
)
_TEMPLATE_TAG: Final = re.compile(r"\{%[^%\n]*%\}|\{\{[^{}\n]*\}\}|\{:[^{}\n]*\}")
_LINE_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HTML_TAG: Final = re.compile(r"</?[a-zA-Z][^<>\n]*>")
_FENCE: Final = re.compile(r"\s{0,3}(?:```|~~~)")
_ATX_HEADING: Final = re.compile(r"\s{0,3}#{1,6}(?=[ \t])")
_SETEXT_UNDERLINE: Final = re.compile(r"\s{0,3}(?:=+|-{2,})\s*$")
_RULE: Final = re.compile(r"\s{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_LIST_ITEM: Final = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])[ \t]+(?=\S)")
_TABLE_ROW: Final = re.compile(r"\s*\|.*\|\s*$")
_TABLE_RULE: Final = re.compile(r"(?=.*--)(?=.*\|)[ \t|:-]+$")
_QUOTE: Final = re.compile(r"\s{0,3}>[ \t]?")
_IMAGE: Final = re.compile(r"!\[[^\[\]]*\]\([^()\s]*(?:\s[^()]*)?\)")
_LINK: Final = re.compile(r"\[([^\[\]]+)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])")
_AUTOLINK: Final = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)([^\n]{1,500}?)(?<=\S)\1")
_EMPHASIS: Final = re.compile(r"(?<![\w*\\])([*_])(?![\s*_])([^*_\n]+?)(?<![\s\\])\1(?![\w*])")
_CODE: Final = re.compile(r"(`+)([^`\n]+)\1")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_WHOLLY_BOLD: Final = re.compile(r"\s*(?:\*\*|__)(?=\S)([^*_]|_(?!_))+(?:\*\*|__)\s*:?\s*$")
_MARKDOWN_SIGNS: Final = (
    (re.compile(r"^[ ]{0,3}#{1,6} \S", re.MULTILINE), 1),
    (re.compile(r"^(?:- )?\*\*\S[^*\n]*\S\*\*", re.MULTILINE), 2),
    (re.compile(r"\*\*\S[^*\n]*\S\*\*"), 1),
    (re.compile(r"\[[^\[\]\n]+\]\((?:https?:|mailto:|/)[^()\s]*\)"), 1),
    (re.compile(r"^\|(?:[ :]*-+[ :]*\|)+[ \t]*$", re.MULTILINE), 2),
)
_WRAPPED: Final = range(50, 121)  # lengths of a line that an editor may have wrapped


def markdown_to_text(markup: str) -> MarkedText:
    """Convert Markdown: headings, lists and tables as in ``html_to_text``, emphasis taken off.

    Lines that an editor wrapped are joined again; template tags and comments are left out.
    """
    for opening, closing in _COMMENTS:
        markup = _without(markup, opening, closing)
    if "{" in markup:
        markup = _TEMPLATE_TAG.sub("", markup)
    lines: list[_Line] = []
    fenced = joinable = False
    for raw in _LINE_BREAK.sub("\n", plain_to_text(markup).text).split("\n"):
        if _FENCE.match(raw):
            fenced, joinable = not fenced, False
        elif fenced:
            lines.append(_Line(tidy(raw)))
        else:
            joinable = _add_markdown_line(lines, _QUOTE.sub("", raw, count=1), joinable)
    return _join(lines)


def _without(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    """Leave out each stretch between two marks; an opening that is never closed stays."""
    kept: list[str] = []
    position = 0
    while (start := opening.search(text, position)) and (end := closing.search(text, start.end())):
        kept.append(text[position : start.start()])
        position = end.end()
    return "".join(kept) + text[position:] if kept else text


def _add_markdown_line(lines: list[_Line], raw: str, joinable: bool) -> bool:
    """Add one line; returns whether the next may continue its paragraph."""
    last = lines[-1] if lines else _GAP
    if _SETEXT_UNDERLINE.match(raw) and last.text and not last.text.startswith(BULLET):
        lines[-1] = _Line(last.text, heading=_is_short(last.text))
        return False
    if not raw.strip() or _RULE.match(raw):
        lines.append(_GAP)
        return False
    if _TABLE_RULE.match(raw):
        return False
    if match := _ATX_HEADING.match(raw):
        if text := _inline(raw[match.end() :].rstrip().rstrip("#")):
            lines += (_GAP, _Line(text, heading=True))
        return False
    if _TABLE_ROW.match(raw):
        cells = [_inline(cell) for cell in raw.strip().strip("|").split("|")]
        lines.append(_Line(_cells([cell for cell in cells if cell])))
        return False
    bold = _WHOLLY_BOLD.match(raw) is not None
    item = _LIST_ITEM.match(raw)
    text = _inline(raw[item.end() :] if item else raw)
    if not text:
        return False
    if item:
        lines.append(_Line(BULLET + text))
    elif (
        joinable and not bold and last.text and (text[0].islower() or last.text[-1] not in ".:;!?")
    ):
        lines[-1] = _Line(f"{last.text} {text}")
    else:
        lines.append(_Line(text, heading=bold and _is_short(text)))
    return not bold and len(raw) in _WRAPPED and not raw.endswith(("  ", "\\"))


def _inline(text: str) -> str:
    """Take the inline markup off."""
    if "<" in text:
        text = _HTML_TAG.sub("", _AUTOLINK.sub(r"\1", text))
    if "[" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    if "`" in text:
        text = _CODE.sub(r"\2", text)
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text.removesuffix("\\"))
    return tidy(text)


def plain_to_text(text: str) -> MarkedText:
    """Leave plain text as it is, but for CRLF, byte order marks, NULs and lone surrogates."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        text = text.replace("\x00", "")
    text = text.removeprefix("\ufeff")
    return MarkedText(text if text.isascii() else replace_surrogates(text))


Markup = Literal["html", "markdown", "plain"]
"""How a text is marked up."""


def guess_markup(text: str) -> Markup:
    """Tell HTML (whole or escaped) and Markdown from plain text by what is in it."""
    if ("<" in text and _TAG.search(text)) or ("lt;" in text and _ESCAPED_TAG.search(text)):
        return "html"
    signs = sum(weight for sign, weight in _MARKDOWN_SIGNS if sign.search(text))
    return "markdown" if signs >= 2 else "plain"


def any_to_text(text: str) -> MarkedText:
    """Convert a text whose markup is not known, as a cell of a dump."""
    markup = guess_markup(text)
    if markup == "html":
        return html_to_text(text)
    if markup == "markdown":
        return markdown_to_text(text)
    if "&" in text and _ENTITY.search(text):
        text = html_entities.unescape(text)
    plain = plain_to_text(text).text
    return MarkedText(plain.strip())
