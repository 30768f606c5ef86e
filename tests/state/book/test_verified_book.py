"""When a book may be believed: held deltas, late and foreign snapshots, crossed books, faults."""

from __future__ import annotations

import pytest

from roxom_tui.model.market import DepthMode, Side
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Applied, NeedsResync, Skipped
from roxom_tui.state.book.absolute_or_signed import LEAD, DepthModeDetector
from roxom_tui.state.book.best_price_checks import DISAGREES
from roxom_tui.state.book.book_against_quotes import BookCheckCounts
from roxom_tui.state.book.book_against_snapshots import MOST_DELTAS
from roxom_tui.state.book.delta_buffers import MAX_HELD, MOST_RECENT, TOO_OLD
from roxom_tui.state.book.verified_book import VerifiedBook
from roxom_tui.state.views.market_views import AuditResult
from tests.state.books import KEPT, vouches_for
from tests.support.spellings import DEPTH, GOLD, OIL, delta, level, levels, quote, s, snapshot


def test_a_delta_before_the_snapshot_is_held_back_and_applied_after_it(depth: VerifiedBook) -> None:
    assert depth.apply_delta(delta(("99 5",), at=2), 0) == KEPT
    assert depth.apply_delta(delta(("98 5",), at=0.5), 0) == KEPT
    assert len(depth.book) == 0
    depth.apply_snapshot(snapshot(("100 1",), (), at=1), s(1))
    assert depth.is_sound
    assert depth.book.levels(Side.BID) == [level("100", "1"), level("99", "5")]


def test_deltas_held_for_over_five_seconds_ask_for_a_snapshot(depth: VerifiedBook) -> None:
    depth.apply_delta(delta(), s(1))
    assert depth.overdue(s(6)) is None
    assert isinstance(depth.overdue(s(6.001)), NeedsResync)
    assert depth.overdue(s(7)) is None, "asked once, then patient again"


def test_a_quiet_depth_without_deltas_never_asks(depth: VerifiedBook) -> None:
    assert depth.overdue(s(1000)) is None


def test_too_many_held_deltas_ask_once_for_a_snapshot(depth: VerifiedBook) -> None:
    outcomes = [depth.apply_delta(delta(at=i), 0) for i in range(MAX_HELD + 2)]
    asked = [outcome for outcome in outcomes if isinstance(outcome, NeedsResync)]
    assert len(asked) == 1
    assert outcomes.index(asked[0]) == MAX_HELD


def test_a_snapshot_older_than_a_lost_delta_is_not_believed(depth: VerifiedBook) -> None:
    for i in range(MAX_HELD + 2):
        depth.apply_delta(delta(at=i), 0)
    assert isinstance(depth.apply_snapshot(snapshot(("1 1",), (), at=1), 0), NeedsResync)
    assert not depth.is_sound


def test_a_snapshot_newer_than_every_lost_delta_is_believed(depth: VerifiedBook) -> None:
    for i in range(MAX_HELD + 2):
        depth.apply_delta(delta(at=i), 0)
    assert depth.apply_snapshot(snapshot(("1 1",), (), at=2), 0) == Applied(DEPTH)


@pytest.mark.parametrize("bid", ["101 1", "102 1"])
def test_a_book_locked_or_crossed_for_over_a_second_is_broken(sound: VerifiedBook, bid: str) -> None:
    assert sound.apply_delta(delta((bid,), at=1), s(10)) == Applied(DEPTH)
    assert sound.overdue(s(11)) is None
    assert isinstance(sound.overdue(s(11.001)), NeedsResync)
    assert not sound.is_sound
    assert len(sound.book) == 3, "the old levels stay to be drawn dimmed"


def test_a_crossing_that_goes_within_a_second_is_forgiven(sound: VerifiedBook) -> None:
    sound.apply_delta(delta(("101 1",), at=1), s(10))
    sound.apply_delta(delta(("101 0",), at=1.5), s(10.5))
    assert sound.overdue(s(12)) is None


def test_a_delta_that_finds_the_book_crossed_too_long_reports_it(sound: VerifiedBook) -> None:
    sound.apply_delta(delta(("101 1",), at=1), s(10))
    assert isinstance(sound.apply_delta(delta(("99 1",), at=2), s(11.5)), NeedsResync)


def test_a_size_below_zero_under_the_signed_reading_needs_a_resync() -> None:
    depth = VerifiedBook(GOLD, DepthModeDetector(DepthMode.SIGNED), BookCheckCounts())
    depth.apply_snapshot(snapshot(("100 1",), ()), 0)
    outcome = depth.apply_delta(delta(("100 -2",), at=1), 0)
    assert outcome == NeedsResync(DEPTH, Reason(Cause.DELTA_IMPOSSIBLE))
    assert not depth.is_sound


def test_a_late_delta_is_skipped(sound: VerifiedBook) -> None:
    outcome = sound.apply_delta(delta(("99 1",), at=-1), 0)
    assert isinstance(outcome, Skipped)
    assert sound.is_sound


AUTO = DepthMode.AUTO


def undecided() -> tuple[VerifiedBook, DepthModeDetector]:
    reading = DepthModeDetector(AUTO)
    depth = VerifiedBook(GOLD, reading, BookCheckCounts())
    depth.apply_snapshot(snapshot(("100 50",), ("101 50",)), 0)
    return depth, reading


def decided(mode: DepthMode) -> tuple[VerifiedBook, DepthModeDetector]:
    depth, reading = undecided()
    reading.favour(mode, LEAD)
    assert depth.overdue(s(1)) is None
    assert depth.book.mode is mode
    return depth, reading


def test_two_quotes_that_the_book_never_showed_break_it(sound: VerifiedBook) -> None:
    assert sound.hear(quote("100 9", "101 1", at=2), s(2)) is None
    assert sound.hear(quote("100 8", "101 1", at=2.1), s(2.1)) is None
    assert sound.overdue(s(3.05)) is None
    assert sound.doubt(0)
    assert sound.overdue(s(3.2)) == NeedsResync(DEPTH, DISAGREES)
    assert (sound.is_sound, sound.doubt(0)) == (False, None)


def test_a_delta_is_enough_to_notice_that(sound: VerifiedBook) -> None:
    sound.hear(quote("100 9", "101 1", at=2), s(2))
    sound.hear(quote("100 8", "101 1", at=2), s(2))
    assert sound.apply_delta(delta(("99 1",), at=4), s(4)) == NeedsResync(DEPTH, DISAGREES)


def test_a_quote_older_than_the_snapshot_is_not_compared(depth: VerifiedBook) -> None:
    depth.apply_snapshot(snapshot(("100 1",), ("101 1",), at=10), 0)
    for _ in range(2):
        depth.hear(quote("100 9", at=9.9), s(5))
    assert depth.overdue(s(9)) is None
    assert depth.doubt(0) is None


def test_a_fresh_snapshot_that_says_the_same_is_the_proof(sound: VerifiedBook) -> None:
    assert sound.verification.at is None
    sound.apply_delta(delta(("99 1",), at=1), s(1))
    assert sound.apply_snapshot(snapshot(("100 1", "99 1"), ("101 1",), at=2), s(2)) == Applied(DEPTH)
    assert sound.verification.last == AuditResult(s(2), 3, 0)
    assert sound.verification.at == s(2)


def test_what_a_fresh_snapshot_shows_otherwise_is_counted_and_gone() -> None:
    counts = BookCheckCounts()
    depth = VerifiedBook(GOLD, DepthModeDetector(DepthMode.ABSOLUTE), counts)
    depth.apply_snapshot(snapshot(("100 1", "99 1", "98 1"), ("101 1",)), 0)
    told = snapshot(("100 1", "99 2", "97 1"), ("101 1",), at=2)
    depth.apply_snapshot(told, s(2))
    assert depth.verification.last == AuditResult(s(2), 4, 3)
    assert (counts.audits, counts.differences) == (1, 3)
    assert depth.book.differences(told) == 0


def test_a_book_that_an_audit_repaired_is_no_longer_suspect(sound: VerifiedBook) -> None:
    sound.hear(quote("100 9", "101 1", at=2), s(2))
    sound.overdue(s(4))
    assert sound.doubt(0)
    sound.apply_snapshot(snapshot(("100 9",), ("101 1",), at=4), s(4))
    assert sound.doubt(0) is None
    sound.hear(quote("100 8", "101 1", at=4.5), s(4.5))
    assert sound.overdue(s(9)) is None
    assert sound.doubt(0) is None, "a quote of the first second may tell of the time before"


def test_after_a_gap_the_book_is_renewed_and_what_changed_in_it_is_no_difference(sound: VerifiedBook) -> None:
    sound.verification.begin_gap(0)
    sound.apply_snapshot(snapshot(("90 1",), ("91 1",), at=2), s(2))
    assert sound.is_sound
    assert sound.verification.last == AuditResult(s(2), 2, None)
    sound.apply_snapshot(snapshot(("90 1",), ("91 1",), at=3), s(3))
    assert sound.verification.last == AuditResult(s(3), 2, 0)


def test_a_stream_that_is_left_for_long_is_not_proven_until_it_is_back(sound: VerifiedBook) -> None:
    sound.verification.begin_gap(s(1))
    assert sound.doubt(s(2)) is None
    assert sound.doubt(s(2.1)) == Reason(Cause.SNAPSHOT_DUE)
    sound.apply_snapshot(snapshot(("90 1",), ("91 1",), at=2), s(2.2))
    assert sound.doubt(s(9)) is None


def test_a_void_book_has_no_proof(sound: VerifiedBook) -> None:
    sound.apply_snapshot(snapshot(("100 1",), ("101 1",), at=1), s(1))
    sound.void(Reason(Cause.REFRESH_ASKED))
    sound.apply_snapshot(snapshot(("100 1",), ("101 1",), at=2), s(2))
    assert (sound.verification.last, sound.verification.at) == (None, None)


def test_an_answer_from_elsewhere_proves_the_book_a_moment_later(sound: VerifiedBook) -> None:
    sound.expect_answer()
    sound.apply_delta(delta(("100 2",), at=1), s(1))
    sound.verification.answer(snapshot(("100 2",), ("101 1",)), s(1.5))
    sound.overdue(s(2))
    assert sound.verification.at is None
    sound.overdue(s(3))
    assert sound.verification.last == AuditResult(s(3), 2, 0)


def test_an_answer_from_elsewhere_mends_what_is_wrong_and_the_levels_beyond_it_stay_unvouched(
    sound: VerifiedBook,
) -> None:
    sound.apply_delta(delta(("98 1",), ("105 1",), at=1), s(1))
    sound.expect_answer()
    sound.verification.answer(snapshot(("100 3",), ("101 1",)), s(1.5))
    sound.overdue(s(3))
    assert sound.verification.last == AuditResult(s(3), 2, 1)
    assert sound.book.levels(Side.BID) == [level("100", "3"), level("98", "1")]
    assert not vouches_for(sound.book, level("105", "1").price)


def test_while_the_reading_is_not_decided_the_book_is_usable_and_not_proven() -> None:
    depth, reading = undecided()
    assert (depth.is_sound, depth.doubt(0)) == (
        True,
        Reason(Cause.FORMAT_OPEN, done=0, of=LEAD),
    )
    depth.apply_delta(delta(("100 -10",), at=1), s(1))
    assert depth.book.best[0] is None
    depth.hear(quote("100 40", "101 50", at=1), s(1))
    assert reading.mode is DepthMode.SIGNED
    assert depth.book.best[0] == level("100", "40"), "what leads is shown"


def test_once_decided_only_the_winner_is_kept() -> None:
    depth, reading = undecided()
    for moment in range(1, LEAD + 1):
        depth.apply_delta(delta(("100 -1",), at=moment), s(moment))
        depth.hear(quote(f"100 {50 - moment}", "101 50", at=moment), s(moment))
    assert reading.decided is DepthMode.SIGNED
    assert (depth.doubt(0), depth.is_sound) == (None, True)
    assert depth.book.levels(Side.BID) == [level("100", str(50 - LEAD))]


def test_another_symbols_book_begins_with_what_is_decided() -> None:
    _, reading = decided(DepthMode.SIGNED)
    other = VerifiedBook(OIL, reading, BookCheckCounts())
    other.apply_snapshot(snapshot(("100 5",), (), symbol=OIL), 0)
    other.apply_delta(delta(("100 2",), symbol=OIL, at=1), 0)
    assert (other.doubt(0), other.book.best[0]) == (None, level("100", "7"))


def test_an_audit_with_differences_has_both_readings_judged_again_and_a_reversal_forces_a_resync() -> None:
    depth, reading = decided(DepthMode.ABSOLUTE)
    wrong = snapshot(tuple(f"{price} 7" for price in range(60, 100)), ("101 50",), at=5)
    assert depth.apply_snapshot(wrong, s(5)) == Applied(DEPTH)
    assert depth.doubt(0) == Reason(Cause.FORMAT_DOUBTED, "absolute")
    outcomes = []
    for moment in range(6, 6 + LEAD):
        depth.apply_delta(delta(("99 1",), at=moment), s(moment))
        outcomes.append(depth.hear(quote(f"99 {moment + 2}", "101 50", at=moment), s(moment)))
    assert NeedsResync(DEPTH, Reason(Cause.FORMAT_CHANGED, "signed")) in outcomes
    assert (reading.decided, depth.is_sound) == (DepthMode.SIGNED, False)


def test_an_audit_with_a_difference_or_two_leaves_the_book_proven_and_evidence_closes_the_matter() -> None:
    depth, reading = decided(DepthMode.ABSOLUTE)
    depth.apply_snapshot(snapshot(("100 51",), ("101 50",), at=5), s(5))
    assert (reading.is_open, depth.doubt(0)) == (True, None)
    moment = 6
    while reading.is_open:
        depth.apply_delta(delta((f"100 {moment}",), at=moment), s(moment))
        assert depth.hear(quote(f"100 {moment}", "101 50", at=moment), s(moment)) is None
        moment += 1
    assert (reading.decided, depth.is_sound, moment) == (DepthMode.ABSOLUTE, True, 7)


def test_a_reversal_by_one_symbol_breaks_the_books_of_the_others() -> None:
    depth, reading = decided(DepthMode.ABSOLUTE)
    reading.look_again(100)
    reading.favour(DepthMode.SIGNED, LEAD)
    assert depth.overdue(s(2)) == NeedsResync(DEPTH, Reason(Cause.FORMAT_CHANGED, "signed"))


def test_a_book_that_breaks_is_begun_again_with_both_readings() -> None:
    depth, reading = decided(DepthMode.ABSOLUTE)
    depth.apply_delta(delta(("101 1",), at=1), s(10))
    assert isinstance(depth.overdue(s(12)), NeedsResync)
    assert reading.is_open
    depth.apply_snapshot(snapshot(("100 5",), ("101 5",), at=2), s(13))
    assert depth.doubt(0) is None
    depth.apply_delta(delta(("100 2",), at=3), s(14))
    depth.hear(quote("100 2", at=3), s(14))
    assert reading.lead > LEAD // 2 - 1


TOLD = snapshot(("100 1", "99 2"), ("101 1", "102 2"))


@pytest.fixture
def as_told() -> VerifiedBook:
    depth = VerifiedBook(GOLD, DepthModeDetector(DepthMode.ABSOLUTE), BookCheckCounts())
    depth.apply_snapshot(TOLD, 0)
    return depth


def undecided_as_told() -> tuple[VerifiedBook, DepthModeDetector]:
    reading = DepthModeDetector(DepthMode.AUTO)
    depth = VerifiedBook(GOLD, reading, BookCheckCounts())
    depth.apply_snapshot(TOLD, 0)
    return depth, reading


def test_an_answer_asked_for_before_the_book_broke_is_not_held_against_the_one_after(as_told: VerifiedBook) -> None:
    as_told.expect_answer()
    as_told.void(Reason(Cause.REFRESH_ASKED))
    as_told.apply_snapshot(snapshot(("90 1",), ("91 1",), at=1), s(1))
    as_told.verification.answer(TOLD, s(1))
    assert as_told.overdue(s(3)) is None
    assert as_told.verification.at is None
    assert as_told.book.levels(Side.BID) == list(levels("90 1"))


def test_while_both_readings_are_held_an_answer_from_elsewhere_is_not_compared() -> None:
    depth, _ = undecided_as_told()
    depth.expect_answer()
    depth.apply_delta(delta(("100 5",), at=1), s(1))
    depth.verification.answer(TOLD, s(1))
    assert depth.overdue(s(3)) is None
    assert depth.verification.at is None
    assert depth.book.levels(Side.BID) == list(levels("100 5", "99 2"))


def test_an_answer_after_more_deltas_than_can_be_remembered_is_not_compared(as_told: VerifiedBook) -> None:
    as_told.expect_answer()
    for number in (*[1] * (MOST_DELTAS - 1), 2, 3):
        as_told.apply_delta(delta((f"100 {number}",), at=number), s(number))
    as_told.verification.answer(TOLD, s(3))
    as_told.overdue(s(5))
    assert as_told.verification.at is None
    assert as_told.book.levels(Side.BID) == list(levels("100 3", "99 2"))


def test_an_answer_without_differences_narrows_what_is_vouched_for(as_told: VerifiedBook) -> None:
    as_told.expect_answer()
    as_told.verification.answer(snapshot(("100 1",), ("101 1",)), s(1))
    as_told.overdue(s(3))
    assert as_told.verification.last == AuditResult(s(3), 2, 0)
    within_snapshot = [vouches_for(as_told.book, told.price) for told in levels("99 2", "100 1", "101 1", "102 2")]
    assert within_snapshot == [False, True, True, False]


def test_a_book_that_an_answer_from_elsewhere_repaired_is_no_longer_suspect(as_told: VerifiedBook) -> None:
    as_told.hear(quote("100 9", "101 1", at=2), s(2))
    as_told.overdue(s(4))
    assert as_told.doubt(0)
    as_told.expect_answer()
    as_told.verification.answer(snapshot(("100 9",), ("101 1",)), s(4))
    assert as_told.overdue(s(5.1)) is None
    assert as_told.doubt(0) is None
    for at in (7, 7.1):
        as_told.hear(quote("100 9", "101 1", at=at), s(at))
    assert as_told.overdue(s(9)) is None
    assert as_told.doubt(0) is None, "the quotes are held against the repaired book"


def test_an_answer_that_reopens_the_question_begins_with_both_readings_from_the_proved_book() -> None:
    depth, reading = undecided_as_told()
    reading.favour(DepthMode.ABSOLUTE, LEAD)
    assert depth.overdue(s(1)) is None
    depth.expect_answer()
    depth.verification.answer(snapshot(("100 5",), ("101 1",)), s(2))
    assert depth.overdue(s(4)) is None
    assert reading.is_open
    for at in (5, 6):
        assert not isinstance(depth.apply_delta(delta((f"100 {at}",), at=at), s(at)), NeedsResync)
        assert depth.hear(quote(f"100 {at}", "101 1", at=at), s(at)) is None
    assert (reading.is_open, reading.decided) == (False, DepthMode.ABSOLUTE)
    assert depth.book.levels(Side.BID) == list(levels("100 6", "99 2"))


def test_a_snapshot_that_deltas_have_overtaken_is_no_evidence_for_a_reading() -> None:
    depth, reading = undecided_as_told()
    for number, change in enumerate(("100 4", "100 -4"), start=1):
        depth.apply_delta(delta((change,), at=number), s(number))
    depth.apply_snapshot(snapshot(("100 1", "99 2"), ("101 1", "102 2"), at=0.5), s(3))
    assert reading.lead == 0, "by signed deltas the book only looks again as it did then"


def test_a_broken_book_holds_deltas_until_the_next_snapshot_mends_it(sound: VerifiedBook) -> None:
    sound.void(Reason(Cause.REFRESH_ASKED))
    assert sound.rebuilding == Reason(Cause.REFRESH_ASKED)
    assert sound.apply_delta(delta(("99 1",), at=1), 0) == KEPT
    assert sound.apply_snapshot(snapshot(("98 1",), (), at=1), 0) == Applied(DEPTH)
    assert [sound.rebuilding] == [None]
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
    sound.forget(Reason(Cause.NO_SNAPSHOT))
    assert sound.apply_snapshot(snapshot(("100 1",), (), at=1), s(4)) == Applied(DEPTH)
    assert sound.book.levels(Side.BID) == [level("100", "1")]


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
