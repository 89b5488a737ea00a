"""Read the source files: ESCO, O*NET, the crosswalk between them, CIP. Facts only.

Each function reads one file of the ``taxonomies`` folder and gives plain rows; what is made of
them is decided elsewhere. Descriptions and definitions are skipped.
"""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


def _lines(path: Path) -> Iterator[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as stream:
        yield from stream


def _csv(path: Path) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_lines(path))


def _tsv(path: Path) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_lines(path), delimiter="\t", quoting=csv.QUOTE_NONE)


@dataclass
class EscoSkill:
    """A skill or knowledge concept of ESCO; ``groups`` are codes of its hierarchy."""

    id: str
    label: str = ""
    aliases: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)


def esco_skills(taxonomies: Path) -> list[EscoSkill]:
    """ESCO v1.1.1 skills with their labels and the codes of their groups."""
    skills: dict[str, EscoSkill] = {}
    for row in _csv(taxonomies / "esco" / "esco_skills_labels_v1.1.1.csv.gz"):
        skill = skills.setdefault(row["id"], EscoSkill(row["id"]))
        if row["type"] == "preferredLabel":
            skill.label = row["description"]
        else:
            skill.aliases.append(row["description"])
        skill.groups = sorted({*skill.groups, *_codes(row["hierarchy_levels"])})
    return [skill for skill in skills.values() if skill.label]


def _codes(levels: str) -> list[str]:
    # "[['S', 'S4', 'S4.5', None]]": the codes stand between single quotes
    return levels.split("'")[1::2]


class EscoOccupation(NamedTuple):
    """An occupation of ESCO and the ISCO-08 unit group that it belongs to."""

    iri: str
    label: str
    isco: str
    aliases: tuple[str, ...]


def esco_occupations(taxonomies: Path) -> list[EscoOccupation]:
    """ESCO v1.1.1 occupations."""
    path = taxonomies / "esco" / "tabiya" / "occupations.csv.gz"
    return [
        EscoOccupation(
            row["ORIGINURI"],
            row["PREFERREDLABEL"],
            row["ISCOGROUPCODE"],
            tuple(row["ALTLABELS"].splitlines()),
        )
        for row in _csv(path)
    ]


def isco_groups(taxonomies: Path) -> dict[str, str]:
    """ISCO-08 codes and titles, of all four levels."""
    path = taxonomies / "esco" / "tabiya" / "ISCOGroups.csv"
    return {row["CODE"]: row["PREFERREDLABEL"] for row in _csv(path)}


def isced_fields(taxonomies: Path) -> dict[str, str]:
    """ISCED-F 2013 codes and titles."""
    rows = _csv(taxonomies / "esco" / "tabiya" / "skillGroups.csv")
    return {
        row["ORIGINURI"].rpartition("/")[2]: row["PREFERREDLABEL"]
        for row in rows
        if "/isced-f/" in row["ORIGINURI"]
    }


def onet_occupations(taxonomies: Path, release: str = "newer") -> dict[str, str]:
    """O*NET-SOC codes and titles; ``newer`` is O*NET-SOC 2019, ``24.2`` the one before."""
    rows = _tsv(taxonomies / "onet" / release / "Occupation Data.txt.gz")
    return {row["O*NET-SOC Code"]: row["Title"] for row in rows}


def onet_alternate_titles(taxonomies: Path) -> dict[str, list[str]]:
    """What people call the occupations: title to the codes (O*NET 24.2) that list it."""
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for row in _tsv(taxonomies / "onet" / "24.2" / "Alternate Titles.txt.gz"):
        codes[row["Alternate Title"]].append(row["O*NET-SOC Code"])
    return codes


def onet_tasks(taxonomies: Path) -> Iterator[str]:
    """Task statements: read for their vocabulary, never stored."""
    for row in _tsv(taxonomies / "onet" / "24.2" / "Task Statements.txt.gz"):
        yield row["Task"]


class Tool(NamedTuple):
    """A named software product of O*NET and the UNSPSC commodity that it belongs to."""

    name: str
    commodity: str
    hot: bool


def onet_technologies(taxonomies: Path) -> list[Tool]:
    """Software named in O*NET, each once a commodity."""
    rows = _tsv(taxonomies / "onet" / "newer" / "Technology Skills.txt.gz")
    tools = {
        Tool(row["Example"], row["Commodity Title"], row["Hot Technology"] == "Y") for row in rows
    }
    return sorted(tools)


class Crossing(NamedTuple):
    """A row of the official crosswalk: O*NET-SOC code, ESCO or ISCO IRI, type of match."""

    soc: str
    iri: str
    label: str
    match: str


def crosswalk(taxonomies: Path) -> list[Crossing]:
    """The ESCO - O*NET crosswalk; ``broad`` says that ESCO's concept is the broader one."""
    path = taxonomies / "crosswalk" / "crosswalk_esco_onet.csv.gz"
    lines = iter(_lines(path))
    for line in lines:
        if line.startswith("O*NET Id,"):
            break
    return [
        Crossing(row[0], row[3], row[4], row[6].removesuffix("Match"))
        for row in csv.reader(lines)
        if row and row[6]
    ]


def cip_titles(taxonomies: Path) -> dict[str, str]:
    """CIP 2020 codes and titles."""
    rows = _csv(taxonomies / "cip" / "CIPCode2020.csv")
    return {row["CIP_Code"]: row["CIP_Title"].rstrip(".") for row in rows}
