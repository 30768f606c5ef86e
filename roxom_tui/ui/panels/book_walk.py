"""The part of the book's panel that the person walks: rows that scroll, a cursor on them, a size that is typed."""

from __future__ import annotations

from typing import Final

from textual.events import Key, Paste

from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import BookView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.alike import is_alike
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import EMPTY, Line
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.book_ladder import headings, window_of
from roxom_tui.ui.panels.book_reading import BookReading
from roxom_tui.ui.panels.book_window import BookWindow
from roxom_tui.ui.panels.face import BookWanted, Further
from roxom_tui.ui.panels.ladder_marks import LadderMark, MarkReader
from roxom_tui.ui.panels.size_entry import EDITING
from roxom_tui.ui.row_window import TO_AN_END

_AROUND_TYPED: Final = 6
"""Columns of a frame's bottom that what is typed cannot have."""

_SPARE_LEVELS: Final = 16
"""Levels more than are in sight, while the rows go on under a cursor."""


CURSOR_AND_SIZE: Final = Further(
    "Cursor and size",
    (
        (
            "▸ ASK, BID",
            "The cursor. `sum`, `cost`: all from the best price to it, inclusive; `vwap`: cost / sum.",
        ),
        ("buy, sell", "Taking that size from the book as it stands, every level of it, whatever the grouping."),
        ("slip", "How much worse than the mid, or the mark, the average is for a taker; minus is better."),
        ("tk est.", "The same in ticks. The tick is not told: it is the smallest distance of prices seen here."),
        ("gone 2.1 s", "Nothing rests at the cursor's price any more; it stays there until you move it."),
        ("covers", "The book holds only so much of the size; cost and average are of that."),
    ),
)


class WalkedBook(Panel[BookView]):
    """The book with what is laid over it. A subclass draws it."""

    def __init__(self) -> None:
        super().__init__()
        self.reading = BookReading()
        """The cursor, and the size whose cost is told."""
        self.marks: tuple[LadderMark, ...] = ()
        """Prices that stand in the gutter."""
        self._mark_reader = MarkReader()
        self._goes_on = False
        """The rows went on, and need more of the book than was asked for."""
        self._is_read_anew = False
        """What is laid over it is made of another mark, position, order or rule than what was drawn."""

    @property
    def levels_wanted(self) -> int:
        """The number of levels a side that it could draw."""
        in_sight = max(10, self.size.height // 2 + abs(self.scrolled) + 2)
        return in_sight if self.reading.cursor is None else max(in_sight, self.reading.levels) + _SPARE_LEVELS

    @property
    def book_wanted(self) -> BookWanted:
        return BookWanted(self.levels_wanted, self.reading.is_on, is_more=self._goes_on)

    # --- pictures -------------------------------------------------------------------------------------

    def update_picture(self, picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int) -> None:
        """A size is held against the mark and the positions of the same picture, and prices are marked by it; a pause
        holds all of them."""
        if self.view is not None and self.view.symbol != picture.book.symbol:
            # Put there in the moment before: it must not stand among another symbol's prices.
            self.reading.begin_anew()
        if self.paused_view is None:
            before, self.marks = self.marks, self._mark_reader.read(picture)
            is_marked_anew = before is not self.marks and not is_alike(before, self.marks)
            self._is_read_anew = self.reading.take(picture) or is_marked_anew
        super().update_picture(picture, options, now, wall)
        self._goes_on = self.reading.is_on and self.levels_wanted > picture.book.levels_asked + _SPARE_LEVELS // 2

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
        """On the best bid; one that is on is brought into sight."""
        if self.reading.cursor is None:
            self.move(1)
        else:
            self.reading.show()
            self.redraw()

    def point_at(self, y: int) -> None:
        """A click puts the cursor on the level that it hits."""
        view = self.shown
        if view is None:
            return
        inner = self.inside(self.rendering(*self.size))
        line = y - 1 - self.rows_above(inner) - headings(self.rows_left(view, inner))
        hit = self.window_in(view, inner, self.scrolled).level_on(line)
        if hit is not None and self.reading.point(view, *hit):
            self.redraw()

    def wheel(self, rows: int) -> None:
        self._scroll(rows)

    def page(self, pages: int) -> None:
        if self.shown is not None:
            inner = self.inside(self.rendering(*self.size))
            self._scroll(pages * max(1, self.window_in(self.shown, inner, 0).rows - 1))

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
        return self.window_in(view, inner, inner.offset).bounded(len(view.asks), len(view.bids))

    def place_rows(self, view: BookView, rendering: RenderContext) -> RenderContext:
        """A wish beyond the levels in the view stands until the feed has told whether there are more."""
        asks, bids = (
            len(side) if len(side) < view.levels_asked else view.levels_held for side in (view.asks, view.bids)
        )
        window = self.window_in(view, self.inside(rendering), rendering.offset)
        if not self.reading.is_pinned:
            window = replace(window, offset=window.bounded(asks, bids))
        self.scrolled = self.reading.place_rows(view, window, self.now).offset
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
        return self.reading.entry.line(self.size.width - _AROUND_TYPED) if self.reading.entry.is_open else EMPTY

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
            self.reading.entry.type(" ".join(event.text.split()))
            self.redraw()

    def on_blur(self) -> None:
        """Whoever goes elsewhere types there."""
        self.reading.entry.close()
        super().on_blur()

    # --- the room of the rows -------------------------------------------------------------------------

    def rows_above(self, inner: RenderContext) -> int:
        """How many lines stand above the rows in so much room; the same whatever they tell."""
        return 0

    def below(self, view: BookView, inner: RenderContext) -> list[Line]:
        """The lines below the rows."""
        if not self.reading.is_on:
            return []
        return self.reading.lines(view, replace(inner, height=inner.height - self.rows_above(inner)))

    def rows_left(self, view: BookView, inner: RenderContext) -> int:
        """What is left of the room inside the frame for heading, rows and spread."""
        return max(0, inner.height - self.rows_above(inner) - len(self.below(view, inner)))

    def window_in(self, view: BookView, inner: RenderContext, offset: int) -> BookWindow:
        return window_of(self.rows_left(view, inner), offset)
