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

from roxom_tui.model.events import BookDelta, BookSnapshot, OrderUpdate, PositionUpdate, Quote, Ticker, Trade
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.json_fractions import FLOATS, MAX_DIGITS, text_of_float
from tests.protocol.reading import first_decoded as decoded
from tests.support.samples import DEPTH, LONG_ORDER, POSITION, TICKER, account, market

DIGITS = st.integers(1, 10**MAX_DIGITS - 1)


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


def test_each_number_taken_from_a_fraction_is_counted() -> None:
    before = FLOATS.taken
    decoded(market("depth", bid=[[0.0431, 7.0], ["0.0432", 3]], ask=[]))
    assert FLOATS.taken - before == 2
