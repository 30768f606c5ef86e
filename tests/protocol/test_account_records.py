"""Orders and positions as a stream tells them, with and without a sign (protocol 4.5, 4.7)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.events import OrderStatus, OrderUpdate, PositionUpdate
from roxom_tui.model.market import OrderSide, PositionSide
from roxom_tui.model.money import Price
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import Decoder
from roxom_tui.protocol.get_answers import decode_orders, decode_positions
from tests.protocol.reading import GOLD, POSITION_UPDATE, btc, decoded, order, position, size, without
from tests.support.get_bodies import NEWER_ORDER, NEWER_POSITION, body
from tests.support.samples import AT, LONG_ORDER, ORDER_ID, POSITION, POSITION_ID, SHORT_ORDER, account


def test_the_short_order_event_holds_what_it_has() -> None:
    assert decoded(account("order", SHORT_ORDER)) == OrderUpdate(
        ORDER_ID,
        GOLD,
        OrderStatus.PARTIALLY_FILLED,
        exchange_at=AT,
        remaining=size("1.50"),
        executed=size("0.50"),
        average_price=Price("0.04312300"),
    )


def test_the_long_order_event_holds_everything() -> None:
    assert decoded(account("order", LONG_ORDER)) == OrderUpdate(
        ORDER_ID,
        GOLD,
        OrderStatus.PARTIALLY_FILLED,
        exchange_at=AT,
        side=OrderSide.BUY,
        order_type="limit",
        limit_price=Price("0.04312300"),
        size=size("2.00"),
        remaining=size("1.50"),
        executed=size("0.50"),
        average_price=Price("0.04312300"),
        fill_price=Price("0.04312300"),
        fees=btc("0.00001078"),
        client_order_id="grid-7",
        entry_position=POSITION_ID,
    )


@pytest.mark.parametrize("status", list(OrderStatus))
def test_every_documented_status_is_known_in_any_case(status: OrderStatus) -> None:
    order = decoded(account("order", {**SHORT_ORDER, "status": status.value.upper()}))
    assert isinstance(order, OrderUpdate)
    assert order.status is status


def test_an_unknown_status_stays_as_text_and_counts_as_live() -> None:
    order = decoded(account("order", {**SHORT_ORDER, "status": "Paused\x1b[2J"}))
    assert isinstance(order, OrderUpdate)
    assert order.status == "Paused\ufffd[2J"
    assert not order.is_final


@pytest.mark.parametrize("key", ["orderId", "symbol", "status"])
@pytest.mark.parametrize("bad", [None, 7, "", [], {}])
def test_an_order_cannot_do_without_id_symbol_and_status(key: str, bad: Any) -> None:
    refusal = decoded(account("order", {**SHORT_ORDER, key: bad}))
    assert isinstance(refusal, FrameRejected)
    assert refusal.stream == Stream(Channel.ORDERS)


@pytest.mark.parametrize("key", ["remainingQty", "executedQty", "avgPx", "timestamp"])
@pytest.mark.parametrize("bad", [None, 0.30000000000000004, True, "1e5", [], {}])
def test_any_other_field_of_an_order_may_be_unreadable(key: str, bad: Any) -> None:
    order = decoded(account("order", {**SHORT_ORDER, key: bad}))
    assert isinstance(order, OrderUpdate)
    field = {"remainingQty": "remaining", "executedQty": "executed", "avgPx": "average_price"}.get(key, "exchange_at")
    assert getattr(order, field) is None


def test_what_is_told_and_cannot_be_read_is_named_and_what_is_left_out_or_null_is_not() -> None:
    order = decoded(
        account("order", {**LONG_ORDER, "remainingQty": 0.30000000000000004, "side": "sideways", "limitPrice": None})
    )
    assert isinstance(order, OrderUpdate)
    assert order.unread == ("side", "remaining")
    assert decoded(account("order", SHORT_ORDER)).unread == ()  # type: ignore[union-attr]
    position = decoded(
        account("position", {**POSITION, "size": 0.30000000000000004, "avgEntry": "x", "leverage": None})
    )
    assert isinstance(position, PositionUpdate)
    assert position.unread == ("size", "entry_price")


@pytest.mark.parametrize("bad", ["x" * 65, "a\u202eb", "a\x00b", "a\u200bb"])
def test_an_id_that_would_have_to_be_altered_is_refused(bad: str) -> None:
    refusal = decoded(account("order", {**SHORT_ORDER, "orderId": bad}))
    assert isinstance(refusal, FrameRejected)
    assert refusal.reason is RejectReason.WRONG_TYPE


def test_one_order_that_cannot_be_read_rejects_the_array() -> None:
    refusal = decoded(account("order", [SHORT_ORDER, without(SHORT_ORDER, "orderId")]))
    assert isinstance(refusal, FrameRejected)
    assert len(Decoder().decode(account("order", [SHORT_ORDER, LONG_ORDER]))) == 2


def test_an_average_price_of_zero_is_none_yet() -> None:
    order = decoded(account("order", {**LONG_ORDER, "avgPx": "0.00000000", "fillPx": None, "limitPrice": "0"}))
    assert isinstance(order, OrderUpdate)
    assert (order.average_price, order.fill_price, order.limit_price) == (None, None, None)


BUY, SELL = OrderSide.BUY, OrderSide.SELL


@pytest.mark.parametrize(
    ("told", "side", "sizes"),
    [
        ({"side": "sell", "orderSize": "-2", "remainingQty": "-1.5", "executedQty": "-0.5"}, SELL, ("2", "1.5", "0.5")),
        ({"side": ..., "orderSize": "-2", "remainingQty": "-1.5", "executedQty": "-0.5"}, SELL, ("2", "1.5", "0.5")),
        ({"side": "sell", "orderSize": "-2", "remainingQty": "-2", "executedQty": "0"}, SELL, ("2", "2", "0")),
        ({"side": "buy", "orderSize": "2", "remainingQty": "-0.5", "executedQty": "2.5"}, BUY, ("2", None, "2.5")),
        ({"side": "sell", "orderSize": "2", "remainingQty": "-0.5", "executedQty": "2.5"}, SELL, ("2", None, "2.5")),
        ({"side": "buy", "orderSize": "-2", "remainingQty": "-1.5", "executedQty": "-0.5"}, BUY, (None, None, None)),
        ({"side": "sell", "isBuy": True}, None, ("2", "1.5", "0.5")),
    ],
)
def test_an_order_has_quantities_without_sign_and_the_side_that_all_say(
    told: dict[str, Any], side: OrderSide | None, sizes: tuple[str | None, ...]
) -> None:
    update = order(**told)
    assert update.side is side
    assert (update.size, update.remaining, update.executed) == tuple(None if s is None else Decimal(s) for s in sizes)


def test_what_cannot_be_a_quantity_is_told_as_unread() -> None:
    assert order(remainingQty="-0.5").unread == ("remaining",)
    assert position(leverage="-10").unread == ("leverage",)
    assert position(leverage="0").leverage is None
    assert position(maintenanceMargin="-1").maintenance_margin is None


def test_a_listed_order_is_read_the_same_way() -> None:
    listed = {**NEWER_ORDER, "side": "sell", "qty": "-2", "size": "-1.5", "amountFilled": "-0.5"}
    seed = decode_orders(body({"orders": [listed]}), 200)
    (update,) = seed.orders  # type: ignore[union-attr]
    assert (update.side, update.size, update.remaining, update.executed) == (SELL, 2, Decimal("1.5"), Decimal("0.5"))


@pytest.mark.parametrize("data", [[POSITION], POSITION])
def test_positions_come_as_an_array_or_an_object(data: Any) -> None:
    assert decoded(account("position", data)) == POSITION_UPDATE


@pytest.mark.parametrize("close_date", [1_767_225_600_700, 1_767_225_600_700_000_000, "2026-01-01T00:00:00.7Z"])
def test_milliseconds_and_nanoseconds_are_told_apart_in_one_object(close_date: Any) -> None:
    position = decoded(account("position", {**POSITION, "closeDate": close_date}))
    assert isinstance(position, PositionUpdate)
    assert position.closed_at == 1_767_225_600_700_000_000
    assert position.is_final


@pytest.mark.parametrize(
    ("said", "side"),
    [
        ({"side": "SHORT"}, PositionSide.SHORT),
        ({"side": "sell"}, PositionSide.SHORT),
        ({"side": "buy"}, PositionSide.LONG),
        ({"side": None, "isBuy": True}, PositionSide.LONG),
        ({"side": None, "isBuy": False}, PositionSide.SHORT),
        ({"side": "up"}, None),
    ],
)
def test_every_spelling_of_a_direction_is_mapped(said: dict[str, Any], side: PositionSide | None) -> None:
    position = decoded(account("position", {**POSITION, **said}))
    assert isinstance(position, PositionUpdate)
    assert position.side is side


def test_a_size_not_sent_is_what_was_entered_less_what_was_left() -> None:
    position = decoded(account("position", without(POSITION, "size")))
    assert isinstance(position, PositionUpdate)
    assert position.size == Decimal("1.50")


@pytest.mark.parametrize(("rank", "kept"), [(0, 0), (5, 5), (6, None), (-1, None), (True, None), ("3", None)])
def test_an_adl_rank_is_a_whole_number_from_0_to_5(rank: Any, kept: int | None) -> None:
    position = decoded(account("position", {**POSITION, "adlRank": rank}))
    assert isinstance(position, PositionUpdate)
    assert position.adl_rank == kept


def test_one_position_without_an_id_rejects_the_array() -> None:
    refusal = decoded(account("position", [POSITION, without(POSITION, "id")]))
    assert isinstance(refusal, FrameRejected)
    assert refusal.stream == Stream(Channel.POSITIONS)


def test_an_empty_array_says_nothing_and_is_no_fault() -> None:
    assert tuple(Decoder().decode(account("position", []))) == ()


LONG, SHORT = PositionSide.LONG, PositionSide.SHORT


@pytest.mark.parametrize(
    ("said", "side"),
    [
        ({"side": "short", "size": "1.5"}, SHORT),
        ({"side": "short", "size": "-1.5"}, SHORT),
        ({"side": "SHORT", "size": -1.5}, SHORT),
        ({"side": "sell", "size": "-1.5"}, SHORT),
        ({"side": ..., "isBuy": False, "size": "-1.5"}, SHORT),
        ({"side": ..., "size": "-1.5"}, SHORT),
        ({"side": None, "size": "-1.50"}, SHORT),
        ({"side": "long", "size": "1.5"}, LONG),
        ({"side": "long", "isBuy": True, "size": "1.5"}, LONG),
        ({"side": ..., "size": "1.5"}, None),
        ({"side": "long", "size": "-1.5"}, None),
        ({"side": "long", "isBuy": False, "size": "1.5"}, None),
        ({"side": "short", "isBuy": True, "size": "1.5"}, None),
        ({"side": "buy", "isBuy": False, "size": "1.5"}, None),
    ],
)
def test_a_position_has_the_side_that_all_say_and_a_size_without_sign(
    said: dict[str, Any], side: PositionSide | None
) -> None:
    update = position(**said)
    assert (update.side, update.size) == (side, Decimal("1.5"))
    assert update.unread == (("side",) if side is None and isinstance(said["side"], str) else ())


@pytest.mark.parametrize(
    ("entered", "left", "size"),
    [
        ("2.00", "0.50", "1.5"),
        ("-2.00", "-0.50", "1.5"),
        ("-2.00", "0.50", "1.5"),
        ("2.00", "-0.50", "1.5"),
        ("2.00", "2.00", "0"),
        ("2.00", "2.50", None),
        ("-2.00", "-2.50", None),
        ("x", "0.5", None),
    ],
)
def test_what_is_held_is_what_was_entered_less_what_was_left_whatever_their_signs(
    entered: str, left: str, size: str | None
) -> None:
    update = position(side="short", size=..., entryAmount=entered, exitAmount=left)
    assert update.size == (None if size is None else Decimal(size))
    assert update.side is SHORT


def test_where_nothing_else_tells_the_side_the_sign_of_what_was_entered_does() -> None:
    update = position(side=..., size=..., entryAmount="-2.00", exitAmount="-0.50")
    assert (update.side, update.size, update.is_signed) == (SHORT, Decimal("1.5"), True)


@given(st.decimals("0.01", "1000", places=2), st.booleans(), st.booleans(), st.booleans())
def test_signed_or_not_by_stream_or_by_get_it_is_one_position(
    size: Decimal, short: bool, signed: bool, listed: bool
) -> None:
    told = {"side": "short" if short else "long", "size": str(-size if short and signed else size)}
    if listed:
        seed = decode_positions(body({"positions": [{**NEWER_POSITION, **told}]}), 200, GOLD)
        (update,) = seed.positions  # type: ignore[union-attr]
    else:
        update = position(**told)
    assert (update.side, update.size) == (SHORT if short else LONG, size)
