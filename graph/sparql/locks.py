"""Locks on files, by which processes agree who reads, makes and clears away copies of a graph.

The operating system lets go of them when their process ends, however it ends. Where it has no such
locks (Windows) nobody waits; there a file that is open cannot be deleted anyway.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def shared_lock(path: str | Path) -> Iterator[None]:
    """Hold a lock that any number may hold, as long as nobody holds it alone.

    Raises:
        FileNotFoundError: there is no such file.
    """
    with _opened(path, create=False) as descriptor:
        if sys.platform != "win32":
            fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield


@contextmanager
def sole_lock(path: str | Path) -> Iterator[None]:
    """Hold a lock alone; waits until it can."""
    with _opened(path) as descriptor:
        if sys.platform != "win32":
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


@contextmanager
def sole_lock_if_free(path: str | Path) -> Iterator[bool]:
    """Hold a lock alone if nobody holds it now; says whether it does."""
    with _opened(path) as descriptor:
        if sys.platform != "win32":
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
                return
        yield True


@contextmanager
def _opened(path: str | Path, *, create: bool = True) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY | (os.O_CREAT if create else 0), 0o644)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
