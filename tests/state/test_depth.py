"""When a book may be believed: held deltas, crossed books, faults."""

from __future__ import annotations

import pytest

from roxom_tui.model.market import DepthMode, Side
from roxom_tui.model.outcome import Applied, NeedsResync, Skipped
from roxom_tui.state.depth import HELD, MAX_HELD, Depth
from roxom_tui.state.integrity import IntegrityCounts
from roxom_tui.state.semantics import DepthReading
from tests.state.words import DEPTH, GOLD, delta, level, s, snapshot


@pytest.fixture
def depth() -> Depth:
    return Depth(GOLD, DepthReading(DepthMode.ABSOLUTE), IntegrityCounts())


@pytest.fixture
def sound(depth: Depth) -> Depth:
    assert depth.apply_snapshot(snapshot(("100 1",), ("101 1",)), 0) == Applied(DEPTH)
    return depth


def test_a_delta_before_the_snapshot_is_held_back_and_applied_after_it(depth: Depth) -> None:
    assert depth.apply_delta(delta(("99 5",), at=2), 0) == Skipped(DEPTH, HELD)
    assert depth.apply_delta(delta(("98 5",), at=0.5), 0) == Skipped(DEPTH, HELD)
    assert len(depth.book) == 0
    depth.apply_snapshot(snapshot(("100 1",), (), at=1), s(1))
    assert depth.is_sound
    assert depth.book.levels(Side.BID) == [level("100", "1"), level("99", "5")]


def test_deltas_held_for_over_five_seconds_ask_for_a_snapshot(depth: Depth) -> None:
    depth.apply_delta(delta(), s(1))
    assert depth.overdue(s(6)) is None
    assert isinstance(depth.overdue(s(6.001)), NeedsResync)
    assert depth.overdue(s(7)) is None, "asked once, then patient again"


def test_a_quiet_depth_without_deltas_never_asks(depth: Depth) -> None:
    assert depth.overdue(s(1000)) is None


def test_too_many_held_deltas_ask_once_for_a_snapshot(depth: Depth) -> None:
    outcomes = [depth.apply_delta(delta(at=i), 0) for i in range(MAX_HELD + 2)]
    asked = [outcome for outcome in outcomes if isinstance(outcome, NeedsResync)]
    assert len(asked) == 1
    assert outcomes.index(asked[0]) == MAX_HELD


def test_a_snapshot_older_than_a_lost_delta_is_not_believed(depth: Depth) -> None:
    for i in range(MAX_HELD + 2):
        depth.apply_delta(delta(at=i), 0)
    assert isinstance(depth.apply_snapshot(snapshot(("1 1",), (), at=1), 0), NeedsResync)
    assert not depth.is_sound


def test_a_snapshot_newer_than_every_lost_delta_is_believed(depth: Depth) -> None:
    for i in range(MAX_HELD + 2):
        depth.apply_delta(delta(at=i), 0)
    assert depth.apply_snapshot(snapshot(("1 1",), (), at=2), 0) == Applied(DEPTH)


@pytest.mark.parametrize("bid", ["101 1", "102 1"])
def test_a_book_locked_or_crossed_for_over_a_second_is_broken(sound: Depth, bid: str) -> None:
    assert sound.apply_delta(delta((bid,), at=1), s(10)) == Applied(DEPTH)
    assert sound.overdue(s(11)) is None
    assert isinstance(sound.overdue(s(11.001)), NeedsResync)
    assert not sound.is_sound
    assert len(sound.book) == 3, "the old levels stay to be drawn dimmed"


def test_a_crossing_that_goes_within_a_second_is_forgiven(sound: Depth) -> None:
    sound.apply_delta(delta(("101 1",), at=1), s(10))
    sound.apply_delta(delta(("101 0",), at=1.5), s(10.5))
    assert sound.overdue(s(12)) is None


def test_a_delta_that_finds_the_book_crossed_too_long_reports_it(sound: Depth) -> None:
    sound.apply_delta(delta(("101 1",), at=1), s(10))
    assert isinstance(sound.apply_delta(delta(("99 1",), at=2), s(11.5)), NeedsResync)


def test_a_size_below_zero_under_the_signed_reading_needs_a_resync() -> None:
    depth = Depth(GOLD, DepthReading(DepthMode.SIGNED), IntegrityCounts())
    depth.apply_snapshot(snapshot(("100 1",), ()), 0)
    outcome = depth.apply_delta(delta(("100 -2",), at=1), 0)
    assert outcome == NeedsResync(DEPTH, "a size fell below zero")
    assert not depth.is_sound


def test_a_broken_book_holds_deltas_until_the_next_snapshot_mends_it(sound: Depth) -> None:
    sound.void("asked for")
    assert sound.rebuilding == "asked for"
    assert sound.apply_delta(delta(("99 1",), at=1), 0) == Skipped(DEPTH, HELD)
    assert sound.apply_snapshot(snapshot(("98 1",), (), at=1), 0) == Applied(DEPTH)
    assert sound.rebuilding == ""
    assert sound.book.levels(Side.BID) == [level("99", "1"), level("98", "1")]


def test_a_late_delta_is_skipped(sound: Depth) -> None:
    outcome = sound.apply_delta(delta(("99 1",), at=-1), 0)
    assert isinstance(outcome, Skipped)
    assert sound.is_sound
