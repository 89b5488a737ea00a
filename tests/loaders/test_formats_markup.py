"""HTML, Markdown and plain text become lines; other parsers say which words must be left."""

import re

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from skillweave.loaders.text.markup import (
    BULLET,
    MarkedText,
    any_to_text,
    guess_markup,
    html_to_text,
    markdown_to_text,
    plain_to_text,
    unescape_markup,
)


def headings_of(marked: MarkedText) -> list[str]:
    return [marked.text[start:end] for start, end in marked.headings]


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text)


def visible(html: str) -> str:
    return "".join(map(str, lxml.html.fromstring(f"<div>{html}</div>").itertext()))


words = st.lists(st.sampled_from("baker needed early shifts oven dough".split()), min_size=1).map(
    " ".join
)
tags = st.sampled_from("p div ul li b i span h2 h3 table tr td strong em section br".split())


@st.composite
def fragments(draw: st.DrawFn) -> str:
    """Fragments of HTML, well nested or not."""
    pieces = draw(st.lists(st.tuples(st.sampled_from(("<{}>", "</{}>", "")), tags, words)))
    return "".join(tag.format(name) + f" {text} " for tag, name, text in pieces)


@given(fragments())
def test_no_word_of_a_fragment_is_lost_or_moved(fragment: str) -> None:
    marked = html_to_text(f"<body>{fragment}</body>")
    # A second parser; where tables are broken, HTML5 moves text out of them and lxml does not.
    expected = visible(fragment)
    assert sorted(words_of(marked.text)) == sorted(words_of(expected))
    if "<t" not in fragment:
        assert words_of(marked.text) == words_of(expected)


@given(fragments())
def test_lines_are_tidy_and_headings_are_whole_lines(fragment: str) -> None:
    text, headings = html_to_text(fragment)
    assert text == text.strip()
    assert "\n\n\n" not in text
    assert all(line == " ".join(line.split()) for line in text.split("\n"))
    starts = {0} | {match.end() for match in re.finditer("\n", text)}
    ends = {len(text)} | {match.start() for match in re.finditer("\n", text)}
    for start, end in headings:
        assert start in starts
        assert end in ends
        assert start < end


def test_blocks_become_lines() -> None:
    marked = html_to_text(
        "<h2>Baker &amp; co</h2><p>We bake&nbsp;bread.<br>Every day.</p>"
        "<ul><li>Kneads <b>dough</b></li><li><p>Lights the oven</p></li></ul><p>Apply!"
    )
    assert marked.text == (
        "Baker & co\n\nWe bake bread.\nEvery day.\n\n• Kneads dough\n• Lights the oven\n\nApply!"
    )
    assert headings_of(marked) == ["Baker & co"]


def test_a_paragraph_that_is_wholly_bold_is_a_heading_if_it_is_short() -> None:
    long = "We are a bakery that has stood at the corner of the market for more than ninety years by now"
    marked = html_to_text(
        f"<p><strong>Your tasks</strong>:</p><p><b>{long}</b></p><p><b>Bold</b> start</p>"
        "<ul><li><b>An item</b></li></ul><p><b>Call 0123 456789</b></p>"
    )
    assert headings_of(marked) == ["Your tasks:"]


def test_table_rows_read_as_label_and_value_or_as_cells() -> None:
    marked = html_to_text(
        "<table><tr><th>Pay:</th><td>12 an hour</td></tr>"
        "<tr><td>Mon</td><td>Tue</td><td>Wed</td></tr></table>"
    )
    assert marked.text == "Pay: 12 an hour\nMon | Tue | Wed"


def test_a_table_used_as_layout_keeps_its_blocks() -> None:
    marked = html_to_text(
        "<table><tr><td><p>About us</p><p>We bake.</p></td><td><ul><li>Bread<li>Cake</ul></td></tr>"
    )
    assert marked.text == "About us\n\nWe bake.\n\n• Bread\n• Cake"


@pytest.mark.parametrize("times", [0, 1, 2])
def test_escaped_markup_is_read_like_markup(times: int) -> None:
    markup = "<p>Cooks &amp; bakers</p><p>Start &lt;soon&gt;</p>"
    for _ in range(times):
        markup = markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert html_to_text(markup).text == "Cooks & bakers\n\nStart <soon>"


def test_escaped_comparisons_are_no_markup() -> None:
    assert unescape_markup("pay &lt; 20 and &gt; 10") == "pay &lt; 20 and &gt; 10"


def test_line_breaks_count_where_the_only_markup_is_inline() -> None:
    assert html_to_text("First line\n<b>Second</b> line\n\nThird").text == (
        "First line\nSecond line\n\nThird"
    )


def test_scripts_menus_and_control_characters_are_left_out() -> None:
    markup = "<nav>Home</nav><script>x()</script><style>p{}</style><p>A\x07\u200bB\u00adC</p>"
    assert html_to_text(markup).text == "ABC"


markdown_lines = st.one_of(
    words,
    words.map("# {}".format),
    words.map("- {}".format),
    words.map("**{}**".format),
    words.map("> {}".format),
    words.map("a [{}](https://example.org/x) b".format),
    words.map("with `{}` code".format),
    words.map("*{}*".format),
    st.just("---"),
)


@given(st.lists(markdown_lines))
def test_no_word_of_markdown_is_lost_or_moved(lines: list[str]) -> None:
    source = "\n\n".join(lines)
    html = MarkdownIt().render(source)
    expected = visible(html)
    marked = markdown_to_text(source)
    assert words_of(marked.text) == words_of(expected)
    assert not set("*`#[>") & set(marked.text)


def test_markdown_blocks_become_lines() -> None:
    marked = markdown_to_text(
        "Baker\n=====\n\n**Pay:** 12 an hour  \n**Place:** Leeds\n\n**Tasks**\n"
        "* knead\n1. bake\n\n| Day | Hours |\n|-----|:---:|\n| Mon | 8 |\n\n```\nraw *text*\n```\n"
    )
    assert marked.text == (
        "Baker\n\nPay: 12 an hour\nPlace: Leeds\n\nTasks\n• knead\n• bake\n\n"
        "Day: Hours\nMon: 8\n\nraw *text*"
    )
    assert headings_of(marked) == ["Baker", "Tasks"]


def test_wrapped_lines_of_markdown_are_joined_and_other_lines_are_not() -> None:
    wrapped = "We are looking for a baker who gets up early and likes\nthe smell of fresh bread."
    assert markdown_to_text(wrapped).text == wrapped.replace("\n", " ")
    separate = "Location: Leeds\nHours: forty"
    assert markdown_to_text(separate).text == separate


def test_comments_and_template_tags_are_left_out() -> None:
    source = (
        "<!-- draft -->Baker{: .lead }\n\n"
        "{% comment %}not\nshown{% endcomment %}Bakes {{ page.thing }}bread."
    )
    assert markdown_to_text(source).text == "Baker\n\nBakes bread."


def test_names_with_underscores_stay_whole() -> None:
    assert markdown_to_text("Uses snake_case_names and 2 * 3 * 4").text == (
        "Uses snake_case_names and 2 * 3 * 4"
    )


def test_plain_text_stays_as_it_is_but_for_line_ends_marks_and_nuls() -> None:
    text = "\ufeffA  b\r\n\r\n\r\n\tc\u00a0d\x00\ud83d"
    assert plain_to_text(text).text == "A  b\n\n\n\tc\u00a0d\ufffd"


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("<p>Baker</p>", "html"),
        ("Baker &lt;br&gt; wanted", "html"),
        ("if a < b and b > c", "plain"),
        ("# Baker\n\n**Pay:** 12", "markdown"),
        ("Baker\n* kneads\n* bakes", "plain"),
    ],
)
def test_markup_is_told_by_what_is_in_the_text(text: str, markup: str) -> None:
    assert guess_markup(text) == markup


def test_entities_in_plain_text_are_decoded() -> None:
    assert any_to_text("Cooks &amp; bakers\nLeeds").text == "Cooks & bakers\nLeeds"


@pytest.mark.parametrize(
    "unit", ["<div>", "<ul><li>x", "<b>x<p>", "<table><tr><td>a<p>b</p>", "&lt;"]
)
def test_deep_nesting_is_read_without_recursion(unit: str) -> None:
    assert "word" in html_to_text(unit * 30_000 + "word").text


def test_every_line_of_a_list_begins_with_the_bullet() -> None:
    text = html_to_text("<ol><li>One<ul><li>Two</li></ul></li></ol><ul><li>Three</li></ul>").text
    assert [line.startswith(BULLET) for line in text.split("\n")] == [True, True, True]
