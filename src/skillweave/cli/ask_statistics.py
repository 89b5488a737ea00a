"""The questions that list and count: `ask postings`, `pay`, `trend`, `places`, ..."""

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
    SkillArgument,
    WhyOption,
    answer,
    questions,
)

SkillOption = Annotated[
    str | None,
    typer.Option("--skill", help="Only postings that ask for or name this skill.", metavar="SKILL"),
]


class By(StrEnum):
    """Stretches of time that a trend is told by."""

    month = "month"
    quarter = "quarter"
    year = "year"


class Level(StrEnum):
    """What places are listed."""

    city = "city"
    region = "region"
    country = "country"
    any = "any"


class Period(StrEnum):
    """What pay is told for."""

    hour = "hour"
    day = "day"
    week = "week"
    month = "month"
    year = "year"


@questions.command("role-skills")
def ask_role_skills(
    role: RoleArgument,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 20,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """Which skills do postings for a role ask for: how often, how strongly, for how long?"""
    answer(graph, format, why, lambda g: g.role_skills(role, limit=limit))


@questions.command("skill-roles")
def ask_skill_roles(
    skill: SkillArgument,
    least_postings: Annotated[
        int, typer.Option("--least-postings", min=1, help="Leave out roles with fewer postings.")
    ] = 1,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 20,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """Which roles need a skill?"""
    answer(
        graph,
        format,
        why,
        lambda g: g.skill_roles(skill, least_postings=least_postings, limit=limit),
    )


@questions.command("postings")
def ask_postings(
    skill: SkillArgument,
    at_most: Annotated[
        int | None,
        typer.Option("--at-most", help="Most months of experience with it.", metavar="MONTHS"),
    ] = None,
    at_least: Annotated[
        int | None,
        typer.Option("--at-least", help="Least months of experience with it.", metavar="MONTHS"),
    ] = None,
    place: PlaceOption = None,
    role: RoleOption = None,
    pay_at_least: Annotated[
        float | None,
        typer.Option(
            "--pay-at-least",
            help="Only postings that pay up to this or more a year.",
            metavar="AMOUNT",
        ),
    ] = None,
    currency: Annotated[
        str, typer.Option("--currency", help="Currency of the pay, such as EUR.", metavar="CODE")
    ] = "USD",
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 20,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """Which postings ask for a skill: for how long, where, for what pay?"""
    answer(
        graph,
        format,
        why,
        lambda g: g.postings(
            skill,
            at_most_months=at_most,
            at_least_months=at_least,
            place=place,
            role=role,
            pay_at_least=pay_at_least,
            currency=currency,
            limit=limit,
        ),
    )


@questions.command("demand")
def ask_demand(
    skill: SkillArgument,
    role: RoleOption = None,
    place: PlaceOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 50,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """How many postings ask for a skill, with all kinds of it?"""
    answer(graph, format, why, lambda g: g.demand(skill, role=role, place=place, limit=limit))


@questions.command("pay")
def ask_pay(
    skill: SkillOption = None,
    role: RoleOption = None,
    place: PlaceOption = None,
    currency: Annotated[
        str | None,
        typer.Option("--currency", help="Only pay in this currency, such as EUR.", metavar="CODE"),
    ] = None,
    period: Annotated[Period, typer.Option("--period", help="What the figures are for.")] = (
        Period.year
    ),
    graph: GraphOption = DEFAULT_GRAPH,
    why: WhyOption = False,
    plot: PlotOption = None,
    format: FormatOption = Format.table,
) -> None:
    """What do postings pay; and how much more with a skill, within a role?"""
    answer(
        graph,
        format,
        why,
        lambda g: g.pay(
            skill=skill, role=role, place=place, currency=currency, period=period.value
        ),
        plot=plot,
    )


@questions.command("trend")
def ask_trend(
    skill: SkillOption = None,
    role: RoleOption = None,
    place: PlaceOption = None,
    by: Annotated[By, typer.Option("--by", help="What to count by.")] = By.month,
    graph: GraphOption = DEFAULT_GRAPH,
    why: WhyOption = False,
    plot: PlotOption = None,
    format: FormatOption = Format.table,
) -> None:
    """How does demand for a skill or role change over time?"""
    answer(
        graph,
        format,
        why,
        lambda g: g.trend(skill=skill, role=role, place=place, by=by.value),
        plot=plot,
    )


@questions.command("places")
def ask_places(
    skill: SkillOption = None,
    role: RoleOption = None,
    within: Annotated[
        str | None, typer.Option("--within", help="Only places in this one.", metavar="PLACE")
    ] = None,
    level: Annotated[Level, typer.Option("--level", help="What places to list.")] = Level.city,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 20,
    why: WhyOption = False,
    plot: PlotOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Where is a skill or role in demand?"""
    answer(
        graph,
        format,
        why,
        lambda g: g.places(skill=skill, role=role, within=within, level=level.value, limit=limit),
        plot=plot,
    )


@questions.command("thresholds")
def ask_thresholds(
    role: RoleOption = None,
    skill: SkillOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    why: WhyOption = False,
    plot: PlotOption = None,
    format: FormatOption = Format.table,
) -> None:
    """How much experience do postings ask for, in a role or with a skill?"""
    answer(graph, format, why, lambda g: g.thresholds(role, skill=skill), plot=plot)


@questions.command("why")
def ask_why(
    skill: SkillOption = None,
    role: RoleOption = None,
    posting: Annotated[
        str | None, typer.Option("--posting", help="Only this posting.", metavar="ID")
    ] = None,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 20,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """In which sentences do postings say it?"""
    answer(
        graph,
        format,
        why,
        lambda g: g.why(skill=skill, role=role, posting=posting, limit=limit),
    )


@questions.command("candidate-skills")
def ask_candidate_skills(
    least_postings: Annotated[
        int, typer.Option("--least-postings", min=1, help="Leave out skills that fewer name.")
    ] = 2,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 20,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """Which skills do postings name that no list has, and what may they be?"""
    answer(
        graph,
        format,
        why,
        lambda g: g.candidate_skills(least_postings=least_postings, limit=limit),
    )
