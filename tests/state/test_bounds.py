"""What is kept of an account is bounded: one more is refused in words, and what is kept goes on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.events import (
    Balance,
    BalancesSeed,
    BalanceUpdate,
    BookDelta,
    OrdersSeed,
    OrderStatus,
    PositionsSeed,
)
from roxom_tui.model.market import DepthMode, Symbol
from roxom_tui.state.account.balances import Balances
from roxom_tui.state.account.merged_reports import DuplicateFilter, RequestTime
from roxom_tui.state.account.orders import Orders
from roxom_tui.state.account.positions import Positions
from roxom_tui.state.account.streams_against_each_other import AccountReconciler
from roxom_tui.state.book.book_against_snapshots import SnapshotAligner
from roxom_tui.state.book.delta_buffers import DeltaHistory, PendingDeltas
from roxom_tui.state.book.order_book import OrderBook
from tests.support.spellings import WALL, as_told, btc, level, order, position, s, snapshot


@pytest.fixture
def orders() -> Orders:
    full = Orders()
    for number in range(5_000):
        assert full.apply(order(str(number)), 0) == ""
    return full


@pytest.fixture
def positions() -> Positions:
    full = Positions()
    for number in range(5_000):
        assert full.apply(position(str(number)), 0) == ""
    return full


def change(asset: str, after: str = "1", at: float = 0) -> BalanceUpdate:
    return BalanceUpdate(asset, None, btc(after), None, None, WALL + s(at))


def test_of_more_orders_than_can_be_kept_the_first_heard_of_is_left_out_and_counted(orders: Orders) -> None:
    assert orders.apply(order("one more"), 0) == ""
    assert (len(orders.open), orders.left_out) == (5_000, 1)
    assert orders.known("0") is None
    assert orders.is_left_out("0")
    assert orders.apply(order("7", OrderStatus.PARTIALLY_FILLED, 1, executed="1"), 0) == ""
    assert orders.apply(order("one more", OrderStatus.FILLED, 2), 0) == "", "its end needs no room"
    assert (len(orders.open), orders.left_out) == (4_999, 1)


def test_one_that_was_left_out_is_counted_until_it_has_room_or_ends(orders: Orders) -> None:
    for name in ("a", "b"):
        orders.apply(order(name), 0)
    assert orders.left_out == 2
    orders.apply(order("1", OrderStatus.CANCELLED, 1), 0)
    assert orders.left_out == 1
    orders.apply(order("0", OrderStatus.PARTIALLY_FILLED, 1, executed="1"), 0)
    assert [orders.is_left_out(name) for name in ("0", "1", "2")] == [False, False, True]
    orders.clear()
    assert orders.left_out == 0


def test_what_a_list_left_out_is_counted_anew_and_stands_somewhere_in_the_book(orders: Orders) -> None:
    gold = Symbol("GOLD-BTC")
    listed = tuple(orders.open[:4_000])
    orders.seed(OrdersSeed(listed, frozenset({"old", "older", listed[0].order_id})), s(5), RequestTime(WALL, s(4)))
    assert (len(orders.open), orders.left_out) == (4_000, 2)
    assert orders.resting(gold, as_told).has_unplaced
    orders.seed(OrdersSeed(listed), s(6), RequestTime(WALL, s(5)))
    assert orders.left_out == 0
    assert not orders.resting(gold, as_told).has_unplaced


def test_of_more_positions_than_can_be_kept_nobody_knows_what_is_held_in_all(positions: Positions) -> None:
    gold = Symbol("GOLD-BTC")
    assert positions.net(gold) is not None
    assert positions.apply(position("one more"), 0) == ""
    assert (len(positions.open), positions.left_out) == (5_000, 1)
    assert positions.net(gold) is None
    assert positions.apply(position("0", "0", at=2), 0) == "", "its end needs no room"
    assert positions.net(gold) is not None


def test_what_a_list_of_positions_left_out_is_counted_by_its_symbol() -> None:
    gold, oil = Symbol("GOLD-BTC"), Symbol("OIL-BTC")
    positions = Positions()
    for symbol, old in ((gold, {"a", "b"}), (oil, {"c"})):
        positions.seed(PositionsSeed(symbol, (), frozenset(old)), s(5), RequestTime(WALL, s(4)))
    assert positions.left_out == 3
    positions.seed(PositionsSeed(gold, ()), s(6), RequestTime(WALL, s(5)))
    assert positions.left_out == 1
    assert positions.net(gold) == 0
    assert positions.net(oil) is None


def test_one_more_asset_than_can_be_kept_is_refused_counted_and_what_is_kept_goes_on() -> None:
    balances = Balances()
    for number in range(1_000):
        assert balances.apply(change(str(number)), 0) == ""
    for _ in range(2):
        assert balances.apply(change("one more"), 0) == "more assets than can be kept", "and leaves nothing behind"
    assert balances.apply(change("7", "9", at=1), 0) == ""
    assert (len(balances.rows), balances.left_out) == (1_000, 1)


def test_of_a_very_long_list_of_balances_bitcoin_is_kept_wherever_it_stands() -> None:
    balances = Balances()
    told = (
        *(Balance(str(number), btc("1"), None, None) for number in range(1_001)),
        Balance("BTC", btc("1"), None, None),
    )
    balances.seed(BalancesSeed(told), RequestTime(WALL, 0))
    assert (len(balances.rows), balances.left_out) == (1_000, 2)
    assert balances.rows[0].asset == "BTC"


def test_of_one_moment_sixteen_reports_are_remembered_and_no_more() -> None:
    moment: DuplicateFilter[BalanceUpdate] = DuplicateFilter()
    reports = [change("BTC", str(number)) for number in range(17)]
    for report in reports:
        assert not moment.knows("BTC", WALL, report)
    assert [moment.has("BTC", report) for report in reports] == [True] * 16 + [False]


def test_one_more_contract_than_can_be_compared_is_not_judged_and_the_others_are() -> None:
    check = AccountReconciler()
    for number in range(201):
        check.held(Symbol(str(number)), Decimal(0), 0)
    for second in range(1, 5):
        assert check.judge(s(second)) == ()
    check.executed(Symbol("200"), Decimal(1), s(5))
    assert [check.judge(s(second)) for second in range(6, 10)] == [()] * 4
    check.executed(Symbol("199"), Decimal(1), s(10))
    assert any(check.judge(s(second)) for second in range(11, 15))


def heavy(at: float, count: int = 30_000) -> BookDelta:
    return BookDelta(Symbol("GOLD-BTC"), (level("100", "1"),) * count, (), WALL + s(at))


def test_deltas_of_very_many_levels_are_remembered_by_their_levels_and_what_is_gone_is_known_to_be() -> None:
    recent = DeltaHistory()
    for number in range(5):
        recent.note(heavy(number / 10))
    assert recent.since(snapshot(at=0.25)) is not None, "all that is newer is there"
    assert recent.since(snapshot(at=-0.1)) is None


def test_of_deltas_of_very_many_levels_few_wait_for_their_snapshot() -> None:
    waiting = PendingDeltas()
    assert [waiting.hold(heavy(number), s(number)) for number in range(5)] == [False, False, False, True, False]
    assert waiting.has_lost(snapshot(at=1))
    assert not waiting.has_lost(snapshot(at=2))
    assert len(list(waiting.following(snapshot(at=0)))) == 3


def test_a_book_is_not_followed_from_elsewhere_through_deltas_of_very_many_levels() -> None:
    replay = SnapshotAligner(OrderBook(DepthMode.ABSOLUTE))
    assert [replay.note(heavy(number)) for number in range(7)] == [True] * 6 + [False]


def test_less_than_nothing_is_in_no_margin() -> None:
    balances = Balances()
    balances.seed(BalancesSeed((Balance("BTC", btc("0.5"), btc("0.8"), btc("0")),)), RequestTime(WALL, 0))
    (row,) = balances.rows
    assert (row.total, row.available, row.in_margin) == (btc("0.5"), btc("0.8"), None)
