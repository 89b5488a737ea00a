"""Put the skills together: curated tables, then what ESCO says of the same names."""

from collections.abc import Iterable

from skillweave.ontology.importers.draft import Draft, Drafts
from skillweave.ontology.importers.rules import Rules
from skillweave.ontology.importers.sources import EscoSkill
from skillweave.ontology.importers.tables import TABLES, Entry, read_table


def build_skills(entries: Iterable[Entry], rules: Rules, esco: Iterable[EscoSkill]) -> Drafts:
    """All skills with their names, families, links and external concepts.

    Labels are entered before aliases, so a label is never lost to the alias of another concept;
    families come last, so a family may be named by an alias (NoSQL database, NoSQL).
    """
    drafts = Drafts()
    entries = list(entries)
    for entry in entries:
        label, rule = entry.names[0]
        draft = drafts.find(label)
        if draft is None:
            draft = Draft(label, entry.kind)
            drafts.add(draft, [(label, rules.of(label, entry.kind, rule))])
        if entry.family:
            draft.broader.append(entry.family)
    for entry in entries:
        drafts.add(
            drafts.get(entry.label),
            [(n, rules.of(n, entry.kind, rule)) for n, rule in entry.names[1:]],
        )
    if drafts.conflicts:
        raise ValueError(f"names of two concepts (name, concept, owner): {drafts.conflicts}")
    links = read_table(TABLES / "links.yaml")
    _add_families(drafts, [*(e.family for e in entries if e.family), *_linked(links)])
    _add_links(drafts, links)
    for skill in esco:
        for match, names in (("exact", [skill.label]), ("close", skill.aliases)):
            for name in names:
                draft = drafts.find(name)
                if draft is not None:
                    draft.add_external(f"esco:skill/{skill.id}", match, skill.label)
    return drafts


def _linked(links: dict[str, dict[str, list[str]]]) -> list[str]:
    return [label for broader in links["broader"].values() for label in broader]


def _add_families(drafts: Drafts, families: Iterable[str]) -> None:
    # A family that no table declares serves roll-ups alone; its name is not looked for in texts.
    for family in families:
        if drafts.find(family) is None:
            drafts.add(Draft(family, "method"), [(family, "-")])


def _add_links(drafts: Drafts, links: dict[str, dict[str, list[str]]]) -> None:
    for relation in ("broader", "related"):
        for label, others in links[relation].items():
            draft = drafts.find(label)
            if draft is None:
                raise KeyError(f"links.yaml, {relation}: no table declares {label!r}")
            getattr(draft, relation).extend(others)
