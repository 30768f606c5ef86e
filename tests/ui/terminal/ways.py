"""Ways to a terminal that take what is written in every manner a system can."""

from __future__ import annotations

import errno
import os
import pty
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto


class Manner(Enum):
    """What a write can meet."""

    PART = auto()
    ALL = auto()
    FULL = auto()
    INTERRUPTED = auto()
    NOTHING = auto()


@dataclass
class MoodyWay:
    """Takes parts of what is written, or nothing for a while, as a seed has it; fails where it is told to."""

    seed: int
    fails_after: int | None = None
    error: int = errno.EIO
    arrived: bytearray = field(default_factory=bytearray)
    waits: int = 0
    rests: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def write(self, data: memoryview) -> int:
        if self.fails_after is not None and len(self.arrived) >= self.fails_after:
            raise OSError(self.error, "as told")
        manner = self._random.choice([*Manner, Manner.PART])
        if manner is Manner.FULL:
            raise BlockingIOError(errno.EAGAIN, "full")
        if manner is Manner.INTERRUPTED:
            raise InterruptedError(errno.EINTR, "interrupted")
        taken = {Manner.ALL: len(data), Manner.NOTHING: 0}.get(manner, self._random.randint(1, len(data)))
        self.arrived += data[:taken]
        return taken

    def wait(self, seconds: float) -> bool:
        self.waits += 1
        return self._random.random() < 0.5

    def rest(self) -> None:
        self.rests += 1


@contextmanager
def unread_terminal() -> Iterator[tuple[int, int]]:
    """A pseudo-terminal whose slave end does not block, as any job that shares it may have made it."""
    master, slave = pty.openpty()
    os.set_blocking(slave, False)
    try:
        yield master, slave
    finally:
        for number in (master, slave):
            os.close(number)
