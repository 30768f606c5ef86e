from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.channels import Channel
from roxom_tui.model.events import TickerDelta
from roxom_tui.model.market import DepthMode
from roxom_tui.model.money import Price
from roxom_tui.state.book.absolute_or_signed import DepthModeDetector
from roxom_tui.state.book.book_against_quotes import BookCheckCounts
from roxom_tui.state.market.last_price import PriceHistory
from roxom_tui.state.market.symbol_market import SymbolMarket
from roxom_tui.state.views.market_views import HISTORY_LENGTH
from tests.support.spellings import (
    GOLD,
    WALL,
    s,
    ticker,
    trade,
)


def new_market() -> SymbolMarket:
    return SymbolMarket(GOLD, DepthModeDetector(DepthMode.ABSOLUTE), BookCheckCounts())


def changes(at: float, **named: Price | None) -> TickerDelta:
    return TickerDelta(GOLD, named, WALL + s(at))


def test_the_last_price_is_the_newest_of_trades_and_ticker_by_exchange_time() -> None:
    market = new_market()
    market.apply_trade(trade("10", at=2), 0)
    market.apply_ticker(ticker(last="9", at=1), 0)
    assert market.last_price.price == 10
    market.apply_ticker(ticker(last="11", at=3), 0)
    assert market.last_price.price == 11
    market.apply_trade(trade("8", at=2.5), 0)
    assert market.last_price.price == Price("11")


def test_a_ticker_without_a_last_price_does_not_erase_that_of_a_trade() -> None:
    market = new_market()
    market.apply_trade(trade("10", at=1), 0)
    market.apply_ticker(ticker(mark="11", at=2), 0)
    assert market.last_price.price == 10


def test_a_ticker_without_a_last_price_leaves_none_where_no_trades_are_told() -> None:
    market = new_market()
    market.apply_ticker(ticker("10", at=1), 0)
    seen = []
    market.apply_ticker(ticker(mark="11", at=2), 0)
    seen.append(market.last_price.price)
    market.apply_trade(trade("10", at=3), 0)
    market.release(Channel.TRADE, 0)
    market.apply_ticker_delta(changes(4, mark_price=Price("12")), 0)
    seen.append(market.last_price.price)
    market.apply_ticker_delta(changes(5, last_price=None), 0)
    seen.append(market.last_price.price)
    assert seen == [None, Price("10"), None], "a delta that does not name it says nothing of it"


def test_after_a_time_without_a_price_the_first_has_no_direction() -> None:
    market = new_market()
    for i, price in enumerate(("11", "10", None, "12")):
        market.apply_ticker(ticker(price, at=i), 0)
    assert (market.last_price.price, market.last_price.direction) == (Price("12"), 0)
    assert market.last_price.history.samples[-1:] == (Price("12"),)


def test_the_direction_is_that_of_the_last_change() -> None:
    market, seen = new_market(), []
    for i, price in enumerate(("10", "11", "11", "9")):
        market.apply_trade(trade(price, at=i), 0)
        seen.append(market.last_price.direction)
    assert seen == [0, 1, 1, -1]


def test_the_change_is_a_fraction_of_the_first_price_seen() -> None:
    market = new_market()
    assert market.last_price.change is None
    for i, price in enumerate(("10", "12", "11")):
        market.apply_trade(trade(price, at=i), 0)
    assert market.last_price.change == Decimal("0.1")


def test_the_course_samples_the_price_that_stood_at_the_end_of_each_interval() -> None:
    price_history = PriceHistory()
    price_history.note(Price("1"), s(1))
    price_history.note(Price("2"), s(4))
    price_history.note(Price("2"), s(7))
    price_history.note(Price("3"), s(11))
    assert price_history.samples == tuple(map(Price, "223"))


def test_a_price_is_not_drawn_on_while_nobody_speaks() -> None:
    price_history = PriceHistory()
    price_history.note(Price("1"), s(1))
    price_history.advance(s(9))
    price_history.advance(s(14))
    price_history.note(Price("2"), s(22))
    assert price_history.samples == (Price("1"), None, None, None, Price("2"))


def test_the_course_leaves_out_what_was_not_believed_when_its_interval_ended() -> None:
    price_history = PriceHistory()
    price_history.is_believed = False
    price_history.note(Price("1"), s(1))
    price_history.note(Price("2"), s(6))
    price_history.is_believed = True
    price_history.note(Price("3"), s(11))
    assert price_history.samples == (None, Price("2"), Price("3"))


def test_the_course_shows_a_gap_where_nothing_was_known() -> None:
    price_history = PriceHistory()
    price_history.note(Price("1"), s(1))
    price_history.note(None, s(6))
    price_history.note(Price("2"), s(11))
    assert price_history.samples == (Price("1"), None, Price("2"))


def test_the_course_is_bounded_even_after_a_very_long_silence() -> None:
    price_history = PriceHistory()
    price_history.note(Price("1"), 0)
    price_history.advance(s(10**9))
    assert price_history.samples == (*[None] * (HISTORY_LENGTH - 1), Price("1"))
