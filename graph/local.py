"""The local store: the graph in one DuckDB file in a directory.

It is the truth; projections for other query languages are made from it. How its rows are kept is
told in :mod:`skillweave.graph._layout` and
:func:`skillweave.ontology.generate.table_definitions`.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Self

import duckdb
import pyarrow as pa
from typing_extensions import override

from skillweave.graph import _answers, _copying, _deriving, _directory, _runs, _suspects, _writing
from skillweave.graph._layout import BOOKKEEPING, PER_POSTING
from skillweave.graph.cypher import CypherResult, Limits
from skillweave.graph.store import Changes, Document
from skillweave.graph.transfer import Concepts, CopyableStore, Links, Log
from skillweave.ontology.answers import Answer
from skillweave.ontology.concept_tables import concept_tables
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.errors import GraphError, UsageError
from skillweave.ontology.record import Record
from skillweave.ontology.schema import EDGES, NODES, SIDES, posting_id
from skillweave.ontology.schema import columns as columns_of
from skillweave.ontology.sink import Judge, Known, RunKey
from skillweave.ontology.tables import Tables, arrow_schema

# Every name that is put into a statement below comes from the schema.
# ruff: noqa: S608

if TYPE_CHECKING:
    from skillweave.graph.cypher.projection import LocalCypher, Progress

DEFAULT_GRAPH: Final = "skillweave.graph"
"""Name of the graph directory where none is given."""

_DOCUMENT: Final = "SELECT posting, file, position, format, text, record FROM stored.document"
_ROWS_AT_A_TIME: Final = 65_536
_TEXTS_AT_A_TIME: Final = 256


class LocalStore(CopyableStore):
    """A graph in a directory; made by :meth:`open`.

    One process at a time may write; while none does, any number may read. What was committed
    survives the process being killed at any moment.
    """

    def __init__(
        self, directory: Path, connection: duckdb.DuckDBPyConnection, *, read_only: bool
    ) -> None:
        self._directory = directory
        self._connection: duckdb.DuckDBPyConnection | None = connection
        self._read_only = read_only
        self._cypher: LocalCypher | None = None

    @classmethod
    def open(
        cls,
        path: str | Path = DEFAULT_GRAPH,
        *,
        read_only: bool = False,
        create: bool = False,
        taxonomy: Taxonomy | None = None,
        load_taxonomy: bool = True,
    ) -> Self:
        """Open the graph in a directory.

        Args:
            path: the graph directory.
            read_only: whether only to read, so that others may read too.
            create: whether to make an empty graph if there is none.
            taxonomy: concepts for a graph that is open for writing; the built-in taxonomy by
                default. They are loaded if the graph is new or holds those of another version.
            load_taxonomy: False leaves the concepts to be copied from another graph.

        Raises:
            GraphNotFound: there is no graph, and none is to be made.
            GraphInUse: another process writes to it, or reads while this one wants to write.
            GraphVersion: another version of Skillweave wrote it.
            GraphError: the directory holds something else, or the file is damaged.
        """
        directory = Path(path)
        new = create and not read_only and not _directory.is_graph(directory)
        outdated: str | None = None
        if new:
            _directory.prepare(directory)
        else:
            outdated = _directory.check_manifest(directory)
        connection = _directory.connect(directory, read_only=read_only)
        store = cls(directory, connection, read_only=read_only)
        try:
            if new:
                with store._transaction() as transaction:
                    transaction.execute(_directory.table_definitions() + BOOKKEEPING)
            elif outdated is not None and not read_only:
                with store._transaction() as transaction:
                    transaction.execute(outdated)
                _directory.write_manifest(directory)
            if read_only:
                _ = store.version  # a damaged file shows itself now
            elif load_taxonomy:
                store.load_concepts(taxonomy or Taxonomy.builtin())
            if new:  # only now it is a graph: one that was cut short is begun anew
                _directory.write_manifest(directory)
        except BaseException:
            store.close()
            raise
        return store

    def __repr__(self) -> str:
        state = "closed" if self._connection is None else f"version {self.version}"
        return f"LocalStore({self.location!r}, {state})"

    @property
    @override
    def location(self) -> str:
        """The graph directory."""
        return str(self._directory)

    @property
    @override
    def workspace(self) -> Path:
        """The graph directory."""
        return self._directory

    @property
    @override
    def read_only(self) -> bool:
        return self._read_only

    @property
    @override
    def version(self) -> int:
        with self._reading() as connection:
            return _writing.read_state(connection).version

    @property
    @override
    def taxonomy_version(self) -> str | None:
        with self._reading() as connection:
            return _writing.read_state(connection).taxonomy

    # Reading

    @override
    def scan(self, table: str, *, columns: Sequence[str] | None = None, since: int = 0) -> pa.Table:
        query = _query(table, columns, since)
        with self._reading() as connection:
            found = connection.sql(query).to_arrow_table()
        return found.cast(_shape(table, found.column_names))

    @override
    def batches(
        self, table: str, *, columns: Sequence[str] | None = None, since: int = 0
    ) -> pa.RecordBatchReader:
        query = _query(table, columns, since)
        with self._reading() as connection:
            # A cursor of its own: an unread stream would keep others from the connection.
            reader = connection.cursor().sql(query).to_arrow_reader(_ROWS_AT_A_TIME)
        return reader.cast(_shape(table, reader.schema.names))

    @override
    def counts(self) -> dict[str, int]:
        with self._reading() as connection:
            return _writing.count_rows(connection)

    @override
    def changes(self, since: int) -> Changes:
        with self._reading() as connection:
            # One statement, so that all of it is of one state.
            row = _writing.first_row(
                connection,
                "SELECT (SELECT version FROM stored.state), "
                "(SELECT list(posting ORDER BY posting) FROM stored.written "
                "JOIN stored.document USING (owner) WHERE version > $since), "
                "(SELECT list(DISTINCT posting ORDER BY posting) FROM stored.deletion "
                "WHERE version > $since "
                "AND posting NOT IN (SELECT posting FROM stored.document)), "
                "(SELECT count(*) > 0 FROM stored.concepts_loaded WHERE version > $since)",
                {"since": since},
            )
        assert row is not None
        version, written, deleted, concepts = row
        return Changes(version, tuple(written or ()), tuple(deleted or ()), concepts)

    @override
    def document(self, posting: str) -> Document | None:
        return next(self.documents({posting, posting_id(posting)}), None)

    @override
    def documents(self, postings: Iterable[str] | None = None) -> Iterator[Document]:
        with self._reading() as connection:
            cursor = connection.cursor()
            cursor.begin()  # all of it is of one state, also if others write meanwhile
            ids = _document_ids(cursor) if postings is None else sorted(set(postings))
            for start in range(0, len(ids), _TEXTS_AT_A_TIME):
                # The database sorts no texts: those of a large graph do not fit in its memory.
                rows = cursor.execute(
                    _DOCUMENT + " WHERE posting IN (SELECT unnest($1))",
                    [ids[start : start + _TEXTS_AT_A_TIME]],
                ).fetchall()
                for posting, file, position, form, text, record in sorted(rows):
                    said = Record.model_validate_json(record)
                    yield Document(posting, file, position, form, text, said)
            cursor.rollback()

    @override
    def rejects(self) -> pa.Table:
        with self._reading() as connection:
            return connection.sql("FROM stored.reject ORDER BY ALL").to_arrow_table()

    @override
    def runs(self) -> pa.Table:
        with self._reading() as connection:
            return _runs.list_runs(connection)

    @override
    def files(self, run: str) -> pa.Table:
        with self._reading() as connection:
            return _runs.list_files(connection, run)

    # Writing

    @override
    def load_concepts(self, taxonomy: Taxonomy) -> bool:
        if self.taxonomy_version == taxonomy.version:
            return False
        with self._transaction() as connection:
            _writing.replace_concepts(connection, taxonomy.version, concept_tables(taxonomy))
        return True

    @override
    def begin_run(self, key: RunKey) -> str:
        with self._transaction() as connection:
            return _runs.begin_run(connection, key)

    @override
    def known(self) -> Iterator[Known]:
        with self._reading() as connection:
            found = connection.cursor().sql(
                "SELECT posting, digest, target FROM stored.document "
                'JOIN stored."EXTRACTED_BY" USING (owner)'
            )
            for batch in found.to_arrow_reader(_ROWS_AT_A_TIME):
                columns = (column.to_pylist() for column in batch.columns)
                yield from map(Known._make, zip(*columns, strict=True))

    @override
    def write(self, tables: Tables, *, replaced: Sequence[str] | None = None) -> None:
        with self._transaction() as connection:
            _writing.write_batch(connection, tables, replaced)

    @override
    def prepare_write(self, tables: Tables, *, replaced: Sequence[str]) -> Callable[[], None]:
        return partial(self.write, tables, replaced=replaced)

    @override
    def answers(self) -> tuple[Answer, ...]:
        with self._reading() as connection:
            return _answers.read_answers(connection)

    @override
    def keep_answers(self, answers: Sequence[Answer]) -> None:
        with self._transaction() as connection:
            _answers.keep_answers(connection, answers)

    @override
    def link_duplicates(self, judge: Judge) -> None:
        with self._transaction() as connection:
            _suspects.link_duplicates(connection, judge)

    @override
    def end_run(self, run: str) -> None:
        with self._transaction() as connection:
            _runs.end_run(connection, run)

    @property
    @override
    def derivation(self) -> str | None:
        with self._reading() as connection:
            return _deriving.derivation(connection)

    @override
    def replace_derived(self, tables: Tables, settings: str | None) -> None:
        with self._transaction() as connection:
            _deriving.replace_derived(connection, tables, settings)

    @override
    def delete(self, postings: Iterable[str]) -> int:
        with self._transaction() as connection:
            version = _writing.read_state(connection).version + 1
            gone = _writing.delete_postings(connection, list(postings), version)
            if gone:
                _writing.drop_unnamed_concepts(connection)
                _writing.note_deletion(connection, gone, version)
        return len(gone)

    @override
    def cypher(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limits: Limits | None = None,
        writing: bool = False,
    ) -> CypherResult:
        """Ask in Cypher; see ``skillweave.graph.cypher.projection``.

        Raises:
            MissingExtra: the engine is not installed.
            UsageError: it is to write; a local graph is written by builds alone.
            QueryRefused: it does more than read.
            QueryFailed: the engine cannot run it.
            QueryTimeout: it took too long.
        """
        if writing:
            raise UsageError("Cypher only reads a local graph; build or delete to change it")
        return self._cypher_engine().run(query, parameters or {}, limits or Limits())

    def prepare_cypher(self, progress: "Progress | None" = None) -> None:
        """Bring the copy that Cypher asks up to date now; else the next query does.

        Args:
            progress: is told how many rows of a new copy are done, of how many.

        Raises:
            MissingExtra: the engine is not installed.
            GraphError: the copy cannot be made.
        """
        self._cypher_engine().prepare(progress)

    def _cypher_engine(self) -> "LocalCypher":
        if self._cypher is None:
            from skillweave.graph.cypher.projection import LocalCypher

            self._cypher = LocalCypher(self, self._directory)
        return self._cypher

    # Copying from store to store, see skillweave.graph.transfer

    @property
    @override
    def writers(self) -> int:
        return 1

    @override
    def export_concepts(self) -> Concepts:
        with self._reading() as connection:
            return _copying.export_concepts(connection)

    @override
    def import_concepts(self, concepts: Concepts) -> None:
        with self._transaction() as connection:
            _writing.replace_concepts(connection, *concepts)

    @override
    def export_log(self) -> Log:
        with self._reading() as connection:
            return _copying.export_log(connection)

    @override
    def import_log(self, log: Log, *, others: Literal["keep", "drop"]) -> None:
        with self._transaction() as connection:
            _copying.import_log(connection, log, drop=others == "drop")

    @override
    def lengths(self, postings: Sequence[str]) -> dict[str, int]:
        with self._reading() as connection:
            return _copying.lengths(connection, postings)

    @override
    def export_postings(
        self, postings: Sequence[str], *, tables: Container[str] | None = None
    ) -> Tables:
        with self._reading() as connection:
            return _copying.export_postings(connection, postings, tables)

    @override
    def export_links(self) -> Links:
        with self._reading() as connection:
            return _copying.export_links(connection)

    @override
    def import_links(self, links: Links) -> None:
        with self._transaction() as connection:
            _copying.import_links(connection, links)

    # Opening and closing

    @override
    def close(self) -> None:
        if self._cypher is not None:
            self._cypher.close()
        connection, self._connection = self._connection, None
        if connection is not None:
            _directory.disconnect(connection, self._directory, read_only=self._read_only)

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        if self._connection is None:
            raise GraphError(f"the graph at {self._directory} was closed; open it again")
        with _directory.translated_errors(self._directory):
            yield self._connection

    @contextmanager
    def _transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        # All or nothing, whatever happens inside, Ctrl-C included.
        if self._read_only:
            raise UsageError(f"the graph at {self._directory} is open for reading only")
        with self._reading() as connection:
            connection.execute("BEGIN TRANSACTION")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise


def _document_ids(connection: duckdb.DuckDBPyConnection) -> list[str]:
    query = "SELECT posting FROM stored.document ORDER BY posting"
    return [row[0] for row in connection.execute(query).fetchall()]


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    # After an error of the database itself there may be nothing left to roll back.
    try:
        connection.execute("ROLLBACK")
    except duckdb.Error:
        return


def _query(table: str, columns: Sequence[str] | None, since: int) -> str:
    if table not in NODES and table not in EDGES and table not in SIDES:
        names = ", ".join((*NODES, *EDGES, *SIDES))
        raise UsageError(f"there is no table {table!r}; there are {names}")
    present = [column.name for column in columns_of(table)]
    unknown = [name for name in columns or () if name not in present]
    if unknown:
        raise UsageError(f"{table} has no column {unknown[0]!r}; it has {', '.join(present)}")
    selected = ", ".join(f'"{name}"' for name in columns or present)
    if since and table in PER_POSTING:
        return (
            f'SELECT {selected} FROM stored."{table}" WHERE owner IN '
            f"(SELECT owner FROM stored.written WHERE version > {int(since)})"
        )
    schema = "stored" if table in SIDES else "main"
    return f'SELECT {selected} FROM {schema}."{table}"'


def _shape(table: str, names: Sequence[str]) -> pa.Schema:
    schema = arrow_schema(table)
    return pa.schema([schema.field(name) for name in names])
