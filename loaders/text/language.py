"""Which language a posting is written in: cheap, and sure enough to keep English rules off others.

Function words decide the common case: an English posting of some length is full of them, and
counting them costs microseconds. Only where they do not settle it is the statistical model of
py3langid asked (Lui and Baldwin 2012, https://aclanthology.org/P12-3005/).
"""

import re
from functools import lru_cache
from typing import Any, Final

_WORD: Final = re.compile(r"[^\W\d_]+")
_ENGLISH: Final = frozenset(
    "the and of to in a for with is are you we our on will be or as your an this that have from".split()
)
_SAMPLE_WORDS: Final = 120
_ENGLISH_SHARE: Final = 0.18
_CANDIDATES: Final = [
    "en", "de", "fr", "nl", "es", "it", "pt", "pl", "da", "sv", "no", "fi", "cs", "ro", "hu", "tr",
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
    words = _WORD.findall(text[:3000].lower())
    if len(words) > 2 * _SAMPLE_WORDS:
        words = words[len(words) // 4 :][: 2 * _SAMPLE_WORDS]
    if not words:
        return "en"
    share = sum(word in _ENGLISH for word in words) / len(words)
    if share >= _ENGLISH_SHARE or len(words) < 5:
        return "en"
    code, _ = _identifier().classify(text[:3000])
    return str(code)
