from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import READINGS, DepthMode, Symbol
from roxom_tui.simulator.contracts import DEFAULT_SYMBOLS
from roxom_tui.simulator.scenarios import Scenario
from tests.support.exchange_truth import Truth

from .support import GOLD, RebuiltBook, make_exchange, messages, payloads, subscribe, with_topic

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


@pytest.mark.parametrize("mode", list(READINGS))
def test_the_book_rebuilt_from_snapshot_and_deltas_is_the_true_one(mode: DepthMode) -> None:
    exchange = make_exchange(Scenario("test", "", pace=6.0, volatility=2.0, depth_mode=mode))
    truth, number = Truth(exchange.world), exchange.connect()
    exchange.receive(number, subscribe(*(f"depth.{symbol}" for symbol in DEFAULT_SYMBOLS)))
    books = {symbol: RebuiltBook(mode) for symbol in DEFAULT_SYMBOLS}
    for _ in range(150):
        exchange.advance(exchange.world.now + SECOND // 4)
        heard = messages(exchange, number)
        for symbol, book in books.items():
            for message in with_topic(heard, f"depth.{symbol}"):
                book.hear(message)
                assert max(book.sides["bid"]) < min(book.sides["ask"]), "crossed or locked"
            true = truth.book(symbol)
            assert book.sides == {"bid": dict(true.bids), "ask": dict(true.asks)}
    assert sum(book.deltas for book in books.values()) > 5_000


def test_the_quote_of_level1_is_the_top_of_the_book_at_the_same_moment() -> None:
    exchange = make_exchange()
    number = exchange.connect()
    exchange.receive(number, subscribe("depth.GOLD-BTC", "level1.GOLD-BTC"))
    exchange.advance(exchange.world.now + 60 * SECOND)
    book, compared = RebuiltBook(DepthMode.ABSOLUTE), 0
    for message in messages(exchange, number):
        if message.get("topic") == "depth.GOLD-BTC":
            book.hear(message)
        elif message.get("topic") == "level1.GOLD-BTC":
            bid, ask = message["data"]["bid"], message["data"]["ask"]
            assert (Decimal(bid[0]), Decimal(bid[1])) == max(book.sides["bid"].items())
            assert (Decimal(ask[0]), Decimal(ask[1])) == min(book.sides["ask"].items())
            compared += 1
    assert compared > 300


def test_trades_take_what_the_book_loses_and_name_the_side_that_crossed() -> None:
    exchange = make_exchange(symbols=(GOLD,))
    number = exchange.connect()
    exchange.receive(number, subscribe("depth.GOLD-BTC", "trade.GOLD-BTC"))
    exchange.advance(exchange.world.now + 120 * SECOND)
    book, trades, ids = RebuiltBook(DepthMode.ABSOLUTE), 0, set()
    for message in messages(exchange, number):
        if message.get("topic") == "depth.GOLD-BTC":
            book.hear(message)
        elif message.get("topic") == "trade.GOLD-BTC":
            data, trades = message["data"], trades + 1
            side = "ask" if data["side"] == "buy" else "bid"
            assert book.sides[side][Decimal(data["price"])] >= Decimal(data["qty"]) > 0
            ids.add(data["tradeId"])
    assert trades > 100
    assert len(ids) == trades


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


def test_depth_stays_between_thirty_and_sixty_levels_and_the_spread_mostly_within_four_ticks() -> None:
    exchange = make_exchange()
    narrow = looked = 0
    for _ in range(600):
        exchange.advance(exchange.world.now + SECOND // 2)
        for market in exchange.world.markets.values():
            bid, ask = market.book.bids.best, market.book.asks.best
            assert bid is not None
            assert ask is not None
            assert 30 <= len(market.book.bids) <= 62
            assert 30 <= len(market.book.asks) <= 62
            narrow += 1 <= ask - bid <= 4
            looked += 1
    assert narrow / looked > 0.85


def test_any_symbol_can_be_listed_and_has_a_positive_price() -> None:
    symbols = (Symbol("USDT-BTC"), Symbol("SILVER-BTC"))
    exchange = make_exchange(symbols=symbols)
    exchange.advance(exchange.world.now + 300 * SECOND)
    truth = Truth(exchange.world)
    tether = truth.quote(symbols[0]).bid
    assert tether is not None
    assert Decimal("0.00001") < tether.price < Decimal("0.000013")
    assert all(level.price > 0 for symbol in symbols for level in truth.book(symbol).bids)


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
