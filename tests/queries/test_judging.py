"""Requirement trees judged all at once, against a plain recursion over the rows of the tables."""

from collections import Counter
from collections.abc import Callable, Mapping
from math import log
from pathlib import Path
from random import Random
from typing import Any

import pytest

from random_graphs import (
    FIELDS,
    LEVELS,
    SKILLS,
    Rows,
    memory_store,
    random_postings,
    repeats,
    shared_rows,
    together,
)
from skillweave.graph.arrays.trees import Atom
from skillweave.ontology.vocabulary import EDUCATION_RANK
from skillweave.queries.explaining import Tree, trees_of
from skillweave.queries.matching import UNSAID, check, match
from skillweave.queries.profile import Profile, person
from skillweave.queries.scoring import ATOM_WEIGHT, PREFERRED_SHARE
from skillweave.queries.view import View

POSTINGS = 120
PROFILES = 6
GRAPHS = 6
"""Together more than 10,000 trees held against a profile; see the assertion below."""


class Oracle:
    """Walks the rows as the model describes them; knows nothing of arrays."""

    def __init__(self, rows: Rows) -> None:
        self.requirement = {row["id"]: row for row in rows.get("Requirement", [])}
        self.parts = grouped(rows, "HAS_PART")
        self.options = grouped(rows, "OPTION")
        self.levels = grouped(rows, "AT_LEVEL")
        self.fields = grouped(rows, "IN_FIELD")
        self.roots = grouped(rows, "HAS_REQUIREMENT")
        self.skill_above = grouped(rows, "BROADER")
        self.cip = {row["id"]: row["cip"] for row in rows["FieldOfStudy"]}

    def required(self, posting: str, profile: Profile) -> tuple[int, int]:
        """How many required demands a posting has that can be judged, and how many are met."""
        verdicts: list[bool] = []
        for root in self.roots.get(posting, []):
            self._collect(root, None, (), False, profile, verdicts, top=True)
        return len(verdicts), sum(verdicts)

    def _collect(
        self,
        id: str,
        months: int | None,
        excluded: tuple[str, ...],
        exclusive: bool,
        profile: Profile,
        verdicts: list[bool],
        *,
        top: bool,
    ) -> None:
        # Adds the verdict of a demand that stands by itself, and of those detached below it.
        row = self.requirement[id]
        if top and row["modality"] == "required":
            verdict = self.verdict(id, months, excluded, exclusive, profile)
            if verdict is not None:
                verdicts.append(verdict)
        months, exclusive, excluded = self._inherited(row, months, exclusive, excluded)
        for part in self.parts.get(id, []):
            detached = self._detached(id, part)
            self._collect(part, months, excluded, exclusive, profile, verdicts, top=detached)

    def _inherited(
        self, row: Mapping[str, Any], months: int | None, exclusive: bool, excluded: tuple[str, ...]
    ) -> tuple[int | None, bool, tuple[str, ...]]:
        if row["min_months"] is not None:
            months, exclusive = row["min_months"], row["exclusive_minimum"]
        elif months is None:
            exclusive = row["exclusive_minimum"]
        return months, exclusive, tuple(row["excludes"]) or excluded

    def _detached(self, whole: str, part: str) -> bool:
        above, below = self.requirement[whole], self.requirement[part]
        other = above["modality"] != below["modality"]
        return bool(other and (above["logic"] == "all" or above["modality"] == "not_required"))

    def verdict(
        self,
        id: str,
        months: int | None,
        excluded: tuple[str, ...],
        exclusive: bool,
        profile: Profile,
    ) -> bool | None:
        """Whether a requirement is met; None if there is nothing in it to judge."""
        row = self.requirement[id]
        if row["modality"] == "not_required":
            return None
        months, exclusive, excluded = self._inherited(row, months, exclusive, excluded)
        least = 0 if months is None else months + bool(exclusive)
        off = sum(profile.not_counting.get(name, 0) for name in set(excluded))
        children: list[bool] = []
        for skill in self.options.get(id, []):
            has = self._has(profile, skill)
            children.append(has is not None and has - off >= least)
        for part in self.parts.get(id, []):
            if not self._detached(id, part):
                found = self.verdict(part, months, excluded, exclusive, profile)
                if found is not None:
                    children.append(found)
        levels = [level.removeprefix("education/") for level in self.levels.get(id, [])]
        fields = self.fields.get(id, [])
        if levels or fields:
            children.append(self._educated(profile, levels, fields, row["open_list"]))
        elif not children and row["kind"] == "experience" and months:
            total = profile.months_total
            children.append(total is not None and total - off >= least)
        if not children:
            return None
        need = {"all": len(children), "any": 1}.get(row["logic"], row["at_least"] or 1)
        return sum(children) >= min(max(need, 1), len(children))

    def _has(self, profile: Profile, skill: str) -> int | None:
        # Months of a skill or of any kind of it; unknown ones count as none.
        best = None
        for known, months in profile.skills.items():
            if skill in self._upwards(known):
                best = max(best or 0, months or 0)
        return best

    def _upwards(self, id: str) -> set[str]:
        found = {id}
        for above in self.skill_above.get(id, []):
            found |= self._upwards(above)
        return found

    def _educated(
        self, profile: Profile, levels: list[str], fields: list[str], open_list: bool
    ) -> bool:
        mine = [text for text in profile.education if text in LEVELS]
        studied = {text for text in profile.education if text in FIELDS}
        high = not levels or any(
            has == wanted
            or (wanted != "professional" and EDUCATION_RANK[has] > EDUCATION_RANK[wanted])
            for has in mine
            for wanted in levels
        )
        wider = set().union(*(self._upwards(field) for field in studied))
        fits = not fields or bool(wider & set(fields))
        if not fits and open_list:
            series = {self.cip[f][:2] for f in wider if self.cip[f]}
            fits = any(self.cip[f] and self.cip[f][:2] in series for f in fields)
        return high and fits


def grouped(rows: Rows, edge: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows.get(edge, []):
        found.setdefault(row["source"], []).append(row["target"])
    return found


def random_profile(random: Random) -> Profile:
    skills = random.sample(SKILLS, random.randrange(10))
    return Profile(
        {skill: random.choice([None, 0, 12, 24, 30, 48]) for skill in skills},
        tuple(random.sample([*LEVELS, *FIELDS], random.randrange(4))),
        random.choice([None, 0, 24, 36, 60]),
        random.choice([{}, {"internship": 12}, {"volunteering": 6, "internship": 6}]),
    )


def graph_rows(seed: int) -> Rows:
    postings = random_postings(seed, POSTINGS)
    for rows in postings.values():
        # Alternatives that stand outside of their choice are rare and have a test of their own.
        kept = [link for link in rows.get("IN_LIEU_OF", []) if in_one_choice(rows, link)]
        rows["IN_LIEU_OF"] = kept
    links = {"DUPLICATE_OF": repeats(Random(seed), list(postings))}
    return together([shared_rows(), *postings.values(), links])


def in_one_choice(rows: Rows, link: Mapping[str, str]) -> bool:
    whole = {part["target"]: part["source"] for part in rows["HAS_PART"]}
    logic = {row["id"]: row["logic"] for row in rows["Requirement"]}
    return bool(logic[whole[link["source"]]] == "any")


@pytest.mark.parametrize("seed", range(GRAPHS))
def test_every_posting_is_judged_as_a_recursion_judges_it(seed: int, tmp_path: Path) -> None:
    rows = graph_rows(seed)
    oracle, random = Oracle(rows), Random(seed)
    view = View(memory_store(rows, tmp_path))
    judged_trees = 0
    for _ in range(PROFILES):
        profile = random_profile(random)
        judged = view.forest.judge(person(view, profile))
        for number in range(view.arrays.count("postings")):
            expected = oracle.required(view.arrays.id("postings", number), profile)
            found = int(view.forest.required[number]), int(judged.required_met[number])
            assert found == expected, view.arrays.id("postings", number)
            judged_trees += expected[0]
    assert judged_trees * GRAPHS > 10_000 / 3  # of the required ones alone


@pytest.mark.parametrize("seed", range(3))
def test_a_check_says_of_each_demand_what_the_judgement_says(seed: int, tmp_path: Path) -> None:
    rows = graph_rows(seed)
    view, random = View(memory_store(rows, tmp_path)), Random(seed)
    profile = random_profile(random)
    judged = view.forest.judge(person(view, profile))
    for number in range(POSTINGS):
        checked = check(view, profile, view.arrays.id("postings", number))
        required = [row for row in checked if row.modality == "required"]
        assert len(required) == view.forest.required[number]
        assert sum(row.met for row in required) == judged.required_met[number]
        assert all(bool(row.missing) != row.met for row in checked)
        for tree in trees_of(judged, number):
            met = sum(tree.options_met) + sum(part.met for part in tree.parts) + tree.atom_met
            assert tree.met == (met >= tree.need)


@pytest.mark.parametrize("seed", range(3))
def test_matches_are_all_postings_in_order_of_their_scores(seed: int, tmp_path: Path) -> None:
    rows = graph_rows(seed)
    view, random = View(memory_store(rows, tmp_path)), Random(seed)
    profile = random_profile(random)
    everything = match(view, profile, limit=1000)
    repeated = {link["source"] for link in rows["DUPLICATE_OF"]}
    oracle = Oracle(rows)
    eligible = {
        row["id"]
        for row in rows["Posting"]
        if row["id"] not in repeated and oracle.required(row["id"], profile)[0]
    }
    found = {row.posting for row in everything}
    assert len(everything) == len(found)
    # Of the others the person meets nothing at all, not even a part.
    assert found <= eligible
    assert {p for p in eligible if oracle.required(p, profile)[1]} <= found
    scores = [row.score for row in everything]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score < 1 for score in scores)
    for row in everything:
        assert (row.required, row.required_met) == oracle.required(row.posting, profile)
        assert len(set(row.missing)) == len(row.missing) <= row.required - row.required_met
        assert bool(row.missing) == (row.required > row.required_met)
    few = match(view, profile, limit=7)
    assert [row.posting for row in few] == [row.posting for row in everything][:7]


def test_more_of_anything_never_makes_a_match_worse(tmp_path: Path) -> None:
    rows, random = graph_rows(1), Random(1)
    view = View(memory_store(rows, tmp_path))
    profile = random_profile(random)
    before = {row.posting: row for row in match(view, profile, limit=1000)}
    more = Profile(
        {**profile.skills, **dict.fromkeys(SKILLS[:12], 60)},
        (*profile.education, "doctorate", FIELDS[1]),
        600,
        profile.not_counting,
    )
    after = {row.posting: row for row in match(view, more, limit=1000)}
    assert all(after[id].required_met >= row.required_met for id, row in before.items())
    assert all(after[id].score >= row.score - 1e-9 for id, row in before.items())
    assert any(after[id].required_met > row.required_met for id, row in before.items())


def test_what_is_assumed_is_never_missing(tmp_path: Path) -> None:
    rows = graph_rows(2)
    view = View(memory_store(rows, tmp_path))
    every = ("technology", "method", "soft")
    kinds: Any = every
    for row in match(view, Profile(), assume=kinds, limit=1000):
        assert all("Skill" not in words for words in row.missing)
    for row in match(view, Profile(dict.fromkeys(SKILLS, 600)), limit=1000):
        assert all("Skill" not in words for words in row.missing)


def test_a_substitute_stands_in_wherever_it_stands(tmp_path: Path) -> None:
    def demand(number: int, **more: Any) -> dict[str, Any]:
        row: dict[str, Any] = {"id": f"posting/a#req-{number}-{number + 1}", "kind": "skill"}
        row |= {"modality": "required", "logic": "all", "start": number, "end": number + 1}
        return row | more | {"open_list": False, "exclusive_minimum": False, "excludes": []}

    first, second = demand(0), demand(5)
    rows = shared_rows() | {
        "Posting": [{"id": "posting/a", "title": "A"}],
        "Requirement": [first, second],
        "HAS_REQUIREMENT": [
            {"source": "posting/a", "target": row["id"]} for row in (first, second)
        ],
        "OPTION": [
            {"source": first["id"], "target": SKILLS[3]},
            {"source": second["id"], "target": SKILLS[4]},
        ],
        "IN_LIEU_OF": [{"source": second["id"], "target": first["id"]}],
    }
    view = View(memory_store(rows, tmp_path))
    for skill in (SKILLS[3], SKILLS[4]):
        (row,) = match(view, [skill])
        assert (row.required_met, row.required) == (1, 1)
    assert not match(view, [SKILLS[6]])


def recursive_weight(
    tree: Tree, weigh: Callable[[int], float], spoken_of: Counter[Atom]
) -> tuple[float, float]:
    """What a judged tree weighs, and what of it is met, told from the leaves up."""
    parts = [recursive_weight(part, weigh, spoken_of) for part in tree.parts]
    all_of_it = [weigh(skill) for skill in tree.options] + [whole for whole, _ in parts]
    met = sum(weigh(s) for s, ok in zip(tree.options, tree.options_met, strict=True) if ok)
    met += sum(part for _, part in parts)
    if tree.atom:
        all_of_it.append(ATOM_WEIGHT / spoken_of[tree.atom])
        met += all_of_it[-1] * tree.atom_met
    weight = sum(all_of_it) * tree.need / tree.children
    return weight, weight if tree.met else min(met, weight)


@pytest.mark.parametrize("seed", range(4))
def test_scores_are_those_of_a_recursion_over_the_trees(seed: int, tmp_path: Path) -> None:
    rows = graph_rows(seed)
    view, random = View(memory_store(rows, tmp_path)), Random(seed)
    profile = random_profile(random)
    judged = view.forest.judge(person(view, profile))
    counted = int(view.arrays.counted.sum())
    scores = {row.posting: row.score for row in match(view, profile, limit=1000)}
    assert scores or not judged.met.any()
    required = view.arrays.counted & (view.forest.required > 0)
    for id in view.arrays.ids("postings", required.nonzero()[0]):
        trees = trees_of(judged, view.posting(id))
        named = Counter(skill for tree in trees for skill in skills_in(tree))
        spoken_of = Counter(atom for tree in trees for atom in atoms_in(tree))

        def weigh(skill: int, named: Counter[int] = named) -> float:
            frequency = (counted + 1) / (int(view.arrays.postings_of_skill[skill]) + 1)
            return log(frequency) / named[skill]

        wanted = met = 0.0
        for tree in trees:
            share = {"required": 1.0, "preferred": PREFERRED_SHARE}.get(tree.modality, 0.0)
            whole, part = recursive_weight(tree, weigh, spoken_of)
            wanted, met = wanted + share * whole, met + share * part
        assert scores.get(id, 0.0) == pytest.approx(met / (wanted + UNSAID))


def atoms_in(tree: Tree) -> list[Atom]:
    return [tree.atom, *(atom for part in tree.parts for atom in atoms_in(part))]


def skills_in(tree: Tree) -> list[int]:
    return [*tree.options, *(skill for part in tree.parts for skill in skills_in(part))]
