"""Files of one posting as text: plain, or Markdown with front matter."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from skillweave.loaders.formats.column_names import column_words
from skillweave.loaders.formats.columns import Columns, Reading
from skillweave.loaders.formats.draft import Draft, Part, build_posting
from skillweave.loaders.formats.rows import flatten
from skillweave.loaders.formats.signs import why_no_posting
from skillweave.loaders.formats.stream import Item
from skillweave.loaders.posting import Posting, Reject
from skillweave.loaders.text.markup import MarkedText, markdown_to_text, plain_to_text
from skillweave.ontology.errors import UsageError

MAX_FRONT_MATTER_CHARACTERS: Final = 100_000

MIN_TEXT_CHARACTERS: Final = 80
"""A field of front matter with less is a value, not a text."""

_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)


def read_plain_text(item: Item, reading: Reading) -> Iterator[Posting | Reject]:
    """The posting that a text file is; its text stays as it is."""
    marked = plain_to_text(item.text())
    yield _posting_of(item, Draft(), marked, "text", reading)


def read_markdown(item: Item, reading: Reading) -> Iterator[Posting | Reject]:
    """The posting that a Markdown file is; its front matter is what is stated.

    Some sites keep all of a posting in the front matter and fill a template with it; where the
    body is no posting, the texts of the front matter are read instead.
    """
    text = plain_to_text(item.text()).text
    match = _FRONT_MATTER.match(text)
    if match is None:
        yield _posting_of(item, Draft(), markdown_to_text(text), "markdown", reading)
        return
    source = match[1][:MAX_FRONT_MATTER_CHARACTERS]
    fields = _yaml(source)
    marked = markdown_to_text(text[match.end() :])
    if why_no_posting(marked.text):
        told = "\n".join(_told(fields)) if fields else _without_comments(source)
        marked = markdown_to_text(f"{told}\n\n{marked.text}")
    yield _posting_of(item, _stated(fields, reading), marked, "markdown", reading)


def _posting_of(
    item: Item, draft: Draft, marked: MarkedText, format: str, reading: Reading
) -> Posting | Reject:
    if not reading.any_text and (reason := why_no_posting(marked.text)):
        return item.origin.reject(reason, sample=marked.text or draft.title or "")
    draft.parts = [Part(marked)]
    return build_posting(draft, item.origin, format=format, single=True)


def _yaml(source: str) -> dict[str, Any]:
    """The fields of front matter; none where it is damaged."""
    try:
        fields: Any = yaml.load(source, _FlatLoader)  # noqa: S506 - derived from the safe loader
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return {str(key): value for key, value in fields.items()} if isinstance(fields, dict) else {}


def _stated(fields: dict[str, Any], reading: Reading) -> Draft:
    """The draft of the fields, recognised like columns, without their texts."""
    cells = flatten(fields)
    names = list(cells)
    row = [cells[name] for name in names]
    try:
        columns = Columns(names, [row], reading.mapping)
    except UsageError:  # the mapping speaks of other files
        columns = Columns(names, [row])
    draft = columns.draft(row)
    draft.parts.clear()
    return draft


def _told(fields: Mapping[str, Any]) -> Iterator[str]:
    """Fields that hold texts, as Markdown under their names."""
    for name, value in fields.items():
        lines = list(_lines(value))
        if sum(map(len, lines)) >= MIN_TEXT_CHARACTERS:
            yield from ("", f"## {column_words(name).title()}", "", *lines)


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            if isinstance(each, str):
                yield f"- {each}"
            else:
                yield from _lines(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _lines(each)
            yield ""


def _without_comments(source: str) -> str:
    return "\n".join(line for line in source.split("\n") if not line.startswith("#"))


class _FlatLoader(yaml.SafeLoader):
    """Safe YAML without aliases, by which a few lines can stand for billions of values."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)
