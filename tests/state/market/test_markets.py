"""What counts as saying the same."""

from __future__ import annotations

import pytest

from roxom_tui.model.events import Event
from roxom_tui.model.market import Symbol
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState
from roxom_tui.state.store import Store
from tests.support.spellings import (
    DEPTH,
    GOLD,
    LEVEL1,
    OIL,
    TICKER,
    delta,
    new_store,
    quote,
    s,
    snapshot,
    ticker,
    trade,
)


@pytest.fixture
def store() -> Store:
    store = new_store()
    store.apply(snapshot(("100 1", "99 2"), ("101 3",)), s(1))
    store.apply(quote("100 1", "101 3"), s(1))
    store.apply(ticker("100.5"), s(1))
    return store


@pytest.mark.parametrize(
    "event",
    [
        snapshot(("99 2.0", "100.00 1"), ("101 3",), at=4),
        snapshot(("100 1", "99 2", "98 0"), ("101 3",), at=4),
        quote("100.0 1", "101 3.00", at=4),
        ticker("100.50", at=4),
    ],
    ids=["book", "book with a level of nothing", "quote", "ticker"],
)
def test_the_same_in_other_digits_is_the_same(store: Store, event: Event) -> None:
    assert store.markets.says_the_same(event)


@pytest.mark.parametrize(
    "event",
    [
        snapshot(("100 1",), ("101 3",), at=4),
        snapshot(("100 1", "99 2"), ("101 4",), at=4),
        snapshot(("100 1", "99 2"), ("101 3", "102 1"), at=4),
        quote("100 1", None, at=4),
        quote("100 2", "101 3", at=4),
        ticker("100.6", at=4),
        ticker("100.5", mark="1", at=4),
        delta(("100 1",), (), at=4),
        trade("100", at=4),
    ],
    ids=str,
)
def test_what_differs_in_anything_is_not_the_same(store: Store, event: Event) -> None:
    assert not store.markets.says_the_same(event)


def test_before_anything_came_nothing_is_the_same() -> None:
    store = new_store()
    for event in (snapshot(), quote(), ticker()):
        assert not store.markets.says_the_same(event)


def test_a_book_that_is_not_sound_is_not_proven(store: Store) -> None:
    store.void(DEPTH, Reason(Cause.REFRESH_ASKED))
    assert not store.markets.says_the_same(snapshot(("100 1", "99 2"), ("101 3",), at=4))


def test_an_answer_that_says_the_same_is_quiet_and_what_nobody_asked_for_is_live(store: Store) -> None:
    for stream, same in ((LEVEL1, quote("100 1", "101 3", at=4)), (TICKER, ticker("100.5", at=4))):
        store.apply(same, s(3.9))
        assert store.freshness(stream, s(4)).state is PanelState.LIVE
        store.clocks.clock(stream).ask(s(4))
        store.apply(same, s(4.1))
        assert store.freshness(stream, s(4.2)).state is PanelState.QUIET
        store.apply(same, s(6))
        fresh = store.freshness(stream, s(6))
        assert (fresh.state, fresh.reason, fresh.proven_at) == (PanelState.QUIET, None, s(6))


def test_an_answer_that_differs_is_news(store: Store) -> None:
    store.clocks.clock(LEVEL1).ask(s(4))
    store.apply(quote("100 1", "101 9", at=4), s(4.1))
    assert store.freshness(LEVEL1, s(4.2)).state is PanelState.LIVE


def test_a_late_answer_does_not_settle_the_question(store: Store) -> None:
    store.apply(quote("100 1", "101 3", at=3), s(3))
    store.clocks.clock(LEVEL1).ask(s(6.5))
    store.apply(quote("100 1", "101 3", at=2), s(6.6))
    assert store.freshness(LEVEL1, s(8)).state is PanelState.STALE


@pytest.mark.parametrize(
    ("symbol", "is_of_trades", "begins_anew"),
    [(GOLD, True, True), (None, True, True), (OIL, True, False), (GOLD, False, False)],
)
def test_sums_of_trades_begin_anew_where_one_of_the_symbol_may_not_have_been_read(
    store: Store, symbol: Symbol | None, is_of_trades: bool, begins_anew: bool
) -> None:
    store.apply(trade("100", at=4), s(4))
    tape = store.markets.market(GOLD).tape
    assert tape is not None
    assert tape.flow.since is not None
    store.markets.miss_changes(symbol, s(5), is_trade=is_of_trades)
    assert (tape.flow.since is None) is begins_anew
