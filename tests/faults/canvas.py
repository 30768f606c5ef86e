"""The real screen in a thread of its own, as in the program: it is handed boards and paints, and its cells are read."""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from functools import cache
from queue import SimpleQueue
from threading import Thread
from typing import Final, TypeAlias

from roxom_tui.config.settings import Profile, Settings, UiSettings
from roxom_tui.model.book_columns import BookColumn
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.money import Unit
from roxom_tui.model.status import Notice
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import Role, Tint
from roxom_tui.ui.notices import Notices
from tests.faults.picture import Picture, ink_of
from tests.support.unfed_screen import HandMailbox, Recorder, StillClock

WIDE: Final = (200, 80)
"""Every panel is in sight."""

PICKER: Final = "s"
"""The key that opens the symbols to pick from."""

_TURNS: Final = 3

_Job: TypeAlias = Callable[[], Picture]


class Canvas:
    """A screen of one size, with what a key opened. Calls wait until the frame is painted."""

    def __init__(self, symbols: tuple[Symbol, ...], size: tuple[int, int] = WIDE, key: str = "") -> None:
        profile = Profile("bench", Environment.SANDBOX, symbols=symbols)
        self._clock = StillClock()
        self.wished = Recorder()
        """What the keys asked of the feed; it is for the caller to pass on."""
        settings = Settings("bench", {"bench": profile}, UiSettings(book_columns=tuple(BookColumn)))
        self._mailbox = HandMailbox()
        self._app = RoxomApp(settings, self.wished, self._mailbox, self._clock, DEFAULT_KEYMAP)
        self.has_begun = False
        """Whether a story was painted on it before."""
        self._size = size
        self._key = key
        self._jobs: SimpleQueue[tuple[Sequence[str], _Job, Future[Picture]] | None] = SimpleQueue()
        self._thread = Thread(target=lambda: asyncio.run(self._live()), name="canvas", daemon=True)
        self._thread.start()

    def paint(self, board: ScreenSnapshot, now: int, wall: int, unit: Unit | None = Unit.BTC) -> Picture:
        """The frame with this board on it, at a moment of the client's clocks (ns). No unit: the one chosen by keys."""

        def job() -> Picture:
            app = self._app
            self._set(now, wall)
            if unit is not None and app.options.unit is not unit:
                app.options = DisplayOptions(unit)
            app.show_picture(board)
            return self._read()

        return self._do(job)

    def settled(self) -> Picture:
        """The frame once what came or went with the last picture has its place, some turns later."""
        for _ in range(_TURNS):
            self._do(self._read)
        return self._do(self._read)

    def begin(self) -> None:
        """Another story begins: nothing that was said in the one before still stands."""

        def job() -> Picture:
            self._app.notices = Notices(self._mailbox, self._clock)
            return self._read()

        self._do(job)

    def tell(self, notices: Iterable[Notice], now: int, wall: int) -> None:
        """The screen takes these notices at that moment."""

        def job() -> Picture:
            self._set(now, wall)
            for notice in notices:
                self._mailbox.put_notice(notice)
            self._app.notices.take()
            return self._read()

        self._do(job)

    def press(self, *keys: str) -> None:
        """Type these keys, and let the screen do what they ask for."""
        self._do(self._read, keys)

    @property
    def unit(self) -> Unit:
        """The unit that the keys chose."""
        return self._app.options.unit

    @property
    def box(self) -> str | None:
        """The class of what lies over the dashboard."""
        top = self._app.screen
        return None if top is self._app.dashboard else type(top).__name__

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
        # A box has a ground of its own, on which the inks are others.
        paints = (self._app.colours, self._app.colours.raised)
        return Picture(strips, frozenset(ink_of(paint.style(Role.STALE, tint)) for paint in paints for tint in Tint))

    def _do(self, job: _Job, keys: Sequence[str] = ()) -> Picture:
        done: Future[Picture] = Future()
        self._jobs.put((keys, job, done))
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
                keys, job, done = asked
                try:
                    await pilot.press(*keys)
                    done.set_result(job())
                except BaseException as error:  # noqa: BLE001 - handed to whoever waits for the frame
                    done.set_exception(error)


@cache
def canvas(symbols: tuple[Symbol, ...], size: tuple[int, int] = WIDE, key: str = "") -> Canvas:
    """One for all stories of a run."""
    made = Canvas(symbols, size, key)
    atexit.register(made.close)
    return made
