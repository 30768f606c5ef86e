"""JSON numbers with a fraction: up to 15 digits they are exactly what was written, wherever a number is read."""

from __future__ import annotations

import json
from decimal import Decimal
from math import inf, nan
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.events import (
    BalancesSeed,
    BookDelta,
    BookSnapshot,
    OrdersSeed,
    OrderUpdate,
    PositionsSeed,
    PositionUpdate,
    Quote,
    Ticker,
    Trade,
)
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import UnstatedPrice
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import Decoded, Decoder
from roxom_tui.protocol.get_requests import (
    GetRefused,
    decode_balance,
    decode_order_book,
    decode_orders,
    decode_positions,
)
from roxom_tui.protocol.json_fractions import FLOATS, MAX_DIGITS, text_of_float
from roxom_tui.protocol.timestamps import to_ns
from tests.protocol.test_rest_answers import NEWER_ORDER, body
from tests.support.samples import DEPTH, LONG_ORDER, POSITION, TICKER, account, market

GOLD = Symbol("GOLD-BTC")
DIGITS = st.integers(1, 10**MAX_DIGITS - 1)


def decoded(frame: str) -> Decoded:
    return Decoder().decode(frame)[0]


@given(DIGITS, st.integers(-18, 3), st.booleans())
def test_a_decimal_of_at_most_fifteen_digits_comes_back_as_it_was_written(
    digits: int, exponent: int, below: bool
) -> None:
    written = Decimal(-digits if below else digits).scaleb(exponent)
    for spelled in (f"{written:f}", f"{written:e}"):
        (parsed,) = orjson.loads(f"[{spelled}]") if "." in spelled or "e" in spelled else (float(spelled),)
        text = text_of_float(parsed)
        if text is None:
            assert abs(written) < Decimal("1e-17") or abs(written) >= 10**18, "too small or too large for the grammar"
        else:
            assert Decimal(text) == written
            assert "e" not in text


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_what_is_taken_has_at_most_fifteen_digits_and_is_the_same_binary_fraction(value: float) -> None:
    text = text_of_float(value)
    if text is not None:
        assert float(text) == value
        assert len(Decimal(text).normalize().as_tuple().digits) <= MAX_DIGITS
        assert not text.startswith("-0") or Decimal(text) < 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4.312e-05, "0.00004312"),
        (7.0, "7"),
        (-0.0, "0"),
        (-1.5, "-1.5"),
        (1e17, "100000000000000000"),
        (123456789012345.0, "123456789012345"),
        (0.1 + 0.2, None),
        (1234567890.123456, None),
        (1e18, None),
        (1e-19, None),
        (5e-324, None),
        (nan, None),
        (inf, None),
        (-inf, None),
    ],
)
def test_the_spelling_of_a_fraction_is_the_shortest_written_out(value: float, text: str | None) -> None:
    assert text_of_float(value) == text


def test_levels_and_quotes_are_read_from_fractions_and_integers_alike() -> None:
    texts = market("depth", **DEPTH)
    data = json.loads(texts)["data"]
    numbers: dict[str, Any] = {
        side: [[float(price), float(size)] for price, size in data[side]] for side in ("bid", "ask")
    }
    assert decoded(market("depth", **numbers)) == decoded(texts)
    snapshot = decoded(market("depth", bid=[[4.312e-05, 7]], ask=[[0.5, 1.0]]))
    assert isinstance(snapshot, BookSnapshot)
    assert str(snapshot.bids[0].price) == "0.00004312"
    assert [level.size for level in (*snapshot.bids, *snapshot.asks)] == [7, 1]
    delta = decoded(market("depth", "delta", bid=[[0.043, -0.4], [0.044, -0.0]], ask=[]))
    assert isinstance(delta, BookDelta)
    assert [str(level.size) for level in delta.bids] == ["-0.4", "0"]
    quote = decoded(market("level1", bid=[0.043123, 0.75], ask=None))
    assert isinstance(quote, Quote)
    assert quote.bid == (Decimal("0.043123"), Decimal("0.75"))


def test_a_trade_a_ticker_and_the_account_are_read_from_fractions() -> None:
    trade = decoded(market("trade", price=0.0431, qty=0.5, volume24h=310.2, timestamp=1767225600.25))
    assert isinstance(trade, Trade)
    assert (trade.price, trade.size, trade.statistics) == (
        Decimal("0.0431"),
        Decimal("0.5"),
        (("volume24h", Decimal("310.2")),),
    )
    assert trade.exchange_at == 1_767_225_600_250_000_000
    figures: dict[str, Any] = {
        key: float(value) if isinstance(value, str) and value[0].isdigit() else value for key, value in TICKER.items()
    }
    ticker, same = decoded(market("ticker", **figures)), decoded(market("ticker", **TICKER))
    assert isinstance(ticker, Ticker)
    assert ticker == same
    order = decoded(account("order", {**LONG_ORDER, "executedQty": 0.5, "limitPrice": 0.043123}))
    assert isinstance(order, OrderUpdate)
    assert (order.executed, order.limit_price) == (Decimal("0.5"), Decimal("0.043123"))
    position = decoded(account("position", {**POSITION, "size": 1.5, "leverage": 10.0, "unrealizedPnl": -1.83e-05}))
    assert isinstance(position, PositionUpdate)
    assert (position.size, position.leverage) == (Decimal("1.5"), Decimal(10))
    assert position.unrealized_pnl == Decimal("-0.0000183")


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


def test_a_fraction_of_more_digits_is_unknown_where_it_may_be_and_refuses_where_it_may_not() -> None:
    ticker = decoded(market("ticker", **{**TICKER, "markPrice": 0.1 + 0.2}))
    assert isinstance(ticker, Ticker)
    assert ticker.mark_price is None
    refusal = decoded(market("depth", bid=[[0.1 + 0.2, 1]], ask=[]))
    assert isinstance(refusal, FrameRejected)
    assert refusal.reason is RejectReason.BAD_NUMBER


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e400", "true"])
def test_what_is_no_number_stays_none(text: str) -> None:
    refusal = decoded(market("depth", bid=[["@", "1"]], ask=[]).replace('"@"', text))
    assert isinstance(refusal, FrameRejected)


@pytest.mark.parametrize(
    ("value", "ns"),
    [
        (1767225600.5, 1_767_225_600_500_000_000),
        (1767225600123.0, 1_767_225_600_123_000_000),
        (nan, None),
        (-1.5, None),
    ],
)
def test_a_time_may_be_a_fraction_too(value: Any, ns: int | None) -> None:
    assert to_ns(value) == ns


def test_each_number_taken_from_a_fraction_is_counted() -> None:
    before = FLOATS.taken
    decoded(market("depth", bid=[[0.0431, 7.0], ["0.0432", 3]], ask=[]))
    assert FLOATS.taken - before == 2


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
    assert (read.bids[0].price, read.asks[0].price) == (Decimal("0.043123"), Decimal("0.043127005"))
    assert isinstance(book(1, 1.5), GetRefused)
