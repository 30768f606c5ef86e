from __future__ import annotations

import orjson
import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.values import replace
from roxom_tui.simulator.outgoing_messages import Outgoing
from roxom_tui.simulator.scenarios import DEFAULT
from tests.simulator.heard import connected, make_exchange, messages, of_type, subscribe


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
