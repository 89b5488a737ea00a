"""What named queries of all languages have in common: parameters that are given by name."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from skillweave.queries.view import View

if TYPE_CHECKING:
    from skillweave.queries.named import NamedQuery


class NamedQueries(ABC):
    """A graph whose nodes can be named in the parameters of queries."""

    @property
    @abstractmethod
    def view(self) -> View:
        """The graph as questions see it."""

    def _values(self, query: "NamedQuery", given: Mapping[str, Any]) -> dict[str, Any]:
        # The values of a query's parameters: names as the ids of what they name, the rest as it is.
        from skillweave.ontology.schema import label_of

        found = dict(given)
        for parameter in query.parameters:
            value = given.get(parameter.name)
            if parameter.of_node and isinstance(value, str) and label_of(value) != parameter.type:
                found[parameter.name] = self._id(parameter.type, value)
        return query.values(found)

    def _id(self, label: Any, name: str) -> str:
        from skillweave.queries.names import TABLES

        if label == "Posting":
            return self.view.arrays.id("postings", self.view.posting(name))
        if label not in TABLES:
            return name
        return self.view.arrays.id(TABLES[label], self.view.names(label).resolve(name))
