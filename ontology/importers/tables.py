"""Read the curated tables of skills.

A table is a YAML file: ``kind``, then families; a family holds concepts, a concept its aliases::

    kind: technology
    relational database:            # a concept of some table; "none" for no family
      PostgreSQL: [Postgres, psql]
      Oracle Database: [Oracle?, Oracle DB]

The last character of a name may say when it counts in a text: ``?`` only with evidence (Go?),
``!`` only as written or in capitals (SAS!), ``-`` never (it is known to the look-up only). Without
a sign the rule is found by :mod:`skillweave.ontology.importers.rules`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

TABLES: Final = Path(__file__).parent / "tables"

_SIGNS: Final = {"?": "x", "!": "c", "-": "-"}


class Entry(NamedTuple):
    """One concept of a table; ``names`` are spellings with their signed rule, "" if unsigned."""

    label: str
    kind: str
    family: str | None
    names: tuple[tuple[str, str], ...]


def read_table(path: Path) -> dict[str, Any]:
    """A YAML table in which every scalar is a string (No and 1.0 are names like others)."""
    table: dict[str, Any] = yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506
    return table


def split_sign(written: str) -> tuple[str, str]:
    """Part a name from the sign of its rule.

    >>> split_sign("Go?"), split_sign("C++")
    (('Go', 'x'), ('C++', ''))
    """
    rule = _SIGNS.get(written[-1:], "")
    return (written[:-1], rule) if rule else (written, "")


def skill_entries() -> Iterator[Entry]:
    """Every concept of the tables in ``tables/skills``, in the order of files and lines."""
    for path in sorted((TABLES / "skills").glob("*.yaml")):
        table = read_table(path)
        kind = table.pop("kind")
        for family, concepts in table.items():
            for label, aliases in concepts.items():
                names = tuple(split_sign(name) for name in (label, *(aliases or ())))
                yield Entry(names[0][0], kind, None if family == "none" else family, names)
