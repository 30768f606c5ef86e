"""The newest trade is that by the exchange's time."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import Trade
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Price, Size
from roxom_tui.model.values import replace
from roxom_tui.state.market.newest_trade import NewestTrade


def trade(at: int) -> Trade:
    return Trade(Symbol("GOLD-BTC"), Price("0.0431"), Size(Decimal(1)), None, None, 1_000 * SECOND + at)


def test_a_trade_that_was_overtaken_is_not_the_newest() -> None:
    newest = NewestTrade()
    newest.note(trade(5))
    newest.note(trade(3))
    assert newest.trade == trade(5)
    newest.note(replace(trade(5), trade_id="the second of that moment"))
    assert newest.trade != trade(5)


def test_after_a_reconnect_an_earlier_clock_is_believed_and_until_then_the_old_one_stays() -> None:
    newest = NewestTrade()
    newest.note(trade(9 * SECOND))
    newest.disconnected()
    assert newest.trade == trade(9 * SECOND)
    newest.note(trade(0))
    assert newest.trade == trade(0)


def test_where_trades_may_have_been_missed_nothing_is_known() -> None:
    newest = NewestTrade()
    newest.note(trade(9 * SECOND))
    newest.forget()
    assert newest.trade is None
    newest.note(trade(0))
    assert newest.trade == trade(0)
