"""Columns of tables as columns of N-Triples terms and lines.

A million triples a second leave no time for an object each. So whole columns are turned into terms
and glued together by Arrow; only what is rare (an odd id, a list) is done row by row.

Grammar of terms: RDF 1.1 N-Triples, section 7. Only what has to be escaped in a literal is.
"""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from skillweave.graph.rdf.terms import escape, iri, value_iri
from skillweave.ontology.schema import DATATYPES, NODES, Property, expand

_PLAIN_IN_IRI: Final = (
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:@!$&'()*+,;=/#"
)
_TO_ESCAPE: Final = np.isin(np.arange(256), list(b'"\\\n\r'))

Texts: TypeAlias = pa.StringArray
"""A column of texts."""


def join(*pieces: Texts | str) -> Texts:
    """Glue pieces row by row; a row with a null among them is null."""
    return pc.binary_join_element_wise(*pieces, "")


def or_nothing(lines: Texts) -> Texts:
    """Lines, with an empty text where there is none."""
    return pc.fill_null(lines, "") if lines.null_count else lines


def contiguous(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column as one array."""
    if isinstance(column, pa.ChunkedArray):
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return column


def data(texts: Texts) -> memoryview:
    """The bytes of all rows, one after the other."""
    if not len(texts):
        return memoryview(b"")
    _, offsets, content = texts.buffers()
    ends = np.frombuffer(offsets, np.int32)
    first, last = ends[texts.offset], ends[texts.offset + len(texts)]
    return memoryview(content)[first:last] if content is not None else memoryview(b"")


def iris(ids: Texts, base: str, marker: str) -> Texts:
    """Ids as IRIs in angle brackets.

    Args:
        ids: the ids, all of one label.
        base: the base IRI.
        marker: what the label's ids begin with, or nothing where that is not known.
    """
    if (
        marker
        and not data(ids).tobytes().translate(None, _PLAIN_IN_IRI)
        and pc.all(pc.starts_with(ids, marker)).as_py() is not False
        and (pc.max(pc.count_substring(ids, "#")).as_py() or 0) <= 1
    ):
        return join(f"<{base}", ids, ">")
    distinct = pc.dictionary_encode(ids)
    terms = [f"<{iri(value, base)}>" for value in distinct.dictionary.to_pylist()]
    return pa.array(terms, pa.string()).take(distinct.indices)


def marker_of(labels: Sequence[str]) -> str:
    """What the ids of nodes begin with, if they are of one label and begin alike."""
    if len(set(labels)) != 1:
        return ""
    marker = NODES[labels[0]].marker
    return "posting/" if marker.startswith("#") else marker


def escaped(texts: Texts) -> Texts:
    """Texts as they stand between the quotes of a literal.

    Offsets move by the number of escapes before them, so that the content of the whole column is
    replaced at once.
    """
    content = np.frombuffer(data(texts), np.uint8)
    marks = _TO_ESCAPE[content]
    if not marks.any():
        return texts
    valid, offsets, _ = texts.buffers()
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    ends = ends - ends[0]
    escapes = np.flatnonzero(marks)
    moved = (ends + np.searchsorted(escapes, ends)).astype(np.int32)
    replaced = (
        content.tobytes()
        .replace(b"\\", b"\\\\")
        .replace(b'"', b'\\"')
        .replace(b"\n", b"\\n")
        .replace(b"\r", b"\\r")
    )
    if valid is not None and texts.offset:
        valid = pc.is_valid(texts).buffers()[1]
    return pa.StringArray.from_buffers(
        len(texts), pa.py_buffer(moved), pa.py_buffer(replaced), valid
    )


def terms(column: Property, values: pa.Array) -> Texts:
    """A column of single values as terms; null where there is none."""
    if column.values:
        return _mapped(values, lambda value: f"<{value_iri(column.iri, value)}>")
    if column.type == "string":
        return join('"', escaped(values), '"' + _kind(column))
    if column.type == "boolean":
        return join(pc.if_else(values, '"true', '"false'), '"' + _kind(column))
    if column.type == "float":
        return join('"', _doubles(values), '"' + _kind(column))
    written = values.cast(pa.string())
    if column.type == "datetime":
        return join('"', pc.replace_substring(written, " ", "T"), 'Z"' + _kind(column))
    return join('"', written, '"' + _kind(column))


def literal(column: Property, value: str) -> str:
    """One text as a term, as :func:`terms` would give it."""
    if column.values:
        return f"<{value_iri(column.iri, value)}>"
    return f'"{escape(value)}"{_kind(column)}'


def _kind(column: Property) -> str:
    # What follows the closing quote.
    kind = column.literal or DATATYPES[column.type]
    if kind.startswith("@"):
        return kind
    return "" if kind == "xsd:string" else f"^^<{expand(kind)}>"


def _mapped(values: pa.Array, term: Any) -> Texts:
    distinct = pc.dictionary_encode(values)
    found = [term(value) for value in distinct.dictionary.to_pylist()]
    return pa.array(found, pa.string()).take(distinct.indices)


_NO_NUMBERS: Final = {"inf": "INF", "-inf": "-INF", "nan": "NaN"}


def _doubles(values: pa.Array) -> Texts:
    # The shortest spelling that reads back as the same number.
    written = [None if value is None else repr(value) for value in values.to_pylist()]
    return pa.array([_NO_NUMBERS.get(text or "", text) for text in written], pa.string())


def scattered(rows: npt.NDArray[np.int64], texts: Sequence[str], count: int) -> Texts:
    """A column that is empty but in some rows.

    Args:
        rows: the rows that are not, each once.
        texts: what stands in them.
        count: number of all rows.
    """
    places = np.zeros(count, np.int64)
    places[rows] = np.arange(1, len(rows) + 1)
    return pa.array(["", *texts], pa.string()).take(pa.array(places))


def gathered(rows: npt.NDArray[np.int64], lines: Texts, count: int) -> Texts:
    """Lines put together by the row that they belong to.

    Args:
        rows: for each line its row, ascending.
        lines: the lines.
        count: number of all rows.
    """
    offsets = np.searchsorted(rows, np.arange(count + 1)).astype(np.int32)
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), lines), "")
