"""Quotes, tickers, the last price and its history; and what counts as saying the same."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.channels import Channel
from roxom_tui.model.events import Event, TickerDelta
from roxom_tui.model.market import DepthMode
from roxom_tui.model.money import Price
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Applied, PanelState, Skipped
from roxom_tui.state.book.absolute_or_signed import DepthModeDetector
from roxom_tui.state.book.book_against_quotes import BookCheckCounts
from roxom_tui.state.market.markets import SymbolMarket
from roxom_tui.state.store import Store
from tests.support.spellings import (
    DEPTH,
    GOLD,
    LEVEL1,
    TICKER,
    WALL,
    delta,
    new_store,
    quote,
    s,
    snapshot,
    ticker,
    trade,
)


def new_market() -> SymbolMarket:
    return SymbolMarket(GOLD, DepthModeDetector(DepthMode.ABSOLUTE), BookCheckCounts())


def changes(at: float, **named: Price | None) -> TickerDelta:
    return TickerDelta(GOLD, named, WALL + s(at))


def test_an_older_quote_does_not_replace_a_newer_one() -> None:
    market = new_market()
    assert isinstance(market.apply_quote(quote("100 1", at=2), s(2)), Applied)
    assert isinstance(market.apply_quote(quote("99 1", at=1), s(1)), Skipped)
    assert market.quote == quote("100 1", at=2)


def test_one_wrong_time_ahead_hides_what_comes_after_it_for_moments_only() -> None:
    market = new_market()
    market.apply_trade(trade("10", at=3600), s(1))
    told = []
    for number in range(2):
        market.apply_ticker(ticker(last="11", mark="12", at=2 + number / 5), s(2 + number / 5))
        told.append(str(market.last))
    assert told == ["10", "11"]
    market.apply_quote(quote("100 1", at=3600), s(3600))
    assert [type(market.apply_quote(quote("101 1", at=at), s(at))) for at in (4, 4.5)] == [Skipped, Applied]


def test_after_a_void_an_older_clock_is_believed_again() -> None:
    market = new_market()
    market.apply_quote(quote("100 1", at=2), s(2))
    market.disconnected(0, 0)
    assert market.quote == quote("100 1", at=2), "kept to be drawn dimmed"
    assert isinstance(market.apply_quote(quote("99 1", at=1), s(1)), Applied)


def test_a_ticker_delta_changes_only_what_it_names() -> None:
    market = new_market()
    market.apply_ticker(ticker(last="10", mark="11", at=1), 0)
    market.apply_ticker_delta(changes(2, mark_price=Price("12")), 0)
    assert market.ticker == ticker(last="10", mark="12", at=2)
    market.apply_ticker_delta(changes(3, mark_price=None), 0)
    assert market.mark is None


def test_a_ticker_delta_that_names_no_last_price_leaves_that_of_a_newer_trade() -> None:
    market = new_market()
    market.apply_ticker(ticker(last="10", mark="12", at=1), 0)
    market.apply_trade(trade("11", at=2), 0)
    market.apply_ticker_delta(changes(3, mark_price=Price("13")), 0)
    assert (market.last, market.mark) == (Price("11"), Price("13"))


def test_an_older_ticker_delta_changes_nothing() -> None:
    market = new_market()
    market.apply_ticker(ticker(last="10", mark="12", at=2), 0)
    assert isinstance(
        market.apply_ticker_delta(changes(1.5, last_price=Price("9"), mark_price=Price("11")), 0), Skipped
    )
    assert market.ticker == ticker(last="10", mark="12", at=2)
    assert market.last == 10


def test_a_ticker_delta_with_an_unknown_name_is_harmless() -> None:
    market = new_market()
    assert isinstance(market.apply_ticker_delta(changes(1, symbol=Price("1"), nonsense=Price("1")), 0), Applied)
    assert market.ticker == ticker(at=1)


def test_a_ticker_delta_on_a_new_connection_revives_nothing_of_the_old_one() -> None:
    market = new_market()
    market.apply_ticker(ticker(last="10", mark="11", at=1), 0)
    market.disconnected(0, 0)
    market.apply_ticker_delta(changes(2, index_price=Price("9")), 0)
    assert market.mark is None
    assert market.last is None


def test_the_last_price_is_the_newest_of_trades_and_ticker_by_exchange_time() -> None:
    market = new_market()
    market.apply_trade(trade("10", at=2), 0)
    market.apply_ticker(ticker(last="9", at=1), 0)
    assert market.last == 10
    market.apply_ticker(ticker(last="11", at=3), 0)
    assert market.last == 11
    market.apply_trade(trade("8", at=2.5), 0)
    assert market.last == Price("11")


def test_a_ticker_without_a_last_price_does_not_erase_that_of_a_trade() -> None:
    market = new_market()
    market.apply_trade(trade("10", at=1), 0)
    market.apply_ticker(ticker(mark="11", at=2), 0)
    assert market.last == 10


def test_a_ticker_without_a_last_price_leaves_none_where_no_trades_are_told() -> None:
    market = new_market()
    market.apply_ticker(ticker("10", at=1), 0)
    seen = []
    market.apply_ticker(ticker(mark="11", at=2), 0)
    seen.append(market.last)
    market.apply_trade(trade("10", at=3), 0)
    market.release(Channel.TRADE, 0)
    market.apply_ticker_delta(changes(4, mark_price=Price("12")), 0)
    seen.append(market.last)
    market.apply_ticker_delta(changes(5, last_price=None), 0)
    seen.append(market.last)
    assert seen == [None, Price("10"), None], "a delta that does not name it says nothing of it"


def test_after_a_time_without_a_price_the_first_has_no_direction() -> None:
    market = new_market()
    for i, price in enumerate(("11", "10", None, "12")):
        market.apply_ticker(ticker(price, at=i), 0)
    assert (market.last, market.direction) == (Price("12"), 0)
    assert market.price_history.samples[-1:] == (Price("12"),)


def test_the_direction_is_that_of_the_last_change() -> None:
    market, seen = new_market(), []
    for i, price in enumerate(("10", "11", "11", "9")):
        market.apply_trade(trade(price, at=i), 0)
        seen.append(market.direction)
    assert seen == [0, 1, 1, -1]


def test_the_change_is_a_fraction_of_the_first_price_seen() -> None:
    market = new_market()
    assert market.change is None
    for i, price in enumerate(("10", "12", "11")):
        market.apply_trade(trade(price, at=i), 0)
    assert market.change == Decimal("0.1")


@pytest.fixture
def store() -> Store:
    store = new_store()
    store.apply(snapshot(("100 1", "99 2"), ("101 3",)), s(1))
    store.apply(quote("100 1", "101 3"), s(1))
    store.apply(ticker("100.5"), s(1))
    return store


@pytest.mark.parametrize(
    "event",
    [
        snapshot(("99 2.0", "100.00 1"), ("101 3",), at=4),
        snapshot(("100 1", "99 2", "98 0"), ("101 3",), at=4),
        quote("100.0 1", "101 3.00", at=4),
        ticker("100.50", at=4),
    ],
    ids=["book", "book with a level of nothing", "quote", "ticker"],
)
def test_the_same_in_other_digits_is_the_same(store: Store, event: Event) -> None:
    assert store.markets.says_the_same(event)


@pytest.mark.parametrize(
    "event",
    [
        snapshot(("100 1",), ("101 3",), at=4),
        snapshot(("100 1", "99 2"), ("101 4",), at=4),
        snapshot(("100 1", "99 2"), ("101 3", "102 1"), at=4),
        quote("100 1", None, at=4),
        quote("100 2", "101 3", at=4),
        ticker("100.6", at=4),
        ticker("100.5", mark="1", at=4),
        delta(("100 1",), (), at=4),
        trade("100", at=4),
    ],
    ids=str,
)
def test_what_differs_in_anything_is_not_the_same(store: Store, event: Event) -> None:
    assert not store.markets.says_the_same(event)


def test_before_anything_came_nothing_is_the_same() -> None:
    store = new_store()
    for event in (snapshot(), quote(), ticker()):
        assert not store.markets.says_the_same(event)


def test_a_book_that_is_not_sound_is_not_proven(store: Store) -> None:
    store.void(DEPTH, Reason(Cause.REFRESH_ASKED))
    assert not store.markets.says_the_same(snapshot(("100 1", "99 2"), ("101 3",), at=4))


def test_an_answer_that_says_the_same_is_quiet_and_what_nobody_asked_for_is_live(store: Store) -> None:
    for stream, same in ((LEVEL1, quote("100 1", "101 3", at=4)), (TICKER, ticker("100.5", at=4))):
        store.apply(same, s(3.9))
        assert store.freshness(stream, s(4)).state is PanelState.LIVE
        store.clocks.clock(stream).ask(s(4))
        store.apply(same, s(4.1))
        assert store.freshness(stream, s(4.2)).state is PanelState.QUIET
        store.apply(same, s(6))
        fresh = store.freshness(stream, s(6))
        assert (fresh.state, fresh.reason, fresh.proven_at) == (PanelState.QUIET, None, s(6))


def test_an_answer_that_differs_is_news(store: Store) -> None:
    store.clocks.clock(LEVEL1).ask(s(4))
    store.apply(quote("100 1", "101 9", at=4), s(4.1))
    assert store.freshness(LEVEL1, s(4.2)).state is PanelState.LIVE


def test_a_late_answer_does_not_settle_the_question(store: Store) -> None:
    store.apply(quote("100 1", "101 3", at=3), s(3))
    store.clocks.clock(LEVEL1).ask(s(6.5))
    store.apply(quote("100 1", "101 3", at=2), s(6.6))
    assert store.freshness(LEVEL1, s(8)).state is PanelState.STALE


def test_where_the_running_total_tells_that_a_trade_is_missing_the_bars_of_that_time_are_not_whole() -> None:
    market, total = new_market(), Decimal(100)
    for number in range(20):
        total += 1
        told = trade("10", at=number)._replace(statistics=(("totalVolume", total),))
        market.apply_trade(told, s(number))
    assert list(market.history.candles.gaps) == []
    told = trade("10", at=33)._replace(statistics=(("totalVolume", total + 5),))
    market.apply_trade(told, s(33))
    assert market.history.candles.gaps == ((WALL + s(19), WALL + s(33) + 1),)
    market.apply_trade(trade("10", at=34)._replace(statistics=(("totalVolume", total + 6),)), s(34))
    assert len(market.history.candles.gaps) == 1
