"""Rows of the graph's tables as blocks of N-Triples or N-Quads lines, a block a subject.

What triples cannot say of a list (its order, an item that is there twice, that it is empty or not
there at all) is said once more by ``sw:listed``, where the dump is to be read back.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from skillweave.graph.rdf.columns import (
    Texts,
    contiguous,
    data,
    escaped,
    gathered,
    iris,
    join,
    literal,
    marker_of,
    or_nothing,
    scattered,
    terms,
)
from skillweave.graph.rdf.terms import escape
from skillweave.ontology.dump_terms import LISTED, LOG_CLASSES, OF_RUN
from skillweave.ontology.schema import (
    EDGES,
    NODES,
    REQUIREMENT_CLASSES,
    Property,
    columns,
    expand,
)

_TYPE: Final = f"<{expand('rdf:type')}>"
GEONAMES: Final = "https://sws.geonames.org/"


class Subjects:
    """Nodes of one label whose lines are collected.

    Args:
        label: their label.
        rows: their rows, by id.
        endings: what ends each line: blank, graph if there is one, full stop, line feed.
        base: the base IRI.
        complete: whether the lines are to say all that is needed to read the rows back.
    """

    def __init__(
        self, label: str, rows: pa.Table, endings: Texts | str, *, base: str, complete: bool
    ) -> None:
        self.ids = contiguous(rows["id"])
        self._base = base
        self._complete = complete
        self._endings = endings
        self._iris = iris(self.ids, base, marker_of([label]))
        self._heads = join(self._iris, " ")
        self._pieces: list[Texts | str] = []
        for name in NODES[label].classes:
            self._line(f"<{expand(name)}>", _TYPE)
        self._further_facts(label, rows)
        self.add(NODES[label].properties, rows)

    def _line(self, term: Texts | str, predicate: str) -> None:
        if isinstance(term, str):
            self._pieces += [self._heads, f"{predicate} {term}", self._endings]
        elif term.null_count:
            line = join(self._heads, f"{predicate} ", term, self._endings)
            self._pieces.append(or_nothing(line))
        else:
            self._pieces += [self._heads, f"{predicate} ", term, self._endings]

    def _further_facts(self, label: str, rows: pa.Table) -> None:
        # What follows from the columns and is not read back.
        if label == "Requirement":
            kinds = contiguous(rows["kind"])
            for kind, name in REQUIREMENT_CLASSES.items():
                term = pc.if_else(pc.equal(kinds, kind), f"<{expand(name)}>", None)
                self._line(term, _TYPE)
        elif label == "Location":
            numbers = pc.replace_substring_regex(self.ids, r"^place/([0-9]+)$", r"\1")
            known = pc.match_substring_regex(numbers, "^[0-9]+$")
            self._line(
                pc.if_else(known, join(f"<{GEONAMES}", numbers, "/>"), None),
                f"<{expand('owl:sameAs')}>",
            )

    def add(self, properties: Sequence[Property], rows: pa.Table) -> None:
        """Add a line for each value of these columns."""
        for column in properties:
            values = contiguous(rows[column.name])
            if values.null_count == len(values) and column.type != "string_list":
                continue
            predicate = f"<{expand(column.iri)}>"
            if column.type == "string_list":
                label = contiguous(rows["label"]) if column.iri == "skos:altLabel" else None
                self._pieces.append(self._lists(column, values, label))
            else:
                self._line(terms(column, values), predicate)

    def _lists(self, column: Property, values: pa.ListArray, label: Texts | None) -> Texts:
        lengths = pc.list_value_length(values)
        remarkable = pc.fill_null(pc.greater(lengths, 0), True).to_numpy(zero_copy_only=False)
        rows = np.flatnonzero(remarkable)
        if not len(rows):
            return scattered(rows, [], len(values))
        heads = self._heads.take(rows).to_pylist()
        endings: Sequence[str] = (
            [self._endings] * len(rows)
            if isinstance(self._endings, str)
            else self._endings.take(rows).to_pylist()
        )
        # An alternative name is never the preferred one as well (SKOS, S13).
        taken = [None] * len(rows) if label is None else label.take(rows).to_pylist()
        texts = []
        predicate = expand(column.iri)
        for head, ending, items, name in zip(
            heads, endings, values.take(pa.array(rows)).to_pylist(), taken, strict=True
        ):
            shown = sorted(set(items or ()) - {name})
            lines = [f"{head}<{predicate}> {literal(column, item)}{ending}" for item in shown]
            if self._complete and items != shown:
                told = escape(f"{column.name}={orjson.dumps(items).decode()}")
                lines.append(f'{head}<{expand(LISTED)}> "{told}"{ending}')
            texts.append("".join(lines))
        return scattered(rows, texts, len(values))

    def add_edges(self, edge: str, rows: pa.Table) -> None:
        """Add a line for each edge from these nodes.

        Args:
            edge: its type.
            rows: edges, by source and target; those that start from other nodes are left out.
        """
        places = pc.index_in(contiguous(rows["source"]), self.ids)
        if places.null_count:
            rows, places = rows.filter(pc.is_valid(places)), places.drop_null()
        if not len(rows):
            return
        labels = [target for _, target in EDGES[edge].ends]
        targets = iris(contiguous(rows["target"]), self._base, marker_of(labels))
        endings = self._endings if isinstance(self._endings, str) else self._endings.take(places)
        lines = join(self._heads.take(places), f"<{expand(EDGES[edge].iri)}> ", targets, endings)
        self._pieces.append(gathered(places.to_numpy(), lines, len(self.ids)))

    def add_texts(self, predicate: str, texts: Texts, *, datatype: str = "") -> None:
        """Add a line for each text that is not null; the datatype is a compact IRI."""
        kind = f"^^<{expand(datatype)}>" if datatype else ""
        self._line(join('"', escaped(texts), '"' + kind), f"<{expand(predicate)}>")

    def blocks(self) -> Texts:
        """The lines of each node."""
        return join(*self._pieces)


def in_order(owners: Sequence[npt.NDArray[np.int64]], blocks: Sequence[Texts]) -> memoryview:
    """All blocks as one text: by owner, then in the order in which they are given.

    Args:
        owners: for each column of blocks, the owner of each.
        blocks: the columns.
    """
    if len(blocks) == 1:
        return data(blocks[0])
    order = np.argsort(np.concatenate(owners), kind="stable")
    together = pa.concat_arrays(blocks)
    return data(together.take(pa.array(order)))


def statements(edge: str, rows: pa.Table, endings: str, *, base: str) -> Texts:
    """Derived edges with their properties, each as a node of the class ``rdf:Statement``.

    Args:
        edge: type of the edges.
        rows: the edges, with the column ``number`` that tells those of a source apart.
        endings: as for :class:`Subjects`.
        base: the base IRI.
    """
    kind = EDGES[edge]
    sources = iris(contiguous(rows["source"]), base, marker_of([s for s, _ in kind.ends]))
    targets = iris(contiguous(rows["target"]), base, marker_of([t for _, t in kind.ends]))
    facts: dict[str, Texts | str] = {
        "rdf:type": f"<{expand('rdf:Statement')}>",
        "rdf:subject": sources,
        "rdf:predicate": f"<{expand(kind.iri)}>",
        "rdf:object": targets,
    }
    return _numbered(sources, kind.iri.partition(":")[2], rows, facts, columns(edge)[2:], endings)


def log_entries(name: str, rows: pa.Table, endings: str, *, base: str) -> Texts:
    """Rows of a log of the runs, each as a node.

    Args:
        name: the log's side table.
        rows: its rows, with the column ``number`` that tells those of a run apart.
        endings: as for :class:`Subjects`.
        base: the base IRI.
    """
    runs = iris(contiguous(rows["run"]), base, marker_of(["Run"]))
    facts: dict[str, Texts | str] = {
        "rdf:type": f"<{expand(LOG_CLASSES[name])}>",
        OF_RUN: runs,
    }
    return _numbered(runs, name.replace("_", "-"), rows, facts, columns(name)[1:], endings)


def _numbered(
    owners: Texts,
    name: str,
    rows: pa.Table,
    facts: Mapping[str, Texts | str],
    properties: Sequence[Property],
    endings: str,
) -> Texts:
    # Lines of nodes that have no id but a number within their owner.
    bare = pc.utf8_slice_codeunits(owners, 0, -1)
    mark = pc.if_else(pc.match_substring(owners, "#"), "-", "#")
    heads = join(bare, mark, f"{name}-", contiguous(rows["number"]).cast(pa.string()), "> ")
    found = dict(facts) | {
        column.iri: terms(column, contiguous(rows[column.name])) for column in properties
    }
    lines = [join(heads, f"<{expand(key)}> ", term, endings) for key, term in found.items()]
    return join(*map(or_nothing, lines))


def edges_by_source(tables: Mapping[str, pa.Table], label: str) -> list[str]:
    """Types of the edges in some tables that start from a label."""
    return [
        name for name in EDGES if name in tables and any(s == label for s, _ in EDGES[name].ends)
    ]
