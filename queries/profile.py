"""What a person brings: skills with months, education, experience in total.

A profile is written by people: in a file, on the command line, in Python. Names in it are resolved
like any other; what cannot be resolved is an error that lists near spellings, because a skill that
is left out in silence would be held against the person.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from skillweave.graph.arrays.numbering import Numbers
from skillweave.ontology.concepts import fold
from skillweave.ontology.errors import AmbiguousName, UnknownName, UsageError
from skillweave.ontology.vocabulary import EDUCATION_LEVELS, EDUCATION_RANK
from skillweave.queries.names import Kind
from skillweave.queries.view import View

MOST_MONTHS: Final = 1200
"""No working life is longer, in months."""

_LEVEL_WORDS: Final[Mapping[str, str]] = {
    "high school": "high_school",
    "high school diploma": "high_school",
    "secondary school": "high_school",
    "ged": "high_school",
    "vocational": "vocational",
    "apprenticeship": "vocational",
    "associate": "associate",
    "associate degree": "associate",
    "bachelor": "bachelor",
    "bachelor degree": "bachelor",
    "bsc": "bachelor",
    "ba": "bachelor",
    "bs": "bachelor",
    "master": "master",
    "master degree": "master",
    "msc": "master",
    "ma": "master",
    "ms": "master",
    "mba": "master",
    "doctorate": "doctorate",
    "doctoral degree": "doctorate",
    "phd": "doctorate",
    "professional": "professional",
    "md": "professional",
    "jd": "professional",
    "pharmd": "professional",
}
"""Ways to write a level of education, folded."""

_KEYS: Final = ("skills", "education", "months_total", "not_counting")


@dataclass(frozen=True)
class Profile:
    """What a person brings.

    Attributes:
        skills: names of skills, each with the months of experience, or None where they are not
            known: then no threshold is met by it.
        education: levels and fields of study, in words.
        months_total: months of work experience in all, or None where they are not known.
        not_counting: months, of all those above, that were spent in a way that some postings do not
            count, such as {"internship": 12}; they are taken off where a demand excludes it.
    """

    skills: Mapping[str, int | None] = field(default_factory=dict)
    education: tuple[str, ...] = ()
    months_total: int | None = None
    not_counting: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, months in self.skills.items():
            _check_months(months, f"for {name}")
        _check_months(self.months_total, "in total")
        for name, months in self.not_counting.items():
            _check_months(months, f"of {name}")

    @classmethod
    def of(cls, given: "Profile | Mapping[str, Any] | Iterable[str]") -> "Profile":
        """A profile from what people write.

        Args:
            given: a profile; or a mapping with the keys ``skills`` (a mapping of names to months or
                None, or a list of names), ``education`` (a list), ``months_total`` and
                ``not_counting``; or a list of names, each with or without its months, as
                ``["python:48", "sql"]``.

        Raises:
            UsageError: it is none of these, a key is unknown, or months make no sense.
        """
        if isinstance(given, Profile):
            return given
        if isinstance(given, Mapping):
            return cls._of_mapping(given)
        if isinstance(given, str):
            raise UsageError(f"a profile is a mapping or a list of skills, not the text {given!r}")
        return cls(skills=dict(map(skill_with_months, given)))

    @classmethod
    def _of_mapping(cls, given: Mapping[str, Any]) -> "Profile":
        unknown = [str(key) for key in given if key not in _KEYS]
        if unknown:
            raise UsageError(f"a profile has no key {unknown[0]!r}; it has {', '.join(_KEYS)}")
        skills = given.get("skills") or {}
        if isinstance(skills, str) or not isinstance(skills, Mapping | Iterable):
            raise UsageError("skills of a profile are names with months, or a list of names")
        if not isinstance(skills, Mapping):
            skills = dict(skill_with_months(str(name)) for name in skills)
        education = given.get("education") or ()
        education = (education,) if isinstance(education, str) else tuple(education)
        flat: list[str] = []
        for item in education:
            flat += [item] if isinstance(item, str) else [str(part) for part in item]
        not_counting = given.get("not_counting") or {}
        if not isinstance(not_counting, Mapping):
            raise UsageError("not_counting of a profile is a mapping of names to months")
        return cls(
            {str(name): _months(value, str(name)) for name, value in skills.items()},
            tuple(flat),
            _months(given.get("months_total"), "months_total"),
            {str(name): _months(value, str(name)) or 0 for name, value in not_counting.items()},
        )


def skill_with_months(text: str) -> tuple[str, int | None]:
    """Name and months of a skill written as ``NAME`` or ``NAME:MONTHS``.

    >>> skill_with_months("python:48"), skill_with_months("c++")
    (('python', 48), ('c++', None))

    Raises:
        UsageError: there is no name, or the months make no sense.
    """
    name, colon, months = text.rpartition(":")
    if not colon:
        name, months = text, ""
    if not name.strip():
        raise UsageError(f"a skill is NAME or NAME:MONTHS, not {text!r}")
    if not colon:
        return name.strip(), None
    if not re.fullmatch(r"-?\d+", months.strip()):
        raise UsageError(f"months are a whole number, not {months!r} (in {text!r})")
    found = int(months)
    _check_months(found, f"for {name}")
    return name.strip(), found


def _months(value: Any, what: str) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise UsageError(f"months are a whole number or null, not {value!r} (in {what})")


def _check_months(months: int | None, where: str) -> None:
    if months is not None and not 0 <= months <= MOST_MONTHS:
        raise UsageError(f"months {where} are {months}; they are from 0 to {MOST_MONTHS}")


@dataclass(frozen=True)
class Person:
    """A profile in the numbers of one graph.

    Attributes:
        skills: numbers of skills, sorted; those that a skill of the profile is a kind of among them.
        months: months of each, -1 where they are not known.
        through: for each, the number of the skill of the profile that brings it: itself, or a
            narrower one.
        levels: levels of education as bits.
        fields: numbers of fields of study, with all broader ones, sorted.
        months_total: months of experience, -1 where they are not known.
        not_counting: months by what they were spent in, folded.
    """

    skills: Numbers
    months: Numbers
    through: Numbers
    levels: int
    fields: Numbers
    months_total: int
    not_counting: Mapping[str, int]

    def has(self, skill: int) -> int | None:
        """Months of a skill, -1 where they are not known, None where the person has it not."""
        return self._months.get(skill)

    @cached_property
    def _months(self) -> dict[int, int]:
        return dict(zip(self.skills.tolist(), self.months.tolist(), strict=True))


def person(view: View, profile: Profile) -> Person:
    """Turn a profile into numbers; a skill brings all that it is a kind of, with its months.

    Raises:
        UnknownName: a skill, level or field has no such name here; near spellings are listed.
        AmbiguousName: a name fits several.
    """
    given = {view.skill(name): months for name, months in profile.skills.items()}
    found: dict[int, tuple[int, int]] = {}
    for skill, stated in sorted(given.items()):
        months = -1 if stated is None else stated
        for broad in upwards(view, "skill_broader", [skill]):
            before = found.get(broad, (-2, 0))[0]
            if months > before or (months == before and broad == skill):
                found[broad] = (months, skill)
    skills = np.array(sorted(found), dtype=np.int32)
    levels, fields = _education(view, profile.education)
    return Person(
        skills,
        np.array([found[skill][0] for skill in skills.tolist()], dtype=np.int32),
        np.array([found[skill][1] for skill in skills.tolist()], dtype=np.int32),
        levels,
        np.array(upwards(view, "field_broader", fields), dtype=np.int32),
        -1 if profile.months_total is None else profile.months_total,
        {fold(name): months for name, months in profile.not_counting.items()},
    )


def known_here(view: View, profile: Profile) -> Profile:
    """The profile without the names that the graph does not know.

    For profiles that a program read: what no posting asks for can match nothing. Names that a
    person wrote are not to be dropped in silence.
    """

    def known(kind: Kind, name: str) -> bool:
        try:
            view.names(kind).resolve(name)
        except (UnknownName, AmbiguousName):
            return False
        return True

    skills = {name: n for name, n in profile.skills.items() if known("Skill", name)}
    education = tuple(e for e in profile.education if level_of(e) or known("FieldOfStudy", e))
    return replace(profile, skills=skills, education=education)


def _education(view: View, education: Iterable[str]) -> tuple[int, list[int]]:
    levels, fields = 0, []
    for text in education:
        level = level_of(text)
        if level:
            levels |= 1 << EDUCATION_LEVELS.index(level)
            continue
        try:
            fields.append(view.names("FieldOfStudy").resolve(text))
        except UnknownName as error:
            near = (*error.near, *sorted(EDUCATION_RANK))[:8]
            raise UnknownName(text, kind="level or field of study", near=near) from None
    return levels, fields


def level_of(text: str) -> Any:
    """The level of education that a text names, or None.

    >>> level_of("Bachelor's degree"), level_of("PhD"), level_of("history")
    ('bachelor', 'doctorate', None)
    """
    key = fold(re.sub(r"['’]s\b", "", text)).replace("_", " ")
    found = _LEVEL_WORDS.get(key) or _LEVEL_WORDS.get(key.removesuffix(" degree"))
    return found or next((level for level in EDUCATION_LEVELS if level == text), None)


def upwards(view: View, hierarchy: str, found: list[int]) -> list[int]:
    """These concepts and all that they are a kind of, sorted.

    Args:
        view: the graph.
        hierarchy: ``skill_broader``, ``field_broader`` or ``place_within``.
        found: numbers of the concepts.
    """
    first, broad = view.arrays.broader(hierarchy)
    seen, new = set(found), list(found)
    while new:
        at = new.pop()
        for above in broad[first[at] : first[at + 1]].tolist():
            if above not in seen:
                seen.add(above)
                new.append(above)
    return sorted(seen)
