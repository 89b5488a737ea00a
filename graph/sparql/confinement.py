"""Give up what running a query has no use for: connections, writing, memory without end.

What a process has given up it cannot take back, whatever happens in it. Linux knows all of this;
other systems know some of it or none, and there the guard is what there is.

Connections and programs are refused by a filter of system calls (seccomp(2), BPF), which holds for
all threads that are started later and fails calls with EACCES.
"""

import ctypes
import platform
import struct
import sys
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import resource

_REFUSED: Final = {
    # socket, connect, execve, execveat, io_uring_setup; and the number of the architecture
    "x86_64": (0xC000003E, (41, 42, 59, 322, 425)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 425)),
}
_NO_NEW_PRIVILEGES: Final = 38
_SET_SECCOMP: Final = 22
_FILTER: Final = 2

_LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_AT_LEAST: Final = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_RETURN: Final = 0x06  # BPF_RET | BPF_K
_NUMBER: Final = 0  # where seccomp_data holds the number of the call
_ARCHITECTURE: Final = 4
_OTHER_ABI: Final = 0x40000000  # calls by another convention, which nothing here uses
_ALLOW: Final = 0x7FFF0000
_FAIL: Final = 0x00050000 | 13  # EACCES


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def refuse_connections() -> bool:
    """Make every later attempt to open a connection or run a program fail; whether that worked.

    Threads that run already are left as they are.
    """
    if sys.platform != "linux" or platform.machine() not in _REFUSED:
        return False
    architecture, calls = _REFUSED[platform.machine()]
    to_fail = len(calls) + 1  # instructions between the checks and the last one
    checks = [(_EQUAL, to_fail - place, 0, call) for place, call in enumerate(calls, 1)]
    instructions = b"".join(
        struct.pack("=HBBI", *instruction)
        for instruction in (
            (_LOAD, 0, 0, _ARCHITECTURE),
            (_EQUAL, 0, to_fail + 2, architecture),
            (_LOAD, 0, 0, _NUMBER),
            (_AT_LEAST, to_fail, 0, _OTHER_ABI),
            *checks,
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, _FAIL),
        )
    )
    program = _Program(len(instructions) // 8, instructions)
    control = ctypes.CDLL(None, use_errno=True).prctl
    return bool(
        control(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
        and control(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0
    )


def refuse_files() -> None:
    """Make every later attempt to write to a file fail, and leave nothing when it crashes."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_memory(more: int) -> None:
    """Let the process have so many bytes more than it has mapped now (on Linux)."""
    if sys.platform == "linux":
        mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (mapped + more, mapped + more))


def allow_many_files() -> None:
    """Raise the number of files that may be open to what the system lets everybody have."""
    if sys.platform != "win32":
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
