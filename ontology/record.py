"""The Record: what one posting says, as data. Its JSON form is a public contract.

``requirements`` is the full tree; ``skills``, ``alternatives``, ``experience`` and ``education``
are flat views of it (made in ``loaders``), for those who want a row and not a tree. Offsets are
Unicode code points into the posting's text, 0-based, end exclusive: ``text[start:end] == quote``.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from skillweave.ontology.vocabulary import (
    EducationLevel,
    EmploymentType,
    Logic,
    Modality,
    PayPeriod,
    RequirementKind,
    SectionKind,
    Seniority,
    SkillKind,
    Sponsorship,
    WorkMode,
)

Offset = Annotated[int, Field(ge=0)]
"""A position in the posting's text, in code points."""

Months = Annotated[int, Field(ge=0)]
"""A duration in months."""


class _Part(BaseModel):
    """Common configuration: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Title(_Part):
    """The job title, and the role and level read from it."""

    text: str | None = None
    role: str | None = None
    concept: str | None = None
    seniority: Seniority | None = None
    start: Offset | None = None
    end: Offset | None = None


class Place(_Part):
    """A place of work. ``region`` is written out, ``country`` is ISO 3166-1 alpha-2."""

    text: str
    city: str | None = None
    region: str | None = None
    country: str | None = None
    place: str | None = None
    start: Offset
    end: Offset


class Salary(_Part):
    """A pay band in full numbers; ``location`` is the place or zone that it is stated for."""

    min: float | None = None
    max: float | None = None
    currency: str
    period: PayPeriod
    location: str | None = None
    start: Offset
    end: Offset
    quote: str


class Option(_Part):
    """A named skill in the text. ``concept`` is None where it could not be tied to one."""

    concept: str | None
    label: str
    mention: str
    kind: SkillKind
    start: Offset
    end: Offset
    confidence: float = 1.0


class Requirement(_Part):
    """A node of the requirement tree.

    ``logic`` says whether all, any or ``at_least`` of its ``options`` and ``parts`` together are
    asked for. ``open_list`` is true where the options are examples ("such as"). ``min_months`` and
    ``max_months`` bound experience. ``in_lieu_of`` holds the key of the sibling it may replace.
    """

    key: str
    kind: RequirementKind
    modality: Modality
    logic: Logic = "all"
    at_least: int | None = None
    open_list: bool = False
    options: tuple[Option, ...] = ()
    parts: tuple["Requirement", ...] = ()
    min_months: Months | None = None
    max_months: Months | None = None
    exclusive_minimum: bool = False
    excludes: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    levels: tuple[EducationLevel, ...] = ()
    fields: tuple[str, ...] = ()
    in_lieu_of: str | None = None
    start: Offset
    end: Offset
    quote: str
    section: SectionKind = "body"
    confidence: float = 1.0


class SkillView(_Part):
    """One skill of the posting with its strongest modality."""

    concept: str | None
    label: str
    mention: str
    start: Offset
    end: Offset
    kind: SkillKind
    modality: Modality
    confidence: float = 1.0


class AlternativeOption(_Part):
    """One of several skills between which there is a choice."""

    concept: str | None
    label: str
    mention: str


class Alternatives(_Part):
    """Skills of which any (or at least some) will do."""

    options: tuple[AlternativeOption, ...]
    modality: Modality
    open_list: bool = False
    start: Offset
    end: Offset
    quote: str


class Experience(_Part):
    """A stated duration of experience and what it is in."""

    min_months: Months | None = None
    max_months: Months | None = None
    modality: Modality
    of: tuple[AlternativeOption, ...] = ()
    excludes: tuple[str, ...] = ()
    start: Offset
    end: Offset
    quote: str


class Education(_Part):
    """A stated level of education; ``or_experience`` where experience may replace it."""

    levels: tuple[EducationLevel, ...]
    fields: tuple[str, ...] = ()
    modality: Modality
    or_experience: bool = False
    start: Offset
    end: Offset
    quote: str


class Section(_Part):
    """A stretch of the text and what it is for."""

    kind: SectionKind
    start: Offset
    end: Offset


class Record(_Part):
    """What one posting says. One JSON object a line is what ``skillweave extract`` prints.

    ``reader`` says what read it: "rules" (names and rules), "trained" (the trained reader beside
    them), or "partial" where the text, or a part of it, is not English: of such text only title,
    places, pay, technologies, experience and education are read, and the rest is not.
    """

    id: str
    text_sha256: str
    title: Title = Title()
    employer: str | None = None
    locations: tuple[Place, ...] = ()
    work_mode: WorkMode | None = None
    employment_types: tuple[EmploymentType, ...] = ()
    salaries: tuple[Salary, ...] = ()
    sponsorship: Sponsorship | None = None
    requirements: tuple[Requirement, ...] = ()
    skills: tuple[SkillView, ...] = ()
    alternatives: tuple[Alternatives, ...] = ()
    experience: tuple[Experience, ...] = ()
    education: tuple[Education, ...] = ()
    sections: tuple[Section, ...] = ()
    date_posted: str | None = None
    valid_through: str | None = None
    language: str | None = None
    source: str | None = None
    url: str | None = None
    reader: str = "rules"
