"""The real screen in a thread of its own, as in the program: it is handed boards and paints, and its cells are read."""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from queue import SimpleQueue
from threading import Thread
from typing import Final, TypeAlias

from roxom_tui.config.settings import Profile, Settings
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.number import Unit
from roxom_tui.state.views import Board
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import Role
from roxom_tui.ui.look import Look
from tests.faults.picture import Picture, ink_of
from tests.ui.desk import HandMailbox, Recorder, StillClock

WIDE: Final = (200, 60)
"""Every panel is in sight."""

PICKER: Final = "s"
"""The key that opens the symbols to pick from."""

_Job: TypeAlias = Callable[[], Picture]


class Canvas:
    """A screen of one size, with what a key opened. Calls wait until the frame is painted."""

    def __init__(self, symbols: tuple[Symbol, ...], size: tuple[int, int] = WIDE, key: str = "") -> None:
        profile = Profile("bench", Environment.SANDBOX, symbols=symbols)
        self._clock = StillClock()
        settings = Settings("bench", {"bench": profile})
        self._app = RoxomApp(settings, Recorder(), HandMailbox(), self._clock, DEFAULT_KEYMAP)
        self._size = size
        self._key = key
        self._jobs: SimpleQueue[tuple[_Job, Future[Picture]] | None] = SimpleQueue()
        self._thread = Thread(target=lambda: asyncio.run(self._live()), name="canvas", daemon=True)
        self._thread.start()

    def paint(self, board: Board, now: int, wall: int, unit: Unit = Unit.BTC) -> Picture:
        """The frame with this board on it, at a moment of the client's clocks (ns)."""

        def job() -> Picture:
            app = self._app
            self._set(now, wall)
            if app.look.unit is not unit:
                app.look = Look(unit)
            app.show_board(board)
            return self._read()

        return self._do(job)

    def wait(self, now: int, wall: int) -> Picture:
        """The frame at a later moment when no other board came: the screen alone goes on."""

        def job() -> Picture:
            self._set(now, wall)
            self._app.tick()
            return self._read()

        return self._do(job)

    def close(self) -> None:
        """Leave the screen."""
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join(5)

    def _set(self, now: int, wall: int) -> None:
        self._clock.now, self._clock.day = now, wall

    def _read(self) -> Picture:
        strips = self._app.screen._compositor.render_strips()
        return Picture(strips, ink_of(self._app.colours.style(Role.STALE)))

    def _do(self, job: _Job) -> Picture:
        done: Future[Picture] = Future()
        self._jobs.put((job, done))
        return done.result(timeout=60)

    async def _live(self) -> None:
        async with self._app.run_test(size=self._size) as pilot:
            await pilot.pause()
            if self._key:
                await pilot.press(self._key)
            while True:
                # The screen's own work between two frames is done before the thread waits for the next.
                await pilot.pause(0)
                asked = self._jobs.get()
                if asked is None:
                    return
                job, done = asked
                try:
                    done.set_result(job())
                except BaseException as error:  # noqa: BLE001 - handed to whoever waits for the frame
                    done.set_exception(error)


@cache
def canvas(symbols: tuple[Symbol, ...], size: tuple[int, int] = WIDE, key: str = "") -> Canvas:
    """One for all stories of a run."""
    made = Canvas(symbols, size, key)
    atexit.register(made.close)
    return made
