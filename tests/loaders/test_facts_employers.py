"""The hiring organisation is named by its place in the title block or by what is said of it."""

import pytest

from skillweave.loaders.extraction.facts import read_facts
from skillweave.loaders.posting import Posting
from skillweave.loaders.text.sections import read_page
from skillweave.ontology.concepts import Taxonomy


def employer_of(text: str) -> str | None:
    facts = read_facts(read_page(Posting(id="posting/test-1", text=text)), Taxonomy.builtin())
    assert facts.employer is None or facts.employer in text
    return facts.employer


@pytest.mark.parametrize(
    "text",
    [
        "Ledger Clerk\nHollow Oak\nAkron, OH\n\nYou keep the ledgers.",
        "Ledger Clerk\nHollow Oak\n$40,000 - $50,000 a year\n\nYou keep the ledgers.",
        (
            "We store cookies and ask you to agree to all of them before you read on, whoever you are, "
            "wherever you are and whatever you came for.\n#alert\nReturn to all jobs\n\n"
            "Ledger Clerk\n\nHollow Oak\nUnited States, Ohio, Akron\nMar 1, 2026\n\nYou keep ledgers."
        ),
        "Ledger Clerk\nCompany: Hollow Oak\n\nYou keep the ledgers.",
        "Hollow Oak (hollowoak.example) | Ledger Clerk | Akron, OH\nYou keep the ledgers.",
        "Ledger Clerk at Hollow Oak\n\nYou keep the ledgers.",
        "Ledger Clerk at Hollow Oak\n\nCompany Context\n\nYou keep the ledgers.",
        "Ledger Clerk at Fern School\nHollow Oak\nAkron, OH\n\nYou keep the ledgers.",
        "Ledger Clerk\n\nHollow Oak is looking for a clerk to keep its ledgers.",
        "Ledger Clerk\n\nYou keep the ledgers.\n\nAbout Hollow Oak\n\nWe plant trees.",
        "Ledger Clerk\n\nAt Hollow Oak, you keep the ledgers. Join Hollow Oak today.",
        (
            "Ledger Clerk\n\nYou keep the ledgers.\n\n"
            "Hollow Oak is an Equal Opportunity Employer. Hollow Oak plants trees."
        ),
        "Ledger Clerk\n\nYou keep the ledgers. Hollow Oak is an EEO employer.",
        "Ledger Clerk\n\nPlease send your resume to Mary Fern at Hollow Oak today.",
        "Ledger Clerk\n\nHollow Oak's mission is to plant trees. You keep the ledgers.",
        "Ledger Clerk\n\nFounded in 1901, Hollow Oak is a nursery. You keep the ledgers.",
    ],
)
def test_the_employer_is_found_whatever_the_layout(text: str) -> None:
    assert employer_of(text) == "Hollow Oak"


@pytest.mark.parametrize(
    "text",
    [
        "Ledger Clerk\n\nYou keep the ledgers.",
        "Ledger Clerk\n\nOur client is looking for a clerk.",
        "Ledger Clerk\n\nAbout the role\n\nYou keep the ledgers.",
        (
            "Ledger Clerk\n\nThe ideal candidate is a patient reader. We are an equal opportunity "
            "employer."
        ),
        "Stealth Startup | Ledger Clerk | Remote\nYou keep the ledgers.",
        "Ledger Clerk\nDocker, Java, Python, Kubernetes\nAkron, OH\n\nYou keep the ledgers.",
        "Ledger Clerk\nOH\n$40,000 - $50,000 a year\n\nYou keep the ledgers.",
        "Ledger Clerk\n\nExperience working with Pencils, Rulers, and other tools.",
        "Ledger Clerk\n\nDocker is a must. You keep the ledgers with Docker.",
    ],
)
def test_no_employer_is_made_up(text: str) -> None:
    assert employer_of(text) is None
