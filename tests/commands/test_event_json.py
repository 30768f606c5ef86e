"""Events as lines of JSON: nothing rounded, nothing invented."""

from __future__ import annotations

import json
import typing
from decimal import Decimal
from typing import Any, cast

import pytest

from roxom_tui.commands.stream import event_line
from roxom_tui.model import events
from roxom_tui.model.channels import EVENT_NAMES
from roxom_tui.model.events import BookDelta, OrderStatus, OrderUpdate, TickerDelta, Trade
from roxom_tui.model.market import AggressorSide, Level, OrderSide, Symbol
from roxom_tui.model.money import Price, Size

GOLD = Symbol("GOLD-BTC")
AT = 1_750_000_000_123_456_789


def test_decimals_are_strings_as_sent_and_times_are_integers() -> None:
    delta = BookDelta(GOLD, (Level(Price("0.00000001"), Size(Decimal("-1.50"))),), (), AT)
    assert json.loads(event_line(delta, AT + 1)) == {
        "event": "book_delta",
        "received_at": AT + 1,
        "symbol": "GOLD-BTC",
        "bids": [{"price": "0.00000001", "size": "-1.50"}],
        "asks": [],
        "exchange_at": AT,
    }


def test_what_is_not_known_is_null_and_words_are_the_exchanges() -> None:
    trade = Trade(GOLD, Price("0.04"), Size(Decimal(1)), AggressorSide.BUY, None, AT, (("volume", Decimal("1e2")),))
    line = json.loads(event_line(trade, AT))
    assert (line["aggressor"], line["trade_id"], line["statistics"]) == ("buy", None, [["volume", "100"]])
    order = OrderUpdate("1", GOLD, OrderStatus.FILLED, side=OrderSide.SELL)
    assert json.loads(event_line(order, AT)) == {
        "event": "order",
        "received_at": AT,
        **dict.fromkeys(OrderUpdate.__dataclass_fields__),
        "order_id": "1",
        "symbol": "GOLD-BTC",
        "status": "filled",
        "side": "sell",
        "unread": [],
    }


def test_a_change_to_unknown_is_a_null_and_not_an_absence() -> None:
    line = json.loads(event_line(TickerDelta(GOLD, {"mark_price": None, "last_price": Price("1.10")}, AT), AT))
    assert line["changes"] == {"mark_price": None, "last_price": "1.10"}


def test_a_line_is_one_line_whatever_the_text() -> None:
    assert "\n" not in event_line(events.AccountNotice("a\nb\u2028c"), AT)


def test_a_float_is_refused_rather_than_written() -> None:
    with pytest.raises(TypeError):
        event_line(TickerDelta(GOLD, {"mark_price": cast(Any, 0.1)}, AT), AT)


def test_every_event_has_a_name() -> None:
    assert set(EVENT_NAMES) == set(typing.get_args(events.Event)) | set(typing.get_args(events.Seed))
    assert len(set(EVENT_NAMES.values())) == len(EVENT_NAMES)
