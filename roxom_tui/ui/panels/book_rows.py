"""The rows of the book: our own orders, price, size and a bar behind it, and the columns that were chosen. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from roxom_tui.model.book_columns import BookColumn
from roxom_tui.model.values import replace
from roxom_tui.state.views.book_column_views import BookColumnsView
from roxom_tui.state.views.market_views import BookRow
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.drawn_rows import DrawnRows
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, Tint, faded, fit, tinted, width_of
from roxom_tui.ui.panels.book_columns import Cell, ColumnRoom, Told, cells_of, drawn, heading_of, rooms_for
from roxom_tui.ui.panels.ladder_marks import Placed
from roxom_tui.ui.widgets import bars, digits
from roxom_tui.ui.widgets.digits import Room, in_column

_GUTTER = 8
_LETTERS = 2
"""Cells for marks beside own sizes, on wide panels."""
_WIDE = 46

_LONGEST_BAR = 16
"""Cells of a bar that stands beside the digits."""


class _Grid(Struct, frozen=True):
    """The columns, the same for every row while the size of the panel stands; `columns` are those that have room."""

    mine: Room
    price: Room
    size: Room
    columns: tuple[ColumnRoom, ...]
    gap: int
    letters: int = 0
    """Cells of the gutter that are kept for a mark beside an own size."""
    bar: int = 0
    """Cells behind the price for a blank and a bar, where none can lie behind the digits."""

    @property
    def width(self) -> int:
        columns = sum(column.width + self.gap for column in self.columns)
        return self.gutter + self.price.width + self.bar + self.gap + self.size.width + columns + self.gap

    @property
    def gutter(self) -> int:
        """Our own with its mark in front, what else stands at the price, and a blank behind."""
        return gutter_of(self.mine, self.letters)


class Level(Struct, frozen=True):
    """A row of the book with its figures as text."""

    row: BookRow
    price: str
    size: str
    cells: tuple[Cell, ...]
    mine: str
    is_best: bool
    glows: bool
    """Its size changed a moment ago."""
    marked: Placed | None = None
    """What else stands at its price."""


class Drawing(Struct, frozen=True):
    """Shared by all lines of one drawing; `scale` is the size that fills a bar, `traded_scale` the volume that does.

    `at_least` is how our own are told. `is_history`: what looks back is not believed.
    """

    width: int
    grid: _Grid
    shared: digits.Shared
    scale: Decimal
    at_least: bool
    hides_mine: bool
    traded_scale: Decimal
    is_history: bool


class _Row(Struct, frozen=True):
    """All that a line is drawn of."""

    level: Level
    drawing: Drawing
    is_bid: bool


_BID_LOOK = (Role.BID_BEST, Role.BID, Role.BID_SHARED, Tint.BID_BAR, Role.BID_BAR)
_ASK_LOOK = (Role.ASK_BEST, Role.ASK, Role.ASK_SHARED, Tint.ASK_BAR, Role.ASK_BAR)


def levels_of(
    rows: Sequence[BookRow], places: range, columns: Sequence[BookColumn], rendering: RenderContext
) -> list[Level | None]:
    """The levels of a side in sight, best first, None where it has no more."""
    unit, hides_mine = rendering.options.unit, rendering.options.hide_account
    levels: list[Level | None] = [
        Level(
            row,
            fmt.price(row.price, unit),
            fmt.size(row.size),
            cells_of(row, columns, unit, hides_mine=hides_mine),
            fmt.size(row.mine) if row.mine else "",
            is_best=not place,
            glows=row.price.key in rendering.glowing,
        )
        for place, row in enumerate(rows[places.start : places.stop], places.start)
    ]
    return levels + [None] * (len(places) - len(levels))


def grid_for(levels: Sequence[Level], chosen: Sequence[BookColumn], rendering: RenderContext) -> _Grid:
    """The columns that these levels need; of those that were chosen the last give way."""
    memory = rendering.columns
    own = [] if rendering.options.hide_account else [level.mine for level in levels if level.mine]
    mine = memory.room("mine", own)
    price = memory.room("price", (level.price for level in levels)).at_least(11)
    size = memory.room("size", (level.size for level in levels)).at_least(8)
    letters = _LETTERS if rendering.width >= _WIDE else 0
    free = rendering.width - (gutter_of(mine, letters) + price.width + size.width)
    # Whole numbers or none: a column behind the size is what can be done without.
    columns = rooms_for(chosen, [level.cells for level in levels], memory, free - 2)
    free -= sum(column.width for column in columns)
    gaps = len(columns) + 2
    bar = 0 if rendering.tints else max(0, min(_LONGEST_BAR + 1, free - gaps))
    gap = max(1, min(14, (free - bar) // gaps))
    return _Grid(mine, price, size, columns, gap, letters, bar)


def gutter_of(mine: Room, letters: int) -> int:
    """Its cells: an own size with a sign before it, a mark beside it, a blank."""
    return max(_GUTTER, 3 + mine.width) + letters


def book_heading(grid: _Grid, view: BookColumnsView | None, rendering: RenderContext) -> Line:
    """The names of the columns."""
    gap, unit = " " * grid.gap, rendering.options.unit
    price = f"{'price ' + fmt.unit_word(unit):>{grid.price.width}}{' ' * grid.bar}"
    names = [heading_of(column, view, unit, rendering.wall) for column in grid.columns]
    text = f"{'mine':<{grid.gutter}}{price}{gap}{'size':>{grid.size.width}}"
    return (Span(gap.join([text, *names]), Role.FAINT),)


def book_line(level: Level | None, drawing: Drawing, kept: DrawnRows, *, is_bid: bool) -> Line:
    """The line of a level, the one drawn before where nothing of it changed; a blank one where there is no level."""
    if level is None:
        return EMPTY
    return kept.row((is_bid, level.row.price.key), _Row(level, drawing, is_bid), _drawn)


def with_cursor(line: Line, drawing: Drawing) -> Line:
    """A row with the cursor on it: a mark in the blank before its price, and a tint behind it."""
    spans, before, at = list(fit(line, drawing.width)), 0, 0
    while before + len(spans[at].text) < drawing.grid.gutter:
        before, at = before + len(spans[at].text), at + 1
    cell, blank = spans[at], drawing.grid.gutter - 1 - before
    here = (replace(cell, text=cell.text[:blank]), Span("▸", Role.ACCENT), replace(cell, text=cell.text[blank + 1 :]))
    return tinted((*spans[:at], *here, *spans[at + 1 :]), Tint.CURSOR)


def _drawn(value: _Row) -> Line:
    level, drawing = value.level, value.drawing
    row, grid = level.row, drawing.grid
    best, bright, soft, tint, edge = _BID_LOOK if value.is_bid else _ASK_LOOK
    if not row.within_snapshot:
        best = bright = soft = Role.STALE
    behind, beyond = _columns(level, drawing)
    share = row.size / drawing.scale
    if grid.bar:
        barred: Line = (Span(" "), bars.block(bars.eighths(share, grid.bar - 1), grid.bar - 1, edge), *behind)
    else:
        barred = bars.behind(behind, bars.eighths(share, width_of(behind)), tint, edge)
    return (
        *_gutter(level, drawing),
        *digits.split(in_column(level.price, grid.price), drawing.shared, best if level.is_best else bright, soft),
        *barred,
        *beyond,
    )


def _columns(level: Level, drawing: Drawing) -> tuple[Line, Line]:
    """The size and what stands right of it: with the bar behind it, and beyond, from a column with bars of its own."""
    grid, gap = drawing.grid, " " * drawing.grid.gap
    size, role = in_column(level.size, grid.size), _size_role(level)
    spans = [Span(gap[1:] + "◆", Role.STRONG), Span(size, role)] if level.row.is_large else [Span(gap + size, role)]
    end, ends_at = Span(" " * max(0, drawing.width - grid.width + grid.gap)), None
    for cell, room in zip(level.cells, grid.columns, strict=False):
        if room.column is BookColumn.TRADED:
            ends_at = len(spans)
        told = drawn(Told(cell, room, _shares(level.row, drawing), drawing.is_history))
        if not level.row.within_snapshot:
            told = faded(told)
        spans += [replace(told[0], text=gap + told[0].text), *told[1:]]
    spans.append(end)
    return (tuple(spans), ()) if ends_at is None else (tuple(spans[:ends_at]), tuple(spans[ends_at:]))


def _shares(row: BookRow, drawing: Drawing) -> tuple[Decimal, Decimal]:
    """What was sold and bought at the row's price, as parts of what fills a bar."""
    reading = row.reading
    if reading is None or reading.sold is None or reading.bought is None:
        return Decimal(0), Decimal(0)
    return reading.sold / drawing.traded_scale, reading.bought / drawing.traded_scale


def _gutter(level: Level, drawing: Drawing) -> Line:
    """Our own size, and what else stands at its price: beside that the first letter, where there is room."""
    width, mine, marked = drawing.grid.gutter, _mine(level, drawing), level.marked
    if marked is None:
        return (Span(mine.ljust(width), Role.OWN),)
    if not mine:
        words = marked.words if len(marked.words) < width else marked.short
        return (Span(words.ljust(width), marked.role),)
    room = width - 1 - len(mine) - 1
    short = marked.short if len(marked.short) <= room else ""
    return (Span(f"{mine} ", Role.OWN), Span(short.ljust(width - len(mine) - 1), marked.role))


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
