"""The order book: asks above, bids below, the spread fixed between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual.events import Key, Paste

from roxom_tui.model.channels import Channel
from roxom_tui.state.views.market_views import BookView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.actions import Context
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.layout import Floor, Need
from roxom_tui.ui.lines import EMPTY, Line
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.book_glow import Glow
from roxom_tui.ui.panels.book_ladder import NO_LEVELS, headings, ladder_lines, stands, window_of
from roxom_tui.ui.panels.book_reading import BookReading
from roxom_tui.ui.panels.book_remark import UNCHANGED_NS, book_remark, missing_words
from roxom_tui.ui.panels.book_window import BookWindow
from roxom_tui.ui.panels.face import Ageing
from roxom_tui.ui.panels.frame import in_the_middle
from roxom_tui.ui.panels.size_entry import EDITING
from roxom_tui.ui.row_window import TO_AN_END
from roxom_tui.ui.states import empty_words, seen

_STATE_ROOM = 20
"""Of a title's width, for the frame and the longest state."""

_LIVE_ROOM = 16
"""For the frame, and that it is live or quiet."""

_SPARE_LEVELS = 16
"""Levels more than are in sight, while the rows go on under a cursor."""


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
        (
            "▸ ASK, BID",
            "The cursor. `sum`, `cost`: all from the best price to it, inclusive; `vwap`: cost / sum.",
        ),
        ("buy, sell", "Taking that size from the book as it stands, every level of it, whatever the grouping."),
        ("slip", "How much worse than the mid, or the mark, the average is for a taker; minus is better."),
        ("tk est.", "The same in ticks. The tick is not told: it is the smallest distance of prices seen here."),
        ("gone 2.1 s", "Nothing rests at the cursor's price any more; it stays there until you move it."),
        ("covers", "The book holds only so much of the size; cost and average are of that."),
    )
    context = Context.BOOK
    floor = Floor(36, 9)
    widest = 100
    weight = 3
    channels = (Channel.DEPTH, Channel.LEVEL1)

    def __init__(self) -> None:
        super().__init__()
        self._glow = Glow()
        self.reading = BookReading()
        """The cursor, and the size whose cost is told."""

    def pick(self, picture: ScreenSnapshot) -> BookView:
        return picture.book

    def rendering(self, width: int, height: int) -> RenderContext:
        view: BookView | None = self.shown
        if view is None:
            return super().rendering(width, height)
        rendering = super().rendering(width, height)
        inner = self.inside(rendering)
        window = self._window(view, inner, self.first_row(view, inner))
        in_sight = [
            *view.bids[window.bids.start : window.bids.stop],
            *view.asks[window.asks.start : window.asks.stop],
        ]
        return replace(rendering, glowing=self._glow.take((view.symbol, view.group), in_sight, self.now))

    def ends(self, view: BookView) -> Iterable[int]:
        ends = (view.freshness.valid_until, view.quote_freshness.valid_until, *self.reading.ends())
        return ends if view.missing is None else (*ends, view.missing.valid_until)

    def ageing_when_live(self, view: BookView, rendering: RenderContext) -> Ageing:
        """What changed a moment ago is bright; the title tells how old the check is, and soon that nothing changes."""
        if rendering.glowing or self.reading.gone_since is not None:
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
        spare = _SPARE_LEVELS if self.reading.is_pinned else 0
        return max(10, self.size.height // 2 + abs(self.scrolled) + 2 + spare)

    @property
    def wants_whole_book(self) -> bool:
        return self.reading.is_on

    def holds(self, view: BookView) -> bool:
        return bool(view.bids or view.asks)

    def row_count(self, view: BookView) -> int:
        return max(len(view.bids), len(view.asks))

    # --- pictures -------------------------------------------------------------------------------------

    def update_picture(self, picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int) -> None:
        """A size is held against the mark and the positions of the same picture; a pause holds all of them."""
        self._is_read_anew = self.paused_view is None and self.reading.take(picture)
        super().update_picture(picture, options, now, wall)
        if self.is_running and self.view is not None and self.levels_wanted > self.view.levels_asked + _SPARE_LEVELS:
            # The rows went on under the cursor: more of them are in sight.
            self.post_message(self.RoomChanged())

    def _is_told(self, picked: BookView) -> bool:
        return not self._is_read_anew and super()._is_told(picked)

    def follow_symbol(self) -> None:
        self.reading.begin_anew()
        super().follow_symbol()

    def begin_anew(self) -> None:
        self.reading = BookReading()
        super().begin_anew()

    # --- moving ---------------------------------------------------------------------------------------

    def move(self, rows: int) -> None:
        """Walk the cursor; the first step puts it on the best price in that direction."""
        if self.shown is not None:
            self.reading.step(self.shown, rows)
            self.redraw()

    def put_cursor(self) -> None:
        """On the best bid, if it is not there yet."""
        if self.reading.cursor is None:
            self.move(1)

    def point_at(self, y: int) -> None:
        """A click puts the cursor on the level that it hits."""
        view = self.shown
        if view is None:
            return
        inner = self.inside(self.rendering(*self.size))
        line = y - 1 - self.rows_above(inner) - headings(self._room(view, inner))
        hit = self._window(view, inner, self.scrolled).level_on(line)
        if hit is not None and self.reading.point(view, *hit):
            self.redraw()
            self.post_message(self.RoomChanged())

    def wheel(self, rows: int) -> None:
        self._scroll(rows)

    def page(self, pages: int) -> None:
        if self.shown is not None:
            inner = self.inside(self.rendering(*self.size))
            self._scroll(pages * max(1, self._window(self.shown, inner, 0).rows - 1))

    def to_end(self, direction: int) -> None:
        self._scroll(direction * TO_AN_END)

    def _scroll(self, rows: int) -> None:
        """Move the rows, and a cursor with them."""
        self.reading.unpin()
        super().move(rows)

    def go_home(self) -> None:
        """The spread in the middle again, and a cursor beside it."""
        self.scrolled = 0
        if self.shown is not None:
            self.reading.go_to_spread(self.shown)
        self.redraw()

    def first_row(self, view: BookView, inner: RenderContext) -> int:
        """How far the window is below the spread, or above it: never past the levels in the view, unless the rows
        went on under the cursor."""
        if self.reading.is_pinned:
            return inner.offset
        return self._window(view, inner, inner.offset).bounded(len(view.asks), len(view.bids))

    def settle(self, view: BookView, rendering: RenderContext) -> RenderContext:
        """A wish beyond the levels in the view stands until the feed has told whether there are more."""
        asks, bids = (
            len(side) if len(side) < view.levels_asked else view.levels_held for side in (view.asks, view.bids)
        )
        window = self._window(view, self.inside(rendering), rendering.offset)
        if not self.reading.is_pinned:
            window = window._replace(offset=window.bounded(asks, bids))
        self.scrolled = self.reading.settle(view, window, self.now).offset
        return replace(rendering, offset=self.scrolled)

    # --- a cursor and a size --------------------------------------------------------------------------

    def let_go(self) -> bool:
        had_one = self.reading.let_go()
        if had_one:
            self.redraw()
        return had_one

    def begin_typing(self) -> None:
        """Keys that are characters go into a size until Enter or Esc."""
        self.reading.entry.open()
        self.redraw()

    def typed(self, view: BookView) -> Line:
        return self.reading.entry.line() if self.reading.entry.is_open else EMPTY

    def on_key(self, event: Key) -> None:
        """While a size is typed, characters are no keys."""
        if self.reading.entry.is_open and (event.is_printable or event.key in EDITING):
            event.stop()
            self.reading.press(event.key, event.character if event.is_printable else None)
            self.redraw()
            self.post_message(self.RoomChanged())

    def on_paste(self, event: Paste) -> None:
        """What is pasted meanwhile is typed."""
        if self.reading.entry.is_open:
            event.stop()
            self.reading.entry.type(event.text)
            self.redraw()

    def on_blur(self) -> None:
        """Whoever goes elsewhere types there."""
        self.reading.entry.close()
        super().on_blur()

    # --- above and below the rows ---------------------------------------------------------------------

    def rows_above(self, inner: RenderContext) -> int:
        """How many lines stand above the rows in so much room; the same whatever they tell."""
        return 0

    def above(self, view: BookView, inner: RenderContext) -> list[Line]:
        """The lines above the rows, `rows_above` of them."""
        return []

    def below(self, view: BookView, inner: RenderContext) -> list[Line]:
        """The lines below the rows."""
        return self.reading.lines(view, replace(inner, height=inner.height - self.rows_above(inner)))

    def _room(self, view: BookView, inner: RenderContext) -> RenderContext:
        """What is left of the room inside the frame for heading, rows and spread."""
        return replace(inner, height=max(0, inner.height - self.rows_above(inner) - len(self.below(view, inner))))

    def _window(self, view: BookView, inner: RenderContext, offset: int) -> BookWindow:
        return window_of(self._room(view, inner), offset)

    def body(self, view: BookView, rendering: RenderContext) -> list[Line]:
        room = self._room(view, rendering)
        if view.bids or view.asks:
            rows = ladder_lines(view, room, self.reading.cursor)
        else:
            why = NO_LEVELS if stands(view) else empty_words(view.freshness, NO_LEVELS, rendering.now)
            rows = in_the_middle(why, room)
        blank: list[Line] = [EMPTY] * (room.height - len(rows))
        return [*self.above(view, rendering), *rows, *blank, *self.below(view, rendering)]
