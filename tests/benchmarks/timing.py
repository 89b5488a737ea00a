"""Time questions beside peers, a line each."""

from collections.abc import Callable, Iterable
from statistics import median
from time import perf_counter
from typing import NamedTuple

Ask = Callable[[], object]


class Question(NamedTuple):
    """Something to be timed.

    Attributes:
        name: the question.
        asks: ask it, each time about something else.
        peer: the name of what it is held against.
        peer_asks: the same questions put to the peer.
    """

    name: str
    asks: tuple[Ask, ...]
    peer: str = ""
    peer_asks: tuple[Ask, ...] = ()


def milliseconds(asks: tuple[Ask, ...]) -> float:
    """The median time of some calls; the first is made twice and its first time is left out."""
    asks[0]()
    times = []
    for ask in asks:
        begin = perf_counter()
        ask()
        times.append((perf_counter() - begin) * 1e3)
    return median(times)


def prepare(steps: Iterable[tuple[str, Ask]]) -> None:
    """Make what is made once, and say how long it took."""
    for name, step in steps:
        begin = perf_counter()
        step()
        print(f"{'once: ' + name:<44}{(perf_counter() - begin) * 1e3:>10,.1f}", flush=True)


def report(questions: Iterable[Question], *, alone: bool = False) -> None:
    """Time questions and their peers, a line each; ``alone`` leaves the peers out."""
    print(f"{'question (median ms)':<44}{'here':>10}{'peer':>12}{'ratio':>9}  peer")
    for question in questions:
        here = milliseconds(question.asks)
        line = f"{question.name:<44}{here:>10,.2f}"
        if question.peer_asks and not alone:
            there = milliseconds(question.peer_asks)
            line += f"{there:>12,.1f}{there / here:>8,.0f}x  {question.peer}"
        print(line, flush=True)
