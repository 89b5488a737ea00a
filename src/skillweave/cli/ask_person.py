"""The questions about a person: `ask check`, `match`, `additions`, `unlocks`, `gap`, ..."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from skillweave.cli.ask import Asking, PlaceOption, RoleArgument, RoleOption, question
from skillweave.cli.profiles import Given, read_profile

if TYPE_CHECKING:
    from skillweave.ontology.vocabulary import SkillKind


class Kind(StrEnum):
    """Kinds of skills; the values of ``skillweave.ontology.vocabulary.SkillKind``."""

    technology = "technology"
    method = "method"
    soft = "soft"
    human_language = "human_language"
    credential = "credential"


AssumeOption = Annotated[
    list[Kind] | None,
    typer.Option(
        "--assume", help="Take skills of this kind for granted, such as soft; may be repeated."
    ),
]
ShareOption = Annotated[
    float,
    typer.Option(
        "--share",
        help="A posting is open when at least this share of its required demands is met.",
    ),
]


@question("check")
def ask_check(
    posting: Annotated[str, typer.Argument(help="Id of a posting.")],
    who: Given,
    assume: AssumeOption = None,
) -> Asking:
    """Does a person satisfy a posting, and which requirements fail?"""
    return lambda g: g.check(read_profile(g, who), posting, assume=_values(assume))


@question("match")
def ask_match(
    who: Given,
    role: RoleOption = None,
    place: PlaceOption = None,
    assume: AssumeOption = None,
    limit: int = 20,
) -> Asking:
    """Which postings suit a person best, and what is missing for each?"""
    return lambda g: g.match(
        read_profile(g, who), role=role, place=place, assume=_values(assume), limit=limit
    )


@question("additions")
def ask_additions(
    who: Given,
    posting: Annotated[
        str | None, typer.Option("--posting", help="A posting to satisfy.", metavar="ID")
    ] = None,
    role: Annotated[
        str | None,
        typer.Option("--role", help="A role whose postings to satisfy.", metavar="ROLE"),
    ] = None,
    share: Annotated[
        float, typer.Option("--share", help="Share of the role's postings to satisfy.")
    ] = 0.5,
    assume: AssumeOption = None,
) -> Asking:
    """The least that a person has to acquire to satisfy a posting, or a share of a role's."""
    return lambda g: g.additions(
        read_profile(g, who), posting=posting, role=role, share=share, assume=_values(assume)
    )


@question("unlocks")
def ask_unlocks(
    who: Given,
    role: RoleOption = None,
    place: PlaceOption = None,
    share: ShareOption = 1.0,
    months: Annotated[
        int | None,
        typer.Option(
            "--months", min=0, help="For how long a skill is acquired; as long as asked by default."
        ),
    ] = None,
    anywhere: Annotated[
        bool,
        typer.Option(
            "--anywhere", help="Count postings too that name none of the person's skills."
        ),
    ] = False,
    assume: AssumeOption = None,
    limit: int = 20,
) -> Asking:
    """The one skill that opens most postings to a person."""
    return lambda g: g.unlocks(
        read_profile(g, who),
        role=role,
        place=place,
        share=share,
        months=months,
        anywhere=anywhere,
        assume=_values(assume),
        limit=limit,
    )


@question("gap", drawn=True)
def ask_gap(
    role: RoleArgument,
    who: Given,
    from_role: Annotated[
        str | None,
        typer.Option("--from-role", help="A role to come from, instead of a person."),
    ] = None,
    limit: int = 20,
) -> Asking:
    """What separates a person from a role, or one role from another?"""
    if from_role is not None and not any(who):
        return lambda g: g.gap(role, from_role=from_role, limit=limit)
    return lambda g: g.gap(role, profile=read_profile(g, who), from_role=from_role, limit=limit)


@question("learning-path")
def ask_learning_path(
    role: RoleArgument,
    who: Given,
    share: ShareOption = 0.8,
    assume: AssumeOption = None,
    limit: int = 10,
) -> Asking:
    """In which order should a person learn what a role takes?"""
    return lambda g: g.learning_path(
        read_profile(g, who), role, share=share, assume=_values(assume), limit=limit
    )


def _values(kinds: list[Kind] | None) -> "list[SkillKind]":
    return [kind.value for kind in kinds or ()]
