"""The account's three streams held against each other: what was lost is noticed, and nothing else."""

from __future__ import annotations

import pytest

from roxom_tui.model.events import BalanceUpdate, OrdersSeed, OrderStatus, OrderUpdate, PositionsSeed, PositionUpdate
from roxom_tui.state.account import POSITIONS, Account
from roxom_tui.state.crosscheck import WRONG_AT_MOST, Crosscheck, Rule
from roxom_tui.state.merge import Request
from tests.state.trading import Event, Trading
from tests.state.words import GOLD, OIL, SPX, WALL, order, position, s

FROM = s(60)


def judged(account: Account, seconds: range) -> dict[str, float]:
    """What was doubted, and at which second first."""
    found: dict[str, float] = {}
    for second in seconds:
        for doubt in account.crosscheck.judge(s(second)):
            found.setdefault(doubt.why, second)
    return found


def seeded() -> Account:
    """An account with an order and a position in gold, asked for and settled."""
    account = Account((GOLD, OIL))
    request = Request(WALL, 0)
    account.seed(OrdersSeed((order("a", at=None),)), 0, request)
    account.seed(PositionsSeed(GOLD, (position("p", "5"),)), 0, request)
    account.seed(PositionsSeed(OIL, ()), 0, request)
    assert judged(account, range(1, 6)) == {}
    return account


def part(executed: str, at: float = 10) -> OrderUpdate:
    return order("a", OrderStatus.PARTIALLY_FILLED, at, executed=executed)


@pytest.mark.parametrize(("seed", "every", "hours"), [(1, 2.0, 1.0), (2, 0.3, 0.2), (3, 10.0, 5.0)])
def test_hours_of_trading_told_by_streams_that_do_not_wait_for_each_other_raise_no_alarm(
    seed: int, every: float, hours: float
) -> None:
    trading = Trading(seed, every=every)
    trading.run(hours)
    assert trading.executions > 1000
    assert trading.doubts == []


@pytest.mark.parametrize(
    ("kind", "rules"),
    [
        (OrderUpdate, {Rule.ORDERS, Rule.SETTLEMENT}),
        (PositionUpdate, {Rule.POSITIONS}),
        (BalanceUpdate, {Rule.BALANCE}),
    ],
)
def test_a_stream_that_is_mute_is_doubted_again_and_again_and_no_other(kind: type[Event], rules: set[Rule]) -> None:
    trading = Trading(4, lost=lambda event, at: isinstance(event, kind) and FROM < at < FROM + s(120))
    trading.run(hours=0.5)
    assert {doubt.why for _, doubt in trading.doubts} == {rule.value for rule in rules}
    assert len(trading.doubts) > 5
    assert FROM < trading.doubts[0][0] < FROM + s(30)
    assert trading.doubts[-1][0] < FROM + s(125)
    assert trading.account.crosscheck.dropped() == ()


def test_a_lost_position_is_doubted_within_three_seconds() -> None:
    account = seeded()
    account.apply_order(part("1"), s(10))
    assert judged(account, range(10, 20)) == {Rule.POSITIONS.value: 12}


def test_a_lost_execution_is_doubted_within_three_seconds() -> None:
    account = seeded()
    account.apply_position(position("p", "6", at=10), s(10))
    assert judged(account, range(10, 20)) == {Rule.ORDERS.value: 12}


@pytest.mark.parametrize("order_at", [10, 10.9])
@pytest.mark.parametrize("position_at", [10, 10.9])
def test_both_streams_in_either_order_raise_no_doubt(order_at: float, position_at: float) -> None:
    account = seeded()
    if order_at <= position_at:
        account.apply_order(part("1"), s(order_at))
    account.apply_position(position("p", "6", at=10), s(position_at))
    if order_at > position_at:
        account.apply_order(part("1"), s(order_at))
    assert judged(account, range(11, 20)) == {}


def test_after_a_standstill_what_waits_to_be_read_is_read_before_anything_is_doubted() -> None:
    account = seeded()
    account.apply_order(part("1"), s(10))
    assert judged(account, range(20, 21)) == {}
    account.apply_position(position("p", "6", at=10), s(20.1))
    assert judged(account, range(21, 30)) == {}


def test_a_list_that_was_asked_for_after_it_is_no_witness_missing() -> None:
    account = seeded()
    account.apply_order(part("1"), s(10))
    account.seed(PositionsSeed(GOLD, (position("p", "6", at=10),)), s(10.2), Request(WALL + s(10.1), s(10.1)))
    assert judged(account, range(11, 20)) == {}


def test_news_of_one_contract_are_news_of_the_list_whatever_the_other_contracts_answers_say() -> None:
    account = seeded()
    account.apply_order(part("1"), s(10))
    assert judged(account, range(10, 13)) == {Rule.POSITIONS.value: 12}
    for symbol, held in ((GOLD, (position("p", "6", at=10),)), (OIL, ())):
        account.seed(PositionsSeed(symbol, held), s(12.1), Request(WALL + s(12.05), s(12.05)))
    account.apply_order(order("x", OrderStatus.FILLED, 12.3, executed="2", symbol=OIL), s(12.3))
    assert judged(account, range(13, 20)) == {Rule.POSITIONS.value: 14}


@pytest.mark.parametrize("status", ["liquidation", "adl"])
def test_a_position_that_is_liquidated_needs_no_order(status: str) -> None:
    account = seeded()
    liquidated = PositionUpdate("p", GOLD, position().side, position("p", "0").size, status=status)
    account.apply_position(liquidated, s(10))
    assert judged(account, range(10, 20)) == {}


def test_a_contract_whose_positions_nobody_asked_for_is_not_judged_by_its_first_report() -> None:
    account = seeded()
    account.apply_order(order("x", OrderStatus.FILLED, 10, executed="2", symbol=SPX), s(10))
    account.apply_position(position("q", "9", at=10, symbol=SPX), s(10))
    assert judged(account, range(10, 20)) == {}


def test_an_execution_of_which_the_side_is_not_known_is_not_held_against_anything() -> None:
    account = seeded()
    account.apply_order(order("x", OrderStatus.FILLED, 10, side=None, executed="2"), s(10))
    account.apply_position(position("p", "7", at=10), s(10.5))
    assert judged(account, range(11, 20)) == {}


def test_funding_moves_the_balance_and_no_order() -> None:
    account = seeded()
    account.apply_balance(BalanceUpdate("BTC", None, None, None, "funding", WALL), s(10))
    assert judged(account, range(10, 20)) == {}
    account.apply_balance(BalanceUpdate("BTC", None, None, None, "ordersettle", WALL + 1), s(30))
    assert judged(account, range(30, 40)) == {Rule.SETTLEMENT.value: 32}


def test_a_rule_that_accuses_wrongly_again_and_again_is_dropped() -> None:
    """An exchange may well charge fees without a word on the balance."""
    check = Crosscheck()
    accused = 0
    for number in range(1, 10):
        check.filled(paid=True, at=s(number * 10))
        for second in range(1, 5):
            for doubt in check.judge(s(number * 10 + second)):
                accused += 1
                check.listed(doubt.stream, s(number * 10 + second), news_at=None)
    assert accused == WRONG_AT_MOST
    assert check.dropped() == (Rule.BALANCE,)


def test_a_rule_that_was_right_once_is_kept() -> None:
    check = Crosscheck()
    for number in range(1, 9):
        check.filled(paid=True, at=s(number * 10))
        for second in range(1, 5):
            for doubt in check.judge(s(number * 10 + second)):
                at = s(number * 10 + second)
                check.listed(doubt.stream, at, news_at=None if number % WRONG_AT_MOST else at)
    assert check.dropped() == ()


def test_another_connection_knows_nothing_of_what_was_told_before() -> None:
    account = seeded()
    account.apply_order(part("1"), s(10))
    account.disconnected(s(11))
    assert judged(account, range(11, 20)) == {}
    assert account.checked_at(POSITIONS) is None
