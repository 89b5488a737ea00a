"""JSON in all its uses: JSON lines, one object, arrays, envelopes of applicant-tracking systems.

A value is looked at in this order:

1. ``{"id": ..., "text": ...}`` is a posting to be kept letter by letter (labelled text refers to
   its offsets); further keys are allowed if one of them, ``sha256``, is the digest of the text;
2. objects that are, or hold, a schema.org JobPosting;
3. objects that are, or hold, items of an applicant-tracking system;
4. any other object is a row of a dump; an object or array that holds a list of objects is the dump.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

import orjson

from skillweave.loaders.formats.ats import draft_item, find_items, shape_of
from skillweave.loaders.formats.columns import Reading
from skillweave.loaders.formats.draft import (
    MAX_POSTING_CHARACTERS,
    Draft,
    Origin,
    build_listed,
    build_posting,
    slug,
)
from skillweave.loaders.formats.json_ld import draft_job_posting, find_job_postings, is_job_posting
from skillweave.loaders.formats.rows import Row, flatten, read_rows
from skillweave.loaders.formats.signs import NOTHING_FOUND
from skillweave.loaders.formats.stream import MAX_LINE_BYTES, Item
from skillweave.loaders.posting import Posting, Reject, text_digest
from skillweave.loaders.text.markup import replace_surrogates
from skillweave.ontology.errors import InputError

MAX_JSON_BYTES: Final = 128 << 20
"""The largest JSON document (an array or one object) that is read; JSON lines have no limit."""


def read_json(item: Item, reading: Reading) -> Iterator[Posting | Reject]:
    """Postings of a JSON document."""
    data = item.read_all(MAX_JSON_BYTES)
    try:
        value = parse(data, item)
    except InputError as error:
        values, reason = _readable_part(item.decoder.decode(data))
        if not values:
            yield item.origin.reject(
                reason or error.reason,
                error.position,
                next_step="check that the file is whole JSON",
                sample=item.decoder.decode(data[:400]),
            )
            return
        yield from read_value(values, item.origin, reading)
        position = f"after item {len(values)}"
        yield item.origin.reject(reason, position, next_step="check that the file is whole")
        return
    yield from read_value(value, item.origin, reading)


def read_value(
    value: Any, origin: Origin, reading: Reading, *, format: str = "json"
) -> Iterator[Posting | Reject]:
    """Postings of a JSON value, wherever in it they are.

    A mapping speaks of the rows of dumps; values of a known shape need none.
    """
    single = isinstance(value, dict)
    if single and (posting := labelled_text(value, origin, "")):
        yield posting
        return
    if found := list(_known(value)):
        yield from build_listed(found, origin, single=single)
        return
    objects = value if isinstance(value, list) else []
    if single:
        objects = _longest_list(value) or [value]
    if not objects:
        yield origin.reject(f"{NOTHING_FOUND}: no objects in the JSON", sample=str(value)[:200])
        return
    lines = ((f"item {number}", each) for number, each in enumerate(objects, 1))
    rows = (_line_content(position, each, origin) for position, each in lines)
    yield from read_rows(rows, origin, format=format, reading=reading)


def _line_content(position: str, value: Any, origin: Origin) -> Row | Posting | Reject:
    """One object among many: a posting where its shape is known, else a row."""
    if not isinstance(value, dict):
        return origin.reject("not a JSON object", position, sample=str(value)[:200])
    if posting := labelled_text(value, origin, position):
        return posting
    if is_job_posting(value):
        draft = draft_job_posting(value)
        return build_posting(draft, origin, format="json-ld", position=position)
    if shape := shape_of(value):
        draft = draft_item(shape, value)
        return build_posting(draft, origin, format=shape.system, position=position)
    return Row(position, flatten(value))


def _known(value: Any) -> Iterator[tuple[str, Draft]]:
    """Format name and draft of everything in a value whose shape is known."""
    if items := list(find_items(value)):
        yield from ((shape.system, draft_item(shape, item)) for shape, item in items)
        return
    for posting in find_job_postings(value):
        yield "json-ld", draft_job_posting(posting)


def _longest_list(value: dict[str, Any], depth: int = 0) -> list[Any]:
    """The longest list of objects in an envelope, if that is what the object is."""
    best: list[Any] = []
    for each in value.values():
        if (
            isinstance(each, list)
            and sum(isinstance(i, dict) for i in each[:20]) > len(each[:20]) / 2
        ):
            candidate = each
        elif isinstance(each, dict) and depth < 3:
            candidate = _longest_list(each, depth + 1)
        else:
            continue
        if len(candidate) > len(best):
            best = candidate
    # An object with texts of its own is a row that has lists, not the envelope of one.
    own_text = sum(len(each) for each in value.values() if isinstance(each, str))
    return best if own_text < 500 else []


def read_json_lines(item: Item, reading: Reading) -> Iterator[Posting | Reject]:
    """Postings of JSON lines in their order, in memory of one line and a sample."""
    origin = item.origin
    yield from read_rows(_lines(item, reading), origin, format="jsonl", reading=reading)


def _lines(item: Item, reading: Reading) -> Iterator[Row | Posting | Reject]:
    for line in item.lines():
        position = f"line {line.number}"
        if line.data is None:
            yield item.origin.reject(
                f"longer than {MAX_LINE_BYTES >> 20} MiB",
                position,
                sample=line.start.decode("latin-1"),
            )
            continue
        if not line.data or line.data.isspace():
            continue
        try:
            value = parse(line.data, item)
        except InputError as error:
            sample = item.decoder.decode(line.data[:400])
            yield item.origin.reject(error.reason, position, sample=sample)
            continue
        if (
            (
                isinstance(value, dict)
                and not any(
                    isinstance(each, list) and each and isinstance(each[0], dict)
                    for each in value.values()
                )
            )
            or shape_of(value)
            or is_job_posting(value)
        ):
            yield _line_content(position, value, item.origin)
        elif found := list(_known(value)):  # an envelope a line: pages of an interface, @graph
            for number, (kind, draft) in enumerate(found, 1):
                where = f"{position}, item {number}"
                yield build_posting(draft, item.origin, format=kind, position=where)
        else:
            yield _line_content(position, value, item.origin)


def labelled_text(value: dict[str, Any], origin: Origin, position: str) -> Posting | Reject | None:
    """The posting of an object that gives its own id and text; None if it is no such object.

    The text is kept as it is, so that offsets into it hold; only lone surrogates, which no file
    can hold, are replaced (by one character each).
    """
    identifier, text = value.get("id"), value.get("text")
    if not isinstance(identifier, str) or not isinstance(text, str) or not identifier:
        return None
    if len(value) > 2 and value.get("sha256") != text_digest(text):
        return None
    if not text.strip():
        return origin.reject("its text is empty", position, sample=identifier)
    if len(text) > MAX_POSTING_CHARACTERS:
        return origin.reject(
            f"its text has more than {MAX_POSTING_CHARACTERS:,} characters", position, sample=text
        )
    return Posting(
        id=replace_surrogates(identifier),
        text=replace_surrogates(text),
        source=slug(origin.source or origin.stem),
        source_id=replace_surrogates(identifier),
        format="labelled",
        file=origin.file,
        position=origin.position(position),
    )


def parse(data: bytes, item: Item) -> Any:
    """The value of JSON text in any encoding, also with NaN or lone surrogates in it.

    Raises:
        InputError: with the reason and the position within the text.
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        reason = str(error)
    if "Recursion limit" in reason:
        raise InputError("JSON nested too deeply")
    try:
        return json.loads(item.decoder.decode(data), strict=False)
    except json.JSONDecodeError as error:
        raise InputError(f"no JSON: {error.msg}", position=f"character {error.pos}") from None
    except RecursionError:
        raise InputError("JSON nested too deeply") from None
    except ValueError as error:  # an integer of thousands of digits
        raise InputError(f"no JSON: {error}") from None


def _readable_part(text: str) -> tuple[list[Any], str]:
    """The items of an array that was cut or damaged, up to the damage, and what it is."""
    decoder = json.JSONDecoder(strict=False)
    position = _skip(text, 0, " \t\r\n")
    if text[position : position + 1] != "[":
        return [], ""
    values: list[Any] = []
    position += 1
    while True:
        position = _skip(text, position, " \t\r\n,")
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "too deep"
            return values, f"the array is cut or damaged at character {position}: {reason}"
        values.append(value)


def _skip(text: str, position: int, characters: str) -> int:
    while position < len(text) and text[position] in characters:
        position += 1
    return position
