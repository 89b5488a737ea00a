"""Near-duplicates are found as brute force over all pairs finds them, and firsts come first."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from skillweave.loaders.duplicates import THRESHOLD, buckets, judge, shingles, similarity
from skillweave.ontology.sink import Suspect

WORDS = [f"word{number}" for number in range(400)]


@st.composite
def families(draw: st.DrawFn) -> list[str]:
    """Texts of which some are others with a few words changed, added or left out."""
    texts: list[list[str]] = []
    for _ in range(draw(st.integers(1, 4))):
        seed = draw(st.integers(0, 300))
        original = [WORDS[(seed + 7 * step) % 400] for step in range(draw(st.integers(60, 120)))]
        texts.append(original)
        for _ in range(draw(st.integers(0, 3))):
            changed = list(original)
            for _ in range(draw(st.integers(0, 4))):
                changed[draw(st.integers(0, len(changed) - 1))] = draw(st.sampled_from(WORDS))
            texts.append(changed)
    return [" ".join(words) for words in texts]


def judged(texts: list[str]) -> dict[str, str]:
    suspects = [
        Suspect(f"posting/{at}", tuple(buckets(text)), text) for at, text in enumerate(texts)
    ]
    return {link.source: link.target for link in judge(suspects)}


@given(families())
def test_links_are_those_of_brute_force(texts: list[str]) -> None:
    sets = [shingles(text) for text in texts]
    links = judged(texts)
    for source, target in links.items():
        one, other = int(source[8:]), int(target[8:])
        assert other < one
        assert similarity(sets[one], sets[other]) >= THRESHOLD
        assert target not in links
    # whatever is nearly the same (and so certain to share a bucket) is not left unlinked
    for first, second in combinations(range(len(texts)), 2):
        if similarity(sets[first], sets[second]) >= 0.95:
            assert f"posting/{second}" in links or f"posting/{first}" in links


def test_short_texts_are_never_the_same() -> None:
    assert buckets("Java Developer, Boston") == []
    assert judged(["Java Developer, Boston"] * 2) == {}


def test_equal_texts_link_to_the_first() -> None:
    text = " ".join(WORDS[:80])
    assert judged([text, text, text]) == {"posting/1": "posting/0", "posting/2": "posting/0"}


def test_one_text_around_two_jobs_is_two_postings() -> None:
    text = " ".join(WORDS[:80])
    titles = ["Glazier (ref. 12)", "GLAZIER - Ref 13", "Cooper", ""]
    found = [set(buckets(text, title)) for title in titles]
    assert found[0] == found[1]
    assert all(one.isdisjoint(other) for one, other in combinations(found[1:], 2))


def test_buckets_do_not_depend_on_the_process() -> None:
    # written down once, so that graphs of different machines can be joined
    assert buckets(" ".join(WORDS[:40]))[:2] == BUCKETS_OF_FORTY_WORDS


BUCKETS_OF_FORTY_WORDS = [5840866459136056627, 143417113568915163]
