"""Snapshots of the screen: what the panels get, what stays the same object, and what must change at once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.channels import ORDERS
from roxom_tui.model.events import Event, OrderStatus
from roxom_tui.model.money import Btc, Price
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.freshness import EXPIRY_NS
from roxom_tui.state.store import Store
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import build
from tests.support.spellings import GOLD, OIL, WALL, btc, delta, order, position, quote, s, snapshot, ticker, trade

PARTS = ("symbols", "ticker", "book", "tape", "positions", "balances", "orders")


def changed(before: ScreenSnapshot, after: ScreenSnapshot) -> set[str]:
    return {part for part in PARTS if getattr(before, part) is not getattr(after, part)}


def test_a_picture_shows_what_the_store_was_told(builder: SnapshotBuilder) -> None:
    picture = build(builder)
    assert [(str(row.price), str(row.size), str(row.total)) for row in picture.book.bids] == [
        ("100", "1", "1"),
        ("99", "2", "3"),
        ("98.5", "4", "7"),
    ]
    assert (picture.book.spread, picture.book.mid, picture.book.levels_held) == (Decimal(1), Decimal("100.5"), 5)
    assert picture.book.step == Decimal("0.1")
    assert (picture.ticker.last, picture.ticker.mark) == (Price("100.5"), Price("100"))
    assert picture.ticker.next_funding_at == WALL + s(8 * 3600)
    assert (picture.tape.count, picture.tape.since) == (1, WALL + s(1))
    assert [row.symbol for row in picture.symbols.rows] == [GOLD, OIL]
    assert picture.symbols.rows[0].freshness.state is PanelState.LIVE
    assert picture.valid_until == s(1) + EXPIRY_NS


def test_only_what_was_touched_is_built_anew(store: Store, builder: SnapshotBuilder) -> None:
    before = build(builder)
    store.apply(trade("100.5", at=1), s(1.1))
    assert changed(before, build(builder, 1.2)) == {"tape", "ticker", "symbols"}
    before = build(builder, 1.2)
    store.apply(delta(("100 5",), at=1), s(1.2))
    after = build(builder, 1.2)
    assert changed(before, after) == {"book"}
    assert after.revision == before.revision + 1


def test_a_lost_connection_dims_every_part_and_keeps_what_was_shown(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(position(), s(1))
    before = build(builder)
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(2))
    picture = build(builder, 2)
    for part in ("ticker", "book", "tape", "positions", "balances", "orders"):
        assert getattr(picture, part).freshness.state is PanelState.DOWN
    assert picture.book.bids == before.book.bids
    assert picture.positions.rows[0].state is PanelState.DOWN


def test_another_symbol_shows_its_own_and_nothing_of_the_one_before(store: Store, builder: SnapshotBuilder) -> None:
    build(builder)
    store.select(OIL)
    picture = build(builder, 1.1, ViewRequest(OIL))
    assert picture.book.symbol == picture.tape.symbol == picture.ticker.symbol == picture.symbols.selected == OIL
    assert (picture.book.bids, picture.book.bid, picture.tape.rows, picture.ticker.last) == ((), None, (), None)
    assert picture.book.freshness.state is PanelState.WAITING


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
    picture = build(builder, 5)
    assert (picture.ticker.spread, picture.ticker.freshness.valid_until) == (Decimal(1), s(6))
    assert picture.symbols.rows[0].freshness.valid_until == s(6)


def test_a_stale_ticker_makes_the_profit_stale_but_not_the_list(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(position(), s(1))
    store.apply(quote("100 2", "101 1", at=5), s(5))
    picture = build(builder, 6)
    assert picture.positions.freshness.state is LIVE
    assert picture.positions.rows[0].state is STALE


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
    store.seeding(ORDERS, Reason(Cause.LIST_ASKED))
    assert build(builder, 1.1).orders.rows[0].state is STALE


@pytest.mark.parametrize("reported", [btc("0.5"), None], ids=["profit reported", "no profit"])
def test_a_live_ticker_without_a_mark_does_not_make_the_reported_one_live(
    store: Store, builder: SnapshotBuilder, reported: Btc | None
) -> None:
    store.apply(replace(position(), unrealized_pnl=reported, mark_price=Price("7")), s(1))
    store.apply(ticker(mark=None, at=2), s(1.1))
    picture = build(builder, 1.1)
    assert picture.ticker.freshness.state is LIVE
    assert (picture.positions.rows[0].mark, picture.positions.rows[0].state) == (Price("7"), PanelState.WAITING)
