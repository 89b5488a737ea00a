"""The copy that Cypher asks of a local graph: what it holds, what it survives, what it opens."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Final

import psutil
import pytest

from cypher_tables import assert_cypher_tells
from graph_samples import RUN, Sample, same_bucket, sample_tables, small_taxonomy
from skillweave.graph.cypher import Limits
from skillweave.graph.local import LocalStore
from skillweave.ontology.errors import MissingExtra, QueryFailed, UsageError

pytest.importorskip("arcadedb_embedded")

TAXONOMY: Final = small_taxonomy("t1", "python", "sql", roles=("engineer",))
OTHER_TAXONOMY: Final = small_taxonomy("t2", "python", "rust", roles=("engineer", "nurse"))
PREPARE: Final = """
import os, signal, sys
from skillweave.graph.cypher import projection
from skillweave.graph.local import LocalStore

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def progress(done, total):
    print(done, total, flush=True)
    if sys.argv[2] == "while loading" and done > total / 2:
        killed()

if sys.argv[2] == "before the disk has it":
    projection._write_to_disk = killed
if sys.argv[2] == "before it has its name":
    projection.os.replace = killed
with LocalStore.open(sys.argv[1], read_only=True) as store:
    store.prepare_cypher(progress)
    print(store.cypher("MATCH (n) RETURN count(n) AS n").rows[0]["n"], "nodes")
"""


@pytest.fixture(autouse=True, scope="module")
def quick_java() -> Iterator[None]:
    """Lets Java compile less: it pays only in longer lives than those here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")
        yield


def sample(random: Random, name: str) -> Sample:
    return Sample(
        name,
        employer=random.choice(["Acme", "ACME", "Bolt", None]),
        skills=tuple(random.sample(["skill/python", "skill/sql", "skill/candidate-x"], 2)),
        place=random.choice(["Port", "Ford", None]),
        day=random.choice([None, date(2024, 2, 29)]),
        bucket=random.randrange(2),
        pay=random.choice([None, 12.5]),
    )


def store_in(directory: Path, names: str = "abc", seed: int = 0) -> LocalStore:
    store = LocalStore.open(directory, create=True, taxonomy=TAXONOMY)
    store.begin_run(RUN)
    write(store, names, Random(seed))
    return store


def write(store: LocalStore, names: str, random: Random) -> None:
    run = store.runs().column("id")[0].as_py()
    store.write(sample_tables([sample(random, name) for name in names], run=run))


def assert_is_a_copy(store: LocalStore) -> None:
    assert_cypher_tells(store, told_by=store)


def left_over(directory: Path) -> set[str]:
    """Kinds of entries in the directory of copies, without what is random in their names."""
    return {path.name.partition("-")[0] for path in (directory / "cypher").iterdir()}


def test_a_copy_brought_up_to_date_is_as_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skillweave.graph.cypher.projection.UPDATED_UP_TO", 1e9)
    random = Random(5)
    with store_in(tmp_path / "graph") as store:
        assert_is_a_copy(store)
        monkeypatch.setattr("skillweave.graph.cypher.projection.LocalCypher._load", not_again)
        for _ in range(6):
            for step in random.choices(["write", "delete", "link", "run"], k=3):
                if step == "write":
                    write(store, "".join(random.sample("abcdef", 3)), random)
                elif step == "delete":
                    store.delete([f"posting/{random.choice('abcdef')}"])
                elif step == "link":
                    store.link_duplicates(same_bucket)
                else:
                    store.end_run(store.begin_run(RUN._replace(inputs=(str(random.random()),))))
            assert_is_a_copy(store)
        assert left_over(tmp_path / "graph") == {"lock", "version", "engine"}


def not_again(*_: Any) -> None:
    raise AssertionError("the copy was loaded anew")


def test_other_concepts_make_a_new_copy(tmp_path: Path) -> None:
    with store_in(tmp_path / "graph") as store:
        assert_is_a_copy(store)
        store.load_concepts(OTHER_TAXONOMY)
        assert_is_a_copy(store)


def test_many_changes_make_a_new_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillweave.graph.cypher.projection.update", not_again)
    with store_in(tmp_path / "graph") as store:
        store.prepare_cypher()
        write(store, "abcdef", Random(1))
        assert_is_a_copy(store)


def test_a_graph_put_back_to_an_earlier_state_is_not_taken_for_the_later_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skillweave.graph.cypher.projection.UPDATED_UP_TO", 1e9)
    graph = tmp_path / "graph"
    store_in(graph).close()
    shutil.copy(graph / "graph.duckdb", tmp_path / "kept")
    for seed in (1, 2):
        shutil.copy(tmp_path / "kept", graph / "graph.duckdb")
        with LocalStore.open(graph, taxonomy=TAXONOMY) as store:
            store.begin_run(RUN._replace(inputs=(str(seed),)))
            write(store, "de", Random(seed))
            assert_is_a_copy(store)


@pytest.mark.parametrize("damaged", ["schema.json", "Posting_0.*"])
def test_a_damaged_copy_is_made_anew(tmp_path: Path, damaged: str) -> None:
    graph = tmp_path / "graph"
    with store_in(graph) as store:
        store.prepare_cypher()
        store.close()
    (path,) = graph.glob(f"cypher/version-*/graph/{damaged}")
    path.unlink()
    with LocalStore.open(graph, read_only=True) as store:
        assert_is_a_copy(store)


def prepare(graph: Path, how: str = "") -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", PREPARE, str(graph), how],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize(
    "moment", ["while loading", "before the disk has it", "before it has its name"]
)
def test_a_copy_that_was_cut_short_is_made_again(tmp_path: Path, moment: str) -> None:
    graph = tmp_path / "graph"
    store_in(graph).close()
    process = prepare(graph, moment)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert "version" not in left_over(graph)
    assert "draft" in left_over(graph)
    with LocalStore.open(graph, read_only=True) as store:
        assert_is_a_copy(store)
        assert left_over(graph) == {"lock", "version", "engine"}
    assert left_over(graph) == {"lock", "version"}


def test_several_processes_share_a_copy_that_one_of_them_makes(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    store_in(graph).close()
    processes = [prepare(graph) for _ in range(3)]
    said = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], said
    assert len({out.splitlines()[-1] for out, _ in said}) == 1
    assert sum(len(out.splitlines()) > 1 for out, _ in said) == 1  # who made it, told of progress
    assert left_over(graph) == {"lock", "version"}


@pytest.fixture
def sockets() -> Iterator[set[tuple[str, str]]]:
    """State and address of every socket that a process started by the test had."""
    seen: set[tuple[str, str]] = set()
    others = set(psutil.Process().children(recursive=True))
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.002):
            for process in set(psutil.Process().children(recursive=True)) - others:
                try:
                    found = process.net_connections("inet")
                except psutil.Error:
                    continue  # it has just ended
                for one in found:
                    seen.add((one.status, one.laddr.ip))
                    if one.status == psutil.CONN_LISTEN:
                        seen.add(("port", str(one.laddr.port)))
                    elif one.raddr:
                        seen.add(("peer", one.raddr.ip))

    thread = threading.Thread(target=watch)
    thread.start()
    yield seen
    done.set()
    thread.join()


@pytest.mark.skipif(sys.platform != "linux", reason="others tell root alone")
def test_one_port_is_open_and_for_this_machine_alone(
    tmp_path: Path, sockets: set[tuple[str, str]]
) -> None:
    with store_in(tmp_path / "graph") as store:
        store.cypher("RETURN 1 AS one")
    addresses = {address.removeprefix("::ffff:") for kind, address in sockets if kind != "port"}
    assert addresses == {"127.0.0.1"}
    assert len([kind for kind, _ in sockets if kind == "port"]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="other variables name the directories")
def test_nothing_is_written_outside_the_graph_directory(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    store_in(graph).close()
    elsewhere = [tmp_path / name for name in ("home", "temporary", "here")]
    for directory in elsewhere:
        directory.mkdir()
    home, temporary, here = elsewhere
    measurements = Path("/tmp/hsperfdata_" + os.environ.get("USER", "root"))  # where Java has them
    before = set(measurements.glob("*"))
    done = subprocess.run(
        [sys.executable, "-B", "-c", PREPARE, str(graph), ""],
        cwd=here,
        env=os.environ | {"HOME": str(home), "TMPDIR": str(temporary)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert "nodes" in done.stdout
    assert [path for directory in elsewhere for path in directory.rglob("*")] == []
    new = set(measurements.glob("*")) - before
    assert not [path for path in new if not psutil.pid_exists(int(path.name))]
    assert {path.name for path in graph.iterdir()} == {"graph.duckdb", "manifest.json", "cypher"}


def test_an_engine_that_was_killed_is_replaced(tmp_path: Path) -> None:
    with store_in(tmp_path / "graph") as store:
        store.prepare_cypher()
        for process in psutil.Process().children(recursive=True):
            if "skillweave.graph.cypher.helper" in process.cmdline():
                process.kill()
                process.wait()
        assert store.cypher("RETURN 1 AS one").rows == [{"one": 1}]


def test_the_time_limit_of_each_query_holds(tmp_path: Path) -> None:
    with store_in(tmp_path / "graph") as store:
        assert store.cypher("RETURN 1 AS one", limits=Limits(seconds=600)).rows == [{"one": 1}]
        with pytest.raises(QueryFailed):
            store.cypher("RETURN nothing", limits=Limits(seconds=1))


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillweave.graph.cypher.projection.find_spec", lambda name: None)
    with store_in(tmp_path / "graph") as store:
        with pytest.raises(MissingExtra, match=r"pip install 'skillweave\[cypher\]'"):
            store.cypher("RETURN 1 AS one")
        with pytest.raises(UsageError, match="only reads"):
            store.cypher("CREATE (n)", writing=True)
