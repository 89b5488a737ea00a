"""Spans are tied to concepts: all spellings of a name to one, and nothing to a name like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillweave.loaders.extraction.linking import link
from skillweave.ontology.concepts import Taxonomy

TAXONOMY = Taxonomy.builtin()


def test_every_name_that_means_one_skill_is_linked_to_it() -> None:
    for name in TAXONOMY.names():
        found = TAXONOMY.resolve(name.name, "skill")
        if len(found) == 1:
            assert link(name.name, TAXONOMY) == (found[0].id, found[0].label, True)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Strong communication skills", "skill/communication"),
        ("excellent story telling ability", "skill/storytelling"),
        ("on-boarding", "skill/onboarding"),
        ("data base administration", "skill/database-administration"),
        ("data visualisation techniques", "skill/data-visualization"),
        ("analysis of data", "skill/data-analysis"),
    ],
)
def test_other_ways_to_write_a_name_are_linked(text: str, concept: str) -> None:
    assert link(text, TAXONOMY)[0] == concept


@pytest.mark.parametrize("text", ["NoMySQL", "Pythonista", "at scale", "excellent", "tax on wine"])
def test_what_only_looks_like_a_name_is_a_candidate(text: str) -> None:
    assert not link(text, TAXONOMY)[2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("grant writing", "Grant Writing skills"),
        ("the sieving of flour", "sieving flour"),
        ("seating plans", "seating plan"),
        ("strong seating-plan ability", "seating plans"),
        ("colour grading of film", "color grading of film"),
        ("catalogue labelling", "catalog labeling"),
    ],
)
def test_spellings_of_one_candidate_are_one(one: str, other: str) -> None:
    assert link(one, TAXONOMY)[0] == link(other, TAXONOMY)[0]


@pytest.mark.parametrize("text", ["—", "日本", "and of the", "\ud800"])
def test_any_text_makes_a_candidate(text: str) -> None:
    concept, _, listed = link(text, TAXONOMY)
    assert concept.removeprefix("skill/candidate-")
    assert not listed


@given(st.text(max_size=30))
def test_a_link_is_to_a_skill_of_the_taxonomy_or_to_a_candidate(text: str) -> None:
    concept, label, listed = link(text, TAXONOMY)
    assert (concept in TAXONOMY) == listed
    assert concept.startswith("skill/")
    assert not listed or TAXONOMY.concept(concept).label == label
