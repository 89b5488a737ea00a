"""The questions about likeness and paths: `ask similar-roles`, `role-path`, `connect`, ..."""

from enum import StrEnum
from typing import Annotated

import typer

from skillweave.cli.answers import Format
from skillweave.cli.app import DEFAULT_GRAPH, FormatOption, GraphOption, LimitOption
from skillweave.cli.ask import (
    PlotOption,
    RoleArgument,
    SkillArgument,
    WhyOption,
    answer,
    questions,
)


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
ResolutionOption = Annotated[
    float | None, typer.Option("--resolution", help="A higher one gives more and smaller families.")
]


@questions.command("skills-with")
def ask_skills_with(
    skill: SkillArgument,
    least_postings: LeastPostingsOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 20,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """Which skills are asked for together with a skill, more often than by chance?"""
    answer(
        graph,
        format,
        why,
        lambda g: g.skills_with(skill, least_postings=least_postings, limit=limit),
    )


@questions.command("similar-skills")
def ask_similar_skills(
    skill: SkillArgument,
    by: Annotated[
        Basis,
        typer.Option(
            "--by", help="Compare what is asked for beside them, what they are kinds of, or both."
        ),
    ] = Basis.both,
    least_postings: LeastPostingsOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 10,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """Which skills are most like a skill?"""
    answer(
        graph,
        format,
        why,
        lambda g: g.similar_skills(skill, by=by.value, least_postings=least_postings, limit=limit),
    )


@questions.command("similar-roles")
def ask_similar_roles(
    role: RoleArgument,
    least_postings: LeastPostingsOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 10,
    why: WhyOption = False,
    plot: PlotOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Which roles are most like a role; what do they share, what tells them apart?"""
    answer(
        graph,
        format,
        why,
        lambda g: g.similar_roles(role, least_postings=least_postings, limit=limit),
        plot=plot,
    )


@questions.command("similar-postings")
def ask_similar_postings(
    posting: Annotated[str, typer.Argument(help="Id of a posting.")],
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 10,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """Which postings are most like a posting?"""
    answer(graph, format, why, lambda g: g.similar_postings(posting, limit=limit))


@questions.command("role-path")
def ask_role_path(
    source: Annotated[str, typer.Argument(help="The role to begin with.")],
    target: Annotated[str, typer.Argument(help="The role to end with.")],
    cost: CostOption = Measure.skills,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 3,
    why: WhyOption = False,
    plot: PlotOption = None,
    format: FormatOption = Format.table,
) -> None:
    """What is the cheapest way from one role to another, through similar roles?"""
    answer(
        graph,
        format,
        why,
        lambda g: g.role_path(source, target, cost=cost.value, limit=limit),
        plot=plot,
    )


@questions.command("reachable-roles")
def ask_reachable_roles(
    role: RoleArgument,
    budget: Annotated[
        float, typer.Option("--budget", help="How many new skills, or months, it may take in all.")
    ],
    cost: CostOption = Measure.skills,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 20,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """Which roles can be reached within a budget of new skills or months?"""
    answer(
        graph,
        format,
        why,
        lambda g: g.reachable_roles(role, budget=budget, cost=cost.value, limit=limit),
    )


@questions.command("skill-path")
def ask_skill_path(
    source: Annotated[str, typer.Argument(help="The skill to begin with.")],
    target: Annotated[str, typer.Argument(help="The skill to end with.")],
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 3,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """What is the most telling way from one skill to another?"""
    answer(graph, format, why, lambda g: g.skill_path(source, target, limit=limit))


@questions.command("connect")
def ask_connect(
    one: Annotated[str, typer.Argument(help="A skill or a role.")],
    other: Annotated[str, typer.Argument(help="Another one.")],
    steps: Annotated[
        int, typer.Option("--steps", min=1, max=3, help="How many steps a way has at most.")
    ] = 3,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 10,
    why: WhyOption = False,
    format: FormatOption = Format.table,
) -> None:
    """How are two things connected: all short ways between them?"""
    answer(graph, format, why, lambda g: g.connect(one, other, steps=steps, limit=limit))


@questions.command("families")
def ask_families(
    skill: Annotated[
        str | None,
        typer.Option("--skill", help="Only the family of this skill, member by member."),
    ] = None,
    resolution: ResolutionOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    limit: LimitOption = 20,
    why: WhyOption = False,
    plot: PlotOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Which skills belong together, and which of them are hubs and bridges?"""
    settings = {} if resolution is None else {"resolution": resolution}
    if skill is not None:
        member = skill
        answer(
            graph,
            format,
            why,
            lambda g: g.family(member, limit=limit, **settings),
            plot=plot,
        )
        return
    answer(
        graph,
        format,
        why,
        lambda g: g.families(limit=limit, **settings),
        plot=plot,
    )
