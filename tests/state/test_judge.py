"""How far each stream may be believed."""

from __future__ import annotations

import pytest
from msgspec.structs import astuple

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import DepthMode
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import (
    PanelState,
    Phase,
    Subscribed,
    Unsubscribed,
)
from roxom_tui.state.book.absolute_or_signed import LEAD
from roxom_tui.state.store import Store
from tests.support.spellings import (
    DEPTH,
    LEVEL1,
    SPX,
    new_store,
    quote,
    s,
    snapshot,
)


@pytest.fixture
def store() -> Store:
    return new_store()


def state_of(store: Store, stream: Stream, now: float = 0) -> PanelState:
    return store.judge.freshness(stream, s(now)).state


def test_the_connection_screen_sees_acknowledgements_and_counts(store: Store) -> None:
    store.subscription(LEVEL1, Subscribed((LEVEL1,)), 0)
    store.apply(quote(at=2), 0)
    store.apply(quote(at=1), 0)
    row = store.judge.stream_row(LEVEL1, 0)
    assert (row.acknowledged, row.messages) == (True, 2)
    store.subscription(LEVEL1, Unsubscribed((LEVEL1,)), 0)
    assert not store.judge.stream_row(LEVEL1, 0).acknowledged


def test_the_connection_screen_sees_a_stream_that_was_not_asked_for_yet(store: Store) -> None:
    store.connection_changed(Phase.CONNECTED, None, 0)
    other = Stream(Channel.DEPTH, SPX)
    row = store.judge.stream_row(other, 0)
    assert (row.stream, row.freshness.state, row.acknowledged, row.messages) == (other, PanelState.WAITING, False, 0)


def test_a_book_whose_reading_is_not_decided_is_unproven_and_says_why() -> None:
    store = new_store(DepthMode.AUTO)
    store.apply(snapshot(("100 1",), ("101 1",)), 0)
    assert astuple(store.freshness(DEPTH, 0))[:2] == (
        PanelState.UNPROVEN,
        Reason(Cause.FORMAT_OPEN, done=0, of=12),
    )
    store.markets.reading.favour(DepthMode.SIGNED, LEAD)
    store.overdue(s(1))
    assert state_of(store, DEPTH, 1) is PanelState.LIVE


def test_a_silent_or_lost_book_is_not_called_unproven() -> None:
    store = new_store(DepthMode.AUTO)
    store.apply(snapshot(("100 1",), ("101 1",)), 0)
    assert state_of(store, DEPTH, 60) is PanelState.STALE
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), 0)
    assert state_of(store, DEPTH) is PanelState.DOWN


def test_while_a_picture_is_built_a_stream_is_judged_once_and_afterwards_anew(store: Store) -> None:
    store.apply(quote(), 1)
    with store.judge.looked_at():
        before = store.freshness(LEVEL1, 1)
        store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), 1)
        assert store.freshness(LEVEL1, 1).state is before.state
        assert store.freshness(LEVEL1, 2).state is PanelState.DOWN, "another moment is another question"
    assert store.freshness(LEVEL1, 1).state is PanelState.DOWN
