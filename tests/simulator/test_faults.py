from __future__ import annotations

from collections import Counter

import orjson
import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import READINGS, DepthMode
from roxom_tui.model.values import replace
from roxom_tui.simulator.outgoing_messages import Leave
from roxom_tui.simulator.scenarios import SCENARIOS
from tests.simulator.heard import GOLD, STREAMS, RebuiltBook, documents, make_exchange, outgoing, subscribe, texts
from tests.support.exchange_truth import Truth


@pytest.mark.parametrize("mode", list(READINGS))
def test_a_crossed_book_is_crossed_for_the_client_only(mode: DepthMode) -> None:
    scenario = replace(SCENARIOS["crossed_book"], depth_mode=mode)
    book, crossed = RebuiltBook(mode), False
    for message in documents(outgoing(scenario, 12)):
        if message.get("topic") != "depth.GOLD-BTC":
            continue
        book.hear(message)
        crossed = crossed or max(book.sides["bid"]) >= min(book.sides["ask"])
        if crossed:
            break
    assert crossed


def test_a_lost_delta_leaves_the_client_with_a_wrong_book_until_it_asks_again() -> None:
    exchange = make_exchange(SCENARIOS["lost_delta"])
    truth, number, book = Truth(exchange.world), exchange.connect(), RebuiltBook(DepthMode.ABSOLUTE)
    wrong = 0
    exchange.receive(number, subscribe("depth.GOLD-BTC"))
    for _ in range(1000):
        exchange.advance(exchange.world.now + SECOND // 50)
        for message in documents(exchange.take(number)):
            if "topic" in message:
                book.hear(message)
        wrong += book.sides != {"bid": dict(truth.book(GOLD).bids), "ask": dict(truth.book(GOLD).asks)}
    assert wrong > 0
    exchange.receive(number, subscribe("depth.GOLD-BTC"))
    for message in documents(exchange.take(number)):
        if "topic" in message:
            book.hear(message)
    assert book.sides == {"bid": dict(truth.book(GOLD).bids), "ask": dict(truth.book(GOLD).asks)}


def test_a_mute_exchange_still_acknowledges() -> None:
    exchange = make_exchange(SCENARIOS["mute"])
    number = exchange.connect()
    exchange.receive(number, STREAMS)
    exchange.take(number)
    exchange.advance(exchange.world.now + 21 * SECOND)
    exchange.take(number)
    exchange.advance(exchange.world.now + 28 * SECOND)
    assert exchange.take(number) == ()
    exchange.receive(number, subscribe("depth.GOLD-BTC"))
    assert [message.get("event") for message in documents(exchange.take(number))] == ["subscribe"]
    exchange.advance(exchange.world.now + 5 * SECOND)
    assert len(exchange.take(number)) > 50


@pytest.mark.parametrize("name", ["flapping", "drop", "close_1000", "close_1001", "close_1011", "close_1013"])
def test_a_departing_exchange_leaves_with_its_code_at_its_time(name: str) -> None:
    departure = SCENARIOS[name].departure
    assert departure is not None
    exchange = make_exchange(SCENARIOS[name])
    number = exchange.connect()
    exchange.advance(exchange.world.now + max(0, round(departure.after * SECOND) - 1))
    early = [message for message in exchange.take(number) if isinstance(message, Leave)]
    exchange.advance(exchange.world.now + 1)
    late = [message for message in exchange.take(number) if isinstance(message, Leave)]
    assert [leave.code for leave in early + late] == [departure.code]
    assert bool(early) == (departure.after == 0)


def test_null_tickers_keep_their_other_fields() -> None:
    heard = documents(outgoing(SCENARIOS["null_ticker"]))
    tickers = [message["data"] for message in heard if message.get("topic") == "ticker.GOLD-BTC"]
    nulls = [ticker for ticker in tickers if ticker["markPrice"] is None]
    assert nulls
    assert all(ticker["lastPrice"] and ticker["fundingRate"] is None for ticker in nulls)


def test_duplicates_come_twice_and_depth_does_not() -> None:
    counts = Counter(texts(outgoing(SCENARIOS["duplicates"], 20)))
    for payload, times in counts.items():
        message = orjson.loads(payload)
        if message.get("type") in ("order", "balance", "position") or "tradeId" in message.get("data", {}):
            assert times == 2
        if str(message.get("topic")).startswith("depth"):
            assert times == 1
