"""The questions as methods of a graph; each is a function of ``skillweave.queries``."""

from collections.abc import Sequence

from skillweave._person_questions import PersonQuestions
from skillweave._relation_questions import RelationQuestions
from skillweave._statistics_questions import StatisticsQuestions
from skillweave.queries import find
from skillweave.queries.answer import Answer


class Questions(PersonQuestions, RelationQuestions, StatisticsQuestions):
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
