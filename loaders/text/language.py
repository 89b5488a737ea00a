"""Which language a posting is written in: cheap, and sure enough to keep English rules off others.

Function words decide the common case: running text is full of them, and counting them costs
microseconds. Only where those of other languages outweigh the English ones, or where the script is
not Latin, is the statistical model of py3langid asked, which takes a second to load (Lui and
Baldwin 2012, https://aclanthology.org/P12-3005/).
"""

import re
from functools import lru_cache
from typing import Any, Final

_WORD: Final = re.compile(r"[^\W\d_]+")
_ENGLISH: Final = frozenset(
    "the and of to in a for with is are you we our on will be or as your an this that have from".split()
)
_FOREIGN: Final = frozenset(
    """der die das und ist mit für wir du sie ein eine auf den dem des zu im von bei oder nicht als sich deine
    le la les et des un une du pour dans vous nous est sur avec au aux en que qui votre notre
    het een van de voor met je wij op aan zijn bij ons jouw wat ook dat niet worden
    el los las y del una para con por que en se tu su nuestro como al más
    il lo gli e di che per con una del della sono nel tuo
    o os as da do dos das em com uma para por não seu nossa
    i w z na do się oraz jest dla som och att för det är med av på til og vi""".split()
)
_SAMPLE_WORDS: Final = 240
_CANDIDATES: Final = [
    "en", "de", "fr", "nl", "es", "it", "pt", "pl", "da", "sv", "no", "fi", "cs", "ro", "hu", "tr", "ko", "ja", "zh", "ru",
]  # fmt: skip


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_CANDIDATES)
    return identifier


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language of ``text``; "en" for text without words.

    Args:
        text: the posting's text; the first part of it is looked at.

    Returns:
        One of a closed set of European codes.
    """
    sample = text[:3000]
    words = _WORD.findall(sample.lower())[:_SAMPLE_WORDS]
    english = sum(map(_ENGLISH.__contains__, words))
    foreign = sum(map(_FOREIGN.__contains__, words))
    latin = sample.isascii() or sum(char < "\u0250" for char in sample) * 2 > len(sample)
    if english >= foreign and latin:
        return "en"
    code, _ = _identifier().classify(sample)
    return str(code)
