"""Truth that nothing on a screen can be compared with any more, taken out of the oracle's memory.

A story of two minutes remembers everything; a week must not. What is forgotten is judged as if it had never been, so
whoever shows it still is caught as well as before.
"""

from __future__ import annotations

from typing import Final

from roxom_tui.model.durations import SECOND
from tests.faults.bench import Bench
from tests.faults.past import MarketPast, Past
from tests.faults.timeline import REMEMBERED

KEPT: Final = 3600 * SECOND
"""How old a trade or a change of the balance may be that a panel still tells of; a tape is full after minutes."""


def forget(bench: Bench) -> None:
    """Drop what is older than any panel."""
    now = bench.exchange.world.now
    for market in bench.past.markets.values():
        _forget_market(market, now)
    _forget_account(bench.past, now)
    bench.tally.excuses[:] = [excuse for excuse in bench.tally.excuses if excuse.ends >= now]


def _forget_market(past: MarketPast, now: int) -> None:
    for trade in [trade for trade in past.trades if trade.at < now - KEPT]:
        del past.trades[trade]
    for levels in past.levels.values():
        for price in [price for price, level in levels.items() if not any(level.since(now - REMEMBERED))]:
            del levels[price]


def _forget_account(past: Past, now: int) -> None:
    newest = max((entry.at for entry in past.entries), default=0)
    past.entries -= {entry for entry in past.entries if entry.at < min(newest, now - KEPT)}
    for number in [number for number, line in past.orders.items() if not any(line.since(now - REMEMBERED))]:
        del past.orders[number]
