"""The answers of the GETs in every documented shape, older and newer (protocol 5.2 to 5.4, 5.7), and in any other."""

from __future__ import annotations

import json
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roxom_tui.model.events import (
    Balance,
    BalancesSeed,
    BookSnapshot,
    CalendarsSeed,
    OrdersSeed,
    OrderStatus,
    OrderUpdate,
    PositionsSeed,
    PositionUpdate,
)
from roxom_tui.model.market import Level, OrderSide, PositionSide, Symbol
from roxom_tui.model.money import Price, Unit, UnstatedPrice
from roxom_tui.protocol.calendar_answers import decode_calendars
from roxom_tui.protocol.get_answers import (
    GetRefused,
    decode_balance,
    decode_order_book,
    decode_orders,
    decode_positions,
)
from roxom_tui.protocol.get_requests import Answer, GetKind, GetRequest, decode_answer
from tests.bad_frames.odd_values import any_object, any_tree
from tests.protocol.reading import GOLD, btc, size
from tests.support.get_bodies import (
    BOOK,
    DAY_NS,
    NEWER_BALANCE,
    NEWER_ORDER,
    NEWER_POSITION,
    NEWER_POSITIONS,
    OLDER_ORDER,
    OLDER_POSITION,
    ORDER,
    SNAKE_POSITION,
    body,
)
from tests.support.samples import ORDER_ID, POSITION_ID


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


def test_newer_positions_take_their_symbol_from_the_request() -> None:
    assert decode_positions(body({"positions": [NEWER_POSITION]}), 200, GOLD) == NEWER_POSITIONS


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
        (GetKind.CALENDARS, {"calendars": []}),
    ],
)
def test_an_answer_is_read_as_what_was_asked(kind: GetKind, data: Any) -> None:
    asked = GetRequest(kind, symbol=None if kind is GetKind.BALANCE else GOLD)
    expected: dict[GetKind, Answer] = {
        GetKind.BALANCE: decode_balance(body(data), 200),
        GetKind.POSITIONS: decode_positions(body(data), 200, GOLD),
        GetKind.ORDERS: decode_orders(body(data), 200),
        GetKind.ORDER_BOOK: decode_order_book(body(data), 200, GOLD),
        GetKind.CALENDARS: decode_calendars(body(data), 200, GOLD),
    }
    answer = decode_answer(asked, body(data), 200)
    assert answer == expected[kind]
    assert not isinstance(answer, GetRefused)


REST_KEYS = ("balances", "positions", "orders", "buys", "sells", "price", "size", "id", "symbol", "asset", "current")
CALENDAR_KEYS = ("calendars", "holidays", "timezone", "openHour", "closeHour", "openDayBefore", "date", "tradingHours")
SEEDS = {
    GetKind.BALANCE: BalancesSeed,
    GetKind.POSITIONS: PositionsSeed,
    GetKind.ORDERS: OrdersSeed,
    GetKind.ORDER_BOOK: BookSnapshot,
    GetKind.CALENDARS: CalendarsSeed,
}


@settings(max_examples=2000, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(list(GetKind)))
def test_whatever_is_answered_nothing_raises(seed: int, kind: GetKind) -> None:
    random = Random(seed)
    data: dict[str, Any] = any_object(random)
    keys = CALENDAR_KEYS if kind is GetKind.CALENDARS else REST_KEYS
    for key in random.sample(keys, 4):
        data[key] = [{inner: any_tree(random) for inner in keys}, any_tree(random)][: random.randrange(3)]
    asked = GetRequest(kind, symbol=None if kind is GetKind.BALANCE else GOLD)
    for answered in (body(data), body([data]), json.dumps(data).encode()):
        answer = decode_answer(asked, answered, 200)
        assert isinstance(answer, (SEEDS[kind], GetRefused))


def test_the_answers_of_gets_are_read_from_fractions() -> None:
    book = decode_order_book(body({"buys": [{"price": 0.0431, "size": 0.75}], "sells": []}), 200, Symbol("GOLD-BTC"))
    assert isinstance(book, BookSnapshot)
    assert book.bids == ((Decimal("0.0431"), Decimal("0.75")),)
    orders = decode_orders(body({"orders": [{**NEWER_ORDER, "px": 0.0431, "qty": 2.5}]}), 200)
    assert isinstance(orders, OrdersSeed)
    assert (orders.orders[0].limit_price, orders.orders[0].size) == (Decimal("0.0431"), Decimal("2.5"))
    balances = decode_balance(body({"balances": [{"asset": "BTC", "current": 0.8, "available": 0.74}]}), 200)
    assert isinstance(balances, BalancesSeed)
    assert (balances.balances[0].total, balances.balances[0].available) == (Decimal("0.8"), Decimal("0.74"))


def positions_of(*items: dict[str, Any]) -> tuple[PositionUpdate, ...]:
    seed = decode_positions(body([{"positionId": f"p-{n}", **item} for n, item in enumerate(items)]), 200, GOLD)
    assert isinstance(seed, PositionsSeed)
    return seed.positions


def test_beside_large_integers_a_fraction_in_an_answer_without_a_unit_is_sats_too() -> None:
    (position,) = positions_of({"avgEntry": 4_300_000.5, "markPrice": 4_312_200, "unrealizedPnl": -18_300})
    assert (position.entry_price, position.mark_price) == (Decimal("0.043000005"), Decimal("0.043122"))
    assert position.unrealized_pnl == Decimal("-0.000183")


def test_alone_a_fraction_is_in_the_unit_asked_for_and_states_none() -> None:
    (position,) = positions_of({"avgEntry": 0.0431, "unrealizedPnl": 0.0})
    assert position.entry_price == UnstatedPrice("0.0431")
    assert isinstance(position.entry_price, UnstatedPrice)


def test_beside_small_integers_nothing_tells_the_unit_and_nothing_is_read() -> None:
    position, other = positions_of({"avgEntry": 0.5, "markPrice": 1}, {"avgEntry": "0.0431"})
    assert (position.entry_price, position.mark_price) == (None, None)
    assert position.unread == ("entry_price", "mark_price")
    assert other.entry_price is None, "the whole answer is in one unit"


OLDER_ANSWER: dict[str, Any] = {"avgEntry": 4_312_345.5, "markPrice": 4_320_000, "margin": 862_469}


@pytest.mark.parametrize("small", [250, -250, 1, 0.5, -9_999, 25_000])
def test_a_small_amount_beside_large_prices_changes_nothing_of_their_unit(small: float) -> None:
    (position,) = positions_of({**OLDER_ANSWER, "unrealizedPnl": small, "realizedPnl": 0})
    assert (position.entry_price, position.mark_price) == (Decimal("0.043123455"), Decimal("0.0432"))
    assert position.unrealized_pnl == Decimal(str(small)).scaleb(-8)
    assert position.unread == ()


def test_the_largest_price_decides_whole_or_not_and_no_amount_in_its_stead() -> None:
    (position,) = positions_of({"avgEntry": 4_312_345.5, "unrealizedPnl": 250})
    assert position.entry_price == Decimal("0.043123455")
    for prices in ({"avgEntry": 950.5}, {"avgEntry": 951, "markPrice": 950.5}, {"avgEntry": "0.0431"}):
        (position,) = positions_of({**prices, "unrealizedPnl": 25_000, "margin": 862_469.5})
        assert (position.entry_price, position.unrealized_pnl) == (None, None), prices


@given(st.floats(10_000.5, 1e7), st.integers(-(10**7), 10**7), st.integers(1, 10**7), st.booleans())
def test_with_a_price_beyond_any_in_bitcoins_every_number_is_sats(
    price: float, profit: int, fee: int, is_whole: bool
) -> None:
    told = {"avgEntry": round(price, 1), "markPrice": round(price) if is_whole else round(price) + 0.5}
    (position,) = positions_of({**told, "unrealizedPnl": profit, "margin": fee})
    assert position.entry_price == Decimal(str(told["avgEntry"])).scaleb(-8)
    assert (position.unrealized_pnl, position.margin) == (Decimal(profit).scaleb(-8), Decimal(fee).scaleb(-8))


def test_a_zero_is_no_fraction_beside_integers_however_it_is_written() -> None:
    (position,) = positions_of({"avgEntry": 950, "markPrice": 951, "unrealizedPnl": 0.0})
    assert (position.entry_price, position.unrealized_pnl) == (Decimal("0.0000095"), Decimal(0))


def test_a_balance_of_more_bitcoins_than_there_are_is_in_another_unit() -> None:
    for told, total in ((80_000_000, "0.8"), (0.8, "0.8"), (80_000_000.5, None), ("80000000", None)):
        seed = decode_balance(body({"balances": [{"asset": "BTC", "current": told, "available": "0.1"}]}), 200)
        assert isinstance(seed, BalancesSeed)
        assert seed.balances[0].total == (None if total is None else Decimal(total))


def test_a_book_of_whole_and_broken_sats_is_one_book_and_one_that_mixes_units_is_none() -> None:
    def book(buy: float, sell: float) -> object:
        sides = {"buys": [{"price": buy, "size": 1}], "sells": [{"price": sell, "size": 2}]}
        return decode_order_book(body(sides), 200, GOLD)

    read = book(4_312_300, 4_312_700.5)
    assert isinstance(read, BookSnapshot)
    assert (read.bids[0][0], read.asks[0][0]) == (Decimal("0.043123"), Decimal("0.043127005"))
    assert isinstance(book(1, 1.5), GetRefused)
