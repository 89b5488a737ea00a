"""Named queries: files with a head that says what they answer and what they have to be given.

``queries/sparql/*.rq`` and ``queries/cypher/*.cypher`` begin with comments like these (``//`` in
Cypher):

    # Which skills do postings for a role ask for?
    #
    # $role Role: the role
    # $most integer = none: at most so many months of experience

The question comes first. A line a parameter says its name, its type, its default if it may be left
out (``none``: no value), and what it means. The types are ``text``, ``integer``, ``number``,
``date``, and labels of nodes, whose values are ids. A line of the query that ends with a comment
such as ``# if $most`` is left out when that parameter has no value.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from importlib.resources import files
from typing import Any, Final, Literal, NamedTuple

from skillweave.ontology.errors import UnknownName, UsageError
from skillweave.ontology.schema import NODES, label_of

Language = Literal["sparql", "cypher"]
"""Languages that named queries are written in."""

_SUFFIXES: Final[Mapping[Language, str]] = {"sparql": ".rq", "cypher": ".cypher"}
_COMMENT: Final = re.compile(r"(?:#|//) ?(.*)")
_PARAMETER: Final = re.compile(r"\$(\w+) (\w+)(?: = (\S+))?: (\S.*)")
_CONDITION: Final = re.compile(r"(?:#|//) if \$(\w+)\s*$")
_NONE: Final = "none"


class Parameter(NamedTuple):
    """What a query has to be given.

    Attributes:
        name: its name, without the dollar sign.
        type: ``text``, ``integer``, ``number``, ``date`` or the label of a node.
        default: value if none is given.
        required: whether one has to be given.
        description: what it means.
    """

    name: str
    type: str
    default: Any
    required: bool
    description: str

    @property
    def of_node(self) -> bool:
        """Whether its value is the id of a node."""
        return self.type in NODES

    def read(self, value: Any) -> Any:
        """A value as the parameter's type has it.

        Raises:
            UsageError: it is none.
        """
        try:
            if self.of_node:
                return _node_id(value, self.type)
            return _READERS[self.type](value)
        except (ValueError, TypeError):
            what = f"the id of a {self.type}" if self.of_node else f"of the type {self.type}"
            raise UsageError(f"the parameter {self.name} is {what}, not {value!r}") from None


class NamedQuery(NamedTuple):
    """A query that ships with Skillweave.

    Attributes:
        name: its name.
        language: what it is written in.
        question: what it answers.
        parameters: what it has to be given, in the order of its head.
        text: the whole file.
    """

    name: str
    language: Language
    question: str
    parameters: tuple[Parameter, ...]
    text: str

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The values of all parameters: those given, checked, and the defaults of the others.

        Raises:
            UsageError: one is missing, unknown or of another type.
        """
        self.check_names(given)
        found = {}
        for parameter in self.parameters:
            value = given.get(parameter.name)
            found[parameter.name] = parameter.default if value is None else parameter.read(value)
        return found

    def check_names(self, given: Mapping[str, Any]) -> None:
        """See to it that all parameters that are needed are given, and no others.

        Raises:
            UsageError: one is missing or unknown.
        """
        known = {parameter.name for parameter in self.parameters}
        for name in given:
            if name not in known:
                listed = ", ".join(sorted(known)) or "none"
                raise UsageError(f"{self.name} has no parameter {name}; it has {listed}")
        for parameter in self.parameters:
            if parameter.required and given.get(parameter.name) is None:
                raise UsageError(
                    f"{self.name} needs {parameter.name}: {parameter.description}; give it with "
                    f"-p {parameter.name}=..."
                )

    def text_for(self, values: Mapping[str, Any]) -> str:
        """The query without the lines that are for parameters without a value.

        Args:
            values: see :meth:`values`.
        """
        lines = self.text.splitlines(keepends=True)
        return "".join(line for line in lines if not _is_void(line, values))


def named(name: str, language: Language) -> NamedQuery:
    """The query of a name.

    Raises:
        UnknownName: there is none; those there are are listed.
    """
    names = query_names(language)
    if name not in names:
        raise UnknownName(name, kind=f"{language} query", near=names)
    path = files("skillweave.queries") / language / (name + _SUFFIXES[language])
    return parse(name, language, path.read_text("utf-8"))


def query_names(language: Language) -> tuple[str, ...]:
    """The names of all queries in a language, sorted."""
    suffix = _SUFFIXES[language]
    directory = files("skillweave.queries") / language
    found = (path.name for path in directory.iterdir() if path.name.endswith(suffix))
    return tuple(sorted(name.removesuffix(suffix) for name in found))


def parse(name: str, language: Language, text: str) -> NamedQuery:
    """Read the head of a query.

    Raises:
        ValueError: it has no question, or a parameter's line is not of the form.
    """
    question: list[str] = []
    parameters = []
    for line in text.splitlines():
        comment = _COMMENT.fullmatch(line)
        if comment is None:
            break
        words = comment[1].strip()
        if words.startswith("$"):
            parameters.append(_parameter(name, words))
        elif words and not parameters:
            question.append(words)
    if not question:
        raise ValueError(f"{name} does not say what it answers")
    return NamedQuery(name, language, " ".join(question), tuple(parameters), text)


def _is_void(line: str, values: Mapping[str, Any]) -> bool:
    condition = _CONDITION.search(line)
    return condition is not None and values[condition[1]] is None


def _parameter(query: str, line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if found is None or (found[2] not in NODES and found[2] not in _READERS):
        raise ValueError(f"{query} has a parameter that cannot be read: {line}")
    name, type, default, description = found.groups()
    parameter = Parameter(name, type, None, default is None, description)
    if default in (None, _NONE):
        return parameter
    return parameter._replace(default=parameter.read(default))


def _node_id(value: Any, label: str) -> str:
    if not isinstance(value, str) or label_of(value) != label:
        raise ValueError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool):
        raise TypeError
    return float(value)


def _integer(value: Any) -> int:
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise TypeError
    return int(value)


def _date(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "date": _date,
}
