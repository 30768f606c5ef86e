from __future__ import annotations

from roxom_tui.model.durations import SECOND
from tests.simulator.heard import make_exchange


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
