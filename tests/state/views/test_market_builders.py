"""Views of the symbol in view: rows and marks of its book, its trades, the strip."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.channels import ORDERS
from roxom_tui.model.events import OrdersSeed, OrderStatus
from roxom_tui.model.market import OrderSide
from roxom_tui.model.money import Price
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.reading.tick_size import ENOUGH_LEVELS
from roxom_tui.state.store import Store
from roxom_tui.state.views.market_views import AuditResult, BookChange, BookView, GapKind, MissingOrder, TapeGap
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import LINK, build
from tests.support.spellings import (
    DEPTH,
    GOLD,
    TRADE,
    WALL,
    WISH,
    delta,
    order,
    quote,
    s,
    size,
    snapshot,
    ticker,
    trade,
    unstated,
)


def test_rows_that_did_not_change_are_the_same_objects(store: Store, builder: SnapshotBuilder) -> None:
    before = build(builder)
    store.apply(delta(("99 7",), at=1), s(1.1))
    after = build(builder, 1.2)
    assert after.book.bids[0] is before.book.bids[0]
    assert after.book.asks[1] is before.book.asks[1]
    assert after.book.bids[1].size == 7
    assert after.book.bids[2].total == 12
    assert after.symbols is before.symbols


def test_a_released_book_is_not_drawn_any_more(store: Store, builder: SnapshotBuilder) -> None:
    build(builder)
    store.release(DEPTH, 0)
    assert build(builder, 1.1).book.bids == ()


def test_the_view_knows_the_newest_change_of_the_book_by_both_clocks(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(snapshot(("100 1",), ("101 1",), at=1), s(2))
    store.apply(delta(("100 2",), at=3), s(4))
    assert build(builder, 4).book.changed == BookChange(s(4), WALL + s(3))
    store.apply(delta(at=5), s(6))
    store.apply(snapshot(("100 2",), ("101 1",), at=7), s(8))
    assert build(builder, 8).book.changed == BookChange(s(4), WALL + s(3)), "nothing was told that was not known"
    store.apply(snapshot(("100 3",), ("101 1",), at=9), s(10))
    assert build(builder, 10).book.changed == BookChange(s(10), WALL + s(9)), "a correction is a change"


def test_that_no_way_is_left_to_verify_a_book_is_drawn_at_once(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(snapshot(("100 1",), ("101 1",), at=1), s(1))
    depth = store.markets.depth(GOLD)
    assert depth is not None
    assert build(builder, 1.1).book.can_be_verified
    depth.can_be_verified = False
    assert not build(builder, 1.2).book.can_be_verified


def test_times_of_gaps_are_times_of_day_that_do_not_wander(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(trade("1", at=1), s(1))
    store.leave(TRADE, s(2))
    store.note_joined(TRADE, s(3))
    picture = builder.build(s(3), WALL + s(3), WISH, LINK)
    gap, *rows = picture.tape.past
    assert gap == TapeGap(GapKind.REFRESH, WALL + s(2), WALL + s(3))
    store.apply(trade("2", at=4), s(4))
    later = builder.build(s(4), WALL + s(4.9), WISH, LINK)
    assert later.tape.past == (gap, *rows)
    assert later.tape.since == WALL + s(4.9)


def test_grouped_rows_carry_the_sums_of_their_levels(builder: SnapshotBuilder) -> None:
    wish = ViewRequest(GOLD, levels=1, group=Decimal(10))
    book = build(builder, wish=wish).book
    assert [(row.price, row.size) for row in book.bids] == [(Price("100"), size("1"))]
    assert [(row.price, row.size) for row in book.asks] == [(Price("110"), size("3"))]
    assert build(builder, 1.1).book.bids[0].size == 1
    assert len(build(builder, 1.1).book.bids) == 3


def test_our_orders_are_marked_in_the_rows_also_when_grouped(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(order("a", price="99.0", quantity="0.5"), s(1))
    store.apply(order("b", price="98.5", quantity="0.25"), s(1))
    assert [row.mine for row in build(builder).book.bids] == [None, Decimal("0.5"), Decimal("0.25")]
    grouped = build(builder, wish=ViewRequest(GOLD, 5, Decimal(10))).book.bids
    assert [(row.price, row.mine) for row in grouped] == [(Price("100"), None), (Price("90"), Decimal("0.75"))]
    store.apply(order("a", OrderStatus.CANCELLED, 1), s(1.1))
    assert [row.mine for row in build(builder, 1.1).book.bids] == [None, None, Decimal("0.25")]


def test_marks_are_left_out_while_the_orders_are_less_sure_than_the_book(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(order("a", price="99"), s(1))
    store.seeding(ORDERS, Reason(Cause.LIST_ASKED))
    assert [row.mine for row in build(builder).book.bids] == [None, None, None]


def test_marks_are_the_least_of_ours_until_a_get_has_told_the_whole_list(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(order("a", price="99"), s(1))
    assert build(builder).book.mine_at_least
    store.seed(OrdersSeed((order("a", price="99"),)), s(1.1), 0)
    assert not build(builder, 1.2).book.mine_at_least
    store.seeding(ORDERS, Reason(Cause.LIST_DOUBTED))
    assert build(builder, 1.3).book.bids[1].mine is None, "less sure than the book"


def test_marks_are_the_least_of_ours_while_the_price_of_an_order_is_not_known(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.seed(OrdersSeed((order("a", price="99"),)), s(1.1), 0)
    assert not build(builder, 1.2).book.mine_at_least
    store.apply(replace(order("b"), limit_price=None), s(1.3))
    assert build(builder, 1.3).book.mine_at_least
    store.apply(order("b", price="99", at=2), s(1.4))
    assert not build(builder, 1.4).book.mine_at_least


def missing_after(store: Store, builder: SnapshotBuilder, seconds: float) -> MissingOrder | None:
    """What is told of it when both, the book and the list of orders, have come again and again until then."""
    for tenths in range(10, round(seconds * 10), 5):
        store.apply(delta(("90 1",), at=tenths / 10), s(tenths / 10))
        store.seed(OrdersSeed(tuple(store.account.orders.open)), s(tenths / 10), s(tenths / 10) - 1)
        build(builder, tenths / 10)
    return build(builder, seconds).book.missing


def test_an_own_order_that_the_book_does_not_show_is_told_until_it_does(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(order("a", price="98.75", quantity="0.69"), s(1))
    assert missing_after(store, builder, 4) is None
    found = missing_after(store, builder, 6)
    assert found is not None
    assert (found.side, found.price, found.size, found.held) == (OrderSide.BUY, Price("98.75"), size("0.69"), None)
    assert s(6) < found.valid_until
    store.apply(delta(("98.75 0.69",), at=6), s(6.1))
    assert build(builder, 6.1).book.missing is None


def test_nothing_of_ours_is_missing_in_a_book_or_from_a_list_that_is_not_live(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(order("a", price="98.75"), s(1))
    assert missing_after(store, builder, 6) is not None
    store.seeding(ORDERS, Reason(Cause.LIST_ASKED), s(6))
    assert build(builder, 6.1).book.missing is None
    assert missing_after(store, builder, 8) is None, "the time it stood is counted anew"
    assert missing_after(store, builder, 11) is not None
    store.void(DEPTH, Reason(Cause.CROSSED_LONG))
    assert build(builder, 11).book.missing is None


def test_a_price_whose_unit_is_not_known_is_missing_nowhere(store: Store, builder: SnapshotBuilder) -> None:
    far = replace(order("a", side=OrderSide.BUY), limit_price=unstated("99000000"))
    store.apply(far, s(1))
    store.apply(snapshot(("100 1", "99 2", "98.5 4"), (), at=1), s(1))
    assert missing_after(store, builder, 8) is None


def _ladder(first: int, sign: int, *more: str) -> tuple[str, ...]:
    return (*(f"{first + sign * place} 1" for place in range(ENOUGH_LEVELS)), *more)


def test_the_tick_is_learnt_anew_from_a_book_that_was_replaced(store: Store, builder: SnapshotBuilder) -> None:
    """A level that never was halved it, and may be gone before it is ever known to have been wrong."""
    store.apply(snapshot(_ladder(100, -1), _ladder(101, 1), at=1), s(1))
    assert build(builder).book.tick == 1
    store.apply(delta(("97.5 2",), at=1.1), s(1.1))
    assert build(builder, 1.2).book.tick == Decimal("0.5")
    store.apply(snapshot(_ladder(100, -1), _ladder(101, 1), at=1.3), s(1.3))
    assert build(builder, 1.4).book.tick == 1, "a check corrected it"
    store.apply(delta(("97.5 2",), at=1.5), s(1.5))
    assert build(builder, 1.6).book.tick == Decimal("0.5")
    store.void(DEPTH, Reason(Cause.CROSSED_LONG))
    store.apply(snapshot(_ladder(100, -1), _ladder(101, 1), at=1.7), s(1.7))
    assert build(builder, 1.8).book.tick == 1, "it was rebuilt, and no check told of the level"


def test_the_tick_is_learnt_on_a_screen_of_few_rows_and_not_from_quotes(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(snapshot(_ladder(100, -1), _ladder(101, 1), at=1), s(1))
    store.apply(quote("100 1", "100.25 1", at=1), s(1))
    low = ViewRequest(GOLD, levels=3)
    assert build(builder, wish=low).book.tick == 1


def test_levels_beyond_the_last_snapshot_are_not_vouched_for(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(delta(("98 1",), at=1), s(1))
    assert [row.within_snapshot for row in build(builder).book.bids] == [True, True, True, False]


def test_the_spread_is_left_out_of_the_strip_while_the_quote_is_stale(store: Store, builder: SnapshotBuilder) -> None:
    assert build(builder).ticker.spread == 1
    store.apply(ticker(mark="100", at=5), s(5))
    picture = build(builder, 6)
    assert picture.ticker.freshness.state is PanelState.LIVE
    assert picture.ticker.spread is None
    assert picture.book.quote_freshness.state is PanelState.STALE


def test_the_funding_time_moves_on_with_the_wall_clock(builder: SnapshotBuilder) -> None:
    build(builder)
    late = builder.build(s(1.1), WALL + s(9 * 3600), WISH, LINK)
    assert late.ticker.next_funding_at == WALL + s(16 * 3600)


@pytest.mark.parametrize(
    ("ahead_s", "bound_s", "hours"), [(-300, 0.1, 8), (-300, 300, 16), (0.9, 0, 16), (None, None, 16)]
)
def test_the_next_funding_is_by_the_exchanges_clock_where_ours_is_known_to_be_wrong(
    builder: SnapshotBuilder, ahead_s: float | None, bound_s: float | None, hours: int
) -> None:
    """Ours says eight o'clock and a minute; if it is five minutes ahead, eight o'clock is still to come."""
    link = replace(
        LINK,
        skew_ms=None if ahead_s is None else ahead_s * 1000,
        round_trip_ms=None if bound_s is None else 2 * bound_s * 1000,
        compared_at=None if ahead_s is None else (s(1.1), WALL + s(8 * 3600 + 60)),
    )
    picture = builder.build(s(1.1), WALL + s(8 * 3600 + 60), WISH, link)
    assert picture.ticker.next_funding_at == WALL + s(hours * 3600)


def test_a_clock_of_ours_that_is_set_moves_no_funding(builder: SnapshotBuilder) -> None:
    link = replace(LINK, skew_ms=0.0, round_trip_ms=2.0, compared_at=(s(1), WALL + s(3600)))
    picture = builder.build(s(1.5), WALL + s(9 * 3600), WISH, link)
    assert picture.ticker.next_funding_at == WALL + s(8 * 3600)


def test_the_books_proof_is_in_its_picture_while_its_rows_stay_the_same_objects(
    store: Store, builder: SnapshotBuilder
) -> None:
    def picture(at: float) -> BookView:
        return builder.build(s(at), WALL + s(at), WISH, LINK).book

    assert (picture(1).is_audited, picture(1).audit) == (True, None)
    store.apply(snapshot(("100 1", "99 2", "98.5 4"), ("101 1", "102 2"), at=2), s(2))
    first, same, later = picture(2), picture(2.4), picture(3.5)
    assert first.audit == AuditResult(s(2), 5, 0)
    assert same is first
    assert later.audit == first.audit
    assert later.bids is first.bids
