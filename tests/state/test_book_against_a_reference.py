"""The book against a plain dict with sorting, through any sequence of messages, under both readings."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from roxom_tui.model.events import BookDelta, BookSnapshot
from roxom_tui.model.market import DepthMode, Level, Side
from roxom_tui.model.money import Price, Size
from roxom_tui.state.book.order_book import DeltaResult, OrderBook
from tests.state.books import is_crossed_or_locked
from tests.support.spellings import GOLD

PRICES = st.builds(
    lambda ticks, zeros: Price(f"0.{ticks:04d}{'0' * zeros}"), st.integers(1, 40), st.integers(min_value=0, max_value=4)
)
SIZES = st.decimals(-5, 5, places=2).map(Size)
LEVELS = st.lists(st.builds(Level, PRICES, SIZES), max_size=8).map(tuple)

Reference = dict[Decimal, tuple[str, Decimal]]


def amend(side: Reference, changes: tuple[Level, ...], mode: DepthMode, told: tuple[Decimal, ...]) -> bool:
    """The rules of the protocol, written as plainly as possible. False for a size below zero at a price within those
    that the snapshot told: beyond them nobody knows what was there."""
    sound = True
    for price, change in changes:
        known = Decimal(price) in side
        old = side[Decimal(price)][1] if known else Decimal(0)
        new = old + change if mode is DepthMode.SIGNED and change != 0 else change
        if new > 0:
            side[Decimal(price)] = (str(price), new)
            continue
        is_told = bool(told) and min(told) <= Decimal(price) <= max(told)
        if known and is_told and new < 0 and mode is DepthMode.SIGNED:
            sound = False
        side.pop(Decimal(price), None)
    return sound


class BookMachine(RuleBasedStateMachine):
    """Feeds the same messages to both and compares everything that can be read."""

    mode: DepthMode

    def __init__(self) -> None:
        super().__init__()
        self.book = OrderBook(self.mode)
        self.bids: Reference = {}
        self.asks: Reference = {}
        self.clock = count(1)
        self.snapshot_at = 0
        self.told: tuple[Decimal, ...] = ()

    @initialize(bids=LEVELS, asks=LEVELS)
    def begin(self, bids: tuple[Level, ...], asks: tuple[Level, ...]) -> None:
        self.snapshot(bids, asks)

    @rule(bids=LEVELS, asks=LEVELS)
    def snapshot(self, bids: tuple[Level, ...], asks: tuple[Level, ...]) -> None:
        self.snapshot_at = next(self.clock)
        self.book.apply_snapshot(BookSnapshot(GOLD, bids, asks, self.snapshot_at))
        self.bids = {Decimal(p): (str(p), q) for p, q in bids if q > 0}
        self.asks = {Decimal(p): (str(p), q) for p, q in asks if q > 0}
        self.told = tuple(Decimal(price) for price, size in (*bids, *asks) if size > 0)

    @rule(bids=LEVELS, asks=LEVELS)
    def delta(self, bids: tuple[Level, ...], asks: tuple[Level, ...]) -> None:
        verdict = self.book.apply_delta(BookDelta(GOLD, bids, asks, next(self.clock)))
        sound = [amend(self.bids, bids, self.mode, self.told), amend(self.asks, asks, self.mode, self.told)]
        assert verdict is (DeltaResult.APPLIED if all(sound) else DeltaResult.BELOW_ZERO)

    @rule(bids=LEVELS, asks=LEVELS)
    def late_delta(self, bids: tuple[Level, ...], asks: tuple[Level, ...]) -> None:
        late = BookDelta(GOLD, bids, asks, self.snapshot_at - 1)
        assert self.book.apply_delta(late) is DeltaResult.LATE

    @invariant()
    def everything_read_agrees(self) -> None:
        for side, reference, best_last in ((Side.BID, self.bids, True), (Side.ASK, self.asks, False)):
            expected = [reference[price] for price in sorted(reference, reverse=best_last)]
            assert [(str(price), size) for price, size in self.book.levels(side)] == expected
            assert [(str(price), size) for price, size in self.book.levels(side, 3)] == expected[:3]
        crossed = bool(self.bids and self.asks) and max(self.bids) >= min(self.asks)
        assert is_crossed_or_locked(self.book) is crossed
        assert len(self.book) == len(self.bids) + len(self.asks)


class AbsoluteMachine(BookMachine):
    mode = DepthMode.ABSOLUTE


class SignedMachine(BookMachine):
    mode = DepthMode.SIGNED


_SETTINGS = settings(
    max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

TestAnAbsoluteBookEqualsItsReference = AbsoluteMachine.TestCase
TestAnAbsoluteBookEqualsItsReference.settings = _SETTINGS
TestASignedBookEqualsItsReference = SignedMachine.TestCase
TestASignedBookEqualsItsReference.settings = _SETTINGS
