"""What the readers of other languages need to know of a language.

Phrases are sources of regular expressions, matched without regard to case and at word boundaries;
what is written in groups must not capture. Where a word means several things, the table gives the
longer phrase that does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from skillweave.ontology.vocabulary import (
    EducationLevel,
    EmploymentType,
    PayPeriod,
    SectionKind,
    WorkMode,
)

FieldKind = Literal[
    "title", "employer", "place", "employment", "level", "mode", "posted", "closing", "pay", "other"
]
"""What a label says that its value is; ``other`` for known labels that hold none of the facts."""


class LevelWords(NamedTuple):
    """A phrase that names a level of education, and the levels that it names."""

    phrase: str
    levels: tuple[EducationLevel, ...]


@dataclass(frozen=True, slots=True)
class DurationWords:
    """How a language states lengths of time.

    Attributes:
        units: phrases for units and their length in months.
        triggers: how units begin, in lower case: plain text, so that they are found fast.
        numbers: number words and their values.
        minimum: what sets a lower bound ("at least").
        exclusive: what sets one that does not suffice itself ("more than").
        maximum: what sets an upper bound ("up to").
        ranges: what joins the ends of a range ("to").
        both: those of ``ranges`` that join only behind "between" ("and").
        between: what stands before a range whose ends are joined by "and".
        more: what opens a bound upwards behind it ("or more").
    """

    units: Mapping[str, float]
    triggers: tuple[str, ...]
    numbers: Mapping[str, int]
    minimum: str
    exclusive: str
    maximum: str
    ranges: str
    both: tuple[str, ...]
    between: str
    more: str


@dataclass(frozen=True, slots=True)
class PayWords:
    """How a language speaks of pay.

    Attributes:
        pay: words that say that money is pay.
        other: words that say that money is something else.
        up_to: what stands before an upper bound.
        above: what stands before a lower bound.
        gross: what may stand between a figure and its period ("gross").
        each: what joins a figure and its period ("per").
        periods: nouns for the time that pay covers, as they stand behind ``each``.
        adverbs: words that say it alone ("monthly").
        joins: what joins the ends of a band ("to").
    """

    pay: str
    other: str
    up_to: str
    above: str
    gross: str
    each: str
    periods: Mapping[PayPeriod, str]
    adverbs: Mapping[PayPeriod, str]
    joins: str


@dataclass(frozen=True, slots=True)
class Words:
    """The table of a language.

    Attributes:
        code: ISO 639-1 code.
        function_words: frequent words of running text, none of them English or a name; they tell
            the language.
        headings: what headings say that open each kind of section, in order of precedence.
        labels: labels of fields in title blocks, separated by commas, by what their value is.
        heads: endings and words that name an occupation.
        head_first: whether what is said of an occupation follows it ("Ingénieur logiciel").
        sought: what stands before the title in a sentence that says who is sought.
        stops: words that end a title in running text.
        countries: names of the countries where adverts in it mostly are, in lower case, and their
            ISO 3166 codes.
        located: what stands before a town in a sentence that says where the work is.
        duration: how lengths of time are stated.
        experience: words for experience.
        no_experience: what stands before a length of time that is no experience ("since").
        no_experience_after: what stands behind a length of time that is no experience.
        firm: words by which an employer speaks of itself.
        skill: words for knowledge and skill, behind which something new is named.
        levels: phrases that name levels of education; where two overlap the longer counts.
        schooling: what a sentence about benefits or duties says of education that is no demand.
        instead: what says that experience may stand in for a degree.
        required: what says that something is necessary.
        preferred: what says that something is not necessary but welcome.
        needless: what says that something is not asked for.
        either: words for "or".
        such_as: what stands before examples.
        false_friends: names of the taxonomy that are common words here, in lower case.
        pay: how pay is spoken of.
        employment: words for kinds of employment.
        work_mode: words for where one works from.
    """

    code: str
    function_words: frozenset[str]
    headings: Mapping[SectionKind, str]
    labels: Mapping[FieldKind, str]
    heads: str
    head_first: bool
    sought: str
    stops: frozenset[str]
    countries: Mapping[str, str]
    located: str
    duration: DurationWords
    experience: str
    no_experience: str
    no_experience_after: str
    firm: str
    skill: str
    levels: tuple[LevelWords, ...]
    schooling: str
    instead: str
    required: str
    preferred: str
    needless: str
    either: str
    such_as: str
    false_friends: frozenset[str]
    pay: PayWords
    employment: Mapping[EmploymentType, str]
    work_mode: Mapping[WorkMode, str]
