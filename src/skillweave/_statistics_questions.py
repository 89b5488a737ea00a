"""The questions that list and count, as methods of a graph."""

from abc import ABC, abstractmethod

from skillweave.queries import asking, candidates, demand, pay, thresholds, trends, why
from skillweave.queries.answer import Answer
from skillweave.queries.view import View


class StatisticsQuestions(ABC):
    """What a graph can be asked about postings that name skills, roles and places."""

    @property
    @abstractmethod
    def view(self) -> View:
        """The graph as questions see it."""

    def role_skills(self, role: str, *, limit: int = 20) -> Answer[demand.RoleSkill]:
        """List the skills that postings for a role name, the most frequent first.

        Args:
            role: the role.
            limit: how many skills at most.
        """
        return demand.role_skills(self.view, role, limit=limit)

    def skill_roles(
        self, skill: str, *, least_postings: int = 1, limit: int = 20
    ) -> Answer[demand.SkillRole]:
        """List the roles whose postings name a skill, those with most such postings first.

        Args:
            skill: the skill.
            least_postings: leave out roles with fewer postings of any kind.
            limit: how many roles at most.
        """
        return demand.skill_roles(self.view, skill, least_postings=least_postings, limit=limit)

    def postings(
        self,
        skill: str,
        *,
        at_most_months: int | None = None,
        at_least_months: int | None = None,
        place: str | None = None,
        role: str | None = None,
        pay_at_least: float | None = None,
        currency: str = "USD",
        limit: int = 20,
    ) -> Answer[asking.PostingAsking]:
        """List the postings that ask for a skill: required first, then by experience asked for.

        Args:
            skill: the skill.
            at_most_months: leave out postings that ask for more experience with it, in months.
            at_least_months: leave out postings that ask for less, or state no duration.
            place: only postings in this place or in one that it contains.
            role: only postings for this role.
            pay_at_least: only postings that pay up to this or more a year, in ``currency``.
            currency: ISO 4217 code of the pay.
            limit: how many postings at most.
        """
        return asking.postings(
            self.view,
            skill,
            at_most_months=at_most_months,
            at_least_months=at_least_months,
            place=place,
            role=role,
            pay_at_least=pay_at_least,
            currency=currency,
            limit=limit,
        )

    def demand(
        self,
        skill: str,
        *,
        role: str | None = None,
        place: str | None = None,
        limit: int = 50,
    ) -> Answer[demand.Demand]:
        """Count the postings that name a skill or a kind of it, for it and for all kinds of it.

        Args:
            skill: the skill.
            role: only postings for this role.
            place: only postings in this place or in one that it contains.
            limit: how many rows at most.
        """
        return demand.demand(self.view, skill, role=role, place=place, limit=limit)

    def pay(
        self,
        *,
        skill: str | None = None,
        role: str | None = None,
        place: str | None = None,
        currency: str | None = None,
        period: str = "year",
    ) -> Answer[pay.Pay]:
        """Tell what postings pay: median and quartiles by currency; a skill's premium in a role.

        Args:
            skill: only postings that ask for or name this skill.
            role: only postings for this role; with a skill, its premium is told too.
            place: only pay for this place or one within it.
            currency: ISO 4217 code; all by default.
            period: what the figures are for: "hour", "day", "week", "month" or "year".
        """
        return pay.pay(
            self.view, skill=skill, role=role, place=place, currency=currency, period=period
        )

    def trend(
        self,
        *,
        skill: str | None = None,
        role: str | None = None,
        place: str | None = None,
        by: trends.Period = "month",
    ) -> Answer[trends.Trend]:
        """Count the postings for a skill or role by the time they were published, oldest first.

        Args:
            skill: only postings that ask for or name this skill.
            role: only postings for this role.
            place: only postings in this place or in one that it contains.
            by: "month", "quarter" or "year".
        """
        return trends.trend(self.view, skill=skill, role=role, place=place, by=by)

    def places(
        self,
        *,
        skill: str | None = None,
        role: str | None = None,
        within: str | None = None,
        level: trends.PlaceLevel = "city",
        limit: int = 20,
    ) -> Answer[trends.PlaceDemand]:
        """List the places where a skill or role is in demand, those with most postings first.

        Args:
            skill: only postings that ask for or name this skill.
            role: only postings for this role.
            within: only places in this one.
            level: "city", "region", "country" or "any".
            limit: how many places at most.
        """
        return trends.places(
            self.view, skill=skill, role=role, within=within, level=level, limit=limit
        )

    def thresholds(
        self, role: str | None = None, *, skill: str | None = None
    ) -> Answer[thresholds.Threshold]:
        """List the experience thresholds that postings state, the lowest first.

        Args:
            role: only postings for this role.
            skill: only experience with this skill. At least one of the two is given.
        """
        return thresholds.thresholds(self.view, role=role, skill=skill)

    def why(
        self,
        *,
        skill: str | None = None,
        role: str | None = None,
        posting: str | None = None,
        limit: int = 20,
    ) -> Answer[why.Said]:
        """Quote the sentences in which postings ask for a skill, or one for all its skills.

        Args:
            skill: the skill; or all that the posting names.
            role: only postings for this role.
            posting: id of one posting. A skill or a posting is given.
            limit: how many sentences at most.
        """
        return why.why(self.view, skill=skill, role=role, posting=posting, limit=limit)

    def candidate_skills(
        self, *, least_postings: int = 2, limit: int = 50
    ) -> Answer[candidates.CandidateSkill]:
        """List the skills that no list has, those that most postings name first, for review.

        Args:
            least_postings: leave out those that fewer postings name.
            limit: how many rows at most.
        """
        return candidates.candidate_skills(self.view, least_postings=least_postings, limit=limit)
