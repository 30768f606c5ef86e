"""The answers of the GETs in every documented shape, older and newer (protocol 5.2 to 5.4, 5.7)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.events import (
    Balance,
    BalancesSeed,
    BookSnapshot,
    OrdersSeed,
    OrderStatus,
    OrderUpdate,
    PositionsSeed,
    PositionUpdate,
)
from roxom_tui.model.market import Level, OrderSide, PositionSide, Symbol
from roxom_tui.model.money import Btc, Price, Size, Unit
from roxom_tui.protocol.get_requests import (
    GetRefused,
    decode_balance,
    decode_order_book,
    decode_orders,
    decode_positions,
)
from tests.support.samples import ORDER_ID, POSITION_ID

GOLD = Symbol("GOLD-BTC")
DAY_NS = 1_767_225_600_000_000_000


def body(data: Any, **more: Any) -> bytes:
    return json.dumps({"data": data, "error": False, **more}).encode()


def btc(text: str) -> Btc:
    return Btc(Decimal(text))


def size(text: str) -> Size:
    return Size(Decimal(text))


NEWER_BALANCE = {
    "balances": [
        {"asset": "BTC", "assetClass": "digital", "available": "0.74", "current": "0.80", "lockedInOrders": "0.01"},
        {"asset": "USDC", "assetClass": "digital", "available": "5", "current": "5", "lockedInOrders": None},
    ],
    "lastUpdated": 1_767_225_600_000,
}


def test_the_newer_balance_lists_assets() -> None:
    usdc = Balance("USDC", btc("5"), btc("5"), None)
    assert decode_balance(body(NEWER_BALANCE), 200) == BalancesSeed(
        (Balance("BTC", btc("0.80"), btc("0.74"), btc("0.01")), usdc), DAY_NS
    )
    in_sats = decode_balance(body({**NEWER_BALANCE, "unit": "SATS"}), 200)
    assert isinstance(in_sats, BalancesSeed)
    assert in_sats.balances[0].total == Decimal("0.000000008")
    assert in_sats.balances[1] == usdc, "another asset is never converted"


@pytest.mark.parametrize("more", [{"error": False}, {}])
def test_the_older_balance_is_one_object(more: dict[str, Any]) -> None:
    answer = json.dumps({"data": {"available": "0.74", "balance": "0.80", "currency": "BTC"}, **more}).encode()
    assert decode_balance(answer, 200) == BalancesSeed((Balance("BTC", btc("0.80"), btc("0.74"), None),))


def test_integers_of_an_older_balance_are_sats() -> None:
    answer = body({"available": 74_000_000, "balance": 80_000_000, "currency": "BTC"})
    assert decode_balance(answer, 200) == BalancesSeed((Balance("BTC", btc("0.80"), btc("0.74"), None),))


NEWER_POSITION = {
    "id": POSITION_ID,
    "instrumentId": "0199c000-0000-7000-8000-000000000001",
    "side": "long",
    "size": "1.50",
    "avgEntry": "0.04300000",
    "margin": "0.00645000",
    "initialMargin": "0.00645000",
    "maintenanceMarginRatio": "0.05",
    "liquidationPrice": "0.04085000",
    "leverage": "10.0",
    "status": "normal",
    "adlRank": 3,
    "unit": "btc",
    "updatedAt": 1_767_225_600_000,
}
NEWER_POSITIONS = PositionsSeed(
    GOLD,
    (
        PositionUpdate(
            POSITION_ID,
            GOLD,
            side=PositionSide.LONG,
            size=size("1.50"),
            entry_price=Price("0.04300000"),
            liquidation_price=Price("0.04085000"),
            leverage=Decimal("10.0"),
            margin=btc("0.00645000"),
            initial_margin=btc("0.00645000"),
            maintenance_ratio=Decimal("0.05"),
            status="normal",
            adl_rank=3,
            updated_at=DAY_NS,
        ),
    ),
)


def test_newer_positions_take_their_symbol_from_the_request() -> None:
    assert decode_positions(body({"positions": [NEWER_POSITION]}), 200, GOLD) == NEWER_POSITIONS


OLDER_POSITION = {
    "positionId": POSITION_ID,
    "instrument": "GOLD",
    "symbol": "GOLD-BTC",
    "isBuy": False,
    "size": 2,
    "avgEntry": 4_300_000,
    "avgExit": None,
    "closeDate": None,
    "unrealizedPnl": -18_300,
    "markPrice": 4_312_200,
    "liquidationPrice": 4_515_000,
    "updatedAt": 1_767_225_600_000,
}
SNAKE_POSITION = {
    "position_id": POSITION_ID,
    "symbol": "GOLD-BTC",
    "is_buy": False,
    "size": 2,
    "avg_entry": 4_300_000,
    "unrealized_pnl": -18_300,
    "mark_price": 4_312_200,
    "liquidation_price": 4_515_000,
    "updated_at": 1_767_225_600_000,
}


@pytest.mark.parametrize("item", [OLDER_POSITION, SNAKE_POSITION])
@pytest.mark.parametrize("wrap", [lambda item: [item], lambda item: {"positions": [item]}])
@pytest.mark.parametrize("unit", list(Unit))
def test_older_positions_are_an_array_of_integers_in_sats(item: dict[str, Any], wrap: Any, unit: Unit) -> None:
    expected = PositionUpdate(
        POSITION_ID,
        GOLD,
        side=PositionSide.SHORT,
        size=size("2"),
        entry_price=Price("0.043"),
        mark_price=Price("0.043122"),
        liquidation_price=Price("0.04515"),
        unrealized_pnl=btc("-0.000183"),
        updated_at=DAY_NS,
    )
    assert decode_positions(body(wrap(item)), 200, GOLD, unit) == PositionsSeed(GOLD, (expected,))


def test_positions_in_another_symbol_are_left_out() -> None:
    other = {**OLDER_POSITION, "symbol": "OIL-BTC"}
    assert decode_positions(body([other]), 200, GOLD) == PositionsSeed(GOLD, ())


@pytest.mark.parametrize(("unit", "price"), [("sats", "0.00000001"), ("BTC", "1")])
def test_the_unit_of_the_answer_wins_over_the_unit_asked_for(unit: str, price: str) -> None:
    item = {**NEWER_POSITION, "avgEntry": "1", "unit": unit}
    for asked in Unit:
        seed = decode_positions(body({"positions": [item]}), 200, GOLD, asked)
        assert isinstance(seed, PositionsSeed)
        assert seed.positions[0].entry_price == Decimal(price)


NEWER_ORDER = {
    "id": ORDER_ID,
    "symbol": "GOLD-BTC",
    "type": "stoplimit",
    "side": "sell",
    "status": "waitingtrigger",
    "timeInForce": "gtc",
    "px": "0.04312300",
    "triggerPx": "0.04312500",
    "qty": "2.00",
    "size": "1.50",
    "amountFilled": "0.50",
    "unit": "btc",
    "createdAt": 1_767_225_600_000_000_000,
    "clientOrderId": "grid-7",
}
ORDER = OrderUpdate(
    ORDER_ID,
    GOLD,
    OrderStatus.WAITING_TRIGGER,
    side=OrderSide.SELL,
    order_type="stoplimit",
    limit_price=Price("0.04312300"),
    trigger_price=Price("0.04312500"),
    size=size("2.00"),
    remaining=size("1.50"),
    executed=size("0.50"),
    client_order_id="grid-7",
    created_at=DAY_NS,
)
OLDER_ORDER = {
    "id": ORDER_ID,
    "symbol": "GOLD-BTC",
    "orderType": "limit",
    "side": "sell",
    "status": "submitted",
    "price": 4_312_300,
    "quantity": "2.00",
    "isTriggered": False,
    "createdAt": 1_767_225_600_000,
}


@pytest.mark.parametrize("wrap", [lambda item: [item], lambda item: {"orders": [item]}])
def test_newer_and_older_orders_are_read_alike(wrap: Any) -> None:
    assert decode_orders(body(wrap(NEWER_ORDER)), 200) == OrdersSeed((ORDER,))
    older = OrderUpdate(
        ORDER_ID,
        GOLD,
        OrderStatus.SUBMITTED,
        side=OrderSide.SELL,
        order_type="limit",
        limit_price=Price("0.04312300"),
        size=size("2.00"),
        created_at=DAY_NS,
    )
    assert decode_orders(body(wrap(OLDER_ORDER)), 200) == OrdersSeed((older,))


def test_a_listed_order_without_a_status_counts_as_live() -> None:
    seed = decode_orders(body([{**NEWER_ORDER, "status": None}]), 200)
    assert isinstance(seed, OrdersSeed)
    assert not seed.orders[0].is_final


BOOK = {
    "instrumentId": "0199c000-0000-7000-8000-000000000001",
    "buys": [{"price": "0.04312300", "size": "0.75", "total": "0.03234225"}],
    "sells": [{"price": "0.04312700", "size": "1.20", "total": "0.05175240"}, {"price": "0.05", "size": "0"}],
}


def test_an_order_book_becomes_a_snapshot_without_a_time() -> None:
    bids, asks = (Level(Price("0.04312300"), size("0.75")),), (Level(Price("0.04312700"), size("1.20")),)
    assert decode_order_book(body(BOOK), 200, GOLD) == BookSnapshot(GOLD, bids, asks, 0)
    in_sats = {**BOOK, "unit": "sats", "buys": [{"price": "4312300", "size": "0.75"}], "sells": []}
    assert decode_order_book(body(in_sats), 200, GOLD, exchange_at=9) == BookSnapshot(GOLD, bids, (), 9)


@pytest.mark.parametrize(
    "book",
    [
        {"buys": []},
        {"buys": [], "sells": None},
        {"buys": [{"price": "1"}], "sells": []},
        {"buys": [{"price": 0.30000000000000004, "size": "1"}], "sells": []},
        {"buys": [["1", "2"]], "sells": []},
        {"buys": [{"price": "1", "size": "-1"}], "sells": []},
        {"buys": [], "sells": [], "symbol": "OIL-BTC"},
    ],
)
def test_a_book_that_cannot_be_read_whole_is_refused(book: Any) -> None:
    refused = decode_order_book(body(book), 200, GOLD)
    assert isinstance(refused, GetRefused)
    assert (refused.status, refused.code) == (200, "unreadable")
