"""How strongly a stated duration or degree is asked for.

Experience and education are statements with a beginning and an end, so their modality can be
read more closely than that of a name somewhere in a sentence: by what is said of the statement as
a whole ("... is preferred", "(required)", "Ideally ..."), not by a cue that only softens a part of
it ("5 years in sales, preferably at an agency"). Where nothing is said, the section decides. A
duration or a degree is never a mere duty: nobody performs a degree.
"""

import re
from typing import Final

from skillweave.loaders.extraction.modality import section_modality
from skillweave.loaders.text.page import Sentence
from skillweave.ontology.vocabulary import Modality

_SOFT: Final = (
    r"(?:prefer(?:red|ence|able)?|desir(?:ed|able)|(?:an?\s+)?(?:definite\s+|big\s+|huge\s+"
    r"|strong\s+|real\s+|major\s+)?plus(?!\s+years)"
    r"|bonus|advantage(?:ous)?|(?:an?\s+)?(?:added\s+)?(?:asset|advantage)|beneficial"
    r"|nice[ -]to[ -]have|good[ -]to[ -]have|ideal"
    r"|helpful|welcome|valued|optional|highly\s+regarded|would\s+be\s+(?:an?\s+)?(?:plus|nice"
    r"|good|great|ideal)\w*)"
)
_HARD: Final = (
    r"(?:required|mandatory|essential|necessary|needed|(?:an?\s+)?must(?:[ -]have)?"
    r"|(?:an?\s+)?requirement|expected"
    r"|the\s+minimum(?:\s+\w+)?\s+requirement)"
)
_NEVER: Final = r"(?:not\s+(?:required|necessary|needed|essential|mandatory))"
_ADVERB: Final = (
    r"(?:(?:also|strongly|highly|much|greatly|very|usually|typically|considered|absolutely"
    r"|seen\s+as|is|are|be|will\s+be|would\s+be|but|as)\s+)*"
)

_AFTER: Final = re.compile(
    rf"(?P<gap>(?-i:(?![A-Z]))[^.;()\n]{{0,70}}?)\s*[,(\[–-]?\s*{_ADVERB}"
    rf"(?:(?P<never>\b{_NEVER})|(?P<soft>\b{_SOFT})"
    rf"|(?P<hard>\b{_HARD}))(?-i:(?![a-z]))(?!\s+(?:to|for|in|at|qualif|skill|majors?|fields?|disciplines?|experience\s+with))",
    re.IGNORECASE,
)
_ANOTHER: Final = re.compile(
    r"\b(?:and(?!/or)|with|plus|including|knowledge|ability|degree|skills?|licen[sc]e"
    r"|preferably|ideally"
    r"|bachelor\S*|master\S*|ph\.?d\.?)\b|,",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"(?:^|[.;:(,]\s*|\bbut\s+)[^.;:()]{0,40}?\b(?:(?P<soft>preferabl[ey]|ideally|(?:nice"
    r"|good)[ -]to[ -]have"
    r"|we(?:['’]d|\s+would)\s+(?:prefer|love|like)|preference"
    r"|(?:prefer(?:red)?|desir(?:ed|able)|bonus|plus|advantage\w*|optional)"
    r"(?=\s*(?::|-|if\b|to\s+have|candidates?|applicants?|qualif|experience|education|with\b"
    r"|that\b|but\s+not)))"
    r"|(?P<hard>must|minimum|(?:required|mandatory|essential)(?=\s*(?::|-|to\s+have|qualif"
    r"|experience|education))))\b"
    r"[^.;()]{0,60}$",
    re.IGNORECASE,
)
_IDEAL_CANDIDATE: Final = re.compile(
    r"\b(?:ideal|preferred|perfect)\s+candidates?\b", re.IGNORECASE
)


def demand(sentence: Sentence, text: str, start: int, end: int) -> Modality:
    """How strongly the posting asks for the statement at ``[start, end)``.

    Args:
        sentence: the sentence that holds it.
        text: the posting's text.
        start: first offset of the statement.
        end: offset after its last character; may lie beyond the sentence.

    Returns:
        ``required``, ``preferred`` or ``not_required``; never ``duty``.
    """
    stop = max(sentence.end, end)
    after = _AFTER.match(text, end, min(stop, end + 120))
    if after is not None and not _ANOTHER.search(after["gap"]):
        if after["never"]:
            return "not_required"
        return "preferred" if after["soft"] else "required"
    before = text[max(sentence.start, start - 110) : start]
    cue = _BEFORE.search(before)
    if cue is not None and not _IDEAL_CANDIDATE.search(cue.group()):
        return "preferred" if cue["soft"] else "required"
    by_section = section_modality(sentence)
    if by_section == "duty":
        return "preferred" if cue is not None and cue["soft"] else "required"
    return by_section
