from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.simulator.exchange import Exchange
from roxom_tui.simulator.outgoing_messages import Leave, Outgoing
from roxom_tui.simulator.scenarios import DEFAULT, AckStyle

from .support import GOLD, errors, make_exchange, messages, of_type, subscribe


def connected(exchange: Exchange) -> int:
    number = exchange.connect()
    assert exchange.take(number) == ()
    return number


def answers(exchange: Exchange, number: int, request: str | bytes) -> list[str]:
    exchange.receive(number, request)
    return errors(messages(exchange, number))


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


def test_an_injected_internal_error_passes() -> None:
    exchange = make_exchange(replace(DEFAULT, failing_subscribes=1))
    number = connected(exchange)
    assert answers(exchange, number, subscribe("orders")) == ["60019"]
    assert answers(exchange, number, subscribe("orders")) == []


def test_bad_credentials_may_be_told_after_the_upgrade_and_then_the_connection_ends() -> None:
    exchange = make_exchange(replace(DEFAULT, greeting_error="600010"))
    error, leave = exchange.take(exchange.connect())
    assert isinstance(error, Outgoing)
    assert orjson.loads(error.payload)["code"] == "600010"
    assert isinstance(leave, Leave)
    assert leave.code == 1008


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


def test_acknowledgements_can_be_missing_while_data_comes() -> None:
    exchange = make_exchange(replace(DEFAULT, acks=AckStyle.MISSING))
    number = connected(exchange)
    exchange.receive(number, subscribe("ticker.GOLD-BTC"))
    assert [message.get("topic") for message in messages(exchange, number)] == ["ticker.GOLD-BTC"]


def test_acknowledgements_can_come_late_and_data_before_them() -> None:
    exchange = make_exchange(replace(DEFAULT, ack_delay=3.0))
    number = connected(exchange)
    exchange.receive(number, subscribe("ticker.GOLD-BTC"))
    exchange.advance(exchange.world.now + 3 * SECOND - 1)
    early = messages(exchange, number)
    assert early
    assert not any("event" in message for message in early)
    assert exchange.next_at <= exchange.world.now + 1
    exchange.advance(exchange.world.now + 1)
    assert any(message.get("event") == "subscribe" for message in messages(exchange, number))


@pytest.mark.parametrize("channel", ["level1", "depth", "ticker"])
def test_what_is_so_now_is_told_on_every_subscribe(channel: str) -> None:
    exchange = make_exchange()
    number = connected(exchange)
    for _ in range(2):
        exchange.receive(number, subscribe(f"{channel}.OIL-BTC"))
        ack, data = messages(exchange, number)
        assert ack["event"] == "subscribe"
        assert (data["topic"], data["type"]) == (f"{channel}.OIL-BTC", "snapshot")
    exchange.advance(exchange.world.now + 10 * SECOND)
    heard = [message for message in messages(exchange, number) if "topic" in message]
    assert len({orjson.dumps(message) for message in heard}) == len(heard), "told twice after subscribing twice"


def test_nothing_more_is_told_after_unsubscribing() -> None:
    exchange = make_exchange()
    number = connected(exchange)
    exchange.receive(number, subscribe("depth.GOLD-BTC", "trade.GOLD-BTC"))
    exchange.receive(number, subscribe("depth.GOLD-BTC", "trade.GOLD-BTC", op="unsubscribe"))
    messages(exchange, number)
    exchange.advance(exchange.world.now + 30 * SECOND)
    assert [message for message in messages(exchange, number) if "topic" in message] == []


def test_account_events_reach_every_connection_unasked() -> None:
    exchange = make_exchange()
    first, second = connected(exchange), connected(exchange)
    exchange.receive(first, subscribe("orders"))
    messages(exchange, first)
    exchange.advance(exchange.world.now + 120 * SECOND)
    heard = [messages(exchange, number) for number in (first, second)]
    assert heard[0] == heard[1]
    for kind in ("order", "balance", "position"):
        assert list(of_type(heard[0], kind))


def test_the_broadcast_of_account_events_can_be_switched_off() -> None:
    exchange = make_exchange(replace(DEFAULT, broadcast_account=False))
    first, second = connected(exchange), connected(exchange)
    exchange.receive(first, subscribe("orders"))
    messages(exchange, first)
    exchange.advance(exchange.world.now + 120 * SECOND)
    assert {message["type"] for message in messages(exchange, first)} == {"order"}
    assert messages(exchange, second) == []


def test_clients_share_one_encoding_of_a_message() -> None:
    exchange = make_exchange()
    first, second = connected(exchange), connected(exchange)
    for number in (first, second):
        exchange.receive(number, subscribe("depth.GOLD-BTC"))
        exchange.take(number)
    exchange.advance(exchange.world.now + SECOND)
    pairs = list(zip(exchange.take(first), exchange.take(second), strict=True))
    assert pairs
    for one, other in pairs:
        assert isinstance(one, Outgoing)
        assert isinstance(other, Outgoing)
        assert one.payload is other.payload


def test_a_connection_that_left_gets_nothing_and_costs_nothing() -> None:
    exchange = make_exchange()
    number = connected(exchange)
    exchange.receive(number, subscribe("depth.GOLD-BTC"))
    exchange.disconnect(number)
    exchange.receive(number, subscribe("depth.GOLD-BTC"))
    exchange.advance(exchange.world.now + SECOND)
    assert exchange.take(number) == ()
    assert exchange.subscriptions(number) == ()


def test_a_hook_may_lose_change_add_and_delay_outgoing_messages() -> None:
    exchange = make_exchange()
    number = connected(exchange)

    def hook(message: Outgoing) -> list[Outgoing]:
        if message.stream == "level1.GOLD-BTC":
            return []
        if message.stream == "trade.GOLD-BTC":
            return [message, message._replace(payload=b'{"topic":"again"}')]
        return [message._replace(delay=2 * SECOND)] if message.stream == "ticker.GOLD-BTC" else [message]

    exchange.add_hook(hook)
    exchange.receive(number, subscribe("level1.GOLD-BTC", "trade.GOLD-BTC", "ticker.GOLD-BTC"))
    began = exchange.world.now
    exchange.advance(began + 2 * SECOND - 1)
    early = [message["topic"] for message in messages(exchange, number) if "topic" in message]
    assert "ticker.GOLD-BTC" not in early
    exchange.advance(began + 30 * SECOND)
    late = [message["topic"] for message in messages(exchange, number) if "topic" in message]
    assert "level1.GOLD-BTC" not in early + late
    assert "ticker.GOLD-BTC" in late
    assert late.count("again") == late.count("trade.GOLD-BTC") > 0
    exchange.remove_hook(hook)
    exchange.advance(began + 40 * SECOND)
    assert "level1.GOLD-BTC" in [message.get("topic") for message in messages(exchange, number)]
