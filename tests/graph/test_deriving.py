"""Derived edges: counted by brute force from the tables, kept and replaced by every store, copied."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from random import Random
from shutil import copytree
from statistics import median
from typing import cast

import pytest

from command_line import Command
from graph_samples import Sample, differences, sample_tables, small_taxonomy
from random_graphs import memory_store, random_postings, repeats, shared_rows, together
from skillweave import Graph, UsageError
from skillweave.graph.store import Store
from skillweave.graph.transfer import CopyableStore, copy
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.schema import DERIVED
from skillweave.ontology.sink import RunKey
from skillweave.ontology.tables import TableBuilder, Tables
from skillweave.ontology.vocabulary import MODALITY_STRENGTH
from skillweave.queries.derive import OF_MODALITY, derived_tables
from skillweave.queries.view import View

NewStore = Callable[[Taxonomy], Store]
TAXONOMY = small_taxonomy("t1", "python", "sql", roles=("engineer",))
EDGE_OF = {modality: edge for edge, modality in OF_MODALITY.items()}


@pytest.mark.parametrize("seed", range(3))
def test_edges_are_what_counting_in_the_tables_gives(seed: int, tmp_path: Path) -> None:

    postings = random_postings(seed, 60)
    links = {"DUPLICATE_OF": repeats(Random(seed), list(postings))}
    rows = together([shared_rows(), *postings.values(), links])
    tables = derived_tables(View(memory_store(rows, tmp_path)))
    strongest = strongest_demands(rows)
    for modality, edge in EDGE_OF.items():
        expected = {pair for pair, (found, _) in strongest.items() if found == modality}
        found = tables[edge].to_pylist()
        assert {(row["source"], row["target"]) for row in found} == expected
        assert [row["min_months"] for row in found] == [
            strongest[row["source"], row["target"]][1] for row in found
        ]
    repeated = {link["source"] for link in links["DUPLICATE_OF"]}
    role = {row["source"]: row["target"] for row in rows["FOR_ROLE"]}
    of_role = defaultdict(list)
    for (posting, skill), (_, months) in strongest.items():
        if posting in role and posting not in repeated:
            of_role[role[posting], skill].append(months)
    needs = {(row["source"], row["target"]): row for row in tables["NEEDS"].to_pylist()}
    assert needs.keys() == of_role.keys()
    for pair, row in needs.items():
        total = sum(r == pair[0] for p, r in role.items() if p not in repeated)
        stated = [months for months in of_role[pair] if months is not None]
        assert row["postings"] == len(of_role[pair])
        assert row["share"] == pytest.approx(len(of_role[pair]) / total)
        assert row["median_months"] == (median(stated) if stated else None)


def strongest_demands(
    rows: dict[str, list[dict[str, object]]],
) -> dict[tuple[str, str], tuple[str, int | None]]:
    """For each posting and skill the strongest modality, and the longest duration with it."""
    requirement = {str(row["id"]): row for row in rows["Requirement"]}
    whole = {str(row["target"]): str(row["source"]) for row in rows["HAS_PART"]}
    posting = {str(row["target"]): str(row["source"]) for row in rows["HAS_REQUIREMENT"]}

    def top(id: str) -> str:
        return top(whole[id]) if id in whole else id

    def months(id: str) -> int | None:
        own = requirement[id]["min_months"]
        if isinstance(own, int):
            return own
        return months(whole[id]) if id in whole else None

    found: dict[tuple[str, str], tuple[str, int | None]] = {}
    for option in rows["OPTION"]:
        id, skill = str(option["source"]), str(option["target"])
        modality = str(requirement[id]["modality"])
        if modality == "not_required":
            continue
        pair = (posting[top(id)], skill)
        new = (modality, months(id))
        old = found.get(pair)
        if old is None or strength(new) > strength(old):
            found[pair] = new
    return found


def strength(demand: tuple[str, int | None]) -> tuple[int, int]:
    return MODALITY_STRENGTH[demand[0]], -1 if demand[1] is None else demand[1]


def filled(store: Store) -> None:
    run = store.begin_run(RunKey(("a.txt",), "e1", "t1"))
    samples = [Sample("a"), Sample("b", skills=("skill/python", "skill/sql")), Sample("c")]
    store.write(sample_tables(samples, run=run))
    store.end_run(run)


def some_edges(*skills: str) -> Tables:
    builder = TableBuilder(owned=False)
    for skill in skills:
        builder.rows("REQUIRES").append(("posting/b", skill, 12, 1, 0, 4))
    builder.rows("NEEDS").append(("role/engineer", "skill/sql", 0.5, 2, None))
    builder.rows("CO_OCCURS").append(("skill/python", "skill/sql", 2, 0.25))
    return builder.tables()


def test_a_store_keeps_the_last_derived_edges_alone(new_store: NewStore) -> None:
    with new_store(TAXONOMY) as store:
        filled(store)
        assert store.derivation is None
        version = store.version
        store.replace_derived(some_edges("skill/python", "skill/sql"), '{"a": 1}')
        store.replace_derived(some_edges("skill/sql"), '{"a": 2}')
        assert store.derivation == '{"a": 2}'
        assert [row["target"] for row in store.scan("REQUIRES").to_pylist()] == ["skill/sql"]
        assert store.scan("NEEDS").to_pylist()[0]["share"] == 0.5
        assert store.counts()["CO_OCCURS"] == 1
        assert set(store.changes(version).written) == {"posting/a", "posting/b", "posting/c"}
        store.delete(["posting/b"])
        assert store.counts()["REQUIRES"] == 0
        store.replace_derived({}, None)
        assert store.derivation is None
        assert not any(store.counts()[edge] for edge in DERIVED)


def test_a_copy_takes_derived_edges_along(
    new_store: NewStore, demo_graph: Path, tmp_path: Path
) -> None:
    copytree(demo_graph, tmp_path / "demo.graph")
    with Graph.open(tmp_path / "demo.graph", create=True) as graph, new_store(TAXONOMY) as target:
        source, other = graph.store, target
        copy(source, cast(CopyableStore, other))
        counts = graph.derive()
        assert all(counts.values())
        copied = copy(source, cast(CopyableStore, other))
        assert copied.written == 0
        assert differences(source, other, DERIVED) == ""
        assert other.derivation == source.derivation
        assert {edge: other.counts()[edge] for edge in DERIVED} == counts


def test_the_command_derives_and_refuses_what_is_not_there(
    skillweave_command: Command, demo_graph: Path, tmp_path: Path
) -> None:
    copytree(demo_graph, tmp_path / "demo.graph")
    outcome = skillweave_command("derive", "-g", tmp_path / "demo.graph", "-f", "csv")
    assert outcome.code == 0
    assert [line.split(",")[0] for line in outcome.out.splitlines()[1:]] == list(DERIVED)
    missing = skillweave_command("derive", "-g", tmp_path / "none.graph")
    assert missing.code == 1
    assert not (tmp_path / "none.graph").exists()
    with Graph.open(demo_graph) as reading, pytest.raises(UsageError, match="reading only"):
        reading.derive()


def test_derived_edges_travel_in_a_dump(demo_graph: Path, tmp_path: Path) -> None:
    copytree(demo_graph, tmp_path / "demo.graph")
    with Graph.open(tmp_path / "demo.graph", create=True) as graph:
        graph.derive()
        graph.export_rdf(tmp_path / "demo.nq")
        Graph.import_rdf(tmp_path / "demo.nq", tmp_path / "again.graph")
        with Graph.open(tmp_path / "again.graph") as again:
            assert differences(graph.store, again.store) == ""
