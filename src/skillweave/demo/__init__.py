"""The demo: postings that ship with Skillweave, and the tour that `skillweave demo` gives.

All postings under ``postings/`` were written for Skillweave; employers and vacancies are invented.
They stand in one folder a trade and in the formats that postings come in: text, HTML pages with
JSON-LD, JSON-LD alone, CSV, TSV, JSON lines, Markdown with front matter, boards of
applicant-tracking systems, DOCX, gz and zip.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from skillweave._graph import Graph
from skillweave.queries.answer import Answer

POSTINGS: Final = Path(__file__).parent / "postings"
"""The directory with one folder a trade."""

ROLE: Final = "data engineer"
"""The role that two of the questions are about."""

SKILL: Final = "Python"
"""The skill that one of the questions is about."""

MOST_MONTHS: Final = 36
"""How much experience with the skill the question allows, in months."""


class Tour(NamedTuple):
    """What the demo read and asked.

    Attributes:
        trades: postings in the graph by trade, most first.
        formats: postings in the graph by format, most first.
        rejected: how many items could not be read.
        answers: three answers, each row with its reasons.
    """

    trades: Sequence[tuple[str, int]]
    formats: Sequence[tuple[str, int]]
    rejected: int
    answers: Sequence[Answer[Any]]


def trade_of(file: str) -> str:
    """The trade that a demo posting belongs to: the folder it lies in, in words."""
    return Path(file).relative_to(POSTINGS).parts[0].replace("-", " ")


def tour(graph: Graph) -> Tour:
    """Read the demo's postings into a graph and ask three questions.

    Args:
        graph: an open graph; what is in it already stays and takes part in the answers.
    """
    graph.build([POSTINGS])
    origins = [
        (file, format) for file, format in graph.origins() if Path(file).is_relative_to(POSTINGS)
    ]
    return Tour(
        trades=Counter(trade_of(file) for file, _ in origins).most_common(),
        formats=Counter(format for _, format in origins).most_common(),
        rejected=len(graph.rejects()),
        answers=(
            graph.role_skills(ROLE, limit=6),
            graph.postings(SKILL, at_most_months=MOST_MONTHS, limit=5),
            graph.thresholds(ROLE),
        ),
    )
