"""The file in which a person answers: one doubt a line, as JSON or as CSV.

``answer`` is to be filled in with accept, reject or correct; an empty one is left for later. For
"correct" the values beside it (label, concept, kind, modality, pay, months) are changed to what is
right. The columns behind them say what is asked and are not to be changed. Nothing of a file is
taken over if anything in it is wrong.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

from skillweave.loaders.review.doubts import Doubt
from skillweave.ontology.answers import Answer, Subject, Verdict
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.errors import InputError
from skillweave.ontology.vocabulary import Modality, PayPeriod, SkillKind

EDITABLE: Final = (
    "answer", "label", "concept", "kind", "modality", "min", "max", "currency", "period",
    "min_months", "max_months",
)  # fmt: skip
"""Columns that a person fills in or changes."""

SHOWN: Final = ("why", "quote", "sentence", "postings", "gain")
"""Columns that only inform."""

IDENTITY: Final = (
    "about", "candidate", "posting", "text_sha256", "start", "end", "sentence_start",
)  # fmt: skip
"""Columns that say what the answer is about."""

COLUMNS: Final = (*EDITABLE, *SHOWN, *IDENTITY)

_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "about": get_args(Subject),
    "kind": get_args(SkillKind),
    "modality": get_args(Modality),
    "period": get_args(PayPeriod),
}
_WHOLE: Final = ("start", "end", "min_months", "max_months")
_NUMBERS: Final = ("min", "max")
_VERDICTS: Final[tuple[str, ...]] = get_args(Verdict)
_OF_SUBJECT: Final[Mapping[str, tuple[str, ...]]] = {
    "skill": ("label", "concept", "kind", "modality"),
    "experience": ("modality", "min_months", "max_months"),
    "pay": ("min", "max", "currency", "period"),
    "concept": ("label", "concept", "kind"),
}
"""The values that an answer on each subject has."""


class Answered(NamedTuple):
    """An answer, and the line of the file that it is from."""

    line: int
    answer: Answer


def write_doubts(doubts: Sequence[Doubt], path: Path) -> None:
    """Write doubts into a file, CSV if its name ends so, else JSON lines.

    Raises:
        InputError: the file cannot be written.
    """
    rows = [_row(doubt) for doubt in doubts]
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            if _is_csv(path):
                writer = csv.DictWriter(file, COLUMNS)
                writer.writeheader()
                writer.writerows(rows)
            else:
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror}", file=str(path), next_step="name another file"
        ) from error


def _is_csv(path: Path) -> bool:
    return path.suffix.lower() == ".csv"


def _row(doubt: Doubt) -> dict[str, Any]:
    values = doubt.answer.model_dump()
    row = {name: values.get(name) for name in COLUMNS}
    row |= {
        "answer": "",
        "why": doubt.why,
        "sentence": doubt.sentence,
        "sentence_start": doubt.sentence_start,
        "postings": doubt.postings,
        "gain": round(doubt.gain, 3),
        "posting": doubt.posting,
    }
    return row


def read_answers(path: Path, taxonomy: Taxonomy) -> list[Answered]:
    """Read the answers that a person gave.

    Args:
        path: the file.
        taxonomy: has the concepts that are named, by id or by label.

    Returns:
        The answers in the order of the file, without those that were left empty.

    Raises:
        InputError: the file cannot be read, or a line of it makes no sense.
    """
    found: list[Answered] = []
    for line, row in _rows(path):
        if str(row.get("answer") or "").strip():
            found.append(Answered(line, _read(row, path, line, taxonomy)))
    lines: dict[str, int] = {}
    for line, answer in found:
        before = lines.setdefault(answer.key, line)
        if before != line:
            raise _error(
                f"the same as line {before}", path, line, "leave the answer of one of them empty"
            )
    return found


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows of the file with the lines they end in."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}",
            file=str(path),
            next_step="name a file that `skillweave review` wrote",
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            "is not UTF-8", file=str(path), next_step="save it as UTF-8 in your editor"
        ) from error
    if _is_csv(path):
        reader = csv.DictReader(text.splitlines(keepends=True))
        missing = {"answer", *IDENTITY} - set(reader.fieldnames or ())
        if missing:
            raise _error(
                f"there is no column {', '.join(sorted(missing))}",
                path,
                1,
                "keep the columns that `skillweave review` wrote",
            )
        for row in reader:
            yield reader.line_num, row
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise _error(f"no JSON: {error}", path, number, "mend the line or delete it") from error
        if not isinstance(row, dict):
            raise _error("no JSON object", path, number, "mend the line or delete it")
        yield number, row


def _read(row: Mapping[str, Any], path: Path, line: int, taxonomy: Taxonomy) -> Answer:
    """The answer of one row."""
    values = {name: value for name in COLUMNS if (value := _value(row, name, path, line)) != ""}
    verdict = str(values["answer"]).lower()
    if verdict not in _VERDICTS:
        raise _error(
            f"the answer {values['answer']!r} is none",
            path,
            line,
            f"write {', '.join(_VERDICTS)}, or nothing",
        )
    about = values.get("about")
    place = ("posting", "text_sha256", "start", "end")
    needed = ("candidate",) if about == "concept" else place
    missing = [name for name in ("about", *needed) if values.get(name) is None]
    if missing:
        raise _error(
            f"{' and '.join(missing)} is missing",
            path,
            line,
            "restore the columns that say what the answer is about, or delete the line",
        )
    kept = {name: values.get(name) for name in (*needed, *_OF_SUBJECT[str(about)])}
    if kept.get("concept") is not None:
        candidate = str(kept["concept"]).startswith("skill/candidate-")
        kept["concept"] = (
            None if candidate else _concept(str(kept["concept"]), path, line, taxonomy)
        )
    return Answer.model_validate(
        {**kept, "about": about, "verdict": verdict, "quote": str(values.get("quote") or "")}
    )


def _value(row: Mapping[str, Any], name: str, path: Path, line: int) -> Any:
    """A value as its type; "" where there is none."""
    value = row.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return ""
    if name in _WHOLE or name in _NUMBERS:
        try:
            number = float(str(value).replace(",", ""))
        except ValueError:
            number = -1.0
        if number < 0 or (name in _WHOLE and number != int(number)):
            raise _error(
                f"{name} {value!r} is no {'whole ' if name in _WHOLE else ''}number",
                path,
                line,
                "write digits, or nothing",
            )
        return int(number) if name in _WHOLE else number
    choices = _CHOICES.get(name)
    if choices is not None and value not in choices:
        raise _error(
            f"{name} {value!r} is not known", path, line, f"write one of {', '.join(choices)}"
        )
    return value.strip() if isinstance(value, str) else value


def _concept(name: str, path: Path, line: int, taxonomy: Taxonomy) -> str:
    """The id of the skill that a person named."""
    if name in taxonomy and name.startswith("skill/"):
        return name
    found = taxonomy.resolve(name, kind="skill")
    if len(found) == 1:
        return found[0].id
    if found:
        ids = " or ".join(concept.id for concept in found)
        raise _error(f"the concept {name!r} may be {ids}", path, line, "write the id that is meant")
    near = ", ".join(taxonomy.near(name)[:3])
    raise _error(
        f"there is no concept {name!r}",
        path,
        line,
        f"write the id or label of a listed skill{f', such as {near}' if near else ''}, or nothing",
    )


def _error(reason: str, path: Path, line: int, next_step: str) -> InputError:
    return InputError(reason, file=str(path), position=f"line {line}", next_step=next_step)
