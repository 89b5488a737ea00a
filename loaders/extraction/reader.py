"""The reader: from a Posting to its Record, the one way through.

1. The page: lines, sections, sentences (``loaders.text``).
2. Names of skills, joined with the spans of the trained reader, then the lists they stand in.
3. Statements: durations, degrees, pay.
4. Facts: title, employer, places, terms.
5. The requirement tree, and the flat views of it.

Text in a language other than English is read by tables (``abroad``) for its facts, technologies,
durations and degrees, and the Record says that the rest of it was not read; English rules are never
run over another language.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

from skillweave.loaders.extraction.abroad.education import education_abroad
from skillweave.loaders.extraction.abroad.experience import experience_abroad
from skillweave.loaders.extraction.abroad.skills import (
    ModalityAbroad,
    names_abroad,
    sentences_abroad,
)
from skillweave.loaders.extraction.degrees import EducationStatement, read_education
from skillweave.loaders.extraction.ellipsis import complete
from skillweave.loaders.extraction.experience import ExperienceStatement, read_experience
from skillweave.loaders.extraction.facts import read_facts
from skillweave.loaders.extraction.names import name_finder
from skillweave.loaders.extraction.pay import PayStatement, read_pay
from skillweave.loaders.extraction.requirements import ReadSentence, TreeBuilder, read_sentences
from skillweave.loaders.extraction.trained import SpanReader
from skillweave.loaders.extraction.union import unite
from skillweave.loaders.extraction.views import (
    alternatives_view,
    education_view,
    experience_view,
    skills_view,
)
from skillweave.loaders.posting import Posting, text_digest
from skillweave.loaders.text.page import Mention, Page
from skillweave.loaders.text.sections import read_page
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.record import Record, Requirement, Salary, Section

EXTRACTOR_VERSION: Final = "3"
"""Changes whenever the same posting may give another Record."""

ReaderName = Literal["trained", "rules"]
"""Who reads the skills: the names of the taxonomy alone, or together with the trained reader."""

DEFAULT_READER: Final[ReaderName] = "trained"
"""The reader where none is asked for."""


@lru_cache(maxsize=1)
def span_reader() -> SpanReader:
    """The trained reader that ships, loaded once a process."""
    return SpanReader.load()


def extractor_version(reader: ReaderName) -> str:
    """What a Record depends on besides the posting and the taxonomy: rules and weights."""
    if reader == "rules":
        return f"{EXTRACTOR_VERSION}-rules"
    return f"{EXTRACTOR_VERSION}-trained-{span_reader().about['version']}"


def extract(posting: Posting, *, reader: ReaderName = DEFAULT_READER) -> Record:
    """Read one posting.

    Args:
        posting: the posting; ``Posting(id=..., text=...)`` is enough.
        reader: ``rules`` does without the trained reader; the Record says which it was.

    Returns:
        Everything that it says, each fact with its evidence. Cost: about 4 ms for 3,000
        characters, linear in the length. The first call of a process also loads the taxonomy.
    """
    page = read_page(posting)
    taxonomy = Taxonomy.builtin()
    facts = read_facts(page, taxonomy)
    all_english = page.language == "en" and not page.stretches
    read = _read_english if all_english else _read_mixed
    requirements = read(page, reader, taxonomy)
    return Record(
        id=posting.id,
        text_sha256=text_digest(posting.text),
        title=facts.title,
        employer=facts.employer,
        locations=facts.locations,
        work_mode=facts.work_mode,
        employment_types=facts.employment_types,
        salaries=tuple(_salary(pay, posting.text) for pay in read_pay(page)),
        sponsorship=facts.sponsorship,
        requirements=requirements,
        skills=skills_view(requirements),
        alternatives=alternatives_view(requirements),
        experience=experience_view(requirements),
        education=education_view(requirements),
        sections=tuple(Section(kind=s.kind, start=s.start, end=s.end) for s in page.sections),
        date_posted=facts.date_posted,
        valid_through=facts.valid_through,
        language=facts.language,
        source=posting.source or None,
        url=posting.stated.url,
        reader=reader if all_english else "partial",
    )


def _read_english(page: Page, reader: ReaderName, taxonomy: Taxonomy) -> tuple[Requirement, ...]:
    """The requirements of a page, by the rules of English."""
    sentences, experience, education = _statements(page, name_finder().find(page), reader, taxonomy)
    return TreeBuilder(page, sentences).build(experience, education)


def _read_mixed(page: Page, reader: ReaderName, taxonomy: Taxonomy) -> tuple[Requirement, ...]:
    """The requirements of a page that is not all English: each stretch by its own rules."""

    def english(position: int) -> bool:
        return page.language_at(position) == "en"

    names = name_finder().find(page)
    names_here = names_abroad(page, names)
    sentences = sentences_abroad(page, names_here)
    experience = experience_abroad(page, names_here)
    education = education_abroad(page)
    if page.language == "en" or page.stretches:
        names = [name for name in names if english(name.start)]
        more, durations, degrees = _statements(page, names, reader, taxonomy)
        sentences += [each for each in more if english(each.sentence.start)]
        experience += [each for each in durations if english(each.start)]
        education += [each for each in degrees if english(each.start)]
    return TreeBuilder(page, sentences, ModalityAbroad(page)).build(experience, education)


def _statements(
    page: Page, names: Sequence[Mention], reader: ReaderName, taxonomy: Taxonomy
) -> tuple[list[ReadSentence], list[ExperienceStatement], list[EducationStatement]]:
    """What English sentences say: their names with lists, durations, degrees."""
    education = read_education(page)
    if reader == "trained" and page.language == "en":
        names = unite(names, span_reader().read([page], [names])[0])
    names = complete(page.text, names, taxonomy)
    sentences = read_sentences(page, _outside_fields(names, education))
    mentions = [mention for read in sentences for mention in read.mentions]
    return sentences, read_experience(page, mentions), education


def _outside_fields(
    mentions: Sequence[Mention], education: Sequence[EducationStatement]
) -> list[Mention]:
    """Leave out names that are the field of a degree: "BSc in statistics" asks for the degree."""
    spans = sorted((field.start, field.end) for degree in education for field in degree.fields)
    if not spans:
        return list(mentions)
    kept: list[Mention] = []
    for mention in mentions:
        at = bisect_right(spans, (mention.start, len(mention.text) + mention.end)) - 1
        if at < 0 or spans[at][1] <= mention.start:
            kept.append(mention)
    return kept


def _salary(pay: PayStatement, text: str) -> Salary:
    return Salary(
        min=pay.min,
        max=pay.max,
        currency=pay.currency,
        period=pay.period,
        location=pay.location,
        start=pay.start,
        end=pay.end,
        quote=text[pay.start : pay.end],
    )
