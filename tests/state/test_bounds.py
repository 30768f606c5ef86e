"""What is kept of an account is bounded: one more is refused in words, and what is kept goes on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.events import Balance, BalancesSeed, BalanceUpdate, OrderStatus
from roxom_tui.model.market import Symbol
from roxom_tui.state.balances import Balances
from roxom_tui.state.crosscheck import Crosscheck
from roxom_tui.state.merge import Request, SameMoment
from roxom_tui.state.orders import Orders
from roxom_tui.state.positions import Positions
from tests.state.words import WALL, btc, order, position, s


@pytest.fixture
def orders() -> Orders:
    full = Orders()
    for number in range(5_000):
        assert full.apply(order(str(number)), 0) == ""
    return full


@pytest.fixture
def positions() -> Positions:
    full = Positions()
    for number in range(1_000):
        assert full.apply(position(str(number)), 0) == ""
    return full


def change(asset: str, after: str = "1", at: float = 0) -> BalanceUpdate:
    return BalanceUpdate(asset, None, btc(after), None, None, WALL + s(at))


def test_one_more_order_than_can_be_kept_is_refused_and_what_is_kept_goes_on(orders: Orders) -> None:
    assert orders.apply(order("one more"), 0) == "more open orders than can be kept"
    assert orders.apply(order("7", OrderStatus.PARTIALLY_FILLED, 1, executed="1"), 0) == ""
    assert orders.apply(order("one more", OrderStatus.FILLED, 2), 0) == "", "its end needs no room"
    assert len(orders.open) == 5_000


def test_one_more_position_than_can_be_kept_is_refused_and_what_is_kept_goes_on(positions: Positions) -> None:
    assert positions.apply(position("one more"), 0) == "more positions than can be kept"
    assert positions.apply(position("7", "9", at=1), 0) == ""
    assert positions.apply(position("one more", "0", at=2), 0) == "", "its end needs no room"
    assert len(positions.open) == 1_000


def test_one_more_asset_than_can_be_kept_is_refused_and_what_is_kept_goes_on() -> None:
    balances = Balances()
    for number in range(100):
        assert balances.apply(change(str(number)), 0) == ""
    for _ in range(2):
        assert balances.apply(change("one more"), 0) == "more assets than can be kept", "and leaves nothing behind"
    assert balances.apply(change("7", "9", at=1), 0) == ""
    assert len(balances.rows) == 100


def test_of_a_list_of_balances_no_more_are_taken_than_can_be_kept() -> None:
    balances = Balances()
    told = tuple(Balance(str(number), btc("1"), None, None) for number in range(101))
    balances.seed(BalancesSeed(told), Request(WALL, 0))
    assert len(balances.rows) == 100


def test_of_one_moment_sixteen_reports_are_remembered_and_no_more() -> None:
    moment: SameMoment[BalanceUpdate] = SameMoment()
    reports = [change("BTC", str(number)) for number in range(17)]
    for report in reports:
        assert not moment.knows("BTC", WALL, report)
    assert [moment.has("BTC", report) for report in reports] == [True] * 16 + [False]


def test_one_more_contract_than_can_be_compared_is_not_judged_and_the_others_are() -> None:
    check = Crosscheck()
    for number in range(201):
        check.held(Symbol(str(number)), Decimal(0), 0)
    for second in range(1, 5):
        assert check.judge(s(second)) == ()
    check.executed(Symbol("200"), Decimal(1), s(5))
    assert [check.judge(s(second)) for second in range(6, 10)] == [()] * 4
    check.executed(Symbol("199"), Decimal(1), s(10))
    assert any(check.judge(s(second)) for second in range(11, 15))
