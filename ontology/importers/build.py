"""Build all data files from sources and tables, and write them."""

import hashlib
from pathlib import Path
from typing import Any, Final

import orjson

from skillweave.ontology.importers import postings as collections
from skillweave.ontology.importers import sources
from skillweave.ontology.importers.draft import Drafts
from skillweave.ontology.importers.fields import build_fields
from skillweave.ontology.importers.roles import Occupations, build_roles, title_phrases
from skillweave.ontology.importers.rules import Rules
from skillweave.ontology.importers.skills import build_skills
from skillweave.ontology.importers.tables import TABLES, read_table, skill_entries


def build(shared: Path) -> dict[str, bytes]:
    """The data files by name; takes about a minute."""
    taxonomies, postings = shared / "taxonomies", shared / "postings"
    esco = sources.esco_occupations(taxonomies)
    occupations = Occupations(
        sources.onet_occupations(taxonomies),
        sources.onet_occupations(taxonomies, "24.2"),
        sources.isco_groups(taxonomies),
        sources.crosswalk(taxonomies),
        esco,
    )
    skills = build_skills(
        skill_entries(),
        Rules(sources.onet_tasks(taxonomies), read_table(TABLES / "name-rules.yaml")),
        sources.esco_skills(taxonomies),
    )
    roles = build_roles(
        occupations,
        esco,
        sources.onet_alternate_titles(taxonomies),
        title_phrases(collections.titles(postings)),
    )
    fields = build_fields(sources.cip_titles(taxonomies), sources.isced_fields(taxonomies))
    files = {
        "skills.jsonl": _jsonl(_rows(skills)),
        "roles.jsonl": _jsonl(_rows(roles)),
        "occupations.jsonl": _jsonl(_occupation_rows(occupations)),
        "fields.jsonl": _jsonl(_rows(fields)),
    }
    digest = hashlib.sha256(b"".join(files.values())).hexdigest()
    about = {
        "version": f"1-{digest[:12]}",
        "tables": tables_digest(),
        "schemes": read_table(TABLES / "schemes.yaml")["schemes"],
        "retired": read_table(TABLES / "retired.yaml") or {},
    }
    files["taxonomy.json"] = orjson.dumps(about, option=orjson.OPT_INDENT_2) + b"\n"
    return files


def write(files: dict[str, bytes], folder: Path) -> None:
    """Write the data files, refusing to lose the id of a concept.

    Raises:
        SystemExit: an id that was shipped is neither kept nor listed in retired.yaml.
    """
    retired = read_table(TABLES / "retired.yaml") or {}
    for name, content in files.items():
        path = folder / name
        if name.endswith(".jsonl") and path.exists():
            lost = _ids(path.read_bytes()) - _ids(content) - set(retired)
            if lost:
                raise SystemExit(
                    f"{name} would lose {len(lost)} ids: {', '.join(sorted(lost)[:20])}; "
                    f"list them with their successors in {TABLES / 'retired.yaml'}"
                )
        path.write_bytes(content)


def tables_digest() -> str:
    """SHA-256 over all curated tables, to tell whether the data were built from them."""
    digest = hashlib.sha256()
    for path in sorted(TABLES.rglob("*.yaml")):
        digest.update(path.relative_to(TABLES).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _ids(jsonl: bytes) -> set[str]:
    return {orjson.loads(line)[0] for line in jsonl.splitlines()}


def _rows(drafts: Drafts) -> list[list[Any]]:
    ids = drafts.ids()
    return [draft.row(ids) for draft in drafts]


_MATCH_FROM_SOC: Final = {"exact": "exact", "close": "close", "broad": "narrow", "narrow": "broad"}
"""The crosswalk says how O*NET's occupation relates to ESCO's; a concept says the converse."""


def _occupation_rows(occupations: Occupations) -> list[list[Any]]:
    external: dict[str, list[list[str]]] = {code: [] for code in occupations.soc}
    for row in occupations.crossings:
        match = _MATCH_FROM_SOC[row.match.removesuffix("ISCO")]
        iri = row.iri.removeprefix("http://data.europa.eu/esco/")
        external[row.soc].append([match, f"esco:{iri}", row.label])
    rows: list[list[Any]] = []
    for code, title in occupations.soc.items():
        major = f"{code[:7]}.00"
        broader = [f"occupation/soc-{major}"] if major != code and major in occupations.soc else []
        rows.append(
            [
                f"occupation/soc-{code}",
                title,
                "occupation",
                [],
                broader,
                [],
                [["exact", f"onet:{code}", title], *sorted(external[code])],
                [],
                "-",
            ]
        )
    for code, title in occupations.isco.items():
        broader = [f"occupation/isco-{code[:-1]}"] if len(code) > 1 else []
        rows.append(
            [
                f"occupation/isco-{code}",
                title,
                "occupation",
                [],
                broader,
                [],
                [["exact", f"esco:isco/C{code}", title]],
                [],
                "-",
            ]
        )
    return rows


def _jsonl(rows: list[list[Any]]) -> bytes:
    return b"".join(orjson.dumps(row) + b"\n" for row in sorted(rows, key=lambda row: str(row[0])))
