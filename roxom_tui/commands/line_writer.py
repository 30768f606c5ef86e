"""Lines to stdout from a thread of their own, so that a slow reader does not hold up the connection."""

from __future__ import annotations

import asyncio
import select
from collections import deque
from threading import Condition, Thread
from typing import Final

from roxom_tui.model.errors import NotFresh, RoxomError
from roxom_tui.ui.terminal.descriptor import Descriptor, write_all

MOST_WAITING: Final = 100_000
"""Lines; some tens of megabytes."""

LOOK: Final = 0.5
"""Seconds between looks whether there is still a reader, while there is nothing for it."""


class LineWriter:
    """`put` lines, then `close`. `ended` is done, with the reason, as soon as nothing more can be written."""

    def __init__(self, descriptor: int = 1, most_waiting: int = MOST_WAITING, look: float = LOOK) -> None:
        self._descriptor = descriptor
        self._most_waiting = most_waiting
        self._look = look
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[bytes] = deque()
        self._changed = Condition()
        self._closed = False
        self.ended: asyncio.Future[None] = self._loop.create_future()
        Thread(target=self._write_all, name="roxom-stdout", daemon=True).start()

    def put(self, line: str) -> None:
        """Queue a line. Raises NotFresh when the reader is too far behind."""
        with self._changed:
            if len(self._waiting) >= self._most_waiting:
                raise NotFresh(
                    f"whoever reads the output is {self._most_waiting} lines behind; ended, for nothing is left out"
                )
            self._waiting.append(line.encode("utf-8", "backslashreplace") + b"\n")
            self._changed.notify()

    async def close(self) -> None:
        """Wait until everything is written. Raises what `ended` holds."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        await self.ended

    def _write_all(self) -> None:
        failure: Exception | None = None
        try:
            while data := self._next():
                write_all(data, Descriptor(self._descriptor))
        except BrokenPipeError as error:
            failure = error
        except OSError as error:
            failure = RoxomError(f"the output cannot be written: {error.strerror}")
        try:
            self._loop.call_soon_threadsafe(self._end, failure)
        except RuntimeError:
            return  # The loop has gone, and with it whoever wanted to know.

    def _next(self) -> bytes:
        """All lines that wait, as one piece; nothing when there will be no more. BrokenPipeError without a reader."""
        with self._changed:
            while not self._waiting and not self._closed:
                if not self._changed.wait(self._look) and _is_left(self._descriptor):
                    raise BrokenPipeError
            data = b"".join(self._waiting)
            self._waiting.clear()
        return data

    def _end(self, failure: Exception | None) -> None:
        if self.ended.done():
            return
        if failure is None:
            self.ended.set_result(None)
        else:
            self.ended.set_exception(failure)


def _is_left(descriptor: int) -> bool:
    """Whether nobody can read any more what is written there."""
    watch = select.poll()
    # Nothing is asked for: a reader that is gone is reported all the same.
    watch.register(descriptor, 0)
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in watch.poll(0))
