"""A store in which everything was told once, and the pictures built of it."""

from __future__ import annotations

from roxom_tui.model.ports import ViewRequest
from roxom_tui.state.store import Store
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.support.spellings import WALL, WISH, connection, new_store, quote, s, snapshot, ticker, trade

LINK = connection()


def told_store() -> Store:
    """Everything was told at second 1."""
    store = new_store()
    store.apply(snapshot(("100 1", "99 2", "98.5 4"), ("101 1", "102 2")), s(1))
    store.apply(quote("100 1", "101 1"), s(1))
    store.apply(ticker(last="100.5", mark="100"), s(1))
    store.apply(trade("100.5", "3"), s(1))
    return store


def build(builder: SnapshotBuilder, now: float = 1, wish: ViewRequest = WISH) -> ScreenSnapshot:
    return builder.build(s(now), WALL + s(now), wish, LINK)
