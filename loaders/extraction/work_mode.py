"""Where one works from: on site, at home, or both, where the posting says so of the job.

A field of the title block, a label or the title says it in one word. In the text only phrases
about working count: "remote sensors", "hybrid cloud" and "on-site gym" are set aside first.
"""

import re
from collections.abc import Sequence
from typing import Final

from skillweave.loaders.extraction.abroad.terms import mode_abroad
from skillweave.loaders.extraction.header import Header
from skillweave.loaders.extraction.terms import is_terms
from skillweave.loaders.text.page import Page, Sentence
from skillweave.ontology.vocabulary import WorkMode

_REMOTE: Final = re.compile(
    r"\bremote(?:ly)?\b|\btelecommut|\bwork from home\b|\bwfh\b|\bvirtual\b|\bhome[- ]based\b",
    re.IGNORECASE,
)
_HYBRID: Final = re.compile(r"\bhybrid\b", re.IGNORECASE)
_ONSITE: Final = re.compile(r"\bon-?\s?site\b|\bin[- ]office\b|\bin[- ]person\b", re.IGNORECASE)
_TITLE_REMOTE: Final = re.compile(
    r"\bremote\b|\bvirtual (?!ward|care|reality)|\bonline\b|\bwork from home\b|\bhome[- ]based\b|"
    r"\btelecommute\b",
    re.IGNORECASE,
)

_WORK: Final = (
    r"(?:work|role|position|model|schedule|working|setup|set-up|policy|approach|office|basis|format|"
    r"opportunity|job|arrangement|team|environment|company|culture)"
)
_TOLD_HYBRID: Final = re.compile(
    rf"\bhybrid(?:[- ]remote)?[ -]{_WORK}\b|\b(?:is|be|are|work|offers?) (?:a )?hybrid(?=\s*[.,;)(]|$)|"
    r"\(hybrid\b|^hybrid\b(?! \w+ \w+ly)|\bhybrid:|"
    r"\b(?:\d|one|two|three|four)(?:\s?(?:-|–|to|or)\s?(?:\d|two|three|four))?\+? (?:remote )?"
    r"(?:working )?days?(?: remote| on-?site|(?: a| per| each|/) ?week)?(?: \w+){0,2} "
    r"(?:in|at|from|on)[- ](?:the |our )?(?:\w+ )?(?:office|site|home)\b|"
    r"\b(?:\d|one|two|three|four) (?:days? remote|remote (?:working )?days?)|"
    r"\bdays (?:of )?(?:remote|from home|wfh|work from home)\b|\bbalance of (?:office|home)|"
    r"\bbetween (?:working from |the )?(?:home|office) (?:and|or)\b",
    re.IGNORECASE,
)
_TOLD_ONSITE: Final = re.compile(
    r"\b(?:position|role|job|work|must|is|be|required|strictly|fully|100%|location)(?: \w+){0,3} "
    r"on-?site\b|\bon-?site (?:position|role|job|only|opportunity|work|at our|in our)|"
    r"\b(?:an|our) in[- ]person (?!interview|meeting|event|training|visit|customer|assist)|"
    r"\bin[- ]person (?:position|role|work|only|at our)|\bin[- ]person on a\b|"
    r"\bnot (?:a )?remote\b(?! desig)|\bno remote (?:work|option)|\bno telecommut|"
    r"\bremote (?:work )?(?:is )?not (?:an option|available|possible|allowed)|"
    r"\btelework eligible\W+no\b|\b(?:5|five) days (?:a|per) week (?:in|at|from)|\(on-?site|"
    r"\bin[- ]office (?:position|role|\d|five)|\bworking in(?:-| )person",
    re.IGNORECASE,
)
_TOLD_REMOTE: Final = re.compile(
    r"\b(?:fully|100%|completely|entirely) (?:remote|virtual)\b|"
    r"\bremote[- ](?:first|only|position|role|job|opportunity|eligible)|"
    r"\bthis (?:is a |position is |role is |opportunity is )(?:\w+ )?(?:remote|virtual)|"
    r"\bwork(?:ing)? remotely\b|\bwork(?:ing)? (?:\w+ ){0,3}from (?:your )?home\b|"
    r"\bfrom the comfort of (?:your|their) (?:own )?home|\btelecommut(?:e|ing)\b|"
    r"\b(?:is|be|are|role|position)(?: \w+)? remote\b|\bhome[- ]based\b|\bfrom your desk\b|"
    r"\bfrom anywhere\b|\bvirtual (?:position|role|campus|instructor|teacher)\b|^remote\b|"
    r"\bremote \(|\((?:all )?remote\)",
    re.IGNORECASE,
)
_OTHER_MEANING: Final = re.compile(
    r"\bremote (?:sensing|sites?|areas?|locations?|teams?|offices?|monitoring|access|support|desktop|"
    r"employees|clients|users|sensors|work friendly|workers|communities|patient)|"
    r"\bhybrid (?:cloud|vehicle|mobile|app|electric|infrastructure|it\b|classical|solution|"
    r"architecture|theatre|professional|big|data|system|automation)|"
    r"\bon-?site (?:gym|parking|fitness|cafe|cafeteria|childcare|child care|health|medical|clinic|"
    r"nursery|staff|support|customer|visits?|coordinator|shops?|restaurants?|training|interview)",
    re.IGNORECASE,
)


def _mode_of(text: str) -> WorkMode | None:
    """The mode that a field names; None where it names opposites."""
    remote = _REMOTE.search(text) is not None
    hybrid = _HYBRID.search(text) is not None
    onsite = _ONSITE.search(text) is not None
    if remote and onsite and not hybrid:
        return None
    if remote and not text.lower().startswith("hybrid"):
        return "remote"
    if hybrid:
        return "hybrid"
    return "onsite" if onsite else None


def read_work_mode(
    page: Page,
    header: Header,
    title: tuple[int, int] | None,
    sentences: Sequence[Sentence],
) -> WorkMode | None:
    """Remote, hybrid or on site.

    Args:
        page: the posting.
        header: its title block.
        title: span of the title, which may name the mode.
        sentences: those that name a mode.

    Returns:
        The mode named first in this order: by the format, behind a label, in the title block, in
        the title, in the text (where hybrid outweighs remote, and remote on site).
    """
    for text in _short_texts(page, header):
        if mode := _mode_of(text):
            return mode
    if title is not None:
        text = page.text[title[0] : title[1]]
        if _TITLE_REMOTE.search(text):
            return "remote"
        if _ONSITE.search(text):
            return "onsite"
    for field in header.fields[1:]:
        marked = is_terms(field.text) or "(" in field.text
        if marked and not field.piped and (mode := _mode_of(field.text)):
            return mode
    told = _mode_told([one for one in sentences if page.language_at(one.start) == "en"])
    return told or mode_abroad(page)


def _short_texts(page: Page, header: Header) -> list[str]:
    """Stated and labelled values, and the fields between pipes taken together."""
    texts = []
    if page.posting.stated.work_mode is not None:
        texts.append(page.posting.stated.work_mode.value.replace("_", " "))
    texts.extend(field.text for field in header.labelled.get("mode", ()))
    texts.append(" | ".join(field.text for field in header.fields if field.piped))
    texts.extend(field.text for field in header.labelled.get("place", ()))
    return texts


def _mode_told(sentences: Sequence[Sentence]) -> WorkMode | None:
    """The mode that sentences tell."""
    told: set[WorkMode] = set()
    for sentence in sentences:
        if sentence.section == "boilerplate" or len(sentence.text) > 600:
            continue
        text = _OTHER_MEANING.sub(" ", sentence.text)
        if _TOLD_HYBRID.search(text):
            told.add("hybrid")
        elif _TOLD_ONSITE.search(text):
            told.add("onsite")
        elif _TOLD_REMOTE.search(text):
            told.add("remote")
    for mode in ("hybrid", "remote", "onsite"):
        if mode in told:
            return mode
    return None
