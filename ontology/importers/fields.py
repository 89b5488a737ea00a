"""Put the fields of study together: CIP titles and the names that people write."""

import re
from collections.abc import Mapping

from skillweave.ontology.importers.draft import Draft, Drafts
from skillweave.ontology.importers.tables import TABLES, read_table


def field_names(title: str) -> list[str]:
    """Names in a CIP title, the label first.

    >>> field_names("Registered Nursing/Registered Nurse"), field_names("Biology, General")
    (['registered nursing', 'registered nurse'], ['biology'])
    """
    title = re.sub(r",? (General|Other|NEC)$|\s*\(.*?\)", "", title.strip())
    return [part.strip().casefold() for part in re.split(r"/(?=[A-Z])", title) if part.strip()]


def build_fields(cip: Mapping[str, str], isced: Mapping[str, str]) -> Drafts:
    """All fields of study with names, codes and broader fields."""
    drafts = Drafts()
    curated = read_table(TABLES / "fields.yaml")
    for label, about in curated.items():
        draft = drafts.add(Draft(label, "field"), [(label, "a")])
        draft.codes.extend(f"cip:{code}" for code in about.get("cip", ()))
        draft.broader.extend(about.get("broader", ()))
    for label, about in curated.items():
        drafts.add(drafts.get(label), [(alias, "a") for alias in about.get("aliases", ())])
    labels: dict[str, str] = {}
    for code, title in sorted(cip.items(), key=lambda item: (len(item[0]), item[0])):
        if title.endswith(", Other") or (title.endswith(", General") and len(code) == 7):
            continue
        names = field_names(title.capitalize() if title.isupper() else title)
        known = drafts.find(names[0])
        draft = known or drafts.add(Draft(names[0], "field"), [(names[0], "a")])
        if known is None:
            parent = labels.get(code[:5]) or labels.get(code[:2])
            if parent and parent != draft.label:
                draft.broader.append(parent)
        if f"cip:{code}" not in draft.codes:
            draft.codes.append(f"cip:{code}")
        labels[code] = draft.label
        drafts.add(draft, [(name, "a") for name in names[1:]])
    for code, title in isced.items():
        named = drafts.find(title)
        if named is not None and len(code) == 4:
            named.codes.append(f"isced-f:{code}")
            named.add_external(f"esco:isced-f/{code}", "exact", title)
    return drafts
