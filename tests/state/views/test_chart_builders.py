"""The chart's view: only the face in sight, the same object while nothing of it changed, and gaps as gaps."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.charting import ChartFace, ChartRequest, Overlay
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.state.store import Store
from roxom_tui.state.views.chart_views import ChartBar, ChartView
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import build
from tests.support.spellings import GOLD, OIL, WALL, delta, s, snapshot, trade


def chart(
    builder: SnapshotBuilder, now: float, face: ChartFace, seconds: int = 5, overlay: Overlay = Overlay.NONE
) -> ChartView:
    return build(builder, now, ViewRequest(GOLD, chart=ChartRequest(face, seconds, overlay))).chart


def candles(builder: SnapshotBuilder, now: float, overlay: Overlay = Overlay.NONE) -> tuple[ChartBar, ...]:
    view = chart(builder, now, ChartFace.CANDLES, overlay=overlay).candles
    assert view is not None
    return view.bars


def test_where_no_chart_is_in_sight_none_is_built(builder: SnapshotBuilder) -> None:
    view = build(builder).chart
    assert (view.request, view.candles, view.depth, view.heat) == (None, None, None, None)


@pytest.mark.parametrize("face", ChartFace)
def test_only_the_face_in_sight_is_built_and_stays_the_same_object(builder: SnapshotBuilder, face: ChartFace) -> None:
    view = chart(builder, 1.1, face)
    built = {"candles": view.candles, "depth": view.depth, "heatmap": view.heat}
    assert [name for name, one in built.items() if one is not None] == [face.value]
    assert chart(builder, 1.2, face) is view


def test_bars_follow_one_another_and_a_quiet_time_has_the_last_price(store: Store, builder: SnapshotBuilder) -> None:
    for at, price in ((11, "100"), (12, "103"), (24, "101")):
        store.apply(trade(price, at=at), s(at))
    bars = candles(builder, 31)
    assert [(bar.start - WALL) // s(1) for bar in bars] == [0, 5, 10, 15, 20, 25, 30]
    assert [None if bar.bar is None else str(bar.bar.close) for bar in bars] == [
        *("100.5", None, "103", None, "101", None, None),
    ]
    assert [str(bar.close) for bar in bars[-3:]] == ["101", "101", "101"]
    assert not any(bar.is_gap for bar in bars)


def test_finished_bars_are_the_same_objects_when_the_newest_grows(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(trade("100", at=11), s(11))
    before = candles(builder, 11.2)
    store.apply(trade("105", at=11.5), s(11.5))
    after = candles(builder, 11.6)
    assert all(one is other for one, other in zip(before[:-1], after[:-1], strict=True))
    assert after[-1].bar is not None
    assert str(after[-1].bar.high) == "105"


def test_a_stretch_without_a_connection_is_a_gap_and_its_bars_are_not_whole(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(trade("100", at=11), s(11))
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(12))
    bars = candles(builder, 31)
    assert [bar.is_gap for bar in bars[-3:]] == [True, True, True]
    assert [bar.close for bar in bars[-3:]] == [None, None, None]
    assert not next(bar for bar in bars if bar.start == WALL + s(10)).is_whole
    assert chart(builder, 31, ChartFace.CANDLES).freshness.state is PanelState.DOWN


def test_what_ends_or_begins_while_nothing_comes_for_unusually_long_is_not_whole_until_it_is_told(
    store: Store, builder: SnapshotBuilder
) -> None:
    def heard(at: float) -> None:
        store.clocks.line.note(s(at))

    for at in range(10, 132):
        heard(at / 10)
    store.apply(trade("100", at=11), s(11))
    store.apply(trade("101", at=13), s(13))
    before = candles(builder, 14.5)
    assert [bar.is_whole for bar in before[-2:]] == [True, True], "no silence is unusual so soon"
    silent = candles(builder, 15.5)
    assert [(bar.is_whole, bar.is_gap, bar.close) for bar in silent[-2:]] == [(False, False, None), (False, True, None)]
    assert [bar.is_whole for bar in silent[:-2]] == [bar.is_whole for bar in before[:-1]]
    assert candles(builder, 14.8)[-1].is_whole, "what runs holds what was told"
    heard(15.6)
    store.apply(trade("102", at=14.9), s(15.6))
    late = candles(builder, 15.7)
    assert [(bar.is_whole, str(bar.close)) for bar in late[-2:]] == [(True, "102"), (True, "102")]


def test_a_bar_that_began_before_us_is_not_whole(store: Store, builder: SnapshotBuilder) -> None:
    store.select(OIL)
    for at in (3, 6):
        store.apply(trade("7", at=at, symbol=OIL), s(at))
    view = build(builder, 6.1, ViewRequest(OIL, chart=ChartRequest(ChartFace.CANDLES))).chart
    assert view.candles is not None
    assert [bar.is_whole for bar in view.candles.bars] == [False, True]


def test_a_trade_a_moment_ahead_of_our_clock_is_in_sight(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(trade("100", at=15.2), s(14.9))
    assert candles(builder, 14.9)[-1].start == WALL + s(15)


def test_a_trade_that_is_told_late_is_in_the_bar_of_its_time_at_once(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(trade("100", at=11), s(11))
    candles(builder, 16)
    store.apply(trade("107", at=14.5), s(16.5))
    bars = candles(builder, 16.6)
    assert bars[-2].bar is not None
    assert [str(bars[-2].bar.high), str(bars[-1].close)] == ["107", "107"]


def test_what_is_laid_over_says_how_many_bars_it_has(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(trade("100", at=11), s(11))
    view = chart(builder, 12, ChartFace.CANDLES, overlay=Overlay.SMA).candles
    assert view is not None
    assert (view.laid.have, view.laid.need, len(view.laid.values)) == (3, 20, len(view.bars))
    average = chart(builder, 12, ChartFace.CANDLES, overlay=Overlay.VWAP).candles
    assert average is not None
    assert average.laid.values[-1] == (Decimal("100.5") * 3 + 100) / 4


def test_the_curve_of_the_depth_sums_both_sides_from_the_best_price(builder: SnapshotBuilder) -> None:
    curve = chart(builder, 1.1, ChartFace.DEPTH).depth
    assert curve is not None
    assert curve.mid == Decimal("100.5")
    assert [(str(point.price), str(point.total)) for point in curve.bids] == [("100", "1"), ("99", "3"), ("98.5", "7")]


def heat_of(builder: SnapshotBuilder, until: float, seconds: int = 1) -> list[tuple[float, PanelState | None, bool]]:
    """The columns after a look each second: start, state, whether they are drawn."""
    at = 2.0
    while at < until:
        build(builder, at)
        at += 1
    view = chart(builder, until, ChartFace.HEATMAP, seconds).heat
    assert view is not None
    return [((one.start - WALL) / s(1), one.state, one.is_whole) for one in view.columns]


def test_columns_of_heat_have_the_state_that_the_book_had(store: Store, builder: SnapshotBuilder) -> None:
    build(builder)
    store.apply(delta(("100 5",), at=1.5), s(1.5))
    columns = heat_of(builder, 4.1)
    assert [start for start, _, _ in columns] == [1, 2, 3]
    assert all(is_whole for _, _, is_whole in columns)


def test_a_column_in_which_the_book_was_not_believed_is_not_drawn(store: Store, builder: SnapshotBuilder) -> None:
    build(builder)
    build(builder, 2)
    store.apply(delta(("100 5",), at=2.3), s(2.3))
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(2.5))
    build(builder, 2.6)
    assert heat_of(builder, 5) == [(1.0, PanelState.LIVE, True), (2.0, PanelState.DOWN, False)]


def test_a_column_in_which_nothing_came_any_more_is_none(store: Store, builder: SnapshotBuilder) -> None:
    build(builder)
    build(builder, 2)
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(2.5))
    build(builder, 2.6)
    assert heat_of(builder, 5) == [(1.0, PanelState.LIVE, True)]


def test_of_another_symbol_there_is_nothing_of_the_one_before(store: Store, builder: SnapshotBuilder) -> None:
    build(builder)
    store.select(OIL)
    store.apply(snapshot(("7 1",), ("8 1",), symbol=OIL), s(1))
    view = build(builder, 1.2, ViewRequest(OIL, chart=ChartRequest(ChartFace.CANDLES))).chart
    assert view.symbol == OIL
    assert view.candles is not None
    assert view.candles.bars == ()
