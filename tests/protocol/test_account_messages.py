"""Decoding of orders, balances, positions and notices, by the tables of protocol 4.5 to 4.8."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.events import AccountNotice, BalanceUpdate, OrderStatus, OrderUpdate, PositionUpdate
from roxom_tui.model.market import OrderSide, PositionSide, Symbol
from roxom_tui.model.money import Btc, Price, Size
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import Decoded, Decoder
from tests.support.samples import AT, BALANCE, LONG_ORDER, ORDER_ID, POSITION, POSITION_ID, SHORT_ORDER, account

GOLD = Symbol("GOLD-BTC")


def decoded(frame: str) -> Decoded:
    (event,) = Decoder().decode(frame)
    return event


def size(text: str) -> Size:
    return Size(Decimal(text))


def btc(text: str) -> Btc:
    return Btc(Decimal(text))


def without(data: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in keys}


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


def test_a_balance_change_holds_before_after_amount_and_cause() -> None:
    assert decoded(account("balance", BALANCE)) == BalanceUpdate(
        "BTC", btc("0.80000000"), btc("0.79988000"), btc("-0.00012000"), "ordersettle", AT
    )


@pytest.mark.parametrize("absent", ["balanceBefore", "balanceAfter", "amount"])
@pytest.mark.parametrize("how", ["absent", "null", "unreadable"])
def test_a_missing_one_of_before_after_and_amount_is_worked_out(absent: str, how: str) -> None:
    data = (
        without(BALANCE, absent)
        if how == "absent"
        else {**BALANCE, absent: None if how == "null" else 0.30000000000000004}
    )
    update = decoded(account("balance", data))
    assert isinstance(update, BalanceUpdate)
    assert (update.before, update.after, update.amount) == (Decimal("0.8"), Decimal("0.79988"), Decimal("-0.00012"))


def test_a_balance_change_may_hold_the_amount_alone_but_not_nothing() -> None:
    alone = without(BALANCE, "balanceBefore", "balanceAfter", "unit")
    assert decoded(account("balance", alone)) == BalanceUpdate("BTC", None, None, btc("-0.00012000"), "ordersettle", AT)
    refusal = decoded(account("balance", without(alone, "amount")))
    assert isinstance(refusal, FrameRejected)
    assert refusal.reason is RejectReason.MISSING_FIELD


def test_where_the_three_disagree_the_balance_after_is_trusted() -> None:
    update = decoded(account("balance", {**BALANCE, "amount": "5"}))
    assert isinstance(update, BalanceUpdate)
    assert (update.after, update.amount) == (Decimal("0.79988"), Decimal("-0.00012"))


def test_differences_of_long_numbers_are_not_rounded() -> None:
    before, after = "999999999999999999.000000000000000001", "0.000000000000000002"
    update = decoded(account("balance", {"balanceBefore": before, "balanceAfter": after}))
    assert isinstance(update, BalanceUpdate)
    assert str(update.amount) == "-999999999999999998.999999999999999999"


@pytest.mark.parametrize(
    ("unit", "asset", "after"),
    [("SATS", "BTC", "0.00000012"), ("btc", "BTC", "12"), (None, "BTC", "12"), ("usdc", "USDC", "12")],
)
def test_only_sats_are_converted_and_another_unit_is_another_asset(unit: str | None, asset: str, after: str) -> None:
    update = decoded(account("balance", {"balanceAfter": "12", "unit": unit}))
    assert isinstance(update, BalanceUpdate)
    assert (update.asset, f"{update.after:f}") == (asset, after)


@pytest.mark.parametrize(("key", "asset"), [("asset", "USDC"), ("currency", "usdt"), ("asset", "btc"), ("asset", None)])
def test_an_asset_that_is_named_wins_over_the_unit(key: str, asset: str | None) -> None:
    update = decoded(account("balance", {"balanceAfter": "12", "unit": "sats", key: asset}))
    assert isinstance(update, BalanceUpdate)
    expected = ("BTC", "0.00000012") if asset in ("btc", None) else (str(asset).upper(), "12")
    assert (update.asset, f"{update.after:f}") == expected


def test_an_average_price_of_zero_is_none_yet() -> None:
    order = decoded(account("order", {**LONG_ORDER, "avgPx": "0.00000000", "fillPx": None, "limitPrice": "0"}))
    assert isinstance(order, OrderUpdate)
    assert (order.average_price, order.fill_price, order.limit_price) == (None, None, None)


POSITION_UPDATE = PositionUpdate(
    POSITION_ID,
    GOLD,
    side=PositionSide.LONG,
    size=size("1.50"),
    entry_price=Price("0.04300000"),
    mark_price=Price("0.04312200"),
    liquidation_price=Price("0.04085000"),
    leverage=Decimal("10.0"),
    margin=btc("0.00860000"),
    initial_margin=btc("0.00645000"),
    maintenance_margin=btc("0.00322500"),
    unrealized_pnl=btc("0.00018300"),
    realized_pnl=btc("0.00000600"),
    status="normal",
    updated_at=1_767_225_600_700_000_000,
)


@pytest.mark.parametrize("data", [[POSITION], POSITION])
def test_positions_come_as_an_array_or_an_object(data: Any) -> None:
    assert decoded(account("position", data)) == POSITION_UPDATE


@pytest.mark.parametrize("close_date", [1_767_225_600_700, 1_767_225_600_700_000_000, "2026-01-01T00:00:00.7Z"])
def test_milliseconds_and_nanoseconds_are_told_apart_in_one_object(close_date: Any) -> None:
    position = decoded(account("position", {**POSITION, "closeDate": close_date}))
    assert isinstance(position, PositionUpdate)
    assert position.closed_at == 1_767_225_600_700_000_000
    assert position.is_closed


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


def test_a_notice_is_printed_compactly_through_the_gate() -> None:
    notice = decoded(account("account", {"text": "bye\u202e [/x]", "at": [1, None], "time": 1_767_225_600}))
    assert notice == AccountNotice(
        '{"text":"bye\ufffd [/x]","at":[1,null],"time":1767225600}', 1_767_225_600_000_000_000
    )
    long = decoded(account("account", "x" * 1000))
    assert isinstance(long, AccountNotice)
    assert len(long.text) == 240


@pytest.mark.parametrize(
    "frame",
    [
        {"data": {"type": "position", **POSITION}},
        {"data": {"type": "position", "data": [POSITION]}},
        {"topic": "positions", "type": "position", "createdTime": AT, "data": POSITION},
        {"topic": "positions", "type": "snapshot", "createdTime": AT, "data": [POSITION]},
        {"topic": "positions", "data": POSITION},
        {"type": "position", "data": POSITION, "extra": {"a": [1]}},
    ],
)
def test_older_nesting_and_a_topic_on_an_account_message_are_understood(frame: dict[str, Any]) -> None:
    assert decoded(json.dumps(frame)) == POSITION_UPDATE


@pytest.mark.parametrize("kind", ["order", "balance", "position", "account"])
@pytest.mark.parametrize("data", [None, 5, [5], "x"])
def test_an_account_message_of_another_shape_is_rejected_or_a_notice(kind: str, data: Any) -> None:
    event = decoded(account(kind, data))
    assert isinstance(event, AccountNotice if kind == "account" and data is not None else FrameRejected)
