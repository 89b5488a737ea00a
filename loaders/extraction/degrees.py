"""Education that a posting asks for: levels, fields of study, and what may stand in for them.

How it is read:

1. One automaton finds the words that give education away; only their sentences are parsed.
2. ``find_levels`` tells the words for levels from all else that looks like them.
3. Neighbours that are alternatives of one another ("BS/MS", "Master's or doctoral degree") make
   one statement; a softening between them ("required, Master's preferred") or a new sentence
   begins another.
4. Behind the level stand the fields of study and whether experience may replace the degree.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from skillweave.loaders.extraction.demands import demand
from skillweave.loaders.extraction.durations import find_durations
from skillweave.loaders.extraction.fields import Field, read_fields
from skillweave.loaders.extraction.levels import LEVELS_OF, LevelWord, find_levels
from skillweave.loaders.text.cues import CueFinder
from skillweave.loaders.text.page import Page, Sentence
from skillweave.ontology.vocabulary import SILENT_SECTIONS, EducationLevel, Modality

_RECENT: Final = 50
"""How many statements back a repetition is looked for, so that time stays linear."""


class EducationStatement(NamedTuple):
    """One stated demand for education.

    Attributes:
        start: where the statement begins.
        end: where it ends, fields of study included.
        levels: levels any of which will do, in order of the text.
        fields: named fields of study.
        open_list: other fields will do as well ("or a related field").
        or_experience: experience may replace it.
        in_lieu: start of the duration of experience that may replace it, where one is stated.
        modality: how strongly it is asked for.
    """

    start: int
    end: int
    levels: tuple[EducationLevel, ...]
    fields: tuple[Field, ...]
    open_list: bool
    or_experience: bool
    in_lieu: int | None
    modality: Modality


_TRIGGERS: Final = CueFinder(
    {
        "education": (
            "degree*", "bachelor*", "bacheler*", "bachlor*", "baccalaureate*", "master's*",
            "masters*", "master",
            "master&*", "phd*", "ph.d*", "ph. d*", "ph d", "doctor*", "diploma*", "ged", "g.e.d*",
            "high school*",
            "high-school*", "hight school*", "secondary school*", "associate's*", "associates*",
            "associate degree*",
            "associate of*", "associate or*", "bs", "ba", "bsc", "b.s*", "b.a*", "b.sc*", "b.e.*",
            "b.tech*",
            "btech", "beng", "b.eng*", "bba", "bsn", "bsw", "bfa", "bse", "bsee", "bscs", "bcom",
            "ms", "ma", "msc",
            "m.s*", "m.a*", "m.sc*", "m.eng*", "meng", "m.tech*", "mtech", "mba", "m.b.a*", "msn",
            "mph", "mfa",
            "m.ed*", "msw", "mca", "mpa", "bca", "jd", "j.d*", "md", "m.d*", "pharmd", "pharm.d*",
            "mbbs", "dds",
            "dvm", "ed.d*", "edd", "dnp", "ll.m*", "llb", "ll.b*", "aas", "a.a*", "a.s.*", "adn",
            "undergraduate*", "undergrad*", "some college", "college graduate*",
            "university graduate*",
            "college coursework", "graduate degree*", "graduate-level*", "graduate level*",
            "graduate of*",
            "graduate or higher*", "postgraduate*", "post-graduate*", "post graduate*", "nvq*",
            "svq*", "hnc",
            "hnd", "btec", "gcse*", "a level*", "a-level*", "vocational*", "juris*",
            "of education", "of study", "semester hours", "credit hours", "above high", "beyond high",
            "of college", "advanced education", "advanced degree*", "bac +*", "education above*",
            "education beyond*",
            "city & guilds", "city and guilds", "leaving certificate", "12th grade",
        )
    }
)  # fmt: skip

_SOFTENED: Final = re.compile(
    r"prefer|\bplus\b|desir|ideal|required|\bmust\b|nice to have|advantage|\bbonus\b",
    re.IGNORECASE,
)
"""What between two levels keeps them apart."""
_ALTERNATIVE: Final = re.compile(
    r"""(?:/|\\|\bor\b|\band/or\b|,|&|\(|\b(?:leading|lead)\s+to\b|\bto\b)\s*
    (?:(?:an?|the|minimum|equivalent|completed|completion\s+of(?:\s+all\s+requirements\s+for)?
    |possession\s+of|other
      |combined|related|similar|comparable|in\s+lieu\s+of\s+degree,?)\s+)*$""",
    re.IGNORECASE | re.VERBOSE,
)
_GRADUATE_WITH: Final = re.compile(r"[^.;]*\bwith\s+(?:an?\s+)?", re.IGNORECASE)
"""What joins a graduate of a school to the degree received there."""
_AND: Final = re.compile(r"\s*(?:degrees?\s*)?(?:and|&|-|–|,|to)\s*(?:an?\s*)?$", re.IGNORECASE)
_SOFT_NEXT: Final = re.compile(
    r"""\W*(?:degrees?\W*)?(?:or\s+(?:higher|above)\W*)?(?:in\s+[^.;,()]{0,60}?\W+)?(?:is|are
    |would\s+be)?\s*
    (?:also|strongly|highly|much|considered)?\s*(?:an?\s+)?(?:big\s+|huge\s+|strong\s+)?
    (?:preferred|plus\b|desir|ideal|advantage|bonus|nice)""",
    re.IGNORECASE | re.VERBOSE,
)
_RESTATED: Final = re.compile(
    r"(?:\s*degrees?)?\s*(?:strongly\s+|highly\s+)?(?:preferred|required"
    r"|desired)\s*\((?:[^()]*,\s*)?",
    re.IGNORECASE,
)
"""What joins levels to those in brackets that spell them out: "preferred (M.S., J.D.)"."""
_REACH: Final = 170
"""Furthest, in characters, that alternatives may stand apart."""
_BRACKET: Final = 25
"""Furthest, in characters, that a closing bracket may stand behind the last level."""
_COMMA_REACH: Final = 14
"""Furthest that they may where a comma alone joins them."""

_TAIL: Final = re.compile(
    r"(?:\s*degrees?)?(?:,?\s+\(?(?:or|and)\s+(?:higher|above"
    r"|equivalent(?!\s+(?:[\w-]+\s+){0,3}experience)|greater|better|beyond|equivalency)\)?"
    r"(?:\s+(?:degree|level))?)?(?:\s+level)?",
    re.IGNORECASE,
)
_NUMBER: Final = r"(?:\(?\d+\+?\)?|one|two|three|four|five|six|seven|eight|nine|ten)"
_EXPERIENCE_INSTEAD: Final = re.compile(
    rf"""(?:\bor\b|\band/or\b|/)\s*(?:an?\s+|the\s+|any\s+|with\s+)?
      (?:(?:equivalent|comparable|commensurate|relevant|related|similar|significant|appropriate
      |substantial|combination
        |combined|sufficient|proven|demonstrated|professional|practical|industry|work|working
        |job|job[- ]related
        |directly|military|additional|extensive|life|hands[- ]on|field|of|in|the|and/or|and|or
        |an?|level|training
        |education|skills?|knowledge|progressive|years?|degree|real[- ]world|technical
        |prior)[\s,/-]+){{0,9}}experience
    |\bor\b\s+(?:at\s+least\s+|a\s+minimum\s+of\s+|minimum\s+
    |have\s+)?{_NUMBER}(?:\s*\(\d+\))?\+?\s+(?:or\s+more\s+)?
      years?\b(?!\s+of\s+(?:college|education|stud))
    |\bin\s+(?:lieu|place)\s+of\b|\binstead\s+of\b(?=.{{0,30}}degree)|\bsubstitut\w+
    |\b(?:equivalent|any|suitable|acceptable)\s+combination\s+of\b
    |\bor\b\s+(?:the\s+)?(?:ability\s+to\s+demonstrate\s+)?(?:an?\s+)?
      equivalent\s+(?:level\s+of\s+|in\s+|relevant\s+)*
      (?:knowledge|experience|work)
    |\bexperience\s+(?:may|can|will|could)\s+(?:be\s+)?(?:substitut|accepted|considered)""",
    re.IGNORECASE | re.VERBOSE,
)
_EXPERIENCE_OR: Final = re.compile(
    r"experience[^.;]{0,40}?\b(?:or|OR)\b\s*(?:an?\s+)?(?:completed\s+)?(?:equivalent\s+)?$"
)
_SENTENCE_GOES_ON: Final = re.compile(
    r"\s*[·•*-]?\s*(?:or\b|(?:an?\s+)?equivalent\s+combination|in\s+lieu)", re.IGNORECASE
)
_SPLIT: Final = re.compile(r"degrees?\b|bachelor|master", re.IGNORECASE)

_STRICT: Final = re.compile(
    r"\b(?:requir\w+|must|minimum|prefer\w+|need|essential|should (?:have|hold))\b", re.IGNORECASE
)
_DEMANDED: Final = re.compile(
    r"""\b(?:requir\w+|must|minimum|prefer\w+|candidates?|applicants?|(?:you|and)\s+(?:have|hold
    |are|possess|will\s+have)|you['’]ve
    |should|qualif\w+|desir\w+|hold(?:s|ing)?|possess\w*|plus|at\s+least|degree\s+in|need
    |looking\s+for|seeking|equivalent
    |education:?|criteria)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT_DEMANDED: Final = re.compile(
    r"""tuition|reimburs|scholarship|earn\s+(?:your|an?)|degree\s+programs?\b(?!\s+in)
    |student\s+loan|dual\s+enrol
    |our\s+(?:team|students|founders|faculty|staff|graduates)|we\s+(?:are|have|offer)|assistance
    |accredited\s+by
    |offers?\s+(?:an?\s+)?(?:degree|bachelor|master|undergraduate|graduate)|pursu\w+\s+(?:their
    |your)
    |students\s+(?:in|from|who)|our\b.{0,60}\bdegrees?""",
    re.IGNORECASE | re.VERBOSE,
)
_IN_FIELD: Final = re.compile(r"\s*(?:degrees?\s+)?in\s+[A-Za-z]")
_LEAD: Final = 8
"""Longest beginning ("Have a ") of an item that states a level."""
_NARRATIVE: Final = re.compile(
    r"creditable|\bis\s+equivalent\s+to\b|for\s+example,?\s+I\b|foreign\s+(?:medical|nursing"
    r"|school|country)"
    r"|may\s+be\s+accepted|\bfounders?\b"
    r"|\b(?:encouraged|supported|opportunit\w+)\s+to\s+(?:\w+\s+){0,3}?(?:take|gain|complete|study"
    r"|undertake|progress|obtain|achieve|work\s+towards)\b|\bstudents\s+on\b",
    re.IGNORECASE,
)
"""Sentences that explain how education is counted, whose it is, or that it can be had here."""
_QUESTION: Final = re.compile(r"\b(?:do|have|are|did)\s+you\b", re.IGNORECASE)


def read_education(page: Page) -> list[EducationStatement]:
    """The levels of education that a posting asks for.

    Args:
        page: the page.

    Returns:
        Statements in order of the text. Time grows linearly with the text.
    """
    hits = _TRIGGERS.find(page.text).get("education")
    if not hits:
        return []
    statements: list[EducationStatement] = []
    read = 0
    for hit in hits:
        if hit < read:
            continue
        sentence, following = _around(page, hit)
        read = sentence.end
        found: Iterable[EducationStatement] = _read_sentence(page, sentence, following)
        if _QUESTION.search(sentence.text):  # a screening question that repeats adds nothing
            known = {statement.levels for statement in statements}
            found = [statement for statement in found if statement.levels not in known]
        statements.extend(found)
    return _said_once(statements)


def _around(page: Page, position: int) -> tuple[Sentence, Sentence | None]:
    """The sentence at a position, and the next; the line, where a heading or label stands there.

    Where "Degree" or "D." was taken for the start of a sentence of its own, the two are one.
    """
    index = bisect_right(page.sentences, position, key=lambda sentence: sentence.start) - 1
    if index < 0 or position >= page.sentences[index].end:
        row = max(bisect_right(page.lines, position, key=lambda line: line.start) - 1, 0)
        line = page.lines[row]
        return Sentence(line.start, line.end, line.text, line.section, row), None
    sentence = page.sentences[index]
    while index + 1 < len(page.sentences):
        following = page.sentences[index + 1]
        broken = following.line == sentence.line and (
            (sentence.text.endswith("Ph.") and following.text.startswith("D"))
            or (
                _SPLIT.match(following.text)
                and sentence.text[-1] not in ".;:!?"
                and following.start > sentence.end
            )
        )
        if not broken:
            break
        index += 1
        sentence = sentence._replace(
            end=following.end, text=page.text[sentence.start : following.end]
        )
    return sentence, page.sentences[index + 1] if index + 1 < len(page.sentences) else None


def _said_once(statements: list[EducationStatement]) -> list[EducationStatement]:
    """Leave out what is said again: the same levels as strongly, and no field that is new.

    Long announcements explain a demand over and over ("a degree is acceptable if ..."); that asks
    for nothing more.
    """
    kept: list[EducationStatement] = []
    for statement in statements:
        fields = {field.text.lower() for field in statement.fields}
        if not any(
            set(said.levels) == set(statement.levels)
            and said.modality == statement.modality
            and fields <= {field.text.lower() for field in said.fields}
            for said in kept[-_RECENT:]
        ):
            kept.append(statement)
    return kept


def _read_sentence(
    page: Page, sentence: Sentence, following: Sentence | None
) -> Iterator[EducationStatement]:
    words = find_levels(page.text, sentence.start, sentence.end)
    if not words or not _asks(page.text, sentence, words):
        return
    groups = _groups(page.text, words)
    for position, group in enumerate(groups):
        limit = groups[position + 1][0].start if position + 1 < len(groups) else sentence.end
        yield _statement(page, sentence, following, group, limit)


def _asks(text: str, sentence: Sentence, words: list[LevelWord]) -> bool:
    """Whether a sentence speaks of what candidates should have.

    An item that begins with a level, or names a field of study behind it, is a demand in itself.
    """
    lead = words[0].start - sentence.start
    if _NARRATIVE.search(sentence.text):
        return False
    if sentence.section in SILENT_SECTIONS and not (lead <= _LEAD or _STRICT.search(sentence.text)):
        return False
    demanded = (
        lead <= _LEAD
        or _DEMANDED.search(sentence.text) is not None
        or any(_IN_FIELD.match(text, word.end) for word in words)
    )
    if sentence.section in SILENT_SECTIONS or sentence.section in ("about", "duties"):
        return demanded and not _NOT_DEMANDED.search(sentence.text)
    return demanded or not _NOT_DEMANDED.search(sentence.text)


def _groups(text: str, words: list[LevelWord]) -> list[list[LevelWord]]:
    """The words with those that are alternatives of one another together."""
    groups = [[words[0]]]
    for word in words[1:]:
        gap = text[groups[-1][-1].end : word.start]
        if _RESTATED.fullmatch(gap):
            continue
        if _joined(text, groups[-1], word):
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _joined(text: str, group: list[LevelWord], word: LevelWord) -> bool:
    """Whether a word continues the alternatives before it."""
    gap = text[group[-1].end : word.start]
    if len(gap) > _REACH or _SOFTENED.search(gap):
        return False
    if group[-1].kind == "graduate" and _GRADUATE_WITH.fullmatch(gap):
        return True
    if _AND.fullmatch(gap):
        return not _SOFT_NEXT.match(text, word.end)
    link = _ALTERNATIVE.search(gap)
    if link is None:
        return False
    if link.group().startswith("(") and _SOFT_NEXT.match(text, word.end):
        return False
    if link.group().startswith(",") and len(gap) > _COMMA_REACH:
        return set(LEVELS_OF[word.kind]) <= set(_levels(group))
    return True


def _levels(group: list[LevelWord]) -> tuple[EducationLevel, ...]:
    """The levels of a group; years of study and a plain "degree" say none beside a named one."""
    kinds = [word.kind for word in group]
    if "professional" in kinds:  # beside a J.D. an LL.B. is the law degree of former days
        kinds = [kind for kind in kinds if kind != "law"]
    if len(set(kinds)) > 1:
        kinds = [kind for kind in kinds if kind != "graduate"]
    if not set(kinds) <= {"study", "degree", "diploma"}:
        kinds = [kind for kind in kinds if kind not in ("study", "degree")]
    elif set(kinds) != {"degree", "diploma"}:
        kinds = kinds[:1]
    return tuple(dict.fromkeys(level for kind in kinds for level in LEVELS_OF[kind]))


def _statement(
    page: Page,
    sentence: Sentence,
    following: Sentence | None,
    group: list[LevelWord],
    limit: int,
) -> EducationStatement:
    text = page.text
    start = group[0].start
    fields: list[Field] = []
    open_list = False
    tail = _TAIL.match(text, group[-1].end, limit)
    end = tail.end() if tail is not None else group[-1].end
    for position, word in enumerate(group):
        stop = group[position + 1].start if position + 1 < len(group) else limit
        study = read_fields(text, word.start, word.end, stop, sentence.start)
        fields.extend(study.fields)
        open_list = open_list or study.open_list
        end = max(end, study.end)
    if text.count("(", start, end) > text.count(")", start, end):
        close = text.find(")", end, min(end + _BRACKET, limit))
        end = close + 1 if close > 0 else end
    rest = text[end:limit]
    if following is not None and limit == sentence.end and _SENTENCE_GOES_ON.match(following.text):
        rest += " " + following.text
    instead = _EXPERIENCE_INSTEAD.search(rest)
    in_lieu = None
    said = end
    if instead is not None and end + instead.start() < limit:
        at = end + instead.start()
        durations = find_durations(text, page.language, at, min(at + 80, limit))
        in_lieu = durations[0].start if durations else None
        word_at = text.find("experience", at, limit)
        if instead.start() < 3 and word_at > 0:
            said = word_at + len("experience")
    return EducationStatement(
        start,
        end,
        _levels(group),
        tuple(dict.fromkeys(fields)),
        open_list,
        instead is not None
        or bool(_EXPERIENCE_OR.search(text, max(sentence.start, start - 120), start)),
        in_lieu,
        demand(sentence, text, start, said),
    )
