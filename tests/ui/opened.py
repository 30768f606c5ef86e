"""The app on a desk: opened at a size, with everything around it in a test's hands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal

from textual.pilot import Pilot

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Environment
from roxom_tui.model.money import Price
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.widgets.line_widget import LineWidget
from tests.support.sample_screens import LIVE, NOW, board
from tests.support.spellings import GOLD
from tests.support.unfed_screen import HandMailbox, Recorder, StillClock, settings

LATER = NOW + SECOND
RENEWED = replace(LIVE, data_at=LATER, valid_until=LATER + 3 * SECOND, proven_at=LATER)


class OpenedApp:
    """The app with everything around it in a test's hands."""

    def __init__(self, picture: ScreenSnapshot | None, environment: Environment = Environment.DEMO) -> None:
        self.control = Recorder()
        self.mailbox = HandMailbox(picture)
        self.clock = StillClock()
        self.app = RoxomApp(settings(environment), self.control, self.mailbox, self.clock, DEFAULT_KEYMAP, symbol=GOLD)

    def text(self) -> str:
        """All rows of the dashboard's widgets."""
        return "\n".join(line for w in self.app.dashboard.query(LineWidget) for line in w.plain_lines())

    def panel(self, panel_id: str) -> str:
        """The rows of one panel."""
        return "\n".join(self.app.dashboard.panels[panel_id].plain_lines())


@asynccontextmanager
async def opened(
    size: tuple[int, int] = (120, 40), picture: ScreenSnapshot | None = None, **more: Environment
) -> AsyncIterator[tuple[OpenedApp, Pilot[int]]]:
    desk = OpenedApp(picture or board(), **more)
    async with desk.app.run_test(size=size) as pilot:
        await pilot.pause()
        yield desk, pilot


def moved(picture: ScreenSnapshot, sats: int) -> ScreenSnapshot:
    """The picture with the mark elsewhere."""
    return replace(picture, ticker=replace(picture.ticker, mark=Price(Decimal(sats).scaleb(-8))))


def renewed(picture: ScreenSnapshot) -> ScreenSnapshot:
    """The same a second later, as the feed makes it: its parts are others, and say that they still hold."""
    symbols = replace(picture.symbols, rows=tuple(replace(row, freshness=RENEWED) for row in picture.symbols.rows))
    return replace(
        picture,
        revision=picture.revision + 1,
        built_at=LATER,
        valid_until=LATER + 3 * SECOND,
        connection=replace(picture.connection, rate=7, messages=picture.connection.messages + 9, arrivals=(LATER,)),
        symbols=symbols,
        ticker=replace(picture.ticker, freshness=RENEWED),
        book=replace(picture.book, freshness=RENEWED, quote_freshness=RENEWED),
        tape=replace(picture.tape, freshness=RENEWED),
        positions=replace(picture.positions, freshness=RENEWED),
        balances=replace(picture.balances, freshness=RENEWED),
        orders=replace(picture.orders, freshness=RENEWED),
    )


def sheet_text(desk: OpenedApp) -> str:
    return "\n".join(line for w in desk.app.screen.query(LineWidget) for line in w.plain_lines())
