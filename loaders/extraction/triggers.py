"""Which sentences are worth reading for the terms of a job: those with one of a few phrases.

All phrases of all terms are found in one pass over the text; only the sentences around them are
then tried with patterns.
"""

from bisect import bisect_right
from typing import Final, Literal

from skillweave.loaders.text.cues import CueFinder
from skillweave.loaders.text.page import Page, Sentence

Topic = Literal["employment", "mode", "sponsorship"]
"""What a sentence may tell about the job."""

_TOPICS: Final[tuple[Topic, ...]] = ("employment", "mode", "sponsorship")

_PHRASES: Final[dict[str, tuple[str, ...]]] = {
    "employment": (
        *("full-time", "full time", "fulltime", "part-time", "part time", "parttime", "contract*"),
        *("temporary", "temp", "fixed-term", "fixed term", "permanent", "internship", "seasonal"),
        *(
            "secondment",
            "maternity cover",
            "freelance",
            "direct hire",
            "direct-hire",
            "1099",
            "c2c",
        ),
        *("corp to corp", "corp-to-corp", "locum", "career-conditional", "career conditional"),
        *("wte", "independent contractor*"),
    ),
    "mode": (
        *("remote*", "hybrid", "on-site", "onsite", "on site", "home", "home-based", "telecommut*"),
        *("telework*", "virtual", "in person", "in-person", "in-office", "days", "from anywhere"),
        *("your desk", "comfort of"),
    ),
    "sponsorship": ("sponsor*", "visa*", "h1b*", "h-1b*", "green card*"),
}

_FINDER: Final = CueFinder(_PHRASES)


def read_triggers(page: Page) -> dict[Topic, list[Sentence]]:
    """The sentences that may tell something of each topic, in order.

    Args:
        page: the posting.

    Returns:
        An entry for every topic. Cost: one pass over the text.
    """
    sentences: dict[Topic, list[Sentence]] = {topic: [] for topic in _TOPICS}
    found = _FINDER.find(page.text)
    if not found:
        return sentences
    starts = [sentence.start for sentence in page.sentences]
    for topic, chosen in sentences.items():
        last = -1
        for at in found.get(topic, ()):
            index = bisect_right(starts, at) - 1
            if index > last and at < page.sentences[index].end:
                chosen.append(page.sentences[index])
                last = index
    return sentences
