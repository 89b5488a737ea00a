"""The gazetteer: what places there are, what they are called and what they lie in.

A posting says "Richmond, VA", "München" or "Remote (UK)"; the graph needs one node for each place
and the chain of regions above it. All facts come from GeoNames (CC BY 4.0), written once by
``skillweave.ontology.importers.places`` into two Arrow files beside this package:

* ``places.arrow``: one row a place; countries first, then regions, then cities. A row knows the
  row that it lies in.
* ``place_names.arrow``: every folded name with the row it names, in byte order.

A name is found by binary search in the second file, so that opening the gazetteer costs some
twenty milliseconds and no dictionary of all names is ever built.
"""

import re
import unicodedata
from bisect import bisect_left
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Final, Literal, NamedTuple, Self

import pyarrow as pa
from pyarrow import feather

PlaceKind = Literal["country", "region", "county", "city"]
"""``region`` is the first division of a country, ``county`` one below it."""

PLACE_KINDS: Final[tuple[PlaceKind, ...]] = ("country", "region", "county", "city")

_ABBREVIATED: Final = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
_PUNCTUATION: Final = re.compile(r"[^\w]+")


class Container(NamedTuple):
    """A place that another lies in, as the graph's WITHIN edges need it."""

    id: str
    name: str
    kind: PlaceKind
    country: str


class GazetteerPlace(NamedTuple):
    """A place that has a GeoNames id.

    Attributes:
        id: ``place/<geonames id>``.
        name: its usual English name.
        kind: country, region, county or city.
        country: ISO 3166-1 alpha-2 code of its country (its own, for a country).
        code: second half of a region's ISO 3166-2 code ("VA", "ON"), else empty.
        population: inhabitants; of a region or country, those of its cities together.
        latitude: degrees, 0 for regions and countries.
        longitude: degrees, 0 for regions and countries.
        row: its row in the gazetteer.
        parent: row of the place that it lies in; -1 for a country.
    """

    id: str
    name: str
    kind: PlaceKind
    country: str
    code: str
    population: int
    latitude: float
    longitude: float
    row: int
    parent: int


@lru_cache(maxsize=65_536)
def fold_name(name: str) -> str:
    """Lower case, no accents, no punctuation, "St." as "Saint": one key for all spellings.

    >>> fold_name("St. Louis"), fold_name("SAINT-DENIS"), fold_name("Zürich")
    ('saint louis', 'saint denis', 'zurich')
    """
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name)
        name = "".join(char for char in decomposed if not unicodedata.combining(char))
    name = name.replace("'", "").replace("’", "").replace(".", "").lower()
    words = _PUNCTUATION.sub(" ", name).split()
    return " ".join([_ABBREVIATED.get(word, word) for word in words])


class Gazetteer:
    """Places by name, by code and by id.

    Args:
        places: the table of places.
        names: the table of folded names, sorted, with the row of the place each one names.
    """

    def __init__(self, places: pa.Table, names: pa.Table) -> None:
        self._columns = [places.column(name).combine_chunks() for name in places.column_names]
        column = names.column("name").combine_chunks()
        _, offsets, data = column.buffers()
        self._offsets = memoryview(offsets).cast("i")
        self._names = data.to_pybytes()
        self._rows = memoryview(names.column("row").combine_chunks().buffers()[1]).cast("i")
        self._count = len(column)
        self._row_of_id: dict[int, int] = {}
        self._codes: dict[str, list[int]] = {}
        kinds = places.column("kind").combine_chunks().buffers()[1].to_pybytes()
        counties = kinds.index(PLACE_KINDS.index("county"))  # all rows with codes stand before them
        head = places.slice(0, counties).select(["kind", "country", "code"]).to_pydict()
        self._countries: dict[str, int] = {}
        for row, (kind, country, code) in enumerate(
            zip(head["kind"], head["country"], head["code"], strict=True)
        ):
            if kind == 0:
                self._countries[country] = row
            elif code:
                self._codes.setdefault(code, []).append(row)
        self.place_at = lru_cache(maxsize=65_536)(self._place_at)
        self.named = lru_cache(maxsize=65_536)(self._named)

    @classmethod
    @cache
    def builtin(cls) -> Self:
        """The gazetteer that comes with the package, opened once a process."""
        tables = []
        for name in ("places.arrow", "place_names.arrow"):
            with as_file(files("skillweave.ontology") / "data" / name) as path:
                tables.append(feather.read_table(path, memory_map=False))
        return cls(*tables)

    def _place_at(self, row: int) -> GazetteerPlace:
        number, name, kind, country, code, population, latitude, longitude, parent = (
            column[row].as_py() for column in self._columns
        )
        return GazetteerPlace(
            id=f"place/{number}",
            name=name,
            kind=PLACE_KINDS[kind],
            country=country,
            code=code,
            population=population,
            latitude=latitude,
            longitude=longitude,
            row=row,
            parent=parent,
        )

    def _name_at(self, index: int) -> bytes:
        name: bytes = self._names[self._offsets[index] : self._offsets[index + 1]]
        return name

    def _named(self, name: str) -> tuple[GazetteerPlace, ...]:
        key = fold_name(name).encode()
        if not key:
            return ()
        index = bisect_left(range(self._count), key, key=self._name_at)
        rows = []
        while index < self._count and self._name_at(index) == key:
            rows.append(self._rows[index])
            index += 1
        found = [self.place_at(row) for row in rows]
        found.sort(key=lambda place: (-place.population, place.row))
        return tuple(found)

    def country(self, code: str) -> GazetteerPlace | None:
        """The country of an ISO 3166-1 alpha-2 code in upper case."""
        row = self._countries.get(code)
        return None if row is None else self.place_at(row)

    def regions_coded(self, code: str) -> list[GazetteerPlace]:
        """Regions whose ISO 3166-2 code ends in ``code`` ("VA"), in all countries."""
        return [self.place_at(row) for row in self._codes.get(code, ())]

    def within(self, place: GazetteerPlace) -> list[GazetteerPlace]:
        """The places that ``place`` lies in, nearest first."""
        chain = []
        while place.parent >= 0:
            place = self.place_at(place.parent)
            chain.append(place)
        return chain

    def place(self, place_id: str) -> GazetteerPlace | None:
        """The place of an id such as ``place/4781708``; None for zones and unknown ids."""
        number = place_id.removeprefix("place/")
        if not number.isdecimal():
            return None
        if not self._row_of_id:
            ids = self._columns[0].to_pylist()
            self._row_of_id = {number: row for row, number in enumerate(ids)}
        row = self._row_of_id.get(int(number))
        return None if row is None else self.place_at(row)


def containers(place_id: str) -> list[Container]:
    """What a place lies in, nearest first: its county or region, and its country.

    Args:
        place_id: an id such as ``place/4781708``.

    Returns:
        One entry a container; nothing for a country, a zone or an unknown id.
    """
    gazetteer = Gazetteer.builtin()
    place = gazetteer.place(place_id)
    if place is None:
        return []
    return [
        Container(above.id, above.name, above.kind, above.country)
        for above in gazetteer.within(place)
    ]
