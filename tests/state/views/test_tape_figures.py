"""The figures of the tape in a view: how full a window is, pace against the usual, and what is not said too early."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.state.reading.trade_flow import Told, TradeFlow
from roxom_tui.state.views.tape_figures import TapeFlow, finer, flow_of
from tests.support.spellings import WALL, s, size


def flow_with(*seconds: float) -> TradeFlow:
    """A flow with a print at each of these."""
    flow = TradeFlow()
    for second in seconds:
        flow.note(size("1"), Told.BOUGHT, WALL + s(second), s(second))
    return flow


def told(flow: TradeFlow, second: float) -> TapeFlow:
    figures = flow_of(flow, s(second))
    assert figures is not None
    return figures


def test_a_window_that_fills_says_so_in_steps() -> None:
    figures = told(flow_with(1), 44)
    assert (figures.short.filled, figures.long.filled) == (s(40), s(40))
    assert not figures.short.is_full
    figures = told(flow_with(1), 301)
    assert figures.short.is_full
    assert figures.long.is_full


def test_the_pace_waits_for_a_minute_and_the_usual_for_five() -> None:
    flow = flow_with(*range(10, 3600, 10))
    early = told(flow_with(*range(10, 50, 10)), 50).rate
    assert (early.prints, early.times_usual) == (None, None)
    assert told(flow_with(*range(10, 100, 10)), 95).rate.times_usual is None
    usual = told(flow, 3595).rate
    assert usual.prints == 6
    assert usual.times_usual == Decimal("1.0")
    assert usual.is_full


@pytest.mark.parametrize(("burst", "times"), [(6, Decimal("0.5")), (66, Decimal("3.5"))])
def test_the_usual_is_the_mean_of_the_time_there_is_including_the_last_minute(burst: int, times: Decimal) -> None:
    # 120 prints in nine minutes, then some in the tenth.
    flow = flow_with(*(4.5 * n for n in range(120)), *(541 + 0.5 * n for n in range(burst)))
    rate = told(flow, 599).rate
    assert (rate.prints, rate.times_usual, rate.is_full) == (burst, times, False)
    assert rate.filled == s(590)
    assert abs(Decimal(burst * 599) / ((120 + burst) * 60) - times) <= Decimal("0.05")


def test_a_market_without_a_print_has_no_usual() -> None:
    rate = told(flow_with(1), 1200).rate
    assert (rate.prints, rate.times_usual) == (0, None)


def test_nothing_changes_in_a_view_while_time_alone_goes_by() -> None:
    flow = flow_with(1, 2, 3)
    assert told(flow, 21) == told(flow, 29)


def test_since_when_and_whether_after_a_gap() -> None:
    flow = flow_with(1)
    assert not told(flow, 2).after_gap
    flow.end()
    assert flow_of(flow, s(8)) is None
    flow.note(size("2"), Told.SOLD, WALL + s(9), s(9))
    figures = told(flow, 10)
    assert figures.after_gap
    assert (figures.since, figures.cvd) == (WALL + s(9), size("-2"))


@pytest.mark.parametrize(
    ("tier", "other", "text"), [("2", "31.25", "2.00"), ("0.25", "3", "0.25"), ("1.4E+2", "1.50", "140.00")]
)
def test_a_tier_is_written_with_the_decimals_of_the_sizes(tier: str, other: str, text: str) -> None:
    assert format(finer(size(tier), size(other)), "f") == text
