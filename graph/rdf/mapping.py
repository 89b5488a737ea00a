"""The graph as a stream of N-Quads or N-Triples lines, in an order that only its content decides.

Sections follow one another; within one, nodes come by their ids and each node's lines together:

==========  ================================================================================
taxonomy    concepts of the taxonomy and what joins them; one graph, named by its version
shared      employers, places, concepts read from postings alone, runs; one graph
postings    what each posting states, evidence included; a graph a posting
derived     derived edges with their properties, each as an ``rdf:Statement``; one graph
==========  ================================================================================

Postings are taken in stretches: the rows of some hundred of them from all tables, as columns (see
:mod:`skillweave.graph.rdf.blocks`).

A ``complete`` dump also holds what a store keeps beside the graph, so that it can be read back:
texts and Records (see :mod:`skillweave.graph.rdf.beside`), the order of lists, answers, runs and
their logs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

import pyarrow as pa
import pyarrow.compute as pc

from skillweave.graph._layout import NAMED_BY, PER_POSTING, SHARED
from skillweave.graph.rdf.beside import DOCUMENT, kept_beside
from skillweave.graph.rdf.blocks import (
    Subjects,
    edges_by_source,
    in_order,
    log_entries,
    statements,
)
from skillweave.graph.rdf.columns import Texts, contiguous, data
from skillweave.graph.rdf.sorting import OWNER, Shelves, Sorter, Stretches
from skillweave.graph.rdf.terms import (
    DERIVED_GRAPH,
    SHARED_GRAPH,
    escape,
    posting_graph,
    taxonomy_graph,
)
from skillweave.graph.transfer import Concepts, CopyableStore
from skillweave.ontology.dump_terms import (
    ANSWERED,
    BUCKETS,
    LOG_CLASSES,
    RETIRED,
    RUN_ENDED,
    RUN_KEY,
    STATES,
    TAXONOMY,
    UNLINKED,
)
from skillweave.ontology.errors import GraphError
from skillweave.ontology.schema import BASE_IRI, EDGES, NODES, expand
from skillweave.ontology.schema import columns as columns_of

Section = Literal["taxonomy", "shared", "postings", "derived"]
"""A part of the graph."""

SECTIONS: Final[tuple[Section, ...]] = get_args(Section)

MODEL: Final[tuple[Section, ...]] = ("taxonomy", "shared", "postings")
"""The sections that hold the graph as the model has it."""

Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many postings are done, of how many."""

_POSTINGS_AT_A_TIME: Final = 1_000
_NODES_AT_A_TIME: Final = 16_384
_PARTS: Final = ("Requirement", "SalaryBand")
_OF_POSTINGS: Final = tuple(name for name in (*NODES, *EDGES) if name in PER_POSTING)
_SHARED_LABELS: Final = tuple(label for label in NODES if label in SHARED)
_SHARED_EDGES: Final = {
    "Location": ("WITHIN",)  # the only edge that postings share and that is not derived
}


@dataclass(frozen=True, slots=True)
class Dump:
    """How a graph is written.

    Attributes:
        base: what ids are put behind.
        named_graphs: whether lines name the graph that they stand in.
        sections: the parts that are wanted.
        complete: whether to write all that is needed to read the graph back.
    """

    base: str = BASE_IRI
    named_graphs: bool = True
    sections: Sequence[Section] = MODEL
    complete: bool = False

    def ending(self, graph: str) -> str:
        """What ends the lines of a graph."""
        return f" <{graph}> .\n" if self.named_graphs else " .\n"

    def postings_endings(self, postings: Texts) -> Texts | str:
        """What ends the lines of each of some postings."""
        if not self.named_graphs:
            return " .\n"
        ids = postings.to_pylist()
        return pa.array([self.ending(posting_graph(posting, self.base)) for posting in ids])

    def subjects(self, label: str, rows: pa.Table, endings: Texts | str) -> Subjects:
        """Nodes of a label, to collect their lines."""
        return Subjects(label, rows, endings, base=self.base, complete=self.complete)


def quads(
    store: CopyableStore,
    *,
    base: str = BASE_IRI,
    sections: Sequence[Section] = MODEL,
    progress: Progress | None = None,
) -> Iterator[bytes]:
    """Give the graph as N-Quads, streamed; see :func:`lines`."""
    return lines(store, Dump(base, sections=sections), progress=progress)


def lines(store: CopyableStore, dump: Dump, *, progress: Progress | None = None) -> Iterator[bytes]:
    """Give the graph as lines of N-Quads or N-Triples, streamed.

    The same graph gives the same bytes, in whatever order and store it was built.

    Args:
        store: the graph.
        dump: what is wanted.
        progress: is told how far it is.

    Returns:
        Lines, many at a time, each piece ending with a whole line.

    Raises:
        GraphError: the graph was changed meanwhile.

    Note:
        Memory: the ids of the postings, the taxonomy, a gigabyte at most for sorting and the rows of
        a thousand postings.
    """
    version = store.version
    concepts = store.export_concepts()
    with Sorter() as sorter:
        for section in SECTIONS:
            if section not in dump.sections:
                continue
            if section == "taxonomy":
                found = _taxonomy(concepts, dump)
            elif section == "shared":
                found = _shared(store, concepts, dump, sorter)
            elif section == "postings":
                found = _all_postings(store, dump, sorter, progress)
            else:
                found = _derived(store, dump, sorter)
            for piece in found:
                if len(piece):
                    yield bytes(piece)
    if store.version != version:
        raise GraphError(
            f"{store.location} was changed while it was read; run the same command again"
        )


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
    if not wanted:
        return
    firsts = {link.source: link.target for link in store.export_links().pairs}
    for start in range(0, len(wanted), _POSTINGS_AT_A_TIME):
        some = wanted[start : start + _POSTINGS_AT_A_TIME]
        tables = dict(store.export_postings(some, tables=_OF_POSTINGS))
        if "Posting" not in tables:
            continue
        linked = [place for place, posting in enumerate(some) if posting in firsts]
        tables["DUPLICATE_OF"] = pa.table(
            {
                OWNER: pa.array(linked, pa.int64()),
                "source": pa.array([some[place] for place in linked], pa.string()),
                "target": pa.array([firsts[some[place]] for place in linked], pa.string()),
            }
        )
        for name, table in tables.items():
            tables[name] = table.sort_by([(key, "ascending") for key in (OWNER, *_order(name))])
        present = contiguous(tables["Posting"][OWNER])
        for name, table in tables.items():
            places = pc.index_in(contiguous(table[OWNER]), present).cast(pa.int64())
            tables[name] = table.set_column(0, OWNER, places)
        yield bytes(_postings(tables, Dump(base)))


def _order(name: str) -> tuple[str, ...]:
    return ("id",) if name in NODES else ("source", "target")


def _taxonomy(concepts: Concepts, dump: Dump) -> Iterator[memoryview]:
    tables = concepts.listed
    graph = taxonomy_graph(concepts.taxonomy, dump.base)
    ending = dump.ending(graph)
    if dump.complete and concepts.taxonomy is not None:
        for predicate, term in (
            ("rdf:type", f"<{expand(TAXONOMY)}>"),
            ("owl:versionInfo", f'"{concepts.taxonomy}"'),
        ):
            yield memoryview(f"<{graph}> <{expand(predicate)}> {term}{ending}".encode())
    for label in NODES:
        if label in tables:
            subjects = dump.subjects(label, tables[label].sort_by("id"), ending)
            for edge in edges_by_source(tables, label):
                in_turn = tables[edge].sort_by([("source", "ascending"), ("target", "ascending")])
                subjects.add_edges(edge, in_turn)
            yield data(subjects.blocks())


def _shared(
    store: CopyableStore, concepts: Concepts, dump: Dump, sorter: Sorter
) -> Iterator[memoryview]:
    ending = dump.ending(dump.base + SHARED_GRAPH)
    for label in _SHARED_LABELS:
        listed = _ids(concepts.listed, label)
        retired = pa.array(_ids(concepts.retired, label), pa.string())
        count = sorter.number(store.batches(label, columns=["id"]), but=listed)
        nodes = sorter.owned(store.batches(label), by="rows.id")
        edges = {
            edge: sorter.owned(store.batches(edge), by="source", then=["target"])
            for edge in _SHARED_EDGES.get(label, ())
        }
        for stop in _stops(count, _NODES_AT_A_TIME):
            subjects = dump.subjects(label, nodes.before(stop), ending)
            for edge, stretches in edges.items():
                subjects.add_edges(edge, stretches.before(stop))
            if dump.complete and label in NAMED_BY:
                mark = pc.if_else(pc.is_in(subjects.ids, retired), "true", None)
                subjects.add_texts(RETIRED, mark, datatype="xsd:boolean")
            yield data(subjects.blocks())
    if not dump.complete:
        runs = store.scan("Run").sort_by("id")
        if len(runs):
            yield data(dump.subjects("Run", runs, ending).blocks())
        return
    for answer in store.answers():
        told = escape(answer.model_dump_json(exclude_none=True))
        line = f'<{dump.base}{SHARED_GRAPH}> <{expand(ANSWERED)}> "{told}"{ending}'
        yield memoryview(line.encode())
    yield from _log(store, ending, dump, sorter)


def _ids(tables: Mapping[str, pa.Table], label: str) -> list[str]:
    return tables[label]["id"].to_pylist() if label in tables else []


def _log(store: CopyableStore, ending: str, dump: Dump, sorter: Sorter) -> Iterator[memoryview]:
    runs = store.export_log().runs.sort_by("id")
    if not len(runs):
        return
    subjects = dump.subjects("Run", runs, ending)
    subjects.add_texts(RUN_KEY, contiguous(runs["key"]))
    ended = pc.replace_substring(contiguous(runs["ended"]).cast(pa.string()), " ", "T")
    zone = pc.if_else(pc.is_valid(ended), "Z", None)
    subjects.add_texts(
        RUN_ENDED, pc.binary_join_element_wise(ended, zone, ""), datatype="xsd:dateTime"
    )
    yield data(subjects.blocks())
    for name in LOG_CLASSES:
        order = [column.name for column in columns_of(name)[1:]]
        for batch in sorter.counted(store.batches(name), within="run", order=order):
            rows = pa.Table.from_batches([batch])
            yield data(log_entries(name, rows, ending, base=dump.base))


def _stops(count: int, at_a_time: int) -> Iterator[int]:
    yield from (min(start + at_a_time, count) for start in range(0, count, at_a_time))


def _all_postings(
    store: CopyableStore, dump: Dump, sorter: Sorter, progress: Progress | None
) -> Iterator[memoryview]:
    count = sorter.number(store.batches("Posting", columns=["id"]))
    stretches: dict[str, Stretches | Shelves] = {}
    for name in _OF_POSTINGS:
        key = "rows.id" if name in NODES else "source"
        owner = key if name == "Posting" else f"split_part({key}, '#', 1)"
        selected = columns_of(name)[:2] if name in EDGES else columns_of(name)
        reader = store.batches(name, columns=[column.name for column in selected])
        order = [f"rows.{column}" for column in _order(name)]
        stretches[name] = sorter.owned(reader, by=owner, then=order)
    if dump.complete:
        stretches["document"] = sorter.shelves(
            kept_beside(store), by="posting", count=count, stretch=_POSTINGS_AT_A_TIME
        )
    start = 0
    for stop in _stops(count, _POSTINGS_AT_A_TIME):
        tables = {name: stretch.before(stop) for name, stretch in stretches.items()}
        tables = {
            name: table.set_column(0, OWNER, pc.subtract(table[OWNER], start))
            for name, table in tables.items()
            if len(table)
        }
        yield _postings(tables, dump)
        start = stop
        if progress is not None:
            progress(stop, count)


def _postings(tables: Mapping[str, pa.Table], dump: Dump) -> memoryview:
    # The lines of the postings whose rows these are, all in order.
    endings = dump.postings_endings(contiguous(tables["Posting"]["id"]))
    owners, blocks = [], []
    for label in ("Posting", *_PARTS):
        if label not in tables:
            continue
        rows = tables[label]
        owner = contiguous(rows[OWNER])
        ends = endings if isinstance(endings, str) else endings.take(owner)
        subjects = dump.subjects(label, rows, ends)
        for edge in edges_by_source(tables, label):
            subjects.add_edges(edge, tables[edge])
        if label == "Posting" and dump.complete:
            _add_kept(subjects, tables["document"])
        owners.append(owner.to_numpy())
        blocks.append(subjects.blocks())
    return in_order(owners, blocks)


def _add_kept(subjects: Subjects, documents: pa.Table) -> None:
    subjects.add(DOCUMENT, documents)
    subjects.add_texts(BUCKETS, contiguous(documents["buckets"]))
    subjects.add_texts(STATES, contiguous(documents["states"]))
    subjects.add_texts(UNLINKED, contiguous(documents["unlinked"]), datatype="xsd:boolean")


def _derived(store: CopyableStore, dump: Dump, sorter: Sorter) -> Iterator[memoryview]:
    ending = dump.ending(dump.base + DERIVED_GRAPH)
    for name, kind in EDGES.items():
        if kind.derived:
            order = [column.name for column in columns_of(name)[1:]]
            for batch in sorter.counted(store.batches(name), within="source", order=order):
                rows = pa.Table.from_batches([batch])
                yield data(statements(name, rows, ending, base=dump.base))
