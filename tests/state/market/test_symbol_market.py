from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.channels import Channel
from roxom_tui.model.events import TickerDelta
from roxom_tui.model.market import DepthMode
from roxom_tui.model.money import Price
from roxom_tui.model.status import Applied, Skipped
from roxom_tui.model.values import replace
from roxom_tui.state.book.absolute_or_signed import DepthModeDetector
from roxom_tui.state.book.book_against_quotes import BookCheckCounts
from roxom_tui.state.market.symbol_market import SymbolMarket
from roxom_tui.state.views.market_views import TapeRow
from tests.support.spellings import (
    GOLD,
    WALL,
    quote,
    s,
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
        told.append(str(market.last_price.price))
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
    assert (market.last_price.price, market.mark) == (Price("11"), Price("13"))


def test_an_older_ticker_delta_changes_nothing() -> None:
    market = new_market()
    market.apply_ticker(ticker(last="10", mark="12", at=2), 0)
    assert isinstance(
        market.apply_ticker_delta(changes(1.5, last_price=Price("9"), mark_price=Price("11")), 0), Skipped
    )
    assert market.ticker == ticker(last="10", mark="12", at=2)
    assert market.last_price.price == 10


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
    assert market.last_price.price is None


def test_after_a_loss_what_was_traded_at_a_price_counts_from_the_trade_that_showed_it() -> None:
    market, total = new_market(), Decimal(100)
    market.past.trades_joined(0)
    for number in (1, 2, 3, 30):
        total += 1 if number < 30 else 900
        market.apply_trade(replace(trade("10", at=number), statistics=(("totalVolume", total),)), s(number))
    since = market.past.traded.since
    assert since is not None
    assert WALL + s(29) <= since <= WALL + s(31)


def test_a_silence_before_the_first_trade_is_none_that_was_watched() -> None:
    market = new_market()
    market.apply_trade(trade("10", at=1), s(1))
    market.release(Channel.TRADE, s(2))
    market.join_trades(s(3), was_left=True)
    joined = market.past.traded.since
    assert joined is not None
    assert market.doubt_trades()
    assert not market.doubt_trades()
    market.apply_trade(trade("10", at=20), s(20))
    since = market.past.traded.since
    assert since is not None
    assert joined < WALL + s(19) < since


@pytest.mark.parametrize(("total", "has_gaps"), [(102, False), (109, True)])
def test_only_a_silence_that_swallowed_trades_makes_what_was_traded_the_least_there_was(
    total: int, has_gaps: bool
) -> None:
    market = new_market()
    for at, told in ((1, 100), (2, 101)):
        market.apply_trade(replace(trade("10", at=at), statistics=(("totalVolume", Decimal(told)),)), s(at))
    market.doubt_trades()
    market.apply_trade(replace(trade("10", at=9), statistics=(("totalVolume", Decimal(total)),)), s(9))
    assert market.session.has_gaps is has_gaps


def test_where_the_running_total_tells_that_a_trade_is_missing_the_bars_of_that_time_are_not_whole() -> None:
    market, total = new_market(), Decimal(100)
    for number in range(20):
        total += 1
        told = replace(trade("10", at=number), statistics=(("totalVolume", total),))
        market.apply_trade(told, s(number))
    assert list(market.history.candles.gaps) == []
    told = replace(trade("10", at=33), statistics=(("totalVolume", total + 5),))
    market.apply_trade(told, s(33))
    assert market.history.candles.gaps == ((WALL + s(19), WALL + s(33) + 1),)
    market.apply_trade(replace(trade("10", at=34), statistics=(("totalVolume", total + 6),)), s(34))
    assert len(market.history.candles.gaps) == 1


def test_trades_of_before_a_gap_that_are_told_behind_it_move_nothing_of_now() -> None:
    market = new_market()
    market.join_trades(s(1), was_left=False)
    market.apply_trade(trade("100", at=2, trade_id="a"), s(2))
    market.disconnected(s(4), s(3))
    market.join_trades(s(10), was_left=False)
    market.apply_ticker(ticker(last="105", at=10), s(10))
    counted = market.past.traded.since
    for number, price in enumerate(("107", "99", "108", "110")):
        # Four, for a time that goes back twice in a row is that of a clock that was set back.
        assert isinstance(market.apply_trade(trade(price, at=2.2 + number / 10, trade_id=price), s(10.5)), Applied)
    assert market.tape is not None
    rows = [row for row in market.tape.past if isinstance(row, TapeRow)]
    assert [str(row.price) for row in rows] == ["110", "108", "99", "107", "100"]
    assert (str(market.last_price.price), market.last_price.direction) == ("105", 1)
    assert market.newest_trade.trade is not None
    assert str(market.newest_trade.trade.price) == "100"
    assert market.past.traded.since == counted
    assert sum(bar.trades for bar in (market.history.candles.newest(5),) if bar is not None) == 5
    market.apply_trade(trade("106", at=10.6, trade_id="b"), s(10.6))
    assert (str(market.last_price.price), market.last_price.direction) == ("106", 1)
