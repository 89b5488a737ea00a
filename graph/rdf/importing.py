"""Read a complete dump back into a store: the same tables, whatever syntax it was written in.

1. The statements are put into a database on the disk (:mod:`skillweave.graph.rdf.staging`); so far
   nothing was written to the store, and a damaged file changes nothing.
2. The taxonomy, the runs and what people answered are written.
3. The postings are written, some hundred at a time, each with what it states.
4. The links of duplicates, and the logs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyoxigraph

from skillweave.graph._layout import OF_TAXONOMY, PER_POSTING, SHARED
from skillweave.graph.rdf.beside import add_kept
from skillweave.graph.rdf.columns import contiguous
from skillweave.graph.rdf.sorting import OWNER, Sorter
from skillweave.graph.rdf.staging import Staging
from skillweave.graph.rdf.syntaxes import FORMATS, Syntax, reading, syntax_of
from skillweave.graph.store import Store
from skillweave.graph.transfer import Concepts, CopyableStore, Links, Log, Progress
from skillweave.ontology.dump_terms import LOG_CLASSES
from skillweave.ontology.errors import InputError, UsageError
from skillweave.ontology.schema import BASE_IRI, DERIVED, EDGES, NODES
from skillweave.ontology.sink import Link
from skillweave.ontology.tables import TableBuilder, Tables, arrow_schema

_POSTINGS_AT_A_TIME: Final = 1_000
_SETTINGS: Final = '{"imported": true}'
"""Stands for the settings of derived edges, which a dump does not tell."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read.

    Attributes:
        statements: how many statements the file holds.
        ignored: how many of them say nothing that the graph could keep.
        postings: how many postings were written.
    """

    statements: int
    ignored: int
    postings: int


def read_dump(
    path: Path,
    open_store: Callable[[], CopyableStore],
    *,
    base: str = BASE_IRI,
    syntax: Syntax | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Read a complete dump into an empty store.

    Args:
        path: the file; its name tells syntax and compression.
        open_store: opens the store to write to; called when the file was read to its end.
        base: what the dump's ids were put behind.
        syntax: its syntax, where the name does not tell.
        progress: is told how many postings are done, of how many.

    Returns:
        How many statements and postings there were.

    Raises:
        InputError: the file cannot be read (with line and column), or is no complete dump.
        UsageError: the store holds postings.

    Note:
        The statements are kept in a temporary directory, in about a third of their size as
        N-Triples. Memory: a gigabyte and a half at most and the rows of a thousand postings.
    """
    with TemporaryDirectory(prefix="skillweave-") as directory:
        staging = Staging(Path(directory), base)
        try:
            staging.add(_statements(path, syntax or syntax_of(path)))
            with staging.errors_told(path):
                postings = _write(staging, open_store, progress)
        finally:
            staging.close()
    return Imported(staging.read, staging.ignored, postings)


def _statements(path: Path, syntax: Syntax) -> Iterator[pyoxigraph.Quad | pyoxigraph.Triple]:
    with reading(path, syntax) as file:
        try:
            yield from pyoxigraph.parse(file, format=FORMATS[syntax])
        except SyntaxError as error:
            position = f"line {error.lineno}, column {error.offset}" if error.lineno else ""
            raise InputError(
                str(error.msg),
                file=str(path),
                position=position,
                next_step="correct the file, or give its syntax with --format",
            ) from error
        except (OSError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(
                f"it cannot be read: {error}", file=str(path), next_step="look at the file"
            ) from error


def _write(
    staging: Staging, open_store: Callable[[], CopyableStore], progress: Progress | None
) -> int:
    with Sorter() as sorter:
        count = sorter.number(_ids(staging, "Posting"))
        if not count and not len(staging.nodes("Scheme").read_all()):
            raise InputError(
                "it holds no graph of this base IRI",
                next_step="give the base IRI of the dump with --base",
            )
        concepts = _concepts(staging)
        answers = staging.answers()
        log = Log(staging.runs(), {name: staging.log(name) for name in LOG_CLASSES})
        batches = _postings(staging, sorter, count)
        first = next(batches, None)  # what is no complete dump shows itself now
        with open_store() as store:
            _refuse_filled(store)
            store.import_concepts(concepts)
            store.import_log(log, others="keep")
            store.keep_answers(answers)
            unlinked: list[str] = []
            done = 0
            while first is not None:
                tables, marked = first
                unlinked += marked
                store.write(tables, replaced=())
                done += len(tables["Posting"])
                if progress is not None:
                    progress(done, count)
                first = next(batches, None)
            links = staging.edges("DUPLICATE_OF").read_all().sort_by("source").to_pylist()
            pairs = [Link(link["source"], link["target"]) for link in links]
            store.import_links(Links(pairs, unlinked))
            derived = {edge: staging.derived(edge).read_all() for edge in DERIVED}
            if any(len(rows) for rows in derived.values()):
                store.replace_derived(derived, _SETTINGS)
            store.import_log(log, others="drop")
    return count


def _refuse_filled(store: Store) -> None:
    if next(store.known(), None) is not None:
        raise UsageError(f"{store.location} holds postings already; name a new directory")


def _ids(staging: Staging, label: str) -> pa.RecordBatchReader:
    reader = staging.nodes(label)
    schema = pa.schema([reader.schema.field("id")])
    return pa.RecordBatchReader.from_batches(schema, (batch.select(["id"]) for batch in reader))


def _concepts(staging: Staging) -> Concepts:
    retired_ids = pa.array(staging.retired(), pa.string())
    listed: dict[str, pa.Table] = {}
    retired: dict[str, pa.Table] = {}
    for name in sorted(OF_TAXONOMY):
        if name in EDGES:
            rows = staging.edges(name).read_all()
        elif name in SHARED and "status" not in arrow_schema(name).names:
            continue
        else:
            rows = staging.nodes(name).read_all()
        if name in SHARED and name in NODES:
            rows = rows.filter(pc.equal(rows["status"], "listed"))
            gone = pc.is_in(rows["id"], retired_ids)
            if pc.any(gone).as_py():
                retired[name] = rows.filter(gone)
                rows = rows.filter(pc.invert(gone))
        if len(rows):
            listed[name] = rows.sort_by([(key, "ascending") for key in rows.column_names[:2]])
    return Concepts(staging.taxonomy(), listed, retired)


def _postings(staging: Staging, sorter: Sorter, count: int) -> Iterator[tuple[Tables, list[str]]]:
    # Batches of postings as a store takes them, each with those whose duplicates are to be found.
    stretches = {}
    for name in sorted(PER_POSTING - {"document", "bucket", "DUPLICATE_OF", *DERIVED}):
        if name in NODES:
            reader, key = staging.nodes(name), "rows.id"
        else:
            reader, key = staging.edges(name), "source"
        owner = key if name == "Posting" else f"split_part({key}, '#', 1)"
        stretches[name] = sorter.owned(reader, by=owner)
    documents = sorter.shelves(
        (pa.Table.from_batches([batch]) for batch in staging.documents()),
        by="posting",
        count=count,
        stretch=_POSTINGS_AT_A_TIME,
    )
    for start in range(0, count, _POSTINGS_AT_A_TIME):
        stop = min(start + _POSTINGS_AT_A_TIME, count)
        kept = documents.before(stop)
        builder = TableBuilder(owned=True)
        for place, (posting, buckets, states) in enumerate(
            zip(*(kept[name].to_pylist() for name in ("posting", "buckets", "states")), strict=True)
        ):
            try:
                add_kept(builder, place, buckets or "", states or "")
            except (ValueError, TypeError, AttributeError) as error:
                raise InputError(
                    f"{posting} lacks what a store keeps beside it, or it is damaged",
                    next_step="only complete dumps of skillweave export rdf can be read",
                ) from error
        tables = builder.tables()
        tables["document"] = _owned(
            kept.drop_columns(["buckets", "states", "unlinked"]), start, "document"
        )
        for name, stretch in stretches.items():
            rows = stretch.before(stop)
            if len(rows):
                tables[name] = _owned(rows, start, name)
        marked = kept.filter(pc.fill_null(pc.equal(kept["unlinked"], "true"), False))
        yield tables, contiguous(marked["posting"]).to_pylist()


def _owned(rows: pa.Table, start: int, name: str) -> pa.Table:
    places = pc.subtract(rows[OWNER], start)
    return rows.set_column(0, OWNER, places).cast(arrow_schema(name, owned=True))
