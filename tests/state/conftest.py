"""What tests of the state begin with."""

from __future__ import annotations

import pytest

from roxom_tui.model.market import DepthMode
from roxom_tui.model.outcome import Applied
from roxom_tui.state.board import BoardBuilder
from roxom_tui.state.depth import Depth
from roxom_tui.state.freshness import Clocks
from roxom_tui.state.integrity import IntegrityCounts
from roxom_tui.state.semantics import DepthReading
from roxom_tui.state.store import Store
from tests.state.pictures import told_store
from tests.support.spellings import DEPTH, GOLD, snapshot


@pytest.fixture
def clocks() -> Clocks:
    clocks = Clocks()
    clocks.connected()
    return clocks


@pytest.fixture
def depth() -> Depth:
    return Depth(GOLD, DepthReading(DepthMode.ABSOLUTE), IntegrityCounts())


@pytest.fixture
def sound(depth: Depth) -> Depth:
    assert depth.apply_snapshot(snapshot(("100 1",), ("101 1",)), 0) == Applied(DEPTH)
    return depth


@pytest.fixture
def store() -> Store:
    return told_store()


@pytest.fixture
def builder(store: Store) -> BoardBuilder:
    return BoardBuilder(store)
