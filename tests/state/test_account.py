"""The account's lists across connections: what is dropped, what is news, and when a list is whole again."""

from __future__ import annotations

import pytest

from roxom_tui.model.channels import ACCOUNT_LISTS, Stream
from roxom_tui.model.events import AccountEvent, Balance, BalancesSeed, BalanceUpdate, PositionsSeed
from roxom_tui.model.status import Applied, NeedsResync, PanelState, Phase
from roxom_tui.state.account.account_lists import BALANCE, ORDERS, POSITIONS, AccountLists
from roxom_tui.state.store import BEHIND, Store
from tests.support.spellings import GOLD, OIL, SPX, WALL, btc, new_store, order, position, s


@pytest.fixture
def store() -> Store:
    return new_store()


def reconnect(store: Store, at: float) -> None:
    """Away and back again at a moment, with no word on GETs."""
    store.connection_changed(Phase.WAITING, "gone", s(at))
    store.connection_changed(Phase.CONNECTED, "", s(at))


def change(asset: str = "BTC", at: float = 0) -> BalanceUpdate:
    return BalanceUpdate(asset, btc("2"), btc("1"), None, None, WALL + s(at))


def listed(store: Store, seed: PositionsSeed, asked_at: float) -> object:
    """What comes of an answer that arrives half a second after its question."""
    return store.seed(seed, s(asked_at + 0.5), WALL + s(asked_at), s(asked_at))


def held(account: AccountLists) -> dict[Stream, list[str]]:
    """The names of what is listed."""
    return {
        ORDERS: [one.order_id for one in account.orders.open],
        POSITIONS: [one.position_id for one in account.positions.open],
        BALANCE: [row.asset for row in account.balances.rows],
    }


FIRST: dict[Stream, AccountEvent] = {ORDERS: order("a"), POSITIONS: position("a"), BALANCE: change("a")}
SECOND: dict[Stream, AccountEvent] = {
    ORDERS: order("b", at=9),
    POSITIONS: position("b", at=9),
    BALANCE: change("b", at=9),
}


@pytest.mark.parametrize("stream", ACCOUNT_LISTS, ids=str)
def test_the_first_event_of_a_new_connection_drops_the_old_list_where_no_get_confirms_it(
    store: Store, stream: Stream
) -> None:
    for event in FIRST.values():
        store.apply(event, s(1))
    reconnect(store, 5)
    store.apply(SECOND[stream], s(9))
    assert held(store.account) == {other: ["b" if other == stream else "a"] for other in ACCOUNT_LISTS}, (
        "the others have not spoken yet"
    )


@pytest.mark.parametrize("stream", ACCOUNT_LISTS, ids=str)
def test_after_everything_was_forgotten_the_same_report_is_news(store: Store, stream: Stream) -> None:
    store.apply(FIRST[stream], s(1))
    reconnect(store, 5)
    assert store.apply(FIRST[stream], s(6)) == Applied(stream)
    assert held(store.account)[stream] == ["a"]


def test_a_contract_that_closed_while_its_list_was_behind_holds_no_list_back(store: Store) -> None:
    store.apply(position("x", at=10, symbol=SPX), s(10))
    assert listed(store, PositionsSeed(SPX, ()), 11) == NeedsResync(POSITIONS, BEHIND)
    assert listed(store, PositionsSeed(GOLD, ()), 12) == NeedsResync(POSITIONS, BEHIND), "of what is held it matters"
    store.apply(position("x", "0", at=13, symbol=SPX), s(13))
    assert listed(store, PositionsSeed(GOLD, ()), 40) == Applied(POSITIONS)


def test_that_a_list_was_behind_does_not_outlive_its_connection(store: Store) -> None:
    store.apply(position(at=10), s(10))
    assert listed(store, PositionsSeed(GOLD, ()), 11) == NeedsResync(POSITIONS, BEHIND)
    reconnect(store, 20)
    store.seeding(POSITIONS, "asking")
    assert listed(store, PositionsSeed(OIL, ()), 21) == Applied(POSITIONS)


def test_after_a_reconnect_positions_are_whole_only_when_a_contract_held_before_had_its_answer_too(
    store: Store,
) -> None:
    store.apply(position(at=1, symbol=SPX), s(1))
    reconnect(store, 20)
    store.seeding(POSITIONS, "asking")
    for symbol in (GOLD, OIL):
        listed(store, PositionsSeed(symbol, ()), 21)
    assert store.freshness(POSITIONS, s(22))[:2] == (PanelState.STALE, "asking")
    listed(store, PositionsSeed(SPX, ()), 22)
    assert store.freshness(POSITIONS, s(23)).state is PanelState.LIVE


def test_a_seeded_balance_keeps_its_parts_when_later_gets_are_given_up(store: Store) -> None:
    store.seeding(BALANCE, "asking")
    store.seed(BalancesSeed((Balance("BTC", btc("3"), btc("1"), btc("2")),)), s(1), WALL)
    store.apply(change(), s(2))
    store.seeding(BALANCE, "asking again")
    store.seeding(BALANCE, "")
    (row,) = store.account.balances.rows
    assert (row.available, row.in_orders, row.total) == (btc("1"), btc("2"), btc("1"))
