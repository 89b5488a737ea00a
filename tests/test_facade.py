"""The graph as a Python user meets it."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from skillweave import Graph, GraphNotFound, InputError, UnknownName, UsageError
from skillweave._interrupts import one_interrupt
from skillweave._processes import processes_for
from skillweave.demo import POSTINGS


@pytest.fixture
def graph(demo_graph: Path) -> Iterator[Graph]:
    with Graph.open(demo_graph) as opened:
        yield opened


def test_a_graph_is_shown_by_what_it_holds(graph: Graph) -> None:
    assert "82 postings" in repr(graph)
    html = graph._repr_html_()
    assert "<td>Posting</td>" in html
    assert "SIMILAR_TO" not in html  # empty tables are not shown


def test_tables_agree_in_every_form(graph: Graph) -> None:
    frame = graph.table("Posting")
    assert len(frame) == graph.tables["Posting"] == 82
    assert frame.to_pandas().shape == frame.to_polars().shape == (82, len(frame.columns))
    assert sorted(frame.to_polars()["id"]) == sorted(frame.arrow.column("id").to_pylist())


def test_an_unknown_table_lists_those_that_there_are(graph: Graph) -> None:
    with pytest.raises(UsageError, match="HAS_REQUIREMENT"):
        graph.table("Postings")


def test_a_posting_is_found_by_its_own_id_too(graph: Graph) -> None:
    by_own = graph.posting("m0")
    assert by_own == graph.posting(by_own.posting)
    assert by_own.record.title.text == "Digital Marketing Specialist"


def test_an_unknown_posting_lists_those_of_a_like_title(graph: Graph) -> None:
    with pytest.raises(UnknownName) as caught:
        graph.posting("paralegal")
    assert [graph.posting(id).record.title.role for id in caught.value.near] == ["paralegal"]


def test_an_unknown_skill_lists_near_spellings(graph: Graph) -> None:
    with pytest.raises(UnknownName) as caught:
        graph.postings("Pyhton")
    assert "Python" in caught.value.near


def test_no_graph_is_made_unless_it_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(GraphNotFound):
        Graph.open(tmp_path / "none.graph")
    assert not (tmp_path / "none.graph").exists()


def test_nothing_is_begun_if_an_input_is_not_there(tmp_path: Path) -> None:
    with Graph.open(tmp_path / "a.graph", create=True) as graph:
        with pytest.raises(InputError, match=r"nowhere\.csv"):
            graph.build([POSTINGS, "nowhere.csv"])
        assert graph.tables["Posting"] == 0


def test_columns_may_be_told(tmp_path: Path) -> None:
    table = tmp_path / "odd.csv"
    table.write_text("what,blurb\nWelder,Weld pipes of carbon steel. TIG welding required.\n")
    with Graph.open(tmp_path / "a.graph", create=True) as graph:
        graph.build(table, columns={"title": "what", "description": "blurb"})
        assert graph.table("Posting").arrow.column("title").to_pylist() == ["Welder"]
        with pytest.raises(UsageError, match="colour"):
            graph.build(table, columns={"colour": "what"})


def test_a_script_without_a_main_guard_builds_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from skillweave import Graph\n"
        "from skillweave.demo import POSTINGS\n"
        "print('begun', __file__)\n"
        "with Graph.open('a.graph', create=True) as graph:\n"
        "    print(graph.build(POSTINGS, processes=2).total.written, __file__)\n"
    )
    run = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == [f"begun {script}", f"82 {script}"]


def test_other_processes_are_started_only_for_what_is_worth_it(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * 1_000_000)
    assert processes_for([str(POSTINGS)]) == 1
    assert processes_for([str(POSTINGS), str(large)]) == processes_for(["-"])


def fail_on_ctrl_c() -> None:
    """Make another error of Ctrl-C, as a database does in the middle of a statement."""
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        raise RuntimeError("query interrupted") from None


def test_an_error_after_ctrl_c_is_the_interrupt() -> None:
    with pytest.raises(KeyboardInterrupt), one_interrupt():
        fail_on_ctrl_c()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_error_without_ctrl_c_stays_what_it_is() -> None:
    with pytest.raises(RuntimeError, match="disk"), one_interrupt():
        raise RuntimeError("disk full")


def test_other_threads_may_build_as_well() -> None:
    seen: list[bool] = []

    def work() -> None:
        with one_interrupt():
            seen.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [True]
