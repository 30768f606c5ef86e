"""The order book: asks above, bids below, the spread fixed between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from roxom_tui.config.settings import UiSettings
from roxom_tui.model.channels import Channel
from roxom_tui.model.market import Side
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import BookView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.actions import Context
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.layout import Floor, Need
from roxom_tui.ui.lines import EMPTY, Line
from roxom_tui.ui.panels import pressure_line
from roxom_tui.ui.panels.book_columns import COLUMNS, flow_line, flow_rows
from roxom_tui.ui.panels.book_cursor import place_of
from roxom_tui.ui.panels.book_glow import Glow
from roxom_tui.ui.panels.book_ladder import NO_LEVELS, ladder_lines, stands
from roxom_tui.ui.panels.book_remark import UNCHANGED_NS, book_remark, differs_words, missing_words
from roxom_tui.ui.panels.book_walk import CURSOR_AND_SIZE, WalkedBook
from roxom_tui.ui.panels.column_choice import ColumnChoice
from roxom_tui.ui.panels.face import Ageing, BookWanted
from roxom_tui.ui.panels.frame import in_the_middle
from roxom_tui.ui.panels.ladder_marks import MARKS, InSight, edge_words
from roxom_tui.ui.states import empty_words, seen

if TYPE_CHECKING:
    from roxom_tui.ui.copying import Copying, Table

_STATE_ROOM = 20
"""Of a title's width, for the frame and the longest state."""

_LIVE_ROOM = 16
"""For the frame, and that it is live or quiet."""


class BookPanel(WalkedBook):
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
        ("at the bottom", "An own order that is not there as it should be; best prices unlike level1's."),
        ("no change since", "The book stands still; beside it the age of the last check."),
    )
    further = (pressure_line.TERMS, CURSOR_AND_SIZE, COLUMNS, MARKS)
    context = Context.BOOK
    floor = Floor(36, 9)
    widest = 100
    weight = 3
    channels = (Channel.DEPTH, Channel.LEVEL1)

    def __init__(self) -> None:
        super().__init__()
        self._glow = Glow()
        self._choice = ColumnChoice()

    def pick(self, picture: ScreenSnapshot) -> BookView:
        return picture.book

    def inside(self, rendering: RenderContext) -> RenderContext:
        """All there is: where a zoom gives it more than its digits can use, its bars are longer."""
        return replace(rendering, width=max(0, rendering.width - 2), height=max(0, rendering.height - 2))

    def rendering(self, width: int, height: int) -> RenderContext:
        view: BookView | None = self.shown
        if view is None:
            return super().rendering(width, height)
        rendering = super().rendering(width, height)
        inner = self.inside(rendering)
        window = self.window_in(view, inner, self.first_row(view, inner))
        in_sight = [
            *view.bids[window.bids.start : window.bids.stop],
            *view.asks[window.asks.start : window.asks.stop],
        ]
        return replace(rendering, glowing=self._glow.take((view.symbol, view.group), in_sight, self.now))

    def ends(self, view: BookView) -> Iterable[int]:
        yield from (view.freshness.valid_until, view.quote_freshness.valid_until, *self.reading.ends())
        for told in (view.missing, view.differs):
            if told is not None:
                yield told.valid_until
        if view.columns is not None:
            yield view.columns.freshness.valid_until
        yield from {mark.fresh.valid_until for mark in self.marks}

    def ageing_when_live(self, view: BookView, rendering: RenderContext) -> Ageing:
        """What changed a moment ago is bright; the title tells how old the check is, and soon that nothing changes."""
        if rendering.glowing or self.reading.gone_since is not None:
            return Ageing.ALL
        is_told_soon = view.changed is not None and rendering.now - view.changed.at <= UNCHANGED_NS
        is_verified = view.is_audited and view.audit is not None
        return Ageing.EDGES if is_told_soon or is_verified or view.differs is not None else Ageing.NOTHING

    def need(self, view: BookView, symbols: int) -> Need:
        """Five levels a side, the spread, a heading, and the frame; more are always welcome."""
        return Need(14)

    def heading(self, view: BookView) -> str:
        return self.title if view.group is None else f"{self.title} · by {fmt.price(view.group, self.options.unit)}"

    def remark(self, view: BookView, rendering: RenderContext) -> str:
        """That the spread is out of its place; else how long the book stood still, what is kept of it, its audit."""
        if rendering.offset and not self.reading.is_pinned:
            return f"off centre · {self.keymap.key_label('recentre')}"
        is_settled = seen(view.freshness, rendering.now).state.is_live
        room = rendering.width - len(self.heading(view)) - (_LIVE_ROOM if is_settled else _STATE_ROOM)
        return book_remark(view, rendering.now, room, is_held=rendering.held_back is not None)

    def note(self, view: BookView, rendering: RenderContext, room: int) -> str:
        """That best prices differ; that an own order is not in the book, of a hidden account not even that there is
        one; else what of the marks is out of sight."""
        differs = differs_words(view, rendering.now, room)
        if differs:
            return differs
        if view.missing is None or rendering.options.hide_account or rendering.now > view.missing.valid_until:
            return self._outside(view, rendering, room)
        return missing_words(view.missing, rendering.options.unit, room)

    def _outside(self, view: BookView, rendering: RenderContext, room: int) -> str:
        if not self.marks:
            return ""
        window = self.window_in(view, rendering, self.first_row(view, rendering))
        is_told = seen(view.quote_freshness, rendering.now).state.is_live
        in_sight = InSight.of(view, window.asks, window.bids)
        return edge_words(self.marks, in_sight, view.mid if is_told else None, rendering, room)

    @property
    def book_wanted(self) -> BookWanted:
        return replace(super().book_wanted, columns=self._choice.request(self.size.width))

    def configure(self, settings: UiSettings) -> None:
        self._choice = ColumnChoice(settings.book_columns)

    def turn_columns(self) -> str:
        """The next set of columns, in words."""
        self._choice = self._choice.next_columns(self.size.width)
        self.redraw()
        return self._choice.words(self.size.width)

    def turn_windows(self) -> str:
        """The next windows of those that look back, in words."""
        self._choice = self._choice.next_windows(self.size.width)
        return self._choice.words(self.size.width)

    def holds(self, view: BookView) -> bool:
        return bool(view.bids or view.asks)

    def table(self, view: BookView, copying: Copying) -> Table:
        from roxom_tui.ui.panels.tables import book_table

        return book_table(view, copying)

    def place_to_copy(self, view: BookView) -> int | None:
        """The row with the cursor, while there is one and something rests there."""
        cursor = self.reading.cursor
        if cursor is None:
            return None
        found = place_of(cursor, view)
        if not found.is_there:
            return None
        return len(view.asks) - 1 - found.place if cursor.side is Side.ASK else len(view.asks) + found.place

    def row_count(self, view: BookView) -> int:
        return max(len(view.bids), len(view.asks))

    # --- above the rows -------------------------------------------------------------------------------

    def rows_above(self, inner: RenderContext) -> int:
        """How many lines stand above the rows in so much room; the same whatever they tell."""
        return pressure_line.rows_for(inner)

    def above(self, view: BookView, inner: RenderContext) -> list[Line]:
        """The lines above the rows, `rows_above` of them."""
        return pressure_line.pressure_lines(view, inner) if self.rows_above(inner) else []

    def below(self, view: BookView, inner: RenderContext) -> list[Line]:
        """What changed in sum, then cursor and size."""
        if not flow_rows(self._choice.columns(self.size.width), inner):
            return super().below(view, inner)
        return [flow_line(view, inner), *super().below(view, replace(inner, height=inner.height - 1))]

    def body(self, view: BookView, rendering: RenderContext) -> list[Line]:
        room = replace(rendering, height=self.rows_left(view, rendering))
        if view.bids or view.asks:
            rows = ladder_lines(view, room, self.reading.cursor, self.marks)
        else:
            why = NO_LEVELS if stands(view) else empty_words(view.freshness, NO_LEVELS, rendering.now)
            rows = in_the_middle(why, room)
        blank: list[Line] = [EMPTY] * (room.height - len(rows))
        return [*self.above(view, rendering), *rows, *blank, *self.below(view, rendering)]
