"""All symbols side by side: of what is followed anyway, and each figure with what its own stream is worth."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from roxom_tui.model.market import PositionSide
from roxom_tui.model.money import Btc
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_views import PositionRow
from roxom_tui.state.views.overview_builder import holdings_of
from roxom_tui.state.views.overview_view import OverviewRow, OverviewView
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import build
from tests.support.sample_screens import position_row
from tests.support.spellings import DEPTH, GOLD, OIL, SPX, TRADE, WISH, delta, position, quote, s, size, snapshot, trade

OPEN = replace(WISH, overview=True)


def _view(builder: SnapshotBuilder, now: float = 1, wish: ViewRequest = OPEN) -> OverviewView:
    view = build(builder, now, wish).overview
    assert view is not None
    return view


def _row(builder: SnapshotBuilder, now: float = 1, number: int = 0) -> OverviewRow:
    return _view(builder, now).rows[number]


def test_it_is_built_only_while_somebody_looks_at_it(builder: SnapshotBuilder) -> None:
    assert build(builder, 1, WISH).overview is None
    assert build(builder, 1, OPEN).overview is not None


def test_it_has_every_symbol_of_the_list_and_the_figures_of_its_streams(store: Store, builder: SnapshotBuilder) -> None:
    view = _view(builder)
    assert [row.listed.symbol for row in view.rows] == [GOLD, OIL]
    assert view.selected == GOLD
    gold, oil = view.rows
    assert (gold.listed.last, gold.mark) == (Decimal("100.5"), Decimal("100"))
    assert gold.spread_bp is not None
    assert round(gold.spread_bp, 1) == Decimal("99.5")
    assert gold.leaning is not None
    assert gold.leaning.share == Decimal("0.40")
    assert (oil.mark, oil.spread_bp, oil.leaning, oil.session, oil.holding) == (None,) * 5


def test_a_row_of_which_nothing_changed_is_the_same_object(store: Store, builder: SnapshotBuilder) -> None:
    before = _view(builder)
    store.apply(quote("5 1", "6 1", at=1, symbol=OIL), s(1.1))
    after = _view(builder, 1.2)
    assert after is not before
    assert after.rows[0] is before.rows[0]
    assert after.rows[1].spread_bp is not None
    assert _view(builder, 1.3) is after


def test_of_a_book_that_is_not_live_there_is_no_imbalance_but_its_state(store: Store, builder: SnapshotBuilder) -> None:
    store.void(DEPTH, Reason(Cause.QUOTES_DIFFER))
    leaning = _row(builder, 1.1).leaning
    assert leaning is not None
    assert (leaning.share, leaning.freshness.state) == (None, PanelState.RESYNC)
    store.apply(snapshot(("100 1",), ("101 3",), at=2), s(2))
    again = _row(builder, 2.1).leaning
    assert again is not None
    assert again.share == Decimal("-0.50")


def test_a_book_that_was_left_has_no_imbalance_and_no_state(store: Store, builder: SnapshotBuilder) -> None:
    store.release(DEPTH, s(2))
    assert _row(builder, 2.1).leaning is None


def test_an_imbalance_that_reaches_beyond_the_snapshot_is_an_estimate(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(delta(("90 1",), at=1), s(1.1))
    leaning = _row(builder, 1.2).leaning
    assert leaning is not None
    assert leaning.is_estimate


def test_the_volume_of_the_session_is_the_least_there_was_after_a_time_without_trades(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.note_joined(TRADE, s(1))
    store.apply(trade("100", "4", at=2), s(2))
    session = _row(builder, 2).session
    assert session is not None
    assert (session.volume, session.at_least, session.a_minute) == (size("7"), False, None)
    store.release(TRADE, s(3))
    assert _row(builder, 3).session is None
    store.clocks.join(TRADE)
    store.note_joined(TRADE, s(4))
    session = _row(builder, 4).session
    assert session is not None
    assert (session.volume, session.at_least) == (size("7"), True)


def test_the_pace_is_told_after_a_minute(store: Store, builder: SnapshotBuilder) -> None:
    store.note_joined(TRADE, s(1))
    session = _row(builder, 61).session
    assert session is not None
    assert session.a_minute == 1


def test_nothing_is_followed_for_it(store: Store, builder: SnapshotBuilder) -> None:
    followed = {clock.stream for clock in store.clocks.all()}
    _view(builder)
    assert {clock.stream for clock in store.clocks.all()} == followed


def test_a_contract_that_is_not_held_any_more_leaves_nothing_behind(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(position("q", symbol=SPX, quantity="2"), s(1))
    assert SPX in [row.listed.symbol for row in _view(builder).rows]
    store.apply(position("q", symbol=SPX, at=2, closed=True), s(2))
    assert SPX not in [row.listed.symbol for row in _view(builder, 2.1).rows]
    assert SPX not in builder._overview._rows


LONG = position_row(GOLD, PositionSide.LONG, "1.50", "0.043", "0.0431", "0.00018300")
SHORT = replace(LONG, position_id="q", side=PositionSide.SHORT, pnl=Btc(Decimal("-0.00010000")))


def test_one_position_is_told_as_it_is() -> None:
    (holding,) = holdings_of([LONG]).values()
    assert (holding.count, holding.side, holding.size, holding.pnl) == (1, PositionSide.LONG, LONG.size, LONG.pnl)
    assert (holding.distance, holding.state) == (LONG.liquidation_distance, PanelState.LIVE)


def test_several_positions_of_a_symbol_are_summed_and_the_nearest_liquidation_counts() -> None:
    near = replace(LONG, position_id="q", size=size("0.5"), liquidation_distance=Decimal("0.01"))
    (holding,) = holdings_of([LONG, near]).values()
    assert (holding.count, holding.side, holding.size) == (2, PositionSide.LONG, Decimal("2.00"))
    assert (holding.pnl, holding.distance) == (Decimal("0.00036600"), Decimal("0.01"))
    (both,) = holdings_of([LONG, SHORT]).values()
    assert (both.count, both.side, both.size, both.pnl) == (2, None, None, Decimal("0.00008300"))


@pytest.mark.parametrize(
    "unknown", [replace(SHORT, pnl=None), replace(SHORT, pnl_disputed=Btc(Decimal(1)))], ids=["unknown", "disputed"]
)
def test_a_profit_of_which_a_part_is_not_sure_is_not_known(unknown: PositionRow) -> None:
    (holding,) = holdings_of([LONG, unknown]).values()
    assert holding.pnl is None


def test_a_sum_is_as_good_as_the_worst_of_its_parts() -> None:
    rows: Sequence[PositionRow] = [LONG, replace(SHORT, state=PanelState.STALE, liquidation_distance=None, size=None)]
    (holding,) = holdings_of(rows).values()
    assert (holding.state, holding.distance) == (PanelState.STALE, None)
    (same,) = holdings_of([LONG, replace(LONG, size=None)]).values()
    assert same.size is None
