"""The graph as a user sees it: open it, fill it, ask it."""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from skillweave import __version__
from skillweave._cypher import Cypher
from skillweave._exchange import Exchange
from skillweave._opening import open_store
from skillweave._questions import Questions
from skillweave._sparql import Sparql
from skillweave.ontology.errors import UnknownName
from skillweave.queries.frame import Frame
from skillweave.queries.view import View

if TYPE_CHECKING:
    from skillweave._inputs import Inputs
    from skillweave._reviewing import Applied
    from skillweave.graph.store import Document
    from skillweave.graph.transfer import Copied, CopyableStore
    from skillweave.graph.transfer import Progress as CopyProgress
    from skillweave.loaders.batch import Progress, Summary
    from skillweave.loaders.extraction.reader import ReaderName
    from skillweave.loaders.formats.columns import ColumnMapping


class Graph(Questions, Cypher, Sparql, Exchange):
    r"""A graph of job postings in a directory.

    Open it with :meth:`open`, best in a ``with`` statement. Several processes may read a graph at
    the same time; one that builds has it for itself.

        >>> from tempfile import TemporaryDirectory
        >>> from skillweave import Graph
        >>> with TemporaryDirectory() as folder:
        ...     advert = Path(folder, "advert.txt")
        ...     _ = advert.write_text("Data Engineer\n\nRequirements:\n- Python\n- SQL\n")
        ...     with Graph.open(Path(folder, "jobs.graph"), create=True) as graph:
        ...         summary = graph.build([advert])
        ...         [found.label for found in graph.find("python", limit=1)]
        ['Python']

    Args:
        store: where the graph is kept; :meth:`open` makes one for a directory.
    """

    def __init__(self, store: "CopyableStore") -> None:
        self.store = store
        self._view: View | None = None

    @property
    def view(self) -> View:
        """The graph as questions see it; of its present version."""
        if self._view is None or self._view.arrays.version != self.store.version:
            self._view = View(self.store)
        return self._view

    @classmethod
    def open(
        cls,
        path: str | Path = "skillweave.graph",
        *,
        create: bool = False,
        user: str | None = None,
        database: str | None = None,
        password_file: str | Path | None = None,
    ) -> Self:
        """Open the graph in a directory or in a Neo4j server.

        Args:
            path: the directory, or the server's address, such as ``bolt://127.0.0.1:7687``; its
                scheme is bolt or neo4j, with +s for TLS, or with +ssc for TLS with a certificate
                that nobody vouches for.
            create: open it for building, and make it where it is not there. Otherwise it is
                opened for reading.
            user: the user on the server; SKILLWEAVE_NEO4J_USER, NEO4J_USERNAME or "neo4j" by
                default.
            database: the database; SKILLWEAVE_NEO4J_DATABASE, NEO4J_DATABASE or the user's own by
                default.
            password_file: file that holds the password; SKILLWEAVE_NEO4J_PASSWORD_FILE by default.
                Without one it is taken from SKILLWEAVE_NEO4J_PASSWORD or NEO4J_PASSWORD.

        Raises:
            UsageError: the address is none, or a directory does not know users and databases.
            GraphNotFound: there is no graph, and none is to be made.
            GraphInUse: another process builds it.
            GraphVersion: it was written by a version of Skillweave that this one cannot read.
            GraphAccess: the server refuses the credentials.
            GraphUnreachable: no server answers.
        """
        store = open_store(
            path, create=create, user=user, database=database, password_file=password_file
        )
        return cls(store)

    def build(
        self,
        inputs: "Inputs",
        *,
        columns: "ColumnMapping | Mapping[str, str] | None" = None,
        source: str | None = None,
        processes: int | None = None,
        reader: "ReaderName | None" = None,
        progress: "Progress | None" = None,
    ) -> "Summary":
        """Read postings into the graph.

        What has not changed since it was read last is left as it is; what has changed replaces
        what was there. Each batch is written whole or not at all, so a run that was stopped is
        resumed by calling this again with the same inputs.

        Args:
            inputs: files, directories or archives in any supported format; "-" is standard input.
            columns: which column or key holds what, where the guess is wrong, such as
                ``{"title": "Position", "description": "Details"}``.
            source: short name of where the postings come from.
            processes: how many processes read; all cores by default, one for small inputs.
            reader: what reads the skills: "rules" (the taxonomy's names and rules), or "trained"
                (the trained reader beside them); the recommended one by default.
            progress: is told how far the run is; nothing is shown by default.

        Returns:
            For each file how many postings were read, written, unchanged, duplicate, rejected.

        Raises:
            InputError: an input is not there. What cannot be read inside of one is a reject.
            UsageError: ``columns`` names a field that there is not.
            GraphInUse: another process builds the graph.
        """
        from skillweave._inputs import present_inputs
        from skillweave._interrupts import one_interrupt
        from skillweave._processes import main_module_set_aside, processes_for
        from skillweave.loaders.batch import build
        from skillweave.loaders.extraction.reader import DEFAULT_READER
        from skillweave.loaders.formats.columns import ColumnMapping

        if columns is not None and not isinstance(columns, ColumnMapping):
            columns = ColumnMapping.parse(columns)
        names = present_inputs(inputs)
        with one_interrupt(), main_module_set_aside():
            return build(
                names,
                self.store,
                columns=columns,
                source=source,
                processes=processes or processes_for(names),
                reader=reader or DEFAULT_READER,
                progress=progress,
            )

    def posting(self, id: str) -> "Document":
        """Return a posting's text, its Record and where it was read.

        Args:
            id: its id in the graph, or the id that its input gave it.

        Raises:
            UnknownName: there is no such posting; those with a like id or title are listed.
        """
        document = self.store.document(id)
        if document is None:
            raise UnknownName(id, kind="posting", near=self.view.near_postings(id))
        return document

    @property
    def tables(self) -> dict[str, int]:
        """Names of the graph's tables (node labels and edge types) with their numbers of rows."""
        return self.store.counts()

    def table(self, name: str) -> Frame:
        """Return a whole table; ``.arrow``, ``.to_pandas()`` and ``.to_polars()`` give the data.

        Args:
            name: a node label, an edge type or a side table, such as "Posting" or "REQUIRES".

        Raises:
            UsageError: there is no such table.
        """
        return Frame(self.store.scan(name), name)

    def rejects(self) -> Frame:
        """Return what could not be read: file, position, reason, next step and how it begins."""
        return Frame(self.store.rejects(), "rejects")

    def origins(self) -> Iterator[tuple[str, str]]:
        """Give the file and the format that each posting was read from."""
        documents = self.store.scan("document", columns=["file", "format"]).to_pydict()
        return zip(documents["file"], documents["format"], strict=True)

    def info(self) -> dict[str, Any]:
        """Say what is in the graph.

        Returns:
            ``location``, ``versions``, ``counts`` of nodes and edges, ``sources`` with their
            postings, and the ``runs``, the last first.
        """
        runs = self.store.runs().to_pylist()
        last = runs[0] if runs else {}
        sources = self.table("Posting").arrow.group_by("source").aggregate([([], "count_all")])
        return {
            "location": self.store.location,
            "versions": {
                "skillweave": __version__,
                "extractor": last.get("extractor"),
                "taxonomy": last.get("taxonomy"),
            },
            "counts": self.tables,
            "sources": [
                {"source": row["source"], "postings": row["count_all"]}
                for row in sources.sort_by(
                    [("count_all", "descending"), ("source", "ascending")]
                ).to_pylist()
            ],
            "runs": runs,
        }

    def derive(self) -> dict[str, int]:
        """Compute the derived edges and keep them for those who ask in Cypher or SPARQL.

        These are REQUIRES, PREFERS and MENTIONS from postings to skills, NEEDS, CO_OCCURS and
        SIMILAR_TO, see ``skillweave.queries.derive``. Those that were there are replaced. Questions
        in Python do without. After a build they are of the graph as it was: derive again.

        Returns:
            How many edges there are of each type.

        Raises:
            UsageError: the graph is open for reading only.

        Note:
            Seconds for 100,000 postings; every posting counts as changed, so that copies of the
            graph take the edges in.
        """
        import json

        from skillweave.queries.derive import derived_tables, parameters

        tables = derived_tables(self.view)
        settings = {"version": self.store.version, "parameters": parameters()}
        self.store.replace_derived(tables, json.dumps(settings, sort_keys=True))
        return {edge: len(table) for edge, table in tables.items()}

    def push(
        self,
        to: str | Path,
        *,
        user: str | None = None,
        database: str | None = None,
        password_file: str | Path | None = None,
        progress: "CopyProgress | None" = None,
    ) -> "Copied":
        """Copy the graph into another place, or bring the copy that is there up to date.

        What was copied when it was interrupted stays; calling it again completes the copy.

        Args:
            to: a server's address or a directory.
            user: the user on the server; this and the next two as in :meth:`open`.
            database: the database in the server.
            password_file: file that holds the password.
            progress: is told how many postings are done, of how many.

        Returns:
            How many postings were written, deleted and left, and the numbers of rows, which were
            compared.
        """
        from skillweave._interrupts import one_interrupt
        from skillweave.graph.transfer import copy

        target = open_store(
            to,
            create=True,
            user=user,
            database=database,
            password_file=password_file,
            load_taxonomy=False,
        )
        with one_interrupt(), target:
            return copy(self.store, target, progress=progress)

    def review(self, path: str | Path, *, limit: int = 200) -> int:
        """Write doubtful facts into a file in which a person answers.

        What is asked first is what an answer gains most for: the number of postings that it touches
        times how doubtful the fact is. What was answered before is not asked again.

        Args:
            path: the file; CSV if its name ends so, else JSON lines.
            limit: how many facts at most.

        Returns:
            How many there are. Reads every Record of the graph once.

        Raises:
            InputError: the file cannot be written.
        """
        from skillweave._reviewing import write_review

        return len(write_review(self.store, Path(path), limit=limit))

    def apply_answers(self, path: str | Path) -> "Applied":
        """Take over what a person answered in a file that :meth:`review` wrote.

        Answers are kept in the graph and win over extraction, now and whenever a posting is read
        again, as long as its text is the same.

        Args:
            path: the file.

        Returns:
            How many answers were taken over and how many postings corrected, and the answers that
            do not fit the graph.

        Raises:
            InputError: the file cannot be read or a line makes no sense; then nothing is taken over.
        """
        from skillweave._reviewing import apply_review

        return apply_review(self.store, Path(path))

    def write_labels(self, path: str | Path) -> int:
        """Write the postings that a person answered on as labels for training and score.

        Args:
            path: the file; JSON lines.

        Returns:
            How many postings there are.

        Raises:
            InputError: the file cannot be written.
        """
        from skillweave._reviewing import write_labels

        return write_labels(self.store, Path(path))

    def close(self) -> None:
        """Let go of the graph. Calling it twice does no harm."""
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        counts = self.tables
        return (
            f"<Graph {self.store.location}: {counts['Posting']:,} postings, "
            f"{counts['Employer']:,} employers, {counts['Requirement']:,} requirements>"
        )

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(name)}</td><td style='text-align:right'>{count:,}</td></tr>"
            for name, count in self.tables.items()
            if count
        )
        return (
            f"<table><caption>Graph {escape(self.store.location)}</caption>"
            f"<thead><tr><th>table</th><th>rows</th></tr></thead><tbody>{rows}</tbody></table>"
        )
