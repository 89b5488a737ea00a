"""Which concept a piece of text stands for: one concept for all spellings of a name.

A name that the taxonomy lists is found by its label or an alias, first as it is written, then
without the words that say only how well ("strong", "excellent") or that it is a skill ("skills",
"ability"), then in the other spelling of English, as one word or several ("time-series modelling",
"timeseries modeling"), and at last turned around ("analysis of data"). All of these are exact
look-ups; nearness of letters alone ties no span to a concept, since "MySQL" is near to "NoSQL".
What is found by none of them becomes a candidate, whose id is made from the same spelling, so that
its variants are one candidate too.
"""

import re
from functools import lru_cache
from typing import Final

from skillweave.ontology.concepts import Taxonomy, fold, slug

_EMPTY_WORDS: Final = frozenset(
    "and or of the a an in with to for skills skill experience knowledge tools".split()
)
"""Words that make no difference between two names, wherever they stand."""

_HOW_WELL: Final = frozenset(
    "strong excellent good effective solid proven exceptional outstanding great superior demonstrated "
    "advanced basic high highly sound".split()
)
"""Words that say how well a skill is mastered; they make no difference at the beginning."""

_NO_MORE: Final = frozenset("ability abilities capabilities techniques concepts".split())
"""Words that add nothing at the end."""

_AMERICAN: Final = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"(?<=\w{3})is(?=(?:e|ed|er|ing|ation)\b)", "iz"),
        (r"(?<=\w{2})yse(?=r?\b)", "yze"),
        (r"(?<=\w{3})our(?=(?:al|ing|ed)?\b)", "or"),
        (r"\b(model|label|counsel|travel|signal|channel|cancel)l(?=ing\b|ed\b|er\b)", r"\1"),
        (r"\b(program)me\b", r"\1"),
        (r"\bcentre\b", "center"),
        (r"\b(catalog|dialog|analog)ue\b", r"\1"),
        (r"\b(licen|defen|offen)ce\b", r"\1se"),
        (r"\b(judg|acknowledg)ement\b", r"\1ment"),
        (r"paed(?=i)", "ped"),
        (r"aest(?=h)", "est"),
    )
)
_BRITISH: Final = re.compile(
    r"is(?:e|i|at)|yse|our|ll(?:ing|ed|er)|mme|centre|ogue|nce|gement|paed|aesth"
)
"""A quick look whether any of these may apply."""

_SHORTEST_KEY: Final = 8
"""Letters of the shortest name that is looked up without its blanks; shorter ones say too little."""

_TURNED: Final = re.compile(r"(\w+(?: \w+)?) of (\w+(?: \w+)?)", re.IGNORECASE)


@lru_cache(maxsize=100_000)
def link(text: str, taxonomy: Taxonomy) -> tuple[str, str, bool]:
    """The concept that a span's words stand for.

    Args:
        text: the words.
        taxonomy: where to look them up.

    Returns:
        Concept id, label, and whether it is listed. Words that name no skill, or several, give a
        candidate.
    """
    telling = _telling(text)
    turned = _TURNED.fullmatch(" ".join(text.split()))
    for words in (text, telling, *((f"{turned[2]} {turned[1]}",) if turned else ())):
        found = taxonomy.resolve(words, "skill")
        if len(found) == 1:
            return found[0].id, found[0].label, True
        if found:
            break
    spelled = _american(fold(telling))
    concept_id = None if found else _by_key(taxonomy).get(_key(spelled))
    if concept_id:
        return concept_id, taxonomy.concept(concept_id).label, True
    last = slug(spelled) or text.encode("utf-8", "surrogatepass").hex()
    return f"skill/candidate-{last}", " ".join(text.split()), False


def _telling(text: str) -> str:
    """The words of a span without those that make no difference."""
    words = [word for word in text.split() if word.lower() not in _EMPTY_WORDS]
    while len(words) > 1 and words[0].lower() in _HOW_WELL:
        del words[0]
    while len(words) > 1 and words[-1].lower() in _NO_MORE:
        del words[-1]
    return " ".join(words) or text


def _american(folded: str) -> str:
    if _BRITISH.search(folded):
        for british, american in _AMERICAN:
            folded = british.sub(american, folded)
    return folded


def _key(spelled: str) -> str:
    key = spelled.replace(" ", "")
    return key if len(key) >= _SHORTEST_KEY else spelled


@lru_cache(maxsize=4)
def _by_key(taxonomy: Taxonomy) -> dict[str, str]:
    """The one concept of each name without blanks; names that several concepts share are not in."""
    found: dict[str, str] = {}
    for name, (concept, *more) in taxonomy.folded_names().items():
        key = _key(_american(name))
        found[key] = concept if not more and found.get(key, concept) == concept else ""
    return found
