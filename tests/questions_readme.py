"""The answers in queries/README.md: each is what its command prints about the demo's graph.

    python tests/questions_readme.py

asks all of them again and writes them into the page.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

PAGE = Path(__file__).parents[1] / "queries" / "README.md"
COLUMNS = "100"
"""Width of the terminal that the answers are printed for."""

_BLOCK = re.compile(r"(```console\n)(.*?)(```\n)", re.DOTALL)

Run = Callable[[list[str]], str]
"""Runs ``skillweave`` with some arguments and gives what it prints on standard output."""


def commands(page: str) -> Iterator[tuple[str, str]]:
    """Each command of the page, and what the page says that it prints."""
    for block in _BLOCK.finditer(page):
        command, _, printed = block[2].partition("\n")
        yield command.removeprefix("$ "), printed


def answered(page: str, run: Run) -> str:
    """The page with the answers that its commands give now."""

    def renew(block: re.Match[str]) -> str:
        command = block[2].partition("\n")[0]
        return f"{block[1]}{command}\n{printed(command.removeprefix('$ '), run)}{block[3]}"

    return _BLOCK.sub(renew, page)


def printed(command: str, run: Run) -> str:
    """What a command of the page prints, without blanks at the ends of lines."""
    lines = run(shlex.split(command)[1:]).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def main() -> None:
    """Write the page anew."""
    program = [sys.executable, "-m", "skillweave"]
    with TemporaryDirectory() as folder:
        graph = str(Path(folder) / "demo.graph")
        subprocess.run([*program, "demo", graph], check=True, capture_output=True)
        environment = os.environ | {"SKILLWEAVE_GRAPH": graph, "COLUMNS": COLUMNS}

        def run(arguments: list[str]) -> str:
            done = subprocess.run(
                [*program, *arguments], env=environment, capture_output=True, text=True, check=True
            )
            return done.stdout

        PAGE.write_text(answered(PAGE.read_text("utf-8"), run), "utf-8")


if __name__ == "__main__":
    main()
