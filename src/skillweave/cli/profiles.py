"""What a person brings, from the command line: flags, a file, a résumé."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

import typer

if TYPE_CHECKING:
    from skillweave._graph import Graph
    from skillweave.queries.profile import Profile

HaveOption = Annotated[
    list[str] | None,
    typer.Option(
        "--have",
        help="A skill that the person has, with or without months of experience, such as "
        "python:48; may be repeated.",
        metavar="SKILL[:MONTHS]",
    ),
]
EducationOption = Annotated[
    list[str] | None,
    typer.Option(
        "--education",
        help="A level of education or a field of study, such as bachelor or 'computer science'; "
        "may be repeated.",
        metavar="LEVEL|FIELD",
    ),
]
MonthsOption = Annotated[
    int | None,
    typer.Option("--months-total", help="Months of work experience in all.", metavar="MONTHS"),
]
ProfileOption = Annotated[
    Path | None,
    typer.Option(
        "--profile",
        help="JSON, YAML or TOML file with skills, education and months_total; flags add to it.",
        metavar="FILE",
    ),
]
ResumeOption = Annotated[
    Path | None,
    typer.Option(
        "--resume",
        help="Résumé as text, PDF or DOCX; what it says is read like a posting.",
        metavar="FILE",
    ),
]


PROFILE_OPTIONS: Final[dict[str, Any]] = {
    "have": HaveOption,
    "education": EducationOption,
    "months_total": MonthsOption,
    "profile": ProfileOption,
    "resume": ResumeOption,
}
"""The flags about a person, in the order of :class:`Given`."""


class Given(NamedTuple):
    """What the flags about a person hold."""

    have: list[str] | None
    education: list[str] | None
    months_total: int | None
    profile: Path | None
    resume: Path | None


def read_profile(graph: "Graph", given: Given) -> "Profile":
    """Put together a profile from a résumé, a file and flags; later ones go before earlier ones.

    Raises:
        UsageError: nothing is given, or what is given makes no sense.
        InputError: a file cannot be read.
    """
    from skillweave.ontology.errors import UsageError
    from skillweave.queries.profile import Profile

    if not any(part is not None and part != [] for part in given):
        raise UsageError("say what the person brings: --have SKILL, --profile FILE, --resume FILE")
    parts = [graph.resume(given.resume)] if given.resume else []
    if given.profile:
        parts.append(Profile.of(_read_file(given.profile)))
    flags = Profile.of(given.have or [])
    parts.append(Profile(flags.skills, tuple(given.education or ()), given.months_total))
    skills: dict[str, int | None] = {}
    not_counting: dict[str, int] = {}
    education: list[str] = []
    total = None
    for part in parts:
        skills |= part.skills
        not_counting |= part.not_counting
        education += part.education
        total = part.months_total if part.months_total is not None else total
    return Profile(skills, tuple(education), total, not_counting)


def _read_file(path: Path) -> Mapping[str, Any]:
    import yaml

    from skillweave.ontology.errors import InputError

    try:
        text = path.read_text("utf-8")
        # JSON is YAML.
        found = tomllib.loads(text) if path.suffix == ".toml" else yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, tomllib.TOMLDecodeError) as error:
        reason = " ".join(str(error).split())
        raise InputError("the profile cannot be read", file=str(path), next_step=reason) from error
    if not isinstance(found, dict):
        raise InputError(
            "a profile is a mapping",
            file=str(path),
            next_step="write keys such as skills, education and months_total",
        )
    return found
