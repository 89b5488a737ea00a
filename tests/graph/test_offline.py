"""The files for Neo4j's offline import: what is imported is the graph, and can be built on."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from graph_samples import (
    RUN,
    Sample,
    differences,
    same_bucket,
    sample_tables,
    small_taxonomy,
    sorted_rows,
)
from neo4j_server import Neo4jServer
from skillweave.graph.local import LocalStore
from skillweave.graph.neo4j import Access, Neo4jStore, Secret
from skillweave.graph.neo4j.offline import write_import_files
from skillweave.graph.neo4j.style import style_sheet
from skillweave.graph.transfer import copy
from skillweave.ontology.answers import Answer
from skillweave.ontology.errors import UsageError
from skillweave.ontology.schema import EDGES, NODES, columns
from skillweave.ontology.tables import TableBuilder

TAXONOMY = small_taxonomy("t1", "python", "sql", roles=("engineer",))
DERIVED_EDGES: Final[dict[str, list[tuple[Any, ...]]]] = {
    "NEEDS": [("role/engineer", "skill/sql", 1 / 3, 2, 7.5)],
    "CO_OCCURS": [("skill/rust", "skill/sql", 3, -0.25)],
    "SIMILAR_TO": [("role/engineer", "role/engineer", 1e-7, 1)],
    "REQUIRES": [("posting/e", "skill/sql", None, 0, 0, 2)],
}
LATER = small_taxonomy("t2", "sql", "rust", roles=("engineer",))
ODD = 'Zoë says "5, 6; 7",\r\n\tthen \\" and \\n\u2028 𝄞 \'x\' --'


@pytest.fixture
def local(tmp_path: Path) -> Iterator[LocalStore]:
    with LocalStore.open(tmp_path / "graph", create=True, taxonomy=TAXONOMY) as store:
        run = store.begin_run(RUN)
        store.write(
            sample_tables(
                [
                    Sample("a", employer="Acme", day=date(2024, 5, 1), pay=10.25, text=ODD),
                    Sample("b", employer="ACME", skills=("skill/candidate-x", "skill/sql")),
                    Sample("c", employer=None, skills=(), place=None, text=""),
                    Sample("d", employer=ODD, day=date(2023, 5, 1), text=ODD),
                ],
                run=run,
            )
        )
        builder = TableBuilder(owned=False)
        builder.rows("reject").append((run, "a,b.txt", "line 1", ODD, "", "{}"))
        builder.rows("file_count").append((run, "a,b.txt", 3, 2, 0, 0, 1))
        store.write(builder.tables())
        store.link_duplicates(same_bucket)
        store.end_run(run)
        store.load_concepts(LATER)  # python is retired
        store.write(sample_tables([Sample("e", text="to be judged")], run=run))
        store.keep_answers(
            [Answer(about="concept", verdict="accept", candidate="skill/candidate-x", label=ODD)]
        )
        derived = TableBuilder(owned=False)
        for edge, rows in DERIVED_EDGES.items():
            derived.rows(edge).extend(rows)
        store.replace_derived(derived.tables(), f'{{"note": "{ODD}"}}')
        yield store


def test_what_is_imported_is_the_graph_and_can_be_built_on(
    local: LocalStore, stopped_server: Neo4jServer, tmp_path: Path
) -> None:
    files = tmp_path / "files"
    told = write_import_files(local, files)
    assert "neo4j-admin database import full neo4j @import.args" in told
    stopped_server.admin("database", "import", "full", "neo4j", "@import.args", directory=files)
    stopped_server.start()
    with stopped_server.driver() as driver, driver.session() as session:
        for statement in (files / "indexes.cypher").read_text("utf-8").splitlines():
            session.run(statement.removesuffix(";")).consume()
        labels = session.run("CALL db.labels()").value()
    assert not [label for label in labels if label.startswith("_Empty")]
    access = Access(stopped_server.uri, password=Secret(stopped_server.password))
    with Neo4jStore.open(access, taxonomy=LATER) as remote:
        assert differences(local, remote) == ""
        assert local.counts() == remote.counts()
        assert {edge: remote.counts()[edge] for edge in DERIVED_EDGES} == dict.fromkeys(
            DERIVED_EDGES, 1
        )
        assert local.derivation == remote.derivation
        assert remote.derivation is not None
        assert sorted_rows(local.runs()) == sorted_rows(remote.runs())
        (run,) = local.runs().column("id").to_pylist()
        for store in (local, remote):
            store.delete(["posting/a"])
            store.link_duplicates(same_bucket)
            store.write(sample_tables([Sample("b", skills=("skill/sql",))], run=run))
        assert differences(local, remote, ["Employer", "Skill", "WITHIN", "DUPLICATE_OF"]) == ""
        copied = copy(local, remote)
        assert (copied.written, copied.deleted) == (0, 0)


def test_the_style_sheet_names_every_label_and_type_by_what_it_has() -> None:
    rules = dict(re.findall(r"^([\w.]+) \{\n(.*?)\}$", style_sheet(), re.MULTILINE | re.DOTALL))
    assert rules.keys() == {
        "node",
        "relationship",
        *(f"node.{label}" for label in NODES),
        *(f"relationship.{edge}" for edge in EDGES),
    }
    captions = {
        label: found[1]
        for label in NODES
        if (found := re.search(r'caption: "\{(\w+)\}";', rules[f"node.{label}"]))
    }
    assert captions.keys() == NODES.keys()
    for label, key in captions.items():
        assert key in [column.name for column in columns(label)]
    assert captions["Posting"] == "title"
    assert captions["Requirement"] == "quote"
    colours = re.findall(r"^  color: (#[0-9A-F]{6});$", style_sheet(), re.MULTILINE)
    assert len(set(colours)) == len(NODES) + 2


def test_files_go_into_an_empty_directory_alone(local: LocalStore, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds files already"):
        write_import_files(local, tmp_path)
    with pytest.raises(UsageError, match="cannot be written"):
        write_import_files(local, tmp_path / "notes.txt")


def test_a_list_that_the_import_would_cut_is_refused(local: LocalStore, tmp_path: Path) -> None:
    run = local.begin_run(RUN)
    tables = sample_tables([Sample("f")], run=run)
    about = [["two\x1fwords"]] * len(tables["Requirement"])
    at = tables["Requirement"].schema.get_field_index("about")
    requirements = tables["Requirement"].set_column(
        at, tables["Requirement"].schema.field(at), [about]
    )
    local.write({**tables, "Requirement": requirements})
    with pytest.raises(UsageError, match=r"U\+001F"):
        write_import_files(local, tmp_path / "files")
