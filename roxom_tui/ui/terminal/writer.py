"""Writes to a terminal that may be slow, full, shared with others, or gone, and never fails without telling.

The descriptor is shared with the shell and its other jobs, and any of them may have made it non-blocking. That flag
is theirs: it is never changed, only lived with.
"""

from __future__ import annotations

import os
import select
import time
from codecs import lookup
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final, Protocol

NAME: Final = "textual-output"
"""The thread's name, by which a stuck write is found and woken."""

A_MOMENT: Final = 0.005
"""Seconds between tries where the system says that there is room and then takes nothing."""
A_WHILE: Final = 0.25
"""Seconds of waiting for room after which it is tried all the same."""


MOST_WAITING: Final = 1 << 20
"""Characters that may wait for a terminal that is not read, before pictures are held back."""


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


class Writer(Thread):
    """Writes in the background what it is given, in order. It stands in for Textual's own thread, and has its methods.

    `fails` is called, in this thread, with whatever ended it before it was stopped.
    """

    def __init__(self, way: Way, encoding: str, errors: str, fails: Callable[[Exception], None]) -> None:
        super().__init__(daemon=True, name=NAME)
        self._way = way
        self._encode = lookup(encoding).encode
        self._errors = errors
        self._fails = fails
        self._queue: SimpleQueue[str | None] = SimpleQueue()
        self._given = 0
        self._taken = 0
        self.failure: Exception | None = None
        """What ended it, if something did."""

    @property
    def is_behind(self) -> bool:
        """Whether something waits behind what is being written."""
        return not self._queue.empty()

    @property
    def waiting(self) -> int:
        """How many characters wait behind what is being written."""
        return self._given - self._taken

    @property
    def is_lost(self) -> bool:
        """Whether what is given to it goes nowhere."""
        return self.failure is not None or not self.is_alive()

    def write(self, text: str) -> None:
        """Have it written; returns at once."""
        if self.failure is None:
            self._given += len(text)
            self._queue.put(text)

    def stop(self) -> None:
        """Have all that was given written, and end. It takes as long as the terminal does."""
        self._queue.put(None)
        self.join()

    def run(self) -> None:
        """Until it is stopped or fails."""
        try:
            while self._write_what_is_there():
                pass
        except Exception as error:  # noqa: BLE001 - in a thread nobody above would tell it
            self.failure = error
            self._fails(error)

    def _write_what_is_there(self) -> bool:
        """Waits for something to write; False when no more comes."""
        texts, is_last = self._take()
        self._taken += sum(map(len, texts))
        write_all(self._encode("".join(texts), self._errors)[0], self._way)
        return not is_last

    def _take(self) -> tuple[list[str], bool]:
        texts: list[str] = []
        text = self._queue.get()
        while text is not None:
            texts.append(text)
            try:
                text = self._queue.get_nowait()
            except Empty:
                return texts, False
        return texts, True
