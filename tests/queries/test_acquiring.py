"""Additions, unlocks and learning paths, against trying everything one after the other."""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations, product
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from random_graphs import (
    FIELDS,
    SKILLS,
    Rows,
    memory_store,
    random_postings,
    repeats,
    shared_rows,
    together,
)
from skillweave.graph.store import Store
from skillweave.ontology.errors import UsageError
from skillweave.queries.additions import Addition, Need, Search, additions
from skillweave.queries.gap import gap
from skillweave.queries.judging import Judgement
from skillweave.queries.matching import judgement
from skillweave.queries.profile import Profile
from skillweave.queries.unlocking import learning_path, unlocks
from skillweave.queries.view import View

LONG = 120
"""Months that satisfy every threshold of the random postings, whatever is taken off."""


def plain_rows(seed: int, count: int) -> Rows:
    """Random postings whose skills are no kinds of each other, so that one brings one."""
    postings = random_postings(seed, count)
    links = {"DUPLICATE_OF": repeats(Random(seed), list(postings))}
    shared = shared_rows() | {"BROADER": []}
    return together([shared, *postings.values(), links])


def opened(tmp_path: Path, seed: int, count: int = 60) -> View:
    store: Store = memory_store(plain_rows(seed, count), tmp_path)
    return View(store)


def with_skills(profile: Profile, skills: Iterable[str], months: int = LONG) -> Profile:
    return Profile(
        {**profile.skills, **dict.fromkeys(skills, months)},
        profile.education,
        profile.months_total,
        profile.not_counting,
    )


def satisfied(view: View, judged: Judgement, number: int) -> bool:
    return bool(judged.required_met[number] == view.forest.required[number])


def some_profile(seed: int) -> Profile:
    random = Random(seed)
    skills = {skill: random.choice([None, 12, 30]) for skill in random.sample(SKILLS, 8)}
    return Profile(skills, ("bachelor", FIELDS[1]), 40)


@pytest.mark.parametrize("seed", range(4))
def test_no_smaller_set_of_skills_satisfies_a_posting(seed: int, tmp_path: Path) -> None:
    view = opened(tmp_path, seed, 40)
    # Nothing but skills can be missing.
    profile = Profile(
        some_profile(seed).skills, ("doctorate", "professional", "unspecified", *FIELDS), 600
    )
    sizes: Counter[int] = Counter()
    for number in range(view.arrays.count("postings")):
        found = additions(view, profile, posting=view.arrays.id("postings", number))
        assert {row.what for row in found} <= {"skill"}
        chosen = {row.id: row.months or 0 for row in found}
        better = Profile(
            {**profile.skills, **{str(id): n for id, n in chosen.items()}},
            profile.education,
            profile.months_total,
        )
        assert satisfied(view, judgement(view, better), number)
        named = {
            view.arrays.id("skills", skill)
            for skill in view.arrays.column("options", "skill")[
                view.forest.posting[view.arrays.column("options", "requirement")] == number
            ]
        }
        size = len(chosen)
        sizes[size] += 1
        if 0 < size <= 3:
            assert not any(
                satisfied(view, judgement(view, with_skills(profile, fewer)), number)
                for fewer in combinations(sorted(named), size - 1)
            )
    assert {1, 2} <= set(sizes)


@given(
    st.lists(
        st.lists(
            st.dictionaries(
                st.integers(0, 5), st.sampled_from([0, 12, 36]), min_size=1, max_size=3
            ),
            min_size=1,
            max_size=4,
        ),
        max_size=6,
    )
)
def test_the_search_finds_the_smallest_of_all_combinations(
    demands: list[list[dict[int, int]]],
) -> None:
    ways = [
        [frozenset((Need("skill", n), months) for n, months in way.items()) for way in of_one]
        for of_one in demands
    ]
    search = Search(ways)
    best = search.run()
    smallest = min(len({need for way in chosen for need, _ in way}) for chosen in product(*ways))
    assert search.complete
    assert len(best) == smallest
    assert search.least() <= smallest
    extents = dict(best)
    for of_one in ways:
        assert any(all(extents.get(n, -1) >= months for n, months in way) for way in of_one)


def with_additions(rows: Iterable[Addition]) -> Profile:
    """One who had nothing and acquired some things."""
    skills = {str(row.id): row.months or 0 for row in rows if row.what == "skill"}
    total = next((row.months for row in rows if row.what == "experience"), None)
    education = []
    for row in rows:
        if row.what == "education":
            degree, _, field = row.label.partition(" in ")
            levels = {"high school": "high_school", "degree": "unspecified"}
            plain = degree.removesuffix(" degree").removesuffix("'s")
            plain = "professional" if degree.startswith("first") else plain
            education.append(levels.get(degree, plain))
            education += [str(row.id)] if field else []
    return Profile(skills, tuple(education), total)


@pytest.mark.parametrize("seed", range(4))
def test_for_a_role_no_degree_is_named_that_another_one_makes_needless(
    seed: int, tmp_path: Path
) -> None:
    view = opened(tmp_path, seed, 100)
    found = list(additions(view, Profile(), role="role/r1", share=0.8))
    mine = [int(n) for n in view.postings_for(view.role("role/r1")) if view.forest.required[n]]

    def satisfies(rows: list[Addition]) -> set[int]:
        after = judgement(view, with_additions(rows))
        return {number for number in mine if satisfied(view, after, number)}

    assert len(satisfies(found)) >= 0.8 * len(mine)
    degrees = [row for row in found if row.what == "education"]
    assert degrees
    for degree in degrees:
        rest = [row for row in found if row is not degree]
        assert satisfies(rest) < satisfies(found), degree.label


@pytest.mark.parametrize("seed", range(2))
def test_additions_of_all_sorts_satisfy_the_posting(seed: int, tmp_path: Path) -> None:
    view = opened(tmp_path, seed, 140)
    sorts: Counter[str] = Counter()
    for number in range(view.arrays.count("postings")):
        found = additions(view, Profile(), posting=view.arrays.id("postings", number))
        assert satisfied(view, judgement(view, with_additions(found)), number)
        sorts.update(row.what for row in found)
    assert set(sorts) == {"skill", "experience", "education"}


@pytest.mark.parametrize("share", [0.3, 0.7, 1.0])
def test_additions_for_a_role_satisfy_the_share_asked_for(share: float, tmp_path: Path) -> None:
    view = opened(tmp_path, 5, 80)
    profile = Profile({}, ("doctorate", "professional", "unspecified", *FIELDS), 600)
    found = additions(view, profile, role="role/r1", share=share)
    after = judgement(view, with_skills(profile, [str(row.id) for row in found]))
    mine = [n for n in view.postings_for(view.role("role/r1")) if view.forest.required[n]]
    met = sum(satisfied(view, after, int(n)) for n in mine)
    assert met >= share * len(mine)
    assert f"{met} of {len(mine)} postings" in found.note


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("share", [1.0, 0.6])
@pytest.mark.parametrize("anywhere", [True, False])
def test_unlocks_are_what_trying_each_skill_finds(
    seed: int, share: float, anywhere: bool, tmp_path: Path
) -> None:
    view = opened(tmp_path, seed)
    profile = some_profile(seed)
    eligible = view.eligible() & (view.forest.required > 0)
    if not anywhere:
        naming = np.any([view.naming(view.skill(skill)) for skill in profile.skills], axis=0)
        assert not naming[eligible].all()
        eligible &= naming

    def is_open(judged: Judgement) -> list[bool]:
        met = judged.required_met >= share * view.forest.required - 1e-9
        return [bool(value) for value in met & eligible]

    before = is_open(judgement(view, profile))
    expected = {}
    for skill in SKILLS:
        after = is_open(judgement(view, with_skills(profile, [skill])))
        gained = sum(now and not then for now, then in zip(after, before, strict=True))
        if gained:
            expected[skill] = gained
    found = unlocks(view, profile, share=share, anywhere=anywhere, limit=100)
    assert {row.skill: row.opens for row in found} == expected
    assert expected
    assert [row.opens for row in found] == sorted(expected.values(), reverse=True)
    for row in found:
        assert row.months is None or row.months <= 37
        short = with_skills(profile, [row.skill], row.months or 0)
        if profile.skills.get(row.skill) is None:
            gained = sum(
                now and not then
                for now, then in zip(is_open(judgement(view, short)), before, strict=True)
            )
            assert gained == row.opens


def test_a_skill_that_is_learned_for_less_opens_less(tmp_path: Path) -> None:
    view = opened(tmp_path, 1)
    whole = {row.skill: row.opens for row in unlocks(view, Profile(), limit=100)}
    brief = {row.skill: row.opens for row in unlocks(view, Profile(), months=0, limit=100)}
    assert all(brief[skill] <= whole[skill] for skill in brief)
    assert sum(brief.values()) < sum(whole.values())


def test_each_step_of_a_learning_path_opens_what_it_says(tmp_path: Path) -> None:
    view = opened(tmp_path, 7, 120)
    profile = Profile({}, ("doctorate", "professional", "unspecified", *FIELDS), 600)
    steps = learning_path(view, profile, "role/r2", share=0.8, limit=30)
    eligible = view.eligible(role="role/r2") & (view.forest.required > 0)
    learned: list[str] = []

    def opens() -> int:
        met = judgement(view, with_skills(profile, learned, 2**20 // 1000)).required_met
        return int((eligible & (met >= 0.8 * view.forest.required - 1e-9)).sum())

    before = opens()
    for step in steps:
        assert step.skill not in learned
        learned.append(step.skill)
        assert opens() - before == step.opens
        before = opens()
        assert step.open_share == pytest.approx(before / int(eligible.sum()))
    assert before == int(eligible.sum()), "who has learned all can do all"


def test_a_broader_skill_is_learned_before_a_kind_of_it(tmp_path: Path) -> None:
    rows = plain_rows(7, 120)
    pairs = [(SKILLS[1], SKILLS[0]), (SKILLS[9], SKILLS[3])]
    rows["BROADER"] = [{"source": narrow, "target": broad} for narrow, broad in pairs]
    view = View(memory_store(rows, tmp_path))
    order = [step.skill for step in learning_path(view, Profile(), "role/r2", limit=40)]
    for narrow, broad in pairs:
        # Who has learned the kind has the broader one with it.
        assert broad not in order or order.index(broad) < order.index(narrow)
    assert len(order) == len(set(order))


def test_a_gap_is_what_the_role_asks_for_and_the_person_lacks(tmp_path: Path) -> None:
    view = opened(tmp_path, 3, 100)
    profile = some_profile(3)
    rows = gap(view, "role/r0", profile=profile, limit=100)
    mine = view.postings_for(view.role("role/r0"))
    for row in rows:
        skill = view.skill(row.skill)
        naming = view.naming(skill)
        assert row.share == pytest.approx(naming[mine].mean())
        months = profile.skills.get(row.skill)
        assert row.has == float(row.skill in profile.skills)
        assert row.has_months == months
        if row.skill not in profile.skills:
            assert row.gap == pytest.approx(row.share)
        elif not row.median_months:
            assert row.gap == 0
        else:
            missing = max(0.0, 1 - (months or 0) / row.median_months)
            asks = view.arrays.tables["asks"].to_pylist()
            stating = {a["posting"] for a in asks if a["skill"] == skill and a["months"] >= 0}
            share = len(stating & set(mine.tolist())) / len(mine)
            assert row.gap == pytest.approx(share * missing)
    assert [row.gap for row in rows] == sorted((row.gap for row in rows), reverse=True)


def test_between_a_role_and_itself_there_is_no_gap(tmp_path: Path) -> None:
    view = opened(tmp_path, 3, 100)
    assert {row.gap for row in gap(view, "role/r0", from_role="role/r0")} == {0.0}
    between = gap(view, "role/r0", from_role="role/r1", limit=100)
    assert any(row.gap > 0 for row in between)
    with pytest.raises(UsageError, match="name one of them"):
        gap(view, "role/r0", from_role="role/r1", profile=Profile())


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        ({"skills": {SKILLS[0]: -3}}, "from 0 to"),
        ({"skills": {SKILLS[0]: "many"}}, "whole number or null"),
        ({"skill": []}, "no key 'skill'"),
        ({"months_total": -1}, "from 0 to"),
        (["python:long"], "whole number"),
        ([":12"], "NAME or NAME:MONTHS"),
        ("python", "mapping or a list"),
    ],
)
def test_a_profile_of_nonsense_is_told_in_a_sentence(
    profile: object, message: str, tmp_path: Path
) -> None:
    view = opened(tmp_path, 1, 5)
    with pytest.raises(UsageError, match=message):
        unlocks(view, profile)  # type: ignore[arg-type]


def test_shares_that_are_none_are_refused(tmp_path: Path) -> None:
    view = opened(tmp_path, 1, 5)
    for share in (0.0, -0.5, 1.5, float("nan")):
        with pytest.raises(UsageError, match="share"):
            unlocks(view, Profile(), share=share)
        with pytest.raises(UsageError, match="share"):
            additions(view, Profile(), role="role/r1", share=share)
