"""Writing to a descriptor that may be slow, full, or shared with others: all of it, in order, or an error.

A descriptor is shared with the shell and its other jobs, and any of them may have made it non-blocking. That flag
is theirs: it is never changed, only lived with.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
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
                # The system says that there is, and then takes nothing: that must not become a spin.
                time.sleep(A_MOMENT)
            has_room = way.wait(A_WHILE)
    return len(data) - len(rest)


def _write_some(data: memoryview, way: Way) -> int:
    try:
        return way.write(data)
    except (BlockingIOError, InterruptedError):
        return 0
