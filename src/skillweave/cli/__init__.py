"""The command line: parse, call the library, print.

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted. Answers go to standard output;
progress, rejects and errors go to standard error. Nothing heavy is imported before a command runs,
so that ``--help`` and mistakes answer at once.
"""

import sys
from typing import Final

from skillweave.ontology.errors import (
    AmbiguousName,
    SkillweaveError,
    UnknownName,
    UsageError,
)

FAILED: Final = 1
WRONG_USAGE: Final = 2

_WRONG: Final = (UsageError, UnknownName, AmbiguousName)


def main() -> None:
    """Run ``skillweave``; the entry point of the package."""
    from skillweave.cli.app import app

    try:
        app()
    except SkillweaveError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(WRONG_USAGE if isinstance(error, _WRONG) else FAILED)
