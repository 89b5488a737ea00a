"""The closed vocabularies of the model: every enumerated value, declared once.

A value is a plain string in the Record and in the property graph and a SKOS concept in RDF.
The ``Literal`` types serve type checkers and pydantic; the tuples beside them serve code that
needs to walk or rank the values. A new value is added here and nowhere else.
"""

from typing import Final, Literal, get_args

SkillKind = Literal["technology", "method", "soft", "human_language", "credential"]
"""What sort of thing a skill is: a named tool, a discipline, a trait, a language, a licence."""

Modality = Literal["required", "preferred", "duty", "not_required"]
"""How strongly a posting asks for something; ``duty`` is named in the work, not demanded."""

RequirementKind = Literal["skill", "experience", "education", "credential", "responsibility"]
"""What a node of the requirement tree demands."""

Logic = Literal["all", "any", "at_least"]
"""How the options and parts of a requirement combine."""

Seniority = Literal[
    "intern", "entry", "mid", "senior", "lead", "principal", "manager", "director", "executive"
]
"""Level of a position, from the title or an explicit statement."""

WorkMode = Literal["onsite", "hybrid", "remote"]
"""Where the work is done, when stated."""

EmploymentType = Literal[
    "full_time", "part_time", "contract", "temporary", "internship", "permanent"
]
"""Terms of employment, when stated."""

PayPeriod = Literal["hour", "day", "week", "month", "year"]
"""The time that a pay figure covers."""

Sponsorship = Literal["offered", "not_offered"]
"""Whether the employer sponsors a visa or work authorisation."""

EducationLevel = Literal[
    "high_school",
    "vocational",
    "associate",
    "bachelor",
    "master",
    "doctorate",
    "professional",
    "unspecified",
]
"""Levels of education; ``professional`` is a first professional degree (MD, JD, PharmD)."""

SectionKind = Literal[
    "header",
    "about",
    "duties",
    "required",
    "preferred",
    "education",
    "benefits",
    "pay",
    "legal",
    "apply",
    "boilerplate",
    "body",
]
"""What a stretch of a posting is for; ``header`` is the title block, ``body`` has no heading."""

MODALITY_STRENGTH: Final[dict[str, int]] = {
    "required": 3,
    "preferred": 2,
    "duty": 1,
    "not_required": 0,
}
"""A skill that is named with several modalities takes the strongest."""

SILENT_SECTIONS: Final[frozenset[str]] = frozenset(
    {"benefits", "pay", "legal", "apply", "boilerplate"}
)
"""Sections in which nothing is a skill or a demand."""

SKILL_FREE_SECTIONS: Final[frozenset[str]] = SILENT_SECTIONS | {"header"}
"""Sections in which no skill is read; a title names a role, the skills it takes are said below."""

EDUCATION_RANK: Final[dict[str, int]] = {
    "unspecified": 0,
    "high_school": 3,
    "vocational": 4,
    "associate": 5,
    "bachelor": 6,
    "master": 7,
    "professional": 7,
    "doctorate": 8,
}
"""Rank of each level on the ISCED 2011 scale (0 where the level is not stated)."""

EDUCATION_LEVELS: Final[tuple[EducationLevel, ...]] = get_args(EducationLevel)
SENIORITIES: Final[tuple[Seniority, ...]] = get_args(Seniority)
SECTION_KINDS: Final[tuple[SectionKind, ...]] = get_args(SectionKind)
SKILL_KINDS: Final[tuple[SkillKind, ...]] = get_args(SkillKind)
