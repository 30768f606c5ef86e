"""The trades tape: newest first, exchange time, price, size and who was the aggressor; history below a gap."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from roxom_tui.model.channels import Channel
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Unit
from roxom_tui.state.views.market_views import GapKind, PastRows, TapeGap, TapeRow, TapeView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.actions import Context
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.layout import Floor, Need
from roxom_tui.ui.lines import Line, Role, Span, faded, ruled
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.face import Ageing
from roxom_tui.ui.panels.frame import in_the_middle
from roxom_tui.ui.row_window import RowWindow
from roxom_tui.ui.states import empty_words
from roxom_tui.ui.widgets import digits
from roxom_tui.ui.widgets.digits import Room, in_column

_GLYPHS = {
    (AggressorSide.BUY, False): "▲",
    (AggressorSide.SELL, False): "▼",
    (AggressorSide.BUY, True): "△",
    (AggressorSide.SELL, True): "▽",
}


_LASTING = {
    GapKind.CONNECTION: "connection lost",
    GapKind.OTHER_SYMBOL: "other symbol",
    GapKind.REFRESH: "refreshing",
}
_OVER = _LASTING | {GapKind.CONNECTION: "reconnected", GapKind.REFRESH: "refreshed"}
"""Why a gap is there."""


class _Grid(NamedTuple):
    """Cells of the time (11 with hundredths, 8 without, 0 for none), the numbers' columns, and cells between."""

    time: int
    price: Room
    size: Room
    gap: int


class _Drawing(NamedTuple):
    """Shared by all lines of one drawing."""

    unit: Unit
    shared: digits.Shared
    grid: _Grid
    width: int


class _Entry(NamedTuple):
    """All that a line is drawn of."""

    entry: TapeRow | TapeGap
    drawing: _Drawing
    is_past: bool


_DEEPER: Final = 60
"""So many rows have room in the columns before they are in sight."""


class _Read(NamedTuple):
    """A trade that keeps its line: so many lines below the top of the window."""

    row: TapeRow
    lines: int

    @classmethod
    def of(cls, entries: PastRows, top: int) -> _Read | None:
        """The first trade in sight; a gap is another one whenever it is told."""
        trades = ((entry, lines) for lines, entry in enumerate(entries[top:]) if isinstance(entry, TapeRow))
        return next((cls(*found) for found in trades), None)

    def place(self, entries: PastRows) -> int:
        """The top of the window now; past the end for a trade that is not kept any more."""
        places = (place - self.lines for place, entry in enumerate(entries) if entry is self.row)
        return next(places, len(entries))


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
        ("3 newer", "Trades above what you scrolled to, which stays; the key beside it follows the newest again."),
        ("gap", "Trades may be missing of that time; the dim ones below are history."),
    )
    context = Context.TAPE
    floor = Floor(28, 5)
    widest = 60
    weight = 2
    channels = (Channel.TRADE,)
    held_unit = "trade"
    range_yields = True

    def __init__(self) -> None:
        super().__init__()
        self._read: _Read | None = None
        """What is read while that is not the newest."""

    def pick(self, picture: ScreenSnapshot) -> TapeView:
        return picture.tape

    def need(self, view: TapeView, symbols: int) -> Need:
        """A handful of trades, and the frame; more are always welcome."""
        return Need(8)

    def ageing_when_live(self, view: TapeView, rendering: RenderContext) -> Ageing:
        """The title tells the age of the newest trade."""
        return Ageing.EDGES if view.rows else Ageing.NOTHING

    def remark(self, view: TapeView, rendering: RenderContext) -> str:
        above = sum(isinstance(entry, TapeRow) for entry in _entries(view)[: rendering.offset])
        newer = f"{above} newer · {self.keymap.key_label('move_first')}" if above else ""
        quiet = rendering.wall - view.rows[0].exchange_at if view.rows else 0
        last = f"last {fmt.age(quiet)} ago" if quiet > 10 * SECOND else ""
        return " · ".join(word for word in (last, newer) if word)

    def holds(self, view: TapeView) -> bool:
        return bool(view.rows or view.past)

    def row_count(self, view: TapeView) -> int:
        return len(view.rows) + len(view.past)

    def window(self, view: TapeView, inner: RenderContext) -> RowWindow:
        return RowWindow(self.row_count(view), inner.height - _is_headed(inner))

    def move(self, rows: int) -> None:
        self._read = None
        super().move(rows)

    def follow_symbol(self) -> None:
        self._read = None
        super().follow_symbol()

    def settle(self, view: TapeView, rendering: RenderContext) -> RenderContext:
        """What is read stays where it is while newer trades come on top; what fell off leaves the oldest there are."""
        entries = _entries(view)
        if self._read is not None:
            rendering = replace(rendering, offset=self._read.place(entries))
        rendering = super().settle(view, rendering)
        self._read = _Read.of(entries, self.scrolled) if self.scrolled else None
        return rendering

    def held_back(self, view: TapeView) -> int:
        return 0 if self.paused_view is None else view.count - self.paused_view.count

    def told_inside(self, view: TapeView, rows: list[Line], words: str) -> list[Line]:
        """In the place of the oldest in sight: so narrow a frame has no room for all."""
        return [*rows[:-1], (Span(f" {words}", Role.SOFT),)] if words and len(rows) > 2 else rows

    def body(self, view: TapeView, rendering: RenderContext) -> list[Line]:
        entries = _entries(view)
        if not entries:
            return in_the_middle(empty_words(view.freshness, "no trade yet since connecting", rendering.now), rendering)
        shown = entries[rendering.offset : rendering.offset + self.window(view, rendering).room]
        drawing = _drawing(shown, entries[:_DEEPER], rendering)
        live = len(view.rows) - rendering.offset
        lines = [
            rendering.drawn.row(id(entry), _Entry(entry, drawing, is_past=place >= live), _line)
            for place, entry in enumerate(shown)
        ]
        return [_heading(drawing.grid), *lines] if _is_headed(rendering) else lines


def _entries(view: TapeView) -> PastRows:
    """Trades and gaps, newest first."""
    return (*view.rows, *view.past)


def _drawing(shown: PastRows, deeper: PastRows, rendering: RenderContext) -> _Drawing:
    """The columns have room for some rows that are not in sight yet."""
    unit, columns = rendering.options.unit, rendering.columns
    rows, more = ([entry for entry in some if isinstance(entry, TapeRow)] for some in (shown, deeper))
    prices = [_price(row, unit) for row in rows]
    price = columns.room("price", (*prices, *(_price(row, unit) for row in more)))
    size = columns.room("size", (fmt.size(row.size) for row in (*rows, *more)))
    return _Drawing(unit, digits.shared(prices), _grid(rendering.width, price, size), rendering.width)


def _line(value: _Entry) -> Line:
    entry, drawing, is_past = value
    if isinstance(entry, TapeGap):
        return _gap(entry, drawing.width)
    line = _row(entry, drawing)
    return faded(line, Role.STALE) if is_past else line


def _is_headed(inner: RenderContext) -> bool:
    return inner.height >= 9


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


def _gap(gap: TapeGap, width: int) -> Line:
    """The time in which trades may be missing, and why, in as many words as fit."""
    name = "gap" if gap.count == 1 else f"{gap.count} gaps"
    words = (_LASTING if gap.until is None else _OVER)[gap.kind]
    whens = _times_of(gap, name)
    forms = (*(f"{when} · {words}" for when in whens), whens[0], f"{name} · {words}", name)
    fitting = (text for text in forms if len(text) + 2 <= width)
    return ruled(next(fitting, ""), width, Role.SOFT)


def _times_of(gap: TapeGap, name: str) -> tuple[str, ...]:
    """When a gap was, in several words and in fewer."""
    since = fmt.clock(gap.since)
    if gap.until is None:
        return (f"{name} since {since}",)
    until = fmt.clock(gap.until)
    if since == until:
        return (f"{name} at {since}",)
    whole, seconds = f"{name} {since} to {until}", gap.until // SECOND - gap.since // SECOND
    return (whole, f"{fmt.age(seconds * SECOND)} {name} at {since}") if gap.count == 1 else (whole,)


def _row(row: TapeRow, drawing: _Drawing) -> Line:
    grid, price = drawing.grid, in_column(_price(row, drawing.unit), drawing.grid.price)
    buy, sell = row.aggressor is AggressorSide.BUY, row.aggressor is AggressorSide.SELL
    bright = Role.BID if buy else Role.ASK if sell else Role.TEXT
    soft = Role.BID_SHARED if buy else Role.ASK_SHARED if sell else Role.SHARED
    glyph = _GLYPHS[row.aggressor, row.estimated] if row.aggressor else "·"
    time = f" {fmt.clock(row.exchange_at, hundredths=grid.time == 11)}{' ' * grid.gap}" if grid.time else " "
    return (
        Span(time, Role.FAINT),
        *digits.split(price, drawing.shared, bright, soft),
        Span(" " * grid.gap),
        Span(in_column(fmt.size(row.size), grid.size)),
        Span(f" {glyph}", bright),
    )
