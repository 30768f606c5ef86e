"""What deltas mean: the evidence, also where no quote is of a delta's moment, the decision, and second thoughts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.events import BookDelta, Quote
from roxom_tui.model.market import READINGS, DepthMode, Level
from roxom_tui.model.money import Price, Size
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.verification import DepthFormat, FormatKnown
from roxom_tui.state.book.absolute_or_signed import (
    AT_ITS_MOMENT,
    LEAD,
    REMEMBERED_NS,
    SKEW_NS,
    WITHIN_THE_SKEW,
    CandidateBooks,
    DepthModeDetector,
    QuoteEvidence,
)
from roxom_tui.state.book.order_book import DeltaResult
from tests.seeded_markets.batches import BatchedMarket
from tests.support.spellings import GOLD, WALL, delta, quote, s, snapshot

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
    assert (reading.decided, reading.is_open, reading.doubt, reading.format) == (
        mode,
        False,
        None,
        DepthFormat(mode, FormatKnown.CONFIGURED),
    )


@pytest.mark.parametrize("mode", READINGS)
def test_twelve_more_pieces_of_evidence_decide(reading: DepthModeDetector, mode: DepthMode) -> None:
    for _ in range(LEAD - 1):
        reading.favour(mode)
    assert reading.is_open
    assert reading.doubt == Reason(Cause.FORMAT_OPEN, done=LEAD - 1, of=LEAD)
    reading.favour(mode)
    assert [reading.decided, reading.is_open, reading.doubt] == [mode, False, None]


def test_evidence_for_the_other_reading_takes_the_lead_away(reading: DepthModeDetector) -> None:
    reading.favour(SIGNED, 5)
    assert (reading.mode, reading.format) == (SIGNED, DepthFormat(SIGNED, FormatKnown.OPEN, 5, 12))
    reading.favour(ABSOLUTE, 7)
    assert (reading.mode, reading.format) == (ABSOLUTE, DepthFormat(ABSOLUTE, FormatKnown.OPEN, 2, 12))


@pytest.mark.parametrize("mode", READINGS)
def test_a_few_wrong_levels_leave_the_decision_most_of_its_lead(reading: DepthModeDetector, mode: DepthMode) -> None:
    decide(reading, mode)
    reading.look_again(2)
    assert reading.is_open
    assert reading.doubt is None
    assert reading.format == DepthFormat(mode, FormatKnown.CHECKED_AGAIN)
    reading.favour(mode, 3)
    assert [reading.is_open] == [False]
    assert reading.format == DepthFormat(mode, FormatKnown.DETECTED)


@pytest.mark.parametrize(("mode", "other"), [(ABSOLUTE, SIGNED), (SIGNED, ABSOLUTE)])
def test_a_book_that_was_wrong_all_over_casts_doubt_on_the_decision(
    reading: DepthModeDetector, mode: DepthMode, other: DepthMode
) -> None:
    decide(reading, mode)
    reading.look_again(60)
    assert (reading.mode, reading.doubt) == (mode, Reason(Cause.FORMAT_DOUBTED, mode.value))
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


ABSOLUTE, SIGNED = DepthMode.ABSOLUTE, DepthMode.SIGNED
START = snapshot(("100 5", "99 4"), ("101 5", "102 4"))


def test_a_quote_between_two_deltas_counts_for_the_reading_that_stood_then(
    reading: DepthModeDetector, candidates: CandidateBooks
) -> None:
    candidates.apply_delta(delta(("100 2",), at=1))
    candidates.hear(quote("100 2", "101 5", at=1.05))
    assert reading.lead == 0, "a delta of before the quote may still be under way"
    candidates.apply_delta(delta((), ("101 9",), at=1.1))
    assert reading.lead == AT_ITS_MOMENT


def test_a_quote_of_what_the_next_batch_tells_counts_at_once(
    reading: DepthModeDetector, candidates: CandidateBooks
) -> None:
    candidates.hear(quote("100 7", "101 5", at=1.05))
    candidates.apply_delta(delta(("100 2",), at=1.1))
    assert reading.lead == -AT_ITS_MOMENT, "signed: 5 and 2"


def test_a_quote_that_comes_behind_newer_deltas_counts_too(
    reading: DepthModeDetector, candidates: CandidateBooks
) -> None:
    candidates.apply_delta(delta(("100 2",), at=1))
    candidates.apply_delta(delta(("100 1",), at=1.2))
    candidates.hear(quote("100 2", "101 5", at=1.1))
    assert reading.lead == AT_ITS_MOMENT


def test_channels_out_of_step_count_once_the_window_is_over(
    reading: DepthModeDetector, candidates: CandidateBooks
) -> None:
    candidates.hear(quote("100 2", "101 5", at=1))
    candidates.apply_delta(delta(("100 7",), at=1.1))
    candidates.apply_delta(delta(("100 2",), at=1.8))
    assert reading.lead == 0, "nothing fits its own moment, and the window is open"
    candidates.apply_delta(delta(at=2.1))
    assert reading.lead == WITHIN_THE_SKEW


def test_what_comes_after_the_window_is_no_evidence(reading: DepthModeDetector, candidates: CandidateBooks) -> None:
    candidates.hear(quote("100 2", "101 5", at=1))
    candidates.apply_delta(delta(("100 7",), at=1.1))
    candidates.apply_delta(delta(("100 2",), at=2.2))
    candidates.apply_delta(delta(at=9))
    assert reading.lead == 0


def test_what_both_readings_held_says_nothing(reading: DepthModeDetector, candidates: CandidateBooks) -> None:
    candidates.apply_delta(delta(("98 3",), at=1))
    candidates.hear(quote("100 5", "101 5", at=1.01))
    candidates.apply_delta(delta(at=5))
    assert reading.lead == 0


def test_another_snapshot_forgets_what_was_told_before_it(
    reading: DepthModeDetector, candidates: CandidateBooks
) -> None:
    candidates.apply_delta(delta(("100 2",), at=1))
    candidates.hear(quote("100 2", "101 5", at=1.05))
    candidates.replace(snapshot(("100 2",), ("101 5",), at=2))
    candidates.apply_delta(delta(at=2.1))
    assert reading.lead == 0


def test_what_is_remembered_is_bounded_by_time() -> None:
    candidates = CandidateBooks(DepthModeDetector(DepthMode.AUTO))
    candidates.replace(START)
    for number in range(1, 5000):
        candidates.apply_delta(delta((f"100 {number}",), at=number / 100))
    (kept, _), _ = candidates._evidence._lately.values()
    assert len(kept._ended) <= REMEMBERED_NS // 10_000_000 + 1


@pytest.mark.parametrize("mode", READINGS)
def test_the_guess_leads_where_nothing_is_known_and_decides_nothing(
    reading: DepthModeDetector, mode: DepthMode
) -> None:
    reading.guess = mode
    assert (reading.mode, reading.decided, reading.lead) == (mode, None, 0)
    other = READINGS[1 - READINGS.index(mode)]
    reading.favour(other)
    assert reading.mode is other, "one piece of evidence weighs more"


def test_the_doubt_says_how_far_the_detection_is(reading: DepthModeDetector) -> None:
    reading.favour(SIGNED, 7)
    assert reading.doubt == Reason(Cause.FORMAT_OPEN, done=7, of=LEAD)


@pytest.mark.parametrize("every", [0.1, 0.25, 0.5])
@pytest.mark.parametrize("mode", READINGS)
def test_batches_that_coincide_with_no_quote_are_decided_and_rightly(mode: DepthMode, every: float) -> None:
    market = BatchedMarket(7, mode, GOLD, every, reads=DepthMode.AUTO)
    reading = market.store.markets.reading
    while reading.decided is None:
        assert market.now < s(15)
        market.play_batches(every)
    assert reading.decided is mode


@given(st.integers(0, 2**32))
def test_evidence_is_what_a_look_at_every_moment_of_the_window_says(seed: int) -> None:
    random = Random(seed)
    favoured: list[tuple[int, DepthMode, int]] = []
    candidates = CandidateBooks(DepthModeDetector(DepthMode.AUTO))
    candidates.replace(START)
    evidence = QuoteEvidence(
        lambda mode, weight: favoured.append((len(history) - 1, mode, weight)),
        {mode: candidates.book(mode) for mode in READINGS},
        START.exchange_at,
    )
    history = [(START.exchange_at, [_best(candidates, mode) for mode in READINGS])]
    quotes: list[tuple[int, object]] = []
    at, told = WALL, None
    for _ in range(60):
        at += random.choice((30, 200, 500)) * 1_000_000
        # What is remembered reaches no further back than some seconds.
        if random.random() < 0.5 and at - history[-1][0] < SKEW_NS:
            level = random.choice(history[-3:])[1][random.randrange(2)] if random.random() < 0.8 else (1, Decimal(1))
            if level == told:
                continue
            told = level
            evidence.hear(_quote(level, at))
            quotes.append((at, level))
        else:
            candidates.apply_delta(_delta(random, at))
            evidence.move({mode: candidates.book(mode) for mode in READINGS}, at)
            history.append((at, [_best(candidates, mode) for mode in READINGS]))
    expected: dict[int, list[tuple[DepthMode, int]]] = {}
    for quote_at, quoted in quotes:
        for step, mode, weight in _naive(history, quote_at, quoted):
            expected.setdefault(step, []).append((mode, weight))
    assert [step for step, _, _ in favoured] == sorted(expected), "one for each delta that brings any"
    assert all((mode, weight) in expected[step] for step, mode, weight in favoured)


def _best(candidates: CandidateBooks, mode: DepthMode) -> tuple[int, Decimal] | None:
    level = candidates.book(mode).best[0]
    return None if level is None else (level[0].key, level[1])


def _quote(level: tuple[int, Decimal] | None, at: int) -> Quote:
    bid = None if level is None else Level(Price(Decimal(level[0]).scaleb(-18)), Size(level[1]))
    return Quote(GOLD, bid, Level(*START.asks[0]), at)


def _delta(random: Random, at: int) -> BookDelta:
    price = Price(str(random.choice((98, 99, 100))))
    return BookDelta(GOLD, (Level(price, Size(Decimal(random.randint(0, 4)))),), (), at)


def _naive(
    history: list[tuple[int, list[tuple[int, Decimal] | None]]], at: int, level: object
) -> Iterable[tuple[int, DepthMode, int]]:
    """Who is favoured by a quote, by looking at every moment: first around its own, then in the whole window."""
    following = next((step for step, (moment, _) in enumerate(history) if moment >= at), None)
    if following is None:
        return []
    fits = _fits(history, at, history[following][0], level)
    if any(fits):
        return [(following - 1, READINGS[fits.index(True)], AT_ITS_MOMENT)] if fits[0] is not fits[1] else []
    over = next((step for step, (moment, _) in enumerate(history) if moment > at + SKEW_NS), None)
    if over is None:
        return []
    fits = _fits(history, at - SKEW_NS, at + SKEW_NS, level)
    return [(over - 1, READINGS[fits.index(True)], WITHIN_THE_SKEW)] if fits[0] is not fits[1] else []


def _fits(
    history: list[tuple[int, list[tuple[int, Decimal] | None]]], since: int, until: int, level: object
) -> list[bool]:
    """By which readings that was the best level at any moment from `since` until `until`."""
    fits = [False, False]
    for place, (begins, tops) in enumerate(history):
        ends = history[place + 1][0] if place + 1 < len(history) else None
        if begins <= until and (ends is None or ends > since):
            fits = [fit or top == level for fit, top in zip(fits, tops, strict=True)]
    return fits


def test_sides_are_judged_apart(reading: DepthModeDetector, candidates: CandidateBooks) -> None:
    candidates.apply_delta(delta(("100 2",), ("101 3",), at=1))
    candidates.hear(quote("100 2", "101 8", at=1))
    assert reading.lead == 0, "one for each"


def test_what_was_decided_by_evidence_is_told_once(reading: DepthModeDetector) -> None:
    assert reading.newly_detected() is None
    reading.favour(DepthMode.SIGNED, LEAD)
    assert [reading.newly_detected() for _ in range(2)] == [DepthMode.SIGNED, None]
    assert DepthModeDetector(DepthMode.SIGNED).newly_detected() is None, "nobody found that out"
