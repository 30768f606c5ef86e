"""What a chart shows of a symbol is kept while it is followed, and for a while after."""

from __future__ import annotations

from roxom_tui.model.channels import Channel
from roxom_tui.model.market import DepthMode, Symbol
from roxom_tui.state.market.markets import Markets
from roxom_tui.state.market.trade_tape import TAPES_KEPT
from roxom_tui.state.reading.chart_history import HEATS_KEPT
from tests.support.spellings import GOLD, delta, s, snapshot, trade


def test_a_market_tells_it_of_trades_once_and_of_its_book() -> None:
    market = Markets([GOLD], DepthMode.ABSOLUTE).made(GOLD)
    market.apply_snapshot(snapshot(("100 1",), ("101 1",)), s(1))
    for _ in range(2):
        market.apply_trade(trade("100", at=1, trade_id="a"), s(1))
    newest = market.history.candles.newest(5)
    assert newest is not None
    assert newest.trades == 1
    market.history.count_until(market.depth, s(1))
    market.apply_delta(delta(("100 3",), at=1.5), s(1.5))
    market.history.count_until(market.depth, s(2))
    assert len(market.history.heat.columns(1)) == 1


def test_a_connection_that_goes_ends_both() -> None:
    market = Markets([GOLD], DepthMode.ABSOLUTE).made(GOLD)
    market.apply_snapshot(snapshot(("100 1",), ("101 1",)), s(1))
    market.history.count_until(market.depth, s(1))
    market.apply_trade(trade("100", at=1), s(1))
    market.disconnected(s(3), s(1.4))
    market.history.count_until(market.depth, s(4))
    assert [column.known for column in market.history.heat.columns(1)] == [8]
    assert market.history.candles.gaps[-1].until is None


def test_of_symbols_that_are_not_followed_any_more_the_last_few_keep_theirs() -> None:
    names = [Symbol(f"S{n}-BTC") for n in range(TAPES_KEPT + 1)]
    markets = Markets(names, DepthMode.ABSOLUTE)
    for name in names:
        market = markets.made(name)
        market.apply_snapshot(snapshot(("100 1",), ("101 1",), symbol=name), s(1))
        market.history.count_until(market.depth, s(1.1))
        market.history.count_until(market.depth, s(2))
        market.apply_trade(trade("1", at=1, symbol=name), s(1))
        markets.release(name, Channel.TRADE, s(2))
    warm = [name for name in names if markets.market(name).history.heat.columns(1)]
    assert warm == names[-HEATS_KEPT:]
    kept = [name for name in names if markets.market(name).history.candles.newest(5) is not None]
    assert kept == names[1:]
