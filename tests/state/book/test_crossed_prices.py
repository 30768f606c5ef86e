"""A best bid at or above the best ask: for how long it is believed, and what is said of it."""

from __future__ import annotations

import pytest
from msgspec.structs import astuple

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import DepthMode
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import NeedsResync, PanelState, Phase
from roxom_tui.state.book.crossed_prices import DOUBT_NS, CrossedPrices
from roxom_tui.state.store import Store
from tests.state.books import is_crossed_or_locked
from tests.support.spellings import DEPTH, GOLD, delta, level, quote, s, snapshot

LEVEL1 = Stream(Channel.LEVEL1, GOLD)


@pytest.fixture
def store() -> Store:
    store = Store([GOLD], DepthMode.ABSOLUTE)
    store.select(GOLD)
    store.connection_changed(Phase.CONNECTED, None, 0)
    store.apply(snapshot(("100 1", "99 2"), ("101 1", "102 2")), s(0))
    return store


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (delta(("101.5 1",), at=1), Reason(Cause.CROSSED)),
        (delta(("101 1",), at=1), Reason(Cause.LOCKED)),
        (delta((), ("99.5 1",), at=1), Reason(Cause.CROSSED)),
    ],
    ids=["a bid above the best ask", "a bid at the best ask", "an ask below the best bid"],
)
def test_a_crossed_or_locked_book_is_not_proven_from_150_ms_on_and_broken_after_a_second(
    store: Store, told: object, reason: Reason
) -> None:
    store.apply(told, s(1))  # type: ignore[arg-type]
    at = s(1) + DOUBT_NS
    for now, state, why in (
        (s(1), PanelState.LIVE, None),
        (at - 1, PanelState.LIVE, None),
        (at, PanelState.UNPROVEN, reason),
    ):
        assert astuple(store.freshness(DEPTH, now))[:2] == (state, why)
    assert store.overdue(s(2)) == ()
    assert store.overdue(s(2) + 1) == (NeedsResync(DEPTH, Reason(Cause.CROSSED_LONG, seconds=1)),)
    assert store.freshness(DEPTH, s(2) + 1).state is PanelState.RESYNC


def test_no_picture_of_a_crossed_book_is_valid_for_longer(store: Store) -> None:
    store.apply(delta(("101.5 1",), at=1), s(1))
    assert store.freshness(DEPTH, s(1)).valid_until == s(1) + DOUBT_NS
    assert store.markets.doubtful_at(DEPTH) == s(1) + DOUBT_NS


def test_a_batch_that_crosses_the_book_for_a_moment_raises_no_doubt(store: Store) -> None:
    store.apply(delta(("101 1",), at=1), s(1))
    store.apply(delta((), ("101 0",), at=1), s(1.1))
    assert store.freshness(DEPTH, s(1.4)).state is PanelState.LIVE
    assert store.markets.doubtful_at(DEPTH) is None


def test_how_long_it_is_crossed_is_counted_from_the_first_moment(store: Store) -> None:
    store.apply(delta(("101.5 1",), at=1), s(1))
    store.apply(delta(("101.6 1",), at=1.1), s(1.1))
    assert store.freshness(DEPTH, s(1.15)).state is PanelState.UNPROVEN


def test_quotes_that_cross_themselves_are_not_proven_either(store: Store) -> None:
    store.apply(quote("102 1", "101 1", at=1), s(1))
    assert store.freshness(LEVEL1, s(1.1)).state is PanelState.LIVE
    assert astuple(store.freshness(LEVEL1, s(1.2)))[:2] == (PanelState.UNPROVEN, Reason(Cause.CROSSED))
    store.apply(quote("100 1", "101 1", at=2), s(2))
    assert store.freshness(LEVEL1, s(2)).state is PanelState.LIVE


def test_a_connection_that_goes_takes_the_doubt_along(store: Store) -> None:
    store.apply(quote("102 1", "101 1", at=1), s(1))
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(2))
    store.connection_changed(Phase.CONNECTED, None, s(3))
    assert store.markets.doubtful_at(LEVEL1) is None


@pytest.mark.parametrize("pair", [(None, "101 1"), ("100 1", None), (None, None)])
def test_a_side_that_is_empty_crosses_nothing(pair: tuple[str | None, str | None]) -> None:
    crossing = CrossedPrices()
    crossing.look(level("102", "1"), level("101", "1"), 0)
    bid, ask = (None if text is None else level(*text.split()) for text in pair)
    crossing.look(bid, ask, 1)
    assert (crossing.since, crossing.doubt(s(9)), crossing.is_too_long(s(9))) == (None, None, False)


def test_a_book_that_an_answer_without_a_time_crosses_is_doubted_too(store: Store) -> None:
    depth = store.markets.depth(GOLD)
    assert depth is not None
    depth.expect_answer()
    depth.verification.answer(snapshot(("102 4", "100 1", "99 2"), ("101 1", "102 2")), s(1.2))
    assert store.overdue(s(4)) == ()
    assert is_crossed_or_locked(depth.book)
    assert store.freshness(DEPTH, s(4.2)).state is PanelState.UNPROVEN
    assert [verdict.why for verdict in store.overdue(s(5.1))] == [Reason(Cause.CROSSED_LONG, seconds=1)]
