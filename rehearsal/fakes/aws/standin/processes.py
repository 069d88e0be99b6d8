"""Ends what functions started: killing a function leaves the helm or kubectl that it was waiting for."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import time
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
#: Longest wait for killed processes to be gone, in seconds.
END_TIMEOUT = 5.0


def adopt_orphans() -> None:
    """Makes this process the parent of descendants whose own parent ends, so that they can be found. Linux only."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_descendants() -> None:
    """Kills every descendant of this process and waits, at most END_TIMEOUT, until none is left."""
    deadline = time.monotonic() + END_TIMEOUT
    while (found := descendants(os.getpid())) and time.monotonic() < deadline:
        for process in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        time.sleep(0.02)


def descendants(ancestor: int) -> list[int]:
    """The processes below one, from /proc."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                # After the program's name, which is in parentheses and may hold anything: state, then the parent.
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                children.setdefault(int(parent), []).append(int(folder.name))
    found = list(children.get(ancestor, []))
    for process in found:
        found.extend(children.get(process, []))
    return found
