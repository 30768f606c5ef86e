"""Details of the gold position and an order of the sample screen, made by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import OrderSide, PositionSide
from roxom_tui.model.money import Price
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.reading.mark_moves import MeanMove
from roxom_tui.state.views.account_views import (
    Guard,
    Kind,
    Learnt,
    OrderDetail,
    OrderRow,
    OrderStep,
    PositionDetail,
    PositionRow,
    ToldField,
)
from roxom_tui.state.views.market_views import BookView, WholeBook
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Line
from roxom_tui.ui.screens.detail_lines import DetailInk
from roxom_tui.ui.screens.position_lines import PositionReading
from tests.support.sample_screens import LIVE, NOW, WALL, board, order_row
from tests.support.spellings import GOLD, btc, levels, size
from tests.ui.drawing import texts

ROW: PositionRow = replace(
    board().positions.rows[0],
    funding=btc("-0.0000077"),
    pnl_share=Decimal("0.0284"),
    from_entry_bp=Decimal("28.37"),
)
"""Gold, long 1.50 from 0.043, at a mark of 0.043122."""

WHOLE = WholeBook(
    levels("0.04312300 0.75", "0.04312000 4.10"),
    levels("0.04312700 1.20", "0.04313100 2.60"),
    within_snapshot=(0, 10**18),
)
STOP: OrderRow = replace(
    order_row(1, GOLD, OrderSide.SELL, "0.042", "0.00", OrderStatus.WAITING_TRIGGER),
    order_type="stop",
    price=None,
    trigger=Price("0.04200000"),
    distance=Decimal("0.026"),
)


def field(name: str, kind: Kind, value: Decimal | int | str | None, age: int = 5, **more: bool) -> ToldField:
    return ToldField(name, name.upper(), kind, value, NOW - age * SECOND, **more)


FIELDS = (
    field("side", Kind.WORD, "long"),
    field("size", Kind.SIZE, size("1.50")),
    field("entry", Kind.PRICE, Price("0.04300000"), age=70),
    field("realized PnL", Kind.SIGNED, btc("0.000006")),
    field("leverage", Kind.NUMBER, Decimal("10.0")),
    field("updated", Kind.TIME, WALL - 5 * SECOND),
    field("id", Kind.ID, "0199b000-aaaa-7bbb-8ccc-ddddeeeeffff"),
)


def ink(state: PanelState = PanelState.LIVE, **options: object) -> DetailInk:
    return DetailInk(replace(DisplayOptions(), **options), NOW, WALL, state)  # type: ignore[arg-type]


def position(row: PositionRow | None = ROW, **more: object) -> PositionDetail:
    made = PositionDetail("p", GOLD, LIVE, row, FIELDS, (), PanelState.LIVE, MeanMove(None, 3))
    return replace(made, **more)  # type: ignore[arg-type]


def guarded() -> PositionDetail:
    return position(guards=(Guard(STOP, is_named=False), Guard(replace(STOP, order_id="2"), is_named=True)))


def short_of(row: PositionRow = ROW) -> PositionRow:
    return replace(row, side=PositionSide.SHORT, pnl=btc("-0.000183"))


def book(whole: WholeBook | None = WHOLE) -> BookView:
    return replace(board().book, whole=whole)


def reading(detail: PositionDetail | None = None, **more: Any) -> PositionReading:
    made = PositionReading(detail or position(), book(), PanelState.LIVE, PanelState.LIVE, 3_661 * SECOND)
    return replace(made, **more)


def order(row: OrderRow | None = STOP, **more: object) -> OrderDetail:
    steps = (
        OrderStep(OrderStatus.SUBMITTED, size("0"), WALL - 60 * SECOND, NOW - 60 * SECOND, Learnt.REPORT),
        OrderStep(OrderStatus.PARTIALLY_FILLED, size("0.5"), None, NOW - 30 * SECOND, Learnt.LIST),
        OrderStep("odd", size("0.7"), WALL - 10 * SECOND, NOW - 10 * SECOND, Learnt.AFTER_OUTAGE),
    )
    return replace(OrderDetail("order-1", GOLD, LIVE, row, FIELDS, steps, 0), **more)  # type: ignore[arg-type]


def joined(lines: list[Line]) -> str:
    return "\n".join(texts(lines))
