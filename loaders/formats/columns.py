"""Which column of a dump holds what: recognised by name and content, or told by a mapping.

Dumps have no common schema, but their columns have telling names ("Job Title", "jobdescription",
"PositionLocation") and telling contents (long texts, addresses, dates). In order:

1. A mapping given by the user decides for the fields that it names.
2. A column whose name stands in the table of names is a candidate for that field; candidates
   whose sampled values cannot be such a field (a "location" of whole paragraphs) are dropped. Of
   several candidates the better name wins; of texts all are kept, under their names as headings.
3. Where no column is called a description, the one with the longest texts is taken for it;
   where none is called a title, one whose short values name occupations.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson
import yaml

from skillweave.loaders.formats.column_names import (
    DESCRIPTION_COPIES,
    FIELD_ALIASES,
    FIELDS,
    MAIN_TEXTS,
    Field,
    column_words,
    rank_of,
)
from skillweave.loaders.formats.draft import Draft, DraftPay, DraftPlace, Part
from skillweave.loaders.formats.values import iso_date, pay_amount, pay_period
from skillweave.ontology.errors import InputError, UsageError

_OCCUPATION: Final = re.compile(
    r"\b(?:engineer|developer|manager|analyst|nurse|teacher|assistant|specialist|consultant|"
    r"director|technician|administrator|coordinator|scientist|officer|clerk|driver|designer|"
    r"architect|supervisor|representative|associate|accountant|programmer|lead|intern|"
    r"therapist|doctor|operator|worker|instructor|executive)s?\b",
    re.IGNORECASE,
)

SAMPLE_ROWS: Final = 200
"""Rows that are looked at before a column is judged by its content."""


class Guess(NamedTuple):
    """What a column was taken for, and why; ``field`` is None where it is not used."""

    column: str
    field: Field | None
    reason: str


@dataclass(frozen=True)
class ColumnMapping:
    """The user's word on which columns hold what: field -> columns, in order.

    Fields that it does not name are recognised as usual. Several columns for ``description``
    are joined under their names as headings.
    """

    columns: Mapping[Field, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> "ColumnMapping":
        """From a mapping of fields to a column or a list of columns.

        Raises:
            UsageError: an unknown field, or something that is no column name.
        """
        columns: dict[Field, tuple[str, ...]] = {}
        for name, value in given.items():
            wanted = _field(name)
            names = [value] if isinstance(value, str) else value
            if not isinstance(names, list | tuple) or not all(isinstance(n, str) for n in names):
                raise UsageError(
                    f"the columns for {name!r} must be a name or a list of names, not {value!r}"
                )
            columns[wanted] = columns.get(wanted, ()) + tuple(names)
        return cls(columns)

    @classmethod
    def from_flags(cls, flags: Iterable[str]) -> "ColumnMapping":
        """From flags such as ``description=JobText``, one a column.

        Raises:
            UsageError: a flag without "=", or an unknown field.
        """
        given: dict[str, list[str]] = {}
        for flag in flags:
            name, equals, column = flag.partition("=")
            if not equals or not column:
                raise UsageError(f"{flag!r} is not of the form FIELD=COLUMN")
            given.setdefault(name.strip(), []).append(column.strip())
        return cls.parse(given)

    @classmethod
    def from_file(cls, path: str | Path) -> "ColumnMapping":
        """From a TOML, JSON or YAML file that maps fields to columns.

        Raises:
            InputError: the file cannot be read as such.
            UsageError: an unknown field.
        """
        path = Path(path)
        try:
            if path.suffix.lower() == ".toml":
                import tomllib

                given: Any = tomllib.loads(path.read_text("utf-8"))
            elif path.suffix.lower() == ".json":
                given = orjson.loads(path.read_bytes())
            else:
                given = yaml.safe_load(path.read_text("utf-8"))
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise InputError(
                f"no column mapping can be read from it: {error}", file=str(path)
            ) from error
        if not isinstance(given, dict):
            raise InputError(
                "it holds no mapping of fields to columns",
                file=str(path),
                next_step='write for example description = "JobText"',
            )
        return cls.parse(given.get("columns", given))


class Reading(NamedTuple):
    """What a reader is told besides its item.

    Attributes:
        mapping: the user's word on columns.
        explain: called with the guesses as soon as the columns of a dump are settled.
        any_text: whether a text or document is taken whatever it says; a résumé is no advert.
    """

    mapping: ColumnMapping | None = None
    explain: Callable[[list[Guess]], None] | None = None
    any_text: bool = False


def _field(name: str) -> Field:
    key = name.strip().lower().replace("-", "_").replace(" ", "_")
    for wanted in FIELDS:
        if key == wanted:
            return wanted
    if key in FIELD_ALIASES:
        return FIELD_ALIASES[key]
    raise UsageError(f"there is no field {name!r}; the fields are {', '.join(FIELDS)}")


class Columns:
    """The columns of one dump and what each holds; makes drafts of its rows.

    Args:
        names: the columns in order.
        sample: rows of values in that order, for a look at the contents.
        mapping: the user's word.

    Raises:
        UsageError: the mapping names no column that there is.
    """

    def __init__(
        self,
        names: Sequence[str],
        sample: Sequence[Sequence[str]],
        mapping: ColumnMapping | None = None,
    ) -> None:
        self.names = list(names)
        self.guesses: list[Guess] = [Guess(name, None, "not used") for name in self.names]
        self._held: dict[Field, list[int]] = {}
        values = [_column(sample, index) for index in range(len(self.names))]
        self._take_mapping(mapping or ColumnMapping())
        self._take_names(values)
        if "description" not in self._held:
            self._take_longest(values)
        if "title" not in self._held:
            self._take_occupations(values)

    @property
    def describe_postings(self) -> bool:
        """Whether rows with these columns can be postings: there is a title or a text."""
        return "title" in self._held or "description" in self._held

    @property
    def recognised(self) -> int:
        """How many columns are used."""
        return sum(guess.field is not None for guess in self.guesses)

    def draft(self, row: Sequence[str]) -> Draft:
        """The draft of one row; cells that the row lacks count as empty."""
        draft = Draft()
        get = _Row(row, self._held)
        draft.title = get.one("title")
        draft.employer = get.one("employer")
        if draft.employer and "\n" in draft.employer:  # "Acme\n3.8": a rating under the name
            draft.employer = draft.employer.strip().partition("\n")[0]
        draft.places = _places(get)
        draft.pay = _pay(get)
        draft.employment_types = get.split("employment_type", ";|,")
        draft.seniority = get.one("seniority")
        draft.work_mode = get.one("work_mode")
        draft.skills = get.split("skills", ";|,\n")
        draft.date_posted = get.one("date_posted")
        draft.valid_through = get.one("valid_through")
        draft.language = get.one("language")
        draft.url = get.one("url")
        draft.source_id = get.one("id") or (None if draft.url else get.one("reference"))
        texts = self._held.get("description", ())
        for index in texts:
            text = row[index] if index < len(row) else ""
            if text and not text.isspace():
                heading = "" if len(texts) == 1 else self._heading(index)
                draft.parts.append(Part(text, heading))
        return draft

    def _heading(self, index: int) -> str:
        words = column_words(self.names[index])
        rank = rank_of(words)
        if rank and rank[0] == "description" and rank[1] < MAIN_TEXTS:
            return ""  # "description" says nothing that a reader of the text needs
        return words.title()

    def _hold(self, index: int, wanted: Field, reason: str) -> None:
        self._held.setdefault(wanted, []).append(index)
        self.guesses[index] = Guess(self.names[index], wanted, reason)

    def _take_mapping(self, mapping: ColumnMapping) -> None:
        for wanted, columns in mapping.columns.items():
            for column in columns:
                if column not in self.names:
                    raise UsageError(
                        f"there is no column {column!r}; the columns are {', '.join(self.names)}"
                    )
                self._hold(self.names.index(column), wanted, "told by the mapping")

    def _take_names(self, values: list[list[str]]) -> None:
        told = set(self._held)
        candidates: dict[Field, list[tuple[int, int]]] = {}
        for index, name in enumerate(self.names):
            if self.guesses[index].field:
                continue
            rank = rank_of(column_words(name))
            if rank is None:
                continue
            wanted = rank[0]
            if wanted in told:
                continue
            if objection := _objection(wanted, values[index]):
                self.guesses[index] = Guess(name, None, f"named like {wanted}, but {objection}")
                continue
            candidates.setdefault(wanted, []).append((rank[1], index))
        for wanted, found in candidates.items():
            found.sort()
            if wanted == "description":
                self._take_texts([index for _, index in found])
                continue
            _, best = found[0]
            self._hold(best, wanted, f"named like {wanted}")
            for _, index in found[1:]:
                better = self.names[best]
                self.guesses[index] = Guess(
                    self.names[index], None, f"named like {wanted}, but {better!r} says it better"
                )

    def _take_texts(self, found: list[int]) -> None:
        main: int | None = None
        for index in found:
            words = column_words(self.names[index])
            if words in DESCRIPTION_COPIES and main is not None:
                better = self.names[main]
                reason = f"named like description, but {better!r} says it better"
                self.guesses[index] = Guess(self.names[index], None, reason)
                continue
            if main is None:
                main = index
            self._hold(index, "description", "named like description")
        self._held["description"].sort(key=lambda index: (index != main, index))

    def _take_longest(self, values: list[list[str]]) -> None:
        lengths = [
            sum(map(len, column)) / len(column)
            if column and self.guesses[index].field is None
            else 0
            for index, column in enumerate(values)
        ]
        longest = max(range(len(lengths)), key=lengths.__getitem__, default=0)
        if lengths and lengths[longest] >= 200 and _is_prose(values[longest]):
            self._hold(longest, "description", "holds the longest texts")

    def _take_occupations(self, values: list[list[str]]) -> None:
        for index, column in enumerate(values):
            if self.guesses[index].field or not column or "." in self.names[index]:
                continue  # a nested column is somebody's annotation
            short = [value for value in column if len(value) <= 120]
            named = sum(_OCCUPATION.search(value) is not None for value in short)
            if len(short) == len(column) and named >= 0.5 * len(column):
                self._hold(index, "title", "its values name occupations")
                return


def _column(sample: Sequence[Sequence[str]], index: int) -> list[str]:
    cells = (row[index].strip() for row in sample if index < len(row))
    return [cell for cell in cells if cell]


def _share(values: list[str], fits: Any) -> float:
    return sum(1 for value in values if fits(value)) / len(values)


def _objection(wanted: Field, values: list[str]) -> str | None:
    """Why sampled values cannot be such a field; None where they can (or there are none)."""
    if not values:
        return None
    length = sum(map(len, values)) / len(values)
    if wanted == "description":
        short = length < 40 and not any(" " in value for value in values)
        return "its values are no texts" if short else None
    if wanted in ("salary_min", "salary_max"):
        numbers = _share(values, lambda v: pay_amount(v) is not None or v in ("0", "0.0", "-1"))
        return None if numbers >= 0.3 else "its values are no amounts"
    if wanted == "url":
        return None if _share(values, _is_address) >= 0.5 else "its values are no addresses"
    if wanted in ("date_posted", "valid_through"):
        return None if _share(values, iso_date) >= 0.3 else "its values are no dates"
    if wanted == "salary_period":
        return None if _share(values, pay_period) >= 0.3 else "its values name no periods"
    if wanted in ("id", "reference"):
        if len(values) > 20 and len(set(values)) < 0.5 * len(values):
            return "its values are not unique"
        return "its values are texts" if length > 200 else None
    if length > {"location": 300, "skills": 600}.get(wanted, 160):
        return "its values are too long"
    if wanted in ("title", "employer") and not any(re.search(r"[^\W\d_]", v) for v in values):
        return "its values have no letters"
    return None


def _is_address(value: str) -> bool:
    return value.lower().startswith(("http://", "https://", "www.", "/"))


def _is_prose(values: list[str]) -> bool:
    text = " ".join(value[:500] for value in values[:20])
    return text.count(" ") > len(text) / 15 and not text.lstrip().startswith(("{", "["))


class _Row:
    """Cells of a row by field."""

    def __init__(self, cells: Sequence[str], held: Mapping[Field, list[int]]) -> None:
        self.cells = cells
        self.held = held

    def one(self, wanted: Field) -> str | None:
        for index in self.held.get(wanted, ()):
            if index < len(self.cells) and (cell := self.cells[index].strip()):
                return cell
        return None

    def split(self, wanted: Field, separators: str) -> list[str]:
        """A cell that lists several values; a separator inside brackets does not separate."""
        cell = self.one(wanted)
        if cell is None:
            return []
        if cell[0] == "[" and cell[-1] == "]":
            cell = cell[1:-1].replace('"', "").replace("'", "")
        return [part for part in _outside_brackets(cell, separators) if part.strip()]


def _outside_brackets(text: str, separators: str) -> list[str]:
    parts: list[str] = []
    start = depth = 0
    for position, character in enumerate(text):
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and character in separators:
            parts.append(text[start:position])
            start = position + 1
    parts.append(text[start:])
    return parts


def _places(get: _Row) -> list[DraftPlace]:
    city, region, country = get.one("city"), get.one("region"), get.one("country")
    postal_code = get.one("postal_code")
    location = get.one("location")
    if location is None:
        value = ", ".join(part for part in (city, region, country) if part)
        return [DraftPlace(value, city, region, country, postal_code)] if value else []
    values = [part.strip() for part in re.split(r"[|;\n]", location) if part.strip()]
    if len(values) == 1:
        return [DraftPlace(values[0], city, region, country, postal_code)]
    return [DraftPlace(value) for value in values]


def _pay(get: _Row) -> list[DraftPay]:
    text = get.one("salary")
    minimum, maximum = get.one("salary_min"), get.one("salary_max")
    period = get.one("salary_period")
    if text is None and minimum is None and maximum is None:
        return []
    if text is not None and pay_period(text):
        period = None  # the text says it itself
    return [DraftPay(text or "", minimum, maximum, get.one("currency"), period)]
