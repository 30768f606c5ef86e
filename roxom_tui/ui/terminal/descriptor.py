"""Writing to a descriptor that may be slow, full, or shared with others: all of it, in order, or an error.

A descriptor is shared with the shell and its other jobs, and any of them may have made it non-blocking. That flag
is theirs: it is never changed, only lived with.
The last that is written gives the terminal back without anybody's help: every mode that may have been switched.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Protocol

A_MOMENT: Final = 0.005
"""Seconds between tries where the system says that there is room and then takes nothing."""
A_WHILE: Final = 0.25
"""Seconds of waiting for room after which it is tried all the same."""


class Way(Protocol):
    """A way to the terminal, as the system has it."""

    def write(self, data: memoryview) -> int:
        """Write some of it; how many bytes. Raises OSError, BlockingIOError where there is no room."""

    def wait(self, seconds: float) -> bool:
        """Whether there is room within that time, or an error to be met by writing."""

    def rest(self) -> None:
        """Let a moment pass: the system said that there is room, and took nothing. That must not become a spin."""


class Descriptor:
    """The way through a file descriptor."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._poll = select.poll()
        self._poll.register(number, select.POLLOUT)

    def write(self, data: memoryview) -> int:
        """As the system does."""
        return os.write(self._number, data)

    def wait(self, seconds: float) -> bool:
        """As the system does."""
        return bool(self._poll.poll(seconds * 1000))

    def rest(self) -> None:
        """Sleep."""
        time.sleep(A_MOMENT)


def write_all(data: bytes, way: Way, goes_on: Callable[[], bool] = lambda: True) -> int:
    """Write all of it in order, however small the parts and long the waits; returns how many bytes went.

    Fewer than all only where `goes_on`, asked at each wait, said no. Raises the OSError that ended the way.
    """
    rest, has_room = memoryview(data), False
    while rest:
        written = _write_some(rest, way)
        rest = rest[written:]
        if written:
            has_room = False
        elif not goes_on():
            break
        else:
            if has_room:
                way.rest()
            has_room = way.wait(A_WHILE)
    return len(data) - len(rest)


def _write_some(data: memoryview, way: Way) -> int:
    try:
        return way.write(data)
    except (BlockingIOError, InterruptedError):
        return 0


RESTORE: Final = (
    b"\x1b[?2026l"  # no frame half drawn
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # mouse
    b"\x1b[?2004l\x1b[?2048l\x1b[?1004l\x1b[?7h"  # paste, resize reports, focus reports, line wrap
    b"\x1b[<u"  # key protocol: before the alternate screen is left
    b"\x1b[0m\x1b[?1049l\x1b[?25h\x1b[23;2t\x1b]22;default\x07"  # colours, screen, cursor, title, pointer
)


def write_at_last(number: int, last: bytes, patience: float) -> None:
    """Write past every queue and thread, to a descriptor that may take it, or not, within so many seconds."""
    until = time.monotonic() + patience
    # It fails where the terminal is gone.
    with suppress(OSError):
        write_all(last, Descriptor(number), lambda: time.monotonic() < until)
