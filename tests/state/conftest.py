"""What tests of the state begin with."""

from __future__ import annotations

import pytest

from roxom_tui.model.market import DepthMode
from roxom_tui.model.status import Applied
from roxom_tui.state.book.absolute_or_signed import DepthModeDetector
from roxom_tui.state.book.book_against_quotes import BookCheckCounts
from roxom_tui.state.book.verified_book import VerifiedBook
from roxom_tui.state.freshness import StreamClocks
from roxom_tui.state.store import Store
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import told_store
from tests.support.spellings import DEPTH, GOLD, snapshot


@pytest.fixture
def clocks() -> StreamClocks:
    clocks = StreamClocks()
    clocks.connected()
    return clocks


@pytest.fixture
def depth() -> VerifiedBook:
    return VerifiedBook(GOLD, DepthModeDetector(DepthMode.ABSOLUTE), BookCheckCounts())


@pytest.fixture
def sound(depth: VerifiedBook) -> VerifiedBook:
    assert depth.apply_snapshot(snapshot(("100 1",), ("101 1",)), 0) == Applied(DEPTH)
    return depth


@pytest.fixture
def store() -> Store:
    return told_store()


@pytest.fixture
def builder(store: Store) -> SnapshotBuilder:
    return SnapshotBuilder(store)
