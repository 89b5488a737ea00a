"""Arrays: brought up to date they equal arrays built from nothing, and a kill leaves whole ones."""

from collections.abc import Mapping
from pathlib import Path
from random import Random
from shutil import copytree
from typing import Any

import pyarrow as pa
import pytest

from random_graphs import Rows, memory_store, random_postings, repeats, shared_rows, together
from skillweave import Graph
from skillweave.graph.arrays import Arrays, open_arrays
from skillweave.graph.arrays.merging import merge
from skillweave.graph.arrays.numbering import positions
from skillweave.graph.arrays.tables import CONCEPTS, read_concepts, read_postings
from skillweave.graph.local import LocalStore
from skillweave.ontology.tables import arrow_schema

Tables = Mapping[str, pa.Table]


def laid_out(rows: Rows, tmp_path: Path) -> tuple[Tables, Tables]:
    """Concepts and postings of rows, in arrays built from nothing."""
    store = memory_store(rows, tmp_path)

    def scan(table: str, columns: tuple[str, ...]) -> pa.Table:
        return store.scan(table, columns=columns)

    concepts = read_concepts(scan)
    return concepts, read_postings(scan, concepts)


def assert_equal(found: Tables, expected: Tables) -> None:
    assert found.keys() == expected.keys()
    for name, table in expected.items():
        assert found[name].schema == table.schema, name
        assert repr(found[name].to_pylist()) == repr(table.to_pylist()), name  # nan is not itself


@pytest.mark.parametrize("seed", range(12))
def test_merged_arrays_equal_arrays_built_from_nothing(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    before = random_postings(seed, random.randrange(0, 30))
    after = dict(before)
    changed = random.sample(sorted(before), min(len(before), random.randrange(8)))
    for posting in changed:
        del after[posting]
    fresh = random_postings(seed + 1000, 40)
    written = random.sample(sorted(fresh), random.randrange(12))
    after |= {posting: fresh[posting] for posting in written}
    links = repeats(random, sorted(after))
    # A concept comes and one that nothing names goes, so that all numbers shift.
    more = shared_rows()
    more["Skill"].insert(0, {"id": "skill/a-new-one", "label": "A", "kind": "soft"})
    more["Employer"].append({"id": "employer/aa", "name": "AA"})

    old_concepts, old = laid_out(together([shared_rows(), *before.values()]), tmp_path)
    newer = {row["source"] for row in links} | set(written)
    rows_now = together([more, *after.values(), {"DUPLICATE_OF": links}])
    concepts, expected = laid_out(rows_now, tmp_path)
    linked = [link for link in links if link["source"] in newer]
    only = together([more, *(after[p] for p in sorted(newer)), {"DUPLICATE_OF": linked}])
    _, new = laid_out(only, tmp_path)
    stale = pa.array(sorted(newer | set(changed)), pa.string())
    assert_equal(merge(old, old_concepts, new, concepts, stale=stale), expected)


def fresh(store: LocalStore, tmp_path: Path) -> Arrays:
    """Arrays of a store, made in a copy of it that has none."""
    other = tmp_path / "copy.graph"
    copytree(store.workspace, other, ignore=lambda *_: ["arrays", "cypher", "rdf"])
    with LocalStore.open(other, read_only=True) as copied:
        return open_arrays(copied)


ADVERT = """{title}

We are a small firm on the coast and look for somebody who works with us on our systems.

Requirements:
- {years}+ years of Python, Scala, or Java
- {skill}
"""


def test_arrays_follow_builds_replacements_and_deletions(tmp_path: Path) -> None:
    folder = tmp_path / "adverts"
    folder.mkdir()
    path = tmp_path / "a.graph"
    random = Random(3)
    versions: set[int] = set()
    for step in range(6):
        for number in random.sample(range(12), 4):
            advert = ADVERT.format(
                title=random.choice(["Data Engineer", "Nurse", "Welder"]),
                years=random.randrange(1, 9),
                skill=random.choice(["SQL", "Docker", f"Blurbing {step}"]),
            )
            (folder / f"{number}.txt").write_text(advert)
        with Graph.open(path, create=True) as graph:
            graph.build(folder, processes=1)
            ids = graph.table("Posting").arrow["id"].to_pylist()
            graph.store.delete(random.sample(ids, 2))
        with LocalStore.open(path, read_only=True) as store:
            found = open_arrays(store)
            versions.add(found.version)
            assert found.version == store.version
            assert_equal(found.tables, fresh(store, tmp_path / str(step)).tables)
            assert [p.name for p in (path / "arrays").iterdir()] == [f"version-{found.version}-1"]
    assert len(versions) == 6


def test_arrays_that_were_cut_short_are_made_anew(demo_graph: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.graph"
    copytree(demo_graph, path)
    with LocalStore.open(path, read_only=True) as store:
        whole = open_arrays(store)
        home = next((path / "arrays").iterdir())
        (path / "arrays" / "draft-0").mkdir()
        damaged = home / "requirements.arrow"
        beginning = damaged.read_bytes()[:100]
        damaged.unlink()  # the file that is mapped stays as it was
        damaged.write_bytes(beginning)
        again = open_arrays(store)
        assert_equal(again.tables, {name: whole.tables[name] for name in again.tables})
        assert not (path / "arrays" / "draft-0").exists()


def test_arrays_of_another_graph_in_the_same_place_are_not_taken(
    demo_graph: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.graph"
    copytree(demo_graph, path)
    with LocalStore.open(path, read_only=True) as store:
        version = open_arrays(store).version
        state = path / "arrays" / f"version-{version}-1" / "state.json"
        state.write_text(state.read_text().replace("run/", "run/other-"))
        assert open_arrays(store).count("postings") == 82
        assert "other" not in state.read_text()


def test_questions_do_without_a_place_to_keep_arrays(demo_graph: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.graph"
    copytree(demo_graph, path)
    (path / "arrays").write_text("a file where the directory should be")
    with LocalStore.open(path, read_only=True) as store:
        assert open_arrays(store).count("postings") == 82


def test_numbers_follow_the_order_of_ids(demo_graph: Path) -> None:
    with LocalStore.open(demo_graph, read_only=True) as store:
        arrays = open_arrays(store)
        for name in (*CONCEPTS, "postings"):
            ids = arrays.tables[name]["id"].to_pylist()
            assert ids == sorted(set(ids), key=str.encode)
        counts = store.counts()
        assert {
            "postings": counts["Posting"],
            "skills": counts["Skill"],
            "posting_roles": counts["FOR_ROLE"],
            "posting_places": counts["LOCATED_IN"],
            "pay": counts["SalaryBand"],
        }.items() <= {name: arrays.count(name) for name in arrays.tables}.items()
        some: Any = arrays.tables["skills"]["id"].slice(3, 5)
        assert positions(some, arrays.tables["skills"]["id"].combine_chunks()).tolist() == [
            3, 4, 5, 6, 7,
        ]  # fmt: skip
        assert arrow_schema("Skill").names[0] == "id"
