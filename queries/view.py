"""A graph as questions see it: arrays to compute with, names to resolve, texts to quote.

Each question is a function of a view and of names as people write them. The view belongs to one
version of the graph; what it finds out once (arrays, names, matrices) serves all questions.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from skillweave.graph.arrays import Arrays, open_arrays
from skillweave.graph.arrays.numbering import Numbers, Order, ranges
from skillweave.graph.arrays.tables import NO_DAY
from skillweave.graph.arrays.trees import MODALITIES
from skillweave.graph.store import Store
from skillweave.ontology.errors import UnknownName
from skillweave.ontology.schema import posting_id
from skillweave.ontology.vocabulary import Modality, SkillKind
from skillweave.queries.answer import Evidence, Reasons
from skillweave.queries.evidence import evidence
from skillweave.queries.names import Kind, Names
from skillweave.queries.place_names import PlaceNames

if TYPE_CHECKING:
    from skillweave.queries.cooccurrence import Associations
    from skillweave.queries.families import Families
    from skillweave.queries.judging import Forest
    from skillweave.queries.relations import Relations
    from skillweave.queries.role_graph import RoleGraph
    from skillweave.queries.scoring import Scores
    from skillweave.queries.weights import Weights

_EPOCH: Final = date(1970, 1, 1)


class Fact(NamedTuple):
    """Where a posting says something.

    Attributes:
        posting: number of the posting.
        start: first code point of the words.
        end: code point after them.
    """

    posting: int
    start: int
    end: int


class Heading(NamedTuple):
    """What a list of postings shows of each.

    Attributes:
        posting: its id.
        title: job title.
        employer: who hires.
        date_posted: ISO 8601.
    """

    posting: str
    title: str | None
    employer: str | None
    date_posted: str | None


class View:
    """One version of a graph, ready to be asked.

    Args:
        store: where the graph is kept.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._names: dict[Kind, Names] = {}
        self._scores: dict[tuple[SkillKind, ...], Scores] = {}

    @cached_property
    def arrays(self) -> Arrays:
        """The graph as numbers; made or brought up to date at first use."""
        return open_arrays(self.store)

    @cached_property
    def forest(self) -> "Forest":
        """The requirement trees of all postings."""
        from skillweave.queries.judging import Forest

        return Forest(self)

    @cached_property
    def weights(self) -> "Weights":
        """What skills tell about the roles and postings that ask for them."""
        from skillweave.queries.weights import Weights

        return Weights(self.arrays)

    @cached_property
    def role_graph(self) -> "RoleGraph":
        """Which roles are a step apart, and what a step takes."""
        from skillweave.queries.role_graph import RoleGraph

        return RoleGraph(self)

    @cached_property
    def relations(self) -> "Relations":
        """How skills and roles hang together."""
        from skillweave.queries.relations import Relations

        return Relations(self)

    @cached_property
    def families(self) -> "Families":
        """Families of skills at the usual resolution."""
        from skillweave.queries.families import Families

        return Families(self)

    @cached_property
    def associations(self) -> "Associations":
        """Which skills are asked for together; made at first use, in seconds for large graphs."""
        from skillweave.queries.cooccurrence import Associations

        return Associations(self.arrays, self.weights)

    def scores(self, assumed: tuple[SkillKind, ...] = ()) -> "Scores":
        """The weights of all demands, where some kinds of skills are taken for granted."""
        from skillweave.queries.scoring import Scores

        if assumed not in self._scores:
            self._scores[assumed] = Scores(self.forest, assumed)
        return self._scores[assumed]

    # Names

    def names(self, kind: Kind) -> Names:
        """All names of the nodes of a label."""
        if kind not in self._names:
            weight = self._weights(kind)
            self._names[kind] = (
                PlaceNames(self.arrays, weight, self.place_name, self.inside)
                if kind == "Location"
                else Names(self.arrays, kind, weight)
            )
        return self._names[kind]

    def role(self, text: str) -> int:
        """The number of the role with a name; see :meth:`Names.resolve`."""
        return self.names("Role").resolve(text)

    def skill(self, text: str) -> int:
        """The number of the skill with a name; see :meth:`Names.resolve`."""
        return self.names("Skill").resolve(text)

    def place(self, text: str) -> int:
        """The number of the place with a name; see :class:`PlaceNames`."""
        return self.names("Location").resolve(text)

    def posting(self, text: str) -> int:
        """The number of a posting, by its id or the id that its input gave it.

        Raises:
            UnknownName: there is none; those with a like id or title are listed.
        """
        for number in self.arrays.numbers("postings", [text, posting_id(text)]):
            if number >= 0:
                return int(number)
        raise UnknownName(text, kind="posting", near=self.near_postings(text))

    def near_postings(self, text: str, *, limit: int = 5) -> tuple[str, ...]:
        """Ids of postings whose id or title holds a text, in any case."""
        import pyarrow.compute as pc

        table = self.arrays.tables["postings"]
        found = pc.or_kleene(
            pc.match_substring(table["id"], text, ignore_case=True),
            pc.match_substring(table["title"], text, ignore_case=True),
        )
        return tuple(table.filter(found).slice(0, limit)["id"].to_pylist())

    def _weights(self, kind: Kind) -> Callable[[int], int]:
        def weight(number: int) -> int:
            match kind:
                case "Skill":
                    counts = self.arrays.postings_of_skill
                case "Role":
                    counts = self.arrays.postings_of_role
                case "Location":
                    counts = self.postings_of_place
                case "Employer":
                    counts = self.postings_of_employer
                case "FieldOfStudy":
                    counts = self.postings_of_field
            return int(counts[number])

        return weight

    # Counts; a posting that repeats another is not counted

    @cached_property
    def postings_of_employer(self) -> Numbers:
        """How many postings each employer has."""
        employer = self.arrays.column("postings", "employer")[self.arrays.counted]
        counts = np.bincount(employer[employer >= 0], minlength=self.arrays.count("employers"))
        return counts.astype(np.int32)

    @cached_property
    def postings_of_field(self) -> Numbers:
        """How many postings name each field of study."""
        requirement = self.arrays.column("required_fields", "requirement")
        posting = self.arrays.column("requirements", "posting")[requirement].astype(np.int64)
        width = max(self.arrays.count("fields"), 1)
        pairs = np.unique(posting * width + self.arrays.column("required_fields", "field"))
        pairs = pairs[self.arrays.counted[pairs // width]]
        return np.bincount(pairs % width, minlength=width).astype(np.int32)

    @cached_property
    def places_of_postings(self) -> tuple[Numbers, Numbers]:
        """Postings that count and the places they are in, with all that contain these.

        Returns:
            Numbers of postings and of places, one pair a row, no pair twice, sorted by posting.
        """
        arrays = self.arrays
        posting = arrays.column("posting_places", "posting")
        place = arrays.column("posting_places", "place")
        kept = arrays.counted[posting]
        width = max(arrays.count("places"), 1)
        pairs = posting[kept].astype(np.int64) * width + place[kept]
        first, broad = arrays.broader("place_within")
        new = pairs
        while len(new):
            inner = new % width
            counts = first[inner + 1] - first[inner]
            rows = ranges(first[inner], first[inner + 1])
            outer = np.repeat(new // width, counts) * width + broad[rows]
            new = np.setdiff1d(outer, pairs)
            pairs = np.union1d(pairs, new)
        pairs = np.unique(pairs)
        return (pairs // width).astype(np.int32), (pairs % width).astype(np.int32)

    @cached_property
    def postings_of_place(self) -> Numbers:
        """How many postings are in each place or in one that it contains."""
        _, place = self.places_of_postings
        return np.bincount(place, minlength=self.arrays.count("places")).astype(np.int32)

    def postings_in(self, place: int) -> npt.NDArray[np.bool_]:
        """Which postings are in a place or in one that it contains."""
        posting, places = self.places_of_postings
        inside = np.zeros(self.arrays.count("postings"), dtype=np.bool_)
        inside[posting[places == place]] = True
        return inside

    def postings_for(self, role: int) -> Order:
        """Numbers of the postings that count and are for a role, in order."""
        arrays = self.arrays
        posting = arrays.column("posting_roles", "posting")
        kept = (arrays.column("posting_roles", "role") == role) & arrays.counted[posting]
        mine: Order = posting[kept].astype(np.int64)
        return mine

    def inside(self, place: int) -> npt.NDArray[np.bool_]:
        """Which places are this one or lie in it."""
        bounds, narrow = self.arrays.narrower("place_within")
        found = np.zeros(self.arrays.count("places"), dtype=np.bool_)
        new = [place]
        while new:
            at = new.pop()
            if not found[at]:
                found[at] = True
                new += narrow[bounds[at] : bounds[at + 1]].tolist()
        return found

    def naming(self, skill: int) -> npt.NDArray[np.bool_]:
        """Which postings ask for or name a skill."""
        found = np.zeros(self.arrays.count("postings"), dtype=np.bool_)
        asks = self.arrays.column("asks", "skill") == skill
        found[self.arrays.column("asks", "posting")[asks]] = True
        return found

    def eligible(
        self, *, role: str | None = None, place: str | None = None
    ) -> npt.NDArray[np.bool_]:
        """Which postings count, and are for a role and in a place where these are named."""
        found = self.arrays.counted.copy()
        if place is not None:
            found &= self.postings_in(self.place(place))
        if role is not None:
            wanted = np.zeros_like(found)
            wanted[self.postings_for(self.role(role))] = True
            found &= wanted
        return found

    # What numbers stand for

    def skill_kind(self, skill: int) -> SkillKind | None:
        """What sort of skill it is."""
        kind: SkillKind | None = self.arrays.tables["skills"]["kind"][int(skill)].as_py()
        return kind

    def modality(self, number: int) -> Modality:
        """The modality with a number."""
        return cast(Modality, MODALITIES[int(number)])

    def heading(self, posting: int) -> Heading:
        """What a list of postings shows of each."""
        columns = self.arrays.tables["postings"]
        employer = int(columns["employer"][int(posting)].as_py())
        day = int(columns["day"][int(posting)].as_py())
        return Heading(
            self.arrays.id("postings", posting),
            columns["title"][int(posting)].as_py(),
            self.arrays.label("employers", employer) if employer >= 0 else None,
            None if day == NO_DAY else (_EPOCH + timedelta(days=day)).isoformat(),
        )

    def place_name(self, place: int) -> str:
        """The name of a place and of its region or country, as in "Memphis, Tennessee"."""
        bounds, broad = self.arrays.broader("place_within")
        kinds = self.arrays.tables["places"]["kind"]
        at = place
        while bounds[at] < bounds[at + 1]:
            at = int(broad[bounds[at]])
            if kinds[at].as_py() in {"region", "country"}:
                return f"{self.arrays.label('places', place)}, {self.arrays.label('places', at)}"
        return self.arrays.label("places", place)

    def words(
        self, *, role: str | None = None, skill: str | None = None, place: str | None = None
    ) -> str:
        """The conditions of a question in words, by the usual names of what it is about."""
        words = []
        if role is not None:
            words.append(f"for {self.arrays.label('roles', self.role(role))}")
        if skill is not None:
            words.append(f"that name {self.arrays.label('skills', self.skill(skill))}")
        if place is not None:
            words.append(f"in {self.arrays.label('places', self.place(place))}")
        return " ".join(words)

    # Reasons

    def reasons(self, facts: Sequence[Iterable[Fact]]) -> list[Reasons]:
        """The evidence of several rows, read for all of them when one is looked at.

        Args:
            facts: for each row where postings say it; a generator is not run before that.
        """
        read: list[list[Evidence]] = []

        def quote(row: int) -> list[Evidence]:
            if not read:
                read.extend(self._quote([tuple(of_row) for of_row in facts]))
            return read[row]

        return [Reasons(partial(quote, row)) for row in range(len(facts))]

    def facts_of_requirements(self, requirements: Any) -> list[Fact]:
        """Where some requirements stand in their postings."""
        columns = (self.arrays.column("requirements", name) for name in ("posting", "start", "end"))
        rows = np.asarray(requirements, dtype=np.int64)
        found = zip(*(column[rows].tolist() for column in columns), strict=True)
        return [Fact(*row) for row in found]

    def facts_of_asks(self, rows: Any) -> list[Fact]:
        """Where postings say what some rows of ``asks`` hold."""
        return self.facts_of_requirements(self.arrays.column("asks", "requirement")[rows])

    def facts_naming(self, postings: Iterable[int], skill: str | None) -> list[Fact]:
        """Where postings ask for a skill; where none is named, their first demand."""
        number = None if skill is None else self.skill(skill)
        found = []
        for posting in postings:
            if number is None:
                row = int(self.arrays.requirements_of_posting[posting])
                last = int(self.arrays.requirements_of_posting[posting + 1])
                found += self.facts_of_requirements([row] if row < last else [])
                continue
            rows = np.arange(*self.arrays.asks_of_posting[[posting, posting + 1]])
            found += self.facts_of_asks(rows[self.arrays.column("asks", "skill")[rows] == number])
        return found

    def _quote(self, wanted: list[tuple[Fact, ...]]) -> list[list[Evidence]]:
        numbers = sorted({fact.posting for facts in wanted for fact in facts})
        ids = dict(zip(numbers, self.arrays.ids("postings", numbers), strict=True))
        texts = {found.posting: found.text for found in self.store.documents(ids.values())}
        return [
            [
                evidence(ids[fact.posting], texts[ids[fact.posting]], fact.start, fact.end)
                for fact in facts
                if ids[fact.posting] in texts
            ]
            for facts in wanted
        ]
