"""The ladder of the book: asks above, bids below, the spread between them, under a heading. Pure."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.status import PanelState
from roxom_tui.state.views.market_views import BookView
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line, Role, Span, ruled
from roxom_tui.ui.panels.book_rows import Drawing, book_heading, book_line, grid_for, levels_of
from roxom_tui.ui.panels.book_window import BookWindow
from roxom_tui.ui.states import seen
from roxom_tui.ui.widgets import bars, digits

NO_LEVELS: Final = "no bids, no asks"

_HEADING_FROM: Final = 9
"""Rows from which the columns get a heading."""


def window_of(room: RenderContext, offset: int) -> BookWindow:
    """The levels in sight in a room for heading, rows and spread."""
    return BookWindow(room.height - 1 - _is_headed(room), offset)


def ladder_lines(view: BookView, rendering: RenderContext) -> list[Line]:
    """Heading, rows and spread, in the rows there are, moved by the offset of the drawing."""
    window = window_of(rendering, rendering.offset)
    asks, bids = levels_of(view.asks, window.asks, rendering), levels_of(view.bids, window.bids, rendering)
    levels = [level for level in (*asks, *bids) if level is not None]
    drawing = Drawing(
        rendering.width,
        grid_for(levels, rendering),
        digits.shared([level.price for level in levels]),
        bars.full_scale(level.row.size for level in levels),
        view.mine_at_least,
        rendering.options.hide_account,
    )
    above = [book_line(level, drawing, rendering.drawn, is_bid=False) for level in reversed(asks)]
    below = [book_line(level, drawing, rendering.drawn, is_bid=True) for level in bids]
    heading = [book_heading(drawing.grid, rendering.options.unit)] if _is_headed(rendering) else []
    if not window.has_spread:
        return [*heading, *above, *below]
    if stands(view):
        _name_empty_side(view, above, below, rendering.width)
    return [*heading, *above, _spread(view, rendering), *below]


def _is_headed(room: RenderContext) -> bool:
    return room.height >= _HEADING_FROM


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
        words = [f"level1 {quote.value}", *words]
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
