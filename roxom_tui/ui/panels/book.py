"""The order book: asks above, bids below, the spread fixed between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from roxom_tui.model.channels import Channel
from roxom_tui.model.status import PanelState
from roxom_tui.state.views.market_views import BookView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.actions import Context
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.layout import Floor, Need
from roxom_tui.ui.lines import Line, Role, Span, ruled
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.book_glow import Glow
from roxom_tui.ui.panels.book_remark import UNCHANGED_NS, book_remark, missing_words
from roxom_tui.ui.panels.book_rows import Drawing, book_heading, book_line, grid_for, levels_of
from roxom_tui.ui.panels.book_window import BookWindow
from roxom_tui.ui.panels.face import Ageing
from roxom_tui.ui.panels.frame import in_the_middle
from roxom_tui.ui.states import empty_words, seen
from roxom_tui.ui.widgets import bars, digits
from roxom_tui.words.durations import data_age

HEADING_FROM = 9
"""Rows inside the frame from which the columns get a heading."""


_STATE_ROOM = 20
"""Of a title's width, for the frame and the longest state."""

_LIVE_ROOM = 16
"""For the frame, and that it is live or quiet."""


_NO_LEVELS: Final = "no bids, no asks"


class BookPanel(Panel[BookView]):
    """Levels with size, running total and a depth bar; our own resting orders in a fixed gutter."""

    panel_id = "book"
    title = "Order book"
    about = "Asks above, bids below, the spread between; best prices come from level1, rows from depth."
    terms = (
        ("mine", "● your resting size there; ≥ at least so much."),
        ("total", "All sizes from the best price to this row; the bar is the row's size."),
        ("dim digits", "What every price in sight begins with: read the bright ones."),
        ("dim row", "Beyond the newest snapshot, so levels may be missing in it. Usual at the ends of a grouped book."),
        ("by 0.00001", "Price grouping: each row holds the levels of so wide a step."),
        ("off centre", "Scrolled away from the spread; the key beside it brings it back."),
        ("verified", "A fresh snapshot was compared with the book so long ago; what differed is corrected."),
        ("own order", "At the bottom: one that should rest in the book and is not there."),
        ("no change since", "The book stands still; beside it the age of the last check."),
    )
    context = Context.BOOK
    floor = Floor(36, 9)
    widest = 100
    weight = 3
    channels = (Channel.DEPTH, Channel.LEVEL1)

    def __init__(self) -> None:
        super().__init__()
        self._glow = Glow()

    def pick(self, picture: ScreenSnapshot) -> BookView:
        return picture.book

    def rendering(self, width: int, height: int) -> RenderContext:
        view: BookView | None = self.shown
        if view is None:
            return super().rendering(width, height)
        rendering = super().rendering(width, height)
        window = _window(self.inside(rendering), self.first_row(view, self.inside(rendering)))
        in_sight = [
            *view.bids[window.bids.start : window.bids.stop],
            *view.asks[window.asks.start : window.asks.stop],
        ]
        return replace(rendering, glowing=self._glow.take((view.symbol, view.group), in_sight, self.now))

    def ends(self, view: BookView) -> Iterable[int]:
        ends = (view.freshness.valid_until, view.quote_freshness.valid_until)
        return ends if view.missing is None else (*ends, view.missing.valid_until)

    def ageing_when_live(self, view: BookView, rendering: RenderContext) -> Ageing:
        """What changed a moment ago is bright; the title tells how old the check is, and soon that nothing changes."""
        if rendering.glowing:
            return Ageing.ALL
        is_told_soon = view.changed is not None and rendering.now - view.changed.at <= UNCHANGED_NS
        is_verified = view.is_audited and view.audit is not None
        return Ageing.EDGES if is_told_soon or is_verified else Ageing.NOTHING

    def need(self, view: BookView, symbols: int) -> Need:
        """Five levels a side, the spread, a heading, and the frame; more are always welcome."""
        return Need(14)

    def heading(self, view: BookView) -> str:
        return self.title if view.group is None else f"{self.title} · by {fmt.price(view.group, self.options.unit)}"

    def remark(self, view: BookView, rendering: RenderContext) -> str:
        """That the spread is out of its place; else how long the book stood still, what is kept of it, its audit."""
        if rendering.offset:
            return f"off centre · {self.keymap.key_label('recentre')}"
        is_settled = seen(view.freshness, rendering.now).state.is_live
        room = rendering.width - len(self.heading(view)) - (_LIVE_ROOM if is_settled else _STATE_ROOM)
        return book_remark(view, rendering.now, room, is_held=rendering.held_back is not None)

    def note(self, view: BookView, rendering: RenderContext, room: int) -> str:
        """That an own order is not in the book; of a hidden account not even that there is one."""
        if view.missing is None or rendering.options.hide_account or rendering.now > view.missing.valid_until:
            return ""
        return missing_words(view.missing, rendering.options.unit, room)

    @property
    def levels_wanted(self) -> int:
        return max(10, self.size.height // 2 + abs(self.scrolled) + 2)

    def holds(self, view: BookView) -> bool:
        return bool(view.bids or view.asks)

    def row_count(self, view: BookView) -> int:
        return max(len(view.bids), len(view.asks))

    def page(self, pages: int) -> None:
        self.move(pages * max(1, _window(self.inside(self.rendering(*self.size)), 0).rows - 1))

    def go_home(self) -> None:
        """The spread in the middle again."""
        self.scrolled = 0
        self.redraw()

    def first_row(self, view: BookView, inner: RenderContext) -> int:
        """How far the window is below the spread, or above it: never past the levels in the view."""
        return _window(inner, inner.offset).bounded(len(view.asks), len(view.bids))

    def settle(self, view: BookView, rendering: RenderContext) -> RenderContext:
        """A wish beyond the levels in the view stands until the feed has told whether there are more."""
        asks, bids = (
            len(side) if len(side) < view.levels_asked else view.levels_held for side in (view.asks, view.bids)
        )
        self.scrolled = _window(self.inside(rendering), rendering.offset).bounded(asks, bids)
        return rendering

    def body(self, view: BookView, rendering: RenderContext) -> list[Line]:
        if not view.bids and not view.asks:
            why = _NO_LEVELS if _stands(view) else empty_words(view.freshness, _NO_LEVELS, rendering.now)
            return in_the_middle(why, rendering)
        window = _window(rendering, rendering.offset)
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
        heading = [book_heading(drawing.grid, rendering.options.unit)] if rendering.height >= HEADING_FROM else []
        if not window.has_spread:
            return [*heading, *above, *below]
        if _stands(view):
            _name_empty_side(view, above, below, rendering.width)
        return [*heading, *above, _spread(view, rendering), *below]


def _stands(view: BookView) -> bool:
    """Whether the book is whole, so that a side without a level has none."""
    return view.freshness.state.is_live or view.freshness.state is PanelState.UNPROVEN


def _name_empty_side(view: BookView, above: list[Line], below: list[Line], width: int) -> None:
    """Say beside the line of the spread that a side has no levels."""
    if not view.asks and above:
        above[-1] = (Span("no asks".center(width), Role.SOFT),)
    if not view.bids and below:
        below[0] = (Span("no bids".center(width), Role.SOFT),)


def _window(inner: RenderContext, offset: int) -> BookWindow:
    return BookWindow(inner.height - 1 - (inner.height >= HEADING_FROM), offset)


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
