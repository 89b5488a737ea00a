"""Dumps with columns: CSV in its dialects, Parquet, the recognition of columns, mappings."""

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from skillweave.loaders.formats.column_names import Field
from skillweave.loaders.formats.columns import ColumnMapping, Columns
from skillweave.loaders.posting import Posting, Reject
from skillweave.loaders.sources import explain_columns, read_postings
from skillweave.ontology.errors import InputError, UsageError

TASKS = (
    "You will bake bread, early in the morning.\nExperience with dough is required, a cap is given."
)


def write(path: Path, rows: list[list[str]], delimiter: str = ",") -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def postings_of(path: Path, columns: ColumnMapping | None = None) -> list[Posting]:
    found = list(read_postings([path], columns=columns))
    assert not [each for each in found if isinstance(each, Reject)], found
    return [each for each in found if isinstance(each, Posting)]


def held(names: list[str], *rows: list[str]) -> dict[str, Field | None]:
    return {guess.column: guess.field for guess in Columns(names, rows).guesses}


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("name", ["jobs.csv", "export", "jobs.txt"])
def test_a_table_is_told_by_its_header_in_every_dialect(
    tmp_path: Path, delimiter: str, name: str
) -> None:
    rows = [["Job Title", "Company", "Job Description"], ["Baker", "Crust", TASKS]]
    (posting,) = postings_of(write(tmp_path / name, rows, delimiter))
    assert posting.text == f"Baker\nCrust\n\n{TASKS}"
    assert posting.position == "row 2"


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(cells, min_size=1, max_size=8))
def test_what_is_written_as_csv_is_read_as_it_was(tmp_path: Path, texts: list[str]) -> None:
    rows = [["id", "title", "description"]]
    rows += [[f"n{n}", "Baker", f"Bakes. {text} Done."] for n, text in enumerate(texts)]
    path = write(tmp_path / "jobs.csv", rows)
    read = {posting.source_id: posting.text for posting in postings_of(path)}
    assert list(read) == [f"n{n}" for n in range(len(texts))]
    for n, text in enumerate(texts):
        if not set("<&*_#[|\ufeff") & set(text):  # which may be markup
            assert read[f"n{n}"] == f"Baker\n\nBakes. {text} Done."


def test_header_lines_come_in_a_fixed_order(tmp_path: Path) -> None:
    header = [
        "skills",
        "jobtitle",
        "seniority level",
        "employmentType",
        "salary",
        "city",
        "company",
    ]
    row = ["dough; ovens", "Baker", "Senior", "Full-time", "£12 an hour", "Leeds", "Crust\n4.1"]
    path = write(tmp_path / "jobs.csv", [[*header, "description"], [*row, TASKS]])
    (posting,) = postings_of(path)
    assert posting.text.split("\n\n")[0].split("\n") == [
        "Baker",
        "Crust",
        "Leeds",
        "£12 an hour",
        "Senior",
        "Full-time",
        "dough, ovens",
    ]
    assert [skill.value for skill in posting.stated.skills] == ["dough", "ovens"]
    for skill in posting.stated.skills:
        assert posting.text[skill.start : skill.end] == skill.value


def test_several_texts_are_joined_under_the_names_of_their_columns(tmp_path: Path) -> None:
    rows = [["PositionTitle", "JobSummary", "QualificationSummary"], ["Baker", TASKS, "A cap."]]
    (posting,) = postings_of(write(tmp_path / "jobs.csv", rows))
    assert posting.text == f"Baker\n\nJob Summary\n{TASKS}\n\nQualification Summary\nA cap."
    headings = [posting.text[start:end] for start, end in posting.headings]
    assert headings == ["Job Summary", "Qualification Summary"]


def test_pay_of_two_columns_and_its_period_is_kept_as_numbers(tmp_path: Path) -> None:
    rows = [["title", "MinPay", "MaxPay", "PayType"], ["Baker", "10.50", "12.0000", "Per Hour"]]
    (posting,) = postings_of(write(tmp_path / "jobs.csv", rows))
    (pay,) = posting.stated.pay
    assert (pay.minimum, pay.maximum, pay.period) == (10.5, 12, "hour")
    assert posting.text == "Baker\n10.50 - 12 per hour"


def test_places_in_one_cell_are_each_a_place(tmp_path: Path) -> None:
    rows = [["title", "location"], ["Baker", "Leeds, UK|York, UK"], ["Cook", "Hull, UK"]]
    baker, cook = postings_of(write(tmp_path / "jobs.csv", rows))
    assert [place.value for place in baker.stated.places] == ["Leeds, UK", "York, UK"]
    assert [place.value for place in cook.stated.places] == ["Hull, UK"]


# Recognition


def test_columns_are_known_by_many_names() -> None:
    names = ["Designation", "jobdescription", "ApplicationCloseDate", "URI", "min_salary", "Rating"]
    row = ["Baker", TASKS, "2024-01-02", "https://example.org/1", "20000", "3.9"]
    assert list(held(names, row).values()) == [
        "title",
        "description",
        "valid_through",
        "url",
        "salary_min",
        None,
    ]


def test_contents_that_cannot_be_overrule_a_name() -> None:
    row = ["Baker", "yes", "see below", "TASKS " * 60]
    found = held(["title", "url", "date", "location"], row)
    assert (found["url"], found["date"]) == (None, None)
    assert found["location"] != "location"


def test_the_longest_text_is_the_description_where_no_name_says_so() -> None:
    rows = [["Senior Baker", "x1", TASKS * 4], ["Junior Cook Assistant", "x2", TASKS * 5]]
    found = held(["a", "b", "c"], *rows)
    assert found == {"a": "title", "b": None, "c": "description"}


def test_ids_that_repeat_are_no_ids() -> None:
    rows = [["Baker", "R1"] for _ in range(30)]
    assert held(["title", "id"], *rows)["id"] is None


def test_a_requisition_number_identifies_only_where_there_is_no_address() -> None:
    rows = [["Baker", "R1", "https://example.org/1"]]
    columns = Columns(["title", "requisition id", "url"], rows)
    assert columns.draft(rows[0]).source_id is None
    assert columns.draft(["Baker", "R1", ""]).source_id == "R1"


# Mappings

ROWS = [["Beruf", "Text A", "Text B"], ["Bäcker", "Backt Brot.", "Trägt Mütze."]]


@pytest.mark.parametrize("ending", ["toml", "json", "yaml", "flags", "dict"])
def test_a_mapping_overrides_the_guess_however_it_is_given(tmp_path: Path, ending: str) -> None:
    given: dict[str, object] = {"title": "Beruf", "description": ["Text A", "Text B"]}
    path = tmp_path / f"columns.{ending}"
    if ending == "flags":
        flags = ["title=Beruf", "description=Text A", "description=Text B"]
        mapping = ColumnMapping.from_flags(flags)
    elif ending == "dict":
        mapping = ColumnMapping.parse(given)
    else:
        written = json.dumps(given)  # which is YAML as well
        if ending == "toml":
            written = 'title = "Beruf"\ndescription = ["Text A", "Text B"]\n'
        path.write_text(written, "utf-8")
        mapping = ColumnMapping.from_file(path)
    (posting,) = postings_of(write(tmp_path / "jobs.csv", ROWS), mapping)
    assert posting.text == "Bäcker\n\nText A\nBackt Brot.\n\nText B\nTrägt Mütze."


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    mapping = ColumnMapping.from_flags(["title=Job"])
    path = write(tmp_path / "jobs.csv", ROWS)
    (reject,) = read_postings([path], columns=mapping)
    assert isinstance(reject, Reject)
    assert "'Job'" in reject.reason
    assert "Text A" in reject.reason
    with pytest.raises(InputError, match="'Job'"):
        explain_columns(path, mapping)


@pytest.mark.parametrize("flag", ["title", "title=", "colour=Red"])
def test_flags_that_make_no_sense_are_refused(flag: str) -> None:
    with pytest.raises(UsageError):
        ColumnMapping.from_flags([flag])


def test_explained_columns_are_those_of_the_file_in_order(tmp_path: Path) -> None:
    rows = [["Rating", "Job Title", "description"], ["4", "Baker", TASKS]]
    guesses = explain_columns(write(tmp_path / "jobs.csv", rows))
    assert [(guess.column, guess.field) for guess in guesses] == [
        ("Rating", None),
        ("Job Title", "title"),
        ("description", "description"),
    ]
    assert all(guess.reason for guess in guesses)


# Damage


def test_ragged_rows_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    rows = [
        ["title", "company", "location", "description"],
        ["Baker", "Crust"],
        ["Cook"],
        ["Smith", "Forge", "York", TASKS, "one", "two"],
        ["", "", "", ""],
        ["Clerk", "Bank", "Hull", TASKS],
    ]
    found = list(read_postings([write(tmp_path / "jobs.csv", rows)]))
    assert [each.text.split("\n")[0] for each in found if isinstance(each, Posting)] == [
        "Baker",
        "Smith",
        "Clerk",
    ]
    assert [(r.position, r.reason) for r in found if isinstance(r, Reject)] == [
        ("row 3", "only 1 of 4 cells"),
        ("row 5", "an empty row"),
    ]


def test_a_quote_that_is_never_closed_costs_its_line_only(tmp_path: Path) -> None:
    buffer = io.StringIO(
        'title,description\nBaker,Bakes bread\nCook,"Cooks\nSmith,Forges\nClerk,Files\n'
    )
    path = tmp_path / "jobs.csv"
    path.write_text(buffer.getvalue(), "utf-8")
    found = list(read_postings([path]))
    assert [each.text.split("\n")[0] for each in found if isinstance(each, Posting)] == [
        "Baker",
        "Smith",
        "Clerk",
    ]
    assert ["never closed" in each.reason for each in found if isinstance(each, Reject)] == [True]


def test_a_cell_of_a_million_characters_costs_its_line_only(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(f"title,description\nBaker,{'x' * 1_000_000}\nCook,Cooks\n", "utf-8")
    reject, cook = read_postings([path])
    assert isinstance(reject, Reject)
    assert reject.position == "row 2"
    assert isinstance(cook, Posting)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "jobs.csv"
    text = "title,description\nBäcker für Brötchen,Bäckt täglich frühmorgens Brötchen – gern\n"
    if encoding == "latin-1":
        text = text.replace("–", "-")
    path.write_bytes(text.encode(encoding))
    (posting,) = postings_of(path)
    assert posting.text.startswith("Bäcker für Brötchen\n\nBäckt täglich frühmorgens")


def test_japanese_in_its_own_encoding_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    text = (
        "title,description\nパン職人,"
        + "早朝にパンを焼く仕事です。経験者を募集しています。" * 8
        + "\n"
    )
    path.write_bytes(text.encode("shift_jis"))
    (posting,) = postings_of(path)
    assert posting.text.startswith("パン職人\n\n早朝にパンを焼く")


# Parquet


def test_parquet_gives_the_postings_of_the_same_csv(tmp_path: Path) -> None:
    rows = [["id", "title", "description"], *[[f"n{n}", f"Baker {n}", TASKS] for n in range(600)]]
    table = pa.table({name: [row[i] for row in rows[1:]] for i, name in enumerate(rows[0])})
    parquet.write_table(table, tmp_path / "jobs.parquet")
    expected = postings_of(write(tmp_path / "jobs.csv", rows))
    read = postings_of(tmp_path / "jobs.parquet")
    assert [(p.id, p.text, p.stated) for p in read] == [(p.id, p.text, p.stated) for p in expected]


def test_damaged_parquet_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "jobs.parquet"
    parquet.write_table(pa.table({"title": ["Baker"]}), path)
    path.write_bytes(path.read_bytes()[:-10])
    (reject,) = read_postings([path])
    assert isinstance(reject, Reject)
    assert "Parquet" in reject.reason
