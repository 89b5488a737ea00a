"""The store itself: sessions and transactions around the statements of the modules beside it."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Literal, Self, TypeVar

import neo4j
import pyarrow as pa
from platformdirs import user_cache_path
from typing_extensions import override

from skillweave.graph.cypher import CypherResult, Limits, refuse_writes, run_query, within
from skillweave.graph.neo4j import _copying, _deriving, _reading, _runs, _suspects, _writing
from skillweave.graph.neo4j._access import Access
from skillweave.graph.neo4j._connection import connect
from skillweave.graph.neo4j._failures import translated_errors
from skillweave.graph.neo4j._layout import EARLIER, FORMAT, schema_digest, schema_statements
from skillweave.graph.neo4j._rows import as_batches, table_shape
from skillweave.graph.store import Changes, Document
from skillweave.graph.transfer import Concepts, CopyableStore, Links, Log
from skillweave.ontology.answers import Answer
from skillweave.ontology.concept_tables import concept_tables
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.errors import GraphError, GraphNotFound, GraphVersion, UsageError
from skillweave.ontology.record import Record
from skillweave.ontology.schema import EDGES, NODES, posting_id
from skillweave.ontology.sink import Judge, Known, RunKey
from skillweave.ontology.tables import Tables

_ROWS_AT_A_TIME: Final = 10_000
_TEXTS_AT_A_TIME: Final = 256

T = TypeVar("T")


class Neo4jStore(CopyableStore):
    """A graph in a Neo4j database; made by :meth:`open`.

    Any number of processes may read and write at the same time: writers take turns, transaction
    by transaction. What was committed survives the server being killed at any moment. A scan reads
    what is committed while it runs: unlike one of the local store, it is not of one state if
    somebody writes meanwhile.
    """

    def __init__(self, driver: neo4j.Driver, access: Access, *, read_only: bool) -> None:
        self._driver: neo4j.Driver | None = driver
        self._access = access
        self._read_only = read_only

    @classmethod
    def open(
        cls,
        access: Access | str,
        *,
        read_only: bool = False,
        create: bool = False,
        taxonomy: Taxonomy | None = None,
        load_taxonomy: bool = True,
    ) -> Self:
        """Open the graph in a database.

        Args:
            access: where the server is and as whom to enter it; of an address alone, the
                credentials are taken from the environment.
            read_only: whether only to read.
            create: whether to make an empty graph if there is none: constraints and indexes first.
            taxonomy: concepts for a graph that is open for writing; the built-in taxonomy by
                default. They are loaded if the graph is new or holds those of another version.
            load_taxonomy: False leaves the concepts to be copied from another graph.

        Raises:
            GraphNotFound: there is no such database, or no graph in it and none is to be made.
            GraphAccess: the server refuses the credentials.
            GraphUnreachable: no server answers.
            GraphVersion: the server is too old, or another version of Skillweave wrote the graph.
            GraphError: the database holds other nodes with labels of the model.
        """
        if isinstance(access, str):
            access = Access.from_environment(access)
        store = cls(connect(access), access, read_only=read_only)
        try:
            state = store._state()
            if state is None:
                if read_only or not create:
                    raise GraphNotFound(
                        f"there is no graph at {access.location}; build one with: "
                        f"skillweave build INPUT --graph {access.address}"
                    )
                store._create()
            elif state[0] == FORMAT and state[1] in EARLIER:
                if not read_only:
                    store._bring_up_to_date()
            elif state != (FORMAT, schema_digest()):
                raise GraphVersion(
                    f"the graph at {access.location} was written by another version of "
                    "Skillweave; empty the database and build it again, or use that version"
                )
            if load_taxonomy and not read_only:
                store.load_concepts(taxonomy or Taxonomy.builtin())
        except BaseException:
            store.close()
            raise
        return store

    def _state(self) -> tuple[int, str] | None:
        found = self._read(_rows, "MATCH (s:_State) RETURN s.format, s.schema")
        return (int(found[0][0]), str(found[0][1])) if found else None

    def _create(self) -> None:
        labels = "|".join(f"`{label}`" for label in NODES)
        if self._read(_rows, f"MATCH (n:{labels}) RETURN n LIMIT 1"):
            raise GraphError(
                f"the database at {self.location} holds nodes of other making with labels of the "
                "model; name another database or empty this one"
            )
        self._lay_out()
        self._write(
            _run,
            "MERGE (s:_State:_Bookkeeping {id: 0}) ON CREATE SET s.version = 0, s.concepts = 0, "
            "s.runs = 0, s.format = $format, s.schema = $schema",
            format=FORMAT,
            schema=schema_digest(),
        )

    def _lay_out(self) -> None:
        # Constraints and indexes, those that are not there.
        with self._session() as session:
            for statement in schema_statements():
                session.run(statement).consume()
            session.run("CALL db.awaitIndexes(300)").consume()

    def _bring_up_to_date(self) -> None:
        self._lay_out()
        query = "MATCH (s:_State {id: 0}) SET s.schema = $schema"
        self._write(_run, query, schema=schema_digest())

    def __repr__(self) -> str:
        state = "closed" if self._driver is None else f"version {self.version}"
        return f"Neo4jStore({self.location!r}, {state})"

    @property
    @override
    def location(self) -> str:
        """The server's address and, where it is named, the database."""
        return self._access.location

    @property
    @override
    def workspace(self) -> Path:
        """A directory of this database in the user's cache."""
        key = blake2b(self.location.encode(), digest_size=8).hexdigest()
        return user_cache_path("skillweave") / f"neo4j-{key}"

    @property
    @override
    def read_only(self) -> bool:
        return self._read_only

    @property
    @override
    def version(self) -> int:
        return int(self._read(_rows, "MATCH (s:_State {id: 0}) RETURN s.version")[0][0])

    @property
    @override
    def taxonomy_version(self) -> str | None:
        found = self._read(_rows, "MATCH (s:_State {id: 0}) RETURN s.taxonomy")[0][0]
        return None if found is None else str(found)

    # Reading

    @override
    def scan(self, table: str, *, columns: Sequence[str] | None = None, since: int = 0) -> pa.Table:
        return self.batches(table, columns=columns, since=since).read_all()

    @override
    def batches(
        self, table: str, *, columns: Sequence[str] | None = None, since: int = 0
    ) -> pa.RecordBatchReader:
        names = _reading.chosen_columns(table, columns)
        query = _reading.scan_query(table, names, since)
        size = _TEXTS_AT_A_TIME if table == "document" else _ROWS_AT_A_TIME
        schema = table_shape(table, names)
        stream = self._stream(query, size=size, since=since)
        return pa.RecordBatchReader.from_batches(schema, as_batches(stream, schema, size))

    @override
    def counts(self) -> dict[str, int]:
        parts = [f"COUNT {{ (:`{label}`) }}" for label in NODES]
        parts += [f"COUNT {{ ()-[:`{edge}`]->() }}" for edge in EDGES]
        found = self._read(_rows, f"RETURN [{', '.join(parts)}]")[0][0]
        return dict(zip((*NODES, *EDGES), found, strict=True))

    @override
    def changes(self, since: int) -> Changes:
        version, concepts, written, deleted = self._read(
            _rows,
            "MATCH (s:_State {id: 0}) "
            "RETURN s.version, s.concepts > $since, "
            "COLLECT { MATCH (d:_Document) WHERE d.version > $since "
            "RETURN d.posting ORDER BY d.posting }, "
            "COLLECT { MATCH (d:_Deletion) WHERE d.version > $since "
            "AND NOT EXISTS { MATCH (o:_Document {posting: d.posting}) } "
            "RETURN DISTINCT d.posting AS posting ORDER BY posting }",
            since=since,
        )[0]
        return Changes(version, tuple(written), tuple(deleted), concepts)

    @override
    def document(self, posting: str) -> Document | None:
        return next(self.documents({posting, posting_id(posting)}), None)

    @override
    def documents(self, postings: Iterable[str] | None = None) -> Iterator[Document]:
        if postings is None:
            query, ids = f"MATCH (d:_Document) {_reading.DOCUMENT}", None
        else:
            query = f"UNWIND $ids AS id MATCH (d:_Document {{posting: id}}) {_reading.DOCUMENT}"
            ids = sorted(set(postings))
        for found in self._stream(query, size=_TEXTS_AT_A_TIME, ids=ids):
            posting, file, position, format_name, text, record = found.values()
            yield Document(
                posting, file, position, format_name, text, Record.model_validate_json(record)
            )

    @override
    def rejects(self) -> pa.Table:
        found = self.scan("reject")
        return found.sort_by([(name, "ascending") for name in found.column_names])

    @override
    def runs(self) -> pa.Table:
        return self._read(_runs.list_runs)

    @override
    def files(self, run: str) -> pa.Table:
        return self._read(_runs.list_files, run)

    # Writing

    @override
    def load_concepts(self, taxonomy: Taxonomy) -> bool:
        if self.taxonomy_version == taxonomy.version:
            return False
        self._write(_writing.replace_concepts, taxonomy.version, concept_tables(taxonomy))
        return True

    @override
    def begin_run(self, key: RunKey) -> str:
        return self._write(_runs.begin_run, key)

    @override
    def known(self) -> Iterator[Known]:
        query = "MATCH (d:_Document) RETURN d.posting, d.digest, d.run"
        for found in self._stream(query, size=_ROWS_AT_A_TIME):
            yield Known._make(found.values())

    @override
    def write(self, tables: Tables, *, replaced: Sequence[str] | None = None) -> None:
        self._write(_writing.write_batch, _writing.prepare(tables), replaced)

    @override
    def prepare_write(self, tables: Tables, *, replaced: Sequence[str]) -> Callable[[], None]:
        return partial(self._write, _writing.write_batch, _writing.prepare(tables), replaced)

    @override
    def answers(self) -> tuple[Answer, ...]:
        found = self._read(_rows, "MATCH (n:_Answer) RETURN n.answer ORDER BY n.key")
        return tuple(Answer.model_validate_json(row[0]) for row in found)

    @override
    def keep_answers(self, answers: Sequence[Answer]) -> None:
        self._write(_writing.keep_answers, answers)

    @override
    def link_duplicates(self, judge: Judge) -> None:
        self._write(_suspects.link_duplicates, judge)

    @override
    def end_run(self, run: str) -> None:
        self._write(_runs.end_run, run)

    @property
    @override
    def derivation(self) -> str | None:
        return self._read(_deriving.derivation)

    @override
    def replace_derived(self, tables: Tables, settings: str | None) -> None:
        _deriving.replace_derived(self._write, tables, settings)

    @override
    def delete(self, postings: Iterable[str]) -> int:
        return self._write(_writing.delete_postings, list(postings))

    @override
    def cypher(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limits: Limits | None = None,
        writing: bool = False,
    ) -> CypherResult:
        """Ask in Cypher.

        Args:
            query: one statement.
            parameters: values of its ``$names``.
            limits: rows and seconds; 10,000 and 30 by default.
            writing: whether it may write; then the guard lets everything pass that the server lets
                the user do, and what the graph holds is the user's affair.

        Raises:
            QueryRefused: it does more than read.
            QueryFailed: the server cannot run it.
            QueryTimeout: it took too long.
        """
        limits = limits or Limits()
        if writing and self._read_only:
            raise UsageError(f"the graph at {self.location} is open for reading only")
        if not writing:
            refuse_writes(query)

        def ask() -> CypherResult:
            with self._session(reading=not writing) as session:
                return run_query(session, query, parameters or {}, limits, writing=writing)

        return within(limits, ask)

    # Copying from store to store, see skillweave.graph.transfer

    @property
    @override
    def writers(self) -> int:
        return 2

    @override
    def export_concepts(self) -> Concepts:
        return self._read(_copying.export_concepts)

    @override
    def import_concepts(self, concepts: Concepts) -> None:
        self._write(_writing.replace_concepts, *concepts)

    @override
    def export_log(self) -> Log:
        return self._read(_copying.export_log)

    @override
    def import_log(self, log: Log, *, others: Literal["keep", "drop"]) -> None:
        self._write(_copying.import_log, log, drop=others == "drop")

    @override
    def lengths(self, postings: Sequence[str]) -> dict[str, int]:
        return self._read(_copying.lengths, postings)

    @override
    def export_postings(
        self, postings: Sequence[str], *, tables: Container[str] | None = None
    ) -> Tables:
        return self._read(_copying.export_postings, postings, tables)

    @override
    def export_links(self) -> Links:
        return self._read(_copying.export_links)

    @override
    def import_links(self, links: Links) -> None:
        self._write(_copying.import_links, links)

    # Opening and closing

    @override
    def close(self) -> None:
        driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()

    @contextmanager
    def _session(self, *, reading: bool = False, size: int = 1000) -> Iterator[neo4j.Session]:
        if self._driver is None:
            raise GraphError(f"the graph at {self.location} was closed; open it again")
        with (
            translated_errors(self._access),
            self._driver.session(
                database=self._access.database,
                default_access_mode=neo4j.READ_ACCESS if reading else neo4j.WRITE_ACCESS,
                fetch_size=size,
            ) as session,
        ):
            yield session

    def _read(
        self,
        work: Callable[..., T],
        *args: Any,
        **kwargs: Any,
    ) -> T:
        with self._session(reading=True) as session:
            return session.execute_read(work, *args, **kwargs)

    def _write(
        self,
        work: Callable[..., T],
        *args: Any,
        **kwargs: Any,
    ) -> T:
        if self._read_only:
            raise UsageError(f"the graph at {self.location} is open for reading only")
        with self._session() as session:
            return session.execute_write(work, *args, **kwargs)

    def _stream(self, query: str, *, size: int, **parameters: Any) -> Iterator[neo4j.Record]:
        with self._session(reading=True, size=size) as session:
            yield from session.run(query, parameters)


def _rows(transaction: neo4j.ManagedTransaction, query: str, **parameters: Any) -> list[list[Any]]:
    return transaction.run(query, parameters).values()


def _run(transaction: neo4j.ManagedTransaction, query: str, **parameters: Any) -> None:
    transaction.run(query, parameters).consume()
