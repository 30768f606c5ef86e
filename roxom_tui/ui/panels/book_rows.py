"""The rows of the book: our own orders, price, size, running total and a bar behind them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from roxom_tui.model.money import Unit
from roxom_tui.state.views.market_views import BookRow
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.drawn_rows import DrawnRows
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, Tint, fit, tinted
from roxom_tui.ui.widgets import bars, digits
from roxom_tui.ui.widgets.digits import Room, in_column

_LONGEST_BAR = 16
"""Cells of a bar that stands beside the digits."""


class _Grid(NamedTuple):
    """The columns, the same for every row while the size of the panel stands; `total` is None where it has no room."""

    mine: Room
    price: Room
    size: Room
    total: Room | None
    gap: int
    bar: int = 0
    """Cells behind the price for a blank and a bar, where none can lie behind the digits."""

    @property
    def width(self) -> int:
        total = 0 if self.total is None else self.total.width + self.gap
        return self.gutter + self.price.width + self.bar + self.gap + self.size.width + total + self.gap

    @property
    def gutter(self) -> int:
        """Our own, with its mark in front and a blank behind."""
        return max(8, 3 + self.mine.width)


class Level(NamedTuple):
    """A row of the book with its figures as text."""

    row: BookRow
    price: str
    size: str
    total: str
    mine: str
    is_best: bool
    glows: bool
    """Its size changed a moment ago."""


class Drawing(NamedTuple):
    """Shared by all lines of one drawing; `scale` is the size that fills a bar, `at_least` how our own are told."""

    width: int
    grid: _Grid
    shared: digits.Shared
    scale: Decimal
    at_least: bool
    hides_mine: bool


class _Row(NamedTuple):
    """All that a line is drawn of."""

    level: Level
    drawing: Drawing
    is_bid: bool


_BID_LOOK = (Role.BID_BEST, Role.BID, Role.BID_SHARED, Tint.BID_BAR, Role.BID_BAR)
_ASK_LOOK = (Role.ASK_BEST, Role.ASK, Role.ASK_SHARED, Tint.ASK_BAR, Role.ASK_BAR)


def levels_of(rows: Sequence[BookRow], places: range, rendering: RenderContext) -> list[Level | None]:
    """The levels of a side in sight, best first, None where it has no more."""
    unit = rendering.options.unit
    levels: list[Level | None] = [
        Level(
            row,
            fmt.price(row.price, unit),
            fmt.size(row.size),
            fmt.size(row.total),
            fmt.size(row.mine) if row.mine else "",
            is_best=not place,
            glows=row.price.key in rendering.glowing,
        )
        for place, row in enumerate(rows[places.start : places.stop], places.start)
    ]
    return levels + [None] * (len(places) - len(levels))


def grid_for(levels: Sequence[Level], rendering: RenderContext) -> _Grid:
    """The columns that these levels need; the running total gives way."""
    columns = rendering.columns
    own = [] if rendering.options.hide_account else [level.mine for level in levels if level.mine]
    mine = columns.room("mine", own)
    price = columns.room("price", (level.price for level in levels)).at_least(11)
    size = columns.room("size", (level.size for level in levels)).at_least(8)
    total = columns.room("total", (level.total for level in levels)).at_least(9)
    free = rendering.width - (max(8, 3 + mine.width) + price.width + size.width)
    # Whole numbers or none: the running total is what can be done without.
    fits = free >= total.width + 3
    free, gaps = (free - total.width, 3) if fits else (free, 2)
    bar = 0 if rendering.tints else max(0, min(_LONGEST_BAR + 1, free - gaps))
    gap = max(1, min(14, (free - bar) // gaps))
    return _Grid(mine, price, size, total if fits else None, gap, bar)


def book_heading(grid: _Grid, unit: Unit) -> Line:
    """The names of the columns."""
    gap = " " * grid.gap
    price = f"{'price ' + fmt.unit_word(unit):>{grid.price.width}}{' ' * grid.bar}"
    text = f"{'mine':<{grid.gutter}}{price}{gap}{'size':>{grid.size.width}}"
    return (Span(text if grid.total is None else f"{text}{gap}{'total':>{grid.total.width}}", Role.FAINT),)


def book_line(level: Level | None, drawing: Drawing, drawn: DrawnRows, *, is_bid: bool) -> Line:
    """The line of a level, the one drawn before where nothing of it changed; a blank one where there is no level."""
    if level is None:
        return EMPTY
    return drawn.row((is_bid, level.row.price.key), _Row(level, drawing, is_bid), _drawn)


def with_cursor(line: Line, drawing: Drawing) -> Line:
    """A row with the cursor on it: a mark in the blank before its price, and a tint behind it."""
    first, *others = fit(line, drawing.width)
    mine = first.text[: drawing.grid.gutter - 1]
    rest = first.text[drawing.grid.gutter :]
    return tinted((Span(mine, first.role), Span("▸", Role.ACCENT), Span(rest), *others), Tint.CURSOR)


def _drawn(value: _Row) -> Line:
    level, drawing = value.level, value.drawing
    row, grid = level.row, drawing.grid
    best, bright, soft, tint, edge = _BID_LOOK if value.is_bid else _ASK_LOOK
    if not row.within_snapshot:
        best = bright = soft = Role.STALE
    gap = " " * grid.gap
    total = "" if grid.total is None else gap + in_column(level.total, grid.total)
    behind = (
        Span(gap + in_column(level.size, grid.size), _size_role(level)),
        Span(total, Role.SOFT if row.within_snapshot else Role.STALE),
        Span(" " * max(0, drawing.width - grid.width + grid.gap)),
    )
    share = row.size / drawing.scale
    if grid.bar:
        barred: Line = (Span(" "), bars.block(bars.eighths(share, grid.bar - 1), grid.bar - 1, edge), *behind)
    else:
        length = bars.eighths(share, drawing.width - grid.gutter - grid.price.width)
        barred = bars.behind(behind, length, tint, edge)
    return (
        Span(_mine(level, drawing).ljust(grid.gutter), Role.OWN),
        *digits.split(in_column(level.price, grid.price), drawing.shared, best if level.is_best else bright, soft),
        *barred,
    )


def _mine(level: Level, drawing: Drawing) -> str:
    if not level.mine or drawing.hides_mine:
        return ""
    return f"{'≥' if drawing.at_least else '●'} {in_column(level.mine, drawing.grid.mine)}"


def _size_role(level: Level) -> Role:
    if not level.row.within_snapshot:
        return Role.STALE
    if level.is_best:
        return Role.STRONG
    return Role.CHANGED if level.glows else Role.TEXT
