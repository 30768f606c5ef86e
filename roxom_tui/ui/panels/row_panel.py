"""A panel that is a list of rows: a cursor that stays on its row, and a filter that is typed into the frame.

A row is known by its key (an order's id, a symbol), never by its place: lists change while they are looked at.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Final, TypeVar

from textual.events import Key, Paste

from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import DetailRequest
from roxom_tui.model.values import replace
from roxom_tui.ui.actions import Context
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, Tint, cut, fit, tinted
from roxom_tui.ui.panels.base import Panel

V = TypeVar("V")

LONGEST: Final = 40
"""Characters that a filter may have."""
NOTHING_MATCHES: Final = "nothing matches · Esc shows all"
_AROUND_TITLE: Final = 6
"""Columns that the corners take from the title."""


class RowPanel(Panel[V]):
    """Rows with a cursor. A subclass says which they are, what names one, and what a filter looks at."""

    context = Context.LIST

    def __init__(self) -> None:
        super().__init__()
        self.filter = ""
        self.is_typing = False
        self._key: object = None
        """Names the row with the cursor; None until somebody moved it, or looked at it."""
        self._place = 0
        """Where the cursor was the last time, among the rows in the filter."""
        self._seen: object = None
        """The key of the row that was there."""
        self._found: tuple[object, str, Sequence[int] | None] = (None, "", None)

    # --- what a subclass says ---------------------------------------------------------------------

    @abstractmethod
    def rows(self, view: V) -> Sequence[Any]:
        """All rows."""

    @abstractmethod
    def key_of(self, row: Any) -> object:
        """What names a row for as long as it is listed."""

    @abstractmethod
    def words_of(self, row: Any) -> str:
        """The words that a filter looks in; nothing that can be hidden."""

    def resting_key(self, view: V) -> object:
        """The row that the cursor is on by itself; None: whichever is the first when it is looked at."""
        return None

    # --- which rows ---------------------------------------------------------------------------------

    def row_count(self, view: V) -> int:
        return len(self.rows(view))

    def kept(self, view: V) -> Sequence[int]:
        """The places of the rows that match what was typed: all of its words."""
        rows = self.rows(view)
        if not self.filter:
            return range(len(rows))
        if self._found[0] is not view or self._found[1] != self.filter:
            words = self.filter.casefold().split()
            said = (self.words_of(row).casefold() for row in rows)
            places = [place for place, text in enumerate(said) if all(word in text for word in words)]
            self._found = view, self.filter, places
        return self._found[2] or ()

    def heading(self, view: V) -> str:
        return self.filtered_heading(view) if self.filter else self.title

    def filtered_heading(self, view: V) -> str:
        """The name, and what the filter is and leaves."""
        left = f" · {len(self.kept(view))} of {len(self.rows(view))}"
        room = (self.size.width or 2 * LONGEST) - _AROUND_TITLE - len(self.title) - 1 - len(left)
        return f"{self.title} {cut('/' + self.filter, max(2, room))}{left}"

    def place_rows(self, view: V, rendering: RenderContext) -> RenderContext:
        """Find the row with the cursor. While it has the keys the window follows it; else it only stays in bounds."""
        places = self.kept(view)
        window = self.window(view, self.inside(rendering))
        at = self._find(view, places)
        here = self.key_of(self.rows(view)[places[at]]) if places else None
        if self.scrolled and here == self._seen:
            # A scrolled list stands still around its cursor.
            self.scrolled += at - self._place
        if self.has_focus:
            self.scrolled = max(at - window.room + 1, min(self.scrolled, at))
            self._key = self._key if self._key is not None or self.resting_key(view) is not None else here
        self.scrolled, self._place, self._seen = window.first(self.scrolled), at, here
        cursor = places[at] if places and self.has_focus else None
        return replace(rendering, offset=self.scrolled, cursor=cursor, kept=places if self.filter else None)

    def _find(self, view: V, places: Sequence[int]) -> int:
        """The cursor's place among those in the filter; of a row that has gone, that of the one in its stead."""
        rows = self.rows(view)
        key = self.resting_key(view) if self._key is None else self._key
        if key is None or not places:
            return 0
        near = min(self._place, len(places) - 1)
        if self.key_of(rows[places[near]]) == key:
            return near
        return next((at for at, place in enumerate(places) if self.key_of(rows[place]) == key), near)

    # --- moving ---------------------------------------------------------------------------------------

    def move(self, rows: int) -> None:
        """Move the cursor, never past the ends."""
        view = self.shown
        if view is not None:
            self._put(view, self._find(view, self.kept(view)) + rows)

    def wheel(self, rows: int) -> None:
        """The wheel moves the window; the cursor stays in sight."""
        view = self.shown
        if view is not None:
            inner = self.inside(self.rendering(*self.size))
            window = self.window(view, inner)
            self.scrolled = window.first(self.scrolled + rows)
            last = self.scrolled + max(1, window.room) - 1
            self._put(view, max(self.scrolled, min(self._find(view, self.kept(view)), last)))

    def point_at(self, y: int) -> None:
        """A click puts the cursor on the row that it hits."""
        view = self.shown
        place = self.place_at(y)
        if view is not None and place is not None:
            self._put(view, place)

    def place_at(self, y: int) -> int | None:
        """The place, among those in the filter, of the row at a line of the panel."""
        return None

    def _put(self, view: V, at: int) -> None:
        places = self.kept(view)
        if places:
            self._place = max(0, min(at, len(places) - 1))
            self._key = self.key_of(self.rows(view)[places[self._place]])
            self.redraw()

    @property
    def chosen(self) -> Symbol | None:
        """The symbol of the row with the cursor."""
        view = self.shown
        if view is None or not (places := self.kept(view)):
            return None
        symbol: Symbol = self.rows(view)[places[self._find(view, places)]].symbol
        return symbol

    @property
    def details(self) -> DetailRequest | None:
        """What is asked for to tell all of the row with the cursor; None where there is no more to tell."""
        view = self.shown
        if view is None or not (places := self.kept(view)):
            return None
        return self.details_of(self.rows(view)[places[self._find(view, places)]])

    def details_of(self, row: Any) -> DetailRequest | None:
        """The same of a row."""
        return None

    def place_to_copy(self, view: V) -> int | None:
        """The row with the cursor, among those in the filter."""
        places = self.kept(view)
        return self._find(view, places) if places else None

    def kept_rows(self, view: V) -> Sequence[Any]:
        """The rows in the filter."""
        rows = self.rows(view)
        return [rows[place] for place in self.kept(view)]

    def follow_symbol(self) -> None:
        """The rows are those of all symbols: what is read stays."""
        if self.paused_view is not None:
            self.toggle_pause()

    def begin_anew(self) -> None:
        self._key, self._place, self.scrolled = None, 0, 0
        self.filter, self.is_typing = "", False
        super().begin_anew()
        self.redraw()

    # --- the filter -----------------------------------------------------------------------------------

    def begin_typing(self) -> None:
        """Keys that are letters go into the filter until Enter or Esc."""
        self.is_typing = True
        self.redraw()

    def clear_filter(self) -> None:
        """All rows again."""
        self._type("", is_typing=False)

    def let_go(self) -> bool:
        had_filter = bool(self.filter)
        if had_filter:
            self.clear_filter()
        return had_filter

    def typed(self, view: V) -> Line:
        if not self.is_typing:
            return EMPTY
        text = (Span("/", Role.FOCUS), Span(self.filter, Role.STRONG), Span("▏", Role.FOCUS))
        return (*text, Span(" Enter keeps · Esc clears", Role.FAINT))

    def on_key(self, event: Key) -> None:
        """While a filter is typed, letters are no keys."""
        if not self.is_typing or not (event.is_printable or event.key in _EDITING):
            return
        event.stop()
        if event.key == "enter":
            self._type(self.filter, is_typing=False)
        elif event.key == "escape":
            self.clear_filter()
        elif event.is_printable:
            self._type(self.filter + (event.character or ""))
        else:
            self._type("" if event.key == "ctrl+u" else self.filter[:-1])

    def on_paste(self, event: Paste) -> None:
        """What is pasted meanwhile is typed."""
        if self.is_typing:
            event.stop()
            self._type(self.filter + event.text)

    def on_blur(self) -> None:
        """Whoever goes elsewhere types there."""
        self.is_typing = False
        super().on_blur()

    def _type(self, text: str, *, is_typing: bool = True) -> None:
        self.filter, self.is_typing = text[:LONGEST], is_typing
        self.redraw()


_EDITING: Final = frozenset({"enter", "escape", "backspace", "ctrl+h", "ctrl+u"})


def rows_in_sight(count: int, room: int, rendering: RenderContext) -> Sequence[int]:
    """The places of the rows to be drawn, of so many."""
    places = range(count) if rendering.kept is None else rendering.kept
    return places[rendering.offset : rendering.offset + max(0, room)]


def with_cursor(line: Line, width: int) -> Line:
    """A row with the cursor on it: a mark in its first cell, and a tint behind it."""
    first, *others = line
    return tinted(fit((Span("▸", Role.ACCENT), replace(first, text=first.text[1:]), *others), width), Tint.CURSOR)
