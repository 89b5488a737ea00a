"""Graphs that are hard to write as RDF: odd strings, odd ids, all that may be missing missing."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from hypothesis import strategies as st

from graph_samples import small_taxonomy
from skillweave.graph.local import LocalStore
from skillweave.graph.transfer import Concepts, Links, Log
from skillweave.ontology.answers import Answer
from skillweave.ontology.record import Record
from skillweave.ontology.sink import Link
from skillweave.ontology.tables import TableBuilder, Tables, arrow_schema

ODD_CHARACTERS: Final = (
    "aZ0 \"'\\<>{}|^`%#&;/?:@[]\n\r\t\x00\x01\x0b\x1f\x7f\u0085\u00a0\u00e9\u0130\u05d0\u0627\u202e"
    "\u2028\u200f\ufeff\ufffd\ufffe\uffff\U0001f600\U0010ffff_.-~"
)
ODD: Final = st.one_of(
    st.text(st.sampled_from(ODD_CHARACTERS), max_size=12),
    st.text(st.characters(codec="utf-8"), max_size=8),
)
"""Texts with all that syntaxes escape: quotes, controls, right-to-left marks, non-characters."""

XML_ODD: Final = st.text(
    st.sampled_from([c for c in ODD_CHARACTERS if c >= " " or c in "\n\r\t"]).filter(
        lambda c: c not in "\ufffe\uffff"
    ),
    max_size=12,
)
"""Texts that XML can hold."""

_MISSING: Final = st.none()


def odd_graphs(texts: st.SearchStrategy[str] = ODD) -> st.SearchStrategy["OddGraph"]:
    """Graphs whose texts come from a strategy."""
    return st.builds(
        OddGraph,
        names=st.lists(
            texts.map(lambda text: text.replace("#", "")), unique=True, min_size=1, max_size=3
        ),
        texts=st.lists(texts, min_size=8, max_size=8),
        lists=st.lists(st.none() | st.lists(texts, max_size=3), min_size=4, max_size=4),
        day=_MISSING | st.dates(),
        number=_MISSING
        | st.floats(allow_nan=False)
        | st.sampled_from([-0.0, 1e-320, 1.7976931348623157e308]),
        count=_MISSING | st.integers(0, 2**62),
        flag=st.none() | st.booleans(),
    )


def empty_store(path: Path) -> LocalStore:
    """A new store with a small taxonomy."""
    return LocalStore.open(path, create=True, taxonomy=small_taxonomy("0", "x"))


class OddGraph:
    """Rows of a taxonomy and of some postings, made of a few odd values.

    Args:
        names: last parts of the postings' ids.
        texts: what labels, titles and quotes are taken from.
        lists: what aliases and the like are taken from.
        day, number, count, flag: values of other types, or what is missing.
    """

    def __init__(
        self,
        *,
        names: Sequence[str],
        texts: Sequence[str],
        lists: Sequence[list[str] | None],
        day: date | None,
        number: float | None,
        count: int | None,
        flag: bool | None,
    ) -> None:
        self.names = names
        self.texts = texts
        self.lists = lists
        self.day, self.number, self.count, self.flag = day, number, count, flag

    def __repr__(self) -> str:
        return f"OddGraph({vars(self)})"

    def concepts(self) -> Concepts:
        """The taxonomy: listed concepts and one that was dropped."""
        listed, retired = TableBuilder(owned=False), TableBuilder(owned=False)
        one, other = f"skill/{self.texts[0]}", f"skill/{self.texts[0]}-x"
        listed.rows("Skill").append(
            (one, self.texts[1], "technology", self.lists[0], self.flag, "listed")
        )
        listed.rows("Skill").append((other, self.texts[2], None, self.lists[1], None, "listed"))
        retired.rows("Skill").append(
            (f"skill/old {self.texts[3]}", "Old", None, None, None, "listed")
        )
        listed.rows("FieldOfStudy").append(
            ("field/f", self.texts[4], self.lists[2], self.texts[5], None, "listed")
        )
        listed.rows("Occupation").append(("occupation/soc-1", self.texts[6], "1", "soc"))
        listed.rows("EducationLevel").append(("education/master", "master", 7))
        listed.rows("Scheme").append(("scheme/own@1", "own", None, self.texts[7], ""))
        external = f"http://example.org/{self.texts[3]}"
        listed.rows("ExternalConcept").append((external, self.texts[3], "ESCO"))
        listed.rows("BROADER").append((other, one))
        listed.rows("EXACT_MATCH").append((one, external))
        listed.rows("IN_SCHEME").append((external, "scheme/own@1"))
        return Concepts("v-1", listed.tables(), retired.tables())

    def log(self) -> Log:
        """A run that was completed and one that was not."""
        schema = arrow_schema("Run")
        for name, kind in (("key", pa.string()), ("ended", pa.timestamp("us"))):
            schema = schema.append(pa.field(name, kind))
        began = datetime(2024, 2, 29, 23, 59, 59, 999999)
        inputs = self.lists[3]
        runs = [
            ("run/a", began, "e", "t", inputs, self.texts[0], None),
            ("run/b", began, "e", "t", [], "", datetime(2025, 1, 1)),
        ]
        columns = zip(*runs, strict=True)
        arrays = [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
        logs = TableBuilder(owned=False)
        for text in self.texts[:2]:
            logs.rows("reject").append(("run/a", text, text, "no reason", text, text))
            logs.rows("file_count").append(("run/a", text, 3, 1, 1, 0, 1))
        found = logs.tables()
        return Log(
            pa.Table.from_arrays(arrays, schema=schema),
            {name: found[name] for name in ("reject", "file_count")},
        )

    def answers(self) -> list[Answer]:
        """What a person said of a fact and of a candidate concept."""
        posting, text = f"posting/{self.names[0]}", self.texts[0]
        return [
            Answer(about="skill", verdict="reject", posting=posting, start=0, end=4, quote=text),
            Answer(about="concept", verdict="accept", candidate=f"skill/{text}", label=text),
        ]

    def postings(self, order: Sequence[int]) -> Tables:
        """The rows of these postings, in this order."""
        builder = TableBuilder(owned=True)
        for owner, number in enumerate(order):
            self._add(builder, owner, number)
        return builder.tables()

    def _add(self, builder: TableBuilder, owner: int, number: int) -> None:
        def add(table: str, *values: Any) -> None:
            builder.rows(table).append((owner, *values))

        posting = f"posting/{self.names[number]}"
        text = self.texts[number]
        record = Record(id=posting, text_sha256="0" * 64, employer=text).model_dump_json()
        add("document", posting, f"digest {number}", text, "item", "text", text, record)
        for bucket in (7, -(2**63), number):
            add("bucket", bucket)
        add(
            "Posting", posting, self.texts[2], self.texts[3], text, "https://e.org/?" + text,
            self.day, None, "en", "mid", None, ["full_time", "contract"][: number % 3],
            "offered" if self.flag else None, "0" * 64, None,
        )  # fmt: skip
        add("EXTRACTED_BY", posting, "run/a")
        employer = f"employer/{self.texts[4]}"
        add("Employer", employer, text)  # every posting has a wording of its own
        add("HIRED_BY", posting, employer)
        place = f"place/{self.texts[5]}"
        add("Location", place, self.texts[6], "city", None, self.number, None)
        add("Location", "place/12", text, "country", "DE", None, None)
        add("WITHIN", place, "place/12")
        add("LOCATED_IN", posting, place)
        candidate = f"skill/candidate-{self.texts[7]}"
        add("Skill", candidate, text, "soft", self.lists[number], self.flag, "candidate")
        whole, part = f"{posting}#req-0-4", f"{posting}#req-0-2-1"
        add(
            "Requirement", whole, "experience", "required", "at_least", self.count, True, 12, None,
            False, self.lists[0] or [], self.lists[1], 0, 4, text, "duties", self.number or 0.5,
        )  # fmt: skip
        add(
            "Requirement", part, "education", "duty", "any", None, False, None, self.count,
            True, [], [], 0, 2, "", None, 1.0,
        )  # fmt: skip
        add("HAS_REQUIREMENT", posting, whole)
        add("HAS_PART", whole, part)
        add("OPTION", whole, candidate)
        add("OPTION", whole, f"skill/{self.texts[0]}")
        add("AT_LEVEL", part, "education/master")
        add("IN_LIEU_OF", part, whole)
        add("REQUIRES", posting, candidate, self.count, 2, 0, 4)
        add("PREFERS", posting, candidate, None, 1, 0, 4)
        pay = f"{posting}#pay-3-9"
        add("SalaryBand", pay, self.number, None, "EUR", "month", text, 3, 9, text)
        add("PAYS", posting, pay)
        add("APPLIES_IN", pay, place)

    def store(self, path: Path, *batches: Sequence[int]) -> LocalStore:
        """A new store that holds the graph.

        Args:
            path: its directory.
            batches: numbers of the postings in the order in which they are written; all by default.
        """
        store = empty_store(path)
        store.import_concepts(self.concepts())
        log = self.log()
        store.import_log(log, others="keep")
        store.keep_answers(self.answers())
        for batch in batches or [range(len(self.names))]:
            store.write(self.postings(batch), replaced=())
        ids = [f"posting/{name}" for name in self.names]
        store.import_links(Links([Link(other, ids[0]) for other in ids[1:2]], ids[2:]))
        store.import_log(log, others="drop")
        return store
