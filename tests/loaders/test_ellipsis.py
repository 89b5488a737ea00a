"""Words that two names share are put back, and only where that makes a name."""

import pytest

from skillweave.loaders.extraction.ellipsis import complete
from skillweave.loaders.extraction.names import name_finder
from skillweave.loaders.posting import Posting
from skillweave.loaders.text.sections import read_page
from skillweave.ontology.concepts import Taxonomy


def concepts(line: str) -> set[str]:
    page = read_page(Posting(id="posting/test", text=f"Potter\n\nRequirements\n• {line}\n"))
    found = complete(page.text, name_finder().find(page), Taxonomy.builtin())
    for mention in found:
        assert page.text[mention.start : mention.end] == mention.text
    assert found == sorted(found)
    return {mention.concept.removeprefix("skill/") for mention in found}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Responsible and explainable AI", {"responsible-ai", "explainable-ai"}),
        ("Supervised or unsupervised learning", {"supervised-learning", "unsupervised-learning"}),
        ("Continuous integration and deployment", {"continuous-delivery"}),
    ],
)
def test_shared_words_are_put_back(line: str, expected: set[str]) -> None:
    assert expected <= concepts(line)


def test_words_that_make_no_name_add_nothing() -> None:
    assert concepts("Velvet and explainable AI") == concepts("explainable AI")
    assert concepts("continuous integration and marmalade") == concepts("continuous integration")
