"""Flow: what happened in a window by the exchange's time, whatever the line did; exact sums; breaks that show."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Size
from roxom_tui.state.reading.trade_flow import LATEST, LONG, SHORT, USUAL, Flow, Told, TradeFlow, kind_of
from tests.support.prints import sizes
from tests.support.spellings import WALL, s, size

BUY, SELL = AggressorSide.BUY, AggressorSide.SELL


def flow_since(flow: TradeFlow) -> int | None:
    """Asked anew, after what may have changed it."""
    return flow.since


delays = st.sampled_from([0, SECOND // 100, SECOND // 3, SECOND, 4 * SECOND, LATEST - 1])
steps = st.sampled_from([0, SECOND // 10, SECOND, 7 * SECOND, 40 * SECOND, 61 * SECOND, 6 * MINUTE])
trades = st.lists(st.tuples(st.sampled_from(list(Told)), sizes, steps, delays), max_size=60)


def note(
    flow: TradeFlow, happened: int, came: int | None = None, *, what: Told = Told.BOUGHT, volume: str = "1"
) -> None:
    flow.note(size(volume), what, WALL + happened, happened if came is None else came)


@given(trades, st.integers(0, 16 * 60))
def test_a_window_holds_what_happened_in_it_however_late_it_came(
    tape: list[tuple[Told, Size, int, int]], later: int
) -> None:
    flow, now, heard = TradeFlow(), s(1000), list[tuple[int, Told, Size]]()
    # The first comes without delay; so do others now and then, or clocks would seem to have moved.
    note(flow, now)
    heard.append((now, Told.BOUGHT, size("1")))
    pending = list[tuple[int, int, Told, Size]]()
    for kind, volume, after, delay in tape:
        now += after
        pending.append((now + delay, now, kind, volume))
        pending.append((now, now, Told.NOT_KNOWN, size("0.01")))
    for came, happened, kind, volume in sorted(pending):
        flow.note(volume, kind, WALL + happened, came)
        heard.append((happened, kind, volume))
    until = max((came for came, *_ in pending), default=now) + s(later)
    for span in (SHORT, LONG, USUAL):
        within = [one for one in heard if one[0] // SECOND > (until - span) // SECOND]
        volumes = tuple(sum((v for _, k, v in within if k is kind), Decimal(0)) for kind in Told)
        counts = tuple(sum(k is kind for _, k, _ in within) for kind in Told)
        found = flow.window(span, until)
        assert (found.volumes, found.counts) == (volumes, counts)
    signs = {Told.BOUGHT: 1, Told.BOUGHT_GUESSED: 1, Told.SOLD: -1, Told.SOLD_GUESSED: -1, Told.NOT_KNOWN: 0}
    assert flow.cvd == sum(v * signs[k] for _, k, v in heard)


def test_guessed_sides_are_counted_in_and_named_and_prints_without_a_side_are_in_no_sum() -> None:
    flow = Flow(tuple(size(text) for text in ("1", "2", "4", "8", "16")), (1, 2, 3, 4, 5))
    sums = (flow.bought, flow.sold, flow.delta, flow.guessed)
    assert sums == (size("5"), size("10"), size("-5"), size("12"))
    assert (flow.buys, flow.sells, flow.guesses) == (4, 6, 7)


@pytest.mark.parametrize(
    ("side", "estimated", "kind"),
    [
        (BUY, False, Told.BOUGHT),
        (SELL, False, Told.SOLD),
        (BUY, True, Told.BOUGHT_GUESSED),
        (SELL, True, Told.SOLD_GUESSED),
        (None, False, Told.NOT_KNOWN),
        (None, True, Told.NOT_KNOWN),
    ],
)
def test_a_side_has_its_place_in_the_sums(side: AggressorSide | None, estimated: bool, kind: Told) -> None:
    assert kind_of(side, estimated=estimated) == kind


def test_what_comes_at_once_after_a_hold_up_counts_for_when_it_happened() -> None:
    flow = TradeFlow()
    note(flow, s(100))
    for second in range(101, 109):
        note(flow, s(second), s(109))
    assert flow.window(SHORT, s(164)).counts[Told.BOUGHT] == 4


def test_what_had_queued_up_before_trades_were_joined_is_in_no_window_that_begins_with_the_end_of_it() -> None:
    flow, told_at = TradeFlow(), s(100)
    queued = [told_at - s(tenths / 10) for tenths in range(60, -1, -1)]
    for happened in queued:
        note(flow, happened, told_at)
    since = flow_since(flow)
    assert since is not None
    assert told_at - SECOND <= since - WALL <= told_at
    counted = sum(happened >= since - WALL for happened in queued)
    assert sum(flow.window(SHORT, told_at).counts) == counted
    assert flow.cvd == counted


def test_of_a_line_that_is_less_and_less_late_no_window_holds_what_happened_before_it_began() -> None:
    flow, moments = TradeFlow(), [s(100 + tenths / 10) for tenths in range(180)]
    for happened in moments:
        # Nine seconds late at first, and on time in the end.
        note(flow, happened, s(109) + (happened - s(100)) // 2)
    now, since = s(118), flow_since(flow)
    assert since is not None
    assert flow.cvd == sum(happened >= since - WALL for happened in moments)
    begun = now - flow.filled(SHORT, now)
    assert 0 < sum(flow.window(SHORT, now).counts) <= sum(happened >= begun - SECOND for happened in moments)


def test_a_window_says_how_much_of_it_there_is() -> None:
    flow = TradeFlow()
    note(flow, s(100))
    assert (flow.since, flow.windows_since) == (WALL + s(100), s(100))
    assert [flow.filled(span, s(190)) for span in (SHORT, LONG)] == [MINUTE, s(90)]


def test_a_gap_ends_all_sums_and_the_next_begin_is_told_to_be_another() -> None:
    flow = TradeFlow()
    note(flow, s(100))
    flow.end()
    assert flow.since is None
    assert (flow.cvd, flow.restarts) == (size("0"), 1)
    flow.end()
    assert flow.restarts == 1
    note(flow, s(121), what=Told.SOLD, volume="3")
    assert flow.cvd == size("-3")
    assert flow_since(flow) == WALL + s(121)
    assert flow.window(LONG, s(130)).counts == (0, 1, 0, 0, 0)


@pytest.mark.parametrize("jump", [-3600, -11, 2, 3600])
def test_where_a_clock_was_set_the_windows_begin_anew_and_cvd_goes_on(jump: int) -> None:
    flow = TradeFlow()
    note(flow, s(100))
    note(flow, s(200))
    flow.note(size("1"), Told.BOUGHT, WALL + s(201 + jump), s(201))
    flow.note(size("1"), Told.BOUGHT, WALL + s(202 + jump), s(202))
    assert (flow.windows_since, flow.since, flow.cvd) == (s(201), WALL + s(100), size("4"))
    assert flow.window(LONG, s(203)).counts[Told.BOUGHT] == 2
    assert flow.window(LONG, s(203 + 298)).counts[Told.BOUGHT] == 1


def test_what_is_told_of_the_time_before_it_was_joined_is_not_in_cvd() -> None:
    flow = TradeFlow()
    for ago in (300, 200, 100, 0):
        note(flow, s(100.1 - ago), s(100.1))
    assert flow.since == WALL + s(100.1)
    assert flow.cvd == 1
    assert flow.window(LONG, s(101)).counts[Told.BOUGHT] == 1


def test_clocks_that_drift_apart_slowly_move_nothing() -> None:
    flow = TradeFlow()
    for minute in range(600):
        # The exchange's clock loses a second in an hour.
        flow.note(size("1"), Told.BOUGHT, WALL + s(minute * 60 * (1 - 1 / 3600)), s(minute * 60))
    assert flow.windows_since == 0
    assert flow.window(LONG, s(599 * 60 + 5)).counts[Told.BOUGHT] == 5
    # In ten hours that is ten seconds; a window is off by the drift of some minutes only.
    assert flow.window(SHORT, s(599 * 60 + 58)).counts[Told.BOUGHT] == 1


def test_records_are_kept_for_the_longest_window_only() -> None:
    flow = TradeFlow()
    for second in range(5000):
        note(flow, s(second))
    assert USUAL // SECOND <= len(flow._seconds) == len(flow._before) <= 2 * USUAL // SECOND
