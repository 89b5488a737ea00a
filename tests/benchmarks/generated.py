"""A made-up graph of any size, as tables, with the shape of real ones.

Speed depends on how a graph is shaped: a few skills are in every third posting and most in hardly
any, a role's postings name much the same skills, roles come in families. So

* roles are as frequent as the words of a text (Zipf), and each belongs to a family of forty; three
  in ten ask for skills of another family too, so that paths lead from any role to any other;
* of the skills a posting names, some are named everywhere, some in its role's family, some for its
  role, and some are drawn from all;
* demands are lists of one to a dozen skills, of which all, any or at least two are meant; one in
  six is a part of the one before, so that trees are up to four deep; one in four states months;
* two postings in three ask for a degree, some of them for a degree or experience instead.

The same size and seed give the same graph. Nothing is written to the disk.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from skillweave.graph.store import Document, Store
from skillweave.ontology.record import Record
from skillweave.ontology.tables import arrow_schema
from skillweave.ontology.vocabulary import EDUCATION_LEVELS
from skillweave.queries.view import View

Integers = npt.NDArray[np.int64]

_LINE: Final = 40
"""Code points of a line of a posting's text; each demand has one."""

_COMMON: Final = 300
"""How many skills are named everywhere."""

_DAYS: Final = (17_500, 18_600)
"""First and last day on which a posting may have been published, since 1970-01-01."""


@dataclass(frozen=True)
class Size:
    """How large a graph is; the figures that the project's aims are stated for.

    Attributes:
        postings: how many postings.
        skills: how many skills there are to be named.
        roles: how many roles.
        options: how many skills the demands of a posting name, on average, with repetitions.
    """

    postings: int = 100_000
    skills: int = 20_000
    roles: int = 2_000
    options: float = 24.7


class TableStore:
    """Tables in memory, as a store for those who only read.

    Args:
        tables: node and edge tables; those that are not there are empty.
        workspace: directory for what is computed from them.
    """

    version = 1
    location = "memory"
    read_only = True

    def __init__(self, tables: Mapping[str, pa.Table], workspace: Path) -> None:
        self.tables = tables
        self.workspace = workspace

    def runs(self) -> pa.Table:
        """One run, by which kept arrays are told from those of another graph."""
        return pa.table({"id": ["run/1"]})

    def scan(self, table: str, *, columns: Sequence[str] | None = None, since: int = 0) -> pa.Table:
        """A table, whole."""
        found = self.tables.get(table)
        if found is None:
            found = arrow_schema(table).empty_table()
        return found.select(columns) if columns else found

    def documents(self, postings: Iterable[str] | None = None) -> Iterator[Document]:
        """Texts made up for the postings, a line for each demand."""
        ids = self.tables["Posting"]["id"].to_pylist() if postings is None else set(postings)
        lines = "".join(f"demand {n} ".ljust(_LINE - 1, "-") + "\n" for n in range(200))
        for posting in sorted(ids):
            yield Document(posting, "made", "", "text", lines, Record(id=posting, text_sha256=""))


def generated_view(size: Size, workspace: Path, *, seed: int = 1) -> View:
    """A generated graph, ready to be asked.

    Args:
        size: how large it is.
        workspace: directory for its arrays.
        seed: which of the graphs of that size.
    """
    return View(cast(Store, TableStore(generate(size, seed=seed), workspace)))


def generate(size: Size, *, seed: int = 1) -> dict[str, pa.Table]:
    """Make the tables of a graph: nodes, asserted edges, nothing derived.

    Args:
        size: how large it is.
        seed: which of the graphs of that size.

    Cost: some 10 s for 100,000 postings.
    """
    random = np.random.default_rng(seed)
    ids = {
        name: _ids(f"{prefix}/made-", count)
        for name, prefix, count in (
            ("postings", "posting", size.postings),
            ("skills", "skill", size.skills),
            ("roles", "role", size.roles),
            ("employers", "employer", max(size.postings // 20, 1)),
            ("places", "place", 221),
            ("fields", "field", 200),
        )
    }
    role = _zipf(random, size.postings, size.roles, 0.8)
    tables = _concepts(ids) | _postings(random, ids, role)
    return tables | _requirements(random, ids, role, size)


def _ids(prefix: str, count: int) -> pa.Array:
    return pa.array([f"{prefix}{number:07}" for number in range(count)])


def _zipf(random: np.random.Generator, count: int, ranks: int, exponent: float) -> Integers:
    # Ranks from 0, each as frequent as one over itself to the exponent.
    bounds = np.cumsum((np.arange(ranks) + 1.0) ** -exponent)
    drawn: Integers = np.searchsorted(bounds, random.random(count) * bounds[-1]).astype(np.int64)
    return np.minimum(drawn, ranks - 1)


def table(name: str, /, **columns: Any) -> pa.Table:
    """A node or edge table; columns that are not given are null."""
    schema = arrow_schema(name)
    count = len(next(iter(columns.values())))
    arrays = [
        pa.array(columns[field.name]).cast(field.type)
        if field.name in columns
        else pa.nulls(count, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def edges(name: str, source: Any, target: Any) -> pa.Table:
    """A table of edges without properties."""
    return table(name, source=source, target=target)


def _concepts(ids: Mapping[str, pa.Array]) -> dict[str, pa.Table]:
    skills, places = ids["skills"], ids["places"]
    number = np.arange(len(skills))
    kinds = pa.array(["technology", "technology", "method", "soft"]).take(pa.array(number % 4))
    place = np.arange(len(places))
    return {
        "Skill": table(
            "Skill",
            id=skills,
            label=[f"skill {n}" for n in number],
            kind=kinds,
            status=["listed"] * len(skills),
        ),
        "Role": table(
            "Role",
            id=ids["roles"],
            label=[f"role {n}" for n in range(len(ids["roles"]))],
            status=["listed"] * len(ids["roles"]),
        ),
        "Employer": table(
            "Employer",
            id=ids["employers"],
            name=[f"employer {n}" for n in range(len(ids["employers"]))],
        ),
        # One country, 20 regions, ten cities in each.
        "Location": table(
            "Location",
            id=places,
            name=[f"place {n}" for n in place],
            kind=["country"] + ["region"] * 20 + ["city"] * (len(places) - 21),
        ),
        "WITHIN": edges(
            "WITHIN",
            places.slice(1),
            places.take(pa.array(np.where(place[1:] <= 20, 0, 1 + place[1:] % 20))),
        ),
        "FieldOfStudy": table(
            "FieldOfStudy",
            id=ids["fields"],
            label=[f"field {n}" for n in range(len(ids["fields"]))],
            status=["listed"] * len(ids["fields"]),
        ),
        # Every skill but the first fifty lies below the one with a tenth of its number.
        "BROADER": edges(
            "BROADER", skills.slice(50), skills.take(pa.array(np.maximum(number[50:] // 10, 0)))
        ),
    }


def _postings(
    random: np.random.Generator, ids: Mapping[str, pa.Array], role: Integers
) -> dict[str, pa.Table]:
    postings = ids["postings"]
    count = len(postings)
    repeats = np.flatnonzero(random.random(count) < 0.04)
    repeats = repeats[repeats > 0]
    paying = np.flatnonzero(random.random(count) < 0.5)
    low = random.integers(30, 150, len(paying)) * 1000.0
    bands = pc.binary_join_element_wise(postings.take(pa.array(paying)), "#pay-0-4", "")
    days = pa.array(random.integers(*_DAYS, count).astype(np.int32)).cast(pa.date32())
    return {
        "Posting": table(
            "Posting",
            id=postings,
            title=[f"role {n}" for n in role],
            date_posted=days,
            text_sha256=[""] * count,
        ),
        "FOR_ROLE": edges("FOR_ROLE", postings, ids["roles"].take(pa.array(role))),
        "HIRED_BY": edges("HIRED_BY", postings, _drawn(random, ids["employers"], count)),
        "LOCATED_IN": edges("LOCATED_IN", postings, _drawn(random, ids["places"], count)),
        "DUPLICATE_OF": edges(
            "DUPLICATE_OF",
            postings.take(pa.array(repeats)),
            postings.take(pa.array((random.random(len(repeats)) * repeats).astype(np.int64))),
        ),
        "SalaryBand": table(
            "SalaryBand",
            id=bands,
            min=low,
            max=low * 1.2,
            currency=["USD"] * len(paying),
            period=["year"] * len(paying),
            start=np.zeros(len(paying), np.int64),
            end=np.full(len(paying), 4),
            quote=["dema"] * len(paying),
        ),
        "PAYS": edges("PAYS", postings.take(pa.array(paying)), bands),
    }


def _drawn(random: np.random.Generator, ids: pa.Array, count: int) -> pa.Array:
    return ids.take(pa.array(_zipf(random, count, len(ids), 0.9)))


def _named_skills(
    random: np.random.Generator, role: Integers, size: Size
) -> tuple[Integers, Integers]:
    # Postings, sorted, and the skills that they name.
    counts = np.maximum(random.poisson(size.options, size.postings), 1)
    posting = np.repeat(np.arange(size.postings), counts)
    total = len(posting)
    families = max(size.roles // 40, 1)
    # The forty most frequent roles belong to forty families.
    family_skills = random.integers(0, size.skills, (families, 600))
    role_skills = random.integers(0, size.skills, (size.roles, 80))
    family = np.arange(size.roles) % families
    second = np.where(
        random.random(size.roles) < 0.3, random.integers(0, families, size.roles), family
    )
    shared = random.random(role_skills.shape) < 0.5
    of_family = np.where(random.random(role_skills.shape) < 0.5, family[:, None], second[:, None])
    role_skills[shared] = family_skills[
        of_family[shared], random.integers(0, 600, int(shared.sum()))
    ]
    whose = role[posting]
    trade = np.where(random.random(total) < 0.5, family[whose], second[whose])
    source = random.choice(4, total, p=(0.2, 0.3, 0.4, 0.1))
    skill = np.select(
        [source == 0, source == 1, source == 2],
        [
            _zipf(random, total, min(_COMMON, size.skills), 0.9),
            family_skills[trade, _zipf(random, total, 600, 1.0)],
            role_skills[whose, _zipf(random, total, 80, 1.0)],
        ],
        default=random.integers(0, size.skills, total),
    )
    return posting, skill.astype(np.int64)


def _requirements(
    random: np.random.Generator, ids: Mapping[str, pa.Array], role: Integers, size: Size
) -> dict[str, pa.Table]:
    posting, skill = _named_skills(random, role, size)
    # A demand begins with each posting, and between any two skills with two chances in five.
    begins = random.random(len(posting)) < 0.4
    begins[np.flatnonzero(np.diff(posting, prepend=-1))] = True
    demand = np.cumsum(begins) - 1
    of = posting[begins]
    naming = len(of)
    educated = np.flatnonzero(random.random(size.postings) < 0.65)
    instead = educated[random.random(len(educated)) < 0.15]
    owner = np.concatenate([of, educated, instead])
    count = len(owner)
    kind = np.repeat(["skill", "education", "experience"], [naming, len(educated), len(instead)])
    logic = random.choice(["all", "any", "at_least"], count, p=(0.6, 0.34, 0.06))
    months = random.choice([12, 24, 36, 60, 96, 120], count, p=(0.2, 0.25, 0.25, 0.2, 0.05, 0.05))
    stated = (random.random(count) < 0.25) & (kind != "education") | (kind == "experience")
    kind[stated & (kind == "skill")] = "experience"
    part = np.zeros(count, np.bool_)
    part[1:naming] = (random.random(naming - 1) < 1 / 6) & (of[1:] == of[:-1])
    modality = random.choice(
        ["required", "preferred", "duty", "not_required"], count, p=(0.6, 0.24, 0.15, 0.01)
    )
    order = np.argsort(owner, kind="stable")
    line = np.empty(count, np.int64)
    line[order] = np.arange(count) - np.repeat(*_first_and_size(owner[order]))
    start, end = line * _LINE, line * _LINE + _LINE - 1
    names = pc.binary_join_element_wise(
        pc.binary_join_element_wise(ids["postings"].take(pa.array(owner)), "#req", ""),
        pa.array(start).cast(pa.string()),
        pa.array(end).cast(pa.string()),
        "-",
    )
    pairs = np.unique(demand * size.skills + skill)
    whole = np.arange(count) - 1
    levels = pa.array([f"education/{level}" for level in EDUCATION_LEVELS])
    degrees = np.arange(naming, naming + len(educated))
    replaced = naming + np.searchsorted(educated, instead)
    fields = _zipf(random, 2 * len(educated), len(ids["fields"]), 0.9).reshape(2, -1)
    fields[1] = (fields[0] + 1 + fields[1] % (len(ids["fields"]) - 1)) % len(ids["fields"])

    def named(rows: Any) -> pa.Array:
        return names.take(pa.array(rows))

    return {
        "Requirement": table(
            "Requirement",
            id=names,
            kind=kind,
            modality=modality,
            logic=logic,
            at_least=pa.array(np.full(count, 2), mask=logic != "at_least"),
            open_list=random.random(count) < 0.2,
            min_months=pa.array(months, mask=~stated),
            exclusive_minimum=random.random(count) < 0.02,
            start=start,
            end=end,
            quote=[""] * count,
            confidence=np.ones(count),
        ),
        "HAS_REQUIREMENT": edges(
            "HAS_REQUIREMENT",
            ids["postings"].take(pa.array(owner[~part])),
            named(np.flatnonzero(~part)),
        ),
        "HAS_PART": edges("HAS_PART", named(whole[part]), named(np.flatnonzero(part))),
        "OPTION": edges(
            "OPTION",
            named(pairs // size.skills),
            ids["skills"].take(pa.array(pairs % size.skills)),
        ),
        "AT_LEVEL": edges(
            "AT_LEVEL",
            named(degrees),
            levels.take(pa.array(random.integers(0, len(EDUCATION_LEVELS), len(degrees)))),
        ),
        "IN_FIELD": edges(
            "IN_FIELD",
            named(np.tile(degrees, 2)),
            ids["fields"].take(pa.array(fields.ravel())),
        ),
        "IN_LIEU_OF": edges(
            "IN_LIEU_OF", named(np.arange(naming + len(educated), count)), named(replaced)
        ),
    }


def _first_and_size(groups: Integers) -> tuple[Integers, Integers]:
    # Where each group of a sorted column begins, and how large it is.
    first = np.flatnonzero(np.diff(groups, prepend=-1))
    return first, np.diff(first, append=len(groups))
