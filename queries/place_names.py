"""Names of places: by what gazetteers call them too, and by what they lie in.

The graph holds a place under one name; people also write "NYC", "USA" or "VA", and "Springfield,
Illinois" where there are several.
"""

from collections.abc import Callable

from skillweave.graph.arrays import Arrays
from skillweave.graph.arrays.numbering import Flags
from skillweave.ontology.gazetteer import Gazetteer
from skillweave.queries.names import Names


class PlaceNames(Names):
    """All names of the places of a graph.

    Args:
        arrays: the graph.
        weight: how many postings are in each place; decides between equals.
        full: the name of a place with that of its region or country.
        inside: which places are a place or lie in it.
    """

    def __init__(
        self,
        arrays: Arrays,
        weight: Callable[[int], int],
        full: Callable[[int], str],
        inside: Callable[[int], Flags],
    ) -> None:
        super().__init__(arrays, "Location", weight, full)
        self._inside = inside

    def listed(self, number: int) -> bool:
        """Whether the gazetteer has it: what it has not is a name that somebody wrote."""
        return self._arrays.id("places", number).removeprefix("place/").isdecimal()

    def knows(self, text: str) -> bool:
        """Whether a place has that id or name, or is called so by the gazetteer."""
        return super().knows(text) or bool(self.meant(text))

    def meant(self, text: str) -> list[int]:
        """Places that have a name, by number.

        Of places that lie in each other the outermost is meant: "New York" is the state, which
        holds the city.
        """
        numbers = super().meant(text) or self._called(text) or self._qualified(text)
        return [
            number
            for number in numbers
            if not any(other != number and self._inside(other)[number] for other in numbers)
        ]

    def _called(self, text: str) -> list[int]:
        gazetteer = Gazetteer.builtin()
        places = [*gazetteer.named(text), *gazetteer.regions_coded(text.strip().upper())]
        numbers = self._arrays.numbers("places", [place.id for place in places])
        return sorted({int(number) for number in numbers if number >= 0})

    def _qualified(self, text: str) -> list[int]:
        # "Springfield, IL": what is called Springfield within what is called IL.
        name, comma, whole = text.rpartition(",")
        if not comma:
            return []
        wholes = {number: self._inside(number) for number in self.meant(whole)}
        return [
            number
            for number in super().meant(name) or self._called(name)
            if any(number != outer and inside[number] for outer, inside in wholes.items())
        ]
