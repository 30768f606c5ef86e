from __future__ import annotations

from roxom_tui.model.durations import SECOND
from roxom_tui.model.values import replace
from roxom_tui.simulator.outgoing_messages import Outgoing
from tests.simulator.heard import connected, make_exchange, messages, subscribe


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
            return [message, replace(message, payload=b'{"topic":"again"}')]
        return [replace(message, delay=2 * SECOND)] if message.stream == "ticker.GOLD-BTC" else [message]

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
