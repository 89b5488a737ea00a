"""The reader that ships: what it promises of its mentions, and that it reads."""

from pathlib import Path

import pytest

from skillweave.loaders.extraction.names import name_finder
from skillweave.loaders.extraction.trained import SpanReader
from skillweave.loaders.extraction.trained.reader import _only_describes
from skillweave.loaders.extraction.trained.weights import WEIGHTS, read_weights
from skillweave.loaders.posting import Posting
from skillweave.loaders.text.page import Mention, Page
from skillweave.loaders.text.sections import read_page
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.errors import InputError
from skillweave.ontology.vocabulary import SKILL_KINDS

POSTINGS = (
    """Data engineer

Responsibilities
- Build data pipelines for the claims team
- Write clear documentation for other engineers

Requirements
- Three years of experience with Python, Zimbrosql and Airflow
- Strong communication skills and attention to detail
- Knowledge of dimensional modelling

Benefits
- Dental insurance and free Spanish lessons
""",
    """Ward nurse

You will plan and deliver wound care and medication administration for elderly patients.

Essential
- NMC registration
- Compassionate and able to work under pressure
- Experience of safeguarding adults
""",
    "",
)


@pytest.fixture(scope="module")
def reader() -> SpanReader:
    return SpanReader.load()


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return [read_page(Posting(id=str(index), text=text)) for index, text in enumerate(POSTINGS)]


def test_mentions_are_pieces_of_the_text_in_order(reader: SpanReader, pages: list[Page]) -> None:
    for page, mentions in zip(pages, reader.read(pages), strict=True):
        end = 0
        for mention in mentions:
            assert page.text[mention.start : mention.end] == mention.text
            assert mention.start >= end
            assert mention.kind in SKILL_KINDS
            assert 0.0 < mention.confidence < 1.0
            end = mention.end


def test_listed_mentions_have_a_concept_and_others_a_candidate(
    reader: SpanReader, pages: list[Page]
) -> None:
    taxonomy = Taxonomy.builtin()
    for mentions in reader.read(pages):
        for mention in mentions:
            assert (mention.concept in taxonomy) == mention.listed
            assert mention.listed or mention.concept.startswith("skill/candidate-")


def test_technology_traits_methods_and_credentials_are_read(
    reader: SpanReader, pages: list[Page]
) -> None:
    engineer, nurse, nothing = reader.read(pages)
    kinds = {mention.text: mention.kind for mention in (*engineer, *nurse)}
    assert kinds["Python"] == "technology"
    assert kinds["Zimbrosql"] == "technology"  # stands in no list: read from its neighbours
    assert kinds["attention to detail"] == "soft"
    assert kinds["wound care"] == "method"
    assert kinds["NMC registration"] == "credential"
    assert nothing == []


@pytest.mark.parametrize(
    ("text", "kind", "describes"),
    [
        ("tested", "method", True),
        ("dedicated", "soft", False),
        ("tested code", "method", False),
        ("Embed", "method", False),
    ],
)
def test_a_lone_participle_is_no_method(text: str, kind: str, describes: bool) -> None:
    mention = Mention(0, len(text), text, "skill/candidate-x", text, kind, 0.5, False)
    assert _only_describes(mention) == describes
    assert not _only_describes(mention._replace(listed=True))


def test_benefits_hold_no_skills(reader: SpanReader, pages: list[Page]) -> None:
    benefits = pages[0].text.index("Benefits")
    assert all(mention.start < benefits for mention in reader.read(pages)[0])


def test_a_page_is_read_the_same_in_company_and_alone(
    reader: SpanReader, pages: list[Page]
) -> None:
    together = reader.read(pages * 20)
    alone = [reader.read([page])[0] for page in pages]
    for mentions, expected in zip(together, alone * 20, strict=True):
        assert [mention[:6] for mention in mentions] == [mention[:6] for mention in expected]


def test_a_very_long_page_is_read_to_its_end(reader: SpanReader) -> None:
    once = "- Wound care and phlebotomy\n- Experience with Python\n"
    page = read_page(Posting(id="long", text="Requirements\n" + 2000 * once))
    found = reader.read([page])[0]
    assert sum(mention.text == "Python" for mention in found) >= 1990
    assert found[-1].start > len(page.text) - len(once)


def test_names_found_before_need_not_be_found_again(reader: SpanReader, pages: list[Page]) -> None:
    names = [name_finder().find(page) for page in pages]
    assert reader.read(pages, names) == reader.read(pages)


def test_other_languages_are_left_alone(reader: SpanReader) -> None:
    text = (
        "Wir suchen eine Köchin mit Erfahrung in der Großküche und guten Kenntnissen in Excel. " * 4
    )
    assert reader.read([read_page(Posting(id="de", text=text))]) == [[]]


def test_the_weights_tell_where_they_come_from() -> None:
    about = read_weights().about
    assert about["version"]
    assert len(about["labels_sha256"]) == len(about["unlabelled_sha256"]) == 64
    assert about["held_out"]["student"]["skills"]["f1"] > 0.7
    assert WEIGHTS.stat().st_size < 10_000_000


@pytest.mark.parametrize("content", [b"", b"no weights", None])
def test_missing_or_broken_weights_are_refused_with_the_next_step(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "reader.npz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputError, match=r"skillweave\.loaders\.training"):
        SpanReader.load(file)
