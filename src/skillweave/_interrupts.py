"""Ctrl-C is one thing, whatever was running when it came."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def one_interrupt() -> Iterator[None]:
    """Let Ctrl-C always end as a KeyboardInterrupt.

    Libraries that are waiting in C when the signal comes make errors of their own of it, and
    what cleans up after them may fail in its turn. Whatever comes out after the signal is
    therefore taken for the interrupt. Outside of the main thread, which alone gets signals, and
    where a program answers Ctrl-C in its own way, this does nothing.
    """
    previous = signal.getsignal(signal.SIGINT)
    main = threading.current_thread() is threading.main_thread()
    if not main or previous is not signal.default_int_handler:
        yield
        return
    interrupted = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal interrupted
        interrupted = True
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, note)
    try:
        yield
    except Exception as error:
        if interrupted:
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, previous)
