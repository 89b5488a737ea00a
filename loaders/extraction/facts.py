"""The facts of a posting that are no demand: what job, whose, where, on what terms, since when.

What the format states wins over what the text says; the reading of each fact is in a module of
its own, and this one joins them.
"""

from typing import NamedTuple

from skillweave.loaders.extraction.dates import read_dates
from skillweave.loaders.extraction.employers import read_employer
from skillweave.loaders.extraction.header import read_header
from skillweave.loaders.extraction.places import read_work_places
from skillweave.loaders.extraction.terms import read_employment_types, read_sponsorship
from skillweave.loaders.extraction.titles import read_title
from skillweave.loaders.extraction.triggers import read_triggers
from skillweave.loaders.extraction.work_mode import read_work_mode
from skillweave.loaders.text.page import Page
from skillweave.ontology.concepts import Taxonomy
from skillweave.ontology.record import Place, Title
from skillweave.ontology.vocabulary import EmploymentType, Sponsorship, WorkMode


class Facts(NamedTuple):
    """The facts of one posting, under the names that the Record gives them."""

    title: Title
    employer: str | None
    locations: tuple[Place, ...]
    work_mode: WorkMode | None
    employment_types: tuple[EmploymentType, ...]
    sponsorship: Sponsorship | None
    date_posted: str | None
    valid_through: str | None
    language: str


def read_facts(page: Page, taxonomy: Taxonomy) -> Facts:
    """Read all facts of a posting.

    Args:
        page: the posting.
        taxonomy: resolves role names to concepts.

    Returns:
        What is stated; None or an empty tuple for what is not.
    """
    header = read_header(page)
    title = read_title(page, header, taxonomy)
    span = None if title.start is None or title.end is None else (title.start, title.end)
    told = read_triggers(page)
    dates = read_dates(page, header)
    return Facts(
        title=title,
        employer=read_employer(page, header, span),
        locations=read_work_places(page, header),
        work_mode=read_work_mode(page, header, span, told["mode"]),
        employment_types=read_employment_types(page, header, span, told["employment"]),
        sponsorship=read_sponsorship(header, told["sponsorship"]),
        date_posted=dates.posted,
        valid_through=dates.valid_through,
        language=page.posting.stated.language or page.language,
    )
