"""Pictures that must change at once: what they are made from has become worse, or ends sooner."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from roxom_tui.model.events import Event, OrderStatus
from roxom_tui.model.money import Btc, Price
from roxom_tui.model.status import PanelState
from roxom_tui.state.account.account_lists import ORDERS
from roxom_tui.state.store import Store
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import build
from tests.support.spellings import GOLD, btc, order, position, quote, s, snapshot, ticker

LIVE, STALE = PanelState.LIVE, PanelState.STALE


def test_a_level_that_a_later_answer_no_longer_reaches_is_dimmed_though_nothing_of_it_changed(
    store: Store, builder: SnapshotBuilder
) -> None:
    before = build(builder).book
    depth = store.markets.depth(GOLD)
    assert depth is not None
    depth.expect_answer()
    depth.verification.answer(snapshot(("100 1", "99 2"), ("101 1",)), s(1.1))
    assert store.overdue(s(2.2)) == ()
    after = build(builder, 2.2).book
    assert ([row.within_snapshot for row in after.bids], [row.within_snapshot for row in after.asks]) == (
        [True, True, False],
        [True, False],
    )
    assert after.bids[:2] == before.bids[:2]


def test_a_picture_is_renewed_when_its_state_must_end_sooner_than_was_said(
    store: Store, builder: SnapshotBuilder
) -> None:
    assert build(builder, 4.9).book.freshness.valid_until == s(7.9)
    store.apply(quote("100 1", "101 1", at=5), s(5))
    assert build(builder, 5).book.freshness.valid_until == s(6)


@pytest.mark.parametrize("newer", [quote("100 2", "101 1", at=5), ticker(mark="100", at=5)], ids=["quote", "ticker"])
def test_what_is_derived_from_two_streams_expires_with_the_first_of_them(
    store: Store, builder: SnapshotBuilder, newer: Event
) -> None:
    store.apply(newer, s(5))
    board = build(builder, 5)
    assert (board.ticker.spread, board.ticker.freshness.valid_until) == (Decimal(1), s(6))
    assert board.symbols.rows[0].freshness.valid_until == s(6)


# Rows of the account


def test_a_stale_ticker_makes_the_profit_stale_but_not_the_list(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(position(), s(1))
    store.apply(quote("100 2", "101 1", at=5), s(5))
    board = build(builder, 6)
    assert board.positions.freshness.state is LIVE
    assert board.positions.rows[0].state is STALE


def test_a_position_takes_the_state_of_its_ticker_in_the_very_next_picture(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(position(), s(1))
    store.apply(quote("100 2", "101 1", at=5), s(5))
    before, after = build(builder, 5.95).positions, build(builder, 6.05).positions
    assert after.freshness is before.freshness
    assert [view.rows[0].state for view in (before, after)] == [LIVE, STALE]


@pytest.mark.parametrize(
    ("stop", "newer"),
    [(False, ticker(mark="100", at=5)), (True, quote("100 2", "101 1", at=5))],
    ids=["by its quote", "by its ticker"],
)
def test_an_order_takes_the_state_of_what_it_is_measured_by_in_the_very_next_picture(
    store: Store, builder: SnapshotBuilder, stop: bool, newer: Event
) -> None:
    told = replace(order("a", OrderStatus.WAITING_TRIGGER, price=None), trigger_price=Price("201"))
    store.apply(told if stop else order("a", price="50.5"), s(1))
    store.apply(newer, s(5))
    before, after = build(builder, 5.95).orders, build(builder, 6.05).orders
    assert after.freshness is before.freshness
    assert [view.rows[0].state for view in (before, after)] == [LIVE, STALE]


def test_an_order_takes_the_state_of_its_list_though_nothing_of_it_changed(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(order("a", price="50.5"), s(1))
    assert build(builder).orders.rows[0].state is LIVE
    store.seeding(ORDERS, "asking")
    assert build(builder, 1.1).orders.rows[0].state is STALE


@pytest.mark.parametrize("reported", [btc("0.5"), None], ids=["profit reported", "no profit"])
def test_a_live_ticker_without_a_mark_does_not_make_the_reported_one_live(
    store: Store, builder: SnapshotBuilder, reported: Btc | None
) -> None:
    store.apply(replace(position(), unrealized_pnl=reported, mark_price=Price("7")), s(1))
    store.apply(ticker(mark=None, at=2), s(1.1))
    board = build(builder, 1.1)
    assert board.ticker.freshness.state is LIVE
    assert (board.positions.rows[0].mark, board.positions.rows[0].state) == (Price("7"), PanelState.WAITING)
