"""A list of the account that nobody has checked for long is not proven (client 4.5)."""

from __future__ import annotations

import pytest

from roxom_tui.model.events import OrdersSeed, PositionsSeed
from roxom_tui.model.status import PanelState
from roxom_tui.state.account.account_lists import ORDERS, POSITIONS
from roxom_tui.state.store import Store
from tests.support.spellings import GOLD, OIL, WALL, new_store, order, s


@pytest.fixture
def store() -> Store:
    return new_store()


def test_a_list_that_no_get_has_checked_for_long_is_not_proven_until_the_next_does(store: Store) -> None:
    store.seed(OrdersSeed(()), s(0.2), WALL, s(0))
    store.apply(order("a"), s(90))
    states = [store.freshness(ORDERS, s(second)).state for second in range(90, 130)]
    assert states == [PanelState.LIVE] * 11 + [PanelState.UNPROVEN] * 29, "one change, and no way back by itself"
    assert store.freshness(ORDERS, s(101)).reason == "unchecked: GETs fail"
    store.seed(OrdersSeed(()), s(131), WALL, s(130.5))
    assert store.freshness(ORDERS, s(131)).state is PanelState.LIVE


def test_positions_are_as_unchecked_as_the_symbol_that_was_asked_for_the_longest_time_ago(store: Store) -> None:
    store.seed(PositionsSeed(GOLD, ()), s(1), WALL, s(0))
    store.seed(PositionsSeed(OIL, ()), s(1), WALL, s(1))
    store.seed(PositionsSeed(OIL, ()), s(90), WALL, s(90))
    assert store.freshness(POSITIONS, s(101)).state is PanelState.UNPROVEN


def test_a_list_since_connect_was_never_checked_and_says_that_instead(store: Store) -> None:
    store.apply(order("a"), 0)
    assert store.freshness(ORDERS, s(500)).state is PanelState.LIVE
