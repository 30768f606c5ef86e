from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.charting import BAR_SECONDS
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import Trade
from roxom_tui.state.reading.bars import BARS_KEPT, Bar, RunningBar, Series, merged
from tests.support.spellings import trade


def bar_of(trades: list[Trade]) -> Bar:
    running = RunningBar(trades[0])
    for one in trades[1:]:
        running.take(one)
    return running.bar


FIGURES = st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(0, 49))
"""Price, size, and the tenth of a second."""

TRADES = st.lists(
    FIGURES.map(lambda said: trade(str(said[0]), str(said[1]), at=said[2] / 10)),
    min_size=2,
    max_size=12,
)


@given(TRADES, st.data())
def test_two_bars_as_one_are_the_bar_of_the_trades_of_both(trades: list[Trade], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(trades) - 1))
    assert merged(bar_of(trades[:cut]), bar_of(trades[cut:])) == bar_of(trades)


def test_of_each_length_so_many_bars_are_kept_the_newest() -> None:
    series = Series(BAR_SECONDS[0])
    for number in range(BARS_KEPT + 5):
        series.take(bar_of([trade("1", at=number * BAR_SECONDS[0])]))
    assert len(series.bars) == BARS_KEPT
    assert series.bars[-1].start - series.bars[0].start == (BARS_KEPT - 1) * BAR_SECONDS[0] * SECOND
