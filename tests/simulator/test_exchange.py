from __future__ import annotations

import orjson

from roxom_tui.model.durations import SECOND
from roxom_tui.model.values import replace
from roxom_tui.simulator.outgoing_messages import Leave, Outgoing
from roxom_tui.simulator.scenarios import DEFAULT, AckStyle
from tests.simulator.heard import answers, connected, make_exchange, messages, subscribe


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
