"""The command line as tests call it."""

from collections.abc import Callable
from typing import NamedTuple


class Outcome(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


Command = Callable[..., Outcome]
"""Runs ``skillweave`` with some arguments."""
