"""Show a posting with its facts marked where the text states them.

On a terminal a fact is coloured by its kind. In plain text it stands in brackets that are followed
by what it is: ``[Python](technology, required)``. Facts may lie inside one another, as the skills
of a choice do; the outer bracket then opens first.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from rich.text import Text

from skillweave.ontology.record import AlternativeOption, Education, Experience, Record, Salary

STYLES: Final = {
    "title": "bold magenta",
    "place": "cyan",
    "pay": "yellow",
    "experience": "underline",
    "education": "blue underline",
    "choice": "italic",
    "technology": "bold green",
    "method": "green",
    "soft": "bright_black bold",
    "human_language": "bold cyan",
    "credential": "bold blue",
}
"""How each kind of fact looks on a terminal."""


class Fact(NamedTuple):
    """A stretch of the text and what it states."""

    start: int
    end: int
    kind: str
    value: str
    modality: str | None = None

    @property
    def label(self) -> str:
        """What stands behind the bracket in plain text."""
        parts = [self.kind, self.value if self.kind in ("experience", "pay") else "", self.modality]
        return ", ".join(part for part in parts if part)


def facts(record: Record) -> list[Fact]:
    """List the facts of a record that have a place in the text, in reading order."""
    return sorted(_facts(record), key=lambda fact: (fact.start, -fact.end, fact.kind))


def _facts(record: Record) -> Iterator[Fact]:
    title = record.title
    if title.text and title.start is not None and title.end is not None:
        value = ", ".join(part for part in (title.role, title.seniority) if part)
        yield Fact(title.start, title.end, "title", value)
    for place in record.locations:
        named = ", ".join(p for p in (place.city, place.region, place.country) if p)
        yield Fact(place.start, place.end, "place", named or place.text)
    for salary in record.salaries:
        yield Fact(salary.start, salary.end, "pay", pay_in_words(salary))
    for experience in record.experience:
        yield Fact(
            experience.start,
            experience.end,
            "experience",
            experience_in_words(experience),
            experience.modality,
        )
    for education in record.education:
        yield Fact(
            education.start,
            education.end,
            "education",
            education_in_words(education),
            education.modality,
        )
    for choice in record.alternatives:
        named = " | ".join(option.label for option in choice.options)
        value = f"{named} | ..." if choice.open_list else named
        yield Fact(choice.start, choice.end, "choice", value, choice.modality)
    for skill in record.skills:
        yield Fact(skill.start, skill.end, skill.kind, skill.label, skill.modality)


def pay_in_words(salary: Salary) -> str:
    """Say a pay band in one line: figures, currency, period and where it applies.

    >>> pay_in_words(Salary(min=20.5, max=None, currency="USD", period="hour", location="Erie, PA",
    ...                     start=0, end=5, quote="$20.5"))
    'from 20.5 USD an hour in Erie, PA'
    """
    low, high = (_number(figure) for figure in (salary.min, salary.max))
    if low and high:
        figures = low if low == high else f"{low} to {high}"
    else:
        figures = f"from {low}" if low else f"up to {high}"
    article = "an" if salary.period == "hour" else "a"
    place = f" in {salary.location}" if salary.location else ""
    return f"{figures} {salary.currency} {article} {salary.period}{place}"


def experience_in_words(experience: Experience) -> str:
    """Say a threshold in one line: months, what it is in and what does not count."""
    low, high = experience.min_months, experience.max_months
    if low is not None and high is not None:
        months = f"{low} to {high} months"
    elif high is not None:
        months = f"at most {high} months"
    else:
        months = f"at least {low or 0} months"
    of = f" in {_labels(experience.of)}" if experience.of else ""
    without = f", without {', '.join(experience.excludes)}" if experience.excludes else ""
    return months + of + without


def education_in_words(education: Education) -> str:
    """Say a level of education in one line: levels, fields and whether experience will do."""
    levels = " or ".join(level.replace("_", " ") for level in education.levels)
    fields = f" in {' or '.join(education.fields)}" if education.fields else ""
    return levels + fields + (", or experience" if education.or_experience else "")


def _labels(options: tuple[AlternativeOption, ...]) -> str:
    return " or ".join(option.label for option in options)


def _number(figure: float | None) -> str:
    return "" if figure is None else f"{figure:,.2f}".rstrip("0").rstrip(".")


def marked_for_terminal(text: str, marks: list[Fact]) -> Text:
    """Return the text with each fact in the colour of its kind."""
    marked = Text(text)
    for fact in marks:
        marked.stylize(STYLES.get(fact.kind, "bold"), fact.start, fact.end)
    return marked


def marked_in_plain_text(text: str, marks: list[Fact]) -> str:
    """Return the text with each fact in brackets, followed by what it is."""
    # At one position closing brackets come before opening ones, the innermost closes first and
    # the outermost opens first.
    edges: list[tuple[int, int, int, str]] = []
    for fact in marks:
        length = fact.end - fact.start
        edges.append((fact.start, 1, -length, "["))
        edges.append((fact.end, 0, length, f"]({fact.label})"))
    pieces: list[str] = []
    position = 0
    for offset, _, _, mark in sorted(edges):
        pieces += (text[position:offset], mark)
        position = offset
    return "".join([*pieces, text[position:]])


def legend(marks: list[Fact]) -> Text:
    """Return the kinds of fact that occur, each in its colour."""
    kinds = [kind for kind in STYLES if any(fact.kind == kind for fact in marks)]
    return Text("  ").join(Text(kind.replace("_", " "), style=STYLES[kind]) for kind in kinds)


def fact_rows(marks: list[Fact], text: str) -> list[dict[str, Any]]:
    """Return the facts as rows, each with the words of the text that state it."""
    return [
        {
            "kind": fact.kind,
            "value": fact.value,
            "modality": fact.modality,
            "start": fact.start,
            "end": fact.end,
            "quote": " ".join(text[fact.start : fact.end].split()),
        }
        for fact in marks
    ]
