"""Names count where they mean the skill: whole words, the longest, with evidence, in the right place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillweave.loaders.extraction.names import fold_text, name_finder
from skillweave.loaders.posting import Posting
from skillweave.loaders.text.sections import read_page
from skillweave.ontology.concepts import Taxonomy


def concepts(line: str, heading: str = "Requirements") -> list[str]:
    page = read_page(Posting(id="posting/test", text=f"Gardener\n\n{heading}\n• {line}\n"))
    return [mention.concept.removeprefix("skill/") for mention in name_finder().find(page)]


@given(st.text(max_size=300))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold_text(text)) == len(text)


@given(st.text(max_size=200))
def test_mentions_quote_the_text(text: str) -> None:
    page = read_page(
        Posting(id="posting/test", text=f"Gardener\n\nRequirements\n• Python, {text}, SQL\n")
    )
    for mention in name_finder().find(page):
        assert page.text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("line", "present", "absent"),
    [
        ("JavaScript for the garden site", "javascript", "java"),
        ("C++ on small boards", "c-plus-plus", "c"),
        ("C# services", "c-sharp", "c"),
        ("Node.js and ASP.NET", "node-js", "dot-net"),
        ("sql-server", "sql-server", "sql"),
    ],
)
def test_longer_names_hide_those_inside(line: str, present: str, absent: str) -> None:
    found = concepts(line)
    assert present in found
    assert absent not in found


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Python, R and SQL", "r"),
        ("Proficient in R", "r"),
        ("Experience with Go and PostgreSQL", "go"),
        ("Advanced Excel", "microsoft-excel"),
        ("Spark jobs written in Scala", "spark"),
    ],
)
def test_common_words_count_with_evidence(line: str, name: str) -> None:
    assert name in concepts(line)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("You go the extra mile", "go"),
        ("Excel at pruning roses", "microsoft-excel"),
        ("Grade C or above in botany", "c"),
        ("You spark joy in visitors", "spark"),
        ("Access to a van", "microsoft-access"),
    ],
)
def test_common_words_do_not_count_without(line: str, name: str) -> None:
    assert name not in concepts(line)


def test_nothing_counts_below_benefits_or_in_addresses() -> None:
    assert concepts("Free Python lessons", heading="Benefits") == []
    assert concepts("See https://garden.example/python/sql for more") == []


def test_clients_of_the_employer_are_no_skills() -> None:
    line = "We serve companies such as Oracle, Salesforce and Slack"
    assert concepts(line, heading="About the role") == []


def test_spellings_of_one_concept_share_its_id() -> None:
    page = read_page(
        Posting(id="posting/test", text="Gardener\n\nRequirements\n• Kubernetes\n• k8s\n")
    )
    concepts = {mention.concept for mention in name_finder().find(page)}
    assert concepts == {Taxonomy.builtin().resolve("kubernetes", kind="technology")[0].id}
