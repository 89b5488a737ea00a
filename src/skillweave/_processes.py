"""How many processes read, and how they start."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from skillweave.loaders.sources import walk_inputs

SMALL: Final = 512 * 1024
"""Bytes of input below which reading takes less time than starting other processes."""


def processes_for(inputs: Iterable[str]) -> int:
    """Say how many processes are worth starting: all cores, or this one alone for small inputs."""
    size = 0
    for file in walk_inputs(inputs):
        size += file.size
        if file.path is None or size > SMALL:
            return os.cpu_count() or 1
    return 1


@contextmanager
def main_module_set_aside() -> Iterator[None]:
    """Keep new processes from running the user's script again.

    A spawned process imports its parent's main module under another name, in case that what it is
    sent was defined there. Nothing of ours is, and a script that does not guard its code with
    ``if __name__ == "__main__"`` would begin to build as well. Without a file and a spec there is
    no module to import.
    """
    main = sys.modules["__main__"]
    kept: dict[str, object] = {}
    for name in ("__file__", "__spec__"):
        if name in vars(main):
            kept[name] = vars(main).pop(name)
    main.__spec__ = None
    try:
        yield
    finally:
        vars(main).update(kept)
