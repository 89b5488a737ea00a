"""The questions that list and count: `ask find`, `postings`, `pay`, `trend`, `places`, ..."""

from enum import StrEnum
from typing import Annotated

import typer

from skillweave.cli.ask import (
    Asking,
    PlaceOption,
    RoleArgument,
    RoleOption,
    SkillArgument,
    SkillOption,
    question,
)


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


@question("find")
def ask_find(
    text: Annotated[list[str], typer.Argument(help="A name, or a part of one, in any spelling.")],
    limit: int = 20,
) -> Asking:
    """Find skills, roles, employers and places by label, alias, part or near spelling."""
    return lambda g: g.find(" ".join(text), limit=limit)


@question("role-skills")
def ask_role_skills(role: RoleArgument, limit: int = 20) -> Asking:
    """Which skills do postings for a role ask for: how often, how strongly, for how long?"""
    return lambda g: g.role_skills(role, limit=limit)


@question("skill-roles")
def ask_skill_roles(
    skill: SkillArgument,
    least_postings: Annotated[
        int, typer.Option("--least-postings", min=1, help="Leave out roles with fewer postings.")
    ] = 1,
    limit: int = 20,
) -> Asking:
    """Which roles need a skill?"""
    return lambda g: g.skill_roles(skill, least_postings=least_postings, limit=limit)


@question("postings")
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
    limit: int = 20,
) -> Asking:
    """Which postings ask for a skill: for how long, where, for what pay?"""
    return lambda g: g.postings(
        skill,
        at_most_months=at_most,
        at_least_months=at_least,
        place=place,
        role=role,
        pay_at_least=pay_at_least,
        currency=currency,
        limit=limit,
    )


@question("thresholds", drawn=True)
def ask_thresholds(role: RoleOption = None, skill: SkillOption = None) -> Asking:
    """How much experience do postings ask for, in a role or with a skill?"""
    return lambda g: g.thresholds(role, skill=skill)


@question("why")
def ask_why(
    skill: SkillOption = None,
    role: RoleOption = None,
    posting: Annotated[
        str | None, typer.Option("--posting", help="Only this posting.", metavar="ID")
    ] = None,
    limit: int = 20,
) -> Asking:
    """In which sentences do postings say it?"""
    return lambda g: g.why(skill=skill, role=role, posting=posting, limit=limit)


@question("demand")
def ask_demand(
    skill: SkillArgument, role: RoleOption = None, place: PlaceOption = None, limit: int = 50
) -> Asking:
    """How many postings ask for a skill, with all kinds of it?"""
    return lambda g: g.demand(skill, role=role, place=place, limit=limit)


@question("pay", drawn=True)
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
) -> Asking:
    """What do postings pay; and how much more with a skill, within a role?"""
    return lambda g: g.pay(
        skill=skill, role=role, place=place, currency=currency, period=period.value
    )


@question("trend", drawn=True)
def ask_trend(
    skill: SkillOption = None,
    role: RoleOption = None,
    place: PlaceOption = None,
    by: Annotated[By, typer.Option("--by", help="What to count by.")] = By.month,
) -> Asking:
    """How does demand for a skill or role change over time?"""
    return lambda g: g.trend(skill=skill, role=role, place=place, by=by.value)


@question("places", drawn=True)
def ask_places(
    skill: SkillOption = None,
    role: RoleOption = None,
    within: Annotated[
        str | None, typer.Option("--within", help="Only places in this one.", metavar="PLACE")
    ] = None,
    level: Annotated[Level, typer.Option("--level", help="What places to list.")] = Level.city,
    limit: int = 20,
) -> Asking:
    """Where is a skill or role in demand?"""
    return lambda g: g.places(skill=skill, role=role, within=within, level=level.value, limit=limit)


@question("candidate-skills")
def ask_candidate_skills(
    least_postings: Annotated[
        int, typer.Option("--least-postings", min=1, help="Leave out skills that fewer name.")
    ] = 2,
    limit: int = 20,
) -> Asking:
    """Which skills do postings name that no list has, and what may they be?"""
    return lambda g: g.candidate_skills(least_postings=least_postings, limit=limit)
