"""All levels of a book, the same objects while nothing of them changed."""

from __future__ import annotations

from roxom_tui.model.market import Side
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.status import PanelState
from roxom_tui.state.store import Store
from roxom_tui.state.views.market_views import WholeBook
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import build
from tests.support.spellings import DEPTH, GOLD, delta, s, snapshot

ALL = ViewRequest(GOLD, levels=1, whole=True)


def whole(builder: SnapshotBuilder, at: float = 1.1) -> WholeBook:
    found = build(builder, at, ALL).book.whole
    assert found is not None
    return found


def test_it_holds_all_levels_best_first_though_few_rows_were_asked_for(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(snapshot(("100 1", "99 2", "98 3"), ("101 1", "103 4"), at=1), s(1))
    found = whole(builder)
    assert [(int(price), int(size)) for price, size in found.bids] == [(100, 1), (99, 2), (98, 3)]
    assert [(int(price), int(size)) for price, size in found.side(Side.ASK)] == [(101, 1), (103, 4)]
    assert found.side(Side.BID) is found.bids
    assert found.within_snapshot == (found.bids[-1].price.key, found.asks[-1].price.key)
    assert len(build(builder, 1.2, ALL).book.bids) == 1


def test_who_does_not_ask_does_not_get_it(builder: SnapshotBuilder) -> None:
    assert build(builder, 1.1, ViewRequest(GOLD)).book.whole is None


def test_a_side_that_did_not_change_is_the_same_object(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(snapshot(("100 1", "99 2"), ("101 1", "103 4"), at=1), s(1))
    before = whole(builder)
    store.apply(delta(("99 7",), at=2), s(1.2))
    after = whole(builder, 1.3)
    assert after.asks is before.asks
    assert after.bids is not before.bids
    assert after.bids[0] is before.bids[0]
    store.apply(delta(at=3), s(1.4))
    assert whole(builder, 1.5) is after


def test_of_a_book_that_was_released_there_is_none(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(snapshot(("100 1",), ("101 1",), at=1), s(1))
    whole(builder)
    store.release(DEPTH, 0)
    view = build(builder, 1.2, ALL).book
    assert view.whole is None
    assert view.freshness.state is not PanelState.LIVE
