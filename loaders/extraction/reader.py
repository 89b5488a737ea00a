"""The reader: from a Posting to its Record, the one way through.

1. The page: lines, sections, sentences (``loaders.text``).
2. Names of skills, joined with the spans of the trained reader, then the lists they stand in.
3. Statements: durations, degrees, pay.
4. Facts: title, employer, places, terms.
5. The requirement tree, and the flat views of it.

A page in a language other than English is read for its facts only; English rules are never run
over another language.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

from skillweave.loaders.extraction.degrees import EducationStatement, read_education
from skillweave.loaders.extraction.ellipsis import complete
from skillweave.loaders.extraction.experience import read_experience
from skillweave.loaders.extraction.facts import read_facts
from skillweave.loaders.extraction.names import name_finder
from skillweave.loaders.extraction.pay import PayStatement, read_pay
from skillweave.loaders.extraction.requirements import TreeBuilder, read_sentences
from skillweave.loaders.extraction.trained import SpanReader
from skillweave.loaders.extraction.union import unite
from skillweave.loaders.extraction.views import (
    alternatives_view,
    education_view,
    experience_view,
    skills_view,
)
from skillweave.loaders.posting import Posting, text_digest
from skillweave.loaders.text.page import Mention
from skillweave.loaders.text.sections import read_page
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.record import Record, Requirement, Salary, Section

EXTRACTOR_VERSION: Final = "1"
"""Changes whenever the same posting may give another Record."""

ReaderName = Literal["trained", "rules"]
"""Who reads the skills: the names of the taxonomy alone, or together with the trained reader."""

DEFAULT_READER: Final[ReaderName] = "rules"
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
    requirements: tuple[Requirement, ...] = ()
    if page.language == "en":
        education = read_education(page)
        names = name_finder().find(page)
        if reader == "trained":
            names = unite(names, span_reader().read([page], [names])[0])
        names = complete(page.text, names, taxonomy)
        names = _outside_fields(names, education)
        sentences = read_sentences(page, names)
        mentions = [mention for read in sentences for mention in read.mentions]
        requirements = TreeBuilder(page, sentences).build(
            read_experience(page, mentions), education
        )
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
        reader=reader,
    )


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
