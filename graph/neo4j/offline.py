"""Files for Neo4j's offline import, for first loads too big for transactions.

``neo4j-admin database import full`` reads CSV into an empty database many times faster than any
transaction. The files hold the graph and all that a store has to remember, so that what they are
imported into can be built on. Indexes are made afterwards, from ``indexes.cypher``.

Format: no header but in files of their own; a text is always quoted, so that an empty one differs
from none; items of a list are separated by U+001F. The import takes an
empty list for none: nodes with empty lists get a label that says so, and ``indexes.cypher`` puts
the lists in the place of the labels.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, Final

from skillweave.graph._layout import PER_POSTING
from skillweave.graph.neo4j._layout import FORMAT, schema_digest, schema_statements
from skillweave.graph.neo4j._rows import by_ends, in_batches, rows_of
from skillweave.graph.neo4j._statements import Origin, Statement, statement
from skillweave.graph.neo4j._writing import LOGS, prepare
from skillweave.graph.neo4j.style import FILE_NAME, style_sheet
from skillweave.graph.transfer import CopyableStore
from skillweave.ontology.errors import UsageError
from skillweave.ontology.schema import EDGES, NODES, PropertyType
from skillweave.ontology.schema import columns as columns_of

SEPARATOR: Final = "\x1f"
_EMPTY: Final = "_Empty_"
"""How the labels begin of nodes with an empty list; the list's name follows."""

_POSTINGS_AT_A_TIME: Final = 500
_TYPES: Final[dict[PropertyType, str]] = {
    "string": "string",
    "integer": "long",
    "float": "double",
    "boolean": "boolean",
    "date": "date",
    "datetime": "localdatetime",
    "string_list": "string[]",
}
_BOOKKEEPING: Final = {
    "_State": (
        "id:long version:long concepts:long runs:long format:long schema:string taxonomy:string "
        "derivation:string"
    ),
    "_Document": (
        "posting:string digest:string file:string position:string format:string text:string "
        "record:string buckets:long[] states:string[] run:string version:long"
    ),
    "_Statement": (
        "key:string table:string subject:string row:string said:long listed:boolean "
        "retired:boolean shown:boolean"
    ),
    "_Run": (
        "id:string started:localdatetime extractor:string taxonomy:string inputs:string[] "
        "key:string ended:localdatetime number:long"
    ),
    "_Answer": "key:string posting:string answer:string",
}


def write_import_files(store: CopyableStore, directory: Path) -> str:
    """Write a graph as files for the offline import.

    Args:
        store: the graph.
        directory: a new or empty directory.

    Returns:
        What to run: the import, and the making of indexes.

    Raises:
        UsageError: the directory holds files, or cannot be made; or an item of a list holds the
            character that separates items.

    Note:
        Memory: the rows of some hundred postings and one entry for each wording of what several
        postings may state.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if any(directory.iterdir()):
            raise UsageError(f"{directory} holds files already; name a new or empty directory")
        with _Files(directory) as files:
            _write(store, files)
    except OSError as error:
        raise UsageError(f"the files cannot be written to {directory}: {error}") from error
    statements = [f"{text};" for text in schema_statements()]
    statements += [f"{text};" for text in files.empty_lists()]
    (directory / "indexes.cypher").write_text("\n".join(statements) + "\n", "utf-8")
    (directory / FILE_NAME).write_text(style_sheet(), "utf-8")
    (directory / "import.args").write_text("\n".join(files.arguments()) + "\n", "utf-8")
    return (
        "# with the server stopped, in this directory; what the database holds is replaced\n"
        f"cd {directory}\n"
        "neo4j-admin database import full neo4j @import.args\n"
        "# with the server started again\n"
        "cypher-shell --file indexes.cypher\n"
        f"# for captions and colours, drop {FILE_NAME} on Neo4j Browser"
    )


def _write(store: CopyableStore, files: "_Files") -> None:
    concepts = store.export_concepts()
    said: Counter[Statement] = Counter()
    unlinked = set(store.export_links().unlinked)
    postings = [known.posting for known in store.known()]
    for some in in_batches(postings, _POSTINGS_AT_A_TIME):
        batch = prepare(store.export_postings(some))
        documents = [[*row, 1] for row in batch.documents]
        files.rows("_Document", [row for row in documents if row[0] not in unlinked])
        files.rows("_Document:_Unlinked", [row for row in documents if row[0] in unlinked])
        for table, rows in (*batch.nodes.items(), *batch.edges.items()):
            files.table(table, rows)
        for stated, origin in batch.stated.items():
            said[stated] += origin.said
    shown: set[Statement] = set()
    for table in (*NODES, *EDGES):
        if table in PER_POSTING and table != "DUPLICATE_OF":
            continue
        for batch_of_rows in store.batches(table):
            rows = rows_of(batch_of_rows)
            files.table(table, rows)
            shown.update(statement(table, row) for row in rows)
    origins = {stated: Origin(count, False, False) for stated, count in said.items()}
    for standing, tables in (("listed", concepts.listed), ("retired", concepts.retired)):
        for table in tables.keys() & _stated_tables():
            for row in rows_of(tables[table]):
                stated = statement(table, row)
                before = origins.get(stated, Origin(0, False, False))
                origins[stated] = before._replace(**{standing: True})
    files.rows("_Statement", ([*s, *origin, s in shown] for s, origin in origins.items()))
    files.rows("_Answer", rows_of(store.scan("answer")))
    log = store.export_log()
    runs = rows_of(log.runs)
    files.rows("_Run", ([*row, number] for number, row in enumerate(runs, 1)))
    for name, table in log.logs.items():
        files.rows(LOGS[name], rows_of(table))
    state = [0, 1, 1, len(runs), FORMAT, schema_digest(), concepts.taxonomy, store.derivation]
    files.rows("_State", [state])


def _stated_tables() -> set[str]:
    return {node.label for node in NODES.values() if node.ownership == "shared"} | {
        edge.type for edge in EDGES.values() if edge.ownership == "shared"
    }


class _Files(ExitStack):
    # The CSV files, opened when their first row comes, each with its header beside it.

    def __init__(self, directory: Path) -> None:
        super().__init__()
        self._directory = directory
        self._open: dict[str, IO[str]] = {}
        self._arguments: list[str] = []
        self._empty: set[str] = set()

    def table(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        if name in NODES:
            header = [f"id:ID({name})"]
            header += [f"{c.name}:{_TYPES[c.type]}" for c in columns_of(name)[1:]]
            self._append(name, f"--nodes={name}", header, rows)
            return
        for (edge, source, target), some in by_ends(name, rows).items():
            header = [f":START_ID({source})", f":END_ID({target})"]
            header += [f"{c.name}:{_TYPES[c.type]}" for c in columns_of(edge)[2:]]
            self._append(f"{edge}-{source}-{target}", f"--relationships={edge}", header, some)

    def rows(self, labels: str, rows: Iterable[Sequence[Any]]) -> None:
        label = labels.partition(":")[0]
        if label in _BOOKKEEPING:
            header = _BOOKKEEPING[label].split()
        else:
            table = next(name for name, known in LOGS.items() if known == label)
            header = [f"{c.name}:{_TYPES[c.type]}" for c in columns_of(table)]
        name = labels.replace(":", "-")
        self._append(name, f"--nodes={labels}:_Bookkeeping", header, rows)

    def _append(
        self, name: str, argument: str, header: list[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        lists = [
            (i, entry.partition(":")[0]) for i, entry in enumerate(header) if entry.endswith("[]")
        ]
        file = self._open.get(name)
        for row in rows:
            if file is None:
                path = self._directory / f"{name}.csv"
                file = self.enter_context(path.open("w", encoding="utf-8", newline=""))
                self._open[name] = file
                head = self._directory / f"{name}.header.csv"
                head.write_text(",".join([*header, ":LABEL"] if lists else header) + "\n", "utf-8")
                # Neo4j 2026 does not take the name of a file without a directory.
                self._arguments.append(f"{argument}=./{head.name},./{path.name}")
            fields = list(map(_field, row))
            if lists:
                empty = [key for i, key in lists if row[i] == []]
                self._empty.update(empty)
                fields.append(_field([_EMPTY + key for key in empty]))
            file.write(",".join(fields) + "\n")

    def arguments(self) -> Iterator[str]:
        yield "--overwrite-destination=true"
        yield "--multiline-fields=true"
        yield "--array-delimiter=U+001F"
        yield "--id-type=string"
        yield from self._arguments

    def empty_lists(self) -> Iterator[str]:
        """Cypher that sets the lists that no file can hold."""
        for key in sorted(self._empty):
            yield (
                f"MATCH (n:`{_EMPTY}{key}`) CALL (n) {{ SET n.`{key}` = [] "
                f"REMOVE n:`{_EMPTY}{key}` }} IN TRANSACTIONS OF 10000 ROWS"
            )


def _field(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, list):
        texts = list(map(str, value))
        if any(SEPARATOR in text for text in texts):
            raise UsageError(
                f"{texts} holds the character U+001F, by which the import tells the items of a "
                "list apart; push the graph instead"
            )
        return _field(SEPARATOR.join(texts)) if texts else ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return repr(value)
