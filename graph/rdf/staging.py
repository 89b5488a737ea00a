"""Statements of a dump, in any order, as the rows of the graph's tables.

A dump may come back sorted, merged or written by another program. So its statements are put into a
database on the disk as three columns (subject, predicate, value), and each table is a query over
them: a row a subject, a column a predicate.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import duckdb
import pyarrow as pa
import pyoxigraph

from skillweave.graph.rdf.beside import DOCUMENT
from skillweave.graph.rdf.terms import node_id, value_prefix
from skillweave.ontology.answers import Answer
from skillweave.ontology.dump_terms import (
    ANSWERED,
    BUCKETS,
    LISTED,
    LOG_CLASSES,
    OF_RUN,
    RETIRED,
    RUN_ENDED,
    RUN_KEY,
    STATES,
    TAXONOMY,
    TERMS,
    UNLINKED,
)
from skillweave.ontology.errors import InputError
from skillweave.ontology.generate import SQL_TYPES
from skillweave.ontology.schema import (
    EDGES,
    NODES,
    REQUIREMENT_CLASSES,
    Property,
    columns,
    expand,
)
from skillweave.ontology.tables import arrow_schema

# Every name that is put into a statement below comes from the schema.
# ruff: noqa: S608

_ROWS_AT_A_TIME: Final = 32_768
_STATEMENTS_AT_A_TIME: Final = 200_000
_MEMORY: Final = "512MB"

_TYPE: Final = "rdf:type"
_SUBJECT: Final = "rdf:subject"
_PREDICATE: Final = "rdf:predicate"
_OBJECT: Final = "rdf:object"

_TO_NODES: Final = frozenset((*(edge.iri for edge in EDGES.values()), OF_RUN, _SUBJECT, _OBJECT))
_ENUMERATED: Final = {
    column.iri: len(value_prefix(column.iri))
    for node in NODES.values()
    for column in node.properties
    if column.values
}
_PROPERTIES: Final = frozenset(
    (
        *(column.iri for table in (*NODES, *EDGES) for column in columns(table) if column.iri),
        *(column.iri for column in DOCUMENT),
        *(column.iri for table in LOG_CLASSES for column in columns(table)[1:]),
        *(term.iri for term in TERMS),
        *(_TYPE, _PREDICATE),
    )
)
_UNREAD: Final = frozenset(("owl:sameAs",))
"""Predicates of statements that follow from others."""

_NUMBERS: Final = {
    iri: number for number, iri in enumerate(sorted(_TO_NODES | _PROPERTIES | _UNREAD))
}
_KNOWN_CLASSES: Final = frozenset(
    (
        *(expand(name) for node in NODES.values() for name in node.classes),
        *(expand(name) for name in LOG_CLASSES.values()),
        *map(expand, ("rdf:Statement", TAXONOMY)),
        *map(expand, REQUIREMENT_CLASSES.values()),
    )
)


class Staging:
    """A database on the disk that holds the statements of a dump.

    Args:
        directory: where it may write.
        base: what the dump's ids are put behind.
    """

    def __init__(self, directory: Path, base: str) -> None:
        self._base = base
        self._connection = duckdb.connect(
            str(directory / "statements.duckdb"),
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "memory_limit": _MEMORY,
            },
        )
        self._connection.execute(
            "CREATE TABLE fact (subject VARCHAR, predicate SMALLINT, value VARCHAR)"
        )
        self._failure: InputError | None = None
        self.read = 0
        self.ignored = 0

    def add(self, statements: Iterable[pyoxigraph.Quad | pyoxigraph.Triple]) -> None:
        """Take statements up; those that say nothing about the graph's model are counted."""
        base = self._base
        known = {expand(iri): iri for iri in _NUMBERS}
        subjects: list[str] = []
        predicates: list[int] = []
        values: list[str] = []
        last, last_id = "", ""
        for statement in statements:
            self.read += 1
            subject, value = statement.subject, statement.object
            predicate = known.get(statement.predicate.value)
            if predicate is None or not isinstance(subject, pyoxigraph.NamedNode):
                self.ignored += 1
                continue
            if subject.value != last:
                last = subject.value
                last_id = node_id(last, base)
            text = value.value if not isinstance(value, pyoxigraph.Triple) else ""
            if isinstance(value, pyoxigraph.NamedNode):
                if predicate in _TO_NODES:
                    text = node_id(text, base)
                elif predicate in _ENUMERATED:
                    text = unquote(text[_ENUMERATED[predicate] :])
                elif predicate == _TYPE and text not in _KNOWN_CLASSES:
                    self.ignored += 1
                    continue
            subjects.append(last_id)
            predicates.append(_NUMBERS[predicate])
            values.append(text)
            if len(subjects) == _STATEMENTS_AT_A_TIME:
                self._insert(subjects, predicates, values)
                subjects, predicates, values = [], [], []
        self._insert(subjects, predicates, values)

    def _insert(self, subjects: list[str], predicates: list[int], values: list[str]) -> None:
        rows = pa.table(
            {
                "subject": pa.array(subjects, pa.string()),
                "predicate": pa.array(predicates, pa.int16()),
                "value": pa.array(values, pa.string()),
            }
        )
        self._connection.register("incoming", rows)
        self._connection.execute("INSERT INTO fact FROM incoming")
        self._connection.unregister("incoming")

    def nodes(self, label: str) -> pa.RecordBatchReader:
        """The rows of a label's table, in no particular order."""
        query = _pivot(NODES[label].properties, _of_label(label))
        return self._reader(query, arrow_schema(label), label)

    def edges(self, edge: str) -> pa.RecordBatchReader:
        """The rows of an asserted edge type's table, each once."""
        query = (
            "SELECT DISTINCT subject AS source, value AS target FROM fact "
            f"WHERE predicate = {_NUMBERS[EDGES[edge].iri]}"
        )
        return self._reader(query, arrow_schema(edge), edge)

    def derived(self, edge: str) -> pa.RecordBatchReader:
        """The rows of a derived edge type's table, from the statements about them."""
        ends = (
            Property("source", "string", _SUBJECT, ""),
            Property("target", "string", _OBJECT, ""),
        )
        where = (
            f"subject IN (SELECT subject FROM fact WHERE predicate = {_NUMBERS[_PREDICATE]} "
            f"AND value = '{expand(EDGES[edge].iri)}')"
        )
        query = _pivot((*ends, *columns(edge)[2:]), where, key="statement")
        return self._reader(
            f"SELECT * EXCLUDE (statement) FROM ({query})", arrow_schema(edge), edge
        )

    def log(self, name: str) -> pa.Table:
        """The rows of a log of the runs."""
        run = Property("run", "string", OF_RUN, "")
        query = _pivot((run, *columns(name)[1:]), f"subject IN ({_typed(LOG_CLASSES[name])})")
        rows = self._reader(f"SELECT * EXCLUDE (id) FROM ({query})", arrow_schema(name), name)
        return rows.read_all()

    def runs(self) -> pa.Table:
        """All runs, in the order of their beginning, with what makes them resumable."""
        further = (
            Property("key", "string", RUN_KEY, ""),
            Property("ended", "datetime", RUN_ENDED, ""),
        )
        schema = arrow_schema("Run")
        for column in further:
            kind = pa.string() if column.type == "string" else pa.timestamp("us")
            schema = schema.append(pa.field(column.name, kind))
        query = _pivot((*NODES["Run"].properties, *further), _of_label("Run"))
        return self._reader(f"{query} ORDER BY started, id", schema, "Run").read_all()

    def documents(self) -> pa.RecordBatchReader:
        """For each posting its document, and what a store keeps beside it as JSON."""
        further = (
            Property("buckets", "string", BUCKETS, ""),
            Property("states", "string", STATES, ""),
            Property("unlinked", "string", UNLINKED, ""),
        )
        schema = arrow_schema("document")
        for column in further:
            schema = schema.append(pa.field(column.name, pa.string()))
        query = _pivot((*DOCUMENT, *further), _of_label("Posting"), key="posting")
        return self._reader(query, schema, "document", at_a_time=256)

    def answers(self) -> list[Answer]:
        """What people answered.

        Raises:
            InputError: one is damaged.
        """
        rows = self._connection.execute(
            f"SELECT DISTINCT value FROM fact WHERE predicate = {_NUMBERS[ANSWERED]} ORDER BY value"
        ).fetchall()
        try:
            return [Answer.model_validate_json(value) for (value,) in rows]
        except ValueError as error:
            raise InputError(
                "an answer cannot be read", next_step="see ontology/answers.py for what it holds"
            ) from error

    def retired(self) -> frozenset[str]:
        """Ids of the concepts that the taxonomy dropped and postings still name."""
        rows = self._connection.execute(
            f"SELECT DISTINCT subject FROM fact WHERE predicate = {_NUMBERS[RETIRED]}"
        ).fetchall()
        return frozenset(subject for (subject,) in rows)

    def taxonomy(self) -> str | None:
        """Version of the taxonomy.

        Raises:
            InputError: there are several.
        """
        rows = self._connection.execute(
            f"SELECT DISTINCT value FROM fact WHERE predicate = {_NUMBERS['owl:versionInfo']} "
            f"AND subject IN ({_typed(TAXONOMY)})"
        ).fetchall()
        if len(rows) > 1:
            raise InputError(
                "the dump holds several taxonomies",
                next_step="read one dump at a time into an empty graph",
            )
        return str(rows[0][0]) if rows else None

    def _reader(
        self, query: str, schema: pa.Schema, table: str, *, at_a_time: int = _ROWS_AT_A_TIME
    ) -> pa.RecordBatchReader:
        names = ", ".join(f'"{name}"' for name in schema.names)
        cursor = self._connection.cursor()
        query = f"SELECT {names} FROM ({query})"
        return pa.RecordBatchReader.from_batches(
            schema, self._checked(cursor, query, schema, table, at_a_time)
        )

    def _checked(
        self,
        cursor: duckdb.DuckDBPyConnection,
        query: str,
        schema: pa.Schema,
        table: str,
        at_a_time: int,
    ) -> Iterator[pa.RecordBatch]:
        try:
            for batch in cursor.sql(query).to_arrow_reader(at_a_time):
                _refuse_missing(batch, schema)
                yield from pa.Table.from_batches([batch]).cast(schema).to_batches()
        except InputError as error:
            self._failure = error
            raise
        except (duckdb.Error, pa.ArrowInvalid, OSError) as error:
            self._failure = InputError(
                f"a value of {table} cannot be read: {str(error).splitlines()[0]}",
                next_step="see the ontology for the datatypes",
            )
            raise self._failure from error

    @contextmanager
    def errors_told(self, path: Path) -> Iterator[None]:
        """Raise what is wrong with the dump, also where another database met it while reading.

        Raises:
            InputError: with the file's name.
        """
        try:
            yield
        except (duckdb.Error, pa.ArrowInvalid, OSError, InputError) as error:
            failure = error if isinstance(error, InputError) else self._failure
            if failure is None:
                raise
            failure.file = failure.file or str(path)
            raise failure from error

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


def _refuse_missing(batch: pa.RecordBatch, schema: pa.Schema) -> None:
    for name in schema.names:
        column = batch.column(name)
        if column.null_count and not schema.field(name).nullable:
            row = column.is_null().index(True).as_py()
            raise InputError(
                f"{batch.column(0)[row].as_py()} has no {name}",
                next_step="only complete dumps of skillweave export rdf can be read",
            )


def _of_label(label: str) -> str:
    # Condition on the subject: its class, and its id as in ``label_of``.
    marker = NODES[label].marker
    if marker.startswith("#"):
        ids = f"starts_with(subject, 'posting/') AND contains(subject, '{marker}')"
    elif marker:
        ids = f"starts_with(subject, '{marker}')"
    else:
        known = (node.marker for node in NODES.values() if node.marker.endswith("/"))
        ids = " AND ".join(f"NOT starts_with(subject, '{marker}')" for marker in known)
    return f"{ids} AND subject IN ({_typed(NODES[label].classes[-1])})"


def _typed(name: str) -> str:
    return (
        f"SELECT subject FROM fact WHERE predicate = {_NUMBERS[_TYPE]} AND value = '{expand(name)}'"
    )


def _pivot(properties: Iterable[Property], where: str, *, key: str = "id") -> str:
    # A row a subject: the value of each predicate in a column of its own.
    wanted = {column.name: column for column in properties}
    numbers = {_NUMBERS[column.iri] for column in wanted.values()} | {_NUMBERS[_TYPE]}
    if any(column.type == "string_list" for column in wanted.values()):
        numbers.add(_NUMBERS[LISTED])
    selected = ", ".join(f'{_column(column)} AS "{name}"' for name, column in wanted.items())
    return (
        f"SELECT subject AS {key}, {selected} FROM fact "
        f"WHERE predicate IN ({', '.join(map(str, sorted(numbers)))}) AND {where} GROUP BY subject"
    )


def _column(column: Property) -> str:
    found = f"FILTER (predicate = {_NUMBERS[column.iri]})"
    if column.type == "string_list":
        told = f"FILTER (predicate = {_NUMBERS[LISTED]} AND starts_with(value, '{column.name}='))"
        length = len(column.name) + 2
        return (
            f"CASE WHEN count(*) {told} > 0 "
            f"THEN CAST(CAST(substr(max(value) {told}, {length}) AS JSON) AS VARCHAR[]) "
            f"ELSE coalesce(list(DISTINCT value ORDER BY value) {found}, []) END"
        )
    value = f"max(value) {found}"
    if column.type == "string":
        return value
    return f"CAST({value} AS {SQL_TYPES[column.type]})"
