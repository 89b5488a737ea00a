"""Put the roles together: curated ones, O*NET and ESCO occupations, and what people call them.

An alternate title of O*NET becomes a role where a posting has it in its title; the thousands that
nobody writes are left out.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from skillweave.ontology.concepts import fold
from skillweave.ontology.importers.draft import Draft, Drafts
from skillweave.ontology.importers.sources import Crossing, EscoOccupation
from skillweave.ontology.importers.tables import TABLES, read_table

_LONGEST_TITLE: Final = 6
_MOST_CODES: Final = 3
"""A title that O*NET lists under more occupations (Analyst, Supervisor) says nothing."""


def title_phrases(titles: Mapping[str, int]) -> Counter[str]:
    """Folded word sequences of job titles, and in how many postings' titles each stands."""
    counts: Counter[str] = Counter()
    for title, postings in titles.items():
        words = re.split(r"[^\w+#.&'/]+", title)
        phrases = {
            fold(" ".join(words[start:end]))
            for start in range(len(words))
            for end in range(start + 1, min(len(words), start + _LONGEST_TITLE) + 1)
        }
        for phrase in phrases:
            counts[phrase] += postings
    return counts


def role_label(title: str) -> str | None:
    """Make the name of a role from the title of an occupation, which is a plural.

    >>> role_label("Registered Nurses"), role_label("Computer Occupations, All Other")
    ('registered nurse', None)
    >>> role_label("Elementary School Teachers, Except Special Education")
    'elementary school teacher'
    """
    title = re.sub(r", (Except|General|Including)\b.*", "", title)
    if "," in title or "/" in title:
        return None
    words = [_small(word) for word in title.split()]
    for index, word in enumerate(words):
        if index == len(words) - 1 or words[index + 1] in {"and", "or"}:
            words[index] = _singular(word)
    return " ".join(words)


def _small(word: str) -> str:
    return word if len(word) <= 4 and word.isupper() else word.casefold()


def _singular(word: str) -> str:
    if word.endswith("men") and len(word) > 4:
        return word[:-3] + "man"
    for ending, single in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("ss", "ss"), ("s", "")):
        if word.endswith(ending):
            return word[: -len(ending)] + single
    return word


class Occupations:
    """The codes of both classifications and how they hang together."""

    def __init__(
        self,
        soc: Mapping[str, str],
        old_soc: Mapping[str, str],
        isco: Mapping[str, str],
        crossings: Iterable[Crossing],
        esco: Iterable[EscoOccupation],
    ) -> None:
        self.soc = soc
        self.isco = isco
        recoded = read_table(TABLES / "onet-recoded.yaml")
        by_title = {title: code for code, title in soc.items()}
        self._current = {
            code: code
            if code in soc
            else by_title.get(title) or recoded.get(code) or f"{code[:7]}.00"
            for code, title in old_soc.items()
        }
        self.crossings = [row for row in crossings if row.soc in soc]
        self.soc_of_esco: dict[str, set[str]] = defaultdict(set)
        for row in self.crossings:
            self.soc_of_esco[row.iri].add(row.soc)
        self._isco_of_soc = self._groups_by_match(
            {occupation.iri: occupation.isco for occupation in esco}
        )

    def _groups_by_match(self, isco_of: Mapping[str, str]) -> dict[str, set[str]]:
        # An exact match says which group an occupation belongs to; close ones only in its absence.
        groups: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in self.crossings:
            if row.iri in isco_of:
                groups[row.soc][row.match].add(isco_of[row.iri])
        return {soc: found["exact"] or found["close"] for soc, found in groups.items()}

    def current(self, old_code: str) -> str | None:
        """The code of the current edition for a code of the one before."""
        code = self._current.get(old_code)
        return code if code in self.soc else None

    def codes_of_soc(self, code: str) -> list[str]:
        """Ids of an O*NET-SOC occupation and the ISCO groups that the crosswalk ties to it."""
        groups = [f"occupation/isco-{group}" for group in self._isco_of_soc.get(code, ())]
        return [f"occupation/soc-{code}", *groups]


def build_roles(
    occupations: Occupations,
    esco: Iterable[EscoOccupation],
    alternates: Mapping[str, list[str]],
    phrases: Mapping[str, int],
) -> Drafts:
    """All roles with names, occupation codes, broader roles and external concepts."""
    drafts = Drafts()
    curated = read_table(TABLES / "roles.yaml")
    for label in curated:
        drafts.add(Draft(label, "role"), [(label, "a")])
    main: dict[str, Draft] = {}
    for code, title in occupations.soc.items():
        if (role := role_label(title)) is not None:
            draft = drafts.find(role) or drafts.add(Draft(role, "role"), [(role, "a")])
            draft.codes = sorted({*draft.codes, *occupations.codes_of_soc(code)})
            draft.add_external(f"onet:{code}", "exact", title)
            main[code] = draft
    for occupation in esco:
        draft = drafts.find(occupation.label) or drafts.add(
            Draft(occupation.label, "role"), [(occupation.label, "a")]
        )
        draft.add_external(f"esco:{_tail(occupation.iri)}", "exact", occupation.label)
        socs = occupations.soc_of_esco[occupation.iri]
        codes = {f"occupation/soc-{code}" for code in socs} if len(socs) <= _MOST_CODES else set()
        draft.codes = sorted({*draft.codes, *codes, f"occupation/isco-{occupation.isco}"})
    _add_curated(drafts, curated, occupations)
    _add_alternates(drafts, alternates, occupations, phrases, main)
    for occupation in esco:
        seen = [(name, "a") for name in occupation.aliases if phrases.get(fold(name))]
        drafts.add(drafts.get(occupation.label), seen)
    return drafts


def _add_curated(
    drafts: Drafts, curated: Mapping[str, Mapping[str, list[str]]], occupations: Occupations
) -> None:
    for label, about in curated.items():
        draft = drafts.get(label)
        drafts.add(draft, [(alias, "a") for alias in about.get("aliases", ())])
        unknown = set(about.get("codes", ())) - set(occupations.soc)
        if unknown:
            raise ValueError(f"roles.yaml, {label}: O*NET-SOC has no {', '.join(sorted(unknown))}")
        codes = {i for code in about.get("codes", ()) for i in occupations.codes_of_soc(code)}
        draft.codes = sorted(codes.union(draft.codes))
        if "broader" in about:
            draft.broader.append(str(about["broader"]))


def _add_alternates(
    drafts: Drafts,
    alternates: Mapping[str, list[str]],
    occupations: Occupations,
    phrases: Mapping[str, int],
    main: Mapping[str, Draft],
) -> None:
    for title, old_codes in alternates.items():
        name, _, short = title.partition(" (")
        codes = sorted({code for old in old_codes if (code := occupations.current(old))})
        if "," in name or not codes or len(codes) > _MOST_CODES or not phrases.get(fold(name)):
            continue
        label = " ".join(_small(word) for word in name.split())
        if drafts.find(label) is None:
            names = [(label, "a")]
            if short:
                names.append((short.rstrip(")"), "c"))
            draft = drafts.add(Draft(label, "role"), names)
            draft.broader = [main[code].label for code in codes if code in main]
            for code in codes:
                draft.codes = sorted({*draft.codes, *occupations.codes_of_soc(code)})


def _tail(iri: str) -> str:
    return iri.removeprefix("http://data.europa.eu/esco/")
