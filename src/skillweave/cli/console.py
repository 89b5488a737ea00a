"""The two streams: answers go to standard output, everything else to standard error.

A pipe gets plain text without a line width, so that ``grep`` sees whole rows; a terminal gets
colours and its own width. ``NO_COLOR`` and ``COLUMNS`` are respected.
"""

import os
import sys
from typing import Final

from rich.console import Console

PIPE_WIDTH: Final = 100_000
"""Columns of a console that is not a terminal: nothing is wrapped or cut."""

INTERRUPTED: Final = 130
"""Exit code after Ctrl-C, as shells have it."""


def output() -> Console:
    """Return the console for answers (standard output)."""
    return _console(sys.stdout)


def messages() -> Console:
    """Return the console for progress, summaries of rejects and errors (standard error)."""
    return _console(sys.stderr)


def _console(stream: object) -> Console:
    interactive = bool(getattr(stream, "isatty", lambda: False)())
    return Console(
        file=stream,  # type: ignore[arg-type]  # any text stream will do
        highlight=False,
        soft_wrap=not interactive,
        width=None if interactive or "COLUMNS" in os.environ else PIPE_WIDTH,
    )
