"""Answers of people in every kind of store: they win over extraction and outlive builds."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph_samples import small_taxonomy
from skillweave._reviewing import Applied, apply_review, write_labels, write_review
from skillweave.graph.local import LocalStore
from skillweave.graph.transfer import CopyableStore, copy
from skillweave.loaders.batch import Summary, build
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.errors import InputError

TAXONOMY = small_taxonomy("t1", "python", "sql")
ADVERT = """Bread Wrangler

Requirements
- SQL, Foobarix and Python
- 20 years of experience with SQL
"""
OTHER = """Bread Wrangler

Requirements
- Python, Foobarix and SQL
"""

Rows = list[dict[str, object]]


@pytest.fixture
def store(
    new_store: Callable[[Taxonomy], CopyableStore], tmp_path: Path
) -> Iterator[CopyableStore]:
    adverts = tmp_path / "adverts"
    adverts.mkdir()
    write_advert(tmp_path, "a", ADVERT)
    write_advert(tmp_path, "b", OTHER)
    with new_store(TAXONOMY) as opened:
        read_again(opened, tmp_path)
        yield opened


def write_advert(folder: Path, name: str, text: str) -> None:
    line = json.dumps({"id": name, "text": text})
    (folder / "adverts" / f"{name}.jsonl").write_text(line + "\n")


def read_again(store: CopyableStore, folder: Path) -> Summary:
    return build([folder / "adverts"], store, processes=1, reader="rules")


def skills(store: CopyableStore, name: str) -> dict[str, str]:
    document = store.document(name)
    assert document is not None
    return {skill.label: skill.modality for skill in document.record.skills}


def asked(store: CopyableStore, folder: Path) -> Rows:
    path = folder / "review.jsonl"
    write_review(store, path, limit=50)
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def answer(store: CopyableStore, folder: Path, rows: Rows) -> Applied:
    path = folder / "answers.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return apply_review(store, path)


def about_foobarix(store: CopyableStore, folder: Path) -> dict[str, object]:
    return next(row for row in asked(store, folder) if row["candidate"])


def test_what_touches_most_postings_is_asked_first(store: CopyableStore, tmp_path: Path) -> None:
    rows = asked(store, tmp_path)
    assert [row["about"] for row in rows] == ["concept", "experience"]
    assert rows[0]["candidate"] == "skill/candidate-foobarix"
    assert rows[0]["postings"] == 2
    for row in rows:
        start, end, low = row["start"], row["end"], row["sentence_start"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert isinstance(low, int)
        sentence = str(row["sentence"])
        document = store.document(str(row["posting"]))
        assert document is not None
        assert document.text[start:end] == row["quote"] == sentence[start - low : end - low]


def test_a_candidate_that_is_no_skill_is_nowhere(store: CopyableStore, tmp_path: Path) -> None:
    row = about_foobarix(store, tmp_path) | {"answer": "reject"}
    assert answer(store, tmp_path, [row]) == Applied(1, 2, ())
    assert skills(store, "a").keys() == skills(store, "b").keys() == {"Python", "SQL"}
    assert "skill/candidate-foobarix" not in store.scan("Skill").column("id").to_pylist()
    assert [row["about"] for row in asked(store, tmp_path)] == ["experience"]


def test_a_candidate_that_is_another_name_becomes_the_concept(
    store: CopyableStore, tmp_path: Path
) -> None:
    row = about_foobarix(store, tmp_path) | {"answer": "correct", "concept": "Python"}
    answer(store, tmp_path, [row])
    for name in ("a", "b"):
        assert skills(store, name).keys() == {"Python", "SQL"}
    document = store.document("a")
    assert document is not None
    foobarix = ADVERT.index("Foobarix")
    options = [o for node in document.record.requirements for o in node.options]
    assert [o.concept for o in options if o.start == foobarix] == ["skill/python"]


def test_answers_win_over_extraction_after_a_build(store: CopyableStore, tmp_path: Path) -> None:
    experience = next(row for row in asked(store, tmp_path) if row["about"] == "experience")
    right = experience | {"answer": "correct", "min_months": 48}
    answer(store, tmp_path, [right, about_foobarix(store, tmp_path) | {"answer": "reject"}])
    version = store.version
    summary = read_again(store, tmp_path)
    assert summary.total.unchanged == 2
    assert store.version == version
    # both are gone, and are read as if for the first time
    store.delete(["posting/a", "posting/b"])
    assert read_again(store, tmp_path).total.written == 2
    assert skills(store, "a").keys() == skills(store, "b").keys() == {"Python", "SQL"}
    document = store.document("a")
    assert document is not None
    assert [e.min_months for e in document.record.experience] == [48]


def test_a_replaced_posting_takes_the_answers_that_fit(
    store: CopyableStore, tmp_path: Path
) -> None:
    experience = next(row for row in asked(store, tmp_path) if row["about"] == "experience")
    answer(store, tmp_path, [experience | {"answer": "reject"}])
    # it is from elsewhere now, but the text is the same
    summary = build([tmp_path / "adverts"], store, processes=1, reader="rules", source="elsewhere")
    assert summary.total.written == 2
    assert summary.outdated == ()
    document = store.document("a")
    assert document is not None
    assert document.record.experience == ()


def test_answers_on_another_text_do_not_hold_and_that_is_said(
    store: CopyableStore, tmp_path: Path
) -> None:
    experience = next(row for row in asked(store, tmp_path) if row["about"] == "experience")
    answer(store, tmp_path, [experience | {"answer": "reject"}])
    write_advert(tmp_path, "a", ADVERT.replace("Bread", "Bagel"))
    summary = read_again(store, tmp_path)
    assert [(a.posting, a.quote) for a in summary.outdated] == [("posting/a", experience["quote"])]
    document = store.document("a")
    assert document is not None
    assert [e.min_months for e in document.record.experience] == [240]
    assert "experience" in [row["about"] for row in asked(store, tmp_path)]
    # should the text come back, so does the answer
    write_advert(tmp_path, "a", ADVERT)
    assert read_again(store, tmp_path).outdated == ()
    document = store.document("a")
    assert document is not None
    assert document.record.experience == ()


def test_an_answer_that_does_not_fit_the_graph_is_left_out(
    store: CopyableStore, tmp_path: Path
) -> None:
    experience = next(row for row in asked(store, tmp_path) if row["about"] == "experience")
    rows = [
        experience | {"answer": "reject"},
        experience | {"answer": "reject", "posting": "posting/none"},
        experience | {"answer": "reject", "start": 1, "end": 3},
        experience | {"answer": "reject", "text_sha256": "0f", "start": 2},
    ]
    applied = answer(store, tmp_path, rows)
    assert applied.answers == 1
    assert [unfit.line for unfit in applied.unfit] == [2, 3, 4]
    assert "no posting" in applied.unfit[0].reason
    assert "does not stand" in applied.unfit[1].reason
    assert "another now" in applied.unfit[2].reason


def test_a_csv_file_does_the_same(store: CopyableStore, tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    write_review(store, path, limit=50)
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["answer"] = "Reject "
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert apply_review(store, path).answers == 2
    assert skills(store, "a").keys() == {"Python", "SQL"}
    assert asked(store, tmp_path) == []


def test_the_same_file_twice_changes_nothing_more(store: CopyableStore, tmp_path: Path) -> None:
    rows = [about_foobarix(store, tmp_path) | {"answer": "reject"}]
    answer(store, tmp_path, rows)
    version = store.version
    assert answer(store, tmp_path, rows) == Applied(1, 0, ())
    assert store.version == version


def test_a_copy_takes_corrections_and_answers_along(store: CopyableStore, tmp_path: Path) -> None:
    with LocalStore.open(tmp_path / "copy", create=True, taxonomy=TAXONOMY) as other:
        copy(store, other)
        answer(store, tmp_path, [about_foobarix(store, tmp_path) | {"answer": "reject"}])
        assert copy(store, other).written == 2
        assert other.answers() == store.answers() != ()
        assert skills(other, "a").keys() == {"Python", "SQL"}


def test_answers_become_labels(store: CopyableStore, tmp_path: Path) -> None:
    experience = next(row for row in asked(store, tmp_path) if row["about"] == "experience")
    answer(store, tmp_path, [experience | {"answer": "correct", "min_months": 48}])
    path = tmp_path / "labels.jsonl"
    assert write_labels(store, path) == 1
    (labels,) = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert labels["id"] == "a"
    assert labels["experience"][0]["min_months"] == 48
    for skill in labels["skills"]:
        assert skill["mention"] in labels["text"]
    assert labels["reviewed"][0]["about"] == "experience"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"answer": "perhaps"}, "'perhaps' is none"),
        ({"answer": "correct", "kind": "tool"}, "kind 'tool' is not known"),
        ({"answer": "correct", "concept": "skill/pyhton"}, "no concept 'skill/pyhton'"),
        ({"answer": "reject", "candidate": None}, "candidate is missing"),
        ({"answer": "reject", "about": None}, "about"),
        ({"answer": "reject", "about": "colour"}, "about 'colour' is not known"),
    ],
)
def test_a_line_that_makes_no_sense_is_named_and_nothing_taken_over(
    tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    row = {"answer": "reject", "about": "concept", "candidate": "skill/candidate-x"}
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps(row) + "\n\n" + json.dumps(row | change) + "\n")
    with LocalStore.open(tmp_path / "graph", create=True, taxonomy=TAXONOMY) as store:
        with pytest.raises(InputError) as caught:
            apply_review(store, path)
        assert store.answers() == ()
    assert caught.value.position == "line 3"
    assert reason in str(caught.value)
    assert caught.value.next_step


def test_files_that_are_no_reviews_are_refused(tmp_path: Path) -> None:
    with LocalStore.open(tmp_path / "graph", create=True, taxonomy=TAXONOMY) as store:
        for name, content, reason in (
            ("a.jsonl", b"{", "no JSON"),
            ("b.jsonl", b"[1]", "no JSON object"),
            ("c.csv", b"answer,label\nreject,x\n", "there is no column"),
            ("d.jsonl", b"\xff\xfe", "UTF-8"),
            ("missing.csv", None, "cannot be read"),
        ):
            if content is not None:
                (tmp_path / name).write_bytes(content)
            with pytest.raises(InputError, match=reason):
                apply_review(store, tmp_path / name)
