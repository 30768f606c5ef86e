"""The box of one position or order: all that is known of it, with ages and states. Enter goes to its symbol."""

from __future__ import annotations

from typing import ClassVar, Final

from msgspec import Struct
from textual.binding import BindingType

from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import Detailed, DetailRequest
from roxom_tui.model.status import PanelState
from roxom_tui.state.views.account_views import Detail, OrderDetail, PositionDetail
from roxom_tui.state.views.derived_figures import exchange_wall
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import Line, Role, Span
from roxom_tui.ui.screens.detail_lines import DetailInk, fields_block, laid_out
from roxom_tui.ui.screens.modal_box import DEFAULT_PAINT, keys_for
from roxom_tui.ui.screens.order_lines import order_lines
from roxom_tui.ui.screens.position_lines import PositionReading, position_lines
from roxom_tui.ui.screens.reading import Reading
from roxom_tui.ui.states import seen
from roxom_tui.ui.theme import Paint
from roxom_tui.ui.widgets.digits import ColumnMemory

_WIDTH: Final = 100
_HEIGHTS: Final = {Detailed.POSITION: 46, Detailed.ORDER: 30}
_HEADINGS: Final = {Detailed.POSITION: "Position", Detailed.ORDER: "Order"}


class _Conditions(Struct, frozen=True):
    picture: ScreenSnapshot
    options: DisplayOptions
    now: int
    wall: int


class DetailScreen(Reading):
    """Follows the picture while it is open, also when what it tells of has ended."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys_for({"go_to_row": "go"}),
        *DEFAULT_KEYMAP.bindings(("toggle_units", "toggle_account", "help")),
    ]

    hint = "Enter go to its symbol · ↑ ↓ PgUp PgDn move · Esc back"

    def __init__(self, request: DetailRequest, symbol: Symbol, paint: Paint = DEFAULT_PAINT) -> None:
        self.heading = f"{_HEADINGS[request.of]} · {symbol}"  # type: ignore[misc]
        super().__init__(paint)
        self.request = request
        self.chosen: Symbol | None = None
        """Where to go, once Enter was pressed."""
        self._symbol = symbol
        self._detail: Detail | None = None
        self._told: _Conditions | None = None
        self._columns = ColumnMemory()

    def follow(self, picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int) -> None:
        """Take this frame's picture, with what it says of the thing that was asked for."""
        if picture.detail is not None and _key_of(picture.detail) == self.request.key:
            self._detail = picture.detail
        self._told = _Conditions(picture, options, now, exchange_wall(picture.connection, now, wall))
        if self.stands:
            self.redraw()

    def wanted(self) -> tuple[int, int]:
        """The longest line, and mostly all there is to tell."""
        return _WIDTH, _HEIGHTS[self.request.of]

    def remark(self) -> str:
        """The state of its list where that is not live; then the rows in sight."""
        state = self._state()
        return " · ".join(part for part in ("" if state.is_live else state.value, super().remark()) if part)

    def lines(self, width: int) -> list[Line]:
        """Derived figures first, then every field."""
        told, detail = self._told, self._detail
        if told is None or detail is None:
            return [(Span("nothing was told of it yet", Role.SOFT),)]
        self._columns.about((self.request, told.options))
        ink = DetailInk(told.options, told.now, told.wall, self._state())
        if isinstance(detail, OrderDetail):
            lines = order_lines(detail, ink, width)
        else:
            lines = position_lines(_reading(detail, told), ink)
        return [*laid_out(lines, width), *fields_block(detail.fields, ink, width, self._columns)]

    def action_go(self) -> None:
        """To the symbol."""
        self.chosen = self._symbol
        self.dismiss(None)

    def _state(self) -> PanelState:
        if self._told is None or self._detail is None:
            return PanelState.WAITING
        return seen(self._detail.freshness, self._told.now).state


def _key_of(detail: Detail) -> str:
    return detail.position_id if isinstance(detail, PositionDetail) else detail.order_id


def _reading(detail: PositionDetail, told: _Conditions) -> PositionReading:
    picture, now = told.picture, told.now
    book = picture.book if picture.book.symbol == detail.symbol else None
    return PositionReading(
        detail,
        book,
        PanelState.WAITING if book is None else seen(book.freshness, now).state,
        PanelState.WAITING if book is None else seen(book.quote_freshness, now).state,
        picture.ticker.next_funding_at - told.wall,
    )
