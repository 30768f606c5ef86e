"""An exchange that sums up its depth but tells each best price: its quotes alone are no proof against a book."""

from __future__ import annotations

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import READINGS, DepthMode, Symbol
from roxom_tui.model.verification import DepthFormat, FormatKnown
from tests.seeded_markets.batches import BatchedMarket
from tests.seeded_markets.market import GOLD
from tests.seeded_markets.runs import SYMBOLS

BATCHES = (0.05, 0.25, 0.9)
MINUTE = 60


CASES = [(every, GOLD) for every in BATCHES] + [(0.25, symbol) for symbol in SYMBOLS if symbol != GOLD]


@pytest.mark.parametrize("says", READINGS)
@pytest.mark.parametrize(("every", "symbol"), CASES)
def test_batches_raise_one_false_alarm_at_most(every: float, symbol: Symbol, says: DepthMode) -> None:
    market = BatchedMarket(3, says, symbol, every)
    market.play_batches(MINUTE / 2)
    early = len(market.verdicts)
    market.play_batches(2 * MINUTE)
    assert early <= 1
    assert len(market.verdicts) == early
    assert market.depth.is_sound
    assert market.depth.doubt(0) is None
    assert market.wrong_levels() == 0


@pytest.mark.parametrize("says", READINGS)
def test_most_lost_batches_are_noticed_all_the_same(says: DepthMode) -> None:
    noticed = 0
    for seed in range(10):
        market = BatchedMarket(seed, says, GOLD, 0.25)
        market.play_batches(MINUTE / 4)
        assert market.batching.is_coarse
        assert market.store.markets.depth_format == DepthFormat(says, FormatKnown.CONFIGURED, in_batches=True)
        before = len(market.verdicts)
        market.lose_batches(8)
        market.play_batches(MINUTE / 4)
        noticed += len(market.verdicts) > before
    assert noticed >= 8, "the others are left to the audits"


def test_an_audit_within_a_batch_renews_the_book_and_proves_nothing_against_it() -> None:
    market = BatchedMarket(5, DepthMode.ABSOLUTE, GOLD, 0.9)
    market.play_batches(MINUTE / 2)
    market.play(0.6)
    assert market.wrong_levels() > 0, "the exchange knows more than it told"
    market.subscribe(market.stream)
    assert market.wrong_levels() == 0
    renewed = market.depth.verification.last
    assert renewed is not None
    assert (market.now - renewed.at < SECOND, renewed.differences) == (True, None)
    assert market.store.markets.book_checks.differences == 0


def test_what_is_told_at_once_again_is_judged_strictly_again() -> None:
    market = BatchedMarket(5, DepthMode.ABSOLUTE, GOLD, 0.25)
    market.play_batches(MINUTE / 2)
    before = market.batching.is_coarse
    market.tell_at_once()
    market.play(2.5 * MINUTE)
    assert (before, market.batching.is_coarse) == (True, False)
    assert market.wrong_levels() == 0
