"""The overview: every symbol of the list in one line, live, with a cursor that goes there.

Nothing is subscribed for it: what is not followed of a symbol is `--`. Each figure is dim where its own stream is not
live; the word at the end of the line says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Click
from textual.message import Message

from roxom_tui.model.market import Symbol
from roxom_tui.state.views.derived_figures import exchange_wall
from roxom_tui.state.views.overview_view import OverviewRow, OverviewView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.drawn_rows import DrawnRows
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import EMPTY, Line
from roxom_tui.ui.panels.row_panel import with_cursor
from roxom_tui.ui.row_window import RowWindow
from roxom_tui.ui.screens.modal_box import DEFAULT_PAINT, MOVES, Drawn, ModalBox, keys_for
from roxom_tui.ui.screens.overview_rows import TERMS, Conditions, said_of, table_lines
from roxom_tui.ui.theme import Paint
from roxom_tui.ui.widgets.digits import ColumnMemory

_AROUND_ROWS: Final = 7
"""Title, hint, heading, what is said of the row with the cursor, and blank lines around."""

_WIDEST: Final = 1_000
"""Columns: all there are."""


class OverviewTable(Drawn):
    """The rows, one of which a click hits."""

    class Pointed(Message):
        """A line of the board was clicked."""

        def __init__(self, y: int) -> None:
            super().__init__()
            self.y = y

    def on_click(self, event: Click) -> None:
        """The box knows which row that is."""
        self.post_message(self.Pointed(event.y))


class OverviewScreen(ModalBox[Symbol | None]):
    """The box over the dashboard: answers the symbol to go to, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys_for(MOVES),
        *keys_for({"overview": "leave", "go_to_row": "pick"}),
        *keys_for({f"symbol_{number}": f"pick_number({number})" for number in range(1, 10)}),
        *DEFAULT_KEYMAP.bindings(("toggle_units", "toggle_account", "theme", "help", "quit")),
    ]

    heading = "Overview"
    terms = TERMS
    hint = "Enter go · ↑ ↓ move · Esc back"

    def __init__(self, selected: Symbol, count: int, paint: Paint = DEFAULT_PAINT) -> None:
        """The cursor begins on a symbol, in a box for so many."""
        super().__init__(paint)
        self._table = OverviewTable(self._window, id="text")
        self._cursor = selected
        """The symbol under the cursor."""
        self._count = count
        self._top = 0
        self._view: OverviewView | None = None
        self._conditions = Conditions(DisplayOptions(), 0, 0)
        self._columns = ColumnMemory()
        self._drawn = DrawnRows()

    def wanted(self) -> tuple[int, int]:
        """All columns, and a row for each symbol."""
        return _WIDEST, self._count + _AROUND_ROWS

    def body(self) -> ComposeResult:
        """The board."""
        yield self._table

    def remark(self) -> str:
        """The unit of prices, when funding is paid, and the rows in sight."""
        if self._view is None:
            return ""
        options, wall = self._conditions.options, self._conditions.wall
        funding = f"funding in {fmt.countdown(self._view.next_funding_at - wall)}"
        words = (fmt.unit_word(options.unit), funding, self._rows_window.words(self._top))
        return " · ".join(word for word in words if word)

    def follow(self, picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int) -> None:
        """Draw this frame's picture, once it has the overview in it."""
        if picture.overview is None:
            return
        self._view, count = picture.overview, len(picture.overview.rows)
        self._conditions = Conditions(options, now, exchange_wall(picture.connection, now, wall))
        if self.stands:
            if count != self._count:
                self._count = count
                self._place(*self.size)
                self.call_after_refresh(self.redraw)
            self.redraw()

    def action_move(self, rows: int) -> None:
        """Shift the cursor, never past the ends."""
        if self._rows:
            place = max(0, min(self._place_of_cursor + rows, len(self._rows) - 1))
            self._cursor = self._rows[place].listed.symbol
            self.redraw()

    def action_page(self, pages: int) -> None:
        """Shift the cursor by a windowful."""
        self.action_move(pages * max(1, self._rows_window.room - 1))

    def action_pick(self) -> None:
        """Answer the symbol under the cursor."""
        self.dismiss(self._cursor)

    def action_pick_number(self, number: int) -> None:
        """Answer the nth symbol."""
        if number <= len(self._rows):
            self.dismiss(self._rows[number - 1].listed.symbol)

    def on_overview_table_pointed(self, event: OverviewTable.Pointed) -> None:
        """A click goes to the symbol of the row."""
        place = event.y - 1 + self._top
        if event.y > 0 and event.y <= self._rows_window.room and place < len(self._rows):
            self.dismiss(self._rows[place].listed.symbol)

    # --- what is drawn ------------------------------------------------------------------------------

    @property
    def _rows(self) -> Sequence[OverviewRow]:
        return () if self._view is None else self._view.rows

    @property
    def _place_of_cursor(self) -> int:
        return next((at for at, row in enumerate(self._rows) if row.listed.symbol == self._cursor), 0)

    @property
    def _rows_window(self) -> RowWindow:
        """Above the rows stands their heading, below them a blank line and what is said of one."""
        return RowWindow(len(self._rows), max(1, self._table.size.height - 3))

    def _window(self, width: int, height: int) -> Sequence[Line]:
        """The board in so much room; the window over it follows the cursor."""
        if self._view is None:
            return []
        place, window = self._place_of_cursor, self._rows_window
        self._top = window.first(max(place - window.room + 1, min(self._top, place)))
        options = self._conditions.options
        self._columns.about(options)
        self._columns.sized((width, options.hide_account))
        lines = table_lines(self._view, self._conditions, width, self._columns, self._drawn)
        heading, *rows = lines
        rows[place] = with_cursor(rows[place], width)
        in_sight = rows[self._top : self._top + window.room]
        blank: list[Line] = [EMPTY] * (height - 2 - len(in_sight))
        self._drawn.turn()
        return [heading, *in_sight, *blank, said_of(self._rows[place], self._conditions, width)]
