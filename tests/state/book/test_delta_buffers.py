"""Deltas that come behind newer ones, or a second time: they are taken for what they are, or the book begins anew."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.events import BookDelta
from roxom_tui.model.market import READINGS, DepthMode, Level, Side, Symbol
from roxom_tui.model.money import Price, Size
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Applied, NeedsResync, Skipped
from roxom_tui.state.book.absolute_or_signed import DepthModeDetector
from roxom_tui.state.book.book_against_quotes import BookCheckCounts
from roxom_tui.state.book.delta_buffers import MOST_RECENT, DeltaHistory, PendingDeltas
from roxom_tui.state.book.verified_book import VerifiedBook
from tests.support.spellings import DEPTH, GOLD, WALL, delta, level, quote, s, snapshot

START = snapshot(("100 5", "99 4"), ("101 5", "102 4"))


def book_by(mode: DepthMode) -> VerifiedBook:
    depth = VerifiedBook(GOLD, DepthModeDetector(mode), BookCheckCounts())
    depth.apply_snapshot(START, 0)
    return depth


@pytest.mark.parametrize("mode", DepthMode)
def test_a_delta_told_a_second_time_changes_nothing(mode: DepthMode) -> None:
    depth = book_by(mode)
    first = delta(("100 3",), at=1)
    for told in (first, delta(("100 1",), at=2)):
        assert depth.apply_delta(told, s(2)) == Applied(DEPTH)
    before = depth.book.levels(Side.BID)
    assert depth.apply_delta(first, s(3)) == Skipped(DEPTH, "told before")
    assert depth.book.levels(Side.BID) == before


def test_of_a_new_size_that_was_overtaken_only_levels_count_of_which_nothing_newer_was_told() -> None:
    depth = book_by(DepthMode.ABSOLUTE)
    depth.apply_delta(delta(("100 3",), at=1.5), s(2))
    assert depth.apply_delta(delta(("100 7", "99 1"), at=1), s(2)) == Applied(DEPTH)
    assert depth.book.levels(Side.BID) == [level("100", "3"), level("99", "1")]


def test_a_change_that_was_overtaken_counts_whole() -> None:
    depth = book_by(DepthMode.SIGNED)
    depth.apply_delta(delta(("100 3",), at=1.5), s(2))
    depth.apply_delta(delta(("100 7", "99 1"), at=1), s(2))
    assert depth.book.levels(Side.BID) == [level("100", "15"), level("99", "5")]


def test_while_it_is_not_decided_each_reading_takes_it_in_its_own_way() -> None:
    depth = VerifiedBook(GOLD, DepthModeDetector(DepthMode.AUTO), BookCheckCounts())
    depth.apply_snapshot(START, 0)
    depth.apply_delta(delta(("100 3",), at=1.5), s(2))
    depth.apply_delta(delta(("100 7", "99 1"), at=1), s(2))
    assert depth._books.candidates is not None
    books = [depth._books.candidates.book(mode).levels(Side.BID) for mode in READINGS]
    assert books == [[level("100", "3"), level("99", "1")], [level("100", "15"), level("99", "5")]]


@pytest.mark.parametrize("mode", READINGS)
def test_one_that_is_much_older_than_what_came_before_it_breaks_the_book(mode: DepthMode) -> None:
    depth = book_by(mode)
    depth.apply_delta(delta(("100 3",), at=5), s(5))
    assert depth.apply_delta(delta(("99 3",), at=3.9), s(5)) == NeedsResync(DEPTH, Reason(Cause.DELTAS_DISORDERED))
    assert not depth.is_sound


def test_where_too_much_came_meanwhile_to_tell_what_is_left_of_it_the_book_begins_anew() -> None:
    depth = book_by(DepthMode.ABSOLUTE)
    for number in range(MOST_RECENT):
        depth.apply_delta(delta((f"99 {number + 1}",), at=1 + number / 10_000), s(1))
    assert isinstance(depth.apply_delta(delta(("100 1",), at=0.9), s(1)), NeedsResync)


def test_the_time_of_a_book_never_goes_back() -> None:
    depth = book_by(DepthMode.ABSOLUTE)
    depth.apply_delta(delta(("100 3",), at=1.5), s(2))
    depth.apply_delta(delta(("99 1",), at=1), s(2))
    assert depth.book.exchange_at == WALL + s(1.5)


def test_a_late_delta_is_held_against_the_quotes_as_any_other() -> None:
    depth = book_by(DepthMode.ABSOLUTE)
    depth.apply_delta(delta(("98 1",), at=3), s(3))
    depth.hear(quote("100 5", "101 5", at=3), s(3))
    depth.apply_delta(delta(("100 9",), at=2.5), s(3))
    for at in (3.1, 3.2):
        depth.hear(quote("100 5", f"101 {at}", at=at), s(at))
    assert isinstance(depth.overdue(s(5)), NeedsResync)


@given(st.integers(0, 2**32), st.sampled_from(READINGS))
def test_deltas_in_any_order_within_a_second_make_the_same_book_or_break_it(seed: int, mode: DepthMode) -> None:
    random = Random(seed)
    told = [_change(random, mode, WALL + s(1) + number * 20_000_000) for number in range(40)]
    in_order, shuffled = book_by(mode), book_by(mode)
    for one in told:
        in_order.apply_delta(one, s(1))
    order = list(range(len(told)))
    for place in random.sample(order[:-4], 6):
        order[place : place + 4] = random.sample(order[place : place + 4], 4)
    for place in order:
        shuffled.apply_delta(told[place], s(1))
        behind = [one for one in order[: order.index(place)] if one < max(order[: order.index(place) + 1])]
        if behind and random.random() < 0.2 and shuffled.is_sound:
            shuffled.apply_delta(told[random.choice(behind)], s(1))
    if shuffled.is_sound and in_order.is_sound:
        for side in Side:
            assert shuffled.book.levels(side) == in_order.book.levels(side)


def _change(random: Random, mode: DepthMode, at: int) -> BookDelta:
    """Sizes never repeat, so that no two deltas are alike; changes are positive, so that none falls below zero."""
    sizes = Size(Decimal(random.randint(1, 10**9)) / 10**6)
    price = Price(str(random.choice((97, 98, 99, 100))))
    size = Size(Decimal(0)) if mode is DepthMode.ABSOLUTE and random.random() < 0.3 else sizes
    return BookDelta(GOLD, (Level(price, size),), (), at)


def test_an_audit_does_not_undo_what_overtook_a_delta() -> None:
    depth = book_by(DepthMode.ABSOLUTE)
    depth.apply_delta(delta(("99 6",), at=1), s(1))
    depth.apply_delta(delta(("99 3",), at=0.95), s(1))
    depth.apply_snapshot(snapshot(("100 5", "99 4"), ("101 5", "102 4"), at=0.9), s(2))
    assert depth.book.levels(Side.BID) == [level("100", "5"), level("99", "6")]
    assert depth.verification.last is not None
    assert depth.verification.last.differences == 0
    assert depth.book.exchange_at == WALL + s(1)


def test_an_answer_without_a_time_does_not_undo_it_either() -> None:
    depth = book_by(DepthMode.ABSOLUTE)
    depth.expect_answer()
    depth.apply_delta(delta(("99 6",), at=1), s(1))
    depth.apply_delta(delta(("99 3",), at=0.95), s(1))
    depth.verification.answer(snapshot(("100 5", "99 6", "98 2"), ("101 5", "102 4")), s(2))
    assert depth.overdue(s(4)) is None
    assert depth.book.levels(Side.BID)[1] == level("99", "6")


@pytest.mark.parametrize(
    ("first", "late"),
    [("99 5", "99 0"), ("99 0", "99 5"), ("98 -4", "98 5"), ("99 -4", "99 5")],
    ids=["a zero was overtaken", "by a zero", "a reduction of nothing", "a level that ended"],
)
def test_where_the_order_of_changes_makes_a_difference_the_book_begins_anew(first: str, late: str) -> None:
    depth = book_by(DepthMode.SIGNED)
    depth.apply_delta(delta((first,), at=1), s(1))
    assert depth.apply_delta(delta((late,), at=0.9), s(1)) == NeedsResync(DEPTH, Reason(Cause.DELTAS_DISORDERED))


def test_the_newest_delta_told_twice_counts_once_where_times_are_finer_than_milliseconds() -> None:
    depth = book_by(DepthMode.SIGNED)
    for at, sizes in ((1.0000001, ("8", "8")), (2, ("11", "14"))):
        told = delta(("100 3",), at=at)
        for size in sizes:
            depth.apply_delta(told, s(at))
            assert depth.book.levels(Side.BID)[0] == level("100", size), "two changes may be alike in a millisecond"


@pytest.mark.parametrize("mode", [DepthMode.SIGNED, DepthMode.AUTO])
def test_beyond_the_reach_of_the_snapshot_nothing_falls_below_zero(mode: DepthMode) -> None:
    reading = DepthModeDetector(mode)
    depth = VerifiedBook(GOLD, reading, BookCheckCounts())
    depth.apply_snapshot(START, 0)
    for number, change in enumerate(("90 5", "90 -10", "100 -6"), start=1):
        outcome = depth.apply_delta(delta((change,), at=number), s(number))
        assert isinstance(outcome, NeedsResync) is (number == 3 and mode is DepthMode.SIGNED)
    assert reading.lead == (1 if mode is DepthMode.AUTO else 0), "the third is within its reach"


def test_what_was_pushed_out_by_many_levels_is_not_taken_for_known() -> None:
    depth = book_by(DepthMode.ABSOLUTE)
    depth.apply_delta(delta(("100 3",), at=1), s(1))
    many = tuple(f"{50 + number / 10_000:.4f} 1" for number in range(30_000))
    for number in range(4):
        depth.apply_delta(delta(many, at=1.1 + number / 10), s(1))
    assert isinstance(depth.apply_delta(delta(("100 7",), at=0.9), s(1)), NeedsResync)


def heavy(at: float, count: int = 30_000) -> BookDelta:
    return BookDelta(Symbol("GOLD-BTC"), (level("100", "1"),) * count, (), WALL + s(at))


def test_deltas_of_very_many_levels_are_remembered_by_their_levels_and_what_is_gone_is_known_to_be() -> None:
    recent = DeltaHistory()
    for number in range(5):
        recent.note(heavy(number / 10))
    assert recent.since(snapshot(at=0.25)) is not None, "all that is newer is there"
    assert recent.since(snapshot(at=-0.1)) is None


def test_of_deltas_of_very_many_levels_few_wait_for_their_snapshot() -> None:
    waiting = PendingDeltas()
    assert [waiting.hold(heavy(number), s(number)) for number in range(5)] == [False, False, False, True, False]
    assert waiting.has_lost(snapshot(at=1))
    assert not waiting.has_lost(snapshot(at=2))
    assert len(list(waiting.following(snapshot(at=0)))) == 3
