"""Write the files that are made from the schema: ``python -m skillweave.ontology.generate``.

==================== ====================================================================
``tables.sql``       table and view definitions of the local store
``record.schema.json`` JSON Schema of the Record
``model.md``         reference page of the graph model
``skillweave.ttl``   the ontology in OWL and RDFS
``shapes.ttl``       SHACL shapes that hold for every graph
``context.jsonld``   JSON-LD context
==================== ====================================================================

With ``--check`` nothing is written; the exit code is 1 if a file is missing or stale.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from skillweave.ontology.rdf_schema import context, ontology
from skillweave.ontology.record import Record
from skillweave.ontology.schema import (
    BASE_IRI,
    EDGE_TYPES,
    NODE_TYPES,
    PREFIXES,
    SIDE_TABLES,
    Ownership,
    Property,
    PropertyType,
    columns,
)
from skillweave.ontology.shapes import shapes

GENERATED: Final = Path(__file__).parent / "generated"
"""Where the files are."""

SQL_TYPES: Final[dict[PropertyType, str]] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "float": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "string_list": "VARCHAR[]",
}
"""DuckDB types of property values."""


def table_definitions() -> str:
    """SQL that lays the tables of an empty local store.

    What is kept stands in the database schema ``stored``: every row says whose it is in the column
    ``owner`` (a number of the posting; 0 is the taxonomy). Several postings may state one and the
    same node, each in a row of its own; so a posting can be replaced without looking at others.
    The views beside it show the graph as the model has it, each node and edge once.
    """
    head = "-- Made by `python -m skillweave.ontology.generate` from ontology/schema.py.\n"
    tables = [_table(node.label, owned=node.ownership != "run") for node in NODE_TYPES]
    tables += [_table(edge.type, owned=True) for edge in EDGE_TYPES]
    tables += [_table(side.name, owned=side.owned) for side in SIDE_TABLES]
    views = [_view(node.label, node.ownership) for node in NODE_TYPES]
    views += [_view(edge.type, edge.ownership) for edge in EDGE_TYPES]
    return "\n".join([head, "CREATE SCHEMA stored;\n", *tables, *views])


def _table(name: str, *, owned: bool) -> str:
    lines = ["    owner BIGINT NOT NULL"] if owned else []
    for column in columns(name):
        null = " NOT NULL" if column.required else ""
        lines.append(f'    "{column.name}" {SQL_TYPES[column.type]}{null}')
    return f'CREATE TABLE stored."{name}" (\n' + ",\n".join(lines) + "\n);\n"


def _view(name: str, ownership: Ownership) -> str:
    names = [f'"{column.name}"' for column in columns(name)]
    selected = ", ".join(names)
    body = f'SELECT {selected}\nFROM stored."{name}"'
    if ownership == "run":
        body += '\nWHERE id IN (SELECT target FROM stored."EXTRACTED_BY")'
    elif ownership == "shared" and names[0] == '"source"':
        body = body.replace("SELECT", "SELECT DISTINCT", 1)
    elif ownership == "shared":
        # The taxonomy's word counts most, then what most postings say, then the first in order.
        order = ", ".join(names[1:])
        body = (  # the names come from the schema alone
            f"SELECT {selected}\n"  # noqa: S608
            f"FROM (\n"
            f"    SELECT {selected}, min(owner) = 0 AS listed, count(*) AS said\n"
            f'    FROM stored."{name}"\n'
            f"    GROUP BY ALL\n"
            f")\n"
            f"QUALIFY row_number() OVER (PARTITION BY id ORDER BY listed DESC, said DESC, {order}) = 1"
        )
    return f'CREATE VIEW "{name}" AS\n{body};\n'


def record_schema() -> str:
    """JSON Schema of one line of ``skillweave extract``."""
    schema = Record.model_json_schema(mode="serialization")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": BASE_IRI + "record.schema.json",
    }
    return json.dumps(head | schema, indent=2, ensure_ascii=False) + "\n"


def reference_page() -> str:
    """The model for readers: every label, type and property, in Markdown."""
    parts = [
        "# The graph model\n",
        "Made by `python -m skillweave.ontology.generate` from `ontology/schema.py`.\n",
        f"A node's IRI is `{BASE_IRI}` followed by its id.\n",
        "## Namespaces\n",
        _grid(("prefix", "namespace"), ((f"`{p}:`", iri) for p, iri in PREFIXES.items())),
        "## Nodes\n",
    ]
    for node in NODE_TYPES:
        parts += [
            f"### {node.label}\n",
            f"{node.description} Id: `{node.pattern}`. Class: {_terms(node.classes)}.\n",
            _properties(node.properties),
        ]
    for heading, derived in (("Asserted edges", False), ("Derived edges", True)):
        chosen = [edge for edge in EDGE_TYPES if edge.derived is derived]
        parts += [
            f"## {heading}\n",
            _grid(
                ("edge", "from and to", "predicate", "meaning"),
                (
                    (
                        f"`{edge.type}`",
                        ", ".join(f"{source} → {target}" for source, target in edge.ends),
                        f"`{edge.iri}`",
                        edge.description,
                    )
                    for edge in chosen
                ),
            ),
        ]
        for edge in chosen:
            if edge.properties:
                parts += [f"### {edge.type}\n", _properties(edge.properties)]
    parts.append("## Beside the graph\n")
    for side in SIDE_TABLES:
        rows = ((f"`{c.name}`", c.type, c.description) for c in side.columns)
        parts += [
            f"### {side.name}\n",
            side.description + "\n",
            _grid(("column", "type", "meaning"), rows),
        ]
    return "\n".join(parts)


def _properties(properties: Sequence[Property]) -> str:
    return _grid(
        ("property", "type", "predicate", "meaning"),
        (
            (
                f"`{p.name}`" + (" (always)" if p.required else ""),
                p.type,
                f"`{p.iri}`",
                p.description + (f" One of {_terms(p.values)}." if p.values else ""),
            )
            for p in properties
        ),
    )


def _terms(terms: Iterable[str]) -> str:
    return ", ".join(f"`{term}`" for term in terms)


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def artifacts() -> dict[str, str]:
    """The text of every generated file, by file name."""
    return {
        "tables.sql": table_definitions(),
        "record.schema.json": record_schema(),
        "model.md": reference_page(),
        "skillweave.ttl": ontology(),
        "shapes.ttl": shapes(),
        "context.jsonld": context(),
    }


def stale_files(directory: Path) -> list[str]:
    """Names of the files in a directory that are missing or not what the schema makes now."""
    return [
        name
        for name, text in artifacts().items()
        if not (directory / name).is_file() or (directory / name).read_text("utf-8") != text
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files, or check them; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m skillweave.ontology.generate")
    parser.add_argument("--check", action="store_true", help="write nothing, name stale files")
    stale = stale_files(GENERATED)
    if parser.parse_args(arguments).check:
        for name in stale:
            print(f"stale: {GENERATED / name}", file=sys.stderr)
        return 1 if stale else 0
    GENERATED.mkdir(exist_ok=True)
    for name in stale:
        (GENERATED / name).write_text(artifacts()[name], "utf-8", newline="\n")
        print(f"wrote {GENERATED / name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
