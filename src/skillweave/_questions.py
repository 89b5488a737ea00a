"""The questions as methods of a graph; each is a function of ``skillweave.queries``."""

from collections.abc import Sequence

from skillweave._person_questions import PersonQuestions
from skillweave.queries import demand, find
from skillweave.queries.answer import Answer


class Questions(PersonQuestions):
    """What a graph can be asked.

    Names are labels, aliases or ids, in any case and spelling. A name that nothing has raises
    UnknownName, which lists near spellings; one that several things have raises AmbiguousName.
    """

    def find(
        self, text: str, *, kinds: Sequence[find.Findable] = find.FINDABLE, limit: int = 20
    ) -> Answer[find.Found]:
        """Find skills, roles, employers and places by label, alias, part or near spelling.

        Args:
            text: what to look for, in any case and spelling.
            kinds: labels of the nodes to look among.
            limit: how many rows at most.
        """
        return find.find(self.view, text, kinds=kinds, limit=limit)

    def role_skills(self, role: str, *, limit: int = 20) -> Answer[demand.RoleSkill]:
        """List the skills that postings for a role name, the most frequent first.

        Args:
            role: the role.
            limit: how many skills at most.
        """
        return demand.role_skills(self.view, role, limit=limit)

    def postings(
        self,
        skill: str,
        *,
        at_most_months: int | None = None,
        at_least_months: int | None = None,
        limit: int = 20,
    ) -> Answer[demand.PostingAsking]:
        """List the postings that ask for a skill: required first, then by experience asked for.

        Args:
            skill: the skill.
            at_most_months: leave out postings that ask for more experience with it, in months.
            at_least_months: leave out postings that ask for less, or state no duration.
            limit: how many postings at most.
        """
        return demand.postings(
            self.view,
            skill,
            at_most_months=at_most_months,
            at_least_months=at_least_months,
            limit=limit,
        )

    def thresholds(self, role: str) -> Answer[demand.Threshold]:
        """List the experience thresholds that postings for a role state, the lowest first.

        Args:
            role: the role.
        """
        return demand.thresholds(self.view, role)
