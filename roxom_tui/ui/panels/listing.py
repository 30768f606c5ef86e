"""Common parts of the account's lists: how old their proof is, and for positions and orders a table that says what
of it cannot be live. Nothing in a stream tells of an event that was lost, so the title tells when a list was checked.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar, Final, TypeVar

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Price, Unit
from roxom_tui.model.status import Freshness, PanelState, worst
from roxom_tui.model.values import replace
from roxom_tui.state.views.account_views import FillRow, ListView, OrderRow, PositionRow
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.layout import MOST_NEEDED, Floor, Need, Slot
from roxom_tui.ui.lines import Line, Role, Span
from roxom_tui.ui.panels.face import Ageing
from roxom_tui.ui.panels.frame import at_the_top
from roxom_tui.ui.panels.row_panel import NOTHING_MATCHES, RowPanel, rows_in_sight, with_cursor
from roxom_tui.ui.row_window import RowWindow
from roxom_tui.ui.states import empty_words, seen
from roxom_tui.ui.widgets.table import Cell, Column, Fitted, MeasuredRow, fitted, measured
from roxom_tui.words.reasons import ending, short, tag, whole

PARTIAL: Final = "changes since connecting only"
"""Beside a list that no GET has told whole."""

UNIT_UNKNOWN: Final = "unit?"
"""In place of a price that may be in BTC or in sats."""

L = TypeVar("L", bound=ListView[Any])


class RowInk(Struct, frozen=True):
    """The roles in which the figures of a row are drawn."""

    row: PositionRow | OrderRow | FillRow
    options: DisplayOptions
    folded: bool = False
    """The column that `ListPanel.folds` names has no room."""

    def figure(self, text: str, role: Role = Role.TEXT, *, private: bool = False, derived: bool = False) -> Span:
        """A cell: hidden with the account if it is private, history if it is derived from what is not live.

        What is hidden has one ink: a colour would tell the sign.
        """
        if private:
            text, role = self.options.mask(text), self.options.ink(role)
        return Span(text, Role.STALE if derived and not self.row.state.is_live else role)

    def price(self, name: str, value: Price | None) -> str:
        """A price whose unit the exchange may not have stated."""
        return UNIT_UNKNOWN if name in self.row.unit_unknown else fmt.price(value, self.options.unit)


_HEADING = 1
"""Rows above those of the list."""


class ListPanel(RowPanel[L]):
    """Rows of the account under fixed columns. Subclasses name the columns and fill the cells."""

    columns: ClassVar[tuple[Column, ...]]
    folds: ClassVar[str] = ""
    """The column whose facts stand in others where it has no room."""
    slot = Slot.ACCOUNT
    floor = Floor(40, 5)
    nothing: ClassVar[str]
    """The words of an empty list."""

    @abstractmethod
    def cells(self, row: Any, ink: RowInk) -> list[Cell]:
        """The cells of a row of the view."""

    def rows(self, view: L) -> Sequence[PositionRow | OrderRow | FillRow]:
        return view.rows

    def need(self, view: L, symbols: int) -> Need:
        """All rows, their heading, and the frame."""
        return Need(max(self.floor.height, min(len(view.rows) + 3, MOST_NEEDED)))

    def heading(self, view: L) -> str:
        if self.filter:
            return self.filtered_heading(view)
        return f"{self.title} {len(view.rows)}" if view.rows else self.title

    def remark(self, view: L, rendering: RenderContext) -> str:
        name = self.heading(view) + "".join(span.text for span in self.beside(view, rendering))
        return checked_words(name, self.said(view, rendering), view.freshness, view.checked_at, rendering)

    def ageing_when_live(self, view: L, rendering: RenderContext) -> Ageing:
        """The title tells when the list was checked."""
        return Ageing.NOTHING if view.checked_at is None else Ageing.EDGES

    def said(self, view: L, rendering: RenderContext) -> str:
        """The remarks that matter more than when the list was checked."""
        state = seen(view.freshness, rendering.now).state
        live, is_shown = state.is_live, state.is_live or state is PanelState.UNPROVEN
        words = (
            newest_words(view),
            self.oddity(view, rendering),
            dull_rows(view.rows) if live else "",
            PARTIAL if view.since_connect and is_shown else "",
        )
        return " · ".join(word for word in words if word)

    def note(self, view: L, rendering: RenderContext, room: int) -> str:
        """Why it is not known whether the list is whole, and what ends that."""
        why = view.unlisted
        if why is None:
            return ""
        forms = (f"{words(why)} · {ending(why, rendering.now)}" for words in (whole, short, tag))
        return next((form for form in forms if len(form) <= room), tag(why) if len(tag(why)) <= room else "")

    def holds(self, view: L) -> bool:
        return bool(view.rows)

    def oddity(self, view: L, rendering: RenderContext) -> str:
        """The words for what is not normal of a row, whether or not the table has room for it."""
        return ""

    def window(self, view: L, inner: RenderContext) -> RowWindow:
        return RowWindow(len(self.kept(view)), inner.height - _HEADING)

    def place_at(self, y: int) -> int | None:
        place = y - 1 - _HEADING + self.scrolled
        view = self.shown
        return place if view is not None and self.scrolled <= place < len(self.kept(view)) else None

    def body(self, view: L, rendering: RenderContext) -> list[Line]:
        if not view.rows:
            return at_the_top(empty_words(view.freshness, self.empty_words(view), rendering.now), rendering)
        # Only what is to be seen is made: a list may have thousands of rows.
        places = rows_in_sight(len(view.rows), rendering.height - _HEADING, rendering)
        if not places and rendering.kept is not None:
            return at_the_top(NOTHING_MATCHES, rendering)
        shown = [view.rows[place] for place in places]
        sized(rendering, rendering.width)
        columns = self.columns_of(view)
        layout, cells = self._fitted(columns, shown, rendering)
        if self.folds and self.folds not in layout.headings:
            layout, cells = self._fitted(columns, shown, rendering, folded=True)
        kept = rendering.drawn.row
        lines = [kept(at, _Laid(layout, row), _line) for at, row in enumerate(cells)]
        for at, place in enumerate(places):
            if place == rendering.cursor:
                lines[at] = with_cursor(lines[at], rendering.width)
        return [kept("heading", layout, Fitted.heading), *lines]

    def empty_words(self, view: L) -> str:
        """The words of an empty list; without a GET nobody knows what there was before."""
        return f"{self.nothing} reported since connecting" if view.since_connect else self.nothing

    def columns_of(self, view: L) -> tuple[Column, ...]:
        """The columns of the view."""
        return self.columns

    def _measured(self, inked: _Inked) -> MeasuredRow:
        return measured(self.cells(inked.row, RowInk(inked.row, inked.options, inked.folded)))

    def _fitted(
        self, columns: Sequence[Column], rows: Sequence[Any], rendering: RenderContext, *, folded: bool = False
    ) -> tuple[Fitted, list[MeasuredRow]]:
        """The columns that fit in the unit in use and in the other one: which ones that are does not change with it.

        And the rows in the unit in use. In the other, which nobody sees, they are measured once a second.
        """
        kept, (used, other) = rendering.drawn.row, in_both_units(rendering.options)
        now = [kept((folded, at), _Inked(id(row), row, used, folded), self._measured) for at, row in enumerate(rows)]
        unseen = _Unseen(other, tuple(map(self.key_of, rows)), rendering.now // SECOND)
        then = kept(
            ("unseen", folded),
            unseen,
            lambda _: [self._measured(_Inked(id(row), row, other, folded)) for row in rows],
        )
        return fitted(columns, now, rendering.width, rendering.columns, then), now


_WAYS_TO_SHOW: Final = 4
"""Two units, with the account hidden or not."""


class _Inked(Struct, frozen=True):
    """All that the cells of a row are made of. A row that equals another may write its numbers otherwise."""

    identity: int
    row: Any
    options: DisplayOptions
    folded: bool


class _Unseen(Struct, frozen=True):
    """The options that are not in use, the keys of the rows, and the second: so long what they need stands."""

    options: DisplayOptions
    keys: tuple[object, ...]
    second: int


class _Laid(Struct, frozen=True):
    """All that a line is drawn of."""

    layout: Fitted
    row: MeasuredRow


def _line(laid: _Laid) -> Line:
    return laid.layout.line(laid.row)


def sized(rendering: RenderContext, inner_width: int) -> None:
    """What fits is decided anew for another width, and where figures are hidden, not to tell how long they are."""
    rendering.columns.sized((inner_width, rendering.options.hide_account))


@lru_cache(_WAYS_TO_SHOW)
def in_both_units(options: DisplayOptions) -> tuple[DisplayOptions, DisplayOptions]:
    """The options in use, and those that `u` leads to."""
    return options, replace(options, unit=Unit.BTC if options.unit is Unit.SATS else Unit.SATS)


def newest_words(view: ListView[Any]) -> str:
    """The words for the part of a very long list that is kept."""
    count = len(view.rows)
    return f"newest {count:,} of {count + view.left_out:,}" if view.left_out else ""


def dull_rows(rows: Sequence[PositionRow | OrderRow | FillRow]) -> str:
    """The contracts whose prices are not live though the list is."""
    states = {row.symbol: row.state for row in rows if not row.state.is_live}
    if not states:
        return ""
    names = next(iter(states)) if len(states) == 1 else f"{len(states)} contracts"
    if any(isinstance(row, PositionRow) and row.size is None and not row.state.is_live for row in rows):
        return f"{names} size unknown"
    why = ": the exchange reports another PnL" if any(map(_is_disputed, rows)) else ""
    return f"{names} {worst(*states.values()).value}{why}"


def _is_disputed(row: PositionRow | OrderRow | FillRow) -> bool:
    return isinstance(row, PositionRow) and row.pnl_disputed is not None


_ROOM_FOR_STATE = 20
"""Of a title's width, for the frame and the longest state."""


def has_room(heading: str, rendering: RenderContext) -> bool:
    """Whether a title may have room for when the list was checked."""
    return len(_checked(0)) <= rendering.width - len(heading) - _ROOM_FOR_STATE


def _checked(age: int) -> str:
    return f"checked {fmt.age(age)} ago"


def checked_words(heading: str, words: str, fresh: Freshness, checked_at: int | None, rendering: RenderContext) -> str:
    """`words` and how long ago the list was checked, where there is room for both; while it is believed at all.

    Where it is not proven because that is too long ago, this is what the title is for.
    """
    state = seen(fresh, rendering.now).state
    if checked_at is None or not (state.is_live or state is PanelState.UNPROVEN):
        return words
    checked = _checked(rendering.now - checked_at)
    both = f"{words} · {checked}" if words else checked
    return both if len(both) <= rendering.width - len(heading) - _ROOM_FOR_STATE else words
