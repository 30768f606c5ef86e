"""The trades tape: newest first, exchange time, price, size and who was the aggressor."""

from __future__ import annotations

from typing import NamedTuple

from roxom_tui.model.channels import Channel
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Unit
from roxom_tui.state.views.market_views import TapeRow, TapeView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.actions import Context
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.layout import Floor
from roxom_tui.ui.lines import Line, Role, Span
from roxom_tui.ui.panels.base import Panel, in_the_middle
from roxom_tui.ui.widgets import digits
from roxom_tui.ui.widgets.digits import Room, in_column

_GLYPHS = {
    (AggressorSide.BUY, False): "▲",
    (AggressorSide.SELL, False): "▼",
    (AggressorSide.BUY, True): "△",
    (AggressorSide.SELL, True): "▽",
}


class _Grid(NamedTuple):
    """Cells of the time (11 with hundredths, 8 without, 0 for none), the numbers' columns, and cells between."""

    time: int
    price: Room
    size: Room
    gap: int


class TapePanel(Panel[TapeView]):
    """Executions of the symbol in view. Quiet is normal here: the age of the last trade is shown, never STALE alone."""

    panel_id = "trades"
    title = "Trades"
    about = "Executions of the symbol in view, newest first, in the exchange's time."
    terms = (
        ("▲ ▼", "The buyer, the seller crossed the spread."),
        ("△ ▽", "The same, inferred: the exchange did not say."),
        ("·", "Nobody knows who did."),
        ("last 12 s", "Age of the newest trade: no trades is no fault."),
    )
    context = Context.TAPE
    floor = Floor(28, 5)
    weight = 2
    channels = (Channel.TRADE,)
    held_unit = "trade"

    def pick(self, picture: ScreenSnapshot) -> TapeView:
        return picture.tape

    def remark(self, view: TapeView, rendering: RenderContext) -> str:
        if not view.rows:
            return ""
        quiet = rendering.wall - view.rows[0].exchange_at
        return f"last {fmt.age(quiet)} ago" if quiet > 10 * SECOND else ""

    def row_count(self, view: TapeView) -> int:
        return len(view.rows)

    def held_back(self, view: TapeView) -> int:
        if self.paused_view is None:
            return 0
        # A tape that began anew counts from there.
        return view.count - (self.paused_view.count if view.since == self.paused_view.since else 0)

    def body(self, view: TapeView, rendering: RenderContext) -> list[Line]:
        if not view.rows:
            return in_the_middle(view.freshness.reason or "no trade yet since the connection was made", rendering)
        headed = rendering.height >= 9
        shown = view.rows[rendering.offset : rendering.offset + rendering.height - headed]
        unit = rendering.options.unit
        texts = [_price(row, unit) for row in shown]
        deeper = view.rows[:60]
        prices = (*texts, *(_price(row, unit) for row in deeper))
        sizes = (fmt.size(row.size) for row in (*shown, *deeper))
        price, size = rendering.columns.room("price", prices), rendering.columns.room("size", sizes)
        grid = _grid(rendering.width, price, size)
        dim = digits.shared(texts)
        lines = [_row(row, text, dim, grid) for row, text in zip(shown, texts, strict=True)]
        return [_heading(grid), *lines] if headed else lines


def _price(row: TapeRow, unit: Unit) -> str:
    return fmt.price(row.price, unit)


def _grid(width: int, price: Room, size: Room) -> _Grid:
    """The columns of this drawing; the time gives way to the numbers, first its hundredths, then all of it."""
    price, size = price.at_least(11), size.at_least(7)
    numbers = price.width + size.width
    time = 11 if width >= 11 + numbers + 6 else 8 if width >= 8 + numbers + 5 else 0
    gap = max(1, min(10, (width - time - numbers - 4) // 2))
    return _Grid(time, price, size, gap)


def _heading(grid: _Grid) -> Line:
    time = f" {'time UTC'.ljust(grid.time)}{' ' * grid.gap}" if grid.time else " "
    return (Span(f"{time}{'price':>{grid.price.width}}{' ' * grid.gap}{'size':>{grid.size.width}}", Role.FAINT),)


def _row(row: TapeRow, text: str, dim: digits.Shared, grid: _Grid) -> Line:
    buy, sell = row.aggressor is AggressorSide.BUY, row.aggressor is AggressorSide.SELL
    bright = Role.BID if buy else Role.ASK if sell else Role.TEXT
    soft = Role.BID_SOFT if buy else Role.ASK_SOFT if sell else Role.FAINT
    glyph = _GLYPHS[row.aggressor, row.estimated] if row.aggressor else "·"
    time = f" {fmt.clock(row.exchange_at, hundredths=grid.time == 11)}{' ' * grid.gap}" if grid.time else " "
    return (
        Span(time, Role.FAINT),
        *digits.split(in_column(text, grid.price), dim, bright, soft),
        Span(" " * grid.gap),
        Span(in_column(fmt.size(row.size), grid.size)),
        Span(f" {glyph}", bright),
    )
