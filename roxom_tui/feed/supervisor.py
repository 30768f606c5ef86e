"""Restarts tasks after unexpected exceptions: logged without secrets, shown, and given up in sight (client 2.12)."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections import deque
from collections.abc import Awaitable, Callable
from pathlib import PurePath

from roxom_tui.client.timing import Timing
from roxom_tui.model.durations import SECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.ports import Clock

_log = logging.getLogger(__name__)


class Supervisor:
    """Runs pieces of work for as long as it takes. `report` gets what the person must know."""

    def __init__(self, clock: Clock, timing: Timing, report: Callable[[LogEntry], None]) -> None:
        self._clock = clock
        self._timing = timing
        self._report = report

    async def keep(
        self, name: str, work: Callable[[], Awaitable[None]], failed: Callable[[str, float], None] | None = None
    ) -> bool:
        """Run `work` to its end, again after each unexpected exception; False once it failed too often.

        `failed` gets the type of an exception and the seconds until it is tried again.
        """
        failures: deque[int] = deque(maxlen=self._timing.failures)
        while True:
            try:
                await work()
            except Exception as error:  # noqa: BLE001 - the one place that catches what nobody expected
                cause = _only_cause(error)
                _log.error("%s failed: %s", name, where(cause))
                self._report(LogEntry(LogKind.TASK_FAILED, f"{name} failed unexpectedly ({type(cause).__name__})"))
                failures.append(self._clock.monotonic())
                lately = self._lately(failures)
                if lately == self._timing.failures:
                    return False
                delay = min(self._timing.restart_first * 2 ** (lately - 1), self._timing.restart_most)
                if failed is not None:
                    failed(type(cause).__name__, delay)
            else:
                return True
            await asyncio.sleep(delay)

    def _lately(self, failures: deque[int]) -> int:
        """The number of recent failures: only they make the wait longer."""
        since = failures[-1] - self._timing.failures_within * SECOND
        return sum(at >= since for at in failures)


def where(error: BaseException) -> str:
    """An exception's type and the lines it passed through: no message and no values, for these can hold secrets."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places}"


def _only_cause(error: Exception) -> Exception:
    """The exception inside a task group's, for the group itself says nothing."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error
