"""From a Posting and its Record to rows of the graph's tables.

Rows are collected for a batch of postings and given as Arrow tables, in which each row names its
posting by number. What several postings may state alike (an employer, a place, a skill that the
taxonomy does not list) is stated by each of them; the store shows it once.
"""

import hashlib
import re
from collections import defaultdict
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

import pyarrow as pa

from skillweave.loaders.duplicates import buckets
from skillweave.loaders.extraction.place_names import read_places
from skillweave.loaders.posting import Posting
from skillweave.ontology.concepts import Taxonomy, slug
from skillweave.ontology.gazetteer import Gazetteer, fold_name
from skillweave.ontology.record import Option, Place, Record, Requirement, Salary, Title
from skillweave.ontology.schema import posting_id
from skillweave.ontology.tables import TableBuilder

TABLES_VERSION: Final = "4"
"""Changes whenever the same Record may give other rows; part of what makes a posting stale."""

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def well_formed(text: str) -> str:
    r"""Text that can be written as UTF-8, of the same length: lone surrogates become U+FFFD.

    >>> well_formed("caf\udce9")
    'caf�'
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return _LONE_SURROGATE.sub("\ufffd", text)
    return text


def content_digest(posting: Posting, *, extractor: str, taxonomy: str) -> str:
    """Digest of all that a posting's rows are made from, except where it was read.

    A posting whose digest the store knows need not be read again. A file that was only renamed,
    or that got another row above, changes nothing.

    Args:
        posting: the posting.
        extractor: version of the extraction.
        taxonomy: version of the taxonomy.
    """
    parts = (
        posting.source,
        posting.source_id,
        posting.format,
        posting.stated,
        posting.headings,
        posting.header_end,
        extractor,
        taxonomy,
        TABLES_VERSION,
    )
    digest = hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16)
    digest.update(posting.text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def node_slug(label: str) -> str:
    """The last part of an id for any label; a hash where it has no Latin letter or digit.

    >>> node_slug("Acme & Sons, Inc.")
    'acme-and-sons-inc'
    >>> node_slug("株式会社").startswith("x-")
    True
    """
    return slug(label) or "x-" + hashlib.blake2b(label.encode(), digest_size=6).hexdigest()


def candidate_skill(label: str) -> str:
    """The id of a skill that the taxonomy does not list.

    >>> candidate_skill("Foo Bar")
    'skill/candidate-foo-bar'
    """
    return f"skill/candidate-{node_slug(label)}"


class _Location(NamedTuple):
    id: str
    name: str
    kind: str
    country: str | None
    lat: float | None
    lon: float | None


@lru_cache(maxsize=16_384)
def _place_chain(place: str) -> tuple[_Location, ...]:
    # A place of the gazetteer, then what it lies in, nearest first.
    gazetteer = Gazetteer.builtin()
    found = gazetteer.place(place)
    if found is None:
        return ()
    chain = []
    for here in (found, *gazetteer.within(found)):
        on_map = bool(here.latitude or here.longitude)  # regions and countries have no point
        point = (round(here.latitude, 5), round(here.longitude, 5)) if on_map else (None, None)
        chain.append(_Location(here.id, here.name, here.kind, here.country, *point))
    return tuple(chain)


@lru_cache(maxsize=16_384)
def _named_chain(
    city: str | None, region: str | None, country: str | None
) -> tuple[_Location, ...]:
    # Parts of an address that the gazetteer does not know, down from the finest.
    known = Gazetteer.builtin().country(country) if country else None
    chain: tuple[_Location, ...] = _place_chain(known.id) if known else ()
    if country and not known:
        chain = (_Location(f"place/{node_slug(country)}", country, "country", country, None, None),)
    if region:
        listed = [
            place
            for place in Gazetteer.builtin().named(region)
            if place.kind == "region" and place.country == country
        ]
        if listed:
            chain = _place_chain(listed[0].id)
        else:
            name = " ".join(part for part in (region, country) if part)
            chain = (
                _Location(f"place/{node_slug(name)}", region, "region", country, None, None),
                *chain,
            )
    if city:
        name = " ".join(part for part in (city, region, country) if part)
        chain = (_Location(f"place/{node_slug(name)}", city, "city", country, None, None), *chain)
    return chain


def _chain(place: Place) -> tuple[_Location, ...]:
    chain = _place_chain(place.place) if place.place else ()
    chain = chain or _named_chain(place.city, place.region, place.country)
    return chain or (
        _Location(f"place/{node_slug(place.text)}", place.text, "zone", None, None, None),
    )


def _day(written: str | None) -> date | None:
    # The Record keeps what is no date; the graph cannot.
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None


class PostingTables:
    """The rows of a batch of postings.

    Args:
        taxonomy: tells listed concepts from candidates.
        run: id of the run that reads them.

    Cost: a fraction of a millisecond a posting; the rows stay in memory.
    """

    def __init__(self, taxonomy: Taxonomy, *, run: str) -> None:
        self._taxonomy = taxonomy
        self._run = run
        self._builder = TableBuilder(owned=True)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, posting: Posting, record: Record, *, digest: str) -> None:
        """Add the rows of one posting: all of them, or none if it cannot be laid out.

        Args:
            posting: the posting; its text must be :func:`well_formed`.
            record: what it says.
            digest: its :func:`content_digest`.

        Raises:
            ValueError: the Record cannot be written as JSON, or two of its requirements share a
                key.
        """
        rows = _PostingRows(self._count, posting_id(record.id), self._taxonomy)
        rows.add(posting, record, run=self._run, digest=digest)
        for table, found in rows.found.items():
            self._builder.rows(table).extend(found)
        self._count += 1

    def tables(self) -> dict[str, pa.Table]:
        """The tables that have rows; ``owner`` is the posting's number in the batch, from 0."""
        return self._builder.tables()


class _PostingRows:
    # The rows of one posting, by table.

    def __init__(self, owner: int, posting: str, taxonomy: Taxonomy) -> None:
        self.found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._owner = owner
        self._posting = posting
        self._taxonomy = taxonomy
        self._stated: set[tuple[str, str, str]] = set()
        self._keys: set[str] = set()

    def _state(self, table: str, first: str, second: str) -> bool:
        # Whether it is new that the posting states this edge, or this node under this name.
        fact = (table, first, second)
        if fact in self._stated:
            return False
        self._stated.add(fact)
        return True

    def _edge(self, edge: str, source: str, target: str) -> None:
        if self._state(edge, source, target):
            self.found[edge].append((self._owner, source, target))

    def add(self, posting: Posting, record: Record, *, run: str, digest: str) -> None:
        self._add_document(posting, record, digest)
        self._add_posting(posting, record)
        self._edge("EXTRACTED_BY", self._posting, run)
        if record.employer:
            employer = f"employer/{node_slug(record.employer)}"
            self.found["Employer"].append((self._owner, employer, record.employer))
            self._edge("HIRED_BY", self._posting, employer)
        if record.title.concept or record.title.role:
            self._edge("FOR_ROLE", self._posting, self._role(record.title))
        for place in record.locations:
            self._edge("LOCATED_IN", self._posting, self._location(_chain(place)))
        for salary in record.salaries:
            self._add_salary(salary, record)
        for requirement in record.requirements:
            node = self._add_requirement(requirement)
            self._edge("HAS_REQUIREMENT", self._posting, node)
        for _, node, other in self.found.get("IN_LIEU_OF", ()):
            if other not in self._keys:
                raise ValueError(f"{node} stands in for {other}, which is not there")

    def _add_document(self, posting: Posting, record: Record, digest: str) -> None:
        document = (
            self._owner,
            self._posting,
            digest,
            well_formed(posting.file),
            well_formed(posting.position),
            posting.format,
            posting.text,
            record.model_dump_json(),
        )
        self.found["document"].append(document)
        found = buckets(posting.text, record.title.text or "")
        self.found["bucket"].extend((self._owner, bucket) for bucket in found)

    def _add_posting(self, posting: Posting, record: Record) -> None:
        row = (
            self._owner,
            self._posting,
            record.title.text,
            well_formed(posting.source),
            posting.source_id and well_formed(posting.source_id),
            record.url,
            _day(record.date_posted),
            _day(record.valid_through),
            record.language,
            record.title.seniority,
            record.work_mode,
            record.employment_types,
            record.sponsorship,
            record.text_sha256,
            record.reader,
        )
        self.found["Posting"].append(row)

    def _role(self, title: Title) -> str:
        label = title.role or title.text or ""
        role = title.concept or f"role/candidate-{node_slug(label)}"
        if role not in self._taxonomy:
            self.found["Role"].append((self._owner, role, label, None, "candidate"))
        return role

    def _location(self, chain: tuple[_Location, ...]) -> str:
        for location in chain:
            if self._state("Location", location.id, location.name):
                self.found["Location"].append((self._owner, *location))
        for inner, outer in pairwise(chain):
            self._edge("WITHIN", inner.id, outer.id)
        return chain[0].id

    def _add_salary(self, salary: Salary, record: Record) -> None:
        chains = _pay_places(salary.location, record.locations) if salary.location else []
        band = self._key(f"{self._posting}#pay-{salary.start}-{salary.end}")
        row = (
            self._owner,
            band,
            salary.min,
            salary.max,
            salary.currency,
            salary.period,
            None if chains else salary.location,
            salary.start,
            salary.end,
            salary.quote,
        )
        self.found["SalaryBand"].append(row)
        self._edge("PAYS", self._posting, band)
        for chain in chains:
            self._edge("APPLIES_IN", band, self._location(chain))

    def _key(self, wanted: str) -> str:
        # Two bands may rest on one sentence; the second takes the next free number.
        key, number = wanted, 1
        while key in self._keys:
            number += 1
            key = f"{wanted}-{number}"
        self._keys.add(key)
        return key

    def _add_requirement(self, requirement: Requirement) -> str:
        node = f"{self._posting}#{requirement.key}"
        if node in self._keys:
            raise ValueError(f"two requirements have the key {requirement.key}")
        self._keys.add(node)
        row = (
            self._owner,
            node,
            requirement.kind,
            requirement.modality,
            requirement.logic,
            requirement.at_least,
            requirement.open_list,
            requirement.min_months,
            requirement.max_months,
            requirement.exclusive_minimum,
            requirement.excludes,
            requirement.about,
            requirement.start,
            requirement.end,
            requirement.quote,
            requirement.section,
            requirement.confidence,
        )
        self.found["Requirement"].append(row)
        for option in requirement.options:
            self._edge("OPTION", node, self._skill(option))
        for level in requirement.levels:
            self._edge("AT_LEVEL", node, f"education/{level}")
        for field in requirement.fields:
            self._edge("IN_FIELD", node, self._field(field))
        if requirement.in_lieu_of:
            self._edge("IN_LIEU_OF", node, f"{self._posting}#{requirement.in_lieu_of}")
        for part in requirement.parts:
            self._edge("HAS_PART", node, self._add_requirement(part))
        return node

    def _skill(self, option: Option) -> str:
        skill = option.concept or candidate_skill(option.label)
        if skill not in self._taxonomy and self._state("Skill", skill, option.label):
            row = (self._owner, skill, option.label, option.kind, None, None, "candidate")
            self.found["Skill"].append(row)
        return skill

    def _field(self, name: str) -> str:
        concepts = self._taxonomy.resolve(name, kind="field")
        if concepts:
            return concepts[0].id
        field = f"field/candidate-{node_slug(name)}"
        if self._state("FieldOfStudy", field, name):
            row = (self._owner, field, name, None, None, None, "candidate")
            self.found["FieldOfStudy"].append(row)
        return field


def _pay_places(written: str, places: tuple[Place, ...]) -> list[tuple[_Location, ...]]:
    # The places that a band is stated for; nothing for a zone that is on no map. The posting's own
    # places come first: they say which of several places of a name is meant.
    key = fold_name(written)
    for place in places:
        names = (place.text, place.city, f"{place.city} {place.region}", place.region)
        if any(name and fold_name(name) == key for name in names):
            return [_chain(place)]
    found = _read_places(written)
    known = [_place_chain(place.place) for place in found if place.place]
    return known if all(known) and len(known) == len(found) else []


@lru_cache(maxsize=4096)
def _read_places(written: str) -> tuple[Place, ...]:
    return tuple(read_places(written, 0))
