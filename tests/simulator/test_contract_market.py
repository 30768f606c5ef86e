from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import DEFAULT_SYMBOLS, READINGS, DepthMode
from roxom_tui.simulator.scenarios import Scenario
from tests.simulator.heard import GOLD, RebuiltBook, make_exchange, messages, subscribe, with_topic
from tests.support.exchange_truth import Truth


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
