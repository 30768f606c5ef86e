from __future__ import annotations

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.values import replace
from roxom_tui.simulator.scenarios import DEFAULT, SCENARIOS, AckStyle
from tests.simulator.heard import GOLD, answers, connected, documents, make_exchange, messages, outgoing, subscribe


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (subscribe("candles.GOLD-BTC"), "60014"),
        ('{"op":"subscribe","args":[{"channel":["depth"]}]}', "60014"),
        (subscribe("depth.NOPE-BTC"), "60015"),
        (subscribe("depth"), "60015"),
        ('{"op":"subscribe","args":[{"channel":"depth","symbol":{"a":1}}]}', "60015"),
        ("{not json", "60017"),
        ("[]", "60017"),
        ('{"op":"trade","args":[]}', "60017"),
        ('{"op":"subscribe"}', "60017"),
        ('{"op":"subscribe","args":["depth"]}', "60017"),
        (b"\x00\x01", "60018"),
    ],
)
def test_a_request_that_is_wrong_is_answered_with_its_code(request_: str | bytes, code: str) -> None:
    exchange = make_exchange()
    number = connected(exchange)
    assert answers(exchange, number, request_) == [code]
    assert exchange.subscriptions(number) == ()


def test_an_error_has_the_documented_shape_and_names_the_connection() -> None:
    exchange = make_exchange()
    number = connected(exchange)
    exchange.receive(number, subscribe("nothing.GOLD-BTC", "orders"))
    error, ack = messages(exchange, number)
    assert error == {"event": "error", "code": "60014", "msg": "Unknown channel", "connId": ack["connId"]}


def test_the_good_streams_of_a_batch_are_subscribed_beside_the_bad_ones() -> None:
    exchange = make_exchange()
    number = connected(exchange)
    assert answers(exchange, number, subscribe("depth.GOLD-BTC", "depth.NOPE-BTC", "orders")) == ["60015"]
    assert exchange.subscriptions(number) == (Stream(Channel.DEPTH, GOLD), Stream(Channel.ORDERS))


def test_subscriptions_over_the_limit_are_refused_and_repeated_ones_are_not() -> None:
    exchange = make_exchange(replace(DEFAULT, most_subscriptions=2))
    number = connected(exchange)
    assert answers(exchange, number, subscribe("orders", "balance", "positions")) == ["60016"]
    assert answers(exchange, number, subscribe("orders")) == []
    assert answers(exchange, number, subscribe("orders", op="unsubscribe")) == []
    assert answers(exchange, number, subscribe("positions")) == []


@pytest.mark.parametrize(("style", "key"), [(AckStyle.INST_ID, "instId"), (AckStyle.SYMBOL, "symbol")])
def test_each_stream_is_acknowledged_in_either_spelling(style: AckStyle, key: str) -> None:
    exchange = make_exchange(replace(DEFAULT, acks=style))
    number = connected(exchange)
    exchange.receive(number, subscribe("trade.GOLD-BTC", "orders"))
    trade, orders = messages(exchange, number)
    assert trade["arg"] == {"channel": "trade", key: "GOLD-BTC"}
    assert orders["arg"] == {"channel": "orders"}
    assert (trade["event"], trade["code"], trade["msg"]) == ("subscribe", "0", "")
    exchange.receive(number, subscribe("trade.GOLD-BTC", op="unsubscribe"))
    [ended] = messages(exchange, number)
    assert (ended["event"], ended["arg"]) == ("unsubscribe", trade["arg"])


def test_short_orders_sats_and_nesting_change_only_the_shape() -> None:
    for message in documents(outgoing(SCENARIOS["short_orders"])):
        if message.get("type") == "order":
            assert "side" not in message["data"]
    for message in documents(outgoing(SCENARIOS["sats"])):
        if str(message.get("topic")).startswith("ticker"):
            assert message["data"]["unit"] == "sats"
            assert message["data"]["markPrice"].isdigit()
    kinds = {
        m["data"]["type"] for m in documents(outgoing(SCENARIOS["nested_account"])) if {"type", "event"}.isdisjoint(m)
    }
    assert "order" in kinds
