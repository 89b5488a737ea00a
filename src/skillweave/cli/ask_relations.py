"""The questions about likeness and paths: `ask similar-roles`, `role-path`, `connect`, ..."""

from enum import StrEnum
from typing import Annotated

import typer

from skillweave.cli.ask import Asking, RoleArgument, SkillArgument, question


class Basis(StrEnum):
    """What skills are compared by."""

    demand = "demand"
    taxonomy = "taxonomy"
    both = "both"


class Measure(StrEnum):
    """What a step from role to role costs."""

    skills = "skills"
    months = "months"


LeastPostingsOption = Annotated[
    int | None,
    typer.Option(
        "--least-postings",
        min=1,
        help="Leave out what fewer postings name; a share of all postings by default.",
    ),
]
CostOption = Annotated[
    Measure, typer.Option("--cost", help="Count new skills, or months of experience in them.")
]


@question("skills-with")
def ask_skills_with(
    skill: SkillArgument, least_postings: LeastPostingsOption = None, limit: int = 20
) -> Asking:
    """Which skills are asked for together with a skill, more often than by chance?"""
    return lambda g: g.skills_with(skill, least_postings=least_postings, limit=limit)


@question("similar-skills")
def ask_similar_skills(
    skill: SkillArgument,
    by: Annotated[
        Basis,
        typer.Option(
            "--by", help="Compare what is asked for beside them, what they are kinds of, or both."
        ),
    ] = Basis.both,
    least_postings: LeastPostingsOption = None,
    limit: int = 10,
) -> Asking:
    """Which skills are most like a skill?"""
    return lambda g: g.similar_skills(
        skill, by=by.value, least_postings=least_postings, limit=limit
    )


@question("similar-roles", drawn=True)
def ask_similar_roles(
    role: RoleArgument, least_postings: LeastPostingsOption = None, limit: int = 10
) -> Asking:
    """Which roles are most like a role; what do they share, what tells them apart?"""
    return lambda g: g.similar_roles(role, least_postings=least_postings, limit=limit)


@question("similar-postings")
def ask_similar_postings(
    posting: Annotated[str, typer.Argument(help="Id of a posting.")], limit: int = 10
) -> Asking:
    """Which postings are most like a posting?"""
    return lambda g: g.similar_postings(posting, limit=limit)


@question("role-path", drawn=True)
def ask_role_path(
    source: Annotated[str, typer.Argument(help="The role to begin with.")],
    target: Annotated[str, typer.Argument(help="The role to end with.")],
    cost: CostOption = Measure.skills,
    limit: int = 3,
) -> Asking:
    """What is the cheapest way from one role to another, through similar roles?"""
    return lambda g: g.role_path(source, target, cost=cost.value, limit=limit)


@question("reachable-roles")
def ask_reachable_roles(
    role: RoleArgument,
    budget: Annotated[
        float, typer.Option("--budget", help="How many new skills, or months, it may take in all.")
    ],
    cost: CostOption = Measure.skills,
    limit: int = 20,
) -> Asking:
    """Which roles can be reached within a budget of new skills or months?"""
    return lambda g: g.reachable_roles(role, budget=budget, cost=cost.value, limit=limit)


@question("skill-path")
def ask_skill_path(
    source: Annotated[str, typer.Argument(help="The skill to begin with.")],
    target: Annotated[str, typer.Argument(help="The skill to end with.")],
    limit: int = 3,
) -> Asking:
    """What is the most telling way from one skill to another?"""
    return lambda g: g.skill_path(source, target, limit=limit)


@question("connect")
def ask_connect(
    one: Annotated[str, typer.Argument(help="A skill or a role.")],
    other: Annotated[str, typer.Argument(help="Another one.")],
    steps: Annotated[
        int, typer.Option("--steps", min=1, max=3, help="How many steps a way has at most.")
    ] = 3,
    limit: int = 10,
) -> Asking:
    """How are two things connected: all short ways between them?"""
    return lambda g: g.connect(one, other, steps=steps, limit=limit)


@question("families", drawn=True)
def ask_families(
    skill: Annotated[
        str | None,
        typer.Option("--skill", help="Only the family of this skill, member by member."),
    ] = None,
    resolution: Annotated[
        float | None,
        typer.Option("--resolution", help="A higher one gives more and smaller families."),
    ] = None,
    limit: int = 20,
) -> Asking:
    """Which skills belong together, and which of them are hubs and bridges?"""
    settings = {} if resolution is None else {"resolution": resolution}
    if skill is None:
        return lambda g: g.families(limit=limit, **settings)
    return lambda g: g.family(skill, limit=limit, **settings)
