"""Answers print alike in every format: what one shows, the others hold."""

import csv
import io
import json
from dataclasses import dataclass

import pytest

from skillweave.cli.answers import Format, print_rows
from skillweave.ontology.errors import MissingExtra
from skillweave.queries.answer import Answer, Evidence, Row


@dataclass(frozen=True)
class Line(Row):
    label: str
    share: float
    months: int | None


ANSWER = Answer(
    "What is asked for?",
    [
        Line(
            "Zoë's “SQL”, quoted",
            0.5,
            36,
            because=(Evidence("posting/a", 3, 9, "3 years\nof SQL"),),
        ),
        Line("C++", 0.25, None, because=(Evidence("posting/b", 0, 3, "C++"),)),
    ],
    Line,
)


def printed(capsys: pytest.CaptureFixture[str], format: Format) -> str:
    print_rows(ANSWER.columns, ANSWER.to_pylist(), format, title=ANSWER.question)
    return capsys.readouterr().out


def test_json_and_json_lines_hold_the_rows(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(printed(capsys, Format.json))
    assert rows == ANSWER.to_pylist()
    assert [json.loads(line) for line in printed(capsys, Format.jsonl).splitlines()] == rows
    assert rows[0]["because"] == [
        {"posting": "posting/a", "start": 3, "end": 9, "quote": "3 years\nof SQL"}
    ]


def test_csv_holds_the_rows(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(printed(capsys, Format.csv))))
    assert [row["label"] for row in rows] == ["Zoë's “SQL”, quoted", "C++"]
    assert rows[1]["months"] == ""
    assert json.loads(rows[0]["because"])[0]["quote"] == "3 years\nof SQL"


def test_a_table_in_a_pipe_has_a_line_a_row_and_shows_the_reason(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    lines = printed(capsys, Format.table).splitlines()
    (line,) = (line for line in lines if "SQL”, quoted" in line)
    assert "50%" in line
    assert "“3 years of SQL” posting/a 3-9" in line


def test_no_rows_are_said_in_words_or_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(("label",), [], Format.table, empty="Nothing here.")
    assert capsys.readouterr().out == "Nothing here.\n"
    print_rows(("label",), [], Format.json)
    assert json.loads(capsys.readouterr().out) == []
    print_rows(("label",), [], Format.csv)
    assert capsys.readouterr().out == "label\n"


def test_a_frame_holds_the_rows_for_arrow_pandas_and_polars() -> None:
    frame = ANSWER.frame()
    assert frame.columns == ANSWER.columns
    assert frame.to_pylist() == ANSWER.to_pylist()
    assert frame.to_pandas()["label"].tolist() == [row.label for row in ANSWER]
    assert frame.to_polars()["months"].to_list() == [36, None]


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(MissingExtra, match=r"skillweave\[frames\]"):
        getattr(ANSWER.frame(), f"to_{package}")()


def test_a_notebook_shows_escaped_cells() -> None:
    answer = Answer("<b>?</b>", [Line("<script>", 1.0, 1)], Line)
    html = answer._repr_html_()
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert "&lt;b&gt;?" in html
