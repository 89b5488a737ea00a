"""Lists: which names are alternatives, which are all wanted, and unknown names among known ones."""

import pytest

from skillweave.loaders.extraction.coordination import Choice, read_lists
from skillweave.loaders.posting import Posting
from skillweave.loaders.text.page import Mention
from skillweave.loaders.text.sections import read_page

KNOWN = ("Python", "Scala", "Java", "Spark", "Dask", "SQL", "AWS", "Azure", "Terraform", "Ansible")


def read(line: str) -> tuple[list[Choice], list[Mention]]:
    """Read the lists of one line in which exactly the names of KNOWN are known."""
    page = read_page(Posting(id="posting/test", text=f"Miller\n\nRequirements\n• {line}\n"))
    sentence = page.sentences[-1]
    names = [
        Mention(at, at + len(name), name, f"skill/{name.lower()}", name, "technology", 1.0, True)
        for name in KNOWN
        for at in [page.text.find(name, sentence.start)]
        if at >= 0 and not page.text[at + len(name)].isalpha()
    ]
    return read_lists(page.text, sentence, sorted(names))


def options(line: str) -> list[list[str]]:
    return [[option.label for option in choice.options] for choice in read(line)[0]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Programming in Python, Scala, or Java", [["Python", "Scala", "Java"]]),
        ("Python or Java", [["Python", "Java"]]),
        ("Python and/or Java", [["Python", "Java"]]),
        ("Python/Java", [["Python", "Java"]]),
        ("Python and either Spark or Dask", [["Spark", "Dask"]]),
        ("SQL, AWS and Python or Scala", [["Python", "Scala"]]),
        ("A cloud such as AWS, Azure", [["AWS", "Azure"]]),
        ("Languages like Python, Scala, etc.", [["Python", "Scala"]]),
        ("One of the following: Python, Scala, Java", [["Python", "Scala", "Java"]]),
        ("Python, Scala or similar", [["Python", "Scala"]]),
        ("SQL, Python/Scala, AWS", [["Python", "Scala"]]),
    ],
)
def test_alternatives(line: str, expected: list[list[str]]) -> None:
    assert options(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Python, Scala, and Java",
        "Python and Java",
        "Python",
        "Tools such as Python, Scala and Java",
        "Python (Spark, Dask)",
        "Python. Or ask for Java",
        "At least 2 years of combined experience with Python, Scala and SQL",
    ],
)
def test_lists_that_ask_for_all_are_no_choice(line: str) -> None:
    assert options(line) == []


def test_at_least_two_is_counted() -> None:
    (choice,) = read("At least two of Python, Scala, Java")[0]
    assert choice.at_least == 2
    assert len(choice.options) == 3


@pytest.mark.parametrize(
    ("line", "is_open"),
    [
        ("A cloud such as AWS or Azure", True),
        ("AWS, Azure or similar", True),
        ("AWS or Azure", False),
    ],
)
def test_examples_leave_the_list_open(line: str, is_open: bool) -> None:
    (choice,) = read(line)[0]
    assert choice.open_list is is_open


def test_unknown_names_between_known_ones_are_candidates() -> None:
    _, candidates = read("Terraform, Foobarly, Ansible and Quuxstack")
    assert [candidate.label for candidate in candidates] == ["Foobarly", "Quuxstack"]
    assert all(candidate.concept.startswith("skill/candidate-") for candidate in candidates)
    assert not any(candidate.listed for candidate in candidates)


def test_words_that_only_close_a_list_are_no_candidates() -> None:
    assert read("Terraform, Ansible, etc.")[1] == []
    assert read("Terraform, Ansible and other tools")[1] == []
    assert read("Terraform, Ansible and Experience")[1] == []
