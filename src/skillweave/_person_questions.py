"""The questions about a person, as methods of a graph.

A profile is a :class:`~skillweave.queries.profile.Profile`; or a mapping such as ``{"skills":
{"Python": 48, "SQL": None}, "education": ["bachelor", "computer science"], "months_total": 60}``;
or a list of skills such as ``["python:48", "sql"]``. Durations are in months; None means that they
are not known, and then no threshold is met. A profile that makes no sense raises UsageError, and a
name in it that nothing has raises UnknownName.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

from skillweave.ontology.vocabulary import SkillKind
from skillweave.queries import additions, gap, matching, unlocking
from skillweave.queries.answer import Answer
from skillweave.queries.matching import ProfileLike
from skillweave.queries.profile import Profile, known_here
from skillweave.queries.view import View


class PersonQuestions(ABC):
    """What a graph can be asked about a person."""

    @property
    @abstractmethod
    def view(self) -> View:
        """The graph as questions see it."""

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

    def check(
        self, profile: ProfileLike, posting: str, *, assume: Sequence[SkillKind] = ()
    ) -> Answer[matching.Checked]:
        """Hold a person against each requirement of a posting: met or not, and what is missing.

        Args:
            profile: what the person brings.
            posting: id of the posting.
            assume: kinds of skills that are taken for granted, such as ("soft",).
        """
        return matching.check(self.view, profile, posting, assume=assume)

    def match(
        self,
        profile: ProfileLike,
        *,
        place: str | None = None,
        role: str | None = None,
        assume: Sequence[SkillKind] = (),
        limit: int = 20,
    ) -> Answer[matching.Matched]:
        """List the postings that suit a person best, and what is missing for each.

        Args:
            profile: what the person brings.
            place: only postings in this place or in one that it contains.
            role: only postings for this role.
            assume: kinds of skills that are taken for granted, such as ("soft",).
            limit: how many postings at most.
        """
        return matching.match(
            self.view, profile, place=place, role=role, assume=assume, limit=limit
        )

    def additions(
        self,
        profile: ProfileLike,
        *,
        posting: str | None = None,
        role: str | None = None,
        share: float = 0.5,
        assume: Sequence[SkillKind] = (),
    ) -> Answer[additions.Addition]:
        """Find the smallest set of additions that satisfies a posting, or a share of a role's.

        Args:
            profile: what the person brings.
            posting: id of a posting; this or ``role`` is given.
            role: a role.
            share: share of the role's postings that are to be satisfied, above 0 and up to 1.
            assume: kinds of skills that are taken for granted, such as ("soft",).
        """
        return additions.additions(
            self.view, profile, posting=posting, role=role, share=share, assume=assume
        )

    def unlocks(
        self,
        profile: ProfileLike,
        *,
        role: str | None = None,
        place: str | None = None,
        share: float = 1.0,
        months: int | None = None,
        assume: Sequence[SkillKind] = (),
        limit: int = 20,
    ) -> Answer[unlocking.Unlock]:
        """List the skills that by themselves open most postings to a person.

        Args:
            profile: what the person brings.
            role: only postings for this role.
            place: only postings in this place or in one that it contains.
            share: a posting is open when at least this share of its required demands is met.
            months: for how long a skill is acquired; for as long as a posting asks by default.
            assume: kinds of skills that are taken for granted, such as ("soft",).
            limit: how many skills at most.
        """
        return unlocking.unlocks(
            self.view,
            profile,
            role=role,
            place=place,
            share=share,
            months=months,
            assume=assume,
            limit=limit,
        )

    def gap(
        self,
        role: str,
        *,
        profile: ProfileLike | None = None,
        from_role: str | None = None,
        limit: int = 20,
    ) -> Answer[gap.Gap]:
        """List what separates a person from a role, or one role from another, skill by skill.

        Args:
            role: the role that is aimed at.
            profile: what a person brings; this or ``from_role`` is given.
            from_role: the role to come from.
            limit: how many skills at most.
        """
        return gap.gap(self.view, role, profile=profile, from_role=from_role, limit=limit)

    def learning_path(
        self,
        profile: ProfileLike,
        role: str,
        *,
        share: float = 0.8,
        assume: Sequence[SkillKind] = (),
        limit: int = 10,
    ) -> Answer[unlocking.LearningStep]:
        """Order what a person has to learn for a role, each step bringing most postings nearest.

        Args:
            profile: what the person brings.
            role: the role that is aimed at.
            share: a posting is open when at least this share of its required demands is met.
            assume: kinds of skills that are taken for granted, such as ("soft",).
            limit: how many steps at most.
        """
        return unlocking.learning_path(
            self.view, profile, role, share=share, assume=assume, limit=limit
        )
