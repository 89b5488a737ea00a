"""The questions as methods of a graph; each is a function of ``skillweave.queries``."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

from skillweave.queries import (
    additions,
    asking,
    candidates,
    connections,
    demand,
    families,
    find,
    gap,
    matching,
    paths,
    pay,
    related_skills,
    similarity,
    thresholds,
    trends,
    unlocking,
    why,
)
from skillweave.queries.answer import Answer, RowType
from skillweave.queries.profile import Profile, known_here
from skillweave.queries.view import View

Arguments = ParamSpec("Arguments")


def _method(
    ask: Callable[Concatenate[View, Arguments], Answer[RowType]],
) -> Callable[Concatenate["Questions", Arguments], Answer[RowType]]:
    # A function of a view as a method of what has one, with its parameters and what it says.
    @wraps(ask)
    def method(
        graph: "Questions", /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Answer[RowType]:
        return ask(graph.view, *args, **kwargs)

    method.__doc__ = (ask.__doc__ or "").replace("        view: the graph.\n", "")
    return method


class Questions(ABC):
    """What a graph can be asked.

    Names are labels, aliases or ids, in any case and spelling. A name that nothing has raises
    UnknownName, which lists near spellings; one that several things have raises AmbiguousName.

    A profile is a :class:`~skillweave.queries.profile.Profile`; or a mapping such as ``{"skills":
    {"Python": 48, "SQL": None}, "education": ["bachelor", "computer science"], "months_total":
    60}``; or a list of skills such as ``["python:48", "sql"]``. Durations are in months; None means
    that they are not known, and then no threshold is met. A profile that makes no sense raises
    UsageError.
    """

    @property
    @abstractmethod
    def view(self) -> View:
        """The graph as questions see it."""

    # Look up and list
    find = _method(find.find)
    role_skills = _method(demand.role_skills)
    skill_roles = _method(demand.skill_roles)
    postings = _method(asking.postings)
    thresholds = _method(thresholds.thresholds)
    why = _method(why.why)
    candidate_skills = _method(candidates.candidate_skills)

    # Likeness
    skills_with = _method(related_skills.skills_with)
    similar_skills = _method(related_skills.similar_skills)
    similar_roles = _method(similarity.similar_roles)
    similar_postings = _method(similarity.similar_postings)

    # A person
    check = _method(matching.check)
    match = _method(matching.match)
    additions = _method(additions.additions)
    unlocks = _method(unlocking.unlocks)
    gap = _method(gap.gap)
    learning_path = _method(unlocking.learning_path)

    # Paths and structure
    role_path = _method(paths.role_path)
    reachable_roles = _method(paths.reachable_roles)
    skill_path = _method(connections.skill_path)
    connect = _method(connections.connect)
    family = _method(families.family)  # before ``families`` stands for the method
    families = _method(families.families)

    # Counts and statistics
    demand = _method(demand.demand)
    pay = _method(pay.pay)
    trend = _method(trends.trend)
    places = _method(trends.places)

    def resume(self, path: str | Path) -> Profile:
        """Read a profile from a résumé, as far as this graph knows its skills and fields.

        Args:
            path: a file of text, Markdown, PDF or DOCX.

        Raises:
            InputError: it cannot be read, or holds no text.
            MissingExtra: PDF and DOCX need ``skillweave[documents]``.
        """
        from skillweave._resume import read_resume

        return known_here(self.view, read_resume(path))
