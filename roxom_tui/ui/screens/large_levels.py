"""The last large levels of the book in view: when each was first seen, and how it ended."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.binding import BindingType

from roxom_tui.model.market import Side
from roxom_tui.state.reading.large_levels import KEPT, Ending, LargeLevel
from roxom_tui.state.views.derived_figures import exchange_wall
from roxom_tui.state.views.market_views import BookView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import Line, Role, Span, faded
from roxom_tui.ui.screens.modal_box import DEFAULT_PAINT, keys_for
from roxom_tui.ui.screens.reading import Reading
from roxom_tui.ui.states import seen
from roxom_tui.ui.theme import Paint
from roxom_tui.ui.widgets.digits import ColumnMemory
from roxom_tui.ui.widgets.table import Cell, Column, table

_WIDTH: Final = 72

COLUMNS: Final = (
    Column("price", 12, is_number=True),
    Column("side", 4, drop=1),
    Column("size", 9, is_number=True),
    Column("first seen", 10, drop=3),
    Column("age", 6, drop=2),
    Column("ended", 12),
)


class LargeLevelsScreen(Reading):
    """Follows the picture while it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys_for({"large_levels": "leave"}),
        *DEFAULT_KEYMAP.bindings(("toggle_account", "help")),
    ]

    heading = "Large levels"

    def __init__(self, paint: Paint = DEFAULT_PAINT) -> None:
        super().__init__(paint)
        self._told: tuple[BookView, DisplayOptions, int, int] | None = None
        self._columns = ColumnMemory()

    def follow(self, picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int) -> None:
        """Take this frame's picture; ages are by the exchange's clock."""
        self._told = picture.book, options, now, exchange_wall(picture.connection, now, wall)
        if self.stands:
            self.redraw()

    def wanted(self) -> tuple[int, int]:
        """A line each, a heading, and what is called large."""
        return _WIDTH, KEPT + 7

    def remark(self) -> str:
        """The contract, and the state of its book where that is not live; then the rows in sight."""
        if self._told is None:
            return ""
        view, _, now, _ = self._told
        state = seen(view.freshness, now).state
        return " · ".join(
            part for part in (view.symbol, "" if state.is_live else state.value, super().remark()) if part
        )

    def lines(self, width: int) -> list[Line]:
        """The table; nothing before the first frame."""
        if self._told is None:
            return []
        view, options, now, wall = self._told
        self._columns.about((view.symbol, options))
        what = (Span("At least three times the median size of the best 30 levels of its side.", Role.FAINT),)
        if not view.large:
            return [what, (), (Span("None since this book is followed.", Role.SOFT),)]
        rows = [large_cells(one, options, wall) for one in view.large]
        lines = table(COLUMNS, rows, width, self._columns)
        if not seen(view.freshness, now).state.is_live:
            lines = [lines[0], *(faded(line) for line in lines[1:])]
        return [what, (), *lines]


def large_cells(one: LargeLevel, options: DisplayOptions, wall: int) -> tuple[Cell, ...]:
    """A level's cells: one that has ended is history."""
    stands = one.ended_at is None
    until = wall if one.ended_at is None else one.ended_at
    role = Role.STALE if not stands else Role.BID if one.side is Side.BID else Role.ASK
    soft = Role.SOFT if stands else Role.STALE
    return (
        Span(fmt.price(one.price, options.unit), role),
        Span(one.side.value, role),
        Span(fmt.size(one.size), Role.TEXT if stands else Role.STALE),
        Span(fmt.clock(one.first_seen), soft),
        Span(fmt.short_age(until - one.first_seen), soft),
        Span(ending_words(one), Role.TEXT if stands else Role.STALE),
    )


def ending_words(one: LargeLevel) -> str:
    """How it ended: `stands`, `traded 80 %`, `pulled`; `--` where nobody can tell."""
    if one.ending is not Ending.TRADED or one.share is None:
        return one.ending.value
    return f"traded {fmt.percent(one.share, 0, signed=False)} %"
