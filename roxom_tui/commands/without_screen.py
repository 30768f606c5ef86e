"""Runs a command without a screen: signals end it cleanly, with the right exit code, and always within a second."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Coroutine
from types import FrameType
from typing import Any, Final, NoReturn

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
PATIENCE: Final = 0.9
"""Seconds from the wish to end to the end, whatever still hangs: a name lookup, a full pipe."""


def nothing() -> None:
    """The usual last thing to do: nothing."""


def run_headless(command: Callable[[], Coroutine[Any, Any, int]], at_last: Callable[[], None] = nothing) -> int:
    """Runs `command` to its exit code, or to 128 + n at signal n. `at_last` is called however it ends; perhaps twice.

    The handlers are plain ones, not the loop's: those do not run while the loop is stuck in a write.
    """
    ending = _Ending(at_last)
    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number, handler in before.items():
        # Whoever started us with a signal ignored (nohup) meant it.
        if handler is not signal.SIG_IGN:
            signal.signal(number, ending.on_signal)
    try:
        return asyncio.run(ending.supervise(command))
    except asyncio.CancelledError:
        return ending.code
    finally:
        ending.disarm()
        at_last()
        for number, handler in before.items():
            signal.signal(number, handler)


class _Ending:
    def __init__(self, at_last: Callable[[], None]) -> None:
        self._at_last = at_last
        self.code = 1
        self._signalled = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[int] | None = None
        self._watchdog: threading.Timer | None = None

    async def supervise(self, command: Callable[[], Coroutine[Any, Any, int]]) -> int:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        if self._signalled and self._task is not None:
            self._task.cancel()
        try:
            code = await command()
            self.code = self.code if self._signalled else code
        except asyncio.CancelledError:
            if not self._signalled:
                raise
        # The loop still waits for its threads, and one of them may be looking up a name.
        self._arm()
        return self.code

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._signalled:
            self._leave()
        self._signalled = True
        self.code = 128 + number
        self._arm()
        if self._loop is not None and self._task is not None:
            self._loop.call_soon_threadsafe(self._task.cancel)

    def disarm(self) -> None:
        if self._watchdog is not None:
            self._watchdog.cancel()

    def _arm(self) -> None:
        if self._watchdog is None:
            self._watchdog = threading.Timer(PATIENCE, self._leave)
            self._watchdog.daemon = True
            self._watchdog.start()

    def _leave(self) -> NoReturn:
        try:
            self._at_last()
        finally:
            leave_now(self.code)


def leave_now(code: int) -> NoReturn:
    """Ends the process without waiting for anything."""
    os._exit(code)
