"""The questions about a person: `ask check`, `match`, `additions`, `unlocks`, `gap`, ..."""

from enum import StrEnum
from typing import Annotated

import typer

from skillweave.cli.answers import Format
from skillweave.cli.app import DEFAULT_GRAPH, FormatOption, GraphOption, LimitOption
from skillweave.cli.ask import (
    PlaceOption,
    PlotOption,
    RoleArgument,
    RoleOption,
    WhyOption,
    answer,
    questions,
)
from skillweave.cli.profiles import (
    EducationOption,
    Given,
    HaveOption,
    MonthsOption,
    ProfileOption,
    ResumeOption,
    read_profile,
)


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
        "--assume",
        help="Take skills of this kind for granted, such as soft; may be repeated.",
    ),
]
ShareOption = Annotated[
    float,
    typer.Option(
        "--share",
        help="A posting is open when at least this share of its required demands is met.",
    ),
]


@questions.command("check")
def ask_check(
    posting: Annotated[str, typer.Argument(help="Id of a posting.")],
    have: HaveOption = None,
    education: EducationOption = None,
    months_total: MonthsOption = None,
    profile: ProfileOption = None,
    resume: ResumeOption = None,
    assume: AssumeOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """Does a person satisfy a posting, and which requirements fail?"""
    given = Given(have, education, months_total, profile, resume)
    answer(
        graph,
        format,
        why,
        lambda g: g.check(
            read_profile(g, given), posting, assume=[kind.value for kind in assume or ()]
        ),
    )


@questions.command("match")
def ask_match(
    have: HaveOption = None,
    education: EducationOption = None,
    months_total: MonthsOption = None,
    profile: ProfileOption = None,
    resume: ResumeOption = None,
    role: RoleOption = None,
    place: PlaceOption = None,
    assume: AssumeOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 20,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """Which postings suit a person best, and what is missing for each?"""
    given = Given(have, education, months_total, profile, resume)
    answer(
        graph,
        format,
        why,
        lambda g: g.match(
            read_profile(g, given),
            role=role,
            place=place,
            assume=[kind.value for kind in assume or ()],
            limit=limit,
        ),
    )


@questions.command("additions")
def ask_additions(
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
    have: HaveOption = None,
    education: EducationOption = None,
    months_total: MonthsOption = None,
    profile: ProfileOption = None,
    resume: ResumeOption = None,
    assume: AssumeOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """The least that a person has to acquire to satisfy a posting, or a share of a role's."""
    given = Given(have, education, months_total, profile, resume)
    answer(
        graph,
        format,
        why,
        lambda g: g.additions(
            read_profile(g, given),
            posting=posting,
            role=role,
            share=share,
            assume=[kind.value for kind in assume or ()],
        ),
    )


@questions.command("unlocks")
def ask_unlocks(
    have: HaveOption = None,
    education: EducationOption = None,
    months_total: MonthsOption = None,
    profile: ProfileOption = None,
    resume: ResumeOption = None,
    role: RoleOption = None,
    place: PlaceOption = None,
    share: ShareOption = 1.0,
    months: Annotated[
        int | None,
        typer.Option(
            "--months", min=0, help="For how long a skill is acquired; as long as asked by default."
        ),
    ] = None,
    assume: AssumeOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 20,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """The one skill that opens most postings to a person."""
    given = Given(have, education, months_total, profile, resume)
    answer(
        graph,
        format,
        why,
        lambda g: g.unlocks(
            read_profile(g, given),
            role=role,
            place=place,
            share=share,
            months=months,
            assume=[kind.value for kind in assume or ()],
            limit=limit,
        ),
    )


@questions.command("gap")
def ask_gap(
    role: RoleArgument,
    from_role: Annotated[
        str | None,
        typer.Option("--from-role", help="A role to come from, instead of a person."),
    ] = None,
    have: HaveOption = None,
    education: EducationOption = None,
    months_total: MonthsOption = None,
    profile: ProfileOption = None,
    resume: ResumeOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 20,
    why: WhyOption = False,
    plot: PlotOption = None,
    format: FormatOption = Format.table,
) -> None:
    """What separates a person from a role, or one role from another?"""
    given = Given(have, education, months_total, profile, resume)

    if from_role is not None and not any(given):
        answer(
            graph, format, why, lambda g: g.gap(role, from_role=from_role, limit=limit), plot=plot
        )
        return
    answer(
        graph,
        format,
        why,
        lambda g: g.gap(role, profile=read_profile(g, given), from_role=from_role, limit=limit),
        plot=plot,
    )


@questions.command("learning-path")
def ask_learning_path(
    role: RoleArgument,
    have: HaveOption = None,
    education: EducationOption = None,
    months_total: MonthsOption = None,
    profile: ProfileOption = None,
    resume: ResumeOption = None,
    share: ShareOption = 0.8,
    assume: AssumeOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 10,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """In which order should a person learn what a role takes?"""
    given = Given(have, education, months_total, profile, resume)
    answer(
        graph,
        format,
        why,
        lambda g: g.learning_path(
            read_profile(g, given),
            role,
            share=share,
            assume=[kind.value for kind in assume or ()],
            limit=limit,
        ),
    )
