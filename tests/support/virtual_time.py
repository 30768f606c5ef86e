"""An event loop whose time jumps to the next timer when nothing is left to do: hours pass in seconds.

Time goes nowhere while anything runs, so one seed gives one story, on every machine.
"""

from __future__ import annotations

import asyncio
import math
import selectors
from collections.abc import Callable, Coroutine, Mapping
from selectors import SelectorKey
from typing import Any, Final, TypeVar

from roxom_tui.model.durations import SECOND
from roxom_tui.simulator.exchange import FIRST_DAY

START: Final = FIRST_DAY + 51_600 * SECOND
"""The time of day at which every story begins: 14:20 UTC, far from the next funding."""

_BOOTED: Final = 1_000 * SECOND

T = TypeVar("T")


class VirtualClock:
    """The client's clocks over one true time; nanoseconds. `skew` sets its wall clock wrong."""

    def __init__(self) -> None:
        self._passed = 0
        self._asleep = 0
        self.skew = 0

    def true(self) -> int:
        """The time at the exchange (wall ns)."""
        return START + self._passed

    def monotonic(self) -> int:
        """Goes on while the computer sleeps."""
        return _BOOTED + self._passed

    def awake(self) -> int:
        """Stands still while the computer sleeps, as timers do."""
        return _BOOTED + self._passed - self._asleep

    def wall(self) -> int:
        """What the client takes for the time of day."""
        return START + self._passed + self.skew

    def pass_(self, nanoseconds: int) -> None:
        """Time passes for everybody: what is due meanwhile is late, as after a stop."""
        self._passed += nanoseconds

    def sleep(self, nanoseconds: int) -> None:
        """Time passes for everybody but the client's timers."""
        self._passed += nanoseconds
        self._asleep += nanoseconds


class VirtualLoop(asyncio.SelectorEventLoop):
    """Runs on a `VirtualClock`. No sockets and no threads: an executor's work is done on the spot."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(_Impatient(clock))
        self._clock = clock
        self.failures: list[Mapping[str, Any]] = []
        """What nobody caught."""
        self.set_exception_handler(lambda _, context: self.failures.append(context))

    def time(self) -> float:
        return self._clock.awake() / SECOND

    def run_in_executor(self, executor: object, func: Callable[..., T], *args: Any) -> asyncio.Future[T]:  # type: ignore[override]
        """As the name says, but here and now: there is no other thread that time could wait for."""
        done: asyncio.Future[T] = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - handed to whoever awaits it
            done.set_exception(error)
        return done


def live_through(clock: VirtualClock, story: Coroutine[Any, Any, T]) -> T:
    """Run a story to its end in virtual time; an exception that nobody caught fails it."""
    loop = VirtualLoop(clock)
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        result = runner.run(story)
    if loop.failures:
        raise AssertionError(f"nobody caught: {loop.failures}")
    return result


class _Impatient(selectors.DefaultSelector):
    """Instead of waiting, moves the clock."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everybody waits for somebody else, for ever")
        if timeout > 0:
            self._clock.pass_(math.ceil(timeout * SECOND))
        return []
