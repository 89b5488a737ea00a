"""The graph as a stream of N-Quads or N-Triples lines, in an order that only its content decides.

Sections follow one another; within one, nodes come by their ids and each node's lines together:

==========  ================================================================================
taxonomy    concepts of the taxonomy and what joins them; one graph, named by its version
shared      employers, places, concepts read from postings alone, runs; one graph
postings    what each posting states, evidence included; a graph a posting
derived     derived edges with their properties, each as an ``rdf:Statement``; one graph
==========  ================================================================================

Postings are taken in stretches: the rows of some hundred of them from all tables, as columns (see
:mod:`skillweave.graph.rdf.blocks`). Lines are ASCII and UTF-8 as N-Quads allows, and end in a line
feed.

A ``complete`` dump also holds what a store keeps beside the graph, so that it can be read back:
texts, Records, where postings were read, wordings that are not shown, logs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Literal, TypeAlias, get_args

import pyarrow as pa
import pyarrow.compute as pc

from skillweave.graph._layout import PER_POSTING, SHARED
from skillweave.graph.rdf.blocks import Subjects, edges_by_source, in_order, statements
from skillweave.graph.rdf.columns import Texts, contiguous, data
from skillweave.graph.rdf.sorting import OWNER, Sorter, Stretches
from skillweave.graph.rdf.terms import (
    DERIVED_GRAPH,
    SHARED_GRAPH,
    posting_graph,
    taxonomy_graph,
)
from skillweave.graph.store import Store
from skillweave.graph.transfer import CopyableStore
from skillweave.ontology.errors import GraphError
from skillweave.ontology.schema import BASE_IRI, EDGES, NODES
from skillweave.ontology.schema import columns as columns_of

Section = Literal["taxonomy", "shared", "postings", "derived"]
"""A part of the graph."""

MODEL: Final[tuple[Section, ...]] = ("taxonomy", "shared", "postings")
"""The sections that hold the graph as the model has it."""

Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many postings are done, of how many."""

_POSTINGS_AT_A_TIME: Final = 1_000
_NODES_AT_A_TIME: Final = 16_384
_PARTS: Final = ("Requirement", "SalaryBand")
_OF_POSTINGS: Final = tuple(name for name in (*NODES, *EDGES) if name in PER_POSTING)
_SHARED_LABELS: Final = tuple(label for label in NODES if label in SHARED)


def quads(
    store: CopyableStore,
    *,
    base: str = BASE_IRI,
    sections: Sequence[Section] = MODEL,
    progress: Progress | None = None,
) -> Iterator[bytes]:
    """Give the graph as N-Quads, streamed.

    Args:
        store: the graph.
        base: what ids are put behind.
        sections: the parts wanted.
        progress: is told how far it is.

    Returns:
        Lines, many at a time, each piece ending with a whole line.

    Raises:
        GraphError: the graph was changed meanwhile.

    Note:
        Memory: the ids of the postings, the taxonomy, and what half a gigabyte of sorting space
        and the rows of a thousand postings take.
    """
    yield from _lines(store, base, sections, named=True, progress=progress)


def triples(
    store: CopyableStore,
    *,
    base: str = BASE_IRI,
    sections: Sequence[Section] = MODEL,
    progress: Progress | None = None,
) -> Iterator[bytes]:
    """As :func:`quads`, without the graphs: N-Triples."""
    yield from _lines(store, base, sections, named=False, progress=progress)


def posting_quads(
    store: CopyableStore, postings: Sequence[str], *, base: str = BASE_IRI
) -> Iterator[bytes]:
    """Give what some postings state as N-Quads, for those who keep up with changes.

    Args:
        store: the graph.
        postings: their ids; those that are not in the graph are left out.
        base: what ids are put behind.

    Returns:
        Lines, each posting's in its :func:`~skillweave.graph.rdf.terms.posting_graph`; the same
        lines as :func:`quads` gives for them.
    """
    wanted = sorted(set(postings))
    for start in range(0, len(wanted), _POSTINGS_AT_A_TIME):
        some = wanted[start : start + _POSTINGS_AT_A_TIME]
        tables = {
            name: table
            for name, table in store.export_postings(some).items()
            if name in _OF_POSTINGS
        }
        links = [link for link in store.export_links().pairs if link.source in set(some)]
        places = {posting: place for place, posting in enumerate(some)}
        tables["DUPLICATE_OF"] = pa.table(
            {
                OWNER: pa.array([places[link.source] for link in links], pa.int64()),
                "source": pa.array([link.source for link in links], pa.string()),
                "target": pa.array([link.target for link in links], pa.string()),
            }
        )
        if "Posting" in tables:
            ordered = {
                name: table.sort_by([(key, "ascending") for key in _order(name)])
                for name, table in tables.items()
            }
            yield bytes(_postings(_renumbered(ordered), _ending_of_posting(base, named=True), base))


def _renumbered(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    # Owners counted without gaps.
    present = contiguous(tables["Posting"][OWNER])
    return {
        name: table.set_column(
            0, OWNER, pc.index_in(contiguous(table[OWNER]), present).cast(pa.int64())
        )
        for name, table in tables.items()
    }


def _order(name: str) -> tuple[str, ...]:
    return (OWNER, "id") if name in NODES else (OWNER, "source", "target")


def _lines(
    store: CopyableStore,
    base: str,
    sections: Sequence[Section],
    *,
    named: bool,
    progress: Progress | None,
) -> Iterator[bytes]:
    version = store.version
    concepts = store.export_concepts()

    def ending(graph: str) -> str:
        return f" <{graph}> .\n" if named else " .\n"

    for section in get_args(Section):
        if section not in sections:
            continue
        if section == "taxonomy":
            end = ending(taxonomy_graph(concepts.taxonomy, base))
            found = _taxonomy(concepts.listed, end, base)
        elif section == "shared":
            found = _shared(store, concepts.listed, ending(base + SHARED_GRAPH), base)
        elif section == "postings":
            found = _all_postings(store, _ending_of_posting(base, named=named), base, progress)
        else:
            found = _derived(store, ending(base + DERIVED_GRAPH), base)
        for piece in found:
            if len(piece):
                yield bytes(piece)
    if store.version != version:
        raise GraphError(
            f"{store.location} was changed while it was read; run the same command again"
        )


def _taxonomy(tables: Mapping[str, pa.Table], ending: str, base: str) -> Iterator[memoryview]:
    for label in NODES:
        if label in tables:
            rows = tables[label].sort_by("id")
            subjects = Subjects(label, rows, ending, base=base, complete=False)
            for edge in edges_by_source(tables, label):
                in_turn = tables[edge].sort_by([("source", "ascending"), ("target", "ascending")])
                subjects.add_edges(edge, in_turn)
            yield data(subjects.blocks())


def _shared(
    store: Store, listed: Mapping[str, pa.Table], ending: str, base: str
) -> Iterator[memoryview]:
    for label in _SHARED_LABELS:
        known = contiguous(listed[label]["id"]).to_pylist() if label in listed else []
        with Sorter() as sorter:
            count = sorter.number(store.batches(label, columns=["id"]), but=known)
            nodes = sorter.owned(store.batches(label), by="rows.id")
            edges = {
                name: sorter.owned(store.batches(name), by="source", then=["target"])
                for name in ("WITHIN",)
                if label == "Location"
            }
            for stop in _stops(count, _NODES_AT_A_TIME):
                subjects = Subjects(label, nodes.before(stop), ending, base=base, complete=False)
                for name, stretches in edges.items():
                    subjects.add_edges(name, stretches.before(stop))
                yield data(subjects.blocks())
    runs = store.scan("Run").sort_by("id")
    if len(runs):
        yield data(Subjects("Run", runs, ending, base=base, complete=False).blocks())


def _stops(count: int, at_a_time: int) -> Iterator[int]:
    yield from (min(start + at_a_time, count) for start in range(0, count, at_a_time))


def _all_postings(
    store: Store, ending: Callable[[Texts], Texts | str], base: str, progress: Progress | None
) -> Iterator[memoryview]:
    with Sorter() as sorter:
        count = sorter.number(store.batches("Posting", columns=["id"]))
        stretches: dict[str, Stretches] = {}
        for name in _OF_POSTINGS:
            key = "rows.id" if name in NODES else "source"
            owner = key if name == "Posting" else f"split_part({key}, '#', 1)"
            then = _order(name)[1:]
            selected = columns_of(name)[:2] if name in EDGES else columns_of(name)
            reader = store.batches(name, columns=[column.name for column in selected])
            stretches[name] = sorter.owned(reader, by=owner, then=[f"rows.{c}" for c in then])
        start = 0
        for stop in _stops(count, _POSTINGS_AT_A_TIME):
            tables = {name: stretch.before(stop) for name, stretch in stretches.items()}
            tables = {
                name: table.set_column(0, OWNER, pc.subtract(table[OWNER], start))
                for name, table in tables.items()
                if len(table)
            }
            yield _postings(tables, ending, base)
            start = stop
            if progress is not None:
                progress(stop, count)


def _ending_of_posting(base: str, *, named: bool) -> Callable[[Texts], Texts | str]:
    def ending(ids: Texts) -> Texts | str:
        if not named:
            return " .\n"
        return pa.array([f" <{posting_graph(posting, base)}> .\n" for posting in ids.to_pylist()])

    return ending


def _postings(
    tables: Mapping[str, pa.Table], ending: Callable[[Texts], Texts | str], base: str
) -> memoryview:
    # The lines of the postings whose rows these are, all in order.
    endings = ending(contiguous(tables["Posting"]["id"]))
    owners, blocks = [], []
    for label in ("Posting", *_PARTS):
        if label not in tables:
            continue
        rows = tables[label]
        owner = contiguous(rows[OWNER])
        ends = endings if isinstance(endings, str) else endings.take(owner)
        subjects = Subjects(label, rows, ends, base=base, complete=False)
        for edge in edges_by_source(tables, label):
            subjects.add_edges(edge, tables[edge])
        owners.append(owner.to_numpy())
        blocks.append(subjects.blocks())
    return in_order(owners, blocks)


def _derived(store: Store, ending: str, base: str) -> Iterator[memoryview]:
    for name, kind in EDGES.items():
        if kind.derived:
            order = [column.name for column in columns_of(name)[1:]]
            with Sorter() as sorter:
                for batch in sorter.counted(store.batches(name), within="source", order=order):
                    rows = pa.Table.from_batches([batch])
                    yield data(statements(name, rows, ending, base=base))
