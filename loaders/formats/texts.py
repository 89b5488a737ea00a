"""Files of one posting as text: plain, or Markdown with front matter."""

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from skillweave.loaders.formats.columns import Columns, Reading
from skillweave.loaders.formats.draft import Draft, Part, build_posting
from skillweave.loaders.formats.rows import flatten
from skillweave.loaders.formats.signs import why_no_posting
from skillweave.loaders.formats.stream import Item
from skillweave.loaders.posting import Posting, Reject
from skillweave.loaders.text.markup import MarkedText, markdown_to_text, plain_to_text
from skillweave.ontology.errors import UsageError

MAX_FRONT_MATTER_CHARACTERS: Final = 100_000

_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)


def read_plain_text(item: Item, reading: Reading) -> Iterator[Posting | Reject]:
    """The posting that a text file is; its text stays as it is."""
    marked = plain_to_text(item.text())
    yield _posting_of(item, Draft(), marked, "text")


def read_markdown(item: Item, reading: Reading) -> Iterator[Posting | Reject]:
    """The posting that a Markdown file is; its front matter is what is stated."""
    text = plain_to_text(item.text()).text
    draft = Draft()
    if match := _FRONT_MATTER.match(text):
        draft = _front_matter(match[1], reading)
        text = text[match.end() :]
    yield _posting_of(item, draft, markdown_to_text(text), "markdown")


def _posting_of(item: Item, draft: Draft, marked: MarkedText, format: str) -> Posting | Reject:
    if reason := why_no_posting(marked.text):
        return item.origin.reject(reason, sample=marked.text)
    draft.parts = [Part(marked)]
    return build_posting(draft, item.origin, format=format, single=True)


def _front_matter(source: str, reading: Reading) -> Draft:
    """The fields of front matter, recognised like columns; damaged front matter states nothing."""
    try:
        fields: Any = yaml.load(source[:MAX_FRONT_MATTER_CHARACTERS], _FlatLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError):
        return Draft()
    if not isinstance(fields, dict):
        return Draft()
    cells = flatten({str(key): value for key, value in fields.items()})
    names = list(cells)
    row = [cells[name] for name in names]
    try:
        columns = Columns(names, [row], reading.mapping)
    except UsageError:  # the mapping speaks of other files
        columns = Columns(names, [row])
    draft = columns.draft(row)
    draft.parts.clear()  # a summary in front matter stands in the body as well
    return draft


class _FlatLoader(yaml.SafeLoader):
    """Safe YAML without aliases, by which a few lines can stand for billions of values."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)
