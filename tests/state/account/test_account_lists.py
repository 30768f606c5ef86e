"""The account's lists: across connections, through any interleaving, and unchecked for long (client 4.2, 4.5)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import astuple

from roxom_tui.model.channels import ACCOUNT_LISTS, BALANCE, ORDERS, POSITIONS, Channel, Stream
from roxom_tui.model.events import (
    AccountEvent,
    Balance,
    BalancesSeed,
    BalanceUpdate,
    OrdersSeed,
    OrderStatus,
    OrderUpdate,
    PositionsSeed,
    Seed,
)
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Applied, NeedsResync, PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.account.account_lists import AccountLists
from roxom_tui.state.account.open_items import BEHIND_NS
from roxom_tui.state.store import BEHIND, Store
from tests.state.interleaving import EVERY, MOVES, QUESTIONS, Event, Journey, Move, Question
from tests.support.spellings import GOLD, OIL, SPX, WALL, btc, new_store, order, position, s


@pytest.fixture
def store() -> Store:
    return new_store()


def reconnect(store: Store, at: float) -> None:
    """Away and back again at a moment, with no word on GETs."""
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(at))
    store.connection_changed(Phase.CONNECTED, None, s(at))


def change(asset: str = "BTC", at: float = 0) -> BalanceUpdate:
    return BalanceUpdate(asset, btc("2"), btc("1"), None, None, WALL + s(at))


def listed(store: Store, seed: PositionsSeed, asked_at: float) -> object:
    """What comes of an answer that arrives half a second after its question."""
    return store.seed(seed, s(asked_at + 0.5), s(asked_at))


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
    store.seeding(POSITIONS, Reason(Cause.LIST_ASKED))
    assert listed(store, PositionsSeed(OIL, ()), 21) == Applied(POSITIONS)


def test_after_a_reconnect_positions_are_whole_only_when_a_contract_held_before_had_its_answer_too(
    store: Store,
) -> None:
    store.apply(position(at=1, symbol=SPX), s(1))
    reconnect(store, 20)
    store.seeding(POSITIONS, Reason(Cause.LIST_ASKED))
    for symbol in (GOLD, OIL):
        listed(store, PositionsSeed(symbol, ()), 21)
    assert astuple(store.freshness(POSITIONS, s(22)))[:2] == (PanelState.STALE, Reason(Cause.LIST_ASKED))
    listed(store, PositionsSeed(SPX, ()), 22)
    assert store.freshness(POSITIONS, s(23)).state is PanelState.LIVE


def test_a_seeded_balance_keeps_its_parts_when_later_gets_are_given_up(store: Store) -> None:
    store.seeding(BALANCE, Reason(Cause.LIST_ASKED))
    store.seed(BalancesSeed((Balance("BTC", btc("3"), btc("1"), btc("2")),)), s(1), s(1))
    store.apply(change(), s(2))
    store.seeding(BALANCE, Reason(Cause.LIST_FAILED))
    store.seeding(BALANCE, None)
    (row,) = store.account.balances.rows
    assert (row.available, row.in_orders, row.total) == (btc("1"), btc("2"), btc("1"))


def test_a_list_that_no_get_has_checked_for_long_is_not_proven_until_the_next_does(store: Store) -> None:
    store.seed(OrdersSeed(()), s(0.2), s(0))
    store.apply(order("a"), s(90))
    states = [store.freshness(ORDERS, s(second)).state for second in range(90, 130)]
    assert states == [PanelState.LIVE] * 11 + [PanelState.UNPROVEN] * 29, "one change, and no way back by itself"
    assert store.freshness(ORDERS, s(101)).reason == Reason(Cause.UNCHECKED)
    store.seed(OrdersSeed(()), s(131), s(130.5))
    assert store.freshness(ORDERS, s(131)).state is PanelState.LIVE


def test_positions_are_as_unchecked_as_the_symbol_that_was_asked_for_the_longest_time_ago(store: Store) -> None:
    store.seed(PositionsSeed(GOLD, ()), s(1), s(0))
    store.seed(PositionsSeed(OIL, ()), s(1), s(1))
    store.seed(PositionsSeed(OIL, ()), s(90), s(90))
    assert store.freshness(POSITIONS, s(101)).state is PanelState.UNPROVEN


def test_positions_are_the_same_list_whoever_names_them(store: Store) -> None:
    for symbol in (GOLD, OIL):
        store.seed(PositionsSeed(symbol, ()), s(1), s(0))
    named = Stream(Channel.POSITIONS)
    assert named is not POSITIONS
    assert store.account.checked_at(named) == store.account.checked_at(POSITIONS) == s(0)
    assert store.judge.stream_row(named, s(101)).freshness.state is PanelState.UNPROVEN


def test_a_list_since_connect_was_never_checked_and_says_that_instead(store: Store) -> None:
    store.apply(order("a"), 0)
    assert store.freshness(ORDERS, s(500)).state is PanelState.LIVE


_SETTINGS = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Client:
    """The real account, and what must hold of it after everything that comes."""

    def __init__(self) -> None:
        self.account = AccountLists((GOLD, OIL))
        self.journey = Journey(self.hear, self.take)
        self._ended: set[str] = set()
        self._newest: dict[str, int] = {}

    def hear(self, event: Event, at: int) -> None:
        """An event; and the same once more, at once; of an order that ended also one that knows nothing of it."""
        self._apply(event, at)
        self._note(event)
        before = self.state()
        self._apply(event, at)
        if isinstance(event, OrderUpdate) and event.order_id in self._ended:
            self._apply(replace(event, status=OrderStatus.SUBMITTED, exchange_at=None), at)
        assert self.state() == before, "twice did harm"
        self._check()

    def take(self, seed: Seed, at: int, asked_at: int) -> None:
        """The answer of a GET; and the same once more."""
        request = asked_at
        self.account.seed(seed, at, request)
        before = self.state()
        self.account.seed(seed, at, request)
        assert self.state() == before, "twice did harm"
        self._check()

    def state(self) -> tuple[object, ...]:
        account = self.account
        return account.orders.open, account.positions.open, account.balances.rows, account.balances.last_change

    def _apply(self, event: Event, at: int) -> None:
        if isinstance(event, OrderUpdate):
            self.account.apply_order(event, at)
        elif isinstance(event, BalanceUpdate):
            self.account.apply_balance(event, at)
        else:
            self.account.apply_position(event, at)

    def _note(self, event: Event) -> None:
        if isinstance(event, BalanceUpdate):
            return
        key, at = _key(event), _told_at(event)
        assert at is not None
        self._newest[key] = max(at, self._newest.get(key, 0))
        if event.is_final:
            self._ended.add(key)

    def _check(self) -> None:
        """What ended never comes back, and no report gives way to an older one."""
        things: tuple[Event, ...] = (*self.account.orders.open, *self.account.positions.open)
        for thing in things:
            assert _key(thing) not in self._ended, "the end is final"
            told_at = _told_at(thing)
            assert told_at is None or told_at >= self._newest.get(_key(thing), 0), "the newest wins"

    def compare(self, *, whole: bool) -> None:
        """With the truth. Without a list at the end nothing is told anew of what the short events left out."""
        truth, account = self.journey.truth, self.account
        held = {order.order_id: order for order in account.orders.open}
        assert {key: (one.status, one.executed) for key, one in held.items()} == {
            key: (one.status, one.executed) for key, one in truth.orders.items()
        }
        for key, one in held.items():
            true = truth.orders[key]
            assert {one.side, one.size, one.limit_price} <= {true.side, true.size, true.limit_price} | (
                set() if whole else {None}
            )
        positions = {position.symbol: position for position in account.positions.open}
        assert {symbol: (one.position_id, one.side, one.size) for symbol, one in positions.items()} == {
            symbol: (one.position_id, one.side, one.size) for symbol, one in truth.positions.items()
        }
        for row in account.balances.rows:
            assert row.total == truth.balance
            assert row.outdated or (row.in_orders, row.available) == (
                truth.in_orders,
                truth.balance - truth.in_orders,
            )
        assert not whole or len(account.balances.rows) == 1


def _key(thing: Event) -> str:
    assert not isinstance(thing, BalanceUpdate)
    return thing.order_id if isinstance(thing, OrderUpdate) else thing.position_id


def _told_at(thing: Event) -> int | None:
    return thing.exchange_at if isinstance(thing, OrderUpdate | BalanceUpdate) else thing.updated_at


@_SETTINGS
@given(MOVES, QUESTIONS)
def test_once_every_event_has_come_in_whatever_order_what_is_held_is_the_truth(
    moves: list[Move], questions: list[Question]
) -> None:
    client = Client()
    client.journey.play(moves, questions)
    client.compare(whole=False)


@_SETTINGS
@given(MOVES, QUESTIONS)
def test_whatever_was_lost_lists_asked_for_afterwards_tell_the_truth(
    moves: list[Move], questions: list[Question]
) -> None:
    client = Client()
    end = client.journey.play(moves, questions, losing=True)
    client.journey.ask_all(end + BEHIND_NS + EVERY)
    client.compare(whole=True)
