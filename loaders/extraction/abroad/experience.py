"""Stated durations of experience in text that is not English.

A duration counts where a word for experience stands beside it, or as the value of a label that has
one ("Expérience : 4 ans"), and nothing before it says that it is something else: the age of the
firm, the length of a contract. What it is in are the names of technologies that follow, up to the
next word that begins something new.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from skillweave.loaders.extraction.abroad.phrases import Phrases, cues_of, phrases_of, strength
from skillweave.loaders.extraction.durations import Duration, find_durations
from skillweave.loaders.extraction.experience import ExperienceStatement
from skillweave.loaders.extraction.topics import Topic
from skillweave.loaders.text.page import Mention, Page, Sentence
from skillweave.ontology.vocabulary import SILENT_SECTIONS

_BEFORE: Final = 60
"""How far before a duration, in characters, the word for experience may stand."""
_AFTER: Final = 70
"""How far behind it."""
_TOPIC_REACH: Final = 60
"""How far behind the word for experience the first name of what it is in may stand."""
_OWN_STORY: Final = frozenset({"about", "body", "header"})
"""Sections in which employers tell how long they have been at it."""
_ENDS: Final = frozenset(";.!?(")


def experience_abroad(page: Page, names: Sequence[Mention]) -> list[ExperienceStatement]:
    """The durations of experience that the page asks for outside of its English.

    Args:
        page: the page.
        names: names of technologies in that text, in order.

    Returns:
        Statements in order of the text. Time grows linearly with it.
    """
    found: list[ExperienceStatement] = []
    for language in dict.fromkeys((page.language, *(s.language for s in page.stretches))):
        phrases = phrases_of(language)
        if phrases is None:
            continue
        for duration in find_durations(page.text, language):
            if page.language_at(duration.start) == language:
                sentence = _sentence(page, duration.start)
                statement = _statement(page, sentence, duration, names, phrases, language)
                if statement is not None:
                    found.append(statement)
    return sorted(found, key=lambda statement: statement.start)


def _sentence(page: Page, position: int) -> Sentence:
    """The sentence at a position, with the label before it; the line where there is none."""
    row = max(bisect_right(page.lines, position, key=lambda line: line.start) - 1, 0)
    line = page.lines[row]
    at = bisect_right(page.sentences, position, key=lambda sentence: sentence.start) - 1
    if at >= 0 and position < page.sentences[at].end:
        sentence = page.sentences[at]
        if line.label_end > line.start and sentence.start <= line.label_end + 2:
            text = page.text[line.start : sentence.end]
            return sentence._replace(start=line.start, text=text)
        return sentence
    return Sentence(line.start, line.end, line.text, line.section, row)


def _statement(
    page: Page,
    sentence: Sentence,
    duration: Duration,
    names: Sequence[Mention],
    phrases: Phrases,
    language: str,
) -> ExperienceStatement | None:
    text = page.text
    before = text[max(sentence.start, duration.start - _BEFORE) : duration.start]
    if phrases.no_experience.search(before) or phrases.other_after.match(text, duration.end):
        return None
    boast = duration.exclusive_minimum or sentence.section == "about"
    if boast and sentence.section in _OWN_STORY and phrases.firm.search(sentence.text):
        return None
    if sentence.section in SILENT_SECTIONS:
        return None
    stop = min(sentence.end, duration.end + _AFTER)
    word = phrases.experience.search(text, duration.end, stop)
    if word is None:
        if not phrases.experience.search(before) and not _labelled(page, sentence, phrases):
            return None
        word_end = duration.end
    else:
        word_end = word.end()
    about = _about(page, sentence, duration.end, word_end, names, phrases)
    end = max(word_end, about[-1].end if about else 0)
    cues = cues_of(sentence, language)
    return ExperienceStatement(
        start=duration.start,
        end=end,
        min_months=duration.min_months,
        max_months=duration.max_months,
        exclusive_minimum=duration.exclusive_minimum,
        excludes=(),
        about=about,
        logic="any" if _is_choice(text, about, phrases) else "all",
        open_list=False,
        in_lieu=False,
        modality=strength(sentence, cues, duration.start, end, demand=True),
    )


def _labelled(page: Page, sentence: Sentence, phrases: Phrases) -> bool:
    """Whether the line above is a label that says that its value is experience."""
    above = page.lines[sentence.line - 1] if sentence.line else None
    if above is None or len(sentence.text) > _BEFORE or not above.text.endswith((":", ": ")):
        return False
    return phrases.experience.search(above.text) is not None


def _about(
    page: Page,
    sentence: Sentence,
    duration_end: int,
    word_end: int,
    names: Sequence[Mention],
    phrases: Phrases,
) -> tuple[Topic, ...]:
    """The names that follow the duration as what the experience is in."""
    starts = [name.start for name in names]
    first = bisect_left(starts, duration_end)
    last = bisect_left(starts, sentence.end, first)
    topics: list[Topic] = []
    reach = word_end + _TOPIC_REACH
    for index in range(first, last):
        name = names[index]
        gap = page.text[topics[-1].end if topics else word_end : name.start]
        if name.start > reach or _ENDS & set(gap) or phrases.skill.search(gap):
            break
        if topics and not phrases.joint.fullmatch(gap):
            break
        topics.append(Topic(name.start, name.end, name.text, index))
        reach = name.end + _TOPIC_REACH
    return tuple(topics)


def _is_choice(text: str, about: Sequence[Topic], phrases: Phrases) -> bool:
    return len(about) > 1 and phrases.either.search(text, about[0].end, about[-1].start) is not None
