from __future__ import annotations

from collections import Counter

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import DEFAULT_SYMBOLS
from tests.simulator.heard import make_exchange, messages, payloads, subscribe

EVERYTHING = subscribe(
    *(f"{channel}.{symbol}" for channel in ("level1", "depth", "trade", "ticker") for symbol in DEFAULT_SYMBOLS),
    *("orders", "balance", "positions", "account"),
)


def bytes_of_a_day(seed: int, steps: list[float]) -> list[bytes]:
    exchange = make_exchange(seed=seed)
    number = exchange.connect()
    exchange.receive(number, EVERYTHING)
    heard = payloads(exchange, number)
    for step in steps:
        exchange.advance(exchange.world.now + round(step * SECOND))
        heard += payloads(exchange, number)
    return heard


def test_one_seed_and_one_sequence_of_steps_give_the_same_bytes() -> None:
    steps = [0.5, 3.0, 0.01, 6.0]
    first = bytes_of_a_day(3, steps)
    assert len(first) > 500
    assert first == bytes_of_a_day(3, steps)
    assert first != bytes_of_a_day(4, steps)


def test_how_time_is_cut_into_steps_changes_nothing() -> None:
    assert bytes_of_a_day(5, [8.0]) == bytes_of_a_day(5, [0.05] * 160)


def test_an_ordinary_minute_is_lively_and_oil_is_the_quiet_one() -> None:
    exchange = make_exchange()
    number = exchange.connect()
    streams = [f"{channel}.{symbol}" for channel in ("level1", "ticker") for symbol in DEFAULT_SYMBOLS]
    exchange.receive(number, subscribe(*streams, "depth.GOLD-BTC", "trade.GOLD-BTC"))
    messages(exchange, number)
    exchange.advance(exchange.world.now + 120 * SECOND)
    topics = Counter(message.get("topic") for message in messages(exchange, number))
    assert 60 <= sum(topics.values()) / 120 <= 150
    assert topics["level1.OIL-BTC"] * 4 < topics["level1.GOLD-BTC"]


def test_time_that_was_slept_through_is_skipped_not_lived() -> None:
    exchange = make_exchange()
    number = exchange.connect()
    exchange.receive(number, subscribe("depth.GOLD-BTC"))
    messages(exchange, number)
    asleep = exchange.world.now
    exchange.skip(3600 * SECOND)
    assert messages(exchange, number) == []
    exchange.advance(exchange.world.now + SECOND)
    heard = messages(exchange, number)
    assert 0 < len(heard) < 200
    assert all(message["createdTime"] >= asleep + 3600 * SECOND for message in heard if "topic" in message)
