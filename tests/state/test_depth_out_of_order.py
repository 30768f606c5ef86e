"""Snapshots that are older than deltas, of a book that is whole and of one that broke."""

from __future__ import annotations

from roxom_tui.model.market import DepthMode, Side
from roxom_tui.model.status import Applied, NeedsResync, Skipped
from roxom_tui.state.book.absolute_or_signed import DepthModeDetector
from roxom_tui.state.book.book_against_quotes import BookCheckCounts
from roxom_tui.state.book.book_against_snapshots import AuditResult
from roxom_tui.state.book.delta_buffers import MOST_RECENT, TOO_OLD
from roxom_tui.state.book.verified_book import VerifiedBook
from tests.state.books import KEPT
from tests.support.spellings import DEPTH, GOLD, delta, level, s, snapshot

# A book that broke


def test_a_broken_book_holds_deltas_until_the_next_snapshot_mends_it(sound: VerifiedBook) -> None:
    sound.void("asked for")
    assert sound.rebuilding == "asked for"
    assert sound.apply_delta(delta(("99 1",), at=1), 0) == KEPT
    assert sound.apply_snapshot(snapshot(("98 1",), (), at=1), 0) == Applied(DEPTH)
    assert sound.rebuilding == ""
    assert sound.book.levels(Side.BID) == [level("99", "1"), level("98", "1")]


def test_what_was_applied_before_the_book_broke_amends_a_snapshot_that_is_older(sound: VerifiedBook) -> None:
    sound.apply_delta(delta(("99 5",), at=2), s(2))
    sound.apply_delta(delta(("101 1",), at=2.5), s(2.5))
    assert isinstance(sound.overdue(s(4)), NeedsResync)
    sound.apply_delta(delta(("101 0",), at=4), s(4))
    assert sound.apply_snapshot(snapshot(("100 1",), ("102 1",), at=1), s(4)) == Applied(DEPTH)
    assert sound.book.levels(Side.BID) == [level("100", "1"), level("99", "5")]


def test_the_delta_that_broke_the_book_amends_a_snapshot_that_is_older() -> None:
    depth = VerifiedBook(GOLD, DepthModeDetector(DepthMode.SIGNED), BookCheckCounts())
    depth.apply_snapshot(snapshot(("100 1",), ()), 0)
    assert isinstance(depth.apply_delta(delta(("100 -2",), at=2), 0), NeedsResync)
    assert depth.apply_snapshot(snapshot(("100 3",), (), at=1), 0) == Applied(DEPTH)
    assert depth.book.levels(Side.BID) == [level("100", "1")]


def test_what_follows_a_delta_that_breaks_the_book_anew_is_held_for_the_next_snapshot() -> None:
    depth = VerifiedBook(GOLD, DepthModeDetector(DepthMode.SIGNED), BookCheckCounts())
    for change, at in (("100 -2", 2), ("99 4", 3)):
        depth.apply_delta(delta((change,), at=at), 0)
    assert isinstance(depth.apply_snapshot(snapshot(("100 1",), (), at=1), 0), NeedsResync)
    assert depth.apply_snapshot(snapshot(("100 1",), (), at=2.5), 0) == Applied(DEPTH)
    assert depth.book.levels(Side.BID) == [level("100", "1"), level("99", "4")]


def test_nothing_of_another_connection_amends_a_snapshot(sound: VerifiedBook) -> None:
    sound.apply_delta(delta(("99 5",), at=2), s(2))
    sound.forget("gone")
    assert sound.apply_snapshot(snapshot(("100 1",), (), at=1), s(4)) == Applied(DEPTH)
    assert sound.book.levels(Side.BID) == [level("100", "1")]


# A book that is whole


def test_a_snapshot_older_than_what_was_applied_undoes_nothing_and_proves_the_book(sound: VerifiedBook) -> None:
    sound.apply_delta(delta(("100 0", "99 5"), ("101 4", "102 1"), at=1), s(1))
    sound.apply_delta(delta(("99 6",), at=1.5), s(1.5))
    told = snapshot(("100 1",), ("101 1",), at=0.9)
    assert sound.apply_snapshot(told, s(2)) == Applied(DEPTH)
    assert sound.verification.last == AuditResult(s(2), 2, 0)
    assert sound.book.levels(Side.BID) == [level("99", "6")]
    assert sound.book.levels(Side.ASK) == [level("101", "4"), level("102", "1")]


def test_a_level_lost_before_an_older_snapshot_is_found_and_what_came_since_is_kept(sound: VerifiedBook) -> None:
    sound.apply_delta(delta(("99 6",), at=1.5), s(1.5))
    sound.apply_snapshot(snapshot(("100 1", "98 3"), ("101 1",), at=1), s(2))
    assert sound.verification.last == AuditResult(s(2), 3, 1)
    assert sound.book.levels(Side.BID) == [level("100", "1"), level("99", "6"), level("98", "3")]


def test_by_signed_deltas_an_older_snapshot_is_brought_up_to_date_as_well() -> None:
    depth = VerifiedBook(GOLD, DepthModeDetector(DepthMode.SIGNED), BookCheckCounts())
    depth.apply_snapshot(snapshot(("100 5",), ("101 1",)), 0)
    for at in (1, 2, 3):
        depth.apply_delta(delta(("100 -1",), at=at), s(at))
    depth.apply_snapshot(snapshot(("100 4",), ("101 1",), at=1), s(4))
    assert depth.book.levels(Side.BID) == [level("100", "2")]
    assert depth.verification.last is not None
    assert depth.verification.last.differences == 0


def test_a_snapshot_too_old_to_be_compared_changes_nothing_and_proves_nothing(sound: VerifiedBook) -> None:
    sound.apply_delta(delta(("99 6",), at=10), s(10))
    assert sound.apply_snapshot(snapshot(("100 1",), ("101 1",), at=4), s(11)) == Skipped(DEPTH, TOO_OLD)
    for number in range(MOST_RECENT):
        sound.apply_delta(delta((f"99 {number + 7}",), at=10 + number / 1000), s(11))
    assert sound.apply_snapshot(snapshot(("100 1",), ("101 1",), at=9.99), s(11)) == Skipped(DEPTH, TOO_OLD)
    assert sound.is_sound
    assert sound.verification.at is None


def test_a_snapshot_older_than_that_which_the_book_began_with_changes_nothing(depth: VerifiedBook) -> None:
    depth.apply_snapshot(snapshot(("100 1",), ("101 1",), at=8), s(8))
    assert depth.apply_snapshot(snapshot(("99 1",), ("101 1",), at=6), s(8)) == Skipped(DEPTH, TOO_OLD)
    assert depth.book.levels(Side.BID) == [level("100", "1")]
    assert depth.verification.at is None


def test_after_a_clock_was_set_back_a_snapshot_is_not_held_against_times_from_before(sound: VerifiedBook) -> None:
    sound.apply_delta(delta(("99 6",), at=100), s(1))
    assert isinstance(sound.apply_delta(delta(("99 7",), at=80), s(1.1)), NeedsResync)
    sound.apply_snapshot(snapshot(("100 1", "99 7"), ("101 1",), at=81), s(2))
    assert sound.is_sound
    sound.apply_snapshot(snapshot(("100 1", "99 7"), ("101 1",), at=82), s(3))
    assert sound.verification.last == AuditResult(s(3), 3, 0)
    assert sound.book.levels(Side.BID) == [level("100", "1"), level("99", "7")]


def test_deltas_much_older_than_their_snapshot_one_after_the_other_break_the_book(sound: VerifiedBook) -> None:
    sound.apply_snapshot(snapshot(("100 1",), ("101 1",), at=3600), s(1))
    outcomes = [sound.apply_delta(delta(("99 1",), at=at), s(at)) for at in (2, 2.1)]
    assert [type(outcome) for outcome in outcomes] == [Skipped, NeedsResync]
    assert not sound.is_sound


def test_deltas_a_little_older_than_their_snapshot_are_passed_over_for_as_long_as_it_takes(sound: VerifiedBook) -> None:
    sound.apply_snapshot(snapshot(("100 1",), ("101 1",), at=3), s(1))
    for number in range(20):
        assert isinstance(sound.apply_delta(delta(("99 1",), at=2 + number / 21), s(2 + number)), Skipped)
    assert sound.is_sound
