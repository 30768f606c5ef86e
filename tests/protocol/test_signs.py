"""Sizes with and without a sign, sides by word, flag or sign: the same position, order and trade, or no side at all."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.events import OrderUpdate, PositionUpdate, Ticker, Trade
from roxom_tui.model.market import AggressorSide, OrderSide, PositionSide
from roxom_tui.protocol.decode import Decoder
from roxom_tui.protocol.get_requests import decode_orders, decode_positions
from tests.protocol.test_rest_answers import GOLD, NEWER_ORDER, NEWER_POSITION, body
from tests.support.samples import LONG_ORDER, POSITION, TICKER, account, market

LONG, SHORT = PositionSide.LONG, PositionSide.SHORT
BUY, SELL = OrderSide.BUY, OrderSide.SELL


def position(**changes: Any) -> PositionUpdate:
    data = {key: value for key, value in {**POSITION, **changes}.items() if value is not ...}
    (update,) = Decoder().decode(account("position", [data]))
    assert isinstance(update, PositionUpdate)
    return update


def order(**changes: Any) -> OrderUpdate:
    data = {key: value for key, value in {**LONG_ORDER, **changes}.items() if value is not ...}
    (update,) = Decoder().decode(account("order", data))
    assert isinstance(update, OrderUpdate)
    return update


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


@pytest.mark.parametrize(
    ("told", "aggressor"),
    [
        ({"qty": "-0.4"}, AggressorSide.SELL),
        ({"qty": -0.4, "side": "sell"}, AggressorSide.SELL),
        ({"qty": "-0.4", "side": "buy"}, None),
        ({"qty": "0.4", "side": "buy"}, AggressorSide.BUY),
        ({"qty": "0.4", "isBuyerMaker": True}, AggressorSide.SELL),
        ({"qty": "0.4", "side": "sell", "isBuyerMaker": True}, AggressorSide.SELL),
        ({"qty": "0.4", "side": "buy", "isBuyerMaker": True}, None),
        ({"qty": "0.4", "isBuy": True, "isBuyerMaker": True}, None),
        ({"qty": "0.4", "isBuy": True, "isBuyerMaker": False}, AggressorSide.BUY),
        ({"qty": "0.4", "side": 7, "isBuy": None}, None),
    ],
)
def test_a_trade_has_the_aggressor_that_all_say_and_a_size_without_sign(
    told: dict[str, Any], aggressor: AggressorSide | None
) -> None:
    (trade,) = Decoder().decode(market("trade", price="0.0431", **told))
    assert isinstance(trade, Trade)
    assert (trade.size, trade.aggressor) == (Decimal("0.4"), aggressor)


def test_a_trade_of_nothing_is_still_none() -> None:
    frame = json.loads(market("trade", price="0.0431", qty="0"))
    assert not any(isinstance(event, Trade) for event in Decoder().decode(json.dumps(frame)))


def test_a_negative_open_interest_or_size_of_a_ticker_is_not_known() -> None:
    (ticker,) = Decoder().decode(market("ticker", **{**TICKER, "openInterest": "-1", "bestBidQty": "-1"}))
    assert isinstance(ticker, Ticker)
    assert (ticker.open_interest, ticker.best_bid_size) == (None, None)
