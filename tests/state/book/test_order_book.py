"""The book: what snapshots and deltas do under both readings, and any sequence of them against a plain dict."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from roxom_tui.model.events import BookDelta, BookSnapshot
from roxom_tui.model.market import READINGS, DepthMode, Level, Side
from roxom_tui.model.money import Price, Size
from roxom_tui.state.book.half_book import MAX_LEVELS
from roxom_tui.state.book.order_book import DeltaResult, OrderBook
from tests.state.books import is_crossed_or_locked, vouches_for
from tests.support.spellings import GOLD, delta, level, levels, snapshot

BOTH = pytest.mark.parametrize("mode", list(READINGS))


def book_of(mode: DepthMode = DepthMode.ABSOLUTE) -> OrderBook:
    book = OrderBook(mode)
    book.apply_snapshot(snapshot(("99 4", "100 1"), ("102 3", "101 2")))
    return book


@BOTH
def test_levels_come_best_first_whatever_their_order_on_the_wire(mode: DepthMode) -> None:
    book = book_of(mode)
    assert book.levels(Side.BID) == list(levels("100 1", "99 4"))
    assert book.levels(Side.ASK) == list(levels("101 2", "102 3"))
    assert (book.best[0], book.best[1]) == (level("100", "1"), level("101", "2"))


@BOTH
def test_only_as_many_levels_as_asked_for_are_read(mode: DepthMode) -> None:
    book = book_of(mode)
    assert book.levels(Side.ASK, 1) == [level("101", "2")]
    assert book.levels(Side.ASK, 0) == []
    assert len(book.levels(Side.ASK, 9)) == 2


@BOTH
def test_an_empty_side_has_no_best_price(mode: DepthMode) -> None:
    book = OrderBook(mode)
    book.apply_snapshot(snapshot((), ("101 2",)))
    assert book.best[0] is None
    assert not is_crossed_or_locked(book)


@BOTH
def test_a_snapshot_replaces_everything(mode: DepthMode) -> None:
    book = book_of(mode)
    book.apply_snapshot(snapshot(("50 1",), (), at=9))
    assert book.levels(Side.BID) == [level("50", "1")]
    assert book.levels(Side.ASK) == []


def test_a_level_without_size_in_a_snapshot_is_no_level() -> None:
    book = OrderBook(DepthMode.ABSOLUTE)
    book.apply_snapshot(snapshot(("100 0", "99 1", "98 -1"), ()))
    assert book.levels(Side.BID) == [level("99", "1")]


def test_an_absolute_size_is_the_new_size() -> None:
    book = book_of()
    assert book.apply_delta(delta(("100 0.5", "98 7"), at=1)) is DeltaResult.APPLIED
    assert book.levels(Side.BID) == list(levels("100 0.5", "99 4", "98 7"))


@pytest.mark.parametrize("quantity", ["0", "0.00", "-0.25"])
def test_an_absolute_size_of_zero_or_less_removes_the_level(quantity: str) -> None:
    book = book_of()
    assert book.apply_delta(delta((), (f"101 {quantity}",), at=1)) is DeltaResult.APPLIED
    assert book.best[1] == level("102", "3")


def test_a_signed_size_is_added() -> None:
    book = book_of(DepthMode.SIGNED)
    assert book.apply_delta(delta(("99 -1.5",), ("101 0.25",), at=1)) is DeltaResult.APPLIED
    assert book.levels(Side.BID)[1] == level("99", "2.5")
    assert book.best[1] == level("101", "2.25")


@pytest.mark.parametrize("quantity", ["-2", "0"])
def test_a_signed_result_of_zero_and_an_explicit_zero_remove_the_level(quantity: str) -> None:
    book = book_of(DepthMode.SIGNED)
    assert book.apply_delta(delta((), (f"101 {quantity}",), at=1)) is DeltaResult.APPLIED
    assert book.best[1] == level("102", "3")


def test_a_signed_size_below_zero_is_a_fault_and_the_rest_of_the_message_is_applied() -> None:
    book = book_of(DepthMode.SIGNED)
    assert book.apply_delta(delta(("100 -1.01",), ("101 1",), at=1)) is DeltaResult.BELOW_ZERO
    assert book.best[0] == level("99", "4")
    assert book.best[1] == level("101", "3")


@BOTH
@pytest.mark.parametrize("quantity", ["0", "-3"])
def test_removing_an_unknown_level_is_ignored(mode: DepthMode, quantity: str) -> None:
    book = book_of(mode)
    assert book.apply_delta(delta((f"97 {quantity}",), at=1)) is DeltaResult.APPLIED
    assert len(book) == 4


@BOTH
def test_two_spellings_of_a_price_are_one_level_and_the_last_spelling_stays(mode: DepthMode) -> None:
    book = OrderBook(mode)
    book.apply_snapshot(snapshot(("0.0008941 1",), ()))
    book.apply_delta(delta(("0.00089410 2",), at=1))
    (only,) = book.levels(Side.BID)
    assert str(only.price) == "0.00089410"


def test_signed_sums_are_not_rounded() -> None:
    book = OrderBook(DepthMode.SIGNED)
    book.apply_snapshot(snapshot(("1 999999999999999999",), ()))
    book.apply_delta(delta(("1 0.000000000000000001",), at=1))
    best = book.best[0]
    assert best is not None
    assert best[1] == Decimal("999999999999999999.000000000000000001")


@BOTH
def test_a_delta_older_than_the_snapshot_changes_nothing_and_one_as_old_is_applied(mode: DepthMode) -> None:
    book = OrderBook(mode)
    book.apply_snapshot(snapshot(("100 1",), (), at=5))
    assert book.apply_delta(delta(("99 1",), at=4.999)) is DeltaResult.LATE
    assert len(book) == 1
    assert book.apply_delta(delta(("99 1",), at=5)) is DeltaResult.APPLIED
    assert len(book) == 2


@BOTH
def test_a_delta_without_a_snapshot_is_not_applied(mode: DepthMode) -> None:
    book = OrderBook(mode)
    assert book.apply_delta(delta(("99 1",))) is DeltaResult.NO_SNAPSHOT
    assert len(book) == 0


@pytest.mark.parametrize(("bid", "expected"), [("100.9", False), ("101", True), ("101.1", True)])
def test_a_bid_at_or_above_an_ask_makes_a_book_locked_or_crossed(bid: str, expected: bool) -> None:
    book = book_of()
    book.apply_delta(delta((f"{bid} 1",), at=1))
    assert is_crossed_or_locked(book) is expected


def test_crossing_is_judged_after_the_whole_message() -> None:
    book = book_of()
    book.apply_delta(delta(("101 1",), ("101 0",), at=1))
    assert not is_crossed_or_locked(book)


def test_only_prices_in_the_range_of_the_last_snapshot_are_vouched_for() -> None:
    book = book_of()
    book.apply_delta(delta(("98.999 1",), ("102.001 1",), at=1))
    assert vouches_for(book, Price("99"))
    assert vouches_for(book, Price("100.5"))
    assert vouches_for(book, Price("102.00"))
    assert not vouches_for(book, Price("98.999"))
    assert not vouches_for(book, Price("102.001"))


def test_an_empty_snapshot_vouches_for_nothing() -> None:
    book = OrderBook(DepthMode.ABSOLUTE)
    book.apply_snapshot(snapshot())
    assert not vouches_for(book, Price("1"))


def test_a_side_of_impossible_length_is_a_fault() -> None:
    book = OrderBook(DepthMode.ABSOLUTE)
    book.apply_snapshot(snapshot(tuple(f"{price} 1" for price in range(1, MAX_LEVELS + 1))))
    assert book.apply_delta(delta(("1 2",), at=1)) is DeltaResult.APPLIED
    assert book.apply_delta(delta(("0.5 1",), at=1)) is DeltaResult.TOO_LONG


def test_against_a_snapshot_with_an_empty_side_every_level_of_that_side_differs() -> None:
    book = book_of()
    assert book.differences(snapshot((), ("101 2", "102 3"))) == 2
    assert book.differences(snapshot(("99 4", "100 1"), ())) == 2
    assert book.differences(snapshot()) == 4


def test_an_empty_side_of_a_snapshot_reaches_as_far_where_newer_deltas_are_taken_into_account() -> None:
    book = book_of()
    newer = delta((), ("101 3",), at=2)
    book.apply_delta(newer)
    told = snapshot((), ("101 2", "102 3"), at=1)
    assert book.differences(told, (newer,)) == 2, "both bids"


def test_a_book_equals_a_snapshot_that_says_just_what_it_holds() -> None:
    book = book_of()
    assert book.equals(snapshot(("100 1.0", "99 4"), ("101 2", "102 3", "103 0")))
    assert not book.equals(snapshot(("100 1",), ("101 2", "102 3"))), "one level more than is told"
    assert not book.equals(snapshot(("100 1", "99 5"), ("101 2", "102 3")))


def test_a_level_of_size_zero_in_a_snapshot_is_neither_mended_in_nor_counted_nor_vouched_for() -> None:
    book = book_of()
    told = snapshot(("100 1", "90 0"), ("101 2", "110 0"))
    assert book.differences(told) == 0
    book.mend(told)
    assert book.levels(Side.BID) == list(levels("100 1", "99 4"))
    assert book.levels(Side.ASK) == list(levels("101 2", "102 3"))
    assert [vouches_for(book, Price(price)) for price in ("90", "100", "101", "110")] == [False, True, True, False]


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


def test_a_book_must_know_what_is_better_than_the_worst_level_that_its_snapshot_reached() -> None:
    book = book_of()
    known = {price for price in ("98", "99", "99.5", "150") if book.must_know(Side.BID, Price(price))}
    assert known == {"99.5", "150"}
    assert book.must_know(Side.ASK, Price("101.5"))
    assert not book.must_know(Side.ASK, Price("103"))
    book.apply_delta(delta(("97 1",), at=1))
    assert not book.must_know(Side.BID, Price("98")), "the snapshot did not reach so far"
    book.mend(snapshot(("100 1", "97 1"), ("101 2",), at=2))
    assert book.must_know(Side.BID, Price("98"))
    assert not OrderBook(DepthMode.ABSOLUTE).must_know(Side.BID, Price("98")), "there was no snapshot"


def test_the_size_at_a_price_is_that_of_its_level_however_it_is_spelled() -> None:
    book = book_of()
    assert book.size_at(Side.BID, Price("100.000")) == 1
    assert book.size_at(Side.ASK, Price("100")) is None
