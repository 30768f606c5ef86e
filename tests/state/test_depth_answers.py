"""Snapshots from elsewhere and overtaken ones: what they may prove, mend and decide of a book."""

from __future__ import annotations

import pytest

from roxom_tui.model.market import DepthMode, Side
from roxom_tui.model.status import NeedsResync
from roxom_tui.state.book.absolute_or_signed import LEAD, DepthModeDetector
from roxom_tui.state.book.book_against_quotes import BookCheckCounts
from roxom_tui.state.book.book_against_snapshots import MOST_DELTAS, AuditResult
from roxom_tui.state.book.verified_book import VerifiedBook
from tests.state.books import vouches_for
from tests.support.spellings import GOLD, delta, levels, quote, s, snapshot

TOLD = snapshot(("100 1", "99 2"), ("101 1", "102 2"))


@pytest.fixture
def sound() -> VerifiedBook:
    depth = VerifiedBook(GOLD, DepthModeDetector(DepthMode.ABSOLUTE), BookCheckCounts())
    depth.apply_snapshot(TOLD, 0)
    return depth


def undecided() -> tuple[VerifiedBook, DepthModeDetector]:
    reading = DepthModeDetector(DepthMode.AUTO)
    depth = VerifiedBook(GOLD, reading, BookCheckCounts())
    depth.apply_snapshot(TOLD, 0)
    return depth, reading


def test_an_answer_asked_for_before_the_book_broke_is_not_held_against_the_one_after(sound: VerifiedBook) -> None:
    sound.expect_answer()
    sound.void("asked for")
    sound.apply_snapshot(snapshot(("90 1",), ("91 1",), at=1), s(1))
    sound.verification.answer(TOLD, s(1))
    assert sound.overdue(s(3)) is None
    assert sound.verification.at is None
    assert sound.book.levels(Side.BID) == list(levels("90 1"))


def test_while_both_readings_are_held_an_answer_from_elsewhere_is_not_compared() -> None:
    depth, _ = undecided()
    depth.expect_answer()
    depth.apply_delta(delta(("100 5",), at=1), s(1))
    depth.verification.answer(TOLD, s(1))
    assert depth.overdue(s(3)) is None
    assert depth.verification.at is None
    assert depth.book.levels(Side.BID) == list(levels("100 5", "99 2"))


def test_an_answer_after_more_deltas_than_can_be_remembered_is_not_compared(sound: VerifiedBook) -> None:
    sound.expect_answer()
    for number in (*[1] * (MOST_DELTAS - 1), 2, 3):
        sound.apply_delta(delta((f"100 {number}",), at=number), s(number))
    sound.verification.answer(TOLD, s(3))
    sound.overdue(s(5))
    assert sound.verification.at is None
    assert sound.book.levels(Side.BID) == list(levels("100 3", "99 2"))


def test_an_answer_without_differences_narrows_what_is_vouched_for(sound: VerifiedBook) -> None:
    sound.expect_answer()
    sound.verification.answer(snapshot(("100 1",), ("101 1",)), s(1))
    sound.overdue(s(3))
    assert sound.verification.last == AuditResult(s(3), 2, 0)
    within_snapshot = [vouches_for(sound.book, told.price) for told in levels("99 2", "100 1", "101 1", "102 2")]
    assert within_snapshot == [False, True, True, False]


def test_a_book_that_an_answer_from_elsewhere_repaired_is_no_longer_suspect(sound: VerifiedBook) -> None:
    sound.hear(quote("100 9", "101 1", at=2), s(2))
    sound.overdue(s(4))
    assert sound.doubt(0)
    sound.expect_answer()
    sound.verification.answer(snapshot(("100 9",), ("101 1",)), s(4))
    assert sound.overdue(s(5.1)) is None
    assert sound.doubt(0) == ""
    for at in (7, 7.1):
        sound.hear(quote("100 9", "101 1", at=at), s(at))
    assert sound.overdue(s(9)) is None
    assert sound.doubt(0) == "", "the quotes are held against the repaired book"


def test_an_answer_that_reopens_the_question_begins_with_both_readings_from_the_proved_book() -> None:
    depth, reading = undecided()
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
    depth, reading = undecided()
    for number, change in enumerate(("100 4", "100 -4"), start=1):
        depth.apply_delta(delta((change,), at=number), s(number))
    depth.apply_snapshot(snapshot(("100 1", "99 2"), ("101 1", "102 2"), at=0.5), s(3))
    assert reading.lead == 0, "by signed deltas the book only looks again as it did then"
