"""Any interleaving of lists and events ends in the exchange's truth (client 4.2)."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from roxom_tui.model.events import BalanceUpdate, OrderStatus, OrderUpdate, Seed
from roxom_tui.state.account.account_lists import AccountLists
from roxom_tui.state.account.merged_reports import RequestTime
from roxom_tui.state.account.open_items import BEHIND_NS
from tests.state.interleaving import EVERY, MOVES, QUESTIONS, Event, Journey, Move, Question
from tests.support.spellings import GOLD, OIL, WALL

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
        request = RequestTime(WALL + asked_at, asked_at)
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
        if event.is_final if isinstance(event, OrderUpdate) else event.is_closed:
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
        for key, order in held.items():
            true = truth.orders[key]
            assert {order.side, order.size, order.limit_price} <= {true.side, true.size, true.limit_price} | (
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
