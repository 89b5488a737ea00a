"""What a heading opens: from the words of a line to the kind of section below it.

Two closed tables decide. ``_HEADING_WORDS`` holds the words that headings are made of: a line all
of whose words stand there is a heading by its words alone, without colon, capitals or mark-up
("Basic qualifications"), while "Excellent communication skills" is an item of a list although it
ends like a heading. ``_KINDS`` holds patterns in order, and the first that matches names the
section; so "preferred qualifications" is found to be preferred before it is found to be required.
"""

import re
from functools import lru_cache
from typing import Final

from skillweave.loaders.languages import LANGUAGES
from skillweave.ontology.vocabulary import SectionKind

MAX_HEADING_CHARACTERS: Final = 90
"""A longer line is a sentence, whatever its words."""


def _opens(kind: SectionKind, pattern: str) -> tuple[SectionKind, re.Pattern[str]]:
    return kind, re.compile(pattern)


_KINDS: Final = (
    _opens(
        "legal",
        r"\beeo\b|equal (?:employment )?opportunit|e-?verify|\bada\b|disclaimer|privacy|"
        r"accommodation|discriminat|\blegal\b|cookie|drug[- ]?(?:free|test)|affirmative|"
        r"export control|transparency|vaccin|fair chance|diversity|inclusion|background check|"
        r"criminal|right to work|safer recruitment|data protection|recruitment fraud",
    ),
    _opens(
        "duties",
        r"essential (?:job |position )?(?:functions?|dut|respons|tasks|role)|"
        r"(?:required|other|additional) (?:duties|functions|responsibilit)",
    ),
    _opens(
        "boilerplate",
        r"physical (?:demand|requirement|abilit|effort|activit)|work(?:ing)? (?:environment|"
        r"condition)|environmental|^travel\b|travel (?:requirement|required)|supervis(?:ion|ory)|"
        r"references|^share\b|similar jobs|related jobs|^search\b|^sign in|skip to|"
        r"seniority level|job function|^industr|^job (?:id|segment|code)|^tags?$",
    ),
    _opens(
        "benefits",
        r"benefit|\bperks?\b|(?:what|that) we(?: can|'ll| will)? (?:offer|give|provide)|"
        r"^(?:we|our) offer|in it for (?:you|me)|^why (?!this (?:role|job|position))|what you(?:'ll| will)? "
        r"(?:get|gain|receive)|\brewards?\b|^in return|advantages of|"
        r"what we(?:'ve| have) got|we(?:'ll| will) (?:offer|give)|total compensation",
    ),
    _opens(
        "pay",
        r"^(?:the )?(?:salary|compensation|pay|remuneration|wages?)\b|"
        r"\b(?:pay|salary|compensation) (?:range|rate|scale|details|information)",
    ),
    _opens(
        "apply",
        r"^(?:how (?:do i |can i |to )apply|to apply|(?:ready to )?apply(?: (?:now|today|online|here))?|"
        r"applications?(?: (?:process|procedures?|instructions?|deadline|information|details|materials"
        r"|requirements))?)\b(?! if)|"
        r"(?:selection|interview|hiring|recruitment|examination) (?:process|procedure)|"
        r"next steps?|^contacts?\b|contact (?:us|information|details)|further details|"
        r"informal (?:visit|discussion)|closing date|more information|learn more|interested\b|"
        r"required (?:documents|question)|transcripts",
    ),
    _opens(
        "preferred",
        r"prefer|desir(?:ed|able)|nice[- ]to[- ]ha|good[- ]to[- ]ha|great[- ]to[- ]ha|"
        r"bonus (?:points?|skills?|if|qualif|experience)|^bonus(?:es)?$|\bpluse?s?$|^plus\b|"
        r"\ba plus\b|advantag|\basset|extra (?:credit|points)|brownie|set(?:s)? you apart|"
        r"stand out|even better|beneficial|additional considerations|optional|"
        r"^ideally\b|^ideal (?:qualif|skills|experience|background)|^perfect candidate|"
        r"(?:it(?:'s| is|'d be| would be)|would be) (?:a )?(?:nice|great|good|plus)",
    ),
    _opens(
        "education",
        r"^(?:(?:required|minimum|formal|the|and|&|your|training|certifications?) )*(?:education|"
        r"academic|degrees?)(?: (?:requirements?|background|and training|level|and|&|or|"
        r"certifications?|training|qualifications?|required|&|/|credentials))*$",
    ),
    _opens(
        "required",
        r"qualif|requir|\bmust[- ]ha|\bskills?\b|experience|expertise|essential|knowledge(?! shar)|"
        r"\babilit|competenc|criteria|proficien|"
        r"what (?:will )?you(?:'ll|'re| will| are)? (?:bring|need|have|should)|"
        r"we(?:'re| are)? (?:look|seek|need|want|expect|require)|look(?:ing|s)? for|"
        r"who you are|^you(?: are|'re| have|'ve| bring|'ll have|'ll need|r)?$|^you (?:have|are|"
        r"should|must|bring|possess|will (?:have|need|bring))|about you\b|"
        r"your (?:profile|background|skill|strength|qualities)|"
        r"candidate|eligib|what it takes|minimum|\bksas?\b|credential|licen[cs]|certific|"
        r"person specification|are you\b|the right person|you might be|qualities|attributes|"
        r"you(?:'ll| will) (?:thrive|succeed|love|excel)|who (?:should|we)",
    ),
    _opens(
        "duties",
        r"respons|dut(?:y|ies)|(?:stack|technolog|tools)|what (?:you|this|the)|you(?:'ll| will)|"
        r"\brole\b|position|\bjobs?\b|functions?|tasks|day[- ]to[- ]day|day in the life|purpose|"
        r"accountabilit|impact|opportunity|\bwork\b|summary|description|projects?|objectives?|"
        r"deliverables|your mission|examples of|activities|scope|the challenge",
    ),
    _opens(
        "about",
        r"^about\b|who (?:we are|are we)|company|our (?:mission|story|values|culture|vision|"
        r"team|people|client)|the (?:team|company|organi[sz]ation|client|department|business)|"
        r"mission|vision|values|culture|what we do|overview|introduction|background|"
        r"organi[sz]ation|life at|meet the|how we work|our\b|who is\b",
    ),
)

_HEADING_WORDS: Final = frozenset(
    """
    a about abilities ability accountabilities additional all an and applicants application apply are
    as at attributes background basic be benefits bonus bring brings candidate candidate's candidates
    certification certifications company compensation competencies competency core credentials
    credit criteria culture day day-to-day degree description desirable desired details do doing
    duties duty education educational eligibility equivalent essential examples excel excite exciting
    expect expectations experience experiences expertise extra following for formal from function
    functions general get good great have haves have's haves: how ideal ideally if impact in include
    includes including info information is it it's job join key knowledge ksas learn level licenses
    licensing licensure like look looking love main major make makes mandatory me minimum mission
    must must-have must-haves my necessary need needed needs nice non-essential offer offered on one
    opportunity optional or other our out overview part pay perks person personal plus points position
    possess prefer preferences preferred primary principal process professional profile purpose
    qualification qualifications qualities range reasons received required requirement requirements
    requires responsibilities responsibility responsible rewards right role roles salary scope
    seek seeking selection set sets should show skill skills skillset some soft special specific
    specification specifications stack standards statement strengths succeed success successful
    summary talents tasks team tech technical technologies technology that the these things this
    thrive to tools training typical us value values want what what's what'll who why will with work
    working would years you you'd you'll you're you've your yours nice-to-have nice-to-haves skill-set
    e.g etc & we we'd we'll we're we've our eeo job's position's individual hard bonuses apart stand
    equal employment opportunities employer policy even better top-level day-to-days accountable typically description: next steps contact legal
    better candidates considered considerations characteristics even had perfect traits
    """.split()
)

_EDGES: Final = re.compile(r"^[\W_]+|[\s:\-–—_*#.!?…]+$")
_GAPS: Final = re.compile(r"[\s/,()]+")
_ABOUT_NAME: Final = re.compile(
    r"^(?:about|why|life at|working at|who (?:is|are)|what is|inside|discover|join|meet)\s+"
    r"(?P<name>[\w&.,'’\- ]{2,40})[?!:]?$",
    re.IGNORECASE,
)
_CAPITAL_NAME: Final = re.compile(r"(?:^|\s)[A-Z0-9]")


def tidy(line: str) -> str:
    """Lower case, plain apostrophes, no marks around it: the form in which headings compare."""
    return _EDGES.sub("", line.replace("’", "'").strip()).lower()


@lru_cache(maxsize=8192)
def heading_kind(
    line: str, *, marked: bool, languages: tuple[str, ...] = ("en",)
) -> SectionKind | None:
    """What section a line opens, None if it is no heading that is known.

    Args:
        line: the line without indentation or bullet.
        marked: True where something besides its words says that it is a heading: mark-up in the
            source, a colon at its end, capitals throughout. Then words that are in no table
            ("Data engineering skills:") do not speak against it.
        languages: those of the page. English headings are known in every page, since forms have
            them; those of another language only in a page that is in it.

    Returns:
        The kind of section, or None. Cost: a few microseconds, cached by line.
    """
    if len(line) > MAX_HEADING_CHARACTERS:
        return None
    tidied = tidy(line)
    if not tidied:
        return None
    words = _GAPS.split(tidied)
    if len(words) > 12:
        return None
    for language in languages:
        kind = _kind_abroad(language, line, tidied, marked=marked)
        if kind is not None:
            return kind
    known = all(word in _HEADING_WORDS for word in words if word)
    named = None if known else _ABOUT_NAME.match(line.strip())
    if named and _CAPITAL_NAME.search(named["name"]) and len(words) <= 6:
        return "benefits" if tidied.startswith(("why", "working")) else "about"
    if not known and not (marked and len(words) <= 8):
        return None
    for kind, pattern in _KINDS:
        if pattern.search(tidied):
            return kind
    return None


_LONGEST_UNMARKED: Final = 7
"""Words of a heading in another language that nothing but its words shows to be one."""
_LONGEST_PREFERRED: Final = 3
"""Words of such a heading that says that what follows is welcome."""
_ASKING: Final = frozenset({"duties", "required", "preferred"})
_NAME_INSIDE: Final = re.compile(r"[A-Z]\w*[A-Z]|\d|[+#/]")
"""What a line holds that names a tool ("SQL-Kenntnisse") and so is an item."""


def _kind_abroad(language: str, line: str, tidied: str, *, marked: bool) -> SectionKind | None:
    """What a line opens by the table of a language.

    Lists often stand without bullets, and their items begin like headings ("Erfahrung mit SQL").
    So a line that is not marked must be short, and one that speaks of skills or experience still
    shorter.
    """
    table = _kinds_of(language)
    if table is None:
        return None
    kinds, asking = table
    words = len(tidied.split())
    if not marked and words > _LONGEST_UNMARKED:
        return None
    found = next((kind for kind, pattern in kinds if pattern.search(tidied)), None)
    names_more = (not line.isupper() and _NAME_INSIDE.search(line) is not None) or (
        words > 2 and asking.search(tidied) is not None
    )
    if found in _ASKING and not marked and names_more:
        return None
    if found == "preferred" and not marked:
        # an item that is softened ("Kafka von Vorteil") is no heading
        begins = any(kind == found and pattern.match(tidied) for kind, pattern in kinds)
        return found if begins and words <= _LONGEST_PREFERRED else None
    return found


@lru_cache(maxsize=16)
def _kinds_of(
    language: str,
) -> tuple[tuple[tuple[SectionKind, re.Pattern[str]], ...], re.Pattern[str]] | None:
    words = LANGUAGES.get(language)
    if words is None:
        return None
    kinds = tuple(
        (kind, re.compile(rf"(?<!\w)(?:{pattern})")) for kind, pattern in words.headings.items()
    )
    return kinds, re.compile(rf"(?<!\w)(?:{words.experience}|{words.skill})")
