"""The ladder of the book: asks above, bids below, the spread between them, under a heading. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from roxom_tui.model.market import Side
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import BookView
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line, Role, Span, ruled
from roxom_tui.ui.panels.book_columns import columns_of, is_history, traded_scale
from roxom_tui.ui.panels.book_cursor import BookCursor, CursorPlace, place_of, rows_of, with_its_row
from roxom_tui.ui.panels.book_rows import Drawing, Level, book_heading, book_line, grid_for, levels_of, with_cursor
from roxom_tui.ui.panels.book_window import BookWindow
from roxom_tui.ui.panels.ladder_marks import InSight, LadderMark, Placed, placed
from roxom_tui.ui.states import seen
from roxom_tui.ui.widgets import bars, digits
from roxom_tui.words.durations import data_age

NO_LEVELS: Final = "no bids, no asks"

_HEADING_FROM: Final = 9
"""Rows from which the columns get a heading."""


def window_of(rows: int, offset: int) -> BookWindow:
    """The levels in sight in so many rows for heading, levels and spread."""
    return BookWindow(rows - 1 - headings(rows), offset)


def ladder_lines(
    view: BookView,
    rendering: RenderContext,
    cursor: BookCursor | None = None,
    marks: Sequence[LadderMark] = (),
) -> list[Line]:
    """Heading, rows and spread, in the rows there are, moved by the offset of the drawing. The cursor's row is there
    even where nothing rests at its price; marks stand in the gutter."""
    window = window_of(rendering.height, rendering.offset)
    found = None if cursor is None else place_of(cursor, view)
    if cursor is not None and found is not None and found.is_gone:
        rows = with_its_row(rows_of(view, cursor.side), cursor, found)
        view = replace(view, bids=rows) if cursor.side is Side.BID else replace(view, asks=rows)
    columns = columns_of(view)
    asks = levels_of(view.asks, window.asks, columns, rendering)
    bids = levels_of(view.bids, window.bids, columns, rendering)
    if found is not None and found.is_gone and not found.place:
        _name_best(asks if found.side is Side.ASK else bids)
    if marks:
        there = placed(marks, InSight.of(view, window.asks, window.bids), rendering)
        asks = _marked(asks, Side.ASK, window.asks, there)
        bids = _marked(bids, Side.BID, window.bids, there)
    levels = [level for level in (*asks, *bids) if level is not None]
    drawing = Drawing(
        rendering.width,
        grid_for(levels, columns, rendering),
        digits.shared([level.price for level in levels]),
        bars.full_scale(level.row.size for level in levels),
        view.mine_at_least,
        rendering.options.hide_account,
        traded_scale((level.row for level in levels), columns),
        is_history(view.columns, rendering.now),
    )
    above = [book_line(level, drawing, rendering.drawn, is_bid=False) for level in reversed(asks)]
    below = [book_line(level, drawing, rendering.drawn, is_bid=True) for level in bids]
    if found is not None:
        _mark(found, window, (above, below), drawing)
    heading = [book_heading(drawing.grid, view.columns, rendering)] if headings(rendering.height) else []
    if not window.has_spread:
        return [*heading, *above, *below]
    if stands(view):
        _name_empty_side(view, above, below, rendering.width)
    return [*heading, *above, _spread(view, rendering), *below]


def _marked(
    levels: list[Level | None], side: Side, places: range, there: Mapping[tuple[Side, int], Placed]
) -> list[Level | None]:
    """The levels of a side with what stands at their prices."""
    return [
        level if level is None or (mark := there.get((side, place))) is None else replace(level, marked=mark)
        for place, level in zip(places, levels, strict=True)
    ]


def _name_best(levels: list[Level | None]) -> None:
    """The first level is the cursor's, where nothing rests: the next is the best."""
    for place, level in enumerate(levels[:2]):
        if level is not None:
            levels[place] = replace(level, is_best=bool(place))


def _mark(found: CursorPlace, window: BookWindow, sides: tuple[list[Line], list[Line]], drawing: Drawing) -> None:
    """Draw the cursor on the line of its row, if that is in sight."""
    line = window.line_of(found.side, found.place)
    if not found.is_known or not window.is_in_sight(line):
        return
    above, below = sides
    lines, place = (above, line) if found.side is Side.ASK else (below, line - len(above) - window.has_spread)
    lines[place] = with_cursor(lines[place], drawing)


def headings(rows: int) -> int:
    """The lines above the levels that name the columns: one, or none where there are few rows."""
    return int(rows >= _HEADING_FROM)


def stands(view: BookView) -> bool:
    """Whether the book is whole, so that a side without a level has none."""
    return view.freshness.state.is_live or view.freshness.state is PanelState.UNPROVEN


def _name_empty_side(view: BookView, above: list[Line], below: list[Line], width: int) -> None:
    """Say beside the line of the spread that a side has no levels."""
    if not view.asks and above:
        above[-1] = (Span("no asks".center(width), Role.SOFT),)
    if not view.bids and below:
        below[0] = (Span("no bids".center(width), Role.SOFT),)


def _spread(view: BookView, rendering: RenderContext) -> Line:
    """Spread and mid from level1, or which side is missing, and the state of level1 where it is another than the
    panel's, or not live."""
    quote = seen(view.quote_freshness, rendering.now).state
    words = _spread_words(view, rendering)
    if not quote.is_live or not seen(view.freshness, rendering.now).state.is_live:
        old = "" if quote.is_live else data_age(view.quote_freshness.data_at, rendering.now)
        words = [f"level1 {quote.value}", *([old] if old else []), *words]
    while len(words) > 1 and len(" · ".join(words)) > rendering.width - 4:
        words.pop()
    return ruled(" · ".join(words), rendering.width, Role.TEXT if quote.is_live else Role.STALE)


def _spread_words(view: BookView, rendering: RenderContext) -> list[str]:
    unit = rendering.options.unit
    if view.bid is None and view.ask is None:
        return ["no best bid or ask yet" if view.quote_freshness.data_at is None else "no best bid, no best ask"]
    if view.bid is None:
        return ["no best bid", f"best ask {fmt.price(view.ask, unit)}"]
    if view.ask is None:
        return ["no best ask", f"best bid {fmt.price(view.bid, unit)}"]
    if view.spread is None or view.mid is None:
        return [f"best bid {fmt.price(view.bid, unit)}", f"best ask {fmt.price(view.ask, unit)}"]
    return [
        f"spread {fmt.price(view.spread, unit)}",
        f"{fmt.basis_points(view.spread_bp, signed=False)} bp",
        f"mid {fmt.price(view.mid, unit)}",
    ]
