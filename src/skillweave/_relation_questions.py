"""The questions about what is alike and how things hang together, as methods of a graph."""

from abc import ABC, abstractmethod

from skillweave.queries import connections, paths, related_skills, similarity
from skillweave.queries import families as skill_families
from skillweave.queries.answer import Answer
from skillweave.queries.related_skills import Basis
from skillweave.queries.role_graph import Cost
from skillweave.queries.view import View


class RelationQuestions(ABC):
    """What a graph can be asked about likeness, paths and families."""

    @property
    @abstractmethod
    def view(self) -> View:
        """The graph as questions see it."""

    def skills_with(
        self, skill: str, *, least_postings: int | None = None, limit: int = 20
    ) -> Answer[related_skills.SkillTogether]:
        """List the skills that are asked for together with a skill more often than by chance.

        Args:
            skill: the skill.
            least_postings: how many postings must name both; by default one in fifty of the skill's.
            limit: how many skills at most.
        """
        return related_skills.skills_with(
            self.view, skill, least_postings=least_postings, limit=limit
        )

    def similar_skills(
        self,
        skill: str,
        *,
        by: Basis = "both",
        least_postings: int | None = None,
        limit: int = 10,
    ) -> Answer[related_skills.SimilarSkill]:
        """List the skills that are most like a skill.

        Args:
            skill: the skill.
            by: "demand" compares what postings ask for beside them, "taxonomy" what stands above
                them, "both" takes the mean.
            least_postings: leave out skills that fewer postings name; by default one in a thousand
                of all, at least 1 and at most 5.
            limit: how many skills at most.
        """
        return related_skills.similar_skills(
            self.view, skill, by=by, least_postings=least_postings, limit=limit
        )

    def similar_roles(
        self, role: str, *, least_postings: int | None = None, limit: int = 10
    ) -> Answer[similarity.SimilarRole]:
        """List the roles that ask for the most similar skills, and what tells them apart.

        Args:
            role: the role.
            least_postings: leave out roles with fewer postings; by default one in a thousand of all,
                at least 1 and at most 5.
            limit: how many roles at most.
        """
        return similarity.similar_roles(self.view, role, least_postings=least_postings, limit=limit)

    def similar_postings(
        self, posting: str, *, limit: int = 10
    ) -> Answer[similarity.SimilarPosting]:
        """List the postings that ask for the most similar skills.

        Args:
            posting: id of the posting, or the id that its input gave it.
            limit: how many postings at most.
        """
        return similarity.similar_postings(self.view, posting, limit=limit)

    def role_path(
        self, source: str, target: str, *, cost: Cost = "skills", limit: int = 3
    ) -> Answer[paths.RolePath]:
        """Find the cheapest paths from one role to another through similar roles.

        Args:
            source: the role to begin with.
            target: the role to end with.
            cost: what steps are measured in: "skills" that are new, or "months" of experience in
                them, added up.
            limit: how many paths at most.

        Raises:
            UsageError: both are the same role, or no path at all is asked for.
        """
        return paths.role_path(self.view, source, target, cost=cost, limit=limit)

    def reachable_roles(
        self, role: str, *, budget: float, cost: Cost = "skills", limit: int = 20
    ) -> Answer[paths.ReachableRole]:
        """List the roles that can be reached within a budget, the cheapest first.

        Args:
            role: the role to begin with.
            budget: how many new skills, or months of experience in them, all steps may take.
            cost: what steps are measured in: "skills" or "months".
            limit: how many roles at most.

        Raises:
            UsageError: the budget is negative or no number.
        """
        return paths.reachable_roles(self.view, role, budget=budget, cost=cost, limit=limit)

    def skill_path(
        self, source: str, target: str, *, limit: int = 3
    ) -> Answer[connections.Connection]:
        """Find the most telling paths from one skill to another; those through hubs cost more.

        Args:
            source: the skill to begin with.
            target: the skill to end with.
            limit: how many paths at most.

        Raises:
            UsageError: both are the same skill, or no path at all is asked for.
        """
        return connections.skill_path(self.view, source, target, limit=limit)

    def connect(
        self, one: str, other: str, *, steps: int = connections.MOST_STEPS, limit: int = 10
    ) -> Answer[connections.Connection]:
        """Find all short paths between two things, each a skill or a role.

        Args:
            one: a skill or a role.
            other: another.
            steps: how many steps a path has at most, 1 to 3.
            limit: how many paths at most; the answer's note says how many there are.

        Raises:
            UsageError: both are the same, or steps are not 1 to 3.
        """
        return connections.connect(self.view, one, other, steps=steps, limit=limit)

    def families(
        self, *, resolution: float = skill_families.RESOLUTION, limit: int = 20
    ) -> Answer[skill_families.Family]:
        """Divide the skills into families that postings ask for together.

        Args:
            resolution: a higher one gives more and smaller families.
            limit: how many families at most, those with the most postings first.

        Raises:
            UsageError: the resolution is not above 0.
        """
        return skill_families.families(self.view, resolution=resolution, limit=limit)

    def family(
        self, skill: str, *, resolution: float = skill_families.RESOLUTION, limit: int = 50
    ) -> Answer[skill_families.FamilyMember]:
        """List the skills of the family that a skill belongs to, the strongest hub first.

        Args:
            skill: the skill.
            resolution: a higher one gives more and smaller families.
            limit: how many skills at most.

        Raises:
            UsageError: the resolution is not above 0.
        """
        return skill_families.family(self.view, skill, resolution=resolution, limit=limit)
