"""Inputs as users give them: one path or several, each of which must be there."""

from collections.abc import Iterable
from pathlib import Path

from skillweave.loaders.sources import STANDARD_INPUT
from skillweave.ontology.errors import InputError

Inputs = str | Path | Iterable[str | Path]
"""Files, folders or archives; "-" is standard input."""


def present_inputs(inputs: Inputs) -> list[str]:
    """Return the inputs as a list of names.

    What cannot be read inside of an input becomes a reject in the course of the run; an input that
    is not there at all is most likely a slip of the pen, and nothing is begun.

    Raises:
        InputError: an input is not there.
    """
    names = [str(inputs)] if isinstance(inputs, str | Path) else [str(name) for name in inputs]
    for name in names:
        if name != STANDARD_INPUT and not Path(name).exists():
            raise InputError("no such file or folder", file=name, next_step="check the spelling")
    return names
