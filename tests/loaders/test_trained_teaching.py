"""The whole training on a few small postings: it learns, and twice it gives the same file."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import orjson
import pytest

from skillweave.loaders.extraction.trained.weights import read_weights
from skillweave.loaders.training import __main__ as training
from skillweave.loaders.training.fitting import Settings, hide_names
from skillweave.loaders.training.gold import is_put_away, label_page, read_labels
from skillweave.loaders.training.teaching import MODEL, Teacher, TeacherSettings

needs_packages = pytest.mark.skipif(
    any(find_spec(package) is None for package in ("torch", "transformers", MODEL)),
    reason="the packages for training are not installed",
)

DISHES = ("bread", "soup", "cake", "fish", "salad", "cheese", "pasta", "rice", "beans", "stew")

SCORER = """
def norm(text):
    return (text or "").lower()

def same(mention, variants, strict):
    return norm(mention) in map(norm, variants)

def matching(gold, said, ok, exact=None):
    pairs = {}
    for i, one in enumerate(gold):
        for j, other in enumerate(said):
            if j not in pairs.values() and ok(one, other):
                pairs[i] = j
                break
    return pairs

def score(labels, records):
    right = sum(
        one["mention"] in [skill["mention"] for skill in records[page["id"]]["skills"]]
        for page in labels for one in page["skills"]
    )
    wanted = sum(len(page["skills"]) for page in labels)
    said = sum(len(record["skills"]) for record in records.values())
    return {"skills": {"f1": 2 * right / max(1, wanted + said)}}, {}
"""


def _posting(number: int) -> str:
    one, other = DISHES[number % 10], DISHES[(number * 7 + 3) % 10]
    return (
        f"Cook {number}\n\nDuties\n- Serve {other} to guests every day of the week\n\n"
        f"Requirements\n- Experience with {one} making and {other} tasting\n- Must live nearby\n"
    )


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "score.py").write_text(SCORER)
    labels = [
        {
            "id": f"cook-{number}",
            "sha256": str(number),
            "text": _posting(number),
            "skills": [
                {"mention": f"{DISHES[number % 10]} making", "kind": "method"},
                {"mention": f"{DISHES[(number * 7 + 3) % 10]} tasting", "kind": "method"},
            ],
        }
        for number in range(40)
    ]
    (tmp_path / "gold" / "dev.jsonl").write_bytes(b"\n".join(map(orjson.dumps, labels)))
    (tmp_path / "postings").mkdir()
    for number in range(40, 60):
        text = _posting(number) + f"\nAbout us\nWe have run kitchen {number} for years. " * 8
        (tmp_path / "postings" / f"{number}.txt").write_text(text)
    return tmp_path


@needs_packages
def test_two_runs_write_the_same_file(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "TEACHER", TeacherSettings(epochs=2))
    monkeypatch.setattr(training, "SECOND_TEACHER", Settings(hidden=16, epochs=2))
    monkeypatch.setattr(training, "STUDENT", Settings(hidden=16, epochs=2))
    labels, files = shared / "gold" / "dev.jsonl", [shared / "one.npz", shared / "two.npz"]
    for file in files:
        assert training.main(["--shared", str(shared), "--output", str(file)]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    about = read_weights(files[0]).about
    assert about["version"] == training.VERSION
    assert about["postings"] == sum(
        not is_put_away(orjson.loads(line)["id"]) for line in labels.read_bytes().splitlines()
    )
    assert 0 < about["held_out"]["postings"] < about["postings"]


@needs_packages
def test_a_teacher_learns_what_it_is_shown(shared: Path) -> None:
    pages = [label_page(one) for one in read_labels(shared / "gold" / "dev.jsonl")][:12]
    tokens = [page.tokens for page in pages]
    teacher = Teacher(TeacherSettings(epochs=12, batch=2, pieces=24, dropout=0.0), seed=1)
    teacher.fit(tokens, [page.tags for page in pages])
    for page, said in zip(pages, teacher.tag(tokens), strict=True):
        np.testing.assert_allclose(said.sum(axis=1), 1.0, atol=1e-3)
        assert (said.argmax(axis=1) == page.tags).mean() > 0.95


def test_names_are_hidden_as_wholes() -> None:
    names = np.array([0, 1, 2, 2, 0, 5, 6, 1, 0] * 200)
    hidden = hide_names(names, 0.5, np.random.default_rng(0))
    parts = hidden.reshape(-1, 9)
    assert set(map(tuple, np.unique(parts[:, 1:4], axis=0))) == {(0, 0, 0), (1, 2, 2)}
    assert set(map(tuple, np.unique(parts[:, 5:7], axis=0))) == {(0, 0), (5, 6)}
    assert 0.4 < (parts[:, 7] == 0).mean() < 0.6
