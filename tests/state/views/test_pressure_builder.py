"""The pressure line as a view: to the shown digit, of what is live, and new only where a digit is."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import ImbalanceScope
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Phase, Subscribed
from roxom_tui.model.values import replace
from roxom_tui.state.store import Store
from roxom_tui.state.views.pressure_builder import PressureBuilder, Sources
from roxom_tui.state.views.pressure_view import PressureView
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import build
from tests.support.spellings import DEPTH, GOLD, LEVEL1, WISH, delta, quote, s, snapshot


def test_the_view_has_each_figure_to_the_digit_that_is_shown(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(quote("100 3", "101 1", at=1), s(1.5))
    told = build(builder, 2).book.pressure
    assert (told.scope, str(told.share)) == (ImbalanceScope.TOP_10, "0.40")
    assert (told.spread_ticks, str(told.spread_bp)) == (None, "99.5"), "too few levels to know a tick"
    assert (str(told.offset), told.is_in_ticks) == ("24.9", False)
    assert (str(told.flow), told.watched_s) == ("1.3", 1)
    assert (told.bids, told.asks) == ((2, 4, 8), (0, 2, 4))


def test_ticks_are_told_once_enough_levels_were_seen(store: Store, builder: SnapshotBuilder) -> None:
    bids = tuple(f"{100 - number / 2} 1" for number in range(12))
    asks = tuple(f"{101 + number} 1" for number in range(12))
    store.apply(delta(bids, asks, at=1), s(1.1))
    told = build(builder, 1.2).book
    assert told.tick == Decimal("0.5")
    assert (told.pressure.spread_ticks, told.pressure.is_in_ticks) == (Decimal(2), True)


def test_a_change_that_no_shown_digit_tells_leaves_the_view_as_it_is(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(quote("100 3", "101 1", at=1), s(1.5))
    before, later = build(builder, 12).book, build(builder, 12.4).book
    assert before.pressure.watched_s is None
    assert later is before


def test_of_a_book_that_is_not_live_there_is_no_imbalance_and_of_quotes_that_are_not_nothing_else(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.void(DEPTH, Reason(Cause.QUOTES_DIFFER))
    told = build(builder, 1.2).book.pressure
    assert told.share is None
    assert told.bids == told.asks == ()
    assert told.spread_bp is not None
    late = build(builder, 60).book.pressure
    assert late == PressureView(), "nothing came for a minute"


def test_quotes_that_were_not_live_begin_the_order_flow_anew(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(quote("100 3", "101 1", at=1), s(1.5))
    build(builder, 60)
    store.apply(quote("100 9", "101 1", at=60), s(61))
    told = build(builder, 61.5).book.pressure
    assert (told.flow, told.watched_s) == (Decimal(0), 0)


def test_a_connection_that_went_begins_the_order_flow_anew(store: Store) -> None:
    store.connection_changed(Phase.CONNECTING, Reason(Cause.NOT_CONNECTED), s(2))
    assert store.markets.market(GOLD).flow.read(s(2)) is None


def test_quotes_that_are_left_and_joined_again_begin_the_order_flow_anew(store: Store) -> None:
    flow = store.markets.market(GOLD).flow
    store.subscription(LEVEL1, Subscribed((LEVEL1,)), s(1.1))
    assert flow.read(s(2)) is not None, "an answer alone is no gap"
    store.leave(LEVEL1, s(2))
    store.apply(quote("100 7", at=2), s(2.1))
    assert flow.read(s(2.2)) is None
    store.note_joined(LEVEL1, s(2.5))
    store.apply(quote("100 8", at=3), s(3))
    found = flow.read(s(3.5))
    assert found is not None
    assert (found.value, found.watched_ns) == (Decimal(0), s(0.5))


def test_another_scope_is_another_imbalance(store: Store, builder: SnapshotBuilder) -> None:
    shares = [
        build(builder, 1.1, replace(WISH, scope=scope)).book.pressure.share
        for scope in (ImbalanceScope.WHOLE, ImbalanceScope.NEAR)
    ]
    assert shares == [Decimal("0.40"), None]


def test_the_book_is_weighed_again_only_where_it_is_another_one(store: Store) -> None:
    market, builder = store.markets.market(GOLD), PressureBuilder()
    assert market.depth is not None
    sources = Sources(market.depth.book, 1, market.quote, market.flow, None)
    first = builder.view(sources, ImbalanceScope.WHOLE, s(2))
    store.apply(snapshot(("100 9",), ("101 1",), at=2), s(2))
    assert builder.view(sources, ImbalanceScope.WHOLE, s(2)).share == first.share
    assert builder.view(replace(sources, revision=2), ImbalanceScope.WHOLE, s(2)).share == Decimal("0.80")


def test_it_is_of_the_symbol_in_view(store: Store, builder: SnapshotBuilder) -> None:
    other = Stream(Channel.LEVEL1, store.symbols[1])
    store.apply(quote("5 1", "6 1", at=1, symbol=store.symbols[1]), s(1.1))
    assert build(builder, 1.2).book.pressure.spread_bp == Decimal("99.5")
    assert build(builder, 1.2, replace(WISH, symbol=store.symbols[1])).book.pressure.spread_bp == Decimal("1818.2")
    assert store.revision(other) == 1
