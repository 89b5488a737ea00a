"""Languages besides English: what postings in them are read by, one table of words a language.

English has rules of its own, grown over thousands of postings. The other languages share one set
of readers (``skillweave.loaders.extraction.abroad``), which know no word of any of them: what a
year, a degree, a heading or pay is called stands in a :class:`~words.Words` of each language. To
read another language is to write another table.
"""

from collections.abc import Mapping
from typing import Final

from skillweave.loaders.languages.dutch import DUTCH
from skillweave.loaders.languages.french import FRENCH
from skillweave.loaders.languages.german import GERMAN
from skillweave.loaders.languages.spanish import SPANISH
from skillweave.loaders.languages.words import DurationWords, FieldKind, LevelWords, PayWords, Words

LANGUAGES: Final[Mapping[str, Words]] = {
    words.code: words for words in (GERMAN, FRENCH, DUTCH, SPANISH)
}
"""The tables by ISO 639-1 code."""

__all__ = ["LANGUAGES", "DurationWords", "FieldKind", "LevelWords", "PayWords", "Words"]
