"""The GETs: what is asked, and every documented shape of the answers (protocol 5.1 to 5.4, 5.7)."""

from __future__ import annotations

import json
from decimal import Decimal
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from roxom_tui.model.number import Btc, Price, Size, Unit
from roxom_tui.protocol.rest import (
    Answer,
    GetKind,
    GetRefused,
    GetRequest,
    decode_answer,
    decode_balance,
    decode_order_book,
    decode_orders,
    decode_positions,
    request,
)
from tests.protocol.samples import ORDER_ID, POSITION_ID
from tests.protocol.test_bad_frames import any_object, any_tree

GOLD = Symbol("GOLD-BTC")
ODD = Symbol("A B&unit=sats/é")
DAY_NS = 1_767_225_600_000_000_000


def body(data: Any, **more: Any) -> bytes:
    return json.dumps({"data": data, "error": False, **more}).encode()


def btc(text: str) -> Btc:
    return Btc(Decimal(text))


def size(text: str) -> Size:
    return Size(Decimal(text))


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        (request(GetKind.BALANCE), "/v1/accounts/balance?unit=btc"),
        (request(GetKind.BALANCE, "/api/v1", unit="sats"), "/api/v1/accounts/balance?unit=sats"),
        (request(GetKind.ORDERS), "/v1/orders?instType=perpetual&unit=btc"),
        (request(GetKind.ORDERS, symbol=GOLD), "/v1/orders?instType=perpetual&symbol=GOLD-BTC&unit=btc"),
        (request(GetKind.POSITIONS, symbol=GOLD), "/v1/positions?instType=perpetual&symbol=GOLD-BTC&unit=btc"),
        (
            request(GetKind.ORDER_BOOK, "", GOLD, levels=100),
            "/orderbook/snapshot?instType=perpetual&symbol=GOLD-BTC&levels=100&unit=btc",
        ),
    ],
)
def test_a_target_is_the_path_and_query_to_sign_and_send(asked: GetRequest, target: str) -> None:
    assert asked.target == target


def test_a_symbol_is_encoded_and_cannot_add_a_parameter() -> None:
    parts = urlsplit(request(GetKind.POSITIONS, symbol=ODD).target)
    assert parts.path == "/v1/positions"
    assert parse_qsl(parts.query) == [("instType", "perpetual"), ("symbol", ODD), ("unit", "btc")]


@pytest.mark.parametrize("prefix", ["v1", "/v1/", "/v1?x=1", "/v1#", "/v 1", "//host", "/v1\r\nX: y", "https://x/v1"])
def test_a_prefix_that_is_no_path_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="not a path prefix"):
        request(GetKind.BALANCE, prefix)


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": GetKind.POSITIONS},
        {"kind": GetKind.ORDER_BOOK},
        {"kind": GetKind.ORDER_BOOK, "symbol": GOLD, "levels": 0},
        {"kind": GetKind.ORDER_BOOK, "symbol": GOLD, "levels": 101},
        {"kind": GetKind.ORDERS, "levels": 5},
        {"kind": GetKind.BALANCE, "symbol": GOLD},
        {"kind": GetKind.BALANCE, "unit": "usd"},
    ],
)
def test_parts_that_do_not_belong_together_are_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"needs|takes|valid"):
        request(**parts)


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
        {"buys": [{"price": 0.5, "size": "1"}], "sells": []},
        {"buys": [["1", "2"]], "sells": []},
        {"buys": [{"price": "1", "size": "-1"}], "sells": []},
        {"buys": [], "sells": [], "symbol": "OIL-BTC"},
    ],
)
def test_a_book_that_cannot_be_read_whole_is_refused(book: Any) -> None:
    refused = decode_order_book(body(book), 200, GOLD)
    assert isinstance(refused, GetRefused)
    assert (refused.status, refused.code) == (200, "unreadable")


@pytest.mark.parametrize(
    ("status", "answer", "refused"),
    [
        (401, {"error": 401, "message": "missing API key"}, GetRefused(401, "401", "missing API key")),
        (200, {"error": 401, "message": "expired"}, GetRefused(200, "401", "expired")),
        (200, {"error": True, "message": "no", "data": {}}, GetRefused(200, "", "no")),
        (
            400,
            {"code": "VALIDATION_ERROR", "message": "bad", "details": "symbol\x1b"},
            GetRefused(400, "VALIDATION_ERROR", "bad: symbol\ufffd"),
        ),
        (404, {"code": "NOT_FOUND", "message": "gone"}, GetRefused(404, "NOT_FOUND", "gone")),
        (200, {"error": {"code": 7, "message": "inner"}}, GetRefused(200, "7", "inner")),
        (200, {"error": "in words"}, GetRefused(200, "", "in words")),
        (500, {"data": [], "error": False}, GetRefused(500, "", "no data in the answer")),
        (302, {"data": [], "error": False}, GetRefused(302, "", "no data in the answer")),
        (200, {"error": False}, GetRefused(200, "", "no data in the answer")),
        (200, {"data": None}, GetRefused(200, "", "no data in the answer")),
    ],
)
def test_every_shape_of_an_error_is_a_value(status: int, answer: Any, refused: GetRefused) -> None:
    assert decode_orders(json.dumps(answer).encode(), status) == refused


@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b"\xff", b"[]", b"null", b"[" * 5000, b'{"data":"x"}', b'{"data":[5]}']
)
@pytest.mark.parametrize("status", [200, 502])
@pytest.mark.parametrize("kind", list(GetKind))
def test_an_answer_that_is_none_is_a_value_too(kind: GetKind, status: int, answer: bytes) -> None:
    asked = GetRequest(kind, symbol=None if kind is GetKind.BALANCE else GOLD)
    refused = decode_answer(asked, answer, status)
    assert isinstance(refused, GetRefused)
    assert refused.status == status
    assert refused.text.isprintable()


def test_one_entry_that_cannot_be_read_refuses_the_list() -> None:
    for item in ({**NEWER_ORDER, "id": None}, {**NEWER_ORDER, "symbol": 5}, {**NEWER_ORDER, "unit": "usd"}, 7):
        assert isinstance(decode_orders(body([NEWER_ORDER, item]), 200), GetRefused)
    assert isinstance(decode_positions(body([NEWER_POSITION, {"size": "1"}]), 200, GOLD), GetRefused)
    assert isinstance(decode_balance(body({"balances": [{"asset": "BTC"}]}), 200), GetRefused)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (GetKind.BALANCE, NEWER_BALANCE),
        (GetKind.POSITIONS, {"positions": [NEWER_POSITION]}),
        (GetKind.ORDERS, [NEWER_ORDER]),
        (GetKind.ORDER_BOOK, BOOK),
    ],
)
def test_an_answer_is_read_as_what_was_asked(kind: GetKind, data: Any) -> None:
    asked = GetRequest(kind, symbol=None if kind is GetKind.BALANCE else GOLD)
    expected: dict[GetKind, Answer] = {
        GetKind.BALANCE: decode_balance(body(data), 200),
        GetKind.POSITIONS: decode_positions(body(data), 200, GOLD),
        GetKind.ORDERS: decode_orders(body(data), 200),
        GetKind.ORDER_BOOK: decode_order_book(body(data), 200, GOLD),
    }
    answer = decode_answer(asked, body(data), 200)
    assert answer == expected[kind]
    assert not isinstance(answer, GetRefused)


REST_KEYS = ("balances", "positions", "orders", "buys", "sells", "price", "size", "id", "symbol", "asset", "current")


@settings(max_examples=2000, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(list(GetKind)))
def test_whatever_is_answered_nothing_raises(seed: int, kind: GetKind) -> None:
    random = Random(seed)
    data: dict[str, Any] = any_object(random)
    for key in random.sample(REST_KEYS, 4):
        data[key] = [{inner: any_tree(random) for inner in REST_KEYS}, any_tree(random)][: random.randrange(3)]
    asked = GetRequest(kind, symbol=None if kind is GetKind.BALANCE else GOLD)
    for answered in (body(data), body([data]), json.dumps(data).encode()):
        answer = decode_answer(asked, answered, 200)
        assert isinstance(answer, (BalancesSeed, PositionsSeed, OrdersSeed, BookSnapshot, GetRefused))
