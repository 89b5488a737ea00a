"""Names and spans are joined without overlaps, and what is certain stays."""

from hypothesis import given
from hypothesis import strategies as st

from skillweave.loaders.extraction.union import unite
from skillweave.loaders.text.page import Mention

KINDS = ["technology", "method", "soft", "credential"]


@st.composite
def mentions(draw: st.DrawFn, listed: bool) -> list[Mention]:
    found, at = [], 0
    for _ in range(draw(st.integers(0, 6))):
        start = at + draw(st.integers(0, 5))
        end = start + draw(st.integers(1, 6))
        kind = draw(st.sampled_from(KINDS))
        found.append(Mention(start, end, "x", f"skill/{start}", "x", kind, 0.9, listed))
        at = end
    return found


def overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


@given(mentions(listed=True), mentions(listed=False))
def test_the_union_is_that_of_its_definition(names: list[Mention], spans: list[Mention]) -> None:
    kept = [
        name
        for name in names
        if name.kind in ("technology", "credential", "human_language")
        or any(overlap(name, span) for span in spans)
    ]
    free = [span for span in spans if not any(overlap(span, name) for name in kept)]
    united = unite(names, spans)
    assert united == sorted(kept + free)
    assert not any(
        overlap(one, other) for at, one in enumerate(united) for other in united[at + 1 :]
    )
