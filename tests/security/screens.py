"""The real screen at one size, shown one hostile picture after another."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from textual.pilot import Pilot

from roxom_tui.config.settings import Profile, Settings
from roxom_tui.model.market import Environment
from roxom_tui.model.status import Notice
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import Role, Tint
from roxom_tui.ui.widgets.header import window_title
from roxom_tui.ui.widgets.line_widget import LineWidget
from tests.security.cells import Examiner
from tests.security.feed import SYMBOLS, Clock
from tests.support.unfed_screen import HandMailbox, Recorder

DASHBOARDS: Final = ((120, 40), (200, 60), (80, 24), (40, 10))
ZOOMED: Final = (150, 60)
PANELS: Final = ("book", "trades", "symbols", "positions", "balances", "orders")


class Screen:
    """Takes pictures; every row that it has ready for the terminal is examined."""

    def __init__(self, profiles: Sequence[str] = ("loop",)) -> None:
        named = {name: Profile(name, Environment.SANDBOX, symbols=SYMBOLS) for name in profiles}
        self.mailbox = HandMailbox()
        self.clock = Clock()
        self.app = RoxomApp(Settings(profiles[0], named), Recorder(), self.mailbox, self.clock, DEFAULT_KEYMAP)
        self.pilot: Pilot[Any]
        self._examiner: Examiner | None = None
        self.pictures = 0

    async def resize(self, size: tuple[int, int]) -> None:
        """Another size of the terminal."""
        await self.pilot.resize_terminal(*size)
        await self.pilot.pause()

    def show(self, board: ScreenSnapshot, notice: Notice | None = None) -> str:
        """All text of the frame, examined."""
        app = self.app
        app.notices.standing = notice
        app.show_picture(board)
        examiner = self.examiner
        examiner.words(window_title(board, app.options.unit, self.clock.now))
        self.pictures += 1
        return self.text()

    def text(self) -> str:
        """The rows of the widgets in sight, examined; what lies under a box is another picture's affair."""
        return "\n".join(
            self.examiner.options(widget._strips, widget.size.width)
            for widget in self.app.screen.query(LineWidget)
            if widget.size and widget.display
        )

    def painted(self) -> str:
        """The whole frame as the terminal gets it, Textual's own widgets in it."""
        strips = self.app.screen._compositor.render_strips()
        return Examiner(None).options(strips, self.app.size.width)

    @property
    def examiner(self) -> Examiner:
        if self._examiner is None:
            paints = (self.app.colours, self.app.colours.raised)
            self._examiner = Examiner([paint.style(role, tint) for paint in paints for role in Role for tint in Tint])
        return self._examiner


@asynccontextmanager
async def screen(size: tuple[int, int], profiles: Sequence[str] = ("loop",)) -> AsyncIterator[Screen]:
    """A screen of that size, its first picture still to come."""
    made = Screen(profiles)
    async with made.app.run_test(size=size) as pilot:
        made.pilot = pilot
        await pilot.pause()
        yield made


async def zoom(made: Screen, panel: str) -> None:
    """Give one panel all the room."""
    made.app.dashboard.focus_panel(panel)
    if made.app.dashboard.places.zoomed is None:
        made.app.dashboard.toggle_zoom()
    await made.pilot.pause()
