"""The rebuilt top against the quotes: in step, out of step, and wrong."""

from __future__ import annotations

import pytest

from roxom_tui.model.market import Level
from roxom_tui.state.book.book_against_quotes import MOST_HELD, SUSPECT, BookCheckCounts, QuoteCrossCheck
from tests.support.spellings import level, quote, s

ASK = level("101", "1")


@pytest.fixture
def check() -> QuoteCrossCheck:
    """A book rebuilt at 0 with a bid of 100 and an ask of 101, one contract each."""
    check = QuoteCrossCheck(BookCheckCounts())
    check.restart(s(0))
    check.moved(level("100", "1"), ASK, s(0))
    return check


def bid(size: str, price: str = "100") -> Level:
    return level(price, size)


def test_a_quote_that_equals_the_top_confirms_the_book(check: QuoteCrossCheck) -> None:
    assert not check.hear(quote("100.0 1.00", "101 1"), s(2))
    assert not check.judge_due(s(20))
    assert check.doubt is None


@pytest.mark.parametrize("late", [0.0, 0.9, 1.0])
def test_a_quote_is_confirmed_by_a_top_that_stood_within_the_last_second(check: QuoteCrossCheck, late: float) -> None:
    check.moved(bid("2"), ASK, s(5))
    check.hear(quote("100 1"), s(5 + late))
    assert not check.judge_due(s(20))
    assert check.doubt is None


@pytest.mark.parametrize("early", [0.0, 0.9, 1.0])
def test_a_quote_is_confirmed_by_a_top_that_comes_within_the_next_second(check: QuoteCrossCheck, early: float) -> None:
    check.hear(quote("100 2"), s(5))
    assert check.doubt is None, "not before its time is over"
    check.moved(bid("2"), ASK, s(5 + early))
    check.judge_due(s(20))
    assert check.doubt is None


def test_a_top_that_was_gone_for_over_a_second_confirms_nothing(check: QuoteCrossCheck) -> None:
    check.moved(bid("2"), ASK, s(3.9))
    check.hear(quote("100 1"), s(5))
    check.judge_due(s(20))
    assert check.doubt == SUSPECT


def test_a_top_that_comes_over_a_second_later_confirms_nothing(check: QuoteCrossCheck) -> None:
    check.hear(quote("100 2"), s(5))
    check.moved(bid("2"), ASK, s(6.1))
    assert check.doubt == SUSPECT


def test_one_unconfirmed_quote_makes_it_suspect_and_a_confirmed_one_clears_it(check: QuoteCrossCheck) -> None:
    check.hear(quote("100 9"), s(5))
    assert not check.judge_due(s(6.01))
    assert check.doubt == SUSPECT
    check.hear(quote("100 1"), s(7))
    assert check.doubt is None


def test_two_unconfirmed_quotes_in_a_row_prove_it_broken(check: QuoteCrossCheck) -> None:
    check.hear(quote("100 9"), s(5))
    check.hear(quote("100 8"), s(5.2))
    assert not check.judge_due(s(6.1))
    assert check.judge_due(s(6.3))


def test_a_confirmed_quote_between_them_makes_it_two_single_ones(check: QuoteCrossCheck) -> None:
    check.hear(quote("100 9"), s(5))
    check.hear(quote("100 1"), s(5.1))
    check.hear(quote("100 8"), s(5.2))
    assert not check.judge_due(s(20))
    assert check.doubt == SUSPECT


def test_what_moves_the_top_also_finds_out_that_time_is_over(check: QuoteCrossCheck) -> None:
    check.hear(quote("100 9"), s(5))
    check.hear(quote("100 8"), s(5))
    assert check.moved(bid("3"), ASK, s(6.1))


def test_each_side_and_its_absence_must_agree(check: QuoteCrossCheck) -> None:
    check.hear(quote("100 1", None), s(5))
    check.hear(quote(None, "101 1"), s(5))
    assert check.judge_due(s(7))
    check.restart(s(10))
    check.moved(None, ASK, s(10))
    check.hear(quote(None, "101 1"), s(12))
    assert not check.judge_due(s(20))
    assert check.doubt is None


def test_quotes_of_the_first_second_may_tell_of_the_time_before_the_snapshot(check: QuoteCrossCheck) -> None:
    check.hear(quote("100 9"), s(0.9))
    check.judge_due(s(20))
    assert check.doubt is None
    check.hear(quote("100 9"), s(1.0))
    check.judge_due(s(20))
    assert check.doubt == SUSPECT


def test_without_a_book_nothing_is_judged(check: QuoteCrossCheck) -> None:
    check.hear(quote("100 9"), s(5))
    check.restart(None)
    check.hear(quote("100 9"), s(6))
    assert not check.judge_due(s(100))
    assert check.doubt is None


def test_everything_judged_is_counted() -> None:
    counts = BookCheckCounts()
    check = QuoteCrossCheck(counts)
    check.restart(s(0))
    check.moved(bid("1"), ASK, s(0))
    check.hear(quote("100 1"), s(2))
    check.hear(quote("100 9"), s(3))
    check.hear(quote("100 1"), s(3))
    check.judge_due(s(5))
    assert (counts.checks, counts.unconfirmed) == (3, 1)


def test_a_flood_of_tops_and_quotes_is_held_within_bounds() -> None:
    counts = BookCheckCounts()
    check = QuoteCrossCheck(counts)
    check.restart(s(0))
    for number in range(MOST_HELD + 100):
        check.moved(bid(str(number + 1)), ASK, s(5))
        check.hear(quote("100 0.5"), s(5))
    check.hear(quote(f"100 {MOST_HELD}"), s(5.1))
    assert check.judge_due(s(7))
    assert counts.checks == MOST_HELD


def test_of_a_calm_market_no_more_tops_are_held_than_may_be_asked_for(check: QuoteCrossCheck) -> None:
    for moment in range(1000):
        check.moved(bid(str(2 + moment)), ASK, s(2 + moment / 10))
    assert len(check._quotes._past) == 11
    assert len(check._tops._notes) == 601
    check.hear(quote("100 995"), s(101.9))
    assert not check._quotes.missed


def test_no_book_is_doubted_for_want_of_quotes(check: QuoteCrossCheck) -> None:
    check.hear(quote("100 1"), s(2))
    for number in range(20):
        assert not check.moved(bid(str(number + 2)), ASK, s(3 + number))
    assert not check.judge_due(s(60))
    assert check.doubt is None
