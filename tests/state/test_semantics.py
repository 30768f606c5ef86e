"""What deltas mean: the evidence, the decision, and second thoughts."""

from __future__ import annotations

import pytest

from roxom_tui.model.events import Quote
from roxom_tui.model.market import READINGS, DepthMode
from roxom_tui.state.book.absolute_or_signed import LEAD, CandidateBooks, DepthModeDetector
from roxom_tui.state.book.order_book import DeltaResult
from tests.support.spellings import delta, quote, snapshot

AUTO, ABSOLUTE, SIGNED = DepthMode.AUTO, DepthMode.ABSOLUTE, DepthMode.SIGNED


@pytest.fixture
def reading() -> DepthModeDetector:
    return DepthModeDetector(AUTO)


@pytest.fixture
def candidates(reading: DepthModeDetector) -> CandidateBooks:
    candidates = CandidateBooks(reading)
    candidates.replace(snapshot(("100 5", "99 4"), ("101 5", "102 4")))
    return candidates


def decide(reading: DepthModeDetector, mode: DepthMode) -> None:
    reading.favour(mode, LEAD)
    assert reading.decided is mode


@pytest.mark.parametrize("mode", READINGS)
def test_a_configured_reading_is_decided_and_no_evidence_moves_it(mode: DepthMode) -> None:
    reading = DepthModeDetector(mode)
    for other in READINGS:
        reading.favour(other, 100)
    reading.look_again(100)
    assert (reading.decided, reading.is_open, reading.doubt, reading.words) == (
        mode,
        False,
        "",
        f"{mode.value}, as the profile says",
    )


@pytest.mark.parametrize("mode", READINGS)
def test_twelve_more_pieces_of_evidence_decide(reading: DepthModeDetector, mode: DepthMode) -> None:
    for _ in range(LEAD - 1):
        reading.favour(mode)
    assert reading.is_open
    assert reading.doubt.startswith(f"depth format {LEAD - 1} of {LEAD}: ")
    reading.favour(mode)
    assert (reading.decided, reading.is_open, reading.doubt) == (mode, False, "")


def test_evidence_for_the_other_reading_takes_the_lead_away(reading: DepthModeDetector) -> None:
    reading.favour(SIGNED, 5)
    assert (reading.mode, reading.words) == (SIGNED, "detecting: 5 of 12 for signed")
    reading.favour(ABSOLUTE, 7)
    assert (reading.mode, reading.words) == (ABSOLUTE, "detecting: 2 of 12 for absolute")


@pytest.mark.parametrize("mode", READINGS)
def test_a_few_wrong_levels_leave_the_decision_most_of_its_lead(reading: DepthModeDetector, mode: DepthMode) -> None:
    decide(reading, mode)
    reading.look_again(2)
    assert reading.is_open
    assert reading.doubt == ""
    assert reading.words == f"{mode.value} (checking again)"
    reading.favour(mode, 3)
    assert not reading.is_open


@pytest.mark.parametrize(("mode", "other"), [(ABSOLUTE, SIGNED), (SIGNED, ABSOLUTE)])
def test_a_book_that_was_wrong_all_over_casts_doubt_on_the_decision(
    reading: DepthModeDetector, mode: DepthMode, other: DepthMode
) -> None:
    decide(reading, mode)
    reading.look_again(60)
    assert (reading.mode, reading.doubt) == (mode, f"deltas do not look {mode.value} any more")
    reading.favour(other, LEAD // 2)
    assert (reading.decided, reading.is_open) == (other, False)


def test_an_audit_without_differences_opens_nothing(reading: DepthModeDetector) -> None:
    decide(reading, SIGNED)
    reading.look_again(0)
    assert not reading.is_open


def test_a_quote_that_names_one_reading_in_price_and_size_is_evidence(
    reading: DepthModeDetector, candidates: CandidateBooks
) -> None:
    candidates.apply_delta(delta(("100 2",), at=1))
    candidates.hear(quote("100 2", "101 5", at=1))
    assert reading.lead == 2, "set to 2, not 7"
    candidates.apply_delta(delta(("100 2",), at=2))
    candidates.hear(quote("100 9", "101 5", at=2))
    assert reading.lead == 0, "5 and 2 and 2"


def test_the_quote_may_come_before_the_delta_of_its_moment(
    reading: DepthModeDetector, candidates: CandidateBooks
) -> None:
    candidates.hear(quote("100 7", "101 5", at=1))
    assert reading.lead == 0
    candidates.apply_delta(delta(("100 2",), at=1))
    assert reading.lead == -2


@pytest.mark.parametrize(
    "told", [quote("99 2", "101 5", at=1), quote("100 3", "101 5", at=1), quote(None, at=1)], ids=str
)
def test_a_quote_that_fits_neither_reading_says_nothing(
    reading: DepthModeDetector, candidates: CandidateBooks, told: Quote
) -> None:
    candidates.apply_delta(delta(("100 2",), at=1))
    candidates.hear(told)
    candidates.apply_delta(delta(at=9))
    assert reading.lead == 0


def test_a_side_that_stands_as_before_is_not_counted_again(
    reading: DepthModeDetector, candidates: CandidateBooks
) -> None:
    for moment in range(1, 20):
        candidates.apply_delta(delta(("100 2",) if moment == 1 else (), (f"101 {moment}",), at=moment))
        candidates.hear(quote("100 2", None, at=moment))
    assert reading.lead == 2


def test_a_signed_book_below_zero_speaks_for_absolute_and_exactly_zero_does_not(
    reading: DepthModeDetector, candidates: CandidateBooks
) -> None:
    assert candidates.apply_delta(delta(("100 -5",), at=1)) is DeltaResult.APPLIED
    assert reading.lead == 0
    assert candidates.apply_delta(delta(("99 -5",), at=2)) is DeltaResult.APPLIED
    assert reading.lead == 1


def test_a_later_snapshot_speaks_for_the_book_that_comes_closer(
    reading: DepthModeDetector, candidates: CandidateBooks
) -> None:
    candidates.apply_delta(delta(("100 2", "99 2"), ("101 2",), at=1))
    candidates.weigh(snapshot(("100 7", "99 6"), ("101 7", "102 1"), at=2))
    assert reading.lead == -3, "one level is wrong in both"
