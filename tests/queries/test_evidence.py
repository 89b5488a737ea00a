"""A reason is a sentence: it holds its fact, stays within its line, and is never long."""

from hypothesis import given
from hypothesis import strategies as st

from skillweave.queries.evidence import LONGEST, sentence_around


def quoted(text: str, fact: str) -> str:
    start = text.index(fact)
    first, last = sentence_around(text, start, start + len(fact))
    return text[first:last]


def test_the_sentence_is_cut_out_of_its_paragraph() -> None:
    text = "We sell tea. You know Python 3.11, e.g. from work! Apply.\nOther line."
    assert quoted(text, "Python") == "You know Python 3.11, e.g. from work!"
    assert quoted(text, "tea") == "We sell tea."
    assert quoted(text, "Other") == "Other line."


def test_a_bullet_is_shown_without_its_mark() -> None:
    assert quoted("Must:\n  • - SQL and Go\n", "SQL") == "SQL and Go"


def test_a_fact_over_two_lines_is_kept_whole() -> None:
    assert quoted("a\nPython\nor Scala here\nb", "Python\nor Scala") == "Python\nor Scala here"


def test_a_long_line_is_cut_around_the_fact() -> None:
    quote = quoted("x " * 500 + "Python" + " y" * 500, "Python")
    assert "Python" in quote
    assert len(quote) <= LONGEST


def test_a_long_line_is_cut_between_words() -> None:
    quote = quoted("wonderful " * 50 + "Python " + "wonderful " * 50, "Python")
    assert set(quote.split()) == {"wonderful", "Python"}
    assert len(quote) > LONGEST - 2 * len("wonderful ")


@given(st.text(alphabet="ab .!\n•-", max_size=400), st.data())
def test_the_fact_is_always_inside(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = sentence_around(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)
    assert last - first <= max(LONGEST, end - start)
