"""What is laid over the book: a cursor at a price, a size whose cost is told, and where both stand on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from roxom_tui.model.market import Side
from roxom_tui.state.views.market_views import BookView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.alike import is_alike
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line
from roxom_tui.ui.panels import book_cursor
from roxom_tui.ui.panels.book_cursor import BookCursor
from roxom_tui.ui.panels.book_ladder import stands
from roxom_tui.ui.panels.book_window import BookWindow
from roxom_tui.ui.panels.size_entry import SizeEntry, TypedSize

if TYPE_CHECKING:
    from roxom_tui.ui.panels.size_readout import Beside

LEAST_ROWS: Final = 5
"""Lines that levels and spread keep; lines of the readout that leave less are dropped, first those of the cursor."""


class BookReading:
    """The cursor and the size of one book, while they are on."""

    def __init__(self) -> None:
        self.cursor: BookCursor | None = None
        self.gone_since: int | None = None
        """When the cursor's level was first seen missing, monotonic ns."""
        self.levels = 0
        """Rows of its side that reach to the cursor."""
        self.typed_size: TypedSize | None = None
        self.entry = SizeEntry()
        self.beside: Beside | None = None
        """The mark and the positions that a size is held against."""
        self._picture: ScreenSnapshot | None = None
        self._line: int | None = None
        """The line on which the cursor stands, until the person moves it or the rows; None out of sight."""
        self._follows = False
        """The cursor was moved: it is to be in sight."""
        self._made: tuple[tuple[object, ...], BookView | None, list[Line]] = ((), None, [])
        """What the lines were made for last, with the view that is named there, and they."""

    @property
    def is_on(self) -> bool:
        """Whether the whole book is wanted."""
        return self.cursor is not None or self.typed_size is not None

    @property
    def is_pinned(self) -> bool:
        """Whether the rows stand still around the cursor."""
        return self._line is not None

    def take(self, picture: ScreenSnapshot) -> bool:
        """Take this picture's mark and positions; whether a size is on that is another for it."""
        self._picture = picture
        if self.typed_size is None:
            return False
        # The readout is loaded with the first cursor or size: the first paint waits for neither.
        from roxom_tui.ui.panels.size_readout import beside

        before, self.beside = self.beside, beside(picture, picture.book.symbol)
        return not is_alike(before, self.beside)

    # --- the cursor -----------------------------------------------------------------------------------

    def step(self, view: BookView, rows: int) -> None:
        """The cursor a row down (1) or up (-1); a new one on the best price in that direction."""
        cursor = self.cursor
        self._put(book_cursor.begun(view, rows) if cursor is None else book_cursor.moved(cursor, view, rows))

    def point(self, view: BookView, side: Side, place: int) -> bool:
        """The cursor on the row at that place, counted with the row that is there for the cursor alone; False where
        there is none."""
        cursor, rows = self.cursor, book_cursor.rows_of(view, side)
        if cursor is not None and cursor.side is side:
            rows = book_cursor.with_its_row(rows, cursor, book_cursor.place_of(cursor, view))
        if place < len(rows):
            self._put(BookCursor(side, rows[place].price, view.group))
        return place < len(rows)

    def go_to_spread(self, view: BookView) -> None:
        """The cursor on the best price of its side."""
        if self.cursor is not None:
            self._put(book_cursor.at_the_spread(self.cursor, view))

    def show(self) -> None:
        """The cursor's row in sight again."""
        self._line, self._follows = None, True

    def unpin(self) -> None:
        """The person moves the rows: the cursor stands wherever they leave it."""
        self._line = None

    def _put(self, cursor: BookCursor | None) -> None:
        if cursor is not None and cursor != self.cursor:
            self.cursor, self.gone_since = cursor, None
        self.show()

    def place_rows(self, view: BookView, window: BookWindow, now: int) -> BookWindow:
        """The window in which the cursor's row stays where it is on the screen, unless it is out of sight."""
        if self.cursor is None:
            return window
        self.cursor = book_cursor.regrouped(self.cursor, view)
        found = book_cursor.place_of(self.cursor, view)
        self.levels = found.place + 1 if found.is_known else 2 * found.place
        self._note_absence(found.is_gone and stands(view), now)
        if not found.is_known:
            self._line = None
            return window
        if self._line is not None:
            window = window.with_line(found.side, found.place, min(self._line, window.rows))
        elif self._follows:
            window = window.showing(found.side, found.place)
        line, self._follows = window.line_of(found.side, found.place), False
        self._line = line if window.is_in_sight(line) else None
        return window

    def _note_absence(self, is_gone: bool, now: int) -> None:
        """Of a book that is no book of now nobody knows."""
        if not is_gone:
            self.gone_since = None
        elif self.gone_since is None:
            self.gone_since = now

    def let_go(self) -> bool:
        """Take off the cursor, else the size."""
        if self.cursor is not None:
            self._take_off()
        elif self.typed_size is not None:
            self.typed_size, self.beside = None, None
        else:
            return False
        return True

    def _take_off(self) -> None:
        self.cursor, self.gone_since, self._line, self.levels = None, None, None, 0

    def begin_anew(self) -> None:
        """Another symbol: prices and positions are others. A size counts there too."""
        self._take_off()
        self.beside, self._picture = None, None
        self._made = ((), None, [])

    # --- the size -------------------------------------------------------------------------------------

    def press(self, key: str, character: str | None) -> None:
        """A key while a size is typed. Enter takes a size that can be read; of nothing it takes the one before off."""
        entry = self.entry
        if key == "enter":
            typed_size = entry.typed_size
            if isinstance(typed_size, TypedSize) or not entry.text.strip():
                self.typed_size = typed_size if isinstance(typed_size, TypedSize) else None
                entry.close()
                self.beside = None
                if self._picture is not None:
                    self.take(self._picture)
        elif key == "escape":
            entry.close()
        elif character is not None:
            entry.type(character)
        else:
            entry.erase(key)

    def ends(self) -> tuple[int, ...]:
        """Until when the mark and the positions that a size is held against are believed (monotonic ns)."""
        held = self.beside
        return () if held is None else (held.mark_freshness.valid_until, held.holdings_freshness.valid_until)

    # --- the readout ----------------------------------------------------------------------------------

    def lines(self, view: BookView, inner: RenderContext) -> list[Line]:
        """The lines of cursor and size that have room below the rows."""
        if not self.is_on:
            return []
        held = inner.held_back is not None
        told = (self.beside, self.cursor, self.gone_since, self.typed_size)
        made_for = (id(view), *told, inner.width, inner.height, inner.options, inner.now, held)
        if self._made[0] != made_for:
            self._made = (made_for, view, self._fitting(view, inner))
        return self._made[2]

    def _fitting(self, view: BookView, inner: RenderContext) -> list[Line]:
        """Whole blocks, as many as leave enough rows: that of the cursor is above the sizes, and yields to them."""
        blocks, room = self._blocks(view, inner), inner.height - LEAST_ROWS
        kept: set[int] = set()
        for place in (*range(1, len(blocks)), 0):
            if len(blocks[place]) <= room:
                kept.add(place)
                room -= len(blocks[place])
        return [line for place, block in enumerate(blocks) if place in kept for line in block]

    def _blocks(self, view: BookView, inner: RenderContext) -> list[list[Line]]:
        """The lines of the cursor, none where it is off, and of each side of the size."""
        cursor = self.cursor
        from roxom_tui.ui.panels.book_readout import CursorReading, cursor_lines
        from roxom_tui.ui.panels.size_readout import NOTHING_BESIDE, SizeReading, size_lines

        held = self.beside or NOTHING_BESIDE
        first = [] if cursor is None else cursor_lines(CursorReading(view, cursor, self.gone_since), inner)
        sizes = [] if self.typed_size is None else size_lines(SizeReading(view, self.typed_size, held), inner)
        return [first, *sizes]
